"""Intervals for the ranks of areas whose values are estimates."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtr

from leedsequity.stats._arrays import FloatArray, Mask
from leedsequity.stats._frames import RESULT, group_rows, grouping, numbers, with_result, z_value
from leedsequity.stats._limits import NO_WIDTH, deviates_of_limits, no_width, unusable
from leedsequity.stats._reasons import first_reason

RANKS = ("rank", "rank_lower", "rank_upper", "ranked")


def rank_intervals(
    data: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    group: str = "area_code",
    value: str = "value",
    lower: str = "lower",
    upper: str = "upper",
    se: str | None = None,
    highest_is_one: bool = True,
    simultaneous: bool = False,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Rank areas, each with the interval of ranks that its comparisons with all others allow [1].

    An area's rank is 1 plus the number of areas whose true values are better. Of n areas, with b
    clearly better than this one and w clearly worse:

        interval = 1 + b to n - w

    Two areas with values y > y0 are clearly different when the one-sided p-value is small enough:

        p = Phi(-(y - y0) / sqrt(s^2 + s0^2))

    where s and s0 are `se`, or from limits s = (y - l) / z and s0 = (u0 - y0) / z, the sides that
    face each other. That is the test of `gap`: of two areas alone, the ranks are certain where the
    interval of their difference leaves out 0.

    "Small enough" is decided by Holm's step-down rule [2]: the k-th smallest p is compared with
    (1 - confidence) / (2 m - k + 1), as long as each passes. Each of the m pairs counts as two
    hypotheses, since either area may be the better one.

    Parameters
    ----------
    data, by
        One row per area, and the columns within whose groups areas are ranked (none: over the
        whole frame).
    group
        The column that names the areas.
    value, lower, upper
        Columns of the value and its limits, of the level in the column `confidence` of `data`
        (95% without one), whatever `confidence` is asked of the result.
    se
        Column of standard errors; `lower` and `upper` are then not read.
    highest_is_one
        Whether the highest value has rank 1.
    simultaneous
        False: m is the n - 1 pairs of an area, and each interval holds its area's rank with the
        probability `confidence`. That suits a reader who looks up one area. True: m is all
        n (n - 1) / 2 pairs, and all intervals hold together. That suits a statement about the
        whole list, such as which areas are among the last five.
    confidence
        Level of the intervals, between 0.5 and 1.

    Returns
    -------
    DataFrame
        One row per area, sorted: the `by` columns, the column `group`, `rank` (of equal values, all
        have the rank of the first), `rank_lower`, `rank_upper`, `ranked` (how many areas are
        ranked), all whole numbers; `confidence`, `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers, or `confidence` is outside (0.5, 1).

    Notes
    -----
    Estimates are taken as independent: leave out a country or region that the areas are part of.
    The probability is at least `confidence`, also where areas are equal or nearly so. Intervals
    from ranks of simulated values [3] are narrower, but miss their level there: most of all for the
    first and the last.

    An area is not ranked (numbers missing, `reason` given) when it is repeated within a group of
    `by`; a number is missing; limits leave out their value or are of no level; an error is below 0;
    or no other area can be ranked with it. Where its limits have no width, or its error is 0, its
    rank stands without limits. Memory grows with the square of the number of areas: 7,000 take 3
    GB.

    References
    ----------
    1. Mogstad M, Romano JP, Shaikh AM, Wilhelm D. Inference for ranks with applications to mobility
       across neighbourhoods and academic achievement across countries. Rev Econ Stud
       2024;91:476-518.
    2. Holm S. A simple sequentially rejective multiple test procedure. Scand J Stat 1979;6:65-70.
    3. Goldstein H, Spiegelhalter DJ. League tables and their limitations: statistical issues in
       comparisons of institutional performance. J R Stat Soc A 1996;159:385-443.
    """
    z_value(confidence)
    names = [*grouping(data, by, {*RESULT, *RANKS}), group]
    grouping(data, names, {*RESULT, *RANKS})
    columns = [value, lower, upper] if se is None else [value, se]
    given = np.column_stack([numbers(data, column) for column in columns])
    levels, level = group_rows(data, names)
    row = np.unique(level, return_index=True)[1]
    given, deviate = given[row], deviates_of_limits(data)[row]
    y = given[:, 0]
    if se is None:
        # Limits may miss their value by a last binary digit.
        below, above = np.maximum([y - given[:, 1], given[:, 2] - y], 0) / deviate
    else:
        below = above = given[:, 1]
    reason = first_reason(
        (np.bincount(level) > 1, f"{group} repeated"),
        (np.isnan(given).any(axis=1), "a value, limit or error is missing"),
        *unusable(given, below),
    )
    if not highest_is_one:
        y, below, above = -y, above, below
    ranks = np.full((len(levels), len(RANKS)), np.nan)
    within = group_rows(levels, names[:-1])[1]
    for number in np.unique(within):
        areas = np.flatnonzero((within == number) & (reason == ""))
        if areas.size > 1:
            ranks[areas] = _ranks(
                y[areas], below[areas], above[areas], 1 - confidence, simultaneous
            )
    certain = no_width(y, below + above)
    ranks[certain, 1:3] = np.nan
    reason = first_reason(
        (reason != "", reason),
        (np.isnan(ranks[:, 0]), f"no other {group} to rank it with"),
        (certain, NO_WIDTH),
    )
    family = f"all pairs of {group}" if simultaneous else f"the pairs of each {group}"
    method = f"pairwise tests, Holm's correction over {family}"
    result = with_result(levels, dict(zip(RANKS, ranks.T, strict=True)), confidence, method, reason)
    return result.astype(dict.fromkeys(RANKS, "Int64"))


def _ranks(
    y: FloatArray, below: FloatArray, above: FloatArray, level: float, simultaneous: bool
) -> FloatArray:
    """Give rank, its limits and the number of areas, the highest first, as areas x 4."""
    lead = y[:, None] - y
    error = np.hypot(below[:, None], above)
    error = np.where(lead > 0, error, error.T)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(lead == 0, 0.5, ndtr(-np.abs(lead) / error))
    others = ~np.eye(y.size, dtype=bool)
    pairs = np.triu(others) if simultaneous else others
    families = p[pairs].reshape(1 if simultaneous else y.size, -1)
    clear = np.zeros_like(others)
    clear[pairs] = _pass(families, level).ravel()
    if simultaneous:
        clear |= clear.T
    better, worse = (clear & (lead < 0)).sum(axis=1), (clear & (lead > 0)).sum(axis=1)
    rank, ranked = 1 + (lead < 0).sum(axis=1), np.full(y.size, y.size)
    return np.column_stack([rank, 1 + better, y.size - worse, ranked]).astype(np.float64)


def _pass(p: FloatArray, level: float) -> Mask:
    """Say which p-values, of families x pairs, pass Holm's rule with two hypotheses a pair."""
    pairs = p.shape[1]
    ordered = np.sort(p, axis=1)
    passed = ordered <= level / (2 * pairs - np.arange(pairs))
    first_failed = np.where(passed, np.inf, ordered).min(axis=1, keepdims=True)
    return np.asarray(p < first_failed)
