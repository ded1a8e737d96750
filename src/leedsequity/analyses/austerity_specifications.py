"""Notebook 02's specifications: every choice as data.

None of them is the right one; together they say how much is choice. `declared` says whether a
specification was written down before its result was known, or thought of after. What was declared
after was chosen by people who had seen something, so it weighs less as a test and more as an
explanation.
"""

from dataclasses import dataclass

import pandas as pd

from leedsequity.analyses.austerity_panel import FIRST, LAST, RETURNS_FROM

FIXED_EFFECTS, AREA_EFFECTS = "effects of areas and years", "effects of areas"
FIRST_DIFFERENCES, LONG_DIFFERENCE = "changes from year to year", "one change, first year to last"
OUTLIERS = ("Hartlepool", "Redcar and Cleveland")
# What a specification is for, and the only ones that estimate the association are called so.
ESTIMATE, DEMONSTRATION, PLACEBO = "estimate", "demonstration", "placebo"
BEFORE_THE_CUT = (RETURNS_FROM, FIRST)
# The middle year 2013 holds deaths of 2014, so a placebo free of the cut ends a year earlier.
FREE_OF_THE_CUT = (RETURNS_FROM, FIRST - 1)
ALL_YEARS = (RETURNS_FROM, LAST)
POUNDS, PER_CENT = "£100", "10% of funding"
EXPOSURES_IN_PER_CENT = ("funding_percent", "funding_real_percent")
# The abstract of the paper: fixed effects, controlled for local socioeconomic conditions.
NEAREST = "two_way_controls"
ECONOMY = (
    "employment_rate",
    "gross_disposable_household_income_per_head",
    "gross_value_added_per_hour",
)


@dataclass(frozen=True)
class Specification:
    """One way to ask the question: the choices that an estimate makes."""

    name: str
    declared: str  # "before" or "after" its result was seen
    why: str  # what it asks, in words
    years: tuple[int, int] = (FIRST, LAST)  # first and last year of funding
    outcome_years: tuple[int, int] | None = None  # of a long difference, if not those of funding
    outcome_shift: int = 0  # how many years after the funding the life expectancy is centred
    funding: str = "funding"  # column of the exposure, from `austerity_panel.panel`
    only: tuple[str, ...] = ()  # names of regions or areas that are kept; empty keeps all
    without: tuple[str, ...] = ()  # names of regions or areas that are left out
    weights: str = ""  # column of weights; empty for none
    controls: tuple[str, ...] = ()  # columns of controls
    estimator: str = FIXED_EFFECTS  # one of the four above
    year_effects_by: str = ""  # column whose groups each have effects of years of their own
    trends: bool = False  # a line for each area; years before 2013 then have an exposure of zero

    @property
    def role(self) -> str:
        """What its choices make it: an `estimate` of the association, or something else.

        A `placebo` sets the cut beside life expectancy of years before it, which no cut can have
        moved. A `demonstration` has no effects of years: it puts down to funding whatever all areas
        share over time, and so shows why effects of years are needed.
        """
        if self.outcome_years is not None and self.outcome_years[1] <= self.years[0]:
            return PLACEBO
        return DEMONSTRATION if self.estimator == AREA_EFFECTS else ESTIMATE

    @property
    def unit(self) -> str:
        """What less funding an estimate is for: `£100` per person, or `10% of funding`."""
        return PER_CENT if self.funding in EXPOSURES_IN_PER_CENT else POUNDS


