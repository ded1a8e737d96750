"""Upper-tier areas of May 2019 and the authorities of other years that make them up, with their populations."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import lookups, spelling
from leedsequity.raw.upstream.sheets import text_table

#: Counties that one unitary authority has replaced: Buckinghamshire (2020), North Yorkshire, Somerset (2023).
REPLACED = {"E10000002": "E06000060", "E10000023": "E06000065", "E10000027": "E06000066"}
#: Districts of the counties that two unitary authorities each have replaced.
_DIVIDED = {
    # Northamptonshire, 2021: North Northamptonshire, West Northamptonshire
    "E06000061": ("E07000150", "E07000152", "E07000153", "E07000156"),
    "E06000062": ("E07000151", "E07000154", "E07000155"),
    # Cumbria, 2023: Cumberland, Westmorland and Furness
    "E06000063": ("E07000026", "E07000028", "E07000029"),
    "E06000064": ("E07000027", "E07000030", "E07000031"),
}


def parts(population: Path, county_2012: Path, ward_2022: Path) -> pd.DataFrame:
    """Return the English authorities of 2023 with their upper-tier areas of 2019 and mid-year populations.

    Parameters
    ----------
    population : Path
        ONS mid-year estimates by authority of 2020 (MYEB3).
    county_2012, ward_2022 : Path
        Shire districts of 2012 and of 2022 with their counties.

    Returns
    -------
    DataFrame
        ``area_code`` (of 2019: a county is one area), ``part`` (an authority of 2023), ``year`` (2001 to 2019),
        ``population``.
    """
    cells = text_table(population)
    cells = cells[cells["country"] == "E"]
    district = cells["ladcode20"]
    pairs = lookups.counties(county_2012, lookups.tiers(ward_2022)).set_index("district")["county"]
    former = {unitary: county for county, unitary in REPLACED.items()}
    new = {code: unitary for unitary, districts in _DIVIDED.items() for code in districts}

    area = district.map(pairs.to_dict() | former).fillna(district)
    part = area.map(REPLACED).fillna(district.map(new)).fillna(district)
    counts = cells[[f"population_{year}" for year in range(2001, 2020)]].apply(spelling.number).astype("int64")
    counts.columns = counts.columns.str[-4:].astype("int64")
    counts = counts.assign(area_code=area, part=part)
    long = counts.melt(["area_code", "part"], var_name="year", value_name="population").astype({"year": "int64"})
    return long.groupby(["area_code", "part", "year"])["population"].sum().reset_index()
