"""The captions and findings of notebook 01 in words. Every number comes from a result."""

from collections.abc import Callable

import pandas as pd

from leedsequity.analyses.phrases import (
    Caption,
    both,
    each,
    limits,
    missing,
    moved,
    ordinal,
    span,
)
from leedsequity.analyses.published_life_expectancy import TREND_SERIES
from leedsequity.analyses.small_area_life_expectancy import LEAST, NAMED, SCORE
from leedsequity.neighbourhoods import AVERAGE
from leedsequity.peers import Peers
from leedsequity.vocabulary import SEXES

LOCAL = "deciles formed within the area, 2014-16 (period inferred)"
_LAST = "{last:.1f} in {last_period}"  # where a line ends
ABOUT_LEEDS = (
    "Table 1 of the report is about Leeds; the report has nothing like it for another area."
)


def no_life_table(place: str, table: pd.DataFrame) -> str:
    """Return the sentence for an area whose `life_table_2014` gives no value."""
    why = "; ".join(sorted(set(table["reason"])))
    return missing(place, f"life table of 2014 ({why or 'no counts of its own'})")


def slope(row: pd.Series) -> str:
    """Return a slope index with its interval."""
    return limits(row, "sii")


def since_2001_caption(ends: pd.DataFrame, here: str, there: str, peers: Peers) -> Caption:
    """Caption the trends of life expectancy, from their `ends`."""
    newest = ends[ends["area"] == here].drop_duplicates("sex", keep="last")
    above = newest["above_comparator"].round(1)  # as it is printed: a smaller difference is none
    if above.isna().any():
        finding = f"{here} over time"
    elif (above == 0).all():
        finding = f"{here}: lives as long as in {there}"
    elif (above > 0).all() or (above < 0).all():
        finding = f"{here}: {'longer' if above.iloc[0] > 0 else 'shorter'} lives than {there}"
    else:
        finding = f"{here} and {there}: men and women differ"
    return Caption(
        finding=finding,
        subtitle=(
            f"Life expectancy at birth in {here}, {there} and {peers.together},"
            " three-year periods by middle year; filled marks: ONS, as published in 2019; hollow"
            " marks: OHID, on populations revised after Census 2021; two series, not joined;"
            " neither extract has intervals"
        ),
        alt=(
            f"Line charts for men and women from {ends['first_period'].min()} to"
            f" {newest['last_period'].max()}. {finding}. {here}: {both(newest, _LAST)}. Grey lines:"
            f" {peers.together}."
        ),
    )


def local_deciles_caption(local: pd.DataFrame, mine: pd.DataFrame, here: str) -> Caption:
    """Caption life expectancy by local decile, from `local_deciles` and `decile_inequality`."""
    clear = mine[(mine["gap_lower"] > 0) | (mine["gap_upper"] < 0)].sort_values(
        "gap", key=abs, kind="stable"
    )
    finding = "No clear gap between the poorest and the richest tenth"
    if len(clear):
        most = clear.iloc[-1]
        people, way = SEXES[most["sex"]].capitalize(), "less" if most["gap"] > 0 else "more"
        finding = f"{people} in the poorest tenth live {abs(most['gap']):.0f} years {way}"
    return Caption(
        finding=finding,
        subtitle=(
            f"Life expectancy at birth by neighbourhood deprivation within {here}, {LOCAL}; bars:"
            " 95% intervals; dashed: the line whose ends the slope index compares"
        ),
        alt=(
            f"Dot charts for men and women of life expectancy in the deciles of {here}, from most"
            f" to least deprived, from {span(local['value'])} years, with interval bars and a"
            f" fitted line. Slope index in years: {both(mine, slope)}."
        ),
    )


def among_peers_caption(place: pd.DataFrame, area: str, here: str, peers: Peers) -> Caption:
    """Caption the slope indices of the peers, from `place_among`."""
    own, count = place[place["area_code"] == area], place["area_code"].nunique()
    return Caption(
        finding=(
            f"{here}'s slope among its peers: {both(own, lambda row: ordinal(row['place']), ', ')}"
        ),
        subtitle=(
            f"Slope index of inequality in life expectancy at birth, {LOCAL}, {here} and"
            f" {peers.together}; steepest first; bars: 95% intervals"
        ),
        alt=(
            f"Dot charts for men and women of the slope index in {count} places with interval bars,"
            f" from {span(place['sii'])} years. {here}: {both(own, slope)}."
        ),
    )


