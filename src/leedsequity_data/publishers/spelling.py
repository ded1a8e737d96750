"""The project's one spelling of sex, period, age band and number, from the publishers' many.

What cannot be read is refused with the file and sheet (of a frame that `sheets` has read), the
column, the values and their rows. Nothing is cut off or rounded: 12.5 is no whole number, and
neither are 1,234, 1e3, 1_000, -0 or a number of more digits than a computer's number can hold.
"""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

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
_PERIOD = re.compile(r"([0-9]{4})(?:\s*-\s*|\s+to\s+)([0-9]{2}|[0-9]{4})")
_AGE = re.compile(r"0?([0-9]{1,2})\s*(?:-|to)\s*0?([0-9]{1,2})")
#: Age bands by their two ends; under 1 has more spellings, and the last no end.
_BANDS = {(0, 1): 0, **{(start, after - 1): start for start, after in pairwise(AGE_STARTS[1:])}}
_OPEN = {"<1": 0, "90+": 90}
_CODE = r"[A-Z][0-9]{8}"
#: Fifteen digits before the point: whole numbers beyond are not exact in a computer's 64 bits.
_NUMBER = r"-?[0-9]{1,15}(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?"
_WHOLE_NUMBER = r"(?:0|-?[1-9][0-9]{0,14})(?:\.0+)?"  # a workbook has 12.0 for 12
_LARGEST = 10**15


