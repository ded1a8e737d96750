"""A newer edition of a publisher's file: what it changes is said, and put in place as one."""

import hashlib
import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from leedsequity import raw
from leedsequity.errors import InputError
from leedsequity_data.compile import compile_table
from leedsequity_data.update import outdated, update

TABLE = "life_expectancy_imd_decile"
FILE = "ons_le_hle_by_imd_decile_england.csv"
TODAY = date(2026, 11, 27)


def content(first: int, last: int, **revised: str) -> bytes:
    """Made up, in the layout of the publisher's extract: each value 80.0 to 80.9 by decile."""
    lines = ["period,imd_decile,deprivation_label,sex,le"]
    for start in range(first, last + 1):
        for sex in ("Male", "Female"):
            for decile in range(1, 11):
                value = revised.get(f"{sex}_{start}_{decile}", f"80.{decile % 10}")
                lines.append(f"{start} to {start + 2},{decile},label,{sex},{value}")
    return "\n".join(lines).encode()


@pytest.fixture
def source(root: Path) -> Path:
    """Compile the table from 2013-15 to 2021-23 in a folder of publishers' files; return that."""
    folder = root.parents[1] / "publishers"
    (folder / "life").mkdir(parents=True)
    made = content(2013, 2021)
    (folder / "life" / FILE).write_bytes(made)
    record = root / f"{TABLE}.yaml"
    upstream = (
        f"upstream:\n  - file: life/{FILE}\n    sha256: {hashlib.sha256(made).hexdigest()}\n"
        f"    bytes: {len(made)}\n    states:\n      period: 2013-15 to 2021-23\ncompiled_by"
    )
    record.write_text(re.sub(r"(?s)upstream:\n.*?compiled_by", upstream, record.read_text()))
    (root.parents[1] / "docs").mkdir()
    compile_table(TABLE, folder)
    return folder


def everything(root: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in root.parents[1].rglob("*") if file.is_file()}


def test_what_changes_is_said_and_nothing_is_written(root: Path, source: Path) -> None:
    new = root.parents[1] / "new.csv"
    new.write_bytes(content(2014, 2022, Male_2020_3="85.3", Female_2021_10="80.1"))
    before = everything(root)
    found = update(TABLE, new, source, today=TODAY)
    (change,) = found.changes
    assert found.file.states == {"period": "2014-16 to 2022-24"}
    assert (change.rows, change.added, change.removed, change.revised) == (180, 20, 20, 2)
    # 5 in 85 is more than 0.1 in 80
    assert change.largest == (
        "2020-22 male 3: value 80.3 becomes 85.3",
        "2021-23 female 10: value 80.0 becomes 80.1",
    )
    assert everything(root) == before


def test_table_record_page_and_file_are_renewed_together(root: Path, source: Path) -> None:
    new = root.parents[1] / "new.csv"
    new.write_bytes(content(2013, 2022))
    prose = (root / f"{TABLE}.yaml").read_text().partition("retrieved")[0]
    update(TABLE, new, source, write=True, url="https://www.ons.gov.uk/x.csv", today=TODAY)
    record = raw.record(TABLE)
    (file,) = record.upstream
    assert (root / f"{TABLE}.yaml").read_text().startswith(prose)
    assert (record.rows, record.retrieved, file.url) == (200, TODAY, "https://www.ons.gov.uk/x.csv")
    assert file.sha256 == hashlib.sha256(new.read_bytes()).hexdigest()
    assert file.states == {"period": "2013-15 to 2022-24"}
    assert sorted(raw.load(TABLE)["period"].unique())[-1] == "2022-24"
    project = root.parents[1]
    assert "2022-24" in (project / "docs" / "data" / f"{TABLE}.md").read_text()
    # From the file as it was put there, the table is made again, byte for byte.
    compile_table(TABLE, project / "data" / "upstream", check=True)


