"""Each kind of change, tried on three real notebooks in a copy of the project, library included."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from leedsequity_build import build, freshness, notebooks

ROOT = Path(__file__).parents[2]
NAMES = ["04_programme_outcomes", "05_fair_work", "06_neighbourhood_profiles"]
COMMAND = [sys.executable, "-c", "from leedsequity_build.cli import main; main()"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with three notebooks, built."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(
        ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    shutil.copy(ROOT / "data" / "fields.yaml", folder / "data")
    (folder / "notebooks").mkdir()
    for name in NAMES:
        for file in (ROOT / "notebooks").glob(f"{name}.*"):
            if file.suffix in (".py", ".md"):
                shutil.copy(file, folder / "notebooks")
    assert outcomes(folder, "build") == dict.fromkeys(NAMES, "built")
    return folder


def run(folder: Path, *arguments: str) -> str:
    """What the command line prints, run from the copy's own library."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LEEDSEQUITY_")}
    environment["PYTHONPATH"] = str(folder / "src")
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def outcomes(folder: Path, *arguments: str) -> dict[str, str]:
    rows = [line.split() for line in run(folder, *arguments).partition("\n\n")[0].splitlines()[1:]]
    return {row[0]: row[1] for row in rows}


@contextmanager
def changed(file: Path, added: str = "\n# changed\n") -> Iterator[None]:
    before = file.read_bytes()
    file.write_bytes(before + added.encode())
    yield
    file.write_bytes(before)


@pytest.fixture
def why(copy: Path, monkeypatch: pytest.MonkeyPatch):
    """Why each notebook that is out of date is; as `leedsequity status` says it."""
    monkeypatch.setenv("LEEDSEQUITY_ROOT", str(copy))
    monkeypatch.setattr(freshness, "SOURCES", copy / "src")

    def reasons() -> dict[str, str]:
        said = {n.name: "; ".join(build.job(n, {}).reasons()) for n in notebooks.notebooks()}
        return {name: reason for name, reason in said.items() if reason}

    return reasons


def test_nothing_changed_nothing_is_out_of_date(why):
    assert why() == {}


def test_each_raw_table_makes_the_notebooks_that_read_it_stale_and_no_other(copy, why):
    runs = {
        n: json.loads((ROOT / "data" / "processed" / n / "run.json").read_bytes())["raw"]
        for n in NAMES
    }
    tables = [
        file for file in (copy / "data" / "raw").iterdir() if file.suffix in (".csv", ".geojson")
    ]
    assert len({table for read in runs.values() for table in read}) > 15
    for table in tables:
        readers = {
            n: f"raw table {table.stem} changed" for n, read in runs.items() if table.stem in read
        }
        with changed(table):
            assert why() == readers
        with changed(table.with_suffix(".yaml")):
            assert why() == readers


@pytest.mark.parametrize(
    ("module", "users"),
    [
        ("leedsequity/analyses/fair_work.py", NAMES[1:2]),
        ("leedsequity/analyses/programmes.py", NAMES[:1]),
        ("leedsequity/analyses/ward_profile.py", NAMES[2:]),
        ("leedsequity/analyses/release.py", NAMES[:2]),
        ("leedsequity/outputs.py", NAMES),
        ("leedsequity/analyses/austerity_estimates.py", []),
        ("leedsequity_build/report.py", []),
        ("leedsequity_data/publishers/sheets.py", []),
    ],
)
def test_a_module_makes_the_notebooks_that_import_it_stale_and_no_other(copy, why, module, users):
    with changed(copy / "src" / module):
        assert why() == dict.fromkeys(users, f"{module} changed")


def test_a_notebook_makes_itself_stale(copy, why):
    for name in NAMES:
        with changed(copy / "notebooks" / f"{name}.py"):
            assert why() == {name: "the notebook changed"}


def test_a_page_makes_its_notebook_stale_and_no_other(copy, why):
    with changed(copy / "notebooks" / "05_fair_work.md", "\n{# changed #}\n"):
        assert why() == {"05_fair_work": "the page changed"}


def test_only_what_is_out_of_date_is_built_and_status_says_why(copy):
    module = copy / "src" / "leedsequity" / "analyses" / "programmes.py"
    with changed(module):
        (line,) = (line for line in run(copy, "status").splitlines() if " stale " in line)
        assert line.split(maxsplit=2) == [
            NAMES[0],
            "stale",
            "leedsequity/analyses/programmes.py changed",
        ]
        assert outcomes(copy, "build") == {
            NAMES[0]: "built",
            NAMES[1]: "skipped",
            NAMES[2]: "skipped",
        }
    assert outcomes(copy, "build") == {NAMES[0]: "built", NAMES[1]: "skipped", NAMES[2]: "skipped"}


def test_a_table_compiled_again_to_the_same_bytes_builds_nothing(copy):
    table = copy / "data" / "raw" / "published_programmes.csv"
    before = table.read_bytes(), table.stat().st_ino, table.stat().st_mtime_ns
    run(copy, "raw", "compile", "published_programmes")
    assert table.read_bytes() == before[0]
    assert (table.stat().st_ino, table.stat().st_mtime_ns) != before[1:], "it was written anew"
    assert set(outcomes(copy, "build").values()) == {"skipped"}
