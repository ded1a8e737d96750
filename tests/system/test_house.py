"""The house rules that a machine can check: rooms, light imports, lint, types, the lock."""

import ast
import csv
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src"
PINS = re.compile(r"^([a-z0-9._-]+)==([^ ]+)( ; .*[^ \\])? *\\?$", re.MULTILINE)

# A room imports only from rooms below it. What stands on one floor does not know its neighbours;
# the three packages are build -> library <- data.
FLOORS = {
    "leedsequity.errors": 0,
    "leedsequity.paths": 0.5,
    "leedsequity.inputs": 0.7,
    "leedsequity.stats": 0,
    "leedsequity.vocabulary": 0,
    "leedsequity.wording": 0.7,
    "leedsequity.raw": 1,
    "leedsequity.indicators": 2,
    "leedsequity.neighbourhoods": 2,
    "leedsequity.peers": 2,
    "leedsequity.verdicts": 2,
    "leedsequity.analyses": 3,
    "leedsequity.charts": 3,
    "leedsequity.pictures": 3,
    "leedsequity.tables": 3,
    "leedsequity.claims": 4,
    "leedsequity.outputs": 4,
    "leedsequity.pages": 4,
    "leedsequity.ask": 4.5,
    "leedsequity_data": 5,
    "leedsequity_build": 5,
}


def room(module: str) -> str:
    if module.startswith("leedsequity.places"):
        return "leedsequity.raw"  # one room: the rows of a place are selected by lookups it loads
    return max((name for name in FLOORS if f"{module}.".startswith(f"{name}.")), key=len)


