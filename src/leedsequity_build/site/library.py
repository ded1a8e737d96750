"""The library of the site: the project's own pages, its API, and what cannot be known here."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pandas as pd

from leedsequity import paths, raw
from leedsequity_build.citation import cited
from leedsequity_build.site import project_links, text

_INDEX = ("Library", "library/index.md")
_REFERENCE = ("Reference", "library/api/index.md")
#: The project's pages that are not in docs/ and which those link to.
_BESIDE_DOCS = (
    ".github/pull_request_template.md",
    "CONTRIBUTING.md",
    "data/LICENSE.md",
    "tests/README.md",
)
_CHANGED = re.compile(
    r"^### Numbers that changed, and why\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL
)


def files() -> Iterator[tuple[str, str | bytes]]:
    """Yield the library's pages.

    Raises
    ------
    InputError
        If a page links to what the site has no page of.
    """
    yield "library/index.md", text.page("library.md")
    for file in _pages():
        yield _page(file)
    for name, content in {
        "how-to-cite": text.page("how_to_cite.md", citation=cited()),
        "accessibility": text.page("accessibility.md"),
        "changed-numbers": text.page("changed_numbers.md", changed=_changed()),
        "not-known": text.page("not_known.md", **_not_known()),
    }.items():
        here = f"library/{name}/index.md"
        yield here, _framed(here, content)
    yield from _api()


def _framed(here: str, content: str, *above: tuple[str, str]) -> str:
    """Return a page of the library with the way back, in no tree: the bar would repeat it."""
    return f"---\norphan: true\n---\n\n{text.breadcrumbs(here, _INDEX, *above)}\n\n{content}"


def _pages() -> list[Path]:
    beside = [paths.root() / name for name in _BESIDE_DOCS]
    examples = sorted((paths.root() / "examples").glob("*/README.md"))
    return [*sorted(paths.docs().rglob("*.md")), *beside, *examples]


def _page(file: Path) -> tuple[str, str]:
    """Return a page of the project where the site has it."""
    name = paths.shown(file)
    here = project_links.address(name)
    assert here is not None  # of every page in Markdown
    content = project_links.rewritten(file.read_text(encoding="utf-8"), name, here)
    if not content.startswith("# "):  # a form, which a host shows without a heading
        content = f"# {file.stem.replace('_', ' ').capitalize()}\n\n{content}"
    above = []
    for folder, title in (("data", "Data dictionary"), ("methods", "Methods")):
        if file.parent == paths.docs() / folder and file.stem != "index":
            above = [(title, f"library/{folder}/index.md")]
    return here, _framed(here, content, *above)


def _changed() -> str:
    """Return what the log of changes says of numbers that changed."""
    log = (paths.root() / "CHANGELOG.md").read_text(encoding="utf-8")
    return "\n".join(found.strip() for found in _CHANGED.findall(log))


def _not_known() -> dict[str, pd.DataFrame]:
    """Return what the page of that name is filled in with.

    `claims`: those that cannot be tested. `indicators`: those without an open series.
    `cautions`: series of which a value should not be quoted. `later`: series of which a later
    period is published and not held here.
    """
    claims = pd.read_csv(paths.processed() / "08_claims" / "claims.csv", keep_default_na=False)
    titles = raw.load("documents").set_index("document")["title"]
    untested = claims[claims["firm"] == "cannot be tested"]
    untested = untested.assign(title=untested["document"].map(titles))
    names = raw.load("indicator_readings").set_index("indicator_id")["short_name"]
    series = raw.load("indicator_sources")
    series = series.assign(indicator=series["indicator_id"].map(names)).fillna("")
    return {
        "claims": untested,
        "indicators": series[series["series"] == ""],
        "cautions": series[series["headline"] == "no"],
        "later": series[series["later_status"] == "published"],
    }


def _api() -> Iterator[tuple[str, str]]:
    """Yield the reference, from docstrings: a page a room, or a module of a room that is none."""
    rooms = [f"leedsequity.{name}" for name in _modules("leedsequity")]
    here = "library/api/index.md"
    yield here, _framed(here, text.page("api.md", title="Reference", rooms=_listed(rooms)))
    for room in rooms:
        here = f"library/api/{room.partition('.')[2]}/index.md"
        modules = [f"{room}.{name}" for name in _modules(room)]
        if hasattr(import_module(room), "__all__") or not modules:  # what users take from there
            yield here, _framed(here, _documented(room), _REFERENCE)
            continue
        yield (
            here,
            _framed(here, text.page("api.md", title=room, rooms=_listed(modules)), _REFERENCE),
        )
        for module in modules:
            page = f"library/api/{module.partition('.')[2].replace('.', '/')}/index.md"
            yield page, _framed(page, _documented(module), _REFERENCE, (room, here))


def _documented(module: str) -> str:
    chosen = "   :imported-members:\n" if hasattr(import_module(module), "__all__") else ""
    return f"# {module}\n\n```{{eval-rst}}\n.. automodule:: {module}\n   :members:\n{chosen}```"


def _modules(package: str) -> list[str]:
    """Return the public modules of a package, in alphabetical order; of a module, none."""
    spec: Any = find_spec(package)
    found = iter_modules(spec.submodule_search_locations or [])
    return sorted(module.name for module in found if not module.name.startswith("_"))


def _listed(modules: list[str]) -> list[tuple[str, str]]:
    return [(module.rpartition(".")[2], _about(module)) for module in modules]


def _about(module: str) -> str:
    """Return the first line of a module's docstring."""
    spec: Any = find_spec(module)
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    return (ast.get_docstring(tree) or "").partition("\n")[0]
