"""A table of text against a pandera schema: typed, or refused with one line for each problem."""

import io
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import IO

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from leedsequity.errors import InputError

_SHOWN = 5
_LONGEST = 60  # characters of a value: an outline has thousands
_FIRST_ROW = 2  # as a person counts in the csv: its header is row 1

#: How text becomes a type: what it must look like, and what is said when it does not.
_WHOLE = (r"-?[0-9]+", "not a whole number")
_FORMS = {
    "int64": _WHOLE,
    "Int64": _WHOLE,
    "float64": (r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?", "not a number"),
    "bool": (r"true|false", "not true or false"),
}
#: What a spreadsheet, a wrong encoding or a careless copy leaves in a text: errors, marks of a missing value, spaces
#: around it, characters that cannot be seen, UTF-8 read as something else.
_FOREIGN = (
    r"^#|^(?:[nN][aA][nN]|NULL|N/A)$|^\s|\s\Z|[\x00-\x1f\x7f-\xa0\u200b\ufeff\ufffd]|[\xc2\xc3][\x80-\xbf]|\xe2\u20ac"
)


def read_text(path: Path | IO[bytes], file: str) -> pd.DataFrame:
    """Return a csv as text, empty cells as NaN; ``file`` is how messages name it.

    Refused is what cannot be read as a UTF-8 csv, or is not written in the one way of `raw.compile.to_bytes`.
    """
    content = path.read_bytes() if isinstance(path, Path) else path.read()
    try:
        text = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read as a csv: {' '.join(str(error).split())}") from error
    if not isinstance(text.index, pd.RangeIndex):
        raise InputError(f"{file}: cannot be read as a csv: its rows have more cells than its header")
    written = text.to_csv(index=False, lineterminator="\n").encode("utf-8")
    if written != content:
        # Read with goodwill, so perhaps not as it was meant: a short row, a lost end, another encoding.
        lines = enumerate(zip_longest(content.split(b"\n"), written.split(b"\n")), start=1)
        row, (found, expected) = next((row, pair) for row, pair in lines if pair[0] != pair[1])
        shown = [_short(repr((line or b"").decode("utf-8", "replace"))) for line in (expected, found)]
        raise InputError(
            f"{file}: row {row} is not as a csv is written here (UTF-8, line feeds, a cell for each column, quotes "
            f"where needed): expected {shown[0]}, found {shown[1]}"
        )
    return text


def typed(schema: pa.DataFrameSchema, text: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return a table of text, missing cells NaN, in the types of its schema.

    Parameters
    ----------
    schema : pandera DataFrameSchema
        Columns of type ``str``, ``int64``, ``Int64`` (may be missing), ``float64`` or ``bool``; the
        ``error`` of each check says what is wrong with a value that fails it (``outside 1-10``);
        ``unique`` names the key columns.
    text, file : DataFrame and str
        The table, rows numbered from 0; how messages name it.

    Raises
    ------
    InputError
        One line for each problem: the file, the column, how many values break which rule, the rows
        as counted in the csv (the header is row 1) and the values, the first five of each.
    """
    problems = list(_header_problems(schema, text)) + ["no rows"] * text.empty
    columns = [column for column in schema.columns if column in text.columns]
    bad = pd.Series(False, index=text.index)
    for column in columns:
        for rule, fails in _unreadable(schema.columns[column], text[column]):
            problems.append(_line(f"column {column}", rule, text.loc[fails, column]))
            bad |= fails
    readable = text.loc[~bad, columns]
    frame = pd.DataFrame(
        {column: _converted(readable[column], str(schema.columns[column].dtype)) for column in columns}
    )
    cells = pa.DataFrameSchema({column: schema.columns[column] for column in columns})
    problems += [*_rule_problems(cells, frame, readable), *_repeated(list(schema.unique or []), readable)]
    if not problems:
        # Rules that span rows and columns have nothing to say of a table with other faults.
        problems = _rule_problems(pa.DataFrameSchema(checks=schema.checks), frame, readable)
    if problems:
        raise InputError("\n".join(f"{file}: {problem}" for problem in problems))
    return frame


def _header_problems(schema: pa.DataFrameSchema, text: pd.DataFrame) -> Iterator[str]:
    expected, found = list(schema.columns), list(text.columns)
    missing = [column for column in expected if column not in found]
    unexpected = [column for column in found if column not in expected]
    for column in missing:
        yield f"column {column}: missing; the columns are {', '.join(expected)}"
    for column in unexpected:
        yield f"column {column}: unexpected; the columns are {', '.join(expected)}"
    if not missing and not unexpected and expected != found:
        yield f"columns in the order {', '.join(found)}; expected {', '.join(expected)}"


def _unreadable(column: pa.Column, text: pd.Series) -> Iterator[tuple[str, pd.Series]]:
    """Yield each rule that the text of a column breaks, with the rows that break it."""
    absent = text.isna()
    if not column.nullable and absent.any():
        yield "missing", absent
    pattern, rule = _FORMS.get(str(column.dtype), (None, "not plain text, without spaces around it or error marks"))
    once = pd.Series(text.dropna().unique(), dtype="str")  # a column of 70,000 cells has few values
    refused = once.str.contains(_FOREIGN) if pattern is None else ~once.str.fullmatch(pattern)
    wrong = text.isin(once[refused])
    if wrong.any():
        yield rule, wrong


def _converted(text: pd.Series, dtype: str) -> pd.Series:
    if dtype == "float64":
        # By way of Python's float, which is exact: pandas' own parser may miss the last digit.
        return text.astype(object).where(text.notna(), np.nan).astype("float64")
    if dtype == "bool":
        return text == "true"
    if dtype == "Int64":
        return pd.to_numeric(text).astype("Int64")
    return text.astype("int64") if dtype == "int64" else text.astype("str")


def _repeated(keys: list[str], text: pd.DataFrame) -> Iterator[str]:
    """Yield the rule that no two rows have the same key, if it is broken."""
    if keys and set(keys) <= set(text.columns):
        rows = text.loc[text.duplicated(keys, keep=False), keys].fillna("")
        if len(rows):
            yield _line(f"columns {', '.join(keys)}", "repeated", rows.agg(" ".join, axis="columns"), "row")


def _rule_problems(schema: pa.DataFrameSchema, frame: pd.DataFrame, text: pd.DataFrame) -> list[str]:
    """Return one line for each rule of the schema that the readable rows break."""
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    lines = []
    for (context, check), group in cases.groupby(["schema_context", "check"], sort=False):
        rows = sorted(group["index"].dropna().unique())
        if context == "Column":
            lines += [
                _line(f"column {column}", check, text.loc[part["index"], column])
                for column, part in group.groupby("column", sort=False)
            ]
        else:
            lines.append(f"{check} ({_rows(pd.Index(rows))})" if len(rows) else str(check))
    return lines


def _line(subject: str, rule: str, values: pd.Series, noun: str = "value") -> str:
    """Return ``column decile: 1 value outside 1-10 (row 17: 11)``."""
    number = f"{len(values):,} {noun}{'s' if len(values) > 1 else ''}"
    cells = values.dropna().head(_SHOWN).astype(str)
    shown = ", ".join(map(_short, cells))
    more = ", …" if len(values) > _SHOWN else ""
    place = f"{_rows(values.index)}: {shown}{more}" if shown else _rows(values.index)
    return f"{subject}: {number} {rule} ({place})"


def _short(cell: str) -> str:
    line = "\\n".join(cell.split("\n"))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _rows(index: pd.Index) -> str:
    numbers = ", ".join(str(int(row) + _FIRST_ROW) for row in index[:_SHOWN])
    return f"row{'s' if len(index) > 1 else ''} {numbers}{', …' if len(index) > _SHOWN else ''}"
