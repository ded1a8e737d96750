"""Bars that start at zero, lying down a list of names."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from leedsequity.charts.theme import (
    DARK_GREY,
    ORANGE,
    ROLES,
    axis_title,
    by_category,
    check,
    list_names,
    panels,
    place_key,
    write,
)


def bars(
    data: pd.DataFrame,
    *,
    place: str,
    value: str,
    value_label: str = "",
    colour: str | None = None,
    mark: str | None = None,
    mark_label: str = "",
    wrap: int = 42,
    ax: Axes | None = None,
) -> Figure:
    """Draw a bar a row, from the top in the order of the rows, with its rounded value at its end.

    Values have one decimal where all are below 10.

    Parameters
    ----------
    data
        One row a bar. Rows whose `role` is `context`, where there is such a column, are drawn grey.
    place, value
        Columns: the name, and the length, at least 0. A row without a value has its name and `[x]`.
    value_label
        Title of the axis, with unit; the column's name if not given.
    colour
        Column whose categories, at most six, have a colour each, named above the bars.
    mark
        Column of a value to compare with, drawn as a line across the bar.
    mark_label
        What the line is, written once above the first bar.
    wrap
        Letters after which a name goes on in a new line.
    ax
        Where to draw, instead of a new figure.

    Raises
    ------
    ValueError
        If a column is missing or not of numbers, there is no row, a role is unknown, a value is
        below 0, or there are more categories than colours.
    """
    data = check("bars", data, place, mark, colour, role="focus", numbers=(value, mark))
    data, words = by_category("bars", data, colour)
    if (below := data[value] < 0).any():
        raise ValueError(f"charts.bars: {below.sum()} values of {value} are below 0")
    names = [textwrap.fill(name, wrap) for name in data[place].map(str)]
    height = 0.9 + sum(0.16 + 0.17 * (name.count("\n") + 1) for name in names)
    along = range(len(data))
    with panels(data, height=height, ax=ax) as (figure, [(ax, _)]):
        lengths = data[value].fillna(0)
        ax.barh(along, lengths, height=0.66, color=[ROLES[role].colour for role in data["role"]])
        beyond = (data[value] if mark is None else data[[value, mark]].max(axis=1)).fillna(0)
        width = float(beyond.max()) or 1.0
        # At the bar's end, or at the line where that stands in the way.
        decimals = int(lengths.max() < 10)
        numbers = beyond.where(beyond - lengths < 0.08 * width, lengths)
        for position, end, length in zip(along, numbers, data[value], strict=True):
            text = "[x]" if pd.isna(length) else f"{length:.{decimals}f}"
            write(ax, text, (end, position), (5, 0), va="center", color=DARK_GREY)
        if mark is not None:
            ends = [p - 0.42 for p in along], [p + 0.42 for p in along]
            ax.vlines(data[mark], *ends, color=ORANGE, lw=2.6)
            where = (data[mark].iloc[0], -0.42)
            write(ax, mark_label, where, (0, 3), ha="center", color=DARK_GREY)
        title = axis_title(data, value, value_label)
        ax.set(xlabel=title, ylabel="", xlim=(0, width * 1.08))
        list_names([ax], names, above=1.1 if mark else 0.6, wrap=wrap)
        if words:
            place_key(ax, [Patch(color=ROLES[role].colour) for role in words], [*words.values()])
    return figure
