"""Slope and relative index of inequality: identities, refusals and what must not matter."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal
from scipy.special import expit, logit

from leedsequity import stats
from leedsequity.stats import proportion, slope_index
from leedsequity.stats._simulation import percentiles

Z = 1.959963984540054  # 97.5th percentile of the standard normal distribution, from printed tables
FEW = 2_000  # draws, where the simulated limits are not what is tested
NUMBERS = ["sii", "sii_lower", "sii_upper", "rii", "rii_lower", "rii_upper", "intercept"]


def deciles(value, population=100.0, se=0.1, k=10, **levels):
    value = np.asarray(value, dtype=float)
    data = pd.DataFrame(
        {**levels, "quantile": range(1, k + 1), "population": population, "value": value}
    )
    return data.assign(se=se, lower=value - Z * np.asarray(se), upper=value + Z * np.asarray(se))


def positions(people):
    """Middle of each quantile's place in the ranking, one number at a time."""
    total, seen, middles = sum(people), 0.0, []
    for count in people:
        middles.append((seen + count / 2) / total)
        seen += count
    return np.array(middles)


PEOPLE = [120.0, 80, 95, 130, 101, 99, 60, 140, 110, 65]


@given(value=st.floats(0.1, 100))
@settings(deadline=None, max_examples=25)
def test_a_value_that_is_the_same_in_all_quantiles_has_no_slope(value):
    result = slope_index(deciles([value] * 10, PEOPLE), draws=FEW).iloc[0]
    assert_allclose(result["sii"], 0, atol=1e-9)
    assert_allclose([result["rii"], result["intercept"] / value], 1, rtol=1e-12)


@pytest.mark.parametrize(
    ("scale", "inverse"), [("identity", lambda y: y), ("log", np.exp), ("logit", expit)]
)
@given(b0=st.floats(0.5, 1.0), b1=st.floats(-0.4, 0.6))
@settings(deadline=None, max_examples=25)
def test_values_on_a_line_give_back_its_ends_on_every_scale(scale, inverse, b0, b1):
    value = inverse(b0 + b1 * positions(PEOPLE))
    data = deciles(value, PEOPLE, se=0.01)
    result = slope_index(data, se="se", scale=scale, multiplier=100, draws=FEW).iloc[0]
    f0, f1 = inverse(b0), inverse(b0 + b1)
    assert_allclose(result["sii"], 100 * (f1 - f0), rtol=1e-9, atol=1e-9)
    assert_allclose(result["rii"], f1 / f0, rtol=1e-9)
    assert_allclose(result["intercept"], f0, rtol=1e-9)


def test_the_slope_is_that_of_the_normal_equations_of_weighted_least_squares():
    y = np.array([70.1, 71.5, 73.2, 73.0, 74.9, 75.5, 76.0, 77.7, 78.1, 80.3])
    errors = np.array([0.9, 0.8, 1.1, 0.7, 0.9, 1.0, 0.8, 0.9, 1.2, 0.8])
    x, w = np.column_stack([np.ones(10), positions(PEOPLE)]), np.diag(PEOPLE)
    to_line = np.linalg.solve(x.T @ w @ x, x.T @ w)
    b0, b1 = to_line @ y
    se = np.sqrt((to_line[1] ** 2 * errors**2).sum())
    result = slope_index(deciles(y, PEOPLE, errors), draws=FEW).iloc[0]
    assert_allclose(result["sii"], b1, rtol=1e-9)
    assert_allclose(result["intercept"], b0, rtol=1e-9)
    assert_allclose(result["rii"], (b0 + b1) / b0, rtol=1e-9)
    assert_allclose(
        [result["sii_lower"], result["sii_upper"]], [b1 - Z * se, b1 + Z * se], rtol=1e-9
    )


