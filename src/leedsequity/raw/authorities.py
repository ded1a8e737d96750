"""The authorities for which tables of small areas can be made: those of the publishers' lookups, of 2021 and 2022."""

from functools import cache
from pathlib import Path

import pandas as pd

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import catalogue, checking

_TIER = (
    "unitary authority",
    "metropolitan district",
    "non-metropolitan district",
    "london borough",
)
#: Unitary authorities of April 2023, newer than the lookups, and the districts that they were before.
_BEFORE = {
    "E06000063": ("E07000026", "E07000028", "E07000029"),
    "E06000064": ("E07000027", "E07000030", "E07000031"),
    "E06000065": tuple(f"E07000{number}" for number in range(163, 170)),
    "E06000066": ("E07000187", "E07000188", "E07000189", "E07000246"),
}


def known() -> pd.DataFrame:
    """Return the raw table `areas` by code, with ``listed``: whether small areas can be had. The read is not noted."""
    table = catalogue.record("areas")
    catalogue.check_bytes(table)
    return _listed(catalogue.table_file(table), table.sha256)


@cache
def _listed(file: Path, sha256: str) -> pd.DataFrame:  # noqa: ARG001  # read anew when the table is another
    areas = checking.read(catalogue.record("areas"), file, paths.shown(file)).set_index("code")
    before = [code for codes in _BEFORE.values() for code in codes]
    listed = areas["type"].isin(_TIER) & areas["current"] & ~areas.index.isin(
        list(_BEFORE)
    ) | areas.index.isin(before)
    return areas.assign(listed=listed)


def codes() -> list[str]:
    """Return the codes of the authorities for which tables of small areas can be made."""
    areas = known()
    return list(areas.index[areas["listed"]])


def require(name: str, area: str) -> None:
    """Require that a table of small areas can be made for an area.

    Raises
    ------
    InputError
        If only one area's table is held, or the area is unknown or not in the publishers' lookups;
        the message names the areas to take instead.
    """
    table = catalogue.record(name)
    if table.area is None:
        raise InputError(f"{name}: not kept by area: there are no tables of it for {area}")
    if "geometry" in table.columns and area != table.area:
        raise InputError(f"{name}: boundaries are held for {table.area} alone, none for {area}")
    areas = known()
    if area not in areas.index:
        raise InputError(
            f"no English area has the code {area!r}: `leedsequity areas` lists them all"
        )
    row = areas.loc[area]
    if row["listed"]:
        return
    successor = str(row["successor"])
    related = {successor, row["recoded_from"], *_BEFORE.get(area, ()), *_BEFORE.get(successor, ())}
    instead = areas.index[
        areas["listed"] & ((areas["upper_tier_code"] == area) | areas.index.isin(list(related)))
    ]
    raise InputError(
        f"{area} {row['name']} ({row['type']}) is not in the publishers' lookups of small areas,"
        " which are of the authorities of 2021 and 2022"
        + (f": take {' or '.join(instead)}" if len(instead) else "")
    )
