"""Pages of a few wards of Leeds: ranks, poverty, maps, and sums."""

import io
import re

import pandas as pd
import pytest

from leedsequity import raw
from leedsequity_build.site import wards

SOME = {"E05011394": "gipton-harehills", "E05011414": "wetherby"}


@pytest.fixture(scope="module")
def pages():
    return dict(wards.made(SOME))


def test_every_ward_of_leeds_has_a_name_of_its_own_in_its_address():
    found = wards.places()
    assert len({path for _, path in found}) == len(found) == 33
    assert ("Gipton & Harehills", "wards/gipton-harehills/index.html") in found


@pytest.mark.parametrize("name", SOME.values())
def test_nothing_is_missing(pages, name):
    assert not re.search(
        r"\bnan\b|\bNone\b(?! of)|<NA>|\[x\]|\{\{", pages[f"wards/{name}/index.md"]
    )


@pytest.mark.parametrize("name", SOME.values())
def test_each_measure_has_a_strip_of_all_wards_and_a_rank_among_them(pages, name):
    page = pages[f"wards/{name}/index.md"]
    table = pd.read_csv(io.StringIO(pages[f"wards/{name}/{name}.csv"]))
    strips = re.findall(r'class="others" d="([^"]*)"', page)
    assert {strip.count("M") for strip in strips} == {33}
    assert len(strips) == len(table)
    for row in table.dropna(subset="rank_range").to_dict("records"):
        assert (
            f"<td>{row['rank']} ({row['rank_lower']:.0f} to {row['rank_upper']:.0f})</td>" in page
        )


def test_the_share_of_poor_children_is_the_publishers(pages):
    published = raw.load("children_low_income_ward").set_index("ward21_code")["share_2021"]
    for code, name in SOME.items():
        share = f"{100 * published[code]:.0f}%"
        assert f"{share} of children in" in pages[f"wards/{name}/index.md"]


def test_life_expectancy_is_called_an_estimate_wherever_it_stands(pages):
    for name in SOME.values():
        page = pages[f"wards/{name}/index.md"]
        assert "an estimate from neighbouring areas" in page
        assert page.count("Life expectancy of") == page.count("an estimate<small>")
        assert "proxy" not in page


def test_pictures_have_words_and_the_index_leads_to_every_ward(pages):
    page = pages["wards/gipton-harehills/index.md"]
    assert re.search(r'role="img" aria-label="Two maps of neighbourhoods [^"]+"', page)
    assert re.search(r'role="img" aria-label="Bars for 18 bands of age [^"]+"', page)
    links = re.findall(r'href="([\w-]+/index\.html)"', pages[wards.INDEX])
    assert sorted(f"wards/{link}" for link in links) == sorted(path for _, path in wards.places())
