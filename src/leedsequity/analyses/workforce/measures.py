"""The numbers of notebook 05: published pairs, low pay, employment and income, an employer's staff.

`area` and `comparator` are codes; `others` has the names by code of all areas to keep, both among them.
"""

import pandas as pd

from leedsequity import indicators, stats
from leedsequity.analyses.life_expectancy.over_time import roles
from leedsequity.analyses.programmes import reach
from leedsequity.raw.partner_schemas import BROAD_GROUPS, DECILES

#: The raw tables of the people an employer's staff are compared with.
RESIDENTS = ("imd_lsoa11", "lsoa11_lsoa21", "population_lsoa11", "population_lsoa21", "ethnicity_lsoa21")

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

    Columns: `measure, group, period, value, reference, reference_value, difference, ratio`; values in per cent,
    difference in percentage points, group minus reference. No denominators are printed, so there are no intervals.
    """
    values = table[["measure", "group", "period", "value"]]
    other = values.drop(columns="period").rename(columns={"group": "reference", "value": "reference_value"})
    pairs = _PAIRS.merge(values, on=["measure", "group"]).merge(other, on=["measure", "reference"])
    pairs = pairs[["measure", "group", "period", "value", "reference", "reference_value"]]
    difference, ratio = pairs["value"] - pairs["reference_value"], pairs["value"] / pairs["reference_value"]
    return pairs.assign(difference=difference, ratio=ratio)


def low_pay(series: pd.DataFrame, area: str, comparator: str, others: dict[str, str]) -> pd.DataFrame:
    """Return the share of jobs paid below the Real Living Wage, April 2022, in order of the share.

    From the raw table `indicator_series`; areas whose figure is not published, or not precise enough for its publisher,
    are left out, and so are those with an error of 0, as for a share of 0 in a sample. Columns: `sex, area_code, area,
    value, se, lower, upper, role, doubt`; per cent of the jobs at a place of work, `sex` also "persons". The error is
    the published coefficient of variation times the value, the limits at 95%; `doubt` says why a value is not to be
    quoted, and is empty where it may be.
    """
    rows = series[(series["series"] == "jobs_below_living_wage") & series["area_code"].isin([*others])]
    rows = rows[rows["value"].notna() & (rows["cv"] > 0)]
    se = rows["cv"] / 100 * rows["value"]
    margin = stats.z_value(0.95) * se
    result = rows[["area_code", "value"]].assign(
        sex=rows["group"].replace("all", "persons"), area=rows["area_code"].map(others), se=se,
        lower=rows["value"] - margin, upper=rows["value"] + margin, role=roles(rows["area_code"], area, comparator),
        doubt=rows["area_code"].map(lambda code: indicators.doubts(code).get("jobs_below_living_wage", "")),
    )  # fmt: skip
    result = result[["sex", "area_code", "area", "value", "se", "lower", "upper", "role", "doubt"]]
    return result.sort_values(["sex", "value"], ascending=False, kind="stable", ignore_index=True)


def women_and_men(pay: pd.DataFrame) -> pd.DataFrame:
    """Return the difference and ratio of women's jobs to men's in each area, from `low_pay`, with 95% limits."""
    return stats.gap(pay[pay["sex"] != "persons"], ["area"], group="sex", reference="male", se="se")


def over_time(table: pd.DataFrame, measure: str, area: str, comparator: str, others: dict[str, str]) -> pd.DataFrame:
    """Return a measure of the raw table `employment_income_la` since 2004, the area's rows first.

    `measure` is `employment_rate` (per cent, with the publisher's 95% limits) or `household_income_per_head`, which has
    no limits and is given as per cent of the comparator's in the same year: money of different years cannot be compared
    as it is. Columns: `area_code, area, year, value, lower, upper, role`, and `pounds` of income.
    """
    rows = table[(table["measure"] == measure) & table["area_code"].isin([*others])]
    result = rows[["area_code", "year", "value", "lower", "upper"]]
    result.insert(1, "area", rows["area_code"].map(others))
    if measure == "household_income_per_head":
        against = result[result["area_code"] == comparator].set_index("year")["value"]
        result = result.assign(pounds=result["value"], value=100 * result["value"] / result["year"].map(against))
    result["role"] = roles(result["area_code"], area, comparator)
    order = result["role"].map(["focus", "reference", "context"].index)
    return result.assign(order=order).sort_values(["order", "area", "year"], ignore_index=True).drop(columns="order")


def ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the first and the last year of the area and its comparator, from `over_time`.

    Columns: `area, first_year, first, first_lower, first_upper, last_year, last, last_lower, last_upper`: the first and
    the last year that has a value, with the limits of that year, missing where that year has none.
    """
    shown = rows[(rows["role"] != "context") & rows["value"].notna()].astype({"year": "str"})
    shown = shown[["area", "year", "value", "lower", "upper"]]
    first, last = (
        shown.drop_duplicates("area", keep=end).set_index("area").add_prefix(f"{end}_") for end in ("first", "last")
    )
    return first.join(last).rename(columns={"first_value": "first", "last_value": "last"}).reset_index()


def representation(staff: pd.DataFrame, tables: dict[str, pd.DataFrame], here: str, policy: str) -> pd.DataFrame:
    """Return how an employer's staff compare with the residents of an area, disclosure-controlled.

    `staff` are rows of a partner's file (`breakdown, group, staff`), `tables` the raw tables of `RESIDENTS`, `here` is
    the name of their area, `policy` a disclosure policy. Columns: `breakdown`, those of `release.representation`, and
    `residents_of`, which is `here`: deciles (Index of Multiple Deprivation 2019) against residents of mid-2022, ethnic
    groups against those of Census 2021, all ages.
    """
    living = {
        "imd_decile": reach.by_decile(tables),
        "ethnic_group": tables["ethnicity_lsoa21"].groupby("broad_group")["count"].sum(),
    }
    counts = {str(name): rows.set_index("group")["staff"] for name, rows in staff.groupby("breakdown")}
    orders = {"imd_decile": DECILES, "ethnic_group": BROAD_GROUPS}
    table = reach.compared(counts, {name: orders[name] for name in orders if name in counts}, living, policy)
    return table.assign(residents_of=here)
