"""Deaths with the populations in which they occurred, by age and sex, of areas and of deciles."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import spelling
from leedsequity.raw.upstream.sheets import r_object, require_none, sheet, text_table

#: What the deaths array calls an authority, where the 2013 names of the indices spell it otherwise.
_NAMES = {"Kings Lynn and West Norfolk": "King's Lynn and West Norfolk"}
_CORNWALL = "Cornwall and Isles of Scilly"


def clean_deaths_population_la_2014(deaths: Path, population: Path, imd_2015: Path) -> pd.DataFrame:
    """Return ``deaths_population_la_2014``: two R arrays, age x sex x region, and the codes of the regions' names.

    Both arrays are keyed by the *name* of the area, in different orders, and the population by ages
    in text order (0, 1, 10, 11, ...): everything is matched by label. Cornwall and the Isles of Scilly,
    one row in the deaths, are one here: Cornwall's code, the sum of the two populations.
    """
    keys = ["area_name", "sex", "age_start"]
    died, people = _array(deaths, "deaths"), _array(population, "population")
    died = died[died["area_name"] != "Usual residence outside England and Wales"]
    people["area_name"] = people["area_name"].replace(["Cornwall", "Isles of Scilly"], _CORNWALL)
    people = people.groupby(keys)["population"].sum().reset_index()
    both = died.merge(people, on=keys, how="outer", validate="one_to_one")
    alone = both.loc[both["deaths"].isna() | both["population"].isna(), "area_name"].unique()
    require_none(alone, population, "regions with deaths or population only")

    codes = _codes_2013(imd_2015)
    both["area_name"] = both["area_name"].replace(_NAMES)
    both["area_code"] = both["area_name"].map(codes)
    require_none(set(codes) - set(both["area_name"]), deaths, "English authorities without deaths")
    table = both[both["area_code"].notna()].astype({"deaths": "int64", "population": "int64"})
    return table.sort_values(["area_code", "sex", "age_start"], ignore_index=True)


def clean_deaths_population_imd_decile(deaths: Path, population: Path) -> pd.DataFrame:
    """Return ``deaths_population_imd_decile``: ONS ad hoc 006925, deaths of all causes together."""
    keys = ["year", "decile", "sex", "age_start"]
    died = _long(deaths, "deaths").groupby(keys)["deaths"].sum().reset_index()
    table = _long(population, "population").merge(died, on=keys, how="left", validate="one_to_one")
    require_none(table.loc[table["deaths"].isna(), keys].to_dict("records"), deaths, "populations without deaths")
    return table.astype({"deaths": "int64", "population": "int64"}).sort_values(keys, ignore_index=True)


def _array(path: Path, value: str) -> pd.DataFrame:
    """Return an R array age x sex x region as a long table, ages gathered into the 20 bands."""
    cells = r_object(path).to_series().rename(value).reset_index().astype({"age": str, "sex": str, "region": str})
    # An age is a year (`7`) or a band (`5-9`, `90+`).
    first = spelling.number(cells["age"].str.extract(r"^(\d+)", expand=False))
    bands = [*spelling.AGE_STARTS, float("inf")]
    start = pd.cut(first, bands, right=False, labels=list(spelling.AGE_STARTS)).astype("int64")
    table = pd.DataFrame({"area_name": cells["region"], "sex": spelling.sex(cells["sex"]), "age_start": start})
    return table.assign(**{value: cells[value]}).groupby(["area_name", "sex", "age_start"])[value].sum().reset_index()


def _codes_2013(imd_2015: Path) -> dict[str, str]:
    """Return name to code of the authorities of 2013, Cornwall and the Isles of Scilly as one."""
    cells = sheet(imd_2015, "IMD 2015", "LSOA code (2011)")
    names = cells["Local Authority District name (2013)"]
    codes = dict(zip(names, cells["Local Authority District code (2013)"], strict=True))
    codes.pop("Isles of Scilly")
    codes[_CORNWALL] = codes.pop("Cornwall")
    return codes


def _long(path: Path, value: str) -> pd.DataFrame:
    """Return a table with age bands in columns as a long one; its totals must be the bands' sums."""
    cells = text_table(path)
    cells.columns = cells.columns.str.rstrip("$")
    bands = [column for column in cells.columns if column[:1] in "<0123456789"]
    counts = cells[bands].apply(spelling.number)
    wrong = cells.index[counts.sum(axis="columns") != spelling.number(cells["All Ages"])]
    require_none(wrong, path, "rows whose ages do not add up to All Ages")
    groups = spelling.spelled(cells, {"year": "year", "decile": "imd", "sex": "sex"})
    long = groups.join(counts).melt(list(groups), bands, "band", value)
    return long.assign(age_start=spelling.age_start(long["band"]))
