"""Lines over time: men on the left, labels that do not touch; several measures on own scales."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from leedsequity import charts

SEXES = ("female", "male")
LIMITS = {"lower": np.nan, "upper": np.nan}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def lines(**more):
    rows = [
        (sex, role, name, 2000 + i, value + i / 10)
        for sex in SEXES
        for role, name, value in (
            ("focus", "Leeds", 80),
            ("reference", "England", 80.01),
            ("context", "York", 70),
            ("context", "Hull", 60),
        )
        for i in range(5)
    ]
    data = pd.DataFrame(rows, columns=["sex", "role", "name", "year", "value"])
    return charts.lines(
        data, x="year", y="value", name="name", x_label="Year", y_label="Years", **more
    )


def test_men_stand_on_the_left_and_both_have_one_scale():
    left, right = lines().axes
    assert (left.get_title(loc="left"), right.get_title(loc="left")) == ("Men", "Women")
    assert left.get_ylim() == right.get_ylim()
    assert (left.get_ylabel(), right.get_ylabel()) == ("Years", "")


def test_lines_are_labelled_at_their_ends_with_their_last_values_and_grey_ones_once():
    figure = lines(context="other cities")
    for ax in figure.axes:
        # 80.01 and 0.4, 80 and 0.4, to the decimal that tells values below 100 apart
        said = sorted(text.get_text() for text in ax.texts)
        assert said == ["England 80.4", "Leeds 80.4", "other cities"]
    assert not figure.legends, "nothing is drawn that the labels do not name"
    texts = {text.get_text() for text in lines(decimals=2).axes[0].texts}
    assert texts == {"England 80.41", "Leeds 80.40"}


def words_of_key(figure):
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def test_hollow_marks_and_bands_have_their_word_in_the_picture():
    rows = [(year, 5.0, 4.0, 6.0, f"{year // 2003}") for year in range(2001, 2006)]
    data = pd.DataFrame(rows, columns=["year", "value", "lower", "upper", "series"])
    data = data.assign(name="Leeds", role="focus")
    axes = {"x": "year", "y": "value", "name": "name", "x_label": "Year", "y_label": "Years"}
    drawn = charts.lines(data, **axes, segment="series", limits=("lower", "upper"))
    assert words_of_key(drawn) == ["another series", "95% interval"]
    look = {"key": {"hollow": "since the census", "band": "90% interval"}}
    drawn = charts.lines(data, **axes, segment="series", limits=("lower", "upper"), **look)
    assert words_of_key(drawn) == ["since the census", "90% interval"]


def test_deciles_have_ticks_spaced_evenly_and_named_ends():
    data = pd.DataFrame({"decile": [1, 4, 10], "value": [3.0, 2.5, 1.0], "name": "a"})
    figure = charts.lines(
        data.assign(role="focus"), x="decile", y="value", name="name", x_label="", y_label=""
    )
    (ax,) = figure.axes
    assert ax.get_xticks().tolist() == list(range(1, 11))
    words = [" ".join(label.get_text().split()) for label in ax.get_xticklabels()]
    assert (words[0], words[-1]) == ("1 most deprived", "10 least deprived")
    assert [text.get_text() for text in ax.texts] == ["a 1.0", "3.0"]


def test_one_panel_is_drawn_where_the_caller_wants_it_and_more_are_refused():
    figure, ax = plt.subplots()
    data = pd.DataFrame({"year": [1, 2], "value": [3.0, 4.0], "name": "a", "role": "focus"})
    look = {"x": "year", "y": "value", "name": "name", "x_label": "", "y_label": "", "ax": ax}
    assert charts.lines(data, **look) is figure
    assert len(ax.lines) == 1
    both = pd.concat([data.assign(sex=sex) for sex in SEXES])
    with pytest.raises(ValueError, match="one panel was given for 2 of sex"):
        charts.lines(both, **look)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.drop(columns="value"), "charts.lines: no column value; the data has"),
        (lambda data: data.head(0), "charts.lines: no rows to draw"),
        (lambda data: data.assign(role="main"), "charts.lines: role main is none of focus"),
    ],
)
def test_data_that_cannot_be_drawn_are_refused_with_what_is_wrong(change, message):
    data = pd.DataFrame({"year": [1, 2], "value": [3.0, 4.0], "name": "a", "role": "focus"})
    look = {"x": "year", "y": "value", "name": "name", "x_label": "", "y_label": ""}
    with pytest.raises(ValueError, match=message):
        charts.lines(change(data), **look)


def test_labels_of_lines_that_end_together_do_not_touch():
    figure = lines()
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert not boxes[0].overlaps(boxes[1])


def test_what_stands_out_is_told_apart_without_colour():
    styles = {(line.get_linestyle(), line.get_marker()) for line in lines().axes[0].lines}
    assert len(styles) == 3


def test_the_value_of_no_difference_is_a_line_across_each_panel_named_at_its_end():
    for ax in lines(no_difference=(75, "none")).axes:
        across = [line for line in ax.lines if list(line.get_xdata()) == [0, 1]]
        assert [list(line.get_ydata()) for line in across] == [[75, 75]]
        (label,) = (text for text in ax.texts if text.get_text() == "none")
        assert label.xy == (0, 75)
    # It is in view even where no value comes near it.
    low, high = lines(no_difference=(1, "none")).axes[0].get_ylim()
    assert low < 1 < 80 < high


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


def small_multiples(data):
    return charts.multiples(
        data, x="year", y="value", name="area", by="panel", context="other cities"
    )


def test_each_measure_has_its_own_panel_and_scale_in_the_order_given():
    figure = small_multiples(points())
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
    line = small_multiples(points()).axes[0].lines[0]
    assert line.get_xdata().tolist() == [2018, 2019, 2020, 2021, 2022]
    assert np.isnan(line.get_ydata()).tolist() == [False, False, True, True, False]


def test_values_stand_at_the_ends_without_touching_and_names_once_in_the_key():
    figure = small_multiples(points())
    figure.draw_without_rendering()
    labels = figure.axes[0].texts
    assert [text.get_text() for text in labels] == ["3.0", "3.0"]
    assert not labels[0].get_window_extent().overlaps(labels[1].get_window_extent())
    assert words_of_key(figure) == ["Leeds", "England", "other cities"]


def test_titles_do_not_run_into_the_next_panel():
    figure = small_multiples(points())
    figure.draw_without_rendering()
    boxes = [ax._left_title.get_window_extent() for ax in figure.axes[:3]]
    assert not boxes[0].overlaps(boxes[1])
    assert not boxes[1].overlaps(boxes[2])


def test_a_band_is_drawn_for_what_stands_out_and_has_limits():
    data = points()
    data["lower"], data["upper"] = data["value"] - 1, data["value"] + 1
    assert len(small_multiples(data).axes[0].collections) == 2  # Leeds and England, not Hull
    focus = small_multiples(data).axes[0].collections[0].get_paths()[0].vertices[:, 1]
    assert (np.nanmin(focus), np.nanmax(focus)) == (2, 4)
