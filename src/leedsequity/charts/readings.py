"""Readings of claims: what each statement's words allow, beside the number that is printed."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leedsequity.charts.theme import (
    DARK_BLUE,
    DARK_GREY,
    check,
    decimals_for,
    list_names,
    number,
    panels,
    row_height,
    write,
    write_key,
)


def readings(
    data: pd.DataFrame,
    *,
    claim: str,
    printed: str,
    value: str,
    reach: float = 50,
    main_label: str = "main reading",
    ax: Axes | None = None,
) -> Figure:
    """Draw each claim's readings as dots along their difference from the printed number.

    The printed number is the line in the middle; the main reading is a filled dot, the others are
    hollow. What lies beyond the ends stands there as an arrow. The printed number and that of the
    main reading stand at the right.

    Parameters
    ----------
    data
        One row a claim and reading, with the column `role`: `focus` for the main reading, one a
        claim, `context` for the others. Claims are listed in the order of the rows.
    claim, printed, value
        Columns: what is claimed, with its unit, the number that is printed, and the reading's.
    reach
        Where the axis ends, in percent to both sides.
    main_label
        What the filled dots are, in the key.
    ax
        Where to draw, instead of a new figure.

    Raises
    ------
    ValueError
        If a column is missing, a claim has not exactly one main reading or several printed numbers,
        or a printed number is 0 or missing.
    """
    data = check("readings", data, "role", claim, numbers=(printed, value))
    names = [*dict.fromkeys(data[claim])]
    main = data[data["role"] == "focus"]
    if sorted(main[claim]) != sorted(names):
        raise ValueError("charts.readings: not one main reading (role focus) for each claim")
    if (data.groupby(claim)[printed].nunique(dropna=False) > 1).any() or not data[printed].all():
        raise ValueError("charts.readings: a claim has several printed numbers, or prints 0")
    if data[printed].isna().any():
        raise ValueError(f"charts.readings: {data[printed].isna().sum()} rows without {printed}")
    off = 100 * (data[value] / data[printed] - 1)
    rows = data[claim].map(names.index)
    height = 1.5 + row_height(names, 34) * len(names)
    with panels(data, height=height, ax=ax) as (figure, [(ax, _)]):
        ax.axvline(0, color=DARK_GREY, lw=1.6, ls="--", zorder=1)
        for role, inside, size, layer in (("context", "white", 6, 2), ("focus", DARK_BLUE, 9, 3)):
            dots: dict[str, Any] = {"ms": size, "mfc": inside, "mec": DARK_BLUE, "mew": 1.4}
            for shape, where in (
                ("o", off.abs() <= reach),
                ("<", off < -reach),
                (">", off > reach),
            ):
                some = (data["role"] == role) & where
                places = np.clip(off[some], -reach, reach)
                ax.plot(places, rows[some], shape, zorder=layer, **dots)
        list_names([ax], names, above=0.7, wrap=34)
        ax.set(xlim=(-1.06 * reach, 1.06 * reach), ylabel="")
        ax.set_xlabel("Difference from the printed number, %")
        beside: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "annotation_clip": False}
        beside |= {"ha": "right"}
        pairs = main.set_index(claim).loc[names, [printed, value]]
        for column, heading, shift, colour in (
            (printed, "printed", 58, DARK_GREY),
            (value, "found", 118, DARK_BLUE),
        ):
            look = beside | {"color": colour}
            write(ax, heading, (1, -0.7), (shift, 0), va="bottom", fontweight="bold", **look)
            for row, level in enumerate(pairs[column]):
                text = number(level, decimals_for(pairs.iloc[row]))
                write(ax, text, (1, row), (shift, 0), va="center", **look)
        write(ax, "printed", (0, -0.7), (0, 0), ha="center", va="bottom", color=DARK_GREY)
        words = {"dot": main_label}
        if (data["role"] == "context").any():
            words["hollow"] = "other readings"
        write_key(ax, words, lines=1)
    return figure
