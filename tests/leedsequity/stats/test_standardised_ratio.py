"""Standardised ratios: hand calculation, identities, refusals."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from leedsequity.stats import rate, standardised_ratio

ARGUMENTS = {"group": "area", "reference": "England"}


def deaths(area="Leeds", young=9, old=21, people=(1_000, 100), **levels):
    return pd.DataFrame(
        {
            **levels,
            "area": area,
            "age_start": [0, 65],
            "deaths": [young, old],
            "population": people,
        }
    )


def england(**levels):
    return deaths("England", 500, 1_500, (100_000, 10_000), **levels)


def test_observed_over_expected_by_hand():
    # England: 0.005 and 0.15; expected 5 + 15 = 20; observed 30: 150. Byar: 30 (1 - 1/270 -
    # 1.96/(3 sqrt 30))^3 = 20.24, 31 (1 - 1/279 + 1.96/(3 sqrt 31))^3 = 42.83.
    row = standardised_ratio(pd.concat([england(), deaths()]), **ARGUMENTS).iloc[0]
    assert (row["observed"], row["expected"]) == (30, 20)
    assert_allclose([row["value"], row["lower"], row["upper"]], [150, 101.2, 214.1], atol=0.06)
    assert row["method"] == "indirect standardisation, Byar's limits"


def test_limits_are_those_of_a_rate_with_the_expected_events_as_its_population():
    few = deaths("few", 2, 3)
    result = standardised_ratio(pd.concat([england(), deaths(), few]), **ARGUMENTS, multiplier=1)
    counts = pd.DataFrame({"events": [30, 5], "population": [20.0, 20.0]})
    expected = rate(counts, multiplier=1)
    for column in ("value", "lower", "upper"):
        assert_allclose(result.set_index("area").loc[["Leeds", "few"], column], expected[column])
    assert result["method"].str.endswith("exact Poisson limits").tolist() == [False, True]


def test_an_area_with_the_rates_of_the_reference_has_its_ratio_whatever_its_ages():
    # 0.005 x 20,000 and 0.15 x 200
    same = deaths("same", 100, 30, (20_000, 200))
    result = standardised_ratio(pd.concat([england(), same]), **ARGUMENTS)
    assert_allclose(result["value"], 100, rtol=1e-12)
    assert result["area"].tolist() == ["same"]


def test_order_other_groups_and_splitting_a_stratum_of_the_same_rate_change_nothing():
    data = pd.concat(
        [england(sex="f"), deaths(sex="f"), england(sex="m"), deaths(young=20, sex="m")]
    )
    result = standardised_ratio(data, ["sex"], **ARGUMENTS)
    shuffled = data.sample(frac=1, random_state=1)
    assert_frame_equal(standardised_ratio(shuffled, ["sex"], **ARGUMENTS), result)
    women = standardised_ratio(data[data["sex"] == "f"], ["sex"], **ARGUMENTS)
    assert_frame_equal(women, result[:1])
    halves = data.assign(deaths=data["deaths"] / 2, population=data["population"] / 2)
    split = pd.concat([halves.assign(half=1), halves.assign(half=2)])
    again = standardised_ratio(split, ["sex"], **ARGUMENTS, strata=["age_start", "half"])
    assert_allclose(again["value"], result["value"], rtol=1e-12)


def put(column, to, area="Leeds", age=65):
    def spoil(data):
        rows = (data["area"] == area) & (data["age_start"] == age)
        return data.assign(**{column: data[column].mask(rows, to)})

    return spoil


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (put("deaths", np.nan), "events missing in strata: 65"),
        (put("deaths", -1), "events below 0 in strata: 65"),
        (put("population", np.nan), "population missing in strata: 65"),
        (put("population", -1), "population below 0 in strata: 65"),
        (put("population", 0), "events without population in strata: 65"),
        (put("age_start", 85), "strata that the reference lacks: 85"),
        (
            lambda data: data[(data["area"] != "Leeds") | (data["age_start"] != 0)],
            "strata missing: 0",
        ),
        (lambda data: pd.concat([data, data[data["area"] == "Leeds"]]), "strata repeated: 0, 65"),
        (put("population", 0, "England"), "reference: population not above 0 in strata: 65"),
        (put("deaths", np.nan, "England"), "reference: events missing in strata: 65"),
        (lambda data: data[data["area"] != "England"], "no reference level in this group"),
        (
            lambda data: data.assign(deaths=data["deaths"].mask(data["area"] == "England", 0)),
            "no event expected",
        ),
    ],
)
def test_what_breaks_a_rule_is_refused_by_name_and_does_not_stop_the_others(spoil, reason):
    bad = spoil(pd.concat([england(sex="bad"), deaths(sex="bad")], ignore_index=True))
    data = pd.concat([bad, england(sex="good"), deaths(sex="good")])
    result = standardised_ratio(data, ["sex"], **ARGUMENTS).set_index("sex")
    assert result.loc["bad", "reason"] == reason
    numbers = ["observed", "expected", "value", "lower", "upper"]
    assert result.loc["bad", numbers].isna().all()
    assert_allclose(result.loc["good", "value"], 150, rtol=1e-12)


def test_nobody_of_an_age_is_no_flaw_of_an_area():
    nobody = deaths("small", 5, 0, (1_000, 0))
    result = standardised_ratio(pd.concat([england(), nobody]), **ARGUMENTS).iloc[0]
    assert (result["expected"], result["value"]) == (5, 100)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"reference": "Wales"}, "column 'area' has no level 'Wales'"),
        ({"group": "ward"}, "no column 'ward'"),
        ({"strata": "age_start"}, "strata takes a list"),
        ({"strata": ["age"]}, "no column 'age'"),
        ({"by": ["age_start"]}, "age_start cannot name both"),
        ({"multiplier": 0}, "multiplier must be above 0"),
        ({"confidence": 95}, "confidence must lie between"),
    ],
)
def test_bad_arguments_are_named_in_the_error(arguments, message):
    with pytest.raises(ValueError, match=message):
        standardised_ratio(pd.concat([england(), deaths()]), **ARGUMENTS | arguments)
