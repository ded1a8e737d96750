"""The project's one spelling of sex, period, age band and number, from the publishers' many."""

import re
from collections.abc import Callable, Mapping

import pandas as pd

from leedsequity.errors import InputError

#: Lower ends of the 20 age bands: under 1, 1-4, 5-9, ... 85-89, 90 and over.
AGE_STARTS = (0, 1, *range(5, 95, 5))

_SEXES = {"male": "male", "males": "male", "1": "male", "female": "female", "females": "female", "2": "female"}
_PERIOD = re.compile(r"^(\d{4})(?:\s*-\s*|\s+to\s+)(?:\d{2})?(\d{2})$")
_AGE = re.compile(r"^(<1|\d+)(?:\s*(?:-|to)\s*\d+|\+)?$")
_TEXTS = ("_code", "_name")


def spelled(cells: pd.DataFrame, layout: Mapping[str, str | int], missing: str | None = None) -> pd.DataFrame:
    """Return the columns of a layout, each read as its name says, and no others.

    Parameters
    ----------
    cells : DataFrame
        A publisher's table.
    layout : mapping
        The project's column to the publisher's header, or its place. ``sex``, ``period``, ``age_start`` are spelled as
        below, ``…_code`` and ``…_name`` are text, ``year``, ``decile`` and counts whole, all others numbers.
    missing : str, optional
        How the publisher writes a missing number.
    """
    table = pd.DataFrame(index=cells.index)
    for column, header in layout.items():
        found = cells.iloc[:, header] if isinstance(header, int) else cells[header]
        if column.endswith(_TEXTS):
            table[column] = found
        else:
            table[column] = _READERS[column](found) if column in _READERS else number(found, missing)
    return table


def _translated(values: pd.Series, meaning: Callable[[str], str | int | None], what: str) -> pd.Series:
    words = {word: meaning(word.strip()) for word in values.astype(str).unique()}
    if unknown := sorted(word for word, meant in words.items() if meant is None):
        raise InputError(f"{what} not understood: {', '.join(map(repr, unknown))}")
    return values.astype(str).map(words)


def sex(values: pd.Series) -> pd.Series:
    """Return ``male`` or ``female`` for Male, Males, 1, Female, Females, 2; refuse anything else, listing it."""
    return _translated(values, lambda word: _SEXES.get(word.lower()), "sex")


def period(values: pd.Series) -> pd.Series:
    """Return ``2014-16`` for 2014-2016, 2014 - 16 and 2014 to 2016; refuse anything else, listing it."""
    return _translated(
        values, lambda word: "-".join(found.groups()) if (found := _PERIOD.match(word)) else None, "period"
    )


def _band_start(word: str) -> int | None:
    found = _AGE.match(word)
    start = int(found[1].replace("<1", "0")) if found else None
    return start if start in AGE_STARTS else None


def age_start(values: pd.Series) -> pd.Series:
    """Return the lower end of one of the 20 age bands, 0 of ``<1``, 5 of ``05 to 09``; refuse others, listing them."""
    return _translated(values, _band_start, "age band").astype("int64")


def number(values: pd.Series, missing: str | None = None) -> pd.Series:
    """Return numbers as published; ``missing`` is how the publisher writes a missing one.

    Raises
    ------
    InputError
        If anything else is not a number; the message lists up to ten.
    """
    text = values.astype(str).str.strip()
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    wrong = numbers.isna() & (text != missing)
    if wrong.any():
        shown = ", ".join(map(repr, text[wrong].unique()[:10]))
        raise InputError(f"{int(wrong.sum())} values that are not numbers: {shown}")
    # pandas' own parser may miss the last digit; Python's is exact, and no figure is to be altered.
    numbers[numbers.notna()] = text[numbers.notna()].astype(object).astype("float64")
    return numbers


def whole(values: pd.Series) -> pd.Series:
    """Return whole numbers, of which none may be missing."""
    return number(values).astype("int64")


_WHOLE = ("year", "decile", "population", "deaths", "count", "households", "fuel_poor")
_READERS = {"sex": sex, "period": period, "age_start": age_start, **dict.fromkeys(_WHOLE, whole)}
