"""Committed results to take elsewhere: an accessible workbook, and tidy CSV as a Frictionless data package.

`exported` says which tables, and what their columns hold. Bytes depend on the results alone: no clock, no path.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.pipeline import places
from leedsequity.pipeline.exported import COMMON, SHORTHAND, TABLES, Column, Table
from leedsequity.pipeline.workbook import workbook
from leedsequity.raw import Record, catalogue

_TITLE = "Health inequality in Leeds: indicators, gaps and claims"
_DTYPES: Any = {"string": "str", "integer": "Int64", "number": "float64"}


@dataclass(frozen=True)
class _Held:
    """A table as it stands: its bytes, its columns in order, the raw tables that it was made from."""

    about: Table
    content: bytes
    columns: dict[str, Column]
    sources: list[Record]

    def frame(self) -> pd.DataFrame:
        types = {name: _DTYPES[column.type] for name, column in self.columns.items()}
        return pd.read_csv(io.BytesIO(self.content), dtype=types, keep_default_na=False, na_values=[""])


def export(folder: Path) -> list[Path]:
    """Write `leedsequity.xlsx`, `datapackage.json` and a CSV a table, which has the bytes of the result; all or none.

    Parameters
    ----------
    folder
        Where to; files of these names are replaced.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    InputError
        If a result is not the recorded one, or a raw table behind it changed since; one line, naming each.
    """
    if problems := dict.fromkeys(problem for table in TABLES for problem in _problems(table)):
        raise InputError(f"{'; '.join(problems)}: run `leedsequity build`")
    held = [_hold(table) for table in TABLES]
    citation = yaml.safe_load((paths.root() / "CITATION.cff").read_text(encoding="utf-8"))
    citation["by"] = [author["name"] for author in citation["authors"]]
    package = json.dumps(_package(held, citation), indent=1, ensure_ascii=False) + "\n"
    sheets = [(table.about, table.columns, table.frame()) for table in held]
    files = {
        folder / "leedsequity.xlsx": workbook(_TITLE, ", ".join(citation["by"]), _cover(held, citation), sheets),
        folder / "datapackage.json": package.encode(),
        **{folder / f"{table.about.name}.csv": table.content for table in held},
    }
    paths.write(files)
    return list(files)


def _recorded(table: Table) -> tuple[Path, dict[str, Any], dict[str, str]]:
    """Return where a table stands, what its run recorded of it, and the hashes of the raw tables of then."""
    place = places.committed(table.notebook)
    run = json.loads(place.record.read_bytes()) if place.record.is_file() else {"outputs": {}, "raw": {}}
    name = f"tables/{table.table}.csv"
    return place.of(name), run["outputs"].get(name, {"sha256": "", "raw": []}), run["raw"]


def _problems(table: Table) -> list[str]:
    """Return why a table must not be exported, if anything."""
    file, output, raw = _recorded(table)
    if not file.is_file() or catalogue.sha256(file) != output["sha256"]:
        return [f"{paths.shown(file)} is not as its run.json records it"]
    changed = [name for name in output["raw"] if catalogue.record(name).sha256 != raw[name]]
    return [f"raw table {name} changed since {table.notebook} was built" for name in changed]


def _hold(table: Table) -> _Held:
    file, output, _ = _recorded(table)
    content = file.read_bytes()
    of_record = catalogue.record(table.record).columns if table.record else {}
    told = {name: Column(column.description, column.unit) for name, column in of_record.items()}
    told = COMMON | told | table.columns
    columns = {name: told[name] for name in content.decode().partition("\n")[0].split(",")}
    return _Held(table, content, columns, [catalogue.record(name) for name in output["raw"]])


def _package(held: list[_Held], citation: dict[str, Any]) -> dict[str, Any]:
    """Return the descriptor that https://specs.frictionlessdata.io/tabular-data-package asks for."""
    records = _records(held)
    return {
        "profile": "tabular-data-package",
        "name": "leedsequity",
        "title": _TITLE,
        "description": citation["abstract"].strip(),
        "version": str(citation["version"]),
        "contributors": [{"title": name, "role": "author"} for name in citation["by"]],
        "licenses": [{"path": url, "title": text} for text, url in _licences(records).items() if url],
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
                {"name": name, "type": column.type, "description": _told(column), "unit": column.unit}
                for name, column in table.columns.items()
            ],
            "missingValues": [""],
        },
    }


def _told(column: Column) -> str:
    return f"{column.description}. Where empty: {column.absent} {SHORTHAND[column.absent]}"


def _records(held: list[_Held]) -> list[Record]:
    return list({record.name: record for table in held for record in table.sources}.values())


def _licences(records: list[Record]) -> dict[str, str | None]:
    return {record.licence: record.licence_url for record in records}


def _stated(records: list[Record]) -> list[dict[str, str]]:
    """Return publications as a descriptor states its sources; `licence` is a property of our own."""
    return [
        {"title": f"{r.publisher}: {r.title}", "licence": r.licence}
        | ({"path": r.landing_page} if r.landing_page else {})
        for r in records
    ]


def _cover(held: list[_Held], citation: dict[str, Any]) -> dict[str, list[str]]:
    """Return what the cover says, by heading, besides title and contents."""
    records = _records(held)
    publishers: dict[str, list[str]] = {
        licence: sorted({name for r in records if r.licence == licence for name in r.publisher.split("; ")})
        for licence in _licences(records)
    }
    return {
        "What this is": [
            f"Results of leedsequity {citation['version']}, which publishes them. {citation['abstract'].strip()}",
            "Every table stands beside this workbook as CSV, with its description in datapackage.json, and is a result "
            "in the project's data/processed.",
        ],
        "Licences": [
            "The tables are made from data of the publishers below, under their licences; pass the attribution on.",
            *(f"{'; '.join(names)}: {licence}." for licence, names in publishers.items()),
        ],
        "How to cite": [
            f"{', '.join(citation['by'])}: {citation['title']}. Version {citation['version']}. {citation['message']}"
        ],
    }
