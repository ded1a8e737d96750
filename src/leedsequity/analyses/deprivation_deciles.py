"""Who lives in which decile of deprivation: people, neighbourhoods, ages and wards.

Decile 1 is the most deprived tenth of England's neighbourhoods (LSOAs), not of the area's. Ranks
are relative: when a neighbourhood moves between editions, others may have moved past it, so a
change is no change in living standards. `people` and `placed` are from `neighbourhoods`.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leedsequity.analyses.life_tables import counts_of_area
from leedsequity.neighbourhoods import everybody, people_placed
from leedsequity.vocabulary import DECILES, EDITIONS, ENGLAND_LSOAS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Frame = pd.DataFrame

ENGLAND = "England"


def england_of(england: pd.DataFrame, topic: str, edition: int) -> pd.DataFrame:
    """Return a topic's rows of `england_by_decile` by an edition; none by that of 2015."""
    wanted = (england["topic"] == topic) & (england["imd_edition"] == edition)
    return england[wanted].drop(columns="imd_edition").assign(area=ENGLAND)


KEYS = ["imd_edition", "population_base", "level", "group", "age"]


def neighbourhoods_by_decile(placed: pd.DataFrame) -> pd.DataFrame:
    """Return the number of LSOAs by `decile`, a column an edition, each on its own boundaries."""
    own = placed[placed["own"]]
    counts = pd.crosstab(own["decile"], own["imd_edition"]).reindex(DECILES, fill_value=0)
    return counts.add_prefix("IMD ").rename_axis(index="decile", columns=None).reset_index()


