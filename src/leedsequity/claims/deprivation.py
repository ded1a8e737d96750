"""Claims on deprivation, people and ethnic groups, recomputed from indices and counts.

The index of 2019 is used unless a claim says otherwise: the newest when the documents were written.
"""

from typing import Any

import pandas as pd

from leedsequity import neighbourhoods
from leedsequity.analyses import deprivation_deciles as deprivation
from leedsequity.analyses import ethnicity
from leedsequity.claims.testing import Answer, Question, computed_once, table
from leedsequity.neighbourhoods import CENSUSES, REVISED, everybody
from leedsequity.vocabulary import BROAD_GROUPS_2011, ENGLAND, LEEDS, WHITE
from leedsequity.wording import span

_EDITION = 2019


@computed_once
def _tables() -> dict[str, pd.DataFrame]:
    return neighbourhoods.read(LEEDS, load=table)


@computed_once
def _people() -> pd.DataFrame:
    return neighbourhoods.people(_tables())


@computed_once
def _placed() -> pd.DataFrame:
    return neighbourhoods.placed(_tables())


@computed_once
def _by_decile() -> pd.DataFrame:
    return deprivation.people_by_decile(_people(), _placed())


@computed_once
def _shares() -> pd.DataFrame:
    """Return people in decile 1 by edition and base, `share` in percent: broad groups, and all."""
    table = deprivation.in_most_deprived(_by_decile())
    return table[table["level"] != "detailed"].assign(share=100 * table["share"])


@computed_once
def _over() -> pd.DataFrame:
    return ethnicity.over_deciles(_by_decile(), table("england_by_decile"), "Leeds", _EDITION)


def _everybody() -> Any:
    """Return the rows of all people of all ages in the edition used, by population base."""
    rows = everybody(_shares())
    return rows[rows["imd_edition"] == _EDITION].set_index("population_base")


def neighbourhoods_in_decile_1(question: Question) -> Answer:
    """Count the LSOAs of Leeds in decile 1."""
    counts = deprivation.neighbourhoods_by_decile(_placed()).set_index("decile").loc[1]
    every = ", ".join(f"{count} by {edition}" for edition, count in counts.items())
    return Answer(counts[f"IMD {_EDITION}"], f"LSOAs of Leeds in decile 1 of England: {every}")


def neighbourhoods_in_most_deprived_hundredth(question: Question) -> Answer:
    """Count the LSOAs of Leeds among the most deprived hundredth of England's."""
    counts = deprivation.most_deprived_1_percent(_placed()).groupby("imd_edition").size()
    every = ", ".join(f"{count} by IMD {edition}" for edition, count in counts.items())
    return Answer(
        counts[_EDITION],
        f"LSOAs of Leeds among the most deprived 1%: {every}; the council's priority neighbourhoods"
        " are not LSOAs, so that the numbers agree does not show that the places do",
    )


def share_in_decile_1(question: Question) -> Answer:
    """Return the share of Leeds in decile 1 in mid-2022, with what every other basis gives."""
    share = _everybody()["share"]
    return Answer(
        share[REVISED[2022]],
        f"mid-2022 as revised, IMD {_EDITION}; Census 2021: {share[CENSUSES[1]]:.1f}; over all"
        " population bases and the editions of 2015, 2019 and 2025 from"
        f" {span(everybody(_shares())['share'])}",
    )


def share_in_decile_1_england(question: Question) -> Answer:
    """Return the share of the people of England in decile 1 in mid-2022."""
    rows = table("england_by_decile")
    rows = rows[(rows["topic"] == "population") & (rows["year"] == 2022)]
    rows = rows[rows["imd_edition"] == _EDITION]
    share = 100 * rows.loc[rows["decile"] == 1, "count"].sum() / rows["count"].sum()
    return Answer(share, f"mid-2022 as revised, IMD {_EDITION}")


def share_beside_england(question: Question) -> Answer:
    """Subtract England's share in decile 1 from that of Leeds."""
    here, there = share_in_decile_1(question).value, share_in_decile_1_england(question).value
    return Answer(
        here - there,
        f"Leeds {here:.1f}, England {there:.1f} percent; mid-2022 as revised, IMD {_EDITION}",
    )


