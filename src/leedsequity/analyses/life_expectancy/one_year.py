"""Life tables of one year, 2014, beside what is published for three. Values are years, limits at 95%.

`counts` is the raw table `deaths_population_la_2014`, on the boundaries of that year.
"""

import pandas as pd

from leedsequity import stats


def life_table_2014(counts: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return the life table of 2014 of an area, men and women; empty for what was no authority then.

    Columns: `sex, age_start, deaths, population`, and what `stats.life_expectancy` gives.
    """
    own = counts[counts["area_code"] == area]
    table = stats.life_expectancy(own, ["sex"], open_age=90)
    return own[["sex", "age_start", "deaths", "population"]].merge(table, on=["sex", "age_start"])


def against_published(
    counts: pd.DataFrame, life_expectancy: pd.DataFrame, names: dict[str, str], successors: dict[str, str]
) -> pd.DataFrame:
    """Return life expectancy at birth computed for 2014 beside the published value of 2013-15, by authority and sex.

    Published values (raw table `life_expectancy_la`) are for the boundaries of 2019. An authority of 2014 is compared
    when it was one of those, or was merged whole into one (`successors`, by code); then the counts are added up first.
    Left out are the City of London (nothing published), the Isles of Scilly (whose deaths are counted with Cornwall's)
    and Somerset West and Taunton, which stood four years.

    Columns: `area_code, area` (from `names` by code), `sex, computed, lower, upper, published, difference, within`;
    `within` says whether the published value lies within the computed limits.
    """
    keys = ["area_code", "sex"]
    published = life_expectancy.query("series == 'ons_2001_2018' and period == '2013-15' and age == 0")
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
    columns = ["area_code", "area", "sex", "computed", "lower", "upper", "published", "difference", "within"]
    return table.dropna(subset=["computed", "lower", "published"])[columns].reset_index(drop=True)
