"""Claims that wait for a publisher's file that is not held here, recomputed where it is given."""

from typing import Any

import pandas as pd

from leedsequity import stats
from leedsequity.analyses import small_area_life_expectancy as small_areas
from leedsequity.claims.deprivation import placed
from leedsequity.claims.given import Given, given
from leedsequity.claims.testing import Answer, Question, table
from leedsequity.errors import NotServedError

_EDITIONS = ("2019", "2025")
_NEARLY_ALL = 0.99  # of an area's neighbourhoods that a file must have
_OPEN_AGE = 85  # the last age of the deaths


def _deciles(question: Question, boundaries: int) -> "pd.Series[Any]":
    """Return the tenth of England of each LSOA of the area, by its code."""
    edition = int(question.option("edition", *_EDITIONS))
    rows = placed(question.area)
    rows = rows[(rows["imd_edition"] == edition) & (rows["boundaries"] == boundaries)]
    return rows.set_index("lsoa_code")["decile"]


def _covered(question: Question, codes: "pd.Index[str]", own: "pd.Index[str]", file: Given) -> None:
    part = own.isin(codes).mean() if len(own) else 0.0
    if part < _NEARLY_ALL:
        raise NotServedError(
            f"{file} has {part:.0%} of the neighbourhoods of {question.place.name}"
        )


def life_expectancy_in_decile(question: Question) -> Answer:
    """Return life expectancy at birth in one of England's tenths within the area, with 95% limits.

    Option `decile`, 1 to 10. Of a period such as 2019-21, the deaths of its three calendar years
    are those of the two mid-year periods within it and half of each at its ends; the people are
    those of its three mid-years, by neighbourhoods of 2021, each given the tenth of the ground on
    which it lies.
    """
    deaths, people = given("deaths_lsoa11"), given("people_lsoa21")
    first = int(question.period[:4])
    weights = {first: 0.5, first + 1: 1.0, first + 2: 1.0, first + 3: 0.5}
    decile = int(question.option("decile", *map(str, range(1, 11))))
    parts = []
    for file, boundaries, years, count in (
        (deaths, 2011, weights, "deaths"),
        (people, 2021, dict.fromkeys(range(first, first + 3), 1.0), "people"),
    ):
        rows = file.table[file.table["sex"] == question.sex]
        if lacking := sorted(set(years) - set(rows["year"])):
            raise NotServedError(
                f"{file} has no {count} of mid-{', mid-'.join(map(str, lacking))}, needed for"
                f" {question.period}"
            )
        tenths = _deciles(question, boundaries)
        code = f"lsoa{boundaries % 100}_code"
        _covered(question, pd.Index(rows[code]), tenths.index, file)
        rows = rows[rows["year"].isin(years) & (rows[code].map(tenths) == decile)]
        counts = rows[count] * rows["year"].map(years)
        parts.append(counts.groupby(rows["age_start"]).sum().rename(count))
    rows = pd.concat(parts, axis=1).rename_axis("age_start").reset_index()
    found = stats.life_expectancy(rows, open_age=_OPEN_AGE, population="people").iloc[0]
    if found["reason"]:
        raise NotServedError(f"tenth {decile} of {question.place.name}: {found['reason']}")
    return Answer(
        found["value"],
        f"{rows['deaths'].sum():,.0f} deaths from {deaths}, by mid-years: half of those at each end"
        f" of {question.period} are counted; people of three mid-years from {people}",
        found["lower"],
        found["upper"],
        f"{deaths} and {people}",
    )


def patients_in_decile_1(question: Question) -> Answer:
    """Return the per cent of the area's patients of GPs who live in England's most deprived tenth.

    They are those who live in the area, wherever their practice is.
    """
    file = given("patients_lsoa")
    codes = pd.Index(file.table["lsoa_code"])
    boundaries = max(
        (2021, 2011), key=lambda year: _deciles(question, year).index.isin(codes).sum()
    )
    tenths = _deciles(question, boundaries)
    _covered(question, codes, tenths.index, file)
    rows = file.table[file.table["lsoa_code"].isin(tenths.index)]
    if rows["extracted"].nunique() > 1:
        raise NotServedError(f"{file} have several dates: give one")
    here = rows.loc[rows["lsoa_code"].map(tenths) == 1, "patients"].sum()
    return Answer(
        100 * here / rows["patients"].sum(),
        f"{here:,.0f} of {rows['patients'].sum():,.0f} patients living in {question.place.name},"
        f" registered on {rows['extracted'].iloc[0]}, from {file}",
        source=str(file),
    )


def gradient(question: Question) -> Answer:
    """Return the slope of life expectancy on deprivation over MSOAs, years per ten points."""
    file = given("life_expectancy_msoa")
    rows = file.table[file.table["period"] == question.period]
    if rows.empty:
        periods = ", ".join(sorted(set(file.table["period"])))
        raise NotServedError(f"{file} has no {question.period}, but {periods}")
    index, name = table("imd_msoa11"), question.place.name
    own = pd.Index(index.loc[index["area_code"].isin(question.place.authorities), "msoa11_code"])
    _covered(question, pd.Index(rows["msoa11_code"]), own, file)
    msoas = small_areas.with_deprivation(rows, index)
    lines = small_areas.fits(msoas, question.place.authorities, name)
    lines = lines[(lines["sex"] == question.sex) & (lines["area"] == name)]
    if lines.empty:
        raise NotServedError(f"{name} has too few MSOAs for a line")
    here = lines.iloc[0]
    return Answer(
        here["slope"],
        f"{here['msoas']} MSOAs of {name}, {question.period}, index of 2019, weighted by people;"
        f" from {file}",
        here["lower"],
        here["upper"],
        str(file),
    )
