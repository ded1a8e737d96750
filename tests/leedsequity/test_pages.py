"""A notebook's page of sentences: filled in, and refused where it would say what is not there."""

import pandas as pd
import pytest

from leedsequity import pages
from leedsequity.errors import InputError

PAGE = """
{% macro years(row) %}
{{ row | limits("years") }} years
{%- endmacro %}

# lengths
{% for row in lives | rows(sex="male") %}

Men in {{ row.area }} live {{ years(row) }}{{ full_stop }}
{% endfor %}
{% if longer %}

Women live {{ more | signed(1) }} years longer,
as everywhere.
{% endif %}

# picture
finding: Lives lasted {{ lives.years | span(0) }} years

subtitle: Life expectancy at birth: made-up areas

alt: Dots
"""
LIVES = pd.DataFrame(
    [("Upton", "male", 1079.04, 78.0, 80.0), ("Downton", "male", 77.25, None, None)],
    columns=["area", "sex", "years", "lower", "upper"],
)


@pytest.fixture
def page(project) -> pages.Page:
    (project / "notebooks" / "09_made_up.md").write_text(PAGE)
    return pages.Page("09_made_up", full_stop=".")


def test_each_paragraph_is_a_sentence_filled_in_with_results(page):
    assert page.sentences("lengths", lives=LIVES, longer=True, more=3.96) == [
        "Men in Upton live 1,079.0 (78.0 to 80.0) years.",
        "Men in Downton live 77.2 years.",
        "Women live +4.0 years longer, as everywhere.",
    ]
    assert len(page.sentences("lengths", lives=LIVES, longer=False)) == 2


def test_a_text_to_print_has_a_sentence_a_line(page):
    text = page.text("lengths", lives=LIVES, longer=False)
    assert text.splitlines() == page.sentences("lengths", lives=LIVES, longer=False)


def test_rows_are_chosen_by_all_the_columns_named():
    table = pd.DataFrame({"role": ["focus", "focus", "context"], "sex": ["male", "female", "male"]})
    assert pages.rows(table, role="focus", sex="male") == [{"role": "focus", "sex": "male"}]
    assert len(pages.rows(table)) == 3


def test_a_caption_has_its_parts_by_name(page):
    assert page.caption("picture", lives=LIVES) == {
        "finding": "Lives lasted 77 to 1,079 years",
        "subtitle": "Life expectancy at birth: made-up areas",
        "alt": "Dots",
    }


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        ("# lengths\n{{ nobody }}", "'nobody' is undefined"),
        ("# lengths\n{{ (lives | rows)[0].weight }}", "no attribute 'weight'"),
        ("# lengths\n{{ more }}", "3.96 is shown without a filter that rounds it"),
        ("# lengths\n{{ lost | number(1) }}", "a number is missing"),
        ("# lengths\nAbout {{ '%.1f' % lost }}", "a number or word is missing: About nan"),
        ("# lengths\nAbout {{ nobody_knows }} years", "a number or word is missing"),
        ("# lengths\n{% if %}", "section lengths: "),
        ("# lengths\n{{ 1 / 0 }}", "division by zero"),
        ("# lengths\n{{ lives | rows(weight=3) }}", "no column weight; there are area, sex"),
        ("# widths\nNo\n# heights", "section lengths: no such section; there are widths, heights"),
        ("Yes", "section lengths: no such section; there are none"),
        ("# lengths\nYes\n# lengths\nNo", "section lengths: there are two of that name"),
    ],
)
def test_what_cannot_be_said_is_one_line_that_names_page_and_section(project, section, problem):
    (project / "notebooks" / "09_made_up.md").write_text(section)
    results = {"lives": LIVES, "more": 3.96, "lost": float("nan"), "nobody_knows": None}
    with pytest.raises(InputError) as refused:
        pages.Page("09_made_up").sentences("lengths", **results)
    assert problem in str(refused.value)
    assert str(refused.value).startswith("notebooks/09_made_up.md: section lengths: ")
    assert "\n" not in str(refused.value)


def test_a_word_that_a_missing_value_is_spelled_like_may_be_said(project):
    (project / "notebooks" / "09_made_up.md").write_text("# lengths\nNone of {{ people }} is known")
    assert pages.Page("09_made_up").text("lengths", people=3) == "None of 3 is known"


@pytest.mark.parametrize("content", [None, b"# lengths\n\xff"])
def test_a_page_that_is_not_there_or_no_text_is_one_line(project, content):
    if content is not None:
        (project / "notebooks" / "09_made_up.md").write_bytes(content)
    with pytest.raises(InputError, match=r"^notebooks/09_made_up\.md: [^\n]+$"):
        pages.Page("09_made_up").sentences("lengths")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("finding: Yes\n\nfinding: No\n\nsubtitle: So", "the caption has two of finding"),
        ("finding: Yes\n\nalt: Dots", "the caption has no subtitle"),
        ("finding: Yes\n\nsubtitle: So\n\nWhat else", "'What else' begins no part of a caption"),
    ],
)
def test_a_caption_that_lacks_a_part_or_has_another_is_refused(project, text, problem):
    (project / "notebooks" / "09_made_up.md").write_text(f"# picture\n{text}\n")
    with pytest.raises(InputError, match=problem):
        pages.Page("09_made_up").caption("picture")


def test_a_sentence_and_a_caption_begin_with_a_capital_whatever_they_begin_with(project):
    text = (
        "{% set here = here | place %}\n{% macro live() %}{{ here }} has people{% endmacro %}\n"
        "# lengths\n{{ live() }}, {{ here }} says.\n# picture\nfinding: {{ here }} has few\n\n"
        "subtitle: {{ people | counted('person', 'people') }}\n\nalt: x\n"
    )
    (project / "notebooks" / "09_made_up.md").write_text(text)
    page = pages.Page("09_made_up", here="Isles of Scilly", people=2100)
    assert page.text("lengths") == "The Isles of Scilly has people, the Isles of Scilly says."
    parts = {"finding": "The Isles of Scilly has few", "subtitle": "2,100 people", "alt": "X"}
    assert page.caption("picture") == parts


def test_each_sentence_of_a_paragraph_begins_with_a_capital(page):
    file = page.file
    file.write_text(
        "# picture\nfinding: {{ here }} grew\n\nsubtitle: Years\n\n"
        "alt: Dots. {{ here }}: 3.5 years. {{ here }} is last (e.g. {{ here }})"
    )
    caption = pages.Page("09_made_up", here="the Vale").caption("picture")
    assert caption["finding"] == "The Vale grew"
    assert caption["alt"] == "Dots. The Vale: 3.5 years. The Vale is last (e.g. the Vale)"
