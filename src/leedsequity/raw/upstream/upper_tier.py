"""English authorities in their counties and regions; upper-tier areas of May 2019, what makes them up, their people."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import spelling
from leedsequity.raw.upstream.sheets import long, require, text_table

#: Counties that one unitary authority has replaced: Buckinghamshire (2020), North Yorkshire, Somerset (2023).
REPLACED = {"E10000002": "E06000060", "E10000023": "E06000065", "E10000027": "E06000066"}
#: City of London and Isles of Scilly (no life expectancy); Bournemouth, Christchurch and Poole, and Dorset (2019).
LEFT_OUT = ["E09000001", "E06000053", "E06000058", "E06000059"]
#: Districts of the counties that two unitary authorities each have replaced.
_DIVIDED = {
    # Northamptonshire, 2021: North Northamptonshire, West Northamptonshire
    "E06000061": ("E07000150", "E07000152", "E07000153", "E07000156"),
    "E06000062": ("E07000151", "E07000154", "E07000155"),
    # Cumbria, 2023: Cumberland, Westmorland and Furness
    "E06000063": ("E07000026", "E07000028", "E07000029"),
    "E06000064": ("E07000027", "E07000030", "E07000031"),
}


def tiers(ward_2022: Path) -> pd.DataFrame:
    """Return English authorities of 2022 with county, region and country, from a lookup of wards.

    Returns
    -------
    DataFrame
        ``LAD22CD, LAD22NM, CTY22CD, CTY22NM, RGN22CD, RGN22NM, CTRY22CD, CTRY22NM``; 309 rows.
    """
    wards = text_table(ward_2022)
    columns = [f"{tier}22{word}" for tier in ("LAD", "CTY", "RGN", "CTRY") for word in ("CD", "NM")]
    return wards.loc[wards["LAD22CD"].str.startswith("E"), columns].drop_duplicates(ignore_index=True)


def counties(county_2012: Path, ward_2022: Path) -> pd.Series:
    """Return the county of every shire district of 2012 and of 2022, by code of the district."""
    lookups = {"12": text_table(county_2012), "22": tiers(ward_2022)}
    columns = {year: [f"LAD{year}CD", f"CTY{year}CD"] for year in lookups}
    pairs = pd.concat(
        [table[columns[year]].set_axis(["district", "county"], axis=1) for year, table in lookups.items()]
    )
    pairs = pairs[pairs["county"].str.startswith("E10")].drop_duplicates().sort_values("district")
    twice = pairs.loc[pairs["district"].duplicated(), "district"].tolist()
    require(not twice, county_2012, f"districts in two counties: {twice}")
    return pairs.set_index("district")["county"]


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
    former = {unitary: county for county, unitary in REPLACED.items()}
    new = {code: unitary for unitary, districts in _DIVIDED.items() for code in districts}

    district = cells["ladcode20"]
    area = district.map(counties(county_2012, ward_2022).to_dict() | former).fillna(district)
    part = area.map(REPLACED).fillna(district.map(new)).fillna(district)
    people = cells[[f"population_{year}" for year in range(2001, 2020)]].apply(spelling.whole)
    sums = people.set_axis(range(2001, 2020), axis="columns").groupby([area, part]).sum()
    return long(sums, ["area_code", "part"], "year", "population")
