"""A ranked strip: the values of all areas in order, with one named and England's line."""

import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leedsequity.charts.theme import (
    DARK_GREY,
    HALO,
    PALE_GREY,
    ROLES,
    axis_title,
    check,
    decimals_for,
    number,
    panels,
    write,
    write_key,
)
from leedsequity.wording import ordinal


def ranked_strip(
    data: pd.DataFrame,
    *,
    value: str,
    name: str,
    value_label: str = "",
    rank_limits: tuple[str, str] | None = None,
    highest_first: bool = True,
    ends: tuple[str, str] | None = None,
    decimals: int | None = None,
    by: str = "sex",
    ax: Axes | None = None,
) -> Figure:
    """Draw all areas' values in order as dots, the area in focus with its value and rank.

    Parameters
    ----------
    data
        One row an area, with the column `role` (without it, all are context); that of `reference`
        (England) is a line, and is not ranked. Areas without a value are left out.
    value, name
        Columns: the value and the name of the area.
    value_label
        Title of the axis of values, with the unit; the column's name if not given.
    rank_limits
        Columns of the interval of the rank, counted as the ranks are drawn; it is drawn as a bar
        through the dot of the focus.
    highest_first
        Whether rank 1 is the highest value; else it is the lowest.
    ends
        What rank 1 and the last rank are called, if not `highest` and `lowest`.
    decimals
        Of the values written; as their size wants it if not given.
    ax
        Where to draw, instead of a new figure.

    Raises
    ------
    ValueError
        If a column is missing, there is no row with a value, a panel has several areas in focus or
        several references, or panels exceed `ax`.
    """
    used = (value, *(rank_limits or ()))
    data = check("ranked_strip", data, name, role="context", numbers=used)
    data = data.dropna(subset=value)
    check("ranked_strip", data)
    decimals = decimals_for(data[value]) if decimals is None else decimals
    drawn = False
    with panels(data, by, height=3.3, ax=ax) as (figure, cells):
        for ax, panel in cells:
            roles = panel["role"]
            if (several := roles[roles != "context"].value_counts()).gt(1).any():
                raise ValueError(f"charts.ranked_strip: {several.max()} rows of {several.idxmax()}")
            areas = panel[roles != "reference"]
            rank = areas[value].rank(method="min", ascending=not highest_first)
            order = areas[value].rank(method="first", ascending=not highest_first)
            grey = areas["role"] == "context"
            ax.plot(order[grey], areas.loc[grey, value], "o", ms=3, color=PALE_GREY, zorder=2)
            for _, england in panel[roles == "reference"].iterrows():
                ax.axhline(england[value], color=DARK_GREY, lw=1.4, ls="--", zorder=3)
                text = f"{england[name]} {number(england[value], decimals)}"
                # Above the line, away from the curve; on the other side of both where the name of
                # an area below the line rises to it.
                rises = ((order[~grey] < len(areas) / 2) == highest_first).any()
                under = bool(rises and (areas.loc[~grey, value] < england[value]).any())
                right = highest_first != under
                look: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "color": DARK_GREY}
                look |= {"ha": "right" if right else "left", "va": "top" if under else "bottom"}
                away = (0 if right else 3, -3 if under else 2)
                write(ax, text, (int(right), england[value]), away, path_effects=HALO, **look)
            named = zip(order[~grey], rank[~grey], areas[~grey].to_dict("records"), strict=True)
            for at, place, focus in named:
                colour = ROLES["focus"].colour
                spread = [focus[limit] for limit in rank_limits or ()]
                if spread and pd.notna(spread).all():
                    ax.hlines(focus[value], *spread, color=colour, lw=2.4, zorder=4)
                    drawn = True
                ax.plot(at, focus[value], "o", ms=9, mec="white", color=colour, zorder=5)
                text = f"{textwrap.fill(focus[name], 20)} {number(focus[value], decimals)}"
                text += f"\n{ordinal(int(place))} of {len(areas):,}"
                left = at < len(areas) / 2
                up = left == highest_first
                look = {"color": colour, "fontweight": "bold", "zorder": 6}
                look |= {"ha": "left" if left else "right", "va": "bottom" if up else "top"}
                look["arrowprops"] = {"arrowstyle": "-", "color": colour, "shrinkB": 6}
                away = (34 if left else -34, 20 if up else -20)
                write(ax, text, (at, focus[value]), away, **look)
            title = axis_title(data, value, value_label)
            ax.set(xlabel="", ylabel=title if ax is cells[0][0] else "")
            first, last = ends or ("highest", "lowest")[:: 1 if highest_first else -1]
            ax.set_xticks([1, len(areas)], [f"1\n{first}", f"{len(areas):,}\n{last}"])
            for label, end in zip(ax.get_xticklabels(), ("left", "right"), strict=True):
                label.set(ha=end)
            ax.margins(x=0.03, y=0.12)
        write_key(cells[0][0], {"bar": "95% interval of the rank"} if drawn else {})
    return figure
