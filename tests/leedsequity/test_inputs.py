"""What is wrong with a file or text becomes a line that names it, which a terminal only shows."""

import csv
import errno
import json

import pytest
import yaml

from leedsequity import inputs
from leedsequity.errors import InputError


def parsed(file):
    return json.loads(file.read_bytes())


def as_yaml(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def as_csv(file):
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, strict=True))


def as_python(file):
    return compile(file.read_text(encoding="utf-8"), "cell", "exec")


@pytest.mark.parametrize(
    ("content", "read", "rule"),
    [
        (b'{"a": 1,\n]', parsed, "not JSON, line 2: "),
        (b"", parsed, "not JSON, line 1: "),
        (
            b"null",
            lambda file: parsed(file)["outputs"],
            "its content has not the expected form (TypeError: ",
        ),
        (
            b"{}",
            lambda file: parsed(file)["outputs"],
            "its content has not the expected form (KeyError: 'outputs')",
        ),
        (b"[" * 100_000, parsed, "nested too deeply"),
        (b"a: [1\nb: 2\n", as_yaml, "cannot be read as YAML, line 2: "),
        (b"a: \x01", as_yaml, "cannot be read as YAML: "),
        (b"retrieved: 2024-02-30\n", as_yaml, "day is out of range for month"),
        (b"\xff\xfe", as_yaml, "not text in UTF-8"),
        (b"rows = 3\nrows = (\n", as_python, "not Python, line 2: "),
        (b'a\n"b', as_csv, "unexpected end of data"),
    ],
)
def test_what_cannot_be_read_is_one_line_with_the_file_and_the_rule(tmp_path, content, read, rule):
    file = tmp_path / "spoilt"
    file.write_bytes(content)
    with pytest.raises(InputError) as error, inputs.reading(file):
        read(file)
    assert str(error.value).startswith(f"{file}: {rule}")
    assert "\n" not in str(error.value)


def test_what_the_system_refuses_is_named_by_its_file(tmp_path):
    with (
        pytest.raises(InputError, match=f"^{tmp_path}: Is a directory: "),
        inputs.reading(tmp_path),
    ):
        tmp_path.read_text()
    gone = tmp_path / "gone"
    with (
        pytest.raises(InputError, match=f"^{gone}: No such file or directory: "),
        inputs.reading(gone),
    ):
        gone.read_bytes()


def test_an_error_that_is_a_line_already_and_one_that_is_no_input_pass(tmp_path):
    with pytest.raises(InputError, match="as it is"), inputs.reading(tmp_path):
        raise InputError("as it is")
    with pytest.raises(ZeroDivisionError), inputs.reading(tmp_path):
        1 / 0  # noqa: B018


@pytest.mark.parametrize(
    ("content", "lacks"), [(b"[]", "not an object"), (b'{"a": 1}', "not an object with b, c")]
)
def test_an_object_must_be_one_and_have_its_keys(tmp_path, content, lacks):
    file = tmp_path / "run.json"
    file.write_bytes(content)
    with pytest.raises(InputError, match=f"run.json: {lacks}"):
        inputs.json_object(file, "a", "b", "c")
    file.write_bytes(b'{"a": 1, "b": 2, "c": 3}')
    assert inputs.json_object(file, "a", "b") == {"a": 1, "b": 2, "c": 3}


def test_an_error_of_the_system_is_told_with_its_file_and_a_mistake_with_its_kind():
    assert inputs.explained(OSError(errno.ENOSPC, "No space left", "/x/y")) == "No space left: /x/y"
    assert inputs.explained(OSError(errno.ENOSPC, "No space left")) == "No space left"
    assert inputs.explained(InputError("a file: \n a rule\n")) == "a file: a rule"
    assert inputs.explained(ZeroDivisionError("by zero")) == "ZeroDivisionError: by zero"


def test_a_terminal_shows_and_does_not_obey():
    assert inputs.printable("é–→ 12% [bold] :smile:") == "é–→ 12% [bold] :smile:"
    assert inputs.printable("\x1b[31m\x9b\a\u202e\udcff\n") == r"\x1b[31m\x9b\x07\u202e\udcff\n"
    assert inputs.one_line("one\r\n  two\u2028three\x0b") == "one two three"
