"""A partner's file as spreadsheets leave it: a workbook, or a CSV of any form, as rows of text.

What notebooks cannot read is listed as a fault of form, and is no obstacle here. No error and no
fault has a cell, a header or the name of a sheet.
"""

import csv
import datetime
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd

from leedsequity.errors import InputError

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HEADER_WITHIN = 30  # rows
_SAVE_AS = "in Excel: File, Save As, `CSV UTF-8 (Comma delimited)`"

Rows = list[list[str]]
Score = Callable[[list[str]], int]


@dataclass(frozen=True)
class Cells:
    """The cells of a file, as text.

    Attributes
    ----------
    header
        What stands over each column, which may be nothing.
    rows
        The cells beneath, by position of the column; None for an empty one. The index is the number
        that a spreadsheet shows beside a row. Rows without any cell are left out.
    form
        What is wrong with the form of the file, each mended where it is written as a CSV.
    """

    header: list[str]
    rows: pd.DataFrame
    form: list[str]


def read(path: Path, score: Score) -> Cells:
    """Return the cells of a workbook or a CSV.

    Parameters
    ----------
    path
        The file. A workbook needs python-calamine, of the extra `data`.
    score
        Returns how many cells of a row are known as headers: the row with most is the header, and
        sheet and delimiter are those with the best one.

    Raises
    ------
    InputError
        If the file cannot be read, or has no rows; it is named by its base name.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise InputError(f"{path.name}: the file cannot be opened") from None
    read = _workbook if content.startswith(_WORKBOOK) else _csv
    rows, form = read(path.name, content, score)
    top = _header(rows, score)
    if not rows or not any(rows[top]):
        raise InputError(f"{path.name}: no rows")
    if top:
        form.append(f"the header is row {top + 1}: it must be the first")
    width = max(map(len, rows[top:]))
    header, *beneath = (row + [""] * (width - len(row)) for row in rows[top:])
    numbers = range(top + 2, top + 2 + len(beneath))
    cells = pd.DataFrame(beneath, index=numbers, columns=range(width), dtype="str")
    cells = cells.mask(cells == "")
    empty = cells.index[cells.isna().all(axis="columns")]
    if any(rows[number - 1] for number in empty):  # but a line without any delimiter is no row
        form.append("1 row is empty" if len(empty) == 1 else f"{len(empty):,} rows are empty")
    return Cells(header, cells.drop(index=empty), form)


def _header(rows: Rows, score: Score) -> int:
    """Return which of the first rows is the header: that of the best score, else the first."""
    first = next((place for place, row in enumerate(rows) if any(row)), 0)
    scores = [score(row) for row in rows[:_HEADER_WITHIN]]
    return scores.index(max(scores)) if any(scores) else first


def _best(rows: Rows, score: Score) -> tuple[int, int]:
    return max(((score(row), len(row)) for row in rows[:_HEADER_WITHIN]), default=(0, 0))


def _csv(name: str, content: bytes, score: Score) -> tuple[Rows, list[str]]:
    form = []
    try:
        if content.startswith(_UTF16):
            text = content.decode("utf-16")
            form.append("it is text in UTF-16: it must be UTF-8")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
            form.append("it is text in Windows-1252: it must be UTF-8")
        except UnicodeDecodeError:
            raise InputError(f"{name}: neither a workbook nor text: {_SAVE_AS}") from None

    def lines(delimiter: str, strict: bool) -> Iterator[list[str]]:
        return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)

    try:
        first = {one: list(islice(lines(one, False), _HEADER_WITHIN)) for one in _DELIMITERS}
        best = max(_DELIMITERS, key=lambda one: _best(first[one], score))
        rows = list(lines(best, True))  # a quote that is not closed would swallow rows
    except csv.Error:
        raise InputError(
            f"{name}: cannot be read as a CSV; a quote is not closed, or in a cell: {_SAVE_AS}"
        ) from None
    if best != ",":
        form.append(f"{_DELIMITERS[best]} stand between its cells: commas must")
    return rows, form


def _workbook(name: str, content: bytes, score: Score) -> tuple[Rows, list[str]]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise InputError(
            f"{name}: a workbook, and what reads it is not installed: `make data` installs it; or"
            f" save a CSV, {_SAVE_AS}"
        ) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            for sheet in map(book.get_sheet_by_name, book.sheet_names)
        ]
    except (CalamineError, OSError, ValueError):
        raise InputError(
            f"{name}: cannot be opened as a workbook; if a password protects it, save a CSV,"
            f" {_SAVE_AS}"
        ) from None
    best = max(range(len(sheets)), key=lambda one: _best(sheets[one], score))
    which = f" (sheet {best + 1} of {len(sheets)} was read)" if len(sheets) > 1 else ""
    return sheets[best], [f"it is a workbook{which}: it must be a CSV"]


def _text(cell: object) -> str:
    """Return a cell as a person would write it: a day as 2024-03-31, a whole number as 12."""
    match cell:
        case datetime.datetime():
            midnight = cell.time() == datetime.time()
            return str(cell.date()) if midnight else cell.isoformat(" ", "minutes")
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell)
