"""Claims on deprivation, people and ethnic groups, recomputed from indices and counts.

Every test takes the area of the claim: an authority, or a ward or MSOA in one. Options: `edition`
of the index, `base` of the population (as in `neighbourhoods.BASES`).
"""

from typing import Any

import pandas as pd

from leedsequity import neighbourhoods, places
from leedsequity.analyses import deprivation_deciles as deprivation
from leedsequity.claims.testing import Answer, Question, computed_once, one, table
from leedsequity.errors import InputError, NotServedError
from leedsequity.neighbourhoods import CENSUSES, REVISED, everybody
from leedsequity.vocabulary import BROAD_GROUPS_2011, ENGLAND, WHITE

_EDITIONS = ("2019", "2015", "2025")
_BASES = (REVISED[2022], *neighbourhoods.BASES)


@computed_once
def _tables(area: str) -> dict[str, pd.DataFrame]:
    return neighbourhoods.read(area, load=table)


@computed_once
def _people(area: str) -> pd.DataFrame:
    return neighbourhoods.people(_tables(area))


@computed_once
def placed(area: str) -> pd.DataFrame:
    """Return where every LSOA of an area stands by every edition, as `neighbourhoods.placed`."""
    return neighbourhoods.placed(_tables(area))


@computed_once
def _by_decile(area: str) -> pd.DataFrame:
    return deprivation.people_by_decile(_people(area), placed(area))


@computed_once
def _shares(area: str) -> pd.DataFrame:
    """Return people in decile 1 by edition and base, shares in per cent: broad groups, and all."""
    rows = deprivation.in_most_deprived(_by_decile(area))
    rows = rows[rows["level"] != "detailed"]
    return rows.assign(share=100 * rows["share"], share_in_fifth=100 * rows["share_in_fifth"])


def _edition(question: Question) -> int:
    return int(question.option("edition", *_EDITIONS))


def _everybody(question: Question, base: str) -> Any:
    rows = everybody(_shares(question.area))
    rows = rows[(rows["imd_edition"] == _edition(question)) & (rows["population_base"] == base)]
    return rows.iloc[0]


def _years(question: Question) -> tuple[int, int]:
    """Return the two years of a period such as `2013 to 2022`, both within the revised series."""
    first, _, last = question.period.partition(" to ")
    if not (first.isdigit() and last.isdigit() and {int(first), int(last)} <= set(REVISED)):
        raise NotServedError(f"people of {question.period}: mid-2011 to mid-2022 are held")
    return int(first), int(last)


def neighbourhoods_in_decile_1(question: Question) -> Answer:
    """Count the LSOAs of the area in decile 1 of England."""
    counts = deprivation.neighbourhoods_by_decile(placed(question.area)).set_index("decile").loc[1]
    edition = _edition(question)
    return Answer(
        counts[f"IMD {edition}"],
        f"neighbourhoods (LSOAs) of {question.place.name} in England's most deprived tenth by the"
        f" index of {edition}",
    )


def neighbourhoods_in_most_deprived_hundredth(question: Question) -> Answer:
    """Count the LSOAs of the area among the most deprived hundredth of England's."""
    rows = deprivation.most_deprived_1_percent(placed(question.area))
    edition = _edition(question)
    return Answer(
        (rows["imd_edition"] == edition).sum(),
        f"neighbourhoods (LSOAs) of {question.place.name} among England's most deprived hundredth"
        f" by the index of {edition}",
    )


def _share(question: Question, base: str) -> tuple[float, str]:
    """Return the per cent of an area, or of England, in decile 1, and what that is from."""
    edition = _edition(question)
    if question.area != ENGLAND:
        return _everybody(question, base)["share"], f"index of {edition}, people of {base}"
    year = {name: year for year, name in REVISED.items()}.get(base)
    rows = table("england_by_decile")
    rows = rows[
        (rows["topic"] == "population") & (rows["year"] == year) & (rows["imd_edition"] == edition)
    ]
    if rows.empty:
        raise NotServedError(f"England's people by decile of the index of {edition}, {base}")
    share = 100 * rows.loc[rows["decile"] == 1, "count"].sum() / rows["count"].sum()
    return share, f"index of {edition}, people of {base}"


def share_in_decile_1(question: Question) -> Answer:
    """Return the per cent of the people of the area, or of England, who live in decile 1."""
    share, basis = _share(question, question.option("base", *_BASES))
    return Answer(share, f"{question.place.name}: {basis}")


def share_beside_england(question: Question) -> Answer:
    """Subtract England's share in decile 1 from that of the area."""
    base = question.option("base", *_BASES)
    here, basis = _share(question, base)
    there, _ = _share(Question("", "", ENGLAND, "", "", question.options), base)
    return Answer(here - there, f"{question.place.name} {here:.1f}%, England {there:.1f}%; {basis}")


