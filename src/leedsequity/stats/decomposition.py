"""A difference in life expectancy, taken apart by age and by cause of death."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, IntArray, Mask, Text, divide
from leedsequity.stats._frames import (
    RESULT,
    by_cell,
    check_keys,
    group_rows,
    grouping,
    no_level,
    numbers,
    with_result,
    z_value,
)
from leedsequity.stats._reasons import Rule, any_in_group, cell_rule, first_reason
from leedsequity.stats._simulation import check_draws
from leedsequity.stats.life_table import (
    BIRTHS,
    WIDEST_INTERVAL,
    age_bands,
    cell_rules,
    from_age_on,
    positions,
    strange_ages,
    survivors_and_years,
    table_rules,
    widths_and_shares,
)

#: What a row is of: of one age band or all, of one cause or all.
PARTS = ("total", "age", "cause", "age and cause")
LEAST_DEATHS_FOR_LIMITS = 10
#: Share of draws that may have no life table, which are then left out.
_MOST_IMPOSSIBLE = 0.001


def decompose_gap(
    data: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    group: str,
    of: Hashable,
    against: Hashable,
    age: str = "age_start",
    open_age: int = 90,
    cause: str = "",
    deaths: str = "deaths",
    population: str = "population",
    confidence: float = 0.95,
    draws: int = 10_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Take a difference in life expectancy at birth apart by age and cause, as Arriaga did [1, 2].

    With 1 the level `against` and 2 the level `of`, and l, L, T, e, M, n, a of their life tables
    (see `life_expectancy`), the part of the band of n years that starts at age x is, in years:

        part(x) = l1(x)/l1(0) [L2(x)/l2(x) - L1(x)/l1(x)]
                  + T2(x+n)/l1(0) [l1(x)/l2(x) - l1(x+n)/l2(x+n)]
        open band w: l1(w)/l1(0) [T2(w)/l2(w) - T1(w)/l1(w)]

    The first term is lived in the band itself, the second later, by those whom it let live on. The
    parts add up to e2(0) - e1(0). A cause c has of each part the share that it has in the
    difference of the death rates [2]:

        part(x, c) = part(x) [M2(x, c) - M1(x, c)] / [M2(x) - M1(x)]

    It is calculated as k(x) [M2(x, c) - M1(x, c)], with the k that follows from the formulas:

        k(x) = -n l1(x)/l1(0) [n(1 - a) + e2(x+n)] / [(1 + n(1-a) M1(x)) (1 + n(1-a) M2(x))]
        open band: k(w) = -l1(w)/l1(0) / (M1(w) M2(w))

    So nothing is divided by a difference that may be 0: where two causes differ and the band's
    rates do not, their parts cancel.

    Limits are percentiles over `draws` decompositions of drawn deaths, each count from a Poisson
    distribution with the observed one as its mean. Draws come from `seed` anew for every group of
    `by`, so that no result depends on which other groups are there.

    Parameters
    ----------
    data, by
        One row per group, level, age band and cause, and the columns that name a group (none: the
        whole frame is one). A cause of which nobody died at an age needs its row too.
    group, of, against
        The column of the two populations, and its levels: a part is above 0 where `of` lives the
        longer for it. Rows of other levels are not read.
    age, open_age
        First year of the age band: 0, 1, 5, 10, ..., `open_age`, which is 90 or 85, as in
        `life_expectancy`.
    cause
        Column of the cause of death; without one the parts are by age alone. Together the causes
        are all deaths; those of all groups of the call are declared for each.
    deaths, population
        Deaths, and person-years over the same time, which are the same in the rows of all causes of
        an age band.
    confidence, draws, seed
        Level of the limits (between 0.5 and 1), number (at least 100) and seed of the simulations.

    Returns
    -------
    DataFrame
        For every group of `by`, sorted: the `by` columns; `part`, which says what the row is of:
        `total` (the difference itself), `age` (all causes of a band), `cause` (a cause at all
        ages), `age and cause`; `age_start` and the column `cause`, missing where the row is of all;
        `value`, `lower`, `upper` (years), `confidence`, `method`, `reason`. Rows by cause are there
        only if `cause` is given.

    Raises
    ------
    ValueError
        A column is absent or not of numbers; `of` or `against` is no level of `group`, or they are
        the same; or another argument is out of its range.

    Notes
    -----
    With `of` and `against` exchanged the parts differ a little, because each age is weighed with
    the survivors of one and the later years of the other: say which is which. A cause's part is not
    what its prevention would give, since those saved would die of something else later.

    A group is refused (rows kept, numbers missing, `reason` given) when one of its two populations
    would be refused a life table (see `life_expectancy`), has another population in the rows of one
    cause than of another at an age, or nobody survives to its open band; and when the interval of
    the total is wider than 20 years. A part of fewer than 10 deaths in one of the populations
    stands without limits, as drawn deaths are then too few to hold their level; so do all parts of
    a group where in more than one draw of 1,000 nobody reaches the open band or dies in it.

    References
    ----------
    1. Arriaga EE. Measuring and explaining the change in life expectancies. Demography
       1984;21:83-96.
    2. Preston SH, Heuveline P, Guillot M. Demography: Measuring and Modeling Population Processes.
       Oxford: Blackwell, 2001. Chapters 3 and 4.
    """
    z_value(confidence)
    check_draws(draws)
    bands = age_bands(open_age)
    if cause in (written := {*RESULT, "part", "age_start"}):
        raise ValueError(f"the column of causes cannot be called {cause}: the result has one")
    names = grouping(data, by, {*written, cause})
    check_keys(data, [group, *([cause] if cause else [])])
    if of == against:
        raise ValueError(f"of and against are both {of!r}: a population has no gap to itself")
    for level in (against, of):
        if len(data) and not (data[group] == level).any():
            raise no_level(data, group, level)

    rows = data[data[group].isin([against, of])]
    ages, died, lived = (numbers(rows, column) for column in (age, deaths, population))
    levels, number = group_rows(rows, names)
    table = 2 * number + (rows[group] == of).to_numpy(dtype=np.int64)
    code, causes = pd.factorize(rows[cause] if cause else 0 * table, sort=True)
    causes = causes if len(causes) else pd.Index([""])
    position = positions(ages, bands)
    shape = 2 * len(levels), len(causes), bands.size
    cell = np.where((position < 0) | (code < 0), -1, code * bands.size + position)
    counts, laid_out = by_cell(table, shape[0], cell, shape[1] * shape[2], died, lived)
    died, lived = (cells.reshape(shape) for cells in laid_out)
    labels = [f"{start} ({name})" if cause else str(start) for name in causes for start in bands]
    refusal = first_reason(
        (any_in_group(position < 0, table, shape[0]), strange_ages(open_age)),
        (any_in_group(code < 0, table, shape[0]), "cause missing"),
        (counts.sum(axis=1) == 0, "no rows"),
        *cell_rules(labels, counts, *laid_out),
        *_table_rules(bands, died, lived),
    ).reshape(-1, 2)
    sides = np.array([f"{group} {level}: " for level in (against, of)], dtype=object)
    refusal = first_reason(
        *((why != "", side + why) for side, why in zip(sides, refusal.T, strict=True))
    )

    died, lived = died.reshape(-1, 2, *shape[1:]), lived[:, 0].reshape(-1, 2, bands.size)
    results = np.full((3, len(levels), len(causes) + 1, bands.size + 1), np.nan)
    for i in np.flatnonzero(refusal == ""):
        results[0, i] = _with_sums(_parts(bands, died[i], lived[i]))
        results[1:, i] = _limits(bands, died[i], lived[i], confidence, draws, seed)
    # Which cause and which age every row of a group is of; -1, the sums, stands for all of them.
    total, each_age, each_cause = [-1], list(range(bands.size)), list(range(len(causes)))
    of_cause, of_age = total + bands.size * total, total + each_age
    method = f"Arriaga, {bands.size} age bands"
    if cause:
        of_cause += each_cause + [c for c in each_cause for _ in each_age]
        of_age += len(causes) * total + len(causes) * each_age
        method += f", the {len(causes)} causes found in all groups together"
    fewest = _with_sums(died).min(axis=1)[:, of_cause, of_age]
    shown, reason = _shown(results[:, :, of_cause, of_age], fewest, refusal)

    rows = levels.loc[levels.index.repeat(len(of_age))].reset_index(drop=True)
    parts = [PARTS[(a >= 0) + 2 * (c >= 0)] for c, a in zip(of_cause, of_age, strict=True)]
    rows["part"] = pd.Series(parts * len(levels), dtype="str")
    rows["age_start"] = pd.Series(bands, dtype="Int64").reindex(of_age * len(levels)).array
    if cause:
        rows[cause] = pd.Series(causes).reindex(of_cause * len(levels)).array
    method += f", limits from {draws:,} draws, seed {seed}"
    return with_result(rows, shown, confidence, method, reason)


