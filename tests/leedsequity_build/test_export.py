"""Exported tables: the results themselves, described column by column, in a workbook."""

import csv
import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
import yaml
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

from leedsequity.raw import inventory
from leedsequity.vocabulary import LEEDS
from leedsequity_build import run_files
from leedsequity_build.export import export
from leedsequity_build.export import results as results_of
from leedsequity_build.exported_tables import COMMON, MARKS, TABLES

ROOT = Path(__file__).parents[2]
PARTS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    export(folder, results_of(LEEDS), "Leeds")
    return folder


@pytest.fixture(scope="module")
def package(exported: Path) -> dict:
    return json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))


def rows(table) -> list[list[str]]:
    with (ROOT / "data" / "processed" / table.notebook / f"{table.table}.csv").open(
        newline=""
    ) as file:
        return list(csv.reader(file))


def resource(package: dict, table) -> dict:
    (found,) = (resource for resource in package["resources"] if resource["name"] == table.name)
    return found


# What is exported


@each_table
def test_every_column_is_described_and_no_other(table):
    header = rows(table)[0]
    recorded = inventory.record(table.record).columns if table.record else {}
    assert set(header) - {*COMMON, *recorded, *table.columns} == set()
    assert set(table.columns) <= set(header)


def test_every_common_column_is_in_a_table_that_does_not_describe_it_itself():
    assert set(COMMON) <= {
        name for table in TABLES for name in rows(table)[0] if name not in table.columns
    }


def test_the_titles_tell_of_the_area_that_the_results_are_of():
    for notebook in {table.notebook for table in TABLES}:
        run = json.loads((ROOT / "data" / "processed" / notebook / "run.json").read_text())
        assert run["parameters"].get("area", LEEDS) == LEEDS
        assert run["parameters"].get("comparator", "E92000001") == "E92000001"
        assert {run["parameters"].get(name, "") for name in ("peers", "register")} == {""}


def test_what_is_said_of_a_place_has_its_name_and_no_placeholder():
    tables = [table.of("Mordor") for table in TABLES]
    said = [
        f"{t.title} {t.description} {[c.description for c in t.columns.values()]}" for t in tables
    ]
    assert not [text for text in said if "{" in text]
    of_leeds = {table.sheet for table, text in zip(tables, said, strict=True) if "Leeds" in text}
    assert of_leeds == {"Scorecard"}, "which says who the peers of Leeds are"
    assert sum("Mordor" in text for text in said) > 10


# The data package


def test_the_package_has_what_a_tabular_data_package_needs(package):
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert package["profile"] == "tabular-data-package"
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert package["version"] == citation["version"]
    assert all(licence["path"].startswith("https://") for licence in package["licenses"])
    assert all(source["title"] and source["licence"] for source in package["sources"])
    assert (
        len(package["resources"])
        == len(TABLES)
        == len({resource["name"] for resource in package["resources"]})
    )


