"""The first page: one question, one figure, five numbers, and ways to a ward or an authority."""

import re
from collections.abc import Iterator

from leedsequity import raw
from leedsequity_build.site import areas, text, wards
from leedsequity_build.site.notebook_pages import Answers

#: Whose first sentence stands on the first page; the first of them has the figure.
_NOTEBOOKS = (
    "01_life_expectancy_gaps",
    "03_deprivation_ethnicity",
    "05_fair_work",
    "07_marmot_indicators",
    "09_why_lives_are_shorter",
)
_NUMBER = re.compile(r"\d[\d,.]*(?:%| years| of \d+(?:,\d{3})*)")


def files() -> Iterator[tuple[str, str | bytes]]:
    """Yield the first page."""
    known = [Answers(name) for name in _NOTEBOOKS]
    sentences = [one.sentences("in_short")[0] for one in known]
    numbers = [(one.name, *number(line)) for one, line in zip(known, sentences, strict=True)]
    retrieved = [record.retrieved for record in raw.records()]
    yield (
        "index.md",
        text.page(
            "home.md",
            lead=known[0],
            numbers=numbers,
            wards=wards.places(),
            areas=sorted(areas.places()),
            newest=max(known[0].frame("newest_life_expectancy")["period"]),
            retrieved=(min(retrieved).isoformat(), max(retrieved).isoformat()),
        ),
    )


def number(sentence: str) -> tuple[str, str]:
    """Return the first number of a sentence, with its unit, and the sentence.

    A percentage, a number of years or a number of another; nothing where there is none.
    """
    found = _NUMBER.search(sentence)
    return (found[0] if found else "", sentence)
