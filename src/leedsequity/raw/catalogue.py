"""The raw tables' records: what each table is, whose, under which licence, from which files.

Beside every ``data/raw/<name>.csv`` stands ``<name>.yaml``. This module reads those records and
checks the bytes of the tables against them. It is kept light (no pandas): every build hashes every
table with it before anything else happens.
"""

import difflib
import hashlib
from pathlib import Path
from typing import Any

import yaml

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw.records import Record, parse

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is some ten times faster


def names() -> list[str]:
    """Return the names of all raw tables that have a record, in alphabetical order."""
    return sorted(file.stem for file in paths.raw().glob("*.yaml"))


def csv_file(name: str) -> Path:
    """Return where a raw table's csv is."""
    return paths.raw() / f"{name}.csv"


def record(name: str) -> Record:
    """Return the record of a raw table.

    Parameters
    ----------
    name : str
        Name of the table, without an ending.

    Raises
    ------
    InputError
        If there is no such table (near matches are named), or its record is unreadable or lacks or
        exceeds the known keys.
    """
    file = paths.raw() / f"{name}.yaml"
    if not file.is_file():
        if csv_file(name).is_file():
            raise InputError(_no_record(name))
        known = names()
        near = difflib.get_close_matches(name, known, n=3)
        choice = f"did you mean {' or '.join(near)}?" if near else f"the tables are {', '.join(known)}"
        raise InputError(f"data/raw: no table is named {name!r}: {choice}")
    label = f"data/raw/{name}.yaml"
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark is not None else ""
        reason = getattr(error, "problem", None) or "not UTF-8 text"
        raise InputError(f"{label}: cannot be read as YAML{place}: {reason}") from error
    return parse(name, content, label)


def records() -> list[Record]:
    """Return the records of all raw tables, in alphabetical order of their names."""
    return [record(name) for name in names()]


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(name: str) -> str:
    """Return one SHA-256 of a table and its record as they stand, which changes when either does or is gone."""
    files = (csv_file(name), csv_file(name).with_suffix(".yaml"))
    found = [sha256(file) if file.is_file() else "missing" for file in files]
    return hashlib.sha256(" ".join(found).encode()).hexdigest()


def verify() -> None:
    """Check the bytes of all raw tables against their records.

    Raises
    ------
    InputError
        One line for each table that is missing, differs from its record, has a bad record, or none.
    """
    unrecorded = {file.stem for file in paths.raw().glob("*.csv")}.difference(names())
    problems = [_no_record(name) for name in sorted(unrecorded)]
    for name in names():
        try:
            check_bytes(record(name))
        except InputError as error:
            problems.append(str(error))
    if problems:
        raise InputError("\n".join(problems))


def check_bytes(table: Record) -> None:
    """Check that the bytes of a table's csv are the recorded ones.

    Raises
    ------
    InputError
        If the csv is missing, or its SHA-256 is not the recorded one.
    """
    cure = f"run `git checkout` on it or `leedsequity raw compile {table.name}`"
    file = csv_file(table.name)
    if not file.is_file():
        raise InputError(f"data/raw/{table.name}.csv: missing, though its record is there: {cure}")
    found = sha256(file)
    if found != table.sha256:
        raise InputError(
            f"data/raw/{table.name}.csv: the bytes differ from its record: "
            f"recorded sha256 {table.sha256}, found {found}; {cure}"
        )


def _no_record(name: str) -> str:
    return f"data/raw/{name}.csv: no record beside it: write data/raw/{name}.yaml, or remove the csv"
