"""One measure along another, with fitted lines."""

from collections.abc import Mapping
from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leedsequity.charts.theme import (
    HALO,
    PALE_GREY,
    ROLES,
    check,
    estimates,
    label_ends,
    panels,
    shade,
    shorten,
    write,
    write_key,
)


def fitted(
    data: pd.DataFrame,
    *,
    x: str,
    y: str,
    name: str,
    limits: tuple[str, str],
    fits: Mapping[str, str],
    band: tuple[str, str],
    x_label: str,
    y_label: str,
    by: str = "sex",
    key: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw estimates as dots along a measure that falls to the right, with lines fitted to them.

    Parameters
    ----------
    data
        One row a dot, with its interval; those of role `focus` are named, above where they are
        high, else below.
    x, y, name
        Columns: the measure, the estimate, and the label.
    limits
        Columns of the interval of y.
    fits
        For each line's label, of which 22 letters are written, the column of its height at the
        dots: first the focus, then the reference.
    band
        Columns of the interval of the first line.
    x_label, y_label
        Axis titles, with units.
    by
        Column of the panels.
    key
        What marks mean, above the panels: `bar` and `band` (95% interval if not given), `context`.
    ax
        Where to draw, instead of a new figure.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, a role is unknown, or panels exceed `ax`.
    """
    used = (x, y, *limits, *fits.values(), *band)
    data = check("fitted", data, name, role="context", numbers=used)
    words = {"bar": "95% interval"} if (data[limits[1]] > data[limits[0]]).any() else {}
    words["band"] = "95% interval of the line"
    roles = ("focus", "reference")
    colour = ROLES["focus"].colour
    with panels(data, by, height=4.6, ax=ax) as (figure, cells):
        for ax, panel in cells:
            for role, size, bars in (("context", 4, PALE_GREY), ("focus", 6, colour)):
                look: dict[str, Any] = {
                    "ms": size,
                    "ecolor": bars,
                    "elinewidth": ROLES[role].width / 2,
                }
                estimates(ax, panel[panel["role"] == role], role, [x, y, *limits], **look)
            along = panel.sort_values(x, kind="stable")
            shade(ax, along, x, band, color=colour)
            for column, role in zip(fits.values(), roles, strict=True):
                ax.plot(along[x], along[column], **ROLES[role].line | {"zorder": 6})
            ax.set(xlabel=x_label, ylabel=y_label if ax is cells[0][0] else "")
            ax.margins(y=0.12)  # room for the names
            ax.invert_xaxis()
        write_key(cells[0][0], words | dict(key or {}))
        for ax, panel in cells:
            right = panel.nsmallest(1, x).iloc[0]
            names = [shorten(label, 22) for label in fits]
            ends = [
                (right[x], right[column], name, ROLES[role].colour)
                for name, column, role in zip(names, fits.values(), roles, strict=True)
            ]
            label_ends(ax, ends)
            for _, dot in panel[panel["role"] == "focus"].iterrows():
                high, left = dot[y] > panel[y].mean(), dot[x] > sum(ax.get_xlim()) / 2
                at = (dot[x], dot[limits[1] if high else limits[0]])
                sides = {"ha": "left" if left else "right", "va": "bottom" if high else "top"}
                away = (0, 4 if high else -4)
                look = sides | {"color": colour, "fontweight": "bold", "path_effects": HALO}
                write(ax, fill(dot[name], 16), at, away, zorder=7, **look)
    return figure
