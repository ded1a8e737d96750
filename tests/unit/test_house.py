"""The house rules that a machine can check: rooms, light imports, lint, types, the lock."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src"
PINS = re.compile(r"^([a-z0-9._-]+)==([^ ]+)( ; .*[^ \\])? *\\?$", re.MULTILINE)

# A room imports only from rooms below it. What stands on one floor does not know its neighbours.
FLOORS = {
    "errors": 0, "paths": 0.5, "inputs": 0.7, "stats": 0, "raw.upstream": 1, "raw": 1.5, "areas": 2, "indicators": 2,
    "analyses": 3, "charts": 3, "claims": 4, "outputs": 4, "pipeline": 5, "cli": 6,
}  # fmt: skip


def room(module: str) -> str:
    inside = module.removeprefix("leedsequity.")
    return max((name for name in FLOORS if f"{inside}.".startswith(f"{name}.")), key=len)


def imports():
    for file in sorted(SOURCES.rglob("*.py")):
        importer = ".".join(file.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(ast.parse(file.read_text())):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module == "leedsequity":
                modules = [f"leedsequity.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module]
            for module in modules:
                if module.startswith("leedsequity.") and importer != "leedsequity":
                    yield importer, module


def test_a_room_imports_only_from_rooms_below_it():
    above = [
        f"{importer} imports {module}"
        for importer, module in imports()
        if room(importer) != room(module) and FLOORS[room(module)] >= FLOORS[room(importer)]
    ]
    assert not above


def test_statistics_and_publishers_layouts_know_nothing_else_of_the_package():
    knows = {(room(importer), room(module)) for importer, module in imports()}
    assert {module for importer, module in knows if importer == "stats"} == {"stats"}
    assert {module for importer, module in knows if importer == "raw.upstream"} <= {"raw.upstream", "errors"}


def test_the_command_line_starts_without_the_heavy_libraries():
    heavy = ["pandas", "numpy", "matplotlib", "papermill", "IPython", "pandera"]
    code = f"import sys, leedsequity.cli; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("command", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)])
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


def test_the_environment_file_lists_what_the_lock_lists():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    (pip,) = (entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert set(pip) - {"--editable ."} == locked(), "run `make lock`, which writes both"


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
    sidecar = json.loads((ROOT / "figures/01_life_expectancy_gaps/local_deciles.json").read_text())
    assert f"**{sidecar['finding']}.** {sidecar['subtitle']}." in readme


def test_every_notebook_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    assert [file.stem for file in (ROOT / "notebooks").glob("[0-9]*.py") if f"`{file.stem}`" not in readme] == []
