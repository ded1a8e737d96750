"""A table of text against its record: typed, or refused with one line for each problem."""

import io
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import IO

import numpy as np
import pandas as pd

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import geojson, inventory
from leedsequity.raw.records import ColumnRecord, Record
from leedsequity.raw.rules import rule
from leedsequity.raw.values import parse_values

_SHOWN = 5
_LONGEST = 60  # characters of a value: an outline has thousands
_FIRST_ROW = 2  # as a person counts in the csv: its header is row 1

#: How text becomes a type: what it must look like, what is said when it does not, and what it
#: means.
_FORMS: dict[str, tuple[str, str, Callable[[pd.Series], pd.Series]]] = {
    "whole": (r"0|-?[1-9][0-9]{0,17}", "not a whole number", lambda words: words.astype("int64")),
    "number": (
        # Fifteen digits before the point: a float of more is another number than the text.
        r"-?(?:[0-9]{1,15}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?",
        "not a number",
        # By way of Python's float, which is exact: pandas' own parser may miss the last digit.
        lambda words: words.astype(object).astype("float64"),
    ),
    "flag": (r"true|false", "not true or false", lambda words: words == "true"),
}
#: What a spreadsheet, a wrong encoding or a careless copy leaves in a text: errors, marks of a
#: missing value, spaces around it, characters that cannot be seen, UTF-8 read as something else.
_FOREIGN = (
    r"^#|^(?:[nN][aA][nN]|NULL|N/A)$|^\s|\s\Z|[\x00-\x1f\x7f-\xa0\u200b\ufeff\ufffd]"
    r"|[\xc2\xc3][\x80-\xbf]|\xe2\u20ac"
)


