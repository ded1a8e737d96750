"""Indices across ranked quantiles of a population, for the groups that have them all."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from leedsequity.stats._arrays import FloatArray, Mask, Text
from leedsequity.stats._frames import RESULT, by_cell, check_integer, group_rows, grouping, numbers
from leedsequity.stats._limits import NO_WIDTH, deviates_of_limits, no_width, unusable
from leedsequity.stats._reasons import any_in_group, cell_rule, first_reason

FEWEST_QUANTILES, MOST_QUANTILES = 5, 100

Transform = Callable[[FloatArray], FloatArray]
SCALES: dict[str, tuple[Transform, Transform, float, float]] = {
    # name: transformation, its inverse, and the open range in which values must lie
    "identity": (np.asarray, np.asarray, -np.inf, np.inf),
    "log": (np.log, np.exp, 0.0, np.inf),
    "logit": (logit, expit, 0.0, 1.0),
}


def indices_by_group(
    data: pd.DataFrame,
    by: Sequence[str],
    columns: Sequence[str],
    quantiles: int,
    indices: Sequence[str],
    calculate: Callable[[FloatArray, FloatArray, FloatArray], FloatArray],
    flaws: Sequence[str],
    scale: str = "identity",
) -> tuple[pd.DataFrame, FloatArray, Text]:
    """Calculate indices for every group that has all its quantiles.

    `columns` are the quantile, the population, the value, and its limits or its standard error or
    neither. `calculate` takes population, value and error (groups x quantiles, in rank order) on
    the scale and gives the `indices`: an absolute one, its limits, a relative one, its limits, and
    any more. `flaws` are the reasons why the relative one alone is missing, and its limits alone.

    Returns the levels of the groups, their indices (groups x indices), and the reasons.
    """
    check_integer("quantiles", quantiles, FEWEST_QUANTILES, MOST_QUANTILES)
    names = grouping(data, by, {*RESULT, *indices})
    ranks, people, *measures = (numbers(data, column) for column in columns)
    given = np.column_stack(measures)
    levels, group = group_rows(data, names)
    values, errors, outside = _on_scale(given, deviates_of_limits(data), scale)
    labels = np.arange(1, quantiles + 1)
    cell = np.where(np.isin(ranks, labels), ranks, 0).astype(np.int64) - 1
    counts, (people_of, value_of, error_of) = by_cell(
        group, len(levels), cell, quantiles, people, values, errors
    )
    missing = np.isnan(given).any(axis=1) | np.isnan(people)
    on_rows = [
        (missing, "a value, limit, error or population is missing"),
        (people <= 0, "population not above 0"),
        (outside, "a value or limit lies outside the scale"),
        *unusable(given, errors),
    ]
    strange = any_in_group(cell < 0, group, len(levels))
    reason = first_reason(
        (strange, f"quantiles other than whole numbers 1 to {quantiles}"),
        cell_rule(counts > 1, labels, "quantiles repeated"),
        cell_rule(counts == 0, labels, "quantiles missing"),
        *((any_in_group(rows, group, len(levels)), text) for rows, text in on_rows),
    )
    kept = reason == ""
    result = np.full((len(levels), len(indices)), np.nan)
    result[kept] = calculate(people_of[kept], value_of[kept], error_of[kept])

    certain = kept & no_width(value_of, error_of).any(axis=1)
    limits = np.array([name.endswith(("_lower", "_upper")) for name in indices])
    result[np.ix_(certain, limits)] = np.nan
    no_ratio, no_limits = (kept & np.isnan(result[:, column]) for column in (3, 4))
    reason = first_reason(
        (~kept, reason),
        (certain & no_ratio, f"{flaws[0]}; {NO_WIDTH}"),
        (certain, NO_WIDTH),
        (no_ratio, flaws[0]),
        *((no_limits, text) for text in flaws[1:]),
    )
    return levels, result, reason


def _on_scale(given: FloatArray, z: FloatArray, scale: str) -> tuple[FloatArray, FloatArray, Mask]:
    """Give value and standard error of each row on the scale, and whether the scale excludes it.

    A row is excluded when its value or a limit is. `z` are the normal deviates of the limits.
    """
    transform, _, least, most = SCALES[scale]
    values = given if given.shape[1] == 3 else given[:, :1]
    outside = np.asarray(((values <= least) | (values >= most)).any(axis=1))
    on_scale = transform(np.where(outside[:, None], np.nan, values))
    if given.shape[1] == 3:
        errors = (on_scale[:, 2] - on_scale[:, 1]) / (2 * z)
    else:
        errors = given[:, 1] if given.shape[1] == 2 else np.full(len(given), np.nan)
    return on_scale[:, 0], errors, outside


def shares_and_midpoints(people: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give each quantile's share of the population and the middle of its place in the ranking."""
    share = people / people.sum(axis=1, keepdims=True)
    return share, np.cumsum(share, axis=1) - share / 2
