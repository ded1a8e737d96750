"""Inequality in life expectancy: slope indices, and life expectancy by deprivation decile."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import fingertips, spelling
from leedsequity.raw.upstream.sheets import require, text_table


def clean_slope_index_la(vintage_2010_2020: Path, vintage_2015_2024: Path) -> pd.DataFrame:
    """Return ``slope_index_la``: slope index of inequality in life expectancy at birth, two vintages.

    Parameters
    ----------
    vintage_2010_2020, vintage_2015_2024 : Path
        OHID indicator 92901 as published before and after the Census 2021 revision of populations.

    Returns
    -------
    DataFrame
        ``vintage, area_code, sex, period, value, marker``.
    """
    parts = {"pre_census_2021": vintage_2010_2020, "census_2021": vintage_2015_2024}
    table = pd.DataFrame()
    for vintage, path in parts.items():
        cells = fingertips.indicator(path, "Inequality in life expectancy at birth")
        part = pd.DataFrame()
        part["area_code"] = cells["area_code"]
        part.insert(0, "vintage", vintage)
        for column in ("sex", "period", "value", "marker"):
            part[column] = cells[column]
        part = part.sort_values(["area_code", "sex", "period"])
        table = pd.concat([table, part], ignore_index=True)
    return table


def clean_life_expectancy_la_decile(ohid: Path) -> pd.DataFrame:
    """Return ``life_expectancy_la_decile``: by deprivation decile formed within each area.

    Parameters
    ----------
    ohid : Path
        OHID's figures as carried by the test data of PHEindicatormethods.

    Returns
    -------
    DataFrame
        ``area_code, period, sex, decile, population, deaths, value, se``.
    """
    cells = text_table(ohid)
    require(len(cells) == 7222, ohid, f"{len(cells)} rows, expected 7,222")
    table = pd.DataFrame()
    table["area_code"] = cells["GeoCode"].replace("England", "E92000001")
    table["period"] = "2014-16"  # inferred: the record says how
    table["sex"] = spelling.sex(cells["Sex"])
    table["decile"] = spelling.number(cells["Decile"]).astype("int64")
    table["population"] = spelling.number(cells["Pop"]).astype("int64")
    table["deaths"] = spelling.number(cells["Deaths"]).astype("int64")
    table["value"] = spelling.number(cells["LifeExp"])
    table["se"] = spelling.number(cells["SE"])
    leeds = len(table[table["area_code"] == "E08000035"])
    require(leeds == 20, ohid, f"{leeds} rows of Leeds, expected 20")
    return table.sort_values(["area_code", "sex", "decile"], ignore_index=True)


def clean_life_expectancy_imd_decile(ons: Path) -> pd.DataFrame:
    """Return ``life_expectancy_imd_decile``: at birth, England, by national deprivation decile.

    Parameters
    ----------
    ons : Path
        A re-shaped extract of the ONS workbook, 2013-15 to 2022-24, 1 decimal place.

    Returns
    -------
    DataFrame
        ``period, sex, decile, value``.
    """
    cells = text_table(ons)
    require(len(cells) == 200, ons, f"{len(cells)} rows, expected 200")
    labels = set(cells.loc[cells["imd_decile"] == "1", "deprivation_label"])
    require(labels == {"Most deprived"}, ons, f"decile 1 is labelled {sorted(labels)}")
    table = pd.DataFrame()
    table["period"] = spelling.period(cells["period"])
    table["sex"] = spelling.sex(cells["sex"])
    table["decile"] = spelling.number(cells["imd_decile"]).astype("int64")
    table["value"] = spelling.number(cells["le"])
    return table.sort_values(["period", "sex", "decile"], ignore_index=True)
