"""The numbers of notebook 05: published pairs, low pay, employment and income, an employer's staff."""

import pandas as pd

from leedsequity import stats
from leedsequity.analyses.life_expectancy.over_time import Names, roles
from leedsequity.analyses.programmes import reach
from leedsequity.raw.partner_schemas import BROAD_GROUPS, DECILES

#: The raw tables of the people an employer's staff are compared with.
RESIDENTS = ("imd_lsoa11", "lsoa11_lsoa21", "population_lsoa21", "ethnicity_lsoa21")

#: The published pairs: measure, group, and the group it is compared with.
_PAIRS = pd.DataFrame(
    [
        ("unemployment rate", "people from ethnic minority backgrounds", "UK"),
        (
            "staff who believe that their trust gives equal opportunities for progression or promotion",
            "ethnic minority staff of NHS trusts",
            "white staff of NHS trusts",
        ),
    ],
    columns=["measure", "group", "reference"],
)


def published_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Return the published pairs of `published_workforce` as a difference and a ratio.

    Returns
    -------
    DataFrame
        `measure, group, period, value, reference, reference_value, difference, ratio`; values in per cent, difference
        in percentage points, group minus reference. No denominators are printed, so there are no intervals.
    """
    keys, values = ["measure", "group"], table[["measure", "group", "period", "value"]]
    other = values[[*keys, "value"]].rename(columns={"group": "reference", "value": "reference_value"})
    pairs = _PAIRS.merge(values, on=keys).merge(other, on=["measure", "reference"])
    pairs = pairs[["measure", "group", "period", "value", "reference", "reference_value"]]
    difference, ratio = pairs["value"] - pairs["reference_value"], pairs["value"] / pairs["reference_value"]
    return pairs.assign(difference=difference, ratio=ratio)


def low_pay(series: pd.DataFrame, area: str, comparator: str, others: Names) -> pd.DataFrame:
    """Return the share of jobs paid below the Real Living Wage, April 2022, in order of the share.

    Parameters
    ----------
    series
        Raw table `indicator_series`; areas whose figure is not published, or not precise enough for its publisher, are
        left out.
    area, comparator, others
        As `over_time`.

    Returns
    -------
    DataFrame
        `sex, area_code, area, value, se, lower, upper, role`; per cent of the jobs at a place of work, `sex` also
        "persons". The error is the published coefficient of variation times the value, the limits at 95%.
    """
    rows = series[(series["series"] == "jobs_below_living_wage") & series["area_code"].isin([*others])]
    rows = rows[rows["value"].notna() & rows["cv"].notna()]
    result = pd.DataFrame({"sex": rows["group"].replace("all", "persons"), "area_code": rows["area_code"]})
    result["area"] = rows["area_code"].map(others)
    result["value"], result["se"] = rows["value"], rows["cv"] / 100 * rows["value"]
    margin = stats.z_value(0.95) * result["se"]
    result["lower"], result["upper"] = result["value"] - margin, result["value"] + margin
    result["role"] = roles(result["area_code"], area, comparator)
    return result.sort_values(["sex", "value"], ascending=False, kind="stable", ignore_index=True)


def women_and_men(pay: pd.DataFrame) -> pd.DataFrame:
    """Return the difference and ratio of women's jobs to men's in each area, from `low_pay`, with 95% limits."""
    return stats.gap(pay[pay["sex"] != "persons"], ["area"], group="sex", reference="male", se="se")


def over_time(table: pd.DataFrame, measure: str, area: str, comparator: str, others: Names) -> pd.DataFrame:
    """Return a measure of `employment_income_la` since 2004 for an area, its comparator and other areas.

    Parameters
    ----------
    table, measure
        `employment_rate` (per cent, with the publisher's 95% limits) or `household_income_per_head`, which is given as
        per cent of the comparator's in the same year: money of different years cannot be compared as it is.
    area, comparator, others
        Codes; names by code of all areas to keep, both among them.

    Returns
    -------
    DataFrame
        `area_code, area, year, value, lower, upper, pounds, role`, the area's rows first; no limits for income.
    """
    rows = table[(table["measure"] == measure) & table["area_code"].isin([*others])]
    result = rows[["area_code"]].assign(area=rows["area_code"].map(others))
    for column in ("year", "value", "lower", "upper"):
        result[column] = rows[column]
    if measure == "household_income_per_head":
        against = result[result["area_code"] == comparator].set_index("year")["value"]
        result["pounds"], result["value"] = result["value"], 100 * result["value"] / result["year"].map(against)
    result["role"] = roles(result["area_code"], area, comparator)
    return result.sort_values(["role", "area", "year"], key=_focus_first, ignore_index=True)


def _focus_first(column: pd.Series) -> pd.Series:
    return column.map(["focus", "reference", "context"].index) if column.name == "role" else column


def ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the first and the last year of the area and its comparator, from `over_time`.

    Columns: `area, first_year, first, first_lower, first_upper, last_year, last, last_lower, last_upper`.
    """
    shown = rows[(rows["role"] != "context") & rows["value"].notna()].astype({"year": "str"})
    lines = shown.groupby("area", sort=False)[["year", "value", "lower", "upper"]]
    first, last = (
        edge.add_prefix(f"{end}_").rename(columns={f"{end}_value": end})
        for end, edge in (("first", lines.first()), ("last", lines.last()))
    )
    return first.join(last).reset_index()


def representation(staff: pd.DataFrame, tables: dict[str, pd.DataFrame], policy: str) -> pd.DataFrame:
    """Return how an employer's staff compare with the residents of its city, disclosure-controlled.

    Parameters
    ----------
    staff, tables, policy
        Rows of a partner's file (`breakdown, group, staff`); the raw tables of `RESIDENTS`; a disclosure policy.

    Returns
    -------
    DataFrame
        `breakdown` and the columns of `release.representation`: deciles (Index of Multiple Deprivation 2019) against
        residents of mid-2022, ethnic groups against those of Census 2021, all ages.
    """
    living = {
        "imd_decile": reach.by_decile(tables),
        "ethnic_group": tables["ethnicity_lsoa21"].groupby("broad_group")["count"].sum(),
    }
    counts = staff.set_index(["breakdown", "group"])["staff"]
    orders = {"imd_decile": DECILES, "ethnic_group": BROAD_GROUPS}
    given = {name: order for name, order in orders.items() if name in counts}
    return reach.compared({name: counts[name] for name in given}, given, living, policy)
