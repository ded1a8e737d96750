"""The engine's outputs are a kernel's."""

from pathlib import Path

import jupytext
import papermill
import pytest
from nbclient import NotebookClient

TEMPLATE = Path(__file__).parents[1] / "notebooks" / "template.py"


@pytest.fixture(scope="module")
def by_kernel():
    notebook = jupytext.read(TEMPLATE)
    NotebookClient(notebook, kernel_name="python3").execute()
    return notebook.cells


@pytest.fixture(scope="module")
def by_engine(tmp_path_factory):
    file = tmp_path_factory.mktemp("engine") / "template.ipynb"
    jupytext.write(jupytext.read(TEMPLATE), file)
    return papermill.execute_notebook(str(file), None, engine_name="leedsequity", progress_bar=False).cells


def test_the_engine_runs_every_cell_in_order(by_engine):
    counts = [cell.execution_count for cell in by_engine if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))


def code_cells():
    cells = [(i, cell) for i, cell in enumerate(jupytext.read(TEMPLATE).cells) if cell.cell_type == "code"]
    return [pytest.param(i, id=cell.metadata.get("title") or cell.source.splitlines()[0]) for i, cell in cells]


@pytest.mark.parametrize("position", code_cells())
def test_the_engine_shows_what_a_kernel_shows(position, by_engine, by_kernel):
    ours, theirs = by_engine[position], by_kernel[position]
    assert ours.source == theirs.source
    assert ours.execution_count == theirs.execution_count
    assert ours.outputs == theirs.outputs


def test_the_template_shows_pictures_tables_text_and_html(by_kernel):
    kinds = {kind for cell in by_kernel for output in cell.get("outputs", []) for kind in output.get("data", {})}
    assert kinds >= {"image/png", "text/html", "text/markdown", "text/plain"}