_S = Specification
SPECIFICATIONS = (
    _S("two_way", "before", "the main estimate: effects of areas and of years"),
    _S("two_way_real", "before", "the same in prices of 2017/18", funding="funding_real"),
    _S("two_way_weighted", "before", "people count alike, not areas", weights="population"),
    _S("two_way_controls", "before", "with employment, income and output", controls=ECONOMY),
    _S("first_differences", "before", "changes from one year to the next",
       estimator=FIRST_DIFFERENCES),
    _S("long_difference", "before", "one change, first year to last", estimator=LONG_DIFFERENCE),
    _S("entity_only", "before",
       "without effects of years: what all areas share is put down to funding",
       estimator=AREA_EFFECTS),
    _S("outcome_year_earlier", "before", "life expectancy centred a year before", outcome_shift=-1),
    _S("outcome_year_later", "before", "life expectancy centred a year after", outcome_shift=1),
    _S("two_way_real_2013_2016", "after",
       "the years and prices in which the mean falls as published",
       years=(FIRST, 2016), funding="funding_real"),
    _S("area_trends", "after", "each area on its own trend since 2009",
       years=(RETURNS_FROM, LAST), trends=True),
    _S("region_by_year", "after", "only areas of one region are compared",
       year_effects_by="region"),
    _S("london_by_year", "after", "London is compared with London, the rest with the rest",
       year_effects_by="london"),
    _S("deprivation_by_year", "after", "only areas of one fifth of deprivation are compared",
       year_effects_by="fifth"),
    _S("two_way_excluding_london", "after", "the main estimate without London",
       without=("London",)),
    _S("london_only", "after", "the main estimate within London", only=("London",)),
    _S("excluding_london_controls", "after", "without London, with claimants and income",
       without=("London",),
       controls=("claimant_count", "gross_disposable_household_income_per_head")),
    _S("excluding_outliers", "after", "without the two areas whose returns jump most",
       without=OUTLIERS),
    _S("excluding_london_outliers", "after", "without London and those two",
       without=("London", *OUTLIERS)),
    _S("long_difference_excluding_london", "after",
       "one change, first year to last, without London",
       estimator=LONG_DIFFERENCE, without=("London",)),
    _S("placebo_2009_2013", "after",
       "life expectancy before the cut, which the cut cannot have moved",
       estimator=LONG_DIFFERENCE, outcome_years=BEFORE_THE_CUT),
    _S("placebo_2009_2013_excluding_london", "after", "the same without London",
       estimator=LONG_DIFFERENCE, outcome_years=BEFORE_THE_CUT, without=("London",)),
    _S("placebo_2009_2012", "after",
       "life expectancy whose deaths all came before the cut", estimator=LONG_DIFFERENCE,
       outcome_years=FREE_OF_THE_CUT),
    _S("placebo_2009_2012_excluding_london", "after",
       "deaths that all came before the cut, without London",
       estimator=LONG_DIFFERENCE, outcome_years=FREE_OF_THE_CUT, without=("London",)),
    _S("two_way_controls_excluding_london", "after",
       "with employment, income and output, without London",
       without=("London",), controls=ECONOMY),
    _S("excluding_hartlepool", "after", "without Hartlepool", without=("Hartlepool",)),
    _S("two_way_percent", "after", "cuts in per cent of the funding of 2013",
       funding="funding_percent"),
    _S("two_way_percent_excluding_london", "after",
       "cuts in per cent of the funding of 2013, without London",
       funding="funding_percent", without=("London",)),
    _S("two_way_spending", "after", "spending on services in place of funding",
       funding="spending_real"),
    _S("area_trends_excluding_london", "after",
       "each area on its own trend since 2009, without London",
       years=ALL_YEARS, trends=True, without=("London",)),
    _S("two_way_2009", "after", "nine years of funding, from 2009", years=ALL_YEARS),
    _S("two_way_2009_real", "after", "nine years, in prices of 2017/18",
       years=ALL_YEARS, funding="funding_real"),
    _S("two_way_2009_real_excluding_london", "after",
       "nine years, in prices of 2017/18, without London",
       years=ALL_YEARS, funding="funding_real", without=("London",)),
    _S("two_way_2009_controls", "after",
       "nine years, in prices of 2017/18, with employment, income and output",
       years=ALL_YEARS, funding="funding_real", controls=ECONOMY),
    _S("two_way_2009_percent", "after", "nine years, cuts in per cent of the funding of 2009",
       years=ALL_YEARS, funding="funding_real_percent"),
    _S("two_way_2009_percent_excluding_london", "after",
       "nine years, cuts in per cent of the funding of 2009, without London",
       years=ALL_YEARS, funding="funding_real_percent", without=("London",)),
    _S("two_way_2009_grants", "after", "nine years, with the grants that were rolled in later",
       years=ALL_YEARS, funding="funding_with_grants"),
    _S("two_way_2009_grants_excluding_london", "after",
       "nine years, with the grants that were rolled in later, without London",
       years=ALL_YEARS, funding="funding_with_grants", without=("London",)),
    _S("two_way_2009_spending", "after", "nine years of spending on services",
       years=ALL_YEARS, funding="spending_real"),
    _S("two_way_2009_spending_excluding_london", "after",
       "nine years of spending on services, without London",
       years=ALL_YEARS, funding="spending_real", without=("London",)),
    _S("region_by_year_2009", "after", "nine years, only areas of one region are compared",
       years=ALL_YEARS, funding="funding_real", year_effects_by="region"),
    _S("deprivation_by_year_2009", "after",
       "nine years, only areas of one fifth of deprivation are compared",
       years=ALL_YEARS, funding="funding_real", year_effects_by="fifth"),
    _S("long_difference_2010", "after", "one change, 2010 to 2017",
       years=(2010, LAST), funding="funding_real", estimator=LONG_DIFFERENCE),
    _S("long_difference_2010_excluding_london", "after",
       "one change, 2010 to 2017, without London",
       years=(2010, LAST), funding="funding_real", estimator=LONG_DIFFERENCE,
       without=("London",)),
)  # fmt: skip
BY_NAME = {specification.name: specification for specification in SPECIFICATIONS}


def described() -> pd.DataFrame:
    """Return the list in words: `specification, role, declared, years, unit, asks`.

    `years` are those of funding, `unit` what less funding an estimate is for.
    """
    rows = [
        (s.name, s.role, s.declared, f"{s.years[0]} to {s.years[1]}", s.unit, s.why)
        for s in SPECIFICATIONS
    ]
    columns = ["specification", "role", "declared", "years", "unit", "asks"]
    return pd.DataFrame(rows, columns=columns)


def choices() -> pd.DataFrame:
    """Return which choices each estimate of the association makes, of those for £100 less.

    True or false, one row a specification (its name is the index), one column a choice in words.
    """
    made = {
        s.name: {
            "Nine years, from 2009": s.years[0] == RETURNS_FROM,
            "Other years": s.years not in (ALL_YEARS, (FIRST, LAST)),
            "Prices of 2017/18": s.funding != "funding",
            "Grants rolled in later": s.funding == "funding_with_grants",
            "Spending on services": s.funding == "spending_real",
            "Weighted by population": bool(s.weights),
            "With controls": bool(s.controls),
            "London left out": "London" in s.without,
            "London alone": "London" in s.only,
            "Outliers left out": "Hartlepool" in s.without,
            "Outcome a year off": s.outcome_shift != 0,
            "Year effects by group": bool(s.year_effects_by),
            "Trends of areas": s.trends,
            "Differences": s.estimator in (FIRST_DIFFERENCES, LONG_DIFFERENCE),
        }
        for s in SPECIFICATIONS
        if s.role == ESTIMATE and s.unit == POUNDS
    }
    return pd.DataFrame.from_dict(made, orient="index")
