"""England by national deprivation decile: the sums of what the tables of LSOAs count."""

from pathlib import Path
from typing import Any

import pandas as pd

from leedsequity.raw import inventory
from leedsequity.raw.long_form import long_form
from leedsequity_data.publishers import census, deprivation, living_standards, small_areas
from leedsequity_data.publishers.editions import of_kind
from leedsequity_data.publishers.sheets import require_none

_CENSUS = {
    "ethnicity_lsoa21": census.clean_ethnicity_lsoa21,
    "age_lsoa21": census.clean_age_lsoa21,
    "qualification_lsoa21": census.clean_qualification_lsoa21,
    "household_deprivation_lsoa21": census.clean_household_deprivation_lsoa21,
    "general_health_lsoa21": census.clean_general_health_lsoa21,
    "tenure_lsoa21": census.clean_tenure_lsoa21,
}
_COLUMNS = ["imd_edition", "decile", "topic", "year", "broad_group", "group", "count"]


def clean_england_by_decile(
    imd_2019: Path, mid_2015: Path, exact: Path, estimates: Path, *others: Path
) -> pd.DataFrame:
    """Return ``england_by_decile``, groups in the order of the census tables.

    ``others`` are the files of the census tables, of fuel poverty and of the index of 2025.
    """
    fuel, (imd_2025,) = of_kind(others, "fuel_poverty"), of_kind(others, "index_of_deprivation")
    census_files = of_kind(others, "census_2021")
    lsoa11 = deprivation.multiple_deprivation(imd_2019, "IMD2019", 2011)["decile"]
    deciles = {
        2019: decile_2021(lsoa11, mid_2015, exact),
        2025: deprivation.multiple_deprivation(imd_2025, "IMD25", 2021)["decile"],
    }
    counts = {"population_lsoa21": small_areas.clean_population_lsoa21(estimates)}
    for (name, clean), path in zip(_CENSUS.items(), census_files, strict=True):
        counts[name] = clean(path)
    fuel_poverty = living_standards.clean_fuel_poverty_lsoa21(*fuel)
    counts["fuel_poverty_lsoa21"] = fuel_poverty
    parts = [
        _sums(name, table, of_lsoa).assign(imd_edition=edition)
        for edition, of_lsoa in deciles.items()
        for name, table in counts.items()
    ]
    long = pd.concat(parts, ignore_index=True)
    return long.sort_values(["imd_edition", "decile"], kind="stable", ignore_index=True)


def _sums(name: str, counts: pd.DataFrame, deciles: pd.Series) -> pd.DataFrame:
    """Return the counts of a wide table added up by decile, long; census tables have no year."""
    sums = counts.set_index("lsoa21_code").groupby(deciles, dropna=False).sum()
    record = inventory.record(name)
    names = {"age_start": "group", "measure": "group", str(record.counts): "count"}
    table = long_form(record, sums.rename_axis("decile").reset_index()).rename(columns=names)
    given: dict[str, Any] = {"year": 2021, "group": "all", "topic": name.removesuffix("_lsoa21")}
    lacking = {column: value for column, value in given.items() if column not in table}
    return table.assign(**lacking).reindex(columns=_COLUMNS).astype({"year": "int64"})


def decile_2021(lsoa11: pd.Series, mid_2015: Path, exact: Path) -> pd.Series:
    """Return the decile of the IMD 2019 of LSOAs of 2021, from that by LSOA of 2011.

    An LSOA unchanged since 2011 keeps its decile, the parts of a split one have that of the whole;
    one merged of several, or drawn anew, has that of the LSOA of 2011 which shares its ground and
    had most people in mid-2015.

    ``mid_2015`` holds the population denominators of the English Indices of Deprivation 2019,
    ``exact`` the LSOAs of 2011 with those of 2021.
    """
    pairs = small_areas.clean_lsoa11_lsoa21(exact)
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
