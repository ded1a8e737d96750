"""Whatever goes wrong at the command line ends in one line and exit code 2.

No traceback, no markup, nothing obeyed.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from leedsequity import places
from leedsequity_build import terminal

ROOT = Path(__file__).parents[2]
LEEDSEQUITY = Path(sys.executable).with_name("leedsequity")
MISTAKE = "a mistake in the program"


def typed(command: str, project: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Type a command in bash, where `leedsequity` is that of this environment."""
    around = (
        os.environ | {"PATH": f"{LEEDSEQUITY.parent}{os.pathsep}{os.environ['PATH']}"} | environment
    )
    shell = ["bash", "-o", "pipefail", "-c", command]
    return subprocess.run(shell, cwd=project, env=around, capture_output=True, text=True)


# The terminal


@pytest.mark.parametrize(
    "command",
    ["areas Chiltern", "raw list", "explain data/raw/areas.csv", "--help", "build --help"],
)
def test_a_terminal_that_knows_ascii_alone_shows_escapes(project, command):
    ascii_alone = {
        "PYTHONIOENCODING": "ascii",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }
    done = typed(f"leedsequity {command}", project, **ascii_alone)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()


def test_an_error_on_such_a_terminal_is_a_line(project):
    done = typed("leedsequity areas 'x–’'", project, PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert done.stderr.startswith(
        r"leedsequity: no place of England has the code or name 'x\u2013\u2019'"
    )


@pytest.mark.parametrize("reader", ["head -1", "true"])
@pytest.mark.parametrize("command", ["areas", "areas 2>&1", "raw list", "--help"])
def test_a_pipe_that_is_closed_is_no_error_to_tell_of(project, command, reader):
    assert typed(f"leedsequity {command} | {reader}", project).stderr == ""


def test_a_stream_that_is_closed_or_full_is_told(project):
    assert typed("leedsequity areas Leeds >&-", project).returncode == 0
    done = typed("leedsequity areas >/dev/full", project)
    assert (done.returncode, done.stderr) == (2, "leedsequity: No space left on device\n")
    assert typed("leedsequity areas nowhere 2>/dev/full", project).returncode == 2
    done = typed("leedsequity --help >/dev/full", project)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


# Text that is no markup


SPOKEN = "[bold]x[/] [/x] [red] :smile: \x1b[31m\x9b1m\nsecond"
SHOWN = r"[bold]x[/] [/x] [red] :smile: \x1b[31m\x9b1m second"


def test_a_table_shows_its_cells_as_they_are(capsys):
    terminal.show_table([(SPOKEN, "failed", SPOKEN), ("b", SPOKEN, "c")], "one", "two", "three")
    first, second = capsys.readouterr().out.splitlines()[1:]
    assert first.count(SHOWN) == 2
    assert SHOWN in second


def test_an_error_of_a_notebook_is_shown_as_it_is(project, small, leedsequity):
    text = small.read_text(encoding="utf-8").replace(
        "run.table(", f"raise ValueError({SPOKEN!r})\nrun.table("
    )
    small.write_text(text, encoding="utf-8")
    code, printed, _ = leedsequity("build")
    assert code == 1
    assert (
        f"cell 4: ValueError: {SHOWN} (left for a look: notebooks/01_small.failed.ipynb)" in printed
    )
    assert len(printed.splitlines()) == 2


def test_what_was_typed_is_not_obeyed(project, leedsequity):
    for arguments in (
        ["areas", "x\x1b[31m"],
        ["areas", "x", "\x1b[31m"],
        ["build", "--\x1b[31m"],
        ["\x1b[31m"],
        ["a\0b"],
    ):
        code, printed, complaint = leedsequity(*arguments)
        assert (code, printed, complaint.count("\n")) == (2, "", 1)
        assert "\x1b" not in complaint


def test_claims_as_json_can_be_read_on_any_terminal(project, leedsequity):
    _, printed, _ = leedsequity("claims", "--json", "--firm", "no reading")
    assert printed.isascii()
    assert json.loads(printed)


# Mistakes in the program, and what the shell does


def test_a_mistake_in_the_program_is_not_hidden(project, leedsequity, monkeypatch):
    def mistaken(text):
        return len(text) / 0

    monkeypatch.setattr(places, "search", mistaken)
    code, _, complaint = leedsequity("areas")
    assert code == 1
    assert complaint.startswith(
        f"leedsequity: {MISTAKE}, please report it: ZeroDivisionError: division by zero ("
    )
    broken = (
        "from leedsequity import places; from leedsequity_build import cli; places.search = None;"
        " cli.main()"
    )
    done = typed(f'{sys.executable} -c "{broken}" areas', project, PYTHONDEVMODE="1")
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_control_c_ends_a_command_without_a_word(project, leedsequity, monkeypatch):
    def interrupted(text):
        raise KeyboardInterrupt

    monkeypatch.setattr(places, "search", interrupted)
    assert leedsequity("areas") == (130, "", "")


@pytest.mark.parametrize(
    ("variable", "command"), [("LEEDSEQUITY_ROOT", "status"), ("LEEDSEQUITY_OUTPUT", "export")]
)
def test_a_variable_that_names_a_file_is_a_line(
    results, leedsequity, monkeypatch, variable, command
):
    monkeypatch.setenv(variable, str(results / "CITATION.cff"))
    code, printed, complaint = leedsequity(command)
    assert (code, printed, complaint.count("\n")) == (2, "", 1)
    assert "CITATION.cff" in complaint


@pytest.mark.parametrize(
    "arguments", [["example", "programme", "FILE/a.csv"], ["export", "--output-dir", "FILE/a"]]
)
def test_a_folder_that_is_a_file_is_a_line(results, leedsequity, arguments):
    (results / "FILE").write_text("kept")
    code, printed, complaint = leedsequity(*arguments)
    assert (code, printed, complaint.count("\n")) == (2, "", 1)
    assert "FILE" in complaint
    assert (results / "FILE").read_text() == "kept"


# A little of everything, at random


@pytest.fixture
def results(project: Path) -> Path:
    """The copied project, with the committed results and pages in it."""
    for folder in ("data/processed", "figures"):
        shutil.copytree(ROOT / folder, project / folder)
    for file in ("CITATION.cff", "pyproject.toml", "requirements.lock", "README.md"):
        shutil.copy(ROOT / file, project)
    for file in (ROOT / "notebooks").glob("*.ipynb"):
        shutil.copy(file, project / "notebooks")
    return project


FIGURE = "figures/01_life_expectancy_gaps/local_deciles.png"
FILES = [
    "data/raw/areas.yaml",
    "data/raw/areas.csv",
    "data/raw/claims.yaml",
    "data/raw/claims.csv",
    "CITATION.cff",
    "data/raw/boundaries_la.geojson",
    "notebooks/05_fair_work.py",
    "notebooks/05_fair_work.ipynb",
    "pyproject.toml",
    "notebooks/jupytext.toml",
    "data/processed/01_life_expectancy_gaps/run.json",
    "requirements.lock",
    "README.md",
    "data/processed/07_marmot_indicators/scorecard.csv",
    FIGURE,
]
CONTENTS = [
    b"",
    b"\0\0",
    bytes(range(256)),
    b"null",
    b"[]",
    b"{}",
    b"3",
    b'"x"',
    b"[" * 3_000,
    "é".encode("utf-16"),
    b": :",
    b'{"outputs": null, "cells": 3, "raw": [], "notebook": 1, "parameters": 2}',
    b"retrieved: 2024-02-30\n",
    b"<html>",
    (
        b'{"outputs": {"tables/x.csv": null}, "cells": [null], "raw": {"a": 1}, "notebook": "x",'
        b' "parameters": {}}'
    ),
]
COMMANDS = [
    "status",
    "doctor",
    "explain data/raw/areas.csv",
    f"explain {FIGURE}",
    "explain notebooks/05_fair_work.ipynb",
    "claims x",
    "claims coverage README.md",
    "export",
    "areas leeds",
    "raw list",
    "raw verify",
    "raw fetch claims",
    "raw compile claims --check",
    "raw dictionary --check",
    "build xx",
    "build 08 -p x 1",
    "build 05 --area zz",
    "build 05 --each area",
    "new abc --title t",
]
ODD = [
    "",
    "x" * 5_000,
    "\x1b[31mred",
    "[/x]",
    "\udcff",
    "a\0b",
    "..",
    ".",
    "/",
    "data",
    "data/raw/areas.csv",
    "/dev/full",
    "-",
    "*",
    "é–→",
    "$x^$",
    "a\nb",
    FIGURE,
    "1e999",
    "nan",
    "０１",
    "~nobody/x",
    ":smile:",
    "%s",
    "{0}",
    "--x",
]
BEFORE = [
    "",
    "build",
    "build --area",
    "build -p",
    "build 01 -p area",
    "build --each",
    "build xx --output-dir",
    "build xx --jobs",
    "build xx --timeout",
    "status",
    "explain",
    "claims",
    "claims --firm",
    "areas",
    "example",
    "example programme",
    "new",
    "new ok --title",
    "raw",
    "raw list",
    "raw fetch",
    "raw compile",
]


def require_a_line(command: list[str], ended: tuple[int, str, str]) -> None:
    code, printed, complaint = ended
    assert code in (0, 1, 2), command
    assert MISTAKE not in complaint, (command, complaint)
    assert "Traceback" not in printed + complaint, command
    helped = complaint.startswith("Usage: ")  # of a command that needs arguments and has none
    assert complaint.count("\n") <= (1 if code == 2 and not helped else 99), (command, complaint)
    assert (printed + complaint).replace("\n", "").isprintable(), command


def test_a_spoilt_file_is_a_line_for_every_command(results, leedsequity):
    chance = random.Random(15)
    for file in FILES:
        path, kept = results / file, (results / file).read_bytes()
        for content in [*chance.sample(CONTENTS, 1), kept[: len(kept) // 2], None]:
            path.unlink()
            if content is None:
                path.mkdir()
            else:
                path.write_bytes(content)
            for command in chance.sample(COMMANDS, 2):
                places.every.cache_clear()
                require_a_line([file, command], leedsequity(*command.split()))
            if content is None:
                path.rmdir()
                path.touch()
        path.write_bytes(kept)
    places.every.cache_clear()


def test_an_odd_argument_is_a_line_for_every_command(results, leedsequity):
    chance = random.Random(15)
    for before in BEFORE:
        for odd in chance.sample(ODD, 4):
            command = [*before.split(), odd]
            require_a_line(command, leedsequity(*command))
