"""Results to take elsewhere: an accessible workbook, a Frictionless data package, charts.

`export.yaml` says which tables, and what their columns hold; `{area}` in it is the place's name.
Bytes depend on the results alone: no clock, no path.
"""

import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from leedsequity import inputs, paths
from leedsequity.errors import InputError
from leedsequity.raw import Record, inventory, yaml_text
from leedsequity.vocabulary import LEEDS
from leedsequity.wording import place
from leedsequity_build import build, notebooks, run_files, temporary_folder
from leedsequity_build.run_files import RunFiles
from leedsequity_build.workbook import Column, Sheet, workbook

_NAME = "leedsequity"
_TITLE = "Health inequality in {area}: indicators and gaps"
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

    def of(self, area: str) -> "Table":
        """Return it with the name of a place where its words have `{area}`."""
        columns = {
            name: about._replace(description=about.description.replace("{area}", area))
            for name, about in self.columns.items()
        }
        title, description = (
            text.replace("{area}", area) for text in (self.title, self.description)
        )
        return replace(self, title=title, description=description, columns=columns)


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


def results(area: str = LEEDS) -> dict[str, RunFiles]:
    """Return the files of each notebook's run for a place, by notebook.

    For Leeds those are the committed ones, of every notebook. For any other place they are of the
    notebooks that serve it, in `out/`; what is out of date there is run first.

    Raises
    ------
    InputError
        If a notebook fails, or none serves the place.
    """
    every = notebooks.notebooks()
    if area == LEEDS:
        return {one.name: run_files.committed(one.name) for one in every}
    jobs = [build.job(one, {"area": area}) for one in every if "area" in one.defaults]
    runs = build.run(jobs, report=lambda _: None)
    if failed := [f"{run.notebook}: {run.reason}" for run in runs if run.outcome == "failed"]:
        raise InputError("; ".join(failed))
    served = {
        job.notebook.name: job.files
        for job, run in zip(jobs, runs, strict=True)
        if run.outcome != "not served"
    }
    if not served:
        raise InputError(f"no notebook serves {area}")
    return served


def export(
    folder: Path,
    found: Mapping[str, RunFiles],
    area: str,
    charts: bool = False,
    more: Mapping[str, bytes] | None = None,
) -> list[Path]:
    """Write `leedsequity.xlsx`, `datapackage.json` and a CSV a table; all or none.

    Parameters
    ----------
    folder
        Where to; files of these names are replaced, and tables of an earlier export that are no
        longer exported are removed, if they are as it wrote them.
    found
        From `results`. A table that the run of another place than Leeds has not is left out.
    area
        The name of the place.
    charts
        Write every figure as well, as `charts/<notebook>-<figure>.svg` and `.png`.
    more
        Other files of the export, by name.

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
    exports = [
        one
        for table in TABLES
        if table.notebook in found
        and (one := _read(table.of(area), found[table.notebook], problems))
    ]
    pictures = _charts(found, problems) if charts else {}
    if problems:
        raise InputError(f"{'; '.join(problems)}: run `leedsequity build`")
    citation, title = cited(), _TITLE.format(area=place(area))
    described = _package(exports, citation) | {"title": title}
    package = json.dumps(described, indent=1, ensure_ascii=False) + "\n"
    author, cover = ", ".join(citation["by"]), _cover(exports, citation)
    book = workbook(title, author, cover, MARKS, [_sheet(one) for one in exports])
    files = {folder / "leedsequity.xlsx": book, folder / "datapackage.json": package.encode()}
    files |= {folder / f"{one.table.name}.csv": one.content for one in exports}
    files |= {folder / name: content for name, content in (pictures | dict(more or {})).items()}
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


def _output(
    files: RunFiles, name: str, run: dict[str, Any], problems: dict[str, None]
) -> bytes | None:
    """Return an output as its run recorded it, or add to the problems that it is not."""
    file, output = files.path(name), run["outputs"].get(name)
    if output is None or not file.is_file() or inventory.sha256(file) != output["sha256"]:
        problems[f"{paths.shown(file)} is not as its run.json records it"] = None
        return None
    return file.read_bytes()


def _record(files: RunFiles, problems: dict[str, None]) -> dict[str, Any] | None:
    """Return the record of a run, or add to the problems that there is none."""
    if (run := files.find_record()) is None:
        problems[f"{paths.shown(files.record)} is missing, or no record of a run"] = None
    return run


def _charts(found: Mapping[str, RunFiles], problems: dict[str, None]) -> dict[str, bytes]:
    """Return every figure of some runs as SVG and PNG, by the name it is exported under."""
    charts = {}
    for notebook, files in found.items():
        run = _record(files, problems) or {"outputs": {}}
        for name in run["outputs"]:
            if re.fullmatch(r"figures/.+\.(svg|png)", name) and not name.endswith("_share.png"):
                content = _output(files, name, run, problems)
                charts[f"charts/{notebook}-{Path(name).name}"] = content or b""
    return charts


def _read(table: Table, files: RunFiles, problems: dict[str, None]) -> _Export | None:
    """Return a table as its run recorded it, or add to the problems why it must not be exported."""
    name = f"tables/{table.table}.csv"
    if (run := _record(files, problems)) is None:
        return None
    committed = files == run_files.committed(table.notebook)
    if name not in run["outputs"] and not committed:
        return None  # of this place there is no such table
    if (content := _output(files, name, run, problems)) is None:
        return None
    output = run["outputs"][name]
    sources = [inventory.record(source) for source in output["raw"]]
    for source in sources:
        if source.sha256 != run["raw"][source.name]:
            problems[f"raw table {source.name} changed since {table.notebook} was built"] = None
    recorded = inventory.record(table.record).columns if table.record else {}
    described = COMMON | {name: Column(c.description, c.unit) for name, c in recorded.items()}
    described |= table.columns
    header = content.decode().partition("\n")[0].split(",")
    columns = {name: described[name]._replace(label=_label(name)) for name in header}
    return _Export(table, content, columns, sources)


def _label(name: str) -> str:
    """Return the name of a column in the words of `labels`."""
    return " ".join(_DESCRIBED["labels"].get(word, word) for word in name.split("_"))


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
            " datapackage.json, and is a result of one of the project's notebooks.",
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
