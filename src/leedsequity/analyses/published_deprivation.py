"""What is published about deprivation in Leeds, beside every value that could be meant.

A published figure seldom names its edition and its population. It comes out on a basis (an edition
and a population base) where the value rounds to what is printed. Other definitions (the most
deprived fifth, one age, a part of a group, one domain) are tried as well, and kept apart: a match
there may be chance.
"""

from typing import Any

import pandas as pd

from leedsequity.analyses.deprivation_deciles import ENGLAND
from leedsequity.neighbourhoods import ALL_AGES, ALL_PEOPLE, CENSUSES, REVISED
from leedsequity.vocabulary import EDITIONS

Frame = pd.DataFrame
SHARE, COUNT = "people among the most deprived 10%", "people in the most deprived 10%"
LSOAS, COMMUNITIES = (
    "neighbourhoods in the most deprived 10%",
    "communities in the most deprived 1%",
)
CHILDREN = "people in the most deprived neighbourhoods"
EDITION_THEN = 2019
# What each measure is printed to.
_PRINTED_TO = {SHARE: 1, COUNT: 1000, LSOAS: 1, COMMUNITIES: 1, CHILDREN: 1}
# Published group: how the names of the census groups that it may mean begin.
_GROUPS = {
    "Leeds residents": ALL_PEOPLE,
    "Leeds residents: Black or Black British": "Black",
    "Leeds residents: mixed": "Mixed",
    "Leeds residents: Asian": "Asian",
}


def _values(
    measure: str, group: str, basis: Any, value: Any, same: Any, period: str = "not stated"
) -> Frame:
    return pd.DataFrame({"basis": basis, "value": value, "same": same}).assign(
        measure=measure, group=group, period=period
    )


def candidates(
    shares: Frame, domains: Frame, england: Frame, neighbourhoods: Frame, one_percent: Frame
) -> Frame:
    """Return every value that a published figure could mean.

    `shares` and `domains` are from `in_most_deprived`, of the editions and of the domains;
    `england` is the raw table `england_by_decile`; the last two are from `neighbourhoods_by_decile`
    and `most_deprived_1_percent`. Columns: `basis, value, same, measure, group, period`:
    how the value was got, shares in percent; whether that is what the words say, rather than
    another definition; and the published figure.
    """
    table = shares.drop_duplicates(["imd_edition", "population_base", "group", "age"])
    basis = table["group"] + ", " + table["age"] + ", " + table["population_base"]
    basis = basis.str.replace(f", {ALL_AGES}", "") + ", IMD " + table["imd_edition"].astype(str)
    whole = (table["level"] != "detailed") & (table["age"] == ALL_AGES)
    parts = []
    for group, start in _GROUPS.items():
        fits = table["group"].str.startswith(start)
        parts.append(_values(SHARE, group, basis, 100 * table["share"], whole)[fits])
        parts.append(
            _values(SHARE, group, basis + ", fifth", 100 * table["share_in_fifth"], False)[fits]
        )
    names = (
        domains["group"]
        + ", "
        + domains["population_base"]
        + ", domain "
        + domains["imd_edition"]
        + ", 2019"
    )
    parts.append(_values(SHARE, "Leeds residents", names, 100 * domains["share"], False))
    everybody = whole & (table["level"] == "all")
    for year in ("2013", "2022"):
        stated = table["population_base"] == REVISED[int(year)]
        parts.append(
            _values(COUNT, "Leeds residents", basis, table["in_decile_1"], stated, year)[everybody]
        )
    people = england[england["topic"] == "population"]
    keys = ["imd_edition", "year"]
    tenth = (
        people[people["decile"] == 1].set_index(keys)["count"] / people.groupby(keys)["count"].sum()
    )
    years = [f"{REVISED[year]}, IMD {edition}" for edition, year in tenth.index]
    parts.append(_values(SHARE, f"{ENGLAND} residents", years, 100 * tenth.to_numpy(), True))
    first = neighbourhoods.drop(columns="decile").loc[0]
    percent = (
        one_percent["imd_edition"]
        .value_counts()
        .reindex([*EDITIONS], fill_value=0)
        .rename(index="IMD {}".format)
    )
    for measure, counts in ((LSOAS, first), (COMMUNITIES, percent)):
        parts.append(_values(measure, "Leeds", "LSOAs, " + counts.index, counts.to_numpy(), True))
    return pd.concat(parts, ignore_index=True)


