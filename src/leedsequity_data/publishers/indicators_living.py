"""Low pay, temporary accommodation and fuel poverty."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.indicator_facts import KEPT, facts
from leedsequity_data.publishers.sheets import grid, require, sheet

#: Workbooks in the zip of low pay: the estimates, and their coefficients of variation.
_PAY = "PROV - Work Geography LWF Table 7 LWF.1a   lwfmgx 2022.xls"
_PAY_CV = "PROV - Work Geography LWF Table 7 LWF.1b   lwfmgx 2022 CV.xls"
_PAY_SHEETS = {"All": "all", "Male": "male", "Female": "female"}
_PAY_MARKERS = {"x": "coefficient of variation above 20%", "..": "disclosive", "": "no figure"}
#: Columns of the table of temporary accommodation, whose header is a block of seven rows, and how
#: the sixth begins.
_HOMELESS = {
    0: ("code", ""),
    4: ("homeless", "Total number of households in TA"),
    5: ("thousand households", "Number of households in area"),
    6: ("per thousand", "Total number of households in TA per (000s)"),
    7: ("with children", "Total number of households in TA with children"),
}
_FUEL_HEADERS = {"2020": "Area Codes", "2021": "Area Codes [Note 4]"}
FILES = (
    "jobs_below_living_wage_2022p.zip",
    "statutory_homelessness_2022q4.ods",
    "fuel_poverty_2022_tables.xlsx",
    "fuel_poverty_2023_tables.xlsx",
)


def series(files: Mapping[str, Path]) -> list[pd.DataFrame]:
    """Return the facts of the series on low pay, temporary accommodation, fuel poverty."""
    return [
        *_low_pay(files["jobs_below_living_wage_2022p.zip"]),
        *_temporary_accommodation(files["statutory_homelessness_2022q4.ods"]),
        _fuel_poverty(files["fuel_poverty_2022_tables.xlsx"], "2020"),
        _fuel_poverty(files["fuel_poverty_2023_tables.xlsx"], "2021"),
    ]


def _low_pay(path: Path) -> list[pd.DataFrame]:
    parts = []
    for sheet_name, group in _PAY_SHEETS.items():
        estimates, cvs = (grid(path, sheet_name, book) for book in (_PAY, _PAY_CV))
        wide = min(*estimates.shape, *cvs.shape) > 3
        known = wide and estimates.loc[3, 3] == "Per cent" and estimates[1].equals(cvs[1])
        require(
            known,
            path,
            f"{sheet_name}: per cent does not stand in column 4, or the two workbooks differ in"
            " areas",
        )
        cv = cvs[3].mask(cvs[3].isin(list(_PAY_MARKERS)), "")
        code, value = estimates[1], estimates[3]
        parts.append(
            facts(
                "jobs_below_living_wage",
                code,
                "2022",
                value,
                group=group,
                markers=_PAY_MARKERS,
                cv=cv,
            )
        )
    return parts


def _temporary_accommodation(path: Path) -> list[pd.DataFrame]:
    cells = grid(path, "TA1_")
    require(
        min(cells.shape) > 7,
        path,
        f"sheet 'TA1_' has {len(cells)} rows of {len(cells.columns)} cells",
    )
    for at, (_, header) in _HOMELESS.items():
        found = str(cells.loc[5, at])
        require(
            found.startswith(header),
            path,
            f"sheet 'TA1_': column {at + 1} is {found!r}, not {header!r}",
        )
    cells = cells[list(_HOMELESS)].set_axis(
        [name for name, _ in _HOMELESS.values()], axis="columns"
    )
    cells = cells[cells["code"].str.startswith(KEPT)].drop_duplicates()  # London stands there twice
    absent = {"..": "missing or incomplete"}
    thousands = spelling.number(cells["thousand households"])
    households = thousands.mul(
        1000
    ).round()  # in thousands with three decimals: off by what a float is
    spelling.refuse(
        thousands,
        (thousands.mul(1000) - households).abs() > 1e-6,
        "not in thousands with three decimals",
    )
    code, counts = cells["code"], cells.mask(cells == "..", "")
    tables = []
    for name, column, counted, among in (
        ("temporary_accommodation", "homeless", "homeless", None),
        ("temporary_accommodation_rate", "per thousand", "homeless", households),
        ("temporary_accommodation_children", "with children", "with children", None),
    ):
        top = counts[counted]
        tables.append(
            facts(
                name,
                code,
                "2022-12-31",
                cells[column],
                markers=absent,
                numerator=top,
                denominator=among,
            )
        )
    return tables


def _fuel_poverty(path: Path, year: str) -> pd.DataFrame:
    headers = [
        "Number of households in fuel poverty",
        "Number of households",
        "Proportion of households fuel poor (%)",
    ]
    cells = sheet(path, "Table 2", _FUEL_HEADERS[year], [_FUEL_HEADERS[year], *headers])
    poor, all_, percent = (cells[header] for header in headers)
    return facts(
        "fuel_poverty", cells[_FUEL_HEADERS[year]], year, percent, numerator=poor, denominator=all_
    )
