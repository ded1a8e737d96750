"""The notebooks on the site: of each a page of its answers, and the executed notebook itself."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any

from leedsequity import inputs, paths, raw
from leedsequity.errors import InputError
from leedsequity.raw import Record, inventory
from leedsequity_build import run_files
from leedsequity_build.citation import cited
from leedsequity_build.notebooks import notebooks
from leedsequity_build.site import project_links, text

_FIGURE = (".svg", ".png", "_share.png", ".csv")
_PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)"')
_TABLE = re.compile(
    r"<table>\n<caption[^>]*><strong>(.*?)</strong></caption>.*?</table>", re.DOTALL
)
_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)
_WITHOUT_RESULTS = ("in_short", "findings")  # they stand in sentences on the page
_ROWS, _COLUMNS = 40, 10  # a table that is larger is a file to download alone


def files() -> Iterator[tuple[str, str | bytes]]:
    """Yield the pages of all notebooks, and their figures and tables.

    Raises
    ------
    InputError
        If a notebook was not built, or a figure or table is not as its run recorded it.
    """
    known = [Answers(notebook.name) for notebook in notebooks()]
    yield "notebooks/index.md", text.page("notebooks.md", notebooks=known)
    for one in known:
        here = f"notebooks/{one.name}"
        yield f"{here}/index.md", text.page("notebook.md", notebook=one, citation=cited())
        yield f"{here}/notebook/index.ipynb", one.executed_page
        for name in one.run["outputs"]:
            yield f"{here}/{name}", one.recorded(name)
        yield f"{here}/{one.name}.ipynb", one.files.notebook.read_bytes()
        yield f"{here}/{one.name}.py", (paths.notebooks() / f"{one.name}.py").read_bytes()


@dataclass(frozen=True)
class Figure:
    """A figure of a notebook: its name, its words, and the raw tables it was made from."""

    name: str
    sidecar: dict[str, Any]
    png: Path
    raw: list[Record]

    @property
    def files(self) -> list[tuple[str, str]]:
        """The files of the figure to keep: address and text of each."""
        names = ("SVG", "PNG", "PNG to share, with its words", "its data (CSV)")
        return [
            (f"figures/{self.name}{ending}", name)
            for ending, name in zip(_FIGURE, names, strict=True)
        ]


@dataclass(frozen=True)
class Answers:
    """What a notebook answers, as its committed run left it."""

    name: str

    @cached_property
    def files(self) -> run_files.RunFiles:
        """Where its results stand."""
        return run_files.committed(self.name)

    @cached_property
    def run(self) -> dict[str, Any]:
        """The record of its run."""
        return self.files.read_record()

    @cached_property
    def cells(self) -> list[dict[str, Any]]:
        """The cells of the executed notebook."""
        cells: list[dict[str, Any]] = inputs.json_object(self.files.notebook, "cells")["cells"]
        return cells

    @cached_property
    def prose(self) -> str:
        """What it says between its code, its links leading to pages of the site."""
        texts = ("".join(c["source"]) for c in self.cells if c["cell_type"] == "markdown")
        file = f"notebooks/{self.name}.ipynb"
        return project_links.rewritten("\n\n".join(texts), file, f"notebooks/{self.name}/index.md")

    @cached_property
    def title(self) -> str:
        """Its heading."""
        return self.prose.partition("\n")[0].removeprefix("# ")

    @cached_property
    def question(self) -> str:
        """The question in bold under the heading."""
        start = _HEADING.split(self.prose)[0]
        return " ".join(re.findall(r"\*\*(.+?)\*\*", start, re.DOTALL)[0].split())

    def section(self, heading: str) -> str:
        """Return what it says under a heading; nothing where it has none of that name."""
        _, *parts = _HEADING.split(self.prose)
        return dict(zip(parts[::2], parts[1::2], strict=True)).get(heading, "").strip()

    def recorded(self, name: str) -> bytes:
        """Return an output, such as `tables/in_short.csv`, which must be as the run recorded it."""
        file = self.files.path(name)
        recorded = self.run["outputs"][name]["sha256"]
        if not file.is_file() or inventory.sha256(file) != recorded:
            raise InputError(
                f"{paths.shown(file)} is not as its run.json records it: run `leedsequity build`"
            )
        return file.read_bytes()

    def sentences(self, table: str) -> list[str]:
        """Return the sentences of `in_short` or `findings`."""
        return list(self.frame(table).iloc[:, 0])

    def frame(self, table: str) -> Any:
        """Return a table of its results."""
        import pandas as pd

        return pd.read_csv(self.files.path(f"tables/{table}.csv"))

    @cached_property
    def figures(self) -> list[Figure]:
        """Its figures in the order in which it shows them: the one that leads is the first."""
        shown = "".join(line for cell in self.cells for line in _html(cell))
        pictures = [base64.b64decode(encoded) for encoded in _PICTURE.findall(shown)]
        names = {self.recorded(f"figures/{name}.png"): name for name in self._figure_names}
        ordered = dict.fromkeys(names[png] for png in pictures if png in names)
        return [self._figure(name) for name in ordered]

    @property
    def _figure_names(self) -> list[str]:
        return [
            name.removeprefix("figures/").removesuffix(".svg")
            for name in self.run["outputs"]
            if name.endswith(".svg")
        ]

    def _figure(self, name: str) -> Figure:
        file = self.files.path(f"figures/{name}.png")
        raw_tables = self.run["outputs"][f"figures/{name}.png"]["raw"]
        return Figure(name, text.sidecar(file), file, [raw.record(one) for one in raw_tables])

    @cached_property
    def tables(self) -> list[dict[str, Any]]:
        """Its tables: name, rows, columns, and the table as HTML where it is small."""
        found = []
        for output in self.run["outputs"]:
            name = Path(output).stem
            if output.startswith("tables/") and name not in _WITHOUT_RESULTS:
                frame = self.frame(name)
                words = name.replace("_", " ").capitalize()
                small = len(frame) <= _ROWS and frame.shape[1] <= _COLUMNS
                found.append(
                    {
                        "file": output,
                        "title": words,
                        "rows": len(frame),
                        "columns": frame.shape[1],
                        "html": text.table(frame, words) if small else "",
                    }
                )
        return found

    @cached_property
    def executed_page(self) -> str:
        """The executed notebook, its links and pictures leading to those of the site."""
        here = f"notebooks/{self.name}/notebook/index.ipynb"
        notebook = json.loads(self.files.notebook.read_text(encoding="utf-8"))
        names = {
            base64.b64encode(self.recorded(f"figures/{name}.png")).decode(): name
            for name in self._figure_names
        }

        def picture(found: re.Match[str]) -> str:
            name = names.get(found[1])
            return f'loading="lazy" src="../figures/{name}.png"' if name else found[0]

        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                source = "".join(cell["source"])
                file = f"notebooks/{self.name}.ipynb"
                cell["source"] = project_links.rewritten(source, file, here)
            for output in cell.get("outputs", []):
                if html := output.get("data", {}).get("text/html"):
                    html = _PICTURE.sub(picture, "".join(html))
                    output["data"] = {"text/html": _TABLE.sub(_scrolled, html)}
        first = notebook["cells"][0]
        back = text.breadcrumbs(
            here,
            ("Notebooks", "notebooks/index.md"),
            (self.title, f"notebooks/{self.name}/index.md"),
        )
        first["source"] = f"{back}\n\n{first['source']}"
        notebook["metadata"]["orphan"] = True
        return json.dumps(notebook, indent=1, ensure_ascii=False)


def _html(cell: dict[str, Any]) -> Iterator[str]:
    for output in cell.get("outputs", []):
        yield "".join(output.get("data", {}).get("text/html", ""))


def _scrolled(table: re.Match[str]) -> str:
    return text.scrolled(table[0], unescape(re.sub("<.*?>", "", table[1])))
