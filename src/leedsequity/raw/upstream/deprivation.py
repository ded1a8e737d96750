"""The English Indices of Deprivation 2015, 2019 and 2025, by LSOA and, for 2019, by MSOA."""

from functools import cache
from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import small_areas, spelling
from leedsequity.raw.upstream.sheets import require, sheet, text_table
from leedsequity.raw.upstream.small_areas import LEEDS

#: Weights of the domains in the Index of Multiple Deprivation 2019, by their columns in File 9.
_WEIGHTS = {
    "Income": 0.225,
    "Employment": 0.225,
    "Education": 0.135,
    "Health": 0.135,
    "Crime": 0.093,
    "Barriers": 0.093,
    "Living Environment": 0.093,
}
#: Our names of the domains, by their columns in File 2.
_DOMAINS = {
    "income": "Income",
    "employment": "Employment",
    "education": "Education, Skills and Training",
    "health": "Health Deprivation and Disability",
    "crime": "Crime",
    "barriers": "Barriers to Housing and Services",
    "environment": "Living Environment",
}
_RANK = "Index of Multiple Deprivation (IMD) Rank"
_DECILE = "Index of Multiple Deprivation (IMD) Decile"


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
    """Return ``imd_lsoa11``: deprivation of the LSOAs of 2011 of an authority, 2015 and 2019.

    Parameters
    ----------
    imd_2015, imd_2019 : Path
        File 1 of the English Indices of Deprivation.
    domains_2019, scores_2019 : Path
        File 2 (domains) and File 9 (transformed domain scores) of 2019.
    ward_2021, msoa_2011 : Path
        LSOAs of 2011 with wards and authorities of 2021; with MSOAs of 2011.
    msoa_names : Path
        The House of Commons Library's names of MSOAs.
    area : str
        Authority, as coded in December 2021.

    Returns
    -------
    DataFrame
        ``lsoa11_code, lsoa11_name, ward21_code, ward21_name, msoa11_code, msoa11_name, msoa11_local_name,
        imd_rank_2015, imd_decile_2015, imd_rank_2019, imd_decile_2019, imd_score_2019`` and the decile of
        each domain of 2019, ``income_decile_2019`` to ``environment_decile_2019``. Decile 1 is most deprived.
    """
    wards = small_areas.wards_2021(ward_2021, area)
    codes = wards["LSOA11CD"]
    msoas = text_table(msoa_2011).set_index("lsoa11cd").loc[codes]
    table = pd.DataFrame()
    table["lsoa11_code"] = codes
    table["lsoa11_name"] = wards["LSOA11NM"]
    table["ward21_code"] = wards["WD21CD"]
    table["ward21_name"] = wards["WD21NM"]
    table["msoa11_code"] = msoas["msoa11cd"].to_numpy()
    table["msoa11_name"] = msoas["msoa11nm"].to_numpy()
    table["msoa11_local_name"] = table["msoa11_code"].map(_local_names(msoa_names))
    for year, path, name in ((2015, imd_2015, "IMD 2015"), (2019, imd_2019, "IMD2019")):
        index = multiple_deprivation(path, name, 2011, 32844).loc[codes]
        table[f"imd_rank_{year}"] = index["rank"].to_numpy()
        table[f"imd_decile_{year}"] = index["decile"].to_numpy()
    table["imd_score_2019"] = _score(scores_2019).loc[codes].round(3).to_numpy()
    domains = _lsoas(domains_2019).loc[codes]
    for domain, header in _DOMAINS.items():
        deciles = spelling.number(domains[f"{header} Decile (where 1 is most deprived 10% of LSOAs)"])
        table[f"{domain}_decile_2019"] = deciles.to_numpy("int64")
    return table


