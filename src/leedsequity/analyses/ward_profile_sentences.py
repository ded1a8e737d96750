"""The captions and findings of notebook 06 in words. Every number comes from a result."""

import pandas as pd

from leedsequity.analyses.phrases import Caption, each, limits, ordinal
from leedsequity.analyses.ward_profile import LIFE
from leedsequity.vocabulary import SEXES

Frame = pd.DataFrame
CENSUS = (
    "Census 2021, neighbourhoods put together to the ward by best fit; complete counts, without"
    " sampling error"
)


def neighbourhoods_caption(shapes: Frame, here: str) -> Caption:
    """Caption the map, from `on_map`."""
    tenth = (shapes["decile"] == 1).sum()
    said = (
        "those in the most deprived 1%:"
        f" {', '.join(shapes.loc[shapes['role'] == 'focus', 'name']) or 'none'}"
    )
    return Caption(
        finding=f"{tenth} of {len(shapes)} neighbourhoods in England's most deprived tenth",
        subtitle=(
            f"Neighbourhoods (LSOAs of 2011) of {here} by decile of the Index of Multiple"
            f" Deprivation 2019, 1 the most deprived tenth of England; outlined are {said}; grey"
            " line: the ward; white within it: neighbourhoods that the best fit gives to another"
        ),
        alt=(
            f"Map of {len(shapes)} neighbourhoods shaded by decile, from {shapes['decile'].min()}"
            f" to {shapes['decile'].max()}; {tenth} are in decile 1; {said}."
        ),
        note="Outlines: Office for National Statistics and Ordnance Survey.",
    )


def measures_caption(beside: Frame, here: str, there: str) -> Caption:
    """Caption the measures of a ward beside authority and England, from `ward_profile.beside`."""
    wide = beside.pivot(index="measure", columns="place", values="value")
    most = str((wide[here] - wide[there]).abs().idxmax())
    return Caption(
        finding=f"{most}: {wide[here][most]:.0f}%, {there} {wide[there][most]:.0f}%",
        subtitle=(
            f"{here}, {there} and England: % of people (age, health; qualifications: aged 16 and"
            f" over) or of households (the rest). {CENSUS}; fuel poverty: 2021, modelled, no"
            " intervals published. Title: the widest difference"
        ),
        alt=(
            f"Dot chart of {len(wide)} measures for three places."
            f" {_three_shares(beside, here, there)}."
        ),
    )


def deciles_caption(by_decile: Frame, here: str, there: str) -> Caption:
    """Caption the people by decile, from `people_by_decile`."""
    shares = by_decile[by_decile["place"] == here].set_index("decile")["share"]
    first, better = shares[1], shares[shares.index > 5].sum()
    crowded = f"{first:.0f}% live in England's most deprived tenth"
    return Caption(
        finding=crowded if first >= 10 else f"{better:.0f}% live in England's less deprived half",
        subtitle=(
            f"People of {here}, {there} and England by decile of their neighbourhood in the Index"
            " of Multiple Deprivation 2019, % of each place's people; mid-2022 estimates,"
            " neighbourhoods put together to the ward by best fit; published without intervals"
        ),
        alt=(
            f"Line chart of three places over ten deciles. {here}, most deprived first: "
            f"{', '.join(f'{share:.0f}' for share in shares)}% of people."
        ),
    )


def ethnic_groups_caption(beside: Frame, here: str, there: str) -> Caption:
    """Caption the broad ethnic groups, from `ward_profile.beside`."""
    other = 100 - beside[beside["measure"] == "White"].set_index("place")["value"]
    return Caption(
        finding=(
            f"{other[here]:.0f}% in ethnic groups other than White; {there} {other[there]:.0f}%"
        ),
        subtitle=f"Broad ethnic groups of {here}, {there} and England, % of people. {CENSUS}",
        alt=(
            "Dot chart of five ethnic groups for three places."
            f" {_three_shares(beside, here, there)}."
        ),
    )


def _three_shares(beside: Frame, here: str, there: str) -> str:
    wide = beside.pivot(index="measure", columns="place", values="value").loc[
        beside["measure"].unique()
    ]
    told = wide.rename(columns={here: "here", there: "there"}).reset_index().assign(name=there)
    return "; ".join(each(told, "{measure} {here:.0f}%, {name} {there:.0f}%"))


