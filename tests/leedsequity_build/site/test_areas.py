"""Pages of a few places of every kind: sentences, verdicts, and what is of no other place."""

import io
import re
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import places, raw
from leedsequity.analyses import national
from leedsequity_build.site import areas

sys.path.append(str(Path(__file__).parents[3] / "tests" / "system"))
import voice

KINDS = {
    "E08000035": "leeds", "E10000012": "essex", "E06000001": "hartlepool",
    "E09000033": "westminster", "E06000053": "isles-of-scilly", "E09000001": "city-of-london",
    "E06000065": "north-yorkshire", "E12000009": "south-west",
    "E11000005": "west-midlands-metropolitan-county", "E07000077": "uttlesford",
    "E06000022": "bath-and-north-east-somerset",
}  # fmt: skip


@pytest.fixture(scope="module")
def pages():
    return dict(areas.made(KINDS))


def page(pages, name):
    return pages[f"areas/{name}/index.md"]


def table(pages, name):
    return pd.read_csv(io.StringIO(pages[f"areas/{name}/{name}.csv"]))


def said(text):
    """Return the sentences of a page: no tables, headings, lists of links, nor what leads back."""
    text = re.sub(r"\A---\n.*?\n---\n|<nav.*?</nav>", "", text, flags=re.DOTALL)
    for block in re.split(r"\n\s*\n|\n(?=\* )", text):
        line = re.sub(r"\[([^\]]*)\]\(<[^>]*>\)", r"\1", " ".join(block.split()))
        line = re.sub(r"\\|^\* |`[^`]*`", lambda found: "it" * (found[0][0] == "`"), line)
        if line and line[0] not in "<#" and not re.fullmatch(r"\* \[.*\)", " ".join(block.split())):
            yield from voice.sentences(line)


@pytest.mark.parametrize("name", KINDS.values())
def test_every_sentence_is_one_and_nothing_is_missing_in_it(pages, name):
    faults = {line: found for line in said(page(pages, name)) if (found := voice.faults(line))}
    assert not faults
    assert not re.search(r"\bnan\b|\bNone\b|<NA>|\[x\]|\{\{|\{%", page(pages, name))


@pytest.mark.parametrize("name", ["essex", "hartlepool", "westminster", "isles-of-scilly"])
def test_a_page_does_not_speak_of_leeds(pages, name):
    assert "Leeds" not in page(pages, name)


def test_addresses_are_unique_and_every_area_that_exists_has_one():
    found = areas.addressed()
    assert max(Counter(found.values()).values()) == 1
    assert len(found) == sum(p.current and p.type != "country" for p in places.every().values())
    names = [name for name, _ in areas.places()]
    assert len(set(names)) == len(names) == len(found)


@pytest.mark.parametrize("name", KINDS.values())
def test_a_verdict_on_the_page_is_that_of_its_table_and_a_caution_has_none(pages, name):
    rows = table(pages, name).query("topic == 'scorecard'")
    html = re.findall(r'<tr><th scope="row">([^<]+)<small>.*?</tr>', page(pages, name))
    assert html == [*rows["measure"]]
    for _, row in rows.iterrows():
        cells = re.search(rf">{re.escape(row['measure'])}<small>(.*?)</tr>", page(pages, name))[1]
        if row["verdict"] == "caution":
            assert "no verdict" in cells
            assert "svg" not in cells
        elif isinstance(row["verdict"], str):
            assert re.search(rf"<td>(\S )?{row['verdict']}</td>", cells)


def test_counts_of_verdicts_add_up(pages):
    for name in KINDS.values():
        words = r"than England on (\w+) of (\d+) measures?, better on (\w+) and similar on (\w+)\."
        score = re.search(words, page(pages, name))
        if score:
            worse, of, better, similar = (int(n) if n.isdigit() else 0 for n in score.groups())
            others = re.findall(r"(\d+) measures? (?:could|has|have)", page(pages, name))
            assert worse + better + similar + sum(map(int, others)) == of, name


