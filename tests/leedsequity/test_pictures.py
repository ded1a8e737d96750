"""Pictures: an SVG that says what it shows, and a PNG to share with its words drawn in."""

import io
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure
from PIL import Image

from leedsequity import pictures

SVG = "{http://www.w3.org/2000/svg}"


def blank(width=7.2, height=3.5):
    """A figure that is blue all over."""
    return Figure(figsize=(width, height), facecolor="blue")


def test_an_svg_says_what_it_is_of():
    title, description = 'Men & "women"', "a line <up>"
    root = ElementTree.fromstring(pictures.svg(blank(), "local deciles", title, description))
    assert root.get("role") == "img"
    first, second = root[0], root[1]
    assert (first.tag, first.text) == (f"{SVG}title", title)
    assert (second.tag, second.text) == (f"{SVG}desc", description)
    assert root.get("aria-labelledby").split() == [first.get("id"), second.get("id")]


def opened(figure, finding="It rises", subtitle="all", source="Source: A."):
    return Image.open(
        io.BytesIO(pictures.shared(pictures.pixels(figure), finding, subtitle, source))
    )


def rows_of(picture, is_found):
    pixels = picture.convert("RGB").load()
    return [
        y
        for y in range(picture.height)
        if any(is_found(pixels[x, y]) for x in range(picture.width))
    ]


def is_blue(colour):
    return colour[2] > 200 and colour[0] < 50


def is_ink(colour):
    return max(colour) < 100


def test_words_stand_above_and_below_the_picture_and_none_in_it_or_over_the_edge():
    finding = "Men in the most deprived tenth lived about thirteen years less than in the least "
    picture = opened(blank(), finding * 2, "Measure and place and period " * 5, "Source: A. " * 15)
    blue, ink = rows_of(picture, is_blue), rows_of(picture, is_ink)
    assert min(ink) > 0
    assert max(ink) < picture.height - 1
    assert [y for y in ink if min(blue) <= y <= max(blue)] == []
    assert min(ink) < min(blue) < max(blue) < max(ink)
    pixels = picture.convert("RGB").load()
    for x in (0, 1, picture.width - 2, picture.width - 1):
        assert not any(is_ink(pixels[x, y]) for y in range(picture.height)), "a margin is left"


@pytest.mark.parametrize("size", [(7.2, 3.5), (9, 11.4), (2, 2), (7.2, 9)])
def test_printed_it_fits_on_a_page(size):
    picture = opened(blank(*size))
    width, height = (
        side / dpi for side, dpi in zip(picture.size, picture.info["dpi"], strict=True)
    )
    assert width <= 7.21
    assert height <= 9.01


def test_the_same_figure_and_words_give_the_same_bytes():
    drawing = pictures.pixels(blank())
    assert pictures.shared(drawing, "a", "b", "c") == pictures.shared(drawing, "a", "b", "c")
    assert pictures.shared(drawing, "a", "b", "c") != pictures.shared(drawing, "a", "b", "d")


def test_a_dollar_begins_no_formula():
    """As a formula it would be refused, for its unknown command."""
    assert opened(blank(), r"\\frac{$ and $\\nothing$").width > 0
