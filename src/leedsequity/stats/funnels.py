"""Within which limits chance alone would hold the standardised ratios of areas."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, divide
from leedsequity.stats._frames import check_multiplier, group_rows, grouping, numbers, z_value
from leedsequity.stats._reasons import first_reason

LEVELS = {"95": 0.95, "99_8": 0.998}
OVERDISPERSION = ("none", "additive")
LEAST_AREAS = 10
_WINSORISED = 0.1
FUNNEL = (
    *(f"{side}_{level}" for level in LEVELS for side in ("lower", "upper")),
    "position",
    "dispersion",
    "funnel_method",
    "funnel_reason",
)


def funnel_limits(
    data: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    observed: str = "observed",
    expected: str = "expected",
    multiplier: float = 100,
    overdispersion: str = "none",
) -> pd.DataFrame:
    """Give the 95% and 99.8% limits of a funnel plot of standardised ratios around the reference.

    With O the events observed and E those expected, O / E lies in 95 (99.8) of 100 areas within the
    limits if its true value is 1. Without overdispersion they are quantiles of the Poisson
    distribution with mean E, interpolated as Spiegelhalter proposed [1]: with F its distribution
    function and r the smallest count of which F(r) is above p (0.025, 0.975, 0.001, 0.999),

        limit(p) = {r - [F(r) - p] / [F(r) - F(r-1)]} / E

    Areas differ by more than chance for reasons that no rate has been adjusted for, so that of many
    large areas most may lie outside. With "additive" overdispersion their true values are taken to
    vary around the reference [2], on the scale of the square root, where the variance is 1 / (4E):

        z = 2 (sqrt(O) - sqrt(E)); the lowest and the highest tenth are set to their inner ends
        dispersion = mean of z^2 over the I areas; w = 4E
        tau^2 = max{0, [I dispersion - (I - 1)] / [sum(w) - sum(w^2) / sum(w)]}
        limits = {1 -/+ z(level) sqrt[1 / (4E) + tau^2]}^2

    All limits are times `multiplier`, and not below 0.

    Parameters
    ----------
    data, by
        One row per area, such as `standardised_ratio` gives, and the columns within whose groups
        overdispersion is estimated (none: over the whole frame).
    observed, expected
        Columns of the events.
    multiplier
        The ratio of the reference, above 0.
    overdispersion
        "none" or "additive". Say which with every funnel.

    Returns
    -------
    DataFrame
        The rows of `data` as they were, index included, with `lower_95`, `upper_95`, `lower_99_8`,
        `upper_99_8` (times `multiplier`), `position` (`within`, `above 95%`, `above 99.8%`,
        `below 95%`, `below 99.8%`; which limits the area's ratio is beyond), `dispersion` (1 if
        areas vary by chance alone; missing of fewer than 10 areas), `funnel_method`,
        `funnel_reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers, or has the name of one that is added; `multiplier` is
        not above 0; `overdispersion` is another word.

    Notes
    -----
    Of 300 areas that do not differ, 15 are expected beyond the 95% limits. Being beyond them says
    that an area differs, not why. With additive overdispersion the limits are those of an unusual
    area among these, and say nothing of how far all of them are from the reference.

    A row is refused (numbers missing, `funnel_reason` given) when observed or expected is missing,
    observed is below 0, or expected is not above 0; and with additive overdispersion in a group of
    fewer than 10 areas.

    References
    ----------
    1. Spiegelhalter DJ. Funnel plots for comparing institutional performance. Stat Med
       2005;24:1185-1202.
    2. Spiegelhalter DJ. Handling over-dispersion of performance indicators. Qual Saf Health Care
       2005;14:347-351.
    """
    check_multiplier(multiplier)
    if overdispersion not in OVERDISPERSION:
        choices = ", ".join(OVERDISPERSION)
        raise ValueError(f"overdispersion must be one of {choices}, not {overdispersion!r}")
    names = grouping(data, by, FUNNEL)
    if clash := [column for column in FUNNEL if column in data]:
        raise ValueError(f"the frame has a column {clash[0]!r} already, which the result would add")
    o, e = numbers(data, observed), numbers(data, expected)
    levels, group = group_rows(data, names)
    reason = first_reason(
        (np.isnan(o), "observed missing"),
        (np.isnan(e), "expected missing"),
        (o < 0, "observed below 0"),
        (e <= 0, "expected not above 0"),
    )
    dispersion, tau2 = np.full((2, len(data)), np.nan)
    for one in range(len(levels)):
        areas = np.flatnonzero((group == one) & (reason == ""))
        if areas.size >= LEAST_AREAS:
            dispersion[group == one], tau2[group == one] = _dispersion(o[areas], e[areas])
    if overdispersion == "additive":
        too_few = f"fewer than {LEAST_AREAS} areas to estimate overdispersion from"
        reason = first_reason((reason != "", reason), (np.isnan(tau2), too_few))
    kept = reason == ""
    limits = np.full((2 * len(LEVELS), len(data)), np.nan)
    for place, confidence in enumerate(LEVELS.values()):
        if overdispersion == "none":
            ends = _by_chance(e[kept], confidence)
        else:
            ends = _additive(e[kept], tau2[kept], confidence)
        limits[2 * place : 2 * place + 2, kept] = multiplier * ends
    value = multiplier * divide(o, e)
    position = first_reason(
        (~kept, ""),
        (value > limits[3], "above 99.8%"),
        (value < limits[2], "below 99.8%"),
        (value > limits[1], "above 95%"),
        (value < limits[0], "below 95%"),
        (kept, "within"),
    )
    method = "interpolated Poisson limits"
    if overdispersion == "additive":
        method = "additive overdispersion on the square root scale, winsorised at 10%"
    texts = {"position": position, "funnel_method": method, "funnel_reason": reason}
    columns = dict(zip(FUNNEL, limits, strict=False)) | {"dispersion": dispersion} | texts
    added = pd.DataFrame(columns, index=data.index)[list(FUNNEL)].astype(
        dict.fromkeys(texts, "str")
    )
    return pd.concat([data, added], axis=1)


def _by_chance(expected: FloatArray, confidence: float) -> FloatArray:
    """Give the interpolated quantiles of Poisson counts over their means, as 2 x areas."""
    from scipy.stats import poisson  # slow to import, and few need it

    outer = (1 - confidence) / 2
    ends = []
    for p in (outer, 1 - outer):
        r = poisson.ppf(p, expected)
        above, below = poisson.cdf(r, expected), poisson.cdf(r - 1, expected)
        ends.append(np.maximum(r - (above - p) / (above - below), 0) / expected)
    return np.stack(ends)


def _dispersion(observed: FloatArray, expected: FloatArray) -> tuple[float, float]:
    """Give the dispersion of areas around the reference, and the variance between them."""
    z = 2 * (np.sqrt(observed) - np.sqrt(expected))
    z = np.clip(z, *np.quantile(z, [_WINSORISED, 1 - _WINSORISED]))
    dispersion, weight = float((z**2).mean()), 4 * expected
    spread = z.size * dispersion - (z.size - 1)
    return dispersion, max(0.0, spread / float(weight.sum() - (weight**2).sum() / weight.sum()))


def _additive(expected: FloatArray, tau2: FloatArray, confidence: float) -> FloatArray:
    """Give the limits of areas whose true values vary by tau^2, as 2 x areas."""
    half = z_value(confidence) * np.sqrt(1 / (4 * expected) + tau2)
    return np.stack([np.maximum(1 - half, 0) ** 2, (1 + half) ** 2])
