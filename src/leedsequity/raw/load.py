"""The one way to read a raw table: bytes checked, content checked, the read noted."""

from typing import TYPE_CHECKING

from leedsequity import paths
from leedsequity.errors import InputError
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
        Code of the authority whose small areas are wanted; left out: the whole table.

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
        rules.
    """
    # Imported here: the catalogue is used where pandas must not be loaded yet.
    from leedsequity.raw import checking

    _asked[name] = True
    record = catalogue.record(name)
    catalogue.check_bytes(record)
    file = catalogue.table_file(record)
    frame = checking.read(record, file, paths.shown(file))
    if len(frame) != record.rows:
        raise InputError(
            f"{paths.shown(file)}: {len(frame):,} rows; its record says {record.rows:,}"
        )
    _reads[name] = record.sha256
    return frame if area is None else _of_authority(frame, area)


def held(name: str, area: str) -> bool:  # noqa: ARG001
    """Return whether `load` finds a table of small areas for an area, for results that can do without.

    Raises
    ------
    InputError
        If there is no such table.
    """
    _asked.setdefault(name, False)
    return catalogue.record_file(name).is_file()


def reads() -> dict[str, str]:
    """Return the raw tables this process has read, in the order of their first reading, with SHA-256."""
    return dict(_reads)


def asked() -> dict[str, bool]:
    """Return the raw tables this process has asked for, those that were not there among them.

    To each, whether `load` was to read it; else `held` alone asked whether it is there.
    """
    return dict(_asked)


def _of_authority(frame: "pd.DataFrame", area: str) -> "pd.DataFrame":
    """Return the rows of the small areas that lie in an authority."""
    for code in ("lsoa11_code", "lsoa21_code"):
        if code in frame and "area_code" not in frame:
            lsoas = load(code.removesuffix("_code"))
            own = lsoas.loc[lsoas["area_code"] == area, code]
            return frame[frame[code].isin(own)].reset_index(drop=True)
    return frame[frame["area_code"] == area].reset_index(drop=True)
