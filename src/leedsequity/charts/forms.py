"""The forms: lines over time, estimates with intervals, one measure against another. Each returns a figure.

All take a tidy frame with a column `role` (`focus`, `reference` or `context`) that says how much a row stands out. The
column named by `by` (`sex` unless another is named) is drawn as panels side by side, in the order of its rows, but men
on the left; a frame without that column is one panel. Other columns are named by the caller.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leedsequity.charts.theme import DARK_GREY, MID_GREY, ROLES, label_ends, panels


def panel_names(data: pd.DataFrame, by: str) -> list[str]:
    """Men on the left; otherwise in the order of the rows; one panel without a name where there is no such column."""
    if by not in data:
        return [""]
    return sorted(data[by].unique(), reverse=True) if by == "sex" else list(data[by].unique())


def each_panel(axes: list[Axes], data: pd.DataFrame, by: str) -> Iterator[tuple[Axes, pd.DataFrame]]:
    """Yield each panel with the rows it shows, in the order of `panel_names`."""
    for ax, name in zip(axes, panel_names(data, by), strict=True):
        yield ax, data[data[by] == name] if by in data else data


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
        Columns: year, value, and the label of a line, which may be empty where the axis says enough.
    y_label, x_label
        Axis titles, with units.
    segment
        Column: points of different segments are not joined, and those of all but the first segment are hollow.
    context
        What the grey lines are, written once.
    limits
        Columns of an interval, drawn as a band.
    by
        Column of the panels.
    """
    with panels(panel_names(data, by)) as (figure, axes):
        for ax, panel in each_panel(axes, data, by):
            firsts = {} if segment is None else {panel[segment].iloc[0]}
            for (role, *_), line in panel.groupby(["role", name, *([segment] if segment else [])], sort=False):
                style = ROLES[str(role)]
                hollow = segment is not None and line[segment].iloc[0] not in firsts
                sns.lineplot(
                    x=line[x], y=line[y], ax=ax, color=style.colour, lw=style.width, ls=style.dashes,
                    zorder=style.layer, marker=style.marker if role != "context" else None, markersize=4,
                    markeredgecolor=style.colour, markerfacecolor="white" if hollow else style.colour,
                )  # fmt: skip
                if limits:
                    ax.fill_between(line[x], line[limits[0]], line[limits[1]], color=style.colour, alpha=0.2, lw=0)
            ax.set(xlabel=x_label, ylabel=y_label if ax is axes[0] else "")
        for ax, panel in each_panel(axes, data, by):
            last = panel[panel["role"] != "context"].sort_values(x).groupby(name).tail(1)
            ends = list(zip(last[x], last[y], last[name], [ROLES[role].colour for role in last["role"]], strict=True))
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
        One row an estimate. Where `place` holds names they are listed from the top in the order of the rows of the
        first panel.
    place, value, lower, upper
        Columns: where the estimate stands, the estimate, its limits.
    value_label, place_label
        Axis titles, with units.
    ticks
        Labels of the places, where they are numbers.
    fit
        Columns of a fitted line: its height at place 0 and at place 1.
    by
        Column of the panels.
    """
    first = data[data[by] == panel_names(data, by)[0]] if by in data else data
    names = None if pd.api.types.is_numeric_dtype(data[place]) else [*dict.fromkeys([*first[place], *data[place]])]
    height = 3.5 if names is None else 1.0 + 0.32 * len(names)
    with panels(panel_names(data, by), height=height, share_x=True) as (figure, axes):
        for ax, panel in each_panel(axes, data, by):
            where = panel[place] if names is None else panel[place].map(names.index)
            for role, style in ROLES.items():
                rows = panel["role"] == role
                middle, along = panel[value][rows], where[rows]
                bars = [middle - panel[lower][rows], panel[upper][rows] - middle]
                look: dict[str, Any] = {"fmt": style.marker, "ms": 6, "lw": 1.6, "zorder": style.layer}
                look["color"] = MID_GREY if role == "context" else style.colour
                if names is None:
                    ax.errorbar(along, middle, yerr=bars, **look)
                else:
                    ax.errorbar(middle, along, xerr=bars, **look)
            if fit:
                ax.plot([0, 1], panel.iloc[0][list(fit)], color=DARK_GREY, lw=1.2, ls="--", zorder=1)
            if names is None:
                ax.set(xlabel=place_label, ylabel=value_label if ax is axes[0] else "")
                if ticks is not None:
                    ax.set_xticks(where, ticks)
            else:
                ax.set(xlabel=value_label, ylabel="", ylim=(len(names) - 0.4, -0.6))
                ax.set_yticks(range(len(names)), names)
                ax.grid(visible=False, axis="y")
                ax.grid(visible=True, axis="x")
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
    x_label, y_label
        Axis titles, with units.
    line_label
        What the line of equality means.
    by
        Column of the panels.
    """
    with panels(panel_names(data, by), height=3.9) as (figure, axes):
        ends = data[[x, y]].min().min() - 0.3, data[[x, y]].max().max() + 0.3
        for ax, panel in each_panel(axes, data, by):
            ax.plot(ends, ends, color=DARK_GREY, lw=1, ls="--", zorder=3)
            grey = panel[panel["role"] == "context"]
            sns.scatterplot(x=grey[x], y=grey[y], ax=ax, color=ROLES["context"].colour, s=18, edgecolor="none")
            for _, row in panel[panel["role"] != "context"].iterrows():
                style = ROLES[row["role"]]
                bars = [[row[y] - row[limits[0]]], [row[limits[1]] - row[y]]]
                ax.errorbar(row[x], row[y], yerr=bars, fmt=style.marker, color=style.colour, ms=7, lw=1.8, zorder=5)
                ax.annotate(
                    row[name], (row[x], row[limits[1]]), (-46, 34), textcoords="offset points", ha="center",
                    color=style.colour, fontweight="bold", arrowprops={"arrowstyle": "-", "color": style.colour},
                )  # fmt: skip
            ax.set(xlabel=x_label, ylabel=y_label if ax is axes[0] else "")
            ax.annotate(line_label, (0.98, 0.03), xycoords="axes fraction", ha="right", color=DARK_GREY)
    return figure