def people_in_decile_1(question: Question) -> Answer:
    """Return the people of the area in decile 1 in the claim's year."""
    if not question.period.isdigit() or int(question.period) not in REVISED:
        raise NotServedError(f"people of {question.period}: mid-2011 to mid-2022 are held")
    row = _everybody(question, REVISED[int(question.period)])
    return Answer(
        row["in_decile_1"],
        f"mid-{question.period} as revised after Census 2021, index of {_edition(question)}",
    )


def people_in_decile_1_change(question: Question) -> Answer:
    """Subtract the people of decile 1 in the first year of the period from those in its last.

    Option `first_edition`: that of the first year, where it is not that of the last.
    """
    first, last = _years(question)
    before = question.option("first_edition", str(_edition(question)))
    then = _everybody(Question("", "", question.area, "", "", {"edition": before}), REVISED[first])[
        "in_decile_1"
    ]
    now = _everybody(question, REVISED[last])["in_decile_1"]
    return Answer(now - then, f"{then:,.0f} and {now:,.0f} people, as revised after Census 2021")


def residents(question: Question) -> Answer:
    """Return the residents of the area."""
    base = question.option("base", *_BASES)
    return Answer(_everybody(question, base)["people"], f"{question.place.name}, {base}")


def residents_change(question: Question) -> Answer:
    """Subtract the residents in the first year of the period from those in its last."""
    then, now = (_everybody(question, REVISED[year])["people"] for year in _years(question))
    return Answer(now - then, f"{then:,.0f} and {now:,.0f} residents, as revised after Census 2021")


def growth_in_every_band(question: Question) -> Answer:
    """Return the smallest change of bands of age; option `bands`: `three broad` or `five-year`."""
    fives = deprivation.age_growth(
        table("deaths_population_la_2014"),
        _tables(question.area)["age_lsoa21"],
        places.parts(question.area),
    )
    if fives.empty or fives["change"].isna().all():
        raise NotServedError(f"{question.place.name} has no population by age of 2014")
    bands = fives.groupby("age", sort=False)["change"].sum()
    if question.option("bands", "three broad", "five-year") == "three broad":
        bands = fives.groupby(neighbourhoods.census_band(fives["age_start"]), sort=False)[
            "change"
        ].sum()
    shrank = (bands <= 0).sum()
    return Answer(
        bands.min(),
        f"{deprivation.AGE_SPAN}: {shrank} of {len(bands)} bands of age did not grow; the least"
        f" growth is that of people aged {bands.idxmin()}; an estimate stands beside a count",
    )


@computed_once
def _other_groups(area: str, edition: int) -> pd.DataFrame:
    """Return the per cent outside the White group: rows censuses, columns all, decile 1, rest."""
    rows = _by_decile(area)
    rows = rows[(rows["level"] == "broad") & (rows["imd_edition"] == edition)]
    rows = rows.assign(other=rows["people"].where(rows["group"] != WHITE, 0))
    first = rows["decile"] == 1
    shares = {}
    for name, part in {"all": rows, "decile 1": rows[first], "rest": rows[~first]}.items():
        sums = part.groupby("population_base")[["people", "other"]].sum()
        shares[name] = 100 * sums["other"] / sums["people"]
    return pd.DataFrame(shares).loc[[*CENSUSES]]


def diversity_change(question: Question) -> Answer:
    """Subtract the share outside the White group in 2011 from that in 2021."""
    then, now = _other_groups(question.area, _edition(question))["all"]
    return Answer(now - then, f"outside the White group {then:.1f}% in 2011, {now:.1f}% in 2021")


def diversity_change_where_deprived(question: Question) -> Answer:
    """Subtract the change of that share in the rest of the area from the change in decile 1."""
    change = _other_groups(question.area, _edition(question)).diff().iloc[-1]
    return Answer(
        change["decile 1"] - change["rest"],
        f"2011 to 2021: a rise of {change['decile 1']:.1f} points in the most deprived tenth, of"
        f" {change['rest']:.1f} in the rest",
    )


def diversity_where_deprived(question: Question) -> Answer:
    """Subtract the share outside the White group in the rest of the area from that in decile 1."""
    share = _other_groups(question.area, _edition(question)).loc[CENSUSES[1]]
    return Answer(
        share["decile 1"] - share["rest"],
        f"Census 2021: {share['decile 1']:.1f}% in the most deprived tenth, {share['rest']:.1f}% in"
        " the rest",
    )


