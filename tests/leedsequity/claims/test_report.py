"""The register as a report: how claims are counted, drawn and told, on a register made by hand."""

import numpy as np
import pandas as pd
import pytest

from leedsequity.claims import report

MISSING = np.nan
ROWS = [
    # document, id, kind, relation, published, recomputed, lower, upper, status
    ("a", "a.one-way", "recomputed", "=", 100.0, 105.0, MISSING, MISSING, "reproduced"),
    ("a", "a.other-way", "recomputed", "~", 50.0, 47.4, 45.0, 60.0, "close"),
    ("a", "a.far-off", "recomputed", "=", 10.0, -11.0, MISSING, MISSING, "differs"),
    ("b", "b.wide", "recomputed", "=", 10.0, 11.0, 5.0, 21.0, "differs"),
    ("b", "b.more", "recomputed", ">", 10.0, 10.0, MISSING, MISSING, "differs"),
    ("b", "b.sum", "derived", "=", 10.0, 10.0, MISSING, MISSING, "reproduced"),
    ("b", "b.twice", "compared", "=", 10.0, 12.0, MISSING, MISSING, "conflicts"),
    ("b", "b.secret", "untestable", "=", 10.0, MISSING, MISSING, MISSING, "untestable"),
]
COLUMNS = ["document", "claim_id", "kind", "relation", "value", "recomputed", "lower", "upper"]


def register():
    table = pd.DataFrame(ROWS, columns=[*COLUMNS, "status"])
    return table.assign(unit="years", statement="It is so.", basis="from this", note="Read so.")


def test_claims_are_counted_by_document_and_status_and_all_together():
    counts = report.by_document(register()).set_index("document")
    assert counts.columns.tolist() == [*report.STATUSES, "claims"]
    assert counts.loc["a"].tolist() == [1, 1, 1, 0, 0, 3]
    assert counts.loc["b"].tolist() == [1, 0, 2, 1, 1, 5]
    assert counts.loc["all"].tolist() == [2, 1, 3, 1, 1, 8]


def test_the_chart_has_the_recomputed_numbers_as_percent_of_the_published():
    values = report.values(register()).set_index("claim")
    # Lowest first; a relation (more than) and what is not recomputed from open data stay out.
    assert values.index.tolist() == ["far off", "other way", "one way", "wide"]
    assert values["percent"].tolist() == pytest.approx([-110, 94.8, 105, 110])
    assert values.loc["other way", ["lower", "upper"]].tolist() == pytest.approx([90, 120])
    assert values.loc["one way", ["lower", "upper"]].tolist() == pytest.approx([105, 105])
    assert values["within_5_percent"].tolist() == [False, False, True, False]
    assert values["role"].tolist() == ["focus", "reference", "reference", "focus"]
    # The chart has room from -100 to 200 percent: limits beyond leave a value out as well.
    assert values["shown"].tolist() == [False, True, True, False]


def test_the_caption_counts_what_is_within_5_percent_and_names_what_has_no_room():
    caption = report.caption(report.values(register()))
    # 105 is within 5 percent, 94.8 is not.
    assert caption["finding"] == "1 of 4 numbers recompute within 5 percent"
    assert "2 claims, from 95 to 105 percent" in caption["alt"]
    beyond = "Beyond the axis: far off: -11 against 10 years; wide: 11 against 10 years."
    assert caption["note"] == beyond
    assert report.caption(report.values(register().head(2)))["note"] == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.5, "1,234"),
        (100.4, "100"),
        (12.34, "12.3"),
        (12.0, "12"),
        (1.2345, "1.23"),
        (0.1, "0.1"),
    ],
)
def test_a_number_has_no_more_decimals_than_it_needs(value, text):
    assert report.number(value) == text
    assert report.number(value, "years") == f"{text} years"


def test_a_paragraph_says_what_was_found_with_its_limits_and_how_it_was_read():
    (close,) = report.paragraphs(register(), "close")
    found = "Published: ~ 50 years. Found: 47.4 (45 to 60). From this. Read so."
    assert close == f"a.other-way: It is so. {found}"
    assert report.paragraphs(register(), "untestable") == ["b.secret: It is so. Read so."]


def test_the_findings_count_kinds_and_name_what_differs_from_open_data():
    statements, recomputed, conflicts, _ = report.findings(register())
    assert "make 8 quantitative statements. 5 can be recomputed" in statements
    assert "1 follow from other numbers they print, 1 can only be compared" in statements
    assert "and 1 cannot be tested" in statements
    assert "1 reproduce at the stated precision, 1 are close" in recomputed
    assert recomputed.endswith("and 3 differ: a.far-off, b.wide, b.more.")
    assert conflicts.startswith("1 claims conflict")