def read_columns(
    cells: pd.DataFrame,
    layout: Mapping[str, str | int],
    missing: str | None = None,
    counts: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Return the columns of a layout, each read as its name says, and no others.

    Parameters
    ----------
    cells : DataFrame
        A publisher's table.
    layout : mapping
        The project's column to the publisher's header, or its place. ``sex``, ``period``,
        ``age_start`` are read as below, ``…_code`` are codes of ONS, ``…_name`` text, ``year``,
        ``decile`` and counts whole, all others numbers.
    missing : str, optional
        How the publisher writes a missing number.
    counts : tuple of str
        Further columns of whole numbers.
    """
    table = pd.DataFrame(index=cells.index)
    for column, header in layout.items():
        if isinstance(header, int) and header >= len(cells.columns):
            raise InputError(
                f"{cells.attrs.get('source', 'a table')}: no column {header + 1}, of {column}; it"
                f" has {len(cells.columns)}: {', '.join(map(repr, cells.columns[:20]))}"
            )
        found = cells.iloc[:, header] if isinstance(header, int) else cells[header]
        if column.endswith("_code"):
            refuse(
                found,
                ~found.astype(str).str.fullmatch(_CODE),
                "not a code of ONS, such as E08000035",
            )
            table[column] = found
        elif column.endswith("_name"):
            table[column] = found
        elif column in counts:
            table[column] = whole(found)
        else:
            table[column] = (
                _READERS[column](found) if column in _READERS else number(found, missing)
            )
    return table


def refuse(values: pd.Series, wrong: "pd.Series[bool]", rule: str) -> None:
    """Refuse a column in which something is wrong, naming file, header, values and rows."""
    if not wrong.any():
        return
    found = values[wrong].astype(str)
    shown = ", ".join(map(repr, found.drop_duplicates()[:10]))
    rows = ", ".join(map(str, found.index[:5])) + (", …" if len(found) > 5 else "")
    source = f"{values.attrs['source']}: " if "source" in values.attrs else ""
    number = f"{len(found):,} value{'s' if len(found) > 1 else ''}"
    column = "" if values.name is None else f"column {str(values.name)!r}: "
    raise InputError(
        f"{source}{column}{number} {rule}: {shown} (row{'s' if len(found) > 1 else ''} {rows})"
    )


def _translated(
    values: pd.Series, meaning: Callable[[str], str | int | None], what: str
) -> pd.Series:
    words = {word: meaning(word.strip()) for word in values.astype(str).unique()}
    found = values.astype(str).map(words)
    refuse(values, found.isna(), f"of {what} not understood")
    return found


def english(codes: pd.Series) -> "pd.Series[bool]":
    """Return which codes are of ONS for England: E and eight digits, as no name is written."""
    return codes.astype(str).str.fullmatch("E[0-9]{8}")


def meaning(values: pd.Series, meanings: Mapping[str, str], what: str) -> pd.Series:
    """Return what a publisher's words mean; refuse any other word, listing it."""
    return _translated(values, meanings.get, what)


def sex(values: pd.Series) -> pd.Series:
    """Return ``male`` or ``female`` for Male, Males, 1, Female, Females, 2; refuse others."""
    return _translated(values, lambda word: _SEXES.get(word.lower()), "sex")


def _years(word: str) -> str | None:
    found = _PERIOD.fullmatch(word)
    if found is None:
        return None
    first, last = found.groups()
    later = (int(last) - int(first)) % (100 if len(last) == 2 else 10_000)
    return f"{first}-{last[-2:]}" if later in (2, 4) else None


def period(values: pd.Series) -> pd.Series:
    """Return ``2014-16`` for 2014 - 16 or 2014 to 2016; refuse all but three or five years."""
    return _translated(values, _years, "period")


def _band_start(word: str) -> int | None:
    found = _AGE.fullmatch(word)
    return _BANDS.get((int(found[1]), int(found[2]))) if found else _OPEN.get(word)


def age_start(values: pd.Series) -> pd.Series:
    """Return where one of the 20 age bands starts, 0 of ``<1``, 5 of ``05 to 09``.

    Both ends count: 85+ and 0-4 are other bands than those that start at 85 and 0.
    """
    return _translated(values, _band_start, "age band").astype("int64")


def school_year(values: pd.Series) -> pd.Series:
    """Return the year in which a school or financial year starts: 2018 of 201819 or 2018/19.

    Read are 2018, 201819, 2018/19, 2018-19 and 2018-09-01/P1Y.

    Refused is what is none of these, or names two years that do not follow one another.
    """
    parts = values.astype(str).str.extract(r"^([0-9]{4})(?:[/-]?([0-9]{2})|-09-01/P1Y)?\Z")
    first = pd.to_numeric(parts[0])
    refuse(
        values,
        first.isna() | (parts[1].notna() & (pd.to_numeric(parts[1]) != (first + 1) % 100)),
        "not a year",
    )
    return first.astype("int64")


def number(values: pd.Series, missing: str | None = None) -> pd.Series:
    """Return numbers as published; ``missing`` is how the publisher writes a missing one.

    Raises
    ------
    InputError
        If anything else is not a number (such as 1,234, 1_000, inf), or has more than 15 digits
        before the point; the message lists up to ten.
    """
    if is_numeric_dtype(values) and values.dtype != "bool":  # not text, but of a file with types
        numbers = values.astype("float64")
        refuse(values, ~(numbers.abs() < _LARGEST), "not a number")
        return numbers
    text = values.astype(str)
    given = text != missing if missing is not None else pd.Series(True, index=text.index)
    refuse(values, given & ~text.str.fullmatch(_NUMBER), "not a number")
    numbers = pd.Series(np.nan, index=text.index, name=values.name)
    # By way of Python's float, which is exact: pandas' own parser may miss the last digit.
    numbers[given] = text[given].astype(object).astype("float64")
    refuse(values, numbers.abs() >= _LARGEST, "not a number below 10^15")  # such as 1e19
    return numbers


def refuse_percent(percent: pd.Series, part: pd.Series, whole: pd.Series) -> None:
    """Refuse percentages that their counts do not give, to the decimals in which they are printed.

    Each may be off by less than one in its last decimal, as a publisher may round or cut off; up to
    nine decimals are looked at: a workbook may hold 12.34 as 12.340000000000001.
    """
    printed = number(percent)
    decimals = printed.map("{:.9f}".format).str.rstrip("0").str.partition(".")[2].str.len()
    off = (100 * number(part) / number(whole) - printed).abs()
    wrong = off >= 10.0**-decimals * (1 + 1e-6)
    refuse(percent, wrong, "not what their counts give, to the decimals printed")


def whole(values: pd.Series) -> pd.Series:
    """Return whole numbers, none missing; refuse what is not written as one, as `number`."""
    if is_numeric_dtype(values) and values.dtype != "bool":
        numbers = number(values)
        refuse(values, numbers % 1 != 0, "not a whole number")
        return numbers.astype("int64")
    refuse(values, ~values.astype(str).str.fullmatch(_WHOLE_NUMBER), "not a whole number")
    return number(values).astype("int64")


_WHOLE = ("year", "decile", "population", "deaths", "count", "households", "fuel_poor")
_READERS = {"sex": sex, "period": period, "age_start": age_start, **dict.fromkeys(_WHOLE, whole)}
