"""Household income by MSOA and fuel poverty by LSOA, both modelled by their publishers."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import small_areas, spelling
from leedsequity.raw.upstream.sheets import require, sheet, text_table
from leedsequity.raw.upstream.small_areas import LEEDS

#: The sheets of the income workbook, and the columns in which their values stand.
_INCOMES = {
    "total": ("Total annual income", "Total annual income (£)"),
    "net": ("Net annual income", "Net annual income (£)"),
    "net_before_housing_costs": ("Net income before housing costs", "Net annual income before housing costs (£)"),
    "net_after_housing_costs": ("Net income after housing costs", "Net annual income after housing costs (£)"),
}


def clean_income_msoa11(ons: Path, ward_2021: Path, msoa_2011: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``income_msoa11``: mean household income of MSOAs, financial year 2019/20, with 95% limits.

    Parameters
    ----------
    ons : Path
        ONS small area model-based income estimates, financial year ending 2020.
    ward_2021, msoa_2011 : Path
        LSOAs of 2011 with authorities of December 2021; with MSOAs of 2011.
    area : str
        Authority, as coded in December 2021.

    Returns
    -------
    DataFrame
        ``msoa11_code, income, value, lower, upper``; four kinds of income in pounds a year.
    """
    lsoas = small_areas.wards_2021(ward_2021, area)["LSOA11CD"]
    msoas = set(text_table(msoa_2011).set_index("lsoa11cd").loc[lsoas, "msoa11cd"])
    parts = []
    for income, (name, column) in _INCOMES.items():
        cells = sheet(ons, name, "MSOA code")
        cells = cells[cells["MSOA code"].isin(msoas)]
        lost = sorted(msoas - set(cells["MSOA code"]))
        require(not lost, ons, f"{name}: {len(lost)} MSOAs of {area} are missing: {lost[:5]}")
        part = pd.DataFrame()
        part["msoa11_code"] = cells["MSOA code"]
        part["income"] = income
        part["value"] = spelling.number(cells[column]).astype("int64")
        part["lower"] = spelling.number(cells["Lower confidence limit (£)"]).astype("int64")
        part["upper"] = spelling.number(cells["Upper confidence limit (£)"]).astype("int64")
        parts.append(part)
    return pd.concat(parts).sort_values("msoa11_code", kind="stable", ignore_index=True)


def clean_fuel_poverty_lsoa(
    tables_2022: Path, tables_2023: Path, ward_2021: Path, exact: Path, *, area: str = LEEDS
) -> pd.DataFrame:
    """Return ``fuel_poverty_lsoa``: households in fuel poverty, 2020 and 2021.

    Parameters
    ----------
    tables_2022, tables_2023 : Path
        Sub-regional fuel poverty tables of 2022 (2020, LSOAs of 2011) and 2023 (2021, LSOAs of 2021).
    ward_2021 : Path
        LSOAs of 2011 with authorities of December 2021.
    exact : Path
        LSOAs of 2021 with authorities of 2022.
    area : str
        Authority, as coded in 2021 and 2022, or England. The workbooks' own codes are of several years.

    Returns
    -------
    DataFrame
        ``year, boundaries, lsoa_code, households, fuel_poor``.
    """
    lsoas = (small_areas.wards_2021(ward_2021, area)["LSOA11CD"], small_areas.lsoas_2021(exact, area))
    parts = []
    for year, boundaries, path, codes in zip(
        (2020, 2021), (2011, 2021), (tables_2022, tables_2023), lsoas, strict=True
    ):
        cells = sheet(path, "Table 3", "LSOA Code")
        lost = pd.Index(codes).difference(cells["LSOA Code"]).tolist()
        require(not lost, path, f"{len(lost)} LSOAs of {area} are missing: {lost[:5]}")
        cells = cells[cells["LSOA Code"].isin(codes)]
        part = pd.DataFrame()
        part["lsoa_code"] = cells["LSOA Code"]
        part.insert(0, "year", year)
        part.insert(1, "boundaries", boundaries)
        part["households"] = spelling.number(cells["Number of households"]).astype("int64")
        part["fuel_poor"] = spelling.number(cells["Number of households in fuel poverty"]).astype("int64")
        percent = spelling.number(cells["Proportion of households fuel poor (%)"])
        apart = (100 * part["fuel_poor"] / part["households"] - percent).abs()
        wrong = cells.loc[apart > 1e-9, "LSOA Code"].tolist()
        require(not wrong, path, f"counts that do not give the published percentage: {wrong[:5]}")
        parts.append(part)
    return pd.concat(parts).sort_values(["year", "lsoa_code"], ignore_index=True)
