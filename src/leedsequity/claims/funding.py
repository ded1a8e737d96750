"""Claims on money, recomputed from the finance returns and the series of life expectancy."""

import pandas as pd

from leedsequity.analyses import austerity_estimates, austerity_panel
from leedsequity.analyses.austerity_specifications import BY_NAME
from leedsequity.claims.testing import Answer, Question, computed_once, table
from leedsequity.vocabulary import LEEDS

_PLAIN, _WITHOUT_LONDON = "two_way", "two_way_excluding_london"
_YORKSHIRE, _SOUTH_WEST = "Yorkshire and The Humber", "South West"


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
def _estimates() -> pd.DataFrame:
    return austerity_estimates.estimates(
        _panel(), [BY_NAME[name] for name in (_PLAIN, _WITHOUT_LONDON)]
    )


@computed_once
def _accounts() -> pd.DataFrame:
    return austerity_panel.revenue_and_spending(_panel(), table("gdp_deflators"))


def months_lost(question: Question) -> Answer:
    """Return the plain estimate at birth, with that without London beside it."""
    rows = _estimates()
    rows = rows[(rows["sex"] == question.sex) & (rows["age"] == 0)].set_index("specification")
    plain, other = (rows.loc[name].to_dict() for name in (_PLAIN, _WITHOUT_LONDON))
    return Answer(
        plain["estimate"],
        f"effects of areas and of years, 2013 to 2017, {plain['areas']} areas, clustered limits;"
        f" declared before any result. Without London, a choice made after: {other['estimate']:.1f}"
        f" ({other['lower']:.1f} to {other['upper']:.1f}). Notebook 02 has every specification;"
        " whether the size comes out depends on the choice",
        plain["lower"],
        plain["upper"],
    )


def change_in_leeds(question: Question) -> Answer:
    """Return the change of central funding per person of Leeds in real terms, percent."""
    first, last = (int(year[:4]) for year in question.period.split(" to "))
    row = (
        austerity_panel.funding_change(_panel(), first, last)
        .set_index("area_code")
        .loc[LEEDS]
        .to_dict()
    )
    return Answer(
        row["real_change_percent"],
        f"£{row['real_first']:,.0f} and £{row['real_last']:,.0f} per person in prices of 2017/18;"
        " before 2013/14 business rates were redistributed nationally, so the two ends differ in"
        " what they count",
    )


def regressive_cuts(question: Question) -> Answer:
    """Subtract the fall of revenue per person of the least deprived tenth from the most's."""
    fall = -austerity_panel.money_change(_accounts(), "tenth", "revenue").set_index("tenth")
    most, least = (fall.loc[tenth].to_dict() for tenth in (1, 10))
    return Answer(
        most["change"] - least["change"],
        f"£{most['change']:,.0f} ({most['change_percent']:.0f}%) in the most and"
        f" £{least['change']:,.0f} ({least['change_percent']:.0f}%) in the least deprived tenth of"
        " 147 areas, prices of 2017/18; the report's years end two later",
    )


def region_order(question: Question) -> Answer:
    """Subtract the percentage fall of service spending in the South West from Yorkshire's."""
    fall = -austerity_panel.money_change(_accounts(), "region", "spending").set_index("region")[
        "change_percent"
    ]
    return Answer(
        fall[_YORKSHIRE] - fall[_SOUTH_WEST],
        f"{fall[_YORKSHIRE]:.0f}% and {fall[_SOUTH_WEST]:.0f}%, without education, police, fire and"
        " public health, prices of 2017/18",
    )
