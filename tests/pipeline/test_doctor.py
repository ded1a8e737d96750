"""`leedsequity doctor` where the project or the environment is spoilt in one way: found, and mended as it says."""

import json
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

from leedsequity_build.doctor import CHECKS, Finding, examine

ROOT = Path(__file__).parents[2]
SMALL = runpy.run_path(str(ROOT / "tests" / "conftest.py"))["SMALL"]  # the notebook of the fixture `small`
NOTEBOOK = "notebooks/01_small"
SOURCE = f"{NOTEBOOK}.py"
KEPT = "data/processed/01_small/kept.csv"


def contents(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file() and ".git" not in file.parts}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Path, bytes]]:
    """A small project in which nothing is wrong, its lock being what is installed here; and its files."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    shutil.copy(ROOT / "data" / "fields.yaml", root / "data")
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "jupytext.toml", root / "notebooks")
    (root / f"{NOTEBOOK}.py").write_text(SMALL.format(name="01_small"), encoding="utf-8")
    installed = {one.metadata["Name"].lower().replace("_", "-"): one.version for one in metadata.distributions()}
    pins = [f"{name}=={version} \\\n    --hash=sha256:0" for name, version in sorted(installed.items())]
    (root / "requirements.lock").write_text("\n".join(pins) + "\n")
    program = [sys.executable, "-c", "from leedsequity_build.cli import main; main()"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LEEDS")} | {"LEEDSEQUITY_ROOT": str(root)}
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@x"]
    for command in (["init", "-q"], ["add", "data"], ["commit", "-qm", "tables"]):
        subprocess.run([*git, *command], cwd=root, check=True)
    for arguments in (["raw", "dictionary"], ["build"]):
        subprocess.run([*program, *arguments], cwd=root, env=environment, check=True)
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
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    return root


def edit(file: str, old: str, new: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    def spoil(project: Path, patch: pytest.MonkeyPatch) -> None:
        text = (project / file).read_text(encoding="utf-8")
        assert old in text
        (project / file).write_text(text.replace(old, new), encoding="utf-8")

    return spoil


def remove(file: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    return lambda project, _: (project / file).unlink()


def variable(name: str, value: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    return lambda _, patch: patch.setenv(name, value)


def older_python(project: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(platform, "python_version", lambda: "3.10.4")


def full_disk(project: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9e9, 8.6e9, 0.4e9))


def without(package: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    left = [one for one in metadata.distributions() if one.metadata["Name"].lower() != package]
    return lambda _, patch: patch.setattr(metadata, "distributions", lambda: left)


def another_kernel(project: Path, patch: pytest.MonkeyPatch) -> None:
    folder = project / "jupyter" / "kernels" / "python3"
    folder.mkdir(parents=True)
    argv = ["/opt/python2/bin/python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (folder / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "Python 3", "language": "python"}))
    patch.setenv("JUPYTER_PATH", str(project / "jupyter"))


def edited_in_the_notebook(project: Path, patch: pytest.MonkeyPatch) -> None:
    edit(f"{NOTEBOOK}.ipynb", "# A small notebook", "# A renamed notebook")(project, patch)
    later = (project / f"{NOTEBOOK}.py").stat().st_mtime + 10
    os.utime(project / f"{NOTEBOOK}.ipynb", (later, later))


OTHER_PYTHON, OTHER_PANDAS = "make build PYTHON=python3.11", edit("requirements.lock", "pandas==", "pandas==9")
INSTALL, RAW, SYNC = "--require-hashes -r requirements.lock", "git checkout data/raw", "jupytext --sync"
LEEDS = edit("data/raw/areas.csv", "Leeds", "Leads")
# What is spoilt; the check that finds it; its state; words of what it finds, and of what mends it.
BREAKAGES = {
    "wrong Python": (older_python, "python", "fault", "3.10.4 is not >=3.11", OTHER_PYTHON),
    "another version": (OTHER_PANDAS, "packages", "fault", "pandas is ", INSTALL),
    "package missing": (without("scipy"), "packages", "fault", "scipy is missing", INSTALL),
    "extra missing": (without("pyarrow"), "extras", "note", "data lacks pyarrow", "only if you need"),
    "another kernel": (another_kernel, "kernel", "fault", "starts /opt/python2/bin/python", "kernelspec remove"),
    "kernel's name": (edit(SOURCE, "name: python3", "name: ir"), "headers", "fault", "asks for ir", "name: python3"),
    "source edited": (edit(SOURCE, "A small", "My"), "pairs", "fault", f"{NOTEBOOK}.ipynb is not", SYNC),
    "notebook edited": (edited_in_the_notebook, "pairs", "fault", f"{NOTEBOOK}.ipynb is not", SYNC),
    "notebook deleted": (remove(f"{NOTEBOOK}.ipynb"), "pairs", "fault", f"{NOTEBOOK}.ipynb is missing", SYNC),
    "output edited": (edit(KEPT, "77.4", "77.5"), "outputs", "fault", f"{KEPT} was edited", "leedsequity build"),
    "output deleted": (remove(KEPT), "outputs", "fault", f"{KEPT} is missing", "leedsequity build"),
    "table edited": (LEEDS, "raw tables", "fault", "data/raw/areas.csv: the bytes differ from its record", RAW),
    "table deleted": (remove("data/raw/areas.csv"), "raw tables", "fault", "data/raw/areas.csv: missing", RAW),
    "record edited": (
        edit("data/raw/areas.yaml", "rows:", "rows"),
        "raw tables",
        "fault",
        "data/raw/areas.yaml: ",
        RAW,
    ),
    "field edited": (
        edit("data/fields.yaml", "values: whole 1-10", "values: whole 10-1"),
        "raw tables",
        "fault",
        "data/fields.yaml: field decile",
        "git checkout data/raw data/fields.yaml",
    ),
    "stale results": (edit(SOURCE, "rows = 3 ", "rows = 2 "), "results", "fault", "the notebook changed", "build"),
    "disk full": (full_disk, "room", "fault", "0.4 GB are free, 2 needed", "make room"),
    "misspelt variable": (variable("LEEDSEQUITY_OUPUT", "x"), "variables", "fault", "LEEDSEQUITY_OUPUT", "unset"),
    "results elsewhere": (variable("LEEDSEQUITY_OUTPUT", "/x"), "output", "note", "results go to /x", "unset"),
    "not on the path": (variable("PATH", "/usr/bin:/bin"), "path", "note", "no leedsequity", "activate"),
    "no project": (variable("LEEDSEQUITY_ROOT", "/usr"), "folder", "fault", "/usr holds no data/raw", "set LEEDS"),
}

# Whose fixes are commands that take no time and no network.
MENDED = {"kernel", "pairs", "outputs", "raw tables", "results", "output"}


def carry_out(command: str, project: Path, leedsequity, patch: pytest.MonkeyPatch) -> None:
    """Do what a fix says."""
    program, *arguments = command.split()
    if program == "unset":
        patch.delenv(*arguments)
    elif program == "leedsequity":
        assert leedsequity(*arguments)[0] == 0
    else:
        subprocess.run(command, shell=True, cwd=project, check=True, capture_output=True)


def findings() -> dict[str, Finding]:
    return {one.check: one for one in examine()}


def troubles(found: dict[str, Finding]) -> set[str]:
    """The checks that found something, but for this copy not being the program's own, and extras that are missing."""
    return {check for check, one in found.items() if one.state != "ok"} - {"folder", "extras"}