def test_simulated_relative_limits_are_those_of_fieller():
    # The line is linear in the values, so (b0, b1) is bivariate normal; the percentile r of (b0 +
    # b1)/b0 solves b0 + b1 - r b0 = -/+ z sd(b0 + b1 - r b0) (Fieller 1954), a quadratic in r.
    y = np.linspace(70.0, 81.0, 10)
    errors = np.linspace(0.8, 1.3, 10)
    x, w = np.column_stack([np.ones(10), positions(PEOPLE)]), np.diag(PEOPLE)
    to_line = np.linalg.solve(x.T @ w @ x, x.T @ w)
    (v00, v01), (_, v11) = to_line @ np.diag(errors**2) @ to_line.T
    b0, b1 = to_line @ y
    end, v_end, v_both = b0 + b1, v00 + 2 * v01 + v11, v00 + v01
    exact = np.sort(
        np.roots([b0**2 - Z**2 * v00, -2 * (b0 * end - Z**2 * v_both), end**2 - Z**2 * v_end])
    )
    result = slope_index(deciles(y, PEOPLE, errors)).iloc[0]
    width = exact[1] - exact[0]
    assert_allclose([result["rii_lower"], result["rii_upper"]], exact, atol=0.01 * width)


@pytest.mark.parametrize(
    ("scale", "g", "inverse"), [("log", np.log, np.exp), ("logit", logit, expit)]
)
def test_simulated_limits_on_the_other_scales_are_those_of_a_normal_slope(scale, g, inverse):
    y = np.linspace(0.30, 0.12, 10)
    errors = np.linspace(0.05, 0.09, 10)
    x, w = np.column_stack([np.ones(10), positions(PEOPLE)]), np.diag(PEOPLE)
    to_line = np.linalg.solve(x.T @ w @ x, x.T @ w)
    b0, b1 = to_line @ g(y)
    margin = Z * np.sqrt((to_line[1] ** 2 * errors**2).sum())
    tail = np.array([b1 - margin, b1 + margin])
    f0, f1 = inverse(b0 + b1 / 2 - tail / 2), inverse(b0 + b1 / 2 + tail / 2)
    result = slope_index(deciles(y, PEOPLE, errors), se="se", scale=scale, multiplier=1000).iloc[0]
    exact_sii, exact_rii = 1000 * (f1 - f0), f1 / f0
    assert_allclose(
        result[["sii_lower", "sii_upper"]].astype(float), exact_sii, atol=0.01 * np.ptp(exact_sii)
    )
    assert_allclose(
        result[["rii_lower", "rii_upper"]].astype(float), exact_rii, atol=0.01 * np.ptp(exact_rii)
    )


def test_95_percent_limits_and_their_standard_error_say_the_same():
    data = deciles(np.linspace(70, 80, 10), PEOPLE, se=0.5)
    assert_frame_equal(
        slope_index(data, draws=FEW), slope_index(data, se="se", draws=FEW), rtol=1e-9
    )
    rates = data.assign(value=np.linspace(0.2, 0.1, 10), se=0.1)
    rates = rates.assign(
        lower=rates["value"] * np.exp(-Z * 0.1), upper=rates["value"] * np.exp(Z * 0.1)
    )
    of_limits = slope_index(rates, scale="log", draws=FEW)
    assert_frame_equal(of_limits, slope_index(rates, se="se", scale="log", draws=FEW), rtol=1e-9)


def test_limits_given_are_95_percent_limits_whatever_the_level_of_the_result():
    data = deciles(np.linspace(70, 80, 10), se=0.5)
    at_95, at_998 = (
        slope_index(data, confidence=level, draws=FEW).iloc[0] for level in (0.95, 0.998)
    )
    margins = [at["sii_upper"] - at["sii"] for at in (at_95, at_998)]
    assert_allclose(margins[1] / margins[0], 3.090232306167813 / Z, rtol=1e-9)


def test_with_standard_errors_the_limits_need_not_exist():
    data = deciles(np.linspace(70, 80, 10))
    without = slope_index(data.drop(columns=["lower", "upper"]), se="se", draws=FEW)
    assert_frame_equal(without, slope_index(data, se="se", draws=FEW))


