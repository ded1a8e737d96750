"""A notebook's page of sentences: filled in with results, and refused where it would say what is not there."""

import pandas as pd
import pytest

from leedsequity import pages
from leedsequity.errors import InputError

PAGE = """
# lengths
{% for row in lives | rows("sex", "male") %}

Men in {{ row.area }} live {{ row | limits("years") }} years.
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
    return pages.Page("09_made_up")


def test_each_paragraph_is_a_sentence_filled_in_with_results(page):
    assert page.sentences("lengths", lives=LIVES, longer=True, more=3.96) == [
        "Men in Upton live 1,079.0 (78.0 to 80.0) years.",
        "Men in Downton live 77.2 years.",
        "Women live +4.0 years longer, as everywhere.",
    ]
    assert len(page.sentences("lengths", lives=LIVES, longer=False)) == 2


def test_a_caption_has_its_parts_by_name(page):
    assert page.caption("picture", lives=LIVES) == {
        "finding": "Lives lasted 77 to 1,079 years",
        "subtitle": "Life expectancy at birth: made-up areas",
        "alt": "Dots",
    }


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("# lengths\n{{ nobody }}", "'nobody' is undefined"),
        ("# lengths\n{{ (lives | rows)[0].weight }}", "no attribute 'weight'"),
        ("# lengths\n{{ more }}", "3.96 is shown without a filter that rounds it"),
        ("# lengths\n{{ lost | number(1) }}", "a number is missing"),
        ("# lengths\nAbout {{ '%.1f' % lost }} years", "a number or word is missing: About nan years"),
        ("# lengths\n{% if %}", "section lengths: "),
        ("# widths\nNo", "section lengths: no such section; there are widths"),
    ],
)
def test_what_cannot_be_said_is_one_line_that_names_page_and_section(project, section, told):
    (project / "notebooks" / "09_made_up.md").write_text(section)
    with pytest.raises(InputError) as refused:
        pages.Page("09_made_up").sentences("lengths", lives=LIVES, more=3.96, lost=float("nan"))
    assert told in str(refused.value)
    assert str(refused.value).startswith("notebooks/09_made_up.md: section lengths: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("finding: Yes\n\nalt: Dots", "the caption has no subtitle"),
        ("finding: Yes\n\nsubtitle: So\n\nalt: Dots\n\nWhat else", "'What else' begins no part of a caption"),
    ],
)
def test_a_caption_that_lacks_a_part_or_has_another_is_refused(project, text, told):
    (project / "notebooks" / "09_made_up.md").write_text(f"# picture\n{text}\n")
    with pytest.raises(InputError, match=told):
        pages.Page("09_made_up").caption("picture")


def test_a_rounded_number_has_no_sign_of_nothing():
    assert pages.number(-0.04, 1) == "0.0"
    assert pages.signed(-0.04, 1) == "0.0"
    assert pages.signed(0.06, 1) == "+0.1"
    assert pages.signed(-1234.5, 0) == "-1,234"
