"""Outlines as paths of SVG, in whole numbers, and the four classes of places in the index."""

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

#: Where a place stands among England's neighbourhoods, per cent from the most deprived.
EDGES = (0, 1, 10, 20, 100)
CLASSES = ("first 1%", "1% to 10%", "10% to 20%", "less deprived")
#: Their fills, those of `charts.area_map`, and the line that stands out from each.
FILLS = ("#30203e", "#37649e", "#3db3ad", "#d0efd9")
LINES = ("#ffffff", "#ffffff", "#3d3d3d", "#3d3d3d")


@dataclass(frozen=True)
class Sheet:
    """A sheet that outlines in degrees are drawn on: it is `width` wide, and as high as they need.

    Parameters
    ----------
    left, bottom, right, top : float
        Degrees, with a margin if there is to be one.
    width : int
        Units of the drawing.
    """

    left: float
    bottom: float
    right: float
    top: float
    width: int

    @property
    def _scale(self) -> tuple[float, float]:
        across = self.width / (self.right - self.left)
        return across, across / math.cos(math.radians((self.bottom + self.top) / 2))

    @property
    def height(self) -> int:
        """Units of the drawing."""
        return round(self._scale[1] * (self.top - self.bottom))

    def path(self, shapes: Iterable[BaseGeometry]) -> str:
        """Return shapes as the `d` of one path. Points that coincide once rounded are one."""
        return "".join(
            self._ring(ring.coords)
            for shape in shapes
            for part in shapely.get_parts(shape)
            if isinstance(part, shapely.Polygon)
            for ring in (part.exterior, *part.interiors)
        )

    def _ring(self, points: Iterable[Any]) -> str:
        across, up = self._scale
        rounded = [(round(across * (x - self.left)), round(up * (self.top - y))) for x, y in points]
        ring = [point for point, _ in itertools.groupby(rounded)][:-1]
        if len(ring) < 3:
            return ""
        return f"M{ring[0][0]} {ring[0][1]}l{' '.join(_steps(ring))}z".replace(" -", "-")


def _steps(ring: list[tuple[int, int]]) -> Iterator[str]:
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        yield f"{x1 - x0} {y1 - y0}"


def sheet_of(shapes: Iterable[BaseGeometry], width: int, margin: float = 0.01) -> Sheet:
    """Return the sheet of some shapes, with a margin: a part of the longer side."""
    left, bottom, right, top = shapely.total_bounds(list(shapes))
    edge = margin * max(right - left, top - bottom)
    return Sheet(left - edge, bottom - edge, right + edge, top + edge, width)


def class_of(percent: float) -> int:
    """Return in which of `CLASSES` a place is; one at an edge is in the class before.

    `percent` is 100 times the rank over how many are ranked, so that the most deprived tenth
    reaches up to 10.
    """
    return next(n for n, end in enumerate(EDGES[1:]) if percent <= end)


def key(classes: Iterable[str] = CLASSES) -> str:
    """Return the key of classes as HTML: a square of each fill, and its words."""
    entries = "".join(
        f'<li><span class="swatch" style="background:{fill}"></span>{words}</li>'
        for fill, words in zip(FILLS, classes, strict=True)
    )
    return f'<ul class="key">{entries}</ul>'


def box(sheet: Sheet) -> BaseGeometry:
    """Return what a sheet covers, in degrees."""
    return shapely.box(sheet.left, sheet.bottom, sheet.right, sheet.top)
