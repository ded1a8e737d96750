"""Simulated limits of the ratio of two sums of values, for many groups with one set of draws."""

import numpy as np

from leedsequity.stats._arrays import FloatArray, divide

FEWEST_DRAWS = 100


def check_draws(draws: int) -> None:
    """Refuse a number of draws that leaves no percentiles."""
    if draws < FEWEST_DRAWS:
        raise ValueError(f"draws must be at least {FEWEST_DRAWS}, not {draws!r}")


def normal_deviates(draws: int, seed: int) -> FloatArray:
    """Give two rows of standard normal deviates, which serve every group."""
    return np.random.default_rng(seed).standard_normal((2, draws))


def percentiles(simulated: FloatArray, confidence: float) -> FloatArray:
    """Give the two percentiles that hold the middle `confidence` of one row of draws.

    Between two draws the percentile is interpolated, as `numpy.quantile` does; taking one element
    into its place at a time makes this several times faster.
    """
    outer = (1 - confidence) / 2
    limits = np.empty(2)
    for side, share in enumerate((outer, 1 - outer)):
        position = share * (simulated.size - 1)
        above = int(position) + 1
        ordered = np.partition(simulated, above)
        low, high = ordered[:above].max(), ordered[above]
        limits[side] = low + (position + 1 - above) * (high - low)
    return limits


def ratio_limits(
    top: FloatArray,
    bottom: FloatArray,
    to_top: FloatArray,
    to_bottom: FloatArray,
    errors: FloatArray,
    confidence: float,
    draws: int,
    seed: int,
) -> FloatArray:
    """Give the percentiles of top / bottom where values have normal errors, as 2 x groups.

    Top and bottom are sums of the same values with the factors `to_top` and `to_bottom` (groups x
    values). So together they are normal, and drawing the two is drawing all values: they have the
    same distribution. Groups whose bottom is missing have no limits. One group at a time is
    simulated, in place: its draws fit into the processor's cache, and memory does not grow with the
    number of groups.
    """
    first, second = normal_deviates(draws, seed)
    variance = errors**2
    of_bottom = np.sqrt((to_bottom**2 * variance).sum(axis=1))
    common = np.nan_to_num(divide((to_top * to_bottom * variance).sum(axis=1), of_bottom))
    own = np.sqrt(np.maximum((to_top**2 * variance).sum(axis=1) - common**2, 0))
    limits = np.full((2, top.size), np.nan)
    simulated, divisor = np.empty_like(first), np.empty_like(first)
    for group in np.flatnonzero(~np.isnan(bottom)):
        np.multiply(second, own[group], out=simulated)
        np.multiply(first, common[group], out=divisor)
        simulated += divisor
        simulated += top[group]
        np.multiply(first, of_bottom[group], out=divisor)
        divisor += bottom[group]
        simulated /= divisor
        limits[:, group] = percentiles(simulated, confidence)
    return limits
