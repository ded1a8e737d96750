"""The long form of a wide table, made by what its record says that the columns mean."""

import re
from typing import TYPE_CHECKING

from leedsequity.errors import InputError
from leedsequity.raw import inventory
from leedsequity.raw.records import Record

if TYPE_CHECKING:
    import pandas as pd


def long(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return the long form of a wide table, or of rows and columns of it: one row for each count.

    Parameters
    ----------
    frame : DataFrame
        What `leedsequity.raw.load` returned: ``frame.attrs["table"]`` names the table.

    Returns
    -------
    DataFrame
        The columns that are no counts, such as ``lsoa21_code``; then those that the record's
        ``means`` name, such as ``broad_group`` and ``group``; then the counts, under the name that
        the record gives as ``counts``. Rows in the order of the frame and, of each of its rows, in
        the order of its columns. What is a whole number in every ``means`` is one here. ``attrs``
        are those of the frame, with the unit of the counts.

    Raises
    ------
    InputError
        If the frame is of no raw table, or of one whose record gives no ``means``.
    """
    if "table" not in frame.attrs:
        raise InputError("raw.long: no raw table: it takes a table that raw.load returned")
    record = inventory.record(frame.attrs["table"])
    made = long_form(record, frame)
    counted = [column for column in record.columns.values() if column.means]
    # Of one unit, the counts have it; of several, the row says which it is.
    units = dict.fromkeys(column.unit for column in counted)
    made.attrs |= frame.attrs
    made.attrs["units"] = frame.attrs.get("units", {}) | {str(record.counts): " or ".join(units)}
    return made


def long_form(record: Record, frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return the long form of a frame with columns of a record, as `long`."""
    import numpy as np
    import pandas as pd

    columns = {name: record.columns[name].means for name in frame if name in record.columns}
    counted = {name: means for name, means in columns.items() if means}
    if not counted:
        raise InputError(
            f"{record.name}: no wide table: its record says of no column what it means"
        )
    table = {name: frame[name].array.repeat(len(counted)) for name in frame if name not in counted}
    order = np.tile(np.arange(len(counted)), len(frame))
    for key in next(iter(counted.values())):
        words = [means[key] for means in counted.values()]
        numbers = all(re.fullmatch("0|-?[1-9][0-9]*", word) for word in words)
        table[key] = pd.Series(words).astype("int64" if numbers else "str").array.take(order)
    counts = frame[list(counted)]
    whole = (counts.dtypes == "int64").all()
    table[str(record.counts)] = counts.to_numpy("int64" if whole else "float64").ravel()
    return pd.DataFrame(table)
