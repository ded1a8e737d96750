"""How a picture looks: the theme and the forms. Nothing here reads or writes a file."""

from leedsequity.charts.forms import against, intervals, lines

__all__ = ["against", "intervals", "lines"]