def compared(published: Frame, candidates: Frame, edition: int = EDITION_THEN) -> Frame:
    """Return the figures of the raw table `published_deprivation` beside what was recomputed.

    Columns: `document, measure, group, period, printed, value, recomputed` (of the edition given,
    the newest when the documents were written; its population is Census 2021, or the mid-year of
    the figure's own year or, for England, the last one), `agrees` (whether that rounds to what is
    printed), `basis, tried` (number of bases that the words allow), `agreeing` (of them), `lowest,
    highest, nearest, nearest_basis` (of them), `otherwise` (other definitions that round to it). A
    figure that nothing here can recompute has `tried` 0.
    """
    rows, keys = [], ["measure", "group", "period"]
    for _, row in published[published["measure"].isin(_PRINTED_TO)].iterrows():
        tried = candidates[(candidates[keys] == row[keys]).all(axis=1)]
        tried = tried.assign(off=(tried["value"] - row["value"]).abs())
        within = tried["off"] <= _PRINTED_TO[row["measure"]] / 2
        same = tried[tried["same"]].sort_values("off", kind="stable")
        people = {"Leeds residents": CENSUSES[1], "Leeds": "LSOAs"}.get(
            row["group"].split(":")[0], REVISED[2022]
        )
        ending = (
            f"{REVISED[int(row['period'])] if row['measure'] == COUNT else people}, IMD {edition}"
        )
        main, nearest = same[same["basis"].str.endswith(ending)].head(1), same.head(1)
        result = {
            **row[["document", *keys, "printed", "value"]],
            "recomputed": main["value"].sum(min_count=1),
            "agrees": bool(within[main.index].any()),
            "basis": "".join(main["basis"]),
            "tried": len(same),
            "agreeing": int(within[same.index].sum()),
            "lowest": same["value"].min(),
            "highest": same["value"].max(),
            "nearest": nearest["value"].sum(min_count=1),
            "nearest_basis": "".join(nearest["basis"]),
            "otherwise": "; ".join(tried.loc[within & ~tried["same"], "basis"]),
        }
        rows.append(result)
    return pd.DataFrame(rows)


def summary(compared: Frame | None) -> Frame:
    """Return how many of the figures of `compared` agree with a value that they could mean.

    One row: `figures`, those that can be `tried`, and of these how many agree with some basis
    (`agree`) or with none (`disagree`). No row for an area that no figures are about (None).
    """
    if compared is None:
        return pd.DataFrame(columns=["figures", "tried", "agree", "disagree"])
    tried = compared[compared["tried"] > 0]
    agree = int((tried["agreeing"] > 0).sum())
    counts = {"figures": len(compared), "tried": len(tried)}
    return pd.DataFrame([counts | {"agree": agree, "disagree": len(tried) - agree}])


def trend(shares: Frame, published: Frame | None, edition: int) -> Frame:
    """Return people in decile 1 over the mid-years, by edition, with what is published.

    Columns: `year, thousands` (of people), `name, role, segment`; each published count is a segment
    of its own, in the role of the edition that was the newest when it was printed. `published` is
    the raw table `published_deprivation`, None for an area that it is not about.
    """
    years = {base: year for year, base in REVISED.items()}
    table = shares[shares["population_base"].isin(years)]
    year, thousands = table["population_base"].map(years), table["in_decile_1"] / 1000
    name = table["imd_edition"].astype(str) + " index"
    role = (table["imd_edition"] == edition).map({True: "focus", False: "reference"})
    lines = pd.DataFrame(
        {"year": year, "thousands": thousands, "name": name, "role": role, "segment": ""}
    )
    lines = lines.sort_values(["role", "name", "year"], ignore_index=True)
    if published is None:
        return lines
    counts = published[published["measure"] == COUNT].rename(columns={"period": "segment"})
    printed = counts[["segment"]].assign(
        year=counts["segment"].astype(int),
        thousands=counts["value"] / 1000,
        name="printed",
        role="focus" if edition == EDITION_THEN else "reference",
    )
    return pd.concat([lines, printed], ignore_index=True)
