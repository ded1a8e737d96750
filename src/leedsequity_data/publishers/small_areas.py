"""LSOAs of England: where they lie, how those of 2011 became those of 2021, their people."""

from functools import cache
from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import editions, spelling
from leedsequity_data.publishers.sheets import (
    by_code,
    lookup,
    parquet,
    r_table,
    require,
    require_none,
    rows_of,
    sheet,
    text_table,
)

_CHANGES = {"U": "unchanged", "S": "split", "M": "merged", "X": "irregular"}
_DENOMINATORS = {
    "all": "Total population: mid {year} (excluding prisoners)",
    "0_15": "Dependent Children aged 0-15: mid {year} (excluding prisoners)",
    "16_59": "Population aged 16-59: mid {year} (excluding prisoners)",
    "60": "Older population aged 60 and over: mid {year} (excluding prisoners)",
}


def clean_lsoa11(ward_2021: Path, msoa_2011: Path) -> pd.DataFrame:
    """Return ``lsoa11``: LSOAs of 2011 with MSOA, ward and authority of December 2021."""
    cells = _wards_2021(ward_2021).sort_values("LSOA11CD", ignore_index=True)
    layout = {
        "lsoa11_code": "LSOA11CD",
        "lsoa11_name": "LSOA11NM",
        "ward21_code": "WD21CD",
        "area_code": "LAD21CD",
    }
    msoas = rows_of(msoa_2011, msoa_of_lsoa(msoa_2011).to_frame(), cells["LSOA11CD"])
    return spelling.read_columns(cells, layout).assign(msoa11_code=msoas["msoa11cd"].to_numpy())


def clean_lsoa21(exact: Path, ward_2024: Path) -> pd.DataFrame:
    """Return ``lsoa21``: LSOAs of 2021 with authority of 2022 and ward of 2024."""
    cells = text_table(exact, ["LSOA21CD", "LSOA21NM", "LAD22CD"])
    cells = cells[spelling.english(cells["LAD22CD"])].drop_duplicates()
    cells = cells.sort_values("LSOA21CD", ignore_index=True)
    layout = {"lsoa21_code": "LSOA21CD", "lsoa21_name": "LSOA21NM", "area_code": "LAD22CD"}
    wards = text_table(ward_2024, ["LSOA21CD", "WD24CD"]).set_index("LSOA21CD")
    wards = rows_of(ward_2024, wards, cells["LSOA21CD"])
    return spelling.read_columns(cells, layout).assign(ward24_code=wards["WD24CD"].to_numpy())


def clean_wards(ward_2021: Path, ward_2024: Path) -> pd.DataFrame:
    """Return ``wards``: those of 2021 and of 2024 that have an LSOA, each with its authority."""
    parts = []
    for year, cells in (
        (2021, _wards_2021(ward_2021)),
        (2024, text_table(ward_2024, ["WD24CD", "WD24NM", "LAD24CD"])),
    ):
        short = year % 100
        layout = {
            "ward_code": f"WD{short}CD",
            "ward_name": f"WD{short}NM",
            "area_code": f"LAD{short}CD",
        }
        english = cells[spelling.english(cells[f"LAD{short}CD"])]
        parts.append(spelling.read_columns(english, layout).drop_duplicates().assign(edition=year))
    return pd.concat(parts).sort_values(["ward_code", "edition"], ignore_index=True)


def clean_lsoa11_lsoa21(exact: Path) -> pd.DataFrame:
    """Return ``lsoa11_lsoa21``: one row for each pair of LSOAs that shares ground."""
    pairs = text_table(exact, ["LSOA11CD", "LSOA21CD", "CHGIND", "LAD22CD"])
    pairs = pairs[spelling.english(pairs["LAD22CD"])]
    renamed = pairs.loc[
        (pairs["CHGIND"] == "U") & (pairs["LSOA11CD"] != pairs["LSOA21CD"]), "LSOA11CD"
    ]
    require_none(renamed, exact, "unchanged LSOAs under another code")
    table = spelling.read_columns(pairs, {"lsoa11_code": "LSOA11CD", "lsoa21_code": "LSOA21CD"})
    table["change"] = spelling.meaning(pairs["CHGIND"], _CHANGES, "change")
    return table.sort_values(["lsoa11_code", "lsoa21_code"], ignore_index=True)


