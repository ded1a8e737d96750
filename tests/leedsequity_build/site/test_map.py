"""The map of Leeds: every neighbourhood and ward once, in the class of its place."""

import re

import pytest

from leedsequity import raw
from leedsequity_build.site import map as map_page
from leedsequity_build.site import wards


@pytest.fixture(scope="module")
def page():
    ((path, content),) = map_page.made()
    assert path == map_page.PAGE
    return content


def maps(page):
    return re.findall(r'<svg class="atlas-map".*?</svg>', page, flags=re.DOTALL)


def test_every_neighbourhood_with_an_outline_is_drawn_and_listed_in_one_order(page):
    outlines = raw.load("boundaries_lsoa11")
    shapes = re.findall(r'<path class="a\d b\d c\d"', maps(page)[0])
    names = re.findall(r'<tr><th scope="row">(Leeds \w+)</th>', page)
    assert len(shapes) == len(names) == len(outlines) == 482
    assert names == sorted(outlines["lsoa11_name"])


def test_the_darkest_are_those_of_the_first_hundredth_by_the_published_ranks(page):
    ranks = raw.load("imd_lsoa11").set_index("lsoa11_code")
    codes = raw.load("boundaries_lsoa11").sort_values("lsoa11_name")["lsoa11_code"]
    first = ranks.loc[codes, "imd_rank_2019"].le(32844 / 100)
    drawn = re.findall(r'<path class="a\d b(\d) c\d"', maps(page)[0])
    assert [number == "0" for number in drawn] == [*first]
    tenth = ranks.loc[codes, "imd_decile_2019"].eq(1)
    assert [number in "01" for number in drawn] == [*tenth]


def test_wards_are_links_to_their_pages(page):
    links = re.findall(r'<a href="\.\./(wards/[\w-]+/index\.html)"', maps(page)[1])
    assert sorted(links) == sorted(path for _, path in wards.places())


@pytest.mark.parametrize(
    ("share", "number"), [(0, 3), (0.1, 2), (20, 1), (49.9, 1), (50, 0), (100, 0)]
)
def test_the_class_of_a_ward(share, number):
    assert map_page.share_class(share) == number


def test_it_says_that_the_order_is_relative_and_stays_small(page):
    assert "has not become richer or poorer" in page
    assert not re.search(r"\bnan\b|\bNone\b|<NA>", page)
    assert len(page) < 250_000
