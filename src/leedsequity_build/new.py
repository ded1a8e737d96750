"""A new analysis: every file it needs, from templates that run and pass as they are."""

import keyword
import re
from importlib import resources
from pathlib import Path
from string import Template

from leedsequity import inputs, paths
from leedsequity.errors import InputError
from leedsequity_build.engine_settings import SOURCES
from leedsequity_build.notebooks import notebooks

# What each file is made from.
_FILES = {
    "notebooks/{notebook}.py": "notebook.txt",
    "notebooks/{notebook}.md": "page.txt",
    "src/leedsequity/analyses/{name}.py": "analysis.txt",
    "src/leedsequity/claims/{name}.py": "claims.txt",
    "tests/leedsequity/analyses/test_{name}.py": "test.txt",
}
_TAKEN = (
    "notebooks/[0-9]*_{name}.md",
    "notebooks/[0-9]*_{name}.py",
    "src/leedsequity/*/{name}",
    "src/leedsequity/*/{name}.py",
    "tests/**/test_{name}.py",
)
_LONGEST = {"name": 40, "title": 100}
_ROW = re.compile(r"^\| \[`\d+_.*\n", re.MULTILINE)


def new(name: str, title: str) -> tuple[str, list[Path]]:
    """Write a notebook, its page, modules of `analyses` and `claims`, a test, a row of the README.

    Parameters
    ----------
    name
        A Python identifier in lower case; the notebook is called `NN_<name>`, NN after the highest
        number there is.
    title
        The question, in a line; the notebook's title and its words in the README.

    Returns
    -------
    tuple of (str, list of Path)
        The notebook's name, and the files written.

    Raises
    ------
    InputError
        If the name is no identifier, or stands for something already; if the title is empty, long,
        or would break a line of the table; if the project is not the one whose package runs.
        Nothing has been written then.
    """
    title = title.strip()
    _check(name, title)
    root = paths.root()
    if taken := [file for pattern in _TAKEN for file in root.glob(pattern.format(name=name))]:
        files = ", ".join(sorted(map(paths.shown, taken)))
        raise InputError(f"{name} is taken by {files}: choose another name")
    if root / "src" != SOURCES.resolve():
        raise InputError(
            f"{root} is not the project whose package runs ({SOURCES.parent}): the new module would"
            " not be found. Run its own .venv/bin/leedsequity, and unset LEEDSEQUITY_ROOT"
        )
    numbers = [int(re.split(r"[^0-9]", notebook.name)[0]) for notebook in notebooks()]
    notebook = f"{1 + max(numbers, default=0):02d}_{name}"
    words = {"name": name, "notebook": notebook, "title": title}
    made = {root / file.format(**words): _filled(form, words) for file, form in _FILES.items()}
    made[root / "README.md"] = _with_row(root / "README.md", words)
    paths.write(made)
    return notebook, list(made)


def _check(name: str, title: str) -> None:
    identifier = re.fullmatch(r"[a-z][a-z0-9_]*", name) and not keyword.iskeyword(name)
    if not identifier or len(name) > _LONGEST["name"]:
        raise InputError(
            f"{name!r} cannot name a module: give lower-case letters, digits and underscores, a"
            f" letter first, at most {_LONGEST['name']} of them, such as housing_costs"
        )
    if not title or not title.isprintable() or "|" in title or len(title) > _LONGEST["title"]:
        raise InputError(
            f"the title is {title!r}: give one line of 1 to {_LONGEST['title']} characters without"
            " |, such as --title 'What does housing cost?'"
        )


def _filled(template: str, words: dict[str, str]) -> bytes:
    file = resources.files("leedsequity_build").joinpath("templates", template)
    return Template(file.read_text(encoding="utf-8")).substitute(words).encode()


def _with_row(readme: Path, words: dict[str, str]) -> bytes:
    """Return the README with a row after the last of the table of notebooks."""
    with inputs.reading(readme):
        text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    end = max((row.end() for row in _ROW.finditer(text)), default=None)
    if end is None:
        raise InputError(
            f"{paths.shown(readme)} has no table of notebooks to add a row to: restore it"
        )
    row = f"| [`{words['notebook']}`](notebooks/{words['notebook']}.ipynb) | {words['title']} |\n"
    return f"{text[:end]}{row}{text[end:]}".encode()
