"""A spine chart: what is better on the right, England in the middle, marks by verdict."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from leedsequity import charts, verdicts

COLUMNS = {"indicator": "indicator", "value": "value"}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def rows(polarity="low", verdict="better"):
    """England 10; the area 8; others 4, 6, 12 and 18, the farthest 8 away."""
    values = {"England": 10.0, "Leeds": 8.0, "A": 4.0, "B": 6.0, "C": 12.0, "D": 18.0}
    roles = {"England": "reference", "Leeds": "focus"}
    return pd.DataFrame(
        [("Poverty, %", area, value, roles.get(area, "context")) for area, value in values.items()],
        columns=["indicator", "area", "value", "role"],
    ).assign(polarity=polarity, verdict=verdict)


def mark(figure):
    """The mark of the area: the line with one point."""
    (line,) = (line for line in figure.axes[0].lines if len(line.get_xdata()) == 1)
    return line


@pytest.mark.parametrize(("polarity", "place"), [("low", 0.25), ("high", -0.25)])
def test_what_is_better_than_england_stands_on_its_right_in_shares_of_the_farthest(polarity, place):
    # 2 below England, where the farthest authority is 8 away: a quarter.
    assert mark(charts.spine(rows(polarity), **COLUMNS)).get_xdata() == pytest.approx([place])


def test_the_thin_line_reaches_over_all_and_the_thick_one_over_the_middle_half():
    ax = charts.spine(rows("high"), **COLUMNS).axes[0]
    (reach,) = ax.collections[0].get_segments()
    assert reach[:, 0] == pytest.approx([-6 / 8, 8 / 8])
    # The five areas are -6, -4, -2, 2 and 8 from England: the second and the fourth bound it.
    (box,) = ax.patches
    assert (box.get_x(), box.get_x() + box.get_width()) == pytest.approx((-4 / 8, 2 / 8))


def test_verdicts_differ_in_shape_and_untested_ones_are_hollow():
    marks = {}
    for word in ("better", "similar", "worse", "higher", "not tested"):
        line = mark(charts.spine(rows(verdict=word), **COLUMNS))
        marks[word] = line.get_marker(), line.get_markerfacecolor() == "white"
    assert len({marks[word] for word in ("better", "similar", "worse")}) == 3
    assert [hollow for _, hollow in marks.values()] == [False, False, False, True, True]


def test_values_stand_beside_and_the_key_names_what_is_drawn():
    figure = charts.spine(rows(), **COLUMNS)
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert {"8.0", "10.0", "Leeds", "England", "← worse", "better →"} == set(texts)
    # Both of a row have the same decimals, those of the larger.
    small = rows()
    small.loc[small["role"] == "reference", "value"] = 2.98
    texts = {text.get_text() for text in charts.spine(small, **COLUMNS).axes[0].texts}
    assert {"8.0", "3.0"} <= texts
    (legend,) = figure.legends
    assert [t.get_text() for t in legend.get_texts()] == ["better", "all areas", "middle half"]


def test_what_is_not_judged_says_so_and_has_no_better_end():
    ax = charts.spine(rows("not judged", "higher"), **COLUMNS).axes[0]
    (label,) = ax.get_yticklabels()
    assert label.get_text() == "Poverty, % (not judged)"
    assert "higher →" in [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("word", [*verdicts.TESTED, *verdicts.UNTESTED])
def test_every_word_of_a_verdict_has_its_mark_in_the_key(word):
    (legend,) = charts.spine(rows("not judged", word), **COLUMNS).legends
    assert word in [t.get_text() for t in legend.get_texts()]


def test_an_area_without_a_value_keeps_its_row():
    data = rows()
    data.loc[data["role"] == "focus", ["value", "verdict"]] = [np.nan, np.nan]
    ax = charts.spine(data, **COLUMNS).axes[0]
    assert "[x]" in [text.get_text() for text in ax.texts]
    assert not [line for line in ax.lines if len(line.get_xdata()) == 1 and line.get_marker() != ""]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (rows().query("role != 'reference'"), "not one row of role reference for each indicator"),
        (rows(polarity="up"), "polarity up is none of high, low, not judged"),
        (rows(verdict="good"), "verdict good is none of better"),
        (rows().assign(value=5.0), "no value of England, or none beside it: Poverty, %"),
        (rows().drop(columns="polarity"), "no column polarity"),
    ],
)
def test_what_cannot_be_drawn_is_refused(data, message):
    with pytest.raises(ValueError, match=message):
        charts.spine(data, **COLUMNS)