def clean_imd_lsoa21(imd_2025: Path, ward_2024: Path, exact: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``imd_lsoa21``: deprivation of the LSOAs of 2021 of an authority, 2025.

    Parameters
    ----------
    imd_2025 : Path
        File 1 of the English Indices of Deprivation 2025.
    ward_2024 : Path
        LSOAs of 2021 with wards of 2024 (best fit).
    exact : Path
        LSOAs of 2011 with LSOAs of 2021 and authorities of 2022 (exact fit).
    area : str
        Authority, as coded in 2022.

    Returns
    -------
    DataFrame
        ``lsoa21_code, lsoa21_name, ward24_code, ward24_name, imd_rank_2025, imd_decile_2025``.
    """
    codes = small_areas.lsoas_2021(exact, area)
    wards = text_table(ward_2024).set_index("LSOA21CD").loc[codes]
    index = multiple_deprivation(imd_2025, "IMD25", 2021, 33755).loc[codes]
    table = pd.DataFrame()
    table["lsoa21_code"] = codes
    table["lsoa21_name"] = wards["LSOA21NM"].to_numpy()
    table["ward24_code"] = wards["WD24CD"].to_numpy()
    table["ward24_name"] = wards["WD24NM"].to_numpy()
    table["imd_rank_2025"] = index["rank"].to_numpy()
    table["imd_decile_2025"] = index["decile"].to_numpy()
    return table


def clean_imd_msoa11(scores_2019: Path, mid_2015: Path, msoa_2011: Path, msoa_names: Path) -> pd.DataFrame:
    """Return ``imd_msoa11``: population-weighted deprivation score of the MSOAs of England, 2019.

    Parameters
    ----------
    scores_2019, mid_2015 : Path
        File 9 (transformed domain scores) and File 6 (population denominators) of 2019.
    msoa_2011 : Path
        LSOAs of 2011 with MSOAs of 2011.
    msoa_names : Path
        The House of Commons Library's names of MSOAs.

    Returns
    -------
    DataFrame
        ``msoa11_code, msoa11_local_name, area_code, population_2015, imd_score_2019``; the score is
        sum(people x score of LSOA) / sum(people).
    """
    lookup = text_table(msoa_2011).set_index("lsoa11cd")
    scores = _score(scores_2019)
    lsoas = pd.DataFrame()
    lsoas["msoa"] = lookup["msoa11cd"].reindex(scores.index)
    lost = lsoas.index[lsoas["msoa"].isna()].tolist()
    require(not lost, msoa_2011, f"{len(lost)} LSOAs are missing: {lost[:5]}")
    lsoas["area"] = _lsoas(scores_2019)["Local Authority District code (2019)"]
    lsoas["people"] = small_areas.denominators(mid_2015)["Total population: mid 2015 (excluding prisoners)"]
    lsoas["weighted"] = lsoas["people"] * scores
    split = lsoas.groupby("msoa")["area"].nunique().loc[lambda number: number > 1].index.tolist()
    require(not split, msoa_2011, f"MSOAs in several authorities of 2019: {split[:5]}")
    msoas = lsoas.groupby("msoa")[["people", "weighted"]].sum()
    require(len(msoas) == 6791, msoa_2011, f"{len(msoas)} MSOAs in England, expected 6,791")
    table = pd.DataFrame()
    table["msoa11_code"] = msoas.index
    table["msoa11_local_name"] = table["msoa11_code"].map(_local_names(msoa_names))
    table["area_code"] = lsoas.groupby("msoa")["area"].first().to_numpy()
    table["population_2015"] = msoas["people"].to_numpy("int64")
    table["imd_score_2019"] = (msoas["weighted"] / msoas["people"]).round(3).to_numpy()
    return table


@cache
def multiple_deprivation(path: Path, name: str, boundaries: int, number: int) -> pd.DataFrame:
    """Return ``rank, decile`` by code of LSOA; a decile must hold a tenth of the ranks, which may be tied."""
    cells = sheet(path, name, f"LSOA code ({boundaries})").set_index(f"LSOA code ({boundaries})")
    index = pd.DataFrame()
    for column, header in (("rank", _RANK), ("decile", _DECILE)):
        found = [column for column in map(str, cells) if column.startswith(header)]
        require(len(found) == 1, path, f"{len(found)} columns start with {header!r}: {found}")
        index[column] = spelling.number(cells[found[0]]).astype("int64")
    require(len(index) == number, path, f"{len(index):,} LSOAs, expected {number:,}")
    apart = index["decile"] + (-10 * index["rank"]) // number  # decile = 10 rank / number, rounded up
    wrong = index[(apart != 0) | ~index["rank"].between(1, number)]
    require(wrong.empty, path, f"ranks and deciles that disagree: {wrong.head().to_dict('index')}")
    return index


@cache
def _lsoas(path: Path) -> pd.DataFrame:
    """Return a file of the indices of 2019 held as csv, as text, by code of LSOA."""
    cells = text_table(path).set_index("LSOA code (2011)")
    require(len(cells) == 32844, path, f"{len(cells):,} LSOAs, expected 32,844")
    return cells


@cache
def _score(path: Path) -> pd.Series:
    """Return the score of 2019 by LSOA: the weighted sum of its transformed domain scores."""
    cells = _lsoas(path)
    score = pd.Series(0.0, index=cells.index)
    for domain, weight in _WEIGHTS.items():
        score += weight * spelling.number(cells[f"{domain} Score - exponentially transformed"])
    return score


def _local_names(path: Path) -> pd.Series:
    return text_table(path).set_index("msoa11cd")["msoa11hclnm"]
