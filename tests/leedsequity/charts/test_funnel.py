"""A funnel: dots between curves of limits, the area in focus named."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from leedsequity import charts

COLUMNS = {
    "expected": "expected",
    "value": "value",
    "name": "area",
    "reference": (100, "England"),
    "value_label": "Ratio",
    "expected_label": "Deaths expected",
}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def areas():
    """Limits straight along 1 / sqrt(expected): 100 -/+ 200 and 300 / sqrt(E)."""
    expected = np.array([100.0, 400.0, 10_000.0])
    data = pd.DataFrame(
        {"expected": expected, "value": [90.0, 120.0, 104.0], "area": ["A", "B", "Leeds"]}
    )
    for level, width in (("95", 200), ("99_8", 300)):
        half = width / np.sqrt(expected)
        data[f"lower_{level}"], data[f"upper_{level}"] = 100 - half, 100 + half
    return data.assign(role=["context", "context", "focus"])


def lines(ax, style):
    return [
        line for line in ax.lines if line.get_linestyle() == style and len(line.get_xdata()) > 9
    ]


def test_limits_are_curves_through_those_of_the_areas():
    ax = charts.funnel(areas(), **COLUMNS).axes[0]
    lower, upper = lines(ax, "--")
    x = upper.get_xdata()
    assert (x[0], x[-1]) == pytest.approx((100, 10_000))
    assert upper.get_ydata() == pytest.approx(100 + 200 / np.sqrt(x))
    assert lower.get_ydata() == pytest.approx(100 - 200 / np.sqrt(x))
    assert lines(ax, "-")[1].get_ydata() == pytest.approx(100 + 300 / np.sqrt(x))


def test_the_area_in_focus_and_the_reference_are_named_with_their_values():
    figure = charts.funnel(areas(), **COLUMNS)
    texts = {text.get_text(): text for text in figure.axes[0].texts}
    assert set(texts) == {"England 100", "Leeds 104"}
    assert texts["Leeds 104"].get_ha() == "right", "it stands at the right of the panel"
    (legend,) = figure.legends
    assert [t.get_text() for t in legend.get_texts()] == ["an area", "95% limits", "99.8% limits"]


def test_areas_without_a_value_are_left_out():
    data = areas()
    data.loc[1, "value"] = np.nan
    ax = charts.funnel(data, **COLUMNS).axes[0]
    dots = [line.get_ydata().tolist() for line in ax.lines if line.get_marker() == "o"]
    assert dots == [[90.0], [104.0]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (areas().drop(columns="upper_95"), "no column upper_95"),
        (areas().assign(value=np.nan), "no rows to draw"),
        (areas().assign(expected=0.0), "3 of expected not above 0"),
        (areas().assign(role="main"), "role main is none of"),
    ],
)
def test_what_cannot_be_drawn_is_refused(data, message):
    with pytest.raises(ValueError, match=message):
        charts.funnel(data, **COLUMNS)
