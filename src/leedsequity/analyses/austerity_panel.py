"""Notebook 02's panel: funding and life expectancy of 147 upper-tier areas, and how money fell.

Central funding is Revenue Support Grant and retained business rates (redistributed non-domestic
rates before 2013/14) per resident. A financial year is known by the calendar year in which it
starts, and life expectancy by the middle one of its three years: funding of 2013/14 stands beside
life expectancy of 2012-14.
"""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from leedsequity import stats
from leedsequity.analyses.published_life_expectancy import centre_year
from leedsequity.places import Place
from leedsequity.vocabulary import SEXES

Frame = pd.DataFrame

PRICES = 2017  # money "in real terms" is in prices of this financial year, 2017/18
FIRST, LAST = 2013, 2017  # the years of the published estimate
RETURNS_FROM = 2009  # the first year with returns; the report's years begin there, and end in 2019
SERIES = "ons_2001_2018"  # the one unrounded series; it is never spliced with another
OUTCOMES = {(sex, age): f"life_expectancy_{sex}_{age}" for age in (0, 65) for sex in SEXES}
# Central funding with the grants that were rolled into it later.
CENTRAL = [
    "revenue_support_grant", "business_rates", "area_based_grant", "local_services_support_grant"
]  # fmt: skip
REVENUE = [*CENTRAL, "council_tax_requirement"]
# Education moved to academies and public health came from the NHS: neither change is a cut, so both
# are left out.
NOT_COMPARABLE = ["education", "police", "fire", "public_health"]
# What the report gives for each kind of group, and its names of the groups.
PRINTED = {"tenth": "fall in fiscal revenue per person", "region": "fall in spending per person"}
PRINTED_GROUPS = {
    "most deprived tenth of councils": 1,
    "least deprived tenth of councils": 10,
    "Yorkshire and the Humber": "Yorkshire and The Humber",
}


def deprivation_scores(imd: Frame, people: Frame, areas: Frame) -> pd.Series:
    """Return the average IMD 2019 score of upper-tier areas by code.

    A county has the mean of its districts, weighted by people. From the raw tables `imd_la`,
    `imd_msoa11` (populations of mid-2015, the index's own weights) and `areas`.
    """
    county = areas.dropna(subset="upper_tier_code").set_index("code")["upper_tier_code"]
    weight = people.groupby("area_code")["population_2015"].sum()
    score = imd.set_index("area_code")["average_score"]
    upper = weight.index.to_series().map(county).fillna(weight.index.to_series())
    return (score * weight).groupby(upper).sum(skipna=False) / weight.groupby(upper).sum()


def real(money: pd.Series, year: pd.Series, deflators: Frame) -> pd.Series:
    """Return money of financial years in prices of 2017/18, by raw table `gdp_deflators`."""
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
    """Return a row an area and year, 2002 to 2017: life expectancy in all, money from 2009 on.

    From the raw tables `funding_la`, `covariates_la`, `gdp_deflators`, `life_expectancy_la` and
    `areas`, and `deprivation_scores`. Columns: `area_code, area, region, imd_score, fifth, tenth`
    (1 the most deprived of the 147 areas), `year`, `life_expectancy_<sex>_<age>` (years), the
    columns of `funding` and `covariates`, and money per person: `funding` (central, of the time),
    `funding_real` (in prices of 2017/18), `funding_percent` (of the area's own of 2013/14, of the
    time), `funding_real_percent` (of that of 2009/10, in prices of 2017/18), `funding_with_grants`
    and `spending_real` (both in prices of 2017/18). Ordered by area and year.
    """
    life = life_expectancy[life_expectancy["series"] == SERIES]
    life = life.assign(
        year=centre_year(life["period"]),
        outcome="life_expectancy_" + life["sex"] + "_" + life["age"].astype(str),
    ).pivot(index=["area_code", "year"], columns="outcome", values="value")[list(OUTCOMES.values())]
    known = areas.set_index("code")
    codes = funding["area_code"].drop_duplicates().sort_values(ignore_index=True)
    table = pd.DataFrame(
        {"area_code": codes, "area": codes.map(known["name"]), "region": codes.map(known["region"])}
    )
    score = codes.map(scores)
    table = table.assign(
        imd_score=score, fifth=stats.quantiles(score, 5), tenth=stats.quantiles(score)
    )
    keys = ["area_code", "year"]
    money = funding.rename(columns={"central_funding_per_person": "funding"})
    per_person = 1000 / money["population"]
    amounts = {
        "funding_real": money["funding"],
        "funding_with_grants": money[CENTRAL].sum(axis=1) * per_person,
        "spending_real": _services(money) * per_person,
    }
    for column, amount in amounts.items():
        money[column] = real(amount, money["year"], deflators)
    for column, of, year in (
        ("funding_percent", "funding", FIRST),
        ("funding_real_percent", "funding_real", RETURNS_FROM),
    ):
        start = money[money["year"] == year].set_index("area_code")[of]
        money[column] = 100 * money[of] / money["area_code"].map(start)
    table = table.merge(life.reset_index(), on="area_code").merge(money, on=keys, how="left")
    table = table.merge(covariates.drop(columns=["weighted", "marker"]), on=keys, how="left")
    return table.sort_values(keys, ignore_index=True)


