"""Low pay, temporary accommodation and fuel poverty."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from leedsequity.raw.upstream.indicator_facts import facts
from leedsequity.raw.upstream.sheets import require, sheet

#: Workbooks in the zip of low pay: the estimates, and their coefficients of variation.
_PAY = "PROV - Work Geography LWF Table 7 LWF.1a   lwfmgx 2022.xls"
_PAY_CV = "PROV - Work Geography LWF Table 7 LWF.1b   lwfmgx 2022 CV.xls"
_PAY_SHEETS = {"All": "all", "Male": "male", "Female": "female"}
_PAY_MARKERS = {"x": "coefficient of variation above 20%", "..": "disclosive", "": "no figure"}
#: Columns of the table of temporary accommodation, whose header is a block of seven rows.
_HOMELESS = {0: "code", 4: "homeless", 5: "thousand households", 6: "per thousand", 7: "with children"}
_FUEL_HEADERS = {"2020": "Area Codes", "2021": "Area Codes [Note 4]"}


def series(files: Mapping[str, Path]) -> list[pd.DataFrame]:
    """Return the facts of the series on low pay, temporary accommodation and fuel poverty, from their files."""
    return [
        *_low_pay(files["jobs_below_living_wage_2022p.zip"]),
        *_temporary_accommodation(files["statutory_homelessness_2022q4.ods"]),
        _fuel_poverty(files["fuel_poverty_2022_tables.xlsx"], "2020"),
        _fuel_poverty(files["fuel_poverty_2023_tables.xlsx"], "2021"),
    ]


def _low_pay(path: Path) -> list[pd.DataFrame]:
    with zipfile.ZipFile(path) as archive:
        books = [CalamineWorkbook.from_filelike(io.BytesIO(archive.read(name))) for name in (_PAY, _PAY_CV)]
    parts = []
    for sheet_name, group in _PAY_SHEETS.items():
        estimates, cvs = (_grid(book, sheet_name) for book in books)
        known = estimates.loc[3, 3] == "Per cent" and estimates[1].equals(cvs[1])
        require(known, path, f"{sheet_name}: per cent does not stand in column 4, or the two workbooks differ in areas")
        cv = cvs[3].mask(cvs[3].isin(list(_PAY_MARKERS)), "")
        code, value = estimates[1], estimates[3]
        parts.append(facts("jobs_below_living_wage", code, "2022", value, group=group, markers=_PAY_MARKERS, cv=cv))
    return parts


def _temporary_accommodation(path: Path) -> list[pd.DataFrame]:
    cells = _grid(CalamineWorkbook.from_path(path), "TA1_")[list(_HOMELESS)].rename(columns=_HOMELESS)
    cells = cells.drop_duplicates()  # London stands among the totals and among the regions
    absent = {"..": "missing or incomplete"}
    thousands = pd.to_numeric(cells["thousand households"], errors="coerce")
    households = thousands.mul(1000).round().astype("Int64").astype(str)
    code, counts = cells["code"], cells.mask(cells == "..", "")
    tables = []
    for name, column, counted, among in (
        ("temporary_accommodation", "homeless", "homeless", None),
        ("temporary_accommodation_rate", "per thousand", "homeless", households),
        ("temporary_accommodation_children", "with children", "with children", None),
    ):
        top = counts[counted]
        tables.append(facts(name, code, "2022-12-31", cells[column], markers=absent, numerator=top, denominator=among))
    return tables


def _fuel_poverty(path: Path, year: str) -> pd.DataFrame:
    cells = sheet(path, "Table 2", _FUEL_HEADERS[year])
    poor, all_ = cells["Number of households in fuel poverty"], cells["Number of households"]
    percent = cells["Proportion of households fuel poor (%)"]
    return facts("fuel_poverty", cells.iloc[:, 0], year, percent, numerator=poor, denominator=all_)


def _grid(book: CalamineWorkbook, name: str) -> pd.DataFrame:
    """Return a sheet whose header is more than a row: cells by number of row and column, codes as text."""
    return pd.DataFrame(book.get_sheet_by_name(name).to_python(skip_empty_area=False), dtype=object)
