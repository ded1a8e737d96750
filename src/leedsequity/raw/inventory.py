"""The raw tables' records: what each table is, whose, under which licence, from which files.

Beside every ``data/raw/<name>.csv`` (outlines: ``<name>.geojson``) stands ``<name>.yaml``. This
module reads those records, fills in their columns from ``data/fields.yaml``, and checks the bytes
of the tables against them. It is kept light (no pandas): every build hashes every table with it
before anything else happens.
"""

import difflib
import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import yaml_text
from leedsequity.raw.records import ColumnRecord, Record, files, parse, parse_fields

_ENDINGS = (".csv", ".geojson")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,99}")


def names() -> list[str]:
    """Return the names of all raw tables that have a record, in alphabetical order."""
    return sorted(file.stem for file in paths.raw().glob("*.yaml"))


def record_file(name: str) -> Path:
    """Return where a raw table's record is; refuse what is no name, which may lead anywhere."""
    if not _NAME.fullmatch(name):
        raise _unknown(name)
    return paths.raw() / f"{name}.yaml"


def name_of(file: Path) -> str:
    """Return the name of the raw table that a file is, or whose record it is; else nothing."""
    return file.stem if file.parent == paths.raw() else ""


def table_file(table: Record) -> Path:
    """Return where a raw table is, from its record."""
    return record_file(table.name).with_suffix(
        ".geojson" if "geometry" in table.columns else ".csv"
    )


def record(name: str) -> Record:
    """Return the record of a raw table.

    Raises
    ------
    InputError
        If there is no such table (near matches are named), or its record is unreadable or lacks or
        exceeds the known keys.
    """
    if not isinstance(name, str):
        raise InputError(f"the name of a table is a text, such as 'wards', not {name!r}")
    file = record_file(name)
    label = paths.shown(file)
    if not file.is_file():
        if alone := [other for other in map(file.with_suffix, _ENDINGS) if other.is_file()]:
            raise InputError(_no_record(alone[0]))
        raise _unknown(name)
    return parse(name, yaml_text.read(file), label, fields())


def fields() -> Mapping[str, ColumnRecord]:
    """Return the columns that many tables share, by name, as ``data/fields.yaml`` describes them.

    Raises
    ------
    InputError
        If that file is missing, unreadable, or a field lacks its description, unit or values.
    """
    file = paths.fields()
    if not file.is_file():
        raise InputError(f"{paths.shown(file)}: missing: run `git checkout` on it")
    return _fields(file, sha256(file))


@lru_cache(maxsize=1)  # read once for all records, while it is not changed
def _fields(file: Path, digest: str) -> Mapping[str, ColumnRecord]:  # noqa: ARG001
    return parse_fields(yaml_text.read(file), paths.shown(file))


def records() -> list[Record]:
    """Return the records of all raw tables, by name; they must agree about each file."""
    found = [record(name) for name in names()]
    files(found)
    return found


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(name: str) -> str:
    """Return one SHA-256 of a table, its record and the fields."""
    files = [*map(record_file(name).with_suffix, (*_ENDINGS, ".yaml")), paths.fields()]
    found = [sha256(file) if file.is_file() else "missing" for file in files]
    return hashlib.sha256(" ".join(found).encode()).hexdigest()


def verify() -> None:
    """Check the bytes of all raw tables against their records; the `InputError` names each."""
    fields()  # a fault in them is one fault, not one of each record
    known = names()
    tables = sorted(file for file in paths.raw().iterdir() if file.suffix in _ENDINGS)
    problems = [_no_record(file) for file in tables if file.stem not in known]
    found = []
    for name in known:
        try:
            found.append(record(name))
            check_bytes(found[-1])
        except InputError as error:
            problems.append(str(error))
    try:
        files(found)
    except InputError as error:
        problems.append(str(error))
    if problems:
        raise InputError("\n".join(problems))


def check_bytes(table: Record) -> None:
    """Require that a table is there and that its bytes are the recorded ones."""
    file = table_file(table)
    if not file.is_file():
        raise InputError(
            f"{paths.shown(file)}: missing, though its record is there: {_cure(table.name)}"
        )
    found = sha256(file)
    if found != table.sha256:
        raise InputError(
            f"{paths.shown(file)}: the bytes differ from its record: "
            f"recorded sha256 {table.sha256}, found {found}; {_cure(table.name)}"
        )


def _unknown(name: str) -> InputError:
    known = names()
    if name in known:  # whatever it may be
        return InputError(
            f"data/raw/{name}.yaml: not the record of a table: a folder, a link to nowhere, or a"
            " name of other characters than small letters, digits and underscores: move it away"
        )
    near = difflib.get_close_matches(name, known, n=3)
    near = near or [one for one in known if name.split("_")[0] in one.split("_")][:3]
    choice = f"did you mean {' or '.join(near)}?" if near else "`leedsequity raw list` lists them"
    return InputError(f"data/raw: no table is named {name!r}: {choice}")


def _cure(name: str) -> str:
    return f"run `git checkout` on it or `leedsequity raw compile {name}`"


def _no_record(file: Path) -> str:
    record = paths.shown(file.with_suffix(".yaml"))
    return (
        f"{paths.shown(file)}: no record beside it: write {record}, or remove the"
        f" {file.suffix.removeprefix('.')}"
    )
