"""`leedsequity doctor` where something is spoilt in one way: found, and mended as it says."""

import os
import platform
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from leedsequity_build.doctor import CHECKS, examine

ROOT = Path(__file__).parents[2]
SMALL = runpy.run_path(str(ROOT / "tests" / "conftest.py"))[
    "SMALL"
]  # the notebook of the fixture `small`
NOTEBOOK = "notebooks/01_small"
SOURCE = f"{NOTEBOOK}.py"
KEPT = "data/processed/01_small/kept.csv"


def contents(folder: Path) -> dict[Path, bytes]:
    return {
        file: file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and ".git" not in file.parts
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Path, bytes]]:
    """A small project with nothing wrong, whose lock is what is installed; and its files."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    shutil.copy(ROOT / "data" / "fields.yaml", root / "data")
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "jupytext.toml", root / "notebooks")
    (root / f"{NOTEBOOK}.py").write_text(SMALL.format(name="01_small"), encoding="utf-8")
    installed = {
        one.metadata["Name"].lower().replace("_", "-"): one.version
        for one in metadata.distributions()
    }
    pins = [
        f"{name}=={version} \\\n    --hash=sha256:0" for name, version in sorted(installed.items())
    ]
    (root / "requirements.lock").write_text("\n".join(pins) + "\n")
    needed = [pin for pin in pins if not pin.startswith("ruff==")]
    (root / "requirements-build.lock").write_text("\n".join(needed) + "\n")
    program = [sys.executable, "-c", "from leedsequity_build.cli import main; main()"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LEEDS")} | {
        "LEEDSEQUITY_ROOT": str(root)
    }
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@x"]
    for command in (["init", "-q"], ["add", "data"], ["commit", "-qm", "tables"]):
        subprocess.run([*git, *command], cwd=root, check=True)
    subprocess.run([*program, "build"], cwd=root, env=environment, check=True)
    return root, contents(root)


@pytest.fixture
def project(built: tuple[Path, dict[Path, bytes]], monkeypatch: pytest.MonkeyPatch) -> Path:
    """That project, to be spoilt, in an environment in which nothing is wrong."""
    root, files = built
    now = contents(root)
    for file in now.keys() - files.keys():
        file.unlink()
    for file in [file for file, content in files.items() if now.get(file) != content]:
        file.write_bytes(files[file])
    for name in [name for name in os.environ if name.startswith(("LEEDSEQUITY_", "JUPYTER_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LEEDSEQUITY_ROOT", str(root))
    return root


def edit(file: str, old: str, new: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    def spoil(project: Path, patch: pytest.MonkeyPatch) -> None:
        text = (project / file).read_text(encoding="utf-8")
        assert old in text
        (project / file).write_text(text.replace(old, new), encoding="utf-8")

    return spoil


def remove(file: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    return lambda project, _: (project / file).unlink()


def older_python(project: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(platform, "python_version", lambda: "3.10.4")


def without(package: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    left = [one for one in metadata.distributions() if one.metadata["Name"].lower() != package]
    return lambda _, patch: patch.setattr(metadata, "distributions", lambda: left)


def edited_in_the_notebook(project: Path, patch: pytest.MonkeyPatch) -> None:
    edit(f"{NOTEBOOK}.ipynb", "# A small notebook", "# A renamed notebook")(project, patch)
    later = (project / f"{NOTEBOOK}.py").stat().st_mtime + 10
    os.utime(project / f"{NOTEBOOK}.ipynb", (later, later))


PYTHON = "make build PYTHON=python3.11"
INSTALL, RAW, SYNC = "-r requirements-build.lock", "git checkout data/raw", "jupytext --sync"
BUILD = "leedsequity build"
# What is spoilt; the check that finds it; words of what it finds, and of what mends it.
BREAKAGES = {
    "wrong Python": (older_python, "python", "3.10.4 is not >=3.11", PYTHON),
    "another version": (
        edit("requirements-build.lock", "pandas==", "pandas==9"),
        "packages",
        "pandas is ",
        INSTALL,
    ),
    "package missing": (without("scipy"), "packages", "scipy is missing", INSTALL),
    "another version of a test's": (
        edit("requirements.lock", "ruff==", "ruff==9"),
        "packages",
        "ruff is ",
        INSTALL,
    ),
    "source edited": (edit(SOURCE, "A small", "My"), "pairs", f"{NOTEBOOK}.ipynb is not", SYNC),
    "notebook edited": (edited_in_the_notebook, "pairs", f"{NOTEBOOK}.ipynb is not", SYNC),
    "notebook deleted": (
        remove(f"{NOTEBOOK}.ipynb"),
        "pairs",
        f"{NOTEBOOK}.ipynb is missing",
        SYNC,
    ),
    "output edited": (edit(KEPT, "77.4", "77.5"), "results", f"{KEPT} was edited", BUILD),
    "output deleted": (remove(KEPT), "results", f"{KEPT} is missing", BUILD),
    "stale results": (
        edit(SOURCE, "rows = 3 ", "rows = 2 "),
        "results",
        "the notebook changed",
        BUILD,
    ),
    "table edited": (
        edit("data/raw/areas.csv", "Leeds", "Leads"),
        "raw tables",
        "data/raw/areas.csv: the bytes differ from its record",
        RAW,
    ),
    "table deleted": (
        remove("data/raw/areas.csv"),
        "raw tables",
        "data/raw/areas.csv: missing",
        RAW,
    ),
    "record edited": (
        edit("data/raw/areas.yaml", "rows:", "rows"),
        "raw tables",
        "data/raw/areas.yaml: ",
        RAW,
    ),
    "field edited": (
        edit("data/fields.yaml", "values: whole 1-10", "values: whole 10-1"),
        "raw tables",
        "data/fields.yaml: field decile",
        "git checkout data/raw data/fields.yaml",
    ),
}

# Whose fixes are commands that take no time and no network.
MENDED = {"pairs", "raw tables", "results"}


def carry_out(command: str, project: Path, leedsequity) -> None:
    """Do what a fix says."""
    program, *arguments = command.split()
    if program == "leedsequity":
        assert leedsequity(*arguments)[0] == 0
    else:
        subprocess.run(command, shell=True, cwd=project, check=True, capture_output=True)


def findings() -> dict[str, tuple[str, str]]:
    return {check: (wrong, fix) for check, wrong, fix in examine()}


def troubles(found: dict[str, tuple[str, str]]) -> set[str]:
    return {check for check, (wrong, _) in found.items() if wrong}


def test_nothing_is_wrong_with_a_healthy_project_and_each_check_has_its_line(project, leedsequity):
    assert troubles(findings()) == set()
    code, printed, complaint = leedsequity("doctor")
    assert (code, complaint) == (0, "")
    assert [line[7:] for line in printed.splitlines()] == list(CHECKS)


@pytest.mark.parametrize(("spoil", "check", "found", "fix"), BREAKAGES.values(), ids=BREAKAGES)
def test_what_is_spoilt_is_found_with_its_fix_which_mends_it(
    spoil, check, found, fix, project, leedsequity, monkeypatch
):
    spoil(project, monkeypatch)
    after = findings()
    wrong, mends = after[check]
    assert found in wrong
    assert fix in mends
    assert troubles(after) <= {
        check,
        "results",
        "pairs",
    }, "only what depends on it is accused as well"
    if check in MENDED:
        for command in re.findall("`([^`]+)`", mends.partition(", or ")[0]):
            carry_out(command, project, leedsequity)
        assert troubles(findings()) == set()


WRECKS = {
    "record of a run": ("data/processed/01_small/run.json", b"{"),
    "executed notebook": (f"{NOTEBOOK}.ipynb", b"<html>"),
    "source": (SOURCE, b'\xff\xfe# %% tags=["parameters"]\n('),
    "project": ("pyproject.toml", b"[["),
    "lock": ("requirements-build.lock", b"\xff"),
    "record of a table": ("data/raw/areas.yaml", b": :"),
}


@pytest.mark.parametrize(("file", "content"), WRECKS.values(), ids=WRECKS)
def test_it_survives_whatever_it_meets(file, content, project, leedsequity):
    (project / file).write_bytes(content)
    code, printed, complaint = leedsequity("doctor")
    assert (code, complaint) == (1, "")
    assert len(printed.splitlines()) == len(CHECKS)
    assert all(" → " in line for line in printed.splitlines() if line.startswith("fault"))
    assert any(Path(file).name in line for line in printed.splitlines() if line.startswith("fault"))


def test_it_takes_less_than_three_seconds_of_the_processor(project):
    before = os.times()
    code = "import sys; from leedsequity_build import cli; sys.argv[1:] = ['doctor']; cli.main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True)
    now = os.times()
    assert done.returncode == 0, done.stdout
    assert (
        now.children_user + now.children_system - before.children_user - before.children_system < 3
    )
