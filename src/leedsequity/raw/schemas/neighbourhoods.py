"""Small areas of Leeds: deprivation, people, households, income, fuel poverty; life expectancy below the authority."""

import numpy as np
import pandas as pd
from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw import columns
from leedsequity.raw.columns import table

_score = Column("float64", Check.in_range(0, 100, error="outside 0-100"))
_rank_2011 = Column("int64", Check.in_range(1, 32844, error="outside 1-32,844"))
_rank_2021 = Column("int64", Check.in_range(1, 33755, error="outside 1-33,755"))
_people = Column("int64", Check.in_range(0, 20_000, error="outside 0-20,000, as many as an LSOA has"))
_pounds = Column("int64", Check.in_range(0, 500_000, error="outside £0-500,000"))
_age_start_to_85 = Column("int64", Check.isin(range(0, 90, 5), error="not where a five-year age band to 85 starts"))


def _decile_of_rank(year: int, number: int) -> Check:
    rank, decile = f"imd_rank_{year}", f"imd_decile_{year}"
    return Check(
        lambda table: np.ceil(table[rank] * 10 / number) == table[decile], error=f"{decile} is not the tenth of {rank}"
    )


def _add_up(table: pd.DataFrame) -> "pd.Series[bool]":
    """Whether the age bands of an LSOA add up to all ages, where there are bands."""
    keys = [table["lsoa11_code"], table["basis"]]
    whole = table["age_band"] == "all"
    everyone = table["population"].where(whole, 0).groupby(keys).transform("sum")
    bands = table["population"].mask(whole, 0).groupby(keys).transform("sum")
    return (bands == everyone) | ((bands == 0) & (table["basis"] == "census_2011"))


def _groups(code: str, broad: bool = False) -> DataFrameSchema:
    """Return the schema of counts by LSOA and group, with the broad group of each or without."""
    names = ["broad_group", "group"] if broad else ["group"]
    cells = {code: columns.lsoa, **dict.fromkeys(names, columns.name), "count": _people}
    rules = [columns.every(" ".join(names), of=code), *[columns.within("group", "broad_group")] * broad]
    return table(cells, " ".join([code, *names]), *rules)


