"""The findings of notebook 01: sentences made from its results, each with the definition of what it states."""

import pandas as pd

from leedsequity.analyses.life_expectancy.neighbourhood_words import NOT_COMPILED, TOO_FEW
from leedsequity.analyses.life_expectancy.over_time import TREND_SERIES
from leedsequity.analyses.life_expectancy.words import (
    LOCAL,
    PEOPLE,
    among,
    both,
    limits,
    missing,
    moved,
    no_life_table,
    ordinal,
    slope,
)


def published(gaps: pd.DataFrame) -> list[str]:
    """State the gaps of the report's Table 1, from `over_time.published_gaps`."""
    stated = [
        f"{period}: {both(rows, '{gap:.1f}', ', ')}" for period, rows in gaps.groupby("period")
    ]
    return [
        "The report's Table 1 gives gaps in life expectancy at birth between national deciles 10"
        f" and 1 within Leeds of, in years, {'; '.join(stated)}. It has no intervals, so it does"
        " not show whether a gap changed."
    ]


def trends(ends: pd.DataFrame, here: str, there: str) -> list[str]:
    """State where life expectancy began and ended in each series, from `over_time.ends`."""
    said = []
    for _, row in ends[ends["area"] == here].iterrows():
        above = round(row["above_comparator"], 1)
        way = "above" if above > 0 else "below"
        beside = (
            f", {abs(above):.1f} {way} {there}" if above else f", the same as {there} to 0.1 years"
        )
        beside = "" if pd.isna(above) else beside
        said.append(
            f"Life expectancy at birth of {PEOPLE[row['sex']]} in {here}"
            f" ({TREND_SERIES[row['series']]}): {row['first']:.1f} years in {row['first_period']},"
            f" {row['last']:.1f} in {row['last_period']}{beside}."
        )
    return said


def within(mine: pd.DataFrame, place: pd.DataFrame, area: str, here: str) -> list[str]:
    """State the gap and the slope within the area and its place, from the results of those names."""
    if mine.empty:
        return []
    gap = both(mine, lambda row: limits(row, "gap"))
    said = [
        f"Within {here}, {LOCAL}, the range, decile 10 minus decile 1, was in years: {gap}. The"
        f" slope index over all ten was: {both(mine, slope)}. The intervals carry the deciles'"
        " sampling error, not lack of fit to a line."
    ]
    others = place[place["area_code"] != area]
    for sex, rows in others.groupby("sex", sort=False):
        own = place[(place["area_code"] == area) & (place["sex"] == sex)].iloc[0]
        gentler, steeper = (
            (rows["difference_upper"] < 0).sum(),
            (rows["difference_lower"] > 0).sum(),
        )
        said.append(
            f"By that slope {here} is {ordinal(own['place'])} among {among(here, len(rows) + 1)}"
            f" for {PEOPLE[str(sex)]}, the steepest first. Clearly gentler: {gentler}; clearly"
            f" steeper: {steeper} (95% interval of each difference, one by one); not told apart"
            f" from it: {len(rows) - gentler - steeper}."
        )
    return said


def left_out(
    here: str, trends: pd.DataFrame, mine: pd.DataFrame, slopes: pd.DataFrame, msoas: pd.DataFrame,
    life_table: pd.DataFrame, wards: bool,
) -> list[str]:  # fmt: skip
    """State which sections are left out for an area, as those sections do.

    `trends` and `slopes` are their `over_time.ends`, `mine` the rows of `within.decile_inequality`,
    `msoas` from `neighbourhoods.fits`, `life_table` from `one_year.life_table_2014`; `wards` says
    whether wards are served.
    """
    needed = {
        "published life expectancy over time": here in set(trends["area"]),
        "ten local deciles": len(mine) > 0,
        "published slope index": here in set(slopes["area"]),
        TOO_FEW: len(msoas) > 0,
        NOT_COMPILED: wards or msoas.empty,
    }
    said = [missing(here, what) for what, known in needed.items() if not known]
    return said if life_table["value"].notna().any() else [*said, no_life_table(here, life_table)]


def one_year(compared: pd.DataFrame, area: str, here: str) -> list[str]:
    """State how the life table of 2014 compares with the published three years, from `one_year.against_published`."""
    said = [
        f"In {rows['within'].sum()} of {len(rows)} authorities the published value for"
        f" {PEOPLE[str(sex)]} in 2013-15 lies within the 95% interval computed from 2014 alone;"
        f" 2014 is on average {rows['difference'].mean():+.2f} years from it. The two share a year,"
        " so they should agree more often than independent estimates would."
        for sex, rows in sorted(compared.groupby("sex"), reverse=True)
    ]
    own = compared[compared["area_code"] == area]
    if len(own):
        computed = both(
            own, lambda row: limits(row, "computed") + f" against {row['published']:.1f} published"
        )
        said.insert(0, f"Life expectancy at birth in {here} computed from 2014 alone: {computed}.")
    return said


def england(
    checked: pd.DataFrame, years: pd.DataFrame, changes: dict[str, tuple[pd.DataFrame, str, int]]
) -> list[str]:
    """State the agreement with the published deciles and the change of each gap.

    `checked` is from `england.life_expectancy`, `years` (gaps in life expectancy) from
    `england.with_published`; `changes` has for each measure, in words: its `england.change`, its
    unit, and the decimals to show.
    """
    compared = checked.dropna(subset="published")
    worst = compared["difference"].abs().max()
    said = [
        f"Life expectancy computed for England's {len(compared)} national deciles and sexes in"
        f" {compared['period'].iloc[0]} is within {worst:.2f} years of every published value"
        " (published to 0.1)."
    ]
    for measure, (change, unit, decimals) in changes.items():
        told = both(change, lambda row: f"{moved(row)}, {limits(row, decimals=decimals)}")  # noqa: B023  # used at once
        first, final = change["reference"].iloc[0], change["period"].iloc[0]
        said.append(f"{measure}, England, change from {first} to {final}{unit}: {told}.")
    newest = years[years["period"] == years["period"].max()]
    return [
        *said,
        (
            "Between values as published (to 0.1 years, without intervals) England's gap in life"
            f" expectancy, decile 10 minus 1, was in {newest['period'].iloc[0]}:"
            f" {both(newest, '{value:.1f}')} years."
        ),
    ]