def funding_change(table: Frame, first: int = FIRST, last: int = LAST) -> Frame:
    """Return how each area's central funding per person changed between two financial years.

    Columns: `area_code, area, region, fifth`; `funding_first, funding_last, change, change_percent`
    in pounds of the time; `real_first, real_last, real_change, real_change_percent` in prices of
    2017/18; `rank` (1 = the deepest cut in pounds of the time); `jumps` (single years in which its
    return jumps).
    """
    wide = table.pivot(index="area_code", columns="year", values=["funding", "funding_real"])
    result = table.drop_duplicates("area_code").set_index("area_code")[["area", "region", "fifth"]]
    for column, ends, prefix in (("funding", "funding_", ""), ("funding_real", "real_", "real_")):
        then, now = wide[column][first], wide[column][last]
        result[f"{ends}first"], result[f"{ends}last"] = then, now
        result[f"{prefix}change"] = now - then
        result[f"{prefix}change_percent"] = 100 * (now / then - 1)
    result["rank"] = result["change"].rank(method="min").astype(int)
    jumps = table[table["jump"].eq(True) & table["year"].between(first, last)]
    years = jumps.groupby("area_code")["year"].agg(lambda year: ", ".join(year.astype(str)))
    result["jumps"] = years.reindex(result.index).fillna("")
    return result.reset_index()


def most_and_least(table: Frame) -> Frame:
    """Return, in a row, how the loss of the most deprived group compares with the least's.

    From a table by group, the most deprived first, with `change` (pounds per person) and
    `change_percent`. Columns: `most, least` (pounds lost), `most_percent, least_percent` (lost),
    and which loss of the most deprived is, in whole numbers: `pounds` (`more`, `fewer`, `as many`)
    and `share` (`a larger`, `a smaller`, `the same`).
    """
    first, last = table.iloc[0], table.iloc[-1]
    row = {
        "most": -first["change"],
        "least": -last["change"],
        "most_percent": -first["change_percent"],
        "least_percent": -last["change_percent"],
    }
    pounds = np.sign(round(row["most"]) - round(row["least"]))
    share = np.sign(round(row["most_percent"]) - round(row["least_percent"]))
    row["pounds"] = {1: "more", -1: "fewer", 0: "as many"}[pounds]
    row["share"] = {1: "a larger", -1: "a smaller", 0: "the same"}[share]
    return pd.DataFrame([row])


def fall_beside_published(change: Frame, real: Frame, paper: Frame) -> Frame:
    """Return how far central funding per person fell over areas, beside what the paper prints.

    From `funding_change` to 2017 and to 2016, and the raw table `published_austerity`. Columns:
    `basis` (whose, prices and years), `fall` and `fall_percent` of the mean over areas, and
    `lowest` and `highest`, the ends of the areas' changes, in pounds.
    """
    rows = []
    for basis, table, prefix, first in (
        ("ours, pounds of the time, 2013/14 to 2017/18", change, "", "funding_first"),
        ("ours, prices of 2017/18, 2013/14 to 2016/17", real, "real_", "real_first"),
    ):
        moved, fall = table[f"{prefix}change"], -table[f"{prefix}change"].mean()
        percent = 100 * fall / table[first].mean()
        rows.append((basis, fall, percent, moved.min(), moved.max()))
    printed = paper.set_index(["measure", "unit"])["value"].to_dict()
    per_person = "central funding per person"
    cells = [
        (f"fall in mean {per_person}", "£"),
        (f"fall in mean {per_person}", "%"),
        (f"lowest change in {per_person}", "£"),
        (f"highest change in {per_person}", "£"),
    ]
    rows.append(("the paper, 2013 to 2017", *(printed[cell] for cell in cells)))
    return pd.DataFrame(rows, columns=["basis", "fall", "fall_percent", "lowest", "highest"])


