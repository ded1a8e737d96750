"""Areas of England: codes, names, the tiers above, and successors of abolished authorities.

An authority's successor is found from its small areas, never from its name alone: it is the one
authority of the 2024 lookup that contains every LSOA the old authority had. A code that stands in
no list of LSOAs takes those of the code of the same name and type (Gateshead: E08000020 those of
E08000037).
"""

from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import spelling, upper_tier
from leedsequity_data.publishers.sheets import lookup, require_none, sheet, text_table

_TYPES = {
    "E06": "unitary authority",
    "E07": "non-metropolitan district",
    "E08": "metropolitan district",
    "E09": "london borough",
    "E10": "county",
    "E11": "metropolitan county",
    "E12": "region",
    "E92": "country",
}
_AUTHORITIES = ("E06", "E07", "E08", "E09")
#: The Core Cities Group's English members: Nottingham, Bristol; Manchester, Liverpool, Sheffield,
#: Newcastle upon Tyne, Birmingham, Leeds.
CORE_CITIES = [
    "E06000018",
    "E06000023",
    "E08000003",
    "E08000012",
    "E08000019",
    "E08000021",
    "E08000025",
    "E08000035",
]


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

    The last two are publications that use codes found in none of the lookups (Barnsley and
    Sheffield as recoded after 2024; Northumberland, St Albans and Welwyn Hatfield as coded before
    2013).
    """
    editions = _editions(imd_2015, imd_2019, lsoa_2022, lsoa_2024)
    tiers, county = upper_tier.tiers(ward_2022), upper_tier.counties(county_2012, ward_2022)
    metropolitan = tiers.set_index("LAD22CD")["CTY22CD"].loc[lambda code: code.str.match("E11")]
    either = pd.concat([county, metropolitan])
    names = _names(editions, county_2012, tiers, life_expectancy_2021_23, income_2020)
    twins = _twins(names, set(editions["code"]))
    within = _within_2024(editions, either, twins)
    # A county stands in the 2024 lookup if one of its districts does.
    standing = set(editions.loc[editions["edition"] == 2024, "code"])
    standing |= set(either[either.index.isin(standing)])
    newer = {code for code, twin in twins.items() if code > twin}
    sole = within[~within.index.duplicated(keep=False)]

    codes = pd.Series(sorted(names))
    areas = pd.DataFrame(
        {"code": codes, "name": codes.map(names), "type": codes.str[:3].map(_TYPES)}
    )
    regions = _regions(ward_2022, within, editions, tiers)
    areas["region_code"] = codes.map(regions).where(~codes.str.startswith("E12"), codes)
    areas["region"] = areas["region_code"].map(names)
    areas["upper_tier_code"] = codes.replace(twins).map(county)
    areas["current"] = codes.isin(standing) | codes.str.startswith(("E12", "E92"))
    areas["successor"] = codes.map(sole).where(~areas["current"] & ~codes.isin(newer))
    areas["recoded_from"] = codes.map({max(pair): min(pair) for pair in twins.items()})
    areas["core_city"] = codes.replace(twins).isin(CORE_CITIES)
    areas["metropolitan_county_code"] = codes.replace(twins).map(metropolitan)
    lost = codes[areas["region_code"].isna() & (areas["type"] != "country")]
    require_none(lost, ward_2022, "areas in no lookup, so their region is unknown")
    return areas


def _editions(imd_2015: Path, imd_2019: Path, lsoa_2022: Path, lsoa_2024: Path) -> pd.DataFrame:
    """Return authorities of four editions, and those of 2024 in which their LSOAs lie.

    The columns are ``edition, code, name, code_2024``, with as many rows for a code as authorities
    of 2024 share it.
    """
    exact, later = (
        table[spelling.english(table["LSOA21CD"])]
        for table in (
            text_table(lsoa_2022, ["LSOA11CD", "LSOA21CD", "LAD22CD", "LAD22NM"]),
            text_table(lsoa_2024, ["LSOA21CD", "LAD24CD", "LAD24NM"]),
        )
    )
    # The 2024 lookup places LSOAs by ward, as best it can: one of West Northamptonshire falls in
    # Cherwell. So an authority that stands in 2024 keeps its LSOAs, and only the others are looked
    # up.
    standing = set(later["LAD24CD"])
    looked_up = exact["LSOA21CD"].map(lookup(lsoa_2024, later, "LSOA21CD", "LAD24CD"))
    exact = exact.assign(
        code_2024=exact["LAD22CD"].where(exact["LAD22CD"].isin(standing), looked_up)
    )
    require_none(
        exact.loc[exact["code_2024"].isna(), "LSOA21CD"], lsoa_2024, "LSOAs of 2021 are missing"
    )

    parts = []
    for edition, path, name in ((2013, imd_2015, "IMD 2015"), (2019, imd_2019, "IMD2019")):
        headers = [f"Local Authority District {word} ({edition})" for word in ("code", "name")]
        cells = sheet(path, name, "LSOA code (2011)", ["LSOA code (2011)", *headers])
        cells = cells.merge(exact, left_on="LSOA code (2011)", right_on="LSOA11CD")
        parts.append(_named(cells, *headers).assign(edition=edition))
    parts.append(_named(exact, "LAD22CD", "LAD22NM").assign(edition=2022))
    parts.append(_named(later, "LAD24CD", "LAD24NM").assign(edition=2024))
    editions = pd.concat(parts, ignore_index=True)[["edition", "code", "name", "code_2024"]]
    itself = editions["code"].isin(standing)
    return editions.assign(
        code_2024=editions["code"].where(itself, editions["code_2024"])
    ).drop_duplicates()


def _named(cells: pd.DataFrame, code: str, name: str) -> pd.DataFrame:
    return cells.rename(columns={code: "code", name: "name"})


def _names(
    editions: pd.DataFrame,
    county_2012: Path,
    tiers: pd.DataFrame,
    life_expectancy: Path,
    income: Path,
) -> dict[str, str]:
    """Return the newest name of every code."""
    districts = text_table(county_2012, ["LAD12CD", "LAD12NM", "CTY12CD", "CTY12NM"])
    authority, area = ["Local authority code", "Local authority name"], ["Area code", "Area name"]
    published = [
        _named(sheet(income, "Net annual income", "MSOA code", authority), *authority),
        _named(sheet(life_expectancy, "Sheet1", "Period", area), *area),
        _named(districts, "LAD12CD", "LAD12NM"),
        # Not its metropolitan counties, of which Tyne and Wear had another code.
        _named(districts[districts["CTY12CD"].str.match("E10")], "CTY12CD", "CTY12NM"),
        *(_named(tiers, f"{tier}CD", f"{tier}NM") for tier in ("CTY22", "RGN22", "CTRY22")),
        editions.sort_values("edition", kind="stable"),
    ]
    names = pd.concat([table[["code", "name"]].astype(str) for table in published])
    names = names[names["code"].str[:3].isin(_TYPES)].drop_duplicates("code", keep="last")
    return dict(zip(names["code"], names["name"].str.strip(), strict=True))


def _twins(names: dict[str, str], listed: set[str]) -> dict[str, str]:
    """Return the listed code of each authority whose code no lookup of LSOAs has.

    The same authority means the same name and the same type. Two listed codes of one name are never
    paired: their LSOAs decide.
    """
    table = pd.DataFrame({"code": list(names), "name": list(names.values())})
    table = table[table["code"].str.startswith(_AUTHORITIES)].assign(type=table["code"].str[:3])
    known = table["code"].isin(listed)
    pairs = table[~known].merge(table[known], on=["name", "type"], suffixes=("", "_listed"))
    return dict(zip(pairs["code"], pairs["code_listed"], strict=True))


def _within_2024(editions: pd.DataFrame, county: pd.Series, twins: dict[str, str]) -> pd.Series:
    """Return the authorities of 2024 in which the LSOAs of an area lie, by its code."""
    listed = pd.Series(editions["code"].unique())
    districts = county.index.to_series().replace(twins)
    parts = pd.concat([listed.set_axis(listed), pd.Series(twins), districts.set_axis(county)])
    pairs = parts.rename_axis("area").rename("code").reset_index().merge(editions, on="code")
    within: pd.Series = (
        pairs[["area", "code_2024"]].drop_duplicates().set_index("area")["code_2024"]
    )
    return within


def _regions(
    path: Path, within: pd.Series, editions: pd.DataFrame, tiers: pd.DataFrame
) -> dict[str, str]:
    """Return the one region in which all of an area lies, by its code."""
    authorities = editions[editions["edition"] == 2022].set_index("code_2024")["code"]
    region_2024 = authorities.map(lookup(path, tiers, "LAD22CD", "RGN22CD")).to_dict()
    regions = within.map(region_2024).rename("region").reset_index().drop_duplicates()
    require_none(
        regions.loc[regions["area"].duplicated(), "area"],
        path,
        "areas that do not lie in one region",
    )
    return dict(zip(regions["area"], regions["region"], strict=True))
