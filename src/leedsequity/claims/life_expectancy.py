"""Claims on life expectancy, recomputed from published series and deciles of an area."""

from typing import Any

import pandas as pd

from leedsequity import neighbourhoods, stats
from leedsequity.analyses import small_area_life_expectancy as small_areas
from leedsequity.analyses.published_life_expectancy import centre_year, decile_inequality
from leedsequity.claims.deprivation import placed
from leedsequity.claims.testing import Answer, Question, computed_once, one, table
from leedsequity.errors import NotServedError
from leedsequity.vocabulary import ENGLAND

_EARLIER, _LATER = "ons_2001_2018", "ohid_90366"
_SERIES = (_LATER, _EARLIER)


def _at_birth(area: str, series: str) -> pd.DataFrame:
    """Return life expectancy at birth of an area in one series: rows periods, columns sexes."""
    rows = table("life_expectancy_la")
    rows = rows[(rows["area_code"] == area) & (rows["series"] == series) & (rows["age"] == 0)]
    if rows.empty:
        raise NotServedError(f"life expectancy at birth of {area} in the series {series}")
    return rows.dropna(subset="value").pivot(index="period", columns="sex", values="value")


def _in(values: "pd.Series[Any]", period: str) -> float:
    if period not in values:
        raise NotServedError(f"life expectancy of {period}: {', '.join(values.index)} are held")
    return float(values[period])


def beside_england(question: Question) -> Answer:
    """Subtract England's life expectancy at birth from the area's, in the reading's period."""
    series = question.option("series", *_SERIES)
    here, there = (
        _in(_at_birth(area, series)[question.sex], question.period)
        for area in (question.area, ENGLAND)
    )
    return Answer(
        here - there,
        f"{question.place.name} {here:.1f}, England {there:.1f} years in {question.period};"
        " published without intervals",
    )


def gap_within(question: Question) -> Answer:
    """Return the gap in life expectancy within an area by option `method`.

    `range` and `slope` of the deciles formed within it, 2014-16, with limits; or the `published
    slope index` of the period, as revised after Census 2021 unless option `vintage` says otherwise.
    """
    method = question.option("method", "range", "slope", "published slope index")
    if method == "published slope index":
        vintage = question.option("vintage", "census_2021", "pre_census_2021")
        rows = table("slope_index_la")
        rows = rows[
            (rows["area_code"] == question.area)
            & (rows["sex"] == question.sex)
            & (rows["vintage"] == vintage)
            & (rows["period"] == question.period)
        ]
        value = one(rows, f"slope index of {question.place.name}, {question.period}")
        return Answer(value, f"slope index of inequality as published, {question.period}")
    deciles = table("life_expectancy_la_decile")
    rows = decile_inequality(deciles[deciles["area_code"] == question.area], {})
    rows = rows[rows["sex"] == question.sex]
    column = "gap" if method == "range" else "sii"
    value = one(rows, f"deciles within {question.place.name}", column)
    what = "the least minus the most deprived" if method == "range" else "slope index over the ten"
    return Answer(
        value,
        f"tenths formed within {question.place.name}, 2014-16 (inferred): {what}",
        rows[f"{column}_lower"].iloc[0],
        rows[f"{column}_upper"].iloc[0],
    )


def gain_ratio(question: Question) -> Answer:
    """Divide the yearly gain after a turning point by that before it; option `turn`: its period."""
    values = _at_birth(question.area, _EARLIER)[question.sex]
    years = pd.Series(centre_year(values.index.to_series()))
    turn = question.option("turn", "2009-11")
    first, last = values.index[0], values.index[-1]
    before = (_in(values, turn) - values[first]) / (years[turn] - years[first])
    after = (values[last] - values[turn]) / (years[last] - years[turn])
    return Answer(
        after / before,
        f"{before:.2f} years a year from {first} to {turn}, {after:.2f} from there to {last};"
        " published without intervals",
    )


def change(question: Question) -> Answer:
    """Subtract life expectancy at birth in the first period from that in the last."""
    first, last = question.period.split(" to ")
    values = _at_birth(question.area, question.option("series", *_SERIES))[question.sex]
    then, now = _in(values, first), _in(values, last)
    return Answer(
        now - then, f"{then:.1f} in {first}, {now:.1f} in {last}; published without intervals"
    )


def level(question: Question) -> Answer:
    """Return life expectancy at birth; of the mean of the sexes where the group is all people."""
    rows = _at_birth(question.area, question.option("series", *_SERIES))
    people = question.option("people", "mean of men and women", "men", "women")
    sexes = {"men": ["male"], "women": ["female"]}.get(people, ["male", "female"])
    value = sum(_in(rows[sex], question.period) for sex in sexes) / len(sexes)
    return Answer(value, f"{question.place.name}, {people}, {question.period}")