@pytest.mark.parametrize("scale", ["identity", "log", "logit"])
def test_a_negative_multiplier_turns_the_slope_inverts_the_ratio_and_exchanges_limits(scale):
    data = deciles(np.linspace(0.30, 0.12, 10), PEOPLE, se=0.02)
    plus = slope_index(data, se="se", scale=scale, multiplier=5, draws=FEW).iloc[0]
    minus = slope_index(data, se="se", scale=scale, multiplier=-5, draws=FEW).iloc[0]
    assert minus["sii_lower"] < minus["sii"] < minus["sii_upper"]
    assert minus["rii_lower"] < minus["rii"] < minus["rii_upper"]
    assert_allclose(
        minus[["sii", "sii_lower", "sii_upper"]].astype(float),
        -plus[["sii", "sii_upper", "sii_lower"]].astype(float),
    )
    assert_allclose(
        minus[["rii", "rii_lower", "rii_upper"]].astype(float),
        1 / plus[["rii", "rii_upper", "rii_lower"]].astype(float),
    )
    assert minus["intercept"] == plus["intercept"]


def test_splitting_a_quantile_of_a_straight_line_keeps_the_line():
    people = [100.0, 100, 100, 100, 100]
    split = [100.0, 100, 40, 60, 100, 100]
    five = deciles(3 + 2 * positions(people), people, k=5)
    six = deciles(3 + 2 * positions(split), split, k=6)
    five, six = (slope_index(data, quantiles=k, draws=FEW) for data, k in ((five, 5), (six, 6)))
    kept = ["sii", "rii", "intercept"]
    assert_frame_equal(five[kept], six[kept], rtol=1e-12)


@pytest.mark.parametrize("factor", [0.001, 1000])
def test_only_shares_of_population_matter(factor):
    data = deciles(np.linspace(70, 80, 10), PEOPLE)
    scaled = data.assign(population=data["population"] * factor)
    assert_frame_equal(slope_index(scaled, draws=FEW), slope_index(data, draws=FEW), rtol=1e-9)


def areas(seed):
    rng = np.random.default_rng(seed)
    return pd.concat(
        [
            deciles(
                np.sort(rng.uniform(70, 85, 10)), rng.uniform(50, 200, 10), 0.8, area=area, sex=sex
            )
            for area in "abcd"
            for sex in (1, 2)
        ]
    )


@pytest.mark.parametrize("scale", ["identity", "log"])
@pytest.mark.parametrize("area", ["a", "b", "c", "d"])
def test_the_order_of_rows_and_the_other_groups_change_nothing_not_even_simulated_limits(
    scale, area
):
    data = areas(1)
    result = slope_index(data, ["area", "sex"], scale=scale, draws=FEW)
    shuffled = data.sample(frac=1, random_state=3)
    assert_frame_equal(slope_index(shuffled, ["area", "sex"], scale=scale, draws=FEW), result)
    alone = slope_index(data[data["area"] == area], ["area", "sex"], scale=scale, draws=FEW)
    expected = result[result["area"] == area].reset_index(drop=True)
    assert_frame_equal(alone, expected, rtol=1e-13)


def test_memory_does_not_grow_with_the_number_of_simulated_groups():
    # Deviates, one group's draws and their order: a few rows of 8 bytes a draw, however many groups
    # there are.
    draws, peaks = 20_000, []
    for groups in (4, 40):
        data = pd.concat(deciles(np.linspace(70, 80, 10), area=area) for area in range(groups))
        tracemalloc.start()
        slope_index(data, ["area"], draws=draws)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[0] < 12 * 8 * draws
    assert peaks[1] - peaks[0] < 4 * 8 * draws


@pytest.mark.parametrize("scale", ["identity", "log", "logit"])
def test_simulated_limits_are_those_of_drawing_every_quantile_and_refitting(scale):
    transform, inverse = {
        "identity": (np.array, np.array),
        "log": (np.log, np.exp),
        "logit": (logit, expit),
    }[scale]
    y = np.linspace(0.30, 0.12, 10)
    errors = np.linspace(0.05, 0.09, 10) * (0.3 if scale == "identity" else 1)
    x, w = np.column_stack([np.ones(10), positions(PEOPLE)]), np.diag(PEOPLE)
    to_line = np.linalg.solve(x.T @ w @ x, x.T @ w)
    drawn = transform(y) + errors * np.random.default_rng(11).standard_normal((400_000, 10))
    b0, b1 = (drawn @ to_line.T).T
    centre = to_line @ transform(y) @ [1, 0.5]
    if scale == "identity":
        sii, rii = np.percentile(b1, [2.5, 97.5]), np.percentile((b0 + b1) / b0, [2.5, 97.5])
    else:
        tails = np.percentile(b1, [2.5, 97.5])
        f0, f1 = inverse(centre - tails / 2), inverse(centre + tails / 2)
        sii, rii = f1 - f0, f1 / f0
    result = slope_index(deciles(y, PEOPLE, errors), se="se", scale=scale).iloc[0]
    for name, expected in (("sii", sii), ("rii", rii)):
        limits = result[[f"{name}_lower", f"{name}_upper"]].astype(float)
        assert_allclose(limits, expected, atol=0.01 * np.ptp(expected))


