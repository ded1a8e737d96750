"""The one way to read a raw table: bytes checked, content checked, the read noted."""

import re
from typing import TYPE_CHECKING

from leedsequity import paths
from leedsequity.errors import InputError, NotServedError
from leedsequity.raw import catalogue

if TYPE_CHECKING:
    import pandas as pd

_reads: dict[str, str] = {}
_asked: dict[str, bool] = {}


def load(name: str, area: str | None = None) -> "pd.DataFrame":
    """Return a raw table after checking its bytes and its content against its record.

    Parameters
    ----------
    name : str
        Name of the table, as in ``data/raw/<name>.csv``.
    area : str, optional
        Code of the authority whose small areas are wanted. The table in ``data/raw`` is that of the
        area which its record names; of any other, the one made by ``leedsequity raw compile <name>
        --area <code>`` is returned.

    Returns
    -------
    DataFrame or GeoDataFrame
        Columns in the order and types of the record; missing text and numbers are NaN. Each call
        reads anew, so the frame is the caller's own. Outlines (``<name>.geojson``) are in degrees,
        EPSG:4326.

    Raises
    ------
    InputError
        If there is no such table, its bytes differ from its record, or its content breaks its
        rules; a `NotServedError` if it is not there for the area.
    """
    # Imported here: the catalogue is used where pandas must not be loaded yet.
    from leedsequity.raw import authorities, checking

    key = _key(name, area)
    _asked[key] = True
    if area is not None and not catalogue.record_file(key).is_file():
        try:
            authorities.require(name, area)
            catalogue.record(key)
        except InputError as error:
            raise NotServedError(str(error)) from None
    record = catalogue.record(key)
    catalogue.check_bytes(record)
    file = catalogue.table_file(record)
    frame = checking.read(record, file, paths.shown(file))
    if len(frame) != record.rows:
        raise InputError(
            f"{paths.shown(file)}: {len(frame):,} rows; its record says {record.rows:,}"
        )
    _reads[key] = record.sha256
    return frame


def held(name: str, area: str) -> bool:
    """Return whether `load` finds a table of small areas for an area, for results that can do without.

    Raises
    ------
    InputError
        If there is no such table, it is not kept by area, or the area is not a code.
    """
    key = _key(name, area)
    _asked.setdefault(key, False)
    return catalogue.record_file(key).is_file()


def reads() -> dict[str, str]:
    """Return the raw tables this process has read, in the order of their first reading: name to SHA-256.

    A table compiled for another area has the area's code before its name, ``E08000032/imd_lsoa11``.
    """
    return dict(_reads)


def asked() -> dict[str, bool]:
    """Return the raw tables this process has asked for, those that were not there among them.

    To each, whether `load` was to read it; else `held` alone asked whether it is there.
    """
    return dict(_asked)


def _key(name: str, area: str | None) -> str:
    """Return the name under which a table is noted; refuse an area for a table that is not kept by area."""
    if area is None:
        return name
    own = catalogue.record(name).area
    if own is None:
        raise InputError(f"{name}: not kept by area: load it without one")
    if not re.fullmatch(r"E[0-9]{8}", area):
        raise InputError(f"{area!r} is not the code of an English area, such as E08000032")
    return name if area == own else f"{area}/{name}"
