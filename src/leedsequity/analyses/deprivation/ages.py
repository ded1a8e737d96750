"""Which ages grew, and which live in decile 1, by five-year bands."""

from collections.abc import Collection

import pandas as pd

from leedsequity.analyses.deprivation.ethnicity import england_of
from leedsequity.analyses.life_expectancy.one_year import of_area

Frame = pd.DataFrame

SPAN = "mid-2014 (as published in 2015) to Census 2021"
_OLDEST = 85


def _named(table: Frame) -> Frame:
    """Put the five-year bands in words before the rest: `0-4`, …, `85+`."""
    start = table.index.get_level_values("age_start").to_series(index=table.index)
    table.insert(
        0, "age", start.astype(str) + ("-" + (start + 4).astype(str)).where(start < _OLDEST, "+")
    )
    return table.reset_index()


def growth(counts_2014: Frame, age21: Frame, parts: Collection[str]) -> Frame:
    """Return how many more people of each band the census of 2021 found than were estimated for mid-2014.

    An estimate rolled forward from 2011, and not revised since, meets a count: a small change may
    be neither growth nor decline. Large cohorts that grow older also move a band. From the raw
    tables `deaths_population_la_2014` and `age_lsoa21`. The population of 2014 is that of the
    area's `parts` (codes, from `places.parts`): an authority made since has that of those it was
    made of. Empty where `one_year.of_area` is. Columns: `age_start, age, people_2014, people_2021,
    change, percent`; a band that either table lacks has no change.
    """
    then = of_area(counts_2014, parts).rename(columns={"population": "people_2014"})
    then = then.assign(age_start=(then["age_start"] // 5 * 5).clip(upper=_OLDEST))
    table = then.groupby("age_start")[["people_2014"]].sum()
    table["people_2021"] = age21.groupby("age_start")["count"].sum().reindex(table.index)
    table["change"] = table["people_2021"] - table["people_2014"]
    return _named(table.assign(percent=100 * table["change"] / table["people_2014"]))


def in_decile_1(age21: Frame, placed: Frame, england: Frame, place: str, edition: int) -> Frame:
    """Return the share of every band that lives in decile 1 of an edition, Census 2021, in an area and in England.

    From the raw tables `age_lsoa21` and `england_by_decile` (the edition of 2019 alone) and
    `deciles.placed`; `place` is the area's name. Columns: `area, age_start, age, people,
    in_decile_1, share`, shares 0 to 1.
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
    table["in_decile_1"] = table["count"].where(table["decile"] == 1, 0)
    sums = table.groupby(["area", "age_start"], sort=False)[["count", "in_decile_1"]].sum()
    sums["share"] = sums["in_decile_1"] / sums["count"]
    result = _named(sums.rename(columns={"count": "people"}))
    return result[["area", "age_start", "age", "people", "in_decile_1", "share"]]
