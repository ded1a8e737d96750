"""The weekly workflow is whole: it cannot be run where the project is developed."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILE = ROOT / ".github" / "workflows" / "weekly.yml"


@pytest.fixture
def workflow() -> dict:
    # YAML 1.1 takes the key `on` for true.
    return {
        {True: "on"}.get(key, key): value for key, value in yaml.safe_load(FILE.read_text()).items()
    }


@pytest.fixture
def job(workflow) -> dict:
    (job,) = workflow["jobs"].values()
    return job


def test_it_runs_weekly_and_on_demand_and_may_only_read(workflow):
    assert workflow["on"].keys() == {"schedule", "workflow_dispatch"}
    ((minute, hour, day, month, weekday),) = (
        entry["cron"].split() for entry in workflow["on"]["schedule"]
    )
    assert all(field.isdigit() for field in (minute, hour, weekday))
    assert (day, month) == ("*", "*")
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets" not in FILE.read_text()


def test_its_pythons_are_those_that_the_project_and_its_makefile_take(job):
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


def test_it_does_what_a_person_does_and_every_target_exists(job):
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands == ["make build", "make test", "make test-faults"]
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {command.removeprefix("make ") for command in commands} <= set(targets)
    (only,) = (step["if"] for step in job["steps"] if "if" in step)
    assert set(re.findall(r"'(.*?)'", only)) == {"ubuntu-latest", "3.11"}


def test_it_uses_the_forges_own_actions_at_a_pinned_version_and_ends_in_time(job):
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert [re.fullmatch(r"actions/([a-z-]+)@v\d+", action)[1] for action in used] == [
        "checkout",
        "setup-python",
    ]
    assert 40 <= job["timeout-minutes"] <= 120


def test_continuous_integration_runs_both_and_says_what_it_does_not():
    text = (ROOT / ".ci" / "run").read_text()
    assert re.findall(r"^make .*$", text, re.MULTILINE) == ["make test", "make test-faults"]
    for left_out in ("SKIPPED", "make test-slurm", FILE.relative_to(ROOT).as_posix()):
        assert left_out in text
    assert (
        "-ra"
        in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"][
            "addopts"
        ]
    )
