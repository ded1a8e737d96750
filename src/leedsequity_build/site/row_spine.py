"""A spine as a small picture in a table's cell, and the marks and words of verdicts beside it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

#: The mark of a verdict's word: shape, never colour alone.
MARKS = {
    "better": "▲",
    "worse": "▼",
    "similar": "●",
    "clearly higher": "◆",
    "clearly lower": "◆",
}
UNTESTED = "◇"
_SHAPES = {
    "▲": '<path class="better" d="M{x} 5l6 11h-12z"/>',
    "▼": '<path class="worse" d="M{x} 17l6 -11h-12z"/>',
    "●": '<circle class="mark" cx="{x}" cy="11" r="5"/>',
    "◆": '<path class="mark" d="M{x} 5l6 6l-6 6l-6 -6z"/>',
    "◇": '<path class="mark open" d="M{x} 5l6 6l-6 6l-6 -6z"/>',
}
_WIDTH, _MARGIN = 200, 8
#: Of fewer authorities no range is drawn.
FEWEST = 20


def mark(word: str) -> str:
    """Return the mark of a verdict: that of its word, or the open one of what was not tested."""
    return MARKS.get(word, UNTESTED)


def drawn(row: Mapping[str, Any], word: str) -> str:
    """Return the spine of a measure as SVG: all authorities, their middle half, England, the area.

    Parameters
    ----------
    row
        ``value``, ``other`` (England's), and ``worst, lower_quarter, upper_quarter, best`` as from
        `every_area.spread`, which has the better side last. The scale is the measure's own: the end
        farther from England reaches the edge, and England is the middle.
    word
        The verdict's.

    Returns
    -------
    str
        The picture, hidden from readers of text: the row of the table says the same. Empty where
        England's value is missing, no authority differs from it, or fewer than 20 have a value.
    """
    ends = [row[name] for name in ("worst", "lower_quarter", "upper_quarter", "best")]
    middle = row["other"]
    if pd.isna([middle, *ends]).any() or row["authorities"] < FEWEST:
        return ""
    sign = 1 if ends[-1] >= ends[0] else -1
    widest = max(abs(end - middle) for end in (ends[0], ends[-1], row["value"]))
    if not widest:
        return ""
    half = _WIDTH / 2 - _MARGIN
    worst, first, last, best, here = (
        round(_WIDTH / 2 + sign * half * (value - middle) / widest)
        for value in (*ends, row["value"])
    )
    return (
        f'<svg class="spine" viewBox="0 0 {_WIDTH} 22" aria-hidden="true">'
        f'<path class="all" d="M{worst} 11H{best}"/>'
        f'<path class="half" d="M{first} 11H{last}"/>'
        f'<path class="england" d="M{_WIDTH // 2} 1V21"/>'
        f"{_SHAPES[mark(word)].format(x=here)}</svg>"
    )
