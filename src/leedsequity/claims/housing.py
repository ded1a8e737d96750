"""Claims on temporary accommodation, recomputed from the statutory homelessness tables.

A period is the last day of a quarter, such as `2022-12-31`, or two with ` to ` between.
"""

from leedsequity.claims.testing import Answer, Question, one, table
from leedsequity.vocabulary import ENGLAND
from leedsequity.wording import period as in_words

_ALL, _RATE, _FAMILIES = (
    "temporary_accommodation",
    "temporary_accommodation_rate",
    "temporary_accommodation_children",
)
_HOTELS = {
    "all households": "bed_and_breakfast",
    "families over six weeks": "bed_and_breakfast_children_over_six_weeks",
}


def _on(day: str, series: str, area: str) -> float:
    rows = table("indicator_series")
    rows = rows[(rows["series"] == series) & (rows["area_code"] == area) & (rows["period"] == day)]
    return float(one(rows, f"{series.replace('_', ' ')} of {area} on {in_words(day)}"))


def families(question: Question) -> Answer:
    """Return the households with children in temporary accommodation on a day."""
    day = question.period
    count = _on(day, _FAMILIES, question.area)
    every = _on(day, _ALL, question.area)
    return Answer(
        count, f"households with children on {in_words(day)}, of {every:,.0f} households in all"
    )


def in_bed_and_breakfast(question: Question) -> Answer:
    """Return the households in bed and breakfast on a day; option `of` says which."""
    which = question.option("of", *_HOTELS)
    count = _on(question.period, _HOTELS[which], question.area)
    return Answer(count, f"{which} in bed and breakfast on {in_words(question.period)}")


def rate_beside_england(question: Question) -> Answer:
    """Divide the rate of households in temporary accommodation in an area by England's."""
    here, there = (_on(question.period, _RATE, area) for area in (question.area, ENGLAND))
    return Answer(
        here / there,
        f"per 1,000 households on {in_words(question.period)}: {question.place.name} {here:.2f},"
        f" England {there:.2f}",
    )


def rate_change(question: Question) -> Answer:
    """Subtract the rate of the first day from that of the last."""
    return _change(question, _RATE, "households per 1,000")


def change(question: Question) -> Answer:
    """Subtract the households of the first day from those of the last."""
    return _change(question, _ALL, "households")


def _change(question: Question, series: str, what: str) -> Answer:
    first, last = question.period.split(" to ")
    then, now = (_on(day, series, question.area) for day in (first, last))
    return Answer(
        now - then,
        f"{what}: {then:,.10g} on {in_words(first)}, {now:,.10g} on {in_words(last)}",
    )


def place_in_series(question: Question) -> Answer:
    """Return the place of a day among the quarters up to it, 1 the most households."""
    rows = table("indicator_series")
    rows = rows[(rows["series"] == _ALL) & (rows["area_code"] == question.area)]
    now = _on(question.period, _ALL, question.area)
    before = rows.loc[rows["period"] <= question.period, "value"].dropna()
    return Answer(
        1 + (before > now).sum(),
        f"{now:,.0f} households on {in_words(question.period)}, among {len(before)} quarters since"
        f" {in_words(rows['period'].min())}",
    )
