"""A run for another area: its tables recorded and explained, and made again when they change, appear or go."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from leedsequity import areas

BRADFORD, TABLE = "E08000032", "lsoa11_lsoa21"

# The Isles of Scilly, the City of London, a county, an authority of 2023, two of merged districts,
# a region, and a district that is no more.
ODD = [
    "E06000053",
    "E09000001",
    "E10000012",
    "E06000065",
    "E06000060",
    "E07000245",
    "E12000003",
    "E07000005",
]
LEEDS_ALONE = ("published_gaps", "published_figures")  # tables of what documents print of Leeds
# What no sentence says: a number that is missing, a change of nothing, a range of one value, one of
# a thing as several.
NEVER = re.compile(
    r"\bnan\b|None\b(?! of)|\[x\]|[+-]0[,;.]? |\b([\d.]+%?) to \1(?![\d.])|\b1"
    r" (measures|places|authorities)\b"
    r"|: [.;]"
)

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


def test_a_run_notices_a_table_of_its_area_that_appears_changes_or_goes(
    project, compiled, leedsequity
):
    def outcome() -> str:
        code, said, _ = leedsequity("build", "--area", BRADFORD)
        assert code == 0, said
        return said.splitlines()[1].split()[1]

    folder = project / "out" / "01_small" / f"area={BRADFORD},rows=3"
    assert outcome() == "built"
    assert outcome() == "skipped"
    assert list(json.loads((folder / "run.json").read_text())["raw"]) == [
        "published_life_expectancy"
    ]
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
    assert list(json.loads((folder / "run.json").read_text())["raw"]) == [
        "published_life_expectancy"
    ]


def words_of(run: Path) -> list[str]:
    """Every sentence that a run says: its findings and the captions of its figures."""
    with (run / "tables" / "findings.csv").open(encoding="utf-8") as lines:
        said = [row["finding"] for row in csv.DictReader(lines)]
    captions = [
        json.loads(file.read_text(encoding="utf-8"))
        for file in sorted((run / "figures").glob("*.json"))
    ]
    return said + [
        caption[part] for caption in captions for part in ("finding", "subtitle", "alt", "note")
    ]


def check(home: Path, codes: list[str]) -> None:
    runs = [run for run in home.glob("*/area=*") if run.name[5:14] in codes]
    assert runs
    for run in runs:
        for sentence in words_of(run):
            assert not NEVER.search(sentence), f"{run.parent.name}/{run.name}: {sentence}"
        for table in (run / "tables").glob("*.csv"):
            assert table.stem not in LEEDS_ALONE or run.parent.name == "05_fair_work", table


def test_every_notebook_serves_the_odd_areas_or_says_why_not(project, leedsequity):
    code, printed, _ = leedsequity(
        "build", "01", "05", "07", "--area", ",".join(ODD), "--jobs", "2"
    )
    assert (code, printed.partition("\n\n")[0].splitlines()[-1]) == (0, "24 built"), printed
    few = [
        ODD[0],
        ODD[-1],
    ]  # notebook 02 is about all areas, and differs by area in a sentence alone
    code, printed, _ = leedsequity("build", "02", "--area", ",".join(few), "--jobs", "2")
    assert (code, printed.partition("\n\n")[0].splitlines()[-1]) == (0, "2 built"), printed
    check(project / "out", ODD)
    assert [
        sentence
        for run in (project / "out" / "02_austerity_association").glob("area=E06000053*")
        for sentence in words_of(run)
        if sentence.startswith("Isles of Scilly is not one of the 147 upper-tier areas")
    ], "what cannot be served is said among the findings"
    # Whose figures a row has is what `area_code` says; what is no area's has none, and is written
    # once.
    names = areas.names()
    for combined in (project / "out").glob("*/combined/*.csv"):
        with combined.open(encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        if "area_code" in rows[0] and "area" in rows[0]:
            # `areas` has a city's newest code, some publishers the one before: both have its name.
            assert {(row["area_code"], row["area"]) for row in rows} <= set(names.items()), combined
        if combined.name == "findings.csv":
            assert list(rows[0]) == [
                "run_area_code",
                "run_area",
                "finding",
            ], "a sentence may be England's"
    gaps = (project / "out" / "05_fair_work" / "combined" / "published_gaps.csv").read_text(
        encoding="utf-8"
    )
    assert gaps.startswith("measure,group,")
    assert not (
        project / "out" / "01_life_expectancy_gaps" / "combined" / "published_gaps.csv"
    ).exists()


def test_the_smallest_areas_are_served_with_their_own_small_areas(project, leedsequity, upstream):
    small = ["E06000053", "E09000001", "E07000245"]
    for area in small:
        assert leedsequity("raw", "compile", "--area", area, "--from", str(upstream))[0] == 0
    code, printed, _ = leedsequity("build", "03", "--area", ",".join(small))
    assert (code, printed.partition("\n\n")[0].splitlines()[-1]) == (0, "3 built"), printed
    check(project / "out", small)
    for area in small:
        (run,) = (project / "out" / "03_deprivation_ethnicity").glob(f"area={area},*")
        cells = json.loads((run / "03_deprivation_ethnicity.ipynb").read_text(encoding="utf-8"))[
            "cells"
        ]
        (wards,) = [
            c["outputs"][0]["text"] for c in cells if "places.ends(wards)" in "".join(c["source"])
        ]
        named = [line.split("  ")[0] for line in map(str.strip, wards[1:])]
        assert len(set(named)) == len(named)
    grown = (
        project / "out" / "03_deprivation_ethnicity" / "combined" / "age_growth.csv"
    ).read_text(encoding="utf-8")
    # Forest Heath and St Edmundsbury, merged in 2019, had 62,812 and 112,073 people in mid-2014, as
    # published in 2015.
    people = sum(
        float(row["people_2014"])
        for row in csv.DictReader(grown.splitlines())
        if row["area_code"] == small[2]
    )
    assert people == 62_812 + 112_073
