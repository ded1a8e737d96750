"""Reading publishers' workbooks and text files, each sheet and file parsed once in a process."""

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineWorkbook

from leedsequity.errors import InputError


@cache
def _cells(path: Path, sheet: str) -> list[list[Any]]:
    """Parse a sheet: the costly step, so every sheet is parsed once."""
    workbook = CalamineWorkbook.from_path(path)
    if sheet not in workbook.sheet_names:
        found = ", ".join(workbook.sheet_names)
        raise InputError(f"{path.name}: no sheet {sheet!r}; its sheets are {found}")
    return list(workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False))


def sheet(path: Path, name: str, first_header: str) -> pd.DataFrame:
    """Return a sheet below its header row.

    Parameters
    ----------
    path : Path
        An ``.xlsx`` or ``.xls`` workbook.
    name : str
        The sheet.
    first_header : str
        What stands in the first cell of the header row.

    Returns
    -------
    DataFrame
        One column per header cell (headers stripped), cells as the workbook holds them:
        numbers as float, empty cells as ``""``.

    Raises
    ------
    InputError
        If the workbook has no such sheet, or no row starts with ``first_header``.
    """
    cells = _cells(path, name)
    start = next((i for i, row in enumerate(cells) if str(row[0]).strip() == first_header), None)
    if start is None:
        raise InputError(f"{path.name}: sheet {name!r} has no row that starts with {first_header!r}")
    header = [str(cell).strip() for cell in cells[start]]
    return pd.DataFrame(cells[start + 1 :], columns=header, dtype=object)


def text_table(path: Path, line_end: str | None = None) -> pd.DataFrame:
    """Return a comma-separated file as text: nothing is read as a number, nothing as missing.

    Parameters
    ----------
    path : Path
        A UTF-8 file, with or without a byte-order mark.
    line_end : str, optional
        The character that ends a line, for files that end lines unusually.

    Returns
    -------
    DataFrame
        Text columns, headers stripped.
    """
    return _text(path, line_end).copy(deep=False)  # pandas copies what a caller changes


@cache
def _text(path: Path, line_end: str | None) -> pd.DataFrame:
    """Parse a text file: as with sheets, once."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", lineterminator=line_end)
    return table.rename(columns=str.strip)


def require(holds: bool, path: Path, rule: str) -> None:
    """Refuse a publisher's file that is not laid out as this package knows it.

    Parameters
    ----------
    holds : bool
        Whether the rule holds.
    path : Path
        The file.
    rule : str
        What was found and what was expected, with the offending values.

    Raises
    ------
    InputError
        If the rule does not hold.
    """
    if not holds:
        raise InputError(f"{path.name}: {rule}")
