"""Publishers' workbooks and text files: what is read of them, and what is none."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from leedsequity.errors import InputError
from leedsequity_data.publishers import sheets
from leedsequity_data.publishers.sheets import text_table

_READERS: dict[str, Callable[[Path], object]] = {
    "a.csv": lambda path: sheets.text_table(path, ["code"]),
    "a.csv.gz": lambda path: sheets.text_table(path, ["code"]),
    "a.xlsx": lambda path: sheets.sheet(path, "Data", "code", ["code"]),
    "a.xls": lambda path: sheets.sheet(path, "Data", "code", ["code"]),
    "a.ods": lambda path: sheets.grid(path, "Data"),
    "a.zip": lambda path: sheets.zipped(path, "a.csv"),
    "a.rda": lambda path: sheets.r_table(path, ["code"]),
    "b.rda": lambda path: sheets.r_array(path, ["code"], "value"),
    "a.parquet": lambda path: sheets.parquet(path, ["code"]),
    "a.geojson": lambda path: sheets.outlines(path, ["code"]),
    "a_topo.json": lambda path: sheets.outlines(path, ["code"]),
}


_PAGE = b"<!DOCTYPE html>\n<html><body>Sign in, to go on</body></html>\n"


@pytest.mark.parametrize("name", _READERS)
@pytest.mark.parametrize(
    "content",
    [b"", _PAGE, b"\x00\xff\xfe" * 500, b"PK\x03\x04", b"{}", b"code\n", b"\xd0\xcf\x11\xe0" * 200],
)
def test_what_is_not_a_publishers_file_is_refused_in_one_line_that_names_it(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=rf"^{re.escape(name)}[:,] [^\n]+\Z"):
        _READERS[name](tmp_path / name)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("code,value\nE1,1\n", "a.csv: no column 'name'; it has 'code', 'value'"),
        ("code,name,name \nE1,a,b\n", "a.csv: 2 columns 'name'; it has 'code', 'name', 'name'"),
        ("code,name\n", "a.csv: no rows below its header"),
        ("code,name\nE1,a\nE2\n", "a.csv: 1 rows without a cell for each column: [3]"),
        ("code,name\nE1,a\n\nE2,b\n", "a.csv: 1 rows without a cell for each column: [3]"),
        ("code,name\nE1,a,b\n", "a.csv: 1 rows without a cell for each column: [2]"),
        ('code,name\nE1,"a\n', "a.csv: cannot be read as a comma-separated text (utf-8-sig): "),
        (
            "code,name\nE1,\udce9\n",
            "a.csv: cannot be read as a comma-separated text (utf-8-sig): 'utf-8' codec can't",
        ),
    ],
)
def test_a_text_file_laid_out_in_another_way_is_refused_with_what_it_has(
    tmp_path: Path, content: str, message: str
) -> None:
    (tmp_path / "a.csv").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match=rf"^{re.escape(message)}"):
        sheets.text_table(tmp_path / "a.csv", ["code", "name"])


def test_only_the_columns_named_are_read_so_that_no_other_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("code,more,name\n01,x,Leeds\n1.0,y,1e3\n")
    table = sheets.text_table(tmp_path / "a.csv", ["name", "code"])
    assert table.to_dict("list") == {"name": ["Leeds", "1e3"], "code": ["01", "1.0"]}
    assert table.index.tolist() == [2, 3], "rows are counted as in the file, whose header is row 1"


def test_areas_that_a_lookup_or_a_table_has_twice_are_refused(tmp_path: Path) -> None:
    cells = pd.DataFrame({"code": ["E1", "E1", "E2"], "name": ["a", "b", "c"]})
    with pytest.raises(InputError, match=r"a\.csv: 1 of code with more than one name: \['E1'\]"):
        sheets.lookup(tmp_path / "a.csv", cells, "code", "name")
    with pytest.raises(InputError, match=r"a\.csv: 1 areas are there more than once: \['E1'\]"):
        sheets.rows_of(tmp_path / "a.csv", cells.set_index("code"), ["E1", "E2"])
    assert sheets.rows_of(tmp_path / "a.csv", cells.set_index("code"), ["E2"])["name"].tolist() == [
        "c"
    ]


def test_a_publishers_text_file_is_parsed_once_and_no_caller_can_spoil_it_for_the_next(
    tmp_path: Path,
) -> None:
    file = tmp_path / "lookup.csv"
    file.write_text("code, name\nE1,Leeds\n")
    first = text_table(file)
    file.unlink()
    first["extra"] = 1
    first.loc[0, "code"] = "spoiled"
    assert text_table(file).to_dict("list") == {"code": ["E1"], "name": ["Leeds"]}


class _Workbook:
    """A workbook of three sheets, as the parser gives it."""

    sheet_names = ("TA1_", "TA2 - Jul-Sep 18", "TA2_new")

    def get_sheet_by_name(self, name: str) -> "_Workbook":
        self.name = name
        return self

    def to_python(self, **_: bool) -> list[list[str]]:
        return [[self.name]]


def test_a_sheet_is_found_by_how_its_name_begins_if_no_other_begins_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sheets, "_workbook", lambda *_: _Workbook())
    assert sheets.grid(tmp_path / "a.ods", "TA1*").loc[0, 0] == "TA1_"
    for name, found in (("TA2*", "2 sheets 'TA2*'"), ("TA1", "no sheet 'TA1'")):
        with pytest.raises(
            InputError, match=re.escape(f"a.ods: {found}; its sheets are TA1_, TA2")
        ):
            sheets.grid(tmp_path / "a.ods", name)
