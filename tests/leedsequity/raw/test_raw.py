"""Messages about raw tables, records and publishers' files that are not what they should be."""

import dataclasses
import hashlib
import io
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import raw
from leedsequity.errors import InputError
from leedsequity.raw import catalogue, geojson, yaml_text
from leedsequity.raw.records import ColumnRecord, parse, parse_fields
from leedsequity.raw.rules import rule
from leedsequity.raw.values import parse_values
from leedsequity_data.compile import compile_table, to_bytes
from leedsequity_data.fetch import fetch
from leedsequity_data.publishers import sheets, spelling
from leedsequity_data.publishers.sheets import text_table

REAL = Path(__file__).parents[3] / "data" / "raw"
FIELDS = REAL.parent / "fields.yaml"
DECILE = "life_expectancy_la_decile"
PUBLISHED = "published_life_expectancy"
IMD = "life_expectancy_imd_decile"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project root that holds copies of a few real tables."""
    folder = tmp_path / "data" / "raw"
    folder.mkdir(parents=True)
    for name in (DECILE, PUBLISHED, IMD, "life_expectancy_la_limits", "slope_index_la"):
        for end in ("csv", "yaml"):
            shutil.copy(REAL / f"{name}.{end}", folder)
    shutil.copy(REAL.parent / "fields.yaml", folder.parent)
    monkeypatch.setenv("LEEDSEQUITY_ROOT", str(tmp_path))
    return folder


def reseal(folder: Path, name: str) -> None:
    found = hashlib.sha256((folder / f"{name}.csv").read_bytes()).hexdigest()
    record = folder / f"{name}.yaml"
    record.write_text(
        re.sub(r"(?m)^sha256: .*\Z", f"sha256: {found}\n", record.read_text().rstrip())
    )


def spoil(folder: Path, name: str, change: Callable[[list[list[str]]], object]) -> str:
    """Change cells of a table (row 0 is the header), seal it, and return what loading it says."""
    file = folder / f"{name}.csv"
    cells = [line.split(",") for line in file.read_text().splitlines()]
    change(cells)
    file.write_text("".join(",".join(row) + "\n" for row in cells))
    reseal(folder, name)
    with pytest.raises(InputError) as error:
        raw.load(name)
    return str(error.value)


def put(row: int, column: str, value: str) -> Callable[[list[list[str]]], None]:
    """Put a value in a row as counted in the csv, where the header is row 1."""

    def change(cells: list[list[str]]) -> None:
        cells[row - 1][cells[0].index(column)] = value

    return change


def drop(column: str) -> Callable[[list[list[str]]], None]:
    def change(cells: list[list[str]]) -> None:
        place = cells[0].index(column)
        for row in cells:
            del row[place]

    return change


def test_a_flipped_byte_names_the_file_both_hashes_and_what_to_do(root: Path) -> None:
    file = root / f"{PUBLISHED}.csv"
    recorded = hashlib.sha256(file.read_bytes()).hexdigest()
    content = bytearray(file.read_bytes())
    content[-2] ^= 1
    file.write_bytes(content)
    found = hashlib.sha256(content).hexdigest()
    line = (
        f"data/raw/{PUBLISHED}.csv: the bytes differ from its record: "
        f"recorded sha256 {recorded}, found {found}; "
        f"run `git checkout` on it or `leedsequity raw compile {PUBLISHED}`"
    )
    for act in (lambda: raw.load(PUBLISHED), raw.verify):
        with pytest.raises(InputError) as error:
            act()
        assert str(error.value) == line


def test_verify_says_one_line_for_each_bad_table_and_nothing_when_all_is_well(root: Path) -> None:
    raw.verify()
    (root / f"{PUBLISHED}.csv").unlink()
    (root / f"{IMD}.yaml").unlink()
    with pytest.raises(InputError) as error:
        raw.verify()
    assert str(error.value).splitlines() == [
        f"data/raw/{IMD}.csv: no record beside it: write data/raw/{IMD}.yaml, or remove the csv",
        (
            f"data/raw/{PUBLISHED}.csv: missing, though its record is there: "
            f"run `git checkout` on it or `leedsequity raw compile {PUBLISHED}`"
        ),
    ]


def test_an_unknown_name_is_answered_with_the_nearest_ones(root: Path) -> None:
    with pytest.raises(InputError) as error:
        raw.load("life_expectancy_la_deciles")
    assert str(error.value).startswith(
        f"data/raw: no table is named 'life_expectancy_la_deciles': did you mean {DECILE}"
    )
    with pytest.raises(InputError, match=r"the tables are life_expectancy_imd_decile, "):
        raw.record("zzz")
    assert root.is_dir()


@pytest.mark.parametrize(
    ("pattern", "replacement", "message"),
    [
        (r"(?m)^publisher: .*\n", "", "missing publisher"),
        (r"(?m)^publisher: .*", "publisher:", "missing publisher"),
        (r"(?m)^rows: ", "lines: ", "missing rows; unknown lines"),
        (r"(?m)^rows: .*", "rows: many", "rows is not a whole number: 'many'"),
        (r"    bytes: \d+\n", "", "upstream: missing bytes"),
        (r"(?m)^rows: .*", "rows: true", "rows is not a whole number: 'true'"),
        (r"(?m)^rows: .*", "rows: 2_00", "rows is not a whole number: '2_00'"),
        (r"    bytes: \d+", "    bytes: -1", "upstream: bytes is not a whole number above 0: '-1'"),
        (
            r"    bytes: \d+",
            "    bytes: 0x10",
            "upstream: bytes is not a whole number above 0: '0x10'",
        ),
        (
            r"    sha256: .*",
            "    sha256: abc",
            "upstream: sha256 is not 64 hexadecimal digits: 'abc'",
        ),
        (
            r"(?m)^sha256: .*",
            "sha256: A",
            "sha256 is not 64 hexadecimal digits, or `unsealed`: 'A'",
        ),
        (
            r"(?m)^retrieved: .*",
            "retrieved: 2024-02-30",
            "retrieved is not a date such as 2024-02-29: '2024-02-30'",
        ),
        (
            r"(?m)^retrieved: .*",
            "retrieved: last week",
            "retrieved is not a date such as 2024-02-29: 'last week'",
        ),
        (
            r"(?m)^retrieved: .*",
            "retrieved: [x]",
            "retrieved is not a date such as 2024-02-29: ['x']",
        ),
        (r"(?m)^publisher: .*", "publisher: [ONS]", "publisher is not text: ['ONS']"),
        (r"(?m)^publisher: .*", "publisher: ' '", "publisher is not text: ' '"),
        (r"(?m)^publisher: .*", "publisher: null", "missing publisher"),
        (r"(?ms)^notes:.*?^columns", "notes: none\ncolumns", "notes is not a list: 'none'"),
        (
            r"(?ms)^notes:.*?^columns",
            "notes:\n  - a: b\ncolumns",
            "notes: note 1 is not text: {'a': 'b'}",
        ),
        (
            r"(?ms)^upstream:.*?^compiled",
            "upstream: []\ncompiled",
            "upstream: no file; a table that is transcribed has document and locator instead",
        ),
        (
            r"(?ms)^upstream:.*?^compiled",
            "upstream: [a]\ncompiled",
            "upstream: not a mapping of keys to values",
        ),
        (r"(?ms)^upstream:.*?^compiled", "upstream: a\ncompiled", "upstream is not a list: 'a'"),
        (r"(?ms)^columns:.*?^key", "columns:\nkey", "missing columns"),
        (
            r"(?ms)^columns:.*?^key",
            "columns: [a]\nkey",
            "columns is not a mapping of columns to what they hold: ['a']",
        ),
        (
            r"(?ms)^columns:.*?^key",
            "columns: {a: b}\nkey",
            "column a: not a mapping of keys to values",
        ),
        (
            r"(?ms)^columns:.*?^key",
            "columns: {A b: }\nkey",
            "column A b: its name is not the name of a column: 'A b'",
        ),
        (
            r"(?m)^key: ",
            "counts: people\nkey: ",
            "counts must be given where columns have means, and only there",
        ),
        (
            r"(?m)^compiled_by: .*",
            "compiled_by: os:system",
            "compiled_by is not a clean_… of leedsequity_data.publishers: 'os:system'",
        ),
        (
            r"(?m)^compiled_by: .*",
            "compiled_by: leedsequity_data.publishers.sheets:pd.eval",
            (
                "compiled_by is not a clean_… of leedsequity_data.publishers:"
                " 'leedsequity_data.publishers.sheets:pd.eval'"
            ),
        ),
        (r"(?s).*", "- a list", "not a mapping of keys to values"),
        (r"(?s).*", "", "cannot be read as YAML: 0 documents; it must hold one"),
        (r"(?s).*", "a: 1\n---\nb: 2\n", "cannot be read as YAML: 2 documents; it must hold one"),
        (
            r"(?s).*",
            "a: 1\nb: 2\na: 3",
            "cannot be read as YAML, line 3: the key 'a' is there twice",
        ),
        (
            r"(?s).*",
            "a: 1\nb: {c: 1, c: 2}",
            "cannot be read as YAML, line 2: the key 'c' is there twice",
        ),
        (
            r"(?s).*",
            "a: 1\n? [b]\n: 2",
            "cannot be read as YAML, line 2: a key that is not a plain name: ['b']",
        ),
        (
            r"(?s).*",
            "a: &x 1\nb: *x",
            (
                "cannot be read as YAML, line 1: the name of a value, 'x': "
                "write the value where it is meant"
            ),
        ),
        (
            r"(?s).*",
            "<<: {a: 1}",
            "cannot be read as YAML, line 1: a key that is not a plain name: '<<'",
        ),
        (
            r"(?s).*",
            "a: !!python/name:os.system",
            (
                "cannot be read as YAML, line 1: a type given by a tag, "
                "'tag:yaml.org,2002:python/name:os.system': leave it out"
            ),
        ),
        (
            r"(?s).*",
            "a: " + "[" * 50_000,
            "cannot be read as YAML, line 1: lists and mappings nested more than 8 deep",
        ),
        (
            r"(?s).*",
            "a:\n\t- b",
            "cannot be read as YAML, line 2: found character that cannot start any token",
        ),
        (r"(?s).*", 'a: b\nc: "\\x1b[31m"', "cannot be read as YAML, line 2: a control character"),
        (r"(?s).*", "a: \0", "cannot be read as YAML: the character U+0000 is not allowed"),
        (
            r"(?m)^  decile:\n",
            "  tenth:\n",
            "column tenth: missing description, unit, values",
        ),
        (r"(?m)^  decile:\n", "  decile:\n    unit:\n", "column decile: missing unit"),
        (r"(?m)^  decile:\n", "  decile:\n    units: tenth\n", "column decile: unknown units"),
        (
            r"(?m)^  decile:\n",
            "  decile:\n    may_be_empty: sometimes\n",
            "column decile: may_be_empty is not true or false: 'sometimes'",
        ),
        (
            r"(?m)^  decile:\n",
            "  decile:\n    may_be_empty: yes\n",
            "column decile: may_be_empty is not true or false: 'yes'",
        ),
        (
            r"(?m)^  decile:\n",
            "  decile:\n    may_be_empty:\n",
            "column decile: missing may_be_empty",
        ),
        (r"(?m)^  decile:\n", "  decile:\n    field:\n", "column decile: missing field"),
        (
            r"(?m)^  decile:\n",
            "  decile:\n    field: [a]\n",
            "column decile: field is not text: ['a']",
        ),
        (
            r"(?m)^  decile:\n",
            "  decile:\n    values: [a]\n",
            "column decile: values is not text: ['a']",
        ),
        (
            r"field: life_expectancy",
            "field: life_expectency",
            (
                "column value: 'life_expectency' is no field of data/fields.yaml: did you mean"
                " life_expectancy?"
            ),
        ),
        (
            r"(?m)^  decile:\n",
            "  decile:\n    values: flag\n    may_be_empty: true\n",
            "column decile: a flag may not be empty",
        ),
        (r"(?m)^key: .*", "key: period sex decil", "key: no column is named decil"),
        (r"(?m)^key: .*", "key: ''", "key is not text: ''"),
        (r"(?m)^key: .*", "key: [sex]", "key is not text: ['sex']"),
        (r"(?ms)^refused:.*?^rows", "refused: none\nrows", "refused is not a list: 'none'"),
        (r"(?ms)^refused:.*?^rows", "refused: [a: b]\nrows", "refused is not text: {'a': 'b'}"),
        (
            "not every decile is there for each",
            "not every decile is for each",
            (
                "refused: 'not every decile is for each period, sex' is the sentence of no rule:"
                " the nearest is 'not every {} is there for each {}', and all are in"
                " leedsequity.raw.rules"
            ),
        ),
    ],
)
def test_a_bad_record_is_named_with_its_keys(
    root: Path, pattern: str, replacement: str, message: str
) -> None:
    file = root / f"{IMD}.yaml"
    file.write_text(re.sub(pattern, lambda _: replacement, file.read_text(), count=1))
    with pytest.raises(InputError) as error:
        raw.verify()
    assert str(error.value) == f"data/raw/{IMD}.yaml: {message}"


def test_a_record_of_tomorrows_tomorrow_or_of_last_century_is_refused(root: Path) -> None:
    file = root / f"{IMD}.yaml"
    for day in (date.today() + timedelta(days=2), date(1999, 12, 31)):
        file.write_text(re.sub(r"(?m)^retrieved: .*", f"retrieved: {day}", file.read_text()))
        with pytest.raises(
            InputError, match=rf"^data/raw/{IMD}\.yaml: retrieved is {day}, before 2000-01-01 or in"
        ):
            raw.record(IMD)


def test_a_record_that_is_not_utf8_or_cannot_be_read_is_one_line(root: Path) -> None:
    file = root / f"{IMD}.yaml"
    file.write_bytes(b"a: b\nc: caf\xe9\n")
    with pytest.raises(
        InputError,
        match=rf"^data/raw/{IMD}\.yaml: cannot be read as YAML, line 2: not UTF-8 text\Z",
    ):
        raw.record(IMD)


@pytest.mark.parametrize(
    "name",
    [
        "../raw/areas",
        "../../x",
        "/etc/passwd",
        "E08000032/../../x",
        "E0800003٢/imd_lsoa11",
        "a/b",
        ".",
        "",
        "A b",
        "x\0",
        "x" * 5_000,
    ],
)
def test_the_name_of_a_table_leads_nowhere_else(root: Path, name: str) -> None:
    before = sorted(root.parents[1].rglob("*"))
    for act in (
        raw.record,
        raw.load,
        lambda name: compile_table(name, root),
        lambda name: fetch([name]),
    ):
        with pytest.raises(InputError, match="no table is named"):
            act(name)
    assert sorted(root.parents[1].rglob("*")) == before


@pytest.mark.parametrize("name", ["Areas 2", "é", "._areas"])
def test_a_record_under_another_name_than_a_tables_is_to_be_moved_away(
    root: Path, name: str
) -> None:
    shutil.copy(root / f"{DECILE}.yaml", root / f"{name}.yaml")
    for act in (raw.records, raw.verify):
        with pytest.raises(
            InputError, match=f"^data/raw/{re.escape(name)}.yaml: not the record of a table: "
        ):
            act()


def test_what_is_written_as_yaml_is_read_back_as_it_was(tmp_path: Path) -> None:
    content = {
        "a": "no",
        "b": "2024-02-30",
        "c": ["null", "~", "", "1_0", None, "x: y", "# z"],
        "d": {"e": "é\nf"},
    }
    file = tmp_path / "x.yaml"
    file.write_text(yaml_text.write(content), encoding="utf-8")
    assert yaml_text.read(file) == content


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (
            "whol 1-10",
            "not understood: write text; text like PATTERN: WHAT; one of A, B (or A; B); period; ",
        ),
        ("one of male, , female", "not understood: write text; "),
        ("one of male; female; male", "not understood: write text; "),
        ("whole 1-1,0", "not understood: write text; "),
        ("whole 1-٣", "not understood: write text; "),
        ("whole", "not understood: write text; "),
        ("whole 10-1", "not understood: write text; "),
        ("whole 1-ten", "not understood: write text; "),
        ("text like [A-Z", "not understood: write text; "),
        ("text like [A-Z: letters", "not understood: unterminated character set at position "),
    ],
)
def test_values_that_are_not_understood_are_named_with_their_column_and_what_may_be_written(
    root: Path, words: str, fault: str
) -> None:
    file = root / f"{IMD}.yaml"
    as_it_was = file.read_text()
    file.write_text(as_it_was.replace("  decile:\n", f'  decile:\n    values: "{words}"\n'))
    with pytest.raises(InputError) as error:
        raw.load(IMD)
    (line,) = str(error.value).splitlines()
    assert line.startswith(f"data/raw/{IMD}.yaml: column decile: values {words!r} {fault}")
    fields = root.parent / "fields.yaml"
    file.write_text(as_it_was)
    fields.write_text(fields.read_text().replace("values: whole 1-10\n", f'values: "{words}"\n'))
    with pytest.raises(InputError) as error:
        raw.verify()
    (line,) = str(error.value).splitlines()
    assert line.startswith(f"data/fields.yaml: field decile: values {words!r} {fault}")


def test_a_rule_of_a_column_that_the_table_has_not_is_named_with_the_record(root: Path) -> None:
    file = root / f"{IMD}.yaml"
    file.write_text(file.read_text().replace("\nrows:", "\n  - deaths above population\nrows:"))
    with pytest.raises(InputError) as error:
        raw.load(IMD)
    assert (
        str(error.value)
        == f"data/raw/{IMD}.yaml: refused: 'deaths above population' needs the column 'deaths'"
    )


def test_fields_that_are_missing_or_no_fields_are_named_once(root: Path) -> None:
    fields = root.parent / "fields.yaml"
    for spoil, message in (
        (lambda: fields.write_text("sex: male"), "field sex: not a mapping of keys to values"),
        (lambda: fields.write_text("- sex"), "not a mapping of fields to what they are"),
        (lambda: fields.write_text("sex: {"), "cannot be read as YAML, line "),
        (
            lambda: fields.write_text("sex: {}\nsex: {}"),
            "cannot be read as YAML, line 2: the key 'sex' is there twice",
        ),
        (
            lambda: fields.write_text("Sex: {}"),
            "field Sex: its name is not the name of a column: 'Sex'",
        ),
        (lambda: fields.write_text("sex:"), "field sex: missing description, unit, values"),
        (
            lambda: fields.write_text("sex: {field: later}\nlater: {}"),
            "field sex: 'later' is no field of data/fields",
        ),
        (
            lambda: fields.write_bytes(b"sex: \xe9"),
            "cannot be read as YAML, line 1: not UTF-8 text",
        ),
        (fields.unlink, "missing: run `git checkout` on it"),
    ):
        spoil()
        with pytest.raises(InputError) as error:
            raw.verify()
        (line,) = str(error.value).splitlines()
        assert line.startswith(f"data/fields.yaml: {message}")


def test_results_that_read_a_table_are_out_of_date_when_a_field_changes(root: Path) -> None:
    before = catalogue.fingerprint(IMD)
    assert catalogue.fingerprint(IMD) == before
    fields = root.parent / "fields.yaml"
    fields.write_text(fields.read_text().replace("values: whole 1-10\n", "values: whole 1-9\n"))
    assert catalogue.fingerprint(IMD) != before
    with pytest.raises(InputError, match=r"column decile: 20 values outside 1-9 \(rows 11, 21,"):
        raw.load(IMD)


def test_a_column_is_as_its_field_says_but_for_what_it_says_itself() -> None:
    shared = parse_fields(
        {
            "code": {"description": "a code", "unit": "none", "values": "text"},
            "old_code": {"field": "code", "description": "an old code", "may_be_empty": "true"},
        },
        "fields",
    )
    said = {"old_code": None, "code": {"unit": "ONS"}, "lsoa": {"field": "old_code", "unit": "ONS"}}
    content = yaml_text.read(REAL / f"{IMD}.yaml") | {
        "columns": said,
        "key": "code lsoa",
        "refused": ["code above lsoa"],
    }
    record = parse("made", content, "made.yaml", shared)
    assert record.columns == {
        "old_code": ColumnRecord("an old code", "none", "text", may_be_empty=True),
        "code": ColumnRecord("a code", "ONS", "text", may_be_empty=False),
        "lsoa": ColumnRecord("an old code", "ONS", "text", may_be_empty=True),
    }
    assert (record.key, record.refused) == (("code", "lsoa"), ("code above lsoa",))


@pytest.mark.parametrize(
    ("words", "good", "bad", "error"),
    [
        ("one of male, female", ["male", "female"], ["mal", "male, female", "Male"], None),
        ("text like a|bc: a or bc", ["a", "bc"], ["ab", "abc", "ac", "xa", "a\n"], "not a or bc"),
        ("one of A; B, C or D; E", ["A", "B, C or D", "E"], ["B", "C or D", "A; E"], None),
        (
            "text like E\\d\\w: a code",
            ["E1a", "E9_"],
            ["E٣a", "E1é", "E1a\n", "xE1a"],
            "not a code",
        ),
        (
            "period",
            ["2014-16", "2009-13", "1998-00"],
            ["2014-15", "2014-2016", "2014-17", "٢٠١٤-16", "20١٤-١٦"],
            None,
        ),
        ("whole 1-10", [1, 10], [0, 11], "outside 1-10"),
        ("number -40 to 40", [-40.0, 40.0], [-40.01, 40.01], "outside -40 to 40"),
        ("number 0-0.5", [0.0, 0.5], [0.51], "outside 0-0.5"),
        ("number £0-5,000 million", [0.0, 5000.0], [-1.0, 5001.0], "outside £0-5,000 million"),
        ("whole 0-20, as many as may be", [0, 20], [-1, 21], "outside 0-20, as many as may be"),
        ("number 0 or more", [0.0, 1e9], [-0.01], "below 0"),
        ("number above 0", [0.01, 1e9], [0.0, -1.0], "not above 0"),
        ("number above 0, up to 25 years", [0.1, 25.0], [0.0, 25.1], None),
        ("whole one of 0, 65", [0, 65], [1, 6, 5], "not one of 0, 65"),
    ],
)
def test_words_of_a_record_say_which_values_are_good_and_what_is_said_of_the_others(
    words: str, good: list, bad: list, error: str | None
) -> None:
    (rule,) = parse_values(words).rules
    assert rule.holds(pd.Series(good)).tolist() == [True] * len(good)
    assert rule.holds(pd.Series(bad)).tolist() == [False] * len(bad)
    assert error is None or rule.error == error


#: Cells of a row that breaks a rule, beside one that keeps it; the first column's name is the key.
BROKEN = {
    "deaths above population": ({"deaths": [3, 2], "population": [2, 2]}, [False, True]),
    "numerator above denominator": (
        {"numerator": pd.array([3, 2, None], dtype="Int64"), "denominator": [2.5, None, 1.0]},
        [False, True, True],
    ),
    "imd_decile_2019 is not the tenth of imd_rank_2019": (
        # 32,844 LSOAs: the first tenth ends with rank 3,284, and the last is 32,844 itself.
        {"imd_rank_2019": [1, 3284, 3285, 3285, 32844], "imd_decile_2019": [1, 1, 2, 1, 10]},
        [True, True, True, False, True],
    ),
    "not every sex, age is there for each code": (
        {"sex": ["m", "f", "m"], "age": [0, 0, 0], "code": ["A", "A", "B"]},
        [True, True, False],
    ),
    "code with no name, or with more than one": (
        {"code": ["A", "A", "B", "C"], "name": ["a", "b", "b", None]},
        [False, False, True, False],
    ),
    "fire_grant missing without a marker that says so, or the reverse": (
        {
            "fire_grant": [None, None, 1.0, 1.0],
            "marker": ["no fire grant", None, "fire grant", None],
        },
        [True, False, False, True],
    ),
    "all is not the sum of young, old": (
        {"all": [3, 3], "young": [1, 1], "old": [2, 1]},
        [True, False],
    ),
    "metropolitan_county_code missing of a metropolitan district, or given of another area": (
        {
            "type": ["metropolitan district", "metropolitan district", "london borough", "region"],
            "metropolitan_county_code": ["E11000006", None, None, "E11000006"],
        },
        [True, False, True, False],
    ),
    "score_place: not where score comes among the areas": (
        {"score": [9.0, 7.0, 7.0, 1.0], "score_place": [1, 3, 2, 3]},
        [True, True, True, False],
    ),
}


@pytest.mark.parametrize("sentence", BROKEN)
def test_a_refused_sentence_finds_the_rows_that_break_it(sentence: str) -> None:
    cells, holding = BROKEN[sentence]
    assert rule(sentence)(pd.DataFrame(cells)).tolist() == holding


def test_what_tables_share_is_described_once() -> None:
    written = {file.stem: yaml_text.read(file)["columns"] for file in REAL.glob("*.yaml")}
    columns = [
        (table, name, said or {}) for table, told in written.items() for name, said in told.items()
    ]
    fields = {name: dataclasses.asdict(field) for name, field in raw.fields().items()}
    repeated = [
        f"{table}: {name}: {key}: {value}"
        for table, name, said in columns
        for key, value in said.items()
        if fields.get(said.get("field", name), {}).get(key) == value
    ]
    assert repeated == [], "leave out what data/fields.yaml says"
    own = [
        (name, str(said))
        for _, name, said in columns
        if said.keys() >= {"description", "unit", "values"}
    ]
    alike = Counter(own)
    assert [name for (name, _), tables in alike.items() if tables > 1] == []
    used = Counter(said.get("field", name) for _, name, said in columns)
    used.update(said["field"] for said in yaml_text.read(FIELDS).values() if "field" in said)
    assert [name for name in fields if used[name] < 2] == [], "only what is shared is a field"


def test_a_record_that_is_not_yaml_is_named_with_the_line(root: Path) -> None:
    (root / f"{IMD}.yaml").write_text("description: a table\npublisher: [ONS\n")
    with pytest.raises(
        InputError, match=rf"^data/raw/{IMD}\.yaml: cannot be read as YAML, line \d+: .*\Z"
    ):
        raw.record(IMD)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        (DECILE, put(17, "decile", "11"), "column decile: 1 value outside 1-10 (row 17: 11)"),
        (
            DECILE,
            put(5, "population", "-12"),
            (
                "column population: 1 value outside 1-60,000,000, no more than England has people"
                " (row 5: -12)"
            ),
        ),
        (DECILE, put(9, "deaths", "007"), "column deaths: 1 value not a whole number (row 9: 007)"),
        (DECILE, put(9, "deaths", "-0"), "column deaths: 1 value not a whole number (row 9: -0)"),
        (DECILE, put(9, "deaths", "٣"), "column deaths: 1 value not a whole number (row 9: ٣)"),
        (DECILE, put(9, "deaths", "1e3"), "column deaths: 1 value not a whole number (row 9: 1e3)"),
        (
            DECILE,
            put(9, "value", "9" * 20),
            f"column value: 1 value not a number (row 9: {'9' * 20})",
        ),
        (
            DECILE,
            put(3, "area_code", "E0800003٥"),
            "column area_code: 1 value not an area code such as E08000035 (row 3: E0800003٥)",
        ),
        (DECILE, put(9, "deaths", "few"), "column deaths: 1 value not a whole number (row 9: few)"),
        (
            DECILE,
            put(9, "deaths", "9" * 20),
            f"column deaths: 1 value not a whole number (row 9: {'9' * 20})",
        ),
        (DECILE, put(9, "value", "7o.1"), "column value: 1 value not a number (row 9: 7o.1)"),
        (DECILE, put(9, "value", "nan"), "column value: 1 value not a number (row 9: nan)"),
        (DECILE, put(4, "value", ""), "column value: 1 value missing (row 4)"),
        (
            DECILE,
            put(3, "area_code", "Leeds"),
            "column area_code: 1 value not an area code such as E08000035 (row 3: Leeds)",
        ),
        (
            DECILE,
            put(3, "sex", "Male"),
            "column sex: 1 value not one of male, female, persons (row 3: Male)",
        ),
        (
            DECILE,
            put(3, "period", "2014-2016"),
            "column period: 1 value not a period such as 2014-16 (row 3: 2014-2016)",
        ),
        (
            DECILE,
            put(3, "decile", "1"),
            (
                "columns area_code, period, sex, decile: 2 rows repeated "
                "(rows 2, 3: E06000001 2014-16 female 1, E06000001 2014-16 female 1)"
            ),
        ),
        (
            PUBLISHED,
            drop("decile"),
            "column decile: missing; the columns are document, sex, decile, period, value",
        ),
        (
            PUBLISHED,
            put(1, "value", "years"),
            (
                "column value: missing; the columns are document, sex, decile, period, value\n"
                "column years: unexpected; the columns are document, sex, decile, period, value"
            ),
        ),
        (
            PUBLISHED,
            lambda cells: [row.insert(0, row.pop(1)) for row in cells],
            (
                "columns in the order sex, document, decile, period, value; expected document, sex,"
                " decile, period, value"
            ),
        ),
        (
            "life_expectancy_la_limits",
            put(7, "lower", "99"),
            "value outside its lower and upper limits (row 7)",
        ),
        (
            "slope_index_la",
            put(8, "value", ""),
            "value and marker: one of the two must be given, and not both (row 8)",
        ),
    ],
)
def test_each_problem_is_one_line_with_column_rule_rows_and_values(
    root: Path, name: str, change: Callable[[list[list[str]]], None], message: str
) -> None:
    expected = [f"data/raw/{name}.csv: {line}" for line in message.splitlines()]
    assert spoil(root, name, change).splitlines() == expected


def test_several_problems_are_several_lines_and_many_rows_are_cut_short(root: Path) -> None:
    def change(cells: list[list[str]]) -> None:
        for row in range(2, 10):
            put(row, "decile", str(row + 10))(cells)
        put(20, "deaths", "x")(cells)
        put(21, "deaths", "-1")(cells)

    assert spoil(root, DECILE, change).splitlines() == [
        f"data/raw/{DECILE}.csv: column deaths: 1 value not a whole number (row 20: x)",
        (
            f"data/raw/{DECILE}.csv: column decile: 8 values outside 1-10 (rows 2, 3, 4, 5, 6, …:"
            " 12, 13, 14, 15, 16, …)"
        ),
        (
            f"data/raw/{DECILE}.csv: column deaths: 1 value outside 0-60,000,000, no more than"
            " England has people (row 21: -1)"
        ),
    ]


def test_a_row_with_too_many_cells_is_refused(root: Path) -> None:
    message = spoil(root, PUBLISHED, lambda cells: [row.append("x") for row in cells[1:]])
    assert (
        message
        == f"data/raw/{PUBLISHED}.csv: cannot be read as a csv: its rows have more cells than its"
        " header"
    )


def test_a_caller_that_changes_a_frame_changes_only_its_own(root: Path) -> None:
    first = raw.load(PUBLISHED)
    first["value"] = 0.0
    assert raw.load(PUBLISHED)["value"].min() > 70
    found = hashlib.sha256((root / f"{PUBLISHED}.csv").read_bytes()).hexdigest()
    assert raw.reads()[PUBLISHED] == found


def test_reads_are_noted_in_the_order_of_reading_and_only_when_good(root: Path) -> None:
    script = (
        "from leedsequity import raw\n"
        f"raw.load('{PUBLISHED}'); raw.load('{IMD}'); raw.load('{PUBLISHED}')\n"
        "try: raw.load('nothing')\nexcept ValueError: pass\n"
        "print(*raw.reads())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [PUBLISHED, IMD]
    assert root.is_dir()


def test_a_csv_is_loaded_without_what_outlines_need() -> None:
    script = (
        "import sys; from leedsequity import raw; raw.load('areas')\n"
        "print(sorted({'shapely', 'geopandas'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_verifying_every_table_needs_no_pandas() -> None:
    script = (
        "import sys; from leedsequity.raw import catalogue; catalogue.verify();"
        " catalogue.records()\nprint(sorted({'pandas', 'shapely', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


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


@pytest.mark.parametrize("published", ["2014 - 16", "2014-2016", "2014 to 2016", "2014-16"])
def test_every_publishers_period_is_spelled_one_way(published: str) -> None:
    assert spelling.period(pd.Series([published])).tolist() == ["2014-16"]


def test_words_that_are_not_understood_are_listed() -> None:
    with pytest.raises(InputError, match="1 value of period not understood: 'last year'"):
        spelling.period(pd.Series(["2014-16", "last year"]))
    with pytest.raises(InputError, match="1 value of age band not understood: '17-20'"):
        spelling.age_start(pd.Series(["<1", "01 to 04", "90+", "17-20"]))
    with pytest.raises(InputError, match=r"1 value not a number: 'c'"):
        spelling.number(pd.Series(["1", "..", "c"]), missing="..")


_NO_NUMBER = (
    "inf",
    "-inf",
    "nan",
    "NaN",
    "",
    "1e999",
    "1,234",
    "1_000",
    "0x10",
    " 12",
    "12 ",
    "+1",
    "٣",
    "1.",
    "9" * 20,
    "True",
    "1e3e",
    "12%",
    "£1",
    "1 000",
    "½",
    "--1",
)


@pytest.mark.parametrize(
    "word", [*_NO_NUMBER, "12.5", "1e19", "1e3", "-0", "007", "12.0000001", "9007199254740993", "-"]
)
def test_nothing_but_a_whole_number_is_read_as_one(word: str) -> None:
    cells = pd.DataFrame({"Deaths": ["1", word]}, index=[7, 8])
    cells.attrs["source"] = "deaths.xlsx, sheet '1'"
    line = re.escape(
        f"deaths.xlsx, sheet '1': column 'Deaths': 1 value not a whole number: {word!r} (row 8)"
    )
    with pytest.raises(InputError, match=rf"^{line}\Z"):
        spelling.whole(cells["Deaths"])
    with pytest.raises(InputError, match=rf"^{line}\Z"):
        spelling.read_columns(cells, {"deaths": "Deaths"})


@pytest.mark.parametrize("word", _NO_NUMBER)
def test_nothing_but_a_number_is_read_as_one(word: str) -> None:
    with pytest.raises(InputError, match=re.escape(f"1 value not a number: {word!r} (row 0)")):
        spelling.number(pd.Series([word]))


@pytest.mark.parametrize("value", ["1e19", "1e99", "-1.5e15"])
def test_a_text_is_no_larger_a_number_than_a_workbook_may_have(value: str) -> None:
    with pytest.raises(
        InputError, match=re.escape(f"1 value not a number below 10^15: {value!r} (row 1)")
    ):
        spelling.number(pd.Series(["1e14", value, ".."]), missing="..")


@pytest.mark.parametrize("value", [12.5, float("nan"), float("inf"), 1e19, 2.0**60])
def test_a_number_that_is_not_whole_is_not_made_whole(value: float) -> None:
    with pytest.raises(InputError, match=r"1 value not a (whole )?number: .* \(row 1\)"):
        spelling.whole(pd.Series([1.0, value]))


def test_whole_numbers_are_read_as_text_and_workbook_have_them() -> None:
    words = ["0", "12", "12.0", "-3", "123456789012345"]
    assert spelling.whole(pd.Series(words)).tolist() == [0, 12, 12, -3, 123456789012345]
    assert spelling.whole(pd.Series([12.0, -3.0])).tolist() == [12, -3]


@pytest.mark.parametrize("word", ["85+", "0-4", "5", "5-10", "5-100", "0-14", "90", "90-94", "٥-٩"])
def test_an_age_band_that_only_starts_like_one_of_the_20_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="age band not understood"):
        spelling.age_start(pd.Series([word]))


@pytest.mark.parametrize(
    "word", ["2014-1916", "2014-2116", "2014-15", "2016-14", "2014", "2014.7-16", "٢٠١٤-16"]
)
def test_a_period_of_other_than_three_or_five_years_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="period not understood"):
        spelling.period(pd.Series([word]))


@pytest.mark.parametrize(
    "word", ["2014.7", "2014/16", "201416", "20141", "2014/2015", "2014 ", "٢٠١٤", "2_014", ""]
)
def test_a_year_that_is_cut_short_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="1 value not a year"):
        spelling.school_year(pd.Series([word]))
    assert spelling.school_year(
        pd.Series(["2014", "201415", "2014/15", "1999/00", "2014-09-01/P1Y"])
    ).tolist() == [
        2014,
        2014,
        2014,
        1999,
        2014,
    ]


_READERS: dict[str, Callable[[Path], object]] = {
    "a.csv": lambda path: sheets.text_table(path, ["code"]),
    "a.csv.gz": lambda path: sheets.text_table(path, ["code"]),
    "a.xlsx": lambda path: sheets.sheet(path, "Data", "code", ["code"]),
    "a.xls": lambda path: sheets.sheet(path, "Data", "code", ["code"]),
    "a.ods": lambda path: sheets.grid(path, "Data"),
    "a.zip": lambda path: sheets.zipped(path, lambda name: name == "a.csv", "a.csv"),
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


_FEATURE = '{"type":"Feature","properties":{%s},"geometry":{"type":"Point","coordinates":[0,52]}}'


@pytest.mark.parametrize(
    ("feature", "message"),
    [
        (_FEATURE % '"name":1.0', r"x\.geojson: column name: 1 value not text \(row 2: 1\.0\)"),
        (_FEATURE % '"name":true', r"x\.geojson: column name: 1 value not text \(row 2: True\)"),
        (
            _FEATURE % '"name":["a"]',
            r"x\.geojson: column name: 1 value not text \(row 2: \['a'\]\)",
        ),
        (
            _FEATURE % '"name":"a","name":"b"',
            r"x\.geojson: cannot be read as GeoJSON: a key is there twice: name, name",
        ),
        ("9" * 5000, r"x\.geojson: cannot be read as GeoJSON: Exceeds the limit"),
    ],
)
def test_a_property_of_an_outline_is_the_text_that_it_is(feature: str, message: str) -> None:
    content = '{"type":"FeatureCollection","features":[\n' + feature + "\n]}\n"
    with pytest.raises(InputError, match=rf"^{message}"):
        geojson.read_text(io.BytesIO(content.encode()), "x.geojson")


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


def test_numbers_keep_every_digit_the_publisher_printed() -> None:
    published = ["75.9007104625277", "1.133868862", "8.41448395", "0.1", "9"]
    numbers = spelling.number(pd.Series(published))
    assert [repr(float(number)) for number in numbers] == [*published[:-1], "9.0"]
