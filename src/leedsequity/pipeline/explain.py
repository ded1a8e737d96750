"""Where a file of the project came from: its notebook and parameters, the raw tables behind it, their publishers."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.pipeline import places
from leedsequity.raw import Record, catalogue


@dataclass(frozen=True)
class Explanation:
    """What is known of a file; `as_recorded` says whether its bytes still are the recorded ones."""

    file: str
    notebook: str
    parameters: dict[str, Any]
    as_recorded: bool
    raw: list[Record]


def explain(file: Path) -> Explanation:
    """Find the run that wrote a table or figure, or the record of a raw table.

    Parameters
    ----------
    file
        Any output of a run (the executed notebook and `run.json` included), or a raw table or its record. Relative
        to the working directory, or else to the project's root.

    Raises
    ------
    InputError
        If there is no such file, or no record tells of it.
    """
    path = next((p.resolve() for p in (file, paths.root() / file) if p.is_file()), None)
    if path is None:
        raise InputError(f"there is no file {file}")
    if path.parent == paths.raw():
        record = catalogue.record(path.stem)
        return Explanation(
            paths.shown(path),
            "",
            {},
            record.sha256 == catalogue.sha256(catalogue.csv_file(record.name)),
            [record],
        )
    place = _place(path)
    run = json.loads(place.record.read_bytes())
    outputs = {place.of(name): output for name, output in run["outputs"].items()}
    if path in (place.record, place.notebook):
        names, as_recorded = list(run["raw"]), True
    elif path in outputs:
        names = outputs[path]["raw"]
        as_recorded = hashlib.sha256(path.read_bytes()).hexdigest() == outputs[path]["sha256"]
    else:
        raise InputError(f"{paths.shown(path)}: not among the outputs of {paths.shown(place.record)}")
    records = [catalogue.record(name) for name in names]
    return Explanation(paths.shown(path), run["notebook"], run["parameters"], as_recorded, records)


def _place(path: Path) -> places.Place:
    """Return the place of the run that a file belongs to."""
    homes = (paths.processed(), paths.figures())
    name = path.stem if path.parent == paths.notebooks() else path.parent.name
    if path.parent.parent in homes or path.parent == paths.notebooks():
        place = places.committed(name)
    else:
        folder = path.parent.parent if path.parent.name in ("tables", "figures") else path.parent
        place = places.apart(folder.parent.name, folder)
    if not place.record.is_file():
        raise InputError(f"{paths.shown(path)}: no run.json tells of it; only results of a run can be explained")
    return place
