"""Household income by MSOA and fuel poverty by LSOA, both modelled by their publishers."""

from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import small_areas, spelling
from leedsequity_data.publishers.sheets import require_none, rows_of, sheet, text_table
from leedsequity_data.publishers.small_areas import LEEDS

#: The sheets of the income workbook, and the columns in which their values stand.
_INCOMES = {
    "total": ("Total annual income", "Total annual income (£)"),
    "net": ("Net annual income", "Net annual income (£)"),
    "net_before_housing_costs": (
        "Net income before housing costs",
        "Net annual income before housing costs (£)",
    ),
    "net_after_housing_costs": (
        "Net income after housing costs",
        "Net annual income after housing costs (£)",
    ),
}
_LIMITS = {"lower": "Lower confidence limit (£)", "upper": "Upper confidence limit (£)"}


def clean_income_msoa11(
    ons: Path, ward_2021: Path, msoa_2011: Path, *, area: str = LEEDS
) -> pd.DataFrame:
    """Return ``income_msoa11``: four kinds of income, each on a sheet of its own."""
    lsoas = small_areas.wards_2021(ward_2021, area)["LSOA11CD"]
    cells = text_table(msoa_2011, ["lsoa11cd", "msoa11cd"]).set_index("lsoa11cd")
    msoas = sorted(set(rows_of(msoa_2011, cells, lsoas)["msoa11cd"]))
    parts = []
    for income, (name, column) in _INCOMES.items():
        layout = {"value": column, **_LIMITS}
        cells = sheet(ons, name, "MSOA code", ["MSOA code", *layout.values()]).set_index(
            "MSOA code"
        )
        part = spelling.spelled(rows_of(ons, cells, msoas), layout, counts=tuple(layout))
        parts.append(part.assign(income=income, msoa11_code=msoas))
    return pd.concat(parts).sort_values("msoa11_code", kind="stable", ignore_index=True)


def clean_fuel_poverty_lsoa(
    tables_2022: Path, tables_2023: Path, ward_2021: Path, exact: Path, *, area: str = LEEDS
) -> pd.DataFrame:
    """Return ``fuel_poverty_lsoa``: of 2020 by LSOA of 2011, of 2021 by LSOA of 2021.

    The workbooks' own codes of authorities are of several years, so the lookups say which LSOAs lie
    in the area.
    """
    layout = {
        "households": "Number of households",
        "fuel_poor": "Number of households in fuel poverty",
    }
    percentage = "Proportion of households fuel poor (%)"
    headers = ["LSOA Code", *layout.values(), percentage]
    lsoas = (
        small_areas.wards_2021(ward_2021, area)["LSOA11CD"],
        small_areas.lsoas_2021(exact, area),
    )
    parts = []
    for year, boundaries, path, codes in (
        (2020, 2011, tables_2022, lsoas[0]),
        (2021, 2021, tables_2023, lsoas[1]),
    ):
        cells = rows_of(
            path, sheet(path, "Table 3", "LSOA Code", headers).set_index("LSOA Code"), codes
        )
        part = spelling.spelled(cells, layout).assign(
            year=year, boundaries=boundaries, lsoa_code=codes.to_numpy()
        )
        percent = spelling.number(cells[percentage])
        wrong = part.index[(100 * part["fuel_poor"] / part["households"] - percent).abs() > 1e-9]
        require_none(wrong, path, "LSOAs whose counts do not give the published percentage")
        parts.append(part)
    return pd.concat(parts, ignore_index=True)
