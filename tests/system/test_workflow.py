"""The build in batches: what Snakemake makes of workflow/, on this machine. Slurm has its own check, tests/system/slurm."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytest.importorskip("snakemake", reason='Snakemake is not here: pip install "leedsequity[cluster]"')


def snakemake(folder: Path, *options: str, **config: object) -> str:
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
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def test_the_core_cities_in_batches_of_three_are_three_jobs(small: Path):
    """Eight cities: 3 + 3 + 2."""
    said = snakemake(small.parents[1], "--dry-run", areas="core-cities", batch_size=3)
    assert next(line for line in said.splitlines() if line.startswith("batch ")).split() == [
        "batch",
        "3",
    ]
    assert not (small.parents[1] / "results" / "01_small").exists()


def test_two_areas_in_two_batches_are_built_and_again_only_the_one_that_a_file_changed_for(
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
        "all.done",
    ]
    folders = {folder.name for folder in (results / "01_small").iterdir()}
    assert folders == {"area=E08000032,rows=3", "area=E08000034,rows=3", "combined"}
    together = (results / "01_small" / "combined" / "kept.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in together] == [
        "area_code",
        *["E08000032"] * 3,
        *["E08000034"] * 3,
    ]
    compiled = project / "data" / "upstream" / "compiled" / "E08000034"
    compiled.mkdir(parents=True)
    (compiled / "imd_lsoa11.csv").write_text("new\n")
    said = snakemake(project, "--dry-run", **two)
    assert next(line for line in said.splitlines() if line.startswith("batch ")).split() == [
        "batch",
        "1",
    ]
    assert "wildcards: batch=0002" in said
