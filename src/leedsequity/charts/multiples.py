"""Small multiples of measures in different units: a panel each, with its own axis."""

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from leedsequity.charts.theme import DARK_GREY, MID_GREY, ROLES, Panel, estimates, list_down, panels

#: Panels side by side, and letters after which a title goes on in a new line.
_COLUMNS, _LETTERS = 3, 26


@contextmanager
def _grid(
    data: pd.DataFrame, by: str, height: float, *, sharey: bool = False
) -> Iterator[tuple[Figure, list[Panel]]]:
    """Give a figure with a panel of that height for each value of a column, its title wrapped."""
    height = 0.5 + height * -(-data[by].nunique() // _COLUMNS)
    with panels(data, by, columns=_COLUMNS, width=9, height=height, sharey=sharey) as (
        figure,
        cells,
    ):
        for ax, rows in cells:
            lines = str(rows[by].iloc[0]).split("\n")
            ax.set_title("\n".join(textwrap.fill(line, _LETTERS) for line in lines), fontsize=10)
        yield figure, cells


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
        Columns: year (a whole number), value, and the label of a line, written at its end unless it
        is context.
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
                ax.plot(
                    line.index,
                    line[y],
                    color=style.colour,
                    lw=style.width,
                    ls=style.dashes,
                    zorder=style.layer,
                    marker=style.marker,
                    ms=2 if role == "context" else 4,
                )
                if role != "context":
                    ax.fill_between(
                        line.index,
                        line[limits[0]],
                        line[limits[1]],
                        color=style.colour,
                        alpha=0.25,
                        lw=0,
                    )
                    ends.append(
                        (
                            line[y].iloc[-1],
                            line.index[-1],
                            textwrap.fill(str(label), 12),
                            style.colour,
                        )
                    )
            for (height, year, label, colour), where in zip(
                sorted(ends), ("top", "bottom")[-len(ends) :], strict=True
            ):
                ax.annotate(
                    label,
                    (year, height),
                    (5, -3 if where == "top" else 3),
                    textcoords="offset points",
                    va=where,
                    color=colour,
                    annotation_clip=False,
                )
            ax.margins(y=0.12)
            ax.xaxis.set_major_locator(MaxNLocator(3, integer=True, min_n_ticks=2))
            ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        if context:
            figure.supxlabel(f"grey: {context}", color=MID_GREY, fontsize=10)
    return figure


def strips(
    data: pd.DataFrame, *, place: str, value: str, lower: str, upper: str, by: str
) -> Figure:
    """Draw estimates as dots down one list of names, a panel a measure, each with its own scale.

    Parameters
    ----------
    data
        One row an estimate; `role` says how much it stands out. A line stands where the `reference`
        is.
    place, value, lower, upper
        Columns: the name, listed in the order of the alphabet, what stands out below; the estimate;
        its limits, which may be missing.
    by
        Column of the panels' titles, which hold the units.
    """
    names = list(data.sort_values(["role", place])[place].unique())
    with _grid(data, by, 0.7 + 0.165 * len(names), sharey=True) as (figure, cells):
        for ax, panel in cells:
            limits = {column: panel[column].fillna(panel[value]) for column in (lower, upper)}
            placed = panel.assign(row=panel[place].map(names.index), **limits)
            for role in ROLES:
                size = 7 if role == "focus" else 5
                rows = placed[placed["role"] == role]
                estimates(ax, rows, role, ["row", value, lower, upper], lying=True, ms=size, lw=1.6)
            for level in panel.loc[panel["role"] == "reference", value]:
                ax.axvline(level, color=DARK_GREY, lw=1, ls="--", zorder=1)
            ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        list_down([ax for ax, _ in cells], names)
    return figure
