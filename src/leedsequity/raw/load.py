"""The one way to read a raw table: bytes checked, content checked, the read noted."""

from typing import TYPE_CHECKING

from leedsequity.raw import catalogue

if TYPE_CHECKING:
    import pandas as pd

_reads: dict[str, str] = {}


def load(name: str) -> "pd.DataFrame":
    """Return a raw table after checking its bytes against its record and its content against its schema.

    Parameters
    ----------
    name : str
        Name of the table, as in ``data/raw/<name>.csv``.

    Returns
    -------
    DataFrame
        Columns in the schema's order and types; missing text and numbers are NaN. Each call reads
        anew, so the frame is the caller's own.

    Raises
    ------
    InputError
        If there is no such table, its bytes differ from its record, or its content breaks its schema.
    """
    # Imported here: the catalogue is used where pandas must not be loaded yet.
    from leedsequity.raw import checking, schemas

    record = catalogue.record(name)
    catalogue.check_bytes(record)
    file = f"data/raw/{name}.csv"
    frame = schemas.check(name, checking.read_text(catalogue.csv_file(name), file), file)
    _reads[name] = record.sha256
    return frame


def reads() -> dict[str, str]:
    """Return the raw tables this process has read, in the order of their first reading: name to SHA-256."""
    return dict(_reads)