def imported(file: Path):
    for node in ast.walk(ast.parse(file.read_text())):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module == "leedsequity":
            modules = [f"leedsequity.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module]
        yield from (module for module in modules if re.match(r"leedsequity[._]", module))


def imports():
    for file in sorted(SOURCES.rglob("*.py")):
        importer = ".".join(file.relative_to(SOURCES).with_suffix("").parts).removesuffix(
            ".__init__"
        )
        if importer != "leedsequity":
            yield from ((importer, module) for module in imported(file))


def test_a_room_imports_only_from_rooms_below_it():
    above = [
        f"{importer} imports {module}"
        for importer, module in imports()
        if room(importer) != room(module) and FLOORS[room(module)] >= FLOORS[room(importer)]
    ]
    assert not above


# What publishers' layouts take from the library, and for what.
KNOWN_TO_LAYOUTS = {
    "leedsequity.errors": "how to refuse a file",
    "leedsequity.vocabulary": "the words and codes in which raw tables are written",
    "leedsequity.raw": "what a record says of its table, which is said nowhere else",
    "leedsequity.raw.long_form": "England by decile counts what records of wide tables describe",
}


def test_statistics_know_nothing_else_and_publishers_layouts_no_more_than_is_listed():
    knows = [(importer, module) for importer, module in imports()]
    assert {
        room(module) for importer, module in knows if room(importer) == "leedsequity.stats"
    } == {"leedsequity.stats"}
    layouts = {
        module for importer, module in knows if importer.startswith("leedsequity_data.publishers")
    }
    assert {m for m in layouts if not m.startswith("leedsequity_data.publishers")} == {
        *KNOWN_TO_LAYOUTS
    }


@pytest.mark.parametrize(
    "folder", [*sorted(SOURCES.iterdir()), ROOT / "tests"], ids=lambda f: f.name
)
def test_no_module_of_a_package_and_no_test_file_has_the_name_of_another(folder):
    names = Counter(file.stem for file in folder.rglob("*.py"))
    ordinary = {"__init__", "conftest"}
    assert names
    assert [name for name, times in names.items() if times > 1 and name not in ordinary] == []


@pytest.mark.parametrize("package", sorted(folder.name for folder in SOURCES.iterdir()))
def test_a_test_file_of_a_package_is_named_for_one_of_its_modules_or_rooms(package):
    known = {file.relative_to(SOURCES).with_suffix("") for file in SOURCES.rglob("*.py")}
    known |= {file.parent / file.parent.name for file in known}
    files = [*(ROOT / "tests" / package).rglob("test_*.py")]
    proved = [file.with_name(file.stem.removeprefix("test_")) for file in files]
    assert files
    assert [file for file in proved if file.relative_to(ROOT / "tests") not in known] == []


def test_a_notebook_imports_the_library_alone():
    used = {
        module.partition(".")[0]
        for file in (ROOT / "notebooks").glob("*.py")
        for module in imported(file)
    }
    assert used == {"leedsequity"}


ANALYSES = "tests/leedsequity/analyses"
LIFE = f"{ANALYSES}/test_published_life_expectancy.py"
# What proves a module, or a room of modules, that has no test file of its own.
PROVED_ELSEWHERE = {
    "leedsequity/vocabulary": "tests/leedsequity/test_neighbourhoods.py",
    "leedsequity/errors": "tests/leedsequity/test_inputs.py",
    "leedsequity/paths": "tests/system/test_survival.py",
    "leedsequity/analyses/every_ward": "tests/leedsequity/ask/test_ask.py",
    "leedsequity/analyses/ward_neighbourhoods": f"{ANALYSES}/test_ward_profile.py",
    "leedsequity/ask": "tests/leedsequity/ask/test_ask.py",
    "leedsequity/claims": "tests/published/test_claims_register.py",
    "leedsequity/raw": "tests/leedsequity/raw/test_raw.py",
    "leedsequity_build": "tests/system/test_build.py",
    "leedsequity_build/site": "tests/system/site/test_site_pages.py",
    "leedsequity_build/engine": "tests/leedsequity_build/engine/test_engine.py",
    "leedsequity_data/changes": "tests/leedsequity_data/test_update.py",
    "leedsequity_data/recognising": "tests/leedsequity_data/test_update.py",
    "leedsequity_data/publishers": "tests/published/test_raw_tables.py",
}


def test_tests_mirror_the_sources():
    """A test file is named for a module that stands where it stands, or for the whole room."""
    stray = []
    for package in SOURCES.iterdir():
        for file in sorted((ROOT / "tests" / package.name).rglob("test_*.py")):
            place = file.parent.relative_to(ROOT / "tests")
            name = file.stem.removeprefix("test_")
            if name != place.name and not (SOURCES / place / f"{name}.py").is_file():
                stray.append(str(file.relative_to(ROOT)))
    assert not stray


def test_every_public_module_has_tests_or_says_what_proves_it():
    untested = []
    for file in sorted(SOURCES.rglob("[!_]*.py")):
        module = file.relative_to(SOURCES).with_suffix("")
        own = ROOT / "tests" / module.with_name(f"test_{module.name}.py")
        elsewhere = {str(module), str(module.parent)} & {*PROVED_ELSEWHERE}
        if not own.is_file() and not elsewhere:
            untested.append(str(module))
    assert not untested
    assert [file for file in PROVED_ELSEWHERE.values() if not (ROOT / file).is_file()] == []


NOT_THE_LIBRARYS = [
    "IPython",
    "jupyterlab",
    "jupytext",
    "nbformat",
    "papermill",
    "typer",
    "rich",
    "xlsxwriter",
    "requests",
    "python_calamine",
    "rdata",
    "pyarrow",
    "pytest",
    "linearmodels",
    "pyfixest",
    "leedsequity_build",
    "leedsequity_data",
]


def test_the_library_needs_its_own_dependencies_alone():
    """Every module of it is imported where nothing else can be."""
    code = f"""
import importlib, pkgutil, sys

class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {NOT_THE_LIBRARYS}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Refused())
import leedsequity
for module in pkgutil.walk_packages(leedsequity.__path__, "leedsequity."):
    importlib.import_module(module.name)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_command_line_starts_without_the_heavy_libraries():
    heavy = ["pandas", "numpy", "matplotlib", "papermill", "IPython"]
    code = (
        f"import sys, leedsequity_build.cli; print([name for name in {heavy} if name in"
        " sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
        == "[]\n"
    )


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    "command", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)]
)
def test_lint_format_and_types_are_clean(command):
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def locked() -> set[str]:
    text = (ROOT / "requirements.lock").read_text()
    return {f"{name}=={version}{marker}" for name, version, marker in PINS.findall(text)}


def test_every_locked_package_has_hashes_and_no_host_is_named():
    text = (ROOT / "requirements.lock").read_text()
    assert len(re.findall(r"==.*\\\n    --hash=sha256:", text)) == len(locked()) > 100
    assert "://" not in text
    assert "index-url" not in text


def test_every_dependency_of_the_project_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    names = {re.match(r"[\w.-]+", entry)[0].lower() for entry in wanted}
    assert names <= {pin.partition("==")[0] for pin in locked()}


def test_the_citation_names_the_version_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text()


def test_the_readme_shows_a_figure_in_its_own_words():
    readme = " ".join((ROOT / "README.md").read_text().split())
    sidecar = json.loads((ROOT / "figures/01_life_expectancy_gaps/slope_index.json").read_text())
    assert f"**{sidecar['finding']}.** {sidecar['subtitle']}." in readme


def test_the_readme_has_the_first_sentence_of_every_notebook():
    readme = " ".join((ROOT / "README.md").read_text().split())
    said = re.findall(r"\* (\S[^*]*) \(\[`\d\d`\]\(notebooks/(\w+)\.ipynb\)\)", readme)
    assert len(said) >= 9
    for sentence, name in said:
        file = ROOT / "data/processed" / name / "in_short.csv"
        with file.open(newline="", encoding="utf-8") as rows:
            _, (first, *_), *_ = csv.reader(rows)
        assert sentence == first, name


def test_every_notebook_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    assert [
        file.stem
        for file in (ROOT / "notebooks").glob("[0-9]*.py")
        if f"`{file.stem}`" not in readme
    ] == []
