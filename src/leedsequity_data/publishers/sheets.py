"""Publishers' files, each parsed once in a process, with the columns that a reader names.

A reader names the headers it uses and gets those columns alone, so that a file laid out in another
way is refused in one line that says the file, the sheet, the header, and what headers there are.
Cells are the text that they are; where a frame came from stands in its ``attrs["source"]``, which
pandas hands on to the columns and rows taken from it, and its index is the number of the row in the
file.
"""

import contextlib
import csv
import fnmatch
import gzip
import io
import itertools
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import rdata
from python_calamine import CalamineWorkbook

from leedsequity.errors import InputError

_SHOWN = 20
_TOP = 20  # rows of a sheet in which its headers are looked for
_NOTE = 2  # cells of a note below the answer to a query, at most


def sheet(
    path: Path,
    name: str,
    first_header: str | tuple[str, ...],
    columns: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return columns of a sheet below the first row that has ``first_header``.

    Parameters
    ----------
    path, name : Path and str
        The workbook and its sheet.
    first_header : str or tuple of str
        A header that no row above has, or what it is in the editions known.
    columns : iterable of str, optional
        The headers of the columns to return, each of which must be there once; left out: all, for a
        reader that finds columns by `place`.

    Returns
    -------
    DataFrame
        Text, empty cells as ``""``; headers without the spaces around them.

    Raises
    ------
    InputError
        If the file is no workbook, or has no such sheet, header row, column, or no row below.
    """
    cells = rows(path, name)
    source = f"{path.name}, sheet {name!r}"
    first = (first_header,) if isinstance(first_header, str) else first_header
    start = next(
        (at for at, row in enumerate(cells) if any(str(cell).strip() in first for cell in row)),
        None,
    )
    if start is None:
        begins = dict.fromkeys(str(row[0]).strip() for row in cells[:200] if row)
        raise InputError(
            f"{source}: no column {' or '.join(map(repr, first))}: no row has it; rows"
            f" start with {_named(begins)}"
        )
    return _table(cells[start], cells[start + 1 :], start + 2, source, columns)


def grid(path: Path, name: str, member: str | None = None) -> pd.DataFrame:
    """Return a sheet whose header is more than a row as text, by number of row and column from 0.

    ``name`` may end in ``*``, as `TA1*` for a publisher that writes TA1, TA1_ and TA1 - Jul-Sep 18;
    ``member`` names the workbook in a zip. Refused is what is no workbook, or has not one such
    sheet.
    """
    cells = rows(path, name, member)
    found = pd.DataFrame([list(map(str, row)) for row in cells], dtype="str")
    found.attrs["source"] = f"{path.name}, {member + ', ' if member else ''}sheet {name!r}"
    return found


def headed(
    path: Path, member: str | None, headers: Iterable[str]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give each sheet that has these headers in a row near its top, one at a time: they are large.

    Cells are as they are, below that row, under headers in small letters with single spaces; the
    index is the row of the sheet. ``member`` names the workbook in a zip.
    """
    workbook = _workbook(path, member)
    for name in workbook.sheet_names:
        top = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=_TOP)
        for at, row in enumerate(top):
            names = [" ".join(str(cell).casefold().split()) for cell in row]
            if set(headers) <= set(names):
                rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)[at + 1 :]
                index = range(at + 2, at + 2 + len(rows))
                yield name, pd.DataFrame(rows, columns=names, index=index, dtype=object)
                break


@cache
def rows(path: Path, sheet: str, member: str | None = None) -> list[list[Any]]:
    """Return the rows of a sheet as its cells are, the names as for `grid`.

    It is the costly step, so every sheet is parsed once in a process.
    """
    workbook = _workbook(path, member)
    named = fnmatch.filter(workbook.sheet_names, sheet)
    if len(named) != 1:
        number = f"{len(named)} sheets" if named else "no sheet"
        raise InputError(
            f"{path.name}: {number} {sheet!r}; its sheets are {', '.join(workbook.sheet_names)}"
        )
    read = lambda: list(  # noqa: E731
        workbook.get_sheet_by_name(named[0]).to_python(skip_empty_area=False)
    )
    cells: list[list[Any]] = _parsed(path, "a workbook", read)
    return cells


def sheet_names(path: Path) -> list[str]:
    """Return the names of a workbook's sheets."""
    names: list[str] = _workbook(path, None).sheet_names
    return names


def _workbook(path: Path, member: str | None) -> CalamineWorkbook:
    content = path.read_bytes() if member is None else zipped(path, member)
    workbook: CalamineWorkbook = _parsed(
        path, "a workbook", lambda: CalamineWorkbook.from_filelike(io.BytesIO(content))
    )
    return workbook


def zipped(path: Path, member: str) -> bytes:
    """Return the one file in a zip that has this name, in which a ``*`` is any text."""

    def read() -> bytes:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            found = fnmatch.filter(names, member)
            require(
                len(found) == 1,
                path,
                f"{len(found)} files {member!r} in the zip; it has {_named(names)}",
            )
            return archive.read(found[0])

    content: bytes = _parsed(path, "a zip", read)
    return content


