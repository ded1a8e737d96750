"""The English Indices of Deprivation 2015, 2019 and 2025, by LSOA and, for 2019, by MSOA."""

from functools import cache
from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import small_areas, spelling
from leedsequity_data.publishers.sheets import (
    by_code,
    lookup,
    place,
    r_table,
    require_none,
    rows_of,
    sheet,
    text_table,
)

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


def clean_imd_lsoa11(
    imd_2015: Path, imd_2019: Path, domains_2019: Path, scores_2019: Path
) -> pd.DataFrame:
    """Return ``imd_lsoa11``: the indices of 2015 and 2019, the score as `_score` has it."""
    codes = multiple_deprivation(imd_2019, "IMD2019", 2011).index.sort_values()
    table = pd.DataFrame(index=codes)
    for year, path, name in ((2015, imd_2015, "IMD 2015"), (2019, imd_2019, "IMD2019")):
        index = rows_of(path, multiple_deprivation(path, name, 2011), codes)
        table[[f"imd_rank_{year}", f"imd_decile_{year}"]] = index[["rank", "decile"]]
    score = rows_of(scores_2019, _score(scores_2019).to_frame("score"), codes)["score"]
    table["imd_score_2019"] = score.round(3)
    headers = {
        f"{domain}_decile_2019": f"{header} {_TENTH}" for domain, (header, _, _) in _DOMAINS.items()
    }
    domains = text_table(domains_2019, [_LSOA, *headers.values()]).set_index(_LSOA)
    domains = rows_of(domains_2019, domains, codes)
    for column, header in headers.items():
        table[column] = spelling.whole(domains[header])
    return table.rename_axis("lsoa11_code").reset_index()


def clean_imd_lsoa21(imd_2025: Path) -> pd.DataFrame:
    """Return ``imd_lsoa21``: the index of 2025."""
    index = multiple_deprivation(imd_2025, "IMD25", 2021).sort_index().rename_axis("lsoa21_code")
    return index.add_prefix("imd_").add_suffix("_2025").reset_index()


def clean_years_of_life_lost_lsoa11(indicators_2019: Path) -> pd.DataFrame:
    """Return ``years_of_life_lost_lsoa11``, an underlying indicator of the index of 2019."""
    layout = {
        "lsoa11_code": "lsoa11_code",
        "years_of_life_lost": "years_of_potential_life_lost_indicator",
    }
    cells = r_table(indicators_2019, layout.values())
    return spelling.read_columns(cells, layout).sort_values("lsoa11_code", ignore_index=True)


def clean_imd_msoa11(
    scores_2019: Path, mid_2015: Path, msoa_2011: Path, msoa_names: Path
) -> pd.DataFrame:
    """Return ``imd_msoa11``: the mean score of LSOAs weighted by people of mid-2015."""
    scores = _score(scores_2019)
    authority = "Local Authority District code (2019)"
    lsoas = pd.DataFrame(
        {"area_code": text_table(scores_2019, [_LSOA, authority]).set_index(_LSOA)[authority]}
    )
    msoas = small_areas.msoa_of_lsoa(msoa_2011).to_frame()
    lsoas["msoa11_code"] = rows_of(msoa_2011, msoas, scores.index)["msoa11cd"]
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
    code = f"LSOA code ({boundaries})"
    cells = by_code(path, sheet(path, name, code), code)
    headers = {cells.columns[place(cells, start)]: ours for start, ours in _INDEX.items()}
    return cells[list(headers)].rename(columns=headers).apply(spelling.whole)


@cache
def _score(path: Path) -> pd.Series:
    """Return the score of 2019 by LSOA: the weighted sum of its transformed domain scores."""
    weights = {
        f"{header} Score - exponentially transformed": weight
        for _, header, weight in _DOMAINS.values()
    }
    cells = by_code(path, text_table(path, [_LSOA, *weights]), _LSOA)
    score = pd.Series(0.0, index=cells.index)
    for header, weight in weights.items():
        score += weight * spelling.number(cells[header])
    return score


def _local_names(path: Path) -> pd.Series:
    return lookup(path, text_table(path, ["msoa11cd", "msoa11hclnm"]), "msoa11cd", "msoa11hclnm")
