"""English authorities, their counties and regions; upper-tier areas of May 2019."""

from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.sheets import long, require_none, text_table

#: Counties that one unitary authority has replaced: Buckinghamshire (2020), North Yorkshire,
#: Somerset (2023).
REPLACED = {"E10000002": "E06000060", "E10000023": "E06000065", "E10000027": "E06000066"}
FORMER = {unitary: county for county, unitary in REPLACED.items()}
#: City of London and Isles of Scilly (no life expectancy); Bournemouth, Christchurch and Poole, and
#: Dorset (2019).
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
    """Return the 309 English authorities of 2022 with county, region and country.

    The columns are ``LAD22CD, LAD22NM, CTY22CD, CTY22NM, RGN22CD, RGN22NM, CTRY22CD, CTRY22NM``.
    """
    columns = [f"{tier}22{word}" for tier in ("LAD", "CTY", "RGN", "CTRY") for word in ("CD", "NM")]
    wards = text_table(ward_2022, columns)
    return wards[spelling.english(wards["LAD22CD"])].drop_duplicates(ignore_index=True)


def counties(county_2012: Path, ward_2022: Path) -> pd.Series:
    """Return the county of every shire district of 2012 and of 2022, by code of the district."""
    headers = ["LAD12CD", "CTY12CD"]
    lookups = (
        (text_table(county_2012, headers), headers),
        (tiers(ward_2022), ["LAD22CD", "CTY22CD"]),
    )
    pairs = pd.concat(
        [table[columns].set_axis(["district", "county"], axis=1) for table, columns in lookups]
    )
    pairs = pairs[pairs["county"].str.startswith("E10")].drop_duplicates().sort_values("district")
    require_none(
        pairs.loc[pairs["district"].duplicated(), "district"],
        county_2012,
        "districts in two counties",
    )
    return pairs.set_index("district")["county"]


def parts(population: Path, county_2012: Path, ward_2022: Path) -> pd.DataFrame:
    """Return authorities of 2023 with upper-tier areas of 2019 and mid-year populations.

    The columns are ``area_code`` (of 2019: a county is one area), ``part`` (an authority of 2023),
    ``year`` (2001 to 2019) and ``population``: ONS's mid-year estimates by authority of 2020
    (MYEB3).
    """
    years = {f"population_{year}": year for year in range(2001, 2020)}
    cells = text_table(population, ["ladcode20", "country", *years])
    cells = cells[cells["country"] == "E"]
    twice = cells.loc[cells["ladcode20"].duplicated(), "ladcode20"]
    require_none(twice, population, "authorities are there more than once")
    new = {code: unitary for unitary, districts in _DIVIDED.items() for code in districts}
    district = cells["ladcode20"]
    area = district.map(counties(county_2012, ward_2022).to_dict() | FORMER).fillna(district)
    part = area.map(REPLACED).fillna(district.map(new)).fillna(district)
    people = cells[list(years)].apply(spelling.whole)
    sums = people.rename(columns=years).groupby([area, part]).sum()
    return long(sums, ["area_code", "part"], "year", "population")
