"""Life expectancy from deaths and populations by age band."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, IntArray, Mask, Text, over
from leedsequity.stats._frames import RESULT, group_rows, grouping, numbers, with_result, z_value
from leedsequity.stats._reasons import Rule, any_cell, any_in_group, first_reason, name_cells

AGE_STARTS: IntArray = np.array([0, 1, *range(5, 95, 5)], dtype=np.int64)
BIRTHS = 100_000
LEAST_PERSON_YEARS = 5_000
WIDEST_INTERVAL = 20.0


def life_expectancy(
    data: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    age: str = "age_start",
    deaths: str = "deaths",
    population: str = "population",
    confidence: float = 0.95,
    open_age: int | None = None,
) -> pd.DataFrame:
    """Calculate period life expectancy at every age by the abridged life table of Chiang (II) [1].

    With D the deaths and P the population of a band of n years that starts at age x, and a the
    share of the band lived by those who die in it (a = 0.1 below one year of age, otherwise 0.5):

        M = D / P                                     death rate
        q = nM / (1 + n(1 - a)M)                      probability of dying; 1 if n a M > 1
        l(0) = 100,000; l(x+n) = l(x) (1 - q)         survivors; d = l(x) - l(x+n)
        L = n (l(x+n) + a d); open band: L = l / M    years lived in the band
        e(x) = sum of L from x on / l(x)              life expectancy, in years

    The variance takes deaths as binomial and holds the open band w at Silcocks's term [3]:

        S2(q) = q^2 (1 - q) / D, and 0 where D = 0
        Var e(x) = { sum over closed bands i from x on of l(i)^2 [(1 - a)n + e(i+n)]^2 S2(q(i))
                     + l(w)^2 / (D(w) M(w)^2) } / l(x)^2

    Limits are e(x) -/+ z sqrt(Var e(x)). No deaths in a closed band stay none: replacing them biases e [4].

    Parameters
    ----------
    data, by
        One row per group and age band, and the columns that name a group (none: the whole frame is one).
    age
        First year of the age band: 0, 1, 5, 10, ..., 90 (20 bands, the last 90 and over), or without
        90 (19 bands, the last 85 and over).
    deaths, population
        Deaths, and person-years over the same time (three years of deaths: three populations added up).
    confidence
        Level of the limits, between 0.5 and 1.
    open_age
        First year of the open band in every group, 90 or 85. Without it each group is judged by itself: one
        that lost its row for 90 and over is read as closing at 85, and `method` says "19 age bands".

    Returns
    -------
    DataFrame
        One row per group and age, sorted: the `by` columns, `age_start`, `value` (years), `lower`,
        `upper`, `se` (years), `survivors` (of 100,000 born), `confidence`, `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers; `confidence` is outside (0.5, 1); `open_age` is another.

    Notes
    -----
    A group is refused (rows kept, numbers missing, `reason` given) when an age band is missing, repeated or
    not one of the standard ones; deaths or population are missing; deaths are negative; population is not
    above 0 or is below deaths in a band; person-years are 5,000 or fewer in all [2, 4]; or nobody died in
    the open band. An age is refused when nobody survives to it, or when its interval is wider than 20
    years (limits and `se` are kept, `value` is missing), judged at each age by itself, because the
    interval at birth says little of the one at 65.

    References
    ----------
    1. Chiang CL. Introduction to Stochastic Processes in Biostatistics. 1968. Newell C. Methods and
       Models in Demography. 1994.
    2. Toson B, Baker A. Life expectancy at birth: methodological options for small populations.
       National Statistics Methodological Series 33. ONS, 2003.
    3. Silcocks PBS, Jenner DA, Reza R. Life expectancy as a summary of mortality in a population.
       J Epidemiol Community Health 2001;55:38-43.
    4. Eayres D, Williams ES. Evaluation of methodologies for small area life expectancy estimation.
       J Epidemiol Community Health 2004;58:243-249.
    """
    z = z_value(confidence)
    if open_age not in (None, 85, 90):
        raise ValueError(f"open_age must be 90 or 85, or not given; it is {open_age!r}")
    names = grouping(data, by, {*RESULT, "age_start", "se", "survivors"})
    ages, died, lived = (numbers(data, column) for column in (age, deaths, population))
    levels, group = group_rows(data, names)
    last = AGE_STARTS[-1] if open_age is None else open_age
    strange = any_in_group(~np.isin(ages, AGE_STARTS) | (ages > last), group, len(levels))
    counts, died, lived = _by_age(group, len(levels), ages, died, lived)
    looks_85 = (counts[:, -1] == 0) & (counts[:, :-1] > 0).all(axis=1)
    to_85 = looks_85 if open_age is None else np.full(len(levels), open_age == 85)
    bands = np.where(to_85, AGE_STARTS.size - 1, AGE_STARTS.size)
    used: Mask = np.arange(AGE_STARTS.size) < bands[:, None]
    rules = [(strange, f"age bands other than 0, 1, 5, 10, ..., {last}"), *_rules(counts, died, lived, used)]
    refusal = first_reason(len(levels), rules)

    years, variance, survivors = (np.full(used.shape, np.nan) for _ in range(3))
    for size in (AGE_STARTS.size - 1, AGE_STARTS.size):
        kept = np.flatnonzero((bands == size) & (refusal == ""))
        table = _life_table(died[kept, :size], lived[kept, :size])
        years[kept, :size], variance[kept, :size], survivors[kept, :size] = table

    se = np.sqrt(variance)
    too_wide = 2 * z * se > WIDEST_INTERVAL
    reason = np.where(too_wide, "interval wider than 20 years", refusal[:, None])
    reason = np.where(survivors == 0, "no survivors to this age", reason)
    count: Text = bands.astype(str).astype(object)
    method = "Chiang II, " + count + " age bands, Silcocks variance"
    whose, position = np.nonzero(used)
    rows = levels.iloc[whose].reset_index(drop=True).assign(age_start=AGE_STARTS[position])
    results = {
        "value": np.where(too_wide, np.nan, years),
        "lower": years - z * se,
        "upper": years + z * se,
        "se": se,
        "survivors": survivors,
    }
    shown = {name: cells[used] for name, cells in results.items()}
    return with_result(rows, shown, confidence, method[whose], reason[used])


def _by_age(
    group: IntArray, groups: int, ages: FloatArray, deaths: FloatArray, population: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Lay rows out as groups x standard ages: how many rows, their deaths, their population."""
    standard = np.isin(ages, AGE_STARTS)
    cell = group[standard], np.searchsorted(AGE_STARTS, ages[standard])
    counts = np.zeros((groups, AGE_STARTS.size), dtype=np.int64)
    np.add.at(counts, cell, 1)
    died, lived = np.full(counts.shape, np.nan), np.full(counts.shape, np.nan)
    died[cell], lived[cell] = deaths[standard], population[standard]
    return counts, died, lived


def _rules(counts: IntArray, deaths: FloatArray, population: FloatArray, used: Mask) -> list[Rule]:
    """Give the rules that the cells of a group can break (groups x ages, of which those `used` count)."""
    cells = [
        (counts > 1, "age bands repeated"),
        ((counts == 0) & used, "age bands missing"),
        ((np.isnan(deaths) | np.isnan(population)) & used, "deaths or population missing at ages"),
        (deaths < 0, "deaths below 0 at ages"),
        (population <= 0, "population not above 0 at ages"),
        (deaths > population, "more deaths than population at ages"),
    ]
    total = np.where(used, population, 0).sum(axis=1)
    open_band = np.take_along_axis(deaths, used.sum(axis=1, keepdims=True) - 1, axis=1)[:, 0]
    return [
        *((any_cell(broken), name_cells(broken, AGE_STARTS, text)) for broken, text in cells),
        (total <= LEAST_PERSON_YEARS, "5,000 person-years or fewer"),
        (open_band == 0, "no deaths in the open age band"),
    ]


def _life_table(deaths: FloatArray, population: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give life expectancy, its variance and survivors (groups x ages); the last age is the open band."""
    n = np.diff(AGE_STARTS[: deaths.shape[1]])
    a = np.where(n == 1, 0.1, 0.5)
    rate = deaths / population
    closed, at_end = rate[:, :-1], rate[:, -1:]
    q = np.minimum(n * closed / (1 + n * (1 - a) * closed), 1)
    survivors = BIRTHS * np.cumprod(np.hstack([np.ones_like(at_end), 1 - q]), axis=1)
    alive, later = survivors[:, :-1], survivors[:, 1:]
    years = np.hstack([n * (later + a * (alive - later)), survivors[:, -1:] / at_end])
    expectancy = over(_from_age_on(years), survivors)

    s2 = over(q**2 * (1 - q), deaths[:, :-1])
    # Where nobody survives a band, 1 - q is 0 and so is its term, whatever stands for e(x+n).
    terms = (alive * ((1 - a) * n + np.nan_to_num(expectancy[:, 1:]))) ** 2 * np.nan_to_num(s2)
    terms = np.hstack([terms, survivors[:, -1:] ** 2 / (deaths[:, -1:] * at_end**2)])
    return expectancy, over(_from_age_on(terms), survivors**2), survivors


def _from_age_on(band: FloatArray) -> FloatArray:
    return np.asarray(np.cumsum(band[:, ::-1], axis=1)[:, ::-1])
