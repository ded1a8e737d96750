"""Deaths with the populations in which they occurred, by age and sex, of areas and of deciles."""

import warnings
from functools import cache
from pathlib import Path

import pandas as pd
import rdata

from leedsequity.raw.upstream import spelling
from leedsequity.raw.upstream.sheets import require, sheet, text_table

#: What the deaths array calls an authority, where the 2013 names of the indices spell it otherwise.
_NAMES = {"Kings Lynn and West Norfolk": "King's Lynn and West Norfolk"}
_CORNWALL = "Cornwall and Isles of Scilly"
_ABROAD = "Usual residence outside England and Wales"


def clean_deaths_population_la_2014(deaths: Path, population: Path, imd_2015: Path) -> pd.DataFrame:
    """Return ``deaths_population_la_2014``: deaths and people by authority, sex and age band.

    Both arrays are keyed by the *name* of the area, in different orders, and the population by ages
    in text order (0, 1, 10, 11, ...): everything is matched by label.

    Parameters
    ----------
    deaths : Path
        ONS deaths registered in 2014, as an R array age x sex x region.
    population : Path
        ONS mid-2014 population by single year of age, as an R array age x sex x region.
    imd_2015 : Path
        File 1 of the English Indices of Deprivation 2015, which gives codes to the names of 2013.

    Returns
    -------
    DataFrame
        ``area_code, area_name, sex, age_start, deaths, population``. Cornwall and the Isles of Scilly,
        one row in the deaths, are one here: Cornwall's code, the sum of the two populations.
    """
    died = _array(deaths, "deaths")
    people = _array(population, "population")
    require(int(died["deaths"].sum()) == 501424, deaths, f"{died['deaths'].sum()} deaths, expected 501,424")
    together = dict.fromkeys(["Cornwall", "Isles of Scilly"], _CORNWALL)
    people = people.assign(region=people["region"].replace(together))
    keys = ["region", "sex", "age_start"]
    people = people.groupby(keys)["population"].sum().reset_index()
    both = died[died["region"] != _ABROAD].merge(people, on=keys, how="outer", validate="one_to_one")
    alone = sorted(both.loc[both["deaths"].isna() | both["population"].isna(), "region"].unique())
    require(not alone, population, f"regions with deaths or population only: {alone}")

    codes = _codes_2013(imd_2015)
    name = both["region"].replace(_NAMES)
    both = both.assign(code=name.map(codes), name=name)
    lost = sorted(set(codes) - set(both["name"]))
    require(not lost, deaths, f"English authorities without deaths: {lost}")
    english = both[both["code"].notna()]
    table = pd.DataFrame()
    table["area_code"] = english["code"]
    table["area_name"] = english["name"]
    table["sex"] = english["sex"]
    table["age_start"] = english["age_start"]
    table["deaths"] = english["deaths"].astype("int64")
    table["population"] = english["population"].astype("int64")
    return table.sort_values(["area_code", "sex", "age_start"], ignore_index=True)


def clean_deaths_population_imd_decile(deaths: Path, population: Path) -> pd.DataFrame:
    """Return ``deaths_population_imd_decile``: England, 2001-2015, by national deprivation decile.

    Parameters
    ----------
    deaths : Path
        ONS ad hoc 006925: deaths by year, decile, sex, cause and age band, 1981-2015.
    population : Path
        ONS ad hoc 006925: populations by year, decile, sex and age band, 2001-2015.

    Returns
    -------
    DataFrame
        ``year, decile, sex, age_start, deaths, population``; deaths are of all causes together.
    """
    keys = ["year", "decile", "sex", "age_start"]
    died = _long(deaths, "deaths").groupby(keys)["deaths"].sum().reset_index()
    people = _long(population, "population")
    both = people.merge(died, on=keys, how="left", validate="one_to_one")
    lost = both.loc[both["deaths"].isna(), keys].head(5).to_dict("records")
    require(not lost, deaths, f"populations without deaths: {lost}")
    table = pd.DataFrame()
    for column in keys:
        table[column] = both[column]
    table["deaths"] = both["deaths"].astype("int64")
    table["population"] = both["population"].astype("int64")
    require(len(table) == 6000, population, f"{len(table)} groups, expected 6,000")
    return table.sort_values(keys, ignore_index=True)


@cache
def _array(path: Path, value: str) -> pd.DataFrame:
    """Return an R array age x sex x region as a long table, ages gathered into the 20 bands."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Missing constructor for R class", category=UserWarning)
        array = next(iter(rdata.read_rda(path).values()))
    cells = array.to_series().rename(value).reset_index()
    for column in ("age", "sex", "region"):
        cells[column] = cells[column].astype(str)
    table = pd.DataFrame()
    table["region"] = cells["region"]
    table["sex"] = spelling.sex(cells["sex"])
    table["age_start"] = _clean_age(cells["age"])
    table[value] = cells[value]
    return table.groupby(["region", "sex", "age_start"])[value].sum().reset_index()


def _clean_age(ages: pd.Series) -> pd.Series:
    """Return the band in which an age (``7``), or a band (``5-9``, ``90+``), starts."""
    first = spelling.number(ages.str.extract(r"^(\d+)", expand=False)).astype("int64")
    starts = pd.Series(spelling.AGE_STARTS)
    return first.map({age: int(starts[starts <= age].max()) for age in first.unique()})


def _codes_2013(imd_2015: Path) -> dict[str, str]:
    """Return name to code of the 326 authorities of 2013, Cornwall and the Isles of Scilly as one."""
    cells = sheet(imd_2015, "IMD 2015", "LSOA code (2011)")
    names = cells["Local Authority District name (2013)"]
    codes = dict(zip(names, cells["Local Authority District code (2013)"], strict=True))
    require(len(codes) == 326, imd_2015, f"{len(codes)} authorities, expected 326")
    codes.pop("Isles of Scilly")
    codes[_CORNWALL] = codes.pop("Cornwall")
    return codes


def _long(path: Path, value: str) -> pd.DataFrame:
    """Return a table with age bands in columns as a long one; its totals must be the bands' sums."""
    cells = text_table(path, line_end="\r")
    cells.columns = cells.columns.str.rstrip("$")
    bands = [column for column in cells.columns if column[:1] in "<0123456789"]
    require(len(bands) == 20, path, f"{len(bands)} age bands: {bands}")
    counts = pd.DataFrame({band: spelling.number(cells[band]) for band in bands})
    wrong = cells.index[counts.sum(axis="columns") != spelling.number(cells["All Ages"])]
    require(wrong.empty, path, f"rows whose ages do not add up to All Ages: {wrong[:5].tolist()}")
    counts.insert(0, "year", spelling.number(cells["year"]).astype("int64"))
    counts.insert(1, "decile", spelling.number(cells["imd"]).astype("int64"))
    counts.insert(2, "sex", spelling.sex(cells["sex"]))
    long = counts.melt(["year", "decile", "sex"], bands, var_name="band", value_name=value)
    long["age_start"] = spelling.age_start(long["band"])
    return long
