"""Lines over time: one measure in panels on one scale, or several measures, each on its own.

All forms take a tidy frame with a column `role` (`focus`, `reference` or `context`) that says how
much a row stands out. The column named by `by` (`sex` unless another is named) is drawn as panels
side by side, in the order of its rows, but men on the left; a frame without that column is one
panel. Other columns are named by the caller. What ends in `_label` is the title of an axis, with
its unit.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from leedsequity.charts.theme import (
    CATEGORIES,
    HALO,
    MID_GREY,
    ROLES,
    axis_title,
    by_category,
    check,
    decile_axis,
    decimals_for,
    label_ends,
    mark_no_difference,
    measure_panels,
    number,
    panels,
    shade,
    write,
    write_key,
)


def lines(
    data: pd.DataFrame,
    *,
    x: str,
    y: str,
    name: str | None = None,
    y_label: str = "",
    x_label: str = "",
    colour: str | None = None,
    segment: str | None = None,
    context: str = "",
    limits: tuple[str, str] | None = None,
    no_difference: tuple[float, str] | None = None,
    by: str = "sex",
    decimals: int | None = None,
    key: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw lines over time, or along deciles, labelled at their ends with the last value.

    Along deciles the value of the focus at the first is written too.

    Parameters
    ----------
    data
        One row a point. Without a column `role`, up to six lines have a colour each, and more are
        grey.
    x, y, name
        Columns: year or period (or `decile`, 1 the most deprived), value, and the label of a line,
        which may be empty, or left out, where the axis says enough.
    y_label, x_label
        Titles of the axes, with units; the column's name if not given.
    colour
        Column whose categories, at most six, have a colour and a mark each, named above the panels.
    segment
        Column: points of different segments are not joined, and those of all but the first segment
        are hollow.
    context
        What the grey lines are, written once.
    limits
        Columns of an interval, drawn as a band.
    no_difference
        The value that means no difference (1 for ratios, 0 for differences), drawn as a line, and
        what to write at it.
    decimals
        Of the values at the ends; as their size wants it if not given.
    key
        What marks mean, above the panels: `band` (95% interval if not given), `hollow` (another
        series if not given), `dashed`.
    ax
        Where to draw, instead of a new figure.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, a role is unknown, or panels exceed `ax`.
    """
    if name is None and isinstance(data, pd.DataFrame):
        name, data = "name of the line", data.assign(**{"name of the line": ""})
    plain = "role" not in data
    used = (y, *(limits or ()))
    data = check("lines", data, x, name, segment, colour, role="focus", numbers=used)
    if plain and colour is None and data[name].nunique() > 1:
        few = data[name].nunique() <= len(CATEGORIES)
        data = by_category("lines", data, name)[0] if few else data.assign(role="context")
    data, kinds = by_category("lines", data, colour)
    decimals = decimals_for(data[y]) if decimals is None else decimals
    words = {"band": "95% interval"} if limits else {}
    if segment is not None and data[segment].nunique() > 1:
        words["hollow"] = "another series"
    parts = ["role", name, *([segment] if segment else [])]
    with panels(data, by, ax=ax) as (figure, cells):
        for ax, panel in cells:
            for (role, *_), line in panel.groupby(parts, sort=False):
                style = ROLES[str(role)]
                hollow = segment is not None and line[segment].iloc[0] != panel[segment].iloc[0]
                sns.lineplot(
                    x=line[x],
                    y=line[y],
                    ax=ax,
                    marker=style.marker if role != "context" else None,
                    markersize=4,
                    markeredgecolor=style.colour,
                    markerfacecolor="white" if hollow else style.colour,
                    **style.line,
                )
                if limits:
                    shade(ax, line, x, limits, color=style.colour)
            if no_difference:
                mark_no_difference(ax, *no_difference)
            title = axis_title(data, y, y_label)
            ax.set(xlabel=axis_title(data, x, x_label), ylabel=title if ax is cells[0][0] else "")
        if x == "decile":
            decile_axis([ax for ax, _ in cells])
            cells[0][0].margins(y=0.12)  # room for the first value
        write_key(cells[0][0], words | kinds | dict(key or {}))
        for ax, panel in cells:
            last = panel[panel["role"] != "context"].dropna(subset=y)
            last = last.sort_values(x, kind="stable").groupby(name).tail(1)
            texts = [f"{n} {number(v, decimals)}".strip() for n, v in last[[name, y]].to_numpy()]
            colours = [ROLES[role].ink for role in last["role"]]
            ends = list(zip(last[x], last[y], texts, colours, strict=True))
            grey = panel[(panel["role"] == "context") & (panel[x] == panel[x].max())]
            if context and len(grey):
                ends.append((grey[x].iloc[0], grey[y].min(), context, MID_GREY))
            label_ends(ax, ends)
            first = panel[(panel["role"] == "focus") & (panel[x] == 1)].dropna(subset=y)
            if x == "decile" and len(first) == 1:
                look = {"va": "bottom", "color": ROLES["focus"].colour, "path_effects": HALO}
                write(ax, number(first[y].item(), decimals), (1, first[y].item()), (4, 3), **look)
    return figure


def multiples(
    data: pd.DataFrame,
    *,
    x: str,
    y: str,
    name: str,
    by: str,
    context: str = "",
    limits: tuple[str, str] = ("lower", "upper"),
    key: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw lines over time, a panel a measure, each with its own scale and its last values.

    Years without a value break a line. Names stand once, in the key above.

    Parameters
    ----------
    data
        One row a point; `role` says how much a line stands out.
    x, y, name
        Columns: year (a whole number), value, and the name of a line.
    by
        Column of the panels' titles, which hold the units.
    context
        What the grey lines are.
    limits
        Columns of an interval, drawn as a band where it is given, but for the grey lines.
    key
        What other marks mean: `band` (95% interval if not given).
    ax
        Where to draw one measure, instead of a new figure.

    Raises
    ------
    ValueError
        If a column is missing, there is no row or a role is unknown.
    """
    data = check("multiples", data, name, by, role="focus", numbers=(x, y, *limits))
    words = {str(role): str(rows[name].iloc[0]) for role, rows in data.groupby("role")}
    if "context" in words:
        words["context"] = context
    coloured = data[data["role"] != "context"]
    if (coloured[limits[1]] > coloured[limits[0]]).any():
        words["band"] = "95% interval"
    with measure_panels(data, by, 1.75, ax) as (figure, cells):
        for ax, panel in cells:
            ends = []
            for (role, _), points in panel.groupby(["role", name], sort=False):
                style = ROLES[str(role)]
                line = points.set_index(x)[[y, *limits]]
                line = line.reindex(range(line.index.min(), line.index.max() + 1)).astype("float64")
                size = 2 if role == "context" else 4
                ax.plot(line.index, line[y], marker=style.marker, ms=size, **style.line)
                if role != "context":
                    shade(ax, line.reset_index(), x, limits, color=style.colour, alpha=0.25)
                    last = line[y].dropna().tail(1)
                    for year, height in last.items():
                        text = number(height, decimals_for(panel[y]))
                        ends.append((height, year, text, style.colour))
            sides = (("top", -3), ("bottom", 3))[-len(ends) :]
            for (height, year, text, colour), (side, up) in zip(sorted(ends), sides, strict=True):
                look: dict[str, Any] = {"va": side, "color": colour, "annotation_clip": False}
                write(ax, text, (year, height), (5, up), **look)
            ax.margins(y=0.12)
            ax.xaxis.set_major_locator(MaxNLocator(3, integer=True, min_n_ticks=2))
            ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        write_key(cells[0][0], words | dict(key or {}))
    return figure
