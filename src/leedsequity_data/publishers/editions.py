"""Editions of publishers' files: what each says of itself, and where it has what is read of it.

Both are data, in ``editions.yaml`` beside this module: a publisher that moves a column or renames a
sheet costs a line there. A period, a unit or boundaries are read from the file and never known
beforehand; a record says which its files state, and a file that states others is refused.
"""

import fnmatch
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from leedsequity.errors import InputError
from leedsequity.raw import inventory, yaml_text
from leedsequity_data.publishers import sheets

MAP = Path(__file__).with_name("editions.yaml")
_CODE = re.compile("E[0-9]{8}")
_TOP = 40  # rows of a sheet in which headers are looked for
#: The last code of an area of England that was drawn for Census 2011: later ones are of 2021.
_LAST_2011 = {"E01": "E01033768", "E02": "E02006934"}
_NEW = f"if the publisher renamed it, add the new name to {MAP.name} beside the compilers"


@dataclass(frozen=True)
class Kind:
    """A kind of publisher's file, as ``editions.yaml`` describes it."""

    name: str
    names: tuple[str, ...]
    states: Mapping[str, Mapping[str, str]]
    tables: Mapping[str, Mapping[str, Any]]
    adds: bool
    every: int | None
    after: int


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind of file by its name, in the order in which a file is tried."""
    return {
        name: Kind(
            name,
            (*about["names"], f"{name}_20[0-9][0-9]*"),
            about.get("states", {}),
            about.get("tables", {}),
            about.get("adds") == "true",
            int(about["every"]) if "every" in about else None,
            int(about.get("after", 0)),
        )
        for name, about in yaml_text.read(MAP).items()
    }


def kind_of(file: str | Path) -> Kind | None:
    """Return the kind of a file by the last part of its path, or nothing."""
    name = Path(file).name
    for kind in kinds().values():
        if any(fnmatch.fnmatchcase(name, pattern) for pattern in kind.names):
            return kind
    return None


def of_kind(files: Iterable[Path], *names: str) -> list[Path]:
    """Return the files of these kinds, in their order."""
    return [file for file in files if (kind := kind_of(file)) and kind.name in names]


def stated(path: Path, kind: Kind | None = None) -> dict[str, str]:
    """Return what a file says of its edition: ``title, period, unit, boundaries``, those there are.

    Parameters
    ----------
    path : Path
        The file.
    kind : Kind, optional
        What kind of file it is; left out: by its name. Of a file of no kind nothing is known.

    Raises
    ------
    InputError
        If it does not say what files of its kind say, naming file, sheet and what was looked for.
    """
    kind = kind or kind_of(path)
    return {} if kind is None else dict(_stated(path, kind.name))


@cache
def _stated(path: Path, kind: str) -> dict[str, str]:
    facts = kinds()[kind].states.items()
    return {fact: _fact(path, fact, where) for fact, where in facts}


def period(path: Path) -> str:
    """Return the period that a file states, as `stated` has it."""
    return stated(path)["period"]


def year(path: Path) -> int:
    """Return the year that a file states, in which its financial or school year starts."""
    return int(period(path)[:4])


def require(path: Path, expected: Mapping[str, str], found: Mapping[str, str]) -> None:
    """Refuse a file that states another period, unit or boundaries than its record says."""
    for fact, words in expected.items():
        if found.get(fact) != words:
            what = "" if fact == "period" else f"{fact} "
            raise InputError(
                f"{path.name}: states {what}{found.get(fact, 'nothing')}, expected {words}: put"
                " the file of the record there (`leedsequity raw fetch`); a newer edition gets in"
                " with `leedsequity raw update`"
            )


def require_columns(path: Path, name: str, years: Iterable[int]) -> None:
    """Refuse years for which a wide table has no columns: a person describes them first."""
    columns = inventory.record(name).columns
    known = [about.means["year"] for about in columns.values() if "year" in about.means]
    if new := [str(year) for year in years if str(year) not in known]:
        last = max(known)
        like = [column for column, about in columns.items() if about.means.get("year") == last]
        raise InputError(
            f"{path.name}: has {', '.join(new)}, and data/raw/{name}.yaml has columns to {last}:"
            f" describe there, as {', '.join(like)} are,"
            f" {', '.join(column.replace(last, year) for year in new for column in like)}, and run"
            " the command again"
        )


def ends(words: str) -> date | None:
    """Return the last day of a period in a publisher's words, of several that of the last.

    Read are 2022; 2021/22 and 2021-22 (to 31 March); 2019-21 and 2019 to 2021; FYE 2021 and mid
    2015; 31 December 2022; December 2022; 2018-JUN.
    """
    last = re.split(" to | - (?=[A-Z])", words)[-1].strip()
    if words.startswith("FYE") and not last.startswith("FYE"):
        last = f"FYE {last}"
    if found := re.fullmatch(r"([0-9]{4})\s*[/-]\s*(?:20)?([0-9]{2})", last):
        first = int(found[1])
        end = first + (int(found[2]) - first) % 100
        return date(end, 3, 31) if end - first == 1 else date(end, 12, 31)
    if found := re.fullmatch(r"(FYE |[Mm]id[ -])?([0-9]{4})", last):
        month, day = {"F": (3, 31), "m": (6, 30)}.get(
            (found[1] or " ")[0].replace("M", "m"), (12, 31)
        )
        return date(int(found[2]), month, day)
    parsed = pd.to_datetime(last, errors="coerce", dayfirst=True)
    if pd.isna(parsed):
        return None
    whole = parsed if re.match(r"[0-9]{1,2} [A-Z]", last) else parsed + pd.offsets.MonthEnd(0)
    return date(whole.year, whole.month, whole.day)


def table(path: Path, name: str) -> pd.DataFrame:
    """Return a table of a workbook as text, under our names of its columns.

    Its sheet, and the header of each column in every edition known, stand in ``editions.yaml``.
    The header is looked for near the top of the sheet, the columns wherever in it they are.

    Raises
    ------
    InputError
        With file, sheet, the column that is not there once, and the headers that are.
    """
    kind = kind_of(path)
    if kind is None:
        raise InputError(f"{path.name}: of no kind of file that {MAP.name} names")
    about = kind.tables[name]
    cells = sheets.rows(path, about["sheet"])
    source = f"{path.name}, sheet {about['sheet']!r}"
    top = [_squeezed(row) for row in cells[:_TOP]]
    headers = [_two_rows(row, below) for row, below in zip(top, [*top[1:], []], strict=True)]
    forms = {ours: list(map(_form, known)) for ours, known in about["columns"].items()}
    places = [
        {
            ours: [at for at, pair in enumerate(row) if _fits(pair, known)]
            for ours, known in forms.items()
        }
        for row in headers
    ]
    start = max(range(len(top)), key=lambda at: sum(map(bool, places[at].values())))
    for ours, found in places[start].items():
        if len(found) != 1:
            number = f"{len(found)} columns" if found else "no column"
            named = [" > ".join(filter(None, pair)) for pair in headers[start] if any(pair)]
            words = " or ".join(known.replace("\\", "") for known in about["columns"][ours])
            raise InputError(
                f"{source}: {number} for {ours.replace('_', ' ')}, expected {words!r}; row"
                f" {start + 1} has {', '.join(map(repr, named[:20]))}: {_NEW}"
            )
    columns = {ours: found[0] for ours, found in places[start].items()}
    below = [_squeezed(row) for row in cells[start + 1 :]]
    if "codes" in about:  # a column of codes that has no header
        coded = [
            sum(bool(_CODE.fullmatch(cell)) for cell in column)
            for column in zip(*below, strict=True)
        ]
        sheets.require(any(coded), path, f"sheet {about['sheet']!r}: no codes of ONS")
        columns[about["codes"]] = coded.index(max(coded))
    rows = [[row[at] for at in columns.values()] for row in below]
    index = range(start + 2, start + 2 + len(rows))
    table = pd.DataFrame(rows, columns=list(columns), index=index, dtype="str")
    table.attrs["source"] = source
    return table


def _form(words: str) -> tuple[str, str]:
    top, _, below = words.partition(" > ")
    return top, below


def _fits(pair: tuple[str, str], forms: list[tuple[str, str]]) -> bool:
    """Return whether a header, and the one below it, are of one of these forms."""
    return any(re.fullmatch(top, pair[0]) and re.fullmatch(below, pair[1]) for top, below in forms)


def _two_rows(row: list[str], below: list[str]) -> list[tuple[str, str]]:
    """Return each column's header with the one below it; a merged header spans to the next."""
    pairs, last = [], ""
    for top, under in zip(row, below or [""] * len(row), strict=True):
        spans = not top and under
        last = top or last
        pairs.append((last if spans else top, under if spans else ""))
    return pairs


