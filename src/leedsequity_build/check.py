"""Checking a partner's file by the rules of the notebooks, and a copy with what can be mended.

`raw.partner_schemas` has the rules and is asked for what is wrong once everything is mended that
has one right form; what was mended is wrong as well. No sentence has a value or a header of the
file: columns are named by the schema or by a letter, rows by the number that a spreadsheet shows.
"""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from leedsequity.errors import InputError
from leedsequity.raw import partner_schemas
from leedsequity.raw.partner_schemas import STAGES, SYNTHETIC, Problem
from leedsequity_build import partner_files
from leedsequity_build.checked import HINTS, KINDS, Checked, plainly, schema_columns
from leedsequity_build.partner_cells import mended
from leedsequity_build.partner_headers import named, score
from leedsequity_build.partner_postcodes import placed
from leedsequity_build.partner_values import OUTSIDE


def check(
    path: Path,
    known: Mapping[str, Mapping[str, object]],
    kind: str = "",
    names: Mapping[str, str] | None = None,
    directory: Path | None = None,
) -> Checked:
    """Return everything that is wrong with a partner's file, and a copy with what can be mended.

    Parameters
    ----------
    path
        A CSV of any form, or a workbook.
    known
        As `raw.partner.read` has them: the places of the area.
    kind
        `programme` or `workforce`; "" to find out from the header.
    names
        Of headers of the file, the column of the schema; of words for a stage, the stage.
    directory
        A CSV of the form of the ONS Postcode Directory, for a column of postcodes.

    Raises
    ------
    InputError
        If a file cannot be read, the kind is not to be found out, or a name is of no column.
    """
    names = names or {}
    cells = partner_files.read(path, lambda row: max(score(row, k, names) for k in KINDS))
    if kind not in ("", *KINDS):
        raise InputError(f"there is no kind {kind!r}, only {' and '.join(KINDS)}")
    if not kind:
        scores = {one: score(cells.header, one, names) for one in KINDS}
        if not any(scores.values()):
            raise InputError(
                f"{path.name}: its header has no column of a schema: name the columns with --map"
                f' "Their header=our_column", and the file\'s kind with --kind {" or ".join(KINDS)}'
            )
        kind = max(KINDS, key=lambda one: scores[one])
    found = Checked(kind, len(cells.rows), cells.form)
    stages = {plainly(theirs): ours for theirs, ours in names.items() if ours in STAGES}
    if unknown := sorted({*names.values()} - {*schema_columns(kind), *stages.values()}):
        columns = ", ".join(schema_columns(kind))
        raise InputError(f"--map: there is no column {', '.join(unknown)}, only {columns}")
    text = named(found, cells, names)
    if kind == "programme":
        text = placed(found, text, directory)
    right = {name: mended(found, column, known, stages) for name, column in text.items()}
    put_together = _without_repetitions if kind == "programme" else _added_up
    found.copy = put_together(found, text, pd.DataFrame(right, index=text.index))
    found.outside = sum(
        int(problem.rows.isin(found.copy.index).sum())
        for problem in found.mended
        if problem.rows is not None and OUTSIDE in problem.rule
    )
    for problem in partner_schemas.problems(kind, found.copy, known):
        wrong = problem.rule.startswith(("hold", "repeat"))
        hint = HINTS.get(problem.columns) if wrong else None
        if problem.rule.startswith("missing"):
            hint = f'name it by --map "Its header={problem.columns.removeprefix("column ")}"'
        rule = f"{problem.rule} ({hint})" if hint else problem.rule
        found.left.append(Problem(problem.columns, rule, problem.rows))
    return found


def content(found: Checked) -> bytes:
    """Return the copy as a CSV. It has the schema's columns alone, and a number for each person.

    Raises
    ------
    ValueError
        If something is left to mend: the copy would not be what notebooks read.
    """
    if found.left:
        raise ValueError(f"{len(found.left)} faults are left")
    copy = found.copy
    if found.kind == "programme" and not copy["person_id"].str.startswith(SYNTHETIC).all():
        copy = copy.assign(person_id=pd.factorize(copy["person_id"])[0] + 1)
    return copy.to_csv(index=False, lineterminator="\n").encode()


def _without_repetitions(found: Checked, _: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    """Return events, each row once."""
    again = text.duplicated()
    if again.any():
        rule = "repeat another in every cell: left out"
        found.mended.append(Problem("", rule, text.index[again]))
    return text[~again]


def _added_up(found: Checked, given: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    """Return counts of staff, those of detailed groups added up where no group was repeated."""
    keys = ["breakdown", "group"]
    if not {*keys, "staff"} <= {*text}:
        return text
    repeated = given.fillna("").map(plainly).duplicated(keys).any()
    counted = text["staff"].str.fullmatch(r"[0-9]{1,9}").eq(True)
    several = text.duplicated(keys, keep=False) & counted
    if repeated or not several.any():
        return text
    rows = text[several].astype({"staff": "int64"}).reset_index(names="row")
    added = rows.groupby(keys, sort=False, as_index=False).agg({"row": "first", "staff": "sum"})
    rule = "are of one broad group: added up"
    found.mended.append(Problem("columns breakdown, group", rule, text.index[several]))
    return pd.concat([text[~several], added.set_index("row").astype({"staff": "str"})]).sort_index()
