"""What runs elsewhere (workflows, Codespaces, Binder) is whole: none of it can run here."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = {file.stem: file for file in (ROOT / ".github" / "workflows").glob("*.yml")}
INSTALL = [
    "install --no-deps --require-hashes",
    "requirements-build.lock",
    "install --no-deps --no-build-isolation --editable .",
]


def read(name: str) -> dict:
    # YAML 1.1 takes the key `on` for true.
    content = yaml.safe_load(WORKFLOWS[name].read_text())
    return {{True: "on"}.get(key, key): value for key, value in content.items()}


def commands(job: dict) -> list[str]:
    return [step["run"] for step in job["steps"] if "run" in step]


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_a_workflow_names_no_secret_uses_pinned_actions_and_ends_in_time(name):
    assert "secrets" not in WORKFLOWS[name].read_text()
    workflow = read(name)
    assert workflow["permissions"]["contents"] == "read"
    for job in workflow["jobs"].values():
        used = [step["uses"] for step in job["steps"] if "uses" in step]
        assert used[0].startswith("actions/checkout@")
        assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in used)
        assert 20 <= job["timeout-minutes"] <= 120


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_every_target_of_make_that_a_workflow_calls_exists(name):
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    called = {
        word
        for job in read(name)["jobs"].values()
        for command in commands(job)
        if command.startswith("make ")
        for word in command.split()[1:]
    }
    assert called <= targets
    assert called


def test_weekly_runs_weekly_and_on_demand():
    weekly = read("weekly")
    assert weekly["on"].keys() == {"schedule", "workflow_dispatch"}
    ((minute, hour, day, month, weekday),) = (
        entry["cron"].split() for entry in weekly["on"]["schedule"]
    )
    assert all(field.isdigit() for field in (minute, hour, weekday))
    assert (day, month) == ("*", "*")
    assert weekly["permissions"] == {"contents": "read"}


def test_its_pythons_are_those_that_the_project_and_its_makefile_take():
    job = read("weekly")["jobs"]["build-and-test"]
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text())
    least, before = re.fullmatch(
        r">=3\.(\d+),<3\.(\d+)", metadata["project"]["requires-python"]
    ).groups()
    pythons = [f"3.{minor}" for minor in range(int(least), int(before))]
    assert job["strategy"]["matrix"] == {"os": ["ubuntu-latest", "macos-latest"], "python": pythons}
    taken = re.search(
        r"\((\d+), (\d+)\) <= v <= \((\d+), (\d+)\)", (ROOT / "Makefile").read_text()
    ).groups()
    assert [f"{taken[0]}.{taken[1]}", f"{taken[2]}.{taken[3]}"] == [pythons[0], pythons[-1]]
    (python,) = (step["with"]["python-version"] for step in job["steps"] if "with" in step)
    assert (job["runs-on"], python) == ("${{ matrix.os }}", "${{ matrix.python }}")
    assert commands(job) == ["make build", "make test", "make test-faults"]
    (only,) = (step["if"] for step in job["steps"] if "if" in step)
    assert set(re.findall(r"'(.*?)'", only)) == {"ubuntu-latest", "3.11"}


def test_on_windows_it_does_what_the_page_on_setting_up_says():
    page = (ROOT / "docs" / "set-up.md").read_text()
    (block,) = re.findall(r"## Windows.*?```powershell\n(.*?)```", page, re.DOTALL)
    assert commands(read("weekly")["jobs"]["windows"]) == block.strip().splitlines()


def test_conda_solves_and_then_makes_the_environment_that_the_page_names():
    page = (ROOT / "docs" / "set-up.md").read_text()
    solve, make, build = commands(read("weekly")["jobs"]["conda"])
    made = make.removeprefix("$CONDA/bin/")
    assert made in page
    assert solve == make.replace("create", "create --dry-run", 1)
    assert build.startswith("$CONDA/bin/conda run --name leedsequity leedsequity build")


def test_the_site_is_published_from_where_it_is_built():
    site = read("site")
    assert site["on"]["push"] == {"branches": ["main"]}
    (job,) = site["jobs"].values()
    assert commands(job) == ["make build", "make site"]
    (folder,) = (step["with"]["path"] for step in job["steps"] if "path" in step.get("with", {}))
    assert f"/{folder}/" in (ROOT / ".gitignore").read_text()


def test_a_container_for_editors_and_a_binder_make_the_environment_of_the_lock():
    editors = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
    assert editors["postCreateCommand"] == "make build"
    assert editors["image"] == f"python:{python_of_the_lock()}"
    script = ROOT / "binder" / "postBuild"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
    text = script.read_text()
    assert all(part in text for part in INSTALL)
    assert (ROOT / "binder" / "runtime.txt").read_text() == f"python-{python_of_the_lock()}\n"


def python_of_the_lock() -> str:
    return re.search(r"--python-version (3\.\d+)", (ROOT / "Makefile").read_text())[1]


def test_continuous_integration_runs_the_tests_and_says_what_it_does_not():
    text = (ROOT / ".ci" / "run").read_text()
    assert {"make test", "make test-faults"} <= set(re.findall(r"^make .*$", text, re.MULTILINE))
    for left_out in (
        "SKIPPED",
        "make test-slurm",
        "make test-long",
        ".github/workflows/weekly.yml",
    ):
        assert left_out in text
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "-ra" in project["tool"]["pytest"]["ini_options"]["addopts"]
