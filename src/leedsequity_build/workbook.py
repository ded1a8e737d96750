"""An accessible workbook: a cover, notes, and a table a sheet.

It is laid out as the UK Government Analysis Function advises. Every table starts in A1 with one row
of headings, is marked as a table, and has no merged and no empty cells: what is missing is a mark
in brackets, which the notes explain.
"""

import io
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

_TYPES = {"text": "string", "code": "string", "flag": "boolean"} | dict.fromkeys(
    ["count", "number", "year"], "integer"
)
_COVER, _WIDEST, _NUMBERS = 75, 50, 12  # widths of columns, in characters: cover, texts, numbers
_LINE = 15  # points
_WHOLE = {"year": "0", "number": "0", "count": "#,##0"}
_DECIMALS = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00"}
_TEXT = {"valign": "top", "text_wrap": True}
_NUMBER = {"valign": "top", "align": "right", "indent": 1}
_STYLES = {
    "text": _TEXT,
    "mark": _NUMBER,
    **{f"over {kind}": {**_TEXT, "bold": True} for kind in ("string", "boolean")},
    **{f"over {kind}": {**_TEXT, **_NUMBER, "bold": True} for kind in ("integer", "number")},
    **{code: {**_NUMBER, "num_format": code} for code in (*_WHOLE.values(), *_DECIMALS.values())},
}


class Column(NamedTuple):
    """What a column holds, its unit (of no measurement: a key of `_TYPES`), its mark if empty.

    `label` stands over it, with the unit; its name, where there is none.
    """

    description: str
    unit: str = "text"
    absent: str = "[x]"
    label: str = ""

    @property
    def type(self) -> str:
        """The type that a Frictionless schema gives it."""
        return _TYPES.get(self.unit, "number")


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook.

    Numbers of a column are shown with the same decimals where the column `alike` is the same;
    everywhere if there is none.
    """

    name: str
    title: str
    description: str
    columns: Mapping[str, Column]
    values: pd.DataFrame
    alike: str = ""


def workbook(
    title: str, author: str, cover: dict[str, list[str]], marks: dict[str, str], sheets: list[Sheet]
) -> bytes:
    """Return a workbook of tables.

    Parameters
    ----------
    title, author
        As the cover and the document's properties have them.
    cover
        Sentences of the cover, by heading; the contents are added.
    marks
        What each mark of an empty cell means.
    sheets
        The tables.
    """
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": title, "author": author, "created": datetime(1980, 1, 1)})
    book.set_custom_property("Language", "en-GB")
    notes = _notes(marks, sheets)
    _write_cover(book, title, cover, [notes, *sheets])
    for sheet in (notes, *sheets):
        _write_table(book, sheet)
    book.close()
    return file.getvalue()


def _add_sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)  # all columns on a page, as many pages as it takes
    return sheet


def _write_cover(
    book: Workbook, title: str, cover: dict[str, list[str]], sheets: list[Sheet]
) -> None:
    page = _add_sheet(book, "Cover")
    page.set_column(0, 0, _COVER)
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 16}))
    heading, text = book.add_format({"bold": True, "font_size": 14}), book.add_format(_TEXT)
    lines = []
    for name, sentences in cover.items():
        lines += [(name, heading), *((sentence, text) for sentence in sentences)]
    for row, (words, look) in enumerate([*lines, ("Contents", heading)], start=1):
        page.write_string(row, 0, words, look)
        page.set_row(row, _height(words, _COVER) if look is text else None)
    for row, sheet in enumerate(sheets, start=len(lines) + 2):
        link = f"{sheet.name}: {sheet.title}"
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", string=link)


def _notes(marks: dict[str, str], sheets: list[Sheet]) -> Sheet:
    """Return the notes as a table: the marks, then each sheet and its columns."""
    names = ["sheet", "column or mark", "meaning", "unit", "mark where empty"]
    rows: list[tuple[str | None, ...]] = [("all", *mark, None, None) for mark in marks.items()]
    for sheet in sheets:
        rows.append((sheet.name, "all", f"{sheet.title}. {sheet.description}", None, None))
        rows += [
            (sheet.name, heading(name, about), *about[:3]) for name, about in sheet.columns.items()
        ]
    columns = dict.fromkeys(names, Column("a note", absent="[z]"))
    title = "what marks, sheets and columns mean"
    return Sheet("Notes", title, "", columns, pd.DataFrame(rows, columns=names))


def _write_table(book: Workbook, sheet: Sheet) -> None:
    page, values = _add_sheet(book, sheet.name), sheet.values
    styles = {style: book.add_format(look) for style, look in _STYLES.items()}
    page.set_landscape()
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    table = {
        "name": sheet.name.replace(" ", "_"),
        "columns": [
            {"header": heading(name, about), "header_format": styles[f"over {about.type}"]}
            for name, about in sheet.columns.items()
        ],
        "style": "Table Style Light 1",
        "banded_rows": False,
        "autofilter": False,
    }
    page.add_table(0, 0, len(values), len(sheet.columns) - 1, table)
    kinds = values[sheet.alike] if sheet.alike else pd.Series("", index=values.index)
    heights = [_LINE] * (len(values) + 1)
    for place, (name, about) in enumerate(sheet.columns.items()):
        shown = values[name].astype(object).where(values[name].notna(), about.absent)
        texts, width = [heading(name, about)], _NUMBERS
        if about.type in ("string", "boolean"):
            texts += shown.astype(str).to_list()
            width = min(_WIDEST, 4 + int(1.1 * max(map(len, texts))))
        page.set_column(place, place, width)
        cells = zip(shown, _style(values[name], about, kinds), strict=True)
        for row, (value, style) in enumerate(cells, start=1):
            write = page.write_string if isinstance(value, str) else page.write_number
            write(row, place, value, styles[style])
        for row, text in enumerate(texts):
            heights[row] = max(heights[row], _height(text, width))
    for row, height in enumerate(heights):
        page.set_row(row, height)


def heading(name: str, about: Column) -> str:
    """Return what stands over a column: its label or its name in words, and the unit."""
    words = about.label or name.replace("_", " ")
    plain = about.unit in _TYPES or about.unit.startswith("as the") or about.unit in words
    return f"{words[0].upper()}{words[1:]}" + ("" if plain else f" ({about.unit})")


def _height(text: str, width: int) -> int:
    """Return the height in points of a row with a wrapped text: not every program fits rows."""
    return _LINE * len(textwrap.wrap(text, int(0.9 * width) - 1))


def _style(values: pd.Series, about: Column, kinds: pd.Series) -> pd.Series:
    """Return the name of each cell's style.

    Numbers have as many decimals as those of their kind, at most two.
    """
    if about.type in ("string", "boolean"):
        return pd.Series("text", index=values.index)
    if about.unit in _WHOLE:
        styles = pd.Series(_WHOLE[about.unit], index=values.index)
    else:
        longer = [((values - values.round(places)).abs() > 1e-9).astype(int) for places in (0, 1)]
        decimals = (longer[0] + longer[1]).groupby(kinds).transform("max")
        styles = decimals.map(_DECIMALS).mask(kinds == "year", _WHOLE["year"])
    return styles.mask(values.isna(), "mark")
