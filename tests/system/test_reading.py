"""The questions for readers in `docs/reading.md`: ten a notebook, their places all there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("0[1-9]_*.py"))  # the nine that are published here
PARTS = re.split(r"^## (.+)$", (ROOT / "docs" / "reading.md").read_text(), flags=re.MULTILINE)
ASKED = dict(zip(PARTS[1::2], PARTS[2::2], strict=True))
QUESTION = re.compile(r"\*\*(?P<asks>.+?\?)\*\* (?P<answer>.+?) \*Where:\* (?P<places>.+?)\.$")
PLACE = re.compile(r"(?P<heading>.+?)(?P<sentence>, (first|second|third) sentence)?( \(`(\w+)`\))?")

notebook = pytest.mark.parametrize("source", NOTEBOOKS, ids=lambda source: source.stem)


def questions(name: str) -> list[re.Match[str]]:
    """The questions on a notebook, each with its answer and places."""
    items = re.split(r"^\d+\. ", ASKED[name], flags=re.MULTILINE)[1:]
    found = [QUESTION.fullmatch(" ".join(item.split())) for item in items]
    assert all(found), [item for item, match in zip(items, found, strict=True) if not match]
    return [match for match in found if match]


def test_every_notebook_is_asked_about_and_nothing_else():
    assert list(ASKED) == [source.stem for source in NOTEBOOKS]


@notebook
def test_a_notebook_has_ten_questions_and_the_first_three_are_answered_at_the_top(source):
    found = questions(source.stem)
    assert len(found) == 10
    starts = [match["places"].partition(" sentence")[0] for match in found[:3]]
    assert starts == ["In short, first", "In short, second", "In short, third"]


@notebook
def test_every_place_is_in_the_notebook_and_every_section_on_its_page(source):
    headings = re.findall(r"^# ##+ (.+)$", source.read_text(encoding="utf-8"), re.MULTILINE)
    page = source.with_suffix(".md").read_text(encoding="utf-8")
    sections = re.findall(r"^# +(.+?) *$", page, re.MULTILINE)
    for match in questions(source.stem):
        for place in match["places"].split("; "):
            parts = PLACE.fullmatch(place)
            assert parts, place
            assert parts["heading"] in headings, place
            assert not parts["sentence"] or parts["heading"] == "In short", place
            assert parts[5] is None or parts[5] in sections, place


@notebook
def test_no_number_of_a_result_is_typed_into_an_answer(source):
    assert [match[0] for match in questions(source.stem) if re.search(r"\d", match["answer"])] == []
