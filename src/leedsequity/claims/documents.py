"""Claims that only other published figures can test.

These are differences of printed numbers, and what another document says. They read the
`published_*` tables, and so test whether the documents agree with themselves and with each other;
none of it is recomputed from independent data.
"""

from typing import Any

from leedsequity.claims.testing import Answer, Question, one, table
from leedsequity.errors import NotServedError
from leedsequity.vocabulary import LEEDS


def _printed(name: str, **where: str) -> Any:
    """Return the one printed value that has these entries."""
    rows = table(name)
    return one(rows[(rows[[*where]] == where).all(axis=1)], f"{name}: {', '.join(where.values())}")


def _of_leeds(question: Question) -> None:
    """Refuse another area: the printed figures are of Leeds."""
    if question.area not in ("", LEEDS):
        raise NotServedError(f"the figures transcribed are of Leeds, not of {question.area}")


def _table_1() -> Any:
    """Return Table 1 of the report: rows sex and decile, columns the periods."""
    rows = table("published_life_expectancy")
    return rows.pivot(index=["sex", "decile"], columns="period", values="value")


def published_gap(question: Question) -> Answer:
    """Subtract decile 1 from decile 10 of Table 1, at the reading's sex and period."""
    _of_leeds(question)
    values = _table_1().loc[question.sex]
    if question.period not in values:
        raise NotServedError(f"Table 1 has {', '.join(values.columns)}, not {question.period}")
    gap = values.loc[10, question.period] - values.loc[1, question.period]
    return Answer(gap, f"Table 1 of the report, {question.period}, least minus most deprived tenth")


def change_in_table(question: Question) -> Answer:
    """Return the change between the periods of Table 1; option `of`: `least of four` or `mean`."""
    _of_leeds(question)
    first, last = question.period.split(" to ")
    change = _table_1()[last] - _table_1()[first]
    if question.option("of", "least of four", "mean of four") == "mean of four":
        return Answer(change.mean(), "Table 1 of the report, mean of its four rows")
    sex, decile = change.idxmin()
    return Answer(
        change.min(),
        f"Table 1 of the report: the least change is that of decile {decile}, {sex}",
    )


def unemployment_gap(question: Question) -> Answer:
    """Subtract the printed rate of all people from that of ethnic minorities."""
    theirs, everyones = (
        _printed("published_workforce", measure="unemployment rate", group=group)
        for group in (question.group, "UK")
    )
    return Answer(theirs - everyones, f"printed: {theirs}% and {everyones}%")


def equal_opportunity_gap(question: Question) -> Answer:
    """Subtract the printed share of white staff from that of ethnic-minority staff."""
    groups = ("ethnic minority staff of NHS trusts", "white staff of NHS trusts")
    theirs, white = (_printed("published_workforce", group=group) for group in groups)
    return Answer(theirs - white, f"printed: {theirs}% and {white}%")


def share_from_counts(question: Question) -> Answer:
    """Divide the printed people in decile 1 by the printed residents."""
    _of_leeds(question)
    measure = "people in the most deprived 10%"
    people = _printed("published_deprivation", measure=measure, period=question.period)
    residents = _printed("published_deprivation", measure="residents")
    return Answer(100 * people / residents, f"printed: {people:,.0f} of over {residents:,.0f}")


def reception_change(question: Question) -> Answer:
    """Subtract the printed share of Reception children of the first year from that of the last."""
    _of_leeds(question)
    first, last = question.period.split(" to ")
    measure = "people in the most deprived neighbourhoods"
    before, after = (
        _printed("published_deprivation", measure=measure, period=year) for year in (first, last)
    )
    return Answer(after - before, f"printed: {before:.0f}% in {first}, {after:.0f}% in {last}")


def stated(question: Question) -> Answer:
    """Combine values that claims state; option `claims`: their ids, ` minus ` between two.

    What is compared is what documents print, the claim's own document or another.
    """
    ids = question.option("claims", "").split(" minus ")
    values = [_printed("claims", claim_id=claim_id) for claim_id in ids]
    named = " and ".join(
        f"{value:g} ({claim_id})" for value, claim_id in zip(values, ids, strict=True)
    )
    return Answer(values[0] - sum(values[1:]), f"stated: {named}")


def lincoln_green_steps(question: Question) -> Answer:
    """Return the smallest step down between the printed stages of a programme, in their order."""
    rows = table("published_programmes")
    counts = rows.loc[rows["programme"] == question.group, "value"]
    if len(counts) < 2:
        raise NotServedError(f"no stages of {question.group!r} are transcribed")
    return Answer(-counts.diff().max(), "printed: " + ", ".join(f"{count:.0f}" for count in counts))


def first_vaccinations_share(question: Question) -> Answer:
    """Divide the printed first vaccinations by all."""
    stage = "COVID-19 vaccinations given"
    first, every = (
        _printed("published_programmes", stage=stage, group=group)
        for group in ("first vaccinations", "all")
    )
    return Answer(first / every, f"printed: {first:.0f} of {every:.0f}")


def rows_of_indicators(question: Question) -> Answer:
    """Count the indicators of the set that the report prints."""
    return Answer(len(table("indicator_set")), "rows of the report's table of indicators")
