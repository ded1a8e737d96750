"""What reads a value of a partner's file as one of a schema: words, bands, numbers, days."""

import datetime
import re
from collections.abc import Callable
from functools import cache

import pandas as pd

from leedsequity import raw
from leedsequity.raw import partner_schemas
from leedsequity.vocabulary import BROAD_GROUPS, PARTNER_AGE_BANDS
from leedsequity_build.checked import WORDS, plainly

#: Reads a value as another, "" for an empty cell; None where it cannot.
Reader = Callable[[str], str | None]
OUTSIDE = "left empty: the home is outside the area"
_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})([/. -])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_MONTH_NAMED = re.compile(r"(\d{1,2})[ -]([a-z]{3})[a-z]*[ ,-]+(\d{4}|\d{2})", re.IGNORECASE)
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?Z?$", re.IGNORECASE)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SPREADSHEETS_DAY_0 = datetime.date(1899, 12, 30)


def readers_of(name: str, values: tuple[str, ...], cells: pd.Series) -> dict[str, Reader]:
    """Return what reads values of a column, by what it does with them; "" means an empty cell."""
    spelled = {plainly(value): value for value in values}
    lower = {plain: value for plain, value in spelled.items() if value == value.lower()}
    words = {
        plainly(word): ours
        for ours, theirs in WORDS["values"].get(name, {}).items()
        for word in theirs
    }
    if name == "group":
        words |= dict.fromkeys(not_stated(), "not stated")
    readers: dict[str, Reader] = {
        "in lower case": lambda text: lower.get(text.lower()),
        "spelled as the schema has it": lambda t: spelled.get(plainly(t)),
        "in the word of the schema": lambda text: words.get(plainly(text)),
    }
    if name in ("lsoa", "ward"):
        readers[OUTSIDE] = lambda text: "" if plainly(text) in _elsewhere(name) else None
    if name in ("ethnic_group", "group"):
        readers["as the broad ethnic group"] = _broad_group
    if name in ("imd_decile", "group"):
        readers["as a number alone"] = lambda text: spelled.get(
            _number(plainly(text).removeprefix("decile ")) or _number(text) or ""
        )
    if name == "age_band":
        readers["as a band of the schema"] = _age_band
    if name == "staff":
        readers["as a number alone"] = _number
    if name == "event_date":
        days = [m for m in map(_DAY_FIRST.match, cells.dropna().str.strip().unique()) if m]
        month_first = any(int(day[2]) > 12 for day in days)
        if not month_first or any(int(day[1]) > 12 for day in days):
            readers["as 2024-03-01: they look like dd/mm/yyyy"] = _day_first
        readers["as 2024-03-01"] = _day
    return readers


@cache
def not_stated() -> frozenset[str]:
    """Return the words, in plain form, that say that nothing is stated."""
    return frozenset(map(plainly, WORDS["not_stated"]))


@cache
def _elsewhere(column: str) -> frozenset[str]:
    """Return the codes, and plain names, of all places of England of a column's kind."""
    if column == "lsoa":
        tables = {"lsoa11": ["lsoa11_code"], "lsoa21": ["lsoa21_code"]}
    else:
        tables = {"wards": ["ward_code", "ward_name"]}
    names = (raw.load(table)[name] for table, columns in tables.items() for name in columns)
    return frozenset(plainly(text) for series in names for text in series)


@cache
def _broad_groups() -> dict[str, str]:
    """Return the broad group of every name that a group has, by the plain name."""
    table = raw.load("ethnicity_la")
    census = dict(zip(table["group"].map(plainly), table["broad_group"], strict=True))
    others = {plainly(w): broad for broad, words in WORDS["broad_groups"].items() for w in words}
    return census | others | {plainly(broad): broad for broad in BROAD_GROUPS}


def _broad_group(text: str) -> str | None:
    groups = _broad_groups()
    before = re.split(r": | [-–—] ?|:", text)[0]
    return groups.get(plainly(text)) or (groups.get(plainly(before)) if before != text else None)


def _age_band(text: str) -> str | None:
    if match := re.fullmatch(r"(\d{1,3})( years?( old)?)?", text):
        age = int(match[1])
        starts = [band for band in PARTNER_AGE_BANDS if int(re.findall(r"\d+", band)[0]) <= age]
        return starts[-1] if starts and age <= 120 else None
    ends = re.findall(r"\d+", text)
    if re.fullmatch(r"(aged )?\d+ ?(-|–|—|to) ?\d+( years?)?", text.lower()):
        return next((band for band in PARTNER_AGE_BANDS if band.split("-") == ends), None)
    return None


def _number(text: str) -> str | None:
    plain = re.sub(r",(?=\d{3}\b)|\.0+$", "", text)
    return plain if re.fullmatch(r"[0-9]+", plain) else None


def _day_first(text: str) -> str | None:
    match = _DAY_FIRST.fullmatch(_TIME.sub("", text))
    return _iso(match[3], match[2], match[1]) if match else None


def _day(text: str) -> str | None:
    """Return a day in any other form that has one meaning."""
    text = _TIME.sub("", text)
    if match := _YEAR_FIRST.fullmatch(text):
        year, _, month, day, *together = match.groups()
        return _iso(*together) if year is None else _iso(year, month, day)
    if (match := _MONTH_NAMED.fullmatch(text)) and match[2].lower() in _MONTHS:
        return _iso(match[3], str(_MONTHS.index(match[2].lower()) + 1), match[1])
    if re.fullmatch(r"\d{5}", text):  # as spreadsheets count days
        return _allowed(_SPREADSHEETS_DAY_0 + datetime.timedelta(int(text)))
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    """Return a day as 2024-03-01; of two digits, the year is of this century, as all days are."""
    try:
        full = f"20{year}" if len(year) == 2 else year
        return _allowed(datetime.date(int(full), int(month), int(day)))
    except ValueError:
        return None


def _allowed(day: datetime.date) -> str | None:
    return str(day) if partner_schemas.FIRST_DAY <= day <= datetime.date.today() else None
