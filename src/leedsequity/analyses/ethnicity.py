"""Ethnic groups over the deciles: who lives where, and what changed from 2011 to 2021.

Groups have their census names, broad and detailed apart (`level`). Shares, 0 to 1, are of complete
counts: they have no sampling interval. What error they have comes from people whom a census missed,
from counts that the publisher changed a little, and from neighbourhoods that the lookup does not
fit. `over` is from `over_deciles`, `place` an area's name.
"""

from itertools import combinations

import numpy as np
import pandas as pd

from leedsequity.analyses.deprivation_deciles import ENGLAND, england_of
from leedsequity.neighbourhoods import CENSUSES, census_groups
from leedsequity.vocabulary import ASIAN, BLACK, BROAD_GROUPS_2011, MIXED, WHITE

NOT_WHITE = "All groups but White"
# What people of a broad group are called in a sentence.
RESIDENTS = {
    ASIAN: "Asian residents",
    BLACK: "Black residents",
    MIXED: "residents of mixed ethnicity",
    WHITE: "White residents",
    "Other ethnic group": "residents of other groups",
}
# Fewer people than this stand in tables, and in no chart, title or finding.
FEWEST = 100
_GROUP = ["area", "population_base", "level", "group"]


def over_deciles(
    by_decile: pd.DataFrame, england: pd.DataFrame, place: str, edition: int
) -> pd.DataFrame:
    """Return every ethnic group over the deciles of one edition, in an area and in England.

    From `people_by_decile` and the raw table `england_by_decile`: Census 2021, no England by the
    edition of 2015. Columns: `area, population_base, level, group, decile, people, share_of_group,
    share_of_decile`; a share of nobody is missing.
    """
    mine = by_decile[(by_decile["imd_edition"] == edition) & (by_decile["level"] != "all")].assign(
        area=place
    )
    counts = england_of(england, "ethnicity", edition)[["decile", "broad_group", "group", "count"]]
    whole = census_groups(counts).rename(columns={"count": "people"})
    table = pd.concat(
        [mine, whole.assign(area=ENGLAND, population_base=CENSUSES[1])], ignore_index=True
    )
    table = table[[*_GROUP, "decile", "people"]]
    census_order = table.groupby(_GROUP, sort=False).ngroup()
    table = table.iloc[(census_order * 10 + table["decile"]).argsort()].reset_index(drop=True)
    for share, whole_of in (
        ("share_of_group", _GROUP),
        ("share_of_decile", [*_GROUP[:3], "decile"]),
    ):
        table[share] = table["people"] / table.groupby(whole_of)["people"].transform("sum")
    return table


def in_most_deprived(over: pd.DataFrame) -> pd.DataFrame:
    """Return the part of each group in decile 1, as a share and beside the White group's.

    Decile 1 is what a `most_deprived.Line` says where `over` is of its `by_decile`.

    Columns: `area, population_base, level, group, people, share_of_people, in_most_deprived, share,
    ratio_to_white`; the denominator of the ratio is the broad group White, at both levels; no ratio
    where none of it lives there.
    """
    table = over.groupby(_GROUP, sort=False)["people"].sum().to_frame()
    table["share_of_people"] = table["people"] / table.groupby(_GROUP[:3])["people"].transform(
        "sum"
    )
    first = over[over["decile"] == 1].set_index(_GROUP)
    table["in_most_deprived"], table["share"] = first["people"], first["share_of_group"]
    table = table.reset_index()
    reference = table[(table["level"] == "broad") & (table["group"] == WHITE)]
    white = table[_GROUP[:2]].merge(reference, on=_GROUP[:2], how="left")["share"]
    return table.assign(ratio_to_white=table["share"] / white.where(white > 0))


def dissimilarity(over: pd.DataFrame) -> pd.DataFrame:
    """Return how differently two groups are spread over the deciles, for every pair [1].

    With a(d) and b(d) the shares of two groups in decile d, `D = 1/2 sum |a(d) - b(d)|`: the part
    of either group that would have to live in another decile for the two to be spread alike. 0:
    alike; 1: no decile in common. Finer places (LSOAs) would give higher values. Columns: `area,
    population_base, level, group, other, dissimilarity`; missing where a group is nobody.

    References
    ----------
    1. Duncan OD, Duncan B. A methodological analysis of segregation indexes. Am Sociol Rev
       1955;20:210-217.
    """
    parts = []
    for key, rows in over.groupby(_GROUP[:3], sort=False):
        wide = rows.pivot(index="decile", columns="group", values="share_of_group")
        for group, other in combinations(rows["group"].drop_duplicates(), 2):
            apart = (wide[group] - wide[other]).abs().sum(skipna=False) / 2
            parts.append((*tuple(key), group, other, apart))
    return pd.DataFrame(parts, columns=[*_GROUP[:3], "group", "other", "dissimilarity"])


