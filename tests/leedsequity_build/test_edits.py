"""What was edited in a notebook alone is never overwritten: it is kept beside, with a line."""

import json
import os
import subprocess
from pathlib import Path

import jupytext
import pytest

from leedsequity_build import edits, run_files

SOURCE = """\
# %% [markdown]
# # A question

# %% tags=["parameters"]
rows = 3

# %%
rows + 1
"""


@pytest.fixture
def source(project: Path) -> Path:
    file = project / "notebooks" / "01_small.py"
    file.write_text(SOURCE)
    return file


def executed(source: Path, *more: str, text: str = SOURCE) -> Path:
    """The notebook of a source as a run leaves it, with what a run injects, and more cells."""
    notebook = jupytext.reads(text, fmt="py:percent")
    new = [jupytext.reads(f"# %%\n{line}", fmt="py:percent").cells[0] for line in more]
    injected = jupytext.reads('# %% tags=["injected-parameters"]\nrows = 4', fmt="py:percent")
    notebook.cells += [*injected.cells, *new]
    file = source.with_suffix(".ipynb")
    jupytext.write(notebook, file)
    return file


def kept(source: Path) -> list[str]:
    edits.keep(run_files.committed(source.stem), source)
    return sorted(file.name for file in source.parent.glob("*.edited*"))


def test_a_notebook_that_was_edited_alone_is_kept_whole(source):
    file = executed(source, "my_own = 1")
    before = file.read_bytes()
    said = edits.keep(run_files.committed("01_small"), source)
    assert said == (
        "01_small.ipynb had edits that 01_small.py has not: kept in"
        " notebooks/01_small.edited.ipynb; put them into notebooks/01_small.py"
    )
    assert (source.parent / "01_small.edited.ipynb").read_bytes() == before
    assert kept(source) == ["01_small.edited.ipynb"], "the same edits once"
    executed(source, "my_own = 2")
    assert kept(source) == ["01_small.edited-2.ipynb", "01_small.edited.ipynb"]
    assert (source.parent / "01_small.edited.ipynb").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"cells": 3}', b"\xff"])
def test_what_cannot_be_read_is_kept_as_well(source, content):
    source.with_suffix(".ipynb").write_bytes(content)
    assert kept(source) == ["01_small.edited.ipynb"]
    assert (source.parent / "01_small.edited.ipynb").read_bytes() == content


def test_nothing_is_kept_of_what_has_no_edits(source):
    assert kept(source) == [], "no notebook yet"
    file = executed(source)
    notebook = json.loads(file.read_text())
    notebook["cells"][0]["metadata"]["collapsed"] = True
    notebook["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    file.write_text(json.dumps(notebook))
    assert kept(source) == [], "results of a run and marks of an editor are no edits"


def test_nothing_is_kept_of_what_is_committed_as_it_is(source, project):
    """As after a clone in which the source was edited, and nothing was built yet."""
    executed(source, text=SOURCE.replace("rows + 1", "rows + 2"))
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@a.example", "-C", str(source.parent)]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "a"]):
        subprocess.run([*git, *command], check=True, env=os.environ | {"GIT_CONFIG_GLOBAL": ""})
    assert kept(source) == []
    executed(source, "my_own = 1")
    assert kept(source) == ["01_small.edited.ipynb"]


@pytest.mark.parametrize("arguments", [(), ("-p", "rows", "2")])
def test_a_build_keeps_edits_and_says_where_and_none_when_there_are_none(
    project, small, leedsequity, arguments
):
    assert "edited" not in leedsequity("build", *arguments)[1]
    (file,) = project.rglob("01_small.ipynb")
    built = file.read_bytes()
    small.write_text(small.read_text(encoding="utf-8") + "\n# %%\nrows\n", encoding="utf-8")
    assert "edited" not in leedsequity("build", *arguments)[1], "the source alone was edited"
    edited = file.read_bytes().replace(b"A small notebook", b"My notebook")
    assert edited != file.read_bytes() != built
    file.write_bytes(edited)
    code, printed, _ = leedsequity("build", *arguments)
    assert code == 0
    beside = file.with_name("01_small.edited.ipynb")
    assert f"kept in {beside.relative_to(project)}; put them into notebooks/01_small.py" in printed
    assert beside.read_bytes() == edited
    assert b"My notebook" not in file.read_bytes()
    assert "edited" not in leedsequity("build", *arguments)[1]
