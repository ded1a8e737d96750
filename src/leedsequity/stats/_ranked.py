"""Ranked quantiles of a population: which groups have them all, and where each lies in the ranking."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from leedsequity.stats._frames import (
    FloatArray,
    IntArray,
    Mask,
    Text,
    any_cell,
    any_in_group,
    first_reason,
    name_cells,
    numbers,
    z_value,
)

FEWEST_QUANTILES, MOST_QUANTILES = 5, 100
LIMITS_OF_INPUT = 0.95


def check_expected(quantiles: int | None) -> None:
    """Refuse an expected number of quantiles from which no slope is drawn."""
    if quantiles is not None and not FEWEST_QUANTILES <= quantiles <= MOST_QUANTILES:
        raise ValueError(f"quantiles must be {FEWEST_QUANTILES} to {MOST_QUANTILES}, or not given; it is {quantiles!r}")


def measured(data: pd.DataFrame, columns: Sequence[str]) -> tuple[FloatArray, Mask]:
    """Give the named columns side by side, and the rows in which one is missing."""
    given = np.column_stack([numbers(data, column) for column in columns])
    return given, any_cell(np.isnan(given))


def refusals(
    group: IntArray,
    groups: int,
    ranks: FloatArray,
    people: FloatArray,
    missing: Mask,
    rules: Sequence[tuple[Mask, str]],
    expected: int | None,
) -> Text:
    """Say why each group cannot be calculated; empty where it can. `rules` are further ones, on rows."""
    most = expected or MOST_QUANTILES
    labels = np.arange(1, most + 1)
    whole = np.isin(ranks, labels)
    counts = np.zeros((groups, labels.size), dtype=np.int64)
    np.add.at(counts, (group[whole], ranks[whole].astype(np.int64) - 1), 1)
    highest = (labels * (counts > 0)).max(axis=1, initial=0)
    due = np.full(groups, expected) if expected else highest
    gaps = (counts == 0) & (labels <= due[:, None])
    on_rows: list[tuple[Mask, str]] = [
        (missing | np.isnan(people), "a value, limit, error or population is missing"),
        (people <= 0, "population not above 0"),
        *rules,
    ]
    return first_reason(
        groups,
        [
            (any_in_group(~whole, group, groups), f"quantiles other than whole numbers 1 to {most}"),
            (any_cell(counts > 1), name_cells(counts > 1, labels, "quantiles repeated")),
            (any_cell(gaps), name_cells(gaps, labels, "quantiles missing")),
            (highest < FEWEST_QUANTILES, f"fewer than {FEWEST_QUANTILES} quantiles"),
            *((any_in_group(broken, group, groups), text) for broken, text in on_rows),
        ],
    )


def in_rank_order(group: IntArray, ranks: FloatArray, size: IntArray, reason: Text) -> Iterator[IntArray]:
    """Give the rows of the groups without a reason, groups x quantiles, one number of quantiles at a time."""
    order = np.lexsort((ranks, group))
    order = order[reason[group[order]] == ""]
    for k in np.unique(size[reason == ""]):
        yield order[size[group[order]] == k].reshape(-1, k)


def places(people: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give each quantile's share of the population and the middle of its place in the ranking."""
    share = people / people.sum(axis=1, keepdims=True)
    return share, np.cumsum(share, axis=1) - share / 2


def error_of_limits(lower: FloatArray, upper: FloatArray) -> FloatArray:
    """Give the standard error that symmetric 95% limits came from."""
    return (upper - lower) / (2 * z_value(LIMITS_OF_INPUT))
