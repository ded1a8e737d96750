"""How a picture looks: the theme and the forms. Nothing here reads or writes a file."""

from leedsequity.charts.bars import bars
from leedsequity.charts.forms import against, intervals, lines
from leedsequity.charts.maps import area_map
from leedsequity.charts.multiples import multiples, strips
from leedsequity.charts.profile import profile
from leedsequity.charts.scatter import fitted
from leedsequity.charts.specifications import specification_curve

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
