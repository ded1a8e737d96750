"""Figures and indicators transcribed from documents."""

from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw import columns
from leedsequity.raw.columns import table

document = Column(
    "str",
    columns.choice(
        "narrowing-inequalities", "community-wealth", "good-work", "fairer-healthier-leeds", "connecting-communities"
    ),
)
_period = Column(
    "str",
    Check.str_matches(
        r"^(not stated|.*, year not stated|(.* )?20\d\d(/\d\d)?)$",
        error="not a period that ends in a year, or 'not stated'",
    ),
)
_value = Column("float64", Check.in_range(0, 10_000_000, error="outside 0-10,000,000"))

# How every figure ends: when, what it is, and the very characters that the document prints.
_figure = {
    "period": _period,
    "value": _value,
    "unit": columns.name,
    "printed": columns.name,
}
_MEASURED = table(
    {
        "document": document,
        "locator": columns.name,
        "measure": columns.name,
        "group": columns.name,
        **_figure,
    },
    "document measure group period unit",
)

TABLES: dict[str, DataFrameSchema] = {
    "published_deprivation": _MEASURED,
    "published_funding": _MEASURED,
    "published_workforce": _MEASURED,
    "published_programmes": table(
        {
            "document": document,
            "locator": columns.name,
            "programme": columns.name,
            "stage": columns.name,
            "group": columns.name,
            **_figure,
        },
        "document programme stage group",
    ),
    "indicator_set": table(
        {
            "document": document,
            "locator": columns.name,
            "number": Column("int64", Check.in_range(1, 15, error="outside 1-15")),
            "indicator": columns.name,
            "disaggregation": columns.name,
            "source": columns.name,
            "in_development": columns.flag,
        },
        "number",
    ),
}
