"""The figures of notebook 01 in words: what each shows, of what, and how it looks. Every number comes from a result."""

from collections.abc import Callable

import pandas as pd

Caption = dict[str, str]

PEOPLE = {"male": "men", "female": "women"}
LOCAL = "deciles formed within the authority, 2014-16 (period inferred)"
ABOUT_LEEDS = "Table 1 of the report is about Leeds; the report has nothing like it for another area."


def missing(place: str, what: str) -> str:
    """Return the sentence that stands where a section has nothing to show."""
    return f"{place} has no {what}, so this section is left out."


def both(table: pd.DataFrame, phrase: Callable[[pd.Series], str], join: str = "; ") -> str:
    """Return one phrase a sex, made from its first row: `men …; women …`."""
    rows = {row["sex"]: row for _, row in table.drop_duplicates("sex").iterrows()}
    return join.join(f"{people} {phrase(rows[sex])}" for sex, people in PEOPLE.items() if sex in rows)


def limits(row: pd.Series, value: str = "value", lower: str = "lower", upper: str = "upper", decimals: int = 1) -> str:
    """Return an estimate with its interval: `12.7 (11.8 to 13.5)`; alone where it has none."""
    interval = "" if pd.isna(row[lower]) else f" ({row[lower]:,.{decimals}f} to {row[upper]:,.{decimals}f})"
    return f"{row[value]:,.{decimals}f}{interval}"


def slope(row: pd.Series) -> str:
    """Return a slope index with its interval."""
    return limits(row, "sii", "sii_lower", "sii_upper")


def last(row: pd.Series) -> str:
    """Return where a line ends: `78.9 in 2023-25`."""
    return f"{row['last']:.1f} in {row['last_period']}"


def beside(ends: pd.DataFrame, here: str, there: str) -> str:
    """Return whether lives in an area are longer than its comparator's at the end of its newest series."""
    newest = ends[ends["area"] == here].drop_duplicates("sex", keep="last")["above_comparator"]
    if newest.isna().any():
        return f"{here} over time"
    if (newest > 0).all() or (newest < 0).all():
        return f"{here}: {'longer' if newest.iloc[0] > 0 else 'shorter'} lives than {there}"
    return f"{here} and {there}: men and women differ"


def since_2001(ends: pd.DataFrame, here: str, there: str) -> Caption:
    """Caption the trends of life expectancy, from their `over_time.ends`."""
    newest = ends[ends["area"] == here].drop_duplicates("sex", keep="last")
    finding = beside(ends, here, there)
    return Caption(
        finding=finding,
        subtitle=f"Life expectancy at birth in {here}, {there} and the core cities of England, three-year periods by "
        "middle year; filled marks: ONS, as published in 2019; hollow marks: OHID, on populations revised after Census "
        "2021; two series, not joined; neither extract has intervals",
        alt=f"Line charts for men and women from {ends['first_period'].min()} to {newest['last_period'].max()}. "
        f"{finding}. {here}: {both(newest, last)}. Grey lines: other core cities.",
    )


def local_deciles(local: pd.DataFrame, mine: pd.DataFrame, here: str) -> Caption:
    """Caption life expectancy by local decile, from `within.local_deciles` and the area's own inequality."""
    most = mine.sort_values("gap", key=abs).iloc[-1]
    people, way = PEOPLE[most["sex"]].capitalize(), "less" if most["gap"] > 0 else "more"
    return Caption(
        finding=f"{people} in the poorest tenth live {abs(most['gap']):.0f} years {way}",
        subtitle=f"Life expectancy at birth by neighbourhood deprivation within {here}, {LOCAL}; bars: 95% intervals; "
        "dashed: the line whose ends the slope index compares",
        alt=f"Dot charts for men and women of life expectancy in the deciles of {here}, from most to least deprived, "
        f"from {local['value'].min():.1f} to {local['value'].max():.1f} years, with interval bars and a fitted line. "
        f"Slope index in years: {both(mine, slope)}.",
    )