def nearest(area: Place, known: Mapping[str, Place], served: Collection[str]) -> str:
    """Return the code of the area of the panel to ask for in place of one that is not there.

    The county above it, or the one area of the panel that became it; "" where there is neither.
    `known` are all places by code, `served` the codes of the panel.
    """
    if area.upper_tier_code in served:
        return area.upper_tier_code
    before = [code for code, other in known.items() if other.successor == area.code]
    found = [code for code in before if code in served]
    return found[0] if len(found) == 1 else ""


def revenue_and_spending(table: Frame, deflators: Frame) -> Frame:
    """Return revenue and spending of areas by year from 2009/10, in thousand pounds of 2017/18.

    Columns: `area_code, area, region, tenth, year, population, revenue` (grants, rates and council
    tax), `spending` (on services, without education, police, fire and public health).
    """
    rows = table.dropna(subset="funding")
    revenue = rows[REVENUE].sum(axis=1)
    spending = _services(rows)
    kept = rows[["area_code", "area", "region", "tenth", "year", "population"]]
    return kept.assign(
        revenue=real(revenue, rows["year"], deflators),
        spending=real(spending, rows["year"], deflators),
    )


def _services(rows: Frame) -> pd.Series:
    return rows["total_service_expenditure"] - rows[NOT_COMPARABLE].sum(axis=1)


def money_change(rows: Frame, group: str, money: str) -> Frame:
    """Return by group how money per person changed from 2009/10 to 2017/18.

    It is all money of a group over all its people. `rows` are from `revenue_and_spending`, `group`
    is `tenth` or `region`, `money` is `revenue` or `spending`. Columns: the group, `areas, first,
    last, change` (pounds of 2017/18 per person), `change_percent`, and `unweighted_percent` (the
    change of the plain mean of the areas' amounts per person).
    """
    ends = rows[rows["year"].isin([RETURNS_FROM, LAST])].assign(
        each=lambda r: 1000 * r[money] / r["population"]
    )
    sums = ends.groupby([group, "year"])[[money, "population"]].sum()
    level = (1000 * sums[money] / sums["population"]).unstack()
    plain = ends.groupby([group, "year"])["each"].mean().unstack()
    table = pd.DataFrame({"areas": ends[ends["year"] == LAST].groupby(group).size()})
    table["first"], table["last"] = level[RETURNS_FROM], level[LAST]
    table["change"] = table["last"] - table["first"]
    table["change_percent"] = 100 * table["change"] / table["first"]
    table["unweighted_percent"] = 100 * (plain[LAST] / plain[RETURNS_FROM] - 1)
    return table.reset_index()


def with_printed(table: Frame, published: Frame) -> Frame:
    """Add what the report prints for the tenths or the regions that it names.

    From the raw table `published_funding`, added to `money_change`: `published_percent,
    published_change` (pounds per person, prices not stated) and `printed`. Falls are printed
    without a sign, and get one here.
    """
    group = table.columns[0]
    stated = published[published["measure"] == PRINTED[group]]
    stated = stated.assign(place=stated["group"].replace(PRINTED_GROUPS), value=-stated["value"])
    wide = stated.pivot(index="place", columns="unit", values="value")
    wide = wide.reindex(columns=["%", "£ per person"])
    percent, money = (table[group].map(wide[unit]).astype(float) for unit in wide)
    printed = table[group].map(stated.groupby("place")["printed"].agg(", ".join))
    return table.assign(published_percent=percent, published_change=money, printed=printed)


def dots(table: Frame) -> Frame:
    """Return a table of `with_printed` as dots of a chart; what is printed has rows of its own.

    Columns: the group, `change_percent, role` (`focus`; `reference` for what is printed).
    """
    columns = [table.columns[0], "change_percent", "role"]
    stated = table.dropna(subset="published_percent").assign(role="reference")
    stated["change_percent"] = stated["published_percent"]
    return pd.concat([table.assign(role="focus")[columns], stated[columns]], ignore_index=True)
