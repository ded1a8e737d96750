"""The evaluated register of claims as notebook 08 saved it, where a test now would give the same.

Testing every claim takes about fifteen seconds; reading what was saved takes none.
"""

from typing import Any

import pandas as pd

from leedsequity import paths
from leedsequity.claims import Claim, Reading
from leedsequity.errors import InputError
from leedsequity.raw import inventory
from leedsequity_build import freshness, run_files

_NOTEBOOK = "08_claims"
_TABLES = ("tables/claims.csv", "tables/readings.csv")


def changes() -> list[str]:
    """Return what differs from the record of the run: its tables, or raw tables that it read."""
    files = run_files.committed(_NOTEBOOK)
    if (run := files.find_record()) is None:
        return [f"{paths.shown(files.record)} is missing, or no record of a run"]
    recorded = {name: of["sha256"] for name, of in run["outputs"].items()}
    changed = [
        f"{paths.shown(files.path(name))} is not as its run.json records it"
        for name in _TABLES
        if name not in recorded or freshness.sha256(files.path(name)) != recorded[name]
    ]
    for name, digest in run["raw"].items():
        if freshness.sha256(inventory.table_file(inventory.record(name))) != digest:
            changed.append(f"raw table {name} changed since {_NOTEBOOK} was built")
    return changed


def are_fresh() -> bool:
    """Return whether a test of every claim would give what was saved.

    Nothing may differ from the record of the run; where it was built here, its stamp must say that
    the modules and libraries are those of the build as well.
    """
    stale = freshness.reasons(run_files.committed(_NOTEBOOK), paths.notebooks() / f"{_NOTEBOOK}.py")
    return stale in ([], [freshness.NOT_BUILT]) and not changes()


def read() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the claims and readings of the project's own register, as `claims.evaluated` does.

    Numbers are as saved, with ten figures.

    Raises
    ------
    InputError
        If something differs from the record of the run; one line, with all that does.
    """
    if changed := changes():
        raise InputError(f"{'; '.join(changed)}: run `leedsequity build 08`")
    return _table(_TABLES[0], Claim), _table(_TABLES[1], Reading)


def _table(name: str, kind: type) -> pd.DataFrame:
    # Text of the register may be empty, and is not missing then.
    texts = [column for column, of in kind.__annotations__.items() if of is str]
    types: dict[Any, Any] = dict.fromkeys([*texts, "tables"], "str")
    frame = pd.read_csv(
        run_files.committed(_NOTEBOOK).path(name),
        dtype=types,
        keep_default_na=False,
        na_values=[""],
    )
    return frame.fillna(dict.fromkeys([c for c in types if c in frame], ""))
