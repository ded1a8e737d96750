"""England by national deprivation decile: what the tables of small areas count, for comparison with one authority."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import census, deprivation, living_standards, small_areas
from leedsequity.raw.upstream.sheets import require
from leedsequity.raw.upstream.small_areas import ENGLAND

_CENSUS = {
    "ethnicity": census.clean_ethnicity_lsoa21,
    "age": census.clean_age_lsoa21,
    "qualification": census.clean_qualification_lsoa21,
    "household_deprivation": census.clean_household_deprivation_lsoa21,
    "general_health": census.clean_general_health_lsoa21,
    "tenure": census.clean_tenure_lsoa21,
}
_KEYS = ["decile", "topic", "year", "broad_group", "group"]


def clean_england_by_decile(
    imd_2019: Path,
    mid_2015: Path,
    exact: Path,
    estimates: Path,
    ts021: Path,
    ts007a: Path,
    ts067: Path,
    ts011: Path,
    ts037: Path,
    ts054: Path,
    fuel_2022: Path,
    fuel_2023: Path,
    ward_2021: Path,
) -> pd.DataFrame:
    """Return ``england_by_decile``: people and households of England by decile of the IMD 2019.

    Parameters
    ----------
    imd_2019, mid_2015 : Path
        File 1 and File 6 (population denominators) of the English Indices of Deprivation 2019.
    exact : Path
        LSOAs of 2011 with LSOAs of 2021 and authorities of 2022.
    estimates : Path
        ONS population density of LSOAs of 2021, mid-2011 to mid-2022.
    ts021, ts007a, ts067, ts011, ts037, ts054 : Path
        The tables of Census 2021 by LSOA.
    fuel_2022, fuel_2023 : Path
        Sub-regional fuel poverty tables of 2022 and 2023.
    ward_2021 : Path
        LSOAs of 2011 with authorities of December 2021.

    Returns
    -------
    DataFrame
        ``decile, topic, year, broad_group, group, count``; groups in the order of the census tables.
    """
    lsoa11 = deprivation.multiple_deprivation(imd_2019, "IMD2019", 2011, 32844)["decile"]
    lsoa21 = decile_2021(lsoa11, mid_2015, exact)

    people = small_areas.clean_population_lsoa21(estimates, exact, area=ENGLAND).rename(columns={"population": "count"})
    parts = [people.assign(topic="population", group="all", decile=people["lsoa21_code"].map(lsoa21))]
    for (topic, clean), path in zip(_CENSUS.items(), (ts021, ts007a, ts067, ts011, ts037, ts054), strict=True):
        counts = clean(path, exact, area=ENGLAND).rename(columns={"age_start": "group"})
        parts.append(counts.assign(topic=topic, year=2021, decile=counts["lsoa21_code"].map(lsoa21)))
    fuel = living_standards.clean_fuel_poverty_lsoa(fuel_2022, fuel_2023, ward_2021, exact, area=ENGLAND)
    fuel["decile"] = fuel["lsoa_code"].map(lsoa21).where(fuel["boundaries"] == 2021, fuel["lsoa_code"].map(lsoa11))
    for column in ("households", "fuel_poor"):
        parts.append(fuel.assign(topic="fuel_poverty", group=column, count=fuel[column]))

    table = pd.concat([_added_up(exact, part) for part in parts], ignore_index=True)
    return table.sort_values("decile", kind="stable", ignore_index=True)


def decile_2021(lsoa11: pd.Series, mid_2015: Path, exact: Path) -> pd.Series:
    """Return the decile of the IMD 2019 of the LSOAs of 2021 of England.

    An LSOA unchanged since 2011 keeps its decile, the parts of a split one have that of the whole; one merged
    of several, or drawn anew, has that of the LSOA of 2011 which shares its ground and had most people in mid-2015.

    Parameters
    ----------
    lsoa11 : Series
        Decile by code of LSOA of 2011.
    mid_2015 : Path
        Population denominators of the English Indices of Deprivation 2019.
    exact : Path
        LSOAs of 2011 with LSOAs of 2021.
    """
    pairs = small_areas.clean_lsoa11_lsoa21(exact, area=ENGLAND)
    people = small_areas.denominators(mid_2015)["Total population: mid 2015 (excluding prisoners)"]
    pairs = pairs.assign(people=pairs["lsoa11_code"].map(people), decile=pairs["lsoa11_code"].map(lsoa11))
    lost = pairs.loc[pairs["decile"].isna() | pairs["people"].isna(), "lsoa11_code"].tolist()
    require(not lost, mid_2015, f"LSOAs without people or decile: {lost[:5]}")
    largest = pairs.sort_values(["people", "lsoa11_code"]).drop_duplicates("lsoa21_code", keep="last")
    require(len(largest) == 33755, exact, f"{len(largest):,} LSOAs of 2021 in England, expected 33,755")
    return largest.set_index("lsoa21_code")["decile"].astype("int64")


def _added_up(path: Path, part: pd.DataFrame) -> pd.DataFrame:
    """Return the sums over the LSOAs of each decile, groups in the order in which they come."""
    lost = part.index[part["decile"].isna()].tolist()
    require(not lost, path, f"{len(lost)} rows without a decile")
    keyed = part if "broad_group" in part else part.assign(broad_group="")
    sums = keyed.groupby(_KEYS, sort=False)["count"].sum().reset_index()
    table = pd.DataFrame()
    table["decile"] = sums["decile"].astype("int64")
    table["topic"] = sums["topic"]
    table["year"] = sums["year"].astype("int64")
    table["broad_group"] = sums["broad_group"].where(sums["broad_group"] != "")
    table["group"] = sums["group"].astype(str)
    table["count"] = sums["count"]
    return table
