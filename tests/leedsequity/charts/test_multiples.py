"""Small multiples: a panel a measure, on its own scale; a line breaks where a year is missing."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from leedsequity import charts

LIMITS = {"lower": np.nan, "upper": np.nan}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def points():
    rows = [
        (panel, role, area, year, value)
        for panel, times in (
            ("Small\n%", 1),
            ("A second whose title is far too long for its place\n%", 1000),
            ("Third\n%", 1),
            ("Fourth\n%", 1),
        )
        for role, area, value in (
            ("focus", "Leeds", 3),
            ("reference", "England", 3.01),
            ("context", "Hull", 1),
        )
        for year, value in ((2018, value * times), (2019, value * times), (2022, value * times))
    ]
    return pd.DataFrame(rows, columns=["panel", "role", "area", "year", "value"]).assign(**LIMITS)


def lines(data):
    return charts.multiples(
        data, x="year", y="value", name="area", by="panel", context="other cities"
    )


def test_each_measure_has_its_own_panel_and_scale_in_the_order_given():
    figure = lines(points())
    titles = [" ".join(ax.get_title(loc="left").split()) for ax in figure.axes]
    assert titles == [
        "Small %",
        "A second whose title is far too long for its place %",
        "Third %",
        "Fourth %",
    ]
    assert len(figure.axes) == 4, "a row that is not full has no empty panels"
    assert figure.axes[0].get_ylim()[1] < 10 < figure.axes[1].get_ylim()[0]


def test_a_line_breaks_where_a_year_is_missing():
    line = lines(points()).axes[0].lines[0]
    assert line.get_xdata().tolist() == [2018, 2019, 2020, 2021, 2022]
    assert np.isnan(line.get_ydata()).tolist() == [False, False, True, True, False]


def test_labels_stand_at_the_ends_do_not_touch_and_the_grey_is_explained_once():
    figure = lines(points())
    figure.draw_without_rendering()
    labels = figure.axes[0].texts
    assert [text.get_text() for text in labels] == ["Leeds", "England"]
    assert not labels[0].get_window_extent().overlaps(labels[1].get_window_extent())
    assert figure.get_supxlabel() == "grey: other cities"


def test_titles_do_not_run_into_the_next_panel():
    figure = lines(points())
    figure.draw_without_rendering()
    boxes = [ax._left_title.get_window_extent() for ax in figure.axes[:3]]
    assert not boxes[0].overlaps(boxes[1])
    assert not boxes[1].overlaps(boxes[2])


def test_a_band_is_drawn_for_what_stands_out_and_has_limits():
    data = points()
    data["lower"], data["upper"] = data["value"] - 1, data["value"] + 1
    assert len(lines(data).axes[0].collections) == 2  # Leeds and England, not Hull
    focus = lines(data).axes[0].collections[0].get_paths()[0].vertices[:, 1]
    assert (np.nanmin(focus), np.nanmax(focus)) == (2, 4)


def dots():
    rows = [
        (panel, role, area, value, value - 1, value + 1)
        for panel in ("One\n%", "Two\n%")
        for role, area, value in (
            ("reference", "England", 5),
            ("context", "York", 7),
            ("focus", "Leeds", 6),
            ("context", "Hull", 9),
        )
    ]
    data = pd.DataFrame(rows, columns=["panel", "role", "area", "value", "lower", "upper"])
    data.loc[data["panel"] == "Two\n%", ["lower", "upper"]] = np.nan
    return charts.strips(
        data, place="area", value="value", lower="lower", upper="upper", by="panel"
    )


def test_names_are_listed_once_with_the_area_and_its_comparator_below():
    left, right = dots().axes
    assert [label.get_text() for label in left.get_yticklabels()] == [
        "Hull",
        "York",
        "Leeds",
        "England",
    ]
    assert left.yaxis_inverted()
    assert not right.yaxis.get_tick_params()["labelleft"]


def test_intervals_reach_their_limits_and_are_left_out_where_there_are_none():
    left, right = dots().axes
    reach = {
        tuple(s[:, 0].tolist())
        for bars in left.collections
        for s in bars.get_segments()
        if len(s) == 2
    }
    assert {(8, 10), (6, 8), (5, 7), (4, 6)} <= reach
    widths = [np.ptp(s[:, 0]) for bars in right.collections for s in bars.get_segments()]
    assert max(widths) == 0


def test_a_line_stands_where_the_comparator_is():
    left, _ = dots().axes
    assert [5, 5] in [list(line.get_xdata()) for line in left.lines]