@given(draws=st.integers(100, 400), confidence=st.floats(0.51, 0.999))
@settings(deadline=None, max_examples=40)
def test_percentiles_of_draws_are_numpys_quantiles(draws, confidence):
    simulated = np.random.default_rng(draws).standard_normal(draws)
    outer = (1 - confidence) / 2
    assert_allclose(
        percentiles(simulated, confidence), np.quantile(simulated, [outer, 1 - outer]), rtol=1e-9
    )


@pytest.mark.parametrize("scale", ["identity", "log"])
@pytest.mark.parametrize("errors", [np.zeros(10), [0.1] * 9 + [0]], ids=["all", "one"])
def test_a_value_of_which_somebody_is_quite_sure_leaves_no_limits(scale, errors):
    by_error = deciles(np.linspace(70, 80, 10), se=errors)
    for arguments in ({"se": "se"}, {}):
        result = slope_index(by_error, scale=scale, draws=FEW, **arguments).iloc[0]
        assert result["reason"] == "no limits: those given have no width, or an error is 0"
        assert result[["sii", "rii", "intercept"]].notna().all()
        assert result[["sii_lower", "sii_upper", "rii_lower", "rii_upper"]].isna().all()


def test_without_a_ratio_and_without_limits_both_are_said():
    result = slope_index(deciles(np.linspace(-5, 5, 10), se=0), draws=FEW).iloc[0]
    assert (
        result["reason"]
        == "no RII: an end of the fitted line is not above 0; no limits: those given have no width,"
        " or an error is 0"
    )
    assert result[["sii", "intercept"]].notna().all()
    assert result[NUMBERS].notna().sum() == 2


def test_groups_that_have_not_the_declared_quantiles_are_refused():
    line = np.linspace(70, 80, 11)
    data = pd.concat(deciles(line[:k], k=k, area=k) for k in (9, 10, 11))
    for quantiles, reasons in (
        (10, ["quantiles missing: 10", "", "quantiles other than whole numbers 1 to 10"]),
        (9, ["", *["quantiles other than whole numbers 1 to 9"] * 2]),
    ):
        result = slope_index(data, ["area"], quantiles=quantiles, draws=FEW)
        assert result["reason"].tolist() == reasons
        assert result["sii"].isna().tolist() == [reason != "" for reason in reasons]
    by_default = slope_index(data, ["area"], draws=FEW)
    assert_frame_equal(by_default, slope_index(data, ["area"], quantiles=10, draws=FEW))


@pytest.mark.parametrize("scale", ["identity", "log"])
def test_limits_are_of_the_level_that_their_column_says(scale):
    # 99.8% limits are 3.09 standard errors wide; read as 95% ones they would widen every result by
    # 58%.
    z = 3.090232306167813  # 99.9th percentile of the normal distribution, from printed tables
    data = deciles(np.linspace(70, 80, 10), PEOPLE, se=0.01)
    g, inverse = {"identity": (np.array, np.array), "log": (np.log, np.exp)}[scale]
    on_scale = g(data["value"].to_numpy())
    wide = data.assign(
        lower=inverse(on_scale - z * 0.01), upper=inverse(on_scale + z * 0.01), confidence=0.998
    )
    by_error = slope_index(data, se="se", scale=scale, draws=FEW)
    assert_frame_equal(slope_index(wide, scale=scale, draws=FEW), by_error, rtol=1e-9)


