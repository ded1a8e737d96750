"""Neighbourhoods and people by decile of deprivation, for every edition of the index and every population base.

Decile 1 is the most deprived tenth of England's neighbourhoods (LSOAs), not of the area's. Ranks
are relative: when a neighbourhood moves between editions, others may have moved past it, so a
change is no change in living standards.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from leedsequity.analyses.deprivation.lookup import EDITIONS, OTHER, carry, code
from leedsequity.analyses.deprivation.people import everybody

KEYS = ["imd_edition", "population_base", "level", "group", "age"]
# LSOAs of England by the census that made them.
ENGLAND_LSOAS = {2011: 32844, 2021: 33755}
DOMAINS = {
    "income": "Income",
    "employment": "Employment",
    "education": "Education, skills and training",
    "health": "Health deprivation and disability",
    "crime": "Crime",
    "barriers": "Barriers to housing and services",
    "environment": "Living environment",
}


def ranked(imd_lsoa11: pd.DataFrame, imd_lsoa21: pd.DataFrame) -> dict[int, pd.DataFrame]:
    """Return rank and decile of every LSOA by edition, on its boundaries, from the raw tables of the indices.

    Columns: `lsoa11_code` or `lsoa21_code`, `lsoa, ward_code, ward` (names and wards that the raw
    table gives), `rank` (1 = the most deprived LSOA of England), `decile` (1 = most deprived).
    """
    tables = {}
    for edition, boundaries in EDITIONS.items():
        table, ward = (imd_lsoa11, "ward21") if boundaries == 2011 else (imd_lsoa21, "ward24")
        names = {
            f"lsoa{boundaries % 100}_name": "lsoa",
            f"{ward}_code": "ward_code",
            f"{ward}_name": "ward",
            f"imd_rank_{edition}": "rank",
            f"imd_decile_{edition}": "decile",
        }
        tables[edition] = table[[code(boundaries), *names]].rename(columns=names)
    return tables


def domains(imd_lsoa11: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the deciles of every domain of the edition of 2019, for `placed`: `lsoa11_code, decile` each."""
    columns = {name: ["lsoa11_code", f"{domain}_decile_2019"] for domain, name in DOMAINS.items()}
    return {
        name: imd_lsoa11[chosen].set_axis(["lsoa11_code", "decile"], axis=1)
        for name, chosen in columns.items()
    }


def placed(ranked: Mapping[Any, pd.DataFrame], links: pd.DataFrame) -> pd.DataFrame:
    """Return the decile of every LSOA of either census, by edition (or domain) of `ranked`, through `lookup.links`.

    Columns: `imd_edition` (or the domain), `boundaries, lsoa_code, own` (whether the edition ranks
    LSOAs of these boundaries), the columns of `ranked`, `weight` and `rule` as from `lookup.carry`,
    and `in_doubt`: the LSOAs on whose ground it lies are of different deciles, so that the rule
    decides.
    """
    parts = []
    for edition, table in ranked.items():
        own = 2011 if code(2011) in table else 2021
        several = links.merge(table, on=code(own)).groupby(code(OTHER[own]))["decile"].nunique() > 1
        for boundaries in (2011, 2021):
            carried = carry(table, links, boundaries).rename(
                columns={code(boundaries): "lsoa_code"}
            )
            carried["in_doubt"] = carried["lsoa_code"].map(several).eq(True) & (boundaries != own)
            parts.append(
                carried.assign(imd_edition=edition, boundaries=boundaries, own=boundaries == own)
            )
    return pd.concat(parts, ignore_index=True)


def neighbourhoods(placed: pd.DataFrame) -> pd.DataFrame:
    """Return the number of LSOAs by decile, on each edition's own boundaries: `decile`, then a column an edition."""
    own = placed[placed["own"]]
    counts = pd.crosstab(own["decile"], own["imd_edition"]).reindex(range(1, 11), fill_value=0)
    return counts.add_prefix("IMD ").rename_axis(index="decile", columns=None).reset_index()


def settled(people: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Return people (rows of `people.by_lsoa`) in the rows of `placed` where they live, and those `in_decile_1`."""
    table = people.merge(placed, on=["boundaries", "lsoa_code"])
    table["people"] *= table["weight"]
    return table.assign(in_decile_1=table["people"].where(table["decile"] == 1, 0))


def by_decile(people: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Return people (from `people.by_lsoa`) by decile for every edition of `placed`, population base, group and age.

    Columns: `imd_edition, population_base, level, group, age, decile, people`, ten rows each.
    People of an LSOA that became several are divided, so that counts need not be whole; totals are
    kept. People who live in an LSOA without a decile would be lost: that raises a ValueError.
    """
    table = pd.concat(
        [settled(people, part) for _, part in placed.groupby("imd_edition", sort=False)]
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


def touched(people: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Return how many people (from `people.by_lsoa`) each rule of the lookup touches, for the editions of `placed`.

    Columns: `imd_edition, population_base, rule, neighbourhoods, people, in_decile_1, in_doubt`:
    LSOAs of the base, people there, those of them put in decile 1, and those whose LSOA lies on
    ground of different deciles.
    """
    table = settled(everybody(people), placed)
    table["in_doubt"] = table["people"].where(table["in_doubt"], 0)
    counts = {name: (name, "sum") for name in ("people", "in_decile_1", "in_doubt")}
    keys = ["imd_edition", "population_base", "rule"]
    grouped = table.groupby(keys, sort=False).agg(neighbourhoods=("lsoa_code", "nunique"), **counts)
    return grouped.sort_index(
        level="imd_edition", kind="stable", sort_remaining=False
    ).reset_index()


def most_deprived_1_percent(placed: pd.DataFrame) -> pd.DataFrame:
    """Return the LSOAs among the most deprived 1% of England's in each edition, the most deprived first.

    The 1% are the ranks 1 to a hundredth of England's LSOAs, rounded down: 328, and 337 in 2025.
    Columns: `imd_edition, rank, lsoa_code, lsoa, ward`.
    """
    last = placed["boundaries"].map(ENGLAND_LSOAS) // 100
    chosen = placed[placed["own"] & (placed["rank"] <= last)].sort_values(["imd_edition", "rank"])
    return chosen[["imd_edition", "rank", "lsoa_code", "lsoa", "ward"]].reset_index(drop=True)


def bases_beside(shares: pd.DataFrame) -> pd.DataFrame:
    """Return percentages of all people in decile 1, from `in_most_deprived`: population bases down, editions across."""
    wide = (100 * everybody(shares).set_index(["population_base", "imd_edition"])["share"]).unstack(
        sort=False
    )
    return wide.add_prefix("IMD ").rename_axis(columns=None).reset_index()
