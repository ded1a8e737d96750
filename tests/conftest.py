"""What several test folders share: the publisher files, and projects in temporary folders."""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UPSTREAM = ROOT.parent / "shared" / "upstream"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave what takes long to `make test-long`."""
    if not os.environ.get("LONG"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="takes long: make test-long"))


@pytest.fixture(scope="session")
def upstream() -> Path:
    if not UPSTREAM.is_dir():
        pytest.skip("the publishers' files are not here; `data/raw` was compiled from them")
    return UPSTREAM


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's data and notebooks to spoil, with no results in it."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    shutil.copy(ROOT / "data" / "fields.yaml", tmp_path / "data")
    kept = tmp_path / ".cache" / "tables"
    kept.mkdir(parents=True)
    for file in (ROOT / ".cache" / "tables").glob("*.pickle"):  # never written in place: linked
        with suppress(FileNotFoundError):  # another test of the same moment renewed it
            os.link(file, kept / file.name)
    shutil.copytree(
        ROOT / "notebooks", tmp_path / "notebooks", ignore=shutil.ignore_patterns("*.ipynb")
    )
    monkeypatch.setenv("LEEDSEQUITY_ROOT", str(tmp_path))
    monkeypatch.delenv("LEEDSEQUITY_OUTPUT", raising=False)
    return tmp_path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of raw tables of a project that holds copies of a few real ones."""
    folder = tmp_path / "data" / "raw"
    folder.mkdir(parents=True)
    for name in (
        "life_expectancy_la_decile",
        "published_life_expectancy",
        "life_expectancy_imd_decile",
        "life_expectancy_la_limits",
        "slope_index_la",
    ):
        for end in ("csv", "yaml"):
            shutil.copy(ROOT / "data" / "raw" / f"{name}.{end}", folder)
    shutil.copy(ROOT / "data" / "fields.yaml", folder.parent)
    monkeypatch.setenv("LEEDSEQUITY_ROOT", str(tmp_path))
    return folder


@pytest.fixture
def leedsequity(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the command line on that copy: exit code, standard output, standard error."""
    from leedsequity_build import cli

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(project)
        monkeypatch.setattr(sys, "argv", ["leedsequity", *arguments])
        capsys.readouterr()
        try:
            cli.main()
            code = 0
        except SystemExit as left:
            code = int(left.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture(scope="session")
def processes_of():
    """Look up the processes that work in a folder: those of a build that was started there."""

    def find(folder: Path) -> list[str]:
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "cwd").readlink() == folder:
                    found.append((process / "cmdline").read_bytes().decode())
            except OSError:  # it has ended meanwhile, or is another person's
                continue
        return found

    return find


SMALL = """\
# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A small notebook

# %% tags=["parameters"]
area = "E08000035"  # a local authority's code
rows = 3  # how many rows are shown

# %%
import matplotlib.pyplot as plt

from leedsequity import outputs, raw

run = outputs.Run("{name}", area=area, rows=rows)
table = raw.load("published_life_expectancy").head(rows)

# %%
run.table("kept", table, ["published_life_expectancy"])
print(table.to_string(index=False))

# %%
figure, ax = plt.subplots()
ax.plot(table["value"])
words = {{"finding": "A line", "subtitle": "of values", "alt": "a line chart"}}
run.figure("line", figure, table, ["published_life_expectancy"], **words)
"""


@pytest.fixture
def small(project: Path) -> Path:
    """The source of the only notebook of that copy, one that takes no time."""
    for other in (project / "notebooks").iterdir():
        other.unlink()
    source = project / "notebooks" / "01_small.py"
    source.write_text(SMALL.format(name="01_small"), encoding="utf-8")
    return source
