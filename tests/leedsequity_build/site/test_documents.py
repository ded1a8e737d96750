"""The documents on the site: every sentence by its place, a claim or a reason, none copied."""

import re
from html import unescape

import pytest

from leedsequity import raw
from leedsequity.claims import sentences
from leedsequity_build.site import claims, documents

STATEMENTS = raw.load("statements")
DOCUMENTS = raw.load("documents").set_index("document")
ALIKE = 0.5


@pytest.fixture(scope="module")
def pages():
    return dict(documents.files())


def test_every_document_has_a_page_and_a_line_in_the_list(pages):
    addresses = [claims.document_address(name) for name in DOCUMENTS.index]
    assert [*pages] == ["documents/index.md", *addresses]
    for name, title in DOCUMENTS["title"].items():
        assert title in pages["documents/index.md"]
        assert DOCUMENTS["text_sha256"][name] in pages[claims.document_address(name)]


@pytest.mark.parametrize("name", [*DOCUMENTS.index])
def test_every_sentence_has_its_place_once_and_a_claim_or_a_reason(pages, name):
    page = pages[claims.document_address(name)]
    own = STATEMENTS[STATEMENTS["document"] == name]
    places = [f"p{row.paragraph}s{row.sentence}" for row in own.itertuples()]
    assert re.findall(r'id="(p\d+s\d+)"', page) == places
    for ids in own["claims"].dropna():
        for claim in ids.split("; "):
            assert f'href="../../claims/{claim}/index.html"' in page
    reasons = len(re.findall(r'<span class="none">\S', page))
    kinds = own["kind"].where(own["kind"] != "claim")
    assert reasons == (kinds.notna() & (kinds != kinds.shift())).sum()


def test_authors_of_a_number_that_comes_out_on_no_reading_are_spoken_to(pages):
    page = pages[claims.document_address("good-work")]
    paragraph = page.partition("## For its authors")[2].partition("## Every sentence")[0]
    assert "You print 26%. We read the sentence in 5 ways" in " ".join(paragraph.split())
    assert "That does not say that your number is wrong." in " ".join(paragraph.split())
    assert "For its authors" not in pages[claims.document_address("narrowing-inequalities")]


def test_no_sentence_of_a_document_is_copied(pages):
    """No line of a page has half of the marks of a sentence; titles are printed as titles."""
    titles = {*DOCUMENTS["title"]}
    shown: set[str] = set()
    for page in pages.values():
        lines = unescape(re.sub(r"<[^>]+>", "\n", page)).splitlines()
        for line in lines:
            if not any(title in line for title in titles):
                shown |= sentences.fingerprint(line)
    copied = [
        (row.document, row.paragraph, row.sentence)
        for row in STATEMENTS.itertuples()
        if len(marks := row.fingerprint.split()) >= 4
        and len(shown.intersection(marks)) / len(marks) >= ALIKE
    ]
    assert copied == []
