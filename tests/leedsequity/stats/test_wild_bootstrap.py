"""The wild cluster bootstrap: against refitting pattern by pattern, its least p, and refusals."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.linear_model import WLS

from leedsequity.stats import wild_cluster_bootstrap

NAMES = {"outcome": "y", "exposure": "x", "entity": "area", "time": "year", "cluster": "region"}


def panel(seed=3, areas=16, regions=8, years=4, slope=0.0):
    rng = np.random.default_rng(seed)
    area, year = (each.ravel() for each in np.indices((areas, years)))
    region = area % regions
    shared = rng.normal(size=(regions, years))[region, year]
    x = rng.normal(size=area.size) + shared + area
    z = rng.normal(size=area.size)
    y = slope * x + 0.5 * z + area + year + 2 * shared * rng.normal(size=regions)[region]
    y += rng.normal(size=area.size)
    columns = {"area": area, "year": year, "region": region, "x": x, "y": y, "z": z}
    return pd.DataFrame(columns).assign(w=rng.uniform(1, 5, area.size))


def refitted(data, controls=(), weights=None):
    """Fit anew for every pattern, on indicators of areas and years: the slopes and their t."""
    dummies = pd.get_dummies(data[["area", "year"]].astype(str), drop_first=True, dtype=float)
    null = dummies.assign(one=1.0).join(data[list(controls)])
    full = null.assign(x=data["x"])
    w = 1.0 if weights is None else data[weights]
    under = WLS(data["y"], null, w).fit()
    left = WLS(data["x"], null, w).fit().resid
    found = []
    for signs in product((1.0, -1.0), repeat=data["region"].nunique()):
        made = under.fittedvalues + under.resid * data["region"].map(dict(enumerate(signs)))
        fit = WLS(made, full, w).fit()
        score = (w * left * fit.resid).groupby(data["region"]).sum()
        error = np.sqrt((score**2).sum()) / (w * left**2).sum()
        found.append((fit.params["x"], fit.params["x"] / error))
    return np.array(found)


@pytest.mark.parametrize(("controls", "weights"), [((), None), (("z",), "w")])
def test_all_patterns_are_those_of_refitting(controls, weights):
    data = panel(regions=6, areas=12)
    expected = refitted(data, controls, weights)
    row = wild_cluster_bootstrap(
        data, **NAMES, controls=controls, weights=weights
    ).iloc[0]  # fmt: skip
    assert (row["value"], row["t"]) == pytest.approx(tuple(expected[0]), rel=1e-8)
    p = (np.abs(expected[:, 1]) >= abs(expected[0, 1]) - 1e-9).mean()
    assert row["p_value"] == pytest.approx(p)
    assert (row["patterns"], row["clusters"]) == (64, 6)


def test_the_least_p_of_eight_clusters_is_one_in_128_and_that_of_others_is_above_none():
    row = wild_cluster_bootstrap(panel(slope=40), **NAMES).iloc[0]
    assert (row["p_value"], row["patterns"]) == (1 / 128, 256)
    # By area there are 2^16 patterns: 999 are drawn.
    by_area = wild_cluster_bootstrap(
        panel(slope=40), **NAMES | {"cluster": "area"}, draws=999
    ).iloc[0]  # fmt: skip
    assert by_area["patterns"] == 999
    assert 1 / 1000 <= by_area["p_value"] < 0.01


def test_drawn_patterns_come_near_all_of_them_and_are_seeded():
    data = panel(regions=12, areas=24, seed=5)
    every = wild_cluster_bootstrap(data, **NAMES, draws=4096)["p_value"].item()
    drawn = [wild_cluster_bootstrap(data, **NAMES, draws=4095, seed=s) for s in (1, 1, 2)]
    first, again, other = (each["p_value"].item() for each in drawn)
    assert first == again != other
    # Four standard errors of a share of 4,095.
    assert first == pytest.approx(every, abs=4 * np.sqrt(every * (1 - every) / 4095))


def test_several_clusters_are_tests_of_their_own():
    data = panel(slope=0.2)
    both = wild_cluster_bootstrap(data, **NAMES | {"cluster": ["area", "region"]}, draws=999)
    assert both["clusters"].tolist() == [16, 8]
    for number, name in enumerate(("area", "region")):
        one = wild_cluster_bootstrap(data, **NAMES | {"cluster": name}, draws=999)
        assert one.iloc[0].equals(both.iloc[number].rename(0))


def test_without_an_association_p_is_below_a_tenth_one_time_in_ten():
    p = [wild_cluster_bootstrap(panel(seed=s), **NAMES)["p_value"].item() for s in range(150)]
    assert np.mean(np.array(p) <= 0.1) == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / 150))


def test_the_order_of_rows_and_the_unit_of_a_column_change_nothing():
    data = panel(slope=0.2)
    again = data.sample(frac=1, random_state=1).assign(x=lambda d: d["x"] * 1000)
    first, other = (wild_cluster_bootstrap(each, **NAMES).iloc[0] for each in (data, again))
    assert other["p_value"] == first["p_value"]
    assert other["value"] * 1000 == pytest.approx(first["value"])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda d: d[d["region"] < 5], "fewer than 6 clusters"),
        (lambda d: d.assign(region=d.index % 8), "an entity lies in two clusters"),
        (lambda d: d.assign(x=d["area"] * 1.0), "the exposure does not vary beyond the effects"),
        (lambda d: pd.concat([d, d.head(1)]), "an entity has two rows for a period"),
        (lambda d: d[d["year"] == 1], "fewer than two entities or periods"),
    ],
)
def test_it_is_refused_with_a_reason(change, reason):
    row = wild_cluster_bootstrap(change(panel()), **NAMES).iloc[0]
    assert row["reason"] == reason
    assert np.isnan([row["value"], row["t"], row["p_value"]]).all()


def test_bad_arguments_raise():
    with pytest.raises(ValueError, match="draws must be a whole number"):
        wild_cluster_bootstrap(panel(), **NAMES, draws=10)
    with pytest.raises(ValueError, match="controls takes a list"):
        wild_cluster_bootstrap(panel(), **NAMES, controls="z")
    with pytest.raises(ValueError, match="no column 'county'"):
        wild_cluster_bootstrap(panel(), **NAMES | {"cluster": "county"})
