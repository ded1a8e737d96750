"""Which series speaks for an indicator, and what a difference means."""

import numpy as np
import pandas as pd
import pytest
from made_up_indicators import NAMES, SOURCES, chosen, facts

from leedsequity.analyses import headline_series


def test_a_period_gives_the_year_in_which_it_ends_or_its_middle() -> None:
    periods = ["2022", "2022/23", "2022-24", "2022-12-31"]
    known = headline_series.comparable_facts(
        facts(*[("near", "E1", period, 1.0) for period in periods]), SOURCES, NAMES, {}
    )
    assert known["year"].tolist() == [2022, 2023, 2023, 2022]


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
    row = headline_series.differences(pairs(20.0, 10.0, 3.0)).iloc[0]
    assert row["difference"] == 10
    assert row["difference_lower"] == pytest.approx(10 - np.sqrt(18))
    assert row["difference_upper"] == pytest.approx(10 + np.sqrt(18))
    assert (
        headline_series.differences(pairs(20.0, 10.0))[headline_series.DIFFERENCE[1:3]]
        .isna()
        .all(axis=None)
    )


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
    assert headline_series.differences(pairs(value, 10.0, half, polarity))["judged"].tolist() == [
        judged
    ]


def test_a_change_runs_from_the_first_to_the_last_comparable_period() -> None:
    rows = [
        ("near", "E1", year, value)
        for year, value in (("2021", 0.0), ("2022", 5.0), ("2023", 99.0), ("2024", 7.0))
    ]
    moved = headline_series.changes(chosen(*rows, ("near", "E2", "2024", 1.0)))
    assert moved[
        ["area_code", "first_period", "other", "period", "difference"]
    ].to_numpy().tolist() == [["E1", "2022", 5.0, "2024", 2.0]]
