"""The first notebook for other areas, and run in other ways than by `leedsequity build`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAME = "01_life_expectancy_gaps"
# Each lacks something: a place of 2023 has no series before 2020, a county no deaths of 2014, the
# Scillies have no deciles, the City of London stands in one table only, a district of 1974-2019 in
# the older ones.
AREAS = {
    "E08000032": "Bradford",
    "E06000063": "Cumberland",
    "E10000016": "Kent",
    "E06000053": "Isles of Scilly",
    "E09000001": "City of London",
    "E07000190": "Taunton Deane",
    "E12000001": "North East",
}
LONG = {"Cumberland", "Taunton Deane", "North East"}


def findings(folder: Path) -> str:
    return (folder / "tables" / "findings.csv").read_text()


@pytest.mark.parametrize(
    "area",
    [
        pytest.param(code, id=name, marks=[pytest.mark.long] if name in LONG else [])
        for code, name in AREAS.items()
    ],
)
def test_a_section_without_data_says_so_and_the_rest_stands(area, project, leedsequity):
    code, printed, _ = leedsequity("build", "01", "--area", area, "--output-dir", "apart")
    assert code == 0, printed
    folder = project / "apart" / NAME / f"area={area},comparator=E92000001,peers="
    assert "In England's most deprived tenth men live 10.4 years" in findings(folder)
    assert "Leeds of, in" not in findings(folder), "the report's table is about Leeds"
    assert "nan" not in findings(folder)


def test_another_comparator_is_served(project, leedsequity):
    assert leedsequity("build", "01", "-p", "comparator", "Birmingham")[0] == 0
    assert "Birmingham" in findings(
        project / "out" / NAME / "area=E08000035,comparator=E08000025,peers="
    )


def test_an_area_is_not_compared_with_itself(project, leedsequity):
    code, printed, _ = leedsequity("build", "01", "-p", "comparator", "Leeds")
    assert code == 1
    assert "area and comparator are both E08000035: choose another comparator" in printed


@pytest.mark.parametrize("engine", [[], ["--engine", "leedsequity"]], ids=["kernel", "fork"])
def test_plain_papermill_runs_it_for_another_area(engine, tmp_path):
    command = [
        sys.executable,
        "-m",
        "papermill",
        f"notebooks/{NAME}.ipynb",
        str(tmp_path / "x.ipynb"),
    ]
    environment = os.environ | {"LEEDSEQUITY_OUTPUT": str(tmp_path)}
    done = subprocess.run(
        [*command, "-p", "area", "E08000032", *engine],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Bradford" in findings(tmp_path / NAME / "area=E08000032,comparator=E92000001,peers=")


def test_the_engine_refuses_a_parameter_that_papermill_would_only_warn_of(tmp_path):
    command = [
        sys.executable,
        "-m",
        "papermill",
        f"notebooks/{NAME}.ipynb",
        str(tmp_path / "x.ipynb"),
    ]
    environment = os.environ | {"LEEDSEQUITY_OUTPUT": str(tmp_path)}
    command += ["-p", "aera", "E08000032", "--engine", "leedsequity"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert "the notebook has no parameter aera; it has: area, comparator" in done.stderr
    assert not (tmp_path / NAME).exists()


@pytest.mark.parametrize("name", [NAME, "05_fair_work"])
def test_it_runs_as_a_script_from_anywhere(name, tmp_path):
    environment = os.environ | {"LEEDSEQUITY_OUTPUT": str(tmp_path), "MPLBACKEND": "agg"}
    command = [sys.executable, str(ROOT / "notebooks" / f"{name}.py")]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    committed = (ROOT / "data" / "processed" / name / "findings.csv").read_text()
    (run,) = (tmp_path / name).iterdir()
    assert run.name.startswith("area=E08000035,comparator=E92000001")
    assert findings(run) == committed
