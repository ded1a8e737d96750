"""Which series speaks for an indicator, and what a difference means."""

import numpy as np
from made_up_indicators import NAMES, SOURCES, chosen, facts

from leedsequity.analyses import headline_series


def test_a_period_gives_the_year_in_which_it_ends_or_its_middle() -> None:
    periods = ["2022", "2022/23", "2022-24", "2022-12-31"]
    known = headline_series.comparable_facts(
        facts(*[("near", "E1", period, 1.0) for period in periods]), SOURCES, NAMES, {}
    )
    assert known["year"].tolist() == [2022, 2023, 2023, 2022]


def test_of_quarter_ends_those_of_the_last_quarter_are_kept_one_a_year() -> None:
    days = ["2023-12-31", "2024-06-30", "2024-12-31", "2025-03-31", "2025-06-30"]
    table = chosen(*[("rate", area, day, 1.0) for area in ("E1", "E9") for day in days])
    assert table["period"].unique().tolist() == ["2024-06-30", "2025-06-30"]
    assert not table.duplicated(["area_code", "year"]).any()


def test_periods_before_a_change_and_missing_values_are_left_out_and_recoded_areas_found() -> None:
    rows = [
        ("near", "E1", "2021", 1.0),
        ("near", "E1", "2022", np.nan),
        ("near", "E8", "2022", 3.0),
    ]
    known = headline_series.comparable_facts(facts(*rows), SOURCES, NAMES, {"E8": "E3"})
    assert known[["area_code", "area", "period", "value"]].to_numpy().tolist() == [
        ["E3", "York", "2022", 3.0]
    ]


def test_the_first_series_that_the_area_has_speaks_for_all_areas_and_a_count_never() -> None:
    rows = [
        ("far", "E1", "2023", 1.0), ("far", "E2", "2023", 2.0), ("near", "E2", "2023", 9.0),
        ("count", "E1", "2023", 166.0), ("rate", "E1", "2023", 0.5),
    ]  # fmt: skip
    table = chosen(*rows)
    assert table[["series", "area_code"]].to_numpy().tolist() == [
        ["far", "E1"],
        ["far", "E2"],
        ["rate", "E1"],
    ]
    assert chosen(*rows, area="E2")["series"].tolist() == ["near"]


def test_a_series_of_a_group_does_not_speak_for_all() -> None:
    assert chosen(("near", "E1", "2023", 1.0, np.nan, "fsm")).empty


def test_the_periods_left_out_are_counted_for_each_area() -> None:
    rows = [("near", "E1", year, 1.0) for year in ("2019", "2020", "2021", "2022")]
    rows += [("near", "E1", "2018", np.nan), ("near", "E2", "2022", 1.0)]
    known = headline_series.comparable_facts(facts(*rows), SOURCES, NAMES, {})
    assert known.set_index("area_code")["earlier"].to_dict() == {"E1": 3, "E2": 0}


def test_the_publishers_verdict_is_on_england_alone() -> None:
    rows = [("near", code, "2023", 1.0) for code in ("E1", "E2", "E92000001")]
    names = NAMES | {"E92000001": "England"}
    judged = facts(*rows).assign(published_verdict="worse")
    known = headline_series.comparable_facts(judged, SOURCES, names, {})
    table = headline_series.compared(headline_series.headline(known, SOURCES, "E1"), "E1")
    assert table.set_index("other_code")["verdict"].to_dict() == {
        "E2": "equal",
        "E92000001": "worse",
    }


def test_nothing_is_compared_with_another_areas_value_that_is_no_headline() -> None:
    values = facts(*[("near", code, "2023", 1.0) for code in ("E1", "E2", "E3")])
    values["headline"] = values["area_code"] == "E3"
    known = headline_series.comparable_facts(values, SOURCES, NAMES, {})
    assert headline_series.headline(known, SOURCES, "E1")["area_code"].tolist() == ["E1", "E3"]