def _table_rules(bands: IntArray, deaths: FloatArray, population: FloatArray) -> list[Rule]:
    """Give the rules that life tables by cause can break, as tables x causes x ages."""
    differ = (population != population[:, :1]).any(axis=1)
    of_all, people = deaths.sum(axis=1), population[:, 0]
    return [
        cell_rule(differ, bands, "populations of causes differ at ages"),
        *table_rules(bands, of_all, people),
        (_nobody_left(bands, divide(of_all, people)), "no survivors to the open age band"),
    ]


def _shown(
    results: FloatArray, fewest: FloatArray, refusal: Text
) -> tuple[dict[str, FloatArray], Text]:
    """Give the numbers that may be shown, row by row, and why the others are not.

    `results` are value and limits x groups x parts, the total first; `fewest` the deaths of a part
    in that of the two populations which has fewer.
    """
    value, lower, upper = results
    refused = refusal[:, None] != ""
    few = fewest < LEAST_DEATHS_FOR_LIMITS
    too_wide = upper[:, :1] - lower[:, :1] > WIDEST_INTERVAL
    reason = first_reason(
        (refused, refusal[:, None]),
        (too_wide, f"interval of the total wider than {WIDEST_INTERVAL:g} years"),
        (
            np.isnan(lower),
            "no limits: in some draws nobody reaches the open age band or dies in it",
        ),
        (few, f"no limits: fewer than {LEAST_DEATHS_FOR_LIMITS} deaths in a population"),
    )
    shown = {
        "value": np.where(too_wide, np.nan, value),
        "lower": np.where(few, np.nan, lower),
        "upper": np.where(few, np.nan, upper),
    }
    return {name: cells.ravel() for name, cells in shown.items()}, reason.ravel()


