"""What a map draws: classes, darkness, names, and what has no value."""

import geopandas as gpd
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
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


def fills(figure, panel=0):
    """The fills of the areas, a class after the other."""
    shapes = figure.axes[panel].collections
    return [tuple(fill) for each in shapes for fill in each.get_facecolor()]


def words(figure):
    (legend,) = figure.legends
    return [text.get_text() for text in legend.get_texts()]


def test_the_lowest_class_is_the_darkest():
    found = [sum(fill[:3]) for fill in fills(drawn(squares([1, 2, 3])))]
    assert found == sorted(found)
    assert len(set(found)) == 3


def test_values_of_one_class_share_a_colour_and_one_at_an_edge_is_in_the_class_above():
    figure = drawn(squares([10, 19, 20, 40]), edges=[0, 20, 40])
    lower, upper = figure.axes[0].collections
    assert [round(path.vertices[:, 0].min()) for path in lower.get_paths()] == [0, 1]
    assert [round(path.vertices[:, 0].min()) for path in upper.get_paths()] == [2, 3]


def test_classes_are_named_in_the_picture_under_what_the_value_is():
    names = ["most deprived 1%", "to 10%", "the rest"]
    figure = drawn(squares([0.5, 5, 50]), edges=[0, 1, 10, 100], classes=names)
    assert words(figure) == names
    assert figure.legends[0].get_title().get_text() == "Decile"
    assert words(drawn(squares([1, 2, 3]))) == ["1", "2", "3"]
    assert words(drawn(squares([1, 9]), edges=[0.5, 2.5, 10.5])) == ["1 to 2", "3 to 10"]
    money = drawn(squares([10, 1200]), edges=[0, 1000, 2000])
    assert words(money) == ["0 to 1,000", "1,000 to 2,000"]


@pytest.mark.parametrize("count", [3, 4, 5, 10])
def test_lines_between_areas_stand_out_from_every_fill(count):
    def luminance(colour):
        rgb = np.array(to_rgb(colour))
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722] + 0.05

    figure = drawn(squares(range(1, count + 1)), edges=np.arange(0.5, count + 1))
    for shapes in figure.axes[0].collections:
        sides = luminance(shapes.get_facecolor()[0]), luminance(shapes.get_edgecolor()[0])
        assert max(sides) / min(sides) >= 3


def test_a_zoom_shows_a_part_larger_and_marks_where_it_is():
    shapes = squares([1, 2, 3], role=["context", "focus", "context"])
    figure = drawn(shapes, zoom=shapes.iloc[[1]], titles=("All", "One"))
    whole, part = figure.axes
    assert (whole.get_title(loc="left"), part.get_title(loc="left")) == ("All", "One")
    assert part.get_xlim() == pytest.approx((0.88, 2.12))  # from 1 to 2 and 0.12 of it each side
    (box,) = (patch for patch in whole.patches if not patch.get_fill())
    assert (box.get_x(), box.get_width()) == pytest.approx((0.88, 1.24))
    assert [text.get_text() for text in part.texts] == ["Area 1"]
    assert not whole.texts


@pytest.mark.parametrize(
    ("values", "more", "message"),
    [
        ([1, 2], {"edges": [2, 2, 3]}, r"edges \[2, 2, 3\] do not ascend"),
        ([1, 2], {"edges": [0, 3], "classes": ["a", "b"]}, "2 names for 1 classes"),
        ([1, 7], {"edges": [0, 3]}, "values outside all classes: 7"),
        ([], {"edges": [0, 3]}, "no rows to draw"),
    ],
)
def test_what_cannot_be_drawn_is_refused(values, more, message):
    with pytest.raises(ValueError, match=message):
        drawn(squares(values), **more)


def test_only_the_areas_in_focus_and_the_outlines_marked_so_are_named():
    shapes = squares([1, 2, 3], role=["focus", "context", "context"])
    outlines = squares([0, 0], labelled=[False, True]).assign(name=["North", "South"])
    texts = [text.get_text() for text in drawn(shapes, outlines=outlines).axes[0].texts]
    assert sorted(texts) == ["Area 0", "South"]


def test_an_area_without_a_value_is_hatched_and_named_so():
    figure = drawn(squares([1, np.nan, 3]))
    assert [c.get_hatch() for c in figure.axes[0].collections] == [None, None, "////"]
    assert words(figure) == ["1", "2", "3", "no value"]


def test_a_map_is_not_drawn_before_it_is_whole():
    """Each drawing takes as long as saving it, and its layers are many."""
    figure, ax = plt.subplots()
    canvas, drawings = figure.canvas, []
    figure.canvas.mpl_connect("draw_event", drawings.append)
    drawn(squares([1, 2, 3]), ax=ax)
    assert drawings == []
    assert figure.canvas is canvas
    figure.canvas.draw()
    assert len(drawings) == 1, "a drawing is told"