TABLES: dict[str, DataFrameSchema] = {
    "life_expectancy_msoa": table(
        {
            "msoa11_code": columns.msoa,
            "period": columns.period,
            "sex": columns.sex,
            "value": columns.life_expectancy,
            "lower": columns.life_expectancy,
            "upper": columns.life_expectancy,
        },
        "msoa11_code period sex",
        columns.within_limits,
    ),
    "imd_lsoa11": table(
        {
            "lsoa11_code": columns.lsoa,
            "lsoa11_name": columns.name,
            "ward21_code": columns.ward,
            "ward21_name": columns.name,
            "msoa11_code": columns.msoa,
            "msoa11_name": Column("str", Check.str_matches(r".* \d{3}$", error="not a name such as Leeds 011")),
            "msoa11_local_name": columns.name,
            "imd_rank_2015": _rank_2011,
            "imd_decile_2015": columns.decile,
            "imd_rank_2019": _rank_2011,
            "imd_decile_2019": columns.decile,
            "imd_score_2019": _score,
            "income_decile_2019": columns.decile,
            "employment_decile_2019": columns.decile,
            "education_decile_2019": columns.decile,
            "health_decile_2019": columns.decile,
            "crime_decile_2019": columns.decile,
            "barriers_decile_2019": columns.decile,
            "environment_decile_2019": columns.decile,
        },
        "lsoa11_code",
        columns.within("ward21_code", "ward21_name"),
        columns.within("msoa11_code", "msoa11_name"),
        columns.within("msoa11_code", "msoa11_local_name"),
        _decile_of_rank(2015, 32844),
        _decile_of_rank(2019, 32844),
    ),
    "imd_lsoa21": table(
        {
            "lsoa21_code": columns.lsoa,
            "lsoa21_name": columns.name,
            "ward24_code": columns.ward,
            "ward24_name": columns.name,
            "imd_rank_2025": _rank_2021,
            "imd_decile_2025": columns.decile,
        },
        "lsoa21_code",
        columns.within("ward24_code", "ward24_name"),
        _decile_of_rank(2025, 33755),
    ),
    "lsoa11_lsoa21": table(
        {
            "lsoa11_code": columns.lsoa,
            "lsoa21_code": columns.lsoa,
            "change": Column("str", columns.choice("unchanged", "split", "merged", "irregular")),
        },
        "lsoa11_code lsoa21_code",
        Check(
            lambda table: (
                ((table["change"] != "split") | table["lsoa11_code"].duplicated(keep=False))
                & ((table["change"] != "merged") | table["lsoa21_code"].duplicated(keep=False))
            ),
            error="an LSOA split into one, or merged of one",
        ),
    ),
    "imd_msoa11": table(
        {
            "msoa11_code": columns.msoa,
            "msoa11_local_name": columns.name,
            "area_code": columns.area_code,
            "population_2015": Column(
                "int64", Check.in_range(1, 50_000, error="outside 1-50,000, as many as an MSOA has")
            ),
            "imd_score_2019": _score,
        },
        "msoa11_code",
    ),
    "population_lsoa21": table(
        {"lsoa21_code": columns.lsoa, "year": columns.year, "population": _people},
        "lsoa21_code year",
        columns.every("year", of="lsoa21_code"),
    ),
    "population_ward": table(
        {
            "ward_code": columns.ward,
            "year": columns.year,
            "population": Column("int64", Check.in_range(1_000, 50_000, error="outside 1,000-50,000, as wards have")),
        },
        "ward_code",
    ),
    "population_lsoa11": table(
        {
            "lsoa11_code": columns.lsoa,
            "basis": Column("str", columns.choice("census_2011", "mid_2012", "mid_2015")),
            "age_band": Column("str", columns.choice("all", "0-15", "16-59", "60+")),
            "population": _people,
        },
        "lsoa11_code basis age_band",
        columns.every("basis age_band", of="lsoa11_code"),
        Check(_add_up, error="age bands that do not add up to all"),
    ),
    "ethnicity_lsoa21": _groups("lsoa21_code", broad=True),
    "ethnicity_lsoa11": _groups("lsoa11_code", broad=True),
    "age_lsoa21": table(
        {"lsoa21_code": columns.lsoa, "age_start": _age_start_to_85, "count": _people},
        "lsoa21_code age_start",
        columns.every("age_start", of="lsoa21_code"),
    ),
    "qualification_lsoa21": _groups("lsoa21_code"),
    "household_deprivation_lsoa21": _groups("lsoa21_code"),
    "general_health_lsoa21": _groups("lsoa21_code"),
    "tenure_lsoa21": _groups("lsoa21_code", broad=True),
    "income_msoa11": table(
        {
            "msoa11_code": columns.msoa,
            "income": Column(
                "str", columns.choice("total", "net", "net_before_housing_costs", "net_after_housing_costs")
            ),
            "value": _pounds,
            "lower": _pounds,
            "upper": _pounds,
        },
        "msoa11_code income",
        columns.every("income", of="msoa11_code"),
        columns.within_limits,
    ),
    "fuel_poverty_lsoa": table(
        {
            "year": columns.year,
            "boundaries": Column("int64", Check.isin([2011, 2021], error="not 2011 or 2021")),
            "lsoa_code": columns.lsoa,
            "households": _people,
            "fuel_poor": _people,
        },
        "year lsoa_code",
        Check(
            lambda table: table["fuel_poor"] <= table["households"], error="more households in fuel poverty than all"
        ),
    ),
    "life_expectancy_constituency": table(
        {
            "constituency_code": columns.area_code,
            "constituency_name": columns.name,
            "year": columns.year,
            "sex": columns.sex,
            "value": columns.life_expectancy,
            "lower": columns.life_expectancy,
            "upper": columns.life_expectancy,
        },
        "constituency_code year sex",
        columns.within_limits,
    ),
    "england_by_decile": table(
        {
            "decile": columns.decile,
            "topic": Column(
                "str",
                columns.choice(
                    "population",
                    "ethnicity",
                    "age",
                    "qualification",
                    "household_deprivation",
                    "general_health",
                    "tenure",
                    "fuel_poverty",
                ),
            ),
            "year": columns.year,
            "broad_group": columns.name_or_none,
            "group": columns.name,
            "count": columns.count,
        },
        "decile topic year group",
        columns.every("decile", of="topic year group"),
        Check(
            lambda table: table["broad_group"].notna() == table["topic"].isin(["ethnicity", "tenure"]),
            error="broad_group missing of ethnicity or tenure, or given of another topic",
        ),
    ),
}
