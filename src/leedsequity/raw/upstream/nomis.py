"""Census 2021 as Nomis publishes it: tables of counts by LSOA, checked against their own totals."""

import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import spelling
from leedsequity.raw.upstream.sheets import require, text_table

_TOTAL = "Total"
_LSOAS_2021 = 35672  # of England and Wales


@cache
def bulk(path: Path, member: str | None = None) -> pd.DataFrame:
    """Return a Nomis bulk file by code of LSOA as text, the topic taken off its headers."""
    if member is None:
        cells = text_table(path)
    else:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file:
            cells = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    cells = cells.set_index("geography code").drop(columns=["date", "geography"])
    require(len(cells) == _LSOAS_2021, path, f"{len(cells):,} LSOAs, expected {_LSOAS_2021:,}")
    topics = {column.partition(": ")[0] for column in map(str, cells)}
    require(len(topics) == 1, path, f"columns of several topics: {sorted(topics)}")
    return cells.rename(columns=lambda column: column.partition(": ")[2])


@cache
def query(path: Path, preamble: int) -> pd.DataFrame:
    """Return the answer to a Nomis query by code of LSOA as text, below its preamble and above its notes.

    The code stands in a column ``mnemonic``, or before the name in the first cell (``E01011264 : Leeds 011A``).
    """
    cells = pd.read_csv(path, skiprows=preamble, dtype=str, keep_default_na=False)
    codes = cells["mnemonic"] if "mnemonic" in cells else cells.iloc[:, 0].str.split(" : ").str[0]
    cells = cells.set_index(pd.Index(codes, name="geography code"))
    cells = cells[cells.index.str.fullmatch(r"[EW]01\d{6}")]
    require(len(cells) == _LSOAS_2021, path, f"{len(cells):,} LSOAs, expected {_LSOAS_2021:,}")
    return cells


def plain_groups(path: Path, cells: pd.DataFrame, codes: pd.Series, number: int) -> pd.DataFrame:
    """Return a table whose columns are a total and groups that add up to it as ``lsoa21_code, group, count``."""
    total, *groups = cells.columns
    require(total.startswith(_TOTAL) and len(groups) == number, path, f"unexpected columns: {list(cells.columns)}")
    counts = numbers(of(path, cells, codes), groups)
    require_sum(path, counts, cells[total])
    return long(counts, "lsoa21_code", {group: (None, group) for group in groups})


def detailed_groups(path: Path, cells: pd.DataFrame, codes: pd.Series, number: int) -> pd.DataFrame:
    """Return the detailed groups (``broad: detailed``) of a table, checked against its broad groups and total."""
    total, *columns = cells.columns
    broad = {column: [other for other in columns if other.startswith(f"{column}: ")] for column in columns}
    parts = {column: found or [column] for column, found in broad.items() if ": " not in column}
    groups = [group for found in parts.values() for group in found]
    require(total.startswith(_TOTAL) and len(groups) == number, path, f"{len(groups)} detailed groups: {groups}")
    counts = numbers(of(path, cells, codes), groups)
    for column, found in parts.items():
        require_sum(path, counts[found], cells[column])
    require_sum(path, counts, cells[total])
    names = {group: (column, group.removeprefix(f"{column}: ")) for column, found in parts.items() for group in found}
    return long(counts, "lsoa21_code", names)


def numbers(cells: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return these columns of text as whole numbers."""
    return pd.DataFrame({column: spelling.number(cells[column]).astype("int64") for column in columns})


def of(path: Path, cells: pd.DataFrame, codes: pd.Series) -> pd.DataFrame:
    """Return the rows of these LSOAs, in their order."""
    lost = pd.Index(codes).difference(cells.index).tolist()
    require(not lost, path, f"{len(lost)} LSOAs are missing: {lost[:5]}")
    return cells.loc[codes]


def require_sum(path: Path, counts: pd.DataFrame, total: pd.Series) -> None:
    """Require that groups add up to their published total in every LSOA."""
    apart = counts.sum(axis="columns") - spelling.number(total.loc[counts.index])
    wrong = apart[apart != 0].head().to_dict()
    require(not wrong, path, f"{', '.join(counts.columns[:2])}, ... do not add up to {total.name!r}: {wrong}")


def long(counts: pd.DataFrame, code: str, names: Mapping[str, tuple[str | None, str]]) -> pd.DataFrame:
    """Return counts as ``code, broad_group, group, count``, groups in the order of their names' mapping."""
    cells = counts[list(names)].stack()
    columns = cells.index.get_level_values(1)
    table = pd.DataFrame()
    table[code] = cells.index.get_level_values(0).astype(str)
    if all(broad is not None for broad, _ in names.values()):
        table["broad_group"] = columns.map({column: broad for column, (broad, _) in names.items()})
    table["group"] = columns.map({column: group for column, (_, group) in names.items()})
    table["count"] = cells.to_numpy("int64")
    return table
