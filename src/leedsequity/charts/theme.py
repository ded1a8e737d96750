"""The look that all charts share: palette, type, grid, and who stands out."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import matplotlib.style
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from leedsequity.vocabulary import SEXES

# The order of the UK Government Analysis Function's categorical palette; each pair differs in
# greyscale too.
DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
DARK_GREY, MID_GREY, PALE_GREY = "#3D3D3D", "#767676", "#B5B5B5"

_SETTINGS: dict[Any, Any] = {
    "axes.edgecolor": DARK_GREY,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.labelsize": 10,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titley": 1.0,  # to find out that nothing is in the way costs a layout at each drawing
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "grid.color": "#E3E3E3",
    "legend.frameon": False,
    "text.parse_math": False,  # a name may hold $
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
}


@dataclass(frozen=True)
class Role:
    """How what plays a part in a chart is drawn; never set off by colour alone."""

    colour: str
    dots: str
    marker: str
    dashes: str
    width: float
    layer: int

    @property
    def line(self) -> dict[str, Any]:
        """Give the look of a line, in matplotlib's words."""
        return {"color": self.colour, "lw": self.width, "ls": self.dashes, "zorder": self.layer}


ROLES = {
    "focus": Role(DARK_BLUE, DARK_BLUE, "o", "-", 2.4, 4),
    "reference": Role(DARK_GREY, DARK_GREY, "s", "--", 1.6, 3),
    "context": Role(PALE_GREY, MID_GREY, "o", "-", 1.0, 2),
}
Panel = tuple[Axes, pd.DataFrame]


@contextmanager
def panels(
    data: pd.DataFrame,
    by: str = "",
    *,
    width: float = 7.2,
    height: float = 3.5,
    columns: int = 0,
    **settings: Any,
) -> Iterator[tuple[Figure, list[Panel]]]:
    """Give a figure, and a panel with its rows for each value of a column, which is its title.

    Panels stand in the order of the rows, but men on the left; without that column there is one
    panel, without a title. `settings` are those of `matplotlib.pyplot.subplots`. The look is the
    same whatever matplotlib is set to, by a file `matplotlibrc` for one; what it was set to is so
    again afterwards.
    """
    data = _ten_digits(data)
    names = list(data[by].unique()) if by in data else [""]
    if by == "sex":
        names.sort(reverse=True)
    with mpl.style.context(_SETTINGS, after_reset=True):
        across = min(len(names), columns or len(names))
        look: dict[str, Any] = {
            "figsize": (width, height),
            "layout": "constrained",
            "sharey": True,
        } | settings
        figure, grid = plt.subplots(-(-len(names) // across), across, squeeze=False, **look)
        axes = list(grid.flat)
        for ax, name in zip(axes, names, strict=False):
            ax.set_title(SEXES[name].capitalize() if name in SEXES else name)
            ax.set_axisbelow(True)
            ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 4, 5, 10]))
            ax.yaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
        for ax in axes[len(names) :]:
            ax.remove()
        rows = [data[data[by] == name] if by in data else data for name in names]
        yield figure, list(zip(axes, rows, strict=False))
        for axis in (axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)):
            axis.get_major_ticks()  # made when drawn, they would have the look of wherever that is


