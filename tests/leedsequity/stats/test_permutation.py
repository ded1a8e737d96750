"""Exchanged exposures: all exchanges by hand, slopes of linearmodels, a curve by hand, refusals."""

from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from linearmodels.panel import PanelOLS

from leedsequity import stats

NAMES = {"outcome": "y", "exposure": "x", "entity": "area", "time": "year", "group": "region"}
GROUP = np.array([1, 0, 0, 1, 0, 1, 1])


def panel(seed=1, slope=0.0):
    rng = np.random.default_rng(seed)
    area, year = (each.ravel() for each in np.indices((len(GROUP), 3)))
    x = rng.normal(size=area.size) + area
    y = slope * x + area + year**2 + rng.normal(size=area.size)
    return pd.DataFrame({"area": area, "year": year, "region": GROUP[area], "x": x, "y": y})


def slope_of(data):
    """Subtract the means of areas, and then of years, and take the slope of what is left."""
    left = [
        values.sub(values.mean(axis=1), axis=0).sub(values.mean() - values.to_numpy().mean())
        for values in (data.pivot(index="area", columns="year", values=c) for c in ("x", "y"))
    ]
    x, y = (values.to_numpy() for values in left)
    return (x * y).sum() / (x**2).sum()


def every_slope(data):
    """The slopes of all 3! * 4! exchanges within the two groups, each fitted anew."""
    paths = data.pivot(index="area", columns="year", values="x").to_numpy()
    zero, one = np.flatnonzero(GROUP == 0), np.flatnonzero(GROUP == 1)
    found = []
    for first, second in product(permutations(zero), permutations(one)):
        exchanged = np.empty_like(paths)
        exchanged[zero], exchanged[one] = paths[list(first)], paths[list(second)]
        found.append(slope_of(data.assign(x=exchanged.ravel())))
    return np.array(found)


@pytest.mark.parametrize("slope", [0.0, 0.8])
def test_p_comes_near_that_of_all_exchanges(slope):
    data = panel(slope=slope)
    every, value = every_slope(data), slope_of(data)
    p = min(1, 2 * min((every >= value - 1e-9).mean(), (every <= value + 1e-9).mean()))
    row = stats.permutation_test(data, **NAMES, draws=9_999).iloc[0]
    assert row["value"] == pytest.approx(value)
    # Four standard errors of 9,999 draws, twice for two tails.
    assert row["p_value"] == pytest.approx(p, abs=8 * np.sqrt(0.25 / 9_999))
    assert row["exchanged"] == pytest.approx(every.mean(), abs=5 * every.std() / np.sqrt(9_999))
    assert (row["entities"], row["groups"]) == (7, 2)


def test_an_exchange_stays_within_its_group_and_every_one_is_as_likely():
    drawn = stats.exchanges(GROUP, 12_000, seed=0)
    assert (GROUP[drawn] == GROUP).all()
    assert (np.sort(drawn, axis=1) == np.arange(7)).all()
    # Area 0, one of four, gets the path of area 3 a quarter of the time.
    assert (drawn[:, 0] == 3).mean() == pytest.approx(0.25, abs=4 * np.sqrt(0.1875 / 12_000))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda d: d.drop(index=4), "an entity lacks a period or a number"),
        (lambda d: d.assign(y=d["y"].where(d.index != 4)), "an entity lacks a period or a number"),
        (lambda d: d.assign(region=d["area"]), "the groups can be exchanged in fewer than 40 ways"),
        (lambda d: d.assign(region=d.index % 2), "an entity lies in two groups"),
        (lambda d: d.assign(x=d["year"] * 2.0), "the exposure does not vary beyond the effects"),
    ],
)
def test_it_is_refused_with_a_reason(change, reason):
    row = stats.permutation_test(change(panel()), **NAMES).iloc[0]
    assert row["reason"] == reason
    assert np.isnan([row["value"], row["exchanged"], row["p_value"]]).all()


@pytest.mark.parametrize("effects", [False, True], ids=["indicators", "cluster effects"])
@pytest.mark.parametrize("weights", [None, "w"])
def test_slopes_are_those_of_linearmodels_and_t_is_that_of_sums_by_hand(weights, effects):
    data = panel(slope=0.5).assign(w=np.linspace(1, 3, 21), other=lambda d: d["x"].to_numpy()[::-1])
    shuffled = data.sample(frac=1, random_state=2)
    kinds = ["year"] if effects else ["area", "year"]
    dummies = pd.get_dummies(shuffled[kinds].astype(str), dtype=float)
    slopes, t = stats.slopes_given(
        shuffled[["y"]].to_numpy(),
        shuffled[["x", "other"]].to_numpy(),
        dummies.to_numpy(),
        shuffled["area"].to_numpy(),
        None if weights is None else shuffled[weights].to_numpy(),
        cluster_effects=effects,
    )
    indexed = data.set_index(["area", "year"])
    w = pd.Series(1.0, indexed.index) if weights is None else indexed[weights]
    effects = {"entity_effects": True, "time_effects": True, "weights": w.to_frame("w")}
    one = indexed.assign(one=1.0)[["one"]]
    for column, (slope, own) in zip(("x", "other"), zip(slopes[0], t[0], strict=True), strict=True):
        fit = PanelOLS(indexed["y"], indexed[[column]], **effects).fit()
        assert slope == pytest.approx(fit.params[column])
        left = PanelOLS(indexed[column], one, **effects).fit().resids.reindex(indexed.index)
        score = (w * left * fit.resids.reindex(indexed.index)).groupby(level="area").sum()
        error = np.sqrt((score**2).sum() * 7 / 6) / (w * left**2).sum()
        assert own == pytest.approx(slope / error)


def test_an_exposure_without_a_change_of_its_own_has_no_slope():
    data = panel(slope=0.5)
    years = pd.get_dummies(data["year"], dtype=float).to_numpy()
    exposures = np.column_stack([data["x"], data["area"] * 100.0, data["year"] * 3.7])
    slopes, t = stats.slopes_given(
        data[["y"]].to_numpy(), exposures, years, data["area"].to_numpy(), cluster_effects=True
    )
    assert np.isnan(slopes).tolist() == np.isnan(t).tolist() == [[False, True, True]]


def test_a_curve_by_hand():
    # Three specifications: found, and 99 exchanges of which one is larger in every respect, one is
    # its opposite, and the rest are as good as nothing, with two of three above 0 and none clear.
    nothing = np.tile([[0.1], [0.1], [-0.1]], 97)
    slopes = np.column_stack([[1, 2, -1], [3, 4, 5], [-3, -4, -5], nothing])
    table = stats.specification_curve_test(slopes, 3 * slopes).set_index("statistic")
    assert table["value"].to_dict() == {"median": 1, "more common sign": 2, "clear": 2}
    assert table["p_value"].to_dict() == {"median": 0.03, "more common sign": 1.0, "clear": 0.03}
    assert table.loc["median", "expected"] == pytest.approx((4 + 4 + 97 * 0.1) / 99)
    assert (table["specifications"].unique(), table["draws"].unique()) == ([3], [99])


@pytest.mark.parametrize(
    ("slopes", "t", "message"),
    [
        (np.ones((3, 50)), np.ones((3, 50)), "99 exchanges at least, not 3 and 49"),
        (np.ones((3, 200)), np.ones((2, 200)), "have the shape"),
        (np.full((3, 200), np.nan), np.ones((3, 200)), "missing"),
    ],
)
def test_a_curve_of_too_little_is_refused(slopes, t, message):
    with pytest.raises(ValueError, match=message):
        stats.specification_curve_test(slopes, t)