def life_expectancy_caption(shown: Frame, own: Frame, there: str) -> Caption:
    """Caption the life expectancy of MSOAs and proxies, from `with_ward` and `of_ward`."""
    men, women = (own[own["measure"] == measure].iloc[0] for measure in LIFE.values())
    told = f"men {men['value']:.0f} years, women {women['value']:.0f}"
    return Caption(
        finding=f"By proxy: {told}; {there} {men['authority']:.0f}, {women['authority']:.0f}",
        subtitle=(
            f"Life expectancy at birth, {men['period']}, of the MSOAs with a part in {men['ward']}"
            " (in brackets: share of their people who live in the ward), and their mean by people"
            " as a proxy for the ward; bars: 95% intervals"
        ),
        alt=(
            f"Dot charts for men and women with interval bars, from {shown['lower'].min():.0f} to "
            f"{shown['upper'].max():.0f} years. The ward by proxy: {told}."
        ),
    )


def findings(
    own: Frame, neighbourhoods: Frame, msoas: Frame, fits: list[Frame], here: str, there: str
) -> list[str]:
    """State what is known of a ward, from `of_ward`, `ward_lsoas`, `ward_msoas`, `best_fit`."""
    score, people, tenth = (
        own[own["topic"] == topic].iloc[0] for topic in ("deprivation", "ethnicity", "decile")
    )
    cut = msoas.drop_duplicates("msoa11_code").query("in_ward < 100")
    best = each(
        pd.concat(fits) if fits else own[:0],
        "Its neighbourhoods had {best_fit:,.0f} people in mid-{year}; for the ward itself"
        " {published:,.0f} are published, in an earlier edition: {difference:+.1f}% (all wards:"
        " {lowest:+.1f}% to {highest:+.1f}%).",
    )
    share, rank = "None", ""
    if tenth["value"]:
        share, rank = f"{tenth['value']:.1f}%", f", {_place(tenth, 'highest')}"
    editions = [
        f"{(rows['most_deprived'] != '').sum()} and {(rows['most_deprived'] == '1%').sum()} by the"
        f" IMD of {edition}"
        for edition, rows in neighbourhoods.groupby("imd_edition")
    ]
    return [
        f"{here} had {people['value']:,.0f} people at Census 2021, {_place(people, 'largest')}.",
        (
            f"By its average score in the IMD of 2019 ({score['value']:.1f}; {there}"
            f" {score['authority']:.1f}, England {score['england']:.1f}) it is"
            f" {_place(score, 'most deprived')}; none of these definitions is official."
        ),
        (
            f"Of its {neighbourhoods['lsoa21_code'].nunique()} neighbourhoods, in the most deprived"
            f" 10% and 1% of England: {'; '.join(editions)}. Editions are ranks of their own: a"
            " difference is no change in living standards."
        ),
        (
            f"{share} of its people live in the most"
            f" deprived tenth by the IMD of 2019 ({there} {tenth['authority']:.1f}%, England"
            f" {tenth['england']:.1f}%; people of mid-2022)"
            f"{rank}."
        ),
        _ends(own),
        *(
            f"Life expectancy of its {SEXES[sex]} in {row['period']}, by proxy: {limits(row)}"
            f" years (mean of the MSOAs of {there} {row['authority']:.1f}, of England"
            f" {row['england']:.1f}), {_place(row, 'longest')}."
            for sex, measure in LIFE.items()
            for _, row in own[own["measure"] == measure].iterrows()
        ),
        (
            f"Of the {msoas['msoa11_code'].nunique()} MSOAs that have people in it, with a part of"
            f" theirs only: {'; '.join(each(cut, '{msoa} {in_ward:.0f}%')) or 'none'}."
        ),
        *best,
    ]


def _place(row: pd.Series, what: str) -> str:
    """Return a rank with its range: `the 2nd most deprived of 33 wards (1st to 3rd, …)`."""
    span = f"{ordinal(row['rank_lower'])} to {ordinal(row['rank_upper'])}"
    span = span if row["rank_lower"] < row["rank_upper"] else "the same"
    which = "" if row["rank"] == 1 else f"{ordinal(row['rank'])} "
    return f"the {which}{what} of {row['of']} wards ({span}, {row['rank_range']})"


def _ends(own: Frame) -> str:
    """Name the shares in which a ward is first or last, whichever of its LSOAs is left out."""
    shares = own[own["unit"].str.startswith("%")]
    ends = {
        "highest": shares[shares["rank_upper"] == 1],
        "lowest": shares[shares["rank_lower"] == shares["of"]],
    }
    told = [
        f"the {end} of all wards in: {'; '.join(each(rows, '{measure} {value:.1f}%'))}"
        for end, rows in ends.items()
        if len(rows)
    ]
    said = (
        f"its share is {', and '.join(told)}"
        if told
        else "none of its shares is the highest or lowest of all wards"
    )
    return f"Whichever of its LSOAs is left out, {said}."
