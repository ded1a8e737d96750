"""Low pay, temporary accommodation and fuel poverty."""

import re
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
#: The table of temporary accommodation, whose header is two rows: its columns by their place, in
#: which of the two rows their header stands, and how it begins.
_HOMELESS = {
    "homeless": (4, 0, "Total number of households in TA"),
    "thousand households": (5, 0, "Number of households"),
    "per thousand": (6, 0, "Total number of households in TA per (000s)"),
    "with children": (7, 0, "Total number of households in TA with children"),
    "bed and breakfast": (10, 0, "Bed and breakfast hotels"),
    "over six weeks": (12, 1, "Total with children and resident more than 6 weeks"),
}
_HOMELESS_MARKERS = {
    "..": "missing or incomplete",
    "-": "fewer than five households in bed and breakfast",
}
#: Series of the table: its column, of which column it is the count, and whether it is a rate.
_HOMELESS_SERIES = {
    "temporary_accommodation": ("homeless", "homeless", False),
    "temporary_accommodation_rate": ("per thousand", "homeless", True),
    "temporary_accommodation_children": ("with children", "with children", False),
    "bed_and_breakfast": ("bed and breakfast", "bed and breakfast", False),
    "bed_and_breakfast_children_over_six_weeks": ("over six weeks", "over six weeks", False),
}
#: First header of the table of fuel poverty, by the year of which the workbook is.
_FUEL_HEADERS = {
    "2019": "Area Codes",
    "2020": "Area Codes",
    "2021": "Area Codes [Note 4]",
    "2022": "Area Codes",
}
#: Sefton and St Helens: the workbook of 2022 has each in the row of the other, as its own table of
#: LSOAs shows.
_EXCHANGED = {"E08000014": "E08000013", "E08000013": "E08000014"}
FILES = (
    "jobs_below_living_wage_2022p.zip",
    "statutory_homelessness_2022q4.ods",
    *(f"fuel_poverty_{int(year) + 2}_tables.xlsx" for year in _FUEL_HEADERS),
)


def series(files: Mapping[str, Path]) -> list[pd.DataFrame]:
    """Return the facts of the series on low pay, temporary accommodation, fuel poverty."""
    quarters = [path for name, path in files.items() if "Detailed" in name or "homeless" in name]
    return [
        *_low_pay(files["jobs_below_living_wage_2022p.zip"]),
        *(part for path in quarters for part in _temporary_accommodation(path)),
        *(
            _fuel_poverty(files[f"fuel_poverty_{int(year) + 2}_tables.xlsx"], year)
            for year in _FUEL_HEADERS
        ),
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
    """Return the facts of one quarter's end, which the title of its table names."""
    cells = grid(path, "TA1*")
    require(len(cells.columns) > 12, path, f"table TA1 has {len(cells.columns)} columns, not 13")
    start = int(cells[4].str.startswith(_HOMELESS["homeless"][2]).argmax())
    for at, below, header in _HOMELESS.values():
        found = " ".join(str(cells.loc[start + below, at]).split())
        require(found.startswith(header), path, f"column {at + 1} is {found!r}, not {header!r}")
    title = " ".join(" ".join(cells.loc[:start, 0].astype(str)).split())
    quarter = re.search(r"[A-Z][a-z]+ 20[0-9]{2}$", title)
    require(quarter is not None, path, f"no month and year at the end of the title {title!r}")
    day = str(pd.Period(quarter[0] if quarter else title, "M").end_time.date())
    cells = cells[cells[0].str.startswith(KEPT)].drop_duplicates()  # London stands there twice
    code = cells[0]
    columns = {name: cells[at] for name, (at, _, _) in _HOMELESS.items()}
    thousands = spelling.number(columns["thousand households"], "..")
    households = thousands.mul(1000).round()  # three decimals: off by what a float is
    spelling.refuse(
        thousands,
        (thousands.mul(1000) - households).abs() > 1e-6,
        "not in thousands with three decimals",
    )
    return [
        facts(
            name,
            code,
            day,
            columns[column],
            markers=_HOMELESS_MARKERS,
            numerator=columns[counted].mask(columns[counted].isin([*_HOMELESS_MARKERS]), ""),
            denominator=households.astype(str).mask(households.isna(), "") if among else None,
        )
        for name, (column, counted, among) in _HOMELESS_SERIES.items()
    ]


def _fuel_poverty(path: Path, year: str) -> pd.DataFrame:
    headers = [
        "Number of households in fuel poverty",
        "Number of households",
        "Proportion of households fuel poor (%)",
    ]
    if year == "2019":  # with the number of a footnote
        headers = [f"{headers[0]}1", f"{headers[1]}1", headers[2]]
    cells = sheet(path, "Table 2", _FUEL_HEADERS[year], [_FUEL_HEADERS[year], *headers])
    code = cells[_FUEL_HEADERS[year]]
    if year == "2022":
        code = code.replace(_EXCHANGED)
    poor, all_, percent = (cells[header] for header in headers)
    return facts("fuel_poverty", code, year, percent, numerator=poor, denominator=all_)