def read_text(path: Path | IO[bytes], file: str) -> pd.DataFrame:
    """Return a csv as text, empty cells as NaN; ``file`` is how messages name it.

    Refused is what cannot be read as a UTF-8 csv, or is not written in the one way of
    `leedsequity_data.compile.to_bytes`.
    """
    content = path.read_bytes() if isinstance(path, Path) else path.read()
    try:
        text = pd.read_csv(
            io.BytesIO(content),
            dtype=object,
            keep_default_na=False,
            na_values=[""],
            encoding="utf-8",
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise InputError(
            f"{file}: cannot be read as a csv: {' '.join(str(error).split())}"
        ) from error
    if not isinstance(text.index, pd.RangeIndex):
        raise InputError(
            f"{file}: cannot be read as a csv: its rows have more cells than its header"
        )
    if _plain(text, content):
        return text
    written = text.to_csv(index=False, lineterminator="\n").encode("utf-8")
    if written != content:
        # Read with goodwill, so perhaps not as it was meant: a short row, a lost end, another
        # encoding.
        row, expected, found = first_difference(written, content)
        raise InputError(
            f"{file}: row {row} is not as a csv is written here (UTF-8, line feeds, a cell for each"
            f" column, quotes where needed): expected {_short(expected)}, found {_short(found)}"
        )
    return text


def _plain(text: pd.DataFrame, content: bytes) -> bool:
    """Return whether a csv plainly is as it was read, without writing it again, which is slow.

    Without quotes, carriage returns and nulls it is if its header, and its numbers of rows and of
    commas, are those of what was read: no row can have had more cells than the header.
    """
    if any(mark in content for mark in (b'"', b"\r", b"\0")) or not content.endswith(b"\n"):
        return False
    return (
        content.startswith(",".join(text.columns).encode() + b"\n")
        and content.count(b"\n") == len(text) + 1
        and content.count(b",") == (len(text) + 1) * (len(text.columns) - 1)
    )


def first_difference(expected: bytes, found: bytes) -> tuple[int, str, str]:
    """Return the first line in which two files differ: its number, and the line in each."""
    lines = zip_longest(expected.split(b"\n"), found.split(b"\n"))
    row, pair = next((row, pair) for row, pair in enumerate(lines, start=1) if pair[0] != pair[1])
    one, other = (repr((line or b"").decode("utf-8", "replace")) for line in pair)
    return row, one, other


def read(record: Record, source: Path | IO[bytes], file: str) -> pd.DataFrame:
    """Return a raw table in the types of its record; a GeoDataFrame where it has outlines.

    ``source`` has the bytes of a csv or a GeoJSON file; ``file`` is how messages name it.
    """
    if "geometry" not in record.columns:
        return typed(record, read_text(source, file), file)
    outlined: pd.DataFrame = geojson.shapes(typed(record, geojson.read_text(source, file), file))
    return outlined


def typed(record: Record, text: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return a table of text, missing cells NaN, in the types of its record.

    A rule of a column is tried on each of its distinct values once: a column of 70,000 cells has
    few.

    Parameters
    ----------
    record : Record
        Its columns with what they may hold, its key, and the rules that span columns.
    text, file : DataFrame and str
        The table, rows numbered from 0; how messages name it.

    Raises
    ------
    InputError
        One line for each problem: the file, the column, how many values break which rule, the rows
        as counted in the csv (the header is row 1) and the values, the first five of each.
    """
    problems = [
        *_header_problems(list(record.columns), list(text.columns)),
        *["no rows"] * text.empty,
    ]
    columns = {name: column for name, column in record.columns.items() if name in text.columns}
    places, values = (
        {},
        {},
    )  # of a column: which of its distinct words each row has (-1 is none), and what they mean
    bad = np.zeros(len(text), dtype=bool)
    for name, column in columns.items():
        places[name], distinct = pd.factorize(text[name])
        words = pd.Series(distinct, dtype="str")
        values[name], form = _meaning(words, column)
        absent = (places[name] == -1) & (not column.may_be_empty)
        unreadable = np.isin(places[name], words.index.difference(values[name].index))
        problems += _lines(f"column {name}", "missing", text[name][absent])
        problems += _lines(f"column {name}", form, text[name][unreadable])
        bad |= absent | unreadable
    text, places = (
        text.loc[~bad, list(columns)],
        {name: found[~bad] for name, found in places.items()},
    )
    for name, column in columns.items():
        for error, holds in parse_values(column.values).rules:
            failing = np.isin(places[name], values[name].index[~holds(values[name])])
            problems += _lines(f"column {name}", error, text[name][failing])
    key = list(record.key)
    if set(key) <= set(columns):
        rows = text.loc[text.duplicated(key, keep=False), key].fillna("")
        keys = pd.Series(map(" ".join, rows.to_numpy()), index=rows.index, dtype="str")
        problems += _lines(f"columns {', '.join(key)}", "repeated", keys, "row")
    frame = pd.DataFrame(
        {name: values[name].reindex(places[name]).array for name in columns}, index=text.index
    )
    if not problems:
        # Rules that span rows and columns have nothing to say of a table with other faults.
        problems = [
            line for sentence in record.refused for line in _broken(sentence, record, frame)
        ]
    if problems:
        raise InputError("\n".join(f"{file}: {problem}" for problem in problems))
    frame.attrs["table"] = record.name
    return frame


def _broken(sentence: str, record: Record, frame: pd.DataFrame) -> Iterator[str]:
    """Yield the line for a rule that spans rows or columns, if any row breaks it."""
    try:
        rows = frame.index[~rule(sentence)(frame)]
    except KeyError as error:
        where = paths.shown(inventory.record_file(record.name))
        raise InputError(f"{where}: refused: {sentence!r} needs the column {error}") from error
    if len(rows):
        yield f"{sentence} ({_rows(rows)})"


def _header_problems(expected: list[str], found: list[str]) -> Iterator[str]:
    missing = [column for column in expected if column not in found]
    unexpected = [column for column in found if column not in expected]
    for column in missing:
        yield f"column {column}: missing; the columns are {', '.join(expected)}"
    for column in unexpected:
        yield f"column {column}: unexpected; the columns are {', '.join(expected)}"
    if not missing and not unexpected and expected != found:
        yield f"columns in the order {', '.join(found)}; expected {', '.join(expected)}"


def _meaning(words: pd.Series, column: ColumnRecord) -> tuple[pd.Series, str]:
    """Return what words mean as the type of a column, and the fault of the others."""
    type_ = parse_values(column.values).type
    if type_ not in _FORMS:
        return (
            words[~words.str.contains(_FOREIGN)],
            "not plain text, without spaces around it or error marks",
        )
    form, fault, meaning = _FORMS[type_]
    values = meaning(words[words.str.fullmatch(form)])
    return values.astype("Int64") if type_ == "whole" and column.may_be_empty else values, fault


def _lines(subject: str, rule: str, values: pd.Series, noun: str = "value") -> list[str]:
    """Return ``column decile: 1 value outside 1-10 (row 17: 11)``; nothing if no value."""
    if values.empty:
        return []
    number = f"{len(values):,} {noun}{'s' if len(values) > 1 else ''}"
    shown = ", ".join(map(_short, values.dropna().head(_SHOWN).astype(str)))
    more = ", …" if len(values) > _SHOWN else ""
    place = f"{_rows(values.index)}: {shown}{more}" if shown else _rows(values.index)
    return [f"{subject}: {number} {rule} ({place})"]


def _short(cell: str) -> str:
    line = "\\n".join(cell.split("\n"))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _rows(index: pd.Index) -> str:
    numbers = ", ".join(str(int(row) + _FIRST_ROW) for row in index[:_SHOWN])
    return f"row{'s' if len(index) > 1 else ''} {numbers}{', …' if len(index) > _SHOWN else ''}"
