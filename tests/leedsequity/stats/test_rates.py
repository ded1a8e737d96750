"""Crude rates and proportions, row by row: identities, refusals and what must not matter."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal, assert_series_equal
from scipy.stats import poisson

from leedsequity import stats
from leedsequity.stats import byars_limits, proportion, rate

Z = 1.959963984540054  # 97.5th percentile of the standard normal distribution, from printed tables
NUMBERS = ["value", "lower", "upper"]


def counts(events=(12, 4), population=(1000, 500), **more):
    return pd.DataFrame({**more, "events": events, "population": population})


def shares(numerator=(12, 4), denominator=(1000, 500), **more):
    return pd.DataFrame({**more, "numerator": numerator, "denominator": denominator})


def test_a_rate_is_events_over_population_times_the_multiplier():
    result = rate(counts(), multiplier=1000)
    assert_allclose(result["value"], [12, 8], rtol=1e-12)


@pytest.mark.parametrize("events", [10, 12, 50, 1_000_000])
def test_from_ten_events_the_limits_are_byars(events):
    result = rate(counts([events], [2_000_000]), multiplier=2_000_000).iloc[0]
    lower, upper = byars_limits(events)
    assert_allclose(result[["lower", "upper"]].astype(float), [lower, upper], rtol=1e-12)
    assert result["method"] == "crude rate, Byar's limits"


@given(events=st.integers(1, 9), confidence=st.floats(0.6, 0.999))
@settings(deadline=None, max_examples=40)
def test_below_ten_events_each_limit_leaves_its_tail_of_the_poisson_distribution(
    events, confidence
):
    # The definition of the exact limits: at the lower one the count or more, at the upper one the
    # count or less, has half of what the confidence leaves over.
    result = rate(counts([events], [1.0]), multiplier=1, confidence=confidence).iloc[0]
    assert_allclose(poisson.sf(events - 1, result["lower"]), (1 - confidence) / 2, rtol=1e-6)
    assert_allclose(poisson.cdf(events, result["upper"]), (1 - confidence) / 2, rtol=1e-6)
    assert result["method"] == "crude rate, exact Poisson limits"


def test_no_events_have_a_lower_limit_of_0_and_an_upper_one_of_minus_the_log_of_the_tail():
    # exp(-upper) = 0.025. One row or many: statsmodels treats them apart.
    for events in ([0], [0, 3]):
        result = rate(counts(events, [1.0] * len(events)), multiplier=1).iloc[0]
        assert_allclose(result[NUMBERS].astype(float), [0, 0, -np.log(0.025)], rtol=1e-12)
        assert result["reason"] == ""


@given(events=st.integers(0, 200), factor=st.floats(0.001, 1e6))
@settings(deadline=None, max_examples=40)
def test_population_times_k_divides_a_rate_and_its_limits_by_k(events, factor):
    one, other = (rate(counts([events], [people]), multiplier=1) for people in (1.0, factor))
    assert_allclose(other[NUMBERS] * factor, one[NUMBERS], rtol=1e-12)


@given(numerator=st.integers(0, 500), more=st.integers(0, 500))
@settings(deadline=None, max_examples=60)
def test_wilsons_limits_solve_the_score_equation(numerator, more):
    # (p - P)^2 = z^2 P (1 - P) / n at both limits P.
    n = numerator + more or 1
    numerator = min(numerator, n)
    result = proportion(shares([numerator], [n])).iloc[0]
    for limit in (result["lower"], result["upper"]):
        assert_allclose(
            (result["value"] - limit) ** 2, Z**2 * limit * (1 - limit) / n, rtol=1e-9, atol=1e-12
        )
    assert 0 <= result["lower"] <= result["value"] <= result["upper"] <= 1


def test_the_limits_of_the_rest_mirror_those_of_the_part():
    part, rest = proportion(shares([7], [31])).iloc[0], proportion(shares([24], [31])).iloc[0]
    assert_allclose(
        [rest["lower"], rest["upper"]], [1 - part["upper"], 1 - part["lower"]], rtol=1e-12
    )


def test_none_and_all_have_limits_at_the_ends_and_not_beyond():
    # At 0 of n the upper limit is z^2 / (n + z^2).
    for people in (1, 10, 10**9):
        none, every = (proportion(shares([part], [people])).iloc[0] for part in (0, people))
        assert none["lower"] == 0
        assert every["upper"] == 1
        assert_allclose([none["upper"], 1 - every["lower"]], Z**2 / (people + Z**2), rtol=1e-6)


def test_a_percentage_is_a_proportion_times_100():
    one, hundred = proportion(shares()), proportion(shares(), multiplier=100)
    assert_allclose(hundred[NUMBERS], 100 * one[NUMBERS], rtol=1e-12)


@pytest.mark.parametrize(("function", "data"), [(rate, counts), (proportion, shares)])
def test_rows_index_and_other_columns_are_kept_and_the_callers_frame_is_not_changed(function, data):
    frame = data((3, 50), (100, 200), area=["b", "a"]).set_axis([7, 3], axis=0)
    before = frame.copy(deep=True)
    result = function(frame)
    assert_frame_equal(frame, before)
    assert_frame_equal(result[frame.columns], before)
    added = [*NUMBERS, "confidence", "method", "reason"]
    assert list(result.columns) == [*frame.columns, *added]
    assert_frame_equal(function(frame.iloc[::-1]), result.iloc[::-1], check_exact=True)


@pytest.mark.parametrize(("function", "data"), [(rate, counts), (proportion, shares)])
def test_higher_confidence_widens_the_interval_and_keeps_the_value(function, data):
    narrow, wide = function(data()), function(data(), confidence=0.998)
    assert_series_equal(narrow["value"], wide["value"])
    assert (wide["lower"] < narrow["lower"]).all()
    assert (wide["upper"] > narrow["upper"]).all()
    assert set(wide["confidence"]) == {0.998}


@pytest.mark.parametrize(
    ("events", "population", "reason"),
    [
        (np.nan, 10, "events missing"),
        (3, np.nan, "population missing"),
        (3, np.inf, "population missing"),
        (-1, 10, "events below 0"),
        (3, 0, "population not above 0"),
        (3, -2, "population not above 0"),
    ],
)
def test_a_rate_that_breaks_a_rule_is_refused_by_name_and_does_not_stop_the_others(
    events, population, reason
):
    result = rate(counts([events, 20], [population, 100]), multiplier=1)
    assert result["reason"].tolist() == [reason, ""]
    assert result.loc[0, NUMBERS].isna().all()
    assert_allclose(result.loc[1, "value"], 0.2)


@pytest.mark.parametrize(
    ("numerator", "denominator", "reason"),
    [
        (np.nan, 10, "numerator missing"),
        (3, np.nan, "denominator missing"),
        (-1, 10, "numerator below 0"),
        (0, 0, "denominator not above 0"),
        (11, 10, "numerator above denominator"),
    ],
)
def test_a_proportion_that_breaks_a_rule_is_refused_by_name_and_does_not_stop_the_others(
    numerator, denominator, reason
):
    result = proportion(shares([numerator, 20], [denominator, 100]))
    assert result["reason"].tolist() == [reason, ""]
    assert result.loc[0, NUMBERS].isna().all()
    assert_allclose(result.loc[1, "value"], 0.2)


@pytest.mark.parametrize(("function", "data"), [(rate, counts), (proportion, shares)])
def test_frames_without_good_rows_keep_their_columns(function, data):
    assert len(function(data().iloc[:0])) == 0
    assert function(data([np.nan], [1.0]))[NUMBERS].isna().all(axis=None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"events": "deaths"}, "no column 'deaths'"),
        ({"multiplier": 0}, "multiplier must be above 0"),
        ({"confidence": 95}, "confidence must lie between"),
    ],
)
def test_bad_arguments_of_a_rate_are_named_in_the_error(arguments, message):
    with pytest.raises(ValueError, match=message):
        rate(counts(), **arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"numerator": "deaths"}, "no column 'deaths'"),
        ({"multiplier": -1}, "multiplier must be above 0"),
        ({"confidence": 0.5}, "confidence must lie between"),
    ],
)
def test_bad_arguments_of_a_proportion_are_named_in_the_error(arguments, message):
    with pytest.raises(ValueError, match=message):
        proportion(shares(), **arguments)


def test_a_column_of_the_frame_is_not_replaced_by_one_of_the_result():
    with pytest.raises(ValueError, match="the frame has a column 'value' already"):
        rate(counts(value=1))


# What a pandas user brings


def counted(**attrs):
    frame = pd.DataFrame({"deaths": [5, 20], "population": [100, 200]})
    frame.attrs |= attrs
    return frame


def test_without_a_name_deaths_are_the_events():
    assert list(stats.rate(counted(), multiplier=100)["value"]) == [5, 10]
    both = counted().assign(events=[1, 2])
    assert list(stats.rate(both, multiplier=100)["value"]) == [1, 1]


@pytest.mark.parametrize("dtype", ["Int64", "float32", "int64[pyarrow]", "double[pyarrow]"])
def test_every_type_of_number_of_pandas_is_taken(dtype):
    assert list(stats.rate(counted().astype(dtype), multiplier=100)["value"]) == [5, 10]


def test_limits_of_a_census_are_given_with_a_warning_that_says_what_they_hold_for():
    census = counted(census="Census 2021")
    with pytest.warns(UserWarning, match="Census 2021 counted everybody") as warned:
        shares = stats.proportion(census, numerator="deaths", denominator="population")
    assert warned[0].filename == __file__, "it points at the caller's own line"
    assert shares["lower"].notna().all()
    with pytest.warns(UserWarning, match="stats.rate: Census 2021"):
        stats.rate(census)


def test_other_counts_give_no_warning(recwarn):
    stats.rate(counted(census=""))
    stats.proportion(counted(), numerator="deaths", denominator="population")
    assert not recwarn


class FromPolars:
    """As a frame of polars: no DataFrame of pandas, which `to_pandas` would make."""

    def to_pandas(self):
        return counted()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([1, 2], "a DataFrame of pandas is wanted, not list"),
        (FromPolars(), "not FromPolars: its to_pandas() makes one"),
        (counted().astype("str"), "must hold numbers, not str: .astype(float) makes them"),
        (counted().astype("category"), "not category: .astype(float) makes them"),
        (
            counted().rename(columns={"population": "Population"}),
            "no column 'population' (did you mean 'Population'?); the frame has: deaths, Popul",
        ),
    ],
)
def test_what_is_no_table_of_numbers_is_refused_in_a_line_with_the_mend(data, message):
    with pytest.raises(ValueError, match=re.escape(message)) as error:
        stats.rate(data)
    assert "\n" not in str(error.value)