@each_table
def test_a_resource_is_the_result_and_states_its_bytes(exported, package, table):
    stated = resource(package, table)
    content = (exported / stated["path"]).read_bytes()
    recorded = json.loads((ROOT / "data" / "processed" / table.notebook / "run.json").read_text())[
        "outputs"
    ]
    assert stated["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert stated["hash"] == f"sha256:{recorded[f'tables/{table.table}.csv']['sha256']}"
    assert stated["bytes"] == len(content)
    assert (stated["profile"], stated["format"], stated["mediatype"]) == (
        "tabular-data-resource",
        "csv",
        "text/csv",
    )
    assert content.decode(stated["encoding"])
    assert "/" not in stated["path"]
    publishers = [
        inventory.record(name).publisher for name in recorded[f"tables/{table.table}.csv"]["raw"]
    ]
    assert [
        source["title"].startswith(f"{of}: ")
        for source, of in zip(stated["sources"], publishers, strict=True)
    ]


@each_table
def test_the_types_of_a_schema_are_those_of_the_values(exported, package, table):
    schema = resource(package, table)["schema"]
    inferred = pd.read_csv(
        exported / f"{table.name}.csv", keep_default_na=False, na_values=schema["missingValues"]
    )
    assert [field["name"] for field in schema["fields"]] == list(inferred)
    for field in schema["fields"]:
        values = inferred[field["name"]].dropna()
        assert field["description"]
        assert field["unit"]
        if len(values) and field["type"] == "string":
            assert not pd.api.types.is_numeric_dtype(values), field["name"]
        elif len(values) and field["type"] == "boolean":
            assert set(values) <= {True, False}, field["name"]
        elif len(values):
            assert pd.api.types.is_numeric_dtype(values), field["name"]
            assert field["type"] == "number" or (values % 1 == 0).all(), field["name"]


# The workbook


def part(exported: Path, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(exported / "leedsequity.xlsx") as workbook:
        return ElementTree.fromstring(workbook.read(name))


def as_in_the_workbook(table) -> list[list[float | str]]:
    """Return the rows of a result as the workbook should have them: texts, numbers, marks."""
    header, *values = rows(table)
    recorded = inventory.record(table.record).columns if table.record else {}

    def cell(name: str, text: str) -> float | str:
        column = table.columns.get(name) or (None if name in recorded else COMMON[name])
        unit = column.unit if column else recorded[name].unit
        if not text:
            return column.absent if column else "[x]"
        return text if unit in ("text", "code", "flag") else float(text)

    return [[cell(name, text) for name, text in zip(header, row, strict=True)] for row in values]


def test_the_cover_comes_first_then_the_notes_then_a_sheet_a_table(exported):
    names = CalamineWorkbook.from_path(exported / "leedsequity.xlsx").sheet_names
    assert names == ["Cover", "Notes", *(table.sheet for table in TABLES)]
    assert all(re.fullmatch(r"[A-Za-z ]{1,31}", name) for name in names)
    cover = part(exported, "xl/worksheets/sheet1.xml")
    links = [link.get("location") for link in cover.iterfind(".//m:hyperlink", PARTS)]
    assert [re.sub(r"'?!A1$", "", link).strip("'") for link in links] == names[1:]


def test_the_cover_names_every_publisher_and_how_to_cite(exported, package):
    sheet = CalamineWorkbook.from_path(exported / "leedsequity.xlsx").get_sheet_by_name("Cover")
    text = " ".join(str(cell) for row in sheet.to_python() for cell in row)
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["title"] in text
    assert citation["version"] in text
    for source in package["sources"]:
        assert source["licence"] in text
    for publisher in (
        "Office for National Statistics",
        "Office for Health Improvement and Disparities",
        "HM Treasury",
    ):
        assert publisher in text


def test_the_notes_explain_every_mark_and_column(exported):
    notes = (
        CalamineWorkbook.from_path(exported / "leedsequity.xlsx")
        .get_sheet_by_name("Notes")
        .to_python()[1:]
    )
    assert (
        {mark for sheet, mark, *_ in notes if sheet == "all"}
        == set(MARKS)
        == {"[c]", "[u]", "[x]", "[z]"}
    )
    for table in TABLES:
        told = [column for sheet, column, *_ in notes if sheet == table.sheet]
        assert told == ["all", *headings(exported, table)]
    assert all(all(row) for row in notes)


def headings(exported: Path, table) -> list[str]:
    book = CalamineWorkbook.from_path(exported / "leedsequity.xlsx")
    return book.get_sheet_by_name(table.sheet).to_python()[0]


def test_what_stands_over_a_column_is_words_and_the_unit(exported):
    of = {table.sheet: headings(exported, table) for table in TABLES}
    assert of["Gaps by authority"][6] == "Slope index (years of life expectancy at birth)"
    assert of["Wards"][:2] == ["Deprivation edition", "Ward code"]
    assert of["Wards"][4:7] == ["People", "In decile 1 (people)", "Share"]
    assert of["Trends"][6] == "Value", "whose unit is a column"
    assert not [name for names in of.values() for name in names if "_" in name]


@each_table
def test_a_sheet_is_one_plain_marked_table_from_a1(exported, table):
    number = 3 + TABLES.index(table)  # after the cover and the notes
    sheet = part(exported, f"xl/worksheets/sheet{number}.xml")
    expected = as_in_the_workbook(table)
    assert sheet.find(".//m:mergeCell", PARTS) is None
    assert len(sheet.findall(".//m:tablePart", PARTS)) == 1
    pane = sheet.find(".//m:pane", PARTS)
    assert (pane.get("state"), pane.get("topLeftCell"), pane.get("xSplit")) == (
        "frozen",
        "A2",
        None,
    )
    cells = (len(expected) + 1) * len(expected[0])
    assert len(sheet.findall(".//m:c", PARTS)) == cells, "no cell is left out"
    marked = part(exported, f"xl/tables/table{number - 1}.xml")  # the first is that of the notes
    last = xl_rowcol_to_cell(len(expected), len(expected[0]) - 1)
    assert (marked.get("ref"), marked.get("displayName")) == (
        f"A1:{last}",
        table.sheet.replace(" ", "_"),
    )
    assert marked.find(".//m:autoFilter", PARTS) is None
    named = [column.get("name") for column in marked.iterfind(".//m:tableColumn", PARTS)]
    assert named == headings(exported, table)
    assert len({*named}) == len(named)


@each_table
def test_a_sheet_holds_the_result_in_full_precision(exported, table):
    sheet = CalamineWorkbook.from_path(exported / "leedsequity.xlsx").get_sheet_by_name(table.sheet)
    assert sheet.to_python()[1:] == as_in_the_workbook(table)


def test_an_untestable_claim_has_no_recomputed_value_by_its_nature(exported):
    header, *claims = (
        CalamineWorkbook.from_path(exported / "leedsequity.xlsx")
        .get_sheet_by_name("Claims")
        .to_python()
    )
    found = [
        claim[header.index("Found")] for claim in claims if claim[header.index("Readings")] == 0
    ]
    assert found
    assert set(found) == {"[z]"}


def test_the_workbook_says_what_it_is_and_not_when_it_was_made(exported):
    core = " ".join(part(exported, "docProps/core.xml").itertext())
    assert "Health inequality in Leeds" in core
    assert "The leedsequity maintainers" in core
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"1980-01-01T00:00:00Z"}
    assert "en-GB" in "".join(part(exported, "docProps/custom.xml").itertext())


def test_libreoffice_opens_it_and_finds_the_same(exported, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: no `soffice` on the path")
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", every_sheet, "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(exported / "leedsequity.xlsx")], check=True, capture_output=True, timeout=120
    )
    for table in TABLES:
        with (tmp_path / f"leedsequity-{table.sheet}.csv").open(
            newline="", encoding="utf-8"
        ) as file:
            found = list(csv.reader(file))
        for read, row in zip(found[1:], as_in_the_workbook(table), strict=True):
            numbers = [place for place, value in enumerate(row) if isinstance(value, float)]
            assert [float(read[place]) for place in numbers] == pytest.approx(
                [row[place] for place in numbers], rel=1e-9
            )
            assert [
                text for text, value in zip(read, row, strict=True) if isinstance(value, str)
            ] == [value for value in row if isinstance(value, str)]


