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

_TOPICS = (boundaries, life_expectancy, documents, finance, indicators, neighbourhoods)
SCHEMAS = {name: schema for topic in _TOPICS for name, schema in topic.TABLES.items()}


def read(name: str, source: Path | IO[bytes], file: str) -> pd.DataFrame:
    """Return a raw table in the types of its schema, refused as `leedsequity.raw.checking.typed` does.

    ``source`` has the bytes of a csv, or of a GeoJSON file where the schema has a column ``geometry``: a GeoDataFrame
    is returned then. ``file`` is how messages name it.
    """
    schema = SCHEMAS.get(name.rpartition("/")[2])
    if schema is None:
        raise InputError(f"{file}: no schema for {name!r}: add one to TABLES in a module of leedsequity/raw/schemas/")
    outlined = "geometry" in schema.columns
    frame = checking.typed(schema, (geojson if outlined else checking).read_text(source, file), file)
    return geojson.shapes(frame) if outlined else frame
