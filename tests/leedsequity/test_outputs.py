"""Saved tables and figures: the same bytes every time, with all that a reader needs."""

import json
from dataclasses import replace
from html import escape
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from markdown_it import MarkdownIt
from matplotlib.text import Text

from leedsequity import outputs, raw

TABLE = "published_life_expectancy"
WORDS = {
    "finding": "A line rises",
    "subtitle": "values of nothing",
    "alt": "a line from 1 to 3",
    "note": "made up",
}


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
    assert (
        outputs.folder_name({"ward": "Gipton & Harehills", "file": "../a b"})
        == "ward=Gipton-Harehills,file=..-a-b"
    )


def test_a_long_folder_name_is_one_that_a_file_system_takes_and_no_other_runs():
    codes = [f"E070000{number:02}" for number in range(60)]
    one, other = (outputs.folder_name({"peers": ",".join(c)}) for c in (codes, codes[:-1]))
    assert one.startswith("peers=E07000000,E07000001")
    assert max(len(one), len(other)) == 200
    assert one != other
    assert len(outputs.folder_name({"ward": "ß" * 300}).encode()) <= 200


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
    assert sidecar["source"] == "Institute of Health Equity"
    assert sidecar["licence"]


def published_by(run, monkeypatch, *publishers, licence="Open Government Licence v3.0"):
    """Return the sidecar of a figure of one raw table, if these had published it."""
    record = replace(raw.record(TABLE), publisher="; ".join(publishers), licence=licence)
    monkeypatch.setattr(run, "_record", lambda _: record)
    return json.loads(save(run)["line.json"])


def test_the_source_is_the_publishers_once_each_by_their_full_names(run, monkeypatch):
    names = ["Office for National Statistics", "Department for Education"]
    sidecar = published_by(run, monkeypatch, *names, names[0], licence="one; two; one")
    assert sidecar["source"] == "Office for National Statistics; Department for Education"
    assert sidecar["licence"] == "one; two"


def test_the_source_names_many_publishers_by_their_short_names(run, monkeypatch):
    names = [
        "Ministry of Housing, Communities and Local Government",
        "Office for Health Improvement and Disparities",
        "Office for National Statistics",
        "Department for Energy Security and Net Zero",
        "Academy",
    ]
    # 7, 6, 4, 7 and 1 words.
    assert published_by(run, monkeypatch, *names[:4])["source"] == "; ".join(names[:4]), "24"
    assert published_by(run, monkeypatch, *names)["source"] == "; ".join(names), "25"
    found = published_by(run, monkeypatch, *names, "Bureau")["source"]
    assert found == "MHCLG; OHID; ONS; DESNZ; Academy; Bureau"


def test_the_source_says_that_there_are_others_where_short_names_are_too_many(run, monkeypatch):
    names = [f"Bureau of Subject {letter}" for letter in "ABCDEFG"]  # 4 words each
    found = published_by(run, monkeypatch, *names)["source"]
    assert found == f"{'; '.join(names[:5])}; and others: see leedsequity explain"
    assert len(found.split()) == 25


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
        {
            "name_of": ["a", None],
            "share": [0.25, np.nan],
            "people": [1234567, 8],
            "flag": [True, False],
        }
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
    theirs = {
        "savefig.bbox": "tight",
        "savefig.facecolor": "red",
        "svg.fonttype": "none",
        "path.simplify": False,
    }
    with mpl.rc_context(theirs):
        before = mpl.rcParams.copy()
        run.figure(
            "line", figure, pd.DataFrame({"x": [1, 2, 3]}), ["published_life_expectancy"], **WORDS
        )
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
        run.figure(
            "line", figure, pd.DataFrame({"x": [1, 2, 3]}), ["published_life_expectancy"], **WORDS
        )
    (ax,) = figure.axes
    assert {tick.label1.get_size() for tick in ax.xaxis.get_major_ticks()} == {23}
    assert {tick.tick1line.get_color() for tick in ax.yaxis.get_major_ticks()} == {"red"}


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\n=1", "\uff1d1+1", "=", "-x"]
)
def test_a_text_that_a_spreadsheet_takes_for_a_formula_is_written_as_text(run, text):
    frame = pd.DataFrame(
        {"place": [text, "Leeds"], "kind": pd.Categorical([text, text]), text: [1, 2]}
    )
    run.table("texts", frame, ["published_life_expectancy"])
    read = pd.read_csv(run.folder / "tables" / "texts.csv")
    written = text if len(text) == 1 else f"'{text}"  # a sign alone is no formula
    assert read["place"].tolist() == [written, "Leeds"]
    assert read["kind"].tolist() == [written, written]
    assert read.columns[2] == written


