"""Whole authorities: prices, what they can spend, deprivation, ethnic groups."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import spelling
from leedsequity.raw.upstream.geography import CORE_CITIES
from leedsequity.raw.upstream.sheets import require, sheet, text_table

#: Where the Treasury's sheet has the label of a year and, beside it, the deflator; and how a label looks.
_BASES = {"calendar year": (7, r"^\d{4}$"), "financial year": (1, r"^\d{4}-\d{2}$")}
#: Components of core spending power, with their names in the copy; they add up to its total.
_COMPONENTS = {
    "settlement_funding_assessment": "sfa",
    "under_indexing": "under_index",
    "council_tax": "ct_total",
    "new_homes_bonus": "nhb",
    "new_homes_bonus_returned": "nhb_return",
    "rural_services_delivery_grant": "rsdg",
}
#: Summaries of deprivation, by how the publisher's headers start; the place of an authority stands in the column after.
_MEASURES = {
    "average_rank": "IMD - Average rank",
    "average_score": "IMD - Average score",
    "proportion_most_deprived": "IMD - Proportion of LSOAs",
    "extent": "IMD 2019 - Extent",
    "local_concentration": "IMD 2019 - Local concentration",
}
_ENGLAND = "E92000001"


def clean_gdp_deflators(treasury: Path) -> pd.DataFrame:
    """Return ``gdp_deflators``; the forecasts, of which the file gives changes only, are left out."""
    cells = text_table(treasury)
    parts = []
    for basis, (column, form) in _BASES.items():
        rows = cells[cells.iloc[:, column].str.match(form)]
        part = spelling.spelled(rows, {"deflator": column + 1})
        parts.append(part.assign(basis=basis, year=rows.iloc[:, column].str[:4].astype("int64")))
    return pd.concat(parts, ignore_index=True)


def clean_core_spending_power_la(settlement: Path) -> pd.DataFrame:
    """Return ``core_spending_power_la``: authorities in the years in which they existed.

    Fire authorities, the Greater London Authority and the combined authority of Greater Manchester are left out.
    """
    cells = text_table(settlement)
    cells = cells[cells["ons_code"].str.match(r"E(06|07|08|09|10)")]
    cells = cells[spelling.number(cells["total_spend"]) != 0]  # all is 0 for one that did not exist in the year
    layout = {"area_code": "ons_code", "year": "year", **_COMPONENTS, "core_spending_power": "total_spend"}
    return spelling.spelled(cells, layout).sort_values(["area_code", "year"], ignore_index=True)


def clean_imd_la(imd_2019: Path) -> pd.DataFrame:
    """Return ``imd_la``: five summaries of the index of 2019, each followed by the authority's place in it."""
    cells = sheet(imd_2019, "IMD", "Local Authority District code (2019)")
    layout: dict[str, str | int] = {"area_code": "Local Authority District code (2019)"}
    for measure, start in _MEASURES.items():
        column = next(i for i, header in enumerate(cells.columns) if header.startswith(start))
        layout |= {measure: column, f"{measure}_place": column + 1}
    places = {f"{measure}_place": "int64" for measure in _MEASURES}
    return spelling.spelled(cells, layout).astype(places).sort_values("area_code", ignore_index=True)


def clean_ethnicity_la(ts021: Path) -> pd.DataFrame:
    """Return ``ethnicity_la``: England, the sum of its authorities, and its core cities, groups in the census order."""
    cells = text_table(ts021)
    names = cells["Ethnic group (20 categories)"].str.split(": ", n=1, expand=True)
    table = spelling.spelled(cells, {"area_code": "Lower Tier Local Authorities Code", "count": "Observation"})
    table = table.assign(broad_group=names[0], group=names[1])
    table["order"] = spelling.whole(cells["Ethnic group (20 categories) Code"])
    nobody = table["group"].isna()  # one of the 20 categories, "Does not apply"
    counted = int(table.loc[nobody, "count"].sum())
    require(counted == 0, ts021, f"{counted} people in {names.loc[nobody, 0].unique().tolist()}")
    table = table[~nobody & table["area_code"].str.startswith("E")]
    england = table.groupby(["order", "broad_group", "group"])["count"].sum().reset_index().assign(area_code=_ENGLAND)
    table = pd.concat([table[table["area_code"].isin(CORE_CITIES)], england])
    return table.sort_values(["area_code", "order"], ignore_index=True)
