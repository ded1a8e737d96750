"""Areas shaded by a few classes of a value, on a perceptually uniform scale."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.patheffects import withStroke
from shapely.geometry.base import BaseGeometry

from leedsequity.charts.theme import (
    DARK_GREY,
    DARK_PINK,
    HALO,
    HIGHEST,
    PALE_GREY,
    check,
    panels,
    place_key,
)

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_BOX_HALO = [withStroke(linewidth=4, foreground="white")]
_LIGHT, _DARK = "#FFFFFF", DARK_GREY


def area_map(
    shapes: "GeoDataFrame",
    *,
    value: str,
    value_label: str,
    edges: Sequence[float],
    classes: Sequence[str] | None = None,
    name: str = "name",
    outlines: "GeoDataFrame | None" = None,
    zoom: "GeoDataFrame | None" = None,
    titles: tuple[str, str] = ("", ""),
    ax: Axes | None = None,
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
        Where one class ends and the next begins, ascending; a value at an edge is in the class
        above. Whole numbers are classed by edges between them: 0.5, 1.5, 10.5 for the first decile
        and the rest.
    classes
        The name of each class, such as `most deprived 1%`; its ends if not given.
    name
        Column of the labels.
    outlines
        Areas drawn as lines over the others, with the columns `name` and `labelled` (whether the
        name is written).
    zoom
        Areas that a second panel shows larger, a box in the first marks where; labels stand there.
    titles
        Of the two panels.
    ax
        Where to draw, instead of a new figure; not with `zoom`.

    Raises
    ------
    ValueError
        If a column is missing, edges do not ascend, there is not a name for each class, a value
        lies outside all classes, or `ax` is given with `zoom`.
    """
    shapes = check("area_map", shapes, "geometry", numbers=(value,))
    fills = class_colours("area_map", edges, classes)
    number = class_numbers("area_map", shapes[value], edges)
    layout = pd.DataFrame({"panel": ["whole", "part"][: 1 if zoom is None else 2]})
    tall = _height(shapes) if zoom is None else 4.6
    ratios: dict[str, Any] = {"sharey": False}
    ratios |= {"gridspec_kw": {"width_ratios": [1, 1.5]}} if zoom is not None else {}
    with panels(layout, "panel", height=tall, ax=ax, **ratios) as (figure, cells), _undrawn(figure):
        for (panel, _), title in zip(cells, titles, strict=False):
            panel.set_title(title)
            for k, fill in enumerate(fills):
                if len(some := shapes[number == k]):
                    some.plot(ax=panel, color=fill, edgecolor=line_on(fill), linewidth=0.25)
            if len(absent := shapes[number.isna()]):
                absent.plot(
                    ax=panel, color="white", hatch="////", edgecolor=PALE_GREY, linewidth=0.4
                )
            if outlines is not None:
                _outline(panel, outlines, DARK_GREY, 0.9)
            if "role" in shapes and len(focus := shapes[shapes["role"] == "focus"]):
                _outline(panel, focus, DARK_PINK, 1.8)
            panel.set_axis_off()
            panel.set_anchor("N")
        labelled = cells[-1][0]
        if zoom is not None:
            _outline(labelled, zoom, DARK_PINK, 1.8)
            left, bottom, right, top = zoom.total_bounds
            margin = 0.12 * max(right - left, top - bottom)
            labelled.set(xlim=(left - margin, right + margin), ylim=(bottom - margin, top + margin))
            corner, sides = (left - margin, bottom - margin), (right - left, top - bottom)
            box = Rectangle(corner, *(side + 2 * margin for side in sides), fill=False)
            box.set(edgecolor=DARK_PINK, linewidth=1.8, path_effects=_BOX_HALO, zorder=7)
            cells[0][0].add_patch(box)
        if outlines is not None:
            for _, row in outlines[outlines["labelled"]].iterrows():
                _label(labelled, row["geometry"], row["name"], ha="center", va="center")
        if "role" in shapes:
            leader = {"arrowstyle": "-", "color": DARK_PINK}
            offset = {"xytext": (60, 30), "textcoords": "offset points", "arrowprops": leader}
            look: dict[str, Any] = {"color": DARK_PINK, "fontweight": "bold"} | offset
            for _, row in shapes[shapes["role"] == "focus"].iterrows():
                _label(labelled, row["geometry"], row[name], **look)
        write_classes(cells[0][0], fills, edges, classes, value_label, bool(number.isna().any()))
    return figure


