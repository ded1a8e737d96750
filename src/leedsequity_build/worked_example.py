"""The small table in a new analysis's test: 15 beside 10 (counts: 3,000 beside 1,000), by hand."""

import textwrap
from dataclasses import dataclass

from leedsequity_build.question import Question

#: Of each kind the two levels, and how a sentence says them.
_LEVELS: dict[str, tuple[tuple[object, object], tuple[str, str]]] = {
    "area": (("Alfa", "Bravo"), ("in Alfa", "in Bravo")),
    "decile": ((1, 10), ("in the most deprived tenth", "in the least")),
    "ward": (("Alfa Green", "Bravo Hill"), ("in Alfa Green", "in Bravo Hill")),
    "time": (("2020-22", "2013-15"), ("in 2020 to 2022", "in 2013 to 2015")),
    "year": ((2020, 2015), ("in 2020", "in 2015")),
    "group": (("the first", "the second"), ("for the first", "for the second")),
}
_WIDTH = 78  # of a line of the sentence


@dataclass(frozen=True)
class Example:
    """Rows of two levels, in the columns of the raw table, and the value of each level.

    Attributes
    ----------
    levels, said
        The two levels, and how a sentence says them.
    columns
        The cells by column.
    first, second
        The values that come out.
    """

    levels: tuple[object, object]
    said: tuple[str, str]
    columns: dict[str, list[object]]
    first: float = 15.0
    second: float = 10.0


def of(q: Question) -> Example:
    """Return the example of a question."""
    levels, said = _LEVELS["year" if q.by == "year" else q.kind]
    several: dict[str, list[object]] = {"level": [levels[0], *levels]}
    scale = 0.01 if q.share else 1
    if q.of:
        columns = several | {q.measure: [1000, 2000, 500], q.of: [10_000, 10_000, 5_000]}
        return Example(levels, said, columns)
    if q.several and q.counted:
        columns = several | {q.measure: [1000, 2000, 1000]}
        return Example(levels, said, columns, 3000.0, 1000.0)
    if q.several:
        columns = several | {q.measure: [10.0 * scale, 20.0 * scale, 10.0 * scale]}
        return Example(levels, said, columns)
    columns = {"level": [*levels], q.measure: [15.0 * scale, 10.0 * scale]}
    if q.errors == "limits":
        columns |= {"lower": [14.0, 9.0], "upper": [16.0, 11.0]}
    if q.errors == "se":
        columns["se"] = [0.5, 0.5]
    return Example(levels, said, columns)


def answer(q: Question, example: Example, value: str, other: str) -> list[str]:
    """Return the sentence in which the page answers, in lines: of values as the page shows them."""
    start = q.words[:1].upper() + q.words[1:] if q.kind == "area" else f"In Alfa, {q.words}"
    end = "." if q.kind == "time" else " (2022)."
    first, second = example.said
    sentence = f"{start} stood at {value} {first} and {other} {second}{end}"
    return textwrap.wrap(sentence, _WIDTH, drop_whitespace=False, break_long_words=False)
