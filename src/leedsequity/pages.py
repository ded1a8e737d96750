"""What a notebook says: a page of sentences beside it, `notebooks/<notebook>.md`, filled in.

A section of the page (`# name`) is a list of sentences, one a paragraph, or a figure's caption:
paragraphs that begin with `finding:`, `subtitle:`, `alt:` and, where there is one, `note:`. What
stands in braces is Jinja; what stands before the first section, such as a macro, is put before
each. Each sentence of a paragraph begins with a capital, whatever it begins with. A page formats
numbers, and chooses sentences by a column of a result; it calculates and decides nothing itself. A
number is shown by one of the filters of `leedsequity.wording`, which round it and refuse one that
is missing; `rows` chooses rows of a table.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from leedsequity import inputs, paths, wording
from leedsequity.errors import InputError

CAPTION = ("finding", "subtitle", "alt", "note")
_SECTION = re.compile(r"^# +(.+?) *$", re.MULTILINE)
_BEGINNING = re.compile(r"^.|(?<=[a-z0-9)%][.?!] )(?<!e\.g\. )[a-z](?=[a-z]* )", re.DOTALL)
_MISSING = re.compile(r"\b(?:nan|NaN|NaT|inf)\b|<NA>")


def rows(table: pd.DataFrame, /, **cells: Any) -> list[dict[str, Any]]:
    """Return the rows of a table that have these values in these columns, each by its columns.

    `pay | rows(role="focus", sex="male")`; all rows where no column is named.
    """
    for column, value in cells.items():
        if column not in table:
            raise InputError(f"there is no column {column}; there are {', '.join(table.columns)}")
        table = table[table[column] == value]
    found: Any = table.to_dict("records")
    return list(found)


def _finalize(value: Any) -> Any:
    if isinstance(value, float):
        raise InputError(f"{value!r} is shown without a filter that rounds it, such as number(1)")
    if value is None or value is pd.NA or value is pd.NaT:
        raise InputError("a number or word is missing")
    return value


def capital(line: str) -> str:
    """Return a text, each of whose sentences begins with a capital."""
    return _BEGINNING.sub(lambda found: found[0].upper(), line)


#: What fills in a page; the site's pages as well.
JINJA = jinja2.Environment(
    undefined=jinja2.StrictUndefined,
    finalize=_finalize,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,
)
JINJA.filters.update(wording.FILTERS, rows=rows)


class Page:
    """The page of a notebook.

    Parameters
    ----------
    notebook
        The notebook's name, such as `05_fair_work`; or the file of any other page.
    **results
        What every section may name: tables, texts, numbers.

    Raises
    ------
    InputError
        By any method, in a line: the file, the section, and what is wrong with it: no such section,
        or two of that name; no such result or column; a number that is missing or not rounded; a
        caption that lacks a part. If there is no page, the file alone.
    """

    def __init__(self, notebook: str | Path, **results: Any) -> None:
        of_notebook = isinstance(notebook, str)
        self.file = paths.notebooks() / f"{notebook}.md" if of_notebook else Path(notebook)
        self.results = results

    def sentences(self, section: str, **results: Any) -> list[str]:
        """Return the sentences of a section, filled in with results, by name."""
        return [capital(line) for line in self._paragraphs(section, results)]

    def text(self, section: str, **results: Any) -> str:
        """Return the sentences of a section as a text to print, one a line."""
        return "\n".join(self.sentences(section, **results))

    def caption(self, section: str, **results: Any) -> dict[str, str]:
        """Return the parts of a figure's caption by name, as `outputs.Run.figure` takes them."""
        parts: dict[str, str] = {}
        for paragraph in self._paragraphs(section, results):
            part, _, text = paragraph.partition(": ")
            if part not in CAPTION:
                known = ", ".join(CAPTION)
                what = f"{part!r} begins no part of a caption; they are {known}"
                raise self._wrong(section, what)
            if part in parts:
                raise self._wrong(section, f"the caption has two of {part}")
            parts[part] = capital(text)
        if lacking := [part for part in CAPTION[:3] if not parts.get(part)]:
            raise self._wrong(section, f"the caption has no {', '.join(lacking)}")
        return parts

    def _paragraphs(self, section: str, results: dict[str, Any]) -> Iterator[str]:
        with inputs.reading(self.file):
            start, *parts = _SECTION.split(self.file.read_text(encoding="utf-8"))
        names, texts = parts[::2], parts[1::2]
        if section not in names:
            raise self._wrong(section, f"no such section; there are {', '.join(names) or 'none'}")
        if names.count(section) > 1:
            raise self._wrong(section, "there are two of that name")
        try:
            template = JINJA.from_string(start + texts[names.index(section)])
            text = template.render(self.results | results)
        except Exception as error:  # whatever it is, it comes of what the page says
            raise self._wrong(section, inputs.one_line(str(error))) from error
        for paragraph in re.split(r"\n\s*\n", text):
            line = " ".join(paragraph.split())
            if _MISSING.search(line):
                raise self._wrong(section, f"a number or word is missing: {line}")
            if line:
                yield line

    def _wrong(self, section: str, what: str) -> InputError:
        return InputError(f"{paths.shown(self.file)}: section {section}: {what}")
