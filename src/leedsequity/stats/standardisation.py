"""Rates made comparable between populations of different ages."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray
from leedsequity.stats._frames import RESULT, check_multiplier, estimate, group_rows, grouping, numbers
from leedsequity.stats._reasons import any_in_group, first_reason
from leedsequity.stats.rates import LEAST_EVENTS_FOR_BYAR, byars_limits

#: European Standard Population 2013: persons by first year of the age band (0-4, 5-9, ..., 90 and over),
#: 100,000 in all, both sexes alike. Source: Eurostat. Revision of the European Standard Population:
#: report of Eurostat's task force. Luxembourg: Publications Office of the European Union, 2013,
#: doi:10.2785/11470.
EUROPEAN_STANDARD_POPULATION_2013 = pd.Series(
    np.repeat(
        [5000, 5500, 6000, 6500, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000],
        [1, 3, 2, 1, 4, 1, 1, 1, 1, 1, 1, 1, 1],
    ),
    index=pd.RangeIndex(0, 95, 5, name="age_start"),
    name="standard_population",
)


def directly_standardised_rate(
    data: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    events: str = "events",
    population: str = "population",
    standard: str = "standard_population",
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Calculate directly standardised rates with the limits of Dobson and others [1].

    With O the events, n the population and W the standard population of a stratum (an age band, or an
    age band of one sex), and sums over the strata of a group:

        DSR = sum(W O / n) / sum(W)
        Var = sum(W^2 O / n^2) / sum(W)^2
        limits = DSR + sqrt(Var / T) (Byar(T) - T),  T = sum(O)

    all times `multiplier`, where Byar(T) are Byar's lower and upper limits of T (see `byars_limits`).

    Parameters
    ----------
    data, by
        One row per group and stratum, and the columns that name a group (none: the whole frame is one). A
        stratum without events needs its row too: one that is absent cannot be noticed.
    events, population, standard
        Events, population (person-years), and standard population of the stratum, such as
        `EUROPEAN_STANDARD_POPULATION_2013` joined by age.
    multiplier, confidence
        Persons that the rate is for, above 0; level of the limits, between 0.5 and 1.

    Returns
    -------
    DataFrame
        One row per group, sorted: the `by` columns, `value` (events per `multiplier` persons), `lower`,
        `upper`, `confidence`, `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers; `multiplier` is not above 0; `confidence` is outside
        (0.5, 1).

    Notes
    -----
    A group is refused (numbers missing, `reason` given) when events, population or standard population
    are missing in a stratum; population is not above 0; events or standard population are negative;
    the standard population is 0 in all; or there are fewer than 10 events in all, where these limits no
    longer hold their level [2].

    References
    ----------
    1. Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Confidence intervals for weighted sums of Poisson
       parameters. Stat Med 1991;10:457-462.
    2. Morris JK, Tan J, Fryers P, Bestwick J. Evaluation of stability of directly standardized rates for
       sparse data using simulation methods. Popul Health Metr 2018;16:19.
    """
    check_multiplier(multiplier)
    names = grouping(data, by, RESULT)
    o, n, w = (numbers(data, column) for column in (events, population, standard))
    levels, group = group_rows(data, names)

    def total(stratum: FloatArray) -> FloatArray:
        # Added up by size, so that the last digit does not depend on the order of rows; sums of whole numbers
        # do not in any case.
        whole = bool((np.rint(stratum) == stratum).all())
        order = slice(None) if whole else np.argsort(stratum)
        return np.bincount(group[order], weights=stratum[order], minlength=len(levels)).astype(np.float64)

    on_strata = [
        (np.isnan(o), "events missing in a stratum"),
        (np.isnan(n), "population missing in a stratum"),
        (np.isnan(w), "standard population missing in a stratum"),
        (n <= 0, "population not above 0 in a stratum"),
        (o < 0, "events below 0 in a stratum"),
        (w < 0, "standard population below 0 in a stratum"),
    ]
    all_events, all_standard = total(o), total(w)
    on_groups = [
        (all_standard == 0, "standard population is 0"),
        (all_events < LEAST_EVENTS_FOR_BYAR, f"fewer than {LEAST_EVENTS_FOR_BYAR} events"),
    ]
    broken = [(any_in_group(rows, group, len(levels)), text) for rows, text in on_strata]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = w / all_standard[group]
        value = total(share * o / n)
        spread = np.sqrt(total((share / n) ** 2 * o) / all_events)
        ends = [value + spread * (limit - all_events) for limit in byars_limits(all_events, confidence=confidence)]
    results = [multiplier * each for each in (value, *ends)]
    reason = first_reason(len(levels), [*broken, *on_groups])
    return estimate(levels, results, confidence, "direct standardisation, Dobson limits", reason)
