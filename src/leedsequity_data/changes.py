"""What a newer edition changes in a raw table."""

import io
from dataclasses import dataclass

import pandas as pd

from leedsequity import paths
from leedsequity.raw import checking, geojson, inventory
from leedsequity.raw.records import Record

_LARGEST = 5


@dataclass(frozen=True)
class Change:
    """What a newer edition changes in one table.

    ``added`` and ``removed`` are numbers of rows, ``revised`` of cells in rows that stay;
    ``columns`` are new ones; ``largest`` are the cells that change most for their size, a line
    each.
    """

    table: str
    rows: int
    added: int
    removed: int
    revised: int
    columns: tuple[str, ...]
    largest: tuple[str, ...]


def change(before: Record, after: Record, content: bytes) -> Change:
    """Compare a table with the one that stands, row by row of its key."""
    key = list(before.key)
    stands = inventory.table_file(before)
    new = _text(after, content).set_index(key)
    old = _text(before, stands.read_bytes()).set_index(key) if stands.is_file() else new.iloc[:0]
    columns = [str(column) for column in new if column in old]
    common = new.index.intersection(old.index)
    one, other = (table.loc[common, columns].fillna("").astype(str) for table in (old, new))
    rows, places = (one.to_numpy() != other.to_numpy()).nonzero()
    cells = pd.DataFrame(
        {
            "old": one.to_numpy()[rows, places],
            "new": other.to_numpy()[rows, places],
            "where": [" ".join(map(str, row if len(key) > 1 else [row])) for row in common[rows]],
            "column": [columns[place] for place in places],
        }
    )
    numbers = cells[["old", "new"]].apply(pd.to_numeric, errors="coerce")
    size = (numbers["new"] - numbers["old"]).abs() / numbers.abs().max(axis="columns")
    largest = cells.loc[size.fillna(1.0).sort_values(ascending=False, kind="stable").index]
    lines = [
        f"{cell.where}: {cell.column} {cell.old or 'nothing'} becomes {cell.new or 'nothing'}"
        for cell in largest.head(_LARGEST).itertuples()
    ]
    return Change(
        after.name,
        len(new),
        len(new.index.difference(old.index)),
        len(old.index.difference(new.index)),
        len(cells),
        tuple(str(column) for column in new if column not in old),
        tuple(lines),
    )


def _text(record: Record, content: bytes) -> pd.DataFrame:
    shown = paths.shown(inventory.table_file(record))
    read = geojson.read_text if "geometry" in record.columns else checking.read_text
    table: pd.DataFrame = read(io.BytesIO(content), shown)
    return table.astype(object)