def _squeezed(row: Iterable[Any]) -> list[str]:
    return [" ".join(str(cell).split()) for cell in row]


def _fact(path: Path, fact: str, where: Mapping[str, str]) -> str:
    """Return what a file says of one fact, from the places that the map names, first come."""
    words = ""
    if "sheets" in where:
        names = sheets.sheet_names(path)
        words = _spanned(found for name in names for found in _found(where["sheets"], name))
    if not words and "says" in where:
        words = _spanned(_found(where["says"], _top_text(path, where)), fact)
    if not words and "column" in where:
        words = _spanned(_column(path, where, where["column"]), fact)
    if not words and "codes" in where:
        codes = _column(path, where, where["codes"])
        codes = codes[codes.str.fullmatch("E0[12][0-9]{6}")]
        newer = codes > codes.str[:3].map(_LAST_2011)
        words = "" if codes.empty else "2021" if newer.any() else "2011"
    if words and "as" in where:
        words = f"{where['as']} {words}"
    if not words:
        place = f", sheet {where['sheet']!r}" if "sheet" in where else ""
        looked = where.get("says") or where.get("column") or where.get("sheets")
        raise InputError(
            f"{path.name}{place}: does not state its {fact}, which is looked for as {looked!r}:"
            f" {_NEW}"
        )
    return words


