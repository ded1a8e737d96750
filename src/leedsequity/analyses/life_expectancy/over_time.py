"""What is published over time: the report's table, life expectancy, the slope index. Values are years.

Series that rest on different populations are kept apart by a column, never joined.
"""

import pandas as pd

from leedsequity.errors import InputError

# The series drawn as trends; each is one publisher's.
TREND_SERIES = {
    "ons_2001_2018": "ONS, 2001-03 to 2016-18, as then published",
    "ohid_90366": "OHID, 2015-17 on, populations revised after Census 2021",
}


def centre_year(period: pd.Series) -> pd.Series:
    """Return the middle year of three-year periods: 2014 for `2013-15`."""
    return period.str[:4].astype(int) + 1


def roles(area_code: pd.Series, area: str, comparator: str) -> pd.Series:
    """Return how much each area stands out in a chart: `focus`, `reference` or `context`.

    An InputError if an area is to be compared with itself.
    """
    if area == comparator:
        raise InputError(f"area and comparator are both {area}: choose another comparator")
    return area_code.map({area: "focus", comparator: "reference"}).fillna("context")


def published_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Return the gaps of the report's Table 1 (raw table `published_life_expectancy`), which has no intervals.

    Columns: `sex, period, most_deprived, least_deprived, gap, change` (from the period before).
    """
    wide = table.pivot(index=["sex", "period"], columns="decile", values="value").reset_index()
    gaps = wide.rename(columns={1: "most_deprived", 10: "least_deprived"}).rename_axis(columns=None)
    gaps["gap"] = gaps["least_deprived"] - gaps["most_deprived"]
    gaps["change"] = gaps.groupby("sex")["gap"].diff()
    return gaps


def trends(
    life_expectancy: pd.DataFrame, area: str, comparator: str, others: dict[str, str]
) -> pd.DataFrame:
    """Return life expectancy at birth over time (raw table `life_expectancy_la`), in the two series that are trends.

    `others` has the names by code of all areas to keep, `area` and `comparator` (codes) among them.
    Columns: `sex, area_code, area, series, period, year` (the middle of the period), `value, role`.
    """
    wanted = life_expectancy["series"].isin([*TREND_SERIES]) & (life_expectancy["age"] == 0)
    return _lines(life_expectancy[wanted], "series", area, comparator, others)


def published_slopes(
    slopes: pd.DataFrame, area: str, comparator: str, names: dict[str, str]
) -> pd.DataFrame:
    """Return the published slope indices over time (raw table `slope_index_la`), of the area and the comparator.

    Columns as from `trends`, with `vintage` in place of `series`; no limits are in the published
    extract.
    """
    return _lines(
        slopes, "vintage", area, comparator, {code: names[code] for code in (area, comparator)}
    )


def _lines(
    table: pd.DataFrame, series: str, area: str, comparator: str, names: dict[str, str]
) -> pd.DataFrame:
    """Return the known values of the areas in `names`, in the order of time, with their names and roles."""
    rows = table[table["area_code"].isin([*names]) & table["value"].notna()]
    code, year = rows["area_code"], centre_year(rows["period"])
    rows = rows.assign(area=code.map(names), year=year, role=roles(code, area, comparator))
    order = ["sex", "area_code", series, "year"]
    rows = rows.sort_values(order, ascending=[True, True, False, True], ignore_index=True)
    return rows[["sex", "area_code", "area", series, "period", "year", "value", "role"]]


def ends(trends: pd.DataFrame) -> pd.DataFrame:
    """Return where the lines of the area and the comparator begin and end, from `trends` or `published_slopes`.

    Columns: `sex, series` (or vintage), `area, first_period, first, last_period, last, change,
    above_comparator`, the area's rows first, men before women; `above_comparator` is the last value
    minus the comparator's of the same period, where it has one.
    """
    shown = trends[trends["role"] != "context"].rename(columns={"vintage": "series"})
    table = shown.groupby(["sex", "series", "role", "area"], sort=False, as_index=False).agg(
        first_period=("period", "first"), first=("value", "first"),
        last_period=("period", "last"), last=("value", "last"),
    )  # fmt: skip
    table["change"] = table["last"] - table["first"]
    keys = ["sex", "series", "last_period"]
    other = table[table["role"] == "reference"].set_index(keys)["last"].rename("other")
    table["above_comparator"] = (table["last"] - table.join(other, on=keys)["other"]).where(
        table["role"] == "focus"
    )
    table = table.sort_values(
        ["role", "sex"], ascending=[True, False], kind="stable", ignore_index=True
    )
    return table.drop(columns="role")
