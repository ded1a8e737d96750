"""Small areas (LSOAs, MSOAs): which lie in an authority, how those of 2011 became those of 2021, who lives there."""

from functools import cache
from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.sheets import (
    long,
    parquet,
    r_table,
    require,
    require_none,
    rows_of,
    sheet,
    text_table,
)

LEEDS, ENGLAND = "E08000035", "E92000001"

_CHANGES = {"U": "unchanged", "S": "split", "M": "merged", "X": "irregular"}
_ESTIMATES = {f"Mid-{year}: Population": year for year in range(2011, 2023)}
_DENOMINATORS = {
    "all": "Total population: mid {year} (excluding prisoners)",
    "0-15": "Dependent Children aged 0-15: mid {year} (excluding prisoners)",
    "16-59": "Population aged 16-59: mid {year} (excluding prisoners)",
    "60+": "Older population aged 60 and over: mid {year} (excluding prisoners)",
}


def _within(
    path: Path, cells: pd.DataFrame, authority: str, area: str, kind: str = "LSOA"
) -> pd.DataFrame:
    """Return the rows of small areas that lie in an authority, or in England."""
    found = cells[
        spelling.english(cells[authority]) if area == ENGLAND else cells[authority] == area
    ]
    require(not found.empty, path, f"no {kind} lies in {area!r}")
    return found


def wards_2021(ward_2021: Path, area: str) -> pd.DataFrame:
    """Return the LSOAs of 2011 of an authority (as coded in December 2021) with their wards, ordered by LSOA.

    The columns are ``LSOA11CD, LSOA11NM, WD21CD, WD21NM, LAD21CD, LAD21NM``.
    """
    columns = ["LSOA11CD", "LSOA11NM", "WD21CD", "WD21NM", "LAD21CD", "LAD21NM"]
    cells = sheet(ward_2021, "LSOA11_WD21_LAD21_EW_LU", "LSOA11CD", columns)
    cells = _within(ward_2021, cells, "LAD21CD", area, "LSOA of 2011")
    return cells.sort_values("LSOA11CD", ignore_index=True)


def lsoas_2021(exact: Path, area: str) -> pd.Series:
    """Return the codes of the LSOAs of 2021 of an authority (as coded in 2022), in their order."""
    codes = _within(exact, text_table(exact, ["LSOA21CD", "LAD22CD"]), "LAD22CD", area)[
        "LSOA21CD"
    ].drop_duplicates()
    return codes.sort_values(ignore_index=True)


def clean_lsoa11_lsoa21(exact: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``lsoa11_lsoa21``: one row for each pair of LSOAs that shares ground."""
    columns = ["LSOA11CD", "LSOA21CD", "CHGIND", "LAD22CD"]
    pairs = _within(exact, text_table(exact, columns), "LAD22CD", area)
    renamed = pairs.loc[
        (pairs["CHGIND"] == "U") & (pairs["LSOA11CD"] != pairs["LSOA21CD"]), "LSOA11CD"
    ]
    require_none(renamed, exact, "unchanged LSOAs under another code")
    table = spelling.spelled(pairs, {"lsoa11_code": "LSOA11CD", "lsoa21_code": "LSOA21CD"})
    table["change"] = spelling.meaning(pairs["CHGIND"], _CHANGES, "change")
    return table.sort_values(["lsoa11_code", "lsoa21_code"], ignore_index=True)


@cache
def _estimates(path: Path) -> pd.DataFrame:
    return parquet(path, ["LSOA 2021 Code", *_ESTIMATES]).set_index("LSOA 2021 Code")


def clean_population_lsoa21(estimates: Path, exact: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``population_lsoa21``, from ONS's population density of LSOAs."""
    people = rows_of(estimates, _estimates(estimates), lsoas_2021(exact, area)).apply(
        spelling.whole
    )
    return long(people.rename(columns=_ESTIMATES), "lsoa21_code", "year", "population")


def clean_population_lsoa11(
    census_2011: Path, mid_2012: Path, mid_2015: Path, ward_2021: Path, *, area: str = LEEDS
) -> pd.DataFrame:
    """Return ``population_lsoa11``: persons of Census 2011, denominators of the indices of 2015 and 2019."""
    codes = wards_2021(ward_2021, area)["LSOA11CD"]
    bases = [
        ("census_2011", rows_of(census_2011, census_lsoa11(census_2011), codes), {"Persons": "all"})
    ]
    for path, year in ((mid_2012, 2012), (mid_2015, 2015)):
        bands = {header.format(year=year): band for band, header in _DENOMINATORS.items()}
        bases.append((f"mid_{year}", rows_of(path, denominators(path, tuple(bands)), codes), bands))
    parts = []
    for basis, cells, bands in bases:
        people = cells[list(bands)].rename(columns=bands)
        parts.append(long(people, "lsoa11_code", "age_band", "population").assign(basis=basis))
    return pd.concat(parts).sort_values(["lsoa11_code", "basis"], kind="stable", ignore_index=True)


def clean_population_ward(wards: Path) -> pd.DataFrame:
    """Return ``population_ward``, from the answer to a Nomis query of wards of 2023 with all ages and some."""
    layout = {"ward_code": "GEOGRAPHY_CODE", "year": "DATE", "population": "OBS_VALUE"}
    cells = text_table(wards, [*layout.values(), "C_AGE_NAME", "GENDER_NAME"])
    cells = cells[(cells["C_AGE_NAME"] == "All Ages") & (cells["GENDER_NAME"] == "Total")]
    require(not cells.empty, wards, "no row of 'All Ages' and 'Total'")
    return spelling.spelled(cells, layout).sort_values("ward_code", ignore_index=True)


@cache
def denominators(path: Path, headers: tuple[str, ...]) -> pd.DataFrame:
    """Return population denominators of the indices as whole numbers, by code of LSOA of 2011."""
    cells = sheet(
        path, "Population Denominators", "LSOA code (2011)", ["LSOA code (2011)", *headers]
    )
    cells = cells[cells["LSOA code (2011)"] != ""].set_index("LSOA code (2011)")
    return cells.apply(spelling.whole)


def census_lsoa11(path: Path, groups: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return Census 2011 by LSOA of England and Wales, ``Persons`` and ethnic groups, from its R data frame."""
    return r_table(path, ["LSOA", "Persons", *groups]).set_index("LSOA").apply(spelling.whole)
