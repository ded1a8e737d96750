"""Events of populations beside those expected at the rates of one of them, stratum by stratum."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, IntArray, Text, divide
from leedsequity.stats._frames import (
    RESULT,
    by_cell,
    check_keys,
    group_rows,
    grouping,
    no_level,
    numbers,
)
from leedsequity.stats._reasons import Rule, cell_rule, first_reason


@dataclass(frozen=True)
class AtReference:
    """Every level of `group` within the groups of `by`, beside the reference of its group.

    Attributes
    ----------
    levels
        One row per level: the `by` columns and `group`.
    base
        The row of the reference that each level is compared with; -1 where there is none.
    events, weights
        Levels x strata: the events, and the population over that of the reference. Both are 0 in
        strata that neither has.
    expected
        Events expected of every level at the rates of the reference.
    reason
        Why a level cannot be compared, or an empty text.
    """

    levels: pd.DataFrame
    base: IntArray
    events: FloatArray
    weights: FloatArray
    expected: FloatArray
    reason: Text


def at_reference(
    data: pd.DataFrame,
    by: Sequence[str],
    group: str,
    reference: Hashable,
    strata: Sequence[str],
    events: str,
    population: str,
    written: set[str],
) -> AtReference:
    """Lay out events and populations, and compare each level with the reference of its group.

    The reference declares the strata of its group: a level must have them all, once, and no other.
    """
    written = {*RESULT, *written}
    names = [*grouping(data, by, written), group]
    grouping(data, names, written)
    if isinstance(strata, str) or not strata:
        raise ValueError(f"strata takes a list of column names, not {strata!r}")
    if shared := sorted(set(strata) & set(names)):
        raise ValueError(f"{shared[0]} cannot name both a group and a stratum")
    check_keys(data, list(strata))
    o, n = numbers(data, events), numbers(data, population)
    levels, level = group_rows(data, names)
    is_reference = (levels[group] == reference).to_numpy(dtype=bool, na_value=False)
    if len(data) and not is_reference.any():
        raise no_level(levels, group, reference)
    within = group_rows(levels, names[:-1])[1]
    base_of: IntArray = np.full(len(levels), -1, dtype=np.int64)
    base_of[within[is_reference]] = np.flatnonzero(is_reference)
    base = base_of[within]

    found, cell = group_rows(data, list(strata))
    counts, (o, n) = by_cell(level, len(levels), cell, len(found), o, n)
    labels = [" ".join(map(str, row)) for row in found.itertuples(index=False)]
    flaws = [
        (counts > 1, "strata repeated"),
        (np.isnan(o) & (counts > 0), "events missing in strata"),
        (np.isnan(n) & (counts > 0), "population missing in strata"),
        (o < 0, "events below 0 in strata"),
    ]
    own: list[Rule] = [
        cell_rule((counts > 0) & (counts[base] == 0), labels, "strata that the reference lacks"),
        cell_rule((counts == 0) & (counts[base] > 0), labels, "strata missing"),
        *(cell_rule(broken, labels, text) for broken, text in flaws),
        cell_rule(n < 0, labels, "population below 0 in strata"),
        cell_rule((n == 0) & (o > 0), labels, "events without population in strata"),
    ]
    flaws.append((n <= 0, "population not above 0 in strata"))
    theirs = [cell_rule(broken[base], labels, f"reference: {text}") for broken, text in flaws]
    reason = first_reason((base < 0, "no reference level in this group"), *theirs, *own)
    o, n = (np.where(counts == 0, 0, cells) for cells in (o, n))
    weights = np.where(counts[base] > 0, divide(n, n[base]), 0)
    return AtReference(levels, base, o, weights, (weights * o[base]).sum(axis=1), reason)
