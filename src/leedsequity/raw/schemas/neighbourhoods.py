"""Small areas of Leeds: deprivation, people, households, income, fuel poverty."""

import numpy as np
import pandas as pd
from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw import columns
from leedsequity.raw.columns import choice, number, table, whole

_people = whole(0, 20_000, "{}, as many as an LSOA has")
_DOMAINS = ("income", "employment", "education", "health", "crime", "barriers", "environment")
_CENSUS = ("ethnicity", "age", "qualification", "household_deprivation", "general_health", "tenure")

#: The groups of the censuses, as their tables name them.
_ETHNICITY_2021 = (
    "Bangladeshi",
    "Chinese",
    "Indian",
    "Pakistani",
    "Other Asian",
    "African",
    "Caribbean",
    "Other Black",
    "White and Asian",
    "White and Black African",
    "White and Black Caribbean",
    "Other Mixed or Multiple ethnic groups",
    "English, Welsh, Scottish, Northern Irish or British",
    "Irish",
    "Gypsy or Irish Traveller",
    "Roma",
    "Other White",
    "Arab",
    "Any other ethnic group",
)
_ETHNICITY_2011 = (
    "English/Welsh/Scottish/Northern Irish/British",
    "Irish",
    "Gypsy or Irish Traveller",
    "Other White",
    "Mixed/multiple ethnic groups",
    "Indian",
    "Pakistani",
    "Bangladeshi",
    "Chinese",
    "Other Asian",
    "African",
    "Caribbean",
    "Other Black",
    "Arab",
    "Any other ethnic group",
)
_QUALIFICATIONS = (
    "No qualifications",
    "Level 1 and entry level qualifications",
    "Level 2 qualifications",
    "Apprenticeship",
    "Level 3 qualifications",
    "Level 4 qualifications and above",
    "Other qualifications",
)
_DIMENSIONS = (
    "Household is not deprived in any dimension",
    "Household is deprived in one dimension",
    *(f"Household is deprived in {number} dimensions" for number in ("two", "three", "four")),
)
_HEALTH = ("Very good", "Good", "Fair", "Bad", "Very bad")
_TENURES = (
    "Owns outright",
    "Owns with a mortgage or loan",
    "Shared ownership",
    "Rents from council or Local Authority",
    "Other social rented",
    "Private landlord or letting agency",
    "Other private rented",
    "Lives rent free",
)


def _decile_of_rank(year: int, number: int) -> Check:
    rank, decile = f"imd_rank_{year}", f"imd_decile_{year}"
    return Check(
        lambda table: np.ceil(table[rank] * 10 / number) == table[decile], error=f"{decile} is not the tenth of {rank}"
    )


def _add_up(table: pd.DataFrame) -> "pd.Series[bool]":
    """Whether the age bands of an LSOA add up to all ages, where there are bands."""
    keys = [table["lsoa11_code"], table["basis"]]
    all_ages = table["age_band"] == "all"
    everyone = table["population"].where(all_ages, 0).groupby(keys).transform("sum")
    bands = table["population"].mask(all_ages, 0).groupby(keys).transform("sum")
    return (bands == everyone) | ((bands == 0) & (table["basis"] == "census_2011"))


def _groups(code: str, *groups: str, broad: bool = False) -> DataFrameSchema:
    """Return the schema of counts by LSOA and group, the groups named, with the broad group of each or without."""
    names = "broad_group group" if broad else "group"
    rules = [columns.every(names, of=code), *[columns.within("group", "broad_group")] * ("broad_group" in names)]
    cells = "broad_group:text group" if broad else "group"
    return table(f"{code} {cells} count", f"{code} {names}", *rules, count=_people, group=choice(*groups))


