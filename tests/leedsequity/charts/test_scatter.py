"""Dots with fitted lines: the most deprived on the left, ends and lines labelled, intervals."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from leedsequity import charts


@pytest.fixture
def figure():
    rows = [
        (sex, f"Place {i}", 10.0 * i, 80 - i, "focus" if i in (0, 4) else "context")
        for sex in ("female", "male")
        for i in range(5)
    ]
    data = pd.DataFrame(rows, columns=["sex", "place", "score", "value", "role"])
    data = data.assign(
        lower=data["value"] - 2, upper=data["value"] + 3, line=data["value"] + 0.5, other=78.0
    )
    drawn = charts.fitted(
        data.assign(line_lower=data["line"] - 1, line_upper=data["line"] + 1),
        x="score",
        y="value",
        name="place",
        limits=("lower", "upper"),
        fits={"Leeds": "line", "England": "other"},
        band=("line_lower", "line_upper"),
        x_label="Score",
        y_label="Years",
    )
    yield drawn
    plt.close(drawn)


def test_the_most_deprived_stand_on_the_left_and_men_in_the_left_panel(figure):
    left, right = figure.axes
    assert (left.get_title(loc="left"), right.get_title(loc="left")) == ("Men", "Women")
    assert left.xaxis_inverted()
    assert right.xaxis_inverted()


def test_ends_and_lines_are_named_and_nothing_else(figure):
    for ax in figure.axes:
        assert sorted(text.get_text() for text in ax.texts) == [
            "England",
            "Leeds",
            "Place 0",
            "Place 4",
        ]
        assert ax.get_legend() is None


def test_every_dot_has_its_interval_and_the_line_its_band(figure):
    ax = figure.axes[0]
    bars = [
        bar
        for lines in ax.collections
        if hasattr(lines, "get_segments")
        for bar in lines.get_segments()
    ]
    assert sorted(tuple(bar[:, 1].tolist()) for bar in bars) == [(74 + i, 79 + i) for i in range(5)]
    (band,) = (shape for shape in ax.collections if not hasattr(shape, "get_segments"))
    assert band.get_paths()[0].get_extents().extents.tolist() == [0, 75.5, 40, 81.5]


def test_the_two_lines_are_told_apart_without_colour(figure):
    styles = {
        (line.get_linestyle(), line.get_linewidth())
        for line in figure.axes[0].lines
        if line.get_marker() == "None"
    }
    assert {style for style, _ in styles} == {"-", "--"}


def test_names_stand_inwards_of_their_dots(figure):
    sides = {text.get_text(): text.get_ha() for text in figure.axes[0].texts}
    assert (sides["Place 0"], sides["Place 4"]) == ("right", "left")