@contextmanager
def measure_panels(
    data: pd.DataFrame, by: str, height: float, *, width: float = 9, sharey: bool = False
) -> Iterator[tuple[Figure, list[Panel]]]:
    """Give a figure with three panels of a height in a row, one a measure, their titles wrapped."""
    height = 0.5 + height * -(-data[by].nunique() // 3)
    with panels(data, by, columns=3, width=width, height=height, sharey=sharey) as (figure, cells):
        for ax, rows in cells:
            lines = str(rows[by].iloc[0]).split("\n")
            ax.set_title("\n".join(textwrap.fill(line, 26) for line in lines), fontsize=10)
        yield figure, cells


def _ten_digits(data: pd.DataFrame) -> pd.DataFrame:
    """Return data with ten digits of each number: those beyond differ between processors."""
    numbers = data.select_dtypes("float64").map(lambda number: float(f"{number:.10g}"))
    return data.assign(**numbers)


def estimates(
    ax: Axes,
    rows: pd.DataFrame,
    role: str,
    columns: Sequence[str],
    *,
    horizontal: bool = False,
    **look: Any,
) -> None:
    """Draw estimates as the dots of a role, with their intervals as bars.

    `columns` are the place, the estimate and its limits. Bars are horizontal where the places are
    a list of names.
    """
    along, value, lower, upper = (rows[column] for column in columns)
    style, bars = ROLES[role], [value - lower, upper - value]
    drawn: dict[str, Any] = {"fmt": style.marker, "color": style.dots, "zorder": style.layer} | look
    if horizontal:
        ax.errorbar(value, along, xerr=bars, **drawn)
    else:
        ax.errorbar(along, value, yerr=bars, **drawn)


def shade(ax: Axes, rows: pd.DataFrame, x: str, limits: Sequence[str], **look: Any) -> None:
    """Shade the interval between two columns along a third."""
    low, high = limits
    ax.fill_between(rows[x], rows[low], rows[high], **{"alpha": 0.2, "lw": 0} | look)


def write(ax: Axes, text: str, at: tuple[Any, Any], away: tuple[float, float], **look: Any) -> None:
    """Write a text some points away from a place in the units of the data."""
    ax.annotate(text, at, away, textcoords="offset points", **look)


def write_inside(ax: Axes, text: str, at: tuple[float, float], **look: Any) -> None:
    """Write a text at a place in shares of the panel's width and height."""
    ax.annotate(text, at, xycoords="axes fraction", **look)


def mark_no_difference(ax: Axes, at: float, label: str, *, vertical: bool = False) -> None:
    """Draw the line at which there is no difference, labelled at its upper or its left end."""
    look: dict[str, Any] = {"color": DARK_GREY, "lw": 1, "zorder": 1}
    text: dict[str, Any] = {"textcoords": "offset points", "color": DARK_GREY}
    if vertical:
        ax.axvline(at, **look)
        text |= {"xycoords": ("data", "axes fraction"), "ha": "center", "va": "top"}
        ax.annotate(label, (at, 1), (0, 0), backgroundcolor="white", **text)
    else:
        ax.axhline(at, **look)
        text |= {"xycoords": ("axes fraction", "data"), "va": "bottom"}
        ax.annotate(label, (0, at), (2, 2), **text)


def room_for(names: Iterable[str]) -> float:
    """Return the inches that a figure needs beside its usual width for names of over 24 letters."""
    return 0.08 * max(0, max(map(len, names)) - 24)


def list_names(axes: Sequence[Axes], names: list[str], above: float = 0.6) -> None:
    """Make the vertical axis that panels share a list of names, and draw the grid across it."""
    axes[0].set_ylim(len(names) - 0.4, -above)
    axes[0].set_yticks(range(len(names)), names)
    for ax in axes:
        ax.grid(visible=False, axis="y")
        ax.grid(visible=True, axis="x")


def label_ends(ax: Axes, ends: list[tuple[float, float, str, str]]) -> None:
    """Write labels to the right of line ends, moved so that they do not touch.

    `ends` are x, y, text and colour of each label. The limits of the panel must be final.
    """
    bottom, top = ax.get_ylim()
    room = (top - bottom) * 0.062
    order = sorted(ends, key=lambda end: end[1])
    heights = np.array([end[1] for end in order])
    for i in range(1, len(heights)):
        heights[i] = max(heights[i], heights[i - 1] + room)
    heights -= max(0.0, heights[-1] - top) if len(heights) else 0.0
    for (x, _, text, colour), height in zip(order, heights, strict=True):
        look: dict[str, Any] = {
            "va": "center",
            "color": colour,
            "fontsize": 10,
            "annotation_clip": False,
        }
        write(ax, text, (x, height), (6, 0), **look)
