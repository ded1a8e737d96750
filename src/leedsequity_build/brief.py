"""One page on a place as a document: three sentences, a figure, a table, the sources.

It is notebook 07 in short. Needs python-docx, of the extra `office`. Bytes depend on the results
alone.
"""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from leedsequity import inputs
from leedsequity.errors import InputError
from leedsequity.outputs import short_licence
from leedsequity.wording import period, place
from leedsequity_build.run_files import RunFiles

NOTEBOOK, FIGURE = "07_marmot_indicators", "among_all"
_WHEN = datetime(1980, 1, 1)
_WIDEST, _HIGHEST = 15.0, 10.5  # of the figure, cm: the page has room for it and so many rows
_ROWS = 9
_WIDTHS = (8.2, 2.2, 1.9, 1.9, 2.4)  # of the table's columns, cm
_WORDS = ("finding", "subtitle", "alt", "note", "source", "licence")
_VERDICTS = ("worse", "better", "similar")
_HEADER = ("Measure", "Period", "{area}", "England", "Beside England")


def brief(found: Mapping[str, RunFiles], area: str) -> bytes:
    """Return the page as a .docx.

    Parameters
    ----------
    found
        From `export.results`.
    area
        The name of the place.

    Raises
    ------
    InputError
        If python-docx is not installed, or notebook 07 has nothing to show of the place.
    """
    try:
        from docx import Document
        from docx.shared import Cm, Pt
    except ImportError:
        raise InputError(
            "a brief needs python-docx, which is not installed: `pip install python-docx`, or `make"
            " data`, which installs all extras"
        ) from None
    if NOTEBOOK not in found:
        raise InputError(f"no brief of {area}: notebook {NOTEBOOK[:2]} has nothing of such a place")
    files = found[NOTEBOOK]
    outputs = files.read_record()["outputs"]
    sentences = _table(files, "in_short")["sentence"]
    scorecard = _table(files, "scorecard")
    rows = compared(scorecard)
    document = Document()
    document.core_properties.title = f"Health inequality in {place(area)}, in short"
    document.core_properties.author = "leedsequity"
    document.core_properties.language = "en-GB"
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = _WHEN
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(1.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(10)
    style.paragraph_format.space_after = Pt(3)
    for level, size in ((1, 16), (2, 11)):
        heading = document.styles[f"Heading {level}"]
        heading.font.size, heading.paragraph_format.space_before = Pt(size), Pt(6)
    document.add_heading(document.core_properties.title, level=1)
    for sentence in sentences:
        document.add_paragraph(sentence)
    credit = "Source: the publishers that `leedsequity explain` names."
    if f"figures/{FIGURE}.png" in outputs:
        words = inputs.json_object(files.path(f"figures/{FIGURE}.json"), *_WORDS)
        document.add_heading(words["finding"], level=2)
        _add_picture(document, files.path(f"figures/{FIGURE}.png").read_bytes(), words)
        document.add_paragraph(f"{words['subtitle']}. {words['note']}".strip())
        credit = f"Source: {words['source']}. Licence: {short_licence(words['licence'])}."
    if len(rows):
        tested = int(scorecard["standing"].isin(_VERDICTS).sum())
        part = f", {len(rows)} of {tested}" if tested > len(rows) else ""
        document.add_heading(f"What was tested{part}", level=2)
        _add_table(document, [h.format(area=area) for h in _HEADER], rows)
    document.add_heading("Sources", level=2)
    document.add_paragraph(
        f"{credit} Numbers, tests and cautions: leedsequity, notebook {NOTEBOOK[:2]}."
    )
    whole = io.BytesIO()
    document.save(whole)
    return _without_clock(whole.getvalue())


def compared(scorecard: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the measures that were tested beside England, as texts: worse, better, then similar.

    A row has measure with unit, period, value, England's value, verdict; at most nine rows.
    """
    tested = scorecard[scorecard["standing"].isin(_VERDICTS)]
    order = tested["standing"].map(_VERDICTS.index).sort_values(kind="stable").index
    return [
        (
            f"{row['measure']}, {row['unit']}",
            period(row["period"]),
            f"{row['value']:.1f}",
            f"{row['comparator']:.1f}",
            str(row["standing"]),
        )
        for _, row in tested.loc[order].head(_ROWS).iterrows()
    ]


def _table(files: RunFiles, name: str) -> pd.DataFrame:
    file = files.path(f"tables/{name}.csv")
    with inputs.reading(file):
        return pd.read_csv(file, keep_default_na=False, na_values=[""])


def _add_picture(document: Any, png: bytes, words: Mapping[str, str]) -> None:
    """Add the figure, with its alternative text, as wide as the page lets its height be."""
    from docx.shared import Cm

    picture = document.add_picture(io.BytesIO(png))
    factor = min(Cm(_WIDEST) / picture.width, Cm(_HIGHEST) / picture.height)
    picture.width, picture.height = int(picture.width * factor), int(picture.height * factor)
    about = picture._inline.docPr  # python-docx has no name for it
    about.set("descr", words["alt"])
    about.set("title", words["finding"])


def _add_table(document: Any, header: list[str], rows: list[tuple[str, ...]]) -> None:
    """Add a table whose first row is its header, for a screen reader as for the eye."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    table = document.add_table(rows=0, cols=len(header), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    for texts in (header, *rows):
        cells = table.add_row().cells
        for at, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            cell.width = Cm(_WIDTHS[at])
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(9), texts is header
            paragraph.paragraph_format.space_after = Pt(0)
            if at in (2, 3):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    first = table.rows[0]._tr.get_or_add_trPr()
    first.append(OxmlElement("w:tblHeader"))


def _without_clock(document: bytes) -> bytes:
    """Return a document whose parts have no time of their own: a .docx is a zip."""
    whole = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as parts,
        zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, _WHEN.timetuple()[:6])
            out.writestr(part, parts.read(name), zipfile.ZIP_DEFLATED)
    return whole.getvalue()
