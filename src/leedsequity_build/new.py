"""A new analysis: every file it needs, from templates that run and pass as they are."""

import difflib
import importlib.util
import keyword
import re
import subprocess
import sys
from pathlib import Path

import typer

from leedsequity import inputs, paths
from leedsequity.errors import InputError
from leedsequity.raw import inventory
from leedsequity_build import scaffold
from leedsequity_build.engine_settings import SOURCES
from leedsequity_build.notebooks import notebooks
from leedsequity_build.question import Question

_TAKEN = (
    "notebooks/[0-9]*_{name}.md",
    "notebooks/[0-9]*_{name}.py",
    "src/leedsequity/*/{name}",
    "src/leedsequity/*/{name}.py",
    "tests/**/test_{name}.py",
)
_LONGEST = {"name": 40, "title": 100}
_ROW = re.compile(r"^\| \[`\d+_.*\n", re.MULTILINE)


def new(
    name: str, title: str, question: Question, *, claim: bool = False
) -> tuple[str, list[Path]]:
    """Write a notebook that answers a question, its page, module, test, and a row of the README.

    Parameters
    ----------
    name
        A Python identifier in lower case; the notebook is called `NN_<name>`, NN after the highest
        number there is.
    title
        The title in a line; the notebook's, and its words in the README.
    question
        Which measure of which raw table, by what.
    claim
        Whether a function that tests a statement of a document is wanted too.

    Returns
    -------
    tuple of (str, list of Path)
        The notebook's name, and the files written.

    Raises
    ------
    InputError
        If the name is no identifier, or stands for something already; if the title is empty, long,
        or would break a line of the table; if the table cannot answer the question; if a claim is
        wanted of a table without rows of authorities; if the project is not the one whose package
        runs. Nothing has been written then.
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
    question.check()
    if claim and (question.place != "area_code" or question.of):
        raise InputError(
            f"{question.table}: a claim is tested with a row of an authority, and a measure as it"
            " stands there: leave --claim out, and docs/add-an-analysis.md says how to test one"
        )
    numbers = [int(re.split(r"[^0-9]", notebook.name)[0]) for notebook in notebooks()]
    notebook = f"{1 + max(numbers, default=0):02d}_{name}"
    texts = scaffold.files(question, name, notebook, title, claim=claim)
    made = {root / file: text.encode() for file, text in texts.items()}
    made[root / "README.md"] = _with_row(root / "README.md", notebook, title)
    paths.write(_formatted(made))
    return notebook, list(made)


def ask(name: str, title: str, given: tuple[str, ...]) -> tuple[str, str, Question]:
    """Return name, title and question, asking in a terminal for what was left out.

    Parameters
    ----------
    name, title, given
        As `new` takes them; of the question table, by, measure, of and label, empty where not
        given.

    Raises
    ------
    InputError
        If something is left out and there is nobody to ask.
    """
    table, by, measure, of, label = given
    options = {"NAME": name, "--table": table, "--by": by, "--measure": measure}
    lacking = [option for option, text in options.items() if not text]
    if table and measure and by:
        Question(table, by, measure, of).check()
    if lacking and not sys.stdin.isatty():
        raise InputError(
            f"left out: {', '.join(lacking)}: for example leedsequity new fuel_poverty --table"
            " fuel_poverty_lsoa21 --by decile --measure fuel_poor_2022 --of households_2022"
        )
    if not table:
        table = _asked("Which raw table (leedsequity raw list)?", inventory.names(), "")
    inventory.record(table)
    if not measure:
        measure = _asked("Which column has the numbers?", Question(table, "", "").measures, "")
    if not by:
        by = _asked("By what?", Question(table, "", measure).choices, "")
    question = Question(table, by, measure, of, label)
    if lacking and not of and question.counted:
        whole = [c for c in question.measures if c != measure]
        of = _asked("A share of which column (empty: no share)?", ["", *whole], "")
        question = Question(table, by, measure, of, label)
    if lacking and not label:
        try:
            words = question.words
        except InputError:
            words = ""
        label = _asked("What is it called, in five words or fewer?", [], words)
        question = Question(table, by, measure, of, label)
    name = name or _asked("A short name for the notebook?", [], f"{measure}_by_{by}"[:40])
    return name, title or f"{question.words.capitalize()} by {by.replace('_', ' ')}", question


def _asked(question: str, choices: list[str], default: str) -> str:
    """Ask until the answer is one of the choices; any answer where there are none."""
    shown = f" ({', '.join(filter(None, choices))})" if 0 < len(choices) <= 40 else ""
    while True:
        answer = str(typer.prompt(question + shown, default=default, show_default=bool(default)))
        if not choices or answer in choices:
            return answer
        near = difflib.get_close_matches(answer, choices, n=3)
        typer.echo(f"there is no {answer}" + f": did you mean {' or '.join(near)}?" * bool(near))


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


def _formatted(made: dict[Path, bytes]) -> dict[Path, bytes]:
    """Return files with Python code as ruff lays it out, where ruff is installed."""
    if importlib.util.find_spec("ruff") is None:
        return made
    found = dict(made)
    for file in (file for file in made if file.suffix == ".py"):
        for step in (["check", "--fix", "--select", "I"], ["format"]):
            command = [sys.executable, "-m", "ruff", *step, "--quiet", "--stdin-filename"]
            look = {"input": found[file], "capture_output": True, "cwd": paths.root()}
            done = subprocess.run([*command, str(file), "-"], **look)  # type: ignore[call-overload]
            found[file] = done.stdout or found[file]
    return found


def _with_row(readme: Path, notebook: str, title: str) -> bytes:
    """Return the README with a row after the last of the table of notebooks."""
    with inputs.reading(readme):
        text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    end = max((row.end() for row in _ROW.finditer(text)), default=None)
    if end is None:
        raise InputError(
            f"{paths.shown(readme)} has no table of notebooks to add a row to: restore it"
        )
    row = f"| [`{notebook}`](notebooks/{notebook}.ipynb) | {title} |\n"
    return f"{text[:end]}{row}{text[end:]}".encode()
