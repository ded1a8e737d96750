"""Saved tables and figures: the same bytes every time, with all that a reader needs."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.text import Text

from leedsequity import outputs, raw
from leedsequity.errors import InputError

ROOT = Path(__file__).parents[2]

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
    run.figure("line", draw(), data, [TABLE], **WORDS)
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
    run.table("numbers", table, [TABLE])
    written = (run.folder / "tables" / "numbers.csv").read_bytes()
    assert written == b"n,value\n1,0.3333333333\n2,1e-09\n3,\n"


def test_a_figure_is_saved_as_three_images_its_data_and_a_sidecar(run):
    files = save(run)
    assert set(files) == {
        "line.svg",
        "line.png",
        "line_share.png",
        "line.csv",
        "line.json",
    }
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


def test_the_picture_to_share_has_short_source_and_the_open_licences_by_name(run, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "leedsequity.pictures.shared", lambda *words: drawn.append(words[1:]) or b""
    )
    ogl = "Open Government Licence v3.0"
    for licence in (ogl, f"{ogl}; {ogl} (of a part); Open Parliament Licence v3.0; none", "none"):
        published_by(run, monkeypatch, "Office for National Statistics", licence=licence)
    assert [words[:2] for words in drawn] == [(WORDS["finding"], WORDS["subtitle"])] * 3
    assert [words[2] for words in drawn] == [
        f"Source: ONS. Licence: {ogl}.",
        f"Source: ONS. Licence: {ogl}; Open Parliament Licence v3.0; others.",
        "Source: ONS. Licence: none.",
    ]


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
        run.figure("line", figure, pd.DataFrame({"x": [1, 2, 3]}), [TABLE], **WORDS)
        assert mpl.rcParams == before
    assert {file.name: file.read_bytes() for file in (run.folder / "figures").iterdir()} == plain


@pytest.mark.parametrize("name", ["../above", "a/b", "", ".hidden", "..\\b", "C:b"])
def test_a_table_is_named_without_a_folder(run, name):
    with pytest.raises(ValueError, match="named by letters, without a folder"):
        run.table(name, pd.DataFrame({"x": [1]}), [TABLE])
    assert not run.folder.exists()


def test_a_chart_of_ones_own_keeps_the_look_that_it_was_drawn_with(run):
    with mpl.rc_context({"xtick.labelsize": 23, "ytick.color": "red"}):
        figure = draw()
        run.figure("line", figure, pd.DataFrame({"x": [1, 2, 3]}), [TABLE], **WORDS)
    (ax,) = figure.axes
    assert {tick.label1.get_size() for tick in ax.xaxis.get_major_ticks()} == {23}
    assert {tick.tick1line.get_color() for tick in ax.yaxis.get_major_ticks()} == {"red"}


def test_a_figure_in_a_notebook_has_its_words_as_they_are_and_alternative_text(run, shown):
    words = WORDS | {"finding": "*x* <b>", "subtitle": "$5 and $6", "alt": 'a "line"'}
    run.figure("line", draw(), pd.DataFrame({"x": [1]}), [TABLE], **words)
    figure = BeautifulSoup(shown[0]["text/html"], "html.parser").figure
    assert [p.text for p in figure.find_all("p")] == ["*x* <b>", "$5 and $6"]
    assert figure.img["alt"] == 'a "line"'
    picture = (run.folder / "figures" / "line.png").read_bytes()
    assert figure.img["src"] == f"data:image/png;base64,{b64encode(picture).decode()}"
    assert figure.figcaption.text.endswith(". made up")
    assert shown[0]["text/plain"] == "*x* <b>. $5 and $6"


def test_a_figure_draws_any_text_as_it_is_and_its_image_can_be_read(run):
    figure, ax = plt.subplots()
    ax.barh(["$x^$", "$5 and $6"], [1, 2])
    ax.set(title="$y^$ \x0b\x01 -- & <b>", xlabel=r"\frac{$", xscale="log")
    run.figure("line", figure, pd.DataFrame({"x": [1]}), [TABLE], **WORDS)
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
    odd.table("kept", pd.DataFrame({"x": [1]}), [TABLE])
    assert json.loads((odd.folder / "run.json").read_bytes())["parameters"] == {"note": "a\udcff"}


@pytest.fixture
def shown(monkeypatch):
    """What a notebook shows, bundle by bundle; an update replaces the one of its name."""
    bundles, names = [], {}

    def display(bundle, display_id=None, **_):
        names[display_id] = len(bundles)
        bundles.append(bundle)

    def update_display(bundle, display_id, **_):
        bundles[names[display_id]] = bundle

    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: True)
    monkeypatch.setattr("IPython.display.display", display)
    monkeypatch.setattr("IPython.display.update_display", update_display)
    return bundles


SENTENCES = ["It is <b>2</b>.", "Beside 3.", "This is sure."]


def test_the_place_at_the_top_is_filled_by_three_sentences_and_the_lead_figure(run, shown):
    run.reserve_summary()
    (top,) = shown
    assert top["text/plain"] == "The three sentences stand here when the notebook has run."
    run.table("kept", pd.DataFrame({"x": [1]}), [TABLE])
    run.figure("line", draw(), pd.DataFrame({"x": [1]}), [TABLE], **WORDS, lead=True)
    run.summary(SENTENCES)
    assert len(shown) == 1, "nothing is shown where the notebook has come to"
    top = BeautifulSoup(shown[0]["text/html"], "html.parser")
    assert [p.text for p in top.find_all("p", recursive=False)] == SENTENCES
    assert top.figure.img["alt"] == WORDS["alt"]
    written = (run.folder / "tables" / "in_short.csv").read_text()
    assert written.splitlines() == ["sentence", *SENTENCES]
    saved = json.loads((run.folder / "run.json").read_text())["outputs"]["tables/in_short.csv"]
    assert saved["raw"] == [TABLE]


def test_without_a_notebook_the_sentences_are_printed_where_they_are_given(run, capsys):
    run.reserve_summary()
    assert capsys.readouterr().out == ""
    run.figure("line", draw(), pd.DataFrame({"x": [1]}), [TABLE], **WORDS, lead=True)
    assert capsys.readouterr().out == "A line rises. values of nothing\n"
    run.summary(SENTENCES)
    assert capsys.readouterr().out == "\n\n".join(SENTENCES) + "\n"


def test_one_figure_leads(run):
    run.figure("line", draw(), pd.DataFrame({"x": [1]}), [TABLE], **WORDS, lead=True)
    with pytest.raises(ValueError, match="other: another figure leads already"):
        run.figure("other", draw(), pd.DataFrame({"x": [1]}), [TABLE], **WORDS, lead=True)
    assert not (run.folder / "figures" / "other.csv").exists()


@pytest.mark.parametrize("number", [2, 4])
def test_in_short_is_three_sentences(run, number):
    with pytest.raises(InputError, match=f"01_name: In short is 3 sentences, not {number}"):
        run.summary(["One."] * number)
    assert not run.folder.exists()


@pytest.mark.parametrize("sentences", [["One.", " ", "Three."], ["One.", None, "Three."], ""])
def test_no_sentence_is_empty(run, sentences):
    for save in (run.summary, run.findings):
        with pytest.raises(InputError, match=r"01_name: .*: 1 of \d sentences are empty"):
            save(sentences)
    assert not run.folder.exists()


def test_a_sentence_by_itself_is_one_and_not_its_letters(run):
    with pytest.raises(InputError, match="01_name: In short is 3 sentences, not 1"):
        run.summary("abc")


def test_there_are_at_most_eight_findings(run, capsys):
    run.findings(["One."] * 8)
    assert capsys.readouterr().out.count("* One.") == 8
    with pytest.raises(InputError, match="01_name: 9 findings, and at most 8 are read"):
        run.findings(["One."] * 9)


NOTEBOOK = """
import pandas as pd
from matplotlib import pyplot as plt
from leedsequity import outputs, raw
raw.load("published_life_expectancy")
run = outputs.Run("01_name")
run.reserve_summary()
# %%
words = {"finding": "It is so", "subtitle": "all", "alt": "one dot"}
for name in ("lead", "other"):
    figure, ax = plt.subplots(figsize=(1, 1))
    data = pd.DataFrame({"x": [1]})
    run.figure(name, figure, data, ["published_life_expectancy"], lead=name == "lead", **words)
