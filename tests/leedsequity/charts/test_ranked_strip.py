"""A ranked strip: all areas in order, one named with value and rank, England's line."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from leedsequity import charts

COLUMNS = {"value": "value", "name": "area", "value_label": "Years"}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def areas():
    rows = [("England", 6.0, "reference"), ("Leeds", 9.0, "focus")]
    rows += [(f"Area {i}", float(i), "context") for i in (2, 12, 9, 4)] + [
        ("No", np.nan, "context")
    ]
    return pd.DataFrame(rows, columns=["area", "value", "role"])


def dots(ax):
    return {
        (x, y)
        for line in ax.lines
        if line.get_marker() == "o"
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    }


@pytest.mark.parametrize(("first", "rank"), [(True, "2nd of 5"), (False, "3rd of 5")])
def test_areas_stand_in_order_and_the_one_in_focus_has_its_value_and_rank(first, rank):
    ax = charts.ranked_strip(areas(), **COLUMNS, highest_first=first).axes[0]
    # 12, 9 and 9, 4, 2: the two of 9 share their rank, the second or, from below, the third.
    assert [y for _, y in sorted(dots(ax))] == sorted([2, 4, 9, 9, 12], reverse=first)
    assert f"Leeds 9.0\n{rank}" in [text.get_text() for text in ax.texts]


def test_the_ends_of_the_order_have_their_own_words():
    def ends(**choice):
        ax = charts.ranked_strip(areas(), **COLUMNS, **choice).axes[0]
        return [label.get_text() for label in ax.get_xticklabels()]

    assert ends() == ["1\nhighest", "5\nlowest"]
    assert ends(highest_first=False) == ["1\nlowest", "5\nhighest"]
    assert ends(ends=("most deprived", "least deprived")) == [
        "1\nmost deprived",
        "5\nleast deprived",
    ]


def test_england_is_a_named_line_and_has_no_rank():
    ax = charts.ranked_strip(areas(), **COLUMNS).axes[0]
    assert "England 6.0" in [text.get_text() for text in ax.texts]
    (line,) = (line for line in ax.lines if line.get_linestyle() == "--")
    assert list(line.get_ydata()) == [6, 6]
    assert 6 not in {y for _, y in dots(ax)}


def test_the_interval_of_the_rank_is_a_bar_through_the_dot_with_its_word():
    data = areas().assign(first=1.0, last=4.0)
    figure = charts.ranked_strip(data, **COLUMNS, rank_limits=("first", "last"))
    (bar,) = figure.axes[0].collections[0].get_segments()
    assert bar.tolist() == [[1, 9], [4, 9]]
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["95% interval of the rank"]
    missing = data.assign(first=np.nan, last=np.nan)
    assert not charts.ranked_strip(missing, **COLUMNS, rank_limits=("first", "last")).legends


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (areas().assign(role="focus"), "6 rows of focus"),
        (areas().assign(value=np.nan), "charts.ranked_strip: no rows to draw"),
        (areas().drop(columns="area"), "no column area"),
    ],
)
def test_what_cannot_be_drawn_is_refused(data, message):
    with pytest.raises(ValueError, match=message):
        charts.ranked_strip(data, **COLUMNS)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("focus", ["Area 12", "Area 4", "Area 2"])
def test_the_name_of_the_line_does_not_touch_that_of_the_area(first, focus):
    data = areas()
    data["role"] = data["role"].replace("focus", "context").where(data["area"] != focus, "focus")
    figure = charts.ranked_strip(data, **COLUMNS, highest_first=first)
    figure.draw_without_rendering()
    line, area = figure.axes[0].texts
    # The text alone: an annotation's own extent has its leader as well.
    boxes = [Text.get_window_extent(text) for text in (line, area)]
    assert not boxes[0].overlaps(boxes[1])