def _nobody_left(bands: IntArray, rate: FloatArray) -> Mask:
    """Say which life tables (... x ages) have no survivors to the open band."""
    n, a = widths_and_shares(bands)
    return np.asarray((n * a * rate[..., :-1] >= 1).any(axis=-1))


def _parts(bands: IntArray, deaths: FloatArray, population: FloatArray) -> FloatArray:
    """Give the parts of the second life table's lead over the first, as ... x causes x ages.

    Deaths are ... x 2 x causes x ages, populations 2 x ages.
    """
    by_cause = deaths / population[:, None]
    rate = by_cause.sum(axis=-2)
    survivors, years = survivors_and_years(bands, rate)
    alive = survivors[..., 0, :] / BIRTHS
    n, a = widths_and_shares(bands)
    later = (from_age_on(years) / survivors)[..., 1, 1:]
    both = (1 + n * (1 - a) * rate[..., :-1]).prod(axis=-2)
    closed = n * alive[..., :-1] * (n * (1 - a) + later) / both
    at_end = alive[..., -1:] / rate[..., -1:].prod(axis=-2)
    years_per_rate = np.concatenate([closed, at_end], axis=-1)
    return years_per_rate[..., None, :] * (by_cause[..., 0, :, :] - by_cause[..., 1, :, :])


def _with_sums(cells: FloatArray) -> FloatArray:
    """Add the sums over all ages, and then over all causes, to ... x causes x ages."""
    for axis in (-1, -2):
        cells = np.concatenate([cells, cells.sum(axis=axis, keepdims=True)], axis=axis)
    return cells


def _limits(
    bands: IntArray,
    deaths: FloatArray,
    population: FloatArray,
    confidence: float,
    draws: int,
    seed: int,
) -> FloatArray:
    """Give the limits of the parts of one pair of life tables, as 2 x causes x ages with sums.

    They are missing where too many draws have no life table.
    """
    random = np.random.default_rng(seed)
    drawn = random.poisson(deaths, (draws, *deaths.shape)).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = _with_sums(_parts(bands, drawn, population))
    rate = drawn.sum(axis=2) / population
    possible = (rate[..., -1] > 0).all(axis=1) & ~_nobody_left(bands, rate).any(axis=1)
    outer = (1 - confidence) / 2
    if possible.mean() < 1 - _MOST_IMPOSSIBLE:
        return np.full((2, *parts.shape[1:]), np.nan)
    return np.asarray(np.quantile(parts[possible], [outer, 1 - outer], axis=0))
