"""Inequality across the quantiles of a population: concentration index."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from leedsequity.stats._draws import check_draws, deviates, percentiles, ratio_limits
from leedsequity.stats._frames import (
    RESULT,
    FloatArray,
    first_reason,
    group_rows,
    grouping,
    numbers,
    over,
    z_value,
)
from leedsequity.stats._ranked import (
    check_expected,
    error_of_limits,
    in_rank_order,
    measured,
    places,
    refusals,
)

INDICES = ("aci", "aci_lower", "aci_upper", "rci", "rci_lower", "rci_upper")


def concentration_index(
    data: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    quantile: str = "quantile",
    population: str = "population",
    value: str = "value",
    lower: str | None = "lower",
    upper: str | None = "upper",
    se: str | None = None,
    confidence: float = 0.95,
    draws: int = 100_000,
    seed: int = 0,
    quantiles: int | None = None,
) -> pd.DataFrame:
    """Calculate the absolute and relative concentration index across quantiles [1, 2].

    With w(j) the share of the population in quantile j (1 = most deprived), x(j) the middle of its place
    in the ranking, x(j) = w(1) + ... + w(j-1) + w(j)/2, and mu = sum of w y the mean outcome:

        ACI = 2 sum of w (y - mu) (x - 1/2)        RCI = ACI / mu

    Both are 0 when the outcome does not follow the ranking, above 0 when it is concentrated in the less
    deprived and below 0 when in the more deprived. RCI lies between -1 and 1 when no value is negative.

    Errors s(j) are `se`, or (upper - lower) / (2 z(0.95)) from 95% limits, whatever `confidence` is asked of
    the result. Limits are percentiles of the indices of simulated values y(j) + s(j) N(0, 1). ACI and mu
    are two sums of normal values, so the two are drawn from their joint normal distribution, which is the
    same; the deviates come from `seed` alone and are the same for every group.

    Parameters
    ----------
    data
        One row per group and quantile.
    by
        Columns that name a group; none makes the whole frame one group.
    quantile
        1 (most deprived) to k (least), each once; k from 5 to 100.
    population, value
        Population and outcome.
    lower, upper
        95% limits of the outcome, or None. Without `se`, and with None or no such columns under the names
        "lower" and "upper", there are no errors and the indices have no limits, as `method` says.
    se
        Column of standard errors; `lower` and `upper` are then not read.
    confidence, draws, seed
        Level of the limits (between 0.5 and 1), number (at least 100) and seed of the simulations.
    quantiles
        The number k that every group must have. Without it each group is judged by itself, and one that
        lost its last row is read as having k - 1.

    Returns
    -------
    DataFrame
        One row per group, sorted: the `by` columns, `aci`, `aci_lower`, `aci_upper` (in the units of
        `value`), `rci`, `rci_lower`, `rci_upper`, `confidence`, `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers, or another argument is out of its range.

    Notes
    -----
    The limits carry the sampling error of the quantiles' values only. Differences within a quantile are not
    seen: the same people in fewer quantiles have an index nearer 0.

    A group is refused (numbers missing, `reason` given) when a quantile is missing or repeated or not a
    whole number; there are fewer than 5 or more than 100; a number is missing; population is not above 0;
    or limits or errors are the wrong way round. RCI alone is refused when mu is not above 0, and its
    limits alone when mu is not above z times its standard error; ACI stands, and `reason` says so.

    References
    ----------
    1. Kakwani N, Wagstaff A, van Doorslaer E. Socioeconomic inequalities in health: measurement,
       computation, and statistical inference. J Econom 1997;77:87-103.
    2. O'Donnell O, van Doorslaer E, Wagstaff A, Lindelow M. Analyzing Health Equity Using Household Survey
       Data. Washington DC: World Bank, 2008. Chapter 8.
    """
    z_value(confidence)
    check_draws(draws)
    check_expected(quantiles)
    names = grouping(data, by, {*RESULT, *INDICES})
    errors_given = [se] if se is not None else _limits(data, lower, upper)
    ranks, people = numbers(data, quantile), numbers(data, population)
    given, missing = measured(data, [value, *errors_given])
    levels, group = group_rows(data, names)
    if len(errors_given) == 2:
        errors = error_of_limits(given[:, 1], given[:, 2])
    else:
        errors = given[:, 1] if errors_given else np.full(len(data), np.nan)
    rules = [(errors < 0, "a lower limit above its upper limit, or an error below 0")]
    reason = refusals(group, len(levels), ranks, people, missing, rules, quantiles)

    size = np.bincount(group, minlength=len(levels))
    result = np.full((len(levels), len(INDICES)), np.nan)
    for rows in in_rank_order(group, ranks, size, reason):
        result[group[rows[:, 0]]] = _indices(people[rows], given[rows, 0], errors[rows], confidence, draws, seed)
    ratio_missing = ~np.isnan(result[:, 0]) & np.isnan(result[:, 3])
    limits_missing = ~np.isnan(result[:, 0]) & np.isnan(result[:, 4]) & bool(errors_given)
    flaw = first_reason(
        len(levels),
        [
            (ratio_missing, "no RCI: the mean is not above 0"),
            (limits_missing, "no limits of the RCI: the mean may be 0"),
        ],
    )
    limits = f"limits from {draws:,} draws, seed {seed}" if errors_given else "no errors given, no limits"
    method = "concentration index, " + size.astype(str).astype(object) + f" quantiles, {limits}"
    return levels.assign(
        **dict(zip(INDICES, result.T, strict=True)),
        confidence=confidence,
        method=pd.Series(method, dtype="str"),
        reason=pd.Series(np.where(reason == "", flaw, reason), dtype="str"),
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
    """Give ACI and RCI with limits for groups x quantiles, as groups x 6; no limits without errors."""
    share, x = places(people)
    factors = 2 * share * (x - 0.5)
    mean = (share * y).sum(axis=1)
    aci = (factors * (y - mean[:, None])).sum(axis=1)
    error, error_of_mean = (np.sqrt((each**2 * errors**2).sum(axis=1)) for each in (factors, share))
    rci = over(aci, mean)
    if np.isnan(errors).all():
        none = np.full_like(aci, np.nan)
        return np.column_stack([aci, none, none, rci, none, none])
    # Every group has the same deviates N, so a percentile of ACI + error N is ACI + error (that of N).
    low, high = percentiles(deviates(draws, seed)[1], confidence)
    divisor = np.where(mean > z_value(confidence) * error_of_mean, mean, np.nan)
    limits = ratio_limits(aci, divisor, factors, share, errors, confidence, draws, seed)
    return np.column_stack([aci, aci + error * low, aci + error * high, rci, *limits])
