"""Claims on money, recomputed from the finance returns and the series of life expectancy."""

import pandas as pd

from leedsequity.analyses import austerity_estimates, austerity_panel
from leedsequity.analyses.austerity_specifications import BY_NAME
from leedsequity.claims.testing import Answer, Question, computed_once, one, table
from leedsequity.errors import NotServedError
from leedsequity.vocabulary import ENGLAND

_PLAIN = "two_way"


@computed_once
def _panel() -> pd.DataFrame:
    scores = austerity_panel.deprivation_scores(
        table("imd_la"), table("imd_msoa11"), table("areas")
    )
    return austerity_panel.panel(
        table("funding_la"),
        table("covariates_la"),
        table("gdp_deflators"),
        table("life_expectancy_la"),
        scores,
        table("areas"),
    )


@computed_once
def _estimates(specification: str) -> pd.DataFrame:
    return austerity_estimates.estimates(_panel(), [BY_NAME[specification]])


@computed_once
def _accounts() -> pd.DataFrame:
    return austerity_panel.revenue_and_spending(_panel(), table("gdp_deflators"))


def _of_england(question: Question) -> None:
    if question.area not in ("", ENGLAND):
        raise NotServedError(f"an estimate over England's areas says nothing of {question.area}")


def _years(question: Question) -> tuple[int, int]:
    first, last = (int(year[:4]) for year in question.period.split(" to "))
    return first, last


def months_lost(question: Question) -> Answer:
    """Return the months of life at birth lost per £100; option `specification`, of notebook 02."""
    _of_england(question)
    name = question.option("specification", _PLAIN, *BY_NAME)
    rows = _estimates(name)
    rows = rows[(rows["sex"] == question.sex) & (rows["age"] == 0)]
    estimate = one(rows, f"the estimate {name}", "estimate")
    return Answer(
        estimate,
        f"{BY_NAME[name].why}; {rows['areas'].iloc[0]} areas, written down"
        f" {BY_NAME[name].declared} its result was seen",
        rows["lower"].iloc[0],
        rows["upper"].iloc[0],
    )


def funding_change(question: Question) -> Answer:
    """Return the change of an area's central funding per person in per cent.

    Option `prices`: `of 2017/18` or `of the time`.
    """
    change = austerity_panel.funding_change(_panel(), *_years(question))
    own = change[change["area_code"] == question.area]
    real = question.option("prices", "of 2017/18", "of the time") == "of 2017/18"
    column, ends = ("real_change_percent", "real") if real else ("change_percent", "funding")
    value = one(own, f"funding of {question.place.name}", column)
    row = own.iloc[0]
    return Answer(
        value,
        f"£{row[f'{ends}_first']:,.0f} and £{row[f'{ends}_last']:,.0f} per person, in prices"
        f" {'of 2017/18' if real else 'of the time'}; before 2013/14 business rates were"
        " redistributed nationally",
    )


def regressive_cuts(question: Question) -> Answer:
    """Subtract the fall of revenue per person of the least deprived tenth from the most's.

    Option `measure`: `pounds` or `per cent`.
    """
    _of_england(question)
    _fixed_years(question)
    fall = -austerity_panel.money_change(_accounts(), "tenth", "revenue").set_index("tenth")
    money = question.option("measure", "pounds", "per cent") == "pounds"
    column = "change" if money else "change_percent"
    most, least = (float(fall[column][tenth]) for tenth in (1, 10))
    unit = "£{:,.0f}" if money else "{:.0f}%"
    return Answer(
        most - least,
        f"{unit.format(most)} in the most and {unit.format(least)} in the least deprived tenth of"
        " 147 areas, prices of 2017/18",
    )


def region_order(question: Question) -> Answer:
    """Subtract the percentage fall of service spending in one region from another's.

    The area is the region that should have the greater fall; option `other`: the other one.
    """
    _fixed_years(question)
    other = question.option("other", "South West")
    fall = -austerity_panel.money_change(_accounts(), "region", "spending").set_index("region")[
        "change_percent"
    ]
    own = question.place.name
    if missing := [name for name in (own, other) if name not in fall]:
        raise NotServedError(f"spending by region: {missing[0]} is no region of England")
    return Answer(
        fall[own] - fall[other],
        f"{fall[own]:.0f}% and {fall[other]:.0f}%, without education, police, fire and public"
        " health, prices of 2017/18",
    )


def _fixed_years(question: Question) -> None:
    held = (austerity_panel.RETURNS_FROM, austerity_panel.LAST)
    if _years(question) != held:
        raise NotServedError(f"returns of {question.period}: those held are 2009/10 to 2017/18")
