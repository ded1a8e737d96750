"""Claims that only other published figures can test.

These are differences of printed numbers, and what another document says. They read the
`published_*` tables, and so test whether the documents agree with themselves and with each other;
none of it is recomputed from independent data.
"""

from typing import Any

from leedsequity.claims.testing import Answer, Question, table


def _printed(name: str, **where: str) -> Any:
    """Return the one printed value that has these entries."""
    rows = table(name)
    (value,) = rows.loc[(rows[[*where]] == where).all(axis=1), "value"]
    return value


def _table_1() -> Any:
    """Return Table 1 of the report: rows sex and decile, columns the periods."""
    rows = table("published_life_expectancy")
    return rows.pivot(index=["sex", "decile"], columns="period", values="value")


def published_gap(question: Question) -> Answer:
    """Subtract decile 1 from decile 10 of Table 1, at the claim's sex and period."""
    values = _table_1().loc[question.sex]
    gaps = values.loc[10] - values.loc[1]
    every = ", ".join(f"{gap:.1f} in {period}" for period, gap in gaps.items())
    return Answer(
        gaps[question.period], f"Table 1 of the report, decile 10 minus decile 1: {every}"
    )


def smallest_change(question: Question) -> Answer:
    """Return the smallest of the four changes between the periods of Table 1."""
    first, last = question.period.split(" to ")
    change = _table_1()[last] - _table_1()[first]
    every = ", ".join(
        f"{sex}, decile {decile}: {value:+.1f}" for (sex, decile), value in change.items()
    )
    return Answer(change.min(), f"Table 1 of the report, change in years: {every}")


def unemployment_gap(question: Question) -> Answer:
    """Subtract the printed rate of all people from that of ethnic minorities."""
    theirs, everyones = (
        _printed("published_workforce", measure="unemployment rate", group=group)
        for group in (question.group, "UK")
    )
    return Answer(
        theirs - everyones,
        f"printed: {theirs} and {everyones}; a ratio of {theirs / everyones:.1f}",
    )


def equal_opportunity_gap(question: Question) -> Answer:
    """Subtract the printed share of white staff from that of ethnic-minority staff."""
    groups = ("ethnic minority staff of NHS trusts", "white staff of NHS trusts")
    theirs, white = (_printed("published_workforce", group=group) for group in groups)
    return Answer(theirs - white, f"printed: {theirs} and {white} percent")


def share_from_counts(question: Question) -> Answer:
    """Divide the printed people in decile 1 by the printed residents."""
    measure = "people in the most deprived 10%"
    people = _printed("published_deprivation", measure=measure, period=question.period)
    residents = _printed("published_deprivation", measure="residents")
    return Answer(100 * people / residents, f"printed: {people:,.0f} of over {residents:,.0f}")


def reception_change(question: Question) -> Answer:
    """Subtract the printed share of Reception children of the first year from that of the last."""
    first, last = question.period.split(" to ")
    measure = "people in the most deprived neighbourhoods"
    before, after = (
        _printed("published_deprivation", measure=measure, period=year) for year in (first, last)
    )
    return Answer(
        after - before, f"printed: {before:.0f} percent in {first}, {after:.0f} in {last}"
    )


def temporary_accommodation_change(question: Question) -> Answer:
    """Subtract the printed families of 2022 from those of June 2023."""
    claim_ids = (f"fairer-healthier-leeds.temporary-accommodation-{year}" for year in (2022, 2023))
    before, after = (_printed("claims", claim_id=claim_id) for claim_id in claim_ids)
    return Answer(after - before, f"printed: {before:.0f} in 2022, {after:.0f} in June 2023")


def lincoln_green_steps(question: Question) -> Answer:
    """Return the smallest step down between the printed stages of the pilot, in their order."""
    rows = table("published_programmes")
    counts = rows.loc[rows["programme"] == "Lincoln Green pilot", "value"]
    return Answer(-counts.diff().max(), "printed: " + ", ".join(f"{count:.0f}" for count in counts))


def first_vaccinations_share(question: Question) -> Answer:
    """Divide the printed first vaccinations by all."""
    stage = "COVID-19 vaccinations given"
    first, every = (
        _printed("published_programmes", stage=stage, group=group)
        for group in ("first vaccinations", "all")
    )
    return Answer(first / every, f"printed: {first:.0f} of {every:.0f}")


def other_document(question: Question) -> Answer:
    """Return what another document prints of the same programme and stage."""
    rows = table("published_programmes")
    document, _, _ = question.claim_id.partition(".")
    stage = {
        "people with a conditional offer": "received a conditional offer of employment",
        "people with a qualification": "achieved an accredited qualification",
    }[question.quantity]
    same = (rows["programme"] == question.group) & (rows["stage"] == stage)
    other = rows[same & (rows["document"] != document)]
    (value,), (where,) = other["value"], other["document"]
    return Answer(
        value, f"{where} prints {value:.0f}; the two documents are all there is to compare"
    )