@computed_once
def _msoas() -> pd.DataFrame:
    return small_areas.with_deprivation(table("life_expectancy_msoa"), table("imd_msoa11"))


@computed_once
def _every_ward(authority: str, year: int) -> pd.DataFrame:
    tables = neighbourhoods.read(authority, load=table)
    placed = neighbourhoods.placed(tables)
    wards = neighbourhoods.wards(neighbourhoods.people(tables), placed)
    people = small_areas.people_of_msoas(tables, placed, year)
    return small_areas.ward_life_expectancy(_msoas(), people, wards)


def _wards(question: Question) -> pd.DataFrame:
    year = int(question.option("people_of", "2011", "2016", "2022"))
    rows = _every_ward(question.place.upper_tier_code, year)
    return rows[rows["sex"] == question.sex].set_index("ward24_code")


def gradient(question: Question) -> Answer:
    """Return the slope of life expectancy on deprivation over MSOAs, years per ten points."""
    name = question.place.name
    lines = small_areas.fits(_msoas(), question.place.authorities, name)
    lines = lines[lines["sex"] == question.sex]
    if lines.empty:
        raise NotServedError(f"{name} has too few MSOAs for a line")
    here = lines.set_index("area").loc[name]
    return Answer(
        here["slope"],
        f"{here['msoas']} MSOAs of {name}, 2009-13, index of 2019, weighted by people",
        here["lower"],
        here["upper"],
    )


def ward_rank(question: Question) -> Answer:
    """Return the place of a ward by life expectancy, 1 the lowest, from neighbouring areas.

    Its limits are the places that comparisons with all others leave open (`stats.rank_intervals`).
    """
    rows = _wards(question)
    ranks = stats.rank_intervals(
        rows[["value", "lower", "upper"]].reset_index(), group="ward24_code", highest_is_one=False
    ).set_index("ward24_code")
    own = ranks.loc[question.area]
    return Answer(
        own["rank"],
        f"an estimate from neighbouring areas (MSOAs), 2009-13: {rows['value'][question.area]:.1f}"
        f" years; place among {own['ranked']} wards, 1 the lowest",
        own["rank_lower"],
        own["rank_upper"],
    )


def ward_rank_by_years_lost(question: Question) -> Answer:
    """Return the place of a ward by years of life lost before 75, 1 the most, men and women alike.

    Of the index of 2019: deaths of 2013 to 2017, standardised; the mean of a ward's LSOAs by their
    people of mid-2015, the middle of those years. Option `fit`: of LSOAs to the wards of `2024` or
    of `2021`.
    """
    fit = question.option("fit", "2024", "2021")
    authority = question.place.upper_tier_code
    lsoas = placed(authority).query("imd_edition == 2019 and boundaries == 2011")
    ward = lsoas["ward24_code"]
    if fit == "2021":
        ward = lsoas["lsoa_code"].map(table("lsoa11").set_index("lsoa11_code")["ward21_code"])
    people = table("population_lsoa11", authority).set_index("lsoa11_code")["mid_2015_all"]
    lost = table("years_of_life_lost_lsoa11").set_index("lsoa11_code")["years_of_life_lost"]
    codes = lsoas["lsoa_code"]
    weight = codes.map(people).to_numpy(float)
    rows = pd.DataFrame({"lost": codes.map(lost).to_numpy() * weight, "people": weight})
    wards = rows.groupby(ward.to_numpy()).sum()
    mean = wards["lost"] / wards["people"]
    if question.area not in mean:
        raise NotServedError(f"years of life lost in the ward {question.area}")
    place = int((mean > mean[question.area]).sum()) + 1
    return Answer(
        place,
        f"years of life lost before 75, deaths of 2013 to 2017 (index of 2019): {place} of"
        f" {len(mean)} wards by the best fit of {fit}, 1 the most; men and women together",
    )


def ward_beside_authority(question: Question) -> Answer:
    """Subtract the mean of the authority's MSOAs, weighted by people, from a ward's estimate."""
    own = _wards(question).loc[question.area]
    msoas = _msoas()
    authority = question.place.upper_tier_code
    msoas = msoas[(msoas["area_code"] == authority) & (msoas["sex"] == question.sex)]
    mean = (msoas["value"] * msoas["population_2015"]).sum() / msoas["population_2015"].sum()
    return Answer(
        own["value"] - mean,
        f"an estimate from neighbouring areas (MSOAs), 2009-13: {own['value']:.1f} years, in the"
        f" authority {mean:.1f}; the limits are the ward's",
        own["lower"] - mean,
        own["upper"] - mean,
    )
