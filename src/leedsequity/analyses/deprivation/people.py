"""People by neighbourhood on every population base: all, by ethnic group under its census name, by broad age."""

import pandas as pd

from leedsequity.analyses.deprivation.lookup import EDITIONS
from leedsequity.errors import InputError

Frame = pd.DataFrame

INDICES = {"mid_2012": "mid-2012 (indices)", "mid_2015": "mid-2015 (indices)"}
REVISED = {year: f"mid-{year} (revised)" for year in range(2011, 2023)}
CENSUSES = ("Census 2011", "Census 2021")
BASES = (CENSUSES[0], *REVISED.values(), CENSUSES[1], *INDICES.values())
ALL_PEOPLE, ALL_AGES = "All people", "All ages"
# Bands of the census's table; those of the indices' denominators are 0-15, 16-59 and 60+.
CENSUS_BANDS = {0: "0-14", 15: "15-59", 60: "60+"}


def check_choice(imd_edition: int, population_base: str) -> None:
    """Check the notebook's parameters: an InputError names the editions or population bases that there are."""
    if imd_edition not in EDITIONS:
        raise InputError(
            f"imd_edition {imd_edition!r} is unknown: choose one of {', '.join(map(str, EDITIONS))}"
        )
    if population_base not in BASES:
        raise InputError(
            f"population_base {population_base!r} is unknown: choose one of {', '.join(BASES)}"
        )


def census_groups(table: Frame) -> Frame:
    """Return counts of broad and of detailed ethnic groups under their census names, from counts in the census's order.

    `table` has `broad_group, group, count`, and one column that names the place. Columns: that one,
    `level` (broad or detailed), `group, count`. A broad group that is not divided is in both.
    """
    (place,) = table.columns.drop(["broad_group", "group", "count"])
    whole = table["broad_group"] == table["group"]
    name = table["broad_group"].where(whole, table["broad_group"] + ": " + table["group"])
    broad = table.groupby([place, "broad_group"], sort=False)["count"].sum().reset_index()
    broad = broad.rename(columns={"broad_group": "group"}).assign(level="broad")
    both = pd.concat([broad, table.assign(group=name, level="detailed")], ignore_index=True)
    return both[[place, "level", "group", "count"]]


def census_band(age_start: pd.Series) -> pd.Series:
    """Return the broad band of `CENSUS_BANDS` in which each age lies."""
    return pd.cut(
        age_start, [*CENSUS_BANDS, 200], right=False, labels=[*CENSUS_BANDS.values()]
    ).astype(str)


def by_lsoa(
    population11: Frame, population21: Frame, ethnicity11: Frame, ethnicity21: Frame, age21: Frame
) -> Frame:
    """Return people by LSOA on every population base, from the raw tables of those names with `_lsoa`.

    Columns: `population_base, boundaries, lsoa_code, level, group, age, people`. `level` is all,
    broad or detailed. All people of Census 2021 are the total of the ethnic groups; its ages, from
    another table, add up to a few people more or less, as the publisher changed counts a little in
    each table apart.
    """
    bases = {"census_2011": CENSUSES[0], **INDICES}
    before = population11.assign(
        base=population11["basis"].map(bases), age=population11["age_band"].replace("all", ALL_AGES)
    )
    ages = age21.assign(age=census_band(age21["age_start"]))
    ages = ages.groupby(["lsoa21_code", "age"])["count"].sum().reset_index()
    total = ethnicity21.groupby("lsoa21_code")["count"].sum().reset_index()
    parts = [
        before.rename(columns={"population": "count"}),
        census_groups(ethnicity11).assign(base=CENSUSES[0]),
        population21.assign(base=population21["year"].map(REVISED)).rename(
            columns={"population": "count"}
        ),
        *(part.assign(base=CENSUSES[1]) for part in (total, ages, census_groups(ethnicity21))),
    ]
    table = pd.concat(parts, ignore_index=True)
    table = table.iloc[table["base"].map(BASES.index).argsort(kind="stable")]
    older = table["lsoa11_code"].notna()
    table = table.rename(columns={"base": "population_base", "count": "people"}).assign(
        boundaries=older.map({True: 2011, False: 2021}),
        lsoa_code=table["lsoa11_code"].where(older, table["lsoa21_code"]),
    )
    table = table.fillna({"level": "all", "group": ALL_PEOPLE, "age": ALL_AGES})
    columns = ["population_base", "boundaries", "lsoa_code", "level", "group", "age", "people"]
    return table[columns].reset_index(drop=True)


def everybody(table: Frame) -> Frame:
    """Return the rows of a table for all people of all ages."""
    return table[(table["group"] == ALL_PEOPLE) & (table["age"] == ALL_AGES)]


def all_people(people: Frame, base: str) -> Frame:
    """Return the rows of `by_lsoa` for all people of all ages on one base."""
    return everybody(people[people["population_base"] == base])


def links_people(people: Frame) -> tuple[pd.Series, pd.Series]:
    """Return the people by LSOA of 2011 and of 2021 that `lookup.links` weighs with."""
    mid_2015, census = (
        all_people(people, base).set_index("lsoa_code")["people"]
        for base in (BASES[-1], CENSUSES[1])
    )
    return mid_2015, census
