"""Areas of England: codes, names, the tiers above, and what replaced an authority that was abolished.

An authority's successor is found from its small areas, never from its name alone: it is the one
authority of the 2024 lookup that contains every LSOA the old authority had. A code that stands in no list
of LSOAs takes those of the code of the same name and type (Gateshead: E08000020 those of E08000037).
"""

from pathlib import Path

import pandas as pd

from leedsequity.errors import InputError
from leedsequity.raw.upstream import lookups
from leedsequity.raw.upstream.sheets import require, sheet, text_table

_TYPES = {
    "E06": "unitary authority",
    "E07": "non-metropolitan district",
    "E08": "metropolitan district",
    "E09": "london borough",
    "E10": "county",
    "E12": "region",
    "E92": "country",
}
#: The Core Cities Group's English members, as the lookups name them.
_CORE_CITIES = (
    "Birmingham",
    "Bristol, City of",
    "Leeds",
    "Liverpool",
    "Manchester",
    "Newcastle upon Tyne",
    "Nottingham",
    "Sheffield",
)


def clean_areas(
    imd_2015: Path,
    imd_2019: Path,
    county_2012: Path,
    lsoa_2022: Path,
    lsoa_2024: Path,
    ward_2022: Path,
    life_expectancy_2021_23: Path,
    income_2020: Path,
) -> pd.DataFrame:
    """Return ``areas``: every authority, county, region and country code the tables use.

    Parameters
    ----------
    imd_2015, imd_2019 : Path
        File 1 of the English Indices of Deprivation: LSOAs with the authorities of 2013 and 2019.
    county_2012 : Path
        Districts of 2012 with their counties.
    lsoa_2022 : Path
        LSOAs of 2011 with LSOAs of 2021 and authorities of 2022.
    lsoa_2024 : Path
        LSOAs of 2021 with authorities of 2024.
    ward_2022 : Path
        Wards of 2022 with authority, county, region, country.
    life_expectancy_2021_23, income_2020 : Path
        Publications that use codes found in none of the lookups (Barnsley and Sheffield as recoded
        after 2024; Northumberland, St Albans and Welwyn Hatfield as coded before 2013).

    Returns
    -------
    DataFrame
        ``code, name, type, region_code, region, upper_tier_code, current, successor, recoded_from,
        core_city``, ordered by code.
    """
    editions = lookups.authorities(imd_2015, imd_2019, lsoa_2022, lsoa_2024)
    tiers = lookups.tiers(ward_2022)
    counties = lookups.counties(county_2012, tiers)
    names = _clean_name(editions, county_2012, tiers, life_expectancy_2021_23, income_2020)
    twins = _twins(names, set(editions["code"]))
    within = _within_2024(editions, counties, twins)

    areas = pd.DataFrame()
    areas["code"] = sorted(names)
    areas["name"] = areas["code"].map(names)
    areas["type"] = areas["code"].str[:3].map(_TYPES)
    areas["region_code"] = _clean_region_code(areas["code"], within, editions, tiers)
    areas["region"] = areas["region_code"].map(names)
    areas["upper_tier_code"] = areas["code"].replace(twins).map(counties.set_index("district")["county"])
    areas["current"] = _clean_current(areas["code"], editions, counties)
    areas["successor"] = _clean_successor(areas["code"], areas["current"], within, twins)
    areas["recoded_from"] = areas["code"].map({max(pair): min(pair) for pair in twins.items()})
    cities = areas["type"].isin(["unitary authority", "metropolitan district"])
    areas["core_city"] = areas["name"].isin(_CORE_CITIES) & cities
    found = sorted(areas.loc[areas["core_city"], "name"].unique())
    require(found == sorted(_CORE_CITIES), ward_2022, f"the core cities found are {found}")
    return areas


def _within_2024(editions: pd.DataFrame, counties: pd.DataFrame, twins: dict[str, str]) -> dict[str, set[str]]:
    """Return, for each authority and county, the authorities of 2024 among which its LSOAs lie."""
    within = {str(code): set(group) for code, group in editions.groupby("code")["code_2024"]}
    within |= {code: within[twin] for code, twin in twins.items()}
    for county, districts in counties.groupby("county")["district"]:
        within[str(county)] = set().union(*(within[district] for district in districts))
    return within


