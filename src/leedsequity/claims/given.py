"""Tables that somebody gave for this run alone: publishers' files that are not held here.

What reads such a file stands in another package, which hands its tables over by name. A test asks
for the table; without it, it says what it waits for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from leedsequity.errors import InputError, NotServedError

#: The tables that tests may wait for, and what each is.
WAITED_FOR = {
    "deaths_lsoa11": "deaths by neighbourhood (LSOA of 2011), sex and age, from the ONS",
    "people_lsoa21": "people by neighbourhood (LSOA of 2021), sex and age, from the ONS",
    "patients_lsoa": "patients registered with GPs by neighbourhood (LSOA), from NHS England",
    "life_expectancy_msoa": "life expectancy by MSOA, indicator 93283, from OHID",
}
_given: dict[str, "Given"] = {}


@dataclass(frozen=True)
class Given:
    """A table, and the names of the files that it is from."""

    table: pd.DataFrame
    files: tuple[str, ...]

    def __str__(self) -> str:
        return " and ".join(self.files)


def give(files: Iterable[tuple[Path, str, pd.DataFrame]]) -> None:
    """Hold tables of files in place of any held before; several of one name are put together.

    Raises
    ------
    InputError
        If two files give the same rows, or a table that no test waits for.
    """
    found: dict[str, Given] = {}
    for path, name, table in files:
        if name not in WAITED_FOR:
            raise InputError(f"{path.name}: no claim waits for the table {name}")
        before = found.get(name, Given(table[:0], ()))
        whole = pd.concat([before.table, table], ignore_index=True)
        keys = [column for column in whole if column not in whole.select_dtypes("float")]
        if whole.duplicated(keys).any():
            raise InputError(f"{path.name}: {before} has some of its rows already: give it once")
        found[name] = Given(whole, (*before.files, path.name))
    _given.clear()
    _given.update(found)


def given(name: str) -> Given:
    """Return a table that was given; a NotServedError says what is waited for, and how to give it.

    Its columns are those that `leedsequity_data.publishers.files_waited_for` gives.
    """
    if name not in _given:
        raise NotServedError(f"it waits for {WAITED_FOR[name]} (--with FILE)")
    return _given[name]
