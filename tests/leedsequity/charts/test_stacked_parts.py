"""Stacked parts: columns that add up, totals beside them, numbers where there is room."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from leedsequity import charts

COLUMNS = {"place": "period", "part": "cause", "value": "value", "value_label": "Years of life"}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def rows(sexes=("female", "male"), **parts):
    """Two periods of two causes and their total, whose interval is 1 wide to each side."""
    parts = parts or {"heart": (3.0, 2.0), "cancer": (4.0, 5.0)}
    totals = [sum(values) for values in zip(*parts.values(), strict=True)]
    return pd.DataFrame(
        [
            (sex, period, cause, values[i], values[i] - 1, values[i] + 1)
            for sex in sexes
            for i, period in enumerate(("2001-03", "2013-15"))
            for cause, values in {np.nan: totals, **parts}.items()
        ],
        columns=["sex", "period", "cause", "value", "lower", "upper"],
    )


def bars(ax):
    return [(bar.get_x() + 0.33, bar.get_y(), bar.get_height()) for bar in ax.patches]


def test_parts_stand_on_one_another_in_the_order_of_the_rows():
    figure = charts.stacked_parts(rows(), **COLUMNS)
    assert [ax.get_title("left") for ax in figure.axes] == ["Men", "Women"]
    found = np.array(bars(figure.axes[0]))
    assert found == pytest.approx(np.array([(0, 0, 3), (1, 0, 2), (0, 3, 4), (1, 2, 5)]))
    assert figure.axes[0].get_ylim()[0] == 0
    assert [label.get_text() for label in figure.axes[0].get_xticklabels()] == [
        "2001-03",
        "2013-15",
    ]


def test_parts_below_0_hang_below_and_the_total_is_what_is_left():
    data = rows(("male",), heart=(3.0, 2.0), cancer=(-1.0, 1.0), other=(-0.5, 1.0))
    ax = charts.stacked_parts(data, **COLUMNS).axes[0]
    found = np.array(bars(ax))
    expected = [(0, 0, 3), (1, 0, 2), (0, 0, -1), (1, 2, 1), (0, -1, -0.5), (1, 3, 1)]
    assert found == pytest.approx(np.array(expected))
    dots = ax.containers[-1].lines[0]
    assert dots.get_ydata().tolist() == [1.5, 4.0]


def test_totals_have_their_intervals_beside_the_columns_and_a_word_in_the_key():
    figure = charts.stacked_parts(rows(), **COLUMNS)
    (segments,) = figure.axes[0].containers[-1].lines[2]
    ends = [segment[:, 1].tolist() for segment in segments.get_segments()]
    assert ends == [[6, 8], [6, 8]]
    assert all(segment[0, 0] > i + 0.33 for i, segment in enumerate(segments.get_segments()))
    (legend,) = figure.legends
    words = [text.get_text() for text in legend.get_texts()]
    assert words == ["heart", "cancer", "Total, with its 95% interval"]


def test_totals_without_intervals_are_numbers_alone():
    figure = charts.stacked_parts(rows().assign(lower=np.nan, upper=np.nan), **COLUMNS)
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["heart", "cancer"]
    assert "7.0" in [text.get_text() for text in figure.axes[0].texts]


def test_numbers_are_written_in_parts_high_enough_for_them():
    data = rows(("male",), heart=(6.0, 6.0), cancer=(0.1, 3.0))
    texts = [text.get_text() for text in charts.stacked_parts(data, **COLUMNS).axes[0].texts]
    assert sorted(texts) == ["3.0", "6.0", "6.0", "6.1", "9.0"]


def test_of_many_places_panels_stand_below_each_other_and_of_more_than_ten_none_has_a_number():
    data = pd.concat([rows().assign(period=lambda d, i=i: d["period"] + f" {i}") for i in range(6)])
    figure = charts.stacked_parts(data, **COLUMNS)
    men, women = (ax.get_position() for ax in figure.axes)
    assert men.y0 > women.y1
    assert not figure.axes[0].texts


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (rows().iloc[1:], "not one row for each period, cause and total"),
        (rows(**{f"cause {i}": (1.0, 1.0) for i in range(7)}), "7 parts, not 1 to 6"),
        (rows().assign(value=np.nan), "12 values are missing"),
        (rows().drop(columns="lower"), "no column lower"),
    ],
)
def test_what_cannot_be_drawn_is_refused(data, message):
    with pytest.raises(ValueError, match=message):
        charts.stacked_parts(data, **COLUMNS)
