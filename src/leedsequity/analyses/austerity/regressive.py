"""Whether the cuts were regressive: revenue by tenths of deprivation, service spending by region, in real terms."""

import pandas as pd

from leedsequity.analyses.austerity.panel import real

FIRST, LAST = (
    2009,
    2017,
)  # the documents' years end in 2019/20; the returns used here end in 2017/18
REVENUE = [
    "revenue_support_grant", "business_rates", "area_based_grant", "local_services_support_grant",
    "council_tax_requirement",
]  # fmt: skip
# Education moved to academies and public health came from the NHS: neither change is a cut, so both
# are left out.
NOT_COMPARABLE = ["education", "police", "fire", "public_health"]
# What the report gives for each kind of group, and its names of the groups.
MEASURES = {"tenth": "fall in fiscal revenue per person", "region": "fall in spending per person"}
PLACES = {
    "most deprived tenth of councils": 1,
    "least deprived tenth of councils": 10,
    "Yorkshire and the Humber": "Yorkshire and The Humber",
}


def per_person(panel: pd.DataFrame, deflators: pd.DataFrame) -> pd.DataFrame:
    """Return revenue and spending of each area and year from 2009/10, in thousand pounds of 2017/18.

    Columns: `area_code, area, region, tenth, year, population, revenue` (grants, rates and council
    tax), `spending` (on services, without education, police, fire and public health).
    """
    rows = panel.dropna(subset="funding")
    revenue = rows[REVENUE].sum(axis=1)
    spending = rows["total_service_expenditure"] - rows[NOT_COMPARABLE].sum(axis=1)
    kept = rows[["area_code", "area", "region", "tenth", "year", "population"]]
    return kept.assign(
        revenue=real(revenue, rows["year"], deflators),
        spending=real(spending, rows["year"], deflators),
    )


def change(rows: pd.DataFrame, group: str, money: str) -> pd.DataFrame:
    """Return the change from 2009/10 to 2017/18 of money per person by group: all its money over all its people.

    `rows` are from `per_person`, `group` is `tenth` or `region`, `money` is `revenue` or
    `spending`. Columns: the group, `areas, first, last, change` (pounds of 2017/18 per person),
    `change_percent`, and `unweighted_percent` (the change of the plain mean of the areas' amounts
    per person).
    """
    ends = rows[rows["year"].isin([FIRST, LAST])].assign(
        each=lambda r: 1000 * r[money] / r["population"]
    )
    sums = ends.groupby([group, "year"])[[money, "population"]].sum()
    level = (1000 * sums[money] / sums["population"]).unstack()
    plain = ends.groupby([group, "year"])["each"].mean().unstack()
    table = pd.DataFrame({"areas": ends[ends["year"] == LAST].groupby(group).size()})
    table["first"], table["last"] = level[FIRST], level[LAST]
    table["change"] = table["last"] - table["first"]
    table["change_percent"] = 100 * table["change"] / table["first"]
    table["unweighted_percent"] = 100 * (plain[LAST] / plain[FIRST] - 1)
    return table.reset_index()


def beside_published(table: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Add what the report prints (raw table `published_funding`) for the tenths or the regions that it names.

    Added to the table, from `change`: `published_percent, published_change` (pounds per person,
    prices not stated) and `printed`. Falls are printed without a sign, and get one here.
    """
    group = table.columns[0]
    stated = published[published["measure"] == MEASURES[group]]
    stated = stated.assign(place=stated["group"].replace(PLACES), value=-stated["value"])
    wide = stated.pivot(index="place", columns="unit", values="value")
    wide = wide.reindex(columns=["%", "£ per person"])
    percent, money = (table[group].map(wide[unit]).astype(float) for unit in wide)
    printed = table[group].map(stated.groupby("place")["printed"].agg(", ".join))
    return table.assign(published_percent=percent, published_change=money, printed=printed)


def dots(table: pd.DataFrame, focus: str = "") -> pd.DataFrame:
    """Return the table as dots of a chart: the row named `focus` stands out, and what is printed has rows of its own.

    Columns: the group, `change_percent, role`; without a focus all of our own rows stand out.
    """
    group = table.columns[0]
    role = table[group].eq(focus).map({True: "focus", False: "context"}) if focus else "focus"
    stated = table.dropna(subset="published_percent").assign(role="reference")
    stated["change_percent"] = stated["published_percent"]
    columns = [group, "change_percent", "role"]
    return pd.concat([table.assign(role=role)[columns], stated[columns]], ignore_index=True)
