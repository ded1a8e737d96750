"""The data dictionary: a page for every raw table, made from its record, and an index of them."""

import re
from collections.abc import Iterable, Iterator

from leedsequity.raw.records import ColumnRecord, Record, Upstream
from leedsequity.raw.values import parse_values

_TYPES = {"whole": "whole number", "flag": "true or false"}  # the others are called what they are
_INDEX = """\
# Data dictionary

Every raw table, what it holds, whose it is and where it comes from. These pages are written from
the tables' records by `leedsequity raw dictionary`, and a test requires them to be current.

A table stands in `data/raw/` beside its record, `<table>.yaml`: what it holds, the publisher and
the licence, the publisher's files with their SHA-256, how the table was made from them, cautions,
every column with its unit and the values that it takes, the key, and what else is refused: whenever
the table is read, it is checked against all of these, and against the number of rows and the
SHA-256 with which the record ends. A column that many tables share is described once, in
`data/fields.yaml`.

Tables of small areas hold all of England, a row a small area and a column a count; the record says
of each column what it counts.

* `leedsequity explain FILE` says which of these tables a result was made from, and whose they are.
* `leedsequity raw fetch TABLE` fetches the publisher's files of a table and checks that they are
  the recorded ones.
* `leedsequity raw compile TABLE --check` makes the table from them again and compares it byte for
  byte.
* In Python, `leedsequity.raw.load("TABLE")` returns the table, checked and typed, and `raw.long`
  makes a wide one long, a row a count.

| table | rows | what it holds | publisher | licence |
|---|---:|---|---|---|
"""


def pages(records: Iterable[Record]) -> dict[str, str]:
    """Return the pages in Markdown by name of file: ``index.md``, and one for each record."""
    known = list(records)
    rows = [(f"{r.rows:,}", *map(_line, (r.description, r.publisher, r.licence))) for r in known]
    index = [_row(f"[{r.name}]({r.name}.md)", *row) for r, row in zip(known, rows, strict=True)]
    made = {f"{r.name}.md": "\n".join(_page(r)) + "\n" for r in known}
    return {"index.md": _INDEX + "\n".join(index) + "\n"} | made


def _page(record: Record) -> Iterator[str]:
    yield from (f"# {record.name}", "", _line(record.description), "")
    facts = {
        "Rows": f"{record.rows:,}",
        "Publisher": _line(record.publisher),
        "Title": _line(record.title),
        "Page of the publisher": record.landing_page and f"<{record.landing_page}>",
        "Licence": (
            _line(record.licence) + (f", <{record.licence_url}>" if record.licence_url else "")
        ),
        "Retrieved": record.retrieved.isoformat(),
        "Transcribed from": record.document and _line(f"{record.document}: {record.locator}"),
        "How it was made": record.transformation and _line(record.transformation),
        "Made by": record.compiled_by and f"`{record.compiled_by}`",
        "SHA-256": f"`{record.sha256}`",
    }
    yield from (f"* **{name}:** {fact}" for name, fact in facts.items() if fact)
    if record.notes:
        yield from ("", "## Cautions", "", *(f"* {_line(note)}" for note in record.notes))
    yield from (
        "",
        "## Columns",
        "",
        "| column | what it holds | unit | type | permitted |",
        "|---|---|---|---|---|",
    )
    for name, column in record.columns.items():
        meaning = (f"{key} {value}" for key, value in column.means.items())
        about = "; ".join([column.description, *meaning])
        yield _row(f"`{name}`", _line(about), _line(column.unit), *_type(column))
    if record.counts:
        means = next(column.means for column in record.columns.values() if column.means)
        keys = ", ".join(f"`{key}`" for key in [*means, record.counts])
        yield from ("", f"`raw.long` makes the table long: a row for each count, with {keys}.")
    rules = [
        *map(_line, record.refused),
        f"two rows with the same {', '.join(f'`{name}`' for name in record.key)}",
    ]
    yield from ("", "## What else is refused", "", *(f"* {rule}" for rule in rules))
    if record.upstream:
        yield from ("", "## The publisher's files", "", *map(_file, record.upstream))


def _type(column: ColumnRecord) -> tuple[str, str]:
    """Return the type of a column and the values it may hold, in words."""
    values = parse_values(column.values)
    permitted = [values.permitted] * bool(values.permitted) + ["may be empty"] * column.may_be_empty
    return _TYPES.get(values.type, values.type), _line("; ".join(permitted))


def _file(file: Upstream) -> str:
    where = (
        f"[copy](<{file.url}>)"
        if file.url
        else "no address of the same bytes is known: obtained by hand"
    )
    says = "; ".join(f"{fact} {words}" for fact, words in file.states.items())
    stated = f"  \n  It states: {_line(says)}" if says else ""
    return f"* `{file.file}`, {file.bytes:,} bytes, {where}  \n  SHA-256 `{file.sha256}`{stated}"


def _line(text: str) -> str:
    """Return a text as one line that Markdown shows as it is, in a table as well."""
    return re.sub(r"([\\|<*\[\]`])", r"\\\1", " ".join(text.split()))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
