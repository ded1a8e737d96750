"""ONS lookups between small areas, authorities, counties and regions, over the years."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream.sheets import require, sheet, text_table


def authorities(imd_2015: Path, imd_2019: Path, lsoa_2022: Path, lsoa_2024: Path) -> pd.DataFrame:
    """Return the authorities of 2013, 2019, 2022 and 2024, and those of 2024 in which their LSOAs lie.

    Parameters
    ----------
    imd_2015, imd_2019 : Path
        File 1 of the English Indices of Deprivation: LSOAs of 2011 with authorities of 2013 and 2019.
    lsoa_2022 : Path
        LSOAs of 2011 with LSOAs of 2021 and authorities of 2022.
    lsoa_2024 : Path
        LSOAs of 2021 with authorities of 2024.

    Returns
    -------
    DataFrame
        ``edition, code, name, code_2024``: as many rows for a code as authorities of 2024 share it.
    """
    exact, later = (table[table.iloc[:, 0].str.startswith("E")] for table in map(text_table, (lsoa_2022, lsoa_2024)))
    # The 2024 lookup places LSOAs by ward, as best it can: one of West Northamptonshire falls in Cherwell.
    # So an authority that stands in 2024 keeps its LSOAs, and only the others are looked up.
    standing = set(later["LAD24CD"])
    looked_up = exact["LSOA21CD"].map(later.set_index("LSOA21CD")["LAD24CD"])
    exact = exact.assign(code_2024=exact["LAD22CD"].where(exact["LAD22CD"].isin(standing), looked_up))
    lost = exact.loc[exact["code_2024"].isna(), "LSOA21CD"].tolist()
    require(not lost, lsoa_2024, f"{len(lost)} LSOAs of 2021 are missing: {lost[:5]}")

    parts = []
    for edition, path, name in ((2013, imd_2015, "IMD 2015"), (2019, imd_2019, "IMD2019")):
        cells = sheet(path, name, "LSOA code (2011)")
        require(len(cells) == 32844, path, f"{len(cells)} LSOAs, expected 32,844")
        part = pd.DataFrame()
        part["LSOA11CD"] = cells["LSOA code (2011)"]
        part["code"] = cells[f"Local Authority District code ({edition})"]
        part["name"] = cells[f"Local Authority District name ({edition})"]
        parts.append(part.merge(exact[["LSOA11CD", "code_2024"]], on="LSOA11CD").assign(edition=edition))
    parts.append(exact.assign(edition=2022, code=exact["LAD22CD"], name=exact["LAD22NM"]))
    parts.append(later.assign(edition=2024, code=later["LAD24CD"], name=later["LAD24NM"]))
    columns = ["edition", "code", "name", "code_2024"]
    editions = pd.concat(parts)[columns].drop_duplicates(ignore_index=True)
    itself = editions["code"].isin(standing)
    return editions.assign(code_2024=editions["code"].where(itself, editions["code_2024"])).drop_duplicates()


def tiers(ward_2022: Path) -> pd.DataFrame:
    """Return English authorities of 2022 with county, region and country.

    Returns
    -------
    DataFrame
        ``LAD22CD, LAD22NM, CTY22CD, CTY22NM, RGN22CD, RGN22NM, CTRY22CD, CTRY22NM``; 309 rows.
    """
    wards = text_table(ward_2022)
    wards = wards[wards["LAD22CD"].str.startswith("E")]
    columns = [f"{tier}22{word}" for tier in ("LAD", "CTY", "RGN", "CTRY") for word in ("CD", "NM")]
    found = wards[columns].drop_duplicates(ignore_index=True)
    require(len(found) == 309, ward_2022, f"{len(found)} English authorities, expected 309")
    return found


def counties(county_2012: Path, tiers_2022: pd.DataFrame) -> pd.DataFrame:
    """Return ``district, county`` for every shire district of 2012 and of 2022.

    Parameters
    ----------
    county_2012 : Path
        Districts of 2012 with their counties.
    tiers_2022 : DataFrame
        What `tiers` returns.
    """
    districts = text_table(county_2012)
    parts = []
    for table, year in ((districts, "12"), (tiers_2022, "22")):
        part = pd.DataFrame()
        part["district"] = table[f"LAD{year}CD"]
        part["county"] = table[f"CTY{year}CD"]
        parts.append(part[part["county"].str.startswith("E10")])
    pairs = pd.concat(parts).drop_duplicates().sort_values("district")
    twice = pairs.loc[pairs["district"].duplicated(), "district"].tolist()
    require(not twice, county_2012, f"districts in two counties: {twice}")
    return pairs
