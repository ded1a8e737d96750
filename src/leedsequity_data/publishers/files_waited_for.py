"""Publishers' files that are not held here, read for one run when somebody gives them.

Each layout is recognised by what its file is and holds, and read into a table of the library's
`claims.given`. The layouts were written from descriptions of the files: where one differs, the
error names the columns that are needed.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from leedsequity.errors import InputError
from leedsequity_data.publishers import sheets, spelling

_PATIENTS = ["EXTRACT_DATE", "LSOA_CODE", "SEX", "NUMBER_OF_PATIENTS"]
_FINGERTIPS = {
    "Indicator ID": "indicator",
    "Area Code": "msoa11_code",
    "Sex": "sex",
    "Age": "age",
    "Time period": "period",
    "Value": "value",
    "Lower CI 95.0 limit": "lower",
    "Upper CI 95.0 limit": "upper",
}
_MSOA_INDICATOR = "93283"
_AGES = {0: "under 1", 1: "01 to 04"}
_AGES |= {age: f"{age:02d} to {age + 4:02d}" for age in range(5, 85, 5)} | {85: "over 85"}


@dataclass(frozen=True)
class Layout:
    """A publisher's layout: the table it gives, what is needed, and the function that reads it."""

    table: str
    needs: str
    read: Callable[[Path], pd.DataFrame | None]


def read(path: Path) -> tuple[str, pd.DataFrame]:
    """Return the name of the table that a file gives, and the table.

    Raises
    ------
    InputError
        In one line, with file, sheet and column: a file that cannot be read, is of no layout that a
        claim waits for, or breaks its layout.
    """
    for layout in LAYOUTS:
        if (table := layout.read(path)) is not None:
            return layout.table, table
    known = "; ".join(layout.needs for layout in LAYOUTS)
    raise InputError(f"{path.name}: no claim waits for a file like it. Known are: {known}")


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".xls", ".ods", ".zip")


