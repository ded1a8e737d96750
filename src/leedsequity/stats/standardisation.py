"""Rates made comparable between populations of different ages."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, IntArray
from leedsequity.stats._frames import (
    RESULT,
    by_cell,
    check_keys,
    check_multiplier,
    column_or,
    group_rows,
    grouping,
    numbers,
    with_estimate,
)
from leedsequity.stats._reasons import cell_rule, first_reason
from leedsequity.stats.rates import LEAST_EVENTS_FOR_BYAR, byars_limits

#: European Standard Population 2013: persons by first year of the age band (0-4, 5-9, ..., 90 and
#: over), 100,000 in all, both sexes alike. Source: Eurostat. Revision of the European Standard
#: Population: report of Eurostat's task force. Luxembourg: Publications Office of the European
#: Union, 2013, doi:10.2785/11470.
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
    stratum: str = "age_start",
    events: str | None = None,
    population: str = "population",
    standard: pd.Series | str = "standard_population",
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Calculate directly standardised rates with the limits of Dobson and others [1].

    With O the events, n the population and W the standard population of a stratum (an age band, or
    an age band of one sex), and sums over the strata of a group:

        DSR = sum(W O / n) / sum(W)
        Var = sum(W^2 O / n^2) / sum(W)^2
        limits = DSR + sqrt(Var / T) (Byar(T) - T),  T = sum(O)

    all times `multiplier`, where Byar(T) are Byar's lower and upper limits of T (see
    `byars_limits`).

    Parameters
    ----------
    data, by
        One row per group and stratum, and the columns that name a group (none: the whole frame is
        one). A stratum without events needs its row too.
    stratum
        The column that names the stratum: with the European Standard Population the first year of
        the age band, 0, 5, 10, ..., 90.
    events, population
        Events (without a name `events`, or `deaths` if there is no such column), and population
        (person-years), of the stratum.
    standard
        The standard population of every stratum, a Series of numbers above 0 with the strata as
        index. It declares the strata: each group must have them all, once, and no other. Or the
        name of a column. One to which `EUROPEAN_STANDARD_POPULATION_2013` was joined declares that
        population's 19 strata. One with another standard population declares the strata of all
        groups of the call together, each with the number that most of its rows have: what every
        group lacks is then not seen, and `method` says so.
    multiplier, confidence
        Persons that the rate is for, above 0; level of the limits, between 0.5 and 1.

    Returns
    -------
    DataFrame
        One row per group, sorted: the `by` columns, `value` (events per `multiplier` persons),
        `lower`, `upper`, `confidence`, `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers; `standard` is not as above, or has no stratum of the
        data; `multiplier` is not above 0; `confidence` is outside (0.5, 1).

    Notes
    -----
    A group is refused (numbers missing, `reason` given, with the strata) when a stratum is absent
    or repeated, or not one of those declared; events or population are missing; population is not
    above 0; events are negative; the column `standard` has another number than the one declared; or
    there are fewer than 10 events in all, where these limits no longer hold their level [2].

    Which strata there are is never read from a group's own rows: where those without events were
    left out, a rate of the rest can be many times the true one.

    References
    ----------
    1. Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Confidence intervals for weighted sums of
       Poisson parameters. Stat Med 1991;10:457-462.
    2. Morris JK, Tan J, Fryers P, Bestwick J. Evaluation of stability of directly standardized
       rates for sparse data using simulation methods. Popul Health Metr 2018;16:19.
    """
    check_multiplier(multiplier)
    names = grouping(data, by, RESULT)
    check_keys(data, [stratum])
    o = numbers(data, column_or(data, events, "events", "deaths"))
    n = numbers(data, population)
    if isinstance(standard, str):
        given = numbers(data, standard)
        declared = _in_column(data[stratum], given)
    else:
        declared = _checked(standard)
    cell = _positions(data[stratum], declared)
    weight = declared.to_numpy(np.float64)
    given = given if isinstance(standard, str) else weight[cell]
    levels, group = group_rows(data, names)
    counts, (o, n, given) = by_cell(group, len(levels), cell, weight.size, o, n, given)

    strange = data.loc[cell < 0, stratum]
    others, labels = pd.factorize(strange, use_na_sentinel=False)
    unknown = by_cell(group[cell < 0], len(levels), others, len(labels))[0] > 0
    cells = [
        (counts > 1, "strata repeated"),
        (counts == 0, "strata missing"),
        (np.isnan(o), "events missing in strata"),
        (np.isnan(n), "population missing in strata"),
        (n <= 0, "population not above 0 in strata"),
        (o < 0, "events below 0 in strata"),
        (given != weight, "another standard population than the one declared in strata"),
    ]
    all_events = o.sum(axis=1)
    reason = first_reason(
        cell_rule(unknown, labels, "strata other than those of the standard population"),
        *(cell_rule(broken, declared.index, text) for broken, text in cells),
        (all_events < LEAST_EVENTS_FOR_BYAR, f"fewer than {LEAST_EVENTS_FOR_BYAR} events"),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = weight / weight.sum()
        value = (share * o / n).sum(axis=1)
        spread = np.sqrt(((share / n) ** 2 * o).sum(axis=1) / all_events)
        limits = byars_limits(all_events, confidence=confidence)
        ends = [value + spread * (limit - all_events) for limit in limits]
    results = [multiplier * each for each in (value, *ends)]
    method = "direct standardisation, Dobson limits"
    if isinstance(standard, str) and declared is not EUROPEAN_STANDARD_POPULATION_2013:
        method += ", strata as found in all groups together"
    return with_estimate(levels, results, confidence, method, reason)


def _checked(standard: pd.Series) -> pd.Series:
    """Refuse a standard population that does not give each of its strata one number above 0."""
    if not isinstance(standard, pd.Series) or standard.index.nlevels > 1 or standard.empty:
        raise ValueError(
            "standard is a Series of the standard population, with the strata as index"
        )
    strata = standard.index.to_series()
    check_keys(pd.DataFrame({"index of standard": strata}), ["index of standard"])
    if strata.isna().any() or strata.duplicated().any():
        raise ValueError("standard: its index must name every stratum once")
    if not (numbers(pd.DataFrame({"standard": standard}), "standard") > 0).all():
        raise ValueError("standard must hold numbers above 0")
    return standard


def _in_column(strata: pd.Series, weights: FloatArray) -> pd.Series:
    """Give the standard population of a column: the European one if most numbers are its."""
    european = EUROPEAN_STANDARD_POPULATION_2013
    theirs = european.reindex(pd.Index(strata.astype(object))).to_numpy(np.float64)
    if (theirs == weights).mean() >= 0.5 or not len(strata):
        return european
    given = pd.DataFrame({"stratum": strata.to_numpy(), "weight": weights})
    number = (
        given[given["weight"] > 0].value_counts(sort=True).reset_index().drop_duplicates("stratum")
    )
    if number.empty:
        raise ValueError("the column of the standard population holds no number above 0")
    return number.set_index("stratum")["weight"].sort_index()


def _positions(strata: pd.Series, declared: pd.Series) -> IntArray:
    """Give the place of every row's stratum among those declared; -1 where it is none of them."""
    found: IntArray = declared.index.get_indexer(pd.Index(strata.astype(object))).astype(np.int64)
    if len(found) and (found < 0).all():
        listed = ", ".join(map(str, declared.index))
        raise ValueError(
            f"column {strata.name!r} holds no stratum of the standard population ({listed}); "
            "give another standard population as a Series with the strata as index"
        )
    return found
