"""Prices, and what the government reckons that authorities can spend."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import spelling
from leedsequity.raw.upstream.sheets import require, text_table

#: Where the Treasury's sheet has the label of a year and, beside it, the deflator; and how a label looks.
_BASES = {"financial year": (1, r"^\d{4}-\d{2}$"), "calendar year": (7, r"^\d{4}$")}

#: Components of core spending power, with their names in the copy; they add up to its total.
_COMPONENTS = {
    "settlement_funding_assessment": "sfa",
    "under_indexing": "under_index",
    "council_tax": "ct_total",
    "new_homes_bonus": "nhb",
    "new_homes_bonus_returned": "nhb_return",
    "rural_services_delivery_grant": "rsdg",
}


def clean_gdp_deflators(treasury: Path) -> pd.DataFrame:
    """Return ``gdp_deflators``: the price level of the whole economy, by financial and by calendar year.

    Parameters
    ----------
    treasury : Path
        HM Treasury, GDP deflators at market prices, December 2023, as comma-separated text.

    Returns
    -------
    DataFrame
        ``basis, year, deflator``; 1955-56 to 2022-23 and 1955 to 2022. The forecasts, of which the file
        gives changes only, are left out.
    """
    cells = text_table(treasury)
    parts = []
    for basis, (column, form) in _BASES.items():
        rows = cells[cells.iloc[:, column].str.match(form)]
        part = pd.DataFrame(index=rows.index)
        part["basis"] = basis
        part["year"] = rows.iloc[:, column].str[:4].astype("int64")
        part["deflator"] = spelling.number(rows.iloc[:, column + 1])
        years = part["year"].tolist()
        require(years == list(range(1955, 2023)), treasury, f"{basis}s from {years[:1]} to {years[-1:]}, with gaps")
        last = float(part["deflator"].iloc[-1])
        require(last == 100, treasury, f"the last {basis} stands at {last}, expected 100")
        parts.append(part)
    return pd.concat(parts).sort_values(["basis", "year"], ignore_index=True)


def clean_core_spending_power_la(settlement: Path) -> pd.DataFrame:
    """Return ``core_spending_power_la``: core spending power of English local authorities, 2015-16 to 2020-21.

    Parameters
    ----------
    settlement : Path
        Components of core spending power of all authorities, one row for an authority and year.

    Returns
    -------
    DataFrame
        ``area_code, year``, six components and ``core_spending_power``, their sum, in £ million. Authorities
        are there in the years in which they existed; fire authorities, the Greater London Authority and the
        combined authority of Greater Manchester are left out.
    """
    cells = text_table(settlement)
    cells = cells[cells["ons_code"].str.match(r"E(06|07|08|09|10)")]
    cells = cells[spelling.number(cells["total_spend"]) != 0]  # all is 0 for one that did not exist in the year
    table = pd.DataFrame()
    table["area_code"] = cells["ons_code"]
    table["year"] = spelling.number(cells["year"]).astype("int64")
    for column, name in _COMPONENTS.items():
        table[column] = spelling.number(cells[name])
    table["core_spending_power"] = spelling.number(cells["total_spend"])
    gap = (table[list(_COMPONENTS)].sum(axis="columns") - table["core_spending_power"]).abs()
    off = table.loc[gap > 1e-6, ["area_code", "year"]].to_numpy().tolist()
    require(not off, settlement, f"components do not add up to the total: {off[:5]}")
    counts = table.groupby("year")["area_code"].size().to_dict()
    expected = {2015: 353, 2016: 353, 2017: 353, 2018: 353, 2019: 343, 2020: 339}
    require(counts == expected, settlement, f"authorities by year: {counts}, expected {expected}")
    return table.sort_values(["area_code", "year"], ignore_index=True)