def core_cities(place: pd.DataFrame, area: str, here: str) -> Caption:
    """Caption the slope indices of the core cities, from `within.place_among`."""
    own, count = place[place["area_code"] == area], place["area_code"].nunique()
    return Caption(
        finding=f"{here}'s slope among {count} cities: {both(own, lambda row: ordinal(row['place']), ', ')}",
        subtitle=f"Slope index of inequality in life expectancy at birth, {LOCAL}, {here} and the core cities of "
        "England; bars: 95% intervals",
        alt=f"Dot charts for men and women of the slope index in {count} cities with interval bars, from "
        f"{place['sii'].min():.1f} to {place['sii'].max():.1f} years. {here}: {both(own, slope)}.",
    )


def published_slopes(ends: pd.DataFrame, here: str, there: str) -> Caption:
    """Caption the published slope indices, from their `over_time.ends`."""
    newest = ends[ends["area"] == here].drop_duplicates("sex", keep="last")
    period = newest["last_period"].iloc[0]
    return Caption(
        finding=f"{here}'s slope in {period}, years: {both(newest, lambda row: format(row['last'], '.1f'))}",
        subtitle=f"Slope index of inequality in life expectancy at birth (indicator 92901), {here} (local deciles) and "
        f"{there}, three-year periods by middle year; hollow marks: on populations revised after Census 2021; the "
        "extract has no intervals",
        alt=f"Line charts for men and women from {ends['first_period'].min()} to {newest['last_period'].max()}, two "
        f"vintages. {here}, years: {both(newest, last)}.",
    )


def against_published(compared: pd.DataFrame, area: str, here: str) -> Caption:
    """Caption life expectancy computed for 2014 against the published value, from `one_year.against_published`."""
    own = compared[compared["area_code"] == area]
    share = compared["within"].mean()
    told = both(own, lambda row: f"{limits(row, 'computed')} against {row['published']:.1f}") or "not among them"
    return Caption(
        finding=f"Single-year intervals hold {share:.0%} of three-year values",
        subtitle=(
            "Life expectancy at birth of each authority of England: computed from the deaths and population of 2014, "
            "against ONS's value for 2013-15; "
            + (f"{here} with its 95% interval" if len(own) else f"{here} is not among them")
        ),
        alt=f"Scatter charts for men and women, {compared['area_code'].nunique()} authorities around the line of "
        f"equality, from {compared['computed'].min():.1f} to {compared['computed'].max():.1f} years. {here}: {told}.",
    )


def england(
    gaps: pd.DataFrame, change: pd.DataFrame, measure: str, definition: str, unit: str, decimals: int, hollow: str = ""
) -> Caption:
    """Caption a gap between England's national deciles over time, from `england.gaps` and `england.change`."""
    newest = gaps.sort_values("period").drop_duplicates("sex", keep="last")
    last, told = newest["period"].iloc[0], both(newest, lambda row: limits(row, decimals=decimals))
    return Caption(
        # What is published beyond the computed periods has no intervals: it is stated, and no change is claimed of it.
        finding=f"{measure} in {last}, {unit}: {told}" if hollow else f"{measure}: {both(change, moved, ', ')}",
        subtitle=f"{definition}, England, national deprivation deciles (edition not stated), rolling three-year "
        f"periods by middle year; bands: 95% intervals; {hollow}change stated: from {change['reference'].iloc[0]} to "
        f"{change['period'].iloc[0]}",
        alt=f"Line charts for men and women, {gaps['period'].min()} to {last}, from "
        f"{gaps['value'].min():,.{decimals}f} to {gaps['value'].max():,.{decimals}f} {unit}, with narrow bands. In "
        f"{last}: {told}.",
    )


def ordinal(place: int) -> str:
    """Return a place in words: `1st`, `2nd`, `11th`."""
    ending = "th" if 10 < place % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def moved(change: pd.Series) -> str:
    """Return whether a gap widened or narrowed; neither where its interval holds no change."""
    if change["lower"] <= 0 <= change["upper"]:
        return "no clear change"
    return "wider" if change["value"] > 0 else "narrower"
