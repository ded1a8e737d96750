"""Published life expectancy and its gaps on small frames with known answers."""

import pandas as pd
import pytest

from leedsequity.analyses import published_life_expectancy as life_expectancy
from leedsequity.errors import InputError

NAMES = {"A": "Alfa", "B": "Bravo", "C": "Charlie"}


def series(values, series="ons_2001_2018", start=2001):
    """Life expectancy at birth and at 65, by area and sex, from the first value of each."""
    rows = [
        (
            series,
            area,
            age,
            sex,
            f"{start + i}-{(start + i + 2) % 100:02d}",
            value + i - age * 0.9 + (sex == "female"),
        )
        for area, value in values.items()
        for age in (0, 65)
        for sex in ("male", "female")
        for i in range(3)
    ]
    return pd.DataFrame(rows, columns=["series", "area_code", "age", "sex", "period", "value"])


def ends(values):
    return life_expectancy.ends(life_expectancy.trends(series(values), "A", "B", NAMES))


def test_a_period_stands_at_its_middle_year():
    assert list(life_expectancy.centre_year(pd.Series(["2013-15", "1999-01"]))) == [2014, 2000]


def test_trends_hold_values_at_birth_of_the_areas_asked_for():
    table = life_expectancy.trends(series({"A": 70, "B": 75, "D": 80}), "A", "B", NAMES)
    assert set(table["area"]) == {"Alfa", "Bravo"}
    assert list(table.loc[(table["area"] == "Alfa") & (table["sex"] == "male"), "value"]) == [
        70,
        71,
        72,
    ]
    assert dict(zip(table["area"], table["role"], strict=True)) == {
        "Alfa": "focus",
        "Bravo": "reference",
    }


def test_ends_say_where_a_line_begins_and_ends_and_how_far_above_the_comparator():
    row = ends({"A": 70, "B": 75}).iloc[0]
    assert (row["sex"], row["first_period"], row["first"], row["last"], row["change"]) == (
        "male",
        "2001-03",
        70,
        72,
        2,
    )
    assert row["above_comparator"] == -5


def test_series_are_never_joined():
    both = pd.concat([series({"A": 70, "B": 75}), series({"A": 80, "B": 85}, "ohid_90366", 2003)])
    table = life_expectancy.ends(life_expectancy.trends(both, "A", "B", NAMES))
    mine = table[(table["area"] == "Alfa") & (table["sex"] == "male")]
    assert list(mine["last"]) == [72, 82]
    assert list(mine["change"]) == [2, 2]


def test_an_area_that_ohid_leaves_out_has_the_newest_period_of_ons():
    newest = series({"A": 79, "B": 80}, "ons_2021_23", 2021)
    both = pd.concat([series({"A": 70, "B": 75}), series({"B": 81}, "ohid_90366", 2015), newest])
    for area, expected in (("A", "ons_2021_23"), ("B", "ohid_90366")):
        other = {"A": "B", "B": "A"}[area]
        table = life_expectancy.trends(both, area, other, NAMES)
        assert [*dict.fromkeys(table["series"])] == ["ons_2001_2018", expected]


def test_an_area_is_not_compared_with_itself():
    with pytest.raises(InputError, match="choose another comparator"):
        life_expectancy.roles(pd.Series(["A"]), "A", "A")


def deciles(step=1.0, area="A"):
    """Ten deciles of equal population on a straight line."""
    rows = [
        (area, sex, d, 1000, 10, 70 + step * d, 0.2)
        for sex in ("male", "female")
        for d in range(1, 11)
    ]
    return pd.DataFrame(
        rows, columns=["area_code", "sex", "decile", "population", "deaths", "value", "se"]
    )


def test_on_a_straight_line_the_range_is_nine_steps_and_the_slope_ten():
    table = life_expectancy.decile_inequality(deciles(), NAMES)
    assert table["gap"].to_numpy() == pytest.approx(9)
    assert table["sii"].to_numpy() == pytest.approx(10)
    assert (table["gap_upper"] - table["gap"]).to_numpy() == pytest.approx(
        1.959964 * (0.2**2 + 0.2**2) ** 0.5
    )


def test_equal_deciles_have_their_ranks_in_the_middle_of_each_tenth():
    local = life_expectancy.local_deciles(deciles(), "A")
    assert local.loc[local["sex"] == "male", "rank"].to_numpy() == pytest.approx(
        [0.05 + 0.1 * i for i in range(10)]
    )
    assert (local["upper"] - local["value"]).to_numpy() == pytest.approx(1.959964 * 0.2)


def test_the_fitted_line_runs_from_the_intercept_over_the_slope():
    table = deciles()
    fitted = life_expectancy.fitted(
        life_expectancy.local_deciles(table, "A"), life_expectancy.decile_inequality(table, NAMES)
    )
    assert fitted["start"].to_numpy() == pytest.approx(70.5)
    assert fitted["end"].to_numpy() == pytest.approx(80.5)


def test_differences_are_told_to_the_decimal_that_is_published():
    difference = pd.Series([-0.8, -0.04, 0.04, 0.05001, None])
    told = ["less", "the same", "the same", "more", ""]
    assert list(life_expectancy.less_or_more(difference)) == told


@pytest.mark.parametrize(
    ("step", "said"), [(1.0, "less"), (-1.0, "more"), (0.05, "no clear difference")]
)
def test_the_most_deprived_live_less_only_where_chance_does_not_explain_it(step, said):
    # 9 steps of 0.05 years are 0.45, with a margin of 1.96 times the root of 2 times 0.2: 0.55.
    table = life_expectancy.decile_inequality(deciles(step), NAMES)
    assert set(table["most_deprived_live"]) == {said}


def test_a_difference_without_limits_is_not_clear():
    limits = pd.Series([None, 1.0], dtype=float)
    assert list(life_expectancy.clear(limits, limits)) == ["no clear difference", "more"]
