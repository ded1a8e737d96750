"""Areas, life expectancy and its inequality, deaths and populations."""

from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw import columns
from leedsequity.raw.columns import table

TABLES: dict[str, DataFrameSchema] = {
    "areas": table(
        {
            "code": columns.area_code,
            "name": columns.name,
            "type": Column(
                "str",
                columns.choice(
                    "unitary authority",
                    "metropolitan district",
                    "london borough",
                    "non-metropolitan district",
                    "county",
                    "region",
                    "country",
                ),
            ),
            "region_code": columns.area_code_or_none,
            "region": columns.name_or_none,
            "upper_tier_code": columns.area_code_or_none,
            "current": columns.flag,
            "successor": columns.area_code_or_none,
            "recoded_from": columns.area_code_or_none,
            "core_city": columns.flag,
        },
        "code",
        columns.within("region_code", "region"),
        columns.within("region", "region_code"),
        Check(
            lambda table: table["region_code"].isna() == (table["type"] == "country"),
            error="region_code missing but of a country, or a country with one",
        ),
        Check(
            lambda table: table["upper_tier_code"].notna() == (table["type"] == "non-metropolitan district"),
            error="upper_tier_code missing of a non-metropolitan district, or given of another area",
        ),
    ),
    "published_life_expectancy": table(
        {
            "document": columns.name,
            "sex": columns.sex,
            "decile": columns.decile,
            "period": columns.period,
            "value": columns.life_expectancy,
        },
        "document sex decile period",
    ),
    "life_expectancy_la": table(
        {
            "series": Column("str", columns.choice(*columns.SERIES)),
            "area_code": columns.area_code,
            "age": columns.age_0_or_65,
            "sex": columns.sex,
            "period": columns.period,
            "value": columns.life_expectancy_or_none,
            "marker": columns.marker,
        },
        "series area_code age sex period",
        columns.marked,
    ),
    "life_expectancy_la_limits": table(
        {
            "series": Column("str", columns.choice("ons_2016_18", "ons_2021_23")),
            "area_code": columns.area_code,
            "period": columns.period,
            "sex": columns.sex,
            "age_start": columns.age_start,
            "value": columns.life_expectancy,
            "lower": columns.life_expectancy,
            "upper": columns.life_expectancy,
        },
        "series area_code period sex age_start",
        columns.within_limits,
    ),
    "slope_index_la": table(
        {
            "vintage": Column("str", columns.choice("pre_census_2021", "census_2021")),
            "area_code": columns.area_code,
            "sex": columns.sex,
            "period": columns.period,
            "value": columns.slope_index_or_none,
            "marker": columns.marker,
        },
        "vintage area_code sex period",
        columns.marked,
    ),
    "life_expectancy_la_decile": table(
        {
            "area_code": columns.area_code,
            "period": columns.period,
            "sex": columns.sex,
            "decile": columns.decile,
            "population": columns.population,
            "deaths": columns.count,
            "value": columns.life_expectancy,
            "se": columns.standard_error,
        },
        "area_code period sex decile",
        columns.without_more_deaths_than_people,
    ),
    "life_expectancy_imd_decile": table(
        {
            "period": columns.period,
            "sex": columns.sex,
            "decile": columns.decile,
            "value": columns.life_expectancy,
        },
        "period sex decile",
        columns.every("decile", of="period sex"),
    ),
    "deaths_population_la_2014": table(
        {
            "area_code": columns.area_code,
            "area_name": columns.name,
            "sex": columns.sex,
            "age_start": columns.age_start,
            "deaths": columns.count,
            "population": columns.population,
        },
        "area_code sex age_start",
        columns.every("sex age_start", of="area_code"),
        columns.within("area_code", "area_name"),
        columns.without_more_deaths_than_people,
    ),
    "deaths_population_imd_decile": table(
        {
            "year": columns.year,
            "decile": columns.decile,
            "sex": columns.sex,
            "age_start": columns.age_start,
            "deaths": columns.count,
            "population": columns.population,
        },
        "year decile sex age_start",
        columns.every("decile sex age_start", of="year"),
        columns.without_more_deaths_than_people,
    ),
}
