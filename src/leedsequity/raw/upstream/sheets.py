"""Reading publishers' workbooks and text files, each sheet and file parsed once in a process."""

import warnings
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import rdata
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
    """Return a sheet below its header row, the first that starts with ``first_header``; refuse one without.

    Headers are stripped, cells are as the workbook holds them: numbers as float, empty cells as ``""``.
    """
    cells = _cells(path, name)
    start = next((i for i, row in enumerate(cells) if str(row[0]).strip() == first_header), None)
    if start is None:
        raise InputError(f"{path.name}: sheet {name!r} has no row that starts with {first_header!r}")
    header = [str(cell).strip() for cell in cells[start]]
    return pd.DataFrame(cells[start + 1 :], columns=header, dtype=object)


def text_table(path: Path, encoding: str = "utf-8-sig", skip: int = 0) -> pd.DataFrame:
    """Return a comma-separated file as text: nothing is read as a number, nothing as missing; headers are stripped.

    ``skip`` is the number of lines above the header.
    """
    return _text(path, encoding, skip).copy(deep=False)  # pandas copies what a caller changes


@cache
def _text(path: Path, encoding: str, skip: int) -> pd.DataFrame:
    """Parse a text file: as with sheets, once."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding=encoding, skiprows=skip)
    return table.rename(columns=str.strip)


@cache
def r_object(path: Path) -> Any:
    """Return the one object of an ``.rda`` file of R: a data frame, or a labelled array."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # R's classes of data frame, which only print differently
        return next(iter(rdata.read_rda(path).values()))


def require(holds: bool, path: Path, rule: str) -> None:
    """Refuse a publisher's file unless a rule holds; ``rule`` says what was found and expected, with the values."""
    if not holds:
        raise InputError(f"{path.name}: {rule}")


def require_none(faults: Iterable[Any], path: Path, rule: str) -> None:
    """Refuse a publisher's file if anything breaks a rule; the first five that do are named."""
    found = list(faults)
    require(not found, path, f"{len(found)} {rule}: {found[:5]}")


def rows_of(path: Path, cells: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """Return the rows of these areas, in their order, from a table by code that must have them all."""
    wanted = pd.Index(codes)
    require_none(wanted.difference(cells.index), path, "areas are missing")
    return cells.loc[wanted]


def long(wide: pd.DataFrame, rows: str | list[str], columns: str, values: str) -> pd.DataFrame:
    """Return a table with one row for each of its cells: the names of its rows and columns, and the cell."""
    cells: Any = wide.rename_axis(index=rows, columns=columns).stack()
    found: pd.DataFrame = cells.rename(values).reset_index()
    return found
