import pytest
from markdown_it import MarkdownIt

from leedsequity.errors import InputError
from leedsequity_build.site import text


@pytest.mark.parametrize(
    "words",
    [
        "1. of 3 [x] *bold* _name_ `code`",
        "<script>alert(1)</script> & | ~~ $x$ # {here}",
        "- not a list",
        "# no heading",
        "a_b_c ^2^ \\ end",
    ],
)
def test_a_text_is_shown_as_it_is(words):
    html = MarkdownIt("commonmark").enable("table").render(text.shown(words))
    plain = html.removeprefix("<p>").removesuffix("</p>\n")
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, character)
    assert plain == words


def test_a_text_is_one_line():
    assert text.shown("one\n\n  two\n# three") == "one two \\# three"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Hunslet & Riverside", "hunslet-riverside"),
        ("King's Lynn and West Norfolk", "kings-lynn-and-west-norfolk"),
        ("Bristol, City of", "bristol-city-of"),
    ],
)
def test_a_name_in_an_address(name, address):
    assert text.slug(name) == address


def test_the_way_from_one_page_to_another():
    here = "areas/leeds/index.md"
    assert text.relative(here, "index.md") == "../../index.md"
    assert text.relative("index.md", here) == "areas/leeds/index.md"
    assert text.link("A [b]", here, "areas/york/index.md#top") == (
        "[A \\[b\\]](<../york/index.md#top>)"
    )


def test_a_figure_has_its_text_and_its_size(tmp_path):
    png = tmp_path / "a.png"
    png.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (640).to_bytes(4) + (480).to_bytes(4))
    words = dict.fromkeys(("finding", "subtitle", "source", "licence", "note"), "x < y")
    html = text.figure("figures/a.png", words | {"alt": 'Dots of "a" & b'}, png)
    assert 'alt="Dots of &quot;a&quot; &amp; b" width="640" height="480"' in html
    assert '<a href="figures/a.svg"><img class="card" src="figures/a.png"' in html
    assert "x < y" not in html


def test_the_first_mention_of_a_word_of_the_glossary_leads_to_it():
    linked: set[str] = set()
    said = text.terms("Wards, a ward and a steward; NEET", "areas/leeds/index.md", linked)
    glossary = "../../library/glossary/index.md"
    assert said == (f"[Wards](<{glossary}#ward>), a ward and a steward; [NEET](<{glossary}#neet>)")
    assert text.terms("ward", "index.md", linked) == "ward"


def test_a_page_refuses_a_number_that_is_not_rounded_or_missing():
    with pytest.raises(InputError, match="without a filter that rounds it"):
        text.page("changed_numbers.md", changed=0.1)
    with pytest.raises(InputError, match="missing"):
        text.page("changed_numbers.md", changed=None)
