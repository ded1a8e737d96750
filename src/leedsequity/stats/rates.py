"""Rates of events in a population, row by row, and the limits of a count."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from leedsequity.stats._frames import (
    FloatArray,
    add_result,
    check_multiplier,
    first_reason,
    numbers,
    over,
    z_value,
)

LEAST_EVENTS_FOR_BYAR = 10


def byars_limits(events: ArrayLike, *, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Calculate Byar's approximate limits of a Poisson count [1].

    With O the count and z the normal deviate of `confidence`:

        lower = O (1 - 1/(9 O) - z/(3 sqrt(O)))^3
        upper = (O + 1) (1 - 1/(9 (O + 1)) + z/(3 sqrt(O + 1)))^3

    From 10 events the 95% limits are within 0.2% of the exact ones; use exact limits below 10. A
    lower limit is never below 0, and is 0 for no events.

    Parameters
    ----------
    events
        Counts, of any shape.
    confidence
        Level of the limits, between 0.5 and 1.

    Returns
    -------
    tuple of arrays
        Lower and upper limits, in events; missing where the count is missing or negative.

    Raises
    ------
    ValueError
        `confidence` is outside (0.5, 1).

    References
    ----------
    1. Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II: The Design and Analysis
       of Cohort Studies. Lyon: IARC, 1987.
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
    events: str = "events",
    population: str = "population",
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Calculate the crude rate of every row, with Byar's limits, or exact ones below 10 events.

    With O the events and n the population (person-years), all times `multiplier`:

        rate = O / n
        limits from 10 events: Byar(O) / n [1] (see `byars_limits`)
        limits below 10:       chi2(a/2; 2 O) / (2 n) and chi2(1 - a/2; 2 O + 2) / (2 n), a = 1 - confidence,
                               exact for a Poisson count [2]; the lower one is 0 for no events

    Parameters
    ----------
    data
        One row per rate.
    events, population
        Events and population (person-years).
    multiplier
        Persons that the rate is for, above 0.
    confidence
        Level of the limits, between 0.5 and 1.

    Returns
    -------
    DataFrame
        The rows of `data` as they were, index included, with the columns `value` (events per `multiplier`
        persons), `lower`, `upper`, `confidence`, `method` (which names the limits of the row), `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers, or has the name of one that is added; `multiplier` is not
        above 0; `confidence` is outside (0.5, 1).

    Notes
    -----
    A row is refused (numbers missing, `reason` given) when its events or population are missing, its
    events are negative or its population is not above 0.

    References
    ----------
    1. Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II: The Design and Analysis
       of Cohort Studies. Lyon: IARC, 1987.
    2. Garwood F. Fiducial limits for the Poisson distribution. Biometrika 1936;28:437-442.
    """
    z_value(confidence)
    check_multiplier(multiplier)
    o, n = numbers(data, events), numbers(data, population)
    reason = first_reason(
        len(data),
        [
            (np.isnan(o), "events missing"),
            (np.isnan(n), "population missing"),
            (o < 0, "events below 0"),
            (n <= 0, "population not above 0"),
        ],
    )
    few = o < LEAST_EVENTS_FOR_BYAR
    lower, upper = byars_limits(o, confidence=confidence)
    good = few & (reason == "")
    lower[good], upper[good] = _exact_limits(o[good], confidence)
    method = np.where(few, "crude rate, exact Poisson limits", "crude rate, Byar's limits")
    results = [multiplier * over(each, n) for each in (o, lower, upper)]
    return add_result(data, results, confidence, method, reason)


def _exact_limits(events: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    # Imported here because it is slow and nothing else needs it.
    from statsmodels.stats.rates import confint_poisson

    lower, upper = confint_poisson(events, 1.0, method="exact-c", alpha=1 - confidence)
    # Without events statsmodels has 0 or a missing lower limit, depending on how many counts are given.
    return np.where(events > 0, lower, 0.0), upper
