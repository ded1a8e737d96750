"""Stacked parts: what a gap is made of, column by column, each with its total and interval."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from leedsequity.charts.theme import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    ORANGE,
    TURQUOISE,
    check,
    decimals_for,
    number,
    panels,
    place_key,
    write,
)

# The fill of a part, and the colour of the number in it; neighbours differ in greyscale too.
_FILLS = (
    (DARK_BLUE, "white"),
    (TURQUOISE, "black"),
    (DARK_PINK, "white"),
    (ORANGE, "black"),
    (DARK_GREY, "white"),
    ("#A285D1", "black"),
)
FloatArray = NDArray[np.float64]
_WIDTH = 0.66  # of a column
_MOST_SIDE_BY_SIDE = 5  # columns of a panel that has others beside it
_MOST_WITH_NUMBERS = 10  # columns


def stacked_parts(
    data: pd.DataFrame,
    *,
    place: str,
    part: str,
    value: str,
    value_label: str,
    limits: tuple[str, str] = ("lower", "upper"),
    place_label: str = "",
    total_label: str = "Total, with its 95% interval",
    by: str = "sex",
    ax: Axes | None = None,
) -> Figure:
    """Draw a column a place (a period, an age band) of its parts (causes), with its total.

    Parts above 0 are stacked upwards in the order of the rows, those below 0 downwards, so that the
    total, a dot beside the column with its interval, is what is left of both. Of more than ten
    places no numbers are written.

    Parameters
    ----------
    data
        One row a place and part, and one a place for its total, in which `part` is missing: as
        `stats.decompose_gap` gives them.
    place, part, value
        Columns: what the columns stand for, from the left in the order of the rows; the name of the
        part, at most six, short; its size.
    value_label
        Title of the axis of values, with the unit.
    limits
        Columns of the interval, read in the rows of totals; it may be missing.
    place_label
        Title of the axis of places.
    total_label
        What the dot and its bar are.
    by
        Column of the panels.
    ax
        Where to draw, instead of a new figure.

    Raises
    ------
    ValueError
        If a column is missing, there are more than six parts, a panel has not one row for each
        place and part and total, a value is missing, or panels exceed `ax`.
    """
    data = check("stacked_parts", data, place, part, numbers=(value, *limits))
    places, parts = [*dict.fromkeys(data[place])], [*dict.fromkeys(data[part].dropna())]
    if not 1 <= len(parts) <= len(_FILLS):
        raise ValueError(f"charts.stacked_parts: {len(parts)} parts, not 1 to {len(_FILLS)}")
    if data[value].isna().any():
        raise ValueError(f"charts.stacked_parts: {data[value].isna().sum()} values are missing")
    wanted = len(places) * (len(parts) + 1)
    if any(size != wanted for size in (data[by].value_counts() if by in data else [len(data)])):
        raise ValueError(f"charts.stacked_parts: not one row for each {place}, {part} and total")
    # Of many columns the panels stand below each other, as their names need the width.
    many, numbered = len(places) > _MOST_SIDE_BY_SIDE, len(places) <= _MOST_WITH_NUMBERS
    look: dict[str, Any] = {"height": 6.6, "columns": 1} if many else {"height": 4.8}
    decimals = decimals_for(data[value])
    with panels(data, by, ax=ax, **look) as (figure, cells):
        for ax, panel in cells:
            heights = panel.dropna(subset=part).pivot(index=part, columns=place, values=value)
            tops = _stack(ax, heights.loc[parts, places])
            totals = panel[panel[part].isna()].set_index(place)[[value, *limits]].loc[places]
            _draw_totals(ax, totals.to_numpy(np.float64), tops, decimals if numbered else None)
            ax.axhline(0, color=DARK_GREY, lw=1, zorder=4)
            ax.set_xticks(range(len(places)), [str(each) for each in places])
            ax.set(xlim=(-0.6, len(places) - 0.4))
            ax.set(xlabel=place_label if ax is cells[-1][0] or not many else "")
            ax.set(ylabel=value_label if ax is cells[0][0] or many else "")
        cells[0][0].margins(y=0.08)
        if not (data[value] < 0).any():
            cells[0][0].set_ylim(bottom=0)
        for ax, _ in cells if numbered else []:
            _write_numbers(ax, decimals, least=0.085 if many else 0.055)
        marks: list[Any] = [Patch(facecolor=fill) for fill, _ in _FILLS[: len(parts)]]
        words = [*map(str, parts)]
        if data.loc[data[part].isna(), limits[1]].notna().any():
            marks.append(Line2D([], [], color="black", marker="o", ms=4, lw=1.6))
            words.append(total_label)
        place_key(cells[0][0], marks, words, ncols=3)
    return figure


def _draw_totals(ax: Axes, totals: FloatArray, tops: FloatArray, decimals: int | None) -> None:
    """Draw each column's total (columns x value, limits) beside it, and write it above."""
    value, low, high = totals.T
    bars = np.stack([value - low, high - value])
    known = np.isfinite(bars).all(axis=0)
    # On the column, its colours would hide the bar.
    beside = np.arange(value.size)[known] + _WIDTH / 2 + 0.06
    look: dict[str, Any] = {"fmt": "o", "ms": 4, "color": "black", "elinewidth": 1.6, "capsize": 3}
    ax.errorbar(beside, value[known], yerr=bars[:, known], zorder=5, **look)
    if decimals is not None:
        for x, top in enumerate(np.fmax(tops, high)):
            look = {"ha": "center", "va": "bottom", "fontweight": "bold"}
            write(ax, number(value[x], decimals), (x, top), (0, 3), **look)


def _stack(ax: Axes, heights: pd.DataFrame) -> FloatArray:
    """Draw parts x places, above 0 upwards and below it downwards; give the upper ends."""
    ends: FloatArray = np.zeros((2, heights.shape[1]))
    for (colour, _), (_, row) in zip(_FILLS, heights.iterrows(), strict=False):
        size = row.to_numpy(np.float64)
        side = (size < 0).astype(int)
        bottom = ends[side, np.arange(size.size)]
        look: dict[str, Any] = {"edgecolor": "white", "linewidth": 1, "zorder": 2}
        ax.bar(range(size.size), size, _WIDTH, bottom=bottom, color=colour, **look)
        ends[side, np.arange(size.size)] += size
    return np.asarray(ends[0])


def _write_numbers(ax: Axes, decimals: int, least: float) -> None:
    """Write how large a part is in each that is at least this share of the panel's height."""
    bottom, top = ax.get_ylim()
    stacks = [each for each in ax.containers if isinstance(each, BarContainer)]
    for bars, (_, ink) in zip(stacks, _FILLS, strict=False):
        for bar in bars.patches:
            if abs(bar.get_height()) >= least * (top - bottom):
                at = bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2
                text = number(bar.get_height(), decimals)
                write(ax, text, at, (0, 0), ha="center", va="center", color=ink, zorder=6)
