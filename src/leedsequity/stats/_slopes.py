"""Weighted least squares across ranked quantiles, for many groups at once, and its simulated limits."""

from collections.abc import Callable

import numpy as np
from scipy.special import expit, logit

from leedsequity.stats._frames import FloatArray, Text, first_reason, over, z_value

DRAWS_AT_A_TIME = 2_000_000  # simulated numbers held together: 16 MB

Transform = Callable[[FloatArray], FloatArray]
SCALES: dict[str, tuple[Transform, Transform, float, float]] = {
    # name: transformation, its inverse, and the open range in which values must lie
    "identity": (np.asarray, np.asarray, -np.inf, np.inf),
    "log": (np.log, np.exp, 0.0, np.inf),
    "logit": (logit, expit, 0.0, 1.0),
}


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
    share = people / people.sum(axis=1, keepdims=True)
    x = np.cumsum(share, axis=1) - share / 2
    middle = (share * x).sum(axis=1, keepdims=True)
    to_slope = share * (x - middle) / (share * (x - middle) ** 2).sum(axis=1, keepdims=True)
    to_line = np.stack([share - middle * to_slope, to_slope], axis=2)
    b0, b1 = (to_line * fitted[:, :, None]).sum(axis=1).T
    spread = to_line * errors[:, :, None]
    tails = _simulated_tails(b0, b1, spread, scale, confidence, draws, seed)

    if scale != "identity":
        inverse = SCALES[scale][1]
        ends = [(inverse(b0 + (b1 - b) / 2), inverse(b0 + (b1 + b) / 2)) for b in (b1, *tails)]
        return np.column_stack([*(f1 - f0 for f0, f1 in ends), *(f1 / f0 for f0, f1 in ends), ends[0][0]])
    margin0, margin1 = z_value(confidence) * np.sqrt((spread**2).sum(axis=1)).T
    ratio = np.where(b0 + b1 > 0, over(b0 + b1, b0), np.nan)
    # Where f0 may be 0, simulated fits divide by intercepts on both sides of it.
    tails = np.where(np.isnan(ratio) | (b0 <= margin0), np.nan, tails)
    return np.column_stack([b1, b1 - margin1, b1 + margin1, ratio, *tails, b0])


def _simulated_tails(
    b0: FloatArray,
    b1: FloatArray,
    spread: FloatArray,
    scale: str,
    confidence: float,
    draws: int,
    seed: int,
) -> FloatArray:
    """Give the percentiles of simulated RII (identity) or of simulated slopes, as 2 x groups."""
    deviates = np.random.default_rng(seed).standard_normal((draws, spread.shape[1]))
    outer = (1 - confidence) / 2
    tails = np.empty((2, b0.size))
    step = max(1, DRAWS_AT_A_TIME // (2 * draws))
    for start in range(0, b0.size, step):
        part = slice(start, start + step)
        change = deviates @ spread[part]
        simulated = b1[part, None] + change[:, :, 1]
        if scale == "identity":
            with np.errstate(divide="ignore", invalid="ignore"):
                simulated = 1 + simulated / (b0[part, None] + change[:, :, 0])
        tails[:, part] = np.quantile(simulated, [outer, 1 - outer], axis=1)
    return tails


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
