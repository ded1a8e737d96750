"""The look that all charts share: palette, type, grid, and who stands out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

# The order of the UK Government Analysis Function's categorical palette; each pair is told apart in greyscale.
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
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "grid.color": "#E3E3E3",
    "legend.frameon": False,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
}
_TITLES = {"male": "Men", "female": "Women"}


@dataclass(frozen=True)
class Role:
    """How what plays a part in a chart is drawn; never told apart by colour alone."""

    colour: str
    marker: str
    dashes: str
    width: float
    layer: int


ROLES = {
    "focus": Role(DARK_BLUE, "o", "-", 2.4, 4),
    "reference": Role(DARK_GREY, "s", "--", 1.6, 3),
    "context": Role(PALE_GREY, "o", "-", 1.0, 2),
}


@contextmanager
def panels(
    names: list[str], *, width: float = 7.2, height: float = 3.5, share_x: bool = False
) -> Iterator[tuple[Figure, list[Axes]]]:
    """Give a figure with one panel a name, side by side: men and women, titled so."""
    with mpl.rc_context(_SETTINGS):
        figure, axes = plt.subplots(
            1,
            len(names),
            figsize=(width, height),
            sharex=share_x,
            sharey=True,
            layout="constrained",
            squeeze=False,
        )
        for ax, name in zip(axes[0], names, strict=True):
            ax.set_title(_TITLES.get(name, name))
            ax.set_axisbelow(True)
            ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 4, 5, 10]))
            ax.yaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
        yield figure, list(axes[0])


def label_ends(ax: Axes, ends: list[tuple[float, float, str, str]]) -> None:
    """Write labels to the right of line ends, moved apart where they would touch.

    Parameters
    ----------
    ax
        The panel, its limits final.
    ends
        x, y, text and colour of each label.
    """
    bottom, top = ax.get_ylim()
    room = (top - bottom) * 0.062
    order = sorted(ends, key=lambda end: end[1])
    heights = np.array([end[1] for end in order])
    for i in range(1, len(heights)):
        heights[i] = max(heights[i], heights[i - 1] + room)
    heights -= max(0.0, heights[-1] - top) if len(heights) else 0.0
    for (x, _, text, colour), height in zip(order, heights, strict=True):
        ax.annotate(
            text, (x, height), (6, 0), textcoords="offset points", va="center", color=colour,
            fontsize=10, annotation_clip=False,
        )  # fmt: skip