def test_nothing_is_wrong_with_a_healthy_project_and_each_check_has_its_line(project, leedsequity):
    assert troubles(findings()) == set()
    code, printed, complaint = leedsequity("doctor")
    assert (code, complaint) == (0, "")
    assert [line[7:17].rstrip() for line in printed.splitlines()] == list(CHECKS)


@pytest.mark.parametrize(("spoil", "check", "state", "found", "fix"), BREAKAGES.values(), ids=BREAKAGES)
def test_what_is_spoilt_is_found_with_its_fix_which_mends_it(
    spoil, check, state, found, fix, project, leedsequity, monkeypatch
):
    spoil(project, monkeypatch)
    after = findings()
    assert after[check].state == state
    assert found in after[check].found
    assert fix in after[check].fix
    assert troubles(after) <= {check, "results", "pairs"}, "only what depends on it is accused as well"
    if check in MENDED:
        for command in re.findall("`([^`]+)`", after[check].fix.partition(", or ")[0]):
            carry_out(command, project, leedsequity, monkeypatch)
        assert troubles(findings()) == set()


WRECKS = {
    "record of a run": ("data/processed/01_small/run.json", b"{"),
    "executed notebook": (f"{NOTEBOOK}.ipynb", b"<html>"),
    "source": (SOURCE, b'\xff\xfe# %% tags=["parameters"]\n('),
    "project": ("pyproject.toml", b"[["),
    "lock": ("requirements.lock", b"\xff"),
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
    assert now.children_user + now.children_system - before.children_user - before.children_system < 3
