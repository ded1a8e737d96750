"""What a document's authors replied to a verdict, and what was corrected here: dated, in a file.

`responses.csv` stands beside the tables of a register, that of this project in `data/`; it may have
its header alone, or not be there. Columns: `claim_id`; `date`, as 2026-11-27; `kind`, reply or
correction; `by`, who replied or corrected; `text`, in a sentence or two.
"""

from datetime import date
from pathlib import Path

import pandas as pd

from leedsequity import paths
from leedsequity.claims.registers import Register, folder_of
from leedsequity.errors import InputError
from leedsequity.raw import checking

COLUMNS = ("claim_id", "date", "kind", "by", "text")
KINDS = ("reply", "correction")


def read(register: Register, folder: Path | str | None = None) -> pd.DataFrame:
    """Return the responses to claims of a register, oldest first; `folder` as for its tables.

    Raises
    ------
    InputError
        In one line with file and row: other columns, an empty cell, a claim that is not there, a
        date or kind that is none.
    """
    file = (folder_of(folder) if folder else paths.root() / "data") / "responses.csv"
    if not file.is_file():
        return pd.DataFrame(columns=[*COLUMNS], dtype="str")
    name = f"{file.parent.name}/{file.name}"
    rows = checking.read_text(file, name)
    if [*rows.columns] != [*COLUMNS]:
        raise InputError(f"{name}: its columns must be {', '.join(COLUMNS)}")
    ids = {claim.claim_id for claim in register.claims}
    for at, row in enumerate(rows.fillna("").to_dict("records"), 1):
        fault = (
            "an empty cell"
            if "" in row.values()
            else f"there is no claim {row['claim_id']!r}"
            if row["claim_id"] not in ids
            else f"date {row['date']!r} is not written as 2026-11-27"
            if not _is_date(row["date"])
            else f"kind {row['kind']!r} is none of {', '.join(KINDS)}"
            if row["kind"] not in KINDS
            else ""
        )
        if fault:
            raise InputError(f"{name}: row {at}: {fault}")
    return rows.sort_values("date", kind="stable", ignore_index=True)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
