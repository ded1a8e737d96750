"""Small areas of Leeds: deprivation, people, households, income, fuel poverty; life expectancy below the authority."""

from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw import columns
from leedsequity.raw.columns import table

_lsoa = Column("str", Check.str_matches(r"^[EW]01\d{6}$", error="not a code of an LSOA such as E01011264"))
_msoa = Column("str", Check.str_matches(r"^[EW]02\d{6}$", error="not a code of an MSOA such as E02002330"))
_ward = Column("str", Check.str_matches(r"^[EW]05\d{6}$", error="not a code of a ward such as E05011385"))
_score = Column("float64", Check.in_range(0, 100, error="outside 0-100"))
_rank_2011 = Column("int64", Check.in_range(1, 32844, error="outside 1-32,844"))
_rank_2021 = Column("int64", Check.in_range(1, 33755, error="outside 1-33,755"))
_age_start_to_85 = Column("int64", Check.isin(range(0, 90, 5), error="not where a five-year age band to 85 starts"))


def _groups(code: str, broad: bool = False) -> DataFrameSchema:
    """Return the schema of counts by LSOA and group, with the broad group of each or without."""
    names = ["broad_group", "group"] if broad else ["group"]
    cells = {code: _lsoa, **dict.fromkeys(names, columns.name), "count": columns.count}
    return table(cells, " ".join([code, *names]))


TABLES: dict[str, DataFrameSchema] = {
    "life_expectancy_msoa": table(
        {
            "msoa11_code": _msoa,
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
            "lsoa11_code": _lsoa,
            "lsoa11_name": columns.name,
            "ward21_code": _ward,
            "ward21_name": columns.name,
            "msoa11_code": _msoa,
            "msoa11_name": columns.name,
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
    ),
    "imd_lsoa21": table(
        {
            "lsoa21_code": _lsoa,
            "lsoa21_name": columns.name,
            "ward24_code": _ward,
            "ward24_name": columns.name,
            "imd_rank_2025": _rank_2021,
            "imd_decile_2025": columns.decile,
        },
        "lsoa21_code",
    ),
    "lsoa11_lsoa21": table(
        {
            "lsoa11_code": _lsoa,
            "lsoa21_code": _lsoa,
            "change": Column("str", columns.choice("unchanged", "split", "merged", "irregular")),
        },
        "lsoa11_code lsoa21_code",
    ),
    "imd_msoa11": table(
        {
            "msoa11_code": _msoa,
            "msoa11_local_name": columns.name,
            "area_code": columns.area_code,
            "population_2015": columns.population,
            "imd_score_2019": _score,
        },
        "msoa11_code",
    ),
    "population_lsoa21": table(
        {"lsoa21_code": _lsoa, "year": columns.year, "population": columns.population},
        "lsoa21_code year",
    ),
    "population_lsoa11": table(
        {
            "lsoa11_code": _lsoa,
            "basis": Column("str", columns.choice("census_2011", "mid_2012", "mid_2015")),
            "age_band": Column("str", columns.choice("all", "0-15", "16-59", "60+")),
            "population": columns.count,
        },
        "lsoa11_code basis age_band",
    ),
    "ethnicity_lsoa21": _groups("lsoa21_code", broad=True),
    "ethnicity_lsoa11": _groups("lsoa11_code", broad=True),
    "age_lsoa21": table(
        {"lsoa21_code": _lsoa, "age_start": _age_start_to_85, "count": columns.count},
        "lsoa21_code age_start",
    ),
    "qualification_lsoa21": _groups("lsoa21_code"),
    "household_deprivation_lsoa21": _groups("lsoa21_code"),
    "general_health_lsoa21": _groups("lsoa21_code"),
    "tenure_lsoa21": _groups("lsoa21_code", broad=True),
    "income_msoa11": table(
        {
            "msoa11_code": _msoa,
            "income": Column(
                "str", columns.choice("total", "net", "net_before_housing_costs", "net_after_housing_costs")
            ),
            "value": columns.count,
            "lower": columns.count,
            "upper": columns.count,
        },
        "msoa11_code income",
        columns.within_limits,
    ),
    "fuel_poverty_lsoa": table(
        {
            "year": columns.year,
            "boundaries": Column("int64", Check.isin([2011, 2021], error="not 2011 or 2021")),
            "lsoa_code": _lsoa,
            "households": columns.count,
            "fuel_poor": columns.count,
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
    ),
}
