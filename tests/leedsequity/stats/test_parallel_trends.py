"""Leads: against a regression with interactions and statsmodels' F; the bound by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import f as fisher
from statsmodels.regression.linear_model import OLS

from leedsequity import stats

NAMES = {"outcome": "y", "exposure": "x", "entity": "area", "time": "year", "base": 2012}


def panel(seed=4, areas=15):
    rng = np.random.default_rng(seed)
    area, year = (each.ravel() for each in np.indices((areas, 4)))
    x = rng.normal(size=areas)[area] + 3
    y = area + 0.2 * x * year + np.sin(year) + rng.normal(size=area.size)
    return pd.DataFrame({"area": area, "year": 2009 + year, "x": x, "y": y})


def test_leads_are_the_slopes_of_interactions_in_a_panel_with_effects():
    data = panel()
    terms = {f"lead_{year}": data["x"] * (data["year"] == year) for year in (2009, 2010, 2011)}
    fit = stats.two_way_fixed_effects(
        data.assign(**terms), outcome="y", exposure="lead_2009", entity="area", time="year",
        controls=["lead_2010", "lead_2011"],
    )  # fmt: skip
    found = stats.leads(data.sample(frac=1, random_state=1), **NAMES)
    assert found["year"].tolist() == [2009, 2010, 2011]
    columns = ["value", "se", "lower", "upper", "p_value"]
    assert found[columns].to_numpy() == pytest.approx(fit[columns].to_numpy(), rel=1e-8)


def test_the_joint_test_is_that_of_statsmodels_with_our_factor():
    data = panel()
    terms = pd.DataFrame({str(t): data["x"] * (data["year"] == t) for t in (2009, 2010, 2011)})
    dummies = pd.get_dummies(data[["area", "year"]].astype(str), drop_first=True, dtype=float)
    design = terms.join(dummies.assign(one=1.0))
    fit = OLS(data["y"], design).fit(
        cov_type="cluster", cov_kwds={"groups": data["area"], "use_correction": False}
    )
    covariance = fit.cov_params().iloc[:3, :3].to_numpy() * 15 / 14 * 59 / (60 - 7)
    b = fit.params.iloc[:3].to_numpy()
    expected = fisher.sf(b @ np.linalg.inv(covariance) @ b / 3, 3, 14)
    assert stats.leads(data, **NAMES)["joint_p"].to_numpy() == pytest.approx([expected] * 3)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda d: d[d["area"] < 9], "too few entities"),
        (lambda d: d.assign(x=1.0), "the exposure does not vary"),
        (lambda d: d.assign(x=d["x"] + d["year"]), "an entity has two exposures"),
        (lambda d: pd.concat([d, d.head(1)]), "an entity has two rows for a period"),
    ],
)
def test_leads_are_refused_with_a_reason(change, reason):
    found = stats.leads(change(panel()), **NAMES)
    assert found["reason"].tolist() == [reason] * 3
    assert found[["value", "se", "lower", "upper", "p_value", "joint_p"]].isna().all(axis=None)


def test_an_exact_fit_has_slopes_and_no_limits():
    data = panel().assign(y=lambda d: d["area"] + 0.5 * d["x"] * (2012 - d["year"]))
    found = stats.leads(data, **NAMES)
    assert found["value"].tolist() == pytest.approx([1.5, 1.0, 0.5])
    assert found[["se", "lower", "upper", "p_value", "joint_p"]].isna().all(axis=None)
    assert set(found["reason"]) == {"no limits: the exposure fits the outcome exactly"}


def test_an_entity_without_a_number_is_left_out():
    data = panel()
    gap = data.assign(y=data["y"].where(data.index != 5))
    without = stats.leads(data[data["area"] != 1], **NAMES)
    pd.testing.assert_frame_equal(stats.leads(gap, **NAMES), without)
    assert without["entities"].tolist() == [14] * 3


def path(lower=3.0):
    values = {2009: -1.0, 2010: 0.5, 2011: 0.25, 2013: 1.0, 2014: 5.0, 2015: 6.0}
    return pd.DataFrame(
        {"year": [*values], "value": [*values.values()], "lower": lower, "upper": 7.0, "reason": ""}
    )


def test_the_bound_by_hand():
    # Steps before are 1.5, 0.25 and 0.25; to 2014 there are two after 2012: 2 * 1.5 = 3.
    row = stats.violation_bound(path(), time="year", base=2012, target=2014).iloc[0]
    assert row[["value", "lower", "upper"]].tolist() == [5, 0, 10]
    assert row[["largest_step", "steps", "kept_to"]].tolist() == [1.5, 2, 1]
    half = stats.violation_bound(path(), time="year", base=2012, target=2014, magnitude=0.5)
    assert half[["lower", "upper"]].iloc[0].tolist() == [1.5, 8.5]
    # Of limits below 0 the upper is the nearer; limits that hold 0 keep to nothing.
    for lower, upper, kept in ((-7.0, -4.5, 1.5), (-1.0, 7.0, 0.0)):
        other = path(lower).assign(upper=upper)
        bound = stats.violation_bound(other, time="year", base=2012, target=2014)
        assert bound["kept_to"].item() == pytest.approx(kept)


def test_a_bound_without_two_periods_before_is_refused_and_bad_arguments_raise():
    row = stats.violation_bound(
        path()[path()["year"] > 2010], time="year", base=2012, target=2014
    ).iloc[0]  # fmt: skip
    assert row["reason"] == "fewer than two periods before the base"
    assert np.isnan([row["value"], row["lower"], row["upper"], row["kept_to"]]).all()
    with pytest.raises(ValueError, match="target 2011 is no period after"):
        stats.violation_bound(path(), time="year", base=2012, target=2011)
    with pytest.raises(ValueError, match="magnitude must be 0 or more"):
        stats.violation_bound(path(), time="year", base=2012, target=2014, magnitude=-1)
    with pytest.raises(ValueError, match="base 2020 is no period"):
        stats.leads(panel(), **NAMES | {"base": 2020})
