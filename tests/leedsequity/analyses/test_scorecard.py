"""The scorecard: which series speaks, what a difference means, how sure a place is, what is behind the middle."""

import numpy as np
import pandas as pd
import pytest

from leedsequity.analyses.scorecard import card, cities, headline, within, words

NAMES = {"E1": "Leeds", "E2": "Hull", "E3": "York", "E4": "Ripon", "E9": "England"}
SOURCES = pd.DataFrame(
    [
        (4, "near", "2022"),
        (4, "far", "2015"),
        (7, None, None),
        (12, "count", "2022"),
        (12, "rate", "2022"),
    ],
    columns=["indicator_id", "series", "comparable_from"],
)
UNITS = {"near": "%", "far": "%", "count": "households", "rate": "per 1,000 households"}


def facts(*rows: tuple, polarity: str = "high") -> pd.DataFrame:
    """Facts from (series, area, period, value, half width of the interval, group)."""
    rows = [(*row, *(np.nan, "all")[len(row) - 4 :]) for row in rows]
    table = pd.DataFrame(rows, columns=["series", "area_code", "period", "value", "half", "group"])
    table["lower"], table["upper"] = table["value"] - table["half"], table["value"] + table["half"]
    return table.drop(columns="half").assign(
        indicator_id=table["series"].map(SOURCES.set_index("series")["indicator_id"].to_dict()),
        unit=table["series"].map(UNITS),
        polarity=polarity,
        fit="same",
        marker=None,
        dimension="all",
    )


def chosen(*rows: tuple, area: str = "E1", **more: str) -> pd.DataFrame:
    known = headline.facts_of(facts(*rows, **more), SOURCES, NAMES, {"E8": "E3"})
    return headline.headline(known, SOURCES, area)


def test_a_period_gives_the_year_in_which_it_ends_or_its_middle() -> None:
    periods = ["2022", "2022/23", "2022-24", "2022-12-31"]
    known = headline.facts_of(
        facts(*[("near", "E1", period, 1.0) for period in periods]), SOURCES, NAMES, {}
    )
    assert known["year"].tolist() == [2022, 2023, 2023, 2022]


def test_periods_before_the_change_and_missing_values_are_left_out_and_a_recoded_area_is_found() -> (
    None
):
    rows = [
        ("near", "E1", "2021", 1.0),
        ("near", "E1", "2022", np.nan),
        ("near", "E8", "2022", 3.0),
    ]
    known = headline.facts_of(facts(*rows), SOURCES, NAMES, {"E8": "E3"})
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


def pairs(value: float, other: float, half: float = np.nan, polarity: str = "low") -> pd.DataFrame:
    ends = {"value": value, "lower": value - half, "upper": value + half}
    return pd.DataFrame(
        [
            ends
            | {
                "other": other,
                "other_lower": other - half,
                "other_upper": other + half,
                "polarity": polarity,
            }
        ]
    )


def test_a_difference_has_limits_by_mover_where_both_have() -> None:
    # Symmetric limits of half width 3 and 4 (here 3 and 3): the root of the sum of squares.
    row = headline.differences(pairs(20.0, 10.0, 3.0)).iloc[0]
    assert row["difference"] == 10
    assert row["difference_lower"] == pytest.approx(10 - np.sqrt(18))
    assert row["difference_upper"] == pytest.approx(10 + np.sqrt(18))
    assert headline.differences(pairs(20.0, 10.0))[headline.DIFFERENCE[1:3]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("value", "half", "polarity", "judged"),
    [
        (12.0, 1.0, "low", "worse"),
        (12.0, 1.0, "high", "better"),
        (12.0, 1.0, "not judged", "clearly higher"),
        (12.0, 2.0, "low", "not told apart"),
        (8.0, np.nan, "low", "lower"),
        (8.0, np.nan, "not judged", "lower"),
        (10.0, np.nan, "high", "equal"),
        (10.0, 1.0, "high", "not told apart"),
    ],
)
def test_a_difference_is_judged_by_polarity_only_where_its_limits_leave_out_0(
    value, half, polarity, judged
) -> None:
    assert headline.differences(pairs(value, 10.0, half, polarity))["judged"].tolist() == [judged]


def test_a_change_runs_from_the_first_to_the_last_comparable_period() -> None:
    rows = [
        ("near", "E1", year, value)
        for year, value in (("2021", 0.0), ("2022", 5.0), ("2023", 99.0), ("2024", 7.0))
    ]
    moved = headline.changes(chosen(*rows, ("near", "E2", "2024", 1.0)))
    assert moved[
        ["area_code", "first_period", "other", "period", "difference"]
    ].to_numpy().tolist() == [["E1", "2022", 5.0, "2024", 2.0]]


def ranked(polarity: str, half: float = 1.0) -> pd.DataFrame:
    now = [
        ("near", code, "2024", value, half)
        for code, value in (("E1", 10), ("E2", 11), ("E3", 20), ("E4", 0))
    ]
    before = [
        ("near", code, "2023", value, half)
        for code, value in (("E1", 30), ("E2", 11), ("E3", 20), ("E4", 0))
    ]
    table = chosen(*now, *before, ("near", "E9", "2024", 15.0, half), polarity=polarity)
    return cities.places(table, "E1", ["E1", "E2", "E3", "E4"])


