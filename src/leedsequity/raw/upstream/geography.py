"""Areas of England: codes, names, the tiers above, and what replaced an authority that was abolished.

An authority's successor is found from its small areas, never from its name alone: it is the one
authority of the 2024 lookup that contains every LSOA the old authority had. A code that stands in no list
of LSOAs takes those of the code of the same name and type (Gateshead: E08000020 those of E08000037).
"""

from pathlib import Path

import pandas as pd

from leedsequity.errors import InputError
from leedsequity.raw.upstream import upper_tier
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
_AUTHORITIES = ("E06", "E07", "E08", "E09")
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

    The last two are publications that use codes found in none of the lookups (Barnsley and Sheffield as recoded
    after 2024; Northumberland, St Albans and Welwyn Hatfield as coded before 2013).
    """
    editions = _editions(imd_2015, imd_2019, lsoa_2022, lsoa_2024)
    tiers, county = upper_tier.tiers(ward_2022), upper_tier.counties(county_2012, ward_2022)
    names = _names(editions, county_2012, tiers, life_expectancy_2021_23, income_2020)
    twins = _twins(names, set(editions["code"]))
    within = _within_2024(editions, county, twins)
    # A county stands in the 2024 lookup if one of its districts does.
    standing = set(editions.loc[editions["edition"] == 2024, "code"])
    standing |= set(county[county.index.isin(standing)])
    newer = {code for code, twin in twins.items() if code > twin}
    sole = {code: next(iter(parts)) for code, parts in within.items() if len(parts) == 1}

    codes = pd.Series(sorted(names))
    areas = pd.DataFrame({"code": codes, "name": codes.map(names), "type": codes.str[:3].map(_TYPES)})
    areas["region_code"] = codes.map(_regions(within, editions, tiers)).where(~codes.str.startswith("E12"), codes)
    areas["region"] = areas["region_code"].map(names)
    areas["upper_tier_code"] = codes.replace(twins).map(county)
    areas["current"] = codes.isin(standing) | codes.str.startswith(("E12", "E92"))
    areas["successor"] = codes.map(sole).where(~areas["current"] & ~codes.isin(newer))
    areas["recoded_from"] = codes.map({max(pair): min(pair) for pair in twins.items()})
    cities = areas["type"].isin(["unitary authority", "metropolitan district"])
    areas["core_city"] = areas["name"].isin(_CORE_CITIES) & cities
    lost = codes[areas["region_code"].isna() & (areas["type"] != "country")].tolist()
    require(not lost, ward_2022, f"areas in no lookup, so their region is unknown: {lost}")
    return areas


def _editions(imd_2015: Path, imd_2019: Path, lsoa_2022: Path, lsoa_2024: Path) -> pd.DataFrame:
    """Return the authorities of 2013, 2019, 2022 and 2024, and those of 2024 in which their LSOAs lie.

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
        cells = sheet(path, name, "LSOA code (2011)").rename(columns={"LSOA code (2011)": "LSOA11CD"})
        cells = cells.merge(exact[["LSOA11CD", "code_2024"]], on="LSOA11CD")
        authority = f"Local Authority District {{}} ({edition})"
        parts.append(_named(cells, authority.format("code"), authority.format("name")).assign(edition=edition))
    parts.append(_named(exact, "LAD22CD", "LAD22NM").assign(edition=2022))
    parts.append(_named(later, "LAD24CD", "LAD24NM").assign(edition=2024))
    editions = pd.concat(parts)[["edition", "code", "name", "code_2024"]].drop_duplicates(ignore_index=True)
    itself = editions["code"].isin(standing)
    return editions.assign(code_2024=editions["code"].where(itself, editions["code_2024"])).drop_duplicates()


def _named(cells: pd.DataFrame, code: str, name: str) -> pd.DataFrame:
    return cells.rename(columns={code: "code", name: "name"})


def _names(
    editions: pd.DataFrame, county_2012: Path, tiers: pd.DataFrame, life_expectancy: Path, income: Path
) -> dict[str, str]:
    """Return the newest name of every code."""
    districts = text_table(county_2012)
    published = [
        _named(sheet(income, "Net annual income", "MSOA code"), "Local authority code", "Local authority name"),
        _named(sheet(life_expectancy, "Sheet1", "Period"), "Area code", "Area name"),
        *(_named(districts, f"{tier}CD", f"{tier}NM") for tier in ("LAD12", "CTY12")),
        *(_named(tiers, f"{tier}CD", f"{tier}NM") for tier in ("CTY22", "RGN22", "CTRY22")),
        editions.sort_values("edition", kind="stable"),
    ]
    names = pd.concat([table[["code", "name"]].astype(str) for table in published])
    names = names[names["code"].str[:3].isin(_TYPES)].drop_duplicates("code", keep="last")
    return dict(zip(names["code"], names["name"].str.strip(), strict=True))


def _twins(names: dict[str, str], listed: set[str]) -> dict[str, str]:
    """Return, for each code missing from every lookup of LSOAs, the listed code of the same authority.

    The same authority means the same name and the same type. Two listed codes of one name are never
    paired: their LSOAs decide.
    """
    table = pd.DataFrame({"code": list(names), "name": list(names.values())})
    table = table[table["code"].str.startswith(_AUTHORITIES)].assign(type=table["code"].str[:3])
    known = table["code"].isin(listed)
    pairs = table[~known].merge(table[known], on=["name", "type"], suffixes=("", "_listed"))
    return dict(zip(pairs["code"], pairs["code_listed"], strict=True))


def _within_2024(editions: pd.DataFrame, county: pd.Series, twins: dict[str, str]) -> dict[str, set[str]]:
    """Return, for each authority and county, the authorities of 2024 among which its LSOAs lie."""
    within = {str(code): set(group) for code, group in editions.groupby("code")["code_2024"]}
    within |= {code: within[twin] for code, twin in twins.items()}
    for code, districts in county.groupby(county):
        within[str(code)] = set().union(*(within[district] for district in districts.index))
    return within


def _regions(within: dict[str, set[str]], editions: pd.DataFrame, tiers: pd.DataFrame) -> dict[str, str]:
    """Return the one region in which all of an area lies."""
    authorities = editions[editions["edition"] == 2022]
    region_2022 = authorities["code"].map(tiers.set_index("LAD22CD")["RGN22CD"])
    region_2024 = dict(zip(authorities["code_2024"], region_2022, strict=True))
    regions = {code: {region_2024[part] for part in parts} for code, parts in within.items()}
    if several := {code: sorted(found) for code, found in regions.items() if len(found) != 1}:
        raise InputError(f"areas that do not lie in one region: {several}")
    return {code: found.pop() for code, found in regions.items()}
