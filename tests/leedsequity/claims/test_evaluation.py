"""The rule by which a claim gets its status, and that a test is not told the published value."""

import dataclasses

import pytest

from leedsequity.claims import evaluation
from leedsequity.claims.evaluation import Claim
from leedsequity.claims.testing import Answer, Question

BASE = Claim(
    "good-work.one",
    "good-work",
    "first paragraph",
    "Ten.",
    "years",
    10.0,
    "years",
    "=",
    1.0,
    float("nan"),
    "E08000035",
    "men",
    "2014",
    "",
    "recomputed",
    "leedsequity.claims.documents:published_gap",
    "",
)


def claim(**changes):
    return dataclasses.replace(BASE, **changes)


@pytest.mark.parametrize(
    ("relation", "value", "rounding", "recomputed", "expected"),
    [
        ("=", 10, 1, 9.5, "reproduced"),
        ("=", 10, 1, 9.49, "differs"),
        ("=", 10, 0.1, 10.05, "reproduced"),
        ("=", 10, 0.1, 10.06, "differs"),
        ("=", 24, 1, 24.39, "reproduced"),
        ("=", 200000, 1000, 200499, "reproduced"),
        ("=", 200000, 1000, 200501, "differs"),
        ("~", 50, 1, 52.5, "reproduced"),
        ("~", 50, 1, 52.6, "differs"),
        ("<", 0, 1, -0.01, "reproduced"),
        ("<", 0, 1, 0, "differs"),
        (">", 820000, 1000, 820001, "reproduced"),
        (">", 820000, 1000, 820000, "differs"),
        ("order", 4, 1, 4, "reproduced"),
        ("order", 4, 1, 5, "differs"),
    ],
)
def test_without_limits_a_value_reproduces_at_the_stated_precision_or_differs(
    relation, value, rounding, recomputed, expected
):
    one = claim(relation=relation, value=value, rounding=rounding)
    assert evaluation.status(one, Answer(recomputed, "")) == expected


@pytest.mark.parametrize(
    ("relation", "value", "limits", "expected"),
    [
        ("=", 10, (7.9, 10.1), "close"),
        ("=", 10, (7.9, 9.9), "differs"),
        ("<", 7, (6.9, 10.1), "close"),
        ("<", 7, (7.1, 10.1), "differs"),
        (">", 10, (7.9, 10.1), "close"),
        (">", 11, (7.9, 10.1), "differs"),
        ("order", 8, (7, 10), "close"),
        ("order", 6, (7, 10), "differs"),
    ],
)
def test_limits_make_a_value_close(relation, value, limits, expected):
    assert (
        evaluation.status(claim(relation=relation, value=value), Answer(9.0, "", *limits))
        == expected
    )


@pytest.mark.parametrize(
    ("recomputed", "expected"), [(180096, "close"), (181000, "differs"), (179200, "reproduced")]
)
def test_a_justified_tolerance_makes_a_value_close(recomputed, expected):
    one = claim(value=179000.0, rounding=1000.0, tolerance=1790.0)
    assert evaluation.status(one, Answer(recomputed, "")) == expected


def test_what_only_another_document_tells_conflicts_or_agrees():
    two = claim(kind="compared", value=65.0)
    assert evaluation.status(two, Answer(66.0, "")) == "conflicts"
    assert evaluation.status(two, Answer(65.0, "")) == "reproduced"


def test_what_nothing_tests_is_untestable_and_nothing_is_run():
    none = claim(kind="untestable", test="")
    assert evaluation.evaluate(none) is None
    assert evaluation.status(none, None) == "untestable"


def test_a_test_is_not_told_the_published_value():
    told = {field.name for field in dataclasses.fields(Question)}
    assert told.isdisjoint({"value", "relation", "rounding", "statement", "note"})
    assert claim().question().sex == "male"


def test_a_claim_that_names_no_function_is_refused_by_name():
    with pytest.raises(ValueError, match=r"no function 'leedsequity\.claims\.documents:nothing'"):
        evaluation.evaluate(claim(test="leedsequity.claims.documents:nothing"))
