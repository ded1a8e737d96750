"""Events observed, over those expected at the rates of a reference population."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import divide
from leedsequity.stats._at_reference import at_reference
from leedsequity.stats._frames import check_multiplier, with_estimate, z_value
from leedsequity.stats._reasons import first_reason
from leedsequity.stats.rates import count_limits


def standardised_ratio(
    data: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    group: str,
    reference: Hashable,
    strata: Sequence[str] = ("age_start",),
    events: str = "deaths",
    population: str = "population",
    multiplier: float = 100,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Calculate indirectly standardised ratios (of deaths: SMR), with Byar's or exact limits [1].

    With o the events and n the population (person-years) of a level in a stratum, and O and N those
    of the reference, sums over the strata:

        observed = sum(o)      expected = sum(n O / N)
        ratio = multiplier * observed / expected
        limits = multiplier * (limits of the count observed) / expected

    The limits of the count are Byar's from 10 events and exact below, as in `rate`. The rates of
    the reference are taken as known, as it has far more events.

    Parameters
    ----------
    data, by
        One row per group, level and stratum, and the columns that name a group (none: the whole
        frame is one). A stratum without events needs its row too.
    group, reference
        The column of the areas or populations, and its level that the others are compared with,
        such as the whole country.
    strata
        The columns that together name a stratum, such as age band, or age band and sex.
    events, population
        Events, and population (person-years), of the stratum.
    multiplier, confidence
        What the reference has as its ratio, above 0; level of the limits, between 0.5 and 1.

    Returns
    -------
    DataFrame
        One row per group and level of `group` other than the reference, sorted: the `by` columns,
        `group`, `observed`, `expected` (events), `value`, `lower`, `upper`, `confidence`, `method`,
        `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers; `reference` is no level of `group`; a column names
        both a group and a stratum; `multiplier` is not above 0; `confidence` is outside (0.5, 1).

    Notes
    -----
    Two areas' ratios are each comparable with the reference, and with one another only roughly,
    since each is weighed with its own ages: for that standardise directly. An area is part of its
    country, which draws its ratio a little towards the reference's.

    The reference declares the strata. A level is refused (numbers missing, `reason` given) when its
    group has no reference; when it or the reference has a stratum repeated or a number missing in
    one; when it lacks a stratum of the reference or has another; when events or population are
    below 0, there are events where nobody lives, or a population of the reference is not above 0;
    or no event is expected.

    References
    ----------
    1. Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II: The Design and
       Analysis of Cohort Studies. Lyon: IARC, 1987. Section 2.3.
    """
    check_multiplier(multiplier)
    z_value(confidence)
    written = {"observed", "expected"}
    found = at_reference(data, by, group, reference, strata, events, population, written)
    rows = found.base != np.arange(found.base.size)
    observed, expected = found.events.sum(axis=1)[rows], found.expected[rows]
    reason = first_reason(
        (found.reason[rows] != "", found.reason[rows]), (expected <= 0, "no event expected")
    )
    counted = np.where(reason == "", observed, np.nan)
    lower, upper, limits = count_limits(counted, confidence)
    frame = found.levels[rows].reset_index(drop=True)
    frame = frame.assign(observed=counted, expected=np.where(reason == "", expected, np.nan))
    results = [multiplier * divide(each, expected) for each in (counted, lower, upper)]
    return with_estimate(
        frame, results, confidence, np.asarray("indirect standardisation, " + limits), reason
    )
