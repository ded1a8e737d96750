"""What every raw table must look like: columns, types, permitted values, keys. Data, not code.

The tables stand in one module a topic, each with a dict `TABLES` from a table's name to its schema; columns that
several share are in `leedsequity.raw.columns`. To add a table, add an entry: its columns in order, the names of its
key columns, and rules that span columns, if any.
"""

import pandas as pd

from leedsequity.errors import InputError
from leedsequity.raw import checking
from leedsequity.raw.schemas import documents, finance, life_expectancy, neighbourhoods

SCHEMAS = life_expectancy.TABLES | documents.TABLES | finance.TABLES | neighbourhoods.TABLES


def check(name: str, frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return a raw table, given as text, in the types of its schema.

    Parameters
    ----------
    name : str
        Name of the table.
    frame : DataFrame
        The table as text.
    file : str
        How messages name the file.

    Raises
    ------
    InputError
        One line for each problem; see `leedsequity.raw.checking.typed`.
    """
    if name not in SCHEMAS:
        raise InputError(f"{file}: no schema for {name!r}: add one to TABLES in a module of leedsequity/raw/schemas/")
    return checking.typed(SCHEMAS[name], frame, file)
