r"""What the cells of a column may hold, from the words in which a record or a field says it.

* ``text``: any text
* ``text like PATTERN: WHAT``: text that fits a regular expression; WHAT says what such text is
* ``one of A, B, C``: one of these texts; with semicolons between, where a text has a comma
* ``period``: three or five years, written 2014-16
* ``flag``: ``true`` or ``false``
* ``outline``: a polygon in England, as GeoJSON
* ``whole LOW-HIGH``: a whole number from LOW to HIGH, both allowed
* ``number LOW-HIGH``: a number from LOW to HIGH, both allowed

After ``whole`` and ``number`` may also stand ``LOW to HIGH`` (easier to read where LOW is
negative), ``LOW or more``, ``above LOW``, ``above LOW, up to HIGH`` and ``one of N, N``. A pound
sign before LOW and any words after HIGH are for the reader alone: ``number £0-5,000 million``
allows what is written from 0 to 5000. The same words stand in the data dictionary, and in the
message when a cell breaks them. In a pattern ``\d`` is a digit from 0 to 9 and ``\w`` a letter from
A to Z, a digit or ``_``.

This module imports no pandas, so that a record can be read without.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from leedsequity.errors import InputError
from leedsequity.raw import outlines

if TYPE_CHECKING:
    import pandas as pd

_FORMS = (
    "text; text like PATTERN: WHAT; one of A, B (or A; B); period; flag; outline; or whole or"
    " number and then LOW-HIGH; LOW to HIGH; LOW or more; above LOW; above LOW, up to HIGH; one of"
    " N, N"
)
_NUMBER = r"£?(-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)"
_UNIT = r"(?:,? [^0-9].*)?"
_ABOVE = re.compile(rf"above {_NUMBER}(?:, up to {_NUMBER}{_UNIT})?")
_BETWEEN = re.compile(rf"{_NUMBER}(?:-| to ){_NUMBER}{_UNIT}")
_OR_MORE = re.compile(rf"{_NUMBER} or more")
_LISTED = re.compile(r"one of (-?[0-9]+(?:, -?[0-9]+)*)")


class Rule(NamedTuple):
    """What is said of the values that break it, and which values of a series hold it."""

    error: str
    holds: Callable[["pd.Series"], "pd.Series[bool]"]


@dataclass(frozen=True)
class Values:
    """What a column may hold.

    ``type`` is ``text``, ``whole``, ``number``, ``flag`` or ``outline``; ``permitted`` says in
    words which of that type, and is empty where every one will do; each value has to hold all
    ``rules``.
    """

    type: str
    permitted: str = ""
    rules: tuple[Rule, ...] = ()


@cache
def parse_values(words: str) -> Values:
    """Return what a column may hold, from the words of a record.

    Raises
    ------
    InputError
        If the words are none of the forms of this module; it lists them.
    """
    kind, _, rest = words.partition(" ")
    if words in ("text", "flag"):
        return Values(words)
    if words == "period":
        return _text("a period such as 2014-16", _three_or_five_years)
    if words == "outline":
        rules = (Rule(fault, partial(outlines.without, fault)) for fault in outlines.FAULTS)
        return Values(
            "outline", "a polygon in England that does not cross or touch itself", tuple(rules)
        )
    if words.startswith("one of "):
        choices = words.removeprefix("one of ").split("; " if "; " in words else ", ")
        if all(choices) and len(set(choices)) == len(choices):
            return _text(words, lambda values: values.isin(choices))
    if found := re.fullmatch("text like (.+?): (.+)", words):
        try:
            pattern = re.compile(found[1], re.ASCII)
        except re.error as error:
            raise InputError(f"values {words!r} not understood: {error} in the pattern") from None
        # Python's own expressions, whichever pandas would take for its texts.
        return _text(found[2], lambda values: values.astype(object).map(pattern.fullmatch).notna())
    if kind in ("whole", "number") and (rule := _of_numbers(rest)):
        return Values(kind, rest, (rule,))
    raise InputError(f"values {words!r} not understood: write {_FORMS}")


def _text(permitted: str, holds: Callable[["pd.Series"], "pd.Series[bool]"]) -> Values:
    return Values("text", permitted, (Rule(f"not {permitted}", holds),))


def _of_numbers(words: str) -> Rule | None:
    if found := _BETWEEN.fullmatch(words):
        low, high = _number(found[1]), _number(found[2])
        if low > high:
            return None
        return Rule(f"outside {words}", lambda values: values.between(low, high))
    if found := _OR_MORE.fullmatch(words):
        least = _number(found[1])
        return Rule(f"below {words.removesuffix(' or more')}", lambda values: values >= least)
    if found := _ABOVE.fullmatch(words):
        below, most = _number(found[1]), _number(found[2] or "inf")
        return Rule(f"not {words}", lambda values: (values > below) & (values <= most))
    if found := _LISTED.fullmatch(words):
        numbers = [int(number) for number in found[1].split(", ")]
        return Rule(f"not {words}", lambda values: values.isin(numbers))
    return None


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _three_or_five_years(periods: "pd.Series") -> "pd.Series[bool]":
    years = periods.str.extract(r"^(?:19|20)([0-9][0-9])-([0-9][0-9])$").astype("float64")
    return ((years[1] - years[0]) % 100).isin([2, 4])
