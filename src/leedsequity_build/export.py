"""Committed results to take elsewhere: an accessible workbook, and tidy CSV as a Frictionless data package.

`exported` says which tables, and what their columns hold. Bytes depend on the results alone: no
clock, no path.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from leedsequity import inputs, paths
from leedsequity.errors import InputError
from leedsequity.raw import Record, catalogue, yaml_text
from leedsequity_build import run_files, temporary_folder
from leedsequity_build.exported import COMMON, SHORTHAND, TABLES, Column, Table
from leedsequity_build.workbook import workbook

_NAME = "leedsequity"
_TITLE = "Health inequality in Leeds: indicators, gaps and claims"
_DTYPES: Any = {"string": "str", "integer": "Int64", "number": "float64"}


@dataclass(frozen=True)
class _Held:
    """A table as it stands: its bytes, its columns in order, the raw tables that it was made from."""

    about: Table
    content: bytes
    columns: dict[str, Column]
    sources: list[Record]


def export(folder: Path) -> list[Path]:
    """Write `leedsequity.xlsx`, `datapackage.json` and a CSV a table, which has the bytes of the result; all or none.

    Parameters
    ----------
    folder
        Where to; files of these names are replaced, and tables of an earlier export that are no
        longer exported are removed, if they are as it wrote them.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    InputError
        If a result is not the recorded one, or a raw table behind it changed since; one line,
        naming each.
    OSError
        If a file cannot be written. The earlier export is whole then.
    """
    problems: dict[str, None] = {}
    held = [table for about in TABLES if (table := _hold(about, problems))]
    if problems:
        raise InputError(f"{'; '.join(problems)}: run `leedsequity build`")
    citation = _citation()
    package = json.dumps(_package(held, citation), indent=1, ensure_ascii=False) + "\n"
    sheets = [(table.about, table.columns, _frame(table)) for table in held]
    files = {
        folder / "leedsequity.xlsx": workbook(
            _TITLE, ", ".join(citation["by"]), _cover(held, citation), sheets
        ),
        folder / "datapackage.json": package.encode(),
        **{folder / f"{table.about.name}.csv": table.content for table in held},
    }
    temporary_folder.remove_unfinished([folder])
    paths.write(files, [file for file in _earlier(folder) if file not in files])
    return list(files)


def _earlier(folder: Path) -> list[Path]:
    """Return the tables of an earlier export to a folder that still are as it wrote them."""
    package = run_files.read_json(folder / "datapackage.json", {"name": str, "resources": list})
    if package is None or package["name"] != _NAME:
        return []
    stated = {
        str(r.get("path")): r.get("hash") for r in package["resources"] if isinstance(r, dict)
    }
    files = {
        file: f"sha256:{catalogue.sha256(file)}" for file in folder.glob("*.csv") if file.is_file()
    }
    return [file for file, sha256 in files.items() if stated.get(file.name) == sha256]


def _citation() -> dict[str, Any]:
    """Return what the project says of itself, and its authors' names as `by`."""
    file = paths.root() / "CITATION.cff"
    content = yaml_text.read(file)
    with inputs.reading(file):
        texts = {
            key: str(content[key]).strip() for key in ("title", "abstract", "version", "message")
        }
        return texts | {"by": [str(author["name"]) for author in content["authors"]]}


def _hold(about: Table, problems: dict[str, None]) -> _Held | None:
    """Return a table as its run recorded it, or add to the problems why it must not be exported."""
    place, name = run_files.committed(about.notebook), f"tables/{about.table}.csv"
    file = place.path(name)
    if (run := place.find_record()) is None:
        problems[f"{paths.shown(place.record)} is missing, or no record of a run"] = None
        return None
    output = run["outputs"].get(name)
    if output is None or not file.is_file() or catalogue.sha256(file) != output["sha256"]:
        problems[f"{paths.shown(file)} is not as its run.json records it"] = None
        return None
    sources = [catalogue.record(source) for source in output["raw"]]
    changed = [source.name for source in sources if source.sha256 != run["raw"][source.name]]
    problems |= {
        f"raw table {source} changed since {about.notebook} was built": None for source in changed
    }
    content = file.read_bytes()
    of_record = catalogue.record(about.record).columns if about.record else {}
    told = (
        COMMON
        | {key: Column(column.description, column.unit) for key, column in of_record.items()}
        | about.columns
    )
    columns = {key: told[key] for key in content.decode().partition("\n")[0].split(",")}
    return _Held(about, content, columns, sources)


def _frame(table: _Held) -> pd.DataFrame:
    types = {name: _DTYPES[column.type] for name, column in table.columns.items()}
    return pd.read_csv(
        io.BytesIO(table.content), dtype=types, keep_default_na=False, na_values=[""]
    )


def _package(held: list[_Held], citation: dict[str, Any]) -> dict[str, Any]:
    """Return the descriptor that https://specs.frictionlessdata.io/tabular-data-package asks for."""
    records = _records(held)
    return {
        "profile": "tabular-data-package",
        "name": _NAME,
        "title": _TITLE,
        "description": citation["abstract"],
        "version": citation["version"],
        "contributors": [{"title": name, "role": "author"} for name in citation["by"]],
        "licenses": [
            {"path": url, "title": licence}
            for licence, url in {r.licence: r.licence_url for r in records}.items()
            if url
        ],
        "sources": _stated(records),
        "resources": [_resource(table) for table in held],
    }


def _resource(table: _Held) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.about.name,
        "path": f"{table.about.name}.csv",
        "title": table.about.title,
        "description": table.about.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(table.content),
        "hash": f"sha256:{hashlib.sha256(table.content).hexdigest()}",
        "sources": _stated(table.sources),
        "schema": {
            "fields": [
                {
                    "name": name,
                    "type": column.type,
                    "description": (
                        f"{column.description}. Where empty: {column.absent}"
                        f" {SHORTHAND[column.absent]}"
                    ),
                    "unit": column.unit,
                }
                for name, column in table.columns.items()
            ],
            "missingValues": [""],
        },
    }


def _records(held: list[_Held]) -> list[Record]:
    return list({record.name: record for table in held for record in table.sources}.values())


def _stated(records: list[Record]) -> list[dict[str, str]]:
    """Return publications as a descriptor states its sources; `licence` is a property of our own."""
    return [
        {"title": f"{r.publisher}: {r.title}", "licence": r.licence}
        | ({"path": r.landing_page} if r.landing_page else {})
        for r in records
    ]


def _cover(held: list[_Held], citation: dict[str, Any]) -> dict[str, list[str]]:
    """Return what the cover says, by heading, besides title and contents."""
    publishers: dict[str, set[str]] = {}
    for record in _records(held):
        publishers.setdefault(record.licence, set()).update(record.publisher.split("; "))
    return {
        "What this is": [
            (
                f"Results of leedsequity {citation['version']}, which publishes them."
                f" {citation['abstract']}"
            ),
            (
                "Every table stands beside this workbook as CSV, with its description in"
                " datapackage.json, and is a result in the project's data/processed."
            ),
        ],
        "Licences": [
            (
                "The tables are made from data of the publishers below, under their licences; pass"
                " the attribution on."
            ),
            *(f"{'; '.join(sorted(names))}: {licence}." for licence, names in publishers.items()),
        ],
        "How to cite": [
            f"{', '.join(citation['by'])}: {citation['title']}. Version {citation['version']}."
            f" {citation['message']}"
        ],
    }
