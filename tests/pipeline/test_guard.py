"""A notebook that writes elsewhere than through its run is stopped before it has changed anything."""

import subprocess
import sys
from pathlib import Path

import pytest

# What a cell may try, in a project with data/raw/areas.csv, and the file that it is told of.
REFUSED = {
    "open('data/raw/areas.csv', 'w')": "data/raw/areas.csv",
    "open(b'data/raw/areas.csv', 'r+')": "data/raw/areas.csv",
    "open('figures/02_other/line.svg', 'a')": "figures/02_other/line.svg",
    "Path('notes.txt').write_text('mine')": "notes.txt",
    "os.open('notes.txt', os.O_CREAT | os.O_WRONLY)": "notes.txt",
    "os.remove('data/raw/areas.csv')": "data/raw/areas.csv",
    "os.truncate('data/raw/areas.csv', 0)": "data/raw/areas.csv",
    "os.chmod('data/raw/areas.csv', 0)": "data/raw/areas.csv",
    "os.replace('data/raw/areas.csv', elsewhere / 'areas.csv')": "data/raw/areas.csv",
    "os.rename(elsewhere / 'kept.csv', 'data/kept.csv')": "data/kept.csv",
    "os.link(elsewhere / 'kept.csv', 'data/kept.csv')": "data/kept.csv",
    "os.symlink(elsewhere, 'data/elsewhere')": "data/elsewhere",
    "os.chdir('data/raw'); open('../areas.csv', 'w')": "data/areas.csv",
    "(elsewhere / 'way').symlink_to(root / 'data'); open(elsewhere / 'way' / 'new.csv', 'w')": "data/new.csv",
    "(elsewhere / 'file').symlink_to(root / 'data/raw/areas.csv'); open(elsewhere / 'file', 'w')": "data/raw/areas.csv",
    "Path('results').mkdir()": "results",
    "os.rmdir('data/empty')": "data/empty",
    "shutil.rmtree('data')": "data",
    "shutil.copy('data/raw/areas.csv', 'data/raw/copy.csv')": "data/raw/copy.csv",
    "open('.cachet', 'w')": ".cachet",
}
FREE = [
    "open('data/raw/areas.csv').read()",
    "open('run/tables.csv', 'w')",
    "Path('run/figures').mkdir(); os.replace('run/kept', 'run/figures/kept'); shutil.rmtree('run')",
    "open('.cache/kept', 'w')",
    "Path('data/__pycache__').mkdir(); open('data/__pycache__/module.pyc', 'w')",
    "os.remove(elsewhere / 'kept.csv')",
    "tempfile.TemporaryDirectory().cleanup()",
    "Path(tempfile.mkdtemp(), 'a').write_text('a'); os.write(os.open(elsewhere / 'new', os.O_CREAT | os.O_RDWR), b'a')",
]
# A hook stays until its process ends, so each line has a process of its own.
TRIED = "import os, shutil, sys, tempfile; from pathlib import Path; from leedsequity_build import guard\n"


@pytest.fixture
def tried(tmp_path):
    """Run a line under the guard, in a new project: what it was told, and what changed there."""

    def run(line: str) -> tuple[str, list[str]]:
        root, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
        for folder in ("data/raw", "data/empty", "run", ".cache", "figures/02_other"):
            (root / folder).mkdir(parents=True)
        for file in ("data/raw/areas.csv", "run/kept", "figures/02_other/line.svg"):
            (root / file).write_text("kept")
        elsewhere.mkdir()
        (elsewhere / "kept.csv").write_text("kept")
        before = state(root)
        code = f"{TRIED}root, elsewhere = Path({str(root)!r}), Path({str(elsewhere)!r})\n"
        code += f"guard.refuse_writing(root, root / 'run')\n{line}"
        done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
        after = state(root)
        changed = [name for name in before | after if before.get(name) != after.get(name)]
        return (done.stderr.splitlines() or [""])[-1], changed

    return run


def state(root: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(file.relative_to(root)): (file.lstat().st_mode, file.read_bytes() if file.is_file() else b"")
        for file in root.rglob("*")
    }


@pytest.mark.parametrize("line", REFUSED)
def test_what_would_change_the_project_is_refused_before_it_does(tried, line):
    told, changed = tried(line)
    assert told.startswith(f"leedsequity.errors.InputError: {REFUSED[line]}: a notebook changes nothing in the project")
    assert "save with run.table, run.figure or run.findings" in told
    assert changed == []


@pytest.mark.parametrize("line", FREE)
def test_its_own_folder_the_caches_and_the_rest_of_the_machine_are_free(tried, line):
    assert tried(line)[0] == ""


def test_a_build_stops_each_such_notebook_and_the_others_are_built(project, small, leedsequity):
    text = small.read_text()
    lines = {
        "02_writes": "open('data/raw/areas.csv', 'w')",
        "03_other": "open('figures/01_small/line.svg', 'w')",
        "04_deletes": "import os; os.remove('notebooks/01_small.ipynb')",
    }
    assert leedsequity("build")[0] == 0
    files = [file for file in project.rglob("*") if file.is_file() and ".cache" not in file.parts]
    before = {file: file.read_bytes() for file in files}
    for name, line in lines.items():
        cell = f"# %%\n{line}\nfigure, ax"
        (project / "notebooks" / f"{name}.py").write_text(
            text.replace("01_small", name).replace("# %%\nfigure, ax", cell)
        )
    code, printed, _ = leedsequity("build", "--force")
    assert code == 1
    rows = printed.splitlines()[1:]
    assert [row.split()[1] for row in rows] == ["built", "failed", "failed", "failed"]
    told = ["data/raw/areas.csv", "figures/01_small/line.svg", "notebooks/01_small.ipynb"]
    for row, file in zip(rows[1:], told, strict=True):
        assert f"cell 5: InputError: {file}: a notebook changes nothing in the project but through its outputs" in row
    assert {file: file.read_bytes() for file in before} == before
