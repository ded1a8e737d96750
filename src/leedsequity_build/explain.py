"""Where a file of the project came from: its notebook and parameters, the raw tables behind it, their publishers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import Record, catalogue
from leedsequity_build import places


@dataclass(frozen=True)
class Explanation:
    """What is known of a file; `as_recorded` says whether its bytes still are the recorded ones."""

    file: str
    notebook: str
    parameters: dict[str, Any]
    as_recorded: bool
    raw: list[Record]


def explain(file: Path) -> Explanation:
    """Find the run that wrote a table or figure, the record of a raw table, or what tests a claim.

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
    if name := catalogue.name_of(path):
        record = catalogue.record(name)
        table = catalogue.table_file(record)
        as_recorded = table.is_file() and record.sha256 == catalogue.sha256(table)
        return Explanation(paths.shown(path), "", {}, as_recorded, [record])
    place = _place(path)
    run = place.recorded()
    outputs = {place.of(name): output for name, output in run["outputs"].items()}
    if path in (place.record, place.notebook):
        names, as_recorded = list(run["raw"]), True
    elif path in outputs:
        names = outputs[path]["raw"]
        as_recorded = catalogue.sha256(path) == outputs[path]["sha256"]
    else:
        raise InputError(
            f"{paths.shown(path)}: not among the outputs of {paths.shown(place.record)}"
        )
    records = [catalogue.record(name) for name in names]
    return Explanation(paths.shown(path), run["notebook"], run["parameters"], as_recorded, records)


def _claim(claim_id: str) -> Explanation:
    """Return what a claim rests on: the register, and the raw tables that its test reads."""
    from leedsequity import claims

    claim = next((claim for claim in claims.claims() if claim.claim_id == claim_id), None)
    if claim is None:
        raise InputError(
            f"there is no file {claim_id}, nor a claim of that id (`leedsequity claims` lists them)"
        )
    answer, read = claims.traced(claim)
    found = (
        "no test"
        if answer is None
        else f"recomputed {answer.value:,.10g} by {claim.test}: {answer.basis}"
    )
    text = (
        f"{claim_id}: {claim.statement}\n  published   {claim.relation} {claim.value:,.10g}"
        f" {claim.unit}\n  {found}"
    )
    records = [catalogue.record(name) for name in dict.fromkeys(["claims", *read])]
    return Explanation(text, "08_claims", {}, True, records)


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
        raise InputError(
            f"{paths.shown(path)}: no run.json tells of it; only results of a run can be explained"
        )
    return place
