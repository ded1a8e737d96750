"""Whether paths differed before an exposure began, and what later differences could hide."""

import numpy as np
import pandas as pd

from leedsequity.stats._frames import grouping, numbers, z_value
from leedsequity.stats.fixed_effects import FEWEST_CLUSTERS

_ROUNDING = 1e-10


def leads(
    data: pd.DataFrame,
    *,
    outcome: str,
    exposure: str,
    entity: str,
    time: str,
    base: float,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Give how an outcome moved from a base period, by an exposure that each entity has once.

        y(i, t) = sum over t other than base of b(t) x(i) [period t] + entity(i) + period(t) + e

    b(t) is the slope of y(i, t) - y(i, base) on x(i). For periods before the exposure began b(t)
    ought to be 0 if paths were parallel; whether all are is tested jointly [1]:

        F = b' V^-1 b / q on q and G - 1 degrees of freedom

    with q periods, G entities and V their covariance clustered by entity, with the small-sample
    factor of `two_way_fixed_effects`.

    Parameters
    ----------
    data
        One row per entity and period; the periods tested, and the base, are all there are.
    outcome, exposure
        Columns of numbers; the exposure is the same in all rows of an entity.
    entity, time
        Columns that name them; periods are numbers.
    base
        The period to which others are compared.
    confidence
        Level of the limits, between 0.5 and 1.

    Returns
    -------
    DataFrame
        One row per period other than the base, in order: the column `time`, `value` (outcome per
        unit of the exposure), `se, lower, upper, p_value`, `joint_p` (of all rows), `entities`,
        `confidence`, `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers; the base is no period; `confidence` is out of range.

    Notes
    -----
    Entities without all numbers are left out. Refused (numbers missing, `reason` given) where an
    entity has two rows for a period or two exposures; with fewer than 10 entities, or no more
    entities than 2 beyond the periods; or where the exposure does not vary. Where it fits the
    changes of a period exactly, `value` stands without error, limits and p. A test that finds
    nothing does not show that paths were parallel: it may be weak [2].

    References
    ----------
    1. Wooldridge JM. Econometric Analysis of Cross Section and Panel Data. 2nd ed. Cambridge, MA:
       MIT Press, 2010. Chapter 10.
    2. Roth J. Pretest with caution: event-study estimates after testing for parallel trends. Am
       Econ Rev Insights 2022;4:305-322.
    """
    from scipy.stats import f as fisher  # slow to import, and few need it
    from scipy.stats import t as student

    z_value(confidence)
    grouping(data, [entity, time], ())
    if base not in numbers(data, time):
        raise ValueError(f"base {base!r} is no period of the column {time!r}")
    given = data.assign(**{column: numbers(data, column) for column in (outcome, exposure)})
    periods = [period for period in sorted(data[time].dropna().unique()) if period != base]
    result = pd.DataFrame({time: periods})
    refusal, fitted, entities = "", np.full((2, len(periods)), np.nan), 0
    joint = np.nan
    if given.duplicated([entity, time]).any():
        refusal = "an entity has two rows for a period"
    else:
        wide = given.pivot(index=entity, columns=time, values=outcome)
        x = given.groupby(entity)[exposure].agg(["min", "max", "count"]).reindex(wide.index)
        kept = wide.notna().all(axis=1) & (x["count"] == len(periods) + 1)
        wide, x, entities = wide[kept], x[kept], int(kept.sum())
        away = (x["min"] - x["min"].mean()).to_numpy()
        squares = (away**2).sum()
        if (x["min"] != x["max"]).any():
            refusal = "an entity has two exposures"
        elif entities < max(FEWEST_CLUSTERS, len(periods) + 3):
            refusal = "too few entities"
        elif not squares > 1e-20 * (x["min"] ** 2).sum():
            refusal = "the exposure does not vary"
    if not refusal:
        moved = wide[periods].sub(wide[base], axis=0)
        change = (moved - moved.mean()).to_numpy()
        slopes = away @ change / squares
        scores = away[:, None] * (change - np.outer(away, slopes)) / squares
        n, q = entities * (len(periods) + 1), len(periods)
        factor = entities / (entities - 1) * (n - 1) / (n - q - 1 - q)
        covariance = scores.T @ scores * factor
        fitted[0] = slopes
        size = (change**2).sum(axis=0)
        exact = np.diag(covariance) * squares <= _ROUNDING**2 * size
        if exact.any() or np.linalg.matrix_rank(covariance) < q:
            refusal = "no limits: the exposure fits the outcome exactly"
        else:
            fitted[1] = np.sqrt(np.diag(covariance))
            wald = slopes @ np.linalg.solve(covariance, slopes) / q
            joint = float(fisher.sf(wald, q, entities - 1))
    margin = student.ppf(1 - (1 - confidence) / 2, max(entities - 1, 1)) * fitted[1]
    return result.assign(
        value=fitted[0],
        se=fitted[1],
        lower=fitted[0] - margin,
        upper=fitted[0] + margin,
        p_value=2 * student.sf(np.abs(fitted[0]) / fitted[1], max(entities - 1, 1)),
        joint_p=joint,
        entities=entities,
        confidence=confidence,
        method=f"least squares with entity and period effects, base {base}, clustered by {entity}",
        reason=refusal,
    )


def violation_bound(
    path: pd.DataFrame, *, time: str, base: float, target: float, magnitude: float = 1.0
) -> pd.DataFrame:
    """Give how far paths may go apart by themselves before an estimate of `leads` says nothing [1].

    From one period to the next after the base, entities are allowed to go apart by at most
    `magnitude` times the largest such step seen up to the base (relative magnitudes). With k steps
    from the base to the target, and s the largest step between adjacent periods of `path` up to the
    base:

        limits = (lower - magnitude k s, upper + magnitude k s)
        kept_to = how far the nearer limit lies from 0, over k s; 0 where the limits hold 0

    Parameters
    ----------
    path
        From `leads`, with periods before the base and after it.
    time
        Column of periods in `path`.
    base, target
        The base of `path`, and the period whose estimate is bounded.
    magnitude
        How large later steps may be beside the largest earlier one, 0 or more.

    Returns
    -------
    DataFrame
        One row: `value`, `lower`, `upper` (with the bound), `largest_step`, `steps`, `magnitude`,
        `kept_to` (the magnitude up to which 0 is left out), `reason`.

    Raises
    ------
    ValueError
        The target is no period after the base, or `magnitude` is below 0.

    Notes
    -----
    Refused (numbers missing, `reason` given) with fewer than two periods before the base, or where
    `path` was. The largest step is taken as it is estimated, without its error, and limits are
    those of the estimate alone. So this is a statement of size in the spirit of [1], narrower or
    wider than its confidence sets.

    References
    ----------
    1. Rambachan A, Roth J. A more credible approach to parallel trends. Rev Econ Stud
       2023;90:2555-2591.
    """
    if magnitude < 0:
        raise ValueError(f"magnitude must be 0 or more, not {magnitude!r}")
    after = path[path[time] > base]
    own = after[after[time] == target]
    if own.empty:
        raise ValueError(f"target {target!r} is no period after the base {base!r}")
    before = path.loc[path[time] < base].sort_values(time)
    values = np.append(before["value"].to_numpy(float), 0.0)
    row, steps = own.iloc[0], int((after[time] <= target).sum())
    refusal = str(row["reason"])
    if len(before) < 2:
        refusal = refusal or "fewer than two periods before the base"
    step = np.nan if refusal else float(np.abs(np.diff(values)).max())
    lower, upper = row["lower"], row["upper"]
    nearer = max(lower, -upper, 0.0)
    allowed = magnitude * steps * step
    return pd.DataFrame(
        {
            "value": [np.nan if refusal else row["value"]],
            "lower": lower - allowed,
            "upper": upper + allowed,
            "largest_step": step,
            "steps": steps,
            "magnitude": magnitude,
            "kept_to": nearer / (steps * step),
            "reason": refusal,
        }
    )
