"""Concentration index: identities, refusals and what must not matter."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from leedsequity.stats import concentration_index, slope_index

Z = 1.959963984540054  # 97.5th percentile of the standard normal distribution, from printed tables
FEW = 2_000  # draws, where the simulated limits are not what is tested
PEOPLE = [120.0, 80, 95, 130, 101, 99, 60, 140, 110, 65]
NUMBERS = ["aci", "aci_lower", "aci_upper", "rci", "rci_lower", "rci_upper"]


def deciles(value, population=100.0, se=0.1, k=10, **levels):
    value = np.asarray(value, dtype=float)
    data = pd.DataFrame(
        {**levels, "quantile": range(1, k + 1), "population": population, "value": value}
    )
    return data.assign(se=se)


@given(value=st.floats(0.1, 1e6))
@settings(deadline=None, max_examples=25)
def test_a_value_that_is_the_same_for_all_is_not_concentrated(value):
    result = concentration_index(deciles([value] * 10, PEOPLE), se="se", draws=FEW).iloc[0]
    assert_allclose([result["aci"] / value, result["rci"]], 0, atol=1e-14)


@pytest.mark.parametrize(("who", "index"), [(0, -0.9), (9, 0.9)])
def test_all_in_one_tenth_is_as_concentrated_as_ten_tenths_can_show(who, index):
    # Their place in the ranking is 0.05 or 0.95; RCI = 2 (x - 1/2).
    result = concentration_index(deciles(np.eye(10)[who])).iloc[0]
    assert_allclose(result[["aci", "rci"]].astype(float), [index / 10, index], rtol=1e-12)


@given(values=st.lists(st.floats(0.01, 100), min_size=10, max_size=10))
@settings(deadline=None, max_examples=40)
def test_it_is_one_less_twice_the_area_under_the_concentration_curve(values):
    # Kakwani, Wagstaff and van Doorslaer 1997: the curve joins cumulative shares of people and of
    # outcome.
    outcome = np.array(values) * PEOPLE
    across = np.concatenate([[0], np.cumsum(PEOPLE)]) / np.sum(PEOPLE)
    up = np.concatenate([[0], np.cumsum(outcome)]) / outcome.sum()
    area = ((up[1:] + up[:-1]) / 2 * np.diff(across)).sum()
    result = concentration_index(deciles(values, PEOPLE)).iloc[0]
    assert_allclose(result["rci"], 1 - 2 * area, atol=1e-12)
    assert_allclose(
        result["aci"], (1 - 2 * area) * np.dot(values, PEOPLE) / np.sum(PEOPLE), atol=1e-10
    )


def test_it_is_the_slope_index_times_twice_the_variance_of_the_ranking():
    data = deciles([70, 71, 74, 73, 75, 77, 76, 78, 81, 80], PEOPLE)
    share = np.array(PEOPLE) / np.sum(PEOPLE)
    x = np.cumsum(share) - share / 2
    variance = (share * (x - 0.5) ** 2).sum()
    index, slope = concentration_index(data), slope_index(data, se="se", draws=FEW)
    assert_allclose(index["aci"], 2 * variance * slope["sii"], rtol=1e-12)


@pytest.mark.parametrize("se", [0.02, np.linspace(0.3, 0.05, 10)])
def test_simulated_limits_are_those_of_drawing_every_value(se):
    value = np.linspace(3.0, 5.0, 10)
    result = concentration_index(deciles(value, PEOPLE, se), se="se").iloc[0]
    share = np.array(PEOPLE) / np.sum(PEOPLE)
    x = np.cumsum(share) - share / 2
    drawn = value + se * np.random.default_rng(7).standard_normal((400_000, 10))
    mean = drawn @ share
    aci = 2 * (drawn - mean[:, None]) @ (share * (x - 0.5))
    for name, simulated in (("aci", aci), ("rci", aci / mean)):
        lower, upper = np.percentile(simulated, [2.5, 97.5])
        expected, width = [lower, upper], upper - lower
        assert_allclose(
            [result[f"{name}_lower"], result[f"{name}_upper"]], expected, atol=0.01 * width
        )


def test_95_percent_limits_and_their_standard_error_say_the_same_at_every_confidence():
    data = deciles(np.linspace(70, 80, 10), PEOPLE, se=0.5)
    data = data.assign(lower=data["value"] - Z * 0.5, upper=data["value"] + Z * 0.5)
    for confidence in (0.9, 0.998):
        of_limits = concentration_index(data, confidence=confidence, draws=FEW)
        assert_frame_equal(
            of_limits,
            concentration_index(data, se="se", confidence=confidence, draws=FEW),
            rtol=1e-9,
        )
        assert set(of_limits["confidence"]) == {confidence}


@pytest.mark.parametrize("arguments", [{}, {"lower": None, "upper": None}])
def test_without_errors_there_are_indices_and_no_limits(arguments):
    data = deciles(np.linspace(70, 80, 10), PEOPLE)
    result = concentration_index(data.drop(columns="se"), **arguments).iloc[0]
    assert concentration_index(data, lower=None, upper=None).iloc[0].equals(result)
    with_errors = concentration_index(data, se="se", draws=FEW).iloc[0]
    assert result[["aci", "rci"]].tolist() == with_errors[["aci", "rci"]].tolist()
    assert result[["aci_lower", "aci_upper", "rci_lower", "rci_upper"]].isna().all()
    assert result["method"] == "concentration index, 10 quantiles, no errors given, no limits"
    assert result["reason"] == ""


def areas():
    rng = np.random.default_rng(1)
    return pd.concat(
        deciles(rng.uniform(70, 85, 10), rng.uniform(50, 200, 10), 0.8, area=area, sex=sex)
        for area in "abc"
        for sex in (1, 2)
    )


def test_the_order_of_rows_and_the_other_groups_change_nothing_not_even_simulated_limits():
    data = areas()
    before = data.copy(deep=True)
    result = concentration_index(data, ["area", "sex"], se="se", draws=FEW)
    assert_frame_equal(data, before)
    shuffled = data.sample(frac=1, random_state=3)
    assert_frame_equal(concentration_index(shuffled, ["area", "sex"], se="se", draws=FEW), result)
    alone = concentration_index(data[data["area"] == "b"], ["area", "sex"], se="se", draws=FEW)
    assert_frame_equal(alone, result[result["area"] == "b"].reset_index(drop=True), rtol=1e-13)


@pytest.mark.parametrize("factor", [0.001, 1000])
def test_scaling_people_changes_nothing_and_scaling_the_outcome_scales_aci_alone(factor):
    data = deciles(np.linspace(70, 80, 10), PEOPLE)
    result = concentration_index(data, se="se", draws=FEW)
    more_people = data.assign(population=data["population"] * factor)
    assert_frame_equal(concentration_index(more_people, se="se", draws=FEW), result, rtol=1e-9)
    scaled = data.assign(value=data["value"] * factor, se=data["se"] * factor)
    scaled = concentration_index(scaled, se="se", draws=FEW)
    assert_allclose(scaled[NUMBERS[:3]], result[NUMBERS[:3]] * factor, rtol=1e-9)
    assert_allclose(scaled[NUMBERS[3:]], result[NUMBERS[3:]], rtol=1e-9)


def test_a_mean_that_is_not_above_0_has_no_relative_index_and_one_that_may_be_0_no_limits():
    data = pd.concat(
        [
            deciles(np.linspace(-2, 1, 10), area="a"),
            deciles(np.linspace(-1, 1.1, 10), se=0.5, area="b"),
        ]
    )
    result = concentration_index(data, ["area"], se="se", draws=FEW).set_index("area")
    assert result.loc["a", "reason"] == "no RCI: the mean is not above 0"
    assert result.loc["b", "reason"] == "no limits of the RCI: the mean may be 0"
    assert result.loc["a", ["rci", "rci_lower", "rci_upper"]].isna().all()
    assert result.loc["b", ["rci_lower", "rci_upper"]].isna().all()
    assert result["rci"].notna().tolist() == [False, True]
    assert result[NUMBERS[:3]].notna().all(axis=None)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data: data.drop(index=3), "quantiles missing: 4"),
        (lambda data: data.iloc[[*range(10), 2]], "quantiles repeated: 3"),
        (lambda data: data.iloc[:8], "quantiles missing: 9, 10"),
        (
            lambda data: data.assign(quantile=data["quantile"] + 0.5),
            "quantiles other than whole numbers 1 to 10",
        ),
        (lambda data: data.assign(population=0), "population not above 0"),
        (lambda data: data.assign(value=np.nan), "a value, limit, error or population is missing"),
        (lambda data: data.assign(se=-1), "an error below 0"),
    ],
)
def test_a_group_that_breaks_a_rule_is_refused_by_name_and_does_not_stop_the_others(spoil, reason):
    good = deciles(np.linspace(1, 2, 10), area="good")
    bad = spoil(deciles(np.linspace(1, 2, 10), area="bad"))
    result = concentration_index(pd.concat([bad, good]), ["area"], se="se", draws=FEW).set_index(
        "area"
    )
    assert result.loc["bad", "reason"] == reason
    assert result.loc["bad", NUMBERS].isna().all()
    assert result.loc["good", NUMBERS].notna().all()


def test_a_group_that_lost_its_last_quantile_is_refused_and_not_one_of_nine():
    data = pd.concat([deciles(range(1, 11), area="a"), deciles(range(1, 10), k=9, area="b")])
    result = concentration_index(data, ["area"])
    assert result["reason"].tolist() == ["", "quantiles missing: 10"]
    assert result["aci"].notna().tolist() == [True, False]
    nine = concentration_index(data, ["area"], quantiles=9)
    assert nine["reason"].tolist() == ["quantiles other than whole numbers 1 to 9", ""]


def test_limits_are_of_the_level_that_their_column_says():
    z = 3.090232306167813  # 99.9th percentile of the normal distribution, from printed tables
    data = deciles(np.linspace(70, 80, 10), PEOPLE, se=0.5)
    wide = data.assign(
        lower=data["value"] - z * 0.5, upper=data["value"] + z * 0.5, confidence=0.998
    )
    by_error = concentration_index(data, se="se", draws=FEW)
    assert_frame_equal(concentration_index(wide, draws=FEW), by_error, rtol=1e-9)


@pytest.mark.parametrize(("lower", "upper"), [(1.1, 2.0), (0.5, 0.9), (1.5, 0.5)])
def test_limits_that_leave_out_their_value_are_refused(lower, upper):
    data = deciles(np.linspace(1, 2, 10)).assign(lower=0.5, upper=2.5)
    data.loc[0, ["lower", "upper"]] = lower, upper
    result = concentration_index(data, draws=FEW).iloc[0]
    assert result["reason"] == "a value outside its limits"
    assert result[NUMBERS].isna().all()


def test_a_value_of_which_somebody_is_quite_sure_leaves_no_limits():
    data = deciles(np.linspace(70, 80, 10), se=[0, *[0.1] * 9])
    result = concentration_index(data, se="se", draws=FEW).iloc[0]
    assert result["reason"] == "no limits: those given have no width, or an error is 0"
    assert result[["aci", "rci"]].notna().all()
    assert result[["aci_lower", "aci_upper", "rci_lower", "rci_upper"]].isna().all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"lower": None}, "lower and upper are given together"),
        ({"lower": "low", "upper": "high"}, "no column 'low'"),
        ({"se": "stderr"}, "no column 'stderr'"),
        ({"draws": 10}, "draws must be at least 100"),
        ({"quantiles": 4}, "quantiles must be a whole number from 5 to 100"),
        ({"confidence": 2}, "confidence must lie between"),
        ({"by": ["rci"]}, "no column 'rci'"),
    ],
)
def test_bad_arguments_are_named_in_the_error(arguments, message):
    with pytest.raises(ValueError, match=message):
        concentration_index(deciles(range(10)), **arguments)


def test_an_empty_frame_gives_an_empty_result_with_all_columns():
    result = concentration_index(
        deciles(range(10), area="a").iloc[:0], ["area"], se="se", draws=FEW
    )
    assert list(result.columns) == ["area", *NUMBERS, "confidence", "method", "reason"]
    assert len(result) == 0