def published_slopes_caption(ends: pd.DataFrame, here: str, there: str) -> Caption:
    """Caption the published slope indices, from their `ends`."""
    newest = ends[ends["area"] == here].drop_duplicates("sex", keep="last")
    alike = newest["last_period"].nunique() == 1
    when = f" in {newest['last_period'].iloc[0]}" if alike else ""
    return Caption(
        finding=f"{here}'s slope{when}, years: {both(newest, '{last:.1f}' if alike else _LAST)}",
        subtitle=(
            f"Slope index of inequality in life expectancy at birth (indicator 92901), {here}"
            f" (local deciles) and {there}, three-year periods by middle year; hollow marks: on"
            " populations revised after Census 2021; the extract has no intervals"
        ),
        alt=(
            f"Line charts for men and women from {ends['first_period'].min()} to"
            f" {newest['last_period'].max()}, two vintages. {here}, years: {both(newest, _LAST)}."
        ),
    )


def against_published_caption(compared: pd.DataFrame, area: str, here: str) -> Caption:
    """Caption life expectancy of 2014 against the published value, from `against_published`."""
    own = compared[compared["area_code"] == area]
    told = (
        both(own, lambda row: f"{limits(row, 'computed')} against {row['published']:.1f}")
        or "not among them"
    )
    return Caption(
        finding=f"Single-year intervals hold {compared['within'].mean():.0%} of three-year values",
        subtitle=(
            "Life expectancy at birth of each authority of England: computed from the deaths and"
            f" population of 2014, against ONS's value for 2013-15; {here}"
            f" {'with its 95% interval' if len(own) else 'is not among them'}"
        ),
        alt=(
            f"Scatter charts for men and women, {compared['area_code'].nunique()} authorities"
            f" around the line of equality, from {span(compared['computed'])} years. {here}:"
            f" {told}."
        ),
    )


def england_caption(
    gaps: pd.DataFrame,
    change: pd.DataFrame,
    measure: str,
    definition: str,
    unit: str,
    decimals: int,
    hollow: str = "",
) -> Caption:
    """Caption a gap between England's deciles over time, from `decile_gaps`, `change_of_gap`."""
    newest = gaps[gaps["period"] == gaps["period"].max()]
    last, told = newest["period"].iloc[0], both(newest, lambda row: limits(row, decimals=decimals))
    return Caption(
        # What is published beyond the computed periods has no intervals: it is stated, and no
        # change is claimed of it.
        finding=(
            f"{measure} in {last}, {unit}: {told}"
            if hollow
            else f"{measure}: {both(change, moved, ', ')}"
        ),
        subtitle=(
            f"{definition}, England, national deprivation deciles (edition not stated), rolling"
            f" three-year periods by middle year; bands: 95% intervals; {hollow}change stated: from"
            f" {change['reference'].iloc[0]} to {change['period'].iloc[0]}"
        ),
        alt=(
            f"Line charts for men and women, {gaps['period'].min()} to {last}, from"
            f" {span(gaps['value'], f'{{:,.{decimals}f}}')} {unit}, with narrow bands. In {last}:"
            f" {told}."
        ),
    )


TOO_FEW = "line through five MSOAs or more"


def msoa_caption(fits: pd.DataFrame, dots: pd.DataFrame, here: str) -> Caption:
    """Caption life expectancy of MSOAs against deprivation, from `fits` and `dots`."""
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


def ward_caption(table: pd.DataFrame, drawn: pd.DataFrame, here: str) -> Caption:
    """Caption the proxy for wards, from `ward_life_expectancy` and its `drawn_wards`."""
    focus = table[table["role"] == "focus"]
    name, count = focus["ward"].iloc[0], table["ward24_code"].nunique()
    places = both(focus, lambda row: ordinal(row["place"]), ", ")
    shown = drawn["ward24_code"].nunique()
    which = f"the {count} wards" if shown == count else f"{shown} of the {count} wards"
    ends = "" if shown == count else ", the most and the least deprived"
    return Caption(
        finding=f"{name}, lowest first: {places}",
        subtitle=(
            f"Proxy for life expectancy at birth in {which} of {here}{ends}, 2009-13: means of"
            " their MSOAs, weighted by people in mid-2011; from the most deprived ward at the"
            " top to the least, by average score of the Index of Multiple Deprivation 2019; bars:"
            " 95% intervals"
        ),
        alt=(
            f"Dot charts for men and women of {shown} wards with interval bars, listed from the"
            f" most to the least deprived, from {span(drawn['value'])} years. {name}:"
            f" {both(focus, limits)}."
        ),
        note=(
            "A ward takes the values of whole MSOAs, also of those that lie in it in part; it is no"
            " life table."
        ),
    )


