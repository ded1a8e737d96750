"""Which groups break a rule, and the words in which the result says so."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import IntArray, Mask, Text

#: Where a rule is broken (one truth value, or one a group), and the text that says so.
Rule = tuple[Mask | np.bool_ | bool, str | Text]


def any_in_group(rows: Mask, group: IntArray, groups: int) -> Mask:
    """Say for each group whether the rule is broken in any of its rows."""
    return np.asarray(np.bincount(group[rows], minlength=groups) > 0)


def first_reason(*rules: Rule) -> Text:
    """Give each group the text of the first rule that it breaks, or an empty text."""
    reason: Text = np.asarray("", dtype=object)
    for broken, text in reversed(rules):
        reason = np.where(broken, np.asarray(text, dtype=object), reason)
    return reason


def cell_rule(cells: Mask, labels: Iterable[object], text: str) -> Rule:
    """Give the rule that no cell of a group may be true, with a text that names those that are."""
    return cells.any(axis=1), name_cells(cells, labels, text)


def name_cells(cells: Mask, labels: Iterable[object], text: str) -> Text:
    """Write `text` and the labels of the columns that are true in each row: "missing: 5, 10"."""
    named: Text = np.full(len(cells), "", dtype=object)
    for label, true in zip(labels, cells.T, strict=True):
        named[true] += f", {label}"
    listed = pd.Series(named, dtype="str").str.slice(2)
    return np.asarray((text + ": " + listed).to_numpy(object))
