"""Whole authorities: prices, what they can spend, deprivation, ethnic groups."""

from pathlib import Path

import pandas as pd

from leedsequity.vocabulary import ENGLAND
from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.geography import CORE_CITIES
from leedsequity_data.publishers.sheets import place, require, sheet, text_table

#: Where the Treasury's sheet has the label of a year and, beside it, the deflator; and how a label
#: looks.
_BASES = {"calendar year": (7, r"[0-9]{4}"), "financial year": (1, r"[0-9]{4}-[0-9]{2}")}
#: Components of core spending power, with their names in the copy; they add up to its total.
_COMPONENTS = {
    "settlement_funding_assessment": "sfa",
    "under_indexing": "under_index",
    "council_tax": "ct_total",
    "new_homes_bonus": "nhb",
    "new_homes_bonus_returned": "nhb_return",
    "rural_services_delivery_grant": "rsdg",
}
#: Summaries of deprivation, by how the publisher's headers start; the place of an authority stands
#: in the column after.
_MEASURES = {
    "average_rank": "IMD - Average rank",
    "average_score": "IMD - Average score",
    "proportion_most_deprived": "IMD - Proportion of LSOAs",
    "extent": "IMD 2019 - Extent",
    "local_concentration": "IMD 2019 - Local concentration",
}


def clean_gdp_deflators(treasury: Path) -> pd.DataFrame:
    """Return ``gdp_deflators``, without the forecasts, which are changes only."""
    cells = text_table(treasury)
    wide = max(column for column, _ in _BASES.values()) + 2
    require(
        len(cells.columns) >= wide, treasury, f"{len(cells.columns)} columns, not {wide} or more"
    )
    parts = []
    for basis, (column, form) in _BASES.items():
        rows = cells[cells.iloc[:, column].str.fullmatch(form)]
        require(not rows.empty, treasury, f"column {column + 1} has no label of a {basis}")
        part = spelling.read_columns(rows, {"deflator": column + 1})
        parts.append(part.assign(basis=basis, year=spelling.school_year(rows.iloc[:, column])))
    return pd.concat(parts, ignore_index=True)


def clean_core_spending_power_la(settlement: Path) -> pd.DataFrame:
    """Return ``core_spending_power_la``: authorities in the years in which they existed.

    Fire authorities, the Greater London Authority and the combined authority of Greater Manchester
    are left out.
    """
    layout = {
        "area_code": "ons_code",
        "year": "year",
        **_COMPONENTS,
        "core_spending_power": "total_spend",
    }
    cells = text_table(settlement, layout.values())
    cells = cells[cells["ons_code"].str.match(r"E(06|07|08|09|10)")]
    cells = cells[
        spelling.number(cells["total_spend"]) != 0
    ]  # all is 0 for one that did not exist in the year
    return spelling.read_columns(cells, layout).sort_values(
        ["area_code", "year"], ignore_index=True
    )


def clean_imd_la(imd_2019: Path) -> pd.DataFrame:
    """Return ``imd_la``: five summaries of the index of 2019, each followed by the place in it."""
    cells = sheet(imd_2019, "IMD", "Local Authority District code (2019)")
    layout: dict[str, str | int] = {"area_code": "Local Authority District code (2019)"}
    for measure, start in _MEASURES.items():
        column = place(cells, start)
        layout |= {measure: column, f"{measure}_place": column + 1}
    places = tuple(f"{measure}_place" for measure in _MEASURES)
    return spelling.read_columns(cells, layout, counts=places).sort_values(
        "area_code", ignore_index=True
    )


def clean_ethnicity_la(ts021: Path) -> pd.DataFrame:
    """Return ``ethnicity_la``: England, the sum of its authorities, and its core cities."""
    layout = {"area_code": "Lower Tier Local Authorities Code", "count": "Observation"}
    category = "Ethnic group (20 categories)"
    cells = text_table(ts021, [*layout.values(), category, f"{category} Code"])
    names = cells[category].str.split(": ", n=1, expand=True).reindex(columns=[0, 1])
    table = spelling.read_columns(cells, layout)
    table = table.assign(broad_group=names[0], group=names[1])
    table["order"] = spelling.whole(cells[f"{category} Code"])
    nobody = table["group"].isna()  # one of the 20 categories, "Does not apply"
    counted = int(table.loc[nobody, "count"].sum())
    require(counted == 0, ts021, f"{counted} people in {names.loc[nobody, 0].unique().tolist()}")
    table = table[~nobody & spelling.english(table["area_code"])]
    england = (
        table.groupby(["order", "broad_group", "group"])["count"]
        .sum()
        .reset_index()
        .assign(area_code=ENGLAND)
    )
    table = pd.concat([table[table["area_code"].isin(CORE_CITIES)], england])
    return table.sort_values(["area_code", "order"], ignore_index=True)
