"""Bar charts say their values."""

import pandas as pd

from leedsequity import charts


def test_bars_start_at_zero_and_say_their_values():
    names = ["One", "A name that is long enough to be wrapped"]
    data = pd.DataFrame({"name": names, "share": [12.4, 60.0], "other": [10, 20]})
    figure = charts.bars(
        data,
        place="name",
        value="share",
        value_label="Percent",
        mark="other",
        mark_label="there",
        wrap=20,
    )
    (ax,) = figure.axes
    assert ax.get_xlim()[0] == 0
    assert [bar.get_width() for bar in ax.patches] == [12.4, 60]
    assert {"12", "60", "there"} <= {text.get_text() for text in ax.texts}
    assert "\n" in ax.get_yticklabels()[1].get_text()
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first row is on top"


def test_a_value_stands_beside_its_bar_unless_the_line_is_in_the_way():
    data = pd.DataFrame(
        {"name": ["Far", "Near", "None"], "share": [10.0, 38.0, None], "other": [40.0, 40.0, 40.0]}
    )
    figure = charts.bars(data, place="name", value="share", value_label="Percent", mark="other")
    places = {text.get_text(): text.xy[0] for text in figure.axes[0].texts if text.get_text()}
    assert places == {"10": 10, "38": 40, "[x]": 0}


def test_small_values_are_told_apart():
    data = pd.DataFrame({"name": ["A", "B"], "share": [0.2, 1.3]})
    figure = charts.bars(data, place="name", value="share", value_label="Percent")
    assert {text.get_text() for text in figure.axes[0].texts} == {"0.2", "1.3"}