def group_share_in_decile_1(question: Question) -> Answer:
    """Return the per cent of a broad ethnic group in decile 1; option `part`: tenth or fifth."""
    rows = _shares(question.area)
    base = question.option("base", CENSUSES[1], CENSUSES[0])
    rows = rows[
        (rows["group"].replace(BROAD_GROUPS_2011) == question.group)
        & (rows["population_base"] == base)
        & (rows["imd_edition"] == _edition(question))
    ]
    part = question.option("part", "tenth", "fifth")
    share = one(rows, f"{question.group}, {base}", "share" if part == "tenth" else "share_in_fifth")
    return Answer(share, f"{base}, index of {_edition(question)}, England's most deprived {part}")


def group_share_beside_england(question: Question) -> Answer:
    """Subtract the share of a broad ethnic group in England from that in the area, Census 2021."""
    local = _tables(question.area)["ethnicity_lsoa21"].groupby("broad_group")["count"].sum()
    every = table("ethnicity_la")
    whole = every[every["area_code"] == ENGLAND].groupby("broad_group")["count"].sum()
    if question.group not in local:
        raise InputError(f"group {question.group!r} is none of {', '.join(local.index)}")
    here, there = (100 * counts[question.group] / counts.sum() for counts in (local, whole))
    return Answer(
        here - there, f"Census 2021: {question.place.name} {here:.1f}%, England {there:.1f}%"
    )


@computed_once
def _authority_of_msoa(code: str) -> str:
    rows = table("imd_msoa11")
    rows = rows[rows["msoa11_code"] == code]
    if rows.empty:
        raise InputError(f"area {code!r} is no MSOA of 2011")
    return str(rows["area_code"].iloc[0])


def _msoa_rows(question: Question) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Return the LSOAs of an MSOA with their indices, those of its authority, and its name."""
    authority = _authority_of_msoa(question.area)
    tables = _tables(authority)
    rows = tables["imd_lsoa11"].merge(tables["lsoa11"], on="lsoa11_code")
    return (
        rows[rows["msoa11_code"] == question.area],
        rows,
        places.find(authority).name,
    )


def msoa_share_in_decile_1(question: Question) -> Answer:
    """Subtract the share of an authority's LSOAs in decile 1 from that of one of its MSOAs."""
    edition = question.option("edition", "2019", "2015")
    inside, every, name = _msoa_rows(question)
    here, there = (rows[f"imd_decile_{edition}"] == 1 for rows in (inside, every))
    return Answer(
        100 * (here.mean() - there.mean()),
        f"{here.sum()} of {len(here)} neighbourhoods there are in England's most deprived tenth by"
        f" the index of {edition}, {100 * there.mean():.1f}% in {name}",
    )


def msoa_employment(question: Question) -> Answer:
    """Subtract the mean employment decile of an authority's LSOAs from that of an MSOA's."""
    here, there, name = _msoa_rows(question)
    own, all_of = (rows["employment_decile_2019"].mean() for rows in (here, there))
    return Answer(own - all_of, f"mean tenth {own:.1f} there, {all_of:.1f} in {name}; 1 is worst")


def msoa_diversity(question: Question) -> Answer:
    """Subtract the share outside the White group in an authority from that in an MSOA."""
    inside, _, name = _msoa_rows(question)
    tables = _tables(_authority_of_msoa(question.area))
    codes = inside.merge(tables["lsoa11_lsoa21"], on="lsoa11_code")["lsoa21_code"]
    rows = tables["ethnicity_lsoa21"]
    here, there = (
        100 * part.loc[part["broad_group"] != WHITE, "count"].sum() / part["count"].sum()
        for part in (rows[rows["lsoa21_code"].isin(codes)], rows)
    )
    return Answer(here - there, f"Census 2021: {here:.1f}% there, {there:.1f}% in {name}")


@computed_once
def _ward_ranks(authority: str) -> pd.DataFrame:
    wards = neighbourhoods.wards(_people(authority), placed(authority))
    return neighbourhoods.ward_ranks(wards)


def ward_rank(question: Question) -> Answer:
    """Return the place of a ward among its authority's, 1 the most deprived.

    Option `measure`, as in `neighbourhoods.ward_ranks`. Wards that share a place are an interval.
    """
    rows = _ward_ranks(question.place.upper_tier_code)
    measure = question.option("measure", neighbourhoods.AVERAGE, *sorted(set(rows["measure"])))
    edition = _edition(question)
    rows = rows[(rows["measure"] == measure) & (rows["imd_edition"] == edition)]
    place = one(rows[rows["ward24_code"] == question.area], f"{measure} of {edition}", "place")
    ties = (rows["place"] == place).sum()
    basis = f"place among {len(rows)} wards by {measure}, index of {edition}"
    if ties > 1:
        return Answer(place, f"{basis}; {ties} wards share it", place, place + ties - 1)
    return Answer(place, basis)
