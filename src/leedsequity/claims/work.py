"""Claims on work, income and school, recomputed from open series by authority."""

from leedsequity.claims.testing import Answer, Question, one, table
from leedsequity.vocabulary import ENGLAND


def income_beside_england(question: Question) -> Answer:
    """Divide the area's household income per head by England's."""
    rows = table("employment_income_la")
    rows = rows[
        (rows["measure"] == "household_income_per_head")
        & (rows["year"].astype(str) == question.period)
    ]
    here, there = (
        one(rows[rows["area_code"] == area], f"income per head of {area} in {question.period}")
        for area in (question.area, ENGLAND)
    )
    return Answer(
        here / there,
        f"household income per head in {question.period}: {question.place.name} £{here:,.0f},"
        f" England £{there:,.0f}",
    )


def attainment_gap(question: Question) -> Answer:
    """Subtract Attainment 8 of other pupils from that of those eligible for free school meals."""
    rows = table("indicator_series")
    rows = rows[
        (rows["series"] == "lait_attainment_8")
        & (rows["area_code"] == question.area)
        & (rows["period"] == question.period)
    ]
    what = f"Attainment 8 of {question.place.name} in {question.period}"
    eligible, others = (one(rows[rows["group"] == group], what) for group in ("fsm", "not fsm"))
    return Answer(
        eligible - others,
        f"{eligible:.1f} points if eligible for free school meals, else {others:.1f}",
    )


def staff(question: Question) -> Answer:
    """Return the staff of an organisation of the NHS, full-time equivalents, on a day.

    The group is the organisation's name, in any case.
    """
    rows = table("nhs_staff")
    named = rows["organisation"].str.casefold() == question.group.casefold()
    count = one(
        rows[named & (rows["date"] == question.period)],
        f"staff of {question.group} on {question.period}",
        "full_time_equivalent",
    )
    return Answer(count, f"full-time equivalents on {question.period}; there are more heads")