# The command


@pytest.fixture
def results(project: Path) -> Path:
    """The copied project, with the committed results in it."""
    shutil.copytree(ROOT / "data" / "processed", project / "data" / "processed")
    shutil.copy(ROOT / "CITATION.cff", project)
    return project


def test_two_exports_have_the_same_bytes_whatever_the_clock_and_the_seed(exported, tmp_path):
    elsewhere = os.environ | {
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "LEEDSEQUITY_OUTPUT": str(tmp_path),
    }
    code = "from leedsequity_build.cli import main; main()"
    subprocess.run(
        [sys.executable, "-c", code, "export"], env=elsewhere, check=True, capture_output=True
    )
    made = {file.name: file.read_bytes() for file in exported.iterdir()}
    assert {file.name: file.read_bytes() for file in (tmp_path / "export").iterdir()} == made
    assert str(ROOT).encode() not in b"".join(made.values())


def test_the_command_writes_to_out_or_where_it_is_told(results, leedsequity):
    code, printed, _ = leedsequity("export")
    assert code == 0
    assert printed.splitlines()[:2] == [
        "out/export/leedsequity.xlsx",
        "out/export/datapackage.json",
    ]
    assert leedsequity("export", "--output-dir", "apart")[0] == 0
    names = sorted(Path(line).name for line in printed.splitlines())
    assert sorted(file.name for file in (results / "apart").iterdir()) == names


