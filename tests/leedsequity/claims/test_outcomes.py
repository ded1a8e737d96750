"""The rule by which a reading has an outcome, and by which a claim is firm."""

from dataclasses import replace

import pytest

from leedsequity.claims import outcomes
from leedsequity.claims.registers import Claim

MISSING = float("nan")
BASE = Claim(
    claim_id="a.one",
    document="a",
    locator="first paragraph",
    statement="Ten.",
    what="number",
    quantity="years",
    relation="=",
    value=10.0,
    unit="years",
    least=9.5,
    most=10.5,
    no_difference=0.0,
    area="",
    group="people",
    period="2014",
    source_cited="",
    needs="",
    note="",
)


@pytest.mark.parametrize(
    ("words", "relation", "value", "least", "most", "fulfilled", "not_fulfilled"),
    [
        ("just under 30%", "<", 30, 27, 30, [27, 29.9], [5, 26.9, 30]),
        ("over 820,000", ">", 820e3, 820e3, 830e3, [820001, 830e3], [820e3, 5e6]),
        ("at least three", ">=", 3, 3, MISSING, [3, 300], [2]),
        ("three-quarters", "~", 75, 72.5, 77.5, [76.2, 72.5], [80, 70]),
        ("the vast majority", ">", 50, 75, 100, [75, 99], [50.1, 74]),
        ("114", "=", 114, 113.5, 114.5, [114], [105]),
        ("the fourth", "=", 4, 4, 4, [4], [3, 5]),
        ("lower than", "<", 0, MISSING, MISSING, [-0.1, -1e9], [0, 0.1]),
        ("slightly more", ">", 0, MISSING, 2, [0.1, 2], [0, -1, 2.1]),
    ],
)
def test_words_have_two_sides(words, relation, value, least, most, fulfilled, not_fulfilled):
    claim = replace(BASE, statement=words, relation=relation, value=value, least=least, most=most)
    assert [v for v in fulfilled if not outcomes.fulfils(claim, v)] == []
    assert [v for v in not_fulfilled if outcomes.fulfils(claim, v)] == []


@pytest.mark.parametrize(
    ("value", "lower", "upper", "expected"),
    [
        (10.2, None, None, outcomes.OUT),
        (10.6, None, None, outcomes.NOT_OUT),
        (10.2, 8, 12, outcomes.OUT),
        (11, 9, 13, outcomes.MARGIN),  # reaches ten, and is far from none
        (11, 10.6, 11.4, outcomes.NOT_OUT),
        (10.2, -1, 21, outcomes.UNCERTAIN),  # holds no difference at all
        (0.25, -0.8, 10, outcomes.UNCERTAIN),
        (-0.1, -0.9, 0.7, outcomes.NOT_OUT),
        (None, None, None, outcomes.UNTESTED),
    ],
)
def test_an_interval_confirms_a_number_only_where_it_leaves_out_no_difference(
    value, lower, upper, expected
):
    assert outcomes.outcome(BASE, value, lower, upper) == expected


@pytest.mark.parametrize(
    ("value", "lower", "upper", "expected"),
    [
        (-1, -2, -0.5, outcomes.OUT),
        (-1, -2, 0.5, outcomes.UNCERTAIN),
        (1, -0.5, 2, outcomes.UNCERTAIN),
        (1, 0.5, 2, outcomes.NOT_OUT),
        (-1, None, None, outcomes.OUT),
    ],
)
def test_a_comparison_comes_out_only_with_its_whole_interval(value, lower, upper, expected):
    below = replace(BASE, relation="<", value=0.0, least=MISSING, most=MISSING)
    assert outcomes.outcome(below, value, lower, upper) == expected


def test_a_count_within_a_margin_needs_no_difference_to_leave_out():
    count = replace(BASE, value=179e3, least=178.5e3, most=179.5e3, no_difference=MISSING)
    assert outcomes.outcome(count, 180096, 178306, 181886) == outcomes.MARGIN
    assert outcomes.outcome(count, 166236, 164446, 168026) == outcomes.NOT_OUT


def test_a_rank_whose_places_reach_the_middle_cannot_tell():
    rank = replace(BASE, value=4.0, least=4.0, most=4.0, no_difference=17.0)
    assert outcomes.outcome(rank, 5, 2, 9) == outcomes.MARGIN
    assert outcomes.outcome(rank, 5, 2, 20) == outcomes.UNCERTAIN
    assert outcomes.outcome(rank, 17, 10, 25) == outcomes.NOT_OUT


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([outcomes.OUT, outcomes.MARGIN], outcomes.EVERY),
        ([outcomes.OUT, outcomes.UNTESTED], outcomes.EVERY),
        ([outcomes.OUT, outcomes.UNCERTAIN], outcomes.SOME),
        ([outcomes.NOT_OUT, outcomes.MARGIN], outcomes.SOME),
        ([outcomes.NOT_OUT, outcomes.UNCERTAIN], outcomes.UNCERTAIN),
        ([outcomes.NOT_OUT, outcomes.NOT_OUT], outcomes.NONE),
        ([outcomes.UNTESTED], outcomes.UNTESTED),
        ([], outcomes.UNTESTED),
    ],
)
def test_how_firm_a_claim_is(found, expected):
    assert outcomes.firmness(found) == expected
