"""Estimates as dots with their intervals, and places compared on a list of measures."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leedsequity.charts.theme import (
    DARK_GREY,
    HALO,
    MID_GREY,
    PALE_GREY,
    PARTS,
    ROLES,
    axis_title,
    by_category,
    check,
    decile_axis,
    decimals_for,
    estimates,
    list_names,
    mark_no_difference,
    number,
    panels,
    place_key,
    row_height,
    write,
    write_key,
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
    lower: str = "lower",
    upper: str = "upper",
    value_label: str = "",
    place_label: str = "",
    colour: str | None = None,
    ticks: Sequence[object] | None = None,
    fit: tuple[str, str] | None = None,
    no_difference: tuple[float, str] | None = None,
    missing: str = "not shown",
    by: str = "sex",
    key: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw estimates as dots with their intervals as bars: along numbers, or down a list of names.

    Down a list, a dashed line stands where the `reference` of a panel is, if it is one. Values are
    written at one or two dots of the focus, at all dots of a list without context, and at the
    first and the last of deciles.

    Parameters
    ----------
    data
        One row an estimate; `role` says how much it stands out, and without that column all do.
        Where `place` holds names they are
        listed from the top in the order of the rows of the first panel, and bars are horizontal.
    place, value, lower, upper
        Columns: where the estimate stands, the estimate, its limits; a frame without `lower` and
        `upper` has dots alone.
    value_label, place_label
        Titles of the axes, with units; the column's name if not given.
    colour
        Column whose categories, at most six, have a colour and a mark each, named above the panels.
        Those of one place stand side by side.
    ticks
        Labels of the places, where they are numbers; of a column `decile`, 1 to 10. Those labelled
        1 to 10 are deciles: they are spaced evenly and their ends named.
    fit
        Columns of a fitted line: its height at place 0 and at place 1.
    no_difference
        The value that means no difference (1 for ratios, 0 for differences), drawn as a line, and
        what to write at it.
    missing
        What to write beside a name whose estimate is missing.
    key
        What marks mean, above the panels: `bar` (95% interval if not given), `dashed` (fitted line
        if not given), `square`, `focus`, `context`.
    ax
        Where to draw, instead of a new figure.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, a role is unknown, or panels exceed `ax`.
    """
    named = (lower, upper) != ("lower", "upper") or not isinstance(data, pd.DataFrame)
    if not named and value in data and not {lower, upper} & {*data}:
        data = data.assign(lower=data[value], upper=data[value])
    used = (value, lower, upper, *(fit or ()))
    data = check("intervals", data, place, colour, role="focus", numbers=used)
    data, kinds = by_category("intervals", data, colour)
    ticks = range(1, 11) if ticks is None and place == "decile" else ticks
    listed = not pd.api.types.is_numeric_dtype(data[place])
    data = data.assign(**{place: data[place].map(str)}) if listed else data
    deciles = not listed and [*map(str, ticks or [])] == [*map(str, range(1, 11))]
    words = {"bar": "95% interval"} if (data[upper] > data[lower]).any() else {}
    words |= {"dashed": "fitted line"} if fit else {}
    wrap = 28 if by in data else 40  # panels side by side leave less room for names
    height = 1.3 + row_height(data[place], wrap) * data[place].nunique() if listed else 3.6
    with panels(data, by, height=height, sharex=True, ax=ax) as (figure, cells):
        names = [*dict.fromkeys([*cells[0][1][place], *data[place]])]
        for ax, rows in cells:
            along = rows[place].map(names.index) if listed else rows[place]
            panel = rows.assign(where=_decile_of(along) if deciles else along)
            if kinds:
                panel["where"] = panel["where"].astype("float64")
            for n, role in enumerate(kinds if listed or deciles else ()):
                beside = 0.5 * ((n + 0.5) / len(kinds) - 0.5)
                panel.loc[panel["role"] == role, "where"] += beside
            look: dict[str, Any] = {"horizontal": listed, "ms": 6, "lw": 1.6}
            for role in (*kinds, "context") if kinds else PARTS:
                some = panel[panel["role"] == role]
                estimates(ax, some, role, ["where", value, lower, upper], **look)
            if fit:
                start, end = panel.iloc[0][list(fit)]
                ends = [0.0, *sorted(along), 1.0]
                at = [0.5, *sorted(panel["where"]), 10.5] if deciles else ends
                heights = [start + (end - start) * share for share in ends]
                ax.plot(at, heights, color=DARK_GREY, lw=1.2, ls="--", zorder=1)
            if no_difference:
                mark_no_difference(ax, *no_difference, vertical=listed)
            _write_values(ax, panel, value, upper, listed, deciles, decimals_for(data[value]))
            if listed:
                for row in panel.loc[panel[value].isna(), "where"]:
                    look = {"transform": ax.get_yaxis_transform(), "va": "center"}
                    ax.text(0.01, row, missing, color=MID_GREY, **look)
                ax.set(xlabel=axis_title(data, value, value_label), ylabel="")
            else:
                title = axis_title(data, value, value_label)
                ax.set(xlabel=place_label, ylabel=title if ax is cells[0][0] else "")
                if ticks is not None and not deciles:
                    ax.set_xticks(along, [*map(str, ticks)])
        if listed:
            above = 1.1 if no_difference else 0.6
            keep = data.loc[data["role"] != "context", place]
            list_names([ax for ax, _ in cells], names, above, wrap, keep)
        if deciles:
            decile_axis([ax for ax, _ in cells])
        write_key(cells[0][0], words | kinds | dict(key or {}))
    return figure


