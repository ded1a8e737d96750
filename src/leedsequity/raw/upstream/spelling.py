"""The project's one spelling of sex, period, age band and number, from the publishers' many."""

import re

import pandas as pd

from leedsequity.errors import InputError

#: Lower ends of the 20 age bands: under 1, 1-4, 5-9, ... 85-89, 90 and over.
AGE_STARTS = (0, 1, *range(5, 95, 5))

_SEXES = {
    "male": "male",
    "males": "male",
    "1": "male",
    "female": "female",
    "females": "female",
    "2": "female",
}
_PERIOD = re.compile(r"^(\d{4})(?:\s*-\s*|\s+to\s+)(?:\d{2})?(\d{2})$")
_AGE = re.compile(r"^(<1|\d+)(?:\s*(?:-|to)\s*\d+|\+)?$")


def _translate(values: pd.Series, words: dict[str, str | int | None], what: str) -> pd.Series:
    unknown = sorted(word for word, meaning in words.items() if meaning is None)
    if unknown:
        raise InputError(f"{what} not understood: {', '.join(map(repr, unknown))}")
    return values.astype(str).map(words)


def sex(values: pd.Series) -> pd.Series:
    """Return ``male`` or ``female`` for Male, Males, 1, Female, Females, 2.

    Raises
    ------
    InputError
        If anything else is found; the message lists it.
    """
    words = {word: _SEXES.get(word.strip().lower()) for word in values.astype(str).unique()}
    return _translate(values, dict(words), "sex")


def period(values: pd.Series) -> pd.Series:
    """Return ``2014-16`` for 2014-2016, 2014 - 16 and 2014 to 2016.

    Raises
    ------
    InputError
        If a period is written in another way; the message lists it.
    """
    words: dict[str, str | int | None] = {}
    for word in values.astype(str).unique():
        found = _PERIOD.match(word.strip())
        words[word] = f"{found[1]}-{found[2]}" if found else None
    return _translate(values, words, "period")


def age_start(values: pd.Series) -> pd.Series:
    """Return the lower end of an age band: 0 for ``<1``, 5 for ``05 to 09``, 90 for ``90+``.

    Raises
    ------
    InputError
        If a band does not start where one of the 20 bands does; the message lists it.
    """
    words: dict[str, str | int | None] = {}
    for word in values.astype(str).unique():
        found = _AGE.match(word.strip())
        start = None if found is None else 0 if found[1] == "<1" else int(found[1])
        words[word] = start if start in AGE_STARTS else None
    return _translate(values, words, "age band").astype("int64")


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
    numbers[~wrong & numbers.notna()] = text[numbers.notna()].astype(object).astype("float64")
    return numbers


def marker(values: pd.Series, reason: str) -> pd.Series:
    """Return the reason where a value is missing, and nothing elsewhere."""
    return pd.Series(reason, index=values.index, dtype="str").where(values.isna())
