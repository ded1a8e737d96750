"""Deaths, or other events, beyond those at the rates of a reference population."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, divide
from leedsequity.stats._at_reference import AtReference, at_reference
from leedsequity.stats._frames import group_rows, with_estimate, z_value
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
    levels = found.levels
    if pd.api.types.is_integer_dtype(levels[group]):
        levels = levels.astype({group: "Int64"})  # which can be missing, as it is in a total
    within = group_rows(levels, list(by))[1]
    members = [np.flatnonzero(within == one) for one in range(within.max(initial=-1) + 1)]
    tables = [
        _of_group(found, levels.iloc[rows], group, confidence, draws, seed) for rows in members
    ]
    if not tables:
        tables = [
            levels.assign(part="", measure="", value=0.0, lower=0.0, upper=0.0, why="", flaw="")
        ]
    table = pd.concat(tables, ignore_index=True).astype({"part": "str", "measure": "str"})
    results = [table.pop(name).to_numpy(np.float64) for name in ("value", "lower", "upper")]
    why, flaw = (table.pop(name).to_numpy(object) for name in ("why", "flaw"))
    method = f"observed less expected, limits from {draws:,} draws, seed {seed}"
    return with_estimate(table, results, confidence, method, why, flaw)


def _of_group(
    found: AtReference, levels: pd.DataFrame, group: str, confidence: float, draws: int, seed: int
) -> pd.DataFrame:
    """Give the rows of one group of `by`: both measures of each of its levels, and of all."""
    base = found.base[levels.index[0]]
    others = levels.index[levels.index != base].to_numpy()
    reason = found.reason[others]
    refused = int((reason != "").sum())
    own, reference = found.events[others].sum(axis=1), found.events[base]
    measures = np.full((3, 2, others.size + 1), np.nan)
    if refused < others.size:
        accepted, weights = reason == "", found.weights[others]
        own, weights = np.where(accepted, own, 0), np.where(accepted[:, None], weights, 0)
        random = np.random.default_rng(seed)
        drawn = random.poisson(reference, (draws, reference.size)).astype(np.float64)
        own_drawn = random.poisson(own, (draws, own.size)).astype(np.float64)
        measures[0] = _excess_and_fraction(own, reference, weights)
        outer = (1 - confidence) / 2
        simulated = _excess_and_fraction(own_drawn, drawn, weights)
        measures[1:] = np.nanquantile(simulated, [outer, 1 - outer], axis=0)
    few = np.append(own, own.sum() + reference.sum()) < LEAST_EVENTS_FOR_BYAR
    few |= reference.sum() < LEAST_EVENTS_FOR_BYAR
    why = np.append(reason, f"levels refused: {refused} of {others.size}" if refused else "")
    rows = levels.loc[[*others, levels.index[0]]].assign(part="level", why=why)
    rows["flaw"] = np.where(few, f"no limits: fewer than {LEAST_EVENTS_FOR_BYAR} events", "")
    total = np.arange(len(rows)) == others.size
    rows["part"] = np.where(total, "total", "level")
    rows[group] = rows[group].mask(total)
    both = [
        rows.assign(measure=measure, value=value, lower=lower, upper=upper)
        for measure, (value, lower, upper) in zip(MEASURES, measures.swapaxes(0, 1), strict=True)
    ]
    both[1]["why"] = both[1]["why"].mask(
        (both[1]["why"] == "") & both[1]["value"].isna(), "no events to be a fraction of"
    )
    together = pd.concat(both, ignore_index=True)
    order = np.arange(len(together)).reshape(2, -1).T.ravel()
    return together.iloc[order]


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
