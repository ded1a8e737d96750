"""The forms: lines over time, estimates with intervals, one measure against another. Each returns a figure.

All take a tidy frame with a column `role` (`focus`, `reference` or `context`) that says how much a
row stands out. The column named by `by` (`sex` unless another is named) is drawn as panels side by
side, in the order of its rows, but men on the left; a frame without that column is one panel. Other
columns are named by the caller. What ends in `_label` is the title of an axis, with its unit.
"""

from collections.abc import Sequence

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from leedsequity.charts.theme import (
    DARK_GREY,
    MID_GREY,
    ROLES,
    estimates,
    label_ends,
    list_down,
    panels,
)


def lines(
    data: pd.DataFrame,
    *,
    x: str,
    y: str,
    name: str,
    y_label: str,
    x_label: str,
    segment: str | None = None,
    context: str = "",
    limits: tuple[str, str] | None = None,
    by: str = "sex",
) -> Figure:
    """Draw lines over time, labelled at their ends.

    Parameters
    ----------
    data
        One row a point.
    x, y, name
        Columns: year, value, and the label of a line, which may be empty where the axis says
        enough.
    segment
        Column: points of different segments are not joined, and those of all but the first segment
        are hollow.
    context
        What the grey lines are, written once.
    limits
        Columns of an interval, drawn as a band.
    """
    with panels(data, by) as (figure, cells):
        for ax, panel in cells:
            for (role, *_), line in panel.groupby(
                ["role", name, *([segment] if segment else [])], sort=False
            ):
                style = ROLES[str(role)]
                hollow = segment is not None and line[segment].iloc[0] != panel[segment].iloc[0]
                sns.lineplot(
                    x=line[x],
                    y=line[y],
                    ax=ax,
                    color=style.colour,
                    lw=style.width,
                    ls=style.dashes,
                    zorder=style.layer,
                    marker=style.marker if role != "context" else None,
                    markersize=4,
                    markeredgecolor=style.colour,
                    markerfacecolor="white" if hollow else style.colour,
                )
                if limits:
                    ax.fill_between(
                        line[x],
                        line[limits[0]],
                        line[limits[1]],
                        color=style.colour,
                        alpha=0.2,
                        lw=0,
                    )
            ax.set(xlabel=x_label, ylabel=y_label if ax is figure.axes[0] else "")
        for ax, panel in cells:
            last = (
                panel[panel["role"] != "context"]
                .sort_values(x, kind="stable")
                .groupby(name)
                .tail(1)
            )
            ends = list(
                zip(
                    last[x],
                    last[y],
                    last[name],
                    [ROLES[role].colour for role in last["role"]],
                    strict=True,
                )
            )
            grey = panel[(panel["role"] == "context") & (panel[x] == panel[x].max())]
            if context and len(grey):
                ends.append((grey[x].iloc[0], grey[y].min(), context, MID_GREY))
            label_ends(ax, ends)
    return figure


def intervals(
    data: pd.DataFrame,
    *,
    place: str,
    value: str,
    lower: str,
    upper: str,
    value_label: str,
    place_label: str = "",
    ticks: Sequence[str] | None = None,
    fit: tuple[str, str] | None = None,
    by: str = "sex",
) -> Figure:
    """Draw estimates as dots with their intervals as bars: upright along numbers, lying down a list of names.

    Parameters
    ----------
    data
        One row an estimate. Where `place` holds names they are listed from the top in the order of
        the rows of the first panel.
    place, value, lower, upper
        Columns: where the estimate stands, the estimate, its limits.
    ticks
        Labels of the places, where they are numbers.
    fit
        Columns of a fitted line: its height at place 0 and at place 1.
    """
    listed = not pd.api.types.is_numeric_dtype(data[place])
    height = 1.0 + 0.32 * data[place].nunique() if listed else 3.5
    with panels(data, by, height=height, sharex=True) as (figure, cells):
        names = [*dict.fromkeys([*cells[0][1][place], *data[place]])]
        for ax, panel in cells:
            where = panel[place].map(names.index) if listed else panel[place]
            for role in ROLES:
                rows = panel.assign(where=where)[panel["role"] == role]
                estimates(ax, rows, role, ["where", value, lower, upper], listed, ms=6, lw=1.6)
            if fit:
                ax.plot(
                    [0, 1], panel.iloc[0][list(fit)], color=DARK_GREY, lw=1.2, ls="--", zorder=1
                )
            if listed:
                ax.set(xlabel=value_label, ylabel="")
            else:
                ax.set(xlabel=place_label, ylabel=value_label if ax is figure.axes[0] else "")
                if ticks is not None:
                    ax.set_xticks(where, ticks)
        if listed:
            list_down([ax for ax, _ in cells], names)
    return figure


def against(
    data: pd.DataFrame,
    *,
    x: str,
    y: str,
    name: str,
    limits: tuple[str, str],
    x_label: str,
    y_label: str,
    line_label: str,
    by: str = "sex",
) -> Figure:
    """Draw one measure against another, with the line on which they are equal.

    Parameters
    ----------
    data
        One row a dot; what is not context is labelled, and drawn with its interval.
    x, y, name
        Columns: the two measures, in the same unit, and the label.
    limits
        Columns of the interval of y.
    line_label
        What the line of equality means.
    """
    with panels(data, by, height=3.9) as (figure, cells):
        ends = data[[x, y]].min().min() - 0.3, data[[x, y]].max().max() + 0.3
        for ax, panel in cells:
            ax.plot(ends, ends, color=DARK_GREY, lw=1, ls="--", zorder=3)
            grey = panel[panel["role"] == "context"]
            ax.scatter(grey[x], grey[y], color=ROLES["context"].colour, s=18, edgecolor="none")
            for _, row in panel[panel["role"] != "context"].iterrows():
                style = ROLES[row["role"]]
                bars = [[row[y] - row[limits[0]]], [row[limits[1]] - row[y]]]
                ax.errorbar(
                    row[x],
                    row[y],
                    yerr=bars,
                    fmt=style.marker,
                    color=style.colour,
                    ms=7,
                    lw=1.8,
                    zorder=5,
                )
                ax.annotate(
                    row[name],
                    (row[x], row[limits[1]]),
                    (-46, 34),
                    textcoords="offset points",
                    ha="center",
                    color=style.colour,
                    fontweight="bold",
                    arrowprops={"arrowstyle": "-", "color": style.colour},
                )
            ax.set(xlabel=x_label, ylabel=y_label if ax is figure.axes[0] else "")
            ax.annotate(
                line_label, (0.98, 0.03), xycoords="axes fraction", ha="right", color=DARK_GREY
            )
    return figure
