"""How a picture looks: the theme and the forms. Nothing here reads or writes a file."""

from leedsequity.charts.forms import against, intervals, lines
from leedsequity.charts.maps import area_map

__all__ = ["against", "area_map", "intervals", "lines"]
