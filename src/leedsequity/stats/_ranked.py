"""Statistics of ranked quantiles of a population: which groups have them all, and where each quantile lies."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from leedsequity.stats._arrays import FloatArray, IntArray, Mask, Text
from leedsequity.stats._frames import RESULT, group_rows, grouping, numbers, z_value
from leedsequity.stats._reasons import Rule, any_cell, any_in_group, first_reason, name_cells

FEWEST_QUANTILES, MOST_QUANTILES = 5, 100
LIMITS_OF_INPUT = 0.95

Transform = Callable[[FloatArray], FloatArray]
SCALES: dict[str, tuple[Transform, Transform, float, float]] = {
    # name: transformation, its inverse, and the open range in which values must lie
    "identity": (np.asarray, np.asarray, -np.inf, np.inf),
    "log": (np.log, np.exp, 0.0, np.inf),
    "logit": (logit, expit, 0.0, 1.0),
}


def by_group(
    data: pd.DataFrame,
    by: Sequence[str],
    columns: Sequence[str],
    quantiles: int | None,
    indices: Sequence[str],
    calculate: Callable[[FloatArray, FloatArray, FloatArray], FloatArray],
    flaws: Sequence[str],
    scale: str = "identity",
) -> tuple[pd.DataFrame, FloatArray, Text, Text]:
    """Calculate indices for every group that has its quantiles.

    `columns` are the quantile, the population, the value, and its limits or its standard error or neither.
    `calculate` takes population, value and error (groups x quantiles, in rank order) on the scale and gives the
    `indices`: an absolute one, its limits, a relative one, its limits, and any more. `flaws` are the reasons why
    the relative one alone is missing, and its limits alone.

    Returns the levels of the groups, their indices (groups x indices), their numbers of quantiles as text, and the
    reasons.
    """
    if quantiles is not None and not FEWEST_QUANTILES <= quantiles <= MOST_QUANTILES:
        raise ValueError(f"quantiles must be {FEWEST_QUANTILES} to {MOST_QUANTILES}, or not given; it is {quantiles!r}")
    names = grouping(data, by, {*RESULT, *indices})
    ranks, people, *measures = (numbers(data, column) for column in columns)
    given = np.column_stack(measures)
    levels, group = group_rows(data, names)
    values, errors, outside = _on_scale(given, scale)
    on_rows = [
        (any_cell(np.isnan(given)) | np.isnan(people), "a value, limit, error or population is missing"),
        (people <= 0, "population not above 0"),
        (outside, "a value or limit lies outside the scale"),
        (errors < 0, "a lower limit above its upper limit, or an error below 0"),
    ]
    broken = [(any_in_group(rows, group, len(levels)), text) for rows, text in on_rows]
    reason = first_reason(len(levels), [*_incomplete(group, len(levels), ranks, quantiles), *broken])

    size = np.bincount(group, minlength=len(levels))
    result = np.full((len(levels), len(indices)), np.nan)
    order = np.lexsort((ranks, group))
    order = order[reason[group[order]] == ""]
    for k in np.unique(size[reason == ""]):
        rows = order[size[group[order]] == k].reshape(-1, k)
        result[group[rows[:, 0]]] = calculate(people[rows], values[rows], errors[rows])
    there = ~np.isnan(result[:, 0])
    lacking = [(there & np.isnan(result[:, column]), text) for column, text in zip((3, 4), flaws, strict=False)]
    reason = np.where(reason == "", first_reason(len(levels), lacking), reason)
    return levels, result, size.astype(str).astype(object), reason


def _on_scale(given: FloatArray, scale: str) -> tuple[FloatArray, FloatArray, Mask]:
    """Give value and standard error of each row on the scale, and whether the scale excludes the value or a limit."""
    transform, _, least, most = SCALES[scale]
    values = given if given.shape[1] == 3 else given[:, :1]
    outside = any_cell((values <= least) | (values >= most))
    on_scale = transform(np.where(outside[:, None], np.nan, values))
    if given.shape[1] == 3:
        errors = (on_scale[:, 2] - on_scale[:, 1]) / (2 * z_value(LIMITS_OF_INPUT))
    else:
        errors = given[:, 1] if given.shape[1] == 2 else np.full(len(given), np.nan)
    return on_scale[:, 0], errors, outside


def _incomplete(group: IntArray, groups: int, ranks: FloatArray, expected: int | None) -> list[Rule]:
    """Give the rules on which quantiles a group must have."""
    most = expected or MOST_QUANTILES
    labels = np.arange(1, most + 1)
    whole = np.isin(ranks, labels)
    counts = np.zeros((groups, labels.size), dtype=np.int64)
    np.add.at(counts, (group[whole], ranks[whole].astype(np.int64) - 1), 1)
    highest = (labels * (counts > 0)).max(axis=1, initial=0)
    due = np.full(groups, expected) if expected else highest
    gaps = (counts == 0) & (labels <= due[:, None])
    return [
        (any_in_group(~whole, group, groups), f"quantiles other than whole numbers 1 to {most}"),
        (any_cell(counts > 1), name_cells(counts > 1, labels, "quantiles repeated")),
        (any_cell(gaps), name_cells(gaps, labels, "quantiles missing")),
        (highest < FEWEST_QUANTILES, f"fewer than {FEWEST_QUANTILES} quantiles"),
    ]


def places(people: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give each quantile's share of the population and the middle of its place in the ranking."""
    share = people / people.sum(axis=1, keepdims=True)
    return share, np.cumsum(share, axis=1) - share / 2
