"""What every raw table must look like: columns, types, permitted values, keys. Data, not code.

The columns that several tables share are in `leedsequity.raw.columns`. To add a table, add an entry to
``SCHEMAS``: its columns in order, the names of its key columns, and rules that span columns, if any.
"""

import pandas as pd
from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.errors import InputError
from leedsequity.raw import checking, columns


def _table(cells: dict[str, Column], key: str, *rules: Check) -> DataFrameSchema:
    return DataFrameSchema(cells, checks=list(rules), unique=key.split(), strict=True, ordered=True)


SCHEMAS: dict[str, DataFrameSchema] = {
    "areas": _table(
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
    ),
    "published_life_expectancy": _table(
        {
            "document": columns.name,
            "sex": columns.sex,
            "decile": columns.decile,
            "period": columns.period,
            "value": columns.life_expectancy,
        },
        "document sex decile period",
    ),
    "life_expectancy_la": _table(
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
    "life_expectancy_la_limits": _table(
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
    "slope_index_la": _table(
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
    "life_expectancy_la_decile": _table(
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
    ),
    "life_expectancy_imd_decile": _table(
        {
            "period": columns.period,
            "sex": columns.sex,
            "decile": columns.decile,
            "value": columns.life_expectancy,
        },
        "period sex decile",
    ),
    "deaths_population_la_2014": _table(
        {
            "area_code": columns.area_code,
            "area_name": columns.name,
            "sex": columns.sex,
            "age_start": columns.age_start,
            "deaths": columns.count,
            "population": columns.population,
        },
        "area_code sex age_start",
    ),
    "deaths_population_imd_decile": _table(
        {
            "year": columns.year,
            "decile": columns.decile,
            "sex": columns.sex,
            "age_start": columns.age_start,
            "deaths": columns.count,
            "population": columns.population,
        },
        "year decile sex age_start",
    ),
}


def check(name: str, frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return a raw table, given as text, in the types of its schema.

    Parameters
    ----------
    name : str
        Name of the table.
    frame : DataFrame
        The table as text.
    file : str
        How messages name the file.

    Raises
    ------
    InputError
        One line for each problem; see `leedsequity.raw.checking.typed`.
    """
    if name not in SCHEMAS:
        raise InputError(f"{file}: no schema for {name!r}: add one to SCHEMAS in leedsequity/raw/schemas.py")
    return checking.typed(SCHEMAS[name], frame, file)
