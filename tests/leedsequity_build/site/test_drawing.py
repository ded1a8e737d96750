"""Outlines as SVG, and the classes of places in the index."""

import pytest
import shapely

from leedsequity_build.site import drawing


def test_a_square_of_a_degree_at_the_equator_is_drawn_from_its_upper_side():
    square = shapely.box(0, -0.5, 1, 0.5)
    sheet = drawing.sheet_of([square], 100, margin=0)
    assert sheet.height == 100
    assert sheet.path([square]) == "M100 100l0-100-100 0 0 100z"


def test_at_60_degrees_a_degree_north_is_twice_as_long_as_one_east():
    assert drawing.sheet_of([shapely.box(0, 59.5, 1, 60.5)], 100, margin=0).height == 200


def test_points_that_coincide_are_one_and_a_speck_is_nothing():
    sheet = drawing.Sheet(0, -0.5, 1, 0.5, 100)
    assert sheet.path([shapely.box(0.5, 0, 0.501, 0.001)]) == ""
    hole = shapely.box(0, 0, 1, 0.5).difference(shapely.box(0.2, 0.1, 0.4, 0.3))
    assert sheet.path([hole]).count("M") == 2


@pytest.mark.parametrize(
    ("percent", "number"), [(0.01, 0), (1, 0), (1.01, 1), (10, 1), (10.1, 2), (20, 2), (100, 3)]
)
def test_a_place_at_an_edge_is_among_the_more_deprived(percent, number):
    assert drawing.class_of(percent) == number


def test_the_key_has_the_words_of_every_class():
    assert drawing.key().count("<li>") == len(drawing.FILLS)
    assert all(words in drawing.key() for words in drawing.CLASSES)
