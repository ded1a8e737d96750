"""The one way to read a raw table: bytes checked, content checked, the read noted."""

from typing import TYPE_CHECKING

from leedsequity.errors import InputError, NotServedError
from leedsequity.raw import inventory
from leedsequity.raw.described import attributes

if TYPE_CHECKING:
    import pandas as pd

    from leedsequity.places import Place
    from leedsequity.raw.records import Record

_reads: dict[str, str] = {}
_selected_by: dict[str, set[str]] = {}
# Columns that say where a row is: the codes of a place that select by each, and the lookup that
# has them.
_PLACED_BY = {
    "lsoa11_code": ("lsoa11", "lsoa11"),
    "lsoa21_code": ("lsoa21", "lsoa21"),
    "msoa11_code": ("msoa11", "lsoa11"),
    "ward_code": ("wards", "wards"),
    "ward21_code": ("wards", "wards"),
    "ward24_code": ("wards", "wards"),
    "area_code": ("authorities", "areas"),
    "code": ("authorities", "areas"),
}


def load(name: str, area: "str | Place | None" = None) -> "pd.DataFrame":
    """Return a raw table, or its rows of one place, after checking it against its record.

    Parameters
    ----------
    name : str
        Name of the table, as in ``data/raw/<name>.csv``.
    area : str or Place, optional
        A place of England, by code, by name as in ``"Leeds"``, or as `leedsequity.places` gives it.
        The rows are those of its LSOAs, MSOAs, wards or authorities: whichever column the table's
        key has first.

    Returns
    -------
    DataFrame or GeoDataFrame
        Columns in the order and types of the record; missing text and numbers are NaN. Each call
        reads anew, so the frame is the caller's own. ``attrs`` has what the record says of the
        table: ``table`` (its name), ``title``, ``publisher``, ``licence``, ``census``,
        ``cautions``, and by column ``labels`` and ``units``. Outlines (``<name>.geojson``) are in
        degrees, EPSG:4326.

    Raises
    ------
    InputError
        If there is no such table or place, the table's bytes differ from its record, or its rows
        break the record's rules; a `NotServedError` if it has no rows of the place, outlines of a
        part of it alone, or figures of authorities, of which the place is none.
    """
    # Imported here: records are read where pandas must not be loaded yet.
    from leedsequity import places
    from leedsequity.raw import checked

    record = inventory.record(name)
    inventory.check_bytes(record)
    place = area if area is None or isinstance(area, places.Place) else places.find(area)
    frame = checked.whole(record) if place is None else _rows_of(record, place)
    _reads[name] = record.sha256
    if place is not None and not len(frame):
        later = [
            f"; today it is in {a.code} {a.name}"
            for a in places.every().values()
            if place.code and (a.code == place.successor or a.recoded_from == place.code)
        ]
        raise NotServedError(f"{name} has nothing of {place.name} ({place.kind}){''.join(later)}")
    frame.attrs |= attributes(record)
    return frame


def reads() -> dict[str, str]:
    """Return the raw tables this process has read, in the order of first reading, with SHA-256."""
    return dict(_reads)


def selected_by(name: str) -> list[str]:
    """Return the tables by which rows of one were selected: lookups, and where a place is found."""
    return sorted(_selected_by.get(name, ()))


def _rows_of(record: "Record", place: "Place") -> "pd.DataFrame":
    """Return the rows of a table that are of a place."""
    from leedsequity import places
    from leedsequity.raw import checked

    column = next((c for c in (*record.key, *record.columns) if c in _PLACED_BY), None)
    if column is None:
        raise InputError(
            f"{record.name}: no column says of which place a row is: load it whole, without area"
        )
    kind, lookup = _PLACED_BY[column]
    if kind == "authorities" and place.type in (places.WARD, places.OWN_SET):
        raise NotServedError(
            f"{record.name} has figures of authorities, and {place.name} is a {place.type}"
        )
    codes: frozenset[str] = getattr(place, kind)
    _selected_by.setdefault(record.name, set()).update((lookup, "areas"))
    frame = checked.whole(record)
    frame = frame[frame[column].isin(codes)].reset_index(drop=True)
    lacking = len(codes) - frame[column].nunique()
    if "geometry" in frame and len(frame) and lacking:
        raise NotServedError(
            f"{record.name} has no outlines of {lacking:,} of {len(codes):,} parts of {place.name}"
        )
    return frame
