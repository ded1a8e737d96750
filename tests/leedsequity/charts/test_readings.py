"""Readings of claims: in percent off the printed number, what lies beyond as an arrow."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from leedsequity import charts

COLUMNS = {"claim": "claim", "printed": "printed", "value": "value"}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def found():
    rows = [
        ("Gap, years", 10.0, 12.0, "focus"),
        ("Gap, years", 10.0, 9.0, "context"),
        ("Fall, £", -200.0, -50.0, "focus"),
    ]
    return pd.DataFrame(rows, columns=["claim", "printed", "value", "role"])


def marks(figure):
    return {
        (line.get_marker(), line.get_markerfacecolor() == "white", round(x, 6), int(y))
        for line in figure.axes[0].lines
        if line.get_marker() in tuple("o<>")
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    }


def test_readings_stand_in_percent_off_the_printed_number_and_beyond_the_end_as_arrows():
    # 12 of 10 is a fifth more, 9 a tenth less; a fall of 50 of 200 is 75% less, beyond 50.
    expected = {("o", False, 20, 0), ("o", True, -10, 0), ("<", False, -50, 1)}
    assert marks(charts.readings(found(), **COLUMNS)) == expected
    farther = marks(charts.readings(found(), **COLUMNS, reach=80))
    assert ("o", False, -75, 1) in farther


def test_both_numbers_stand_beside_and_the_key_names_the_dots():
    figure = charts.readings(found(), **COLUMNS, main_label="first reading")
    texts = {text.get_text() for text in figure.axes[0].texts}
    assert texts == {"printed", "found", "10.0", "12.0", "-200", "-50"}
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert words == ["first reading", "other readings"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (found().assign(role="context"), "not one main reading"),
        (found().assign(role="focus"), "not one main reading"),
        (found().assign(printed=[10.0, 11.0, -200.0]), "several printed numbers, or prints 0"),
        (found().assign(printed=0.0), "several printed numbers, or prints 0"),
        (found().drop(columns="value"), "no column value"),
    ],
)
def test_what_cannot_be_drawn_is_refused(data, message):
    with pytest.raises(ValueError, match=message):
        charts.readings(data, **COLUMNS)
