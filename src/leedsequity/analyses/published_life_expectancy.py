"""Life expectancy as published over time, and how it differs within areas. Values are years.

Series that rest on different populations are kept apart by a column, never joined. Gaps and slopes
are least minus most deprived, so that they are above zero where the least deprived live longer.
`deciles` is the raw table `life_expectancy_la_decile`; limits are at 95%, from its standard errors.
"""

import numpy as np
import pandas as pd

from leedsequity import stats
from leedsequity.errors import InputError

# The series drawn as trends; each is one publisher's.
TREND_SERIES = {
    "ons_2001_2018": "ONS, 2001-03 to 2016-18, as then published",
    "ohid_90366": "OHID, 2015-17 on, populations revised after Census 2021",
    "ons_2021_23": "ONS, 2021-23, populations revised after Census 2021",
}
# The publications of the slope index.
VINTAGES = {
    "pre_census_2021": "before populations were revised",
    "census_2021": "populations revised after Census 2021",
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


def less_or_more(difference: pd.Series) -> pd.Series:
    """Return how differences of years are told, to the 0.1 published: `less`, `more`, `the same`.

    Not tested; empty where the difference is missing.
    """
    told = difference.round(1)
    words = np.select([told < 0, told > 0, told == 0], ["less", "more", "the same"], "")
    return pd.Series(words, difference.index)


def clear(lower: pd.Series, upper: pd.Series) -> pd.Series:
    """Return what the 95% limits of differences allow to be said: `less`, `more`, or neither.

    Where they hold 0, or are missing, it is `no clear difference`.
    """
    words = np.select([upper < 0, lower > 0], ["less", "more"], "no clear difference")
    return pd.Series(words, lower.index)


def trends(
    life_expectancy: pd.DataFrame, area: str, comparator: str, others: dict[str, str]
) -> pd.DataFrame:
    """Return life expectancy at birth over time in two series of `life_expectancy_la`.

    `others` has the names by code of all areas to keep, `area` and `comparator` (codes) among them.
    The second series is OHID's; of an area that it leaves out, such as a county, it is the newest
    of ONS, one period. Columns: `sex, area_code, area, series, period, year` (the middle of the
    period), `value, role`.
    """
    has_ohid = area in set(
        life_expectancy.loc[life_expectancy["series"] == "ohid_90366", "area_code"]
    )
    series = [*TREND_SERIES][:2] if has_ohid else [*TREND_SERIES][::2]
    wanted = life_expectancy["series"].isin(series) & (life_expectancy["age"] == 0)
    return _lines(life_expectancy[wanted], "series", area, comparator, others)


def published_slopes(
    slopes: pd.DataFrame, area: str, comparator: str, names: dict[str, str]
) -> pd.DataFrame:
    """Return the published slope indices (raw table `slope_index_la`) of area and comparator.

    Columns as from `trends`, with `vintage` in place of `series`; no limits are in the published
    extract.
    """
    return _lines(
        slopes, "vintage", area, comparator, {code: names[code] for code in (area, comparator)}
    )


def _lines(
    table: pd.DataFrame, series: str, area: str, comparator: str, names: dict[str, str]
) -> pd.DataFrame:
    """Return the known values of the areas in `names` by time, with their names and roles."""
    rows = table[table["area_code"].isin([*names]) & table["value"].notna()]
    code, year = rows["area_code"], centre_year(rows["period"])
    rows = rows.assign(area=code.map(names), year=year, role=roles(code, area, comparator))
    rows["begins"] = rows.groupby(["sex", "area_code", series])["year"].transform("min")
    rows = rows.sort_values(["sex", "area_code", "begins", "year"], ignore_index=True)
    return rows[["sex", "area_code", "area", series, "period", "year", "value", "role"]]


def ends(trends: pd.DataFrame) -> pd.DataFrame:
    """Return where the lines of `trends` or `published_slopes` begin and end.

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


_KEY = ["area_code", "sex"]


def local_deciles(deciles: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return life expectancy by decile formed within an area, 2014-16; empty where there are none.

    Columns: `sex, decile, rank` (the middle of the decile's place in the area's population from
    most, 0, to least deprived, 1), `population, deaths, value, lower, upper`.
    """
    own = _with_limits(deciles[deciles["area_code"] == area])
    table = own.sort_values(["sex", "decile"], ignore_index=True)
    share = table["population"] / table.groupby("sex")["population"].transform("sum")
    table["rank"] = share.groupby(table["sex"]).cumsum() - share / 2
    return table[["sex", "decile", "rank", "population", "deaths", "value", "lower", "upper"]]


def decile_inequality(deciles: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return every area's gap between its local deciles 10 and 1, and both indices over all ten.

    Columns: `area_code, area` (from `names` by code), `sex`, `gap`, `sii` and `rii` with `_lower`
    and `_upper`, `most_deprived_live` (less or more than the least deprived decile, as `clear` has
    it), `intercept, reason`. The limits carry the deciles' sampling error, not lack of fit to a
    line.
    """
    slopes = stats.slope_index(deciles, _KEY, quantile="decile", se="se", quantiles=10)
    gaps = stats.gap(_with_limits(deciles), _KEY, group="decile", reference=1, se="se")
    gaps = gaps[(gaps["measure"] == "difference") & (gaps["decile"] == 10)]
    gaps = gaps.rename(columns={"value": "gap", "lower": "gap_lower", "upper": "gap_upper"})
    table = slopes.merge(gaps[[*_KEY, "gap", "gap_lower", "gap_upper"]], on=_KEY, how="left")
    table["area"] = table["area_code"].map(names)
    table["most_deprived_live"] = clear(-table["gap_upper"], -table["gap_lower"])
    columns = [
        f"{measure}{end}" for measure in ("gap", "sii", "rii") for end in ("", "_lower", "_upper")
    ]
    last = ["most_deprived_live", "intercept", "reason"]
    return table[["area_code", "area", "sex", *columns, *last]]


def fitted(local: pd.DataFrame, mine: pd.DataFrame) -> pd.DataFrame:
    """Return `local_deciles` with the line that the slope index of `decile_inequality` compares.

    Added for a chart: `role`, and `start` and `end`, the line's height at the most and the least
    deprived person.
    """
    line = mine.set_index("sex")
    start = local["sex"].map(line["intercept"])
    return local.assign(role="focus", start=start, end=start + local["sex"].map(line["sii"]))


def _with_limits(deciles: pd.DataFrame) -> pd.DataFrame:
    margin = stats.z_value(0.95) * deciles["se"]
    return deciles.assign(lower=deciles["value"] - margin, upper=deciles["value"] + margin)
