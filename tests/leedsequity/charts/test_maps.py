"""What a map draws: classes, darkness, names, and what has no value."""

import geopandas as gpd
import matplotlib.pyplot as plt
import numpy as np
import pytest
from shapely.geometry import box

from leedsequity import charts


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def squares(values, **columns):
    return gpd.GeoDataFrame(
        {"name": [f"Area {i}" for i in range(len(values))], "value": values} | columns,
        geometry=[box(i, 53, i + 1, 54) for i in range(len(values))],
        crs=4326,
    )


def drawn(shapes, **more):
    return charts.area_map(
        shapes, value="value", value_label="Decile", **({"edges": np.arange(0.5, 4)} | more)
    )


def brightness(figure):
    """Of each area, in the order of the values."""
    colours = figure.axes[0].collections[0].get_facecolor()
    return list(colours[:, :3].sum(axis=1))


def test_the_lowest_value_is_the_darkest():
    found = brightness(drawn(squares([1, 2, 3])))
    assert found == sorted(found)
    assert len(set(found)) == 3


def test_values_of_one_class_share_a_colour():
    first, second, third = brightness(drawn(squares([10, 19, 20]), edges=[0, 20, 40]))
    assert first == second != third


def test_whole_numbers_stand_in_the_middle_of_their_classes_and_other_edges_at_their_place():
    deciles = drawn(squares([1, 2, 3])).axes[1]
    assert [tick.get_text() for tick in deciles.get_xticklabels()] == ["1", "2", "3"]
    money = drawn(squares([10, 1200, 30]), edges=[0, 1000, 2000]).axes[1]
    assert [tick.get_text() for tick in money.get_xticklabels()] == ["0", "1,000", "2,000"]
    assert money.get_xlabel() == "Decile"


def test_only_the_areas_in_focus_and_the_outlines_marked_so_are_named():
    shapes = squares([1, 2, 3], role=["focus", "context", "context"])
    outlines = squares([0, 0], labelled=[False, True]).assign(name=["North", "South"])
    texts = [text.get_text() for text in drawn(shapes, outlines=outlines).axes[0].texts]
    assert sorted(texts) == ["Area 0", "South"]


def test_an_area_without_a_value_is_hatched_and_said_to_be():
    figure = drawn(squares([1, np.nan, 3]))
    assert [c.get_hatch() for c in figure.axes[0].collections] == [None, "////"]
    assert [text.get_text() for text in figure.axes[0].texts] == ["hatched: no value"]
