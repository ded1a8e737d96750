"""The English Indices of Deprivation 2015, 2019 and 2025, by LSOA and, for 2019, by MSOA."""

from functools import cache
from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import small_areas, spelling
from leedsequity_data.publishers.sheets import (
    lookup,
    place,
    require_none,
    rows_of,
    sheet,
    text_table,
)
from leedsequity_data.publishers.small_areas import LEEDS

#: The domains of the index of 2019: their columns in File 2 and in File 9, and their weights.
_DOMAINS = {
    "income": ("Income", "Income", 0.225),
    "employment": ("Employment", "Employment", 0.225),
    "education": ("Education, Skills and Training", "Education", 0.135),
    "health": ("Health Deprivation and Disability", "Health", 0.135),
    "crime": ("Crime", "Crime", 0.093),
    "barriers": ("Barriers to Housing and Services", "Barriers", 0.093),
    "environment": ("Living Environment", "Living Environment", 0.093),
}
_LSOA = "LSOA code (2011)"
_TENTH = "Decile (where 1 is most deprived 10% of LSOAs)"
_INDEX = {
    "Index of Multiple Deprivation (IMD) Rank": "rank",
    "Index of Multiple Deprivation (IMD) Decile": "decile",
}
_WARDS_21 = {
    "lsoa11_code": "LSOA11CD",
    "lsoa11_name": "LSOA11NM",
    "ward21_code": "WD21CD",
    "ward21_name": "WD21NM",
    "msoa11_code": "msoa11cd",
    "msoa11_name": "msoa11nm",
    "msoa11_local_name": "msoa11hclnm",
}
_WARDS_24 = {
    "lsoa21_code": "LSOA21CD",
    "lsoa21_name": "LSOA21NM",
    "ward24_code": "WD24CD",
    "ward24_name": "WD24NM",
}


def clean_imd_lsoa11(
    imd_2015: Path,
    imd_2019: Path,
    domains_2019: Path,
    scores_2019: Path,
    ward_2021: Path,
    msoa_2011: Path,
    msoa_names: Path,
    *,
    area: str = LEEDS,
) -> pd.DataFrame:
    """Return ``imd_lsoa11``: the indices of 2015 and 2019, the score as `_score` has it, the names of places."""
    places = small_areas.wards_2021(ward_2021, area)
    msoas = rows_of(msoa_2011, _msoas(msoa_2011), places["LSOA11CD"]).reset_index(drop=True)
    places = places.join(msoas)
    places["msoa11hclnm"] = places["msoa11cd"].map(_local_names(msoa_names))
    table = spelling.spelled(places, _WARDS_21).set_index("lsoa11_code", drop=False)
    codes = table.index
    for year, path, name in ((2015, imd_2015, "IMD 2015"), (2019, imd_2019, "IMD2019")):
        index = rows_of(path, multiple_deprivation(path, name, 2011), codes)
        table[[f"imd_rank_{year}", f"imd_decile_{year}"]] = index[["rank", "decile"]]
    table["imd_score_2019"] = (
        rows_of(scores_2019, _score(scores_2019).to_frame(), codes).iloc[:, 0].round(3)
    )
    headers = {
        f"{domain}_decile_2019": f"{header} {_TENTH}" for domain, (header, _, _) in _DOMAINS.items()
    }
    domains = rows_of(
        domains_2019, text_table(domains_2019, [_LSOA, *headers.values()]).set_index(_LSOA), codes
    )
    for column, header in headers.items():
        table[column] = spelling.whole(domains[header])
    return table


def clean_imd_lsoa21(
    imd_2025: Path, ward_2024: Path, exact: Path, *, area: str = LEEDS
) -> pd.DataFrame:
    """Return ``imd_lsoa21``: the index of 2025, with wards of 2024 by best fit."""
    codes = small_areas.lsoas_2021(exact, area)
    wards = rows_of(
        ward_2024,
        text_table(ward_2024, _WARDS_24.values()).set_index("LSOA21CD", drop=False),
        codes,
    )
    index = rows_of(imd_2025, multiple_deprivation(imd_2025, "IMD25", 2021), codes)
    return spelling.spelled(wards, _WARDS_24).assign(
        imd_rank_2025=index["rank"], imd_decile_2025=index["decile"]
    )


def clean_imd_msoa11(
    scores_2019: Path, mid_2015: Path, msoa_2011: Path, msoa_names: Path
) -> pd.DataFrame:
    """Return ``imd_msoa11``: the score is sum(people x score of LSOA) / sum(people), people those of mid-2015."""
    scores = _score(scores_2019)
    authority = "Local Authority District code (2019)"
    lsoas = pd.DataFrame(
        {"area_code": text_table(scores_2019, [_LSOA, authority]).set_index(_LSOA)[authority]}
    )
    lsoas["msoa11_code"] = rows_of(msoa_2011, _msoas(msoa_2011), scores.index)["msoa11cd"]
    all_ = "Total population: mid 2015 (excluding prisoners)"
    lsoas["population_2015"] = rows_of(
        mid_2015, small_areas.denominators(mid_2015, (all_,)), scores.index
    )[all_]
    lsoas["weighted"] = lsoas["population_2015"] * scores
    table = (
        lsoas.groupby(["msoa11_code", "area_code"])[["population_2015", "weighted"]]
        .sum()
        .reset_index()
    )
    split = table.loc[table["msoa11_code"].duplicated(), "msoa11_code"]
    require_none(split, msoa_2011, "MSOAs in several authorities of 2019")
    table["msoa11_local_name"] = table["msoa11_code"].map(_local_names(msoa_names))
    return table.assign(imd_score_2019=(table["weighted"] / table["population_2015"]).round(3))


@cache
def multiple_deprivation(path: Path, name: str, boundaries: int) -> pd.DataFrame:
    """Return ``rank, decile`` by code of LSOA, of England."""
    cells = sheet(path, name, f"LSOA code ({boundaries})").set_index(f"LSOA code ({boundaries})")
    headers = {cells.columns[place(cells, start)]: ours for start, ours in _INDEX.items()}
    return cells[list(headers)].rename(columns=headers).apply(spelling.whole)


@cache
def _score(path: Path) -> pd.Series:
    """Return the score of 2019 by LSOA: the weighted sum of its transformed domain scores."""
    weights = {
        f"{header} Score - exponentially transformed": weight
        for _, header, weight in _DOMAINS.values()
    }
    cells = text_table(path, [_LSOA, *weights]).set_index(_LSOA)
    score = pd.Series(0.0, index=cells.index)
    for header, weight in weights.items():
        score += weight * spelling.number(cells[header])
    return score


def _local_names(path: Path) -> pd.Series:
    return lookup(path, text_table(path, ["msoa11cd", "msoa11hclnm"]), "msoa11cd", "msoa11hclnm")


def _msoas(path: Path) -> pd.DataFrame:
    return text_table(path, ["lsoa11cd", "msoa11cd", "msoa11nm"]).set_index("lsoa11cd")
