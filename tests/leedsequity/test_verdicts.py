"""What a verdict rests on, which word it is, and what many comparisons and few years leave."""

import numpy as np
import pandas as pd
import pytest

from leedsequity import verdicts

NAN = float("nan")
Z = 1.959964


def pair(value, half=NAN, other=10.0, other_half=NAN, polarity="low", **more) -> dict:
    own = {"value": value, "lower": value - half, "upper": value + half, "polarity": polarity}
    ends = {"other_lower": other - other_half, "other_upper": other + other_half}
    return own | {"other": other} | ends | more


def compared(*pairs: dict, family: list[str] | None = None) -> pd.DataFrame:
    return verdicts.compare(pd.DataFrame([*pairs]), family)


def test_a_difference_has_limits_and_p_where_both_values_have() -> None:
    # Symmetric limits of half width 3 and 4: that of the difference is 5, p that of z x 10/5.
    first, second, third = compared(
        pair(20.0, 3.0, other_half=4.0), pair(20.0), pair(20.0, 3.0)
    ).to_dict("records")
    assert first["difference"] == 10
    assert (first["difference_lower"], first["difference_upper"]) == pytest.approx((5, 15))
    assert first["p_value"] == pytest.approx(0.0000886, rel=0.01)  # 2 x (1 - Phi(3.919928))
    for row in (second, third):
        assert np.isnan([row["difference_lower"], row["difference_upper"], row["p_value"]]).all()


@pytest.mark.parametrize(
    ("value", "half", "polarity", "verdict", "basis"),
    [
        (12.0, 1.0, "low", "worse", "our test"),
        (12.0, 1.0, "high", "better", "our test"),
        (12.0, 1.0, "not judged", "clearly higher", "our test"),
        (8.0, 1.0, "not judged", "clearly lower", "our test"),
        (12.0, 2.0, "low", "similar", "our test"),
        (10.0, 1.0, "high", "similar", "our test"),
        (8.0, NAN, "low", "lower", "not tested"),
        (8.0, NAN, "not judged", "lower", "not tested"),
        (10.0, NAN, "high", "equal", "not tested"),
    ],
)
def test_a_verdict_is_by_polarity_and_only_where_limits_leave_out_none(
    value, half, polarity, verdict, basis
) -> None:
    (row,) = compared(pair(value, half, other_half=half, polarity=polarity)).to_dict("records")
    assert (row["verdict"], row["basis"]) == (verdict, basis)


def test_the_publishers_verdict_stands_whatever_a_test_would_say() -> None:
    given = {"published_verdict": "similar"}
    table = compared(
        pair(20.0, 1.0, other_half=1.0, **given),
        pair(20.0, **given),
        pair(NAN, **given),
        pair(20.0, published_verdict=None),
    )
    assert table["verdict"].fillna("").tolist() == ["similar", "similar", "", "higher"]
    assert table["basis"].fillna("").tolist() == ["publisher", "publisher", "", "not tested"]


def test_a_value_that_is_no_headline_has_no_verdict() -> None:
    more = {"published_verdict": "worse", "headline": False}
    table = compared(
        pair(20.0, 1.0, other_half=1.0, **more), pair(20.0, **more | {"headline": True})
    )
    assert table["verdict"].fillna("").tolist() == ["", "worse"]
    assert table["basis"].tolist() == ["caution", "publisher"]


def test_limits_that_touch_0_are_similar_and_just_beyond_are_not() -> None:
    # Half widths 0.6 and 0.8 make 1: a difference of 1 has a limit at 0, and a p of 0.05.
    table = compared(
        pair(10.99, 0.6, other_half=0.8, polarity="high"),
        pair(11.01, 0.6, other_half=0.8, polarity="high"),
    )
    assert table["verdict"].tolist() == ["similar", "better"]


def test_many_comparisons_are_counted_as_many_within_their_family() -> None:
    # With a standard error of 1, differences of 2.1, 2.3 and 0.5 have p of 0.0357, 0.0214, 0.617:
    # Holm multiplies the least by 3 and the next by 2. Alone, two of them pass; together none.
    half = Z / np.sqrt(2)
    pairs = [
        pair(10 + d, half, other_half=half, polarity="high", of=of)
        for d, of in ((2.1, "a"), (2.3, "a"), (0.5, "a"), (2.1, "b"))
    ]
    alone, together = compared(*pairs), compared(*pairs, family=["of"])
    assert alone["verdict"].tolist() == ["better", "better", "similar", "better"]
    assert together["verdict"].tolist() == ["similar", "similar", "similar", "better"]
    expected = [2 * 0.035729, 3 * 0.021448, 0.617075, 0.035729]
    assert together["p_value"].tolist() == pytest.approx(expected, abs=1e-5)
    assert compared(*pairs, family=[])["verdict"].tolist() == ["similar"] * 4
    published = compared(
        *[row | {"published_verdict": None} for row in pairs[:2]],
        pair(1.0, published_verdict="better", of="a"),
        family=["of"],
    )
    assert published["verdict"].tolist() == ["better", "better", "better"]


def test_rows_of_one_label_are_comparisons_of_their_own() -> None:
    apart = compared(pair(20.0, 3.0, other_half=4.0), pair(10.0, 3.0, other_half=4.0), family=[])
    pairs = pd.DataFrame([pair(20.0, 3.0, other_half=4.0), pair(10.0, 3.0, other_half=4.0)])
    together = verdicts.compare(pairs.set_axis([7, 7]), family=[])
    assert list(together.index) == [7, 7]
    assert together["verdict"].tolist() == apart["verdict"].tolist() == ["worse", "similar"]


