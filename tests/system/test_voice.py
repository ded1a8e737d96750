"""What notebooks say to people, in the project's voice: short sentences that a councillor reads."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
import voice

ROOT = Path(__file__).parents[2]
PROCESSED, FIGURES = ROOT / "data" / "processed", ROOT / "figures"
NOTEBOOKS = sorted(file.stem for file in (ROOT / "notebooks").glob("[0-9]*.py"))
#: A notebook's findings: how many, and their words; and the words of those of the whole project.
MOST_FINDINGS, MOST_WORDS, MOST_WORDS_IN_ALL = 8, 150, 1200
HIGHEST_GRADE = 10

notebook = pytest.mark.parametrize("name", NOTEBOOKS)


def said(name: str, table: str) -> list[str]:
    """The sentences of a notebook's committed table."""
    return list(pd.read_csv(PROCESSED / name / f"{table}.csv", dtype=str).iloc[:, 0])


def wrong(sentences: list[str]) -> list[str]:
    return [f"{fault}: {line}" for line in sentences for fault in voice.faults(line)]


def count(sentences: list[str]) -> int:
    return sum(len(voice.words(line)) for line in sentences)


@notebook
def test_in_short_is_three_good_sentences(name):
    sentences = said(name, "in_short")
    assert len(sentences) == 3
    assert wrong(sentences) == []


@notebook
def test_findings_are_few_good_sentences(name):
    sentences = said(name, "findings")
    assert 1 <= len(sentences) <= MOST_FINDINGS
    assert count(sentences) <= MOST_WORDS
    assert wrong(sentences) == []


@notebook
def test_a_figure_is_headed_by_a_sentence_with_verb_place_and_period(name):
    files = sorted((FIGURES / name).glob("*.json"))
    captions = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    assert [
        f"{file.name}: {fault}: {caption['finding']} / {caption['subtitle']}"
        for file, caption in zip(files, captions, strict=True)
        for fault in voice.title_faults(caption["finding"], caption["subtitle"])
        + voice.alt_faults(caption["alt"])
    ] == []


@notebook
def test_a_subtitle_is_short_for_a_place_of_five_words_too(name):
    """`{{ here }}` may be Bath and North East Somerset; other places are of one word or two."""
    page = (ROOT / "notebooks" / f"{name}.md").read_text(encoding="utf-8")
    long = {}
    for subtitle in re.findall(r"^subtitle: (.*?)\n\n", page, re.MULTILINE | re.DOTALL):
        text = re.sub(r"\{%.*?%\}", "", subtitle, flags=re.DOTALL)
        text = re.sub(r"\{\{ here\b.*?\}\}", "Bath and North East Somerset", text)
        text = re.sub(r"\{\{.*?\}\}", "England", text, flags=re.DOTALL)
        if (many := len(voice.words(text))) > voice.MOST_IN_SUBTITLE:
            long[text] = many
    assert long == {}


@pytest.mark.parametrize(
    ("alt", "fault"),
    [
        ("Dots. Homes 3, 4 .", "bans"),
        ("Dots from nan to 4.", "bans"),
        ("Dots. the Isles of Scilly: 3.", "the begins a sentence"),
        ("Dots. The Isles of Scilly: 3.5 of 4 homes (2022). Grey: others.", ""),
    ],
)
def test_an_alternative_text_is_told_what_is_wrong_with_it(alt, fault):
    found = voice.alt_faults(alt)
    assert bool(found) == bool(fault)
    assert fault in " ".join(found)


def test_all_findings_together_are_short_and_the_mean_sentence_is_easy():
    findings = [line for name in NOTEBOOKS for line in said(name, "findings")]
    assert count(findings) <= MOST_WORDS_IN_ALL
    grades = [
        voice.grade(line)
        for line in [*findings, *(line for name in NOTEBOOKS for line in said(name, "in_short"))]
    ]
    assert sum(grades) / len(grades) <= HIGHEST_GRADE


# The glossary