TABLES: dict[str, DataFrameSchema] = {
    "imd_lsoa11": table(
        "lsoa11_code lsoa11_name:text ward21_code ward21_name:text msoa11_code msoa11_name msoa11_local_name:text "
        "imd_rank_2015:rank imd_decile_2015:decile imd_rank_2019:rank imd_decile_2019:decile imd_score_2019:score "
        + " ".join(f"{domain}_decile_2019:decile" for domain in _DOMAINS),
        "lsoa11_code",
        columns.within("ward21_code", "ward21_name"),
        columns.within("msoa11_code", "msoa11_name"),
        columns.within("msoa11_code", "msoa11_local_name"),
        _decile_of_rank(2015, 32844),
        _decile_of_rank(2019, 32844),
        msoa11_name=columns.coded(r".* [0-9]{3}$", "a name such as Leeds 011"),
        rank=whole(1, 32844),
        score=number(0, 100),
    ),
    "imd_lsoa21": table(
        "lsoa21_code lsoa21_name:text ward24_code ward24_name:text imd_rank_2025 imd_decile_2025:decile",
        "lsoa21_code",
        columns.within("ward24_code", "ward24_name"),
        _decile_of_rank(2025, 33755),
        imd_rank_2025=whole(1, 33755),
    ),
    "lsoa11_lsoa21": table(
        "lsoa11_code lsoa21_code change",
        "lsoa11_code lsoa21_code",
        Check(
            lambda table: (
                ((table["change"] != "split") | table["lsoa11_code"].duplicated(keep=False))
                & ((table["change"] != "merged") | table["lsoa21_code"].duplicated(keep=False))
            ),
            error="an LSOA split into one, or merged of one",
        ),
        change=choice("unchanged", "split", "merged", "irregular"),
    ),
    "imd_msoa11": table(
        "msoa11_code msoa11_local_name:text area_code population_2015 imd_score_2019",
        "msoa11_code",
        population_2015=whole(1, 50_000, "{}, as many as an MSOA has"),
        imd_score_2019=number(0, 100),
    ),
    "population_lsoa21": table(
        "lsoa21_code year population",
        "lsoa21_code year",
        columns.every("year", of="lsoa21_code"),
        population=_people,
    ),
    "population_ward": table(
        "ward_code year population", "ward_code", population=whole(1_000, 50_000, "{}, as wards have")
    ),
    "population_lsoa11": table(
        "lsoa11_code basis age_band population",
        "lsoa11_code basis age_band",
        columns.every("basis age_band", of="lsoa11_code"),
        Check(_add_up, error="age bands that do not add up to all"),
        basis=choice("census_2011", "mid_2012", "mid_2015"),
        age_band=choice("all", "0-15", "16-59", "60+"),
        population=_people,
    ),
    "ethnicity_lsoa21": _groups("lsoa21_code", *_ETHNICITY_2021, broad=True),
    "ethnicity_lsoa11": _groups("lsoa11_code", *_ETHNICITY_2011, broad=True),
    "age_lsoa21": table(
        "lsoa21_code age_start count",
        "lsoa21_code age_start",
        columns.every("age_start", of="lsoa21_code"),
        age_start=Column("int64", Check.isin(range(0, 90, 5), error="not where a five-year age band to 85 starts")),
        count=_people,
    ),
    "qualification_lsoa21": _groups("lsoa21_code", *_QUALIFICATIONS),
    "household_deprivation_lsoa21": _groups("lsoa21_code", *_DIMENSIONS),
    "general_health_lsoa21": _groups("lsoa21_code", *(f"{word} health" for word in _HEALTH)),
    "tenure_lsoa21": _groups("lsoa21_code", *_TENURES, broad=True),
    "income_msoa11": table(
        "msoa11_code income value:pounds lower:pounds upper:pounds",
        "msoa11_code income",
        columns.every("income", of="msoa11_code"),
        columns.within_limits,
        income=choice("total", "net", "net_before_housing_costs", "net_after_housing_costs"),
        pounds=whole(0, 500_000, "£{}"),
    ),
    "fuel_poverty_lsoa": table(
        "year boundaries lsoa_code households:people fuel_poor:people",
        "year lsoa_code",
        Check(
            lambda table: table["fuel_poor"] <= table["households"], error="more households in fuel poverty than all"
        ),
        boundaries=Column("int64", Check.isin([2011, 2021], error="not 2011 or 2021")),
        people=_people,
    ),
    "england_by_decile": table(
        "decile topic year broad_group:text? group:text count",
        "decile topic year group",
        columns.every("decile", of="topic year group"),
        Check(
            lambda table: table["broad_group"].notna() == table["topic"].isin(["ethnicity", "tenure"]),
            error="broad_group missing of ethnicity or tenure, or given of another topic",
        ),
        topic=choice("population", *_CENSUS, "fuel_poverty"),
    ),
}