def _headed(path: Path, *needed: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give the sheets of a workbook, or of the one in a zip, that have these headers."""
    member = None
    if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            inside = [name for name in archive.namelist() if name.lower().endswith(".xlsx")]
        if len(inside) != 1:
            raise InputError(f"{path.name}: {len(inside)} workbooks in the zip; it must hold one")
        member = inside[0]
    for name, cells in sheets.headed(path, member, needed):
        codes = cells[needed[0]].astype(str).str.strip()
        yield name, cells.assign(**{needed[0]: codes})[spelling.english(codes)]


def _numbers(path: Path, sheet: str, values: "pd.Series[Any]") -> Any:
    """Return numbers; an InputError names file, sheet, column, row and value of what is none."""
    numbers = pd.to_numeric(values, errors="coerce")
    if (text := numbers.isna()).any():
        plain = values[text].astype(str).str.strip().str.replace(",", "").replace("", "0")
        numbers = numbers.mask(text, pd.to_numeric(plain, errors="coerce"))
    wrong = numbers.isna() | (numbers < 0)
    if wrong.any():
        raise InputError(
            f"{path.name}{sheet and f', sheet {sheet!r}'}: column {values.name!r}, row"
            f" {values.index[wrong][0]}: {values[wrong].iloc[0]!r} is no count"
        )
    return numbers


def _columns(path: Path, sheet: str, cells: pd.DataFrame, needed: list[str]) -> None:
    if lacking := [name for name in needed if [*cells.columns].count(name) != 1]:
        raise InputError(
            f"{path.name}{sheet and f', sheet {sheet!r}'}: column {lacking[0]!r} must be there"
            f" once; needed are {', '.join(map(repr, needed))}"
        )


def deaths_lsoa11(path: Path) -> pd.DataFrame | None:
    """Return ``lsoa11_code, sex, year, age_start, deaths``: the ONS's deaths of mid-year periods.

    A sheet for each sex, with a row for each LSOA of 2011 and mid-year (2021 is July 2020 to June
    2021) and a column for each age, such as `Males 01 to 04`; `over 85` is 85 and over.
    """
    if not _is_workbook(path):
        return None
    found = list(_headed(path, "lsoa code", "mid-year"))
    if not found:
        return None
    parts = []
    for sex, word in {"male": "males", "female": "females"}.items():
        ages = {f"{word} {age}": start for start, age in _AGES.items()}
        own = [(name, cells) for name, cells in found if f"{word} under 1" in cells]
        if len(own) != 1:
            raise InputError(
                f"{path.name}: {len(own)} sheets have a column {f'{word} under 1'!r}: one must"
            )
        name, cells = own[0]
        needed = ["lsoa code", "mid-year", *ages]
        _columns(path, name, cells, needed)
        counts = cells[needed]
        numbers = {age: _numbers(path, name, counts[age]) for age in ages}
        year = _numbers(path, name, counts["mid-year"]).astype(int)
        wide = pd.DataFrame(numbers).rename(columns=ages)
        wide = wide.groupby([counts["lsoa code"], year]).sum()  # of LSOAs there twice
        parts.append(
            sheets.long(wide, ["lsoa11_code", "year"], "age_start", "deaths").assign(sex=sex)
        )
    return pd.concat(parts, ignore_index=True).astype({"age_start": int, "deaths": float})


def people_lsoa21(path: Path) -> pd.DataFrame | None:
    """Return ``lsoa21_code, sex, year, age_start, people``: the ONS's small-area estimates.

    A sheet for each year, called such as `Mid-2021 LSOA 2021`, with columns F0 to F90 and M0 to M90
    for single years of age, the last 90 and over; ages are put together as in tables of deaths.
    """
    if not _is_workbook(path):
        return None
    parts = []
    for name, cells in _headed(path, "lsoa 2021 code", "f0"):
        ages = {sex: [f"{sex[0]}{age}" for age in range(91)] for sex in ("female", "male")}
        _columns(path, name, cells, ["lsoa 2021 code", *ages["female"], *ages["male"]])
        year = name.removeprefix("Mid-")[:4]
        if not year.isdigit():
            raise InputError(f"{path.name}: sheet {name!r} does not name its year as 'Mid-2021 …'")
        for sex, columns in ages.items():
            counts = pd.DataFrame({c: _numbers(path, name, cells[c]) for c in columns})
            counts.columns = pd.Index([_band(age) for age in range(91)])
            wide = counts.T.groupby(level=0).sum().T
            wide.index = pd.Index(cells["lsoa 2021 code"])
            long = sheets.long(wide, "lsoa21_code", "age_start", "people")
            parts.append(long.assign(sex=sex, year=int(year)))
    if not parts:
        return None
    return pd.concat(parts, ignore_index=True).astype({"age_start": int, "people": float})


def _band(age: int) -> int:
    return age if age == 0 else 1 if age < 5 else min(age - age % 5, 85)


def patients_lsoa(path: Path) -> pd.DataFrame | None:
    """Return ``lsoa_code, extracted, patients``: patients of GPs of both sexes, by where they live.

    NHS England's file by practice and LSOA; practices are added up. Which census's LSOAs they are
    is not said there.
    """
    if path.suffix.lower() != ".csv" or "NUMBER_OF_PATIENTS" not in _first_line(path):
        return None
    cells = sheets.text_table(path, _PATIENTS)
    cells = cells[cells["SEX"].str.strip() == "ALL"]
    if cells.empty:
        raise InputError(
            f"{path.name}: column 'SEX' is nowhere 'ALL': give the file of all patients"
        )
    counts = _numbers(path, "", cells["NUMBER_OF_PATIENTS"])
    keys = [cells["LSOA_CODE"].rename("lsoa_code"), cells["EXTRACT_DATE"].rename("extracted")]
    table: pd.DataFrame = counts.groupby(keys).sum().rename("patients").reset_index()
    return table[spelling.english(table["lsoa_code"])].astype({"patients": float})


def life_expectancy_msoa(path: Path) -> pd.DataFrame | None:
    """Return ``msoa11_code, sex, period, value, lower, upper``: OHID's indicator 93283 at birth.

    Rows of other areas and of all people are left out, and rows without a value.
    """
    if path.suffix.lower() != ".csv" or "Indicator ID" not in _first_line(path):
        return None
    cells = sheets.text_table(path, _FINGERTIPS).rename(columns=_FINGERTIPS)
    cells = cells[cells["indicator"].str.strip() == _MSOA_INDICATOR]
    if cells.empty:
        raise InputError(
            f"{path.name}: column 'Indicator ID' has no {_MSOA_INDICATOR}, life expectancy by MSOA"
        )
    cells = cells[cells["msoa11_code"].str.startswith("E02")]
    cells = cells[(cells["sex"] != "Persons") & (cells["value"].str.strip() != "")]
    table = cells[["msoa11_code"]].assign(
        sex=spelling.sex(cells["sex"]), period=spelling.period(cells["period"])
    )
    for column in ("value", "lower", "upper"):
        table[column] = _numbers(path, "", cells[column])
    return table.reset_index(drop=True)


def _first_line(path: Path) -> str:
    with path.open("rb") as file:
        return file.readline().decode("utf-8-sig", errors="replace")


#: The layouts that are known, in the order in which a file is tried.
LAYOUTS = (
    Layout(
        "deaths_lsoa11",
        "ONS, deaths by LSOA, sex and age, mid-years (workbook or zip: 'LSOA Code', 'Mid-year',"
        " 'Males under 1' to 'Males over 85', and the same of females)",
        deaths_lsoa11,
    ),
    Layout(
        "people_lsoa21",
        "ONS, population of LSOAs by single year of age (workbook: sheets 'Mid-2021 LSOA 2021',"
        " 'LSOA 2021 Code', F0 to F90, M0 to M90)",
        people_lsoa21,
    ),
    Layout(
        "patients_lsoa",
        f"NHS England, patients by practice and LSOA (CSV: {', '.join(_PATIENTS)})",
        patients_lsoa,
    ),
    Layout(
        "life_expectancy_msoa",
        f"OHID, indicator {_MSOA_INDICATOR} (CSV: {', '.join(_FINGERTIPS)})",
        life_expectancy_msoa,
    ),
)
