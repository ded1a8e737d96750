"""Inequality across the quantiles of a population: slope and relative index."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, divide
from leedsequity.stats._by_quantile import SCALES, indices_by_group, shares_and_midpoints
from leedsequity.stats._frames import column_or, no_limits_but_se, with_result, z_value
from leedsequity.stats._simulation import check_draws, normal_deviates, percentiles, ratio_limits

INDICES = ("sii", "sii_lower", "sii_upper", "rii", "rii_lower", "rii_upper", "intercept")


def slope_index(
    data: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    quantile: str | None = None,
    quantiles: int = 10,
    population: str = "population",
    value: str = "value",
    lower: str = "lower",
    upper: str = "upper",
    se: str | None = None,
    scale: str = "identity",
    multiplier: float = 1.0,
    confidence: float = 0.95,
    draws: int = 100_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Calculate the slope index (SII) and relative index (RII) of inequality across quantiles [1].

    With w(j) the share of the population in quantile j (1 = most deprived) and x(j) the middle of
    its place in the ranking, x(j) = w(1) + ... + w(j-1) + w(j)/2, the line b0 + b1 x is fitted to
    g(y) by least squares with weights w, where g is the identity, log (for rates) or logit (for
    proportions). With f0 = g^-1(b0) and f1 = g^-1(b0 + b1) its ends, the most and the least
    deprived person:

        SII = (f1 - f0) multiplier        RII = f1 / f0

    A negative multiplier turns the sign of the SII, inverts the RII and exchanges its limits: for
    an outcome that deprivation raises, -1 makes both say how much worse off the most deprived are.

    Errors s(j), on the scale of g, are `se`, or (g(upper) - g(lower)) / (2 z) from limits of the
    level in the column `confidence` of `data`, such as `proportion` and `rate` write (95% without
    one), whatever `confidence` is asked of the result. With A the matrix that takes g(y) to (b0,
    b1):

        identity: SII -/+ z sqrt(sum of A(2,j)^2 s(j)^2), in closed form; the limits of the RII
                  are the percentiles of (b0 + b1) / b0 over simulated fits
        others:   b is a percentile of the simulated slopes, c = b0 + b1/2 the fitted middle;
                  the limits are g^-1(c + b/2) - g^-1(c - b/2) for the SII, and the ratio of
                  the two for the RII

    A simulated fit is one to g(y(j)) + s(j) N(0, 1). Its (b0, b1) are two sums of normal values, so
    the two are drawn from their joint normal distribution, which is the same and faster. The normal
    deviates come from `seed` alone and are the same for every group: no result depends on which
    other groups are there, and comparing groups adds no noise. They take 1.6 MB for 100,000 draws.

    Parameters
    ----------
    data, by
        One row per group and quantile, and the columns that name a group (none: the whole frame is
        one).
    quantile
        1 (most deprived) to `quantiles` (least), each once; without a name `quantile`, or `decile`
        if there is no such column.
    quantiles
        How many every group must have, 5 to 100. It is never read from the rows, where ten deciles
        of which one was lost look like nine quantiles.
    population, value, lower, upper
        Population, outcome, and limits of the outcome.
    se
        Column of standard errors on the scale of g; `lower` and `upper` are then not read. Without
        a name it is `se`, on the scale identity, where there is such a column and none of `lower`
        and `upper`.
    scale
        "identity", "log" or "logit".
    multiplier
        Factor of the SII, not 0.
    confidence, draws, seed
        Level of the limits (between 0.5 and 1), number (at least 100) and seed of the simulations.

    Returns
    -------
    DataFrame
        One row per group, sorted: the `by` columns, `sii`, `sii_lower`, `sii_upper` (in the units
        of `value`, times `multiplier`), `rii`, `rii_lower`, `rii_upper`, `intercept` (f0, in the
        units of `value`), `confidence`, `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers, or another argument is out of its range.

    Notes
    -----
    The limits carry the sampling error of the quantiles' values, not the lack of fit of the line.
    Say with every result whether quantiles were formed within the area or nationally.

    A group is refused (numbers missing, `reason` given) when a quantile of 1 to `quantiles` is
    missing or repeated, or there is another; a number is missing; population is not above 0; limits
    leave out their value or are of no level; an error is below 0; or a value or limit cannot be put
    on the scale. On the identity scale the RII alone is refused when an end of the line is not
    above 0, and its limits alone when f0 is not above z times its standard error. Where limits
    given have no width, or an error is 0, there are no limits: nothing counted or sampled is known
    so surely. The rest then stands, and `reason` says so.

    References
    ----------
    1. Low A, Low A. Measuring the gap: quantifying and comparing local health inequalities. J
       Public Health 2004;26:388-395.
    """
    z_value(confidence)
    if scale not in SCALES:
        raise ValueError(f"scale must be one of {', '.join(SCALES)}, not {scale!r}")
    if not (multiplier and np.isfinite(multiplier)):
        raise ValueError(f"multiplier must be a number other than 0, not {multiplier!r}")
    check_draws(draws)
    if se is None and scale == "identity" and no_limits_but_se(data, lower, upper):
        se = "se"
    levels, result, reason = indices_by_group(
        data,
        by,
        [
            column_or(data, quantile, "quantile", "decile"),
            population,
            value,
            *([lower, upper] if se is None else [se]),
        ],
        quantiles,
        INDICES,
        partial(_indices, scale=scale, confidence=confidence, draws=draws, seed=seed),
        (
            "no RII: an end of the fitted line is not above 0",
            "no limits of the RII: the fitted value of the most deprived may be 0",
        ),
        scale,
    )
    slope, ratio, intercept = result[:, :3] * multiplier, result[:, 3:6], result[:, 6:]
    if multiplier < 0:
        slope, ratio = slope[:, [0, 2, 1]], 1 / ratio[:, [0, 2, 1]]
    shown = dict(zip(INDICES, np.hstack([slope, ratio, intercept]).T, strict=True))
    limits = f"limits from {draws:,} draws, seed {seed}"
    if scale == "identity":
        limits = f"closed-form SII limits, RII {limits}"
    method = f"least squares, {quantiles} quantiles, {scale} scale, {limits}"
    return with_result(levels, shown, confidence, method, reason)


