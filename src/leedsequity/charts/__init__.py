"""How a picture looks: the theme and the forms. Nothing here reads or writes a file.

Lines over time, and the colours of maps, are seaborn's. Intervals are matplotlib's error bars and
bands, because seaborn calculates intervals from observations, and ours come calculated; and so are
bars, which seaborn colours by a variable but not by the part that each row plays.
"""

from leedsequity.charts.bars import bars
from leedsequity.charts.dots import intervals, profile
from leedsequity.charts.funnel import funnel
from leedsequity.charts.lines import lines, multiples
from leedsequity.charts.maps import area_map
from leedsequity.charts.pyramid import pyramid
from leedsequity.charts.ranked_strip import ranked_strip
from leedsequity.charts.readings import readings
from leedsequity.charts.scatter import fitted
from leedsequity.charts.specification_curve import specification_curve
from leedsequity.charts.spine import spine
from leedsequity.charts.stacked_parts import stacked_parts
from leedsequity.charts.theme import theme
from leedsequity.charts.tile_map import tile_map

__all__ = [
    "area_map",
    "bars",
    "fitted",
    "funnel",
    "intervals",
    "lines",
    "multiples",
    "profile",
    "pyramid",
    "ranked_strip",
    "readings",
    "specification_curve",
    "spine",
    "stacked_parts",
    "theme",
    "tile_map",
]
