"""Small areas (LSOAs, MSOAs): which lie in an authority, how those of 2011 became those of 2021, who lives there."""

from functools import cache
from pathlib import Path

import pandas as pd
import rdata

from leedsequity.raw.upstream import spelling
from leedsequity.raw.upstream.sheets import require, sheet, text_table

LEEDS, ENGLAND = "E08000035", "E92000001"

_CHANGES = {"U": "unchanged", "S": "split", "M": "merged", "X": "irregular"}
_DENOMINATORS = {
    "all": "Total population: mid {year} (excluding prisoners)",
    "0-15": "Dependent Children aged 0-15: mid {year} (excluding prisoners)",
    "16-59": "Population aged 16-59: mid {year} (excluding prisoners)",
    "60+": "Older population aged 60 and over: mid {year} (excluding prisoners)",
}


def within(authorities: pd.Series, area: str) -> pd.Series:
    """Return whether each code of an authority is the area, or lies in it where the area is England."""
    return authorities.str.startswith("E") if area == ENGLAND else authorities == area


def wards_2021(ward_2021: Path, area: str) -> pd.DataFrame:
    """Return the LSOAs of 2011 of an authority with their wards, ordered by LSOA.

    Parameters
    ----------
    ward_2021 : Path
        LSOAs of 2011 with wards and authorities of December 2021 (best fit).
    area : str
        Authority, as coded in December 2021, or England.

    Returns
    -------
    DataFrame
        ``LSOA11CD, LSOA11NM, WD21CD, WD21NM, LAD21CD, LAD21NM``.
    """
    cells = sheet(ward_2021, "LSOA11_WD21_LAD21_EW_LU", "LSOA11CD")
    found = cells[within(cells["LAD21CD"], area)]
    require(not found.empty, ward_2021, f"no LSOA of 2011 lies in {area!r}")
    return found.sort_values("LSOA11CD", ignore_index=True)


def lsoas_2021(exact: Path, area: str) -> pd.Series:
    """Return the codes of the LSOAs of 2021 of an authority, in their order.

    Parameters
    ----------
    exact : Path
        LSOAs of 2011 with LSOAs of 2021 and authorities of 2022 (exact fit).
    area : str
        Authority, as coded in 2022, or England.
    """
    codes = _pairs(exact, area)["LSOA21CD"].drop_duplicates()
    return codes.sort_values(ignore_index=True)


