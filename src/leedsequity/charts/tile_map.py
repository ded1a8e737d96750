"""Areas as squares of one size, each near its place: small authorities are seen like large ones."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from scipy.optimize import linear_sum_assignment
from scipy.stats import rankdata

from leedsequity.charts.maps import class_colours, class_numbers, write_classes
from leedsequity.charts.theme import DARK_GREY, DARK_PINK, HALO, PALE_GREY, check, panels, write

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_FULL = 0.7  # share of the squares of the grid that areas take: the rest gives England its outline


def tile_places(shapes: "GeoDataFrame") -> pd.DataFrame:
    """Return a square of a grid for each area, near where it lies.

    Areas that lie close together are spread: each stands half by where it is and half by its rank,
    from west to east and from south to north, and takes the square that makes the sum of all
    squared distances least. The same areas have the same squares on every machine.

    Parameters
    ----------
    shapes
        One row an area, in degrees.

    Returns
    -------
    The columns `column` (0 in the west) and `row` (0 in the south), indexed as the areas.
    """
    points = shapes.geometry.representative_point()
    # From west to east, so that of equals the order of the rows chooses none.
    points = pd.DataFrame({"x": points.x, "y": points.y}).round(3).sort_values(["x", "y"])
    spread = []
    for along in points.to_numpy().T:
        ranks, reach = (rankdata(along) - 0.5) / len(along), max(np.ptp(along), 0.001)
        spread.append((ranks + (along - along.min()) / reach) / 2)
    squares = len(shapes) / _FULL
    height = int(np.ceil(np.sqrt(1.15 * squares)))  # England is taller than wide
    width = int(np.ceil(squares / height))
    row, column = np.divmod(np.arange(height * width), width)
    across = spread[0][:, None] * width - (column + 0.5)
    up = spread[1][:, None] * height - (row + 0.5)
    # Whole numbers, so that the last digits of a processor do not choose.
    _, chosen = linear_sum_assignment(np.rint(1000 * (across**2 + up**2)))
    return pd.DataFrame({"column": column[chosen], "row": row[chosen]}, index=points.index).reindex(
        shapes.index
    )


def tile_map(
    shapes: "GeoDataFrame",
    *,
    value: str,
    value_label: str,
    edges: Sequence[float],
    classes: Sequence[str] | None = None,
    name: str = "name",
    region: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw a square an area, shaded by the class of its value, the lowest darkest.

    Parameters
    ----------
    shapes
        One row an area, with a geometry in degrees, which places its square (`tile_places`), and
        the column of the value; areas without one are hatched. Rows whose `role` is `focus`, where
        there is such a column, are outlined and named.
    value, value_label, edges, classes
        As in `area_map`.
    name
        Column of the names.
    region
        Column of groups that lines are drawn around and that are named beside the map.
    ax
        Where to draw, instead of a new figure.

    Raises
    ------
    ValueError
        If a column is missing, edges do not ascend, there is not a name for each class, or a value
        lies outside all classes.
    """
    shapes = check("tile_map", shapes, "geometry", name, region, numbers=(value,))
    fills = class_colours("tile_map", edges, classes)
    number = class_numbers("tile_map", shapes[value], edges)
    at = tile_places(shapes)
    wide, tall = at["column"].max() + 1, at["row"].max() + 1
    with panels(pd.DataFrame({"all": [1]}), height=7.4, ax=ax) as (figure, [(ax, _)]):
        for column, row, k in zip(at["column"], at["row"], number, strict=True):
            look: dict[str, Any] = {"facecolor": "white", "edgecolor": PALE_GREY, "hatch": "////"}
            if pd.notna(k):
                look = {"facecolor": fills[int(k)], "edgecolor": "white", "linewidth": 1}
            ax.add_patch(Rectangle((column, row), 1, 1, **look))
        if region is not None:
            _draw_regions(ax, at.assign(region=shapes[region]))
        if "role" in shapes:
            for area in shapes.index[shapes["role"] == "focus"]:
                corner = at.loc[area, "column"], at.loc[area, "row"]
                for colour, width in (("white", 5), (DARK_PINK, 2.4)):
                    box = Rectangle(corner, 1, 1, fill=False, edgecolor=colour, linewidth=width)
                    box.set(zorder=5)
                    ax.add_patch(box)
                look = {"color": DARK_PINK, "fontweight": "bold", "zorder": 6}
                look |= {
                    "path_effects": HALO,
                    "arrowprops": {"arrowstyle": "-", "color": DARK_PINK},
                }
                middle = corner[0] + 0.5, corner[1] + 0.5
                write(ax, shapes.loc[area, name], middle, (30, 40), **look)
        ax.set(xlim=(-0.2, wide + 0.2), ylim=(-0.2, tall + 0.2), aspect="equal")
        ax.set_axis_off()
        write_classes(ax, fills, edges, classes, value_label, bool(number.isna().any()))
    return figure


def _draw_regions(ax: Axes, at: pd.DataFrame) -> None:
    """Draw lines around regions, and name each on the nearer side of the map."""
    squares = zip(at["column"].to_list(), at["row"].to_list(), strict=True)
    region: dict[tuple[int, int], str] = dict(zip(squares, at["region"].astype(str), strict=True))
    lines = []
    for column, row in (
        [(c - 1, r) for c, r in region] + [(c, r - 1) for c, r in region] + [*region]
    ):
        here = region.get((column, row))
        if here != region.get((column + 1, row)):
            lines.append([(column + 1, row), (column + 1, row + 1)])
        if here != region.get((column, row + 1)):
            lines.append([(column, row + 1), (column + 1, row + 1)])
    for colour, width in (("white", 3.4), (DARK_GREY, 1.4)):
        ax.add_collection(LineCollection(lines, colors=colour, linewidths=width, zorder=3))
    middle = at["column"].max() / 2
    means = at.groupby("region")[["column", "row"]].mean()
    for left in (True, False):
        side = means[(means["column"] < middle) == left].sort_values("row")
        edge = at["column"].min() - 0.7 if left else at["column"].max() + 1.7
        heights = side["row"].to_numpy() + 0.5
        for k in range(1, len(heights)):
            heights[k] = max(heights[k], heights[k - 1] + 1.6)
        for name, height in zip(side.index, heights, strict=True):
            own = at[at["region"] == name]
            away = (own["row"] + 0.5 - height).abs() + (own["column"] - edge).abs()
            column, row = own.loc[away.idxmin(), ["column", "row"]]
            target = (column + (0.15 if left else 0.85), row + 0.5)
            ax.annotate(
                textwrap.fill(str(name), 11),
                target,
                (edge, height),
                ha="right" if left else "left",
                va="center",
                annotation_clip=False,
                arrowprops={"arrowstyle": "-", "color": DARK_GREY, "shrinkA": 2, "shrinkB": 0},
                zorder=4,
            )
