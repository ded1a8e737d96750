"""Areas, life expectancy and its inequality, deaths and populations."""

from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw import columns
from leedsequity.raw.columns import choice, table

_LIMITS = "value:life_expectancy lower:life_expectancy upper:life_expectancy"

TABLES: dict[str, DataFrameSchema] = {
    "areas": table(
        "code:area_code name:text type region_code:area_code? region:text? upper_tier_code:area_code? current:flag "
        "successor:area_code? recoded_from:area_code? core_city:flag",
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
        type=choice(
            "unitary authority",
            "metropolitan district",
            "london borough",
            "non-metropolitan district",
            "county",
            "region",
            "country",
        ),
    ),
    "published_life_expectancy": table(
        "document:text sex decile period value:life_expectancy", "document sex decile period"
    ),
    "life_expectancy_la": table(
        "series area_code age sex period value:life_expectancy? marker",
        "series area_code age sex period",
        columns.marked,
        series=choice("ons_2001_2018", "ohid_90366", "ons_2020_22", "ons_2021_23"),
        age=Column("int64", Check.isin([0, 65], error="not 0 or 65")),
    ),
    "life_expectancy_la_limits": table(
        f"series area_code period sex age_start {_LIMITS}",
        "series area_code period sex age_start",
        columns.within_limits,
        series=choice("ons_2016_18", "ons_2021_23"),
    ),
    "life_expectancy_msoa": table(f"msoa11_code period sex {_LIMITS}", "msoa11_code period sex", columns.within_limits),
    "life_expectancy_constituency": table(
        f"constituency_code:area_code constituency_name:text year sex {_LIMITS}",
        "constituency_code year sex",
        columns.within_limits,
    ),
    "slope_index_la": table(
        "vintage area_code sex period value? marker",
        "vintage area_code sex period",
        columns.marked,
        vintage=choice("pre_census_2021", "census_2021"),
        value=columns.number(-40, 40, "-40 to 40"),
    ),
    "life_expectancy_la_decile": table(
        "area_code period sex decile population deaths:count value:life_expectancy se",
        "area_code period sex decile",
        columns.without_more_deaths_than_people,
        se=Column("float64", [Check.gt(0, error="not above 0"), Check.le(25, error="above 25 years")]),
    ),
    "life_expectancy_imd_decile": table(
        "period sex decile value:life_expectancy", "period sex decile", columns.every("decile", of="period sex")
    ),
    "deaths_population_la_2014": table(
        "area_code area_name:text sex age_start deaths:count population",
        "area_code sex age_start",
        columns.every("sex age_start", of="area_code"),
        columns.within("area_code", "area_name"),
        columns.without_more_deaths_than_people,
    ),
    "deaths_population_imd_decile": table(
        "year decile sex age_start deaths:count population",
        "year decile sex age_start",
        columns.every("decile sex age_start", of="year"),
        columns.without_more_deaths_than_people,
    ),
}
