"""Committed results to take elsewhere: an accessible workbook, and a Frictionless data package.

`export.yaml` says which tables, and what their columns hold. Bytes depend on the results alone: no
clock, no path.
"""

import hashlib
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from leedsequity import inputs, paths
from leedsequity.errors import InputError
from leedsequity.raw import Record, inventory, yaml_text
from leedsequity_build import run_files, temporary_folder
from leedsequity_build.workbook import Column, Sheet, workbook

_NAME = "leedsequity"
_TITLE = "Health inequality in Leeds: indicators, gaps and claims"
_DTYPES: Any = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "str"}


@dataclass(frozen=True)
class Table:
    """A result that is exported; its attributes are described in `export.yaml`."""

    sheet: str
    notebook: str
    table: str
    title: str
    description: str
    alike: str = ""
    record: str = ""
    columns: dict[str, Column] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the table in the data package and of its file."""
        return self.sheet.lower().replace(" ", "-")


def _columns(described: dict[str, str]) -> dict[str, Column]:
    return {name: Column(*text.split(" | ")) for name, text in described.items()}


_DESCRIBED = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
#: What stands in the workbook where a table has no value, and its meaning.
MARKS: dict[str, str] = _DESCRIBED["marks"]
#: Columns that mean the same in every table that has them and says nothing else.
COMMON = _columns(_DESCRIBED["columns"])
TABLES = [
    Table(**one | {"columns": _columns(one.get("columns", {}))}) for one in _DESCRIBED["tables"]
]


@dataclass(frozen=True)
class _Export:
    """A table with its bytes, its columns in order, and the raw tables that it was made from."""

    table: Table
    content: bytes
    columns: dict[str, Column]
    sources: list[Record]


def export(folder: Path) -> list[Path]:
    """Write `leedsequity.xlsx`, `datapackage.json` and a CSV a table; all or none.

    Parameters
    ----------
    folder
        Where to; files of these names are replaced, and tables of an earlier export that are no
        longer exported are removed, if they are as it wrote them.

    Returns
    -------
    list of Path
        What was written. A CSV has the bytes of the result.

    Raises
    ------
    InputError
        If a result is not the recorded one, or a raw table behind it changed since; one line,
        naming each.
    OSError
        If a file cannot be written. The earlier export is whole then.
    """
    problems: dict[str, None] = {}
    exports = [one for table in TABLES if (one := _read(table, problems))]
    if problems:
        raise InputError(f"{'; '.join(problems)}: run `leedsequity build`")
    citation = cited()
    package = json.dumps(_package(exports, citation), indent=1, ensure_ascii=False) + "\n"
    author, cover = ", ".join(citation["by"]), _cover(exports, citation)
    book = workbook(_TITLE, author, cover, MARKS, [_sheet(one) for one in exports])
    files = {folder / "leedsequity.xlsx": book, folder / "datapackage.json": package.encode()}
    files |= {folder / f"{one.table.name}.csv": one.content for one in exports}
    temporary_folder.remove_unfinished([folder])
    paths.write(files, [file for file in _earlier(folder) if file not in files])
    return list(files)


def _earlier(folder: Path) -> list[Path]:
    """Return the tables of an earlier export to a folder that still are as it wrote them."""
    package = run_files.read_json(folder / "datapackage.json", {"name": str, "resources": list})
    if package is None or package["name"] != _NAME:
        return []
    resources = [resource for resource in package["resources"] if isinstance(resource, dict)]
    hashes = {str(resource.get("path")): resource.get("hash") for resource in resources}
    return [
        file
        for file in folder.glob("*.csv")
        if file.is_file() and hashes.get(file.name) == f"sha256:{inventory.sha256(file)}"
    ]


def cited() -> dict[str, Any]:
    """Return what the project says of itself, and its authors' names as `by`."""
    file = paths.root() / "CITATION.cff"
    content = yaml_text.read(file)
    with inputs.reading(file):
        texts = {
            key: str(content[key]).strip() for key in ("title", "abstract", "version", "message")
        }
        return texts | {"by": [str(author["name"]) for author in content["authors"]]}


