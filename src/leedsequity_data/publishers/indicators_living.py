"""Low pay, temporary accommodation and fuel poverty."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.editions import ends, of_kind, period, table
from leedsequity_data.publishers.indicator_facts import KEPT, facts
from leedsequity_data.publishers.sheets import grid, require

#: Workbooks in the zip of low pay: the estimates, and their coefficients of variation.
_PAY = "PROV - Work Geography LWF Table 7 LWF.1a   lwfmgx 2022.xls"
_PAY_CV = "PROV - Work Geography LWF Table 7 LWF.1b   lwfmgx 2022 CV.xls"
_PAY_SHEETS = {"All": "all", "Male": "male", "Female": "female"}
_PAY_MARKERS = {"x": "coefficient of variation above 20%", "..": "disclosive", "": "no figure"}
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
#: Sefton and St Helens: the workbook of 2022 has each in the row of the other, as its own table of
#: LSOAs shows.
_EXCHANGED = {"E08000014": "E08000013", "E08000013": "E08000014"}
KINDS = ("low_pay", "homelessness", "fuel_poverty")


def series(files: Mapping[str, Path]) -> list[pd.DataFrame]:
    """Return the facts of the series on low pay, temporary accommodation, fuel poverty."""
    pay, quarters, fuel = (of_kind(files.values(), kind) for kind in KINDS)
    return [
        *(part for path in pay for part in _low_pay(path)),
        *(part for path in quarters for part in _temporary_accommodation(path)),
        *(_fuel_poverty(path) for path in fuel),
    ]


def _low_pay(path: Path) -> list[pd.DataFrame]:
    parts, year = [], period(path)
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
                year,
                value,
                group=group,
                markers=_PAY_MARKERS,
                cv=cv,
            )
        )
    return parts


def _temporary_accommodation(path: Path) -> list[pd.DataFrame]:
    """Return the facts of one quarter's end, which the title of its table names."""
    day = str(ends(period(path)))
    cells = table(path, "temporary accommodation")
    cells = cells[cells["code"].str.startswith(KEPT)].drop_duplicates()  # London stands there twice
    code, columns = cells["code"], cells
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


def _fuel_poverty(path: Path) -> pd.DataFrame:
    year, cells = period(path), table(path, "authorities")
    cells = cells[cells["code"].str.startswith(KEPT)]
    spelling.refuse_percent(cells["percent"], cells["fuel_poor"], cells["households"])
    code = cells["code"].replace(_EXCHANGED) if year == "2022" else cells["code"]
    return facts(
        "fuel_poverty",
        code,
        year,
        cells["percent"],
        numerator=cells["fuel_poor"],
        denominator=cells["households"],
    )