def entries() -> dict[str, str]:
    """The entries of the glossary by the anchor of their heading."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.*)$", text, flags=re.MULTILINE)[1:]
    return {
        re.sub(r"[^a-z0-9-]", "", word.lower().replace(" ", "-")): entry
        for word, entry in zip(parts[::2], parts[1::2], strict=True)
    }


def test_the_glossary_is_in_order_short_and_its_links_lead_somewhere():
    words = entries()
    assert list(words) == sorted(words, key=lambda word: word.replace("-", " "))
    assert [word for word, entry in words.items() if not 2 <= len(voice.words(entry)) < 60] == []
    links = re.findall(r"\]\(([^)]*)\)", "".join(words.values()))
    lost = [link for link in links if link.startswith("#") and link[1:] not in words]
    files = [link for link in links if not link.startswith("#")]
    assert lost + [link for link in files if not (ROOT / "docs" / link).is_file()] == []


@notebook
def test_a_word_that_a_notebook_links_is_in_the_glossary(name):
    source = (ROOT / "notebooks" / f"{name}.py").read_text(encoding="utf-8")
    linked = re.findall(r"\(([^()\s]*glossary\.md)#([^)]*)\)", source)
    assert {file for file, _ in linked} == {"../docs/glossary.md"}
    assert {anchor for _, anchor in linked} <= entries().keys()


# The checker itself


def test_a_decimal_point_ends_no_sentence():
    text = "Men live 12.7 years less. Women, in St. James, live 10.3 years less (2022). Why?"
    assert voice.sentences(text) == [
        "Men live 12.7 years less.",
        "Women, in St. James, live 10.3 years less (2022).",
        "Why?",
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Men lived 78.9 years in 2022 to 2024, 0.8 less than in 2012-14.", 2),
        ("The gap is 12.8 years (95% interval 11.2 to 14.4).", 2),
        ("It is between 11 and 14 years, or between 5% and 9%.", 2),
        ("Of 127 people, 49 got a job by 31 December 2022: nearly four in ten.", 2),
        ("Attainment 8 and Key Stage 2 rose in 2024/25 by 3 points; 18th of 292, £1,234.", 4),
        ("In April 2022, 2,022 people aged 16 to 64 had no job.", 2),
        ("It fell by 8 points between 2011 and 2021.", 1),
    ],
)
def test_years_and_names_are_no_numbers_and_an_interval_is_one(text, count):
    assert voice.numbers(text) == count


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Men live longer", "is not one sentence"),
        ("Men live longer. So do women.", "is not one sentence"),
        ("Low pay in Leeds in 2022.", "has no verb"),
        ("There are " + "many " * 24 + "men.", "has 27 words"),
        ("There are 1, 2, 3, 4 and 5.5% of 6%.", "has 5 numbers"),
        ("By the IMD it is first.", "does not say what IMD is"),
        ("It differs: good-work.life-expectancy.", "bans"),
        ("The share_in_decile rose.", "bans"),
        ("The value is [x].", "bans"),
        ("It is said of E08000035.", "bans"),
        ("It rose by +3 points.", "bans"),
        ("It rose (by 3 (1 to 5)).", "bans"),
        ("It rose (by 3) (1 to 5).", "bans"),
        ("The ratio is wider than it was.", "bans"),
        ("Leeds has excess mortality.", "bans"),
    ],
)  # fmt: skip
def test_what_no_sentence_may_be_is_found(text, fault):
    assert any(fault in found for found in voice.faults(text)), voice.faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "Men in Leeds live 78.9 years on average, 0.8 less than in England (2023 to 2025).",
        "63% of Black residents live there, against 19% of White residents.",
        "Of 127 people who joined the Lincoln Green pilot, 49 got a job in the trust: about four"
        " in ten.",
        "By the Index of Multiple Deprivation (IMD) it is first.",
        "Do not quote the share of low-paid jobs: it probably counts one large employer's staff.",
    ],
)
def test_the_patterns_of_the_voice_have_no_faults(text):
    assert voice.faults(text) == []


@pytest.mark.parametrize(
    ("finding", "subtitle", "fault"),
    [
        ("Men in Leeds lived 12 years less", "Per cent, 2014", "no period"),
        ("Men lived 12 years less in 2014", "Years", "no place"),
        ("Leeds: 12 years in 2014", "Years", "no verb"),
        ("Leeds was last in 2014", "word " * 26, "the subtitle has 26 words"),
        ("Leeds was " + "word " * 13 + "2014", "Years", "the finding has 16 words"),
    ],
)
def test_what_no_title_may_be_is_found(finding, subtitle, fault):
    assert any(fault in found for found in voice.title_faults(finding, subtitle))


def test_a_good_title_has_no_faults():
    finding = "Men in the poorest tenth of Leeds lived 12 years less, 2014 to 2016"
    assert voice.title_faults(finding, "Life expectancy at birth by tenth") == []
    undated = "Lincoln Green found work for four in ten"
    assert voice.title_faults(undated, "Per cent of people (dates not stated)") == []


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("12.7 years", "twelve point seven years"),
        ("144,720 people", "one hundred and forty four thousand seven hundred and twenty people"),
        ("18th of 292", "eighteenth of two hundred and ninety two"),
        ("2022 to 2024", "twenty twenty two to twenty twenty four"),
        ("2009 and 2024/25", "two thousand and nine and twenty twenty four twenty five"),
        ("5% or £20", "five per cent or twenty pounds"),
        ("the 32nd, 20th and 3rd", "the thirty second twentieth and third"),
        ("in 1905, 1,000,001 people", "in nineteen oh five one million and one people"),
    ],
)
def test_numbers_are_read_aloud(text, spoken):
    assert voice.read_aloud(text) == spoken


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "the live lived rate wage whole aged hull scale clear school months worked"),
        (2, "people table people's living widened rated places england's doing quiet hundred fuel"),
        (3, "employment united area created idea general equity average"),
        (4, "deprivation indicator expectancy population obesity"),
        (5, "inequality"),
    ],
)
def test_syllables_are_those_of_a_dictionary(count, words):
    assert {word: voice.syllables(word) for word in words.split()} == dict.fromkeys(
        words.split(), count
    )


def test_the_grade_is_flesch_and_kincaids():
    """Six words of one syllable: 0.39 * 6 + 11.8 * 1 - 15.59."""
    assert voice.grade("The cat sat on the mat.") == pytest.approx(-1.45)