def _read(table: Table, problems: dict[str, None]) -> _Export | None:
    """Return a table as its run recorded it, or add to the problems why it must not be exported."""
    files, name = run_files.committed(table.notebook), f"tables/{table.table}.csv"
    file = files.path(name)
    if (run := files.find_record()) is None:
        problems[f"{paths.shown(files.record)} is missing, or no record of a run"] = None
        return None
    output = run["outputs"].get(name)
    if output is None or not file.is_file() or inventory.sha256(file) != output["sha256"]:
        problems[f"{paths.shown(file)} is not as its run.json records it"] = None
        return None
    sources = [inventory.record(source) for source in output["raw"]]
    for source in sources:
        if source.sha256 != run["raw"][source.name]:
            problems[f"raw table {source.name} changed since {table.notebook} was built"] = None
    recorded = inventory.record(table.record).columns if table.record else {}
    described = COMMON | {name: Column(c.description, c.unit) for name, c in recorded.items()}
    described |= table.columns
    content = file.read_bytes()
    header = content.decode().partition("\n")[0].split(",")
    return _Export(table, content, {column: described[column] for column in header}, sources)


def _sheet(one: _Export) -> Sheet:
    types = {name: _DTYPES[column.type] for name, column in one.columns.items()}
    file, about = io.BytesIO(one.content), one.table
    values = pd.read_csv(file, dtype=types, keep_default_na=False, na_values=[""])
    return Sheet(about.sheet, about.title, about.description, one.columns, values, about.alike)


def _package(exports: list[_Export], citation: dict[str, Any]) -> dict[str, Any]:
    """Return the descriptor as https://specs.frictionlessdata.io/tabular-data-package asks for."""
    records = _records(exports)
    licences = {record.licence: record.licence_url for record in records}
    return {
        "profile": "tabular-data-package",
        "name": _NAME,
        "title": _TITLE,
        "description": citation["abstract"],
        "version": citation["version"],
        "contributors": [{"title": name, "role": "author"} for name in citation["by"]],
        "licenses": [{"path": url, "title": title} for title, url in licences.items() if url],
        "sources": _sources(records),
        "resources": [_resource(one) for one in exports],
    }


def _resource(one: _Export) -> dict[str, Any]:
    fields = [
        {
            "name": name,
            "type": about.type,
            "description": (
                f"{about.description}. Where empty: {about.absent} {MARKS[about.absent]}"
            ),
            "unit": about.unit,
        }
        for name, about in one.columns.items()
    ]
    return {
        "profile": "tabular-data-resource",
        "name": one.table.name,
        "path": f"{one.table.name}.csv",
        "title": one.table.title,
        "description": one.table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(one.content),
        "hash": f"sha256:{hashlib.sha256(one.content).hexdigest()}",
        "sources": _sources(one.sources),
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _records(exports: list[_Export]) -> list[Record]:
    return list({record.name: record for one in exports for record in one.sources}.values())


def _sources(records: list[Record]) -> list[dict[str, str]]:
    """Return publications as a descriptor has its sources; `licence` is a property of our own."""
    return [
        {"title": f"{r.publisher}: {r.title}", "licence": r.licence}
        | ({"path": r.landing_page} if r.landing_page else {})
        for r in records
    ]


def _cover(exports: list[_Export], citation: dict[str, Any]) -> dict[str, list[str]]:
    """Return what the cover says, by heading, besides title and contents."""
    publishers: dict[str, set[str]] = {}
    for record in _records(exports):
        publishers.setdefault(record.licence, set()).update(record.publishers)
    version, abstract = citation["version"], citation["abstract"]
    licences = [f"{'; '.join(sorted(names))}: {title}." for title, names in publishers.items()]
    return {
        "What this is": [
            f"Results of leedsequity {version}, which publishes them. {abstract}",
            "Every table stands beside this workbook as CSV, with its description in"
            " datapackage.json, and is a result in the project's data/processed.",
        ],
        "Licences": [
            "The tables are made from data of the publishers below, under their licences; pass the"
            " attribution on.",
            *licences,
        ],
        "How to cite": [
            f"{', '.join(citation['by'])}: {citation['title']}. Version {version}."
            f" {citation['message']}"
        ],
    }