def clean_population_lsoa21(estimates: Path) -> pd.DataFrame:
    """Return ``population_lsoa21``, from ONS's population density of LSOAs."""
    code = "LSOA 2021 Code"
    first, last = (int(year[-4:]) for year in editions.period(estimates).split(" to "))
    years = range(first, last + 1)
    editions.require_columns(estimates, "population_lsoa21", years)
    headers = {f"population_{year}": f"Mid-{year}: Population" for year in years}
    cells = parquet(estimates, [code, *headers.values()])
    cells = cells[spelling.english(cells[code])].sort_values(code, ignore_index=True)
    layout = {"lsoa21_code": code, **headers}
    return spelling.read_columns(cells, layout, counts=tuple(headers))


def clean_population_lsoa11(census_2011: Path, mid_2012: Path, mid_2015: Path) -> pd.DataFrame:
    """Return ``population_lsoa11``: persons of Census 2011, denominators of two indices."""
    census = census_lsoa11(census_2011)
    table = pd.DataFrame({"census_2011_all": census["Persons"]})
    for path, year in ((mid_2012, 2012), (mid_2015, 2015)):
        bands = {header.format(year=year): band for band, header in _DENOMINATORS.items()}
        people = rows_of(path, denominators(path, tuple(bands)), table.index)
        for header, band in bands.items():
            table[f"mid_{year}_{band}"] = people[header]
    return table.rename_axis("lsoa11_code").reset_index()


def clean_population_ward(wards: Path) -> pd.DataFrame:
    """Return ``population_ward``, from the answer to a Nomis query of wards of 2023."""
    layout = {"ward_code": "GEOGRAPHY_CODE", "year": "DATE", "population": "OBS_VALUE"}
    cells = text_table(wards, [*layout.values(), "C_AGE_NAME", "GENDER_NAME"])
    cells = cells[(cells["C_AGE_NAME"] == "All Ages") & (cells["GENDER_NAME"] == "Total")]
    require(not cells.empty, wards, "no row of 'All Ages' and 'Total'")
    return spelling.read_columns(cells, layout).sort_values("ward_code", ignore_index=True)


def msoa_of_lsoa(msoa_2011: Path) -> pd.Series:
    """Return the MSOA of 2011 by LSOA of 2011, of England and Wales."""
    cells = text_table(msoa_2011, ["lsoa11cd", "msoa11cd"])
    return lookup(msoa_2011, cells, "lsoa11cd", "msoa11cd")


@cache
def denominators(path: Path, headers: tuple[str, ...]) -> pd.DataFrame:
    """Return population denominators of the indices as whole numbers, by code of LSOA of 2011."""
    cells = sheet(
        path, "Population Denominators", "LSOA code (2011)", ["LSOA code (2011)", *headers]
    )
    cells = by_code(path, cells[cells["LSOA code (2011)"] != ""], "LSOA code (2011)")
    return cells.apply(spelling.whole)


def census_lsoa11(path: Path, groups: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return Census 2011 by LSOA of England: ``Persons`` and ethnic groups."""
    cells = r_table(path, ["LSOA", "Persons", *groups])
    cells = by_code(path, cells[spelling.english(cells["LSOA"])], "LSOA").sort_index()
    return cells.apply(spelling.whole)


def _wards_2021(ward_2021: Path) -> pd.DataFrame:
    columns = ["LSOA11CD", "LSOA11NM", "WD21CD", "WD21NM", "LAD21CD"]
    cells = sheet(ward_2021, "LSOA11_WD21_LAD21_EW_LU", "LSOA11CD", columns)
    return cells[spelling.english(cells["LAD21CD"])]
