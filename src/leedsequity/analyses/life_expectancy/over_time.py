"""What is published over time: the report's table, life expectancy, the slope index. Values are years.

Series that rest on different populations are kept apart by a column, never joined.
"""

import pandas as pd

from leedsequity.errors import InputError

Names = dict[str, str]

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

    Raises
    ------
    InputError
        If an area is to be compared with itself.
    """
    if area == comparator:
        raise InputError(f"area and comparator are both {area}: choose another comparator")
    return area_code.map({area: "focus", comparator: "reference"}).fillna("context")


def published_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Return the gaps of the report's Table 1, by sex and period, and their change from the period before.

    Parameters
    ----------
    table
        Raw table `published_life_expectancy`.

    Returns
    -------
    DataFrame
        `sex, period, most_deprived, least_deprived, gap, change`. The table has no intervals, so none can be given.
    """
    wide = table.pivot(index=["sex", "period"], columns="decile", values="value").reset_index()
    gaps = wide[["sex", "period"]].assign(most_deprived=wide[1], least_deprived=wide[10])
    gaps["gap"] = gaps["least_deprived"] - gaps["most_deprived"]
    gaps["change"] = gaps.groupby("sex")["gap"].diff()
    return gaps.rename_axis(columns=None)


def trends(life_expectancy: pd.DataFrame, area: str, comparator: str, others: Names) -> pd.DataFrame:
    """Return life expectancy at birth over time, in the two series that are trends.

    Parameters
    ----------
    life_expectancy
        Raw table `life_expectancy_la`.
    area, comparator
        Area codes.
    others
        Names by code of all areas to keep, `area` and `comparator` among them.

    Returns
    -------
    DataFrame
        `sex, area_code, area, series, period, year, value, role`; `year` is the middle of the period.
    """
    table = life_expectancy[
        life_expectancy["area_code"].isin([*others])
        & life_expectancy["series"].isin([*TREND_SERIES])
        & (life_expectancy["age"] == 0)
        & life_expectancy["value"].notna()
    ]
    return pd.DataFrame(
        {
            "sex": table["sex"],
            "area_code": table["area_code"],
            "area": table["area_code"].map(others),
            "series": table["series"],
            "period": table["period"],
            "year": centre_year(table["period"]),
            "value": table["value"],
            "role": roles(table["area_code"], area, comparator),
        }
    ).sort_values(["sex", "area_code", "series", "year"], ignore_index=True, ascending=[True, True, False, True])


def published_slopes(slopes: pd.DataFrame, area: str, comparator: str, names: Names) -> pd.DataFrame:
    """Return the published slope indices over time, of the area and the comparator, both vintages.

    Parameters
    ----------
    slopes
        Raw table `slope_index_la`.
    area, comparator
        Area codes.
    names
        Area names by code.

    Returns
    -------
    DataFrame
        `sex, area_code, area, vintage, period, year, value, role`; no limits are in the published extract.
    """
    table = slopes[slopes["area_code"].isin([area, comparator]) & slopes["value"].notna()]
    result = table[["sex", "area_code"]].assign(area=table["area_code"].map(names))
    for column in ("vintage", "period"):
        result[column] = table[column]
    result["year"] = centre_year(table["period"])
    return result.assign(value=table["value"], role=roles(table["area_code"], area, comparator)).sort_values(
        ["sex", "area_code", "vintage", "year"], ignore_index=True, ascending=[True, True, False, True]
    )


def ends(trends: pd.DataFrame) -> pd.DataFrame:
    """Return where the lines of the area and the comparator begin and end.

    Parameters
    ----------
    trends
        From `trends` or `published_slopes`, whose lines are told apart by `series` or `vintage`.

    Returns
    -------
    DataFrame
        `sex, series, area, first_period, first, last_period, last, change, above_comparator`, the area's rows
        first, men before women; `above_comparator` is the last value minus the comparator's of the same period, where
        it has one.
    """
    series = "series" if "series" in trends else "vintage"
    shown = trends[trends["role"] != "context"]
    keys = ["sex", series, "role", "area"]
    lines = shown.groupby(keys, sort=False)[["period", "value"]].agg(["first", "last"])
    lines.columns = ["first_period", "last_period", "first", "last"]
    table = lines.reset_index().rename(columns={series: "series"})
    table["change"] = table["last"] - table["first"]
    other = table[table["role"] == "reference"].set_index(["sex", "series", "last_period"])["last"]
    same = pd.MultiIndex.from_frame(table[["sex", "series", "last_period"]])
    table["above_comparator"] = (table["last"] - other.reindex(same).to_numpy()).where(table["role"] == "focus")
    columns = [
        "sex",
        "series",
        "area",
        "first_period",
        "first",
        "last_period",
        "last",
        "change",
        "above_comparator",
    ]
    return table.sort_values(["role", "sex"], ascending=[True, False], kind="stable", ignore_index=True)[columns]