def test_the_limits_that_proportion_writes_are_read_at_their_level_whatever_it_is():
    counts = pd.DataFrame(
        {"quantile": range(1, 11), "numerator": range(5000, 4000, -100), "denominator": 10_000}
    )
    narrow, wide = (
        slope_index(proportion(counts, confidence=level), population="denominator", draws=FEW).iloc[
            0
        ]
        for level in (0.8, 0.998)
    )
    # Wilson's limits of so many people are nearly symmetric, so that their standard error is nearly
    # the same.
    assert narrow["sii"] == wide["sii"]
    assert_allclose(
        narrow["sii_upper"] - narrow["sii_lower"], wide["sii_upper"] - wide["sii_lower"], rtol=1e-3
    )


@pytest.mark.parametrize("level", [np.nan, 95, 0.5, 1.0])
def test_limits_of_no_level_are_refused_and_a_standard_error_needs_none(level):
    data = deciles(np.linspace(70, 80, 10)).assign(confidence=[level, *[0.95] * 9])
    result = slope_index(data, draws=FEW).iloc[0]
    assert result["reason"] == "confidence of the limits missing, or not between 0.5 and 1"
    assert result[NUMBERS].isna().all()
    assert slope_index(data, se="se", draws=FEW)["reason"].item() == ""


def test_the_seed_fixes_the_simulation_and_another_seed_is_another_simulation():
    data = deciles(np.linspace(70, 80, 10), se=0.5)
    one, again, other = (slope_index(data, draws=FEW, seed=seed) for seed in (1, 1, 2))
    assert_frame_equal(one, again, check_exact=True)
    assert one["rii_lower"].item() != other["rii_lower"].item()
    assert one["sii_lower"].item() == other["sii_lower"].item()


def test_the_callers_frame_is_not_changed():
    data = areas(3)
    before = data.copy(deep=True)
    slope_index(data, ["area", "sex"], draws=FEW)
    assert_frame_equal(data, before)


def test_the_method_says_how_many_quantiles_and_what_the_limits_are():
    result = slope_index(areas(4), ["area", "sex"], draws=FEW).set_index(["area", "sex"])["method"]
    assert "10 quantiles, identity scale, closed-form SII limits" in result["a", 1]
    five = slope_index(deciles(np.linspace(1, 2, 5), k=5), quantiles=5, draws=FEW)
    assert "5 quantiles" in five["method"].item()
    assert "2,000 draws, seed 0" in result["d", 1]


LINE = np.linspace(0.2, 0.4, 10)


def put(column, row, value):
    return lambda data: data.assign(
        **{column: np.where(np.arange(len(data)) == row, value, data[column])}
    )


@pytest.mark.parametrize(
    ("spoil", "scale", "reason"),
    [
        (lambda data: data.drop(index=3), "identity", "quantiles missing: 4"),
        (lambda data: data.drop(index=[0, 1]), "identity", "quantiles missing: 1, 2"),
        (lambda data: data.iloc[[*range(10), 2, 9]], "identity", "quantiles repeated: 3, 10"),
        (lambda data: data.iloc[:8], "identity", "quantiles missing: 9, 10"),
        (put("quantile", 4, 0), "identity", "quantiles other than whole numbers 1 to 10"),
        (put("quantile", 4, 4.5), "identity", "quantiles other than whole numbers 1 to 10"),
        (put("quantile", 4, np.nan), "identity", "quantiles other than whole numbers 1 to 10"),
        (put("quantile", 9, 101), "identity", "quantiles other than whole numbers 1 to 10"),
        (put("population", 4, 0), "identity", "population not above 0"),
        (
            put("population", 4, np.nan),
            "identity",
            "a value, limit, error or population is missing",
        ),
        (put("value", 4, np.nan), "identity", "a value, limit, error or population is missing"),
        (put("upper", 4, np.inf), "identity", "a value, limit, error or population is missing"),
        (put("lower", 4, 9), "identity", "a value outside its limits"),
        (put("upper", 4, 0.1), "identity", "a value outside its limits"),
        (put("value", 4, 0.9), "log", "a value outside its limits"),
        (put("value", 4, 0), "log", "a value or limit lies outside the scale"),
        (put("lower", 4, -0.1), "log", "a value or limit lies outside the scale"),
        (put("upper", 4, 1.0), "logit", "a value or limit lies outside the scale"),
    ],
)
def test_a_group_that_breaks_a_rule_is_refused_by_name_and_does_not_stop_the_others(
    spoil, scale, reason
):
    good = deciles(LINE, se=0.01, area="good")
    bad = spoil(deciles(LINE, se=0.01, area="bad"))
    result = slope_index(pd.concat([bad, good]), ["area"], scale=scale, draws=FEW).set_index("area")
    assert result.loc["bad", "reason"] == reason
    assert result.loc["bad", NUMBERS].isna().all()
    alone = slope_index(good, ["area"], scale=scale, draws=FEW).set_index("area")
    assert_frame_equal(result.loc[["good"]], alone, rtol=1e-13)
    assert alone["reason"].item() == ""


