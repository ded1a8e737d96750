"""Inequality across the quantiles of a population: concentration index."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, divide
from leedsequity.stats._by_quantile import indices_by_group, shares_and_midpoints
from leedsequity.stats._frames import column_or, no_limits_but_se, with_result, z_value
from leedsequity.stats._simulation import check_draws, normal_deviates, percentiles, ratio_limits

INDICES = ("aci", "aci_lower", "aci_upper", "rci", "rci_lower", "rci_upper")


def concentration_index(
    data: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    quantile: str | None = None,
    quantiles: int = 10,
    population: str = "population",
    value: str = "value",
    lower: str | None = "lower",
    upper: str | None = "upper",
    se: str | None = None,
    confidence: float = 0.95,
    draws: int = 100_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Calculate the absolute and relative concentration index across quantiles [1, 2].

    With w(j) the share of the population in quantile j (1 = most deprived), x(j) the middle of its
    place in the ranking, x(j) = w(1) + ... + w(j-1) + w(j)/2, and mu = sum of w y the mean outcome:

        ACI = 2 sum of w (y - mu) (x - 1/2)        RCI = ACI / mu

    Both are 0 when the outcome does not follow the ranking, above 0 when it is concentrated in the
    less deprived and below 0 when in the more deprived. RCI lies between -1 and 1 when no value is
    negative.

    Errors s(j) are `se`, or (upper - lower) / (2 z) from limits of the level in the column
    `confidence` of `data` (95% without one), whatever `confidence` is asked of the result. Limits
    are percentiles of the indices of simulated values y(j) + s(j) N(0, 1). ACI and mu are two sums
    of normal values, so the two are drawn from their joint normal distribution, which is the same;
    the deviates come from `seed` alone and are the same for every group.

    Parameters
    ----------
    data, by, quantile, quantiles, population, value, se, confidence, draws, seed
        As in `slope_index`; errors are those of the outcome itself.
    lower, upper
        Limits of the outcome, or None. Without `se`, and with None or no such columns under the
        names "lower" and "upper", there are no errors and the indices have no limits, as `method`
        says; but where those two names were left as they are, and the frame has neither, its column
        `se` is taken where there is one.

    Returns
    -------
    DataFrame
        One row per group, sorted: the `by` columns, `aci`, `aci_lower`, `aci_upper` (in the units
        of `value`), `rci`, `rci_lower`, `rci_upper`, `confidence`, `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers, or another argument is out of its range.

    Notes
    -----
    The limits carry the sampling error of the quantiles' values only. Differences within a quantile
    are not seen: the same people in fewer quantiles have an index nearer 0.

    A group is refused (numbers missing, `reason` given) when a quantile of 1 to `quantiles` is
    missing or repeated, or there is another; a number is missing; population is not above 0; limits
    leave out their value or are of no level; or an error is below 0. RCI alone is refused when mu
    is not above 0, and its limits alone when mu is not above z times its standard error. Where
    limits given have no width, or an error is 0, there are no limits. The rest then stands, and
    `reason` says so.

    References
    ----------
    1. Kakwani N, Wagstaff A, van Doorslaer E. Socioeconomic inequalities in health: measurement,
       computation, and statistical inference. J Econom 1997;77:87-103.
    2. O'Donnell O, van Doorslaer E, Wagstaff A, Lindelow M. Analyzing Health Equity Using Household
       Survey Data. Washington DC: World Bank, 2008. Chapter 8.
    """
    z_value(confidence)
    check_draws(draws)
    if se is None and no_limits_but_se(data, lower, upper):
        se = "se"
    errors = [se] if se is not None else _limits(data, lower, upper)
    flaws = ["no RCI: the mean is not above 0", "no limits of the RCI: the mean may be 0"]
    levels, result, reason = indices_by_group(
        data,
        by,
        [column_or(data, quantile, "quantile", "decile"), population, value, *errors],
        quantiles,
        INDICES,
        partial(_indices, confidence=confidence, draws=draws, seed=seed),
        flaws if errors else flaws[:1],
    )
    limits = f"limits from {draws:,} draws, seed {seed}" if errors else "no errors given, no limits"
    method = f"concentration index, {quantiles} quantiles, {limits}"
    return with_result(
        levels, dict(zip(INDICES, result.T, strict=True)), confidence, method, reason
    )


def _limits(data: pd.DataFrame, lower: str | None, upper: str | None) -> list[str]:
    """Name the columns of limits, none where none are given."""
    if (lower is None) != (upper is None):
        raise ValueError("lower and upper are given together, or neither")
    if lower is None or upper is None:
        return []
    absent = lower not in data.columns and upper not in data.columns
    return [] if absent and (lower, upper) == ("lower", "upper") else [lower, upper]


def _indices(
    people: FloatArray, y: FloatArray, errors: FloatArray, confidence: float, draws: int, seed: int
) -> FloatArray:
    """Give ACI and RCI with limits, none without errors, as groups x 6."""
    share, x = shares_and_midpoints(people)
    factors = 2 * share * (x - 0.5)
    mean = (share * y).sum(axis=1)
    aci = (factors * (y - mean[:, None])).sum(axis=1)
    error, error_of_mean = (np.sqrt((each**2 * errors**2).sum(axis=1)) for each in (factors, share))
    # All groups have the same deviates N: a percentile of ACI + error N needs that of N alone.
    low, high = percentiles(normal_deviates(draws, seed)[1], confidence)
    divisor = np.where(mean > z_value(confidence) * error_of_mean, mean, np.nan)
    limits = ratio_limits(aci, divisor, factors, share, errors, confidence, draws, seed)
    return np.column_stack([aci, aci + error * low, aci + error * high, divide(aci, mean), *limits])