def _found(pattern: str, text: str) -> list[str]:
    return [next(filter(None, found.groups())) for found in re.finditer(pattern, text)]


def _spanned(values: Iterable[str], fact: str = "period") -> str:
    """Return distinct values: of periods the first and the last, of others all."""
    if fact != "period":
        return ", ".join(sorted({" ".join(value.split()) for value in values if value}))
    distinct = dict.fromkeys(values)
    known = {words: end for value in distinct if (end := ends(words := _plain(value)))}
    ordered = sorted(known, key=lambda words: (known[words], words))
    return " to ".join(dict.fromkeys([*ordered[:1], *ordered[-1:]]))


def _plain(value: str) -> str:
    """Return a period without what only dresses it: years for ISO's intervals, single spaces."""
    words = " ".join(value.split())
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})-01/P([0-9])Y", words):
        first, length = int(found[1]), int(found[3])
        if found[2] != "01":
            return f"{first}/{(first + 1) % 100:02}"
        return str(first) if length == 1 else f"{first}-{(first + length - 1) % 100:02}"
    if re.fullmatch(r"[A-Z][a-z]+ 20[0-9]{2}", words) and (day := ends(words)) is not None:
        return f"{day.day} {day:%B} {day.year}"  # of a quarter its last month is named
    if re.fullmatch(r"20[0-9]{4}", words):
        return f"{words[:4]}/{words[4:]}"
    if found := re.fullmatch(r"([0-9]{4})(?: - | to |-)(?:20)?([0-9]{2})", words):
        return f"{found[1]}-{found[2]}"
    found = re.fullmatch(r"([0-9]{2}|[0-9]{4})(?:\.0)?", words)
    return f"20{found[1]}"[-4:] if found else words


def _top_text(path: Path, where: Mapping[str, str]) -> str:
    if "sheet" in where:
        top = map(_squeezed, sheets.rows(path, where["sheet"], where.get("member"))[:_TOP])
        return " | ".join(cell for row in top for cell in row if cell)
    if path.suffix == ".parquet":
        return " | ".join(sheets.parquet_headers(path))
    return "" if path.suffix == ".zip" else sheets.first_lines(path)


def _column(path: Path, where: Mapping[str, str], name: str) -> "pd.Series[str]":
    """Return a column as text, wherever near the top its header stands."""
    cells: pd.DataFrame
    if path.suffix == ".parquet":
        cells = sheets.parquet(path, [name])
    elif path.suffix == ".rda":
        cells = sheets.r_table(path, [name])
    elif path.suffix == ".zip":
        header, lines = sheets.parse_text(
            path, sheets.zipped(path, where["member"]), "utf-8-sig", 0
        )
        cells = lines.set_axis(header, axis="columns")
    elif "sheet" not in where:
        cells = sheets.text_table(path, [name], where.get("encoding", "utf-8-sig"))
    else:
        rows = sheets.rows(path, where["sheet"], where.get("member"))
        for at, row in enumerate(rows[:_TOP]):
            if name in (header := _squeezed(row)):
                place = header.index(name)
                return pd.Series([str(below[place]).strip() for below in rows[at + 1 :]])
        raise InputError(
            f"{path.name}, sheet {where['sheet']!r}: no column {name!r}, which says what the file"
            f" is of: {_NEW}"
        )
    return cells[name].drop_duplicates().astype(str)  # of millions of rows few differ
