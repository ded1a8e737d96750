"""Records of raw tables and the fields they share: what is refused, and what a column is then."""

import dataclasses
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from leedsequity import raw
from leedsequity.errors import InputError
from leedsequity.raw import yaml_text
from leedsequity.raw.records import ColumnRecord, parse, parse_fields

REAL = Path(__file__).parents[3] / "data" / "raw"
FIELDS = REAL.parent / "fields.yaml"
IMD = "life_expectancy_imd_decile"


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
