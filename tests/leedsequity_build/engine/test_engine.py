"""The engine's outputs are a kernel's, and it knows nothing of the project."""

import hashlib
import subprocess
import sys
from pathlib import Path

import jupytext
import papermill
import pytest
from nbclient import NotebookClient

TEMPLATE = Path(__file__).parents[2] / "system" / "template.py"


@pytest.fixture(scope="module")
def by_kernel():
    notebook = jupytext.read(TEMPLATE)
    NotebookClient(notebook, kernel_name="python3").execute()
    return notebook.cells


@pytest.fixture(scope="module")
def by_engine(tmp_path_factory):
    file = tmp_path_factory.mktemp("engine") / "template.ipynb"
    jupytext.write(jupytext.read(TEMPLATE), file)
    return papermill.execute_notebook(
        str(file), None, engine_name="leedsequity", progress_bar=False
    ).cells


def test_the_engine_runs_every_cell_in_order(by_engine):
    counts = [cell.execution_count for cell in by_engine if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))


def code_cells():
    cells = [
        (i, cell)
        for i, cell in enumerate(jupytext.read(TEMPLATE).cells)
        if cell.cell_type == "code"
    ]
    return [
        pytest.param(i, id=cell.metadata.get("title") or cell.source.splitlines()[0])
        for i, cell in cells
    ]


@pytest.mark.parametrize("position", code_cells())
def test_the_engine_shows_what_a_kernel_shows(position, by_engine, by_kernel):
    ours, theirs = by_engine[position], by_kernel[position]
    assert ours.source == theirs.source
    assert ours.execution_count == theirs.execution_count
    assert ours.outputs == theirs.outputs


def test_the_template_shows_pictures_tables_text_and_html(by_kernel):
    kinds = {
        kind
        for cell in by_kernel
        for output in cell.get("outputs", [])
        for kind in output.get("data", {})
    }
    assert kinds >= {"image/png", "text/html", "text/markdown", "text/plain"}


ALONE = """
import sys

class Refused:
    def find_spec(self, name, path=None, target=None):
        engine = f"{name}.".startswith("leedsequity_build.engine.") or name == "leedsequity_build"
        if name.startswith("leedsequity") and not engine:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Refused())
import nbformat, papermill
from leedsequity_build.engine import fork, papermill_engine

papermill.engines.papermill_engines.register("fork", papermill_engine.ForkEngine)
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import other.part")])
nbformat.write(notebook, "made.ipynb")
trace = fork.Trace(("other",), fork.Path.cwd(), "other:used")
made = papermill.execute_notebook(
    "made.ipynb", None, engine_name="fork", kernel_name="python3", trace=trace,
    progress_bar=False, environment={"PYTHONPATH": "."},
)
print(made.metadata["trace"])
"""


def test_the_engine_alone_runs_a_notebook_of_another_project_and_reports_what_it_used(tmp_path):
    files = {
        "other/__init__.py": "def used():\n    return {'a table': True}\n",
        "other/part.py": "",
        "other/unused.py": "",
    }
    (tmp_path / "other").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    used = {
        name: hashlib.sha256(files[name].encode()).hexdigest()
        for name in ("other/__init__.py", "other/part.py")
    }
    assert eval(done.stdout) == {"modules": used, "raw": {"a table": True}}


def test_the_engine_imports_nothing_of_the_project():
    sources = list(
        (Path(__file__).parents[3] / "src" / "leedsequity_build" / "engine").glob("*.py")
    )
    assert len(sources) == 4
    text = "".join(source.read_text() for source in sources).replace("leedsequity_build.engine", "")
    assert "leedsequity" not in text.lower()
