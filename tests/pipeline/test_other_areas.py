"""A run for another area: its tables recorded and explained, and made again when they change, appear or go."""

import json
import shutil
from pathlib import Path

import pytest

BRADFORD, TABLE = "E08000032", "lsoa11_lsoa21"

AREAS = """\

# %%
held = raw.held("{table}", area)
changes = raw.load("{table}", area=area).head(rows) if held else table
run.table("changes", changes, ["{table}"] if held else ["published_life_expectancy"])
"""


@pytest.fixture
def compiled(project: Path, small: Path) -> Path:
    """Where Bradford's table will stand; the notebook takes it if it is there."""
    small.write_text(small.read_text() + AREAS.format(table=TABLE))
    folder = project / "data" / "upstream" / "compiled" / BRADFORD
    folder.mkdir(parents=True)
    return folder


def appear(project: Path, compiled: Path) -> None:
    for end in ("csv", "yaml"):
        shutil.copy(project / "data" / "raw" / f"{TABLE}.{end}", compiled)


def test_a_run_notices_a_table_of_its_area_that_appears_changes_or_goes(project, compiled, leedsequity):
    def outcome() -> str:
        code, said, _ = leedsequity("build", "--area", BRADFORD)
        assert code == 0, said
        return said.splitlines()[1].split()[1]

    folder = project / "out" / "01_small" / f"area={BRADFORD},rows=3"
    assert outcome() == "built"
    assert outcome() == "skipped"
    assert list(json.loads((folder / "run.json").read_text())["raw"]) == ["published_life_expectancy"]
    appear(project, compiled)
    assert outcome() == "built"
    run = json.loads((folder / "run.json").read_text())
    key = f"{BRADFORD}/{TABLE}"
    assert list(run["raw"]) == [key, "published_life_expectancy"]
    assert run["outputs"]["tables/changes.csv"]["raw"] == [key]
    _, said, _ = leedsequity("explain", str(folder / "tables" / "changes.csv"))
    assert f"raw table   {key}: How the LSOAs of 2011" in said
    assert outcome() == "skipped"
    record = compiled / f"{TABLE}.yaml"
    record.write_text(record.read_text().replace("retrieved: 2026-11-22", "retrieved: 2026-11-23"))
    assert outcome() == "built"
    record.unlink()
    assert outcome() == "built"
    assert list(json.loads((folder / "run.json").read_text())["raw"]) == ["published_life_expectancy"]
