"""Estimates as dots with their intervals, and places compared on a list of measures."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from leedsequity.charts.theme import (
    DARK_GREY,
    MID_GREY,
    PALE_GREY,
    ROLES,
    estimates,
    list_names,
    mark_no_difference,
    measure_panels,
    panels,
    room_for,
)

# Mark, size and edge: smaller on larger, edged in white, and England as a vertical line, so that
# all are seen where values are equal.
_MARKS = {
    "focus": ("o", 11, "white", ROLES["focus"].colour),
    "reference": ("s", 6, "white", ROLES["reference"].colour),
    "context": ("|", 16, MID_GREY, MID_GREY),
}


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
    no_difference: tuple[float, str] | None = None,
    missing: str = "not shown",
    by: str = "sex",
) -> Figure:
    """Draw estimates as dots with their intervals as bars: along numbers, or down a list of names.

    Parameters
    ----------
    data
        One row an estimate; `role` says how much it stands out. Where `place` holds names they are
        listed from the top in the order of the rows of the first panel, and bars are horizontal.
    place, value, lower, upper
        Columns: where the estimate stands, the estimate, its limits.
    ticks
        Labels of the places, where they are numbers.
    fit
        Columns of a fitted line: its height at place 0 and at place 1.
    no_difference
        The value that means no difference (1 for ratios, 0 for differences), drawn as a line, and
        what to write at it.
    missing
        What to write beside a name whose estimate is missing.
    """
    listed = not pd.api.types.is_numeric_dtype(data[place])
    height = 1.0 + 0.32 * data[place].nunique() if listed else 3.5
    width = 7.2 + (room_for(data[place]) if listed else 0)
    with panels(data, by, width=width, height=height, sharex=True) as (figure, cells):
        names = [*dict.fromkeys([*cells[0][1][place], *data[place]])]
        for ax, panel in cells:
            where = panel[place].map(names.index) if listed else panel[place]
            look: dict[str, Any] = {"horizontal": listed, "ms": 6, "lw": 1.6}
            for role in ROLES:
                rows = panel.assign(where=where)[panel["role"] == role]
                estimates(ax, rows, role, ["where", value, lower, upper], **look)
            if fit:
                ends = panel.iloc[0][list(fit)]
                ax.plot([0, 1], ends, color=DARK_GREY, lw=1.2, ls="--", zorder=1)
            if no_difference:
                mark_no_difference(ax, *no_difference, vertical=listed)
            if listed:
                for row in where[panel[value].isna()]:
                    look = {"transform": ax.get_yaxis_transform(), "va": "center"}
                    ax.text(0.01, row, missing, color=MID_GREY, **look)
                ax.set(xlabel=value_label, ylabel="")
            else:
                ax.set(xlabel=place_label, ylabel=value_label if ax is figure.axes[0] else "")
                if ticks is not None:
                    ax.set_xticks(where, ticks)
        if listed:
            list_names([ax for ax, _ in cells], names, above=1.1 if no_difference else 0.6)
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
    look: dict[str, Any] = {"width": 9 + room_for(names), "sharey": True}
    with measure_panels(data, by, 0.7 + 0.165 * len(names), **look) as (figure, cells):
        for ax, panel in cells:
            limits = {column: panel[column].fillna(panel[value]) for column in (lower, upper)}
            placed = panel.assign(row=panel[place].map(names.index), **limits)
            for role in ROLES:
                look = {"horizontal": True, "ms": 7 if role == "focus" else 5, "lw": 1.6}
                rows = placed[placed["role"] == role]
                estimates(ax, rows, role, ["row", value, lower, upper], **look)
            for level in panel.loc[panel["role"] == "reference", value]:
                ax.axvline(level, color=DARK_GREY, lw=1, ls="--", zorder=1)
            ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        list_names([ax for ax, _ in cells], names)
    return figure


def profile(
    data: pd.DataFrame, *, measure: str, place: str, value: str, value_label: str
) -> Figure:
    """Draw a list of measures with a dot for each place, whose name stands above with its mark.

    Parameters
    ----------
    data
        One row a measure and place, on one scale; `role` is `focus`, `reference` or `context`, one
        place each. Measures are listed from the top in the order of the rows.
    measure, place, value
        Columns.
    value_label
        Axis title, with the unit.
    """
    names = [*dict.fromkeys(data[measure])]
    height = data[measure].map(names.index)
    with panels(data, height=1.3 + 0.32 * len(names)) as (figure, [(ax, _)]):
        spans = data.groupby(height)[value].agg(["min", "max"])
        ax.hlines(spans.index, spans["min"], spans["max"], color=PALE_GREY, lw=1.2, zorder=1)
        for role, (mark, size, edge, colour) in _MARKS.items():
            rows = data[data["role"] == role]
            ax.plot(
                rows[value],
                height[rows.index],
                mark,
                color=colour,
                markersize=size,
                markeredgecolor=edge,
                markeredgewidth=2 if mark == "|" else 0.8,
                ls="",
                label=rows[place].iloc[0],
            )
        ax.set(xlabel=value_label, ylabel="", xlim=(min(0, data[value].min()) - 1, None))
        list_names([ax], names)
        look: dict[str, Any] = {
            "ncols": len(_MARKS),
            "labelcolor": "linecolor",
            "handletextpad": 0.1,
        }
        ax.legend(loc="lower right", bbox_to_anchor=(1, 1), **look)
    return figure
