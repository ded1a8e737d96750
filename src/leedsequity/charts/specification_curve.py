"""A specification curve: one estimate under many choices, sorted, with the choices beneath."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leedsequity.charts.theme import (
    DARK_BLUE,
    DARK_GREY,
    PALE_GREY,
    TURQUOISE,
    check,
    estimates,
    panels,
    write_inside,
    write_key,
)

_TOP, _ROW = 3.2, 0.21  # inches: height of the curve, and of each line of the grid


def specification_curve(
    data: pd.DataFrame,
    choices: pd.DataFrame,
    *,
    name: str,
    value: str,
    lower: str,
    upper: str,
    value_label: str,
    band: pd.DataFrame,
    band_label: str,
    key: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw estimates in order, with their intervals and, beneath each, the choices it rests on [1].

    Men and women stand side by side, each in an order of their own.

    Parameters
    ----------
    data
        One row a specification and sex, with the columns `sex` and `role` (`focus` or `reference`).
    choices
        True or false: the index names the specifications, the columns are the choices, listed from
        the top.
    name, value, lower, upper
        Columns: the specification, the estimate, its limits.
    value_label
        Title of the axis, with the unit.
    band
        One row a sex with `sex, estimate, lower, upper`: what the estimates are compared with.
    band_label
        What that is.
    key
        What marks mean, above the panels: `bar` (95% interval if not given), `focus`, `hollow`.
    ax
        Where to draw one sex, instead of a new figure: a subplot, which is divided.

    Raises
    ------
    ValueError
        If a column is missing, there is no row or a role is unknown.

    References
    ----------
    1. Simonsohn U, Simmons JP, Nelson LD. Specification curve analysis. Nat Hum Behav
       2020;4:1208-1214.
    """
    words = {"bar": "95% interval"} | dict(key or {})
    if "hollow" in words:
        words["hollow_square"] = words.pop("hollow")
    if "focus" in words:
        words["dot"] = words.pop("focus")
    used = (value, lower, upper)
    data = check("specification_curve", data, "sex", name, role="focus", numbers=used)
    height = 0.6 + _TOP + _ROW * choices.shape[1]
    with panels(data, "sex", height=height, ax=ax) as (figure, sexes):
        ratios = (_TOP, _ROW * choices.shape[1])
        if ax is None:
            cells: Any = figure.add_gridspec(2, len(sexes), height_ratios=ratios)
        elif (whole := ax.get_subplotspec()) is not None:
            cells = whole.subgridspec(2, 1, height_ratios=ratios)
        else:
            raise ValueError("charts.specification_curve: ax is no subplot, which can be divided")
        top = sexes[0][0]
        for column, (ax, panel) in enumerate(sexes):
            rows = panel.sort_values([value, name])
            rows = rows.assign(place=range(len(rows)))
            other = band[band["sex"] == rows["sex"].iloc[0]].iloc[0]
            ax.axhspan(other["lower"], other["upper"], color=TURQUOISE, alpha=0.25, lw=0, zorder=0)
            ax.axhline(other["estimate"], color=TURQUOISE, lw=1.4, ls="--", zorder=1)
            ax.axhline(0, color=DARK_GREY, lw=1, zorder=1)
            for role, inside in (("focus", DARK_BLUE), ("reference", "white")):
                look: dict[str, Any] = {"ms": 5, "lw": 1.4, "markerfacecolor": inside, "zorder": 3}
                some = rows[rows["role"] == role]
                estimates(ax, some, role, ["place", value, lower, upper], **look)
            ax.set(xticks=[], xlim=(-0.7, len(rows) - 0.3))
            ax.set_ylabel(value_label if column == 0 else "")
            ax.spines["bottom"].set_visible(False)
            ax.set_subplotspec(cells[0, column])
            grid = figure.add_subplot(cells[1, column], sharex=ax)
            made = choices.loc[rows[name]].to_numpy(bool).T
            for marks, colour, size in ((~made, PALE_GREY, 1.5), (made, DARK_BLUE, 4.5)):
                line, place = np.nonzero(marks)
                grid.plot(place, line, "o", color=colour, ms=size)
            grid.set(xticks=[], ylim=(choices.shape[1] - 0.5, -0.5), yticks=range(choices.shape[1]))
            grid.set_yticklabels(choices.columns if column == 0 else [])
            grid.tick_params(length=0)
            grid.grid(visible=False)
            grid.spines[["left", "bottom"]].set_visible(False)
        write_key(top, words)
        look = {"va": "top", "color": "#176B64", "fontweight": "bold"}
        write_inside(top, band_label, (0.02, 0.97), **look)
    return figure
