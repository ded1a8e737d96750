"""Small areas of Leeds: deprivation, people, households, income, fuel poverty."""

import numpy as np
import pandas as pd
from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw import columns
from leedsequity.raw.columns import choice, number, table, whole

_people = whole(0, 20_000, "{}, as many as an LSOA has")
_DOMAINS = ("income", "employment", "education", "health", "crime", "barriers", "environment")
_CENSUS = ("ethnicity", "age", "qualification", "household_deprivation", "general_health", "tenure")


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


def _groups(code: str, names: str = "group") -> DataFrameSchema:
    """Return the schema of counts by LSOA and group, with the broad group of each or without."""
    rules = [columns.every(names, of=code), *[columns.within("group", "broad_group")] * ("broad_group" in names)]
    cells = " ".join(f"{name}:text" for name in names.split())
    return table(f"{code} {cells} count", f"{code} {names}", *rules, count=_people)


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
        msoa11_name=columns.coded(r".* \d{3}$", "a name such as Leeds 011"),
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
    "ethnicity_lsoa21": _groups("lsoa21_code", "broad_group group"),
    "ethnicity_lsoa11": _groups("lsoa11_code", "broad_group group"),
    "age_lsoa21": table(
        "lsoa21_code age_start count",
        "lsoa21_code age_start",
        columns.every("age_start", of="lsoa21_code"),
        age_start=Column("int64", Check.isin(range(0, 90, 5), error="not where a five-year age band to 85 starts")),
        count=_people,
    ),
    "qualification_lsoa21": _groups("lsoa21_code"),
    "household_deprivation_lsoa21": _groups("lsoa21_code"),
    "general_health_lsoa21": _groups("lsoa21_code"),
    "tenure_lsoa21": _groups("lsoa21_code", "broad_group group"),
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
