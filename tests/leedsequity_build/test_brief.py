"""The page on a place as a document: what is in it, and that a word processor opens it."""

import builtins
import json
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from docx import Document

from leedsequity.errors import InputError
from leedsequity_build import run_files
from leedsequity_build.brief import NOTEBOOK, brief, compared

ROOT = Path(__file__).parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FOUND = {NOTEBOOK: run_files.committed(NOTEBOOK)}


@pytest.fixture(scope="module")
def page() -> bytes:
    return brief(FOUND, "Leeds")


def test_it_is_title_sentences_figure_table_and_sources(page):
    document = Document(BytesIO(page))
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    said = (ROOT / "data/processed" / NOTEBOOK / "in_short.csv").read_text().splitlines()[1:]
    assert texts[0] == "Health inequality in Leeds, in short"
    assert texts[1:4] == [sentence.strip('"') for sentence in said]
    levels = [p.style.name for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert levels == ["Heading 1", "Heading 2", "Heading 2", "Heading 2"]
    assert texts[-2] == "Sources"
    assert "MHCLG" in texts[-1]
    assert "Open Government Licence v3.0" in texts[-1]
    assert len(document.inline_shapes) == len(document.tables) == 1


def test_its_table_says_what_it_leaves_out(page, monkeypatch):
    document = Document(BytesIO(page))
    scorecard = pd.read_csv(ROOT / "data/processed" / NOTEBOOK / "scorecard.csv")
    tested = scorecard["standing"].isin(["worse", "better", "similar"]).sum()
    monkeypatch.setattr("leedsequity_build.brief._ROWS", 3)
    shorter = Document(BytesIO(brief(FOUND, "Leeds")))
    assert f"What was tested, 3 of {tested}" in [p.text for p in shorter.paragraphs]
    assert "31 December 2025" in {cell.text for cell in document.tables[0].columns[1].cells}


def test_a_place_stands_in_the_title_as_in_a_sentence():
    titled = Document(BytesIO(brief(FOUND, "Isles of Scilly"))).paragraphs[0].text
    assert titled == "Health inequality in the Isles of Scilly, in short"


def test_the_picture_has_its_alternative_text_and_the_table_a_header(page):
    document = Document(BytesIO(page))
    sidecar = json.loads((ROOT / "figures" / NOTEBOOK / "among_all.json").read_text())
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == sidecar["alt"]
    assert shape.height.cm <= 10.5 + 0.01
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "Measure",
        "Period",
        "Leeds",
        "England",
        "Beside England",
    ]
    marked = [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in table.rows]
    assert marked == [True] + [False] * (len(table.rows) - 1)
    assert len(table.rows) > 2


def test_its_bytes_have_no_clock_and_no_path(page):
    assert brief(FOUND, "Leeds") == page
    with zipfile.ZipFile(BytesIO(page)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = "".join(ElementTree.fromstring(parts.read("docProps/core.xml")).itertext())
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"1980-01-01T00:00:00Z"}
    assert "en-GB" in core


def test_only_what_was_tested_stands_in_the_table_the_worse_first():
    columns = ["measure", "unit", "period", "value", "comparator", "standing"]
    rows = [
        ("a", "%", "2022", 12.34, 11, "similar"),
        ("b", "%", 2022, 1, 2, "better"),
        ("c", "%", "2022", 1, 2, "worse, not tested"),
        ("d", "years", "2022", 78.0, 79.96, "worse"),
        ("e", "%", "2022", 1, 2, "caution"),
        ("f", "%", "2022", None, None, None),
    ]
    assert compared(pd.DataFrame(rows, columns=columns)) == [
        ("d, years", "2022", "78.0", "80.0", "worse"),
        ("b, %", "2022", "1.0", "2.0", "better"),
        ("a, %", "2022", "12.3", "11.0", "similar"),
    ]
    many = pd.DataFrame([rows[0]] * 30, columns=columns)
    assert len(compared(many)) == 9, "as many as the page has room for"


def test_what_is_missing_is_a_line(monkeypatch):
    with pytest.raises(
        InputError, match="no brief of Harehills: notebook 07 has nothing of such a"
    ):
        brief({}, "Harehills")
    imported = builtins.__import__

    def without(name, *arguments, **keywords):
        if name.startswith("docx"):
            raise ModuleNotFoundError(name)
        return imported(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match="a brief needs python-docx, which is not installed: `pip"):
        brief(FOUND, "Leeds")


def test_libreoffice_opens_it_as_one_page(page, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: no `soffice` on the path")
    (tmp_path / "brief.docx").write_bytes(page)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(tmp_path / "brief.docx")], check=True, capture_output=True, timeout=120
    )
    pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / "brief.pdf").read_bytes())
    assert len(pages) == 1
