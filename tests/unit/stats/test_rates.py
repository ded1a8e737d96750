"""Directly standardised rates and Byar's limits: identities, refusals and what must not matter."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from leedsequity.stats import EUROPEAN_STANDARD_POPULATION_2013, byars_limits, directly_standardised_rate


def strata(events=(10, 20, 30), population=(1000, 2000, 500), standard=(500, 300, 200), **levels):
    return pd.DataFrame({**levels, "events": events, "population": population, "standard_population": standard})


def test_three_strata_follow_the_formula_worked_by_hand():
    # sum(W) = 1000; W O/n = 5 + 3 + 12 = 20, so 0.02; W^2 O/n^2 = 2.5 + 0.45 + 4.8 = 7.75, so Var = 7.75e-6.
    result = directly_standardised_rate(strata(), multiplier=1000).iloc[0]
    byar_lower = 60 * (1 - 1 / 540 - 1.959963984540054 / (3 * 60**0.5)) ** 3
    byar_upper = 61 * (1 - 1 / 549 + 1.959963984540054 / (3 * 61**0.5)) ** 3
    per_event = (7.75e-6 / 60) ** 0.5
    assert_allclose(result["value"], 20, rtol=1e-12)
    assert_allclose(result["lower"], 1000 * (0.02 + per_event * (byar_lower - 60)), rtol=1e-12)
    assert_allclose(result["upper"], 1000 * (0.02 + per_event * (byar_upper - 60)), rtol=1e-12)
    assert result["reason"] == ""
    assert result["confidence"] == 0.95


@given(rate=st.floats(0.001, 0.5), share=st.floats(0.1, 10))
@settings(deadline=None, max_examples=40)
def test_a_rate_that_is_the_same_in_all_strata_is_the_rate_whatever_the_standard(rate, share):
    people = np.array([4000.0, 2500.0, 9000.0])
    data = strata(people * rate, people, [500, 300 * share, 200])
    assert_allclose(directly_standardised_rate(data, multiplier=1)["value"], rate, rtol=1e-12)


def test_a_standard_with_the_shape_of_the_population_gives_the_crude_rate_and_byars_limits():
    # Dobson's limits are then those of the count itself (Fay & Feuer, Stat Med 1997;16:791-801).
    events, people = [10, 20, 30], [1000, 2000, 500]
    result = directly_standardised_rate(strata(events, people, [2 * p for p in people]), multiplier=3500)
    lower, upper = byars_limits(60)
    assert_allclose(result[["value", "lower", "upper"]].iloc[0].astype(float), [60, lower, upper], rtol=1e-12)


def test_splitting_a_stratum_in_two_alike_changes_nothing():
    whole = strata()
    split = strata((10, 20, 15, 15), (1000, 2000, 250, 250), (500, 300, 100, 100))
    assert_frame_equal(directly_standardised_rate(split), directly_standardised_rate(whole), rtol=1e-12)


@pytest.mark.parametrize("factor", [0.001, 7])
def test_the_size_of_the_standard_population_does_not_matter(factor):
    data = strata()
    scaled = data.assign(standard_population=data["standard_population"] * factor)
    assert_frame_equal(directly_standardised_rate(scaled), directly_standardised_rate(data), rtol=1e-12)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_and_the_other_groups_change_not_even_the_last_digit(seed):
    rng = np.random.default_rng(seed)
    data = pd.concat(
        [
            strata(rng.integers(1, 90, 19), rng.uniform(100, 9000, 19), EUROPEAN_STANDARD_POPULATION_2013, area=a)
            for a in "abcd"
        ]
    )
    result = directly_standardised_rate(data, ["area"])
    shuffled = data.sample(frac=1, random_state=seed)
    assert_frame_equal(directly_standardised_rate(shuffled, ["area"]), result, check_exact=True)
    alone = directly_standardised_rate(data[data["area"] == "c"], ["area"])
    assert_frame_equal(alone, result.iloc[[2]].reset_index(drop=True), check_exact=True)


def test_the_callers_frame_is_not_changed():
    data = strata(area="a")
    before = data.copy(deep=True)
    directly_standardised_rate(data, ["area"])
    assert_frame_equal(data, before)


def test_groups_may_have_different_numbers_of_strata_and_come_back_sorted():
    data = pd.concat([strata(area="b"), strata((12, 9), (100, 100), (50, 50), area="a")])
    result = directly_standardised_rate(data, ["area"], multiplier=100)
    assert result["area"].tolist() == ["a", "b"]
    assert_allclose(result["value"], [10.5, 2.0], rtol=1e-12)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (strata(events=(3, 3, 3)), "fewer than 10 events"),
        (strata(events=(10, np.nan, 30)), "events missing in a stratum"),
        (strata(population=(1000, np.nan, 500)), "population missing in a stratum"),
        (strata(standard=(500, np.nan, 200)), "standard population missing in a stratum"),
        (strata(population=(1000, 0, 500)), "population not above 0 in a stratum"),
        (strata(population=(1000, -5, 500)), "population not above 0 in a stratum"),
        (strata(population=(1000, np.inf, 500)), "population missing in a stratum"),
        (strata(events=(10, -1, 30)), "events below 0 in a stratum"),
        (strata(standard=(500, -1, 200)), "standard population below 0 in a stratum"),
        (strata(standard=(0, 0, 0)), "standard population is 0"),
    ],
)
def test_a_group_that_breaks_a_rule_is_refused_by_name_and_does_not_stop_the_others(bad, reason):
    data = pd.concat([bad.assign(area="bad"), strata(area="good")])
    result = directly_standardised_rate(data, ["area"]).set_index("area")
    assert result.loc["bad", "reason"] == reason
    assert result.loc["bad", ["value", "lower", "upper"]].isna().all()
    assert_allclose(result.loc["good", "value"], 2000, rtol=1e-12)


def test_ten_events_are_enough_and_a_stratum_without_events_counts():
    result = directly_standardised_rate(strata((0, 10, 0), (100, 100, 100), (1, 1, 2)), multiplier=1)
    assert_allclose(result["value"], 10 / 100 / 4, rtol=1e-12)
    assert result["reason"].tolist() == [""]


@given(
    strata_given=st.lists(
        st.tuples(st.integers(0, 10**6), st.floats(1, 1e12), st.floats(0, 1e6)), min_size=1, max_size=25
    )
)
@settings(deadline=None, max_examples=80)
def test_whatever_the_strata_a_rate_lies_within_its_limits_and_between_its_strata_or_says_why_not(strata_given):
    events, people, standard = (np.array(each, dtype=float) for each in zip(*strata_given, strict=True))
    result = directly_standardised_rate(strata(events, people, standard), multiplier=1).iloc[0]
    if events.sum() < 10 or standard.sum() == 0:
        assert result["reason"] in ("fewer than 10 events", "standard population is 0")
        assert np.isnan(result["value"])
    else:
        rates = (events / people)[standard > 0]
        assert rates.min() * (1 - 1e-9) <= result["value"] <= rates.max() * (1 + 1e-9)
        assert result["lower"] <= result["value"] <= result["upper"]
        # Only strata without events may have a standard population: then all three are 0.
        assert result["lower"] < result["upper"] or result["value"] == 0


def test_an_empty_frame_gives_an_empty_result_with_all_columns():
    result = directly_standardised_rate(strata(area="a").iloc[:0], ["area"])
    assert list(result.columns) == ["area", "value", "lower", "upper", "confidence", "method", "reason"]
    assert len(result) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"standard": "esp"}, "no column 'esp'"),
        ({"multiplier": 0}, "multiplier must be above 0"),
        ({"multiplier": float("nan")}, "multiplier must be above 0"),
        ({"confidence": 0.3}, "confidence must lie between"),
        ({"by": ["value"]}, "no column 'value'"),
    ],
)
def test_bad_arguments_are_named_in_the_error(arguments, message):
    with pytest.raises(ValueError, match=message):
        directly_standardised_rate(strata(), **arguments)


@given(count=st.integers(1, 100_000), confidence=st.floats(0.6, 0.999))
@settings(deadline=None)
def test_byars_limits_enclose_the_count_and_widen_with_confidence(count, confidence):
    lower, upper = byars_limits(count, confidence=confidence)
    wider_lower, wider_upper = byars_limits(count, confidence=(1 + confidence) / 2)
    assert 0 <= wider_lower <= lower < count < upper < wider_upper


def test_byars_limits_keep_the_shape_and_give_none_for_what_is_no_count():
    lower, upper = byars_limits([[0, 12], [-1, np.nan]])
    assert lower.shape == upper.shape == (2, 2)
    assert lower[0, 0] == 0
    assert upper[0, 0] > 0
    assert np.isnan([*lower[1], *upper[1]]).all()


def test_byars_lower_limit_is_never_below_0():
    assert byars_limits(1, confidence=0.9999)[0] == 0


def test_the_european_standard_population_has_19_bands_and_100000_persons():
    assert EUROPEAN_STANDARD_POPULATION_2013.index.tolist() == list(range(0, 95, 5))
    assert EUROPEAN_STANDARD_POPULATION_2013.sum() == 100_000
