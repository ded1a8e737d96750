"""Life tables of one year, 2014, beside what is published for three. Values are years, limits at 95%.

`counts` is the raw table `deaths_population_la_2014`, on the boundaries of that year.
"""

from collections.abc import Collection

import pandas as pd

from leedsequity import stats

# Whose row in the counts holds the people and deaths of another area as well: Cornwall's, those of
# the Isles of Scilly.
_HOLDS_ANOTHER = {"E06000052": "E06000053"}


def of_area(counts: pd.DataFrame, parts: Collection[str]) -> pd.DataFrame:
    """Return the counts of 2014 of an area, those of its parts (codes, from `places.parts`) added up.

    Columns: `sex, age_start, deaths, population`. Empty where none of the parts was an authority
    then, and where the people of a part are counted together with those of an area outside: what is
    theirs cannot be told.
    """
    own = counts[counts["area_code"].isin(parts)]
    if any(code in parts and other not in parts for code, other in _HOLDS_ANOTHER.items()):
        own = own[:0]
    return own.groupby(["sex", "age_start"], as_index=False)[["deaths", "population"]].sum()


def life_table_2014(counts: pd.DataFrame, parts: Collection[str]) -> pd.DataFrame:
    """Return the life table of 2014 of an area, men and women, from `of_area`; empty where that is.

    Columns: `sex, age_start, deaths, population`, and what `stats.life_expectancy` gives.
    """
    own = of_area(counts, parts)
    table = stats.life_expectancy(own, ["sex"], open_age=90)
    return own[["sex", "age_start", "deaths", "population"]].merge(table, on=["sex", "age_start"])


def against_published(
    counts: pd.DataFrame,
    life_expectancy: pd.DataFrame,
    names: dict[str, str],
    successors: dict[str, str],
) -> pd.DataFrame:
    """Return life expectancy at birth computed for 2014 beside the published value of 2013-15, by authority and sex.

    Published values (raw table `life_expectancy_la`) are for the boundaries of 2019. An authority
    of 2014 is compared when it was one of those, or was merged whole into one (`successors`, by
    code); then the counts are added up first. Left out are the City of London (nothing published),
    the Isles of Scilly (whose deaths are counted with Cornwall's) and Somerset West and Taunton,
    which stood four years.

    Columns: `area_code, area` (from `names` by code), `sex, computed, lower, upper, published,
    difference, within`; `within` says whether the published value lies within the computed limits.
    """
    keys = ["area_code", "sex"]
    published = life_expectancy.query(
        "series == 'ons_2001_2018' and period == '2013-15' and age == 0"
    )
    code, known = counts["area_code"], set(published["area_code"])
    code = code.where(code.isin(known), code.map(successors))
    merged = counts.assign(area_code=code)[code.isin(known)]
    merged = merged.groupby([*keys, "age_start"], as_index=False)[["deaths", "population"]].sum()
    table = stats.life_expectancy(merged, keys, open_age=90).query("age_start == 0")
    table = table.rename(columns={"value": "computed"})
    table = table.join(published.set_index(keys)["value"].rename("published"), on=keys)
    table["difference"] = table["computed"] - table["published"]
    table["within"] = table["published"].between(table["lower"], table["upper"])
    table["area"] = table["area_code"].map(names)
    columns = [
        "area_code",
        "area",
        "sex",
        "computed",
        "lower",
        "upper",
        "published",
        "difference",
        "within",
    ]
    return table.dropna(subset=["computed", "lower", "published"])[columns].reset_index(drop=True)
