"""Census 2011 and 2021 by LSOA: ethnic group, age, qualification, health, tenure, household deprivation."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import nomis, small_areas
from leedsequity.raw.upstream.sheets import require
from leedsequity.raw.upstream.small_areas import LEEDS

_DEPRIVED = [
    "Household is not deprived in any dimension",
    "Household is deprived in one dimension",
    "Household is deprived in two dimensions",
    "Household is deprived in three dimensions",
    "Household is deprived in four dimensions",
]
_WHITE, _MIXED, _ASIAN = "White", "Mixed/multiple ethnic groups", "Asian/Asian British"
_BLACK, _OTHER = "Black/African/Caribbean/Black British", "Other ethnic group"
#: The groups of Census 2011 in the census order, by the columns of the R data frame.
_GROUPS_2011 = {
    "WhiteBrit": (_WHITE, "English/Welsh/Scottish/Northern Irish/British"),
    "Irish": (_WHITE, "Irish"),
    "remainder": (_WHITE, "Gypsy or Irish Traveller"),
    "OtherWhite": (_WHITE, "Other White"),
    "Mixed": (_MIXED, _MIXED),
    "Indian": (_ASIAN, "Indian"),
    "Pakistani": (_ASIAN, "Pakistani"),
    "Bangladeshi": (_ASIAN, "Bangladeshi"),
    "Chinese": (_ASIAN, "Chinese"),
    "OtherAsian": (_ASIAN, "Other Asian"),
    "BlkAfrican": (_BLACK, "African"),
    "BlkCaribbean": (_BLACK, "Caribbean"),
    "OtherBlk": (_BLACK, "Other Black"),
    "Arab": (_OTHER, "Arab"),
    "Other": (_OTHER, "Any other ethnic group"),
}


def clean_ethnicity_lsoa21(ts021: Path, exact: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``ethnicity_lsoa21``: the 19 detailed ethnic groups of Census 2021, each with its broad group.

    Parameters
    ----------
    ts021 : Path
        Census 2021 TS021 by LSOA, as Nomis publishes it.
    exact : Path
        LSOAs of 2021 with authorities of 2022.
    area : str
        Authority, as coded in 2022.

    Returns
    -------
    DataFrame
        ``lsoa21_code, broad_group, group, count``; no totals, the detailed groups add up to them.
    """
    return nomis.detailed_groups(ts021, nomis.bulk(ts021), small_areas.lsoas_2021(exact, area), 19)


