"""A specification curve: estimates in order, the choices beneath each, the published band."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from leedsequity import charts

VALUES = {"male": {"a": 2.0, "b": -1.0, "c": 0.5}, "female": {"a": 0.0, "b": 1.0, "c": 3.0}}
CHOICES = pd.DataFrame(
    {"Weighted": [True, False, False], "Alone": [False, True, True]}, index=["a", "b", "c"]
)


@pytest.fixture
def figure():
    rows = [
        (sex, name, value, value - 0.5, value + 1, "focus" if name == "a" else "reference")
        for sex, values in VALUES.items()
        for name, value in values.items()
    ]
    data = pd.DataFrame(rows, columns=["sex", "name", "value", "lower", "upper", "role"])
    band = pd.DataFrame(
        {"sex": ["male", "female"], "estimate": [1, 2], "lower": [0.5, 1.5], "upper": [1.5, 2.5]}
    )
    columns = {column: column for column in ("name", "value", "lower", "upper")}
    yield charts.specification_curve(
        data, CHOICES, **columns, value_label="Months", band=band, band_label="Band: published"
    )
    plt.close("all")


def test_men_stand_on_the_left_on_one_scale_each_in_an_order_of_their_own(figure):
    men, women = figure.axes[:2]
    assert (men.get_title(loc="left"), women.get_title(loc="left")) == ("Men", "Women")
    assert men.get_ylim() == women.get_ylim()
    for ax, order in ((men, [-1, 0.5, 2]), (women, [0, 1, 3])):
        dots = {
            x: y for line in ax.lines if line.get_marker() in "os" for x, y in line.get_xydata()
        }
        assert [dots[i] for i in range(3)] == order


def test_bars_reach_from_the_lower_to_the_upper_limit(figure):
    bars = [
        segment[:, 1].tolist()
        for bars in figure.axes[0].collections
        for segment in bars.get_segments()
    ]
    assert sorted(bars) == [[-1.5, 0.0], [0.0, 1.5], [1.5, 3.0]]


def test_the_choices_stand_beneath_the_estimate_that_rests_on_them(figure):
    men = figure.axes[2]
    assert [label.get_text() for label in men.get_yticklabels()] == ["Weighted", "Alone"]
    assert [label.get_text() for label in figure.axes[3].get_yticklabels()] == ["", ""]
    made = max(men.lines, key=lambda line: line.get_markersize())
    # In the order b, c, a of the men: b and c stand alone, a is weighted.
    assert sorted(map(tuple, made.get_xydata())) == [(0, 1), (1, 1), (2, 0)]
    assert men.get_xlim() == figure.axes[0].get_xlim()


def test_what_was_declared_after_is_told_apart_without_colour(figure):
    shapes = {
        (line.get_marker(), line.get_markerfacecolor())
        for line in figure.axes[0].lines
        if line.get_marker() in "os"
    }
    assert len({marker for marker, _ in shapes}) == len({colour for _, colour in shapes}) == 2


def test_the_published_interval_is_a_band_of_its_own_height_for_men_and_women(figure):
    for ax, (bottom, top) in zip(figure.axes[:2], ((0.5, 1.5), (1.5, 2.5)), strict=True):
        heights = ax.patches[0].get_bbox()
        assert (heights.y0, heights.y1) == (bottom, top)
    assert [text.get_text() for text in figure.axes[0].texts] == ["Band: published"]
