"""Open series for the 15 indicators, and what each of them is."""

from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw import columns
from leedsequity.raw.columns import table

_PERIOD = r"^\d{4}(/\d{2}|-\d{2}|-\d{2}-\d{2})?$"
_not_below_0 = Check.ge(0, error="below 0")
_a_period = Check.str_matches(_PERIOD, error="not a period such as 2022, 2018/19, 2014-16 or 2022-12-31")
_LIMITS = ("published", "proportion", "implied proportion", "rate", "cv", "none")
_GROUPS = ("all", "male", "female", "fsm", "not fsm", "White", "Mixed", "Asian", "Black", "Chinese", "Other")

TABLES: dict[str, DataFrameSchema] = {
    "indicator_series": table(
        {
            "series": columns.name,
            "area_code": columns.area_code,
            "group": Column("str", columns.choice(*_GROUPS)),
            "period": Column("str", _a_period),
            "value": Column("float64", _not_below_0, nullable=True),
            "cv": Column("float64", _not_below_0, nullable=True),
            "numerator": Column("Int64", _not_below_0, nullable=True),
            "denominator": Column("float64", Check.gt(0, error="not above 0"), nullable=True),
            "marker": columns.marker,
        },
        "series area_code group period",
        columns.marked,
        Check(
            lambda table: ~(table["numerator"] > table["denominator"]).fillna(False).astype(bool),
            error="numerator above denominator",
        ),
    ),
    "indicator_readings": table(
        {
            "indicator_id": Column("int64", Check.in_range(1, 15, error="outside 1-15")),
            "short_name": columns.name,
            "shown_as": columns.name_or_none,
            "unit": columns.name_or_none,
            "denominator": columns.name_or_none,
            "polarity": Column("str", columns.choice("high", "low", "not judged")),
            "status": Column("str", columns.choice("in use", "in development", "disaggregation to be confirmed")),
            "principle": Column("str", columns.choice(*"12345678"), nullable=True),
            "principle_name": columns.name_or_none,
            "note": columns.name_or_none,
        },
        "indicator_id",
    ),
    "indicator_sources": table(
        {
            "indicator_id": Column("int64", Check.in_range(1, 15, error="outside 1-15")),
            "series": columns.name_or_none,
            "table": columns.name_or_none,
            "title": columns.name_or_none,
            "publisher": columns.name_or_none,
            "file": columns.name_or_none,
            "definition": columns.name_or_none,
            "unit": columns.name_or_none,
            "denominator": columns.name_or_none,
            "groups": columns.name_or_none,
            "first_period": Column("str", _a_period, nullable=True),
            "comparable_from": Column("str", _a_period, nullable=True),
            "last_period": Column("str", _a_period, nullable=True),
            "limits": Column(
                "str",
                columns.choice("published", "proportion", "implied proportion", "rate", "cv", "none"),
                nullable=True,
            ),
            "polarity": Column("str", columns.choice("high", "low", "not judged")),
            "fit": Column("str", columns.choice("same", "narrower", "older", "proxy", "none")),
            "difference": columns.name,
        },
        "indicator_id series",
        Check(
            lambda table: table["series"].isna() == (table["fit"] == "none"),
            error="series and fit: a row without a series has the fit none, and no other has",
        ),
    ),
}
