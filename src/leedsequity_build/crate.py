"""The project as an RO-Crate 1.1: what was made by which notebook, of whose tables, as JSON-LD.

https://www.researchobject.org/ro-crate/specification/1.1/ says what the metadata of a folder are.
Each committed run is an action (`CreateAction`) of its notebook, on the raw tables that it read,
with the outputs that it wrote; each output also names the tables it was made of and their
publishers, each raw table its publishers, licence and the files it was compiled from.
"""

import json
import mimetypes
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from leedsequity import inputs, paths
from leedsequity.errors import InputError
from leedsequity.raw import Record, inventory
from leedsequity_build import run_files
from leedsequity_build.citation import cited

METADATA = "ro-crate-metadata.json"
_VERSION = "https://w3id.org/ro/crate/1.1"
_MIT = "https://spdx.org/licenses/MIT"
_TYPES = {".geojson": "application/geo+json", ".ipynb": "application/x-ipynb+json"}


def metadata(published: str, also: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the crate's metadata, of the project's root.

    Parameters
    ----------
    published : str
        The date of the release, ISO 8601; it stands in the metadata as it is given.
    also : mapping of str to str, optional
        More parts of the crate, paths from its root and their names, such as the site's first page.

    Returns
    -------
    dict
        ``@context`` and ``@graph``; the entities are in one order, whatever the machine.

    Raises
    ------
    InputError
        If a run's record or a raw table's record cannot be read, or a file is missing or not as
        its run recorded it.
    """
    records = {record.name: record for record in inventory.records()}
    notebooks = sorted(file.stem for file in paths.notebooks().glob("*.ipynb"))
    runs = {name: run_files.committed(name) for name in notebooks}
    read = {name: files.read_record() for name, files in runs.items()}
    parts = [_table(record) for record in records.values()]
    actions = []
    for name, run in read.items():
        made = [
            _output(runs[name].path(output), about, [records[table] for table in about["raw"]])
            for output, about in run["outputs"].items()
        ]
        executed = _file(runs[name].notebook, f"{name}, executed") | {
            "isBasedOn": [_id(_source(name)), *(_id(_of(records[table])) for table in run["raw"])]
        }
        source = _file(_source(name), f"{name}, the source") | {
            "@type": ["File", "SoftwareSourceCode"],
            "programmingLanguage": {"@id": "https://www.python.org/"},
        }
        parts += [source, executed, *made]
        actions.append(
            {
                "@id": f"#run-{name}",
                "@type": "CreateAction",
                "name": f"The run of {name}",
                "instrument": _id(_source(name)),
                "object": [_id(_of(records[table])) for table in run["raw"]],
                "result": [{"@id": part["@id"]} for part in (executed, *made)],
                "description": json.dumps(run["parameters"], sort_keys=True),
            }
        )
    parts += [
        {"@id": path, "@type": "File", "name": name, "encodingFormat": _format(Path(path))}
        for path, name in sorted((also or {}).items())
    ]
    graph = [*_about(published, parts, actions), *parts, *actions, *_around(records.values())]
    return {"@context": f"{_VERSION}/context", "@graph": graph}


def _about(
    published: str, parts: list[dict[str, Any]], actions: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return what the crate says of itself."""
    project = cited()
    return [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _VERSION},
            "about": {"@id": "./"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": project["title"],
            "description": project["abstract"],
            "version": project["version"],
            "datePublished": published,
            "license": {"@id": _MIT},
            "author": [{"@id": _organisation(name)} for name in project["by"]],
            "hasPart": [{"@id": part["@id"]} for part in parts],
            "mentions": [{"@id": action["@id"]} for action in actions],
        },
        {"@id": _MIT, "@type": "CreativeWork", "name": "MIT License"},
        {"@id": "https://www.python.org/", "@type": "ComputerLanguage", "name": "Python"},
        *(
            {"@id": _organisation(name), "@type": "Organization", "name": name}
            for name in project["by"]
        ),
    ]


def _around(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Return what the tables name: publishers, licences, publishers' files; each once."""
    found: dict[str, dict[str, Any]] = {}
    for record in records:
        for name in record.publishers:
            identifier = _organisation(name)
            found[identifier] = {"@id": identifier, "@type": "Organization", "name": name}
        if record.licence_url:
            url = record.licence_url
            name = re.split(r" \(|; ", record.licence)[0]  # what else it says stands with the table
            found[url] = {"@id": url, "@type": "CreativeWork", "name": name}
        for file in record.upstream:
            if file.url:
                found[file.url] = {
                    "@id": file.url,
                    "@type": "CreativeWork",
                    "name": file.file,
                    "contentSize": str(file.bytes),
                    "sha256": file.sha256,
                }
    return [found[identifier] for identifier in sorted(found)]


def _table(record: Record) -> dict[str, Any]:
    """Return a raw table as a part of the crate."""
    licence = {"license": {"@id": record.licence_url}} if record.licence_url else {}
    return _file(_of(record), record.title) | {
        "description": record.description,
        "copyrightNotice": record.licence,
        "publisher": [{"@id": _organisation(name)} for name in record.publishers],
        "isBasedOn": [{"@id": file.url} for file in record.upstream if file.url],
        "sha256": record.sha256,
        **licence,
    }


def _output(file: Path, about: Mapping[str, Any], tables: list[Record]) -> dict[str, Any]:
    """Return a table or figure of a run as a part of the crate; its folder is the notebook's."""
    notebook = file.parent.name
    part = _file(file, f"{file.name} of {notebook}")
    if inventory.sha256(file) != about["sha256"]:
        raise InputError(
            f"{paths.shown(file)}: not as its run.json records it: run `leedsequity build`"
        )
    publishers = sorted({name for record in tables for name in record.publishers})
    return part | {
        "isBasedOn": [_id(_source(notebook)), *(_id(_of(record)) for record in tables)],
        "sourceOrganization": [{"@id": _organisation(name)} for name in publishers],
        "sha256": about["sha256"],
    }


def _file(file: Path, name: str) -> dict[str, Any]:
    with inputs.reading(file):
        size = file.stat().st_size
    return {
        "@id": paths.shown(file),
        "@type": "File",
        "name": name,
        "contentSize": str(size),
        "encodingFormat": _format(file),
    }


def _format(file: Path) -> str:
    guessed = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
    return guessed or "application/octet-stream"


def _source(notebook: str) -> Path:
    return paths.notebooks() / f"{notebook}.py"


def _of(record: Record) -> Path:
    return inventory.table_file(record)


def _id(file: Path) -> dict[str, str]:
    return {"@id": paths.shown(file)}


def _organisation(name: str) -> str:
    return "#" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
