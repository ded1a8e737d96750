"""The sentence of a verdict: fair, short, and about what was found."""

import pytest

from leedsequity.claims import outcomes
from leedsequity.claims.verdict_sentences import number, verdict_sentence

NAN = float("nan")


def reading(name, value, outcome, main=False, test="deprivation:x", lower=NAN, upper=NAN):
    return {
        "reading": name,
        "value": value,
        "outcome": outcome,
        "main": main,
        "test": test,
        "lower": lower,
        "upper": upper,
        "basis": "nothing of the area is held",
    }


def claim(firm, found_least=NAN, found_most=NAN, **changes):
    return {
        "what": "number",
        "unit": "percent",
        "value": 26.0,
        "least": 25.5,
        "firm": firm,
        "come_out": 1,
        "needs": "",
        "found_least": found_least,
        "found_most": found_most,
    } | changes


@pytest.mark.parametrize(
    ("row", "readings", "expected"),
    [
        (
            claim(outcomes.EVERY, 26.2, 26.2),
            [reading("as read", 26.2, outcomes.OUT, main=True)],
            "The number comes out: 26.2% (as read).",
        ),
        (
            claim(outcomes.SOME, 24, 26),
            [
                reading("as read", 24.0, outcomes.NOT_OUT, main=True),
                reading("by another index", 26.0, outcomes.OUT),
            ],
            "The number depends on the reading: 26% (by another index) comes out, 24% (as read)"
            " does not.",
        ),
        (
            claim(outcomes.NONE, 21.7, 24.3),
            [
                reading("one", 24.3, outcomes.NOT_OUT, main=True),
                reading("two", 21.7, outcomes.NOT_OUT),
            ],
            "The number comes out by none of 2 readings: 21.7% to 24.3%.",
        ),
        (
            claim(outcomes.UNCERTAIN, 0.25, 0.25, unit="months"),
            [reading("plain", 0.25, outcomes.UNCERTAIN, main=True, lower=-0.8, upper=1.3)],
            "Open data cannot tell: 0.25 months (plain), where anything from minus 0.8 to 1.3"
            " months is possible.",
        ),
        (
            claim(outcomes.UNTESTED),
            [reading("one", NAN, outcomes.UNTESTED, main=True)],
            "Cannot be tested here: nothing of the area is held.",
        ),
        (
            claim(outcomes.UNTESTED, needs="open file"),
            [],
            "Cannot be tested here: it waits for an open file that is not held here.",
        ),
        (
            claim(outcomes.NONE, 24, 24, what="consistency"),
            [reading("the other", 24.0, outcomes.NOT_OUT, main=True, test="documents:stated")],
            "The two documents disagree: 26 here, 24% there.",
        ),
    ],
)
def test_the_sentence_says_whether_it_comes_out_and_by_which_reading(row, readings, expected):
    assert verdict_sentence(row, readings) == expected
    assert len(expected.split()) <= 25


def test_a_restated_number_is_never_said_to_come_out():
    row = claim(outcomes.EVERY, 3, 3, what="consistency", unit="points", least=NAN)
    found = [reading("the two shares printed", 3.0, outcomes.OUT, main=True, test="documents:y")]
    assert (
        verdict_sentence(row, found)
        == "What is printed bears it out: 3 points (the two shares printed)."
    )


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (4, "rank", "4th"),
        (820802, "people", "820,802 people"),
        (-0.8, "years", "minus 0.8 years"),
        (-0.001, "years", "0 years"),
        (253.4, "£ per person", "£253 per person"),
        (24.27, "percent", "24.3%"),
        (114, "LSOAs", "114 neighbourhoods"),
    ],
)
def test_numbers_are_written_as_people_read_them(value, unit, expected):
    assert number(value, unit) == expected
