"""Small multiples of measures in different units: a panel each, with its own axis."""

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from leedsequity.charts.theme import DARK_GREY, MID_GREY, ROLES, panels

#: Panels side by side, and letters after which a title goes on in a new line.
_COLUMNS, _LETTERS = 3, 26


@contextmanager
def _grid(
    data: pd.DataFrame, by: str, height: float, **shared: Any
) -> Iterator[tuple[Figure, list[tuple[Axes, pd.DataFrame]]]]:
    """Give a figure in the theme, and a titled panel with its rows for each value of a column, in their order."""
    names = list(data[by].unique())
    rows = -(-len(names) // _COLUMNS)
    with panels([""], width=9, height=0.5 + height * rows) as (figure, (ax,)):
        ax.remove()
        axes = list(figure.subplots(rows, min(_COLUMNS, len(names)), squeeze=False, **shared).flat)
        for ax, name in zip(axes, names, strict=False):
            ax.set_title("\n".join(textwrap.fill(line, _LETTERS) for line in name.split("\n")), fontsize=10)
            ax.set_axisbelow(True)
        for ax in axes[len(names) :]:
            ax.remove()
        yield figure, [(ax, data[data[by] == name]) for ax, name in zip(axes, names, strict=False)]


def multiples(
    data: pd.DataFrame,
    *,
    x: str,
    y: str,
    name: str,
    by: str,
    context: str = "",
    limits: tuple[str, str] = ("lower", "upper"),
) -> Figure:
    """Draw lines over time, a panel a measure, each with its own scale; years without a value break a line.

    Parameters
    ----------
    data
        One row a point; `role` says how much a line stands out.
    x, y, name
        Columns: year (a whole number), value, and the label of a line, written at its end unless it is context.
    by
        Column of the panels' titles, which hold the units.
    context
        What the grey lines are, written once below.
    limits
        Columns of an interval, drawn as a band where it is given, but for the grey lines.
    """
    with _grid(data, by, 1.75) as (figure, cells):
        for ax, panel in cells:
            ends = []
            for (role, label), points in panel.groupby(["role", name], sort=False):
                style = ROLES[str(role)]
                line = points.set_index(x)[[y, *limits]]
                line = line.reindex(range(line.index.min(), line.index.max() + 1)).astype("float64")
                ax.plot(line.index, line[y], color=style.colour, lw=style.width, ls=style.dashes,
                        zorder=style.layer, marker=style.marker, ms=2 if role == "context" else 4)  # fmt: skip
                if role != "context":
                    ax.fill_between(line.index, line[limits[0]], line[limits[1]], color=style.colour, alpha=0.25, lw=0)
                    ends.append((line[y].iloc[-1], line.index[-1], textwrap.fill(str(label), 12), style.colour))
            for (height, year, label, colour), where in zip(sorted(ends), ("top", "bottom")[-len(ends) :], strict=True):
                ax.annotate(label, (year, height), (5, -3 if where == "top" else 3), textcoords="offset points",
                            va=where, color=colour, annotation_clip=False)  # fmt: skip
            ax.margins(y=0.12)
            ax.xaxis.set_major_locator(MaxNLocator(3, integer=True, min_n_ticks=2))
            ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        if context:
            figure.supxlabel(f"grey: {context}", color=MID_GREY, fontsize=10)
    return figure


def strips(data: pd.DataFrame, *, place: str, value: str, lower: str, upper: str, by: str) -> Figure:
    """Draw estimates as dots down one list of names, a panel a measure, each with its own scale.

    Parameters
    ----------
    data
        One row an estimate; `role` says how much it stands out. A line stands where the `reference` is.
    place, value, lower, upper
        Columns: the name, listed in the order of the alphabet, what stands out below; the estimate; its limits, which
        may be missing.
    by
        Column of the panels' titles, which hold the units.
    """
    names = list(data.sort_values(["role", place])[place].unique())
    with _grid(data, by, 0.7 + 0.165 * len(names), sharey=True) as (figure, cells):
        for ax, panel in cells:
            for role, style in ROLES.items():
                rows = panel[panel["role"] == role]
                bars = [(rows[value] - rows[lower]).fillna(0), (rows[upper] - rows[value]).fillna(0)]
                ax.errorbar(rows[value], rows[place].map(names.index), xerr=bars, fmt=style.marker,
                            ms=7 if role == "focus" else 5, lw=1.6,
                            color=MID_GREY if role == "context" else style.colour, zorder=style.layer)  # fmt: skip
            for level in panel.loc[panel["role"] == "reference", value]:
                ax.axvline(level, color=DARK_GREY, lw=1, ls="--", zorder=1)
            ax.set_ylim(len(names) - 0.4, -0.6)
            ax.set_yticks(range(len(names)), names)
            ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
            ax.grid(visible=False, axis="y")
            ax.grid(visible=True, axis="x")
    return figure
