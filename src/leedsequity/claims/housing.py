"""Claims on temporary accommodation, recomputed from the statutory homelessness tables."""

from typing import Any

from leedsequity.claims.testing import Answer, Question, table
from leedsequity.vocabulary import ENGLAND, LEEDS

_DAY = "2022-12-31"


def _on_the_day(series: str, area: str) -> Any:
    rows = table("indicator_series").set_index(["series", "area_code", "period"])["value"]
    (value,) = rows.loc[[(series, area, _DAY)]]
    return value


def families_in_temporary_accommodation(question: Question) -> Answer:
    """Return the households with children in temporary accommodation on the last day of 2022."""
    families = _on_the_day("temporary_accommodation_children", LEEDS)
    return Answer(
        families,
        f"31 December 2022, of {_on_the_day('temporary_accommodation', LEEDS):.0f} households in"
        " all; a number of one day",
    )


def temporary_accommodation_beside_england(question: Question) -> Answer:
    """Divide the rate of households in temporary accommodation in Leeds by England's."""
    here, there = (_on_the_day("temporary_accommodation_rate", area) for area in (LEEDS, ENGLAND))
    return Answer(
        here / there,
        f"per 1,000 households on 31 December 2022: Leeds {here:.2f}, England {there:.2f}",
    )
