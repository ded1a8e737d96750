"""Whole raw tables, checked once: kept in the cache while nothing changes that the check rests on.

A build, a test suite and a question asked at the command line each read the same tables in many
processes. The check of a table is a function of its bytes, its record, the fields, this room's code
and the versions of Python and pandas; a hash of these names the file that holds the checked frame.
"""

import hashlib
import pickle
import platform
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import inventory

if TYPE_CHECKING:
    import pandas as pd

    from leedsequity.raw.records import Record

_DIGEST = hashlib.sha256().digest_size


def whole(record: "Record") -> "pd.DataFrame":
    """Return a raw table of which `inventory.check_bytes` holds, in the types of its record.

    Each call gives a frame of the caller's own. A file of the cache that is not as it was written
    is written anew; where none can be written, the table is checked at every call.

    Raises
    ------
    InputError
        As `checking.read`, or if the number of rows is not the record's.
    """
    described = map(inventory.sha256, (inventory.record_file(record.name), paths.fields()))
    rests_on = " ".join([record.sha256, *described, _code()])
    key = hashlib.sha256(rests_on.encode()).hexdigest()
    kept = paths.cache() / "tables" / f"{record.name}-{key[:32]}.pickle"
    with suppress(OSError):
        content = kept.read_bytes()
        if hashlib.sha256(content[_DIGEST:]).digest() == content[:_DIGEST]:
            frame: pd.DataFrame = pickle.loads(content[_DIGEST:])
            return frame
    from leedsequity.raw import checking  # only now: reading what is kept needs none of it

    file = inventory.table_file(record)
    frame = checking.read(record, file, paths.shown(file))
    if len(frame) != record.rows:
        raise InputError(
            f"{paths.shown(file)}: {len(frame):,} rows; its record says {record.rows:,}"
        )
    content = pickle.dumps(frame, protocol=5)
    with suppress(OSError):
        _keep(kept, record.name, hashlib.sha256(content).digest() + content)
    return frame


def _keep(file: Path, table: str, content: bytes) -> None:
    """Write a file of the cache aside and rename it; remove what was kept of the table before."""
    file.parent.mkdir(parents=True, exist_ok=True)
    before = [old for old in file.parent.glob(f"{table}-*.pickle") if old != file]
    aside = paths.temporary_file(file)
    try:
        aside.write_bytes(content)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    for old in before:
        old.unlink(missing_ok=True)


@cache
def _code() -> str:
    """Return a hash of the code that checks, and of what it runs on."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    versions = [platform.python_version(), *map(version, ("pandas", "geopandas", "shapely"))]
    return hashlib.sha256(
        b"\0".join([*(file.read_bytes() for file in sources), *(v.encode() for v in versions)])
    ).hexdigest()
