"""Where a file or a claim came from: notebook, parameters, raw tables behind it, publishers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import Record, inventory
from leedsequity_build import run_files

_SHOWN = 6  # of names that have a part in common


@dataclass(frozen=True)
class Explanation:
    """What is known of a file; `as_recorded` says whether its bytes still are the recorded ones.

    `data` is the file with the numbers: of a figure those drawn, of a claim all evaluated ones.
    """

    file: str
    notebook: str
    parameters: dict[str, Any]
    as_recorded: bool
    raw: list[Record]
    data: str = ""


def explain(file: Path) -> Explanation:
    """Find the run that wrote a table or figure, a raw table's record, or what tests a claim.

    Parameters
    ----------
    file
        Any output of a run (the executed notebook and `run.json` included), or a raw table or its
        record. Relative to the working directory, or else to the project's root. Or the id of a
        claim, whose test is run; or a part of the name of one committed result, raw table or claim.

    Raises
    ------
    InputError
        If there is no such file, no record tells of it, or the record cannot be read; if several
        names have that part.
    """
    path = next((p.resolve() for p in (file, paths.root() / file) if p.is_file()), None)
    if path is None:
        name = _whole_name(str(file))
        path = paths.root() / name
        if not path.is_file():
            return _claim(name)
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
    numbers = path.with_suffix(".csv")
    data = paths.shown(numbers) if numbers in outputs else ""
    return Explanation(
        paths.shown(path), run["notebook"], run["parameters"], as_recorded, records, data
    )


def _whole_name(text: str) -> str:
    """Return the file, from the project's root, or the claim whose name has a text in it."""
    from leedsequity import claims

    known = [
        paths.shown(inventory.table_file(inventory.record(name))) for name in inventory.names()
    ]
    known += [claim.claim_id for claim in claims.read().claims]
    for record in sorted(paths.processed().glob("*/run.json")):
        files = run_files.committed(record.parent.name)
        outputs = files.read_record()["outputs"]
        tables = [name for name in outputs if name.startswith("tables/")]
        # Of a figure's files its picture stands for all.
        figures = [name for name in outputs if name.endswith(".svg")]
        known += [paths.shown(files.path(name)) for name in (*tables, *figures)]
    wanted = text.removesuffix(".png")
    whole = [name for name in known if wanted in (Path(name).stem, name)]
    for found in (whole, [name for name in known if wanted in name]):
        if len(found) == 1:
            return found[0]
        if found:
            more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
            raise InputError(
                f"{len(found)} names have {text!r}: {', '.join(found[:_SHOWN])}{more}: give more of"
                " one"
            )
    raise InputError(
        f"there is no file {text}, nor a committed result, raw table or claim with that in its name"
        " (`leedsequity find` looks further)"
    )


def _claim(claim_id: str) -> Explanation:
    """Return what a claim rests on: the register, and the raw tables that its tests read."""
    from leedsequity import claims

    register = claims.read()
    claim = next(claim for claim in register.claims if claim.claim_id == claim_id)
    readings = register.readings.get(claim_id, ())
    answers, tables = claims.traced(claim, readings)
    evaluated, _ = claims.evaluated(register, {claim_id})
    lines = [
        f"{claim_id}: {claim.statement}",
        f"  verdict     {evaluated['verdict'].iloc[0]}",
        f"  published   {claim.relation} {claim.value:,.10g} {claim.unit}",
    ]
    for reading, answer in zip(readings, answers, strict=True):
        value = "no value" if answer.value is None else f"{answer.value:,.10g}"
        lines.append(f"  {reading.reading}: {value} by {reading.test}: {answer.basis}")
    if not readings:
        lines.append(f"  no test: it needs {claim.needs}. {claim.note}")
    names = dict.fromkeys(["claims", "readings", "documents", *tables])
    records = [inventory.record(name) for name in names]
    table = paths.processed() / "08_claims" / "claims.csv"
    data = paths.shown(table) if table.is_file() else ""
    return Explanation("\n".join(lines), "08_claims", {}, True, records, data)


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
