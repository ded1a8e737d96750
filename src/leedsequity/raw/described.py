"""The raw tables as frames: which there are, what their columns hold, and what to beware of.

All of it is what their records say (`leedsequity.raw.records`); nothing is said here a second time.
"""

import re
from typing import TYPE_CHECKING, Any

from leedsequity.raw import inventory
from leedsequity.raw.records import Record
from leedsequity.raw.values import parse_values

if TYPE_CHECKING:
    import pandas as pd

_YEAR = re.compile(r"\b(?:19|20)\d\d(?:[-/]\d\d)?\b")
# Years of boundaries, of which the figures of a table are not.
_BOUNDARIES = re.compile(r"\b(?:LSOAs?|MSOAs?|wards?)[^,;.]*? of \d{4}(?: and (?:of )?\d{4})?")
#: What a row is of, by the column that says so; the first of a table's columns counts.
GEOGRAPHIES = {
    "lsoa11_code": "LSOA of 2011",
    "lsoa21_code": "LSOA of 2021",
    "msoa11_code": "MSOA of 2011",
    "ward_code": "ward",
    "ward21_code": "ward of 2021",
    "ward24_code": "ward of 2024",
    "area_code": "authority, region or England",
    "constituency_code": "constituency",
    "organisation_code": "NHS organisation",
    "code": "authority, region or England",
    "decile": "decile of deprivation",
}


def catalogue() -> "pd.DataFrame":
    """Return all raw tables, a row each.

    Returns
    -------
    DataFrame
        ``table`` (its name for `load`), ``title`` (what it holds), ``geography`` (what a row is
        of; empty where it is of no place), ``years`` (the first and last that its record names; of
        a lookup, those of its boundaries; empty where it names none), ``publisher``, ``rows``.

    Raises
    ------
    InputError
        If a record cannot be read.
    """
    import pandas as pd

    rows = [
        (r.name, r.description.rstrip("."), geography(r), years(r), r.publisher, r.rows)
        for r in inventory.records()
    ]
    return pd.DataFrame(rows, columns=["table", "title", "geography", "years", "publisher", "rows"])


def describe(name: str) -> "pd.DataFrame":
    """Return the columns of a raw table, a row each.

    Returns
    -------
    DataFrame
        ``column``; ``meaning``; ``unit``; ``type`` (text, whole, number, flag or outline);
        ``values`` (which of that type it takes; empty: any); ``may_be_empty``. What `raw.long`
        makes of a wide table follows its columns' meanings, such as ``year 2021``. ``attrs`` has
        what `load` gives a frame: among it ``title``, ``cautions``, ``publisher``, ``licence``.

    Raises
    ------
    InputError
        If there is no such table (near matches are named), or its record cannot be read.
    """
    import pandas as pd

    record = inventory.record(name)
    rows = []
    for column, about in record.columns.items():
        values = parse_values(about.values)
        meaning = "; ".join(
            [about.description, *(f"{key} {word}" for key, word in about.means.items())]
        )
        row = column, meaning, about.unit, values.type, values.permitted, about.may_be_empty
        rows.append(row)
    columns = ["column", "meaning", "unit", "type", "values", "may_be_empty"]
    frame = pd.DataFrame(rows, columns=columns)
    frame.attrs |= attributes(record)
    return frame


def attributes(record: Record) -> dict[str, Any]:
    """Return what `load` puts into ``attrs``: texts, lists and mappings of texts alone.

    ``table, title, publisher, licence, census`` (which one counted all of it, or empty),
    ``cautions`` (a list), ``labels`` and ``units`` (by column).
    """
    columns = record.columns.items()
    return {
        "table": record.name,
        "title": record.description.rstrip("."),
        "publisher": record.publisher,
        "licence": record.licence,
        "census": (re.findall(r"^Census \d{4}", record.title) or [""])[0],
        "cautions": list(record.notes),
        "labels": {name: column.description for name, column in columns},
        "units": {name: column.unit for name, column in columns},
    }


def geography(record: Record) -> str:
    """Return what a row of a table is of, in words; empty where it is of no place."""
    return next((GEOGRAPHIES[c] for c in record.columns if c in GEOGRAPHIES), "")


def years(record: Record) -> str:
    """Return the first and the last year or period that a record names, such as 2013-15 to 2022-24.

    They are those that columns mean, else those of the description, else those of the title.
    """
    meant = " ".join(column.means.get("year", "") for column in record.columns.values())
    for text in (meant, record.description, record.title):
        if found := sorted(set(_YEAR.findall(_BOUNDARIES.sub("", text)))):
            return " to ".join(dict.fromkeys([found[0], found[-1]]))
    return ""
