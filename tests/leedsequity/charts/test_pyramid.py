"""A population pyramid: men on the left, bars of the focus, the other population's outline."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from leedsequity import charts

COLUMNS = {"age": "age", "value": "share", "name": "area", "value_label": "% of all people"}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def people():
    rows = [
        ("0-14", "female", "focus", "Leeds", 9.0),
        ("15+", "female", "focus", "Leeds", 42.0),
        ("0-14", "male", "focus", "Leeds", 10.0),
        ("15+", "male", "focus", "Leeds", 39.0),
        ("0-14", "female", "reference", "England", 8.0),
        ("15+", "female", "reference", "England", 43.0),
        ("0-14", "male", "reference", "England", 8.5),
        ("15+", "male", "reference", "England", 40.5),
    ]
    return pd.DataFrame(rows, columns=["age", "sex", "role", "area", "share"])


def test_bars_of_men_reach_to_the_left_of_nought_and_those_of_women_to_the_right():
    ax = charts.pyramid(people(), **COLUMNS).axes[0]
    lengths = [bar.get_width() for bar in ax.patches if hasattr(bar, "get_width")]
    assert lengths == [-10, -39, 9, 42]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["0-14", "15+"]
    assert ax.get_ylim()[0] < ax.get_ylim()[1], "the youngest stand below"
    assert (ax.get_title("left"), ax.get_title("right")) == ("Men", "Women")


def test_lengths_are_read_without_a_sign():
    figure = charts.pyramid(people(), **COLUMNS)
    figure.draw_without_rendering()
    ticks = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert "40" in ticks
    assert not [tick for tick in ticks if tick.startswith(("-", "\N{MINUS SIGN}"))]


def test_the_other_population_is_an_outline_named_in_the_key():
    figure = charts.pyramid(people(), **COLUMNS)
    outlines = [
        each.get_data().values.tolist()
        for each in figure.axes[0].patches
        if hasattr(each, "get_data")
    ]
    assert outlines == [[-8.5, -40.5], [8, 43]]
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["Leeds", "England"]
    alone = charts.pyramid(people().query("role == 'focus'"), **COLUMNS)
    assert [text.get_text() for text in alone.legends[0].get_texts()] == ["Leeds"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (people().replace({"sex": {"male": "men"}}), "men is no role or sex"),
        (people().assign(share=-1.0), "8 values of share below 0"),
        (pd.concat([people(), people()]), "several rows of age 0-14"),
        (people().drop(index=1), "the focus has not a value of each age"),
        (people().drop(columns="sex"), "no column sex"),
    ],
)
def test_what_cannot_be_drawn_is_refused(data, message):
    with pytest.raises(ValueError, match=message):
        charts.pyramid(data, **COLUMNS)
