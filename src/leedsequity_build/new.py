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

# What each file is made from; the claims room holds tests of claims, and the register names none of
# the new ones.
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
    "tests/*/test_{name}.py",
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
    taken = sorted(
        paths.shown(file) for pattern in _TAKEN for file in root.glob(pattern.format(name=name))
    )
    if taken:
        raise InputError(f"{name} is taken by {', '.join(taken)}: choose another name")
    if root / "src" != SOURCES.resolve():
        raise InputError(
            f"{root} is not the project whose package runs ({SOURCES.parent}): the new module would"
            " not be found. Run its own .venv/bin/leedsequity, and unset LEEDSEQUITY_ROOT"
        )
    number = 1 + max(
        (int(re.split(r"[^0-9]", notebook.name)[0]) for notebook in notebooks()), default=0
    )
    words = {"name": name, "notebook": f"{number:02d}_{name}", "title": title}
    made = {
        root / file.format(**words): _filled(template, words) for file, template in _FILES.items()
    }
    made[root / "README.md"] = _with_row(root / "README.md", words)
    paths.write(made)
    return words["notebook"], list(made)


def _check(name: str, title: str) -> None:
    if (
        not re.fullmatch(r"[a-z][a-z0-9_]*", name)
        or keyword.iskeyword(name)
        or len(name) > _LONGEST["name"]
    ):
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
    text = (
        resources.files("leedsequity_build")
        .joinpath("templates", template)
        .read_text(encoding="utf-8")
    )
    return Template(text).substitute(words).encode()


def _with_row(readme: Path, words: dict[str, str]) -> bytes:
    """Return the README with a row after the last of the table of notebooks."""
    with inputs.reading(readme):
        text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    rows = list(_ROW.finditer(text))
    if not rows:
        raise InputError(
            f"{paths.shown(readme)} has no table of notebooks to add a row to: restore it"
        )
    row = Template("| [`$notebook`](notebooks/$notebook.ipynb) | $title |\n").substitute(words)
    return f"{text[: rows[-1].end()]}{row}{text[rows[-1].end() :]}".encode()
