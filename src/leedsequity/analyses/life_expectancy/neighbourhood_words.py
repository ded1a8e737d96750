"""The sections of notebook 01 on neighbourhoods and wards in words. Every number comes from a result."""

from collections.abc import Callable

import pandas as pd

from leedsequity.analyses.life_expectancy import wards as by_ward
from leedsequity.analyses.life_expectancy.neighbourhoods import SCORE
from leedsequity.analyses.life_expectancy.words import (
    PEOPLE,
    Caption,
    both,
    each,
    limits,
    ordinal,
    span,
)

TOO_FEW = "line through five MSOAs or more"
NOT_COMPILED = (
    "small-area tables here (`leedsequity raw compile --area` makes an authority's), or too few"
    " MSOAs"
)


def msoas(fits: pd.DataFrame, dots: pd.DataFrame, here: str) -> Caption:
    """Caption life expectancy of MSOAs against deprivation, from `neighbourhoods.fits` and `neighbourhoods.dots`."""
    own = _weighted(fits, here)
    return Caption(
        finding=f"Years per ten points of deprivation: {both(own, '{slope:.1f}', ', ')}",
        subtitle=(
            f"Life expectancy at birth of the MSOAs of {here}, 2009-13, against their"
            " population-weighted score of the Index of Multiple Deprivation 2019; bars: 95%"
            f" intervals; lines fitted with MSOAs weighted by population: {here}, band: 95%"
            " interval, and all MSOAs of England; named: the lowest and the highest life"
            " expectancy; most deprived on the left"
        ),
        alt=(
            f"Scatter charts for men and women of {own['msoas'].max()} MSOAs, most deprived on the"
            f" left, from {span(dots['value'])} years, with the lines of {here} and England. Years"
            f" per ten points of score: {both(own, _slope)}."
        ),
        note="The index is later than the deaths, and its health domain counts early deaths.",
    )


def wards(table: pd.DataFrame, here: str) -> Caption:
    """Caption the proxy for wards, from `wards.life_expectancy`."""
    focus = table[table["role"] == "focus"]
    name, count = focus["ward21_name"].iloc[0], table["ward21_code"].nunique()
    places = both(focus, lambda row: ordinal(row["place"]), ", ")
    return Caption(
        finding=f"{name}, lowest first: {places}",
        subtitle=(
            f"Proxy for life expectancy at birth in the {count} wards of {here}, 2009-13: means of"
            " their MSOAs, weighted by people at Census 2011; from the most deprived ward at the"
            " top to the least, by average score of the Index of Multiple Deprivation 2019; bars:"
            " 95% intervals"
        ),
        alt=(
            f"Dot charts for men and women of {count} wards with interval bars, listed from the"
            f" most to the least deprived, from {span(table['value'])} years. {name}:"
            f" {both(focus, limits)}."
        ),
        note=(
            "A ward takes the values of whole MSOAs, also of those that lie in it in part; it is no"
            " life table."
        ),
    )


def found_for_msoas(fits: pd.DataFrame, dots: pd.DataFrame, here: str) -> list[str]:
    """State the lines of the area and of England and the ends, from the same results as `msoas`."""
    if fits.empty:
        return []
    own, england = _weighted(fits, here), _weighted(fits, "England")
    other = fits[(fits["area"] == here) & (fits["weights"] != "population")]
    most, least = (dots.loc[dots[SCORE].agg(end)] for end in ("idxmax", "idxmin"))
    lowest, highest = (
        dots.loc[dots.groupby("sex")["value"].agg(end)] for end in ("idxmin", "idxmax")
    )
    return [
        (
            f"Life expectancy in 2009-13 by the deprivation score of 2019, {own['msoas'].max()}"
            f" MSOAs of {here} weighted by population, in years per ten points of score:"
            f" {both(own, _slope)}. In all England: {both(england, _slope)}. {here} is a part of"
            " England, so the two are not tested against each other. The line takes up this share"
            f" of the variance in {here}: {both(own, '{r_squared:.0%}', ', ')}. Weighted by inverse"
            f" variance instead: {both(other, _slope)}."
        ),
        (
            f"From the most deprived MSOA of {here} ({most['msoa11_local_name']}, score"
            f" {most[SCORE]:.1f}) to the least ({least['msoa11_local_name']}, {least[SCORE]:.1f})"
            f" the line differs by, in years: {both(own, lambda row: limits(row, 'across'))}. The"
            f" lowest life expectancy: {both(lowest, _named)}; the highest:"
            f" {both(highest, _named)}."
        ),
    ]


