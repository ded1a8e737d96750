"""The figures of notebook 01 in words: what each shows, of what, and how it looks. Every number comes from a result."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from leedsequity import places

Caption = dict[str, str]

PEOPLE = {"male": "men", "female": "women"}
LOCAL = "deciles formed within the area, 2014-16 (period inferred)"
_LAST = "{last:.1f} in {last_period}"  # where a line ends
LEEDS = "E08000035"  # the one area that the documents' figures are of
ABOUT_LEEDS = (
    "Table 1 of the report is about Leeds; the report has nothing like it for another area."
)


def missing(place: str, what: str) -> str:
    """Return the sentence that stands where a section has nothing to show."""
    return f"{place} has no {what}, so this section is left out."


def no_life_table(place: str, table: pd.DataFrame) -> str:
    """Return the sentence for an area whose life table of 2014, from `one_year.life_table_2014`, gives no value."""
    why = "; ".join(sorted(set(table["reason"])))
    return missing(place, f"life table of 2014 ({why or 'no counts of its own'})")


def each(table: pd.DataFrame, phrase: str) -> list[str]:
    """Return a phrase a row, in which `{column}` stands for the row's value there."""
    rows: Any = table.to_dict("records")
    return [phrase.format_map(row) for row in rows]


def both(
    table: pd.DataFrame,
    phrase: str | Callable[[pd.Series], str],
    join: str = "; ",
    who: dict[str, str] = PEOPLE,
) -> str:
    """Return one phrase a sex, as in `each` or made by a function from its first row: `men …; women …`."""
    say = phrase.format_map if isinstance(phrase, str) else phrase
    rows = {row["sex"]: row for _, row in table.drop_duplicates("sex").iterrows()}
    return join.join(f"{people} {say(rows[sex])}" for sex, people in who.items() if sex in rows)


def limits(row: pd.Series, value: str = "value", decimals: int = 1) -> str:
    """Return an estimate with its interval, alone where it has none: `12.7 (11.8 to 13.5)`.

    The interval of a column `gap` is in `gap_lower` and `gap_upper`, or, where there are none, in
    `lower` and `upper`.
    """
    lower, upper = (row.get(f"{value}_{end}", row.get(end)) for end in ("lower", "upper"))
    interval = "" if pd.isna(lower) else f" ({lower:,.{decimals}f} to {upper:,.{decimals}f})"
    return f"{row[value]:,.{decimals}f}{interval}"


def span(values: pd.Series, form: str = "{:.1f}") -> str:
    """Return where values begin and end: `12.7 to 13.5`."""
    return f"{form.format(values.min())} to {form.format(values.max())}"


def counted(number: int, thing: str) -> str:
    """Return a number of things in words: `1 ratio`, `2 ratios`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def slope(row: pd.Series) -> str:
    """Return a slope index with its interval."""
    return limits(row, "sii")


def core_cities_beside(here: str) -> str:
    """Name the core cities that are drawn beside an area, which may be one of them."""
    return (
        "other core cities"
        if here in {city.name for city in places.core_cities()}
        else "core cities"
    )


def among(here: str, count: int) -> str:
    """Name the places that an area is ranked among: the core cities, and itself where it is none of them."""
    return (
        f"{count} core cities"
        if "other" in core_cities_beside(here)
        else f"itself and {count - 1} core cities"
    )


def since_2001(ends: pd.DataFrame, here: str, there: str) -> Caption:
    """Caption the trends of life expectancy, from their `over_time.ends`."""
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
            f"Life expectancy at birth in {here}, {there} and the core cities of England,"
            " three-year periods by middle year; filled marks: ONS, as published in 2019; hollow"
            " marks: OHID, on populations revised after Census 2021; two series, not joined;"
            " neither extract has intervals"
        ),
        alt=(
            f"Line charts for men and women from {ends['first_period'].min()} to"
            f" {newest['last_period'].max()}. {finding}. {here}: {both(newest, _LAST)}. Grey lines:"
            f" {core_cities_beside(here)}."
        ),
    )


def local_deciles(local: pd.DataFrame, mine: pd.DataFrame, here: str) -> Caption:
    """Caption life expectancy by local decile, from `within.local_deciles` and the area's own inequality."""
    clear = mine[(mine["gap_lower"] > 0) | (mine["gap_upper"] < 0)].sort_values(
        "gap", key=abs, kind="stable"
    )
    finding = "No clear gap between the poorest and the richest tenth"
    if len(clear):
        most = clear.iloc[-1]
        people, way = PEOPLE[most["sex"]].capitalize(), "less" if most["gap"] > 0 else "more"
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


def core_cities(place: pd.DataFrame, area: str, here: str) -> Caption:
    """Caption the slope indices of the core cities, from `within.place_among`."""
    own, count = place[place["area_code"] == area], place["area_code"].nunique()
    return Caption(
        finding=(
            f"{here}'s slope among {among(here, count)}:"
            f" {both(own, lambda row: ordinal(row['place']), ', ')}"
        ),
        subtitle=(
            f"Slope index of inequality in life expectancy at birth, {LOCAL}, {here} and the core"
            " cities of England; bars: 95% intervals"
        ),
        alt=(
            f"Dot charts for men and women of the slope index in {count} places with interval bars,"
            f" from {span(place['sii'])} years. {here}: {both(own, slope)}."
        ),
    )


def published_slopes(ends: pd.DataFrame, here: str, there: str) -> Caption:
    """Caption the published slope indices, from their `over_time.ends`."""
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


def against_published(compared: pd.DataFrame, area: str, here: str) -> Caption:
    """Caption life expectancy computed for 2014 against the published value, from `one_year.against_published`."""
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


def england(
    gaps: pd.DataFrame,
    change: pd.DataFrame,
    measure: str,
    definition: str,
    unit: str,
    decimals: int,
    hollow: str = "",
) -> Caption:
    """Caption a gap between England's national deciles over time, from `england.gaps` and `england.change`."""
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


def ordinal(place: int) -> str:
    """Return a place in words: `1st`, `2nd`, `11th`."""
    ending = "th" if 10 < place % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def moved(change: pd.Series) -> str:
    """Return whether a gap widened or narrowed; neither where its interval holds no change, or is not known."""
    if pd.isna(change["lower"]) or pd.isna(change["upper"]):
        return "not tested"
    if change["lower"] <= 0 <= change["upper"]:
        return "no clear change"
    return "wider" if change["value"] > 0 else "narrower"
