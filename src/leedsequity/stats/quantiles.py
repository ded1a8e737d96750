"""Quantiles of areas or persons: tenths, fifths, and the like."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from leedsequity.stats._frames import numbers


def quantiles(
    values: ArrayLike | pd.Series, n: int = 10, *, highest_is_one: bool = True
) -> pd.Series:
    """Put values into n quantiles by rank, as local deprivation deciles are formed.

    With N values present and r the rank of a value (1 the highest; of equal values, all take the
    rank of the first [1]):

        quantile = n + 1 - ceil((N + 1 - r) / (N / n))

    calculated in whole numbers, so that no rounding moves a value over a border. Equal values are
    always in the same quantile. Where N is no multiple of n, quantiles differ in size by one at
    most (but for ties), and counting from the other end, as the Ministry's published deprivation
    deciles do, moves the value on a border: those are n + 1 less the quantiles with the other
    `highest_is_one`.

    Parameters
    ----------
    values
        Numbers; a Series keeps its index. Missing values are left out and stay missing.
    n
        Number of quantiles, at least 2.
    highest_is_one
        Whether the highest values are quantile 1, as for a deprivation score (quantile 1 the most
        deprived). For a deprivation rank, where 1 is the most deprived, say False.

    Returns
    -------
    Series of Int64
        Quantile of every value, 1 to n; all missing when fewer than n values are present.

    Raises
    ------
    ValueError
        `values` are not numbers in one dimension, or `n` is not a whole number of at least 2.

    References
    ----------
    1. Office for Health Improvement and Disparities. Assigning deprivation categories. Fingertips
       public health technical guidance.
    """
    if isinstance(n, bool) or int(n) != n or n < 2:
        raise ValueError(f"n must be a whole number of at least 2, not {n!r}")
    given = values if isinstance(values, pd.Series) else pd.Series(np.asarray(values))
    present = pd.Series(numbers(given.to_frame("values"), "values"))
    count = int(present.notna().sum())
    rank = present.rank(method="min", ascending=not highest_is_one)
    result = pd.Series(pd.NA, index=given.index, dtype="Int64", name=given.name)
    if count >= n:
        known = rank.notna().to_numpy()
        # ceil(a / b) is -(-a // b) in whole numbers.
        result[known] = (
            n + 1 + (-(count + 1 - rank[known].astype(np.int64).to_numpy()) * n) // count
        )
    return result
