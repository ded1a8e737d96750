"""What a notebook says: a page of sentences beside it, `notebooks/<notebook>.md`, filled in with its results.

A section of the page (`# name`) is a list of sentences, one a paragraph, or a figure's caption: paragraphs that begin
with `finding:`, `subtitle:`, `alt:` and, where there is one, `note:`. What stands in braces is Jinja. A page formats
numbers and chooses between sentences by a column of a result; it calculates and decides nothing itself. A number is
shown by one of the filters below, which round it and refuse one that is missing.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jinja2
import pandas as pd

from leedsequity import paths
from leedsequity.errors import InputError

CAPTION = ("finding", "subtitle", "alt", "note")
_SECTION = re.compile(r"^# (.+)\n", re.MULTILINE)
_UNKNOWN = re.compile(r"\b(?:nan|NaN|NaT|None|<NA>|inf)\b")

Row = Mapping[str, Any]


def rows(table: pd.DataFrame, column: str = "", value: Any = None) -> list[dict[str, Any]]:
    """Return the rows of a table, or those that have a value in a column, each as a mapping of its cells."""
    found: Any = table[table[column] == value] if column else table
    return list(found.to_dict("records"))


def number(value: float, decimals: int = 0) -> str:
    """Return a number rounded, with commas for thousands and without the sign of a rounded -0: `1,234.5`."""
    if pd.isna(value):
        raise InputError("a number is missing")
    return f"{round(float(value), decimals) + 0.0:,.{decimals}f}"


def signed(value: float, decimals: int = 0) -> str:
    """Return a number as `number` does, with its sign: `+1.2`, `-0.3`, and `0.0` for none."""
    text = number(value, decimals)
    return text if text.startswith("-") or not re.search(r"[1-9]", text) else f"+{text}"


def limits(row: Row, value: str = "value", decimals: int = 1) -> str:
    """Return an estimate with its interval, alone where it has none: `12.7 (11.8 to 13.5)`.

    The interval of a column `first` is in `first_lower` and `first_upper`, or else in `lower` and `upper`.
    """
    lower, upper = (row.get(f"{value}_{end}", row.get(end)) for end in ("lower", "upper"))
    if pd.isna(lower) or pd.isna(upper):
        return number(row[value], decimals)
    return f"{number(row[value], decimals)} ({number(lower, decimals)} to {number(upper, decimals)})"


def span(values: "pd.Series[float]", decimals: int = 1, unit: str = "") -> str:
    """Return where values begin and end: `12.7% to 13.5%`."""
    return f"{number(values.min(), decimals)}{unit} to {number(values.max(), decimals)}{unit}"


def _finalize(value: Any) -> Any:
    if isinstance(value, float):
        raise InputError(f"{value!r} is shown without a filter that rounds it, such as `| number(1)`")
    return value


_JINJA = jinja2.Environment(
    undefined=jinja2.StrictUndefined, finalize=_finalize, trim_blocks=True, lstrip_blocks=True, autoescape=False
)
_JINJA.filters.update(rows=rows, number=number, signed=signed, limits=limits, span=span)


class Page:
    """The page of a notebook.

    Parameters
    ----------
    notebook
        The notebook's name, such as `05_fair_work`.

    Raises
    ------
    InputError
        By any method: the file, the section, and what is wrong with it: no such section, no such result or column, a
        number that is missing or not rounded, a caption without one of its parts.
    """

    def __init__(self, notebook: str) -> None:
        self.file = paths.notebooks() / f"{notebook}.md"

    def sentences(self, section: str, **results: Any) -> list[str]:
        """Return the sentences of a section, filled in with results (tables, texts, numbers, by name)."""
        return list(self._paragraphs(section, results))

    def caption(self, section: str, **results: Any) -> dict[str, str]:
        """Return the parts of a figure's caption by name, as `outputs.Run.figure` takes them."""
        parts = dict(paragraph.partition(": ")[::2] for paragraph in self._paragraphs(section, results))
        if unknown := [part for part in parts if part not in CAPTION]:
            raise self._wrong(section, f"{unknown[0]!r} begins no part of a caption; they are {', '.join(CAPTION)}")
        if lacking := [part for part in CAPTION[:3] if not parts.get(part)]:
            raise self._wrong(section, f"the caption has no {', '.join(lacking)}")
        return parts

    def _paragraphs(self, section: str, results: dict[str, Any]) -> Iterator[str]:
        sections = _sections(self.file.read_text(encoding="utf-8"))
        if section not in sections:
            raise self._wrong(section, f"no such section; there are {', '.join(sections)}")
        try:
            text = _JINJA.from_string(sections[section]).render(results)
        except (jinja2.TemplateError, TypeError, KeyError, ValueError) as error:
            raise self._wrong(section, str(error)) from None
        for paragraph in re.split(r"\n\s*\n", text):
            line = " ".join(paragraph.split())
            if _UNKNOWN.search(line):
                raise self._wrong(section, f"a number or word is missing: {line}")
            if line:
                yield line

    def _wrong(self, section: str, what: str) -> InputError:
        return InputError(f"{paths.shown(self.file)}: section {section}: {what}")


@cache
def _sections(text: str) -> dict[str, str]:
    parts = _SECTION.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))
