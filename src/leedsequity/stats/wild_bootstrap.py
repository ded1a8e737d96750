"""How sure a slope is when there are few clusters: the wild cluster bootstrap."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, IntArray
from leedsequity.stats._frames import check_integer
from leedsequity.stats._partial import design, left_of

FEWEST = 6
_ROUNDING = 1e-9


def wild_cluster_bootstrap(
    data: pd.DataFrame,
    *,
    outcome: str,
    exposure: str,
    entity: str,
    time: str,
    cluster: str | Sequence[str],
    controls: Sequence[str] = (),
    weights: str | None = None,
    draws: int = 9_999,
    seed: int = 0,
) -> pd.DataFrame:
    """Test a slope of `two_way_fixed_effects` with the wild cluster bootstrap [1, 2].

    The regression is fitted with the slope of the exposure held at 0 (the null is imposed). The
    residuals of each cluster keep their sign or change it together, by a pattern w of +1 and -1;
    added to the fitted values they make an outcome for which the null is true, and its slope has a
    t of its own:

        t(w) = b(w) / sqrt(sum over clusters of score(w)^2) * sum(x^2)
        p = share of patterns with |t(w)| >= |t|

    x is what effects and controls leave of the exposure. Of G clusters there are 2^G patterns. If
    that is at most `draws`, all are used, and p is exact; otherwise `draws` patterns are drawn at
    random, and p = (1 + as extreme) / (1 + draws). Small-sample factors are alike in every pattern
    and drop out.

    Parameters
    ----------
    data
        One row per entity and period.
    outcome, exposure, entity, time, controls, weights
        As in `two_way_fixed_effects`.
    cluster
        Column that names the cluster, such as the region or the entity itself; or several, each
        for a test of its own.
    draws
        The most patterns that are used, 999 to 999,999.
    seed
        Of the drawn patterns.

    Returns
    -------
    DataFrame
        A row a `cluster`: `value` (the slope), `t` (clustered, without small-sample factor),
        `p_value` (two-sided), `clusters`, `patterns` (how many were used), `observations`,
        `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers; `draws` is out of range.

    Notes
    -----
    Refused (numbers missing, `reason` given) where an entity has two rows for a period or lies in
    two clusters; a weight is not above 0; outcome or exposure do not vary beyond the effects; or
    there are fewer than 6 clusters, whose smallest p, 2 / 2^G, is above 0.05. Rows with a missing
    number or name are left out.

    A pattern and its opposite give the same `|t|`, so with 8 clusters p is at least 1/128. Where
    the exposure varies in few of the clusters p is too large [2]. There is no interval: it would
    need the test at many values of the slope.

    References
    ----------
    1. Cameron AC, Gelbach JB, Miller DL. Bootstrap-based improvements for inference with clustered
       errors. Rev Econ Stat 2008;90:414-427.
    2. Roodman D, Nielsen MO, MacKinnon JG, Webb MD. Fast and wild: bootstrap inference in Stata
       using boottest. Stata J 2019;19:4-60.
    """
    check_integer("draws", draws, 999, 999_999)
    names = [cluster] if isinstance(cluster, str) else [*cluster]
    d = design(data, outcome, exposure, entity, time, names, controls, weights)
    rows = []
    for name in names:
        of = pd.factorize(d.rows[name])[0]
        clusters = len(np.unique(of))
        refusal = d.refusal
        if d.rows.groupby(entity)[name].nunique().gt(1).any():
            refusal = refusal or "an entity lies in two clusters"
        if clusters < FEWEST:
            refusal = refusal or f"fewer than {FEWEST} clusters"
        value, t, p, patterns = np.nan, np.nan, np.nan, 0
        if not refusal:
            value, t, simulated, exact = _statistics(
                d.outcome, d.exposure, d.effects, of, clusters, draws, seed
            )
            patterns = len(simulated)
            extreme = int((np.abs(simulated) >= abs(t) * (1 - _ROUNDING)).sum())
            p = extreme / patterns if exact else (1 + extreme) / (1 + patterns)
        method = f"wild cluster bootstrap, null imposed, clustered by {name}"
        rows.append((value, t, p, clusters, patterns, len(d.rows), method, refusal))
    columns = ["value", "t", "p_value", "clusters", "patterns", "observations", "method", "reason"]
    return pd.DataFrame(rows, columns=columns)


def _statistics(
    y: FloatArray,
    x: FloatArray,
    effects: FloatArray,
    of: IntArray,
    clusters: int,
    draws: int,
    seed: int,
) -> tuple[float, float, FloatArray, bool]:
    """Give the slope, its t, the t of every pattern, and whether the patterns are all there are.

    Everything is linear in the pattern, so a pattern costs one product of small matrices: with U
    the residuals split into a column a cluster, the slope is x'U w / x'x, and the scores of the
    clusters are A w - slope * (x'x of each), A[h, g] = sum over h of x times what the effects leave
    of column g.
    """
    split = np.where(of[:, None] == np.arange(clusters), y[:, None], 0.0)
    members = (of[:, None] == np.arange(clusters)).astype(float)
    scores = members.T @ (x[:, None] * left_of(split, effects))
    slopes, squares = x @ split, members.T @ x**2
    if 2**clusters <= draws:
        signs = np.array(list(product((1.0, -1.0), repeat=clusters)))
    else:
        signs = np.random.default_rng(seed).choice((1.0, -1.0), size=(draws, clusters))
    size = float(squares.sum())

    def t_of(patterns: FloatArray) -> FloatArray:
        slope = patterns @ slopes / size
        left = patterns @ scores.T - slope[:, None] * squares
        return np.asarray(slope * size / np.sqrt((left**2).sum(axis=1)))

    value = float(slopes.sum() / size)
    observed = float(t_of(np.ones((1, clusters)))[0])
    return value, observed, t_of(signs), 2**clusters <= draws
