"""Results to take elsewhere: an accessible workbook, a Frictionless data package, charts.

`export.yaml` says which tables, and what their columns hold. Bytes depend on the
results alone: no clock, no path.
"""

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import inventory
from leedsequity.vocabulary import LEEDS
from leedsequity.wording import place
from leedsequity_build import build, data_package, notebooks, run_files, temporary_folder
from leedsequity_build.citation import cited
from leedsequity_build.data_package import NAME
from leedsequity_build.exported_tables import COMMON, MARKS, TABLES, Export, Table, label
from leedsequity_build.run_files import RunFiles
from leedsequity_build.workbook import Column, Sheet, workbook

_TITLE = "Health inequality in {area}: indicators and gaps"
_DTYPES: Any = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "str"}


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
    described = data_package.package(exports, citation) | {"title": title}
    package = json.dumps(described, indent=1, ensure_ascii=False) + "\n"
    author, cover = ", ".join(citation["by"]), data_package.cover(exports, citation)
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
    if package is None or package["name"] != NAME:
        return []
    resources = [resource for resource in package["resources"] if isinstance(resource, dict)]
    hashes = {str(resource.get("path")): resource.get("hash") for resource in resources}
    return [
        file
        for file in folder.glob("*.csv")
        if file.is_file() and hashes.get(file.name) == f"sha256:{inventory.sha256(file)}"
    ]


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


def _read(table: Table, files: RunFiles, problems: dict[str, None]) -> Export | None:
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
    columns = {name: described[name]._replace(label=label(name)) for name in header}
    return Export(table, content, columns, sources)


def _sheet(one: Export) -> Sheet:
    types = {name: _DTYPES[column.type] for name, column in one.columns.items()}
    file, about = io.BytesIO(one.content), one.table
    values = pd.read_csv(file, dtype=types, keep_default_na=False, na_values=[""])
    return Sheet(about.sheet, about.title, about.description, one.columns, values, about.alike)
