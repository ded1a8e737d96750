"""Life expectancy from deaths and populations by age band."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, IntArray, divide
from leedsequity.stats._frames import (
    RESULT,
    by_cell,
    group_rows,
    grouping,
    numbers,
    with_result,
    z_value,
)
from leedsequity.stats._reasons import Rule, any_in_group, cell_rule, first_reason

AGE_STARTS: IntArray = np.array([0, 1, *range(5, 95, 5)], dtype=np.int64)
BIRTHS = 100_000
LEAST_PERSON_YEARS = 5_000
WIDEST_INTERVAL = 20.0


def life_expectancy(
    data: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    age: str = "age_start",
    open_age: int = 90,
    deaths: str = "deaths",
    population: str = "population",
    confidence: float = 0.95,
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

    Limits are e(x) -/+ z sqrt(Var e(x)). No deaths in a closed band stay none: replacing them
    biases e [4].

    Parameters
    ----------
    data, by
        One row per group and age band, and the columns that name a group (none: the whole frame is
        one).
    age
        First year of the age band: 0, 1, 5, 10, ..., `open_age`.
    open_age
        First year of the open band in every group: 90 (20 bands, the last 90 and over) or 85 (19
        bands, the last 85 and over). It is never read from the rows, where a table that lost its
        last band looks like one that closes earlier: groups that close elsewhere are refused.
    deaths, population
        Deaths, and person-years over the same time (three years of deaths: three populations added
        up).
    confidence
        Level of the limits, between 0.5 and 1.

    Returns
    -------
    DataFrame
        One row per group and age to `open_age`, sorted: the `by` columns, `age_start`, `value`
        (years), `lower`, `upper`, `se` (years), `survivors` (of 100,000 born), `confidence`,
        `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers; `confidence` is outside (0.5, 1); `open_age` is
        another.

    Notes
    -----
    A group is refused (rows kept, numbers missing, `reason` given) when an age band is missing,
    repeated or not one of those up to `open_age`; deaths or population are missing; deaths are
    negative; population is not above 0 or is below deaths in a band; person-years are 5,000 or
    fewer in all [2, 4]; or nobody died in the open band. An age is refused when nobody survives to
    it, or when its interval is wider than 20 years (limits and `se` are kept, `value` is missing),
    judged at each age by itself, because the interval at birth says little of the one at 65.

    Where all die in a closed band (q = 1), the formula gives that band no variance and the bands
    after it no weight, as if it were certain that nobody gets older: up to there `value` stands
    without limits and `se`, and `reason` says so.

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
    bands = age_bands(open_age)
    names = grouping(data, by, {*RESULT, "age_start", "se", "survivors"})
    ages, died, lived = (numbers(data, column) for column in (age, deaths, population))
    levels, group = group_rows(data, names)
    cell = positions(ages, bands)
    counts, (died, lived) = by_cell(group, len(levels), cell, bands.size, died, lived)
    strange = any_in_group(cell < 0, group, len(levels))
    refusal = first_reason(
        (strange, strange_ages(open_age)),
        *cell_rules(list(bands), counts, died, lived),
        *table_rules(bands, died, lived),
    )

    years, variance, survivors = (np.full(counts.shape, np.nan) for _ in range(3))
    kept = refusal == ""
    years[kept], variance[kept], survivors[kept] = _life_table(bands, died[kept], lived[kept])
    gone = survivors == 0
    certain = gone.any(axis=1, keepdims=True)
    too_wide = 2 * z * np.sqrt(variance) > WIDEST_INTERVAL
    se = np.where(certain, np.nan, np.sqrt(variance))
    nobody_at = bands[gone.argmax(axis=1)].astype(str).astype(object)
    reason = first_reason(
        (gone, "no survivors to this age"),
        (too_wide, "interval wider than 20 years"),
        (certain, ("no limits: nobody survives to age " + nobody_at)[:, None]),
        (~kept[:, None], refusal[:, None]),
    )
    rows = levels.loc[levels.index.repeat(bands.size)].reset_index(drop=True)
    results = {
        "value": np.where(too_wide, np.nan, years),
        "lower": years - z * se,
        "upper": years + z * se,
        "se": se,
        "survivors": survivors,
    }
    return with_result(
        rows.assign(age_start=np.tile(bands, len(levels))),
        {name: cells.ravel() for name, cells in results.items()},
        confidence,
        f"Chiang II, {bands.size} age bands, Silcocks variance",
        reason.ravel(),
    )


def age_bands(open_age: int) -> IntArray:
    """Give the first years of the age bands that close at `open_age`, which is 85 or 90."""
    if open_age not in (85, 90):
        raise ValueError(f"open_age must be 90 or 85, not {open_age!r}")
    return AGE_STARTS[open_age >= AGE_STARTS]


def strange_ages(open_age: int) -> str:
    """Say that there are ages that begin no band."""
    return f"age bands other than 0, 1, 5, 10, ..., {open_age}"


def positions(ages: FloatArray, bands: IntArray) -> IntArray:
    """Give the place of every age among the bands; -1 where it begins none."""
    found: IntArray = np.where(np.isin(ages, bands), np.searchsorted(bands, ages), -1)
    return found


def cell_rules(
    labels: Sequence[object], counts: IntArray, deaths: FloatArray, population: FloatArray
) -> list[Rule]:
    """Give the rules that cells of a life table can break, as groups x cells with their labels."""
    cells = [
        (counts > 1, "age bands repeated"),
        (counts == 0, "age bands missing"),
        (np.isnan(deaths) | np.isnan(population), "deaths or population missing at ages"),
        (deaths < 0, "deaths below 0 at ages"),
        (population <= 0, "population not above 0 at ages"),
    ]
    return [cell_rule(broken, labels, text) for broken, text in cells]


def table_rules(bands: IntArray, deaths: FloatArray, population: FloatArray) -> list[Rule]:
    """Give the rules that whole life tables can break, as groups x ages."""
    return [
        cell_rule(deaths > population, bands, "more deaths than population at ages"),
        (population.sum(axis=1) <= LEAST_PERSON_YEARS, "5,000 person-years or fewer"),
        (deaths[:, -1] == 0, "no deaths in the open age band"),
    ]


def widths_and_shares(bands: IntArray) -> tuple[IntArray, FloatArray]:
    """Give the years of the closed bands, and the share that those who die in one live of it."""
    n: IntArray = np.diff(bands)
    return n, np.where(n == 1, 0.1, 0.5)


def _risk(bands: IntArray, rate: FloatArray) -> FloatArray:
    """Give the probability of dying in each closed band (... x ages)."""
    (n, a), closed = widths_and_shares(bands), rate[..., :-1]
    return np.minimum(n * closed / (1 + n * (1 - a) * closed), 1)


def survivors_and_years(bands: IntArray, rate: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give the survivors of 100,000 and the years they live in each band (... x ages)."""
    n, a = widths_and_shares(bands)
    at_end = rate[..., -1:]
    passing = np.concatenate([np.ones_like(at_end), 1 - _risk(bands, rate)], axis=-1)
    survivors = BIRTHS * np.cumprod(passing, axis=-1)
    alive, later = survivors[..., :-1], survivors[..., 1:]
    years = [n * (later + a * (alive - later)), survivors[..., -1:] / at_end]
    return survivors, np.concatenate(years, axis=-1)


def from_age_on(band: FloatArray) -> FloatArray:
    """Give the sums over each band and those after it (... x ages)."""
    return np.asarray(np.cumsum(band[..., ::-1], axis=-1)[..., ::-1])


def _life_table(
    bands: IntArray, deaths: FloatArray, population: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give life expectancy, its variance and survivors (groups x ages, the last the open band)."""
    n, a = widths_and_shares(bands)
    rate = deaths / population
    survivors, years = survivors_and_years(bands, rate)
    expectancy = divide(from_age_on(years), survivors)

    alive, q = survivors[:, :-1], _risk(bands, rate)
    s2 = divide(q**2 * (1 - q), deaths[:, :-1])
    # Where nobody survives a band, 1 - q is 0 and so is its term, whatever stands for e(x+n).
    terms = (alive * ((1 - a) * n + np.nan_to_num(expectancy[:, 1:]))) ** 2 * np.nan_to_num(s2)
    terms = np.hstack([terms, survivors[:, -1:] ** 2 / (deaths[:, -1:] * rate[:, -1:] ** 2)])
    return expectancy, divide(from_age_on(terms), survivors**2), survivors
