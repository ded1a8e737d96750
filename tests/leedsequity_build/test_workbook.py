"""A workbook of any tables: what its cells show, and that texts in it stay texts."""

import zipfile
from xml.etree import ElementTree

import pandas as pd
from python_calamine import CalamineWorkbook

from leedsequity_build.workbook import Column, Sheet, _style, workbook

PARTS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def test_numbers_are_shown_with_the_decimals_that_those_of_their_kind_need():
    values = pd.Series([78.9, 79.0, 61.0, 55.0, 0.125, 3.0, None, 2021.0])
    kinds = pd.Series(["life", "life", "pupils", "pupils", "jobs", "jobs", "jobs", "year"])
    shown = ["#,##0.0", "#,##0.0", "#,##0", "#,##0", "#,##0.00", "#,##0.00", "mark", "0"]
    assert _style(values, Column("a value", "%"), kinds).tolist() == shown
    assert set(_style(values, Column("a place", "number"), kinds).drop(6)) == {"0"}


def test_a_text_in_a_workbook_is_no_formula_address_or_broken_sheet(tmp_path):
    texts = [
        "=1+1",
        "+1",
        "-x",
        "@a",
        "http://a.example",
        "internal:'Notes'!A1",
        "{=1}",
        "a\x1b[31m\x0b",
        "\ufffe",
        "_x001B_",
    ]
    columns = dict.fromkeys(["place", "=1+1"], Column("a text"))
    sheet = Sheet("Texts", "=1+1", "=1+1", columns, pd.DataFrame(dict.fromkeys(columns, texts)))
    book = workbook("=1+1", "=1+1", {"=1+1": ["=1+1"]}, {"[x]": "=1+1"}, [sheet])
    (tmp_path / "leedsequity.xlsx").write_bytes(book)
    with zipfile.ZipFile(tmp_path / "leedsequity.xlsx") as book:
        parts = {
            name: ElementTree.fromstring(book.read(name))
            for name in book.namelist()
            if name.endswith(".xml")
        }
    assert not [name for name, xml in parts.items() if xml.find(".//m:f", PARTS) is not None], (
        "no formula"
    )
    assert parts["xl/worksheets/sheet3.xml"].find(".//m:hyperlink", PARTS) is None
    header, *found = (
        CalamineWorkbook.from_path(tmp_path / "leedsequity.xlsx")
        .get_sheet_by_name("Texts")
        .to_python()
    )
    assert header == ["Place", "=1+1"]
    assert [row[0] for row in found[:7]] == texts[:7]