def people_in_decile_1(question: Question) -> Answer:
    """Return the people in decile 1 in the claim's year, with what the other editions give."""
    rows = everybody(_shares())
    counts = rows[rows["population_base"] == REVISED[int(question.period)]].set_index(
        "imd_edition"
    )["in_decile_1"]
    every = ", ".join(f"{count:,.0f} by IMD {edition}" for edition, count in counts.items())
    return Answer(
        counts[_EDITION], f"mid-{question.period} as revised after the Census of 2021: {every}"
    )


def people_in_decile_1_change(question: Question) -> Answer:
    """Subtract the people of decile 1 in the claim's first year from those in its last."""
    first, last = (_everybody().loc[REVISED[int(year)]] for year in question.period.split(" to "))
    return Answer(
        last["in_decile_1"] - first["in_decile_1"],
        f"{first['in_decile_1']:,.0f} and {last['in_decile_1']:,.0f} people in the same"
        f" neighbourhoods, IMD {_EDITION}; as a share of Leeds {first['share']:.1f} and"
        f" {last['share']:.1f} percent",
    )


def residents(question: Question) -> Answer:
    """Return the residents of Leeds in mid-2022."""
    count = _everybody().loc[REVISED[2022], "people"]
    return Answer(count, "Leeds, mid-2022, as revised after the Census of 2021")


def residents_change(question: Question) -> Answer:
    """Subtract the residents in the claim's first year from those in its last."""
    first, last = (
        _everybody().loc[REVISED[int(year)], "people"] for year in question.period.split(" to ")
    )
    return Answer(
        last - first, f"{first:,.0f} and {last:,.0f} residents, as revised after the Census of 2021"
    )


def growth_in_every_band(question: Question) -> Answer:
    """Return the smallest change of three broad bands of age, with that of five-year bands."""
    fives = deprivation.age_growth(
        table("deaths_population_la_2014"), _tables()["age_lsoa21"], [LEEDS]
    )
    change = fives.groupby(neighbourhoods.census_band(fives["age_start"]), sort=False)[
        "change"
    ].sum()
    every = ", ".join(f"{band}: {value:+,.0f}" for band, value in change.items())
    shrunk = fives[fives["change"] <= 0]
    less = ", ".join(
        f"{band}: {value:+,.0f}"
        for band, value in zip(shrunk["age"], shrunk["change"], strict=True)
    )
    return Answer(
        change.min(),
        f"{deprivation.AGE_SPAN}, people aged {every}. In bands of five years {len(shrunk)} of"
        f" {len(fives)}"
        f" did not grow ({less}). An estimate stands beside a count, so a small change may be"
        " neither growth nor decline",
    )


def _other_groups() -> Any:
    """Return the percent outside the White group in Leeds, decile 1 and the rest, by census."""
    rows = _over()
    rows = rows[(rows["area"] == "Leeds") & (rows["level"] == "broad")]
    rows = rows.assign(other=rows["people"].where(rows["group"] != WHITE, 0))
    first = rows["decile"] == 1
    shares = {}
    for name, part in {"Leeds": rows, "decile 1": rows[first], "the rest": rows[~first]}.items():
        sums = part.groupby("population_base")[["people", "other"]].sum()
        shares[name] = 100 * sums["other"] / sums["people"]
    return pd.DataFrame(shares)


def diversity_change(question: Question) -> Answer:
    """Subtract the share outside the White group in 2011 from that in 2021."""
    then, now = (_other_groups().loc[census, "Leeds"] for census in CENSUSES)
    return Answer(now - then, f"{then:.1f} percent in 2011, {now:.1f} in 2021")


def diversity_change_where_deprived(question: Question) -> Answer:
    """Subtract the change of that share in the rest of Leeds from the change in decile 1."""
    then, now = (_other_groups().loc[census] for census in CENSUSES)
    change = now - then
    return Answer(
        change["decile 1"] - change["the rest"],
        f"2011 to 2021: {change['decile 1']:+.1f} points in decile 1, {change['the rest']:+.1f} in"
        " the rest",
    )


