"""Claims are found by words, numbers and pasted sentences; a text's coverage is true."""

import pandas as pd

from leedsequity.claims import lookup

SENTENCE = "In 2022 there were only eight families in temporary homes in the city."
CLAIMS = pd.DataFrame(
    {
        "claim_id": ["a.families", "a.share", "a.year"],
        "statement": ["Eight families were there.", "26% of Leeds is poor.", "It began in 2024."],
        "quantity": ["households", "share", "year"],
        "group": ["families", None, "the programme"],
        "locator": ["page 1", "page 2", "page 3"],
        "value": [8.0, 26.0, 2024.0],
    }
)


def statements():
    rows = lookup.statements_of("a", f"HEADING\n\n{SENTENCE} We hope for more.\n")
    rows["claims"] = [None, "a.families", None]
    rows["kind"] = ["heading", "claim", "aim"]
    return rows


def found(text):
    return lookup.search(text, CLAIMS, statements())["claim_id"].tolist()


def test_words_and_numbers_find_claims():
    assert found("FAMILIES") == ["a.families"]
    assert found("26%") == ["a.share"]
    assert found("8") == ["a.families"]
    assert found("24") == []  # not within 2024
    assert found("a.year") == ["a.year"]
    assert found("a.families") == ["a.families"]
    assert found("families leeds") == []
    assert found("") == CLAIMS["claim_id"].tolist()


def test_a_pasted_sentence_finds_its_claims_whole_or_in_part():
    assert found(SENTENCE) == ["a.families"]
    assert found("in 2022 there were only eight families in temporary") == ["a.families"]
    assert found("In 1999 there were many families living in other towns of the county") == []


def test_coverage_says_of_each_sentence_what_the_register_has():
    text = f"HEADING\n\n{SENTENCE} We hope for more. Yet 77 people never got a place to live.\n"
    rows = lookup.coverage(text, statements())
    assert rows["state"].tolist() == ["set aside", "claim", "set aside", "not in the register"]
    assert rows["why"].tolist() == ["a heading", "a.families", "what should be done", ""]
    assert rows["numbers"].tolist()[-1] == "77"