def _clean_name(
    editions: pd.DataFrame, county_2012: Path, tiers: pd.DataFrame, life_expectancy: Path, income: Path
) -> dict[str, str]:
    """Return the newest name of every code."""
    names: dict[str, str] = {}
    districts = text_table(county_2012)
    published = [
        sheet(income, "Net annual income", "MSOA code").rename(
            columns={"Local authority code": "code", "Local authority name": "name"}
        ),
        sheet(life_expectancy, "Sheet1", "Period").rename(columns={"Area code": "code", "Area name": "name"}),
        districts.rename(columns={"LAD12CD": "code", "LAD12NM": "name"}),
        districts.rename(columns={"CTY12CD": "code", "CTY12NM": "name"}),
        tiers.rename(columns={"CTY22CD": "code", "CTY22NM": "name"}),
        tiers.rename(columns={"RGN22CD": "code", "RGN22NM": "name"}),
        tiers.rename(columns={"CTRY22CD": "code", "CTRY22NM": "name"}),
        editions.sort_values("edition", kind="stable"),
    ]
    for table in published:
        known = table[table["code"].astype(str).str[:3].isin(_TYPES)]
        names.update(dict(zip(known["code"], known["name"].str.strip(), strict=True)))
    return names


def _twins(names: dict[str, str], listed: set[str]) -> dict[str, str]:
    """Return, for each code missing from every lookup of LSOAs, the listed code of the same authority.

    The same authority means the same name and the same type. Two listed codes of one name are never
    paired: their LSOAs decide.
    """
    table = pd.DataFrame({"code": list(names), "name": list(names.values())})
    table = table[table["code"].str[:3].isin(["E06", "E07", "E08", "E09"])]
    table["type"] = table["code"].str[:3]
    unlisted = table[~table["code"].isin(listed)]
    pairs = unlisted.merge(table[table["code"].isin(listed)], on=["name", "type"], suffixes=("", "_listed"))
    return dict(zip(pairs["code"], pairs["code_listed"], strict=True))


def _clean_region_code(
    codes: pd.Series, within: dict[str, set[str]], editions: pd.DataFrame, tiers: pd.DataFrame
) -> pd.Series:
    """Return the one region in which all of an area lies; a region is its own; England has none."""
    region_2022 = tiers.set_index("LAD22CD")["RGN22CD"]
    authorities = editions[editions["edition"] == 2022]
    region_2024 = dict(zip(authorities["code_2024"], authorities["code"].map(region_2022), strict=True))
    regions: dict[str, str] = {code: code for code in codes if code.startswith("E12")}
    for code, parts in within.items():
        found = {region_2024[part] for part in parts}
        if len(found) != 1:
            raise InputError(f"area {code} lies in {len(found)} regions: {sorted(found)}")
        regions[code] = found.pop()
    lost = [code for code in codes if code not in regions and not code.startswith("E92")]
    if lost:
        raise InputError(f"areas in no lookup, so their region is unknown: {lost}")
    return codes.map(regions)


def _clean_current(codes: pd.Series, editions: pd.DataFrame, counties: pd.DataFrame) -> pd.Series:
    """Return whether the code stands in the 2024 lookup: for a county, whether one of its districts does."""
    standing = set(editions.loc[editions["edition"] == 2024, "code"])
    standing |= set(counties.loc[counties["district"].isin(standing), "county"])
    return codes.isin(standing) | codes.str.startswith(("E12", "E92"))


def _clean_successor(
    codes: pd.Series, current: pd.Series, within: dict[str, set[str]], twins: dict[str, str]
) -> pd.Series:
    """Return the one authority of 2024 that contains all of a code's area, where the code is older."""
    newer = {code for code, twin in twins.items() if code > twin}
    sole = {code: next(iter(parts)) for code, parts in within.items() if len(parts) == 1}
    return codes.map(sole).where(~current & ~codes.isin(newer))
