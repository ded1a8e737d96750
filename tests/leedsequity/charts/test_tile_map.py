"""A tile map: a square an area near its place, lines around regions, the area in focus named."""

import geopandas as gpd
import matplotlib.pyplot as plt
import numpy as np
import pytest
from shapely.geometry import Point

from leedsequity import charts
from leedsequity.charts.tile_map import tile_places

LOOK = {"value": "value", "value_label": "Change", "edges": [0, 10, 20]}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def grid(side=6):
    """Areas on a regular grid, and as many again crowded around its middle."""
    spots = [(x, y) for x in range(side) for y in range(side)]
    middle = (side - 1) / 2
    crowd = [(middle + (x - middle) / 50, middle + (y - middle) / 50) for x, y in spots]
    points = [Point(x, 50 + y) for x, y in spots + crowd]
    names = [f"Area {i}" for i in range(len(points))]
    half = ["West" if point.x < middle else "East" for point in points]
    columns = {"name": names, "value": np.arange(len(points)) % 20, "half": half}
    return gpd.GeoDataFrame(columns, geometry=points, crs=4326).assign(role="context")


def test_each_area_has_a_square_of_its_own_also_where_they_crowd():
    places = tile_places(grid())
    assert not places.duplicated().any()
    assert (places.min() >= 0).all()


def test_squares_keep_west_from_east_and_south_from_north():
    shapes = grid()
    places = tile_places(shapes)
    for direction, along in (("column", shapes.geometry.x), ("row", shapes.geometry.y)):
        # Of the two halves of the crowd and of the grid, and not only of their ends.
        assert np.corrcoef(places[direction], along)[0, 1] > 0.7
    corners = places.iloc[[0, 5, 30, 35]]  # south-west, north-west, south-east, north-east
    assert corners["column"].iloc[:2].max() < corners["column"].iloc[2:].min()
    assert corners["row"].iloc[[0, 2]].max() < corners["row"].iloc[[1, 3]].min()


def test_the_order_of_the_areas_moves_none():
    shapes = grid()
    mixed = shapes.sample(frac=1, random_state=1)
    assert tile_places(mixed).loc[shapes.index].equals(tile_places(shapes))


def test_squares_are_shaded_by_class_and_hatched_without_a_value():
    shapes = grid()
    shapes["value"] = np.where(shapes.index < 40, 5.0, 15.0)
    shapes.loc[71, "value"] = np.nan
    ax = charts.tile_map(shapes, **LOOK).axes[0]
    fills = [tile.get_facecolor() for tile in ax.patches]
    assert (len(set(fills[:40])), len(set(fills[40:71]))) == (1, 1)
    assert sum(fills[0][:3]) < sum(fills[40][:3]), "the lower is darker"
    assert [tile.get_hatch() for tile in ax.patches].count("////") == 1


def test_regions_and_the_area_in_focus_are_named():
    shapes = grid()
    shapes.loc[7, "role"] = "focus"
    ax = charts.tile_map(shapes, **LOOK, region="half").axes[0]
    assert sorted(text.get_text() for text in ax.texts) == ["Area 7", "East", "West"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"edges": [0, 5]}, "charts.tile_map: values outside all classes"),
        ({"region": "county"}, "charts.tile_map: no column county"),
    ],
)
def test_what_cannot_be_drawn_is_refused(more, message):
    with pytest.raises(ValueError, match=message):
        charts.tile_map(grid(), **LOOK | more)
