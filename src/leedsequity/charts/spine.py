"""A spine chart: indicators in rows, an area among all authorities, England the line between."""

import textwrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from leedsequity.charts.theme import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    MID_GREY,
    PALE_GREY,
    TURQUOISE,
    check,
    decimals_for,
    list_names,
    number,
    panels,
    place_key,
    row_height,
    write,
)

# The words of a verdict, with the shape and the colours of its mark: filled where it was tested.
_VERDICTS = {
    "better": ("^", TURQUOISE, TURQUOISE),
    "similar": ("o", DARK_BLUE, DARK_BLUE),
    "worse": ("v", DARK_PINK, DARK_PINK),
    "clearly higher": ("D", DARK_BLUE, DARK_BLUE),
    "clearly lower": ("D", DARK_BLUE, DARK_BLUE),
    "higher": ("D", DARK_BLUE, "white"),
    "lower": ("D", DARK_BLUE, "white"),
    "equal": ("D", DARK_BLUE, "white"),
    "not tested": ("D", DARK_BLUE, "white"),
}
_POLARITIES = {"high": 1, "low": -1, "not judged": 1}
_MIDDLE_HALF = "#CFCFCF"


def spine(
    data: pd.DataFrame,
    *,
    indicator: str,
    value: str,
    polarity: str = "polarity",
    verdict: str = "verdict",
    name: str = "area",
    ax: Axes | None = None,
) -> Figure:
    """Draw where an area stands among all authorities, an indicator a row, England in the middle.

    Each row has a scale of its own: the distance of the authority farthest from England is one, and
    what is better is on the right. A thin line reaches over all authorities, a thick one over the
    middle half of them; values stand at the right. Rows that are not judged have higher values on
    the right, and their names say so.

    Parameters
    ----------
    data
        One row an indicator and authority, with the column `role`: `focus` and `reference`
        (England) once an indicator, `context` for all others. Indicators are listed in the order of
        the rows.
    indicator, value
        Columns: what is listed, with its unit, and the value.
    polarity
        Column: which values are better, `high`, `low` or `not judged`.
    verdict
        Column, read in the rows of the focus: a word of `verdicts.compare`, or `not tested`.
    name
        Column of the names above the values.
    ax
        Where to draw, instead of a new figure.

    Raises
    ------
    ValueError
        If a column is missing, an indicator has no value of England or no or several rows of the
        focus or of England, no authority differs from England, or a polarity or a verdict is none
        of these.
    """
    data = check("spine", data, "role", indicator, polarity, verdict, name, numbers=(value,))
    names = [*dict.fromkeys(data[indicator])]
    rows = {role: data[data["role"] == role] for role in ("focus", "reference")}
    for role, some in rows.items():
        if sorted(some[indicator]) != sorted(names):
            raise ValueError(f"charts.spine: not one row of role {role} for each {indicator}")
    focus, england = (some.set_index(indicator).loc[names] for some in rows.values())
    _one_of("polarity", focus[polarity], _POLARITIES)
    _one_of("verdict", focus.loc[focus[value].notna(), verdict], _VERDICTS)
    others = data[data["role"] != "reference"].dropna(subset=value)
    middle, sign = england[value], focus[polarity].map(_POLARITIES)
    away = (others[value] - others[indicator].map(middle)) * others[indicator].map(sign)
    widest = away.abs().groupby(others[indicator]).max().reindex(names)
    if (widest.isna() | middle.isna() | widest.eq(0)).any():
        bad = [*widest[widest.isna() | middle.isna() | widest.eq(0)].index]
        raise ValueError(f"charts.spine: no value of England, or none beside it: {', '.join(bad)}")
    away /= others[indicator].map(widest)
    spread = (
        away.groupby(others[indicator]).quantile(np.array([0, 0.25, 0.75, 1])).unstack().loc[names]
    )
    at = (focus[value] - middle) * sign / widest

    listed = [n + " (not judged)" * (focus.loc[n, polarity] == "not judged") for n in names]
    height = 1.5 + row_height(listed, 32) * len(names)
    with panels(data, height=height, ax=ax) as (figure, [(ax, _)]):
        along = range(len(names))
        ax.hlines(along, spread[0.0], spread[1.0], color=PALE_GREY, lw=1.4, zorder=1)
        box: dict[str, Any] = {
            "height": 0.36,
            "facecolor": _MIDDLE_HALF,
            "edgecolor": PALE_GREY,
            "zorder": 2,
        }
        ax.barh(along, spread[0.75] - spread[0.25], left=spread[0.25], **box)
        ax.axvline(0, color=DARK_GREY, lw=1.6, ls="--", zorder=3)
        for row, (place, word) in enumerate(zip(at, focus[verdict], strict=True)):
            if pd.notna(place):
                shape, edge, inside = _VERDICTS[word]
                ax.plot(place, row, shape, ms=9, mec=edge, mfc=inside, mew=1.6, zorder=4)
        list_names([ax], listed, above=0.7, wrap=32)
        ax.set(xlim=(-1.06, 1.06), xticks=[])
        ax.spines[["left", "bottom"]].set_visible(False)
        beside: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "annotation_clip": False}
        shift = 0.0
        for values, colour in ((focus, DARK_BLUE), (england, DARK_GREY)):
            heading = textwrap.fill(str(values[name].iloc[0]), 11)
            shift += 8 + max(36.0, 7.2 * max(map(len, heading.split("\n"))))
            style: dict[str, Any] = beside | {"ha": "right", "color": colour}
            write(ax, heading, (1, -0.7), (shift, 0), va="bottom", fontweight="bold", **style)
            for row, level in enumerate(values[value]):
                decimals = decimals_for(pd.Series([middle.iloc[row], focus[value].iloc[row]]))
                write(ax, number(level, decimals), (1, row), (shift, 0), va="center", **style)
        above: dict[str, Any] = {"va": "bottom", "color": DARK_GREY}
        write(ax, str(england[name].iloc[0]), (0, -0.7), (0, 0), ha="center", **above)
        judged = (focus[polarity] != "not judged").any()
        left, right = ("← worse", "better →") if judged else ("← lower", "higher →")
        write(ax, left, (-1.06, -0.7), (0, 0), ha="left", **above)
        write(ax, right, (1.06, -0.7), (0, 0), ha="right", **above)
        used = [word for word in _VERDICTS if word in set(focus[verdict])]
        marks: list[Any] = [
            Line2D([], [], ls="", marker=shape, ms=8, mec=edge, mfc=inside, mew=1.6)
            for shape, edge, inside in (_VERDICTS[word] for word in used)
        ]
        marks += [Line2D([], [], color=PALE_GREY, lw=1.4), Patch(fc=_MIDDLE_HALF, ec=PALE_GREY)]
        words = [*used, "all areas", "middle half"]
        layout: dict[str, Any] = {"ncols": 5, "handletextpad": 0.4, "columnspacing": 1.2}
        place_key(ax, marks, words, lines=heading.count("\n") + 1, labelcolor=MID_GREY, **layout)
    return figure


def _one_of(what: str, found: pd.Series, known: dict[str, Any]) -> None:
    if odd := sorted({str(word) for word in found} - set(known)):
        raise ValueError(f"charts.spine: {what} {', '.join(odd)} is none of {', '.join(known)}")
