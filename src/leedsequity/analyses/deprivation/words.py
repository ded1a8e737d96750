"""The figures of notebook 03 in words: what each shows, of what, and how it looks. Every number comes from a result."""

import pandas as pd

from leedsequity.analyses.deprivation.ethnicity import ENGLAND, NOT_WHITE
from leedsequity.analyses.deprivation.people import REVISED
from leedsequity.analyses.life_expectancy.words import Caption, span

_PEOPLE = {"people", "in_decile_1", "in_fifth_1", "in_doubt"}
TENTH = "England's most deprived tenth of neighbourhoods (decile 1)"
NO_INTERVAL = "a complete count has no sampling interval"


def nobody(place: str) -> str:
    """Return the sentence that stands where a section needs people in decile 1, and the place has none."""
    return f"Nobody in {place} lives in {TENTH}, so this section is left out."


def one_decile(place: str) -> str:
    """Return the sentence that stands where a section needs several deciles, and the place has one."""
    return (
        f"All neighbourhoods of {place} are in one decile: nothing runs over deciles, and this"
        " section is left out."
    )


def shown(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table for reading: editions as text, people whole, shares (0 to 1) and their changes in percent."""
    editions = {name: str for name in table if name == "imd_edition"}
    people = {name: int for name in table if name in _PEOPLE}
    result = table.astype(editions).round(dict.fromkeys(people, 0)).astype(people)
    shares = {
        name: f"{name}_%" for name in table if str(name).startswith("share") or name == "change"
    }
    return result.assign(**{str(name): 100 * result[name] for name in shares}).rename(
        columns=shares
    )


def trend(trend: pd.DataFrame, here: str, edition: int) -> Caption:
    """Caption people in decile 1 over the years, from `statements.trend`."""
    line = trend[(trend["role"] == "focus") & (trend["segment"] == "")].set_index("year")[
        "thousands"
    ]
    told = f"{1000 * line[2013]:,.0f} in 2013, {1000 * line[2022]:,.0f} in 2022"
    dots = "; hollow marks: as published" if (trend["name"] == "published").any() else ""
    return Caption(
        finding=f"People in decile 1: {told}",
        subtitle=(
            f"People in {TENTH}, {here}, mid-year estimates revised after Census 2021, deciles held"
            f" fixed as in each edition of the index{dots}; estimates published without intervals"
        ),
        alt=(
            f"Line chart, {min(REVISED)} to {max(REVISED)}, one line an edition of the index, from "
            f"{span(trend['thousands'], '{:,.0f}')} thousand people. By IMD {edition}: {told}."
        ),
        note=(
            "Editions are relative ranks on their own data: the gap between lines is no change in"
            " anybody's life."
        ),
    )


def groups(shares: pd.DataFrame, here: str, edition: int) -> Caption:
    """Caption the share of ethnic groups in decile 1, from one level of `ethnicity.in_decile_1`."""
    known = shares.dropna(subset="share").sort_values("share", kind="stable")
    low, high = known.iloc[0], known.iloc[-1]
    line = f"; line: {ENGLAND}" if edition == 2019 else ""
    return Caption(
        finding=f"Shares in decile 1 run from {low['share']:.0%} to {high['share']:.0%}",
        subtitle=(
            f"Share of each {low['level']} ethnic group living in {TENTH}, {here}, Census 2021, IMD"
            f" {edition}{line}; {NO_INTERVAL}"
        ),
        alt=(
            f"Bar chart of {len(shares)} {low['level']} ethnic groups of {here}, from"
            f" {low['share']:.1%} ({low['group']}) to {high['share']:.1%} ({high['group']})."
        ),
        note="Groups differ in age, tenure and much else; small groups differ by few people.",
    )


def diversity(change: pd.DataFrame, here: str, edition: int) -> Caption:
    """Caption the share of all groups but White by decile, from those rows of `ethnicity.change`."""
    mine = change[change["area"] == here].dropna(subset="change")
    most = mine.sort_values("change", key=abs, kind="stable").iloc[-1]
    now = f" and {ENGLAND} (2021)" if edition == 2019 else ""
    ends = pd.concat([mine["share_2011"], mine["share_2021"]])
    return Caption(
        finding=(
            f"Share not White changed most in decile {most['decile']}: {100 * most['change']:+.0f}"
            " points"
        ),
        subtitle=(
            f"{NOT_WHITE}, percent of the people of each decile of IMD {edition}, {here} (2011,"
            f" 2021){now}, censuses; the deciles are the same at both dates; {NO_INTERVAL}"
        ),
        alt=(
            f"Line chart over the deciles, 1 most deprived. {here}: from {span(ends, '{:.0%}')};"
            f" change from 2011 to 2021 between {100 * mine['change'].min():+.1f} and"
            f" {100 * mine['change'].max():+.1f} points, most in decile {most['decile']}."
        ),
    )


def conditions(shown: pd.DataFrame, here: str, edition: int) -> Caption:
    """Caption some conditions by decile, from rows of `conditions.by_decile`; the last named makes the finding."""
    places = f"{here} and {ENGLAND}" if edition == 2019 else here
    mine = shown[
        (shown["area"] == here) & (shown["condition"] == shown["condition"].iloc[-1])
    ].sort_values("decile")
    first, last = mine.iloc[0], mine.iloc[-1]
    ends = (
        f"{first['value']:.0f}% in decile {first['decile']}, {last['value']:.0f}% in decile"
        f" {last['decile']}"
    )
    return Caption(
        finding=f"{first['condition']}: {ends}",
        subtitle=(
            "Percent of households (of people of 16 and over: no qualifications) by decile of IMD"
            f" {edition}, {places}; Census 2021, and modelled fuel poverty; no intervals: counts"
            " are complete, and the model's errors are not published"
        ),
        alt=(
            f"Line charts of {', '.join(shown['condition'].unique())} over the deciles, 1 most"
            f" deprived, from {span(shown['value'], '{:.0f}')} percent. {here},"
            f" {first['condition']}: {ends}."
        ),
    )


def city_map(neighbourhoods: pd.DataFrame, wards: pd.DataFrame, here: str, edition: int) -> Caption:
    """Caption the map, from its neighbourhoods and `places.wards`."""
    inside, count = (neighbourhoods["decile"] == 1).sum(), len(neighbourhoods)
    most, least = "; ".join(wards["ward"].head(2)), "; ".join(wards["ward"][::-1].head(2))
    ends = f"Most deprived wards: {most}. Least: {least}."
    if few := len(wards) < 4:
        ends = f"Wards, the most deprived first: {'; '.join(wards['ward'])}."
    return Caption(
        finding=f"{inside} of {count} neighbourhoods are in England's most deprived tenth",
        subtitle=(
            f"Neighbourhoods (LSOAs of 2011) of {here} by national decile of IMD {edition}, with"
            " wards"
        )
        + ("" if few else "; named: the two most and the two least deprived wards by average rank"),
        alt=f"Map of {here}: {count} neighbourhoods shaded by decile, 1 darkest. {ends}",
        note="Large areas hold no more people than small ones. Outlines are simplified.",
    )
