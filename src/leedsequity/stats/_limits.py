"""When the limits or errors given to a statistic cannot be used: one rule for all."""

import numpy as np
import pandas as pd
from scipy.special import ndtri

from leedsequity.stats._arrays import FloatArray, Mask
from leedsequity.stats._frames import numbers

#: Level of limits given, where no column says.
DEFAULT_LEVEL = 0.95
NO_LEVEL = "confidence of the limits missing, or not between 0.5 and 1"
NO_WIDTH = "no limits: those given have no width, or an error is 0"


def outside_limits(value: FloatArray, lower: FloatArray, upper: FloatArray) -> Mask:
    """Say where a value lies outside its limits, which may miss it by a last binary digit."""
    slack = 1e-9 * np.abs(upper - lower)
    return np.asarray((lower > value + slack) | (upper < value - slack))


def unusable(given: FloatArray, errors: FloatArray) -> list[tuple[Mask, str]]:
    """List what can be wrong with value, lower and upper of a row, or with value and error."""
    if given.shape[1] == 3:
        return [
            (outside_limits(*given.T), "a value outside its limits"),
            (np.isnan(errors), NO_LEVEL),
        ]
    return [(errors < 0, "an error below 0")]


def no_width(value: FloatArray, width: FloatArray) -> Mask:
    """Say where limits, or an error, are no wider than rounding: nobody is so sure of a value."""
    return np.asarray(width <= 1e-12 * np.abs(value))


def levels_of_limits(data: pd.DataFrame) -> FloatArray:
    """Give the level of every row's limits, from the column `confidence` if there is one."""
    return (
        numbers(data, "confidence") if "confidence" in data else np.full(len(data), DEFAULT_LEVEL)
    )


def deviates_of_limits(data: pd.DataFrame) -> FloatArray:
    """Give the normal deviate of every row's limits, missing where they have no proper level."""
    level = levels_of_limits(data)
    return np.asarray(ndtri(1 - (1 - np.where((level > 0.5) & (level < 1), level, np.nan)) / 2))
