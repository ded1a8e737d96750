"""The data dictionary: a page for every raw table, made from its record and its schema, and an index of them."""

import re
from collections.abc import Iterable, Iterator, Mapping

import pandera.pandas as pa

from leedsequity.errors import InputError
from leedsequity.raw.records import Record, Upstream

_NUMBERS = {"int64": "whole number", "Int64": "whole number", "float64": "number", "bool": "true or false"}
_INDEX = """\
# Data dictionary

Every raw table, what it holds, whose it is and where it comes from. These pages are written from the tables' records
and schemas by `leedsequity raw dictionary`, and a test requires them to be current.

A table stands in `data/raw/` beside its record, `<table>.yaml`: what it holds, the publisher and the licence, the
publisher's files with their SHA-256, how the table was made from them, cautions, and every column with its unit. The
record ends with the number of rows and the SHA-256 of the table, which are checked whenever it is read.

* `leedsequity explain FILE` says which of these tables a result was made from, and by whom they were published.
* `leedsequity raw fetch TABLE` fetches the publisher's files of a table and checks that they are the recorded ones.
* `leedsequity raw compile TABLE --check` makes the table from them again and compares it byte for byte.
* In Python, `leedsequity.raw.load("TABLE")` returns the table, checked and typed.

| table | rows | what it holds | publisher | licence |
|---|---:|---|---|---|
"""


def pages(records: Iterable[Record], schemas: Mapping[str, pa.DataFrameSchema]) -> dict[str, str]:
    """Return the pages in Markdown, from the name of a file to its text: ``index.md``, and one for each record.

    The types of the columns and the permitted values are those of the schemas, by name of table.
    """
    known = list(records)
    if missing := [r.name for r in known if r.name not in schemas]:
        raise InputError(f"data/raw: no schema for {', '.join(missing)}: add one in leedsequity/raw/schemas/")
    rows = [(f"{r.rows:,}", *map(_line, (r.description, r.publisher, r.licence))) for r in known]
    index = [_row(f"[{r.name}]({r.name}.md)", *row) for r, row in zip(known, rows, strict=True)]
    made = {f"{r.name}.md": "\n".join(_page(r, schemas[r.name])) + "\n" for r in known}
    return {"index.md": _INDEX + "\n".join(index) + "\n"} | made


def _page(record: Record, schema: pa.DataFrameSchema) -> Iterator[str]:
    yield from (f"# {record.name}", "", _line(record.description), "")
    facts = {
        "Rows": f"{record.rows:,}",
        "Area": record.area and f"{record.area}; of others by `leedsequity raw compile {record.name} --area CODE`",
        "Publisher": _line(record.publisher),
        "Title": _line(record.title),
        "Page of the publisher": record.landing_page and f"<{record.landing_page}>",
        "Licence": _line(record.licence) + (f", <{record.licence_url}>" if record.licence_url else ""),
        "Retrieved": record.retrieved.isoformat(),
        "Transcribed from": record.document and _line(f"{record.document}: {record.locator}"),
        "How it was made": record.transformation and _line(record.transformation),
        "Made by": record.compiled_by and f"`{record.compiled_by}`",
        "SHA-256": f"`{record.sha256}`",
    }
    yield from (f"* **{name}:** {fact}" for name, fact in facts.items() if fact)
    if record.notes:
        yield from ("", "## Cautions", "", *(f"* {_line(note)}" for note in record.notes))
    yield from ("", "## Columns", "", "| column | what it holds | unit | type | permitted |", "|---|---|---|---|---|")
    for name, column in record.columns.items():
        yield _row(f"`{name}`", _line(column.description), _line(column.unit), *_type(schema.columns[name]))
    rules = [_line(str(check.error)) for check in schema.checks]
    if schema.unique:
        rules.append(f"two rows with the same {', '.join(f'`{name}`' for name in schema.unique)}")
    if rules:
        yield from ("", "## What else is refused", "", *(f"* {rule}" for rule in rules))
    if record.upstream:
        yield from ("", "## The publisher's files", "", *map(_file, record.upstream))


def _type(column: pa.Column) -> tuple[str, str]:
    """Return the type of a column in words, and the values it may hold, read from what its checks refuse."""
    refused = [re.sub(r"^(?!not |outside )", "not not ", str(check.error)) for check in column.checks]
    permitted = [re.sub(r"^(?:not|outside) ", "", rule) for rule in refused]
    type_ = "outline" if column.name == "geometry" else _NUMBERS.get(str(column.dtype), "text")
    return type_, _line("; ".join(permitted + ["may be empty"] * column.nullable))


def _file(file: Upstream) -> str:
    where = f"[copy](<{file.url}>)" if file.url else "no address of the same bytes is known: obtained by hand"
    return f"* `{file.file}`, {file.bytes:,} bytes, {where}  \n  SHA-256 `{file.sha256}`"


def _line(text: str) -> str:
    """Return a text as one line that Markdown shows as it is, in a table as well."""
    return re.sub(r"([\\|<*\[\]`])", r"\\\1", " ".join(text.split()))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
