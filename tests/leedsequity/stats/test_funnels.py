"""Funnel limits: hand calculation, overdispersion, refusals."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from leedsequity.stats import funnel_limits

LIMITS = ["lower_95", "upper_95", "lower_99_8", "upper_99_8"]


def areas(observed, expected, **levels):
    return pd.DataFrame({**levels, "observed": observed, "expected": expected})


def test_limits_of_one_expected_event_by_hand():
    # F(0) = 0.367879, F(2) = 0.919699, F(3) = 0.981012, F(4) = 0.996340, F(5) = 0.999406
    # 97.5%: 3 - (0.981012 - 0.975)/(0.981012 - 0.919699) = 2.9019
    # 99.9%: 5 - (0.999406 - 0.999)/(0.999406 - 0.996340) = 4.8676; below 0 is 0
    row = funnel_limits(areas([1], [1.0]), multiplier=1).iloc[0]
    assert_allclose([row[name] for name in LIMITS], [0, 2.9019, 0, 4.8676], atol=5e-4)


def test_of_many_expected_events_limits_are_the_normal_ones():
    # 1 -/+ 1.96 / sqrt(E) and 1 -/+ 3.09 / sqrt(E), E = 1,000,000
    row = funnel_limits(areas([1_000_000], [1e6])).iloc[0]
    expected = [99.804, 100.196, 99.691, 100.309]
    assert_allclose([row[name] for name in LIMITS], expected, atol=1e-3)


@pytest.mark.parametrize(
    ("observed", "position"),
    [
        (100, "within"),
        (121, "above 95%"),  # 100 (1 + 1.96/10) = 119.6
        (140, "above 99.8%"),  # 100 (1 + 3.09/10) = 130.9
        (79, "below 95%"),
        (65, "below 99.8%"),
    ],
)
def test_where_an_area_lies(observed, position):
    assert funnel_limits(areas([observed], [100.0]))["position"].item() == position


def test_about_95_and_998_of_1000_areas_lie_within_where_chance_is_all():
    rng = np.random.default_rng(3)
    expected = rng.uniform(20, 2_000, 5_000)
    result = funnel_limits(areas(rng.poisson(expected), expected))
    inside = result["position"].eq("within").mean()
    far = result["position"].str.endswith("99.8%").mean()
    assert_allclose(inside, 0.95, atol=0.01)
    assert_allclose(far, 0.002, atol=0.002)
    # Winsorising a normal z at its tenths leaves E z^2 = 0.6646 (1 - 0.2 - 2 c phi(c) + 0.2 c^2,
    # c = 1.2816).
    assert_allclose(result["dispersion"], 0.6646, atol=0.03)


def test_additive_overdispersion_by_hand():
    # E = 100: z = 2 (sqrt(O) - 10) = -2 and 2 in turn; dispersion 4; w = 400 each,
    # tau^2 = (20 x 4 - 19) / (8,000 - 400) = 61/7,600
    # half = 1.959964 sqrt(1/400 + 61/7,600) = 0.201088
    result = funnel_limits(areas([81, 121] * 10, 100.0), overdispersion="additive")
    assert_allclose(result["dispersion"], 4, rtol=1e-12)
    assert_allclose(result["lower_95"], 100 * (1 - 0.201088) ** 2, atol=0.01)
    assert_allclose(result["upper_95"], 100 * (1 + 0.201088) ** 2, atol=0.01)
    assert set(result["position"]) == {"within"}


def test_areas_that_vary_less_than_by_chance_have_no_overdispersion():
    same = areas([100] * 12, 100.0)
    result = funnel_limits(same, overdispersion="additive")
    assert_allclose(result["upper_95"], 100 * (1 + 1.959964 / 20) ** 2, rtol=1e-6)


def test_each_group_has_its_own_overdispersion_and_rows_keep_their_places():
    data = pd.concat([areas([81, 121] * 6, 100.0, sex="f"), areas([100] * 12, 100.0, sex="m")])
    data.index = range(50, 74)
    shuffled = data.sample(frac=1, random_state=0)
    result = funnel_limits(shuffled, ["sex"], overdispersion="additive")
    assert result.index.tolist() == shuffled.index.tolist()
    assert result.groupby("sex")["dispersion"].first().round(9).to_dict() == {"f": 4, "m": 0}


@pytest.mark.parametrize(
    ("observed", "expected", "reason"),
    [
        (np.nan, 5, "observed missing"),
        (5, np.nan, "expected missing"),
        (-1, 5, "observed below 0"),
        (5, 0, "expected not above 0"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused_and_the_others_are_not(observed, expected, reason):
    result = funnel_limits(areas([observed, 100], [expected, 100.0]))
    assert result["funnel_reason"].tolist() == [reason, ""]
    assert result[LIMITS].isna().all(axis=1).tolist() == [True, False]
    assert result["position"].tolist() == ["", "within"]


def test_overdispersion_is_not_estimated_from_nine_areas():
    result = funnel_limits(areas([100] * 9, 100.0), overdispersion="additive")
    assert set(result["funnel_reason"]) == {"fewer than 10 areas to estimate overdispersion from"}
    assert result[LIMITS].isna().all(axis=None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"overdispersion": "yes"}, "overdispersion must be one of none, additive"),
        ({"observed": "deaths"}, "no column 'deaths'"),
        ({"by": ["sex"]}, "no column 'sex'"),
        ({"multiplier": -1}, "multiplier must be above 0"),
    ],
)
def test_bad_arguments_are_named_in_the_error(arguments, message):
    with pytest.raises(ValueError, match=message):
        funnel_limits(areas([1], [1.0]), **arguments)


def test_a_column_that_would_be_replaced_is_refused():
    with pytest.raises(ValueError, match="has a column 'position' already"):
        funnel_limits(areas([1], [1.0], position="x"))
