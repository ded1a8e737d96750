"""Directly standardised rates and Byar's limits: identities, refusals and what must not matter."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from leedsequity.stats import (
    EUROPEAN_STANDARD_POPULATION_2013,
    byars_limits,
    directly_standardised_rate,
)

STANDARD = pd.Series([500, 300, 200])


def strata(events=(10, 20, 30), population=(1000, 2000, 500), **levels):
    return pd.DataFrame(
        {**levels, "stratum": range(len(events)), "events": events, "population": population}
    )


def standardised(data, by=(), standard=STANDARD, **arguments):
    return directly_standardised_rate(data, by, stratum="stratum", standard=standard, **arguments)


def test_three_strata_follow_the_formula_worked_by_hand():
    # sum(W) = 1000; W O/n = 5 + 3 + 12 = 20, so 0.02; W^2 O/n^2 = 2.5 + 0.45 + 4.8 = 7.75, so Var =
    # 7.75e-6.
    result = standardised(strata(), multiplier=1000).iloc[0]
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
    result = standardised(
        strata(people * rate, people), standard=STANDARD * [1, share, 1], multiplier=1
    )
    assert_allclose(result["value"], rate, rtol=1e-12)


def test_a_standard_with_the_shape_of_the_population_gives_the_crude_rate_and_byars_limits():
    # Dobson's limits are then those of the count itself (Fay & Feuer, Stat Med 1997;16:791-801).
    events, people = [10, 20, 30], [1000, 2000, 500]
    result = standardised(strata(events, people), standard=pd.Series(people) * 2, multiplier=3500)
    lower, upper = byars_limits(60)
    assert_allclose(
        result[["value", "lower", "upper"]].iloc[0].astype(float), [60, lower, upper], rtol=1e-12
    )


def test_splitting_a_stratum_in_two_alike_changes_nothing():
    split = standardised(
        strata((10, 20, 15, 15), (1000, 2000, 250, 250)), standard=pd.Series([500, 300, 100, 100])
    )
    assert_frame_equal(split, standardised(strata()), rtol=1e-12)


@pytest.mark.parametrize("factor", [0.001, 7])
def test_the_size_of_the_standard_population_does_not_matter(factor):
    assert_frame_equal(
        standardised(strata(), standard=STANDARD * factor), standardised(strata()), rtol=1e-12
    )


def european(events, population=1000, **levels):
    """Nineteen age bands, with the European Standard Population joined to them as a column."""
    ages = pd.DataFrame(
        {**levels, "age_start": EUROPEAN_STANDARD_POPULATION_2013.index, "events": events}
    )
    return ages.assign(population=population).join(
        EUROPEAN_STANDARD_POPULATION_2013, on="age_start"
    )


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_and_the_other_groups_change_not_even_the_last_digit(seed):
    rng = np.random.default_rng(seed)
    data = pd.concat(
        [
            european(rng.integers(1, 90, 19), rng.uniform(100, 9000, 19), area=area)
            for area in "abcd"
        ]
    )
    result = directly_standardised_rate(data, ["area"], stratum="age_start")
    shuffled = data.sample(frac=1, random_state=seed)
    assert_frame_equal(
        directly_standardised_rate(shuffled, ["area"], stratum="age_start"),
        result,
        check_exact=True,
    )
    alone = directly_standardised_rate(data[data["area"] == "c"], ["area"], stratum="age_start")
    assert_frame_equal(alone, result.iloc[[2]].reset_index(drop=True), check_exact=True)


def test_rows_left_out_because_nobody_died_are_missed_and_not_taken_for_no_strata():
    # Half the ages without deaths: the rate is sum(W O / n) / 100,000. Over the ages with deaths
    # alone it would be that over 48,500, twice as much, and without a word.
    events = np.where(np.arange(19) % 2, 10, 0)
    data = pd.concat([european(events, area=area) for area in ("all rows", "some rows")])
    kept = data[(data["area"] == "all rows") | (data["events"] > 0)]
    half = EUROPEAN_STANDARD_POPULATION_2013.to_numpy()[1::2].sum()
    assert half == 48_500
    for given_rows in (kept, kept.drop(columns="standard_population")):
        by_column = "standard_population" in given_rows
        standard = "standard_population" if by_column else EUROPEAN_STANDARD_POPULATION_2013
        result = directly_standardised_rate(
            given_rows, ["area"], stratum="age_start", standard=standard
        )
        result = result.set_index("area")
        assert_allclose(result.loc["all rows", "value"], half * 10 / 1000, rtol=1e-12)
        lost = ", ".join(str(age) for age in range(0, 95, 10))
        assert result.loc["some rows", "reason"] == f"strata missing: {lost}"
        assert result.loc["some rows", ["value", "lower", "upper"]].isna().all()


def test_a_stratum_that_no_group_has_is_missed_all_the_same():
    data = pd.concat([european(10, area=area).query("age_start != 90") for area in "ab"])
    result = directly_standardised_rate(data, ["area"], stratum="age_start")
    assert set(result["reason"]) == {"strata missing: 90"}
    assert result["value"].isna().all()


def merged(data):
    """The table as if it closed at 85, with the persons of both bands."""
    last = data["age_start"].isin([85, 90])
    both = data[last].assign(age_start=85).groupby("age_start", as_index=False).sum()
    return pd.concat([data[~last], both])


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data: data.iloc[:-1], "strata missing: 90"),
        (merged, "strata missing: 90"),
        (lambda data: data.iloc[[*range(19), 3, 18]], "strata repeated: 15, 90"),
        (
            lambda data: data.replace({"age_start": {5: 1}}),
            "strata other than those of the standard population: 1",
        ),
        (
            lambda data: data.assign(
                standard_population=data["standard_population"].replace(2500, 2400)
            ),
            "another standard population than the one declared in strata: 80",
        ),
        (
            lambda data: data.assign(
                standard_population=data["standard_population"].replace(2500, np.nan)
            ),
            "another standard population than the one declared in strata: 80",
        ),
    ],
    ids=["absent", "merged", "repeated", "strange", "other weight", "no weight"],
)
def test_a_group_without_exactly_the_declared_strata_is_refused_by_their_names(spoil, reason):
    data = pd.concat([spoil(european(10)).assign(area="bad"), european(10).assign(area="good")])
    result = directly_standardised_rate(data, ["area"], stratum="age_start").set_index("area")
    assert result.loc["bad", "reason"] == reason
    assert result.loc["bad", ["value", "lower", "upper"]].isna().all()
    assert_allclose(result.loc["good", "value"], 1000, rtol=1e-12)


def test_another_standard_population_in_a_column_declares_the_strata_of_all_groups_together():
    weights = {"young": 500, "middle": 300, "old": 200}
    whole = strata().assign(stratum=list(weights), area="a")
    column = pd.concat(
        [
            whole,
            whole.assign(area="b"),
            whole.assign(area="lost").query("events > 10"),
            whole.assign(area="other"),
        ]
    ).assign(esp=lambda t: t["stratum"].map(weights))
    column.loc[(column["area"] == "other") & (column["stratum"] == "old"), "esp"] = 250
    result = standardised(column, ["area"], standard="esp").set_index("area")
    assert_allclose(
        result.loc[["a", "b"], "value"], standardised(strata())["value"].item(), rtol=1e-12
    )
    assert result.loc["lost", "reason"] == "strata missing: young"
    assert (
        result.loc["other", "reason"]
        == "another standard population than the one declared in strata: old"
    )
    assert result["method"].str.endswith("strata as found in all groups together").all()


def test_strata_are_found_by_name_whatever_the_type_of_their_column():
    data = strata().assign(stratum=["old", "young", "middle"])
    standard = pd.Series([300, 200, 500], index=["young", "middle", "old"])
    for kind in ("str", "object", "category"):
        found = standardised(data.astype({"stratum": kind}), standard=standard)
        assert_frame_equal(found, standardised(strata()), rtol=1e-12)
    assert_frame_equal(
        standardised(strata().astype({"stratum": "float64"})), standardised(strata())
    )


def test_the_callers_frame_is_not_changed():
    data = strata(area="a")
    before = data.copy(deep=True)
    standardised(data, ["area"])
    assert_frame_equal(data, before)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (strata(events=(3, 3, 3)), "fewer than 10 events"),
        (strata(events=(10, np.nan, 30)), "events missing in strata: 1"),
        (strata(population=(1000, np.nan, 500)), "population missing in strata: 1"),
        (strata(population=(1000, 0, 500)), "population not above 0 in strata: 1"),
        (strata(population=(1000, -5, 0)), "population not above 0 in strata: 1, 2"),
        (strata(population=(1000, np.inf, 500)), "population missing in strata: 1"),
        (strata(events=(10, -1, 30)), "events below 0 in strata: 1"),
        (strata(events=(10, 20), population=(1000, 2000)), "strata missing: 2"),
        (
            strata(events=[10] * 4, population=[100] * 4),
            "strata other than those of the standard population: 3",
        ),
    ],
)
def test_a_group_that_breaks_a_rule_is_refused_by_name_and_does_not_stop_the_others(bad, reason):
    data = pd.concat([bad.assign(area="bad"), strata(area="good")])
    result = standardised(data, ["area"]).set_index("area")
    assert result.loc["bad", "reason"] == reason
    assert result.loc["bad", ["value", "lower", "upper"]].isna().all()
    assert_allclose(result.loc["good", "value"], 2000, rtol=1e-12)


def test_ten_events_are_enough_and_a_stratum_without_events_counts():
    data = strata((0, 10, 0), (100, 100, 100))
    result = standardised(data, standard=pd.Series([1, 1, 2]), multiplier=1)
    assert_allclose(result["value"], 10 / 100 / 4, rtol=1e-12)
    assert result["reason"].tolist() == [""]


@given(
    strata_given=st.lists(
        st.tuples(st.integers(0, 10**6), st.floats(1, 1e12), st.floats(1e-3, 1e6)),
        min_size=1,
        max_size=25,
    )
)
@settings(deadline=None, max_examples=80)
def test_whatever_the_strata_a_rate_lies_within_its_limits_and_between_its_strata_or_says_why_not(
    strata_given,
):
    events, people, standard = (
        np.array(each, dtype=float) for each in zip(*strata_given, strict=True)
    )
    result = standardised(strata(events, people), standard=pd.Series(standard), multiplier=1).iloc[
        0
    ]
    if events.sum() < 10:
        assert result["reason"] == "fewer than 10 events"
        assert np.isnan(result["value"])
    else:
        rates = events / people
        assert rates.min() * (1 - 1e-9) <= result["value"] <= rates.max() * (1 + 1e-9)
        assert result["lower"] < result["value"] < result["upper"]


def test_an_empty_frame_gives_an_empty_result_with_all_columns():
    result = standardised(strata(area="a").iloc[:0], ["area"])
    assert list(result.columns) == [
        "area",
        "value",
        "lower",
        "upper",
        "confidence",
        "method",
        "reason",
    ]
    assert len(result) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"standard": "esp"}, "no column 'esp'"),
        ({"stratum": "age"}, "no column 'age'"),
        ({"stratum": "name"}, "column 'name' holds values of several types"),
        ({"stratum": "spaced"}, "column 'spaced' holds text with spaces at its ends; rows: 2;"),
        (
            {"stratum": "text"},
            r"column 'text' holds no stratum of the standard population \(0, 1, 2\)",
        ),
        ({"standard": "nothing"}, "holds no number above 0"),
        ({"standard": [500, 300, 200]}, "standard is a Series"),
        ({"standard": pd.Series(dtype=float)}, "standard is a Series"),
        (
            {"standard": pd.Series([5, 3, 2], index=[0, 1, 1])},
            "its index must name every stratum once",
        ),
        (
            {"standard": pd.Series([5, 3, 2], index=[0, 1, np.nan])},
            "its index must name every stratum once",
        ),
        (
            {"standard": pd.Series([5, 3, 2], index=[0, 1, "2"])},
            "'index of standard' holds values of several",
        ),
        ({"standard": STANDARD * [1, 1, 0]}, "standard must hold numbers above 0"),
        ({"standard": STANDARD * [1, 1, np.nan]}, "standard must hold numbers above 0"),
        ({"multiplier": 0}, "multiplier must be above 0"),
        ({"multiplier": float("nan")}, "multiplier must be above 0"),
        ({"confidence": 0.3}, "confidence must lie between"),
        ({"by": ["value"]}, "no column 'value'"),
    ],
)
def test_bad_arguments_are_named_in_the_error(arguments, message):
    data = strata().assign(
        name=[0, "1", 2], spaced=["a", "b ", " c"], text=["0", "1", "2"], nothing=0
    )
    with pytest.raises(ValueError, match=message):
        directly_standardised_rate(
            data, **{"stratum": "stratum", "standard": STANDARD, **arguments}
        )


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
