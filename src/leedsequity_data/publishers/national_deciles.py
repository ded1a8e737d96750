"""England by national deprivation decile: what the tables of small areas count, for comparison with one authority."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import census, deprivation, living_standards, small_areas
from leedsequity_data.publishers.sheets import require_none
from leedsequity_data.publishers.small_areas import ENGLAND

_CENSUS: dict[str, Callable[..., pd.DataFrame]] = {
    "ethnicity": census.clean_ethnicity_lsoa21,
    "age": census.clean_age_lsoa21,
    "qualification": census.clean_qualification_lsoa21,
    "household_deprivation": census.clean_household_deprivation_lsoa21,
    "general_health": census.clean_general_health_lsoa21,
    "tenure": census.clean_tenure_lsoa21,
}
_KEYS = ["decile", "topic", "year", "broad_group", "group"]


def clean_england_by_decile(
    imd_2019: Path, mid_2015: Path, exact: Path, estimates: Path, *others: Path
) -> pd.DataFrame:
    """Return ``england_by_decile``, groups in the order of the census tables."""
    *tables, fuel_2022, fuel_2023, ward_2021 = others
    lsoa11 = deprivation.multiple_deprivation(imd_2019, "IMD2019", 2011)["decile"]
    lsoa21 = decile_2021(lsoa11, mid_2015, exact)

    people = small_areas.clean_population_lsoa21(estimates, exact, area=ENGLAND).rename(
        columns={"population": "count"}
    )
    parts = [people.assign(topic="population", group="all")]
    for (topic, clean), path in zip(_CENSUS.items(), tables, strict=True):
        counts = clean(path, exact, area=ENGLAND).rename(columns={"age_start": "group"})
        parts.append(counts.assign(topic=topic, year=2021))
    parts = [part.assign(decile=part["lsoa21_code"].map(lsoa21)) for part in parts]
    fuel = living_standards.clean_fuel_poverty_lsoa(
        fuel_2022, fuel_2023, ward_2021, exact, area=ENGLAND
    )
    fuel["decile"] = (
        fuel["lsoa_code"]
        .map(lsoa21)
        .where(fuel["boundaries"] == 2021, fuel["lsoa_code"].map(lsoa11))
    )
    for column in ("households", "fuel_poor"):
        parts.append(fuel.assign(topic="fuel_poverty", group=column, count=fuel[column]))

    long = pd.concat([part.reindex(columns=[*_KEYS, "count"]) for part in parts], ignore_index=True)
    require_none(long.index[long["decile"].isna()], exact, "rows without a decile")
    sums = (
        long.astype({"decile": "int64"})
        .groupby(_KEYS, sort=False, dropna=False)["count"]
        .sum()
        .reset_index()
    )
    return sums.sort_values("decile", kind="stable", ignore_index=True)


def decile_2021(lsoa11: pd.Series, mid_2015: Path, exact: Path) -> pd.Series:
    """Return the decile of the IMD 2019 of the LSOAs of 2021 of England, from that by code of LSOA of 2011.

    An LSOA unchanged since 2011 keeps its decile, the parts of a split one have that of the whole;
    one merged of several, or drawn anew, has that of the LSOA of 2011 which shares its ground and
    had most people in mid-2015.

    ``mid_2015`` holds the population denominators of the English Indices of Deprivation 2019,
    ``exact`` the LSOAs of 2011 with those of 2021.
    """
    pairs = small_areas.clean_lsoa11_lsoa21(exact, area=ENGLAND)
    all_ = "Total population: mid 2015 (excluding prisoners)"
    people = small_areas.denominators(mid_2015, (all_,))[all_]
    pairs = pairs.assign(
        people=pairs["lsoa11_code"].map(people), decile=pairs["lsoa11_code"].map(lsoa11)
    )
    lost = pairs.loc[pairs["decile"].isna() | pairs["people"].isna(), "lsoa11_code"]
    require_none(lost, mid_2015, "LSOAs without people or decile")
    largest = pairs.sort_values(["people", "lsoa11_code"]).drop_duplicates(
        "lsoa21_code", keep="last"
    )
    return largest.set_index("lsoa21_code")["decile"].astype("int64")