@pytest.mark.parametrize(
    ("polarity", "place", "place_open", "lately"),
    [("high", 3, "2-3", "1-3"), ("low", 2, "2-3", "2-4"), ("not judged", 3, "2-3", "1-3")],
)
def test_a_place_counts_the_better_and_leaves_open_those_not_told_apart(
    polarity, place, place_open, lately
) -> None:
    # 10 and 11, each give or take 1, are not told apart (root 2 exceeds 1); 20 and 0 are.
    (row,) = ranked(polarity).to_dict("records")
    assert (row["place"], row["ranked"], row["place_open"], row["lately"]) == (
        place,
        4,
        place_open,
        lately,
    )


def test_without_limits_no_place_is_called_open_and_alone_there_is_none() -> None:
    assert ranked("high", np.nan)["place_open"].isna().all()
    assert cities.places(chosen(("near", "E1", "2024", 1.0)), "E1", ["E1", "E2"]).empty


@pytest.mark.parametrize(("polarity", "behind"), [("high", True), ("low", False)])
def test_the_middle_is_the_median_of_the_other_cities(polarity, behind) -> None:
    rows = [
        ("near", code, "2024", value)
        for code, value in (("E1", 10), ("E2", 11), ("E3", 20), ("E4", 0))
    ]
    table = cities.measures_behind(chosen(*rows, polarity=polarity), "E1", ["E1", "E2", "E3", "E4"])
    assert table[["value", "middle", "difference", "behind"]].to_numpy().tolist() == [
        [10, 11, -1, behind]
    ]


def test_a_measure_that_a_city_lacks_or_that_is_not_judged_does_not_count() -> None:
    rows = [("near", "E1", "2024", 1.0), ("near", "E2", "2024", 2.0), ("near", "E3", "2023", 2.0)]
    assert cities.measures_behind(chosen(*rows), "E1", ["E1", "E2", "E3"]).empty
    assert len(cities.measures_behind(chosen(*rows), "E1", ["E1", "E2"])) == 1
    assert cities.measures_behind(chosen(*rows, polarity="not judged"), "E1", ["E2"]).empty


def test_groups_are_set_beside_their_reference_and_a_part_of_all_has_no_limits() -> None:
    rows = [
        ("near", "E1", "2023", 40.0, 1.0, "fsm"), ("near", "E1", "2023", 70.0, 1.0, "not fsm"),
        ("near", "E1", "2023", 60.0, 1.0, "Black"), ("near", "E1", "2023", 65.0, 1.0, "all"),
    ]  # fmt: skip
    known = headline.facts_of(facts(*rows), SOURCES, NAMES, {})
    known["dimension"] = known["group"].map(
        {"fsm": "meals", "not fsm": "meals", "Black": "ethnic group", "all": "all"}
    )
    table = within.gaps(known, SOURCES, "E1").set_index("group")
    assert table["difference"].to_dict() == {"fsm": -30, "Black": -5}
    assert table["difference_lower"].notna().to_dict() == {"fsm": True, "Black": False}
    assert table["reference"].to_dict() == {"fsm": "not fsm", "Black": "all"}


def definitions() -> pd.DataFrame:
    table = pd.DataFrame(
        {"indicator_id": [4, 7, 12], "short_name": ["Good", "Happy", "Homes"], "principle": None}
    )
    return table.assign(
        status="in use",
        shown_as=["Good", None, "Homes"],
        fit=["same", "none", "same"],
        difference=["Nearly it.", "The city's own.", "It."],
    )


def test_a_card_has_a_row_an_indicator_and_says_why_one_is_blank() -> None:
    table = chosen(
        ("near", "E1", "2022", 1.0), ("near", "E1", "2023", 3.0), ("near", "E9", "2023", 2.0)
    )
    placed, moved = cities.places(table, "E1", ["E1", "E9"]), headline.changes(table)
    gaps = pd.DataFrame(
        columns=["indicator_id", "group", "reference", "dimension", "period", *headline.DIFFERENCE]
    )
    gaps = gaps.astype(
        {"indicator_id": "int64", "group": "str", "reference": "str", "period": "str"}
    )
    score = card.scorecard(definitions(), table, placed, moved, gaps, "E1", "E9").set_index(
        "indicator_id"
    )
    assert score.index.tolist() == [4, 7, 12]
    told = ["value", "comparator", "difference", "judged", "place", "change", "change_judged"]
    assert score.loc[4, told].tolist() == [3.0, 2.0, 1.0, "higher", 1, 2.0, "higher"]
    assert score["reason"].fillna("").tolist() == [
        "",
        "The city's own.",
        "No open series has a value for this area.",
    ]
    said = words.findings(
        score.reset_index(),
        {"the latest values": cities.measures_behind(table, "E1", ["E9"])},
        placed[:0],
        gaps,
        definitions(),
        "Leeds",
        "England",
    )
    assert (
        said[0]
        == "Open series stand for 1 of the 3 indicators in Leeds (1 same); none for: Happy; Homes."
    )
    assert said[1] == "Beside England, Leeds is, as published and not tested, higher on 1 (Good)."
    assert said[3].endswith("behind the median of the other core cities on 0 of 1 indicators.")


