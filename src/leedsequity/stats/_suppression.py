"""Cells of a table of counts: the totals among them, and which to hide against subtraction."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, IntArray, Mask
from leedsequity.stats._frames import group_rows


@dataclass(frozen=True)
class Total:
    """A cell that is the sum of other cells; cells are numbered row by row."""

    cell: int
    parts: IntArray
    name: str


def totals_of(
    labels: pd.DataFrame, counts: Sequence[str], totals: Mapping[str, object], rank: IntArray
) -> list[Total]:
    """List the totals: columns that add up others, and rows whose label stands for all others.

    `rank` is the place of each row in the order of its labels. Parts come in that order, so that
    nothing depends on the order in which rows are given.
    """
    found: list[Total] = []
    cells = np.arange(len(labels) * len(counts), dtype=np.int64).reshape(len(labels), len(counts))
    for name, stands_for in totals.items():
        if name in counts:
            parts = _columns(name, stands_for, counts)
            found += [
                Total(int(cells[row, counts.index(name)]), cells[row, parts], name)
                for row in np.argsort(rank)
            ]
        elif name in labels.columns:
            is_total = (labels[name] == stands_for).to_numpy(dtype=bool, na_value=False)
            if not is_total.any():
                raise ValueError(f"totals: column {name!r} has no level {stands_for!r}")
            others = [column for column in labels.columns if column != name]
            within = group_rows(labels, others)[1]
            in_groups = np.lexsort((rank, within))
            for rows in np.split(in_groups, np.flatnonzero(np.diff(within[in_groups])) + 1):
                row, members = rows[is_total[rows]], rows[~is_total[rows]]
                if row.size and members.size:
                    found += [
                        Total(int(cells[row[0], c]), cells[members, c], name)
                        for c in range(len(counts))
                    ]
        else:
            raise ValueError(
                f"totals: no column {name!r}; the table has:"
                f" {', '.join([*labels.columns, *counts])}"
            )
    return found


def _columns(name: str, parts: object, counts: Sequence[str]) -> list[int]:
    """Give the positions of the columns that add up to one."""
    listed = list(parts) if isinstance(parts, Sequence) and not isinstance(parts, str) else []
    if len(listed) < 2 or name in listed or any(part not in counts for part in listed):
        raise ValueError(
            f"totals: {name!r} must name the two or more count columns that add up to it"
        )
    return [counts.index(part) for part in listed]


def add_up(cells: FloatArray, totals: Sequence[Total]) -> FloatArray:
    """Give the cells with every total made anew from its parts, the totals of totals last."""
    result, waiting = cells.copy(), list(totals)
    while waiting:
        unmade = {total.cell for total in waiting}
        blocked = [total for total in waiting if not unmade.isdisjoint(total.parts.tolist())]
        if len(blocked) == len(waiting):
            raise ValueError("totals: columns add up to one another in a circle")
        for total in waiting:
            if unmade.isdisjoint(total.parts.tolist()):
                result[total.cell] = result[total.parts].sum()
        waiting = blocked
    return result


def complementary_suppression(
    hidden: Mask, shown: FloatArray, least: FloatArray, small: int, totals: Sequence[Total]
) -> Mask:
    """Hide more cells until no hidden one can be had by taking the shown parts from a total.

    Among the hidden parts of a shown total there must be two or more, and one that counts more than
    `small` for certain (`least` is the least that a cell can be, given how it would be shown). The
    partner is a part that brings no new total into need if there is one, of these the one shown as
    the fewest; where there is no partner, the total itself is hidden. Only what would be shown
    decides, never the counts behind it, so the choice gives nothing away.
    """
    hidden = hidden.copy()
    totals_with: dict[int, list[Total]] = {}
    for total in totals:
        for part in total.parts.tolist():
            totals_with.setdefault(part, []).append(total)

    def brings_into_need(part: int) -> int:
        return sum(
            not hidden[other.parts].any() and not hidden[other.cell] for other in totals_with[part]
        )

    waiting = deque(total for total in totals if hidden[total.parts].any())
    while waiting:
        total = waiting.popleft()
        behind = total.parts[hidden[total.parts]]
        safe = behind.size > 1 and least[behind].max() > small
        if safe or hidden[total.cell] or np.isnan(shown[total.cell]):
            continue
        partners = total.parts[~hidden[total.parts] & (least[total.parts] > small)].tolist()
        chosen = min(
            partners, key=lambda part: (brings_into_need(part), shown[part]), default=total.cell
        )
        hidden[chosen] = True
        waiting.extend([total, *totals_with.get(chosen, [])])
    return hidden