def text_table(
    path: Path, columns: Iterable[str] | None = None, encoding: str = "utf-8-sig", skip: int = 0
) -> pd.DataFrame:
    """Return columns of a comma-separated file as text, nothing read as number or missing.

    Parameters
    ----------
    path : Path
        The file; packed with gzip if its name ends in ``.gz``.
    columns : iterable of str, optional
        As for `sheet`; headers are without the spaces around them.
    encoding : str
        How its text is encoded.
    skip : int
        Lines above the header: such a file, the answer to a query, may have notes below its rows,
        of two cells at most, which are left out. Where columns are named, the header may stand
        lower, below a title.

    Raises
    ------
    InputError
        If the file cannot be read so, a row has not a cell for each column, a column is not there
        once, or there is no row.
    """
    wanted = None if columns is None else list(columns)
    skip += _lines_above(path, wanted) if wanted and not skip else 0
    header, cells = _text(path, encoding, skip)
    return _chosen(cells, header, path.name, wanted)


def _lines_above(path: Path, columns: list[str]) -> int:
    """Return how many lines stand above the first that has all of these headers; else none."""
    lines = csv.reader(io.StringIO(first_lines(path), newline=""))
    with contextlib.suppress(csv.Error):  # which the reading of all of it will name
        for at, line in enumerate(lines):
            if set(columns) <= {cell.strip() for cell in line}:
                return at
    return 0


@cache
def _text(path: Path, encoding: str, skip: int) -> tuple[list[str], pd.DataFrame]:
    """Parse a text file: as with sheets, once."""
    unpack = gzip.decompress if path.suffix == ".gz" else bytes
    return parse_text(
        path, _parsed(path, "a gzip", lambda: unpack(path.read_bytes())), encoding, skip
    )


def first_lines(path: Path) -> str:
    """Return the first lines of a text, whatever is in them."""
    opened: Any = gzip.open if path.suffix == ".gz" else open

    def read() -> bytes:
        with opened(path, "rb") as file:
            return b"".join(itertools.islice(file, _TOP))

    return str(_parsed(path, "a gzip", read).decode("utf-8-sig", errors="replace"))


def parse_text(
    path: Path, content: bytes, encoding: str, skip: int
) -> tuple[list[str], pd.DataFrame]:
    """Return headers and rows, by number, of a comma-separated text; ``path`` names it."""

    def read() -> list[list[str]]:
        return list(csv.reader(io.StringIO(content.decode(encoding), newline=""), strict=True))

    lines = _parsed(path, f"a comma-separated text ({encoding})", read)
    require(len(lines) > skip, path, "no header")
    header = [cell.strip() for cell in lines[skip]]
    rows = {
        at: row
        for at, row in enumerate(lines[skip + 1 :], start=skip + 2)
        if not skip or len(row) > _NOTE
    }
    require_none(
        (at for at, row in rows.items() if len(row) != len(header)),
        path,
        "rows without a cell for each column",
    )
    return header, pd.DataFrame.from_dict(
        rows, orient="index", columns=range(len(header)), dtype="str"
    )


def _table(
    header: list[Any], rows: list[list[Any]], first: int, source: str, columns: Iterable[str] | None
) -> pd.DataFrame:
    names = [str(cell).strip() for cell in header]
    cells = pd.DataFrame(
        rows, columns=range(len(names)), index=range(first, first + len(rows)), dtype=object
    )
    return _chosen(cells, names, source, columns)


def _chosen(
    cells: pd.DataFrame, header: list[str], source: str, columns: Iterable[str] | None
) -> pd.DataFrame:
    """Return the columns with these headers, as text, from cells by number of column."""
    wanted = header if columns is None else list(columns)
    for name in wanted if columns is not None else ():
        if header.count(name) != 1:
            number = "no column" if name not in header else f"{header.count(name)} columns"
            raise InputError(f"{source}: {number} {name!r}; it has {_named(header)}")
    if cells.empty:
        raise InputError(f"{source}: no rows below its header")
    places = range(len(header)) if columns is None else [header.index(name) for name in wanted]
    found = cells.iloc[:, list(places)].astype("str").set_axis(wanted, axis="columns")
    found.attrs["source"] = source
    return found


def place(cells: pd.DataFrame, *starts: str, first: bool = False) -> int:
    """Return the number of the column whose header starts with one of these words.

    Raises
    ------
    InputError
        If there is none, or there are several (``first``: the first is taken then).
    """
    found = [at for at, header in enumerate(cells.columns) if header.startswith(starts)]
    if not found or (len(found) > 1 and not first):
        number = "no column starts" if not found else f"{len(found)} columns start"
        words = " or ".join(map(repr, starts))
        raise InputError(
            f"{cells.attrs['source']}: {number} with {words}; it has {_named(cells.columns)}"
        )
    return found[0]


def r_table(path: Path, columns: Iterable[str]) -> pd.DataFrame:
    """Return columns of the one data frame in an ``.rda`` file of R, numbers as they are."""
    found = _r_object(path)
    require(
        isinstance(found, pd.DataFrame), path, f"no data frame of R, but a {type(found).__name__}"
    )
    return _typed(found, path, columns)


