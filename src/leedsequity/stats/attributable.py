"""Deaths, or other events, beyond those at the rates of a reference population."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, IntArray, divide
from leedsequity.stats._at_reference import AtReference, at_reference
from leedsequity.stats._frames import group_rows, with_estimate, z_value
from leedsequity.stats._reasons import first_reason
from leedsequity.stats._simulation import check_draws
from leedsequity.stats.rates import LEAST_EVENTS_FOR_BYAR

MEASURES = ("excess", "fraction")


def attributable(
    data: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    group: str,
    reference: Hashable,
    strata: Sequence[str] = ("age_start",),
    events: str = "deaths",
    population: str = "population",
    confidence: float = 0.95,
    draws: int = 10_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Count the events that would not have happened at the rates of a reference population [1].

    With o the events and n the population (person-years) of a level in a stratum, and O and N those
    of the reference, sums over the strata:

        excess   = sum(o) - sum(n O / N)
        fraction = excess / sum(o)

    For all levels together, the excesses are added up, and the events of the reference count among
    all events. Strata in which the reference has the higher rate count against the excess.

    Limits are percentiles over draws: each level's events, and the reference's in every stratum,
    each from a Poisson distribution with the observed number as its mean. Draws come from `seed`
    anew for every group of `by`.

    Parameters
    ----------
    data, by, group, reference, strata, events, population
        As in `standardised_ratio`. Levels of `group` must not overlap: the total adds them up.
    confidence, draws, seed
        Level of the limits (between 0.5 and 1), number (at least 100) and seed of the simulations.

    Returns
    -------
    DataFrame
        For every group of `by`, sorted: two rows per level of `group` other than the reference
        (`part` is `level`) and two for all of them (`total`, with `group` missing): the `by`
        columns, `group`, `part`, `measure` (`excess`, in events; `fraction` of the row's events),
        `value`, `lower`, `upper`, `confidence`, `method`, `reason`.

    Raises
    ------
    ValueError
        As `standardised_ratio`, and if `draws` is below 100.

    Notes
    -----
    The number is a sum of a comparison, not a forecast: it does not say that the reference's rates
    can be reached, or by what, and those who did not die of it would die later. Over several years
    it is the sum of all years.

    A level is refused as in `standardised_ratio`, and a total when one of its levels is; a fraction
    of no events has no value. There are no limits where the level or the reference has fewer than
    10 events.

    References
    ----------
    1. Lewer D, Jayatunga W, Aldridge RW, and others. Premature mortality attributable to
       socioeconomic inequality in England between 2003 and 2018: an observational study. Lancet
       Public Health 2020;5:e33-e41.
    """
    z_value(confidence)
    check_draws(draws)
    found = at_reference(
        data, by, group, reference, strata, events, population, {"part", "measure"}
    )
    levels, own = found.levels, found.events.sum(axis=1)
    within = group_rows(levels, list(by))[1]
    # A row per level but the reference, and one per group of `by` for its total.
    row: list[int] = []
    total: list[bool] = []
    why: list[str] = []
    few: list[bool] = []
    results = [np.zeros((3, 2, 0))]
    for members in (np.flatnonzero(within == one) for one in range(within.max(initial=-1) + 1)):
        base = found.base[members[0]]
        others = members[members != base]
        refused = int((found.reason[others] != "").sum())
        row += [*others, members[0]]
        total += [False] * others.size + [True]
        flaw = f"levels refused: {refused} of {others.size}" if refused else ""
        why += [*found.reason[others], flaw if others.size else "no level beside the reference"]
        few += [*(np.minimum(own[others], own[base]) < LEAST_EVENTS_FOR_BYAR)]
        few += [bool(own[base] < LEAST_EVENTS_FOR_BYAR)]
        results.append(_with_limits(found, others, base, confidence, draws, seed))

    if pd.api.types.is_integer_dtype(levels[group]):
        levels = levels.astype({group: "Int64"})  # which can be missing, as it is in a total
    twice = np.repeat(np.arange(len(row)), len(MEASURES))
    is_total = np.array(total, dtype=bool)[twice]
    frame = levels.iloc[np.array(row, dtype=np.int64)[twice]].reset_index(drop=True)
    frame[group] = frame[group].mask(is_total)
    frame["part"] = pd.Series(np.where(is_total, "total", "level"), dtype="str")
    frame["measure"] = pd.Series(MEASURES * len(row), dtype="str")
    value, lower, upper = np.concatenate(results, axis=-1).transpose(0, 2, 1).reshape(3, -1)
    refusals = np.array(why, dtype=object)[twice]
    reason = first_reason(
        (refusals != "", refusals), (np.isnan(value), "no events to be a fraction of")
    )
    too_few = f"no limits: fewer than {LEAST_EVENTS_FOR_BYAR} events"
    no_limits = first_reason((np.array(few, dtype=bool)[twice], too_few))
    method = f"observed less expected, limits from {draws:,} draws, seed {seed}"
    return with_estimate(frame, [value, lower, upper], confidence, method, reason, no_limits)


def _with_limits(
    found: AtReference, others: IntArray, base: int, confidence: float, draws: int, seed: int
) -> FloatArray:
    """Give value, lower and upper of both measures, of each level and all: 3 x 2 x (levels + 1)."""
    accepted = found.reason[others] == ""
    measures = np.full((3, len(MEASURES), others.size + 1), np.nan)
    if accepted.any():
        own = np.where(accepted, found.events[others].sum(axis=1), 0)
        weights = np.where(accepted[:, None], found.weights[others], 0)
        reference = found.events[base]
        measures[0] = _excess_and_fraction(own, reference, weights)
        random = np.random.default_rng(seed)
        drawn = random.poisson(reference, (draws, reference.size)).astype(np.float64)
        own_drawn = random.poisson(own, (draws, own.size)).astype(np.float64)
        # Of levels that have no limits some draws have no events, and so no fraction.
        simulated = np.nan_to_num(_excess_and_fraction(own_drawn, drawn, weights))
        outer = (1 - confidence) / 2
        measures[1:] = np.quantile(simulated, [outer, 1 - outer], axis=0)
    return measures


def _excess_and_fraction(own: FloatArray, reference: FloatArray, weights: FloatArray) -> FloatArray:
    """Give both measures of every level and of all together, as ... x 2 x (levels + 1).

    `own` are the events of the levels (... x levels), `reference` those of the reference in each
    stratum (... x strata), `weights` levels x strata.
    """
    excess = own - reference @ weights.T
    everybody = own.sum(axis=-1, keepdims=True) + reference.sum(axis=-1, keepdims=True)
    excess = np.concatenate([excess, excess.sum(axis=-1, keepdims=True)], axis=-1)
    observed = np.concatenate([own, everybody], axis=-1)
    return np.stack([excess, divide(excess, observed)], axis=-2)
