"""When limits or errors that a statistic is given cannot be used: one rule for all that take them."""

import numpy as np
import pandas as pd
from scipy.stats import norm

from leedsequity.stats._arrays import FloatArray, Mask
from leedsequity.stats._frames import numbers

#: Level of limits given, where no column says.
LEVEL = 0.95
LEVELS = "confidence of the limits missing, or not between 0.5 and 1"
NO_WIDTH = "no limits: those given have no width, or an error is 0"


def leave_out(value: FloatArray, lower: FloatArray, upper: FloatArray) -> Mask:
    """Say where a value lies outside its limits; those calculated may miss it by a last binary digit."""
    slack = 1e-9 * np.abs(upper - lower)
    return np.asarray((lower > value + slack) | (upper < value - slack))


def no_width(value: FloatArray, width: FloatArray) -> Mask:
    """Say where limits, or an error, are no wider than rounding: nobody is so sure of a value."""
    return np.asarray(width <= 1e-12 * np.abs(value))


def levels_of_limits(data: pd.DataFrame) -> FloatArray:
    """Give the level of every row's limits, from the column `confidence` if there is one."""
    return numbers(data, "confidence") if "confidence" in data else np.full(len(data), LEVEL)


def deviates_of_limits(data: pd.DataFrame) -> FloatArray:
    """Give the normal deviate of every row's limits, missing where their level is missing or is none."""
    level = levels_of_limits(data)
    return np.asarray(norm.ppf(1 - (1 - np.where((level > 0.5) & (level < 1), level, np.nan)) / 2))