def test_a_hundred_quantiles_are_accepted_and_five_are_enough():
    for k in (5, 100):
        data = deciles(np.linspace(1, 2, k), k=k)
        assert slope_index(data, quantiles=k, draws=FEW)["reason"].item() == ""


def test_a_negative_error_is_refused():
    result = slope_index(deciles(LINE, se=-0.1), se="se", draws=FEW)
    assert result["reason"].item() == "an error below 0"


@pytest.mark.parametrize("value", [np.linspace(-5, 5, 10), np.linspace(5, -5, 10), np.zeros(10)])
def test_a_ratio_needs_both_ends_of_the_line_above_0_and_the_slope_does_not(value):
    result = slope_index(deciles(value), draws=FEW).iloc[0]
    assert result["reason"].startswith("no RII:")
    assert result[["rii", "rii_lower", "rii_upper"]].isna().all()
    assert result[["sii", "sii_lower", "sii_upper", "intercept"]].notna().all()


def test_a_ratio_to_an_end_that_may_be_0_has_no_limits():
    result = slope_index(deciles(np.linspace(1, 5, 10), se=2), draws=FEW).iloc[0]
    assert result["reason"].startswith("no limits of the RII:")
    assert np.isfinite(result["rii"])
    assert result[["rii_lower", "rii_upper"]].isna().all()
    assert result[["sii", "sii_lower", "sii_upper"]].notna().all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"scale": "probit"}, "scale must be one of identity, log, logit"),
        ({"multiplier": 0}, "multiplier must be a number other than 0"),
        ({"multiplier": float("nan")}, "multiplier must be a number other than 0"),
        ({"draws": 99}, "draws must be at least 100"),
        ({"quantiles": 4}, "quantiles must be a whole number from 5 to 100"),
        ({"quantiles": 101}, "quantiles must be a whole number from 5 to 100"),
        ({"quantiles": None}, "quantiles must be a whole number from 5 to 100"),
        ({"quantiles": 9.5}, "quantiles must be a whole number from 5 to 100"),
        ({"confidence": 1.2}, "confidence must lie between"),
        ({"se": "stderr"}, "no column 'stderr'"),
        ({"lower": "lowercl"}, "no column 'lowercl'"),
        ({"by": ["sii"]}, "no column 'sii'"),
    ],
)
def test_bad_arguments_are_named_in_the_error(arguments, message):
    with pytest.raises(ValueError, match=message):
        slope_index(deciles(LINE), **arguments)


def test_an_empty_frame_gives_an_empty_result_with_all_columns():
    full = slope_index(deciles(LINE, area="a"), ["area"], draws=FEW)
    result = slope_index(deciles(LINE, area="a").iloc[:0], ["area"], draws=FEW)
    assert len(result) == 0
    assert list(result.columns) == list(full.columns)


def test_a_raw_table_of_deciles_with_errors_is_taken_as_it_stands():
    deciles = pd.DataFrame(
        {
            "decile": range(1, 11),
            "population": 1000,
            "value": [70.0 + decile for decile in range(10)],
            "se": 0.5,
        }
    )
    # On the line 70 - 0.5 + 10 x, over equal tenths: 10 from end to end.
    found = stats.slope_index(deciles).iloc[0]
    assert found["sii"] == pytest.approx(10)
    named = deciles.rename(columns={"decile": "quantile"})
    assert stats.slope_index(named, se="se").iloc[0].equals(found)
    other = stats.concentration_index(deciles).iloc[0]
    assert other.equals(stats.concentration_index(named, se="se").iloc[0])
    assert pd.notna(other["aci_lower"])
