"""What every raw table must look like: columns, types, permitted values, keys. Data, not code.

The tables stand in one module a topic, each with a dict `TABLES` from a table's name to its schema; columns that
several share are in `leedsequity.raw.columns`. To add a table, add an entry: its columns in order, the names of its
key columns, rules that span columns and columns of its own, if any.
"""

from pathlib import Path
from typing import IO

import pandas as pd

from leedsequity.errors import InputError
from leedsequity.raw import checking, geojson
from leedsequity.raw.schemas import boundaries, documents, finance, indicators, life_expectancy, neighbourhoods

SCHEMAS = (
    boundaries.TABLES
    | life_expectancy.TABLES
    | documents.TABLES
    | finance.TABLES
    | indicators.TABLES
    | neighbourhoods.TABLES
)


def read(name: str, source: Path | IO[bytes], file: str) -> pd.DataFrame:
    """Return a raw table in the types of its schema; one with outlines is a GeoDataFrame.

    Parameters
    ----------
    name, source, file
        Name of the table; the bytes of a csv, or of a GeoJSON file where the schema has a column ``geometry``; how
        messages name it.

    Raises
    ------
    InputError
        One line for each problem; see `leedsequity.raw.checking.typed`.
    """
    schema = SCHEMAS.get(name.rpartition("/")[2])
    if schema is None:
        raise InputError(f"{file}: no schema for {name!r}: add one to TABLES in a module of leedsequity/raw/schemas/")
    if "geometry" not in schema.columns:
        return checking.typed(schema, checking.read_text(source, file), file)
    frame: pd.DataFrame = geojson.shapes(checking.typed(schema, geojson.read_text(source, file), file))
    return frame
