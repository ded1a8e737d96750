"""The arrays that statistics calculate with, and a division that refuses."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Mask = NDArray[np.bool_]
Text = NDArray[np.object_]


def divide(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """Divide, with a missing value where the divisor is not above 0."""
    result = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=result, where=bottom > 0)
    return result