def test_a_carriage_return_begins_no_row(run):
    run.table(
        "texts", pd.DataFrame({"x": ["a\r=1", "b\r\nc", "\r=2"]}), ["published_life_expectancy"]
    )
    written = (run.folder / "tables" / "texts.csv").read_bytes()
    assert written == b'x\n"a\n=1"\n"b\nc"\n"\'\n=2"\n'


def test_numbers_and_what_is_missing_are_never_taken_for_formulas(run):
    frame = pd.DataFrame(
        {"value": [-1.5, np.nan], "limit": ["-3", "+2.5"], "none": [None, "-inf"], "n": [-1, -2]}
    )
    run.table("numbers", frame, ["published_life_expectancy"])
    written = (run.folder / "tables" / "numbers.csv").read_bytes()
    assert written == b"value,limit,none,n\n-1.5,-3,,-1\n,+2.5,-inf,-2\n"


def test_markdown_shows_a_text_as_it_is():
    text = "A_B *c* _d_ `e` $5 and $6 <script>f</script> [g](h) | i &amp; R&D\x1b[31m\nj"
    shown = MarkdownIt("commonmark").renderInline(outputs.markdown(text))
    plain = (
        "A_B *c* _d_ `e` $5 and $6 &lt;script&gt;f&lt;/script&gt; [g](h) | i &amp;amp;"
        " R&amp;D\\x1b[31m j"
    )
    assert shown == plain
    assert r"\$5 and \$6" in outputs.markdown(text), "between dollars Jupyter would read a formula"


@pytest.mark.parametrize(
    "text", ["1. one", "12) two", "- three", "+ four", "# five", "> six", "=== seven", "8.5 years"]
)
def test_markdown_makes_no_list_or_heading_of_a_text(text):
    assert MarkdownIt("commonmark").render(outputs.markdown(text)) == f"<p>{escape(text)}</p>\n"


def test_a_figure_in_a_notebook_has_its_words_as_they_are(run, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: True)
    monkeypatch.setattr(
        "IPython.display.display", lambda what, **_: shown.append(getattr(what, "data", ""))
    )
    words = WORDS | {"finding": "*x* <b>", "subtitle": "$5 and $6", "note": "[a](b)"}
    run.figure("line", draw(), pd.DataFrame({"x": [1]}), ["published_life_expectancy"], **words)
    first, _, last = shown
    assert first == "**\\*x\\* \\<b\\>**\n\n\\$5 and \\$6"
    assert last.endswith(r" \[a\](b)*")


def test_a_figure_draws_any_text_as_it_is_and_its_image_can_be_read(run):
    figure, ax = plt.subplots()
    ax.barh(["$x^$", "$5 and $6"], [1, 2])
    ax.set(title="$y^$ \x0b\x01 -- & <b>", xlabel=r"\frac{$", xscale="log")
    run.figure("line", figure, pd.DataFrame({"x": [1]}), ["published_life_expectancy"], **WORDS)
    svg = ElementTree.parse(run.folder / "figures" / "line.svg")
    assert svg.getroot().tag.endswith("svg")
    parsed = {text.get_text(): text.get_parse_math() for text in figure.findobj(Text)}
    assert not any(parsed[text] for text in ("$x^$", "$5 and $6", r"\frac{$"))
    assert all(parsed[text] for text in parsed if "mathdefault" in text), (
        "powers of ten are matplotlib's own"
    )
    assert any("mathdefault" in text for text in parsed)


def test_a_name_that_is_no_text_is_recorded_all_the_same(run, tmp_path):
    odd = outputs.Run("01_name", note="a\udcff")
    odd.table("kept", pd.DataFrame({"x": [1]}), ["published_life_expectancy"])
    assert json.loads((odd.folder / "run.json").read_bytes())["parameters"] == {"note": "a\udcff"}