def _indices(
    people: FloatArray,
    fitted: FloatArray,
    errors: FloatArray,
    scale: str,
    confidence: float,
    draws: int,
    seed: int,
) -> FloatArray:
    """Fit groups x quantiles; give SII and RII with limits (multiplier 1) and f0, as groups x 7."""
    share, x = shares_and_midpoints(people)
    middle = (share * x).sum(axis=1, keepdims=True)
    to_slope = share * (x - middle) / (share * (x - middle) ** 2).sum(axis=1, keepdims=True)
    to_start = share - middle * to_slope
    b0, b1 = ((factors * fitted).sum(axis=1) for factors in (to_start, to_slope))
    error0, error1 = (
        np.sqrt((factors**2 * errors**2).sum(axis=1)) for factors in (to_start, to_slope)
    )

    if scale != "identity":
        # All groups have the same deviates N: a percentile of b1 + error N needs that of N alone.
        low, high = percentiles(normal_deviates(draws, seed)[1], confidence)
        inverse = SCALES[scale][1]
        slopes = (b1, b1 + error1 * low, b1 + error1 * high)
        ends = [(inverse(b0 + (b1 - b) / 2), inverse(b0 + (b1 + b) / 2)) for b in slopes]
        return np.column_stack(
            [*(f1 - f0 for f0, f1 in ends), *(f1 / f0 for f0, f1 in ends), ends[0][0]]
        )
    margin0, margin1 = z_value(confidence) * error0, z_value(confidence) * error1
    ratio = np.where(b0 + b1 > 0, divide(b0 + b1, b0), np.nan)
    # Where f0 may be 0, simulated fits divide by intercepts on both sides of it.
    divisor = np.where(np.isnan(ratio) | (b0 <= margin0), np.nan, b0)
    limits = 1 + ratio_limits(b1, divisor, to_slope, to_start, errors, confidence, draws, seed)
    return np.column_stack([b1, b1 - margin1, b1 + margin1, ratio, *limits, b0])