def _decile_of(places: "pd.Series[float]") -> "pd.Series[float]":
    """Return deciles, 1 to 10, of places that are deciles already, or shares of all people."""
    if places.max() > 1:
        return places
    return places.rank(method="dense") if places.nunique() == 10 else (10 * places).map(math.ceil)


def _write_values(
    ax: Axes,
    panel: pd.DataFrame,
    value: str,
    upper: str,
    listed: bool,
    deciles: bool,
    decimals: int,
) -> None:
    """Write the values of the dots that matter, where they are few enough not to touch."""
    known = panel.dropna(subset=value).sort_values("where")
    focus, others = (known[known["role"] == role] for role in ("focus", "reference"))
    context = (known["role"] == "context").any()
    if listed and len(others) == 1:
        at = others[value].item(), others["where"].item()
        ax.axvline(at[0], color=DARK_GREY, lw=1, ls="--", zorder=1)
        if context:
            above: dict[str, Any] = {"va": "bottom", "ha": "center", "path_effects": HALO}
            write(ax, number(at[0], decimals), at, (0, 4), color=DARK_GREY, **above)
    if deciles:
        focus = focus.iloc[[0, -1][: len(focus)]]
    elif listed and not context:
        focus = known
    elif len(focus) > 2:
        return
    for dot in focus.to_dict("records"):
        # Below, where what it is compared with stands above.
        under = deciles and (others.loc[others["where"] == dot["where"], value] > dot[value]).any()
        at = (dot[value], dot["where"]) if listed else (dot["where"], dot[upper])
        look: dict[str, Any] = {"va": "top" if under else "bottom", "ha": "center"}
        look |= {"color": ROLES[dot["role"]].ink, "path_effects": HALO}
        write(ax, number(dot[value], decimals), at, (0, -7 if under else 4), **look)


def profile(
    data: pd.DataFrame,
    *,
    measure: str,
    place: str,
    value: str,
    value_label: str,
    ax: Axes | None = None,
) -> Figure:
    """Draw a list of measures with a dot for each place, whose name stands above with its mark.

    With two places it is a dumbbell. The value of the focus stands at the right.

    Parameters
    ----------
    data
        One row a measure and place, on one scale; `role` is `focus`, `reference` or `context`, one
        place each, and without that column the first, the second and the third place. Measures are
        listed from the top in the order of the rows.
    measure, place, value
        Columns.
    value_label
        Axis title, with the unit.
    ax
        Where to draw, instead of a new figure.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, a role is unknown, or a role has two places.
    """
    if isinstance(data, pd.DataFrame) and "role" not in data and place in data:
        places = data[place].unique()
        if len(places) > len(PARTS):
            raise ValueError(f"charts.profile: {len(places)} of {place}, and at most {len(PARTS)}")
        data = data.assign(role=data[place].map(dict(zip(places, PARTS, strict=False))))
    data = check("profile", data, "role", measure, place, numbers=(value,))
    if (several := data.groupby("role")[place].nunique()).gt(1).any():
        raise ValueError(f"charts.profile: role {several.idxmax()} has {several.max()} places")
    names = [*dict.fromkeys(data[measure])]
    height = data[measure].map(names.index)
    tall = 1.3 + row_height(data[measure], 32) * len(names)
    with panels(data, height=tall, ax=ax) as (figure, [(ax, _)]):
        spans = data.groupby(height)[value].agg(["min", "max"])
        ax.hlines(spans.index, spans["min"], spans["max"], color=PALE_GREY, lw=1.2, zorder=1)
        for role, (mark, size, edge, colour) in _MARKS.items():
            rows = data[data["role"] == role]
            if rows.empty:
                continue
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
        list_names([ax], names, wrap=32)
        decimals = decimals_for(data[value])
        look: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "va": "center"}
        look |= {"color": ROLES["focus"].colour, "annotation_clip": False}
        focus = data["role"] == "focus"
        for row, level in zip(height[focus], data.loc[focus, value], strict=True):
            write(ax, number(level, decimals), (1, row), (4, 0), **look)
        marks, words = ax.get_legend_handles_labels()
        style: dict[str, Any] = {"ncols": 3, "labelcolor": "linecolor", "handletextpad": 0.1}
        place_key(ax, marks, words, **style)
    return figure
