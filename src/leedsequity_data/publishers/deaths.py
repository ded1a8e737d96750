"""Deaths with the populations in which they occurred, by age and sex, of areas and of deciles."""

from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.sheets import (
    lookup,
    r_array,
    require,
    require_none,
    sheet,
    text_table,
)

#: What the deaths array calls an authority, where the 2013 names of the indices spell it otherwise.
_NAMES = {"Kings Lynn and West Norfolk": "King's Lynn and West Norfolk"}
_CORNWALL = "Cornwall and Isles of Scilly"
#: The columns of the groups of causes, in the publisher's order.
_CAUSES = {
    "01 Neoplasms": "cancer",
    "02 Diseases of the respiratory system": "respiratory",
    "03 Diabetes": "diabetes",
    "04 Ischaemic heart disease": "ischaemic_heart",
    "05 Stroke (cerebrovascular)": "stroke",
    "06 Other circulatory": "other_circulatory",
    "07 Intentional injuries": "intentional_injury",
    "08 Unintentional injuries": "unintentional_injury",
    "09 All other causes": "other_cause",
    "10 Neonatal": "neonatal",
}


def clean_deaths_population_la_2014(deaths: Path, population: Path, imd_2015: Path) -> pd.DataFrame:
    """Return ``deaths_population_la_2014``: two R arrays, age x sex x region, by code.

    Both arrays are keyed by the *name* of the area, in different orders, and the population by ages
    in text order (0, 1, 10, 11, ...): everything is matched by label. Cornwall and the Isles of
    Scilly, one row in the deaths, are one here: Cornwall's code, the sum of the two populations.
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
    table = both[both["area_code"].notna()]
    table = table.assign(
        deaths=spelling.whole(table["deaths"]), population=spelling.whole(table["population"])
    )
    return table.sort_values(["area_code", "sex", "age_start"], ignore_index=True)


def clean_deaths_population_imd_decile(deaths: Path, population: Path) -> pd.DataFrame:
    """Return ``deaths_population_imd_decile``: ONS ad hoc 006925, a column for each cause."""
    keys = ["year", "decile", "sex", "age_start"]
    died = _long(deaths, "deaths").pivot(index=keys, columns="cause", values="deaths")
    wrong = set(died.columns) ^ set(_CAUSES)
    require_none(sorted(wrong), deaths, "causes are new, or missing")
    died = died.rename(columns=_CAUSES)[list(_CAUSES.values())]
    died["deaths"] = died.sum(axis="columns", skipna=False)
    table = _long(population, "population").merge(
        died.reset_index(), on=keys, how="left", validate="one_to_one"
    )
    require_none(
        table.loc[table["deaths"].isna(), keys].to_dict("records"),
        deaths,
        "populations without deaths of each cause",
    )
    counts = {
        column: spelling.whole(table[column])
        for column in (*_CAUSES.values(), "deaths", "population")
    }
    return table.assign(**counts).sort_values(keys, ignore_index=True)


def _array(path: Path, value: str) -> pd.DataFrame:
    """Return an R array age x sex x region as a long table, ages gathered into the 20 bands."""
    cells = r_array(path, ["age", "sex", "region"], value)
    # An age is a year (`7`) or a band (`5-9`, `90+`).
    single = cells["age"].str.fullmatch("[0-9]{1,3}")
    years, bands = (
        spelling.whole(cells.loc[single, "age"]),
        spelling.age_start(cells.loc[~single, "age"]),
    )
    edges = [*spelling.AGE_STARTS, float("inf")]
    gathered = pd.cut(years, edges, right=False, labels=list(spelling.AGE_STARTS)).astype("int64")
    table = pd.DataFrame({"area_name": cells["region"], "sex": spelling.sex(cells["sex"])})
    table["age_start"] = pd.concat([gathered, bands])
    table[value] = spelling.whole(cells[value])
    return table.groupby(["area_name", "sex", "age_start"])[value].sum().reset_index()


def _codes_2013(imd_2015: Path) -> dict[str, str]:
    """Return name to code of the authorities of 2013, Cornwall and the Isles of Scilly as one."""
    name, code = (f"Local Authority District {word} (2013)" for word in ("name", "code"))
    cells = sheet(imd_2015, "IMD 2015", "LSOA code (2011)", [name, code])
    codes = {str(found): str(of) for found, of in lookup(imd_2015, cells, name, code).items()}
    require(
        {"Cornwall", "Isles of Scilly"} <= set(codes),
        imd_2015,
        "no Cornwall, or no Isles of Scilly",
    )
    codes.pop("Isles of Scilly")
    codes[_CORNWALL] = codes.pop("Cornwall")
    return codes


def _long(path: Path, value: str) -> pd.DataFrame:
    """Return a table with age bands in columns as a long one; bands must add up."""
    cells = text_table(path)
    cells.columns = cells.columns.str.rstrip("$")
    layout = {"year": "year", "decile": "imd", "sex": "sex"}
    missing = [header for header in (*layout.values(), "All Ages") if header not in cells]
    require_none(missing, path, f"columns are missing; it has {list(cells.columns)}, and not")
    bands = [column for column in cells.columns if column[:1] in "<0123456789"]
    counts = cells[bands].apply(spelling.whole)
    wrong = cells.index[counts.sum(axis="columns") != spelling.whole(cells["All Ages"])]
    require_none(wrong, path, "rows whose ages do not add up to All Ages")
    keys = [*layout.values(), *(["cause"] if "cause" in cells else [])]
    require_none(cells.index[cells.duplicated(keys)], path, "rows repeat a year, decile and sex")
    groups = spelling.read_columns(cells, layout)
    if "cause" in cells:
        groups["cause"] = cells["cause"]
    long = groups.join(counts).melt(list(groups), bands, "band", value)
    return long.assign(age_start=spelling.age_start(long["band"]))
