"""Open series for the 15 indicators, and what each of them is."""

from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw import columns
from leedsequity.raw.columns import choice, table, whole

_not_below_0 = Check.ge(0, error="below 0")
_period = columns.coded(
    r"^[0-9]{4}(/[0-9]{2}|-[0-9]{2}|-[0-9]{2}-[0-9]{2})?$", "a period such as 2022, 2018/19, 2014-16 or 2022-12-31"
)
_polarity = choice("high", "low", "not judged")

TABLES: dict[str, DataFrameSchema] = {
    "indicator_series": table(
        "series:text area_code group period value:amount? cv:amount? numerator? denominator? marker",
        "series area_code group period",
        columns.marked,
        Check(
            lambda table: ~(table["numerator"] > table["denominator"]).fillna(False).astype(bool),
            error="numerator above denominator",
        ),
        group=choice("all", "male", "female", "fsm", "not fsm", "White", "Mixed", "Asian", "Black", "Chinese", "Other"),
        period=_period,
        amount=Column("float64", _not_below_0),
        numerator=Column("Int64", _not_below_0),
        denominator=Column("float64", Check.gt(0, error="not above 0")),
    ),
    "indicator_readings": table(
        "indicator_id short_name:text shown_as:text? unit:text? denominator:text? polarity status principle? "
        "principle_name:text? note:text?",
        "indicator_id",
        indicator_id=whole(1, 15),
        polarity=_polarity,
        status=choice("in use", "in development", "disaggregation to be confirmed"),
        principle=choice(*"12345678"),
    ),
    "indicator_sources": table(
        "indicator_id series:text? table:text? title:text? publisher:text? file:text? definition:text? unit:text? "
        "denominator:text? groups:text? first_period:period? comparable_from:period? last_period:period? limits? "
        "polarity fit difference:text",
        "indicator_id series",
        Check(
            lambda table: table["series"].isna() == (table["fit"] == "none"),
            error="series and fit: a row without a series has the fit none, and no other has",
        ),
        indicator_id=whole(1, 15),
        period=_period,
        limits=choice("published", "proportion", "implied proportion", "rate", "cv", "none"),
        polarity=_polarity,
        fit=choice("same", "narrower", "older", "proxy", "none"),
    ),
}