def diversity_where_deprived(question: Question) -> Answer:
    """Subtract the share outside the White group in the rest of Leeds from that in decile 1."""
    share = _other_groups().loc[CENSUSES[1]]
    return Answer(
        share["decile 1"] - share["the rest"],
        f"Census 2021: {share['decile 1']:.1f} percent in decile 1, {share['the rest']:.1f} in the"
        " rest",
    )


def group_share_in_decile_1(question: Question) -> Answer:
    """Return the share of a broad ethnic group in decile 1, with what every other basis gives."""
    rows = _shares()
    rows = rows[rows["group"].replace(BROAD_GROUPS_2011) == question.group]
    main: Any = rows.set_index(["population_base", "imd_edition"]).loc[(CENSUSES[1], _EDITION)]
    return Answer(
        main["share"],
        f"Census 2021, IMD {_EDITION}; both censuses and all editions from {span(rows['share'])};"
        f" in the most deprived fifth {100 * main['share_in_fifth']:.1f} percent",
    )


def group_share_beside_england(question: Question) -> Answer:
    """Subtract the share of a broad ethnic group in England from that in Leeds."""
    rows = table("ethnicity_la")
    counts = rows.groupby(["area_code", "broad_group"])["count"].sum()
    share = 100 * counts / counts.groupby("area_code").transform("sum")
    here, there = share[LEEDS, question.group], share[ENGLAND, question.group]
    return Answer(here - there, f"Census 2021: Leeds {here:.1f}, England {there:.1f} percent")


def _lincoln_green() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of `imd_lsoa11` of the claim's MSOA, and all of Leeds."""
    rows = _tables()["imd_lsoa11"].merge(_tables()["lsoa11"], on="lsoa11_code")
    rows = rows.merge(table("imd_msoa11"), on="msoa11_code")
    return rows[rows["msoa11_local_name"].str.contains("Lincoln Green")], rows


def lincoln_green_deprived(question: Question) -> Answer:
    """Subtract the share of all LSOAs of Leeds in decile 1 from that of the LSOAs of the area."""
    inside, every = (rows[f"imd_decile_{_EDITION}"] == 1 for rows in _lincoln_green())
    here, leeds = 100 * inside.mean(), 100 * every.mean()
    return Answer(here - leeds, f"{inside.sum()} of {len(inside)} LSOAs; Leeds {leeds:.1f} percent")


def lincoln_green_employment(question: Question) -> Answer:
    """Subtract the mean employment decile of Leeds's LSOAs from that of the area's."""
    here, leeds = (rows[f"employment_decile_{_EDITION}"].mean() for rows in _lincoln_green())
    return Answer(
        here - leeds, f"mean decile {here:.1f}, Leeds {leeds:.1f}; 1 is the most deprived"
    )


def lincoln_green_diverse(question: Question) -> Answer:
    """Subtract the share outside the White group in Leeds from that in the area."""
    inside, _ = _lincoln_green()
    codes = inside.merge(_tables()["lsoa11_lsoa21"], on="lsoa11_code")["lsoa21_code"]
    rows = _tables()["ethnicity_lsoa21"]
    here, leeds = (
        100 * part.loc[part["broad_group"] != WHITE, "count"].sum() / part["count"].sum()
        for part in (rows[rows["lsoa21_code"].isin(codes)], rows)
    )
    return Answer(here - leeds, f"Census 2021: {here:.1f} percent, Leeds {leeds:.1f}")


def ward_rank(question: Question) -> Answer:
    """Return the place of a ward by average score, 1 the most deprived, and otherwise."""
    rows = neighbourhoods.ward_ranks(neighbourhoods.wards(_people(), _placed()))
    mine = rows[rows["ward24_code"] == question.area]
    main = mine[(mine["measure"] == neighbourhoods.AVERAGE) & (mine["imd_edition"] == _EDITION)]
    every = "; ".join(
        f"{row['measure']} of {row['imd_edition']}: {row['place']}" for _, row in mine.iterrows()
    )
    return Answer(
        main["place"].iloc[0], f"place among {rows['ward24_code'].nunique()} wards by {every}"
    )