def class_colours(form: str, edges: Sequence[float], classes: Sequence[str] | None) -> list[str]:
    """Return the fill of each class between edges, the lowest darkest, the last nearly white."""
    if len(edges) < 2 or any(low >= high for low, high in itertools.pairwise(edges)):
        raise ValueError(f"charts.{form}: edges {[*edges]} do not ascend")
    if classes is not None and len(classes) != len(edges) - 1:
        raise ValueError(f"charts.{form}: {len(classes)} names for {len(edges) - 1} classes")
    scale = sns.color_palette("mako", as_cmap=True)
    return [to_hex(scale(place)) for place in np.linspace(0.15, 0.97, len(edges) - 1)]


def class_numbers(form: str, values: "pd.Series[float]", edges: Sequence[float]) -> pd.Series:
    """Return which class each value is in, from 0; the last class holds its upper end too."""
    found = pd.Series(np.searchsorted(edges, values, side="right") - 1.0, index=values.index)
    found = found.where(values != edges[-1], len(edges) - 2).where(values.notna())
    if (outside := ~found.dropna().between(0, len(edges) - 2)).any():
        beyond = [f"{value:g}" for value in values[found.dropna()[outside].index].head(3)]
        raise ValueError(f"charts.{form}: values outside all classes: {', '.join(beyond)}")
    return found


def write_classes(
    ax: Axes,
    fills: Sequence[str],
    edges: Sequence[float],
    classes: Sequence[str] | None,
    title: str,
    absent: bool,
) -> None:
    """Write above a map what its fills mean, under the title of its value."""
    borders = np.asarray(edges)
    whole = (borders % 1 == 0.5).all()
    if classes is None:
        pairs = itertools.pairwise(borders)
        ends = [(low + 0.5, high - 0.5) if whole else (low, high) for low, high in pairs]
        classes = [f"{a:,g}" if a == b else f"{a:,g} to {b:,g}" for a, b in ends]
    marks = [Patch(facecolor=fill, edgecolor=_DARK, linewidth=0.5) for fill in fills]
    marks += [Patch(facecolor="white", edgecolor=PALE_GREY, hatch="////")] * int(absent)
    words = [*classes, *["no value"] * int(absent)]
    across = len(words) if sum(map(len, words)) + 5 * len(words) < 85 else -(-len(words) // 2)
    look: dict[str, Any] = {"title": title, "alignment": "left", "ncols": across}
    place_key(ax, marks, words, handlelength=1.4, **look)


def line_on(fill: str) -> str:
    """Return the colour of a line, white or dark, that stands out more from a fill: 3:1 or more."""

    def luminance(colour: str) -> float:
        """Return relative luminance as WCAG 2.2 defines it."""
        parts = np.array(to_rgb(colour))
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    light, dark, ground = (luminance(colour) + 0.05 for colour in (_LIGHT, _DARK, fill))
    return _LIGHT if light / ground > ground / dark else _DARK


@contextmanager
def _undrawn(figure: Figure) -> Iterator[None]:
    """Draw nothing meanwhile: geopandas draws all of a figure again after each layer of a map."""
    canvas = figure.canvas
    FigureCanvasBase(figure)
    try:
        yield
    finally:
        figure.set_canvas(canvas)


def _height(shapes: "GeoDataFrame") -> float:
    left, bottom, right, top = shapes.total_bounds
    shrunk = np.cos(np.radians((bottom + top) / 2)) if shapes.crs.is_geographic else 1
    return float(min(HIGHEST - 1.5, 0.8 + 6.4 * (top - bottom) / ((right - left) * shrunk)))


def _outline(ax: Axes, shapes: "GeoDataFrame", colour: str, width: float) -> None:
    # White beneath it, the line stands out from dark and from light fills.
    shapes.boundary.plot(ax=ax, color="white", linewidth=width + 1.6)
    shapes.boundary.plot(ax=ax, color=colour, linewidth=width)


def _label(ax: Axes, geometry: BaseGeometry, text: str, **style: Any) -> None:
    point = geometry.representative_point()
    ax.annotate(text, (point.x, point.y), path_effects=HALO, zorder=6, **style)
