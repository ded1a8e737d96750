"""Claims on how densely people live, from outlines and Census 2021."""

from typing import Any

from leedsequity.claims.testing import Answer, Question, table
from leedsequity.errors import NotServedError

_METRES = "EPSG:27700"  # the national grid


def ward_beside_authority(question: Question) -> Answer:
    """Divide the residents per square kilometre of a ward by those of its authority."""
    authority = question.place.upper_tier_code
    outlines: Any = table("boundaries_ward24", authority)
    if question.area not in set(outlines["ward24_code"]):
        raise NotServedError(f"outline of the ward {question.area}")
    area = outlines.set_index("ward24_code").to_crs(_METRES).area / 1e6
    lsoas = table("lsoa21", authority)
    counts = table("age_lsoa21", authority)
    people = counts.set_index("lsoa21_code").sum(axis=1, numeric_only=True)
    people = people.groupby(lsoas.set_index("lsoa21_code")["ward24_code"]).sum()
    here, there = people[question.area] / area[question.area], people.sum() / area.sum()
    return Answer(
        here / there,
        f"{here:,.0f} people per square kilometre, {there:,.0f} in the authority; outlines"
        " are simplified",
    )