# %%
outputs.show(pd.DataFrame({"area": ["Leeds", None]}), "Places")
# %%
run.findings(["One."])
run.summary(["One.", "Two.", "Three."])
"""


def test_an_executed_notebook_as_a_web_page_has_alternative_text_and_header_cells(tmp_path):
    """By a kernel and plain nbconvert, with nothing of ours between."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_markdown_cell("# Title\n\n## Part"),
        *map(nbformat.v4.new_code_cell, NOTEBOOK.split("# %%")),
    ]
    file = tmp_path / "small.ipynb"
    nbformat.write(notebook, file)
    convert = [sys.executable, "-m", "nbconvert", "--execute", "--to", "html", str(file)]
    environment = os.environ | {"LEEDSEQUITY_OUTPUT": str(tmp_path / "out")}
    subprocess.run(convert, check=True, env=environment, cwd=ROOT, capture_output=True)
    page = BeautifulSoup(file.with_suffix(".html").read_text(encoding="utf-8"), "html.parser")
    assert [image["alt"] for image in page.find_all("img")] == ["one dot", "one dot"]
    (table,) = page.find_all("table")
    assert [cell["scope"] for cell in table.find_all("th")] == ["col"]
    text = page.get_text()
    assert text.index("Three.") < text.index("It is so") < text.index("Places")
    assert "stand here when" not in text