@pytest.mark.parametrize(
    "command", [["export", "--output-dir", "apart"], ["example", "programme", "apart/events.csv"]]
)
def test_a_full_disk_is_a_line_and_leaves_what_was_there(
    results, leedsequity, monkeypatch, command
):
    assert leedsequity("export", "--output-dir", "apart")[0] == 0
    before = {file: file.read_bytes() for file in results.rglob("*") if file.is_file()}
    write = Path.write_bytes

    def full(self, content):
        write(self, content[: len(content) // 2])
        raise OSError(
            errno.ENOSPC, "No space left on device"
        )  # as the system does: it names no file

    monkeypatch.setattr(Path, "write_bytes", full)
    code, printed, complaint = leedsequity(*command)
    assert (code, printed, complaint.count("\n")) == (2, "", 1)
    assert complaint.startswith("leedsequity: No space left on device: apart/")
    assert "/." not in complaint, "the file that was wanted, not the half of it"
    assert {file: file.read_bytes() for file in results.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize(
    ("file", "content", "rule"),
    [
        ("CITATION.cff", b"title: [", "cannot be read as YAML, line 2: "),
        (
            "CITATION.cff",
            b"title: a\n",
            "its content has not the expected form (KeyError: 'abstract')",
        ),
        ("CITATION.cff", b"\xff", "cannot be read as YAML, line 1: not UTF-8 text"),
        ("data/raw/claims.yaml", b"retrieved: 2024-02-30\n", "missing description, publisher, "),
    ],
)
def test_a_file_that_cannot_be_read_is_named(results, leedsequity, file, content, rule):
    (results / file).write_bytes(content)
    code, printed, complaint = leedsequity("export")
    assert (code, printed, complaint.count("\n")) == (2, "", 1)
    assert complaint.startswith(f"leedsequity: {file}: {rule}")


@pytest.mark.parametrize("content", [b"", b"null", b'{"raw": {}, "outputs": 3}'])
def test_a_record_of_a_run_that_is_none_is_named_once(results, leedsequity, content):
    record = "data/processed/07_marmot_indicators/run.json"
    (results / record).write_bytes(content)
    complaint = (
        f"leedsequity: {record} is missing, or no record of a run: run `leedsequity build`\n"
    )
    assert leedsequity("export") == (2, "", complaint)


def test_an_edited_result_is_not_exported(results, leedsequity):
    edited = results / "data" / "processed" / "07_marmot_indicators" / "scorecard.csv"
    edited.write_text(edited.read_text().replace("worse", "better"))
    code, printed, complaint = leedsequity("export")
    assert (code, printed) == (2, "")
    assert (
        complaint
        == "leedsequity: data/processed/07_marmot_indicators/scorecard.csv is not as its run.json"
        " records it: run `leedsequity build`\n"
    )
    assert not (results / "out").exists()


def test_results_of_raw_tables_that_changed_are_not_exported(results, leedsequity):
    record = results / "data" / "raw" / "life_expectancy_la_decile.yaml"
    record.write_text(re.sub(r"sha256: \w+\n$", f"sha256: {'f' * 64}\n", record.read_text()))
    code, printed, complaint = leedsequity("export")
    assert (code, printed) == (2, "")
    assert (
        "raw table life_expectancy_la_decile changed since 01_life_expectancy_gaps was built"
        in complaint
    )
    assert complaint.count("\n") == 1


def test_without_results_there_is_nothing_to_export(project, leedsequity):
    code, printed, complaint = leedsequity("export")
    assert (code, printed) == (2, "")
    assert "data/processed/08_claims/run.json is missing, or no record of a run" in complaint
    assert complaint.endswith("run `leedsequity build`\n")


@pytest.mark.long
def test_a_full_disk_leaves_the_earlier_export_whole(results, leedsequity, monkeypatch):
    leedsequity("export")
    folder = results / "out" / "export"
    for file in folder.iterdir():
        file.write_bytes(b"earlier")
    write_bytes, names = Path.write_bytes, sorted(file.name for file in folder.iterdir())
    for full in (names[0], "leedsequity.xlsx", names[-1]):

        def fills(file: Path, content: bytes, full: str = full) -> int:
            if full in file.name:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))
            return write_bytes(file, content)

        with monkeypatch.context() as disk:
            disk.setattr(Path, "write_bytes", fills)
            with pytest.raises(OSError, match="No space left"):
                export(folder, results_of(LEEDS), "Leeds")
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == dict.fromkeys(
            names, b"earlier"
        )


def test_a_table_that_is_no_longer_exported_is_removed_if_nobody_changed_it(results, leedsequity):
    leedsequity("export")
    folder = results / "out" / "export"
    now = {file.name: file.read_bytes() for file in folder.iterdir()}
    package = json.loads(now["datapackage.json"])
    content, outside = b"a\n1\n", results / "outside.csv"
    stated = {"hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    for path in ("gone.csv", "changed.csv", "../../outside.csv", str(outside)):
        (folder / path).write_bytes(content)
        package["resources"].append(stated | {"path": path})
    (folder / "changed.csv").write_bytes(b"a\n2\n")
    (folder / "mine.csv").write_bytes(content)
    (folder / "datapackage.json").write_text(json.dumps(package))
    assert leedsequity("export")[0] == 0
    left = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert left == now | {"changed.csv": b"a\n2\n", "mine.csv": content}
    assert outside.read_bytes() == content


@pytest.mark.parametrize(
    "package", [b"", b"null", b"[]", b'{"name": "leedsequity", "resources": [3, {"path": 3}]}']
)
def test_a_spoilt_or_foreign_data_package_removes_nothing(results, leedsequity, package):
    folder = results / "out" / "export"
    folder.mkdir(parents=True)
    (folder / "datapackage.json").write_bytes(package)
    (folder / "mine.csv").write_bytes(b"a\n1\n")
    assert leedsequity("export")[0] == 0
    assert (folder / "mine.csv").read_bytes() == b"a\n1\n"
    assert json.loads((folder / "datapackage.json").read_bytes())["name"] == "leedsequity"


# Charts, and other places


def test_every_chart_is_exported_as_it_is_committed(tmp_path, leedsequity, results):
    shutil.copytree(ROOT / "figures", results / "figures")
    code, printed, _ = leedsequity("export", "--charts", "--output-dir", "apart")
    assert code == 0
    charts = {file.name: file.read_bytes() for file in (results / "apart" / "charts").iterdir()}
    committed = {
        f"{file.parent.name}-{file.name}": file.read_bytes()
        for end in ("svg", "png")
        for file in (ROOT / "figures").glob(f"*/*.{end}")
        if not file.stem.endswith("_share")
    }
    assert charts == committed
    assert printed.splitlines()[-1] == f"apart/charts: {len(committed)} files"
    edited = results / "figures" / "01_life_expectancy_gaps" / "slope_index.svg"
    edited.write_bytes(b"<svg/>")
    code, printed, complaint = leedsequity("export", "--charts", "--output-dir", "other")
    assert (code, printed) == (2, "")
    assert (
        "figures/01_life_expectancy_gaps/slope_index.svg is not as its run.json records"
        in complaint
    )
    assert not (results / "other").exists()


def test_another_place_has_the_tables_that_its_runs_have(tmp_path):
    """As of a place that notebook 03 serves and for which it has no table of ethnic groups."""
    source = run_files.committed("03_deprivation_ethnicity")
    run = json.loads(source.record.read_text())
    del run["outputs"]["tables/ethnic_group_in_most_deprived.csv"]
    files = run_files.in_folder("03_deprivation_ethnicity", tmp_path / "run")
    files.tables.mkdir(parents=True)
    files.record.write_text(json.dumps(run))
    for name in ("wards", "conditions_by_decile"):
        shutil.copy(source.tables / f"{name}.csv", files.tables)
    written = export(tmp_path / "out", {"03_deprivation_ethnicity": files}, "Mordor")
    names = ["leedsequity.xlsx", "datapackage.json", "wards.csv", "conditions-by-decile.csv"]
    assert [file.name for file in written] == names
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert package["title"] == "Health inequality in Mordor: indicators and gaps"
    assert package["resources"][0]["title"].startswith("Wards of Mordor: ")


def test_one_place_is_exported_at_a_time(leedsequity):
    code, _, complaint = leedsequity("export", "--area", "core-cities")
    assert code == 2
    assert complaint == "leedsequity: export takes one area at a time; --area core-cities is 8\n"