def people_by_decile(people: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Return people by decile for every edition, population base, group and age.

    Columns: `imd_edition, population_base, level, group, age, decile, people`, ten rows each.
    People of an LSOA that became several are divided, so that counts need not be whole; totals are
    kept. People who live in an LSOA without a decile would be lost: that raises a ValueError.
    """
    table = pd.concat(
        [people_placed(people, part) for _, part in placed.groupby("imd_edition", sort=False)]
    )
    if not np.isclose(
        table["people"].sum(), people["people"].sum() * placed["imd_edition"].nunique()
    ):
        raise ValueError("some people live in LSOAs that `placed` has no decile for")
    wide = table.pivot_table(index=KEYS, columns="decile", values="people", aggfunc="sum")
    order = pd.MultiIndex.from_frame(table[KEYS].drop_duplicates())  # bases and groups as they come
    wide = wide.reindex(index=order, columns=pd.RangeIndex(1, 11, name="decile")).fillna(0)
    return wide.reset_index().melt(KEYS, value_name="people")


def in_most_deprived(by_decile: pd.DataFrame) -> pd.DataFrame:
    """Return the people of the most deprived tenth and fifth, from `by_decile`.

    Columns: `imd_edition, population_base, level, group, age, people, in_decile_1, share,
    in_fifth_1, share_in_fifth`, shares 0 to 1. The bands of age of the census (0-14, 15-59) and of
    the indices (0-15, 16-59) are not the same.
    """
    table = by_decile.groupby(KEYS, sort=False)["people"].sum().to_frame()
    for last, count, share in ((1, "in_decile_1", "share"), (2, "in_fifth_1", "share_in_fifth")):
        table[count] = by_decile[by_decile["decile"] <= last].groupby(KEYS)["people"].sum()
        table[share] = table[count] / table["people"]
    return table.reset_index()


def people_touched_by_lookup(people: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Return how many people each rule of the lookup touches, by edition and population base.

    Columns: `imd_edition, population_base, rule, neighbourhoods, people, in_decile_1, in_doubt`:
    LSOAs of the base, people there, those of them put in decile 1, and those whose LSOA lies on
    ground of different deciles.
    """
    table = people_placed(everybody(people), placed)
    table["in_doubt"] = table["people"].where(table["in_doubt"], 0)
    counts = {name: (name, "sum") for name in ("people", "in_decile_1", "in_doubt")}
    keys = ["imd_edition", "population_base", "rule"]
    grouped = table.groupby(keys, sort=False).agg(neighbourhoods=("lsoa_code", "nunique"), **counts)
    return grouped.sort_index(
        level="imd_edition", kind="stable", sort_remaining=False
    ).reset_index()


def most_deprived_1_percent(placed: pd.DataFrame) -> pd.DataFrame:
    """Return the LSOAs among England's most deprived 1% in each edition, the most deprived first.

    The 1% are the ranks 1 to a hundredth of England's LSOAs, rounded down: 328, and 337 in 2025.
    Columns: `imd_edition, rank, lsoa_code, lsoa, ward`, the ward that of 2024.
    """
    last = placed["boundaries"].map(ENGLAND_LSOAS) // 100
    chosen = placed[placed["own"] & (placed["rank"] <= last)].sort_values(["imd_edition", "rank"])
    return chosen[["imd_edition", "rank", "lsoa_code", "lsoa", "ward"]].reset_index(drop=True)


def shares_by_base(shares: pd.DataFrame) -> pd.DataFrame:
    """Return percent of all people in decile 1: population bases down, editions across."""
    wide = (100 * everybody(shares).set_index(["population_base", "imd_edition"])["share"]).unstack(
        sort=False
    )
    return wide.add_prefix("IMD ").rename_axis(columns=None).reset_index()


AGE_SPAN = "mid-2014 (as published in 2015) to Census 2021"
_OLDEST = 85


def with_age_bands(table: Frame) -> Frame:
    """Put the five-year bands in words before the rest: `0-4`, …, `85+`."""
    start = table.index.get_level_values("age_start").to_series(index=table.index)
    table.insert(
        0, "age", start.astype(str) + ("-" + (start + 4).astype(str)).where(start < _OLDEST, "+")
    )
    return table.reset_index()


def age_growth(counts_2014: Frame, age21: Frame, parts: Collection[str]) -> Frame:
    """Return by how much each band of age grew from the estimate of mid-2014 to Census 2021.

    An estimate rolled forward from 2011, and not revised since, meets a count: a small change may
    be neither growth nor decline. Large cohorts that grow older also move a band. From the raw
    tables `deaths_population_la_2014` and `age_lsoa21`. The population of 2014 is that of the
    area's `parts` (codes, from `places.parts`): an authority made since has that of those it was
    made of. Empty where `counts_of_area` is. Columns: `age_start, age, people_2014, people_2021,
    change, percent`; a band that either table lacks has no change.
    """
    then = counts_of_area(counts_2014, parts).rename(columns={"population": "people_2014"})
    then = then.assign(age_start=(then["age_start"] // 5 * 5).clip(upper=_OLDEST))
    table = then.groupby("age_start")[["people_2014"]].sum()
    table["people_2021"] = age21.groupby("age_start")["count"].sum().reindex(table.index)
    table["change"] = table["people_2021"] - table["people_2014"]
    return with_age_bands(table.assign(percent=100 * table["change"] / table["people_2014"]))


def first_and_last(wards: Frame, count: int = 5) -> Frame:
    """Return the first and the last of `wards`, `count` of either; all where there are no more."""
    return wards if len(wards) <= 2 * count else pd.concat([wards.head(count), wards.tail(count)])


def highest_ward(wards: Frame) -> Frame:
    """Return the ward with the highest share in decile 1; no row if it is not one of several."""
    highest = wards[(wards["share"] == wards["share"].max()) & (wards["share"] > 0)]
    return highest if len(highest) == 1 < len(wards) else wards[:0]


def map_outlines(
    boundaries: "GeoDataFrame",
    ward_boundaries: "GeoDataFrame",
    placed: Frame,
    wards: Frame,
    edition: int,
) -> tuple["GeoDataFrame", "GeoDataFrame"]:
    """Return what a map draws: LSOAs of 2011 with `band`, and wards with `name` and `labelled`.

    `band` says where an LSOA stands in England: 1 among the most deprived 1%, 2 the most deprived
    tenth, 3 the most deprived fifth, 4 the rest. An LSOA that became several is drawn as the part
    where most of its people live. Labelled are the two most and the two least deprived of `wards`.
    The boundaries are the raw tables `boundaries_lsoa11` and `boundaries_ward24`.
    """
    chosen = placed[(placed["imd_edition"] == edition) & (placed["boundaries"] == 2011)]
    chosen = chosen.sort_values("weight", kind="stable")
    chosen = chosen.drop_duplicates("lsoa_code", keep="last").set_index("lsoa_code")
    band = 4 - (chosen["decile"] <= 2).astype(int) - (chosen["decile"] == 1)
    band -= chosen["rank"] <= ENGLAND_LSOAS[EDITIONS[edition]] // 100
    ends = [*wards["ward24_code"].head(2), *wards["ward24_code"].tail(2)]
    outlines = ward_boundaries.rename(columns={"ward24_name": "name"})
    return (
        boundaries.assign(band=boundaries["lsoa11_code"].map(band)),
        outlines.assign(labelled=outlines["ward24_code"].isin(ends)),
    )