def test_a_place_of_an_earlier_period_does_not_stand_beside_the_value_of_a_later_one() -> None:
    rows = [("near", "E1", "2022", 1.0), ("near", "E2", "2022", 2.0), ("near", "E1", "2023", 3.0)]
    table = chosen(*rows)
    gaps = pd.DataFrame(
        columns=["indicator_id", "group", "reference", "dimension", "period", *headline.DIFFERENCE]
    )
    gaps = gaps.astype(
        {"indicator_id": "int64", "group": "str", "reference": "str", "period": "str"}
    )
    placed = cities.places(table, "E1", ["E1", "E2"])
    assert placed[["period", "place"]].to_numpy().tolist() == [["2022", 2]]
    score = card.scorecard(definitions(), table, placed, headline.changes(table), gaps, "E1", "E9")
    assert score.loc[0, "period"] == "2023"
    assert pd.isna(score.loc[0, "place"])


def test_a_value_in_doubt_is_counted_nowhere_and_named(monkeypatch) -> None:
    monkeypatch.setattr(
        "leedsequity.indicators._DOUBTS", {("near", "E1"): "it counts one employer"}
    )
    table = chosen(
        *[
            ("near", code, "2023", value, 0.1)
            for code, value in (("E1", 1.0), ("E2", 2.0), ("E9", 3.0))
        ]
    )
    behind, placed = (
        cities.measures_behind(table, "E1", ["E2"]),
        cities.places(table, "E1", ["E1", "E2"]),
    )
    assert behind[["behind", "doubt"]].to_numpy().tolist() == [[True, "it counts one employer"]]
    assert (
        words.cities(behind, "Leeds", "England")["finding"]
        == "Leeds: behind the middle city on 0 of 0, untested"
    )
    gaps = pd.DataFrame(
        columns=["indicator_id", "group", "reference", "dimension", "period", *headline.DIFFERENCE]
    )
    gaps = gaps.astype(
        {"indicator_id": "int64", "group": "str", "reference": "str", "period": "str"}
    )
    score = card.scorecard(definitions(), table, placed, headline.changes(table), gaps, "E1", "E9")
    said = words.findings(
        score, {"the latest values": behind}, placed, gaps, definitions(), "Leeds", "England"
    )
    assert not [
        sentence for sentence in said if "Beside England" in sentence or "Places" in sentence
    ]
    assert (
        said[-1]
        == "Counted nowhere above, because it is in doubt: Good. In words: it counts one employer."
    )


def test_nothing_is_compared_with_another_areas_value_in_doubt(monkeypatch) -> None:
    monkeypatch.setattr(
        "leedsequity.indicators._DOUBTS", {("near", "E2"): "it counts one employer"}
    )
    rows = [
        ("near", code, "2023", value, 0.1)
        for code, value in (("E1", 1.0), ("E2", 9.0), ("E3", 2.0))
    ]
    table = chosen(*rows)
    assert headline.beside(table, "E1")["other"].tolist() == [2.0]
    assert cities.measures_behind(table, "E1", ["E1", "E2", "E3"]).empty
    assert cities.places(table, "E1", ["E1", "E2", "E3"])["ranked"].tolist() == [2]
    gaps = pd.DataFrame(
        columns=["indicator_id", "group", "reference", "dimension", "period", *headline.DIFFERENCE]
    )
    gaps = gaps.astype(
        {"indicator_id": "int64", "group": "str", "reference": "str", "period": "str"}
    )
    placed, moved = cities.places(table, "E1", ["E2"]), headline.changes(table)
    score = card.scorecard(
        definitions(), table, placed.reindex(columns=[*placed]), moved, gaps, "E1", "E2"
    )
    said = words.findings(score, {}, placed, gaps, definitions(), "Hull", "Leeds")
    assert not [sentence for sentence in said if sentence.startswith("Beside Leeds")]
    assert (
        said[-1]
        == "Nothing above is compared with E2 in this: Good. In words: it counts one employer."
    )


def test_a_gap_whose_comparison_is_missing_is_not_counted_as_narrower() -> None:
    gaps = pd.DataFrame(
        {
            "indicator_id": [4, 4],
            "group": "all",
            "unit": "%",
            "period": "2023",
            "difference": [-5.0, -6.0],
            "comparator_difference": [-4.0, np.nan],
        }
    )
    assert (
        words.free_school_meals(gaps, "Hull", "England")["finding"]
        == "School gap wider than England's in 1 of 1"
    )
    alone = words.free_school_meals(gaps.tail(1), "Hull", "England")
    assert alone["finding"] == "School gap in Hull: -6.0"
    assert "-6.0 to" not in alone["alt"]
