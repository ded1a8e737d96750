"""A real JupyterLab: either file of a pair is opened there, changed, run whole and saved.

In a browser, too, where there is one.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import jupytext
import nbformat
import pytest

websocket = pytest.importorskip("websocket", reason="JupyterLab, which brings it, is not installed")
pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")

ROOT = Path(__file__).parents[2]
NAME = "04_programme_outcomes"  # takes the least time
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TOKEN = "secret"
#: Outputs by the name under which they may be changed.
Places: TypeAlias = dict[str, nbformat.NotebookNode]


def until(found: Any, what: str, seconds: float = 60) -> Any:
    """Ask again and again until there is an answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := found():
            return answer
        time.sleep(0.1)
    raise TimeoutError(what)


class Lab:
    """A JupyterLab server over a copied project, or a folder of it, reached by its own API."""

    def __init__(self, folder: Path, start: str = "") -> None:
        self.project = folder / "project"
        self.notebooks = "" if start else "notebooks/"
        shutil.copytree(ROOT / "data" / "raw", self.project / "data" / "raw")
        shutil.copy(ROOT / "data" / "fields.yaml", self.project / "data")
        shutil.copytree(ROOT / "notebooks", self.project / "notebooks")
        for source in (self.project / "notebooks").glob(
            "*.py"
        ):  # as a build leaves them: notebooks later than sources
            os.utime(source, (0, source.with_suffix(".ipynb").stat().st_mtime - 3600))
        runtime = folder / "runtime"
        own = {
            f"JUPYTER_{name}_DIR": str(folder / name.lower())
            for name in ("CONFIG", "DATA", "RUNTIME")
        }
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("LEEDSEQUITY_", "JUPYTER"))
        }
        self.environment = environment | own | {"LEEDSEQUITY_ROOT": str(self.project)}
        options = [
            "--no-browser",
            "--allow-root",
            "--expose-app-in-browser",
            "--port=0",
            "--LabApp.news_url=None",
        ]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", *options, f"--IdentityProvider.token={TOKEN}"],
            cwd=self.project / start,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.url = ""
        try:
            until(lambda: self._answers(runtime), "JupyterLab does not start")
        except TimeoutError:
            self.stop()
            raise

    def _answers(self, runtime: Path) -> bool:
        """Whether the server has told its address, and answers there."""
        try:
            self.url = json.loads(next(runtime.glob("jpserver-*.json")).read_text())["url"]
            return "started" in self.ask("GET", "status")
        except (StopIteration, ValueError, OSError):
            return False

    def ask(self, method: str, address: str, content: dict[str, Any] | None = None) -> Any:
        data = None if content is None else json.dumps(content).encode()
        headers = {"Authorization": f"token {TOKEN}"}
        request = urllib.request.Request(f"{self.url}api/{address}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")

    def stop(self) -> None:
        self.process.terminate()  # it ends its kernels first
        self.process.wait(30)

    def open(self, file: str) -> nbformat.NotebookNode:
        return nbformat.from_dict(
            self.ask("GET", f"contents/{self.notebooks}{file}?type=notebook")["content"]
        )

    def save(self, file: str, notebook: nbformat.NotebookNode) -> None:
        self.ask(
            "PUT",
            f"contents/{self.notebooks}{file}",
            {"type": "notebook", "format": "json", "content": notebook},
        )

    def run(self, file: str, notebook: nbformat.NotebookNode) -> None:
        """Run all cells in a session of their own; outputs take the place of those there were."""
        about = {"path": f"{self.notebooks}{file}", "name": file, "type": "notebook"}
        session = self.ask(
            "POST", "sessions", about | {"kernel": {"name": notebook.metadata.kernelspec.name}}
        )
        kernels = f"{self.url.replace('http', 'ws', 1)}api/kernels"
        address = f"{kernels}/{session['kernel']['id']}/channels?token={TOKEN}"
        channel = websocket.create_connection(address, timeout=60)
        places: Places = {}
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = list(execute(channel, cell.source, places))
        channel.close()
        self.ask("DELETE", f"sessions/{session['id']}")


def execute(channel: Any, source: str, places: Places) -> Iterator[nbformat.NotebookNode]:
    """Run a cell through a kernel's websocket, and yield its outputs as a notebook holds them.

    What is shown under a name stands in `places`, where a later cell may change it.
    """
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": "execute_request",
        "session": "test",
        "username": "",
        "version": "5.3",
    }
    request = {
        "code": source,
        "silent": False,
        "store_history": True,
        "user_expressions": {},
        "allow_stdin": False,
    }
    channel.send(
        json.dumps(
            {
                "channel": "shell",
                "header": header,
                "parent_header": {},
                "metadata": {},
                "content": request,
            }
        )
    )
    while True:
        said = json.loads(channel.recv())
        if said["parent_header"].get("msg_id") != header["msg_id"] or said["channel"] != "iopub":
            continue
        place = said["content"].get("transient", {}).get("display_id")
        if said["msg_type"] == "update_display_data":
            places[place].data = nbformat.from_dict(said["content"]["data"])
        if said["msg_type"] in ("stream", "display_data", "execute_result", "error"):
            output = nbformat.v4.output_from_msg(said)
            if place:
                places[place] = output
            yield output
        if said["content"].get("execution_state") == "idle":
            return


def cells(notebook: nbformat.NotebookNode) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def shown(notebook: nbformat.NotebookNode) -> list[tuple[str, int]]:
    """What each code cell printed, and how many pictures it showed."""
    outputs = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    return [
        (
            "".join(o.text for o in some if o.output_type == "stream"),
            sum(o.get("data", {}).get("text/html", "").count("<img ") for o in some),
        )
        for some in outputs
    ]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    lab = Lab(tmp_path_factory.mktemp("lab"))
    yield lab
    lab.stop()