@pytest.mark.parametrize(
    ("made", "options", "message"),
    [
        (content(2001, 2010), {}, r"states 2001-03 to 2010-12, older than 2013-15 to 2021-23"),
        (content(2013, 2021), {}, r"is made from this very file already"),
        (content(2013, 2022, Male_2022_1="c"), {}, r"'le': 1 value not a number: 'c' \(row 182\)"),
        (
            content(2013, 2022).replace(b"period", b"years"),
            {},
            r"no column 'period'; it has 'years'",
        ),
        (content(2013, 2022), {"url": "ons"}, r"--url 'ons': not an http"),
        (
            content(2013, 2022),
            {"instead_of": "x.csv"},
            r"--as 'x.csv': .* is made from life/ons_le",
        ),
        (content(2013, 2022) + b"\n2022 to 2024,1,l,Male,80.1", {}, r"repeated \(rows"),
    ],
)
def test_an_update_that_fails_says_why_in_a_line_and_leaves_all_as_it_was(
    root: Path, source: Path, made: bytes, options: dict[str, str], message: str
) -> None:
    new = root.parents[1] / "new.csv"
    new.write_bytes(made)
    before = everything(root)
    with pytest.raises(InputError, match=message) as refused:
        update(TABLE, new, source, write=True, today=TODAY, **options)
    assert "\n" not in str(refused.value)
    assert "life_expectancy_deciles_" not in str(refused.value), "the name it would get here"
    assert everything(root) == before


def test_what_cannot_be_written_leaves_all_as_it_was(root: Path, source: Path) -> None:
    new = root.parents[1] / "new.csv"
    new.write_bytes(content(2013, 2022))
    (root.parents[1] / "docs" / "data" / f"{TABLE}.md").mkdir(parents=True)
    before = everything(root)
    with pytest.raises(InputError, match="a folder stands where a file belongs"):
        update(TABLE, new, source, write=True, today=TODAY)
    assert everything(root) == before


def test_a_table_transcribed_from_a_document_has_no_newer_file(root: Path, source: Path) -> None:
    with pytest.raises(InputError, match="published_life_expectancy is transcribed from"):
        update("published_life_expectancy", source / "life" / FILE, source)


def test_an_edition_is_due_when_its_rhythm_says_so(root: Path, source: Path) -> None:
    # 2021-23 ends on 31 December 2023; a year later the next, published 14 months after its end.
    assert TABLE not in {due.table for due in outdated(date(2026, 2, 27))}
    (due,) = [due for due in outdated(date(2026, 2, 28)) if due.table == TABLE]
    assert (due.period, due.every, due.since) == ("2013-15 to 2021-23", 12, date(2026, 2, 28))


def test_another_edition_of_a_real_workbook_adds_its_quarter(
    project: Path, upstream: Path, tmp_path: Path
) -> None:
    if not os.environ.get("LONG"):
        pytest.skip("half a minute: all quarters are read; left to `make test-long`")
    name = "Statutory_Homelessness_Detailed_Local_Authority_Data_202512.ods"
    record, table = (
        project / "data" / "raw" / f"indicator_series.{end}" for end in ("yaml", "csv")
    )
    held = table.read_bytes()
    rows = [row for row in held.splitlines(keepends=True) if b",2025-12-31," not in row]
    table.write_bytes(b"".join(rows))
    text = re.sub(rf"  - file: homelessness/{name}\n(?:    .*\n)+", "", record.read_text())
    seal = f"rows: {len(rows) - 1}\nsha256: {hashlib.sha256(table.read_bytes()).hexdigest()}\n"
    record.write_text(re.sub(r"rows: .*\nsha256: .*\n\Z", seal, text))
    shutil.copy(upstream / "homelessness" / name, tmp_path / "new.ods")
    found = update("indicator_series", tmp_path / "new.ods", upstream, write=True, today=TODAY)
    (change,) = found.changes
    assert found.replaces is None
    assert (change.removed, change.revised) == (0, 0)
    assert table.read_bytes() == held


def test_an_older_file_in_place_of_the_recorded_one_is_refused_by_its_period(
    root: Path, source: Path
) -> None:
    other = source.parent / "another copy"  # a file is read once in a process
    (other / "life").mkdir(parents=True)
    (other / "life" / FILE).write_bytes(content(2013, 2020))
    with pytest.raises(
        InputError, match="states 2013-15 to 2020-22, expected 2013-15 to 2021-23: put the file"
    ):
        compile_table(TABLE, other, check=True)


def test_an_older_quarter_is_no_edition_of_the_one_that_is_named(upstream: Path) -> None:
    with pytest.raises(
        InputError, match="states 31 December 2021, expected 31 December 2022, as indicators/"
    ):
        update(
            "indicator_series",
            upstream / "homelessness" / "DetailedLA_202112.ods",
            upstream,
            instead_of="indicators/statutory_homelessness_2022q4.ods",
        )
