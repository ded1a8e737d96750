"""Claims that compare an area with the core cities of England, over the report's indicators."""

import pandas as pd

from leedsequity import indicators, places
from leedsequity.analyses import headline_series, scorecard
from leedsequity.claims.testing import Answer, Question, table


def measures_behind_core_cities(question: Question) -> Answer:
    """Count the measures on which the area is worse than the median of the other core cities.

    Options: `until`, the last year of the figures, or `newest`; `in_doubt`: whether a measure whose
    value is in doubt is `left out` or `counted`. Published values are compared: chance is not
    allowed for.
    """
    life = indicators.life_expectancy(
        table("life_expectancy_la"), table("life_expectancy_la_limits")
    )
    sources = table("indicator_sources")
    every = indicators.series(
        pd.concat([table("indicator_series"), life], ignore_index=True), sources
    )
    core = {city.code: city.name for city in places.core_cities()}
    recoded = {a.code: a.recoded_from for a in places.every().values() if a.recoded_from}
    names = core | {question.area: question.place.name}
    facts = headline_series.comparable_facts(every, sources, names, recoded)
    until = question.option("until", "2023", "newest")
    if until != "newest":
        facts = facts[facts["year"] <= int(until)]
    others = [code for code in core if code != question.area]
    rows = scorecard.measures_behind(
        headline_series.headline(facts, sources, question.area), question.area, others
    )
    if question.option("in_doubt", "left out", "counted") == "left out":
        rows = rows[rows["headline"]]
    return Answer(
        rows["behind"].sum(),
        f"of {len(rows)} measures that all core cities have, in"
        f" {'the newest figures' if until == 'newest' else f'figures up to {until}'}; published"
        " values are compared, chance is not allowed for",
    )
