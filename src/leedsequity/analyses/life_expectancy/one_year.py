"""Life tables of one year, 2014, beside what is published for three. Values are years."""

import pandas as pd

from leedsequity import stats

Names = dict[str, str]


def life_table_2014(counts: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return the life table of one year, 2014, of an area, men and women, with 95% limits.

    Parameters
    ----------
    counts
        Raw table `deaths_population_la_2014`.
    area
        Code of an authority of 2014. The result is empty for any other.

    Returns
    -------
    DataFrame
        `sex, age_start, deaths, population`, and what `stats.life_expectancy` gives.
    """
    own = counts[counts["area_code"] == area]
    table = stats.life_expectancy(own, ["sex"], open_age=90)
    return own[["sex", "age_start", "deaths", "population"]].merge(table, on=["sex", "age_start"])


def against_published(
    counts: pd.DataFrame, life_expectancy: pd.DataFrame, names: Names, successors: Names
) -> pd.DataFrame:
    """Return life expectancy at birth computed for 2014 beside the published value of 2013-15, by authority and sex.

    Published values are for the boundaries of 2019. An authority of 2014 is compared when it was one of those, or was
    merged whole into one; then the counts are added up first. Left out are the City of London (nothing published), the
    Isles of Scilly (whose deaths are counted with Cornwall's) and Somerset West and Taunton, which stood four years.

    Parameters
    ----------
    counts
        Raw table `deaths_population_la_2014`.
    life_expectancy
        Raw table `life_expectancy_la`.
    names, successors
        Area names and successors by code.

    Returns
    -------
    DataFrame
        `area_code, area, sex, computed, lower, upper, published, difference, within`; `within` says whether the
        published value lies within the computed limits.
    """
    published = life_expectancy[
        (life_expectancy["series"] == "ons_2001_2018")
        & (life_expectancy["period"] == "2013-15")
        & (life_expectancy["age"] == 0)
    ]
    known = set(published["area_code"])
    code = counts["area_code"].where(counts["area_code"].isin(known), counts["area_code"].map(successors))
    merged = counts.assign(area_code=code)[code.isin(known)]
    merged = merged.groupby(["area_code", "sex", "age_start"], as_index=False)[["deaths", "population"]].sum()
    computed = stats.life_expectancy(merged, ["area_code", "sex"], open_age=90)
    table = computed[computed["age_start"] == 0].merge(
        published[["area_code", "sex", "value"]], on=["area_code", "sex"], suffixes=("", "_published")
    )
    table = table.rename(columns={"value": "computed", "value_published": "published"})
    table["difference"] = table["computed"] - table["published"]
    table["within"] = table["published"].between(table["lower"], table["upper"])
    table.insert(1, "area", table["area_code"].map(names))
    table = table.dropna(subset=["computed", "published"])
    columns = ["computed", "lower", "upper", "published", "difference", "within"]
    return table[["area_code", "area", "sex", *columns]].reset_index(drop=True)