def msoa_findings(fits: pd.DataFrame, dots: pd.DataFrame, here: str) -> list[str]:
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


def ward_findings(table: pd.DataFrame, later: pd.DataFrame, deprivation: pd.DataFrame) -> list[str]:
    """State which ward is lowest, how sure that is, and how deprived the ward of the report is.

    `table` and `later` are `ward_life_expectancy`, weighted by the people of mid-2011 and of
    mid-2015.
    """
    focus, count = table[table["role"] == "focus"], table["ward24_code"].nunique()
    name, again = (
        focus["ward"].iloc[0],
        later[later["ward24_code"] == focus["ward24_code"].iloc[0]],
    )
    rank = (
        table.groupby("sex")[["value", "average_score"]]
        .corr(method="spearman")["value"]
        .xs("average_score", level=1)
        .reset_index()
    )
    named = NAMED in [*focus["ward24_code"]]
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
            f" {_each(_with_counts(table), placed)} (95% interval of each difference, one by one)."
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
    own = deprivation[deprivation["ward"] == name].astype({"imd_edition": str})
    editions = own.groupby(["place", "measure"])["imd_edition"].agg(", ".join).reset_index()
    editions["told"] = editions["measure"] + " (" + editions["imd_edition"] + ")"
    by_place = editions.groupby(editions["place"].map(ordinal), sort=False)["told"].agg(
        " and ".join
    )
    places = [f"{place} by {measures}" for place, measures in by_place.items()]
    keys = ["measure", "imd_edition"]
    fifth = deprivation[deprivation["place"] == 5].astype({"imd_edition": str})
    beside = own[own["place"] == 4].merge(fifth, on=keys, suffixes=("", "_fifth"))
    for value in ("value", "value_fifth"):
        percent = (100 * beside[value]).map("{:.1f}%".format)
        beside[value] = (
            beside[value]
            .map("{:,.0f}".format)
            .where(~beside["measure"].str.startswith("share"), percent)
        )
    margins = each(
        beside, "{measure} ({imd_edition}) {value} against {value_fifth} in {ward_fifth}"
    )
    least = table[table["ward24_code"] == LEAST]
    scores = deprivation[deprivation["measure"] == AVERAGE].set_index("ward24_code")["place"]
    return [
        f"The report calls {name} the fourth most deprived ward, by a definition that it does not"
        f" give. Of {count} it is {'; '.join(places)}."
        + (
            f" What makes it fourth, and what the fifth has: {'; '.join(margins)}."
            if margins
            else ""
        ),
        (
            f"{least['ward'].iloc[0]}, which the report names for little deprivation and a"
            f" high life expectancy, is {ordinal(count + 1 - scores[LEAST])} of {count} by"
            " average score, the least deprived first, and by the proxy, the highest first:"
            f" {_each(least, lambda row: ordinal(count + 1 - row['place']), ', ')}."
        ),
    ]


def _weighted(fits: pd.DataFrame, area: str) -> pd.DataFrame:
    return fits[(fits["area"] == area) & (fits["weights"] == "population")]


def _with_counts(table: pd.DataFrame) -> pd.DataFrame:
    """Return the ward in focus with how many are clearly `above` it, `below` it or `alike`."""
    others = table[(table["role"] != "focus") & table["value"].notna()]
    sides = pd.DataFrame(
        {"above": others["difference_lower"] > 0, "below": others["difference_upper"] < 0}
    )
    counts = sides.assign(alike=~sides.any(axis=1)).groupby(others["sex"]).sum()
    focus = table[table["role"] == "focus"].join(counts, on="sex")
    return focus.assign(placed=focus["place"].map(ordinal))


def _each(table: pd.DataFrame, phrase: str | Callable[[pd.Series], str], join: str = "; ") -> str:
    """Return one phrase a sex, as in `both`, and one for the mean of the two."""
    return both(table, phrase, join, SEXES | {"mean": "mean of the two"})


def _slope(row: pd.Series) -> str:
    return limits(row, "slope", decimals=2)


def _named(row: pd.Series) -> str:
    return f"{row.get('msoa11_local_name', row.get('ward'))}, {limits(row)}"


