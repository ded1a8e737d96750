"""Runs for other places: every notebook serves them, or says in one sentence why not."""

import csv
import json
import os
import re
from pathlib import Path

import pytest

from leedsequity import places

# `make test-long` builds for all of these; `make test` for the first three, to save its time. The
# Isles of Scilly, a district that is no more, a metropolitan county, a county that is no more; the
# City of London, a county, an authority of 2023, two of merged districts, a region.
ODD = ["E06000053", "E07000005", "E11000001"]
# For notebook 03: the smallest, a district that is no more, one of merged districts, a ward; and
# wholes of many.
PARTED = ["E06000053", "E07000005", "E07000245", "E05011394"]
FEW = ["E06000053", "E06000065"]  # notebook 02 is about all areas, and 09 of England first
if os.environ.get("LONG"):
    ODD += [
        "E10000006",
        "E09000001",
        "E10000012",
        "E06000065",
        "E06000060",
        "E07000245",
        "E12000003",
    ]
    PARTED += ["E09000001", "E10000012", "E06000065", "E11000001"]
LEEDS_ALONE = ("published_gaps", "published_figures")  # tables of what documents print of Leeds
# What no sentence says: a number that is missing, a change of nothing, a range of one value, one of
# a thing as several.
NEVER = re.compile(
    r"\bnan\b|None\b(?! of)|\[x\]|[+-]0[,;.]? |\b([\d.]+%?) to \1(?![\d.])|\b1"
    r" (measures|places|authorities)\b"
    r"|: [.;]"
)


def words_of(run: Path) -> list[str]:
    """Every sentence that a run says: in short, as findings and in the captions of its figures."""
    said = []
    for table in ("in_short", "findings"):
        with (run / "tables" / f"{table}.csv").open(encoding="utf-8") as lines:
            said += [sentence for (sentence,) in [*csv.reader(lines)][1:]]
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


@pytest.mark.long
def test_every_notebook_serves_the_odd_areas_or_says_why_not(project, leedsequity):
    code, printed, _ = leedsequity(
        "build", "01", "05", "07", "--area", ",".join(ODD), "--jobs", "2"
    )
    assert (code, printed.partition("\n\n")[0].splitlines()[-1]) == (0, f"{3 * len(ODD)} built"), (
        printed
    )
    code, printed, _ = leedsequity("build", "02", "09", "--area", ",".join(FEW), "--jobs", "2")
    assert (code, printed.partition("\n\n")[0].splitlines()[-1]) == (0, f"{2 * len(FEW)} built"), (
        printed
    )
    check(project / "out", ODD)
    assert [
        sentence
        for run in (project / "out" / "02_austerity_association").glob("area=E06000053*")
        for sentence in words_of(run)
        if sentence.startswith("No change of funding is shown for the Isles of Scilly: ")
    ], "what cannot be served is said in short"
    (run,) = (project / "out" / "02_austerity_association").glob("area=E06000065*")
    assert [said for said in words_of(run) if said.startswith("North Yorkshire lost £")], (
        "it stands in the tables under the code of the county that it was"
    )
    # Whose figures a row has is what `area_code` says; what is no area's has none, and is written
    # once.
    names = places.names()
    for combined in (project / "out").glob("*/combined/*.csv"):
        with combined.open(encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        if "area_code" in rows[0] and "area" in rows[0]:
            # `areas` has a city's newest code, some publishers the one before: both have its name.
            assert {(row["area_code"], row["area"]) for row in rows} <= set(names.items()), combined
        if combined.name == "findings.csv":
            # Those of notebook 02 are of all areas: the same in every run.
            own = [] if "02_austerity" in str(combined) else ["run_area_code", "run_area"]
            assert list(rows[0]) == [*own, "finding"], "a sentence may be England's"
    gaps = (project / "out" / "05_fair_work" / "combined" / "published_gaps.csv").read_text(
        encoding="utf-8"
    )
    assert gaps.startswith("measure,group,")
    assert not (
        project / "out" / "01_life_expectancy_gaps" / "combined" / "published_gaps.csv"
    ).exists()


def test_neighbourhoods_of_any_place_are_served(project, leedsequity):
    own = project / "north side.csv"
    lsoas = sorted(places.find("Harehills").lsoa21 | places.find("Headingley").lsoa21)
    own.write_text("\n".join(["lsoa21_code", *lsoas]))
    code, printed, _ = leedsequity("build", "03", "--area", ",".join([*PARTED, str(own)]))
    assert (code, printed.partition("\n\n")[0].splitlines()[-1]) == (
        0,
        f"{len(PARTED) + 1} built",
    ), printed
    check(project / "out", PARTED)
    home = project / "out" / "03_deprivation_ethnicity"
    for run in home.glob("area=*"):
        notebook = json.loads((run / "03_deprivation_ethnicity.ipynb").read_text(encoding="utf-8"))
        cells = [
            cell for cell in notebook["cells"] if "first_and_last(wards)" in "".join(cell["source"])
        ]
        table = "".join(cells[0]["outputs"][0]["data"]["text/plain"]).split("\n\n")[1]
        named = [line.strip().split("  ")[0] for line in table.splitlines()[1:]]
        assert len(set(named)) == len(named), run.name
    combined = home / "combined"
    grown = (combined / "age_growth.csv").read_text(encoding="utf-8")
    # Forest Heath and St Edmundsbury, merged in 2019, had 62,812 and 112,073 people in mid-2014, as
    # published in 2015.
    people = sum(
        float(row["people_2014"])
        for row in csv.DictReader(grown.splitlines())
        if row["area_code"] == "E07000245"
    )
    assert people == 62_812 + 112_073


@pytest.mark.parametrize("number", ["01", "02", "05", "07", "09"])
def test_what_publishers_do_not_print_for_a_ward_is_one_sentence_and_no_failure(
    project, leedsequity, number
):
    code, printed, said = leedsequity("build", number, "--area", "Harehills")
    assert (code, said) == (0, "")
    assert printed.splitlines()[1].split()[1:3] == ["not", "served"]
    assert "Gipton & Harehills is a ward; what is published here is for authorities" in printed
    assert not list(project.rglob("*.failed.ipynb"))
