"""What exchanging exposures gives: a permutation test, and one of many specifications together."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from leedsequity.stats._arrays import FloatArray, IntArray
from leedsequity.stats._frames import check_integer
from leedsequity.stats._partial import basis, design, left_of

_ROUNDING, _NOTHING_LEFT = 1e-9, 1e-10
_AT_ONCE = 100  # exposures whose arrays a processor's cache holds: quicker than all together


def permutation_test(
    data: pd.DataFrame,
    *,
    outcome: str,
    exposure: str,
    entity: str,
    time: str,
    group: str,
    draws: int = 9_999,
    seed: int = 0,
) -> pd.DataFrame:
    """Test a slope of `two_way_fixed_effects` by exchanging exposures between entities [1].

    If the exposure does nothing, and any entity of a group could have had the path of exposure of
    any other, exchanging whole paths within groups gives slopes as likely as the one found. With
    `draws` exchanges at random:

        p = 2 min(1 + slopes at or above, 1 + slopes at or below) / (1 + draws), at most 1

    The slopes of the exchanges need not lie around 0: what differs between groups stays.

    Parameters
    ----------
    data
        One row per entity and period; every entity has every period.
    outcome, exposure, entity, time
        As in `two_way_fixed_effects`.
    group
        Column of the groups within which paths are exchanged, such as the region.
    draws
        How many exchanges, 99 to 999,999.
    seed
        Of the exchanges.

    Returns
    -------
    DataFrame
        One row: `value` (the slope), `exchanged` (the mean slope of the exchanges), `p_value`
        (two-sided), `draws`, `entities`, `groups`, `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers; `draws` is out of range.

    Notes
    -----
    Refused (numbers missing, `reason` given) where an entity lacks a period, has two rows for one,
    or lies in two groups; outcome or exposure do not vary beyond the effects; or the groups can be
    exchanged in fewer than 40 ways, which leaves no p below 0.05. Controls cannot be given:
    exchanging the exposure would also break its link with them.

    References
    ----------
    1. Good PI. Permutation, Parametric and Bootstrap Tests of Hypotheses. 3rd ed. New York:
       Springer, 2005. Chapters 3 and 6.
    """
    check_integer("draws", draws, 99, 999_999)
    d = design(data, outcome, exposure, entity, time, [group], (), None)
    of = d.rows.groupby(entity, sort=False)[group]
    entities, periods = of.ngroups, d.rows[time].nunique()
    codes = pd.factorize(of.first())[0]
    refusal = d.refusal
    if len(d.rows) != entities * periods or len(d.rows) != len(data):
        refusal = refusal or "an entity lacks a period or a number"
    if of.nunique().gt(1).any():
        refusal = refusal or "an entity lies in two groups"
    sizes = np.bincount(codes)
    if np.log(np.concatenate([np.arange(1, size + 1) for size in sizes])).sum() < np.log(40):
        refusal = refusal or "the groups can be exchanged in fewer than 40 ways"
    value, centre, p = np.nan, np.nan, np.nan
    if not refusal:
        order = np.lexsort((pd.factorize(d.rows[time])[0], d.entity))
        y, x = (each[order].reshape(entities, periods) for each in (d.outcome, d.exposure))
        # Exchanging paths keeps the means of entities and periods at 0, and the sum of squares.
        products = y @ x.T / (x**2).sum()
        paths = exchanges(codes, draws, seed)
        slopes = products[np.arange(entities), paths].sum(axis=1)
        value, centre = float(np.trace(products)), float(slopes.mean())
        near = _ROUNDING * np.abs(slopes).max()
        tails = (slopes >= value - near).sum(), (slopes <= value + near).sum()
        p = min(1.0, 2 * (1 + int(min(tails))) / (1 + draws))
    return pd.DataFrame(
        {
            "value": [value],
            "exchanged": centre,
            "p_value": p,
            "draws": draws,
            "entities": entities,
            "groups": len(sizes),
            "method": f"permutation of {exposure} within {group}",
            "reason": refusal,
        }
    )


def exchanges(group: IntArray, draws: int, seed: int) -> IntArray:
    """Return random exchanges within groups: draws by entities, whose path each entity gets.

    `group` is the number of each entity's group.
    """
    random = np.random.default_rng(seed).random((draws, len(group)))
    result = np.empty(random.shape, dtype=np.int64)
    for number in np.unique(group):
        members = np.flatnonzero(group == number)
        result[:, members] = members[np.argsort(random[:, members], axis=1)]
    return result


def slopes_given(
    outcomes: FloatArray,
    exposures: FloatArray,
    others: FloatArray,
    clusters: IntArray,
    weights: FloatArray | None = None,
    *,
    cluster_effects: bool = False,
) -> tuple[FloatArray, FloatArray]:
    """Return slopes and t of many outcomes on many exposures, each pair in a regression of its own.

    Parameters
    ----------
    outcomes, exposures
        Rows by outcomes and rows by exposures, without gaps.
    others
        Rows by terms: effects as indicators, controls; or ones alone.
    clusters
        The number of each row's cluster, from 0; errors may depend on one another within it.
    weights
        Of the rows, above 0.
    cluster_effects
        Whether each cluster has an effect of its own; quicker than an indicator each in `others`.

    Returns
    -------
    slopes, t
        Both outcomes by exposures; missing where outcome or exposure do not vary beyond the effects
        and other terms. The errors have the factor G / (G - 1) of G clusters, and none for the
        number of terms.
    """
    count, rows = len(np.unique(clusters)), np.arange(len(clusters))
    weight = np.ones(len(rows)) if weights is None else weights

    def add_up(columns: FloatArray, factor: FloatArray) -> FloatArray:
        """Add up by cluster what a row is times its factor."""
        return np.asarray(csr_array((factor, (clusters, rows)), (count, len(rows))) @ columns)

    of_clusters = add_up(np.ones((len(rows), 1)), weight)

    def weighted(columns: FloatArray) -> FloatArray:
        if cluster_effects:
            columns = columns - (add_up(columns, weight) / of_clusters)[clusters]
        return columns if weights is None else np.asarray(columns * np.sqrt(weights)[:, None])

    effects = basis(weighted(others))

    def left(columns: FloatArray) -> FloatArray:
        """Give what is left of columns; of those of which only rounding is, nothing."""
        result = left_of(weighted(columns), effects)
        nothing = (result**2).sum(axis=0) <= _NOTHING_LEFT**2 * (weight @ columns**2)
        result[:, nothing] = np.nan
        return result

    y = left(outcomes)
    slopes, t = np.empty((2, y.shape[1], exposures.shape[1]))
    for first in range(0, exposures.shape[1], _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        x = left(exposures[:, some])
        own = add_up(x**2, np.ones(len(rows)))
        squares = own.sum(axis=0)
        slopes[:, some] = y.T @ x / squares
        for number, outcome in enumerate(y.T):
            slope = slopes[number, some]
            scores = add_up(x, outcome) - own * slope
            error = np.sqrt((scores**2).sum(axis=0) * count / (count - 1))
            t[number, some] = slope * squares / error
    return slopes, t


def specification_curve_test(
    slopes: FloatArray, t_values: FloatArray, critical: float = 1.96
) -> pd.DataFrame:
    """Test all specifications of a question together, against exchanged exposures [1].

    The same exchange of exposures is put through every specification. Three statistics of the whole
    curve are compared with those of the exchanges: the size of the median slope, how many slopes
    have the more common sign, and how many of those are clear (`|t|` above `critical`).

        p = (1 + exchanges with a statistic at least as large) / (1 + exchanges)

    Parameters
    ----------
    slopes, t_values
        Specifications by exposures, as made by `slopes_given`; the first column is what was found,
        the others are exchanges. All slopes are of one unit and sign.
    critical
        The `|t|` above which a slope is clear.

    Returns
    -------
    DataFrame
        A row a statistic: `statistic` (`median`, `more common sign`, `clear`), `value`, `expected`
        (the mean over the exchanges, of the median's size), `p_value`, `specifications`, `draws`.

    Raises
    ------
    ValueError
        The shapes differ, there are fewer than 2 specifications or 99 exchanges, or a slope is
        missing.

    References
    ----------
    1. Simonsohn U, Simmons JP, Nelson LD. Specification curve analysis. Nat Hum Behav
       2020;4:1208-1214.
    """
    specifications, columns = slopes.shape
    if t_values.shape != slopes.shape:
        raise ValueError(f"slopes have the shape {slopes.shape}, t values {t_values.shape}")
    if specifications < 2 or columns < 100:
        raise ValueError(
            "a test of a curve needs 2 specifications and 99 exchanges at least, not"
            f" {specifications} and {columns - 1}"
        )
    if not (np.isfinite(slopes).all() and np.isfinite(t_values).all()):
        raise ValueError("a slope or t value is missing")
    median = np.median(slopes, axis=0)
    above = 2 * (slopes > 0).sum(axis=0) >= specifications
    sign = np.where(above, 1, -1)
    common = (slopes * sign > 0).sum(axis=0)
    clear = (t_values * sign > critical).sum(axis=0)
    rows = []
    for name, value, size in (
        ("median", median[0], np.abs(median)),
        ("more common sign", common[0], common),
        ("clear", clear[0], clear),
    ):
        extreme = int((size[1:] >= size[0] * (1 - _ROUNDING)).sum())
        rows.append((name, float(value), float(size[1:].mean()), (1 + extreme) / columns))
    table = pd.DataFrame(rows, columns=["statistic", "value", "expected", "p_value"])
    return table.assign(specifications=specifications, draws=columns - 1)