def clean_lsoa11_lsoa21(exact: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``lsoa11_lsoa21``: how the LSOAs of 2011 of an authority became those of 2021.

    Parameters
    ----------
    exact : Path
        LSOAs of 2011 with LSOAs of 2021 and authorities of 2022 (exact fit).
    area : str
        Authority, as coded in 2022.

    Returns
    -------
    DataFrame
        ``lsoa11_code, lsoa21_code, change``: one row for each pair that shares ground.
    """
    pairs = _pairs(exact, area)
    unknown = sorted(set(pairs["CHGIND"]) - set(_CHANGES))
    require(not unknown, exact, f"CHGIND is {unknown}, expected {list(_CHANGES)}")
    renamed = pairs.loc[(pairs["CHGIND"] == "U") & (pairs["LSOA11CD"] != pairs["LSOA21CD"]), "LSOA11CD"].tolist()
    require(not renamed, exact, f"unchanged LSOAs under another code: {renamed[:5]}")
    table = pd.DataFrame()
    table["lsoa11_code"] = pairs["LSOA11CD"]
    table["lsoa21_code"] = pairs["LSOA21CD"]
    table["change"] = pairs["CHGIND"].map(_CHANGES)
    return table.sort_values(["lsoa11_code", "lsoa21_code"], ignore_index=True)


def clean_population_lsoa21(estimates: Path, exact: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``population_lsoa21``: usual residents of the LSOAs of 2021, mid-2011 to mid-2022.

    Parameters
    ----------
    estimates : Path
        ONS population density of LSOAs, as a parquet file.
    exact : Path
        LSOAs of 2011 with LSOAs of 2021 and authorities of 2022 (exact fit).
    area : str
        Authority, as coded in 2022.

    Returns
    -------
    DataFrame
        ``lsoa21_code, year, population``.
    """
    years = range(2011, 2023)
    wanted = {f"Mid-{year}: Population": year for year in years}
    cells = _estimates(estimates)
    codes = lsoas_2021(exact, area)
    lost = pd.Index(codes).difference(cells.index).tolist()
    require(not lost, estimates, f"{len(lost)} LSOAs of {area} are missing: {lost[:5]}")
    long = cells.loc[codes, list(wanted)].rename(columns=wanted).stack()
    table = pd.DataFrame()
    table["lsoa21_code"] = long.index.get_level_values(0).astype(str)
    table["year"] = long.index.get_level_values(1).astype("int64")
    table["population"] = long.to_numpy("int64")
    return table.sort_values(["lsoa21_code", "year"], ignore_index=True)


def clean_population_lsoa11(
    census_2011: Path, mid_2012: Path, mid_2015: Path, ward_2021: Path, *, area: str = LEEDS
) -> pd.DataFrame:
    """Return ``population_lsoa11``: Census 2011, and the denominators of the indices of 2015 and 2019.

    Parameters
    ----------
    census_2011 : Path
        Census 2011, ethnic group by LSOA, as an R data frame; its column of all persons is taken.
    mid_2012, mid_2015 : Path
        Population denominators of the English Indices of Deprivation 2015 and 2019.
    ward_2021 : Path
        LSOAs of 2011 with authorities of December 2021.
    area : str
        Authority, as coded in December 2021.

    Returns
    -------
    DataFrame
        ``lsoa11_code, basis, age_band, population``; the bands add up to all.
    """
    codes = wards_2021(ward_2021, area)["LSOA11CD"]
    persons = census_lsoa11(census_2011).set_index("LSOA")["Persons"]
    parts = [_band(census_2011, persons, codes, "census_2011", "all")]
    for path, year in ((mid_2012, 2012), (mid_2015, 2015)):
        cells = denominators(path)
        bands = {band: cells[header.format(year=year)] for band, header in _DENOMINATORS.items()}
        apart = bands["0-15"] + bands["16-59"] + bands["60+"] - bands["all"]
        wrong = apart[apart != 0].head().to_dict()
        require(not wrong, path, f"age bands less all persons, by LSOA: {wrong}")
        parts += [_band(path, people, codes, f"mid_{year}", band) for band, people in bands.items()]
    return pd.concat(parts).sort_values(["lsoa11_code", "basis"], kind="stable", ignore_index=True)


@cache
def _estimates(path: Path) -> pd.DataFrame:
    return pd.read_parquet(path, engine="pyarrow").set_index("LSOA 2021 Code")


def clean_population_ward(wards: Path) -> pd.DataFrame:
    """Return ``population_ward``: the people of the wards of Leeds in mid-2022, by their exact boundaries.

    Parameters
    ----------
    wards : Path
        The answer to a Nomis query: wards of 2023 with all ages and some.

    Returns
    -------
    DataFrame
        ``ward_code, year, population``, one row a ward.
    """
    cells = text_table(wards)
    cells = cells[(cells["C_AGE_NAME"] == "All Ages") & (cells["GENDER_NAME"] == "Total")]
    require(cells["GEOGRAPHY_CODE"].nunique() == len(cells) == 33, wards, f"{len(cells)} wards, expected 33")
    cells = cells.sort_values("GEOGRAPHY_CODE", ignore_index=True)
    table = pd.DataFrame()
    table["ward_code"] = cells["GEOGRAPHY_CODE"]
    table["year"] = spelling.number(cells["DATE"]).astype("int64")
    table["population"] = spelling.number(cells["OBS_VALUE"]).astype("int64")
    return table


@cache
def denominators(path: Path) -> pd.DataFrame:
    """Return the population denominators of the indices as numbers, by code of LSOA of 2011."""
    cells = sheet(path, "Population Denominators", "LSOA code (2011)")
    cells = cells[cells["LSOA code (2011)"] != ""].set_index("LSOA code (2011)")
    require(len(cells) == 32844, path, f"{len(cells)} LSOAs, expected 32,844")
    counts = [column for column in map(str, cells) if "(excluding prisoners)" in column]
    return pd.DataFrame({column: spelling.number(cells[column]) for column in counts})


@cache
def census_lsoa11(path: Path) -> pd.DataFrame:
    """Return Census 2011 by LSOA of England and Wales, all persons and ethnic groups, from its R data frame."""
    cells: pd.DataFrame = rdata.read_rda(path)["aggdata"]
    people = int(cells["Persons"].sum())
    require(people == 56075912, path, f"{people:,} persons, expected the 56,075,912 of England and Wales")
    return cells.reset_index(drop=True)


def _pairs(exact: Path, area: str) -> pd.DataFrame:
    cells = text_table(exact)
    found = cells[within(cells["LAD22CD"], area)]
    require(not found.empty, exact, f"no LSOA lies in {area!r}")
    return found


def _band(path: Path, people: pd.Series, codes: pd.Series, basis: str, band: str) -> pd.DataFrame:
    found = people.reindex(codes)
    lost = found.index[found.isna()].tolist()
    require(not lost, path, f"{len(lost)} LSOAs are missing: {lost[:5]}")
    part = pd.DataFrame()
    part["lsoa11_code"] = codes
    part["basis"] = basis
    part["age_band"] = band
    part["population"] = found.to_numpy("int64")
    return part
