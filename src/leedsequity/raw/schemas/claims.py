"""The register of what the documents say."""

from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw import columns
from leedsequity.raw.columns import table
from leedsequity.raw.schemas.documents import document

_tested = Check(
    lambda claims: (claims["kind"] == "untestable") == claims["test"].isna(),
    error="kind and test: an untestable claim names no test, and every other one does",
)
_told = Check(
    lambda claims: claims["claim_id"].str.partition(".")[0] == claims["document"],
    error="claim_id does not begin with its document and a full stop",
)

TABLES: dict[str, DataFrameSchema] = {
    "claims": table(
        {
            "claim_id": Column(
                "str", Check.str_matches(r"^[a-z-]+\.[a-z0-9-]+$", error="not a document, a full stop and a few words")
            ),
            "document": document,
            "locator": columns.name,
            "statement": columns.name,
            "quantity": columns.name,
            "value": Column("float64", Check.in_range(-10_000_000, 10_000_000, error="outside -10 to 10 million")),
            "unit": columns.name,
            "relation": Column("str", columns.choice("=", "~", "<", ">", "order")),
            "rounding": Column("float64", [Check.gt(0, error="not above 0"), Check.le(1e6, error="above a million")]),
            "tolerance": Column("float64", Check.gt(0, error="not above 0"), nullable=True),
            "area": columns.area_code_or_none,
            "group": columns.name,
            "period": columns.name,
            "source_cited": columns.name_or_none,
            "kind": Column("str", columns.choice("recomputed", "derived", "compared", "untestable")),
            "test": Column(
                "str",
                Check.str_matches(r"^leedsequity\.claims\.\w+:\w+$", error="not a function of leedsequity.claims"),
                nullable=True,
            ),
            "note": columns.name,
        },
        "claim_id",
        _tested,
        _told,
    ),
}
