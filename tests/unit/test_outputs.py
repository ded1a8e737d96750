"""Saved tables and figures: the same bytes every time, with everything a reader needs beside them."""

import json

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from leedsequity import outputs, raw

WORDS = {"finding": "A line rises", "subtitle": "values of nothing", "alt": "a line from 1 to 3", "note": "made up"}


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("LEEDSEQUITY_OUTPUT", str(tmp_path))
    raw.load("published_life_expectancy")
    return outputs.Run("01_name", area="E08000035", steps=3)


def draw():
    figure, ax = plt.subplots(layout="constrained")
    ax.plot([1, 2, 3], label="a")
    ax.fill_between([0, 1, 2], [0, 1, 2], alpha=0.2)
    ax.legend()
    return figure


def save(run):
    data = pd.DataFrame({"x": [1, 2, 3]})
    run.figure("line", draw(), data, ["published_life_expectancy"], **WORDS)
    return {file.name: file.read_bytes() for file in (run.folder / "figures").iterdir()}


def test_results_stand_in_a_folder_named_by_the_parameters(run, tmp_path):
    assert run.folder == tmp_path / "01_name" / "area=E08000035,steps=3"


def test_a_folder_name_holds_nothing_that_a_path_cannot():
    assert outputs.folder_name({}) == "default"
    assert outputs.folder_name({"ward": "Gipton & Harehills", "file": "../a b"}) == "ward=Gipton-Harehills,file=..-a-b"


def test_a_table_is_written_with_ten_significant_digits_and_line_feeds(run):
    table = pd.DataFrame({"n": [1, 2, 3], "value": [1 / 3, 1e-9, np.nan]})
    run.table("numbers", table, ["published_life_expectancy"])
    written = (run.folder / "tables" / "numbers.csv").read_bytes()
    assert written == b"n,value\n1,0.3333333333\n2,1e-09\n3,\n"


def test_a_figure_is_saved_as_two_images_its_data_and_a_sidecar(run):
    files = save(run)
    assert set(files) == {"line.svg", "line.png", "line.csv", "line.json"}
    assert files["line.csv"] == b"x\n1\n2\n3\n"
    sidecar = json.loads(files["line.json"])
    assert {key: sidecar[key] for key in WORDS} == WORDS
    assert sidecar["notebook"] == "01_name"
    assert "Institute of Health Equity" in sidecar["source"]
    assert sidecar["licence"]


def test_a_figure_has_the_same_bytes_each_time_and_names_no_date(run):
    first, second = save(run), save(run)
    assert first == second
    assert b"<dc:date>" not in first["line.svg"]
    assert b"<text" not in first["line.svg"], "text is drawn as paths, so that no font is needed"


def test_a_saved_figure_is_closed(run):
    save(run)
    assert plt.get_fignums() == []


def test_a_source_that_was_not_read_is_refused_and_nothing_is_written(run):
    with pytest.raises(ValueError, match="not read by this run: no_such_table"):
        run.table("kept", pd.DataFrame({"x": [1]}), ["no_such_table"])
    assert not run.folder.exists()


def test_text_rounds_separates_thousands_and_marks_what_is_missing():
    table = pd.DataFrame(
        {"name_of": ["a", None], "share": [0.25, np.nan], "people": [1234567, 8], "flag": [True, False]}
    )
    assert outputs.text(table, 1).splitlines() == [
        "name of share    people  flag",
        "      a   0.2 1,234,567  True",
        "    [x]   [x]         8 False",
    ]


def test_text_marks_a_missing_whole_number():
    table = pd.DataFrame({"place": pd.array([1, None], dtype="Int64")})
    assert outputs.text(table).split() == ["place", "1", "[x]"]


def test_text_shows_no_negative_zero():
    assert outputs.text(pd.DataFrame({"x": [-0.001]}), 2).split() == ["x", "0.00"]


def test_outside_a_notebook_a_figure_is_told_in_words(run, capsys):
    save(run)
    assert capsys.readouterr().out == "A line rises. values of nothing\n"


def test_saving_looks_at_no_settings_of_matplotlib_and_leaves_them(run):
    plain = save(run)
    figure = draw()
    figure.draw_without_rendering()
    theirs = {"savefig.bbox": "tight", "savefig.facecolor": "red", "svg.fonttype": "none", "path.simplify": False}
    with mpl.rc_context(theirs):
        before = mpl.rcParams.copy()
        run.figure("line", figure, pd.DataFrame({"x": [1, 2, 3]}), ["published_life_expectancy"], **WORDS)
        assert mpl.rcParams == before
    assert {file.name: file.read_bytes() for file in (run.folder / "figures").iterdir()} == plain


@pytest.mark.parametrize("name", ["../above", "a/b", "", ".hidden", "..\\b", "C:b"])
def test_a_table_is_named_without_a_folder(run, name):
    with pytest.raises(ValueError, match="named by letters, without a folder"):
        run.table(name, pd.DataFrame({"x": [1]}), ["published_life_expectancy"])
    assert not run.folder.exists()


def test_a_chart_of_ones_own_keeps_the_look_that_it_was_drawn_with(run):
    with mpl.rc_context({"xtick.labelsize": 23, "ytick.color": "red"}):
        figure = draw()
        run.figure("line", figure, pd.DataFrame({"x": [1, 2, 3]}), ["published_life_expectancy"], **WORDS)
    (ax,) = figure.axes
    assert {tick.label1.get_size() for tick in ax.xaxis.get_major_ticks()} == {23}
    assert {tick.tick1line.get_color() for tick in ax.yaxis.get_major_ticks()} == {"red"}
