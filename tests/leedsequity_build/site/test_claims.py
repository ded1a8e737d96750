"""The claims on the site: a page each, what fulfils them in words, and a search like Python's."""

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import claims as register
from leedsequity import raw
from leedsequity.claims import lookup, sentences
from leedsequity.errors import InputError
from leedsequity_build.site import claim_strip, claims

ROOT = Path(__file__).parents[3]
SEEDS = ROOT.parent / "shared" / "seeds"
SCRIPT = ROOT / "src" / "leedsequity_build" / "site" / "static" / "claims.js"
REGISTER = register.read()


@pytest.fixture(scope="module")
def known():
    return claims.results()


@pytest.fixture(scope="module")
def pages():
    return dict(claims.files())


def test_every_claim_has_a_page_at_its_id_and_a_line_in_the_list(pages):
    index = pages["claims/index.md"]
    for claim in REGISTER.claims:
        page = pages[f"claims/{claim.claim_id}/index.md"]
        assert page.startswith("---\norphan: true\n---\n")
        assert f'href="{claim.claim_id}/index.html"' in index
    assert len(pages) == len(REGISTER.claims) + 2


def test_a_page_says_what_became_of_its_claim(known, pages):
    for name, claim in known.claims.items():
        page = unescape(pages[f"claims/{name}/index.md"])
        assert claim["verdict"] in page, name
        waits = any(reading.waits for reading in REGISTER.readings.get(name, ()))
        assert ("## What would settle it" in page) == bool(claim["needs"] or waits), name
        assert (f"leedsequity claims {name} --with FILE" in page) == waits, name
        assert ("## For its authors" in page) == (claim["firm"] == "no reading"), name
        assert page.count('<th scope="row">') == len(REGISTER.readings.get(name, ())), name


def test_each_kind_of_claim_that_cannot_be_tested_says_what_would_settle_it(known, pages):
    for need, words in {
        "open file": "An open file would settle it",
        "partner's records": "Records of a programme or an employer would settle it",
        "document": "Documents would settle it",
        "definition": "A definition would settle it",
        "future": "Time will settle it",
    }.items():
        named = [name for name, claim in known.claims.items() if claim["needs"] == need]
        assert named, need
        for name in named:
            assert words in pages[f"claims/{name}/index.md"], name


def test_the_list_is_led_by_the_numbers_that_do_not_come_out(known, pages):
    table = pages["claims/index.md"].partition("<tbody>")[2].partition("</tbody>")[0]
    firm = re.findall(r'class="firm"><span[^>]*>.</span> ([\w ]+)<', table)
    order = ["No reading", "Too uncertain to tell", "Some readings", "Every reading"]
    assert firm == sorted(firm, key=order.index)
    rebuilt = [c for c in known.claims.values() if c["what"] == "number" and c["readings"]]
    assert table.count("<tr>") == len(firm) == len(rebuilt)


def test_each_page_holds_a_claim_review_that_is_json(known, pages):
    for name, claim in known.claims.items():
        found = re.findall(
            r'<script type="application/ld\+json">\n(.*?)\n</script>',
            pages[f"claims/{name}/index.md"],
            re.DOTALL,
        )
        assert len(found) == 1, name
        review = json.loads(found[0])
        assert review["@type"] == "ClaimReview"
        assert review["@context"] == "https://schema.org"
        assert review["url"] == "index.html"
        assert review["claimReviewed"] == claim["statement"]
        assert review["reviewRating"]["alternateName"]
        assert review["itemReviewed"]["appearance"]["name"] == claim["title"]


def test_every_claim_has_one_topic_and_another_is_refused():
    topics = claims._DESCRIBED["topics"]
    for claim in REGISTER.claims:
        fits = [
            topic["title"]
            for topic in topics
            if any(claims.fnmatchcase(claim.claim_id, pattern) for pattern in topic["claims"])
        ]
        assert len(fits) == 1, claim.claim_id
    with pytest.raises(InputError, match=r"^plan\.share has no topic: add it to one in "):
        claims._topic("plan.share")


@pytest.mark.parametrize(
    ("relation", "value", "least", "most", "unit", "words"),
    [
        ("=", 26, 25.5, 26.5, "percent", "what rounds to 26%"),
        ("=", 44.4, 44.35, 44.45, "percent", "what rounds to 44.4%"),
        ("=", 2021, 2020.5, 2021.5, "year", "2021"),
        ("=", 179000, 178500, 179500, "people", "178,500 people to 179,500 people"),
        ("=", 4, 4, 4, "rank", "4th"),
        (">", 0, None, None, "years", "more than 0"),
        (">", 14000, 14000, 15000, "people", "more than 14,000 people, up to 15,000 people"),
        ("<", 30, 27, 30, "percent", "less than 30%, from 27%"),
        ("<", 0.5, None, None, "times", "less than 0.5 times as much"),
        (">=", 3, 3, None, "measures", "3 measures or more"),
        ("<=", 10, None, 10, "percent", "10% or less"),
    ],
)
def test_what_fulfils_a_claim_is_said_in_words(relation, value, least, most, unit, words):
    ends = {"least": least or float("nan"), "most": most or float("nan")}
    claim = {"relation": relation, "value": value, "unit": unit} | ends
    assert claim_strip.permitted(claim) == words


