"""Neighbourhoods (LSOAs) of two censuses: people by LSOA, in deciles of every edition, in wards.

Editions of the Index of Multiple Deprivation rank the LSOAs of 2011 or of 2021. ONS's exact-fit
lookup carries what is known of the ones to the others: an LSOA that was split passes its decile on
to its parts, and of several that became one the larger decides; from 2021 to 2011 the people of an
LSOA that became several are divided between their deciles. `tables` are from `read`.

A ward is one of 2024, made of whole LSOAs of 2021 by ONS's best fit, with the people of mid-2022,
for every edition: a share of its people is one number, wherever it stands.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from leedsequity import raw
from leedsequity.errors import InputError, NotServedError
from leedsequity.vocabulary import CENSUS_AGE_BANDS, EDITIONS, OTHER_CENSUS

if TYPE_CHECKING:
    from leedsequity.places import Place

Frame = pd.DataFrame

# The raw tables that say where LSOAs are and how deprived, and those that count their people.
PLACING = (
    "lsoa11", "lsoa21", "wards", "lsoa11_lsoa21", "imd_lsoa11", "imd_lsoa21",
    "population_lsoa11", "ethnicity_lsoa21",
)  # fmt: skip
COUNTED = (
    "population_lsoa11", "population_lsoa21", "ethnicity_lsoa11", "ethnicity_lsoa21", "age_lsoa21",
)  # fmt: skip
TABLES = tuple(dict.fromkeys([*PLACING, *COUNTED]))

AVERAGE = "average score"
DOMAINS = {
    "income": "Income",
    "employment": "Employment",
    "education": "Education, skills and training",
    "health": "Health deprivation and disability",
    "crime": "Crime",
    "barriers": "Barriers to housing and services",
    "environment": "Living environment",
}
INDICES = {"mid_2012": "mid-2012 (indices)", "mid_2015": "mid-2015 (indices)"}
REVISED = {year: f"mid-{year} (revised)" for year in range(2011, 2023)}
CENSUSES = ("Census 2011", "Census 2021")
WARD_BASE = REVISED[2022]
BASES = (CENSUSES[0], *REVISED.values(), CENSUSES[1], *INDICES.values())
ALL_PEOPLE, ALL_AGES = "All people", "All ages"


def read(
    place: "str | Place", names: Iterable[str] = TABLES, load: Callable[..., Frame] = raw.load
) -> dict[str, Frame]:
    """Return raw tables of a place by name, those of counts in their long form.

    `load` is `raw.load`, or what reads a table of a place as it does. Wards are read whole: those
    of a former county or district are of its successors.
    """
    tables = {name: load(name) if name == "wards" else load(name, place) for name in names}
    return {
        name: raw.long(table) if raw.record(name).counts else table
        for name, table in tables.items()
    }


def read_if_held(place: "str | Place", *names: str) -> list[Frame]:
    """Return raw tables of a place, such as outlines; none where one of them does not hold it."""
    try:
        return [raw.load(name, place) for name in names]
    except NotServedError:
        return []


def code(boundaries: int) -> str:
    """Return the name of the column that holds the LSOAs of a census: `lsoa11_code` for 2011."""
    return f"lsoa{boundaries % 100}_code"


def links(lookup: Frame, people11: pd.Series, people21: pd.Series) -> Frame:
    """Return the pairs of the raw table `lsoa11_lsoa21` with the weights that `carry` uses.

    By the people of 2011's LSOAs the larger of several that became one is found: mid-2015 (the
    indices' denominators), as in the raw table `england_by_decile`. By those of 2021's the people
    of an LSOA that became several are divided: Census 2021. Both are by code.

    Columns: `lsoa11_code, lsoa21_code, change, to_2011, to_2021`. `to_2011`: the part of the people
    of the LSOA of 2011 that the pair stands for; `to_2021`: 1 for the pair from which the LSOA of
    2021 takes what it has, 0 for others. Each adds up to 1 over an LSOA. Where two are equally
    large the first code decides.
    """
    table = lookup.sort_values(["lsoa11_code", "lsoa21_code"], ignore_index=True)
    parts = table["lsoa21_code"].map(people21)
    table["to_2011"] = parts / parts.groupby(table["lsoa11_code"]).transform("sum")
    larger = table["lsoa11_code"].map(people11).groupby(table["lsoa21_code"]).idxmax()
    table["to_2021"] = table.index.isin(larger).astype(float)
    return table


def links_of(tables: Mapping[str, Frame]) -> Frame:
    """Return `links` of the LSOAs of a place, from tables of `PLACING`.

    Four LSOAs of England changed in part to another authority: what lies outside is left out.
    """
    older, newer = tables["population_lsoa11"], tables["ethnicity_lsoa21"]
    older = older[(older["basis"] == "mid_2015") & (older["age_band"] == "all")]
    lookup = tables["lsoa11_lsoa21"]
    inside = lookup["lsoa11_code"].isin(tables["imd_lsoa11"]["lsoa11_code"])
    inside &= lookup["lsoa21_code"].isin(tables["imd_lsoa21"]["lsoa21_code"])
    return links(
        lookup[inside],
        older.set_index("lsoa11_code")["population"],
        newer.groupby("lsoa21_code")["count"].sum(),
    )


def carry(table: Frame, links: Frame, boundaries: int) -> Frame:
    """Return what is known of the LSOAs of one census for those of the `boundaries` wanted.

    `table` has one row an LSOA: its code, and any other columns, such as `decile`. The result has
    the code of the LSOA wanted, those other columns, `weight` and `rule`: `same boundaries`, or the
    lookup's `change`. Of 2021 there is one row an LSOA, of weight 1. Of 2011 there is one for each
    LSOA that it became, with the part of its people as weight: multiply counts by it, and totals
    are kept. A ValueError if `table` lacks an LSOA that one in the lookup needs: its people would
    be lost.
    """
    wanted, other = code(boundaries), code(OTHER_CENSUS[boundaries])
    if wanted in table:
        return table.assign(weight=1.0, rule="same boundaries")
    used = links[links[f"to_{boundaries}"] > 0].rename(
        columns={f"to_{boundaries}": "weight", "change": "rule"}
    )
    if absent := sorted({*used[other]} - {*table[other]}):
        raise ValueError(f"{len(absent)} LSOAs of the lookup have no row: {', '.join(absent[:3])}")
    columns = [wanted, *table.columns.drop(other), "weight", "rule"]
    return used.merge(table, on=other, validate="many_to_one")[columns].reset_index(drop=True)


def placed(tables: Mapping[str, Frame]) -> Frame:
    """Return where every LSOA of either census stands by every edition, from tables of `PLACING`.

    Columns as from `place`, with `rank` (1 = the most deprived LSOA of England), `decile` (1 = most
    deprived), `score` (of 2019 alone), and `lsoa, ward24_code, ward`, as from `names_of`.
    """
    ranked = {}
    for edition, boundaries in EDITIONS.items():
        names = {
            f"imd_rank_{edition}": "rank",
            f"imd_decile_{edition}": "decile",
            f"imd_score_{edition}": "score",
        }
        table = tables[f"imd_lsoa{boundaries % 100}"].rename(columns=names)
        ranked[edition] = table[[code(boundaries), *(c for c in names.values() if c in table)]]
    links = links_of(tables)
    return place(ranked, links).merge(names_of(tables, links), on=["boundaries", "lsoa_code"])


def names_of(tables: Mapping[str, Frame], links: Frame) -> Frame:
    """Return what LSOAs are called and the wards of 2024 that they are in.

    Columns: `boundaries, lsoa_code, lsoa, ward24_code, ward`. An LSOA of 2011 is in the ward in
    which most of its people live. Of wards with one name, each has the district's with it, as in
    the names of its LSOAs: `Central (Hyndburn)`.
    """
    newer = tables["lsoa21"][["lsoa21_code", "ward24_code", "lsoa21_name"]]
    names = tables["wards"].query("edition == 2024").set_index("ward_code")["ward_name"]
    districts = newer.drop_duplicates("ward24_code").set_index("ward24_code")["lsoa21_name"]
    names = names.loc[districts.index]
    several = names.duplicated(keep=False)
    names = names.mask(several, names + " (" + districts.str.rsplit(n=1).str[0] + ")")
    older = carry(newer[["lsoa21_code", "ward24_code"]], links, 2011)
    older = older.sort_values("weight", kind="stable").drop_duplicates("lsoa11_code", keep="last")
    older = older.merge(tables["lsoa11"][["lsoa11_code", "lsoa11_name"]], on="lsoa11_code")
    both = [
        table.rename(
            columns={f"lsoa{year % 100}_code": "lsoa_code", f"lsoa{year % 100}_name": "lsoa"}
        ).assign(
            boundaries=year,
            ward=table["ward24_code"].map(names),
        )
        for year, table in ((2011, older), (2021, newer))
    ]
    return pd.concat(both)[["boundaries", "lsoa_code", "lsoa", "ward24_code", "ward"]]


def deciles(tables: Mapping[str, Frame], edition: int) -> pd.Series:
    """Return the decile of an edition of every LSOA by code: of 2021, then of those of 2011 gone.

    An LSOA of 2011 that became several with different deciles has that of most of its people.
    """
    rows = placed(tables)
    rows = rows[rows["imd_edition"] == edition].sort_values(
        ["boundaries", "weight"], ascending=False, kind="stable"
    )
    return rows.drop_duplicates("lsoa_code").set_index("lsoa_code")["decile"]


def placed_by_domain(tables: Mapping[str, Frame]) -> Frame:
    """Return the same for the domains of 2019, in place of editions: `decile` alone, no names."""
    index = tables["imd_lsoa11"].set_index("lsoa11_code")
    deciles = {
        name: index[f"{domain}_decile_2019"].rename("decile").reset_index()
        for domain, name in DOMAINS.items()
    }
    return place(deciles, links_of(tables))


def place(ranked: Mapping[Any, Frame], links: Frame) -> Frame:
    """Return the decile of every LSOA of either census, by edition (or domain) of `ranked`.

    Columns: `imd_edition` (or the domain), `boundaries, lsoa_code, own` (whether the edition ranks
    LSOAs of these boundaries), the columns of `ranked`, `weight` and `rule` as from `carry`,
    and `in_doubt`: the LSOAs on whose ground it lies are of different deciles, so that the rule
    decides.
    """
    parts = []
    for edition, table in ranked.items():
        own = 2011 if code(2011) in table else 2021
        linked = links.merge(table, on=code(own)).groupby(code(OTHER_CENSUS[own]))
        several = linked["decile"].nunique() > 1
        for boundaries in (2011, 2021):
            carried = carry(table, links, boundaries).rename(
                columns={code(boundaries): "lsoa_code"}
            )
            carried["in_doubt"] = carried["lsoa_code"].map(several).eq(True) & (boundaries != own)
            parts.append(
                carried.assign(imd_edition=edition, boundaries=boundaries, own=boundaries == own)
            )
    return pd.concat(parts, ignore_index=True)


def people_placed(people: Frame, placed: Frame) -> Frame:
    """Return the rows of `people` with those of `placed` where they live, and `in_decile_1`."""
    table = people.merge(placed, on=["boundaries", "lsoa_code"])
    table["people"] *= table["weight"]
    return table.assign(in_decile_1=table["people"].where(table["decile"] == 1, 0))


def wards(people: Frame, placed: Frame) -> Frame:
    """Return the wards of a place by every edition, the most deprived first.

    `people` is from there, `placed` as well. Of a ward that lies in the place in part, that part.
    Columns: `imd_edition, ward24_code, ward, neighbourhoods, people, in_decile_1, share` (0 to 1),
    `neighbourhoods_in_decile_1, average_rank, average_score`; averages over LSOAs are weighted by
    people, and the average rank sets the order; scores are those of 2019 alone.
    """
    lsoas = people_placed(all_people(people, WARD_BASE), placed)
    lsoas = lsoas.assign(
        first=(lsoas["decile"] == 1).astype(int),
        **{name: lsoas[name] * lsoas["people"] for name in ("rank", "score")},
    )
    table = lsoas.groupby(["imd_edition", "ward24_code", "ward"]).agg(
        neighbourhoods=("lsoa_code", "nunique"),
        people=("people", "sum"),
        in_decile_1=("in_decile_1", "sum"),
        neighbourhoods_in_decile_1=("first", "sum"),
        average_rank=("rank", "sum"),
        average_score=("score", lambda score: score.sum(skipna=False)),
    )
    for average in ("average_rank", "average_score"):
        table[average] /= table["people"]
    table.insert(3, "share", table["in_decile_1"] / table["people"])
    return table.sort_values(["imd_edition", "average_rank"], kind="stable").reset_index()


def ward_ranks(wards: Frame) -> Frame:
    """Return the places of `wards` by several definitions of deprivation; none is official.

    Columns: `measure, imd_edition, place, ward24_code, ward, value`. Place 1 is the most deprived;
    ties share a place.
    """
    measures = {
        AVERAGE: wards["average_score"],
        "average rank": wards["average_rank"],
        "number of people in decile 1": wards["in_decile_1"],
        "share of people in decile 1": wards["share"],
        "share of LSOAs in decile 1": wards["neighbourhoods_in_decile_1"] / wards["neighbourhoods"],
    }
    keys = ["imd_edition", "ward24_code", "ward"]
    table = pd.concat(
        [wards[keys].assign(measure=name, value=value) for name, value in measures.items()]
    ).dropna(subset="value")
    # A low rank is much deprivation; everything else runs the other way.
    order = table["value"].where(table["measure"] == "average rank", -table["value"])
    definition = [table["measure"], table["imd_edition"]]
    table["place"] = order.round(9).groupby(definition).rank(method="min").astype(int)
    table = table.sort_values(["measure", "imd_edition", "place", "ward24_code"], ignore_index=True)
    return table[["measure", "imd_edition", "place", "ward24_code", "ward", "value"]]


def ward_changes(wards: Frame, first: int = 2019, last: int = 2025) -> Frame:
    """Return how the share of people in decile 1 changed between two editions, on the same people.

    `wards` are the same wards and people in both. Columns: `ward24_code, ward, people, share_2019,
    share_2025, change` (0 to 1; the years are those of the editions), the greatest rise first.
    Ranks are relative: a change is no change in living standards.
    """
    shares = wards.pivot(
        index=["ward24_code", "ward", "people"], columns="imd_edition", values="share"
    )
    table = shares[[first, last]].add_prefix("share_")
    table["change"] = table[f"share_{last}"] - table[f"share_{first}"]
    table = table.rename_axis(columns=None).reset_index()
    return table.sort_values("change", ascending=False, kind="stable", ignore_index=True)


def check_choice(imd_edition: int, population_base: str) -> None:
    """Refuse an unknown edition or population base; the InputError names those that there are."""
    if imd_edition not in EDITIONS:
        raise InputError(
            f"imd_edition {imd_edition!r} is unknown: choose one of {', '.join(map(str, EDITIONS))}"
        )
    if population_base not in BASES:
        raise InputError(
            f"population_base {population_base!r} is unknown: choose one of {', '.join(BASES)}"
        )


def census_groups(table: Frame) -> Frame:
    """Return counts of broad and of detailed ethnic groups under their census names.

    `table` is in the census's order; it has `broad_group, group, count` and one column that names
    the place. Columns: that one, `level` (broad or detailed), `group, count`. A broad group that is
    not divided is in both.
    """
    (place,) = table.columns.drop(["broad_group", "group", "count"])
    whole = table["broad_group"] == table["group"]
    name = table["broad_group"].where(whole, table["broad_group"] + ": " + table["group"])
    broad = table.groupby([place, "broad_group"], sort=False)["count"].sum().reset_index()
    broad = broad.rename(columns={"broad_group": "group"}).assign(level="broad")
    both = pd.concat([broad, table.assign(group=name, level="detailed")], ignore_index=True)
    return both[[place, "level", "group", "count"]]


def census_band(age_start: pd.Series) -> pd.Series:
    """Return the broad band of `CENSUS_AGE_BANDS` in which each age lies."""
    return pd.cut(
        age_start, [*CENSUS_AGE_BANDS, 200], right=False, labels=[*CENSUS_AGE_BANDS.values()]
    ).astype(str)


def people(tables: Mapping[str, Frame]) -> Frame:
    """Return people by LSOA on every population base, from the raw tables of `COUNTED`.

    Columns: `population_base, boundaries, lsoa_code, level, group, age, people`. `level` is all,
    broad or detailed. All people of Census 2021 are the total of the ethnic groups; its ages, from
    another table, add up to a few people more or less, as the publisher changed counts a little in
    each table apart.
    """
    bases = {"census_2011": CENSUSES[0], **INDICES}
    older, newer, ethnicity11, ethnicity21, age21 = (tables[name] for name in COUNTED)
    older = older.assign(
        base=older["basis"].map(bases), age=older["age_band"].replace("all", ALL_AGES)
    )
    newer = newer.assign(base=newer["year"].map(REVISED))
    ages = age21.assign(age=census_band(age21["age_start"]))
    ages = ages.groupby(["lsoa21_code", "age"])["count"].sum().reset_index()
    total = ethnicity21.groupby("lsoa21_code")["count"].sum().reset_index()
    parts = [
        older.rename(columns={"population": "count"}),
        census_groups(ethnicity11).assign(base=CENSUSES[0]),
        newer.rename(columns={"population": "count"}),
        *(part.assign(base=CENSUSES[1]) for part in (total, ages, census_groups(ethnicity21))),
    ]
    table = pd.concat(parts, ignore_index=True)
    table = table.iloc[table["base"].map(BASES.index).argsort(kind="stable")]
    of_2011 = table["lsoa11_code"].notna()
    table = table.rename(columns={"base": "population_base", "count": "people"}).assign(
        boundaries=of_2011.map({True: 2011, False: 2021}),
        lsoa_code=table["lsoa11_code"].where(of_2011, table["lsoa21_code"]),
    )
    table = table.fillna({"level": "all", "group": ALL_PEOPLE, "age": ALL_AGES})
    columns = ["population_base", "boundaries", "lsoa_code", "level", "group", "age", "people"]
    return table[columns].reset_index(drop=True)


def everybody(table: Frame) -> Frame:
    """Return the rows of a table for all people of all ages."""
    return table[(table["group"] == ALL_PEOPLE) & (table["age"] == ALL_AGES)]


def all_people(people: Frame, base: str) -> Frame:
    """Return the rows of `people` for all people of all ages on one base."""
    return everybody(people[people["population_base"] == base])
