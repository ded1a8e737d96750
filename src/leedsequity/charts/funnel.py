"""A funnel: the ratios of areas along their size, between the limits of chance."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, NullLocator

from leedsequity.charts.theme import (
    DARK_GREY,
    HALO,
    PALE_GREY,
    ROLES,
    check,
    number,
    panels,
    place_key,
    write,
)

LIMITS = ("lower_95", "upper_95", "lower_99_8", "upper_99_8")


def funnel(
    data: pd.DataFrame,
    *,
    expected: str,
    value: str,
    name: str,
    reference: tuple[float, str],
    value_label: str,
    expected_label: str,
    by: str = "sex",
    ax: Axes | None = None,
) -> Figure:
    """Draw areas' ratios as dots along the events expected of them, between funnel limits.

    Parameters
    ----------
    data
        One row an area, with the column `role`, and the limits as `stats.funnel_limits` gives them:
        `lower_95`, `upper_95`, `lower_99_8`, `upper_99_8`. Areas without a value are left out.
    expected, value, name
        Columns: the events expected, the ratio, and the name of the area.
    reference
        The ratio of the reference and its name, as a line.
    value_label, expected_label
        Titles of the axes, with the unit.
    by
        Column of the panels.
    ax
        Where to draw, instead of a new figure.

    Raises
    ------
    ValueError
        If a column is missing, there is no row with a value, a role is unknown, an expected number
        is not above 0, or panels exceed `ax`.
    """
    data = check("funnel", data, name, role="context", numbers=(expected, value, *LIMITS))
    data = data.dropna(subset=[value, *LIMITS])
    check("funnel", data)
    if (data[expected] <= 0).any():
        raise ValueError(f"charts.funnel: {(data[expected] <= 0).sum()} of {expected} not above 0")
    level, label = reference
    lines = {"95": "--", "99_8": "-"}
    with panels(data, by, height=4.4, ax=ax) as (figure, cells):
        for ax, panel in cells:
            # Between areas limits run straight along 1 / sqrt(expected), the error of a ratio.
            along = panel.sort_values(expected, ascending=False, kind="stable")
            least, most = float(along[expected].min()), float(along[expected].max())
            curve = np.geomspace(least, most, 200)
            for limit in LIMITS:
                height = np.interp(curve**-0.5, along[expected] ** -0.5, along[limit])
                dashes = lines[limit.split("_", 1)[1]]
                ax.plot(curve, height, color=DARK_GREY, lw=1.2, ls=dashes, zorder=3)
            ax.axhline(level, color=DARK_GREY, lw=0.8, zorder=1)
            for role, size in (("context", 3.5), ("focus", 9)):
                dots = panel[panel["role"] == role]
                look: dict[str, Any] = {"ms": size, "color": ROLES[role].dots, "mec": "white"}
                look |= {"mew": 0.4, "zorder": ROLES[role].layer}
                ax.plot(dots[expected], dots[value], "o", **look)
            ax.set_xscale("log")
            ax.set(xlabel=expected_label, ylabel=value_label if ax is cells[0][0] else "")
            ax.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
            ax.xaxis.set_minor_locator(NullLocator())
            ax.xaxis.set_major_formatter(lambda tick, _: f"{tick:,g}")
            left: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "va": "bottom"}
            text = f"{label} {number(level, 0)}"
            write(ax, text, (0, level), (3, 2), color=DARK_GREY, path_effects=HALO, **left)
            middle = (least * most) ** 0.5
            for _, dot in panel[panel["role"] == "focus"].iterrows():
                up = dot[value] >= level
                text = f"{dot[name]} {number(dot[value], 0)}"
                style: dict[str, Any] = {"va": "bottom" if up else "top"}
                style["ha"] = "right" if dot[expected] > middle else "left"
                style |= {"color": ROLES["focus"].colour, "fontweight": "bold", "zorder": 6}
                at = (dot[expected], dot[value])
                write(ax, text, at, (0, 8 if up else -8), path_effects=HALO, **style)
        marks = [
            Line2D([], [], marker="o", ls="", color=PALE_GREY, ms=5),
            Line2D([], [], color=DARK_GREY, lw=1.2, ls="--"),
            Line2D([], [], color=DARK_GREY, lw=1.2),
        ]
        place_key(cells[0][0], marks, ["an area", "95% limits", "99.8% limits"])
    return figure