def r_array(path: Path, dimensions: Iterable[str], value: str) -> pd.DataFrame:
    """Return the one labelled array in an ``.rda`` file of R, dimensions as text."""
    found, wanted = _r_object(path), list(dimensions)
    given = list(getattr(found, "dims", []))
    require(
        sorted(map(str, given)) == sorted(wanted),
        path,
        f"no array of {wanted}: its dimensions are {given}",
    )
    table: pd.DataFrame = (
        found.to_series().rename(value).reset_index().astype(dict.fromkeys(wanted, str))
    )
    table.attrs["source"] = path.name
    return table


@cache
def _r_object(path: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", UserWarning
        )  # R's classes of data frame, which only print differently
        objects: Any = _parsed(path, "an .rda of R", lambda: list(rdata.read_rda(path).values()))
    require(len(objects) == 1, path, f"{len(objects)} objects of R; it must hold one")
    return objects[0]


def parquet_headers(path: Path) -> list[str]:
    """Return the headers of a Parquet file."""
    import pyarrow.parquet

    headers: list[str] = _parsed(
        path, "a Parquet file", lambda: pyarrow.parquet.read_schema(path).names
    )
    return headers


def parquet(path: Path, columns: Iterable[str], filters: Any = None) -> pd.DataFrame:
    """Return columns of a Parquet file in its types, of rows that pass pandas' filters."""
    wanted, header = list(columns), parquet_headers(path)
    _chosen(pd.DataFrame([header]), header, path.name, wanted)
    found = _parsed(
        path, "a Parquet file", lambda: pd.read_parquet(path, "pyarrow", wanted, filters=filters)
    )
    return _typed(found, path, wanted)


def outlines(path: Path, columns: Iterable[str]) -> geopandas.GeoDataFrame:
    """Return columns of a file of outlines as text, and ``geometry``, never missing."""
    found = _parsed(path, "a file of outlines", lambda: geopandas.read_file(path))
    has = "geometry" in found and not found.empty and bool(found.geometry.notna().all())
    require(has, path, "no features, or features without an outline")
    texts = _typed(pd.DataFrame(found.drop(columns="geometry")), path, columns).astype("str")
    return geopandas.GeoDataFrame(texts, geometry=found.geometry)


def _typed(found: pd.DataFrame, path: Path, columns: Iterable[str]) -> pd.DataFrame:
    header, wanted = list(map(str, found.columns)), list(columns)
    _chosen(found, header, path.name, wanted)
    table = found[wanted].copy(deep=False)
    table.attrs["source"] = path.name
    return table


def _parsed(path: Path, kind: str, parse: Callable[[], Any]) -> Any:
    """Return what a parser makes of a file; what it raises says: not of the kind."""
    try:
        return parse()
    except (InputError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a parser written in Rust may raise what is no Exception
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError(f"{path.name}: cannot be read as {kind}: {reason}") from error


def _named(names: Iterable[str]) -> str:
    """Return names as a list for a person, the first 20 of many."""
    found = [repr(name) for name in names if name]
    more = f", … ({len(found)} in all)" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more or "nothing"


def require(holds: bool, path: Path, rule: str) -> None:
    """Refuse a publisher's file unless a rule holds; ``rule`` says what was found."""
    if not holds:
        raise InputError(f"{path.name}: {rule}")


def require_none(faults: Iterable[Any], path: Path, rule: str) -> None:
    """Refuse a publisher's file if anything breaks a rule; the first five that do are named."""
    found = list(faults)
    require(not found, path, f"{len(found)} {rule}: {found[:5]}")


def by_code(path: Path, cells: pd.DataFrame, header: str) -> pd.DataFrame:
    """Return a table by the codes in one of its columns, none of which may be there twice."""
    twice = cells.loc[cells[header].duplicated(), header]
    require_none(twice, path, "areas are there more than once")
    return cells.set_index(header)


def rows_of(path: Path, cells: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """Return the rows of these areas, in their order; a table must have each once."""
    wanted = pd.Index(codes)
    require_none(wanted.difference(cells.index), path, "areas are missing")
    repeated = cells.index[cells.index.duplicated()]
    require_none(repeated[repeated.isin(wanted)], path, "areas are there more than once")
    return cells.loc[wanted]


def lookup(path: Path, cells: pd.DataFrame, key: str, value: str) -> pd.Series:
    """Return one column by another, of which none may have two different values."""
    pairs = cells[[key, value]].drop_duplicates()
    require_none(
        pairs.loc[pairs[key].duplicated(), key], path, f"of {key} with more than one {value}"
    )
    found: pd.Series = pairs.set_index(key)[value]
    return found


def long(wide: pd.DataFrame, rows: str | list[str], columns: str, values: str) -> pd.DataFrame:
    """Return a table with one row for each of its cells: row, column and cell."""
    cells: Any = wide.rename_axis(index=rows, columns=columns).stack()
    found: pd.DataFrame = cells.rename(values).reset_index()
    return found
