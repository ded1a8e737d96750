"""Claims that compare Leeds with the core cities of England, over the report's indicators."""

import pandas as pd

from leedsequity import indicators, places
from leedsequity.analyses import headline_series, scorecard
from leedsequity.claims.testing import Answer, Question, table
from leedsequity.vocabulary import LEEDS

_LAST = 2023  # the year the report's newest figures could be of


def measures_behind_core_cities(question: Question) -> Answer:
    """Count the measures on which Leeds is worse than the median of the other core cities.

    The figures are those of years up to 2023. A measure whose value is not to be quoted is not
    counted; the limits are the number without it and with it.
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
    facts = headline_series.comparable_facts(every, sources, core | {LEEDS: "Leeds"}, recoded)
    then, now = (
        scorecard.measures_behind(headline_series.headline(part, sources, LEEDS), LEEDS, [*core])
        for part in (facts[facts["year"] <= _LAST], facts)
    )
    behind = then[then["behind"]]
    counted = behind["headline"].sum()
    left_out = "".join(
        f"; left out of the number: {why}" for why in then.loc[~then["headline"], "caution"]
    )
    named = "; ".join(
        f"{row['series']} ({row['group']}) {row['period']}" for _, row in behind.iterrows()
    )
    return Answer(
        counted,
        f"in figures up to {_LAST} behind the median of the others in {len(behind)} of {len(then)}"
        f" measures that all core cities have: {named}; in the newest figures in"
        f" {now['behind'].sum()} of {len(now)}. Published values are compared, and chance is not"
        f" allowed for{left_out}",
        lower=counted,
        upper=len(behind),
    )
