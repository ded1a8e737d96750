"""Files as spreadsheets leave them: what is read from them, and what of their form is named."""

import builtins
import datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from leedsequity.errors import InputError
from leedsequity_build.partner_files import read


def score(row: list[str]) -> int:
    return sum(cell in ("name", "day") for cell in row)


def of(tmp_path: Path, content: bytes):
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    return read(file, score)


PLAIN = [["é", "1"], ["b", "2"]]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("name,day\né,1\nb,2\n".encode(), []),
        ("\ufeffname,day\r\né,1\r\nb,2\r\n".encode(), []),
        ("name;day\né;1\nb;2\n".encode("cp1252"), ["Windows-1252", "semicolons"]),
        ("name\tday\né\t1\nb\t2\n".encode("utf-16"), ["UTF-16", "tabs"]),
        ("Export, all, rows\n\nname,day\né,1\nb,2\n".encode(), ["the header is row 3"]),
        ("name,day\né,1\n,\nb,2\n".encode(), ["1 row is empty"]),
        ("name,day\né,1\n\nb,2\n".encode(), []),
    ],
)
def test_the_cells_are_the_same_whatever_the_form_which_is_named(content, form, tmp_path):
    cells = of(tmp_path, content)
    assert cells.header == ["name", "day"]
    assert cells.rows.to_numpy().tolist() == PLAIN
    assert len(cells.form) == len(form)
    assert all(word in line for word, line in zip(form, cells.form, strict=True))


def test_rows_have_the_numbers_that_a_spreadsheet_shows(tmp_path):
    content = b'Title\n\nname,day\n"a\nb",1\n\nc,2,too many\n'
    cells = of(tmp_path, content)
    assert cells.rows.index.tolist() == [4, 6], "a line break in a cell begins no row"
    assert cells.header == ["name", "day", ""]
    assert cells.rows[2].tolist()[1] == "too many"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b",,\n",
        b"\x81\x8d\x8f",
        b"\x00\xff\xfeZaphod\x81",
        b'name,day\n"Zaphod,1\nb,2\n',
    ],
)
def test_what_is_no_table_is_refused_without_a_word_of_it(content, tmp_path):
    with pytest.raises(InputError, match=r"^file\.csv: ") as caught:
        of(tmp_path, content)
    assert "Zaphod" not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    file = tmp_path / "Zaphod.xlsx"
    with Workbook(file) as book:
        book.add_worksheet("About").write(0, 0, "Zaphod")
        sheet = book.add_worksheet("Zaphod")
        sheet.write_row(1, 0, ["name", "day"])
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(2, 0, 12)
        sheet.write_datetime(2, 1, datetime.datetime(2024, 3, 1), day)
        sheet.write(4, 0, 0.5)
        sheet.write(4, 1, True)
    return file


def test_a_workbook_is_read_from_the_sheet_that_has_the_header(workbook):
    cells = read(workbook, score)
    assert cells.header == ["name", "day"]
    assert cells.rows.index.tolist() == [3, 5]
    assert cells.rows.to_numpy().tolist() == [["12", "2024-03-01"], ["0.5", "TRUE"]]
    assert cells.form == [
        "it is a workbook (sheet 2 of 2 was read): it must be a CSV",
        "the header is row 2: it must be the first",
        "1 row is empty",
    ]


def test_a_workbook_that_cannot_be_opened_or_for_which_nothing_is_installed_is_a_line(
    workbook, monkeypatch
):
    whole = workbook.read_bytes()
    workbook.write_bytes(whole[:200])
    with pytest.raises(InputError, match="cannot be opened as a workbook; if a password"):
        read(workbook, score)
    workbook.write_bytes(whole)
    imported = builtins.__import__

    def without(name, *arguments, **keywords):
        if name == "python_calamine":
            raise ModuleNotFoundError(name)
        return imported(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(
        InputError, match="`make data` installs it; or save a CSV, in Excel: File, "
    ):
        read(workbook, score)
