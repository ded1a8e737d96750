"""Weighted least squares across ranked quantiles, for many groups at once."""

from collections.abc import Callable

import numpy as np
from scipy.special import expit, logit

from leedsequity.stats._draws import deviates, percentiles, ratio_limits
from leedsequity.stats._frames import FloatArray, Mask, Text, any_cell, first_reason, over, z_value
from leedsequity.stats._ranked import error_of_limits, places

Transform = Callable[[FloatArray], FloatArray]
SCALES: dict[str, tuple[Transform, Transform, float, float]] = {
    # name: transformation, its inverse, and the open range in which values must lie
    "identity": (np.asarray, np.asarray, -np.inf, np.inf),
    "log": (np.log, np.exp, 0.0, np.inf),
    "logit": (logit, expit, 0.0, 1.0),
}


def on_scale(given: FloatArray, scale: str, *, limits: bool) -> tuple[FloatArray, FloatArray, Mask]:
    """Give value and standard error of each row on the scale of the fit, and whether g excludes it.

    `given` holds value, lower and upper limit in its columns, or (without `limits`) value and error.
    """
    transform, _, least, most = SCALES[scale]
    values = given if limits else given[:, :1]
    outside = any_cell((values <= least) | (values >= most))
    transformed = transform(np.where(outside[:, None], np.nan, values))
    if limits:
        return transformed[:, 0], error_of_limits(transformed[:, 1], transformed[:, 2]), outside
    return transformed[:, 0], given[:, 1], outside


def indices(
    people: FloatArray,
    fitted: FloatArray,
    errors: FloatArray,
    scale: str,
    confidence: float,
    draws: int,
    seed: int,
) -> FloatArray:
    """Fit groups x quantiles; give SII and RII with limits (multiplier 1) and f0, as groups x 7."""
    share, x = places(people)
    middle = (share * x).sum(axis=1, keepdims=True)
    to_slope = share * (x - middle) / (share * (x - middle) ** 2).sum(axis=1, keepdims=True)
    to_start = share - middle * to_slope
    b0, b1 = ((factors * fitted).sum(axis=1) for factors in (to_start, to_slope))
    error0, error1 = (np.sqrt((factors**2 * errors**2).sum(axis=1)) for factors in (to_start, to_slope))

    if scale != "identity":
        # Every group has the same deviates N, so the percentile of b1 + error N is b1 + error (that of N).
        low, high = percentiles(deviates(draws, seed)[1], confidence)
        inverse = SCALES[scale][1]
        slopes = (b1, b1 + error1 * low, b1 + error1 * high)
        ends = [(inverse(b0 + (b1 - b) / 2), inverse(b0 + (b1 + b) / 2)) for b in slopes]
        return np.column_stack([*(f1 - f0 for f0, f1 in ends), *(f1 / f0 for f0, f1 in ends), ends[0][0]])
    margin0, margin1 = z_value(confidence) * error0, z_value(confidence) * error1
    ratio = np.where(b0 + b1 > 0, over(b0 + b1, b0), np.nan)
    # Where f0 may be 0, simulated fits divide by intercepts on both sides of it.
    divisor = np.where(np.isnan(ratio) | (b0 <= margin0), np.nan, b0)
    limits = 1 + ratio_limits(b1, divisor, to_slope, to_start, errors, confidence, draws, seed)
    return np.column_stack([b1, b1 - margin1, b1 + margin1, ratio, *limits, b0])


def with_multiplier(indices: FloatArray, multiplier: float) -> FloatArray:
    """Apply the multiplier to groups x (SII, lower, upper, RII, lower, upper, f0)."""
    slope, ratio, intercept = indices[:, :3] * multiplier, indices[:, 3:6], indices[:, 6:]
    if multiplier < 0:
        slope, ratio = slope[:, [0, 2, 1]], 1 / ratio[:, [0, 2, 1]]
    return np.hstack([slope, ratio, intercept])


def flaws(indices: FloatArray) -> Text:
    """Say which part of a group's result is missing where the SII is not."""
    slope, ratio, limit = (~np.isnan(indices[:, column]) for column in (0, 3, 4))
    return first_reason(
        len(indices),
        [
            (slope & ~ratio, "no RII: an end of the fitted line is not above 0"),
            (slope & ~limit, "no limits of the RII: the fitted value of the most deprived may be 0"),
        ],
    )
