"""The panel: funding, life expectancy and what else is known of the 147 upper-tier areas, and how their funding fell.

Central funding is Revenue Support Grant and retained business rates (redistributed non-domestic
rates before 2013/14) per resident. A financial year is known by the calendar year in which it
starts, and life expectancy by the middle one of its three years: funding of 2013/14 stands beside
life expectancy of 2012-14.
"""

import pandas as pd

from leedsequity import stats
from leedsequity.analyses.life_expectancy.over_time import centre_year

Frame = pd.DataFrame

PRICES = 2017  # money "in real terms" is in prices of this financial year, 2017/18
FIRST, LAST = 2013, 2017  # the years of the published estimate
SERIES = (  # the one unrounded series; it ends in 2016-18 and is never spliced with another
    "ons_2001_2018"
)
OUTCOMES = {
    (sex, age): f"life_expectancy_{sex}_{age}" for age in (0, 65) for sex in ("male", "female")
}


def deprivation_scores(imd: Frame, people: Frame, areas: Frame) -> pd.Series:
    """Return the average IMD 2019 score of upper-tier areas by code; a county has its districts' mean, by people.

    From the raw tables `imd_la`, `imd_msoa11` (populations of mid-2015, the index's own weights)
    and `areas`.
    """
    county = areas.dropna(subset="upper_tier_code").set_index("code")["upper_tier_code"]
    weight = people.groupby("area_code")["population_2015"].sum()
    score = imd.set_index("area_code")["average_score"]
    upper = weight.index.to_series().map(county).fillna(weight.index.to_series())
    return (score * weight).groupby(upper).sum(skipna=False) / weight.groupby(upper).sum()


def real(money: pd.Series, year: pd.Series, deflators: Frame) -> pd.Series:
    """Return money of financial years in prices of 2017/18, by the GDP deflator (raw table `gdp_deflators`)."""
    level = deflators[deflators["basis"] == "financial year"].set_index("year")["deflator"]
    in_prices: pd.Series = money * level[PRICES] / year.map(level)
    return in_prices


def panel(
    funding: Frame,
    covariates: Frame,
    deflators: Frame,
    life_expectancy: Frame,
    scores: pd.Series,
    areas: Frame,
) -> Frame:
    """Return one row an area and year, 2002 to 2017: life expectancy in all years, money from 2009 on.

    From the raw tables `funding_la`, `covariates_la`, `gdp_deflators`, `life_expectancy_la` and
    `areas`, and `deprivation_scores`. Columns: `area_code, area, region, imd_score, fifth, tenth`
    (1 the most deprived of the 147 areas), `year`, `life_expectancy_<sex>_<age>` (years), the
    columns of `funding` and `covariates`, and central funding per person of the time and in prices
    of 2017/18: `funding`, `funding_real`. Ordered by area and year.
    """
    life = life_expectancy[life_expectancy["series"] == SERIES]
    life = life.assign(
        year=centre_year(life["period"]),
        outcome="life_expectancy_" + life["sex"] + "_" + life["age"].astype(str),
    ).pivot(index=["area_code", "year"], columns="outcome", values="value")[list(OUTCOMES.values())]
    known = areas.set_index("code")
    codes = funding["area_code"].drop_duplicates().sort_values(ignore_index=True)
    who = pd.DataFrame(
        {"area_code": codes, "area": codes.map(known["name"]), "region": codes.map(known["region"])}
    )
    who["imd_score"] = codes.map(scores)
    who["fifth"], who["tenth"] = (
        stats.quantiles(who["imd_score"], 5),
        stats.quantiles(who["imd_score"]),
    )
    keys = ["area_code", "year"]
    money = funding.rename(columns={"central_funding_per_person": "funding"})
    money["funding_real"] = real(money["funding"], money["year"], deflators)
    table = who.merge(life.reset_index(), on="area_code").merge(money, on=keys, how="left")
    table = table.merge(covariates.drop(columns=["weighted", "marker"]), on=keys, how="left")
    return table.sort_values(keys, ignore_index=True)


def funding_change(table: Frame, first: int = FIRST, last: int = LAST) -> Frame:
    """Return how each area's central funding per person changed between two financial years.

    Columns: `area_code, area, region, fifth`; `funding_first, funding_last, change, change_percent`
    in pounds of the time; `real_first, real_last, real_change, real_change_percent` in prices of
    2017/18; `place` (1 = the deepest cut in pounds of the time); `caution` (single years that
    jump).
    """
    wide = table.pivot(index="area_code", columns="year", values=["funding", "funding_real"])
    result = table.drop_duplicates("area_code").set_index("area_code")[["area", "region", "fifth"]]
    for column, prefix in (("funding", ""), ("funding_real", "real_")):
        then, now = wide[column][first], wide[column][last]
        result[f"{prefix or 'funding_'}first"], result[f"{prefix or 'funding_'}last"] = then, now
        result[f"{prefix}change"], result[f"{prefix}change_percent"] = (
            now - then,
            100 * (now / then - 1),
        )
    result["place"] = result["change"].rank(method="min").astype(int)
    jumps = table[table["jump"].eq(True) & table["year"].between(first, last)]
    years = jumps.groupby("area_code")["year"].agg(lambda year: ", ".join(year.astype(str)))
    result["caution"] = ("jumps in " + years).reindex(result.index).fillna("")
    return result.reset_index()


def by_group(change: Frame, group: str) -> Frame:
    """Return the unweighted means of `funding_change` over the areas of each group, `fifth` or `region`.

    Columns: the group, `areas, funding_first, funding_last, change, change_percent` (of the mean),
    `real_change`.
    """
    groups = change.groupby(group)
    means = groups[["funding_first", "funding_last", "change", "real_change"]].mean()
    means.insert(0, "areas", groups.size())
    means.insert(4, "change_percent", 100 * means["change"] / means["funding_first"])
    return means.reset_index()
