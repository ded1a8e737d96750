"""Areas shaded by a value, on a perceptually uniform scale."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from shapely.geometry.base import BaseGeometry

from leedsequity.charts.theme import DARK_GREY, DARK_PINK, PALE_GREY, panels, write_inside

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_HALO = [withStroke(linewidth=3, foreground="white")]


def area_map(
    shapes: "GeoDataFrame",
    *,
    value: str,
    value_label: str,
    edges: Sequence[float],
    name: str = "name",
    outlines: "GeoDataFrame | None" = None,
) -> Figure:
    """Draw areas shaded by the class of their value, the lowest darkest; those without are hatched.

    Parameters
    ----------
    shapes
        One row an area, with a geometry and the column of the value. Rows whose `role` is `focus`,
        where there is such a column, are outlined and labelled.
    value
        Column that is shown.
    value_label
        What it is, with its unit.
    edges
        Where one class ends and the next begins, ascending. Whole numbers are set in the middle of
        their classes by edges between them: 0.5, 1.5 and so on to 10.5 for deciles.
    name
        Column of the labels.
    outlines
        Areas drawn as lines over the others, with the columns `name` and `labelled` (whether the
        name is written).
    """
    scale = ListedColormap(mpl.colormaps["viridis"](np.linspace(0, 1, len(edges) - 1)))
    norm = BoundaryNorm(edges, scale.N)
    left, bottom, right, top = shapes.total_bounds
    width = (right - left) * (
        np.cos(np.radians((bottom + top) / 2)) if shapes.crs.is_geographic else 1
    )
    with panels(shapes, height=min(7.5, 0.8 + 6.4 * (top - bottom) / width)) as (figure, [(ax, _)]):
        absent = {"color": "white", "hatch": "////", "edgecolor": PALE_GREY, "linewidth": 0.4}
        look: dict[str, Any] = {
            "cmap": scale,
            "norm": norm,
            "edgecolor": "white",
            "linewidth": 0.25,
        }
        shapes.plot(column=value, ax=ax, missing_kwds=absent, **look)
        if outlines is not None:
            outlines.boundary.plot(ax=ax, color=DARK_GREY, linewidth=0.8)
            for _, row in outlines[outlines["labelled"]].iterrows():
                _label(ax, row["geometry"], row["name"], ha="center", va="center")
        focus = shapes[shapes["role"] == "focus"] if "role" in shapes else shapes.head(0)
        if len(focus):
            focus.boundary.plot(ax=ax, color=DARK_PINK, linewidth=1.8)
        leader = {"arrowstyle": "-", "color": DARK_PINK}
        offset = {"xytext": (60, 30), "textcoords": "offset points", "arrowprops": leader}
        for _, row in focus.iterrows():
            _label(ax, row["geometry"], row[name], color=DARK_PINK, fontweight="bold", **offset)
        ax.set_axis_off()
        look = {"location": "bottom", "shrink": 0.7, "pad": 0.02, "aspect": 35}
        shades = ScalarMappable(norm, scale)
        bar = figure.colorbar(shades, ax=ax, label=value_label, spacing="uniform", **look)
        borders = np.asarray(edges)
        whole_numbers = (borders % 1 == 0.5).all() and (np.diff(borders) == 1).all()
        ticks = ((borders[:-1] + borders[1:]) / 2 if whole_numbers else borders).tolist()
        bar.set_ticks(ticks, labels=[f"{tick:,g}" for tick in ticks])
        bar.ax.tick_params(length=0)
        if shapes[value].isna().any():
            write_inside(ax, "hatched: no value", (1, 0), ha="right", color=DARK_GREY)
    return figure


def _label(ax: Axes, geometry: BaseGeometry, text: str, **style: Any) -> None:
    point = geometry.representative_point()
    ax.annotate(text, (point.x, point.y), path_effects=_HALO, zorder=6, **style)