def change(over: pd.DataFrame) -> pd.DataFrame:
    """Return each broad group's share of every decile's people in both censuses.

    Columns: `area, group, decile, people_2011, people_2021, share_2011, share_2021, change`, names
    of 2021; the group `All groups but White` comes last. No shares of 2011 are held for England.
    """
    broad = over[over["level"] == "broad"].assign(group=over["group"].replace(BROAD_GROUPS_2011))
    white = broad[broad["group"] == WHITE]
    everybody = broad.groupby(["area", "population_base", "decile"])["people"].sum()
    others = everybody.loc[pd.MultiIndex.from_frame(white[["area", "population_base", "decile"]])]
    rest = white.assign(
        group=NOT_WHITE,
        people=others.to_numpy() - white["people"].to_numpy(),
        share_of_decile=1 - white["share_of_decile"],
    )
    keys = ["area", "group", "decile"]
    both = pd.concat([broad, rest]).set_index(keys)
    then, now = (
        both.loc[both["population_base"] == census, ["people", "share_of_decile"]]
        for census in CENSUSES
    )
    table = now.merge(
        then, how="left", left_index=True, right_index=True, suffixes=("_2021", "_2011")
    )
    table = table.rename(columns=lambda name: str(name).replace("_of_decile", ""))
    table = table[["people_2011", "people_2021", "share_2011", "share_2021"]]
    return table.assign(change=table["share_2021"] - table["share_2011"]).reset_index()


def large_enough(change: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `change` in which a group has `FEWEST` people or more, at each date."""
    then, now = change["people_2011"], change["people_2021"]
    return change[~(then < FEWEST) & ~(now < FEWEST)]


def most_changed(change: pd.DataFrame, place: str) -> pd.DataFrame:
    """Return the decile in which a share of one group changed most: one row of `change`, or none.

    `change` is of one group, as from `large_enough`. Added are `points`, the change in percentage
    points, and `direction`: grew, shrank, or stayed, where points are 0 to one decimal.
    """
    rows = change[change["area"] == place].dropna(subset="change")
    most = rows.loc[rows["change"].abs().sort_values(ascending=False, kind="stable").index[:1]]
    most = most.assign(points=100 * most["change"])
    sign = np.sign(most["points"].round(1))
    return most.assign(direction=sign.map({1: "grew", -1: "shrank", 0: "stayed"}))


def beside_england(shares: pd.DataFrame, place: str, level: str) -> pd.DataFrame:
    """Return one level of an area's `in_most_deprived`, Census 2021, as percent for a chart.

    Groups of `FEWEST` people or more. Columns: `level, group, people, percent, england`, `extreme`
    (highest or lowest percent, of several groups that differ; else empty) and `residents`, what
    people of a broad group are called in a sentence.
    """
    table = shares[(shares["level"] == level) & (shares["population_base"] == CENSUSES[1])]
    england = table[table["area"] == ENGLAND].set_index("group")["share"]
    mine = table[table["area"] == place]
    mine = mine[mine["people"] >= FEWEST]
    mine = mine.assign(percent=100 * mine["share"], england=100 * mine["group"].map(england))
    percent = mine["percent"]
    differ = percent.nunique() > 1
    ends = {percent.idxmax(): "highest", percent.idxmin(): "lowest"} if differ else {}
    mine = mine.assign(
        extreme=[ends.get(row, "") for row in mine.index],
        residents=mine["group"].map(RESIDENTS),
    )
    return mine[["level", "group", "people", "percent", "england", "extreme", "residents"]]


def lines(change: pd.DataFrame, place: str) -> pd.DataFrame:
    """Return one group's rows of `change` as lines for a chart: `decile, percent, name, role`."""
    table = change.melt(
        ["area", "decile"], ["share_2021", "share_2011"], "year", value_name="share"
    ).dropna()
    name = table["area"] + " " + table["year"].str.removeprefix("share_")
    role = name.map({f"{place} 2021": "focus", "England 2021": "reference"}).fillna("context")
    return pd.DataFrame(
        {"decile": table["decile"], "percent": 100 * table["share"], "name": name, "role": role}
    )