@pytest.mark.parametrize("ending", ["py", "ipynb"])
def test_either_file_of_a_pair_opens_as_the_executed_notebook(lab, ending):
    opened, committed = (
        lab.open(f"{NAME}.{ending}"),
        nbformat.read(ROOT / "notebooks" / f"{NAME}.ipynb", as_version=4),
    )
    assert cells(opened) == cells(committed)
    assert shown(opened) == shown(committed)


def assert_saved_in_both(lab: Lab, ending: str) -> None:
    notebook = lab.open(f"{NAME}.{ending}")
    notebook.cells[0].source += f"\n\nSaved as {ending}."
    lab.save(f"{NAME}.{ending}", notebook)
    pair = [lab.project / "notebooks" / f"{NAME}.{one}" for one in ("py", "ipynb")]
    assert [f"Saved as {ending}." in file.read_text() for file in pair] == [True, True]
    for file in pair:
        shutil.copy(ROOT / "notebooks" / file.name, file)


@pytest.mark.parametrize("ending", ["py", "ipynb"])
def test_what_is_changed_in_one_file_is_saved_in_both(lab, ending):
    assert_saved_in_both(lab, ending)


def test_started_in_the_notebooks_folder_it_keeps_them_in_step_too(tmp_path):
    lab = Lab(tmp_path, "notebooks")
    try:
        assert_saved_in_both(lab, "py")
        assert_saved_in_both(lab, "ipynb")
    finally:
        lab.stop()


def test_run_whole_and_saved_the_pair_is_in_step_and_its_checked_cells_come_out_again(lab):
    notebook = lab.open(f"{NAME}.py")
    lab.run(f"{NAME}.py", notebook)
    lab.save(f"{NAME}.py", notebook)
    source, executed = (
        lab.project / "notebooks" / f"{NAME}.{ending}" for ending in ("py", "ipynb")
    )
    assert source.read_bytes() == (ROOT / "notebooks" / source.name).read_bytes()
    saved, committed = (
        nbformat.read(executed, 4),
        nbformat.read(ROOT / "notebooks" / executed.name, 4),
    )
    assert cells(saved) == cells(jupytext.read(source))
    assert shown(saved) == shown(committed)
    assert (lab.project / "out" / NAME).is_dir(), "results of JupyterLab go to out/"
    nbval = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--nbval-lax",
        str(executed),
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        nbval, cwd=lab.project, env=lab.environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


class Browser:
    """A Chromium without a window, driven by its DevTools protocol."""

    def __init__(self, folder: Path) -> None:
        options = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--window-size=1200,1600",
        ]
        options += [
            "--remote-debugging-port=0",
            "--remote-allow-origins=*",
            f"--user-data-dir={folder}",
        ]
        self.process = subprocess.Popen(
            [CHROMIUM, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        told = folder / "DevToolsActivePort"
        port = until(
            lambda: told.is_file() and told.read_text().split(), "Chromium does not start"
        )[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            page = next(page for page in json.loads(answer.read()) if page["type"] == "page")
        self.channel = websocket.create_connection(page["webSocketDebuggerUrl"], timeout=60)
        self.calls = 0

    def call(self, method: str, **parameters: Any) -> Any:
        self.calls += 1
        self.channel.send(json.dumps({"id": self.calls, "method": method, "params": parameters}))
        while (answer := json.loads(self.channel.recv())).get("id") != self.calls:
            pass
        return answer["result"]

    def value(self, script: str) -> Any:
        return self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )["result"].get("value")


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    browser = Browser(tmp_path)
    yield browser
    browser.process.terminate()
    browser.process.wait(30)


# The notebook that is open, as JupyterLab's own scripts know it.
PANEL = "jupyterapp.shell.widgets('main').next().value"
IMAGES = (
    "[...document.querySelectorAll('.jp-OutputArea img')].filter(i => i.complete && i.clientWidth >"
    " 300)"
)


def test_in_a_browser_all_cells_run_and_the_figures_show(lab, browser):
    def command(name: str) -> None:
        browser.value(f"jupyterapp.commands.execute('{name}').then(() => true)")

    committed = nbformat.read(ROOT / "notebooks" / f"{NAME}.ipynb", 4)
    browser.call("Page.navigate", url=f"{lab.url}lab/tree/notebooks/{NAME}.ipynb?token={TOKEN}")
    idle = f"window.jupyterapp && {PANEL}.context.sessionContext.session.kernel.status == 'idle'"
    until(lambda: browser.value(idle), "no notebook and kernel in the browser")
    browser.value(f"jupyterapp.shell.activateById({PANEL}.id)")
    command("notebook:clear-all-cell-outputs")
    until(lambda: browser.value(f"{IMAGES}.length == 0"), "the outputs are not cleared")
    command("notebook:run-all-cells")  # ends when the last cell has
    codes = f"{PANEL}.content.widgets.filter(one => one.model.type == 'code')"
    assert browser.value(f"{codes}.map(one => one.model.executionCount)") == list(
        range(1, len(shown(committed)) + 1)
    )
    pictures = sum(number for _, number in shown(committed))
    assert pictures > 0
    until(
        lambda: browser.value(f"{IMAGES}.filter(i => i.naturalWidth > 300).length") == pictures,
        "figures do not show",
    )
    command("docmanager:save")
    saved = lab.project / "notebooks" / f"{NAME}.ipynb"
    assert shown(nbformat.read(saved, 4)) == shown(committed)
    assert saved.with_suffix(".py").read_bytes() == (ROOT / "notebooks" / f"{NAME}.py").read_bytes()
