"""Rates and proportions, row by row, and the limits of a count."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from leedsequity.stats._arrays import FloatArray, Text, divide
from leedsequity.stats._frames import (
    check_multiplier,
    column_or,
    numbers,
    warn_of_census,
    with_estimate,
    z_value,
)
from leedsequity.stats._reasons import Rule, first_reason

LEAST_EVENTS_FOR_BYAR = 10


def byars_limits(events: ArrayLike, *, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Calculate Byar's approximate limits of a Poisson count [1].

    With O the count and z the normal deviate of `confidence`:

        lower = O (1 - 1/(9 O) - z/(3 sqrt(O)))^3
        upper = (O + 1) (1 - 1/(9 (O + 1)) + z/(3 sqrt(O + 1)))^3

    From 10 events the 95% limits are within 0.2% of the exact ones; use exact limits below 10. A
    lower limit is never below 0, and is 0 for no events. `events` are counts, of any shape; both
    limits are in events, missing where the count is missing or negative.

    Raises
    ------
    ValueError
        `confidence` is outside (0.5, 1).

    References
    ----------
    1. Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II: The Design and
       Analysis of Cohort Studies. Lyon: IARC, 1987.
    """
    z = z_value(confidence)
    given = np.asarray(events, dtype=np.float64)
    count = np.where(given >= 0, given, np.nan)
    some = np.where(count > 0, count, 1.0)
    lower = some * np.maximum(1 - 1 / (9 * some) - z / (3 * np.sqrt(some)), 0) ** 3
    more = count + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(count > 0, lower, 0 * count), upper


def rate(
    data: pd.DataFrame,
    *,
    events: str | None = None,
    population: str = "population",
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Calculate the crude rate of every row, with Byar's limits, or exact ones below 10 events.

    With O the events and n the population (person-years), all times `multiplier`:

        rate = O / n
        limits from 10 events: Byar(O) / n (see `byars_limits`)
        limits below 10:       chi2(a/2; 2 O) / (2 n) and chi2(1 - a/2; 2 O + 2) / (2 n),
                               a = 1 - confidence; exact for a Poisson count [1]; the lower
                               one is 0 for no events

    Parameters
    ----------
    data, events, population
        One row per rate, and its columns of events (without a name `events`, or `deaths` if there
        is no such column) and of population (person-years).
    multiplier, confidence
        Persons that the rate is for, above 0; level of the limits, between 0.5 and 1.

    Returns
    -------
    DataFrame
        The rows of `data` as they were, index included, with the columns `value` (events per
        `multiplier` persons), `lower`, `upper`, `confidence`, `method` (which names the limits of
        the row), `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers, or has the name of one that is added; `multiplier` is
        not above 0; `confidence` is outside (0.5, 1).

    Warns
    -----
    UserWarning
        The counts are of a census (`attrs["census"]`, as `raw.load` sets it), which has no sampling
        error: the limits hold only for the chance behind the counts.

    Notes
    -----
    A row is refused (numbers missing, `reason` given) when its events or population are missing,
    its events are negative or its population is not above 0.

    References
    ----------
    1. Garwood F. Fiducial limits for the Poisson distribution. Biometrika 1936;28:437-442.
    """
    top = column_or(data, events, "events", "deaths")
    o, n, rules = _counted(data, top, population, multiplier, ("events", "population"))
    reason = first_reason(*rules)
    lower, upper, limits = count_limits(o, confidence)
    method = np.asarray("crude rate, " + limits)
    results = [multiplier * divide(each, n) for each in (o, lower, upper)]
    return with_estimate(data, results, confidence, method, reason)


def count_limits(events: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray, Text]:
    """Give a count's limits, Byar's from 10 events and exact below, and which of them they are."""
    few = events < LEAST_EVENTS_FOR_BYAR
    lower, upper = byars_limits(events, confidence=confidence)
    exact = few & (events >= 0)
    lower[exact], upper[exact] = _exact_limits(events[exact], confidence)
    names: Text = np.array(["Byar's limits", "exact Poisson limits"], dtype=object)
    return lower, upper, names[few.astype(np.int64)]


def proportion(
    data: pd.DataFrame,
    *,
    numerator: str = "numerator",
    denominator: str = "denominator",
    multiplier: float = 1.0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Calculate the proportion of every row, with Wilson's score limits [1, 2].

    With O the numerator, n the denominator, p = O / n and z the normal deviate of `confidence`, all
    times `multiplier` (100 for a percentage):

        limits = (2 O + z^2 -/+ z sqrt(z^2 + 4 O (1 - p))) / (2 (n + z^2))

    They lie between 0 and 1 for every O, are not symmetric, and do not collapse where O is 0 or n.

    Parameters
    ----------
    data, numerator, denominator
        One row per proportion, and its columns of persons with the property and of all persons.
    multiplier, confidence
        1 for a proportion, 100 for a percentage, above 0; level of the limits, between 0.5 and 1.

    Returns
    -------
    DataFrame
        The rows of `data`, errors raised and the warning, as in `rate`; `value` is 0 to
        `multiplier`.

    Notes
    -----
    A row is refused (numbers missing, `reason` given) when its numerator or denominator is missing,
    its numerator is negative or above its denominator, or its denominator is not above 0.

    References
    ----------
    1. Wilson EB. Probable inference, the law of succession, and statistical inference. J Am Stat
       Assoc 1927;22:209-212.
    2. Newcombe RG. Two-sided confidence intervals for the single proportion: comparison of seven
       methods. Stat Med 1998;17:857-872.
    """
    # Imported here because it is slow and nothing else needs it.
    from statsmodels.stats.proportion import proportion_confint

    z_value(confidence)
    o, n, rules = _counted(data, numerator, denominator, multiplier, ("numerator", "denominator"))
    reason = first_reason(*rules, (o > n, "numerator above denominator"))
    results = np.full((3, len(data)), np.nan)
    good = reason == ""
    if good.any():
        p = divide(o, n)[good]
        lower, upper = proportion_confint(o[good], n[good], alpha=1 - confidence, method="wilson")
        # At 0 and n one limit is the proportion itself, which rounding must not carry it past.
        results[:, good] = multiplier * np.stack([p, np.minimum(lower, p), np.maximum(upper, p)])
    return with_estimate(data, results, confidence, "proportion, Wilson limits", reason)


def _counted(
    data: pd.DataFrame, count: str, of: str, multiplier: float, words: tuple[str, str]
) -> tuple[FloatArray, FloatArray, list[Rule]]:
    """Give the counts, what they are out of, and the rules that a row can break."""
    check_multiplier(multiplier)
    o, n = numbers(data, count), numbers(data, of)
    warn_of_census(data, "rate" if words[0] == "events" else "proportion")
    top, bottom = words
    rules: list[Rule] = [
        (np.isnan(o), f"{top} missing"),
        (np.isnan(n), f"{bottom} missing"),
        (o < 0, f"{top} below 0"),
        (n <= 0, f"{bottom} not above 0"),
    ]
    return o, n, rules


def _exact_limits(events: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    # Imported here because it is slow and nothing else needs it.
    from statsmodels.stats.rates import confint_poisson

    lower, upper = confint_poisson(events, 1.0, method="exact-c", alpha=1 - confidence)
    # Without events the lower limit of statsmodels is 0 or missing, depending on the other counts.
    return np.where(events > 0, lower, 0.0), upper
