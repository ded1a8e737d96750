"""Records as YAML: written to be read back, and refused with the line."""

from pathlib import Path

import pytest

from leedsequity import raw
from leedsequity.errors import InputError
from leedsequity.raw import yaml_text

IMD = "life_expectancy_imd_decile"


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


def test_a_record_that_is_not_yaml_is_named_with_the_line(root: Path) -> None:
    (root / f"{IMD}.yaml").write_text("description: a table\npublisher: [ONS\n")
    with pytest.raises(
        InputError, match=rf"^data/raw/{IMD}\.yaml: cannot be read as YAML, line \d+: .*\Z"
    ):
        raw.record(IMD)