def test_a_family_whose_name_is_missing_is_one_and_is_adjusted() -> None:
    pairs = [pair(20.0, 3.0, other_half=4.0, family=None) for _ in range(3)]
    p = compared(*pairs, family=["family"])["p_value"]
    assert p.tolist() == pytest.approx([3 * 0.0000886] * 3, rel=0.01)


def test_no_comparisons_give_no_verdicts() -> None:
    empty = verdicts.compare(pd.DataFrame([pair(1.0)]).head(0))
    assert [*empty][-6:] == verdicts.COMPARED
    assert empty.empty


def series(*values: float, half: float = NAN, polarity: str = "high", **more) -> pd.DataFrame:
    years = range(2025 - len(values), 2025)
    table = pd.DataFrame({"of": "x", "year": years, "period": [str(year) for year in years]})
    table["value"] = [*values]
    table["lower"], table["upper"] = table["value"] - half, table["value"] + half
    return table.assign(polarity=polarity, **more)


def trend(table: pd.DataFrame) -> pd.Series:
    (row,) = verdicts.trend(table, ["of"]).to_dict("records")
    return pd.Series(row)


@pytest.mark.parametrize(
    ("polarity", "up", "down"),
    [
        ("high", "improving", "getting worse"),
        ("low", "getting worse", "improving"),
        ("not judged", "rising", "falling"),
    ],
)
def test_a_trend_has_the_word_of_its_polarity_with_and_without_limits(polarity, up, down) -> None:
    for half in (0.1, NAN):
        for values, word in (((1.0, 2.0, 3.0, 4.0, 5.0), up), ((5.0, 4.0, 3.0, 2.0, 1.0), down)):
            found = trend(series(*values, half=half, polarity=polarity))
            assert found["trend"] == word
            assert abs(found["yearly_change"]) == pytest.approx(1)


def test_the_line_is_weighted_and_its_error_is_that_of_the_limits_or_of_the_scatter() -> None:
    # On a line exactly, of slope 1 over 5 years (sum of squares 10), each point with an error of 2:
    # error of the slope 2 / sqrt(10) = 0.632, t = 1.581 on 3 degrees of freedom, p = 0.212.
    exact = trend(series(1.0, 2.0, 3.0, 4.0, 5.0, half=2 * Z))
    assert exact["trend_p"] == pytest.approx(0.212, abs=0.001)
    assert exact["trend"] == "no clear change"
    # Tiny errors do not make a scatter certain: ordinary least squares by hand. Slope 0.7, residual
    # sum of squares 10 - 4.9 = 5.1: error sqrt(5.1 / 3 / 10) = 0.412, t = 1.698, p = 0.188.
    scattered = trend(series(1.0, 4.0, 2.0, 3.0, 5.0, half=0.001))
    assert scattered["yearly_change"] == pytest.approx(0.7)
    assert scattered["trend_p"] == pytest.approx(0.188, abs=0.001)
    # A point without weight is not heard: the others lie on a line of slope 1.
    odd = series(1.0, 2.0, 30.0, 4.0, 5.0, half=0.1)
    odd.loc[2, ["lower", "upper"]] = [-1e7, 1e7]
    assert trend(odd)["yearly_change"] == pytest.approx(1, abs=1e-6)


def test_without_limits_only_an_order_that_chance_seldom_makes_is_a_trend() -> None:
    # Kendall: of the 120 orders of five values two are all up or all down, p = 1/60; with one
    # exchange of neighbours there are eight more, p = 10/120.
    assert trend(series(1.0, 2.0, 3.0, 4.0, 5.0))["trend_p"] == pytest.approx(1 / 60)
    exchanged = trend(series(1.0, 2.0, 4.0, 3.0, 5.0))
    assert exchanged["trend_p"] == pytest.approx(10 / 120)
    assert exchanged["trend"] == "no clear change"
    assert trend(series(*[2.0] * 6))["trend"] == "no clear change"


def test_a_trend_needs_five_points_and_takes_the_last_eight() -> None:
    assert trend(series(1.0, 2.0, 3.0, 4.0))["trend"] == "too few years"
    assert trend(series(1.0, 2.0, 3.0, 4.0, earlier=1))["trend"] == "not comparable"
    assert trend(series(1.0, 2.0, NAN, 3.0, 4.0, 5.0))["points"] == 5
    found = trend(series(9.0, 9.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0))
    assert (found["points"], found["trend_from"], found["trend"]) == (8, "2017", "improving")


def test_of_periods_that_overlap_every_third_counts_and_the_last_is_one() -> None:
    table = series(*[float(value) for value in range(13)])
    table["period"] = [f"{year - 1}-{(year + 1) % 100:02}" for year in table["year"]]
    found = trend(table)
    assert (found["points"], found["trend_from"]) == (5, "2011-13")  # the last is 2023-25
    assert trend(table.tail(12))["trend"] == "too few years"


def test_each_series_has_its_own_trend() -> None:
    two = pd.concat([series(1.0, 2.0, 3.0, 4.0, 5.0), series(1.0, 2.0).assign(of="y")])
    assert verdicts.trend(two, ["of"])["trend"].tolist() == ["improving", "too few years"]
    assert verdicts.trend(two.head(0), ["of"]).empty


def test_a_series_whose_key_is_missing_in_part_has_its_trend() -> None:
    table = series(1.0, 2, 3, 4, 5).assign(group=None)
    assert verdicts.trend(table, ["group"])["trend"].tolist() == ["improving"]


@pytest.mark.parametrize("form", ["{0}-{2:02d}", "{0}-{1}"])
def test_periods_of_three_years_overlap_however_they_are_written(form: str) -> None:
    table = series(*map(float, range(9)))
    ends = [(year - 1, year + 1, (year + 1) % 100) for year in table["year"]]
    row = trend(table.assign(period=[form.format(*end) for end in ends]))
    assert (row["points"], row["trend"]) == (3, "too few years")
