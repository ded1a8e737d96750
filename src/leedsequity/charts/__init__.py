"""How a picture looks: the theme and the forms. Nothing here reads or writes a file."""

from leedsequity.charts.bars import bars
from leedsequity.charts.dots import intervals, profile, strips
from leedsequity.charts.lines import lines, multiples
from leedsequity.charts.maps import area_map
from leedsequity.charts.scatter import against, fitted
from leedsequity.charts.specification_curve import specification_curve

__all__ = [
    "against",
    "area_map",
    "bars",
    "fitted",
    "intervals",
    "lines",
    "multiples",
    "profile",
    "specification_curve",
    "strips",
]
