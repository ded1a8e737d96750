"""Where deprivation is: wards in order, and the decile of every neighbourhood for a map."""

from typing import TYPE_CHECKING

import pandas as pd

from leedsequity.analyses.deprivation.deciles import settled

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Frame = pd.DataFrame


def wards(people: Frame, placed: Frame, edition: int) -> Frame:
    """Return the wards of an area by deprivation, the most deprived first.

    `people` are all people on one base of `people.by_lsoa`, `placed` is from `deciles.placed`.
    Wards are those that the index's raw table names, by best fit of whole LSOAs. Columns:
    `ward_code, ward, neighbourhoods, people, in_decile_1, share, average_rank`; the average of the
    LSOAs' ranks, weighted by people, sets the order.
    """
    lsoas = settled(people, placed[placed["imd_edition"] == edition])
    lsoas["average_rank"] = lsoas["rank"] * lsoas["people"]
    sums = {name: (name, "sum") for name in ("people", "in_decile_1", "average_rank")}
    table = lsoas.groupby(["ward_code", "ward"]).agg(
        neighbourhoods=("lsoa_code", "nunique"), **sums
    )
    table.insert(3, "share", table["in_decile_1"] / table["people"])
    table["average_rank"] /= table["people"]
    return table.sort_values("average_rank", kind="stable").reset_index()


def ends(wards: Frame, count: int = 5) -> Frame:
    """Return the first and the last of `wards`, `count` of either; all of them, once, where there are no more."""
    return wards if len(wards) <= 2 * count else pd.concat([wards.head(count), wards.tail(count)])


def shapes(
    boundaries: "GeoDataFrame",
    ward_boundaries: "GeoDataFrame",
    placed: Frame,
    wards: Frame,
    edition: int,
) -> tuple["GeoDataFrame", "GeoDataFrame"]:
    """Return what a map draws: LSOAs of 2011 with `decile`, and wards with `name` and `labelled`.

    An LSOA that became several, of different deciles, is drawn in that of the part where most of
    its people live. Labelled are the two most and the two least deprived of `wards`. The boundaries
    are the raw tables `boundaries_lsoa11` and `boundaries_ward24`.
    """
    chosen = placed[(placed["imd_edition"] == edition) & (placed["boundaries"] == 2011)]
    chosen = chosen.sort_values("weight", kind="stable")
    decile = chosen.drop_duplicates("lsoa_code", keep="last").set_index("lsoa_code")["decile"]
    ends = [*wards["ward_code"].head(2), *wards["ward_code"].tail(2)]
    outlines = ward_boundaries.rename(columns={"ward24_name": "name"})
    return (
        boundaries.assign(decile=boundaries["lsoa11_code"].map(decile)),
        outlines.assign(labelled=outlines["ward24_code"].isin(ends)),
    )