def test_shares_of_ethnic_groups_add_up_to_everybody(pages):
    for name in KINDS.values():
        groups = table(pages, name).query("topic == 'groups'")
        assert groups["value"].sum() == pytest.approx(100)


def test_published_numbers_of_leeds(pages):
    """Life expectancy of 2023-25 (OHID) and slope index of 2022-24, as their publisher prints."""
    leeds = table(pages, "leeds")
    life = leeds.query("topic == 'life' and period == '2023-25'").set_index("group")["value"]
    assert life.to_dict() == {"male": 78.9, "female": 82.7}
    ranked = national.slope_index(raw.load("slope_index_la"), places.names())
    ranks = ranked.query("area_code == 'E08000035' and period == '2022-24'").set_index("sex")
    own = leeds.query("topic == 'slope'").set_index("group")
    assert own["rank"].to_dict() == ranks["rank"].to_dict()


@pytest.mark.parametrize(
    ("name", "what", "why"),
    [
        ("essex", "the gap between neighbourhoods", "districts and authorities of one tier"),
        ("uttlesford", "healthy life expectancy", "[Essex]"),
        ("isles-of-scilly", "life expectancy", "too few people"),
        ("south-west", "central funding", "not of a region"),
        ("west-midlands-metropolitan-county", "life expectancy", "not of a metropolitan county"),
    ],
)
def test_what_cannot_be_had_is_said_with_its_reason(pages, name, what, why):
    (line,) = re.findall(rf"\* No figure for {what} is held of .*", page(pages, name))
    assert why in line


def test_what_is_held_is_not_said_to_be_absent(pages):
    assert "No figure for" not in page(pages, "leeds")
    assert "No figure for" not in page(pages, "north-yorkshire")
    assert "took the place of Craven, Hambleton" in page(pages, "north-yorkshire")


@pytest.mark.parametrize(
    ("name", "year"), [("bath-and-north-east-somerset", 2022), ("city-of-london", 2017)]
)
def test_an_older_figure_is_not_said_to_be_missing(pages, name, year):
    # Their publisher has infant mortality of them until then, and not of 2023.
    (line,) = re.findall(r"\* .*infant mortality.*", page(pages, name))
    assert re.fullmatch(rf"\* The newest figure .* is that of {year}\.", line)


def test_what_a_district_has_of_weight_is_obesity_alone(pages):
    # OHID, Reception 2024/25: England 10.5% obese, 23.5% with excess weight.
    for name, measure, england in (
        ("uttlesford", "Obesity in Reception", 10.5), ("essex", "Excess weight or obesity", 23.5)
    ):  # fmt: skip
        own = table(pages, name).query("topic == 'scorecard' and period == '2024/25'")
        assert own.set_index("measure")["england"][measure] == england


def test_a_few_children_make_no_verdict_and_a_former_code_loses_no_measure(pages):
    for name in ("city-of-london", "isles-of-scilly"):
        own = table(pages, name).query("measure.str.startswith('Young people')")
        assert own["verdict"].tolist() == ["caution"]
    own = table(pages, "north-yorkshire").query("measure == 'Jobs below the living wage'")
    assert own["value"].tolist() == [11.9], "published of the county"


def test_links_lead_to_pages_that_there_are(pages):
    there = {*areas.addressed().values()}
    for name in KINDS.values():
        found = re.findall(
            r'\]\(<\.\./([\w-]+)/index\.md>|href="\.\./([\w-]+)/index', page(pages, name)
        )
        names = {a or b for a, b in found} - {"_static"}
        assert {f"areas/{other}/index.md" for other in names} <= there
    rows = re.findall(r'href="([\w-]+)/index\.html"', pages[areas.INDEX])
    assert Counter(f"areas/{row}/index.md" for row in rows) == Counter(there)
