"""Raw tables made again from publishers' files, and their records sealed with rows and SHA-256."""

import hashlib
import importlib
import io
import re
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import pandas as pd

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import catalogue, checking, schemas
from leedsequity.raw.records import Record

_SEAL = re.compile(r"^rows: .*\nsha256: .*\n?\Z", re.MULTILINE)


def compile_table(name: str, source: Path, check: bool = False) -> Record:
    """Make one raw table from the publishers' files named in its record, and seal the record.

    A table transcribed from a document is not made: its csv is checked as it stands, and sealed.

    Parameters
    ----------
    name : str
        Name of the table; its record ``data/raw/<name>.yaml`` must exist (for a new table with
        ``rows: 0`` and ``sha256: unsealed`` as its last two lines).
    source : Path
        The folder that holds the publishers' files.
    check : bool
        Change nothing; only require that the table made is the table recorded, byte for byte.

    Returns
    -------
    Record
        The record, as sealed.

    Raises
    ------
    InputError
        If a publisher's file is missing or is not the recorded one, the table breaks its schema or
        its record, or (``check``) differs from the csv. Nothing is written then.
    """
    record = catalogue.record(name)
    file = f"data/raw/{name}.csv"
    made = _transcribed(record) if record.document is not None else _made(record, source)
    frame = schemas.check(name, checking.read_text(io.BytesIO(made), file), file)
    if list(frame.columns) != list(record.columns):
        raise InputError(
            f"data/raw/{name}.yaml: describes the columns {', '.join(record.columns)}; "
            f"the table has {', '.join(frame.columns)}"
        )
    if check:
        _compare(record, made)
        return record
    sealed = _sealed(paths.raw() / f"{name}.yaml", len(frame), hashlib.sha256(made).hexdigest())
    paths.write({catalogue.csv_file(name): made, paths.raw() / f"{name}.yaml": sealed})
    return catalogue.record(name)


def to_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as the bytes of a csv.

    UTF-8, lines ended by a line feed, floats as the shortest text that reads back to the same number,
    flags as ``true`` and ``false``, missing cells empty.
    """
    words = {True: "true", False: "false"}
    flags = {column: table[column].map(words) for column in table.select_dtypes("bool").columns}
    return table.assign(**flags).to_csv(index=False, lineterminator="\n").encode("utf-8")


def _made(record: Record, source: Path) -> bytes:
    files = []
    for upstream in record.upstream:
        path = source / upstream.file
        if not path.is_file():
            raise InputError(
                f"{paths.shown(path)}: missing, and {record.name} is made from it: run `leedsequity raw fetch "
                f"{record.name}`, or put it there (`leedsequity explain data/raw/{record.name}.csv` says from where), "
                "or name the folder that holds it with --from"
            )
        size, found = path.stat().st_size, catalogue.sha256(path)
        if (size, found) != (upstream.bytes, upstream.sha256):
            raise InputError(
                f"{paths.shown(path)}: not the file that {record.name} is made from: recorded {upstream.bytes} bytes, "
                f"sha256 {upstream.sha256}; found {size} bytes, {found}"
            )
        files.append(path)
    return to_bytes(_function(record)(*files))


def _function(record: Record) -> Callable[..., pd.DataFrame]:
    module, _, function = str(record.compiled_by).partition(":")
    try:
        found: Callable[..., pd.DataFrame] = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise InputError(
            f"data/raw/{record.name}.yaml: compiled_by {record.compiled_by!r} cannot be imported: {error}; "
            "publishers' files are read with the extra `compile`"
        ) from error
    return found


def _transcribed(record: Record) -> bytes:
    file = catalogue.csv_file(record.name)
    if not file.is_file():
        raise InputError(
            f"data/raw/{record.name}.csv: missing; it is transcribed by hand from {record.document}, {record.locator}"
        )
    return file.read_bytes()


def _compare(record: Record, made: bytes) -> None:
    """Require that the table made is the csv that stands, and that the record's seal is true of it."""
    file = catalogue.csv_file(record.name)
    if not file.is_file():
        raise InputError(f"data/raw/{record.name}.csv: missing; run `leedsequity raw compile {record.name}`")
    standing = file.read_bytes()
    if made != standing:
        rows = zip_longest(standing.decode("utf-8", "replace").splitlines(), made.decode().splitlines())
        row, expected, found = next(
            ((i, a, b) for i, (a, b) in enumerate(rows, start=1) if a != b),
            (1, "other line ends", "line feeds"),
        )
        raise InputError(
            f"data/raw/{record.name}.csv: differs from what its publishers' files give, first in row {row}: "
            f"expected {expected!r}, found {found!r}"
        )
    catalogue.check_bytes(record)


def _sealed(file: Path, rows: int, sha256: str) -> bytes:
    """Return a record's text with its last two lines renewed; the prose above is people's."""
    text = file.read_text(encoding="utf-8")
    renewed, replaced = _SEAL.subn(f"rows: {rows}\nsha256: {sha256}\n", text)
    if replaced != 1:
        raise InputError(f"data/raw/{file.name}: its last two lines must be `rows: …` and `sha256: …`")
    return renewed.encode("utf-8")
