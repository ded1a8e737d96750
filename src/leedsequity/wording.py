"""Numbers, names and periods in words: the filters of a notebook's page (`leedsequity.pages`).

Each returns a text. All refuse a number that is missing, with `InputError`.
"""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import pandas as pd

from leedsequity.errors import InputError

Row: TypeAlias = "Mapping[str, Any] | pd.Series[Any]"

_DIGITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_FRACTIONS = {
    Fraction(1, 100): "one in a hundred",
    Fraction(1, 50): "one in fifty",
    Fraction(1, 20): "one in twenty",
    Fraction(1, 12): "one in twelve",
    Fraction(1, 4): "a quarter",
    Fraction(1, 3): "a third",
    Fraction(1, 2): "half",
    Fraction(2, 3): "two thirds",
    Fraction(3, 4): "three quarters",
    **{Fraction(1, of): f"one in {_DIGITS[of - 1]}" for of in range(5, 11)},
    **{Fraction(n, 10): f"{_DIGITS[n - 1]} in ten" for n in (3, 4, 6, 7, 8, 9)},
}
# Names that stand with an article; the regions are the last seven.
_WITH_ARTICLE = re.compile(
    r"(City|Forest|Isles?|Vale|East Riding) of .*|New Forest|East of England|(East|West) Midlands"
    r"|(North|South) (East|West)"
)
_MONTHS = "January February March April May June July August September October November December"


def number(value: float, decimals: int = 0) -> str:
    """Return a number rounded, with commas for thousands, a rounded -0 as 0: `1,234.5`."""
    if pd.isna(value):
        raise InputError("a number is missing")
    return f"{round(float(value), decimals) + 0.0:,.{decimals}f}"


def signed(value: float, decimals: int = 0) -> str:
    """Return a number as `number` does, with its sign: `+1.2`, `-0.3`, and `0.0` for none."""
    text = number(value, decimals)
    return text if text.startswith("-") or not re.search(r"[1-9]", text) else f"+{text}"


def limits(row: Row, value: str = "value", decimals: int = 1) -> str:
    """Return an estimate with its interval, alone where it has none: `12.7 (11.8 to 13.5)`.

    The interval of a column `first` is in `first_lower` and `first_upper`, or else in `lower` and
    `upper`; there is none where one of the two is missing.
    """
    ends = _ends(row, value)
    if pd.isna(ends).any():
        return number(row[value], decimals)
    lower, upper = (number(end, decimals) for end in ends)
    return f"{number(row[value], decimals)} ({lower} to {upper})"


def between(row: Row, value: str = "value", decimals: int = 0, unit: str = "") -> str:
    """Return an interval in words, its columns as in `limits`: `between 11 and 14`."""
    lower, upper = (number(end, decimals) for end in _ends(row, value))
    return f"between {lower}{unit} and {upper}{unit}"


def span(values: "pd.Series[float]", decimals: int = 1, unit: str = "") -> str:
    """Return where values begin and end: `12.7% to 13.5%`."""
    return f"{number(values.min(), decimals)}{unit} to {number(values.max(), decimals)}{unit}"


def moved(change: float, decimals: int = 0, unit: str = "") -> str:
    """Return a change without a sign: `rose by 3.1 points`, `fell by 8%`, `did not change`.

    It is told as rounded. A unit of letters stands after a space, and loses its `s` beside a 1.
    """
    text = number(abs(change), decimals)
    if not re.search(r"[1-9]", text):
        return "did not change"
    if unit[:1].isalpha():
        unit = f" {unit.removesuffix('s') if text == '1' else unit}"
    return f"{'rose' if change > 0 else 'fell'} by {text}{unit}"


def fraction(per_cent: float) -> str:
    """Return a percentage as people say it: `a quarter`, `nearly four in ten`, or else `43%`.

    The nearest of a few fractions is meant: plainly within half a point, with `nearly` or `more
    than` within two; and within a 20th, or a 10th, of the percentage where that is less.
    """
    near = min(_FRACTIONS, key=lambda of: abs(100 * of - _known(per_cent)))
    off = per_cent - float(100 * near)
    if abs(off) <= min(0.5, per_cent / 20):
        return _FRACTIONS[near]
    if abs(off) <= min(2, per_cent / 10):
        return f"{'more than' if off > 0 else 'nearly'} {_FRACTIONS[near]}"
    return f"{number(per_cent)}%"


def counted(count: int, thing: str, things: str = "") -> str:
    """Return a number of things: `1 ward`, `1,024 wards`, `2 counties` (plural given)."""
    return f"{number(count)} {thing if count == 1 else things or f'{thing}s'}"


def ordinal(place: int) -> str:
    """Return a place in a ranking: `1st`, `2nd`, `11th`."""
    place = int(_known(place))
    ending = "th" if 10 < place % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place:,}{ending}"


def joined(words: Iterable[str]) -> str:
    """Return words as a list: `Leeds, Hull and York`."""
    *first, last = [str(word) for word in words] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def place(name: str) -> str:
    """Return a place as it stands in a sentence: `the Isles of Scilly`, `Bristol`, `Leeds`.

    A page begins each sentence with a capital of itself.
    """
    name = re.sub(r", (City|County) of$", "", name)
    return f"the {name}" if _WITH_ARTICLE.fullmatch(name) else name


def possessive(name: str) -> str:
    """Return a name's possessive: `Leeds's`, `Hackney's`, `the core cities'` (a plural)."""
    plural = name.endswith("s") and re.match(r"(the )?(other|core|areas|authorities)\b", name)
    return f"{name}'" if plural else f"{name}'s"


def period(text: Any) -> str:
    """Return a period as it is said: `2022 to 2024` of `2022-24`, `31 December 2022` of a date.

    Anything else, such as `2024/25`, stays as it is.
    """
    if years := re.fullmatch(r"(\d\d)(\d\d)-(?:\d\d)?(\d\d)", str(text)):
        century, first, last = years.groups()
        return f"{century}{first} to {century}{last}"
    if date := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(text)):
        year, month, day = map(int, date.groups())
        return f"{day} {_MONTHS.split()[month - 1]} {year}"
    return str(text)


def _ends(row: Row, value: str) -> list[Any]:
    return [row.get(f"{value}_{end}", row.get(end)) for end in ("lower", "upper")]


def _known(value: float) -> float:
    if pd.isna(value):
        raise InputError("a number is missing")
    return value


#: What a page may put after `|`, by its name.
FILTERS = {
    function.__name__: function
    for function in (
        number, signed, limits, between, span, moved, fraction, counted, ordinal, joined,
        place, possessive, period,
    )
}  # fmt: skip
