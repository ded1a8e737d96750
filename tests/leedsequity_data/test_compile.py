"""Publishers' files become a raw table and its seal, or nothing is written."""

import hashlib
import re
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import raw
from leedsequity.errors import InputError
from leedsequity_data.compile import compile_table, to_bytes

PUBLISHED = "published_life_expectancy"
IMD = "life_expectancy_imd_decile"


def reseal(folder: Path, name: str) -> None:
    found = hashlib.sha256((folder / f"{name}.csv").read_bytes()).hexdigest()
    record = folder / f"{name}.yaml"
    record.write_text(
        re.sub(r"(?m)^sha256: .*\Z", f"sha256: {found}\n", record.read_text().rstrip())
    )


@pytest.fixture
def source(root: Path) -> Path:
    """A publisher's file from which a record says one table is made: 200 rows of one value."""
    folder = root.parents[1] / "publishers"
    folder.mkdir()
    lines = ["period,imd_decile,deprivation_label,sex,le"]
    for start in range(2013, 2023):
        for sex in ("Male", "Female"):
            for decile in range(1, 11):
                label = "Most deprived" if decile == 1 else f"Decile {decile}"
                lines.append(f"{start} to {start + 2},{decile},{label},{sex},80.{decile % 10}")
    content = "\n".join(lines).encode()
    (folder / "le.csv").write_bytes(content)
    record = root / f"{IMD}.yaml"
    upstream = (
        f"upstream:\n  - file: le.csv\n    sha256: {hashlib.sha256(content).hexdigest()}\n"
        f"    bytes: {len(content)}\ncompiled_by"
    )
    record.write_text(re.sub(r"(?s)upstream:\n.*?compiled_by", upstream, record.read_text()))
    return folder


def test_compiling_writes_the_table_and_the_seal_and_leaves_the_prose_alone(
    root: Path, source: Path
) -> None:
    before = (root / f"{IMD}.yaml").read_text().splitlines()
    record = compile_table(IMD, source)
    after = (root / f"{IMD}.yaml").read_text().splitlines()
    assert after[:-2] == before[:-2]
    assert after[-2:] == ["rows: 200", f"sha256: {record.sha256}"]
    assert (root / f"{IMD}.csv").read_text().splitlines()[:2] == [
        "period,sex,decile,value",
        "2013-15,female,1,80.1",
    ]
    assert compile_table(IMD, source, check=True) == raw.record(IMD)
    assert not list(root.glob(".*"))
    assert raw.load(IMD)["value"].max() == 80.9


def test_checking_names_the_first_differing_row_and_changes_nothing(
    root: Path, source: Path
) -> None:
    compile_table(IMD, source)
    file = root / f"{IMD}.csv"
    file.write_text(file.read_text().replace("2014-16,male,3,80.3", "2014-16,male,3,80.4"))
    reseal(root, IMD)
    before = {path: path.read_bytes() for path in root.iterdir()}
    with pytest.raises(InputError) as error:
        compile_table(IMD, source, check=True)
    assert (
        str(error.value)
        == f"data/raw/{IMD}.csv: differs from what its publishers' files give, first in row 34: "
        "expected '2014-16,male,3,80.4', found '2014-16,male,3,80.3'"
    )
    assert {path: path.read_bytes() for path in root.iterdir()} == before


@pytest.mark.parametrize(
    ("pattern", "replacement", "message"),
    [
        (
            r"file: le\.csv",
            "file: gone.csv",
            r"gone\.csv: missing, and .* is made from it: run `leedsequity raw fetch life_",
        ),
        (
            r"bytes: \d+",
            "bytes: 1",
            r"le\.csv: not the file that .* recorded 1 bytes, .* found \d+ bytes",
        ),
        (
            r"compiled_by: .*",
            "compiled_by: leedsequity_data.publishers.no:clean_it",
            "compiled_by .* cannot be imported",
        ),
        (
            r"columns:\n",
            "columns:\n  extra:\n    field: sex\n",
            "column extra: missing; the columns are extra, period, sex, decile, value",
        ),
        (r"rows: .*\n", "rows: 0\n\n", "its last two lines must be"),
    ],
)
def test_nothing_is_written_when_compiling_fails(
    root: Path, source: Path, pattern: str, replacement: str, message: str
) -> None:
    record = root / f"{IMD}.yaml"
    record.write_text(re.sub(pattern, replacement, record.read_text()))
    before = {path: path.read_bytes() for path in root.iterdir()}
    with pytest.raises(InputError, match=message):
        compile_table(IMD, source)
    assert {path: path.read_bytes() for path in root.iterdir()} == before


def test_a_publishers_file_that_breaks_a_rule_is_refused_with_the_values(
    root: Path, source: Path
) -> None:
    file = source / "le.csv"
    content = file.read_text().replace(",Female,", ",Women,").encode()
    file.write_bytes(content)
    record = root / f"{IMD}.yaml"
    seal = f"sha256: {hashlib.sha256(content).hexdigest()}\n    bytes: {len(content)}"
    record.write_text(re.sub(r"sha256: .*\n    bytes: \d+", seal, record.read_text(), count=1))
    with pytest.raises(InputError, match="sex not understood: 'Women'"):
        compile_table(IMD, source)


def test_a_transcribed_table_is_checked_and_sealed_as_it_stands(root: Path) -> None:
    file = root / f"{PUBLISHED}.csv"
    file.write_text(file.read_text() + "another-document,male,5,2020-22,78.1\n")
    compile_table(PUBLISHED, root)
    assert raw.record(PUBLISHED).rows == 9
    assert len(raw.load(PUBLISHED)) == 9
    file.write_text(file.read_text() + "another-document,male,12,2020-22,78.1\n")
    with pytest.raises(InputError, match=r"column decile: 1 value outside 1-10 \(row 11: 12\)"):
        compile_table(PUBLISHED, root)
    assert raw.record(PUBLISHED).rows == 9


def test_a_csv_is_written_the_same_everywhere() -> None:
    table = pd.DataFrame(
        {"a": [0.1, float("nan")], "b": [True, False], "c": ["x, y", None], "d": [1, 2]}
    )
    assert to_bytes(table) == b'a,b,c,d\n0.1,true,"x, y",1\n,false,,2\n'


def test_whatever_else_a_layout_breaks_is_one_line_with_the_files_and_writes_nothing(
    root: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clean(path: Path) -> pd.DataFrame:
        return pd.DataFrame({"a": [1]})[["b"]]

    monkeypatch.setattr(
        "leedsequity_data.publishers.life_expectancy.clean_life_expectancy_imd_decile", clean
    )
    before = {path: path.read_bytes() for path in root.iterdir()}
    with pytest.raises(
        InputError, match=r"le\.csv: not laid out as .*clean_life_expectancy_imd_decile reads them"
    ):
        compile_table(IMD, source)
    assert {path: path.read_bytes() for path in root.iterdir()} == before
