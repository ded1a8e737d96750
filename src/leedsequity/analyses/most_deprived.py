"""Who counts as living in the most deprived neighbourhoods of a place, and how many they are.

In most places these are the neighbourhoods in England's most deprived tenth. A place that has none
is described by a wider line, so that its groups and ages can still be compared. `people`, `placed`
are from `neighbourhoods`, `england` is the raw table `england_by_decile`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from leedsequity.analyses.deprivation_deciles import (
    england_of,
    people_by_decile,
    with_age_bands,
)
from leedsequity.analyses.ethnicity import FEWEST
from leedsequity.neighbourhoods import CENSUSES, REVISED, everybody
from leedsequity.vocabulary import DECILES

Frame = pd.DataFrame

NAMES = {
    "tenth": "England's most deprived tenth of neighbourhoods",
    "fifth": "England's most deprived fifth of neighbourhoods",
    "own tenth": "the most deprived tenth of the area's own neighbourhoods",
    "": "",
}
FIRST_YEAR, LAST_YEAR = min(REVISED), max(REVISED)


@dataclass(frozen=True)
class Line:
    """Which neighbourhoods count as the most deprived of a place.

    Parameters
    ----------
    kind : str
        A key of `NAMES`; empty where there are none.
    placed, england, by_decile : DataFrame
        As from `neighbourhoods.placed`, the raw table `england_by_decile` and `people_by_decile`,
        with `decile` 1 for them; no rows of England where they are none of England's.
    """

    kind: str
    placed: Frame
    england: Frame
    by_decile: Frame

    @property
    def name(self) -> str:
        """What they are called; empty where there are none."""
        return NAMES[self.kind]


def line(people: Frame, placed: Frame, england: Frame, by_decile: Frame, edition: int) -> Line:
    """Return what counts as most deprived in a place, by an edition of the index.

    England's most deprived tenth (decile 1) wherever the place has a neighbourhood in it; else
    England's most deprived fifth; else the most deprived tenth of the place's own neighbourhoods,
    by their ranks; nothing where it has fewer than ten. `by_decile` is `people_by_decile`.
    """
    own = placed[placed["own"] & (placed["imd_edition"] == edition)]
    if (own["decile"] == 1).any():
        return Line("tenth", placed, england, by_decile)
    if (own["decile"] == 2).any():
        fifths, other = (t.assign(decile=(t["decile"] + 1) // 2) for t in (placed, england))
        keys = [*other.columns.drop("count")]
        other = other.groupby(keys, dropna=False, sort=False)["count"].sum().reset_index()
        return Line("fifth", fifths, other, people_by_decile(people, fifths))
    if len(own) < len(DECILES):
        return Line("", placed, england, by_decile)
    parts = []
    for _, rows in placed.groupby("imd_edition", sort=False):
        ranks = rows.loc[rows["own"], "rank"].sort_values().to_numpy()
        before = np.searchsorted(ranks, rows["rank"].to_numpy())
        parts.append(rows.assign(decile=1 + len(DECILES) * before // len(ranks)))
    tenths = pd.concat(parts)
    return Line("own tenth", tenths, england[:0], people_by_decile(people, tenths))


def main_result(line: Line, below: Frame, placed: Frame, edition: int, base: str) -> Frame:
    """Return how many people live below the line, beside England and the other edition: one row.

    Parameters
    ----------
    line : Line
        What counts as most deprived.
    below : DataFrame
        `deprivation_deciles.in_most_deprived` of the line's people.
    placed : DataFrame
        From `neighbourhoods.placed`, by the deciles of England.
    edition, base
        The edition of the index and the population base that are chosen.

    Returns
    -------
    DataFrame
        ``kind`` (of the line), ``most_deprived`` (its name), ``imd_edition``, ``population_base``;
        ``people`` of the place, ``in_most_deprived`` of them and ``share``; ``england``, the share
        in England (held for Census 2021 and mid-years); ``other_edition`` (2019, or 2025 where
        2019 is chosen), its ``other_share`` of the same people, and ``same_share``, whether both
        round to one decimal alike; ``first_year``,
        ``last_year`` and, between them, ``change_there`` and ``change`` of the people there and in
        the whole place (percent); ``neighbourhoods`` ranked by the edition, those ``in_decile_1``,
        and their ``lowest_decile`` and ``highest_decile`` of England. Shares in percent; missing
        where no line is.
    """
    rows: Any = everybody(below).set_index(["imd_edition", "population_base"])
    chosen, other = rows.loc[(edition, base)], 2025 if edition == 2019 else 2019
    first, last = (rows.loc[(edition, REVISED[year])] for year in (FIRST_YEAR, LAST_YEAR))
    deciles = placed.loc[placed["own"] & (placed["imd_edition"] == edition), "decile"]
    result = {
        "kind": line.kind,
        "most_deprived": line.name,
        "imd_edition": edition,
        "population_base": base,
        "people": chosen["people"],
        "in_most_deprived": chosen["in_decile_1"],
        "share": 100 * chosen["share"],
        "england": _england_share(line.england, edition, base),
        "other_edition": other,
        "other_share": 100 * rows.loc[(other, base), "share"],
        "first_year": FIRST_YEAR,
        "last_year": LAST_YEAR,
        "change_there": _percent(first["in_decile_1"], last["in_decile_1"]),
        "change": _percent(first["people"], last["people"]),
        "neighbourhoods": len(deciles),
        "in_decile_1": int((deciles == 1).sum()),
        "lowest_decile": deciles.min(),
        "highest_decile": deciles.max(),
    }
    table = pd.DataFrame([result])
    if not line.kind:
        table[["in_most_deprived", "share", "england", "other_share", "change_there"]] = np.nan
    table["same_share"] = table["share"].round(1) == table["other_share"].round(1)
    return table


def _england_share(england: Frame, edition: int, base: str) -> float:
    years = {name: year for year, name in REVISED.items()}
    topic, year = ("ethnicity", 2021) if base == CENSUSES[1] else ("population", years.get(base))
    rows = england_of(england, topic, edition)
    counts = rows[rows["year"] == year].groupby("decile")["count"].sum()
    return float(100 * counts[1] / counts.sum()) if len(counts) else np.nan


def _percent(then: float, now: float) -> float:
    return 100 * (now / then - 1) if then else np.nan


def ages_in_most_deprived(
    age21: Frame, placed: Frame, england: Frame, place: str, edition: int
) -> Frame:
    """Return the share of every band of age in decile 1, Census 2021, in an area and in England.

    From the raw tables `age_lsoa21` and `england_by_decile` and `neighbourhoods.placed`, or those
    of a `Line`; `place` is the area's name. Columns: `area,
    age_start, age, people, enough` (whether that is `FEWEST` people or more), `in_most_deprived,
    percent`.
    """
    wanted = placed[(placed["imd_edition"] == edition) & (placed["boundaries"] == 2021)]
    local = (
        age21.rename(columns={"lsoa21_code": "lsoa_code"})
        .merge(wanted, on="lsoa_code")
        .assign(area=place)
    )
    whole = england_of(england, "age", edition)
    table = pd.concat(
        [local, whole.assign(age_start=whole["group"].astype(int))], ignore_index=True
    )
    table["in_most_deprived"] = table["count"].where(table["decile"] == 1, 0)
    sums = table.groupby(["area", "age_start"], sort=False)[["count", "in_most_deprived"]].sum()
    sums["percent"] = 100 * sums["in_most_deprived"] / sums["count"]
    sums["enough"] = sums["count"] >= FEWEST
    result = with_age_bands(sums.rename(columns={"count": "people"}))
    columns = ["area", "age_start", "age", "people", "enough", "in_most_deprived", "percent"]
    return result[columns]
