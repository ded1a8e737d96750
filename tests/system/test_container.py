"""The container recipes: read as their formats are, the same in both. No container is built."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KNOWN = {"FROM", "COPY", "WORKDIR", "RUN", "ENV", "ENTRYPOINT", "CMD"}
SECTIONS = {"files", "post", "environment", "runscript"}


@pytest.fixture(scope="module")
def oci() -> list[tuple[str, str]]:
    """The instructions of the Containerfile, each with its arguments in one line."""
    text = (ROOT / "workflow" / "Containerfile").read_text()
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines if line]


@pytest.fixture(scope="module")
def apptainer() -> dict[str, list[str]]:
    """The definition file: its header as `Key: value`, then the lines of each section."""
    sections: dict[str, list[str]] = {"header": []}
    name = "header"
    for line in (ROOT / "workflow" / "apptainer.def").read_text().splitlines():
        if line.startswith("%"):
            name = line[1:]
            assert name not in sections
            sections[name] = []
        elif line and not line.startswith("#"):
            sections[name].append(line.strip())
    return sections


def test_every_instruction_is_one_of_the_format_and_the_first_says_from_what(oci):
    assert [word for word, _ in oci if word not in KNOWN] == []
    assert oci[0][0] == "FROM"
    for word, arguments in oci:
        if word in ("ENTRYPOINT", "CMD"):
            assert all(isinstance(part, str) for part in json.loads(arguments))


def test_every_section_is_one_of_the_format_and_the_header_says_from_what(apptainer):
    assert apptainer.keys() == SECTIONS | {"header"}
    header = dict(line.split(": ") for line in apptainer["header"])
    assert header == {"Bootstrap": "docker", "From": "python:3.11-slim"}
    assert all(apptainer[name] for name in SECTIONS)


def test_both_begin_with_the_same_image_copy_the_same_and_run_the_same_commands(oci, apptainer):
    instructions = dict(oci)
    assert len(instructions) == len(oci), "each instruction once"
    assert apptainer["header"][1] == f"From: {instructions['FROM']}"
    assert apptainer["files"] == [instructions["COPY"]]
    folder, *commands = apptainer["post"]
    assert folder == f"cd {instructions['WORKDIR']}"
    assert commands == [command.strip() for command in instructions["RUN"].split("&&")]
    assert apptainer["environment"] == [f"export {instructions['ENV']}"]
    assert apptainer["runscript"] == [f'exec {json.loads(instructions["ENTRYPOINT"])[0]} "$@"']


def test_a_shell_can_read_the_commands_and_make_knows_its_targets(oci, apptainer):
    for script in (
        dict(oci)["RUN"],
        *("\n".join(apptainer[name]) for name in SECTIONS - {"files"}),
    ):
        read = subprocess.run(["sh", "-n"], input=script, text=True, capture_output=True)
        assert read.returncode == 0, read.stderr
    make = next(command for command in apptainer["post"] if command.startswith("make "))
    dry = subprocess.run(
        ["make", "-n", *make.split()[1:]], cwd=ROOT, capture_output=True, text=True
    )
    assert dry.returncode == 0, dry.stderr


def test_what_git_ignores_stays_out_of_the_image():
    left_out = (ROOT / ".dockerignore").read_text().split()
    ignored = (ROOT / ".gitignore").read_text().split()
    wanted = {pattern.strip("/") for pattern in ignored} | {".git"}
    assert wanted <= {pattern.removeprefix("**/") for pattern in left_out}
