"""Change within areas over time: regression with area and period effects."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import t as student

from leedsequity.stats._arrays import FloatArray, IntArray
from leedsequity.stats._frames import grouping, numbers, z_value
from leedsequity.stats._reasons import any_cell

_ROUNDING = 1e-10  # what is left of a term, as a share of its size, when there is nothing left but rounding


def two_way_fixed_effects(
    data: pd.DataFrame,
    *,
    outcome: str,
    exposure: str,
    entity: str,
    time: str,
    controls: Sequence[str] = (),
    weights: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Regress an outcome on an exposure, with an effect of every entity and of every period [1].

        y(i, t) = b x(i, t) + c' controls(i, t) + entity(i) + period(t) + e(i, t)

    by least squares, weighted where `weights` is given. What is constant in an entity, and what is common
    to all in a period, is taken out: b compares changes within entities with each other.

    Errors may depend on one another within an entity (over time) in any way, and not between entities [2].
    With N observations, G entities, T periods and the slopes' sandwich estimator V clustered by entity:

        Var = V * G/(G - 1) * (N - 1)/(N - K),  K = number of slopes + T
        limits = b -/+ t(1 - (1 - confidence)/2; G - 1) sqrt(Var)

    K counts no entity effects because they are nested in the clusters. This is what Stata reports for
    `xtreg y x i.period, fe vce(cluster entity)`; the defaults of statsmodels, linearmodels and pyfixest
    differ from it and from one another by several per cent.

    Parameters
    ----------
    data
        One row per entity and period; entities need not have all periods.
    outcome, exposure
        Columns of numbers.
    entity, time
        Columns that name the entity (area) and the period.
    controls
        Further columns of numbers that vary within entities.
    weights
        Column of weights above 0, such as populations.
    confidence
        Level of the limits, between 0.5 and 1.

    Returns
    -------
    DataFrame
        One row per slope, the exposure first: `term`, `value` (outcome per unit of the term), `se`, `lower`,
        `upper`, `p_value` (two-sided, against 0), `observations`, `left_out` (rows with a missing number),
        `entities`, `periods`, `confidence`, `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent, named twice or not of numbers; `controls` is a text; `confidence` is outside
        (0.5, 1).

    Notes
    -----
    Rows with a missing number, entity or period are left out and counted. Entities seen once stay in, as in
    Stata: they do not move the slopes, and count in N and G.

    The regression is refused (numbers missing, `reason` given) when an entity has two rows for a period;
    a weight is not above 0; there are fewer than two entities or periods, or no more observations than
    coefficients; or a term does not vary once the effects are taken out.

    An association is not an effect: what changed in an entity at the same time as the exposure is in b.
    With few entities (under 40 or so) clustered errors are too small [2].

    References
    ----------
    1. Wooldridge JM. Econometric Analysis of Cross Section and Panel Data. 2nd ed. Cambridge, MA: MIT
       Press, 2010. Chapter 10.
    2. Cameron AC, Miller DL. A practitioner's guide to cluster-robust inference. J Hum Resour
       2015;50:317-372.
    """
    z_value(confidence)
    if isinstance(controls, str):
        raise ValueError(f"controls takes a list of column names: write [{controls!r}], not {controls!r}")
    terms = [exposure, *controls]
    named = pd.Series([outcome, *terms, entity, time])
    if named.duplicated().any():
        raise ValueError(f"a column has one part only, not two: {', '.join(named[named.duplicated()])}")
    grouping(data, [entity, time], ())
    given = np.column_stack([numbers(data, column) for column in (outcome, *terms)])
    weight = np.ones(len(data)) if weights is None else numbers(data, weights)
    whole = ~(any_cell(np.isnan(given)) | np.isnan(weight) | data[[entity, time]].isna().any(axis=1).to_numpy())
    given, weight = given[whole], weight[whole]
    who, when = (pd.factorize(data.loc[whole, column])[0] for column in (entity, time))
    panel = pd.MultiIndex.from_arrays([who, when])
    n, g, periods = len(panel), len(np.unique(who)), len(np.unique(when))

    fitted = np.full((3, len(terms)), np.nan)
    reason = _refusal(panel, weight, len(terms), g, periods)
    fit = None if reason else _fit(who, when, given, weight)
    if fit is None:
        reason = reason or "a term does not vary beyond the effects and the other terms"
    else:
        se = np.sqrt(fit[1] * g / (g - 1) * (n - 1) / (n - len(terms) - periods))
        fitted = np.stack([fit[0], se, 2 * student.sf(np.abs(fit[0]) / se, g - 1)])
    margin = student.ppf(1 - (1 - confidence) / 2, max(g - 1, 1)) * fitted[1]
    weighting = "" if weights is None else f", weighted by {weights}"
    return pd.DataFrame(
        {
            "term": pd.Series(terms, dtype="str"),
            "value": fitted[0],
            "se": fitted[1],
            "lower": fitted[0] - margin,
            "upper": fitted[0] + margin,
            "p_value": fitted[2],
            "observations": n,
            "left_out": len(data) - n,
            "entities": g,
            "periods": periods,
            "confidence": confidence,
            "method": f"least squares with entity and period effects, clustered by {entity}{weighting}",
            "reason": reason,
        }
    )


def _refusal(panel: pd.MultiIndex, weight: FloatArray, slopes: int, entities: int, periods: int) -> str:
    """Say why the regression cannot be made; empty where it can."""
    rules = [
        (panel.has_duplicates, "an entity has two rows for a period"),
        ((weight <= 0).any(), "a weight is not above 0"),
        (entities < 2, "fewer than two entities"),
        (periods < 2, "fewer than two periods"),
        (len(panel) <= slopes + entities + periods - 1, "no more observations than coefficients"),
    ]
    return next((text for broken, text in rules if broken), "")


def _fit(
    entity: IntArray, time: IntArray, given: FloatArray, weight: FloatArray
) -> tuple[FloatArray, FloatArray] | None:
    """Give slopes and the diagonal of their sandwich without any small-sample factor; none if not identified.

    The effects are taken out of everything first, which leaves the same slopes and residuals as an indicator of each.
    """
    level = np.sqrt(weight @ given**2)  # the size of each column before anything is taken out
    level[level == 0] = 1
    columns = np.column_stack([given / level, time[:, None] == np.arange(1, time.max() + 1)])
    means = _sums(columns * weight[:, None], entity) / _sums(weight[:, None], entity)
    within = (columns - means[entity]) * np.sqrt(weight)[:, None]
    within, periods = np.split(within, [given.shape[1]], axis=1)
    left = within - periods @ np.linalg.lstsq(periods, within)[0]
    y, x = left[:, 0], left[:, 1:]
    q, r = np.linalg.qr(x)
    if (np.abs(np.diag(r)) < _ROUNDING).any():
        return None
    inverse = np.linalg.inv(r)
    slopes = inverse @ q.T @ y
    scores = _sums(x * (y - x @ slopes)[:, None], entity) @ inverse @ inverse.T
    unit = level[0] / level[1:]
    return slopes * unit, (scores**2).sum(axis=0) * unit**2


def _sums(columns: FloatArray, group: IntArray) -> FloatArray:
    """Add rows up by group, numbered from 0."""
    return np.column_stack([np.bincount(group, weights=column) for column in columns.T])
