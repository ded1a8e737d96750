"""Where a file came from: its notebook and parameters, raw tables behind it, their publishers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import Record, inventory
from leedsequity_build import run_files


@dataclass(frozen=True)
class Explanation:
    """What is known of a file; `as_recorded` says whether its bytes still are the recorded ones."""

    file: str
    notebook: str
    parameters: dict[str, Any]
    as_recorded: bool
    raw: list[Record]


def explain(file: Path) -> Explanation:
    """Find the run that wrote a table or figure, a raw table's record, or what tests a claim.

    Parameters
    ----------
    file
        Any output of a run (the executed notebook and `run.json` included), or a raw table or its
        record. Relative to the working directory, or else to the project's root. Or the id of a
        claim, whose test is run.

    Raises
    ------
    InputError
        If there is no such file, no record tells of it, or the record cannot be read.
    """
    path = next((p.resolve() for p in (file, paths.root() / file) if p.is_file()), None)
    if path is None:
        return _claim(str(file))
    if name := inventory.name_of(path):
        record = inventory.record(name)
        table = inventory.table_file(record)
        as_recorded = table.is_file() and record.sha256 == inventory.sha256(table)
        return Explanation(paths.shown(path), "", {}, as_recorded, [record])
    files = _files_of_run(path)
    run = files.read_record()
    outputs = {files.path(name): output for name, output in run["outputs"].items()}
    if path in outputs:
        names = outputs[path]["raw"]
        as_recorded = inventory.sha256(path) == outputs[path]["sha256"]
    elif path in (files.record, files.notebook):
        names, as_recorded = list(run["raw"]), True
    else:
        raise InputError(
            f"{paths.shown(path)}: not among the outputs of {paths.shown(files.record)}"
        )
    records = [inventory.record(name) for name in names]
    return Explanation(paths.shown(path), run["notebook"], run["parameters"], as_recorded, records)


def _claim(claim_id: str) -> Explanation:
    """Return what a claim rests on: the register, and the raw tables that its tests read."""
    from leedsequity import claims

    register = claims.read()
    claim = next((claim for claim in register.claims if claim.claim_id == claim_id), None)
    if claim is None:
        raise InputError(
            f"there is no file {claim_id}, nor a claim of that id (`leedsequity claims` lists them)"
        )
    readings = register.readings.get(claim_id, ())
    answers, tables = claims.traced(claim, readings)
    lines = [
        f"{claim_id}: {claim.statement}",
        f"  published   {claim.relation} {claim.value:,.10g} {claim.unit}",
    ]
    for reading, answer in zip(readings, answers, strict=True):
        value = "no value" if answer.value is None else f"{answer.value:,.10g}"
        lines.append(f"  {reading.reading}: {value} by {reading.test}: {answer.basis}")
    if not readings:
        lines.append(f"  no test: it needs {claim.needs}. {claim.note}")
    names = dict.fromkeys(["claims", "readings", "documents", *tables])
    records = [inventory.record(name) for name in names]
    return Explanation("\n".join(lines), "08_claims", {}, True, records)


def _files_of_run(path: Path) -> run_files.RunFiles:
    """Return the files of the run that one file belongs to."""
    folder = path.parent
    if folder == paths.notebooks():
        files = run_files.committed(path.stem)
    elif folder.parent in (paths.processed(), paths.figures()):
        files = run_files.committed(folder.name)
    else:
        home = folder.parent if folder.name in ("tables", "figures") else folder
        files = run_files.in_folder(home.parent.name, home)
    if not files.record.is_file():
        raise InputError(
            f"{paths.shown(path)}: no run.json tells of it; only results of a run can be explained"
        )
    return files