def published_findings(gaps: pd.DataFrame) -> list[str]:
    """State the gaps of the report's Table 1, from `published_gaps`."""
    stated = [
        f"{period}: {both(rows, '{gap:.1f}', ', ')}" for period, rows in gaps.groupby("period")
    ]
    return [
        "The report's Table 1 gives gaps in life expectancy at birth between national deciles 10"
        f" and 1 within Leeds of, in years, {'; '.join(stated)}. It has no intervals, so it does"
        " not show whether a gap changed."
    ]


def trends_findings(ends: pd.DataFrame, here: str, there: str) -> list[str]:
    """State where life expectancy began and ended in each series, from `ends`."""
    said = []
    for _, row in ends[ends["area"] == here].iterrows():
        above = round(row["above_comparator"], 1)
        way = "above" if above > 0 else "below"
        beside = (
            f", {abs(above):.1f} {way} {there}" if above else f", the same as {there} to 0.1 years"
        )
        beside = "" if pd.isna(above) else beside
        said.append(
            f"Life expectancy at birth of {SEXES[row['sex']]} in {here}"
            f" ({TREND_SERIES[row['series']]}): {row['first']:.1f} years in {row['first_period']},"
            f" {row['last']:.1f} in {row['last_period']}{beside}."
        )
    return said


def within_findings(
    mine: pd.DataFrame, place: pd.DataFrame, area: str, here: str, peers: Peers
) -> list[str]:
    """State the gap and the slope within the area and its place among others."""
    if mine.empty:
        return []
    gap = both(mine, lambda row: limits(row, "gap"))
    said = [
        f"Within {here}, {LOCAL}, the range, decile 10 minus decile 1, was in years: {gap}. The"
        f" slope index over all ten was: {both(mine, slope)}. The intervals carry the deciles'"
        " sampling error, not lack of fit to a line."
    ]
    others = place[(place["area_code"] != area) & place["sex"].isin(mine["sex"])]
    if others.empty:
        said.append(missing(here, f"slope index to place among {peers.together}"))
    for sex, rows in others.groupby("sex", sort=False):
        own = place[(place["area_code"] == area) & (place["sex"] == sex)].iloc[0]
        gentler, steeper = (
            (rows["difference_upper"] < 0).sum(),
            (rows["difference_lower"] > 0).sum(),
        )
        said.append(
            f"By that slope {here} is {ordinal(own['place'])} among {peers.among(len(rows) + 1)}"
            f" for {SEXES[str(sex)]}, the steepest first. Clearly gentler: {gentler}; clearly"
            f" steeper: {steeper} (95% interval of each difference, one by one); not told apart"
            f" from it: {len(rows) - gentler - steeper}."
        )
    return said


def left_out_findings(
    here: str, trends: pd.DataFrame, mine: pd.DataFrame, slopes: pd.DataFrame, msoas: pd.DataFrame,
    life_table: pd.DataFrame,
) -> list[str]:  # fmt: skip
    """State which sections are left out for an area, as those sections do.

    `trends` and `slopes` are their `ends`, `mine` the rows of `decile_inequality`,
    `msoas` from `fits`, `life_table` from `life_table_2014`.
    """
    needed = {
        "published life expectancy over time": here in set(trends["area"]),
        "ten local deciles": len(mine) > 0,
        "slope index published over time": here in set(slopes["area"]),
        TOO_FEW: len(msoas) > 0,
    }
    said = [missing(here, what) for what, known in needed.items() if not known]
    return said if life_table["value"].notna().any() else [*said, no_life_table(here, life_table)]


def one_year_findings(compared: pd.DataFrame, area: str, here: str) -> list[str]:
    """State how the life table of 2014 compares with the three years of `against_published`."""
    said = [
        f"In {rows['within'].sum()} of {len(rows)} authorities the published value for"
        f" {SEXES[str(sex)]} in 2013-15 lies within the 95% interval computed from 2014 alone;"
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


def _moved_by(row: pd.Series) -> str:
    return f"{moved(row)}, {limits(row, decimals=row['decimals'])}"


def england_findings(
    checked: pd.DataFrame, years: pd.DataFrame, changes: dict[str, tuple[pd.DataFrame, str, int]]
) -> list[str]:
    """State the agreement with the published deciles and the change of each gap.

    `checked` is from `england_life_expectancy`, `years` (gaps in life expectancy) from
    `with_published`; `changes` has for each measure, in words: its `change_of_gap`, its
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
        told = both(change.assign(decimals=decimals), _moved_by)
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
