"""The form for neighbourhoods: dots along a measure, with fitted lines."""

from collections.abc import Mapping
from textwrap import fill, shorten
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from leedsequity.charts.theme import PALE_GREY, ROLES, estimates, label_ends, panels


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
    """
    with panels(data, by, height=4.6) as (figure, cells):
        for ax, panel in cells:
            for role, size, bars in (
                ("context", 4, PALE_GREY),
                ("focus", 6, ROLES["focus"].colour),
            ):
                look: dict[str, Any] = {
                    "ms": size,
                    "ecolor": bars,
                    "elinewidth": ROLES[role].width / 2,
                }
                estimates(ax, panel[panel["role"] == role], role, [x, y, *limits], **look)
            along = panel.sort_values(x, kind="stable")
            ax.fill_between(
                along[x],
                along[band[0]],
                along[band[1]],
                color=ROLES["focus"].colour,
                alpha=0.2,
                lw=0,
            )
            for column, role in zip(fits.values(), ("focus", "reference"), strict=True):
                style = ROLES[role]
                ax.plot(
                    along[x],
                    along[column],
                    color=style.colour,
                    lw=style.width,
                    ls=style.dashes,
                    zorder=6,
                )
            ax.set(xlabel=x_label, ylabel=y_label if ax is figure.axes[0] else "")
            ax.margins(y=0.12)  # room for the names
            ax.invert_xaxis()
        for ax, panel in cells:
            right = panel.nsmallest(1, x).iloc[0]
            ends = [
                (right[x], right[column], shorten(label, 22, placeholder=" …"), ROLES[role].colour)
                for (label, column), role in zip(fits.items(), ("focus", "reference"), strict=True)
            ]
            label_ends(ax, ends)
            for _, dot in panel[panel["role"] == "focus"].iterrows():
                high, left = dot[y] > panel[y].mean(), dot[x] > sum(ax.get_xlim()) / 2
                ax.annotate(
                    fill(dot[name], 16),
                    (dot[x], dot[limits[1] if high else limits[0]]),
                    (0, 4 if high else -4),
                    textcoords="offset points",
                    ha="left" if left else "right",
                    va="bottom" if high else "top",
                    color=ROLES["focus"].colour,
                    zorder=7,
                )
    return figure
