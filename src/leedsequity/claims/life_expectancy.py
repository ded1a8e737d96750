"""Claims on life expectancy, recomputed from published series and deciles of the city."""

import pandas as pd

from leedsequity import neighbourhoods
from leedsequity.analyses import small_area_life_expectancy as small_areas
from leedsequity.analyses.published_life_expectancy import centre_year, decile_inequality
from leedsequity.claims.testing import Answer, Question, computed_once, table
from leedsequity.vocabulary import ENGLAND, LEEDS, SEXES
from leedsequity.wording import limits, span

_EARLIER, _LATER = "ons_2001_2018", "ohid_90366"
_TURN = "2009-11"


def _at_birth(area: str, series: str) -> pd.DataFrame:
    """Return life expectancy at birth of an area in one series: rows periods, columns sexes."""
    rows = table("life_expectancy_la")
    rows = rows[(rows["area_code"] == area) & (rows["series"] == series) & (rows["age"] == 0)]
    return rows.dropna(subset="value").pivot(index="period", columns="sex", values="value")


def beside_england(question: Question) -> Answer:
    """Subtract England's life expectancy at birth from Leeds's, in the newest period both have."""
    here, there = (_at_birth(area, _LATER)[question.sex] for area in (LEEDS, ENGLAND))
    difference = (here - there).dropna()
    first, last = difference.index[0], difference.index[-1]
    return Answer(
        difference.iloc[-1],
        f"Leeds {here[last]:.1f}, England {there[last]:.1f} in {last}; the difference was"
        f" {difference.iloc[0]:+.1f} in {first} and below zero in {(difference < 0).sum()} of"
        f" {len(difference)} periods; published to 0.1 years, without intervals",
    )


def gap_within(question: Question) -> Answer:
    """Return the range between the local deciles of Leeds, with what other definitions give."""
    rows = decile_inequality(table("life_expectancy_la_decile"), {})
    row = rows[(rows["area_code"] == LEEDS) & (rows["sex"] == question.sex)].iloc[0]
    published = table("slope_index_la")
    published = published[(published["area_code"] == LEEDS) & (published["sex"] == question.sex)]
    return Answer(
        row["gap"],
        f"range of local deciles, 2014-16; their slope index is {limits(row, 'sii')}; the slope"
        f" index as published for {published['period'].min()} to {published['period'].max()}"
        f" runs from {span(published['value'])}",
        row["gap_lower"],
        row["gap_upper"],
    )


def gain_ratio(question: Question) -> Answer:
    """Divide the yearly gain after 2009-11 by the yearly gain before."""
    values = _at_birth(LEEDS, _EARLIER)[question.sex]
    years = pd.Series(centre_year(values.index.to_series()))
    first, last = values.index[0], values.index[-1]
    before = (values[_TURN] - values[first]) / (years[_TURN] - years[first])
    after = (values[last] - values[_TURN]) / (years[last] - years[_TURN])
    return Answer(
        after / before,
        f"{before:.2f} years a year from {first} to {_TURN}, {after:.2f} from there to {last}; no"
        " intervals are published for the series",
    )


def change(question: Question) -> Answer:
    """Subtract life expectancy at birth in the claim's first period from that in its last."""
    first, last = question.period.split(" to ")
    values = _at_birth(LEEDS, _LATER)[question.sex]
    return Answer(
        values[last] - values[first],
        f"{values[first]:.1f} in {first}, {values[last]:.1f} in {last}, {values.iloc[-1]:.1f} in"
        f" {values.index[-1]}; published to 0.1 years, without intervals",
    )


def both_sexes(question: Question) -> Answer:
    """Return the mean of men's and women's life expectancy at birth in the claim's period."""
    values = _at_birth(LEEDS, _LATER).loc[question.period]
    every = ", ".join(f"{people} {values[sex]:.1f}" for sex, people in SEXES.items())
    return Answer(
        values.mean(), f"Leeds in {question.period}: {every}; the mean of the two is taken"
    )


@computed_once
def _msoas() -> pd.DataFrame:
    return small_areas.with_deprivation(table("life_expectancy_msoa"), table("imd_msoa11"))


@computed_once
def _every_ward() -> pd.DataFrame:
    tables = neighbourhoods.read(LEEDS, load=table)
    placed = neighbourhoods.placed(tables)
    wards = neighbourhoods.wards(neighbourhoods.people(tables), placed)
    people = small_areas.people_of_msoas(tables, placed)
    return small_areas.ward_life_expectancy(_msoas(), people, wards)


def _wards(sex: str) -> pd.DataFrame:
    return _every_ward().query("sex == @sex").set_index("ward24_code")


def gradient(question: Question) -> Answer:
    """Return the slope of life expectancy on deprivation over MSOAs, years per ten points."""
    lines = small_areas.fits(_msoas(), [LEEDS], "Leeds")
    lines = lines[lines["sex"] == question.sex].set_index("area")
    here, there = (row for _, row in lines.loc[["Leeds", "England"]].iterrows())
    return Answer(
        here["slope"],
        f"{here['msoas']} MSOAs, 2009-13, index of 2019, weighted by population; England "
        f"{limits(there, 'slope', decimals=2)}",
        here["lower"],
        here["upper"],
    )


def ward_rank(question: Question) -> Answer:
    """Return the place of a ward by the proxy of life expectancy, 1 the lowest, with limits."""
    rows = _wards(question.sex)
    own = rows.loc[question.area]
    higher, lower = (rows["difference_lower"] > 0).sum(), (rows["difference_upper"] < 0).sum()
    return Answer(
        own["place"],
        f"proxy {own['value']:.1f} years ({own['lower']:.1f} to {own['upper']:.1f}), 2009-13; of"
        f" {len(rows)} wards {higher} are clearly higher and {lower} clearly lower (95% interval of"
        " each difference)",
        1 + lower,
        len(rows) - higher,
    )


def ward_beside_leeds(question: Question) -> Answer:
    """Subtract the mean of all wards, weighted by people, from the proxy of one ward."""
    own = _wards(question.sex).loc[question.area]
    msoas = _msoas()
    msoas = msoas[(msoas["area_code"] == LEEDS) & (msoas["sex"] == question.sex)]
    leeds = (msoas["value"] * msoas["population_2015"]).sum() / msoas["population_2015"].sum()
    return Answer(
        own["value"] - leeds,
        f"proxy {own['value']:.1f} years, 2009-13; mean of the MSOAs of Leeds by people"
        f" {leeds:.1f}; the limits are the ward's",
        own["lower"] - leeds,
        own["upper"] - leeds,
    )
