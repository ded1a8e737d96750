"""An accessible workbook: a cover, notes, and a table a sheet, as the UK Government Analysis Function advises.

Every table starts in A1 with one row of headings, is marked as a table, and has no merged and no
empty cells: what is missing is a mark in brackets, which the notes explain.
"""

import io
import textwrap
from datetime import datetime

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from leedsequity_build.exported import SHORTHAND, Column, Table, Z

_COVER, _WIDEST, _NUMBERS = (
    75,
    50,
    12,
)  # widths of columns, in characters; texts are no wider than the second
_LINE = 15  # points
_WHOLE = {"year": "0", "number": "0", "count": "#,##0"}
_DECIMALS = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00"}
_TEXT = {"valign": "top", "text_wrap": True}
_NUMBER = {"valign": "top", "align": "right", "indent": 1}
_STYLES = {
    "text": _TEXT,
    "mark": _NUMBER,
    "over string": {**_TEXT, "bold": True},
    **{f"over {kind}": {**_TEXT, **_NUMBER, "bold": True} for kind in ("integer", "number")},
    **{code: {**_NUMBER, "num_format": code} for code in (*_WHOLE.values(), *_DECIMALS.values())},
}
_NOTES = dict.fromkeys(
    ["sheet", "column or mark", "meaning", "unit", "mark where empty"], Column("a note", absent=Z)
)

Sheets = list[tuple[Table, dict[str, Column], pd.DataFrame]]


def workbook(title: str, author: str, cover: dict[str, list[str]], sheets: Sheets) -> bytes:
    """Return a workbook of tables.

    Parameters
    ----------
    title, author
        As the cover and the document's properties have them.
    cover
        Sentences of the cover, by heading; the contents are added.
    sheets
        Of each table what it is, its columns in order, and its values.
    """
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": title, "author": author, "created": datetime(1980, 1, 1)})
    book.set_custom_property("Language", "en-GB")
    _write_cover(book, title, cover, sheets)
    _write_table(book, "Notes", _NOTES, _notes(sheets))
    for about, columns, frame in sheets:
        _write_table(book, about.sheet, columns, frame, about.alike)
    book.close()
    return file.getvalue()


def _add_sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)  # all columns on a page, as many pages as it takes
    return sheet


def _write_cover(book: Workbook, title: str, cover: dict[str, list[str]], sheets: Sheets) -> None:
    sheet = _add_sheet(book, "Cover")
    sheet.set_column(0, 0, _COVER)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 16}))
    heading, text = book.add_format({"bold": True, "font_size": 14}), book.add_format(_TEXT)
    lines = [
        line
        for name, said in cover.items()
        for line in [(name, heading), *((words, text) for words in said)]
    ]
    for row, (words, look) in enumerate([*lines, ("Contents", heading)], start=1):
        sheet.write_string(row, 0, words, look)
        sheet.set_row(row, _height(words, _COVER) if look is text else None)
    contents = {"Notes": "what marks, sheets and columns mean"} | {
        about.sheet: about.title for about, *_ in sheets
    }
    for row, (name, what) in enumerate(contents.items(), start=len(lines) + 2):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=f"{name}: {what}")


def _notes(sheets: Sheets) -> pd.DataFrame:
    """Return the notes as a table: the marks, then each sheet and its columns."""
    rows: list[tuple[str | None, ...]] = [
        ("all", mark, meaning, None, None) for mark, meaning in SHORTHAND.items()
    ]
    for about, columns, _ in sheets:
        rows.append((about.sheet, "all", f"{about.title}. {about.description}", None, None))
        rows += [
            (about.sheet, _words(n), c.description, c.unit, c.absent) for n, c in columns.items()
        ]
    return pd.DataFrame(rows, columns=list(_NOTES))


def _write_table(
    book: Workbook, name: str, columns: dict[str, Column], frame: pd.DataFrame, alike: str = ""
) -> None:
    sheet, styles = (
        _add_sheet(book, name),
        {style: book.add_format(look) for style, look in _STYLES.items()},
    )
    sheet.set_landscape()
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    headings = [
        {"header": _words(n), "header_format": styles[f"over {c.type}"]} for n, c in columns.items()
    ]
    look = {"style": "Table Style Light 1", "banded_rows": False, "autofilter": False}
    sheet.add_table(
        0,
        0,
        len(frame),
        len(columns) - 1,
        {"name": name.replace(" ", "_"), "columns": headings, **look},
    )
    kinds = frame[alike] if alike else pd.Series("", index=frame.index)
    heights = [_LINE] * (len(frame) + 1)
    for place, (column, about) in enumerate(columns.items()):
        values = frame[column]
        shown = values.astype(object).where(values.notna(), about.absent)
        texts = [_words(column), *shown.astype(str)] if about.type == "string" else [_words(column)]
        width = (
            min(_WIDEST, 4 + int(1.1 * max(map(len, texts))))
            if about.type == "string"
            else _NUMBERS
        )
        sheet.set_column(place, place, width)
        for row, (value, style) in enumerate(
            zip(shown, _style(values, about, kinds), strict=True), start=1
        ):
            write = sheet.write_string if isinstance(value, str) else sheet.write_number
            write(row, place, value, styles[style])
        for row, text in enumerate(texts):
            heights[row] = max(heights[row], _height(text, width))
    for row, height in enumerate(heights):
        sheet.set_row(row, height)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _height(text: str, width: int) -> int:
    """Return the height in points of a row that holds a text, wrapped: not every program fits rows by itself."""
    return _LINE * len(textwrap.wrap(text, int(0.9 * width) - 1))


def _style(values: pd.Series, about: Column, kinds: pd.Series) -> pd.Series:
    """Return the name of each cell's style; numbers have as many decimals as those of their kind, at most two."""
    if about.type == "string":
        return pd.Series("text", index=values.index)
    if about.unit in _WHOLE:
        styles = pd.Series(_WHOLE[about.unit], index=values.index)
    else:
        longer = [((values - values.round(places)).abs() > 1e-9).astype(int) for places in (0, 1)]
        decimals = longer[0] + longer[1]
        styles = (
            decimals.groupby(kinds)
            .transform("max")
            .map(_DECIMALS)
            .mask(kinds == "year", _WHOLE["year"])
        )
    return styles.mask(values.isna(), "mark")