def test_a_strip_stands_where_its_numbers_are():
    """From 0 to 10 with a twentieth of room at both ends: 5 is in the middle, 10 at 95.45%."""
    nothing = float("nan")
    claim = {"unit": "years", "what": "number", "line": "printed", "relation": "="}
    claim |= {"value": 5.0, "least": 4.5, "most": 5.5}
    one = {"lower": nothing, "upper": nothing, "main": False}
    readings = [
        one | {"number": 1, "value": 10.0, "main": True},
        one | {"number": 2, "value": nothing},
        one | {"number": 3, "value": 5.0, "lower": 0.0, "upper": 10.0},
    ]
    html = claim_strip.strip(claim, readings)
    assert re.findall(r"<b>(\d)</b>", html) == ["1", "3"]
    assert re.findall(r'class="dot( main)?" style="left:([\d.]+)%', html) == [
        (" main", "95.5"),
        ("", "50.0"),
    ]
    assert 'class="interval" style="left:4.5%;width:90.9%"' in html
    assert html.count('class="band" style="left:45.5%;width:9.1%"') == 2
    assert "printed: 5 years" in html
    assert claim_strip.strip(claim, readings[1:2]) == ""


def test_an_address_in_a_note_is_a_link_and_markup_is_not():
    note = "ONS, on www.ons.gov.uk, or <b>; e.g. mail@host.org"
    assert claims._with_links(note) == (
        'ONS, on <a href="https://www.ons.gov.uk">www.ons.gov.uk</a>, or &lt;b&gt;; e.g.'
        " mail@host.org"
    )


def test_claims_that_are_set_beside_one_another_lead_to_each_other(pages):
    here, there = "good-work.share-in-report", "fairer-healthier-leeds.imd1-share"
    for one, other in ((here, there), (there, here)):
        assert f'<a href="../{other}/index.html">' in pages[f"claims/{one}/index.md"]
    assert "Beside which" not in pages["claims/good-work.nhs-staff/index.md"]


QUERIES = [
    "Hunslet",
    "26%",
    "26",
    "179,000",
    "£453",
    "life expectancy women",
    "Harehills; 24",
    "fairer-healthier-leeds.residents",
    "fairer-healthier",
    "0.5 times",
    "Beeston",
    "zzz",
    "(",
    "",
    "ﬁrst Straße ΣΊΣΥΦΟΣ İstanbul ½ snake_case ²",
    "One. two? Three (4). Five et al. Six",
]


def in_browser(queries: list[str], known: claims.Results) -> list[list]:
    """Return of each text what the browser's search finds, its fingerprint and its sentences."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not here to run the script of the page")
    program = f"""
        const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
        const window = {{}};
        eval(given.data);
        const data = window.leedsequityClaims;
        const found = require({json.dumps(str(SCRIPT))});
        console.log(JSON.stringify(given.queries.map((text) => [
            found.search(text, data).ids,
            [...found.fingerprint(text, data.run)].sort(),
            found.sentences(text),
        ])));
    """
    given = json.dumps({"data": claims._search_data(known), "queries": queries})
    done = subprocess.run(
        [node, "-e", program], input=given, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def in_python(queries: list[str]) -> list[list]:
    rows, statements = register.stated(REGISTER), raw.load("statements")
    return [
        [
            [*lookup.search(text, rows, statements)["claim_id"]],
            sorted(sentences.fingerprint(text)),
            [one.text for one in sentences.sentences(text)],
        ]
        for text in queries
    ]


def test_the_browser_finds_what_python_finds(known):
    assert in_browser(QUERIES, known) == in_python(QUERIES)


def test_the_browser_finds_the_sentences_of_the_documents_whole_and_in_part(known):
    if not SEEDS.is_dir():
        pytest.skip("the source documents are not here")
    paragraphs = [
        line for file in sorted(SEEDS.glob("*.txt")) for line in file.read_text().splitlines()
    ]
    whole = [one.text for line in paragraphs for one in sentences.sentences(line)][::5]
    parts = [" ".join(text.split()[2:-2]) for text in whole if len(text.split()) > 14]
    queries = [*whole, *parts, *(line for line in paragraphs[::7] if line.strip())]
    assert in_browser(queries, known) == in_python(queries)


def test_what_the_search_knows_holds_no_words_of_a_document(known):
    data = json.loads(claims._search_data(known).partition("= ")[2].rstrip(";\n"))
    assert {*data["sentences"][0]} == {"document", "place", "why", "claims", "marks"}
    assert len(data["sentences"]) == len(raw.load("statements"))
    assert pd.Series([one["id"] for one in data["claims"]]).is_unique
