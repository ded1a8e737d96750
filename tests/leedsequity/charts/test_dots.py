"""Dots with intervals: along numbers, down a list of names, and places on several measures."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from leedsequity import charts

SEXES = ("female", "male")
COLUMNS = {name: name for name in ("place", "value", "lower", "upper")}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def estimates(place):
    rows = [
        (sex, place[i], 5 + i, 4 + i, 7 + i, "focus" if i == 1 else "context")
        for sex in SEXES
        for i in range(3)
    ]
    return pd.DataFrame(rows, columns=["sex", "place", "value", "lower", "upper", "role"])


def test_intervals_reach_from_the_lower_to_the_upper_limit():
    figure = charts.intervals(
        estimates([0.1, 0.5, 0.9]), **COLUMNS, value_label="Years", ticks=[1, 2, 3]
    )
    reached = {
        tuple(segment[:, 1].tolist())
        for bars in figure.axes[0].collections
        for segment in bars.get_segments()
    }  # fmt: skip
    assert reached == {(4, 7), (5, 8), (6, 9)}
    assert [label.get_text() for label in figure.axes[0].get_xticklabels()] == ["1", "2", "3"]


def test_names_are_listed_from_the_top_in_the_order_given():
    ax = charts.intervals(estimates(["C", "A", "B"]), **COLUMNS, value_label="Years").axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["C", "A", "B"]
    assert ax.yaxis_inverted()


def test_a_name_without_an_estimate_keeps_its_place_and_says_so():
    data = estimates(["A", "B", "C"])
    data.loc[data["place"] == "B", ["value", "lower", "upper"]] = np.nan
    for ax in charts.intervals(data, **COLUMNS, value_label="Years").axes:
        (text,) = ax.texts  # and not a value: the focus has none
        assert text.get_text() == "not shown"
        assert text.get_position()[1] == 1  # the second of the names
        assert sorted(dot for line in ax.lines for dot in line.get_ydata()) == [0, 1, 2]
    first = charts.intervals(data, **COLUMNS, value_label="Years", missing="[c]").axes[0]
    assert [label.get_text() for label in first.get_yticklabels()] == ["A", "B", "C"]
    assert [text.get_text() for text in first.texts] == ["[c]"]
    # Where all estimates are there, the value of the focus alone is written.
    whole = charts.intervals(estimates(["A", "B", "C"]), **COLUMNS, value_label="").axes[0]
    assert [text.get_text() for text in whole.texts] == ["6.0"]


def test_the_value_of_no_difference_is_a_vertical_line_named_above_the_first_of_the_names():
    data = estimates(["A", "B", "C"])
    figure = charts.intervals(data, **COLUMNS, value_label="", no_difference=(1, "as all"))
    figure.draw_without_rendering()
    for ax in figure.axes:
        (line,) = (line for line in ax.lines if list(line.get_ydata()) == [0, 1])
        assert list(line.get_xdata()) == [1, 1]
        (label,) = (text for text in ax.texts if text.get_text() == "as all")
        assert label.get_window_extent().y0 > ax.transData.transform((1, 0))[1]


def test_along_numbers_the_value_of_no_difference_is_a_horizontal_line():
    data = estimates([0.1, 0.5, 0.9])
    figure = charts.intervals(data, **COLUMNS, value_label="", no_difference=(1, "equal"))
    (line,) = (line for line in figure.axes[0].lines if list(line.get_xdata()) == [0, 1])
    assert list(line.get_ydata()) == [1, 1]
    assert [text.get_text() for text in figure.axes[0].texts] == ["equal", "6.0"]


def test_long_names_leave_the_panels_as_wide():
    widths = []
    for length in (24, 48):
        figure = charts.intervals(
            estimates(["n" * length, "a", "b"]), **COLUMNS, value_label="Years"
        )
        figure.canvas.draw()
        widths.append(figure.axes[0].get_window_extent().width)
    assert widths[1] > 0.9 * widths[0]


def test_the_word_for_the_bars_stands_in_the_picture_where_there_are_bars():
    def words(data, **more):
        figure = charts.intervals(data, **COLUMNS, value_label="Years", **more)
        return [text.get_text() for legend in figure.legends for text in legend.get_texts()]

    data = estimates(["A", "B", "C"])
    assert words(data) == ["95% interval"]
    assert words(data, key={"bar": "range", "square": "published"}) == ["published", "range"]
    assert words(data.assign(lower=data["value"], upper=data["value"])) == []
    with pytest.raises(ValueError, match="a key has no mark triangle"):
        words(data, key={"triangle": "odd"})


def test_deciles_are_spaced_evenly_and_the_fitted_line_passes_as_high_over_each():
    places = [0.04, 0.12, 0.22, 0.34, 0.45, 0.56, 0.66, 0.76, 0.87, 0.96]
    data = pd.DataFrame({"rank": places, "value": 5.0, "lower": 4.0, "upper": 6.0})
    data = data.assign(role="focus", start=2.0, end=12.0)
    figure = charts.intervals(
        data,
        **COLUMNS | {"place": "rank"},
        value_label="Years",
        ticks=range(1, 11),
        fit=("start", "end"),
    )
    (line,) = (line for line in figure.axes[0].lines if line.get_linestyle() == "--")
    # 2 at the start, 10 more along the whole: at place 0.04 it is 2.4 high.
    assert line.get_xdata() == pytest.approx([0.5, *range(1, 11), 10.5])
    assert line.get_ydata() == pytest.approx([2, *[2 + 10 * place for place in places], 12])


def test_a_list_has_the_line_of_the_one_reference():
    data = estimates(["A", "B", "C"]).replace({"role": {"context": "reference"}})
    one = data[~((data["role"] == "reference") & (data["place"] == "A"))]
    for rows, expected in ((one, 1), (data, 0)):
        ax = charts.intervals(rows, **COLUMNS, value_label="Years").axes[0]
        lines = [line.get_xdata()[0] for line in ax.lines if list(line.get_ydata()) == [0, 1]]
        assert lines == [7] * expected


def test_a_profile_of_two_places_is_a_dumbbell_with_the_value_of_the_focus():
    rows = [("One", "Leeds", 12.25, "focus"), ("One", "England", 20.0, "reference")]
    data = pd.DataFrame(rows, columns=["measure", "place", "value", "role"])
    columns = {name: name for name in ("measure", "place", "value")}
    figure = charts.profile(data, **columns, value_label="%")
    assert [text.get_text() for text in figure.axes[0].texts] == ["12.2"]
    with pytest.raises(ValueError, match=r"charts\.profile: role focus has 2 places"):
        charts.profile(data.assign(role="focus"), **columns, value_label="%")


def test_values_are_written_at_the_dots_that_matter():
    def values(data, **more):
        ax = charts.intervals(data, **COLUMNS, value_label="Years", **more).axes[0]
        return [text.get_text() for text in ax.texts]

    data = estimates(["A", "B", "C"])  # 5, 6 and 7, of which 6 is the focus
    assert values(data) == ["6.0"]
    assert values(data.replace({"role": {"context": "reference"}})) == ["5.0", "6.0", "7.0"]
    one = data.assign(role=["reference", "focus", "context"] * 2)
    assert sorted(values(one)) == ["5.0", "6.0"]
    tenths = pd.DataFrame({"place": range(1, 11), "value": [float(n) for n in range(70, 80)]})
    tenths = tenths.assign(role="focus", lower=tenths["value"], upper=tenths["value"])
    assert values(tenths, ticks=range(1, 11)) == ["70.0", "79.0"]


def test_more_names_than_a_page_has_room_for_are_thinned_and_the_focus_is_kept():
    names = [f"Ward {i}" for i in range(69)]
    data = pd.DataFrame({"place": names, "value": 1.0, "lower": 0.0, "upper": 2.0})
    data["role"] = ["focus" if i == 33 else "context" for i in range(69)]
    ax = charts.intervals(data, **COLUMNS, value_label="Years").axes[0]
    written = [label.get_text() for label in ax.get_yticklabels()]
    assert len(written) == 69
    assert written[32:35] == ["", "Ward 33", ""]
    assert len([name for name in written if name]) <= 50


def test_names_that_a_page_has_no_room_to_wrap_are_cut():
    names = ["A long name of a ward, and more of it still", *(f"Ward {i}" for i in range(44))]
    data = pd.DataFrame({"place": names, "value": 1.0, "lower": 0.0, "upper": 2.0})
    ax = charts.intervals(data.assign(role="context", sex="male"), **COLUMNS, value_label="").axes[
        0
    ]
    assert ax.get_yticklabels()[0].get_text() == "A long name of a ward, and …"
