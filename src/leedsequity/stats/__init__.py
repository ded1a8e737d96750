"""Statistics of health inequality: each function takes a tidy frame and returns one.

A column that is absent or an argument out of range raises `ValueError`. A group that cannot be
calculated keeps its row with missing numbers and says why in `reason`, so that one area never stops
the rest. The caller's frame is never changed, and the order of its rows never matters.
"""

from leedsequity.stats._frames import z_value
from leedsequity.stats.gaps import gap
from leedsequity.stats.inequality import slope_index
from leedsequity.stats.life_table import life_expectancy
from leedsequity.stats.rates import (
    EUROPEAN_STANDARD_POPULATION_2013,
    byars_limits,
    directly_standardised_rate,
)

__all__ = [
    "EUROPEAN_STANDARD_POPULATION_2013",
    "byars_limits",
    "directly_standardised_rate",
    "gap",
    "life_expectancy",
    "slope_index",
    "z_value",
]
