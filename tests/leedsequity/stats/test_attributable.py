"""Events above a reference's rates: hand calculation, identities, limits, refusals."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from leedsequity.stats import attributable

ARGUMENTS = {"group": "decile", "reference": 10}
Z = 1.959963984540054  # 97.5th percentile of the standard normal distribution, from printed tables


def deaths(decile, young, old, **levels):
    return pd.DataFrame(
        {
            **levels,
            "decile": decile,
            "age_start": [0, 65],
            "deaths": [young, old],
            "population": [10_000, 2_000],
        }
    )


def three(**levels):
    """Rates of the reference: 0.002 and 0.05; 20 and 100 expected everywhere."""
    rows = [(1, 60, 180), (2, 30, 130), (10, 20, 100)]
    return pd.concat([deaths(*row, **levels) for row in rows], ignore_index=True)


def one(result, measure, decile=None):
    rows = result[(result["measure"] == measure)]
    found = rows[rows["decile"].isna()] if decile is None else rows[rows["decile"].eq(decile)]
    return found.iloc[0]


def test_excess_and_fraction_by_hand():
    # 240 - 120 = 120 of 240; 160 - 120 = 40 of 160; together 160 of 240 + 160 + 120.
    result = attributable(three(), **ARGUMENTS)
    assert result["part"].tolist() == ["level"] * 4 + ["total"] * 2
    for decile, excess, fraction in ((1, 120, 1 / 2), (2, 40, 1 / 4), (None, 160, 160 / 520)):
        assert_allclose(one(result, "excess", decile)["value"], excess, rtol=1e-12)
        assert_allclose(one(result, "fraction", decile)["value"], fraction, rtol=1e-12)


def test_lower_rates_than_the_references_count_against_the_excess():
    # 10 - 20 and 120 - 100
    data = pd.concat([deaths(1, 10, 120), deaths(10, 20, 100)])
    assert_allclose(one(attributable(data, **ARGUMENTS), "excess", 1)["value"], 10, rtol=1e-12)


def test_limits_of_an_excess_have_the_variance_of_observed_and_expected():
    # Var = O + sum(w^2 O_ref) with w = n/N = 1 for a level (240 + 120) and 2 for the total, in
    # which two levels share the reference (240 + 160 + 4 x 120).
    result = attributable(three(), **ARGUMENTS, draws=50_000)
    for decile, variance in ((1, 360), (2, 280), (None, 880)):
        row = one(result, "excess", decile)
        half = [row["value"] - row["lower"], row["upper"] - row["value"]]
        assert_allclose(half, Z * variance**0.5, rtol=0.04)


def test_limits_hold_the_truth_in_95_of_100_simulated_populations():
    rng = np.random.default_rng(5)
    truth = three()
    samples = [
        truth.assign(sample=sample, deaths=rng.poisson(truth["deaths"])) for sample in range(250)
    ]
    found = attributable(pd.concat(samples), ["sample"], **ARGUMENTS, draws=500)
    keys = ["decile", "part", "measure"]
    both = found.merge(attributable(truth, **ARGUMENTS), on=keys, suffixes=("", "_true"))
    assert len(both) == 6 * 250
    inside = both["value_true"].between(both["lower"], both["upper"])
    assert 0.93 <= inside.mean() <= 0.97


def test_the_order_of_rows_and_other_groups_change_nothing():
    data = pd.concat([three(sex="f"), three(sex="m")])
    result = attributable(data, ["sex"], **ARGUMENTS, draws=200)
    shuffled = data.sample(frac=1, random_state=2)
    assert_frame_equal(attributable(shuffled, ["sex"], **ARGUMENTS, draws=200), result)
    women = attributable(three(sex="f"), ["sex"], **ARGUMENTS, draws=200)
    assert_frame_equal(women, result[:6])


def test_a_refused_level_refuses_the_total_and_not_the_other_levels():
    data = three()
    result = attributable(data.drop(index=data.index[0]), **ARGUMENTS)
    assert one(result, "excess", 1)["reason"] == "strata missing: 0"
    assert one(result, "excess", 2)["value"] == 40
    total = one(result, "excess")
    assert total["reason"] == "levels refused: 1 of 2"
    assert np.isnan(total["value"])


def test_a_group_without_the_reference_is_refused_and_the_others_are_not():
    data = pd.concat([three(sex="f"), three(sex="m").query("decile != 10")])
    result = attributable(data, ["sex"], **ARGUMENTS, draws=200)
    men = result[result["sex"] == "m"]
    assert men["value"].isna().all()
    assert men["reason"].iloc[0] == "no reference level in this group"
    assert result.loc[result["sex"] == "f", "value"].notna().all()


def test_a_group_of_the_reference_alone_has_no_total():
    data = pd.concat([three(sex="f"), deaths(10, 20, 100, sex="m")])
    result = attributable(data, ["sex"], **ARGUMENTS, draws=200)
    men = result[result["sex"] == "m"]
    assert men["part"].tolist() == ["total", "total"]
    assert set(men["reason"]) == {"no level beside the reference"}


def test_few_events_stand_without_limits():
    data = pd.concat([three(), deaths(3, 4, 5)])
    row = one(attributable(data, **ARGUMENTS), "excess", 3)
    assert (row["value"], row["reason"]) == (9 - 120, "no limits: fewer than 10 events")
    assert np.isnan(row["lower"])


def test_no_events_have_no_fraction():
    data = pd.concat([three(), deaths(3, 0, 0)])
    result = attributable(data, **ARGUMENTS)
    assert one(result, "fraction", 3)["reason"] == "no events to be a fraction of"
    assert one(result, "excess", 3)["value"] == -120


def test_an_empty_frame_gives_an_empty_result_with_all_columns():
    full, empty = (attributable(data, **ARGUMENTS) for data in (three(), three().iloc[:0]))
    assert len(empty) == 0
    assert list(empty.columns) == list(full.columns)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"reference": 9}, "column 'decile' has no level 9"),
        ({"events": "died"}, "no column 'died'"),
        ({"draws": 10}, "draws must be at least 100"),
        ({"confidence": 95}, "confidence must lie between"),
    ],
)
def test_bad_arguments_are_named_in_the_error(arguments, message):
    with pytest.raises(ValueError, match=message):
        attributable(three(), **ARGUMENTS | arguments)
