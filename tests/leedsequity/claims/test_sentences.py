"""Sentences, numbers and fingerprints of a document's text."""

import pytest

from leedsequity.claims import sentences

TEXT = """INTRODUCTION

In 2022 only eight families, or 1.5% (12), were counted. It was £1,200 (see Table 1). The Third \
Sector helped.

1\tHouseholds, rate per 1,000
"""


def test_a_text_is_split_into_paragraphs_and_sentences():
    found = [(s.paragraph, s.sentence) for s in sentences.sentences(TEXT)]
    assert found == [(1, 1), (2, 1), (2, 2), (2, 3), (3, 1)]


def test_numbers_are_those_printed_without_references_tables_and_names():
    found = [s.numbers for s in sentences.sentences(TEXT)]
    assert found == [(), ("2022", "eight", "1.5%"), ("£1,200",), (), ("1,000",)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three-quarters of 413,000 people.", ("Three-quarters", "413,000")),
        ("Between 2009/10 and 2019/20 it fell by 30%.", ("2009/10", "2019/20", "30%")),
        ("It treats around a million patients.", ("million",)),
        ("IMD 1 and 2 neighbourhoods, Figure 1.", ()),
        ("Alexiou et al. Fourteen, years.", ("Fourteen",)),
    ],
)
def test_numbers_in_figures_and_words(text, expected):
    (sentence,) = sentences.sentences(text)
    assert sentence.numbers == expected


def test_a_fingerprint_knows_a_sentence_whatever_its_marks_and_case():
    one = sentences.fingerprint("Women *live*, on average, nine years less than others do.")
    assert one == sentences.fingerprint("women live on average NINE years less than others do")
    assert sentences.likeness(one, sentences.fingerprint("nine years less than others do")) == 1
    assert sentences.likeness(one, sentences.fingerprint("Nobody counts how long people live")) == 0
    assert sentences.likeness(one, []) == 0


def test_no_word_of_a_sentence_stands_in_its_fingerprint():
    marks = sentences.fingerprint("Leeds has many facade decade people")
    assert all(len(mark) == 8 and set(mark) <= set("0123456789abcdef") for mark in marks)