def found_for_wards(
    table: pd.DataFrame, later: pd.DataFrame, deprivation: pd.DataFrame
) -> list[str]:
    """State which ward is lowest, how sure that is, and how deprived the ward is that the report names.

    `table` and `later` are `wards.life_expectancy`, weighted by the people of Census 2011 and of
    mid-2015.
    """
    focus, count = table[table["role"] == "focus"], table["ward21_code"].nunique()
    name, again = (
        focus["ward21_name"].iloc[0],
        later[later["ward21_code"] == focus["ward21_code"].iloc[0]],
    )
    rank = (
        table.groupby("sex")[["value", SCORE]]
        .corr(method="spearman")["value"]
        .xs(SCORE, level=1)
        .reset_index()
    )
    named = by_ward.NAMED in [*focus["ward21_code"]]
    placed = (
        "{placed}, {above} clearly higher, {below} clearly lower, {alike} not told apart from it"
    )
    said = [
        (
            f"By a proxy (means of MSOAs, 2009-13) the lowest of {count} wards: "
            f"{_each(table[table['place'] == 1], _named)}."
        ),
        (
            f"{name}{', the lowest by the report' if named else ''}, counted from the lowest:"
            f" {_each(_told_apart(table), placed)} (95% interval of each difference, one by one)."
            " With the people of mid-2015 as weights:"
            f" {_each(again, lambda row: ordinal(row['place']), ', ')}."
        ),
        (
            "Over the wards the rank correlation of this life expectancy with the average score of"
            f" 2019 is: {_each(rank, '{value:.2f}', ', ')}."
        ),
    ]
    return said + (_of_the_report(table, deprivation, name, count) if named else [])


def _of_the_report(
    table: pd.DataFrame, deprivation: pd.DataFrame, name: str, count: int
) -> list[str]:
    """Hold the report's two sentences on wards against the results."""
    own = deprivation[deprivation["ward21_name"] == name].astype({"edition": str})
    editions = own.groupby(["place", "measure"])["edition"].agg(", ".join).reset_index()
    editions["told"] = editions["measure"] + " (" + editions["edition"] + ")"
    by_place = editions.groupby(editions["place"].map(ordinal), sort=False)["told"].agg(
        " and ".join
    )
    places = [f"{place} by {measures}" for place, measures in by_place.items()]
    fifth = deprivation[deprivation["place"] == 5].astype({"edition": str})
    beside = own[own["place"] == 4].merge(fifth, on=["measure", "edition"], suffixes=("", "_fifth"))
    margins = each(
        beside, "in {edition} {value:,.0f} against {value_fifth:,.0f} in {ward21_name_fifth}"
    )
    least = table[table["ward21_code"] == by_ward.LEAST]
    scores = deprivation[deprivation["measure"] == by_ward.AVERAGE].set_index("ward21_code")[
        "place"
    ]
    return [
        f"The report calls {name} the fourth most deprived ward, by a definition that it does not"
        f" give. Of {count} it is {'; '.join(places)}."
        + (
            f" Its number where it is fourth, and that of the fifth: {'; '.join(margins)}."
            if margins
            else ""
        ),
        (
            f"{least['ward21_name'].iloc[0]}, which the report names for little deprivation and a"
            f" high life expectancy, is {ordinal(count + 1 - scores[by_ward.LEAST])} of {count} by"
            " average score, the least deprived first, and by the proxy, the highest first:"
            f" {_each(least, lambda row: ordinal(count + 1 - row['place']), ', ')}."
        ),
    ]


def _weighted(fits: pd.DataFrame, area: str) -> pd.DataFrame:
    return fits[(fits["area"] == area) & (fits["weights"] == "population")]


def _told_apart(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the ward in focus with how many other wards are clearly `above` it, `below` it or `alike`."""
    others = table[(table["role"] != "focus") & table["value"].notna()]
    sides = pd.DataFrame(
        {"above": others["difference_lower"] > 0, "below": others["difference_upper"] < 0}
    )
    counts = sides.assign(alike=~sides.any(axis=1)).groupby(others["sex"]).sum()
    focus = table[table["role"] == "focus"].join(counts, on="sex")
    return focus.assign(placed=focus["place"].map(ordinal))


def _each(table: pd.DataFrame, phrase: str | Callable[[pd.Series], str], join: str = "; ") -> str:
    """Return one phrase a sex, as in `both`, and one for the mean of the two."""
    return both(table, phrase, join, PEOPLE | {"mean": "mean of the two"})


def _slope(row: pd.Series) -> str:
    return limits(row, "slope", decimals=2)


def _named(row: pd.Series) -> str:
    return f"{row.get('msoa11_local_name', row.get('ward21_name'))}, {limits(row)}"
