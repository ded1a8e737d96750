"""The build in batches: what Snakemake makes of workflow/ on this machine (Slurm: slurm/)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytest.importorskip("snakemake", reason='Snakemake is not here: pip install "leedsequity[cluster]"')


def snakemake(folder: Path, *options: str, code: int = 0, **config: object) -> str:
    """Run the workflow in a folder, with the local profile; return what it printed."""
    mine = folder / "mine.json"
    mine.write_text(json.dumps({"notebooks": ["01"], "output_dir": "results"} | config))
    command = [sys.executable, "-m", "snakemake", "--snakefile", ROOT / "workflow" / "Snakefile"]
    command += [
        "--profile",
        ROOT / "workflow" / "profiles" / "local",
        "--configfile",
        mine,
        *options,
    ]
    environment = os.environ | {"LEEDSEQUITY_ROOT": str(folder)}
    ran = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == code, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def planned(printed: str) -> dict[str, int]:
    """Return how many jobs of each rule a dry run says there would be."""
    words = [line.split() for line in printed.partition("total ")[0].splitlines()]
    return {pair[0]: int(pair[1]) for pair in words if len(pair) == 2 and pair[1].isdigit()}


def test_the_core_cities_in_batches_of_three_are_three_jobs(small: Path):
    """Eight cities: 3 + 3 + 2."""
    printed = snakemake(small.parents[1], "--dry-run", areas="core-cities", batch_size=3)
    assert planned(printed) == {"batch": 3, "together": 1, "national": 1, "all": 1}
    assert not (small.parents[1] / "results" / "01_small").exists()


def test_raw_tables_are_fetched_and_compiled_where_that_is_wanted(small: Path):
    printed = snakemake(small.parents[1], "--dry-run", "--printshellcmds", "raw")
    assert planned(printed) == {"fetch": 1, "raw": 1}
    program = Path(sys.executable).with_name("leedsequity")
    lines = printed.splitlines()
    commands = [line.partition(": ")[2] for line in lines if str(program) in line]
    assert commands == [f"{program} raw fetch", f"{program} raw compile"]


def test_two_areas_in_two_batches_are_built_and_again_when_a_raw_table_changes(
    small: Path,
):
    project = small.parents[1]
    small.write_text(small.read_text().replace(".head(rows)", ".head(rows).assign(run=area)"))
    two = {"areas": "E08000032,E08000034", "batch_size": 1}
    snakemake(project, **two)
    results = project / "results"
    assert sorted(file.name for file in (results / ".batches").iterdir()) == [
        "0001.done",
        "0002.done",
        "national.done",
        "together.done",
    ]
    tables = results / "national" / "default" / "tables"
    assert len([*tables.glob("*.csv")]) == 5
    folders = {folder.name for folder in (results / "01_small").iterdir()}
    assert folders == {"area=E08000032,rows=3", "area=E08000034,rows=3", "combined"}
    together = (results / "01_small" / "combined" / "kept.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in together] == [
        "area_code",
        *["E08000032"] * 3,
        *["E08000034"] * 3,
    ]
    (project / "data" / "raw" / "imd_la.csv").touch()
    again = planned(snakemake(project, "--dry-run", **two))
    assert again == {"batch": 2, "together": 1, "national": 1, "all": 1}


@pytest.mark.long
def test_one_area_that_fails_withholds_no_other_and_is_tried_again(small: Path):
    project = small.parents[1]
    source = small.read_text().replace(".head(rows)", ".head(rows).assign(run=area)")
    check = "if area == 'E08000034': raise ValueError(area)"
    small.write_text(source.replace("run = outputs", f"{check}\nrun = outputs", 1))
    two = {"areas": "E08000032,E08000034", "batch_size": 1}
    assert "rule together" in snakemake(project, code=1, **two)
    batches = project / "results" / ".batches"
    assert sorted(file.name for file in batches.iterdir()) == [
        *["0001.done", "0002.done", "national.done"]
    ]
    combined = project / "results" / "01_small" / "combined"
    together = (combined / "kept.csv").read_text().splitlines()
    assert {line.split(",")[0] for line in together} == {"area_code", "E08000032"}
    assert "E08000034,Kirklees,failed," in (combined / "not_built.csv").read_text()
    small.write_text(source)
    snakemake(project, **two)
    assert "E08000034" in (combined / "kept.csv").read_text()
    assert not (combined / "not_built.csv").exists()