def clean_ethnicity_lsoa11(census_2011: Path, ward_2021: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``ethnicity_lsoa11``: the ethnic groups of Census 2011, Mixed undivided.

    Parameters
    ----------
    census_2011 : Path
        Census 2011, ethnic group by LSOA, as an R data frame of 14 groups.
    ward_2021 : Path
        LSOAs of 2011 with authorities of December 2021.
    area : str
        Authority, as coded in December 2021.

    Returns
    -------
    DataFrame
        ``lsoa11_code, broad_group, group, count``: the 14 groups, and Gypsy or Irish Traveller as all
        persons less the 14.
    """
    cells = small_areas.census_lsoa11(census_2011).set_index("LSOA")
    known = [column for column in _GROUPS_2011 if column != "remainder"]
    counts = cells[known].astype("int64")
    counts["remainder"] = cells["Persons"].astype("int64") - counts.sum(axis="columns")
    travellers = int(counts["remainder"].sum())
    require(travellers == 57680, census_2011, f"{travellers:,} people beyond the groups, expected 57,680")
    negative = counts.index[counts["remainder"] < 0].tolist()
    require(not negative, census_2011, f"groups exceed all persons in {negative[:5]}")
    counts = nomis.of(census_2011, counts, small_areas.wards_2021(ward_2021, area)["LSOA11CD"])
    return nomis.long(counts, "lsoa11_code", _GROUPS_2011)


def clean_age_lsoa21(ts007a: Path, exact: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``age_lsoa21``: usual residents by five-year age band, Census 2021.

    Parameters
    ----------
    ts007a : Path
        Census 2021 TS007A by LSOA, a Nomis query with four lines before its header.
    exact : Path
        LSOAs of 2021 with authorities of 2022.
    area : str
        Authority, as coded in 2022.

    Returns
    -------
    DataFrame
        ``lsoa21_code, age_start, count``: bands start at 0, 5, ... 85; the last is open.
    """
    cells = nomis.query(ts007a, 4)
    bands = [column for column in map(str, cells) if column.startswith("Aged ")]
    starts = dict(zip(bands, range(0, 90, 5), strict=True))
    unlike = [band for band, start in starts.items() if start and not band.startswith(f"Aged {start} ")]
    require(not unlike and "Aged 4 years and under" in bands, ts007a, f"unexpected age bands: {unlike or bands}")
    counts = nomis.numbers(nomis.of(ts007a, cells, small_areas.lsoas_2021(exact, area)), bands)
    nomis.require_sum(ts007a, counts, cells["Total"])
    long = counts.rename(columns=starts).stack()
    table = pd.DataFrame()
    table["lsoa21_code"] = long.index.get_level_values(0).astype(str)
    table["age_start"] = long.index.get_level_values(1).astype("int64")
    table["count"] = long.to_numpy("int64")
    return table


def clean_qualification_lsoa21(ts067: Path, exact: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``qualification_lsoa21``: residents aged 16 and over by highest qualification, Census 2021.

    Parameters
    ----------
    ts067, exact, area
        Census 2021 TS067 by LSOA; the others as in `clean_ethnicity_lsoa21`.

    Returns
    -------
    DataFrame
        ``lsoa21_code, group, count``, seven groups.
    """
    return nomis.plain_groups(ts067, nomis.bulk(ts067), small_areas.lsoas_2021(exact, area), 7)


def clean_household_deprivation_lsoa21(ts011: Path, exact: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``household_deprivation_lsoa21``: households by number of dimensions of deprivation, Census 2021.

    Parameters
    ----------
    ts011, exact, area
        Census 2021 TS011 by LSOA, a Nomis query with six lines before its header; the others as in
        `clean_ethnicity_lsoa21`.

    Returns
    -------
    DataFrame
        ``lsoa21_code, group, count``, five groups.
    """
    cells = nomis.query(ts011, 6)
    counts = nomis.numbers(nomis.of(ts011, cells, small_areas.lsoas_2021(exact, area)), _DEPRIVED)
    nomis.require_sum(ts011, counts, cells["Total: All households"])
    return nomis.long(counts, "lsoa21_code", {group: (None, group) for group in _DEPRIVED})


def clean_general_health_lsoa21(ts037: Path, exact: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``general_health_lsoa21``: usual residents by general health, Census 2021.

    Parameters
    ----------
    ts037, exact, area
        Census 2021 TS037, the zip of Nomis with all geographies; the others as in `clean_ethnicity_lsoa21`.

    Returns
    -------
    DataFrame
        ``lsoa21_code, group, count``, five groups.
    """
    return nomis.plain_groups(
        ts037, nomis.bulk(ts037, "census2021-ts037-lsoa.csv"), small_areas.lsoas_2021(exact, area), 5
    )


def clean_tenure_lsoa21(ts054: Path, exact: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``tenure_lsoa21``: households by tenure, Census 2021.

    Parameters
    ----------
    ts054, exact, area
        Census 2021 TS054, the zip of Nomis with all geographies; the others as in `clean_ethnicity_lsoa21`.

    Returns
    -------
    DataFrame
        ``lsoa21_code, broad_group, group, count``, eight groups in five broad ones.
    """
    return nomis.detailed_groups(
        ts054, nomis.bulk(ts054, "census2021-ts054-lsoa.csv"), small_areas.lsoas_2021(exact, area), 8
    )
