"""How a table is written: as CSV for machines, as HTML and as text for people.

Text that a spreadsheet would take for a formula is written as text in all three.
"""

import math
import re
from html import escape
from numbers import Integral
from typing import TYPE_CHECKING, Any

from leedsequity import inputs, raw

if TYPE_CHECKING:
    import pandas as pd

MISSING = "[x]"
_MISSING_NOTE = (
    f"{MISSING} means that there is no value: not published, not held here, or not to be computed."
)
_NO_ROWS = "The table has no rows."
# How a text begins that a spreadsheet takes for a formula: these signs, their wide forms, or a tab
# or line break.
_FORMULA = re.compile(r"[-=+@\uff0d\uff1d\uff0b\uff20\t\n].", re.DOTALL)
# Columns whose unit, in data/fields.yaml, says more than their name, and is theirs in any table.
_WITH_UNIT = ("age_start", "decile", "life_expectancy", "population")
_YEARS = re.compile(r"(.*_)?(year|period)")
_NO_DECIMALS = 1000  # from here on no decimals are shown: tables mix years and people
_FORMULA_MARK = re.compile(r"[$\\]")


def csv(frame: "pd.DataFrame") -> bytes:
    """Return a table as CSV, in UTF-8: numbers as `%.10g`, its index left out.

    A text of two or more characters that begins with `=`, `+`, `-`, `@`, a tab or a line break, and
    is no number, is written with `'` before it, in a heading as in a cell.
    """
    written = frame.copy()
    for position, (_, column) in enumerate(frame.items()):
        cells = [_as_text(cell) for cell in column]
        if any(isinstance(a, str) and a is not b for a, b in zip(cells, column, strict=True)):
            written.isetitem(position, cells)
    written.columns = [_as_text(name) for name in frame.columns]
    return written.to_csv(index=False, float_format="%.10g", lineterminator="\n").encode()


def html_text(text: str) -> str:
    """Return a text as one line of HTML that is shown as it is: no markup, no formula."""
    # Notebooks look for formulas between $ or \( in all that they show, but not across elements.
    return _FORMULA_MARK.sub(r"<span>\g<0></span>", escape(inputs.one_line(text)))


def shown(
    frame: "pd.DataFrame",
    caption: str,
    decimals: int = 1,
    headings: dict[str, str] | None = None,
    note: str = "",
) -> tuple[str, str]:
    """Return a table for people as HTML and as aligned text.

    Parameters
    ----------
    frame
        A table, its rows in the order in which they are to stand; its index is not shown.
    caption
        What the table is: measure, place, period.
    decimals
        Decimal places of floating-point numbers; those of 1,000 and more have none.
    headings
        What stands over a column, by its name. Else its name with spaces for underscores and, of
        a few columns, the unit of `data/fields.yaml`.
    note
        What stands beneath.

    Returns
    -------
    html, text
        Numbers have commas for thousands, except in a column named `year` or `period` or ending so.
        `[x]` stands for what is missing or infinite, and is explained beneath. In HTML the first
        column names the rows where it is text or a year and its values differ.
    """
    import pandas as pd

    names = [str(name) for name in frame.columns]
    over = [_as_text((headings or {}).get(name) or _heading(name)) for name in names]
    columns = [
        [_cell(value, decimals, year=bool(_YEARS.fullmatch(name))) for value in frame.iloc[:, n]]
        for n, name in enumerate(names)
    ]
    numeric = [
        pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)
        for kind in frame.dtypes
    ]
    cells = [cell for column in columns for cell in column]
    notes = [_MISSING_NOTE] * (MISSING in cells) + [_NO_ROWS] * frame.empty + [note] * bool(note)
    named = (not numeric[0] or _YEARS.fullmatch(names[0])) and len(set(columns[0])) == len(frame)
    first = "td" if not named or {MISSING, ""} & {*columns[0]} else 'th scope="row"'
    sides = ["right" if number else "left" for number in numeric]
    head = "".join(
        f'<th scope="col" style="text-align: {side}">{html_text(text)}</th>'
        for side, text in zip(sides, over, strict=True)
    )
    body = "\n".join(_row(row, sides, first) for row in zip(*columns, strict=True))
    html = (
        '<table>\n<caption style="caption-side: top; text-align: left">'
        f"<strong>{html_text(caption)}</strong></caption>\n"
        f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )
    html = "\n".join([html, *(f"<p>{html_text(line)}</p>" for line in notes)])
    aligned = pd.DataFrame(dict(enumerate(columns)))
    aligned.columns = over
    table = aligned.to_string(index=False) if len(frame) else "  ".join(over)
    return html, "\n\n".join([inputs.one_line(caption), table, *map(inputs.one_line, notes)])


def _row(cells: tuple[str, ...], sides: list[str], first: str) -> str:
    tags = [first] + ["td"] * (len(cells) - 1)
    written = (
        f'<{tag} style="text-align: {side}">{html_text(cell)}</{tag[:2]}>'
        for tag, side, cell in zip(tags, sides, cells, strict=True)
    )
    return f"<tr>{''.join(written)}</tr>"


def _heading(name: str) -> str:
    unit = f" ({raw.fields()[name].unit})" if name in _WITH_UNIT else ""
    return name.replace("_", " ") + unit


def _cell(value: Any, decimals: int, *, year: bool) -> str:
    import pandas as pd

    if pd.isna(value) or (isinstance(value, float) and math.isinf(value)):
        return MISSING
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, Integral | float):
        whole = year or isinstance(value, Integral) or abs(value) >= _NO_DECIMALS
        places = 0 if whole else decimals
        # Adding 0 takes the sign off a rounded -0.
        return f"{round(float(value), places) + 0.0:{'' if year else ','}.{places}f}"
    return inputs.one_line(str(_as_text(value)))


def _as_text(cell: Any) -> Any:
    """Return a cell of which no program takes the text for a formula, or a part for a row."""
    if not isinstance(cell, str):
        return cell
    # A line feed is quoted, a carriage return is not.
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    if not _FORMULA.match(cell):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell
