"""What is transcribed from the documents: figures, indicators, and the register of what they say."""

from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw.columns import choice, coded, number, table, whole

_document = choice(
    "narrowing-inequalities", "community-wealth", "good-work", "fairer-healthier-leeds", "connecting-communities"
)
_period = coded(
    r"^(not stated|.*, year not stated|(.* )?20[0-9][0-9](/[0-9][0-9])?)$",
    "a period that ends in a year, or 'not stated'",
)
_tested = Check(
    lambda claims: (claims["kind"] == "untestable") == claims["test"].isna(),
    error="kind and test: an untestable claim names no test, and every other one does",
)
_told = Check(
    lambda claims: claims["claim_id"].str.partition(".")[0] == claims["document"],
    error="claim_id does not begin with its document and a full stop",
)


def _figures(names: str, key: str) -> DataFrameSchema:
    """Return the schema of figures, each with when and what it is, and the very characters that a document prints."""
    told = " ".join(f"{name}:text" for name in names.split())
    cells = f"document locator:text {told} period value unit:text printed:text"
    return table(cells, key, document=_document, period=_period, value=number(0, 10_000_000))


_MEASURED = _figures("measure group", "document measure group period unit")

TABLES: dict[str, DataFrameSchema] = {
    "published_deprivation": _MEASURED,
    "published_funding": _MEASURED,
    "published_workforce": _MEASURED,
    "published_programmes": _figures("programme stage group", "document programme stage group"),
    "indicator_set": table(
        "document locator:text number indicator:text disaggregation:text source:text in_development:flag",
        "number",
        document=_document,
        number=whole(1, 15),
    ),
    "claims": table(
        "claim_id document locator:text statement:text quantity:text value unit:text relation rounding tolerance? "
        "area:area_code? group:text period:text source_cited:text? kind test? note:text",
        "claim_id",
        _tested,
        _told,
        claim_id=coded(r"^[a-z-]+\.[a-z0-9-]+$", "a document, a full stop and a few words"),
        document=_document,
        value=number(-10_000_000, 10_000_000, "-10 to 10 million"),
        relation=choice("=", "~", "<", ">", "order"),
        rounding=Column("float64", [Check.gt(0, error="not above 0"), Check.le(1e6, error="above a million")]),
        tolerance=Column("float64", Check.gt(0, error="not above 0")),
        kind=choice("recomputed", "derived", "compared", "untestable"),
        test=coded(r"^leedsequity\.claims\.\w+:\w+$", "a function of leedsequity.claims"),
    ),
}
