"""Raw tables made again from publishers' files, and their records sealed with rows and SHA-256."""

import hashlib
import io
import pkgutil
import re
import traceback
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import checking, geojson, inventory
from leedsequity.raw.records import Record
from leedsequity_data.publishers import editions

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

    Raises
    ------
    InputError
        If a publisher's file is missing or is not the recorded one, the table breaks a rule of its
        record, or (``check``) differs from the csv. Nothing is written then.
    """
    record = inventory.record(name)
    made = _transcribed(record) if record.document is not None else make(record, source)
    file, record_file = inventory.table_file(record), inventory.record_file(name)
    frame = checking.read(record, io.BytesIO(made), paths.shown(file))
    if check:
        _compare(record, made)
        return record
    text = record_file.read_text(encoding="utf-8")
    renewed = sealed(paths.shown(record_file), text, len(frame), hashlib.sha256(made).hexdigest())
    paths.write({file: made, record_file: renewed})
    return inventory.record(name)


def to_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as the bytes of a csv, or of a GeoJSON file if it has outlines.

    A csv is UTF-8, lines ended by a line feed, floats as the shortest text that reads back to the
    same number, flags as ``true`` and ``false``, missing cells empty.
    """
    if "geometry" in table.columns:
        return geojson.to_bytes(table)
    words = {True: "true", False: "false"}
    flags = {column: table[column].map(words) for column in table.select_dtypes("bool").columns}
    return table.assign(**flags).to_csv(index=False, lineterminator="\n").encode("utf-8")


def make(record: Record, source: Path, instead: Mapping[str, Path] | None = None) -> bytes:
    """Return a compiled table as bytes, made from the files of its record, which are checked.

    ``instead`` says where files are that are not in the folder ``source``, by their names there.
    """
    files = []
    for upstream in record.upstream:
        path = (instead or {}).get(upstream.file, source / upstream.file)
        if not path.is_file():
            explained = paths.shown(inventory.record_file(record.name))
            raise InputError(
                f"{paths.shown(path)}: missing, and {record.name} is made from it: run `leedsequity"
                f" raw fetch {record.name}`, or put it there (`leedsequity explain {explained}`"
                " says from where), or name the folder that holds it with --from"
            )
        size, found = path.stat().st_size, _sha256(path, path.stat().st_mtime_ns)
        as_recorded = (size, found) == (upstream.bytes, upstream.sha256)
        stated: Mapping[str, str]
        try:
            stated = editions.stated(path) if upstream.states else {}
        except InputError:
            if as_recorded:
                raise
            stated = upstream.states  # no edition of it, but spoilt: its bytes are what is wrong
        editions.require(path, upstream.states, stated)
        if not as_recorded:
            raise InputError(
                f"{paths.shown(path)}: not the file that {record.name} is made from: recorded"
                f" {upstream.bytes} bytes, sha256 {upstream.sha256}; found {size} bytes, {found}; a"
                " revised edition gets in with `leedsequity raw update`"
            )
        files.append(path)
    table = _laid_out(record, files)
    return to_bytes(table[[column for column in record.columns if column in table]])


def _laid_out(record: Record, files: list[Path]) -> pd.DataFrame:
    """Return what a ``clean_<table>`` makes of files; else say that they are laid out otherwise."""
    clean = _function(record)
    try:
        return clean(*files)
    except InputError as error:
        if any(place in str(error) for place in (editions.MAP.name, "data/raw/")):
            raise  # it says where to mend it
        module = str(record.compiled_by).partition(":")[0].replace(".", "/")
        raise InputError(f"{error}; how it is read stands in src/{module}.py") from None
    except Exception as error:
        steps = traceback.extract_tb(error.__traceback__)
        step = next(step for step in reversed(steps) if "leedsequity" in step.filename)
        raise InputError(
            f"{', '.join(file.name for file in files)}: not laid out as"
            f" {record.compiled_by} reads them, to make {record.name}: {type(error).__name__} in"
            f" {Path(step.filename).name}, line {step.lineno}: {' '.join(str(error).split())[:200]}"
        ) from error


@cache
# Hashed once for all tables, while it is not changed.
def _sha256(path: Path, changed: int) -> str:  # noqa: ARG001
    return inventory.sha256(path)


def _function(record: Record) -> Callable[..., pd.DataFrame]:
    try:
        found: Callable[..., pd.DataFrame] = pkgutil.resolve_name(str(record.compiled_by))
    except (ImportError, AttributeError, ValueError) as error:
        raise InputError(
            f"data/raw/{record.name}.yaml: compiled_by {record.compiled_by!r} cannot be imported:"
            f" {error}; publishers' files are read with more packages, which `make data` installs"
        ) from error
    return found


def _transcribed(record: Record) -> bytes:
    file = inventory.table_file(record)
    if not file.is_file():
        raise InputError(
            f"{paths.shown(file)}: missing; it is transcribed by hand from {record.document},"
            f" {record.locator}"
        )
    return file.read_bytes()


def _compare(record: Record, made: bytes) -> None:
    """Require that the table made is the one that stands, and its record's seal true."""
    file = inventory.table_file(record)
    if file.is_file() and (stands := file.read_bytes()) != made:
        row, expected, found = checking.first_difference(stands, made)
        raise InputError(
            f"{paths.shown(file)}: differs from what its publishers' files give, first in row"
            f" {row}: expected {expected}, found {found}"
        )
    inventory.check_bytes(inventory.record(record.name))


def sealed(file: str, text: str, rows: int, sha256: str) -> bytes:
    """Return a record's text with its last two lines renewed; the prose above is people's.

    ``file`` is how messages name the record.
    """
    renewed, replaced = _SEAL.subn(f"rows: {rows}\nsha256: {sha256}\n", text)
    if replaced != 1:
        raise InputError(f"{file}: its last two lines must be `rows: …` and `sha256: …`")
    return renewed.encode("utf-8")
