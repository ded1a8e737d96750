"""A build for many areas: which they are, tables of all together, what is skipped and fails."""

import csv
import re
from pathlib import Path

import pytest

from leedsequity.errors import InputError
from leedsequity_build.choices import not_in_all, requested_places

ROOT = Path(__file__).parents[2]
LEEDS, BRADFORD, HULL, YORKSHIRE = "E08000035", "E08000032", "E06000010", "E12000003"
# The core cities' own list: https://www.corecities.com, Glasgow, Cardiff and Belfast left out.
CORE = [
    "Birmingham",
    "Bristol, City of",
    "Leeds",
    "Liverpool",
    "Manchester",
    "Newcastle upon Tyne",
    "Nottingham",
    "Sheffield",
]


@pytest.fixture(scope="module")
def table() -> dict[str, dict[str, str]]:
    with (ROOT / "data" / "raw" / "areas.csv").open(encoding="utf-8") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


def test_all_are_the_authorities_that_exist_of_both_tiers(table):
    kinds: dict[str, int] = {}
    for code in requested_places("all"):
        assert table[code]["successor"] == ""
        kinds[table[code]["type"]] = kinds.get(table[code]["type"], 0) + 1
    # England since April 2023: 21 counties with 164 districts, 63 unitary authorities (Scilly among
    # them), 36 metropolitan districts, and London's 32 boroughs with the City.
    assert kinds == {
        "county": 21,
        "non-metropolitan district": 164,
        "unitary authority": 63,
        "metropolitan district": 36,
        "london borough": 33,
    }


def test_what_all_leaves_out_is_named(table):
    # The counties abolished in 2009-2023 that the tables know.
    counties = ["Buckinghamshire", "Cumbria", "Dorset", "Northamptonshire", "North Yorkshire"]
    for name in (*counties, "Somerset"):
        assert re.search(rf"{name} \(E10\d{{6}}\)", not_in_all()), name
    gone = [r for r in table.values() if r["current"] == "false" and r["type"] != "county"]
    assert f" and {len(gone)} districts and boroughs" in not_in_all()


def test_words_names_and_lists_stand_for_areas(table):
    assert [table[code]["name"] for code in requested_places("core-cities")] == CORE
    assert requested_places("Bristol, City of") == requested_places("E06000023") == ["E06000023"]
    assert requested_places("leeds,E08000032, Leeds") == [LEEDS, BRADFORD]
    assert len(requested_places("London")) == 33
    assert requested_places("London") != requested_places("E12000007") == ["E12000007"], (
        "a code stands for the region itself"
    )
    yorkshire = requested_places("Yorkshire and The Humber")
    assert {LEEDS, BRADFORD, HULL} <= set(yorkshire)
    assert {table[code]["region_code"] for code in yorkshire} == {YORKSHIRE}
    assert (
        requested_places("Yorkshire and The Humber,core-cities,Leeds")[: len(yorkshire)]
        == yorkshire
    )
    assert requested_places("E08000039") == requested_places("Sheffield") == ["E08000019"], (
        "its newest code is not in use here"
    )
    assert requested_places("England") == ["E92000001"]
    assert requested_places("Essex, Harehills,areas/mine.csv") == [
        "E10000012",
        "E05011394",
        "areas/mine.csv",
    ]
    with pytest.raises(InputError, match="Bradfrod"):
        requested_places("Leeds,Bradfrod")


SERVED = """\

# %%
outlines = raw.load("boundaries_lsoa11", area=area) if area == "E06000010" else table
if area == "E08000025":
    raise ValueError(f"no {area}")
wide = table.assign(more=1) if area == "E08000032" else table
run.table("wide", wide, ["published_life_expectancy"])
run.table("own", table.assign(area_code="own", area="Own", run=area), ["published_life_expectancy"])
run.table("printed", table.drop(columns="run"), ["published_life_expectancy"])
"""


@pytest.fixture
def served(small: Path) -> Path:
    """The small notebook: not served Hull, an error for Birmingham, a column more for Bradford."""
    small.write_text(small.read_text().replace("import matplotlib.pyplot", "import math") + SERVED)
    text = small.read_text().replace(".head(rows)", ".head(rows).assign(run=area)")
    figure = text[text.index("# %%\nfigure, ax") : text.index("# %%\noutlines")]
    small.write_text(text.replace(figure, ""))  # no picture: this is about tables
    return small


def read(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def test_each_area_has_the_results_of_a_run_alone_and_tables_hold_all_of_them(
    project, served, leedsequity
):
    code, printed, told = leedsequity("build", "--area", f"{LEEDS},{BRADFORD}", "-p", "rows", "2")
    assert (code, printed.partition("\n\n")[0].splitlines()[-1], told) == (0, "2 built", "")
    home = project / "out" / "01_small"
    alone = [
        leedsequity("build", "--area", area, "-p", "rows", "2", "--output-dir", "alone")
        for area in (LEEDS, BRADFORD)
    ]
    assert [code for code, _, _ in alone] == [0, 0]
    runs = [f"area={area},rows=2" for area in (LEEDS, BRADFORD)]
    for run in runs:
        files = {
            file.relative_to(home / run): file.read_bytes() for file in (home / run).rglob("*.*")
        }
        there = project / "alone" / "01_small" / run
        assert files == {file.relative_to(there): file.read_bytes() for file in there.rglob("*.*")}
    parts = [read(home / run / "tables" / "kept.csv") for run in runs]
    both = read(home / "combined,rows=2" / "kept.csv")
    assert both[0] == ["area_code", "area", *parts[0][0]]
    assert both[1:] == [[LEEDS, "Leeds", *row] for row in parts[0][1:]] + [
        [BRADFORD, "Bradford", *row] for row in parts[1][1:]
    ]
    own = read(home / "combined,rows=2" / "own.csv")
    assert (own[0][:2], own[0][-2:]) == (["run_area_code", "run_area"], ["area_code", "area"])
    assert [(row[0], row[-2]) for row in own[1:]] == [(LEEDS, "own")] * 2 + [(BRADFORD, "own")] * 2
    printed_once = home / "combined,rows=2" / "printed.csv"
    assert printed_once.read_bytes() == (home / runs[0] / "tables" / "printed.csv").read_bytes(), (
        "it is no area's"
    )
    wide = read(home / "combined,rows=2" / "wide.csv")
    assert [(row[0], row[-1]) for row in wide] == [
        ("area_code", "more"),
        *[(LEEDS, "")] * 2,
        *[(BRADFORD, "1")] * 2,
    ], "a column that the table of an area lacks is empty there"
    assert sorted(file.name for file in (home / "combined,rows=2").iterdir()) == [
        "kept.csv",
        "own.csv",
        "printed.csv",
        "wide.csv",
    ]
    assert not (project / "data" / "processed").exists(), "the default area is one among others"


def test_what_cannot_be_served_is_skipped_with_the_reason_and_what_fails_stops_no_other(
    project, served, leedsequity
):
    code, printed, _ = leedsequity(
        "build", "--area", f"core-cities,{HULL}", "--output-dir", "apart"
    )
    assert code == 1
    assert sorted(printed.partition("\n\n")[0].splitlines()[-1].split(", ")) == [
        "1 failed",
        "1 not served",
        "7 built",
    ]
    (failed,) = (line for line in printed.splitlines() if " failed " in line)
    assert "E08000025: cell" in failed
    assert "ValueError: no E08000025" in failed
    (skipped,) = (line for line in printed.splitlines() if " not served " in line)
    assert f"{HULL}: boundaries_lsoa11 has nothing of Kingston upon Hull" in skipped
    home = project / "apart" / "01_small"
    assert not (home / f"area={HULL},rows=3").exists()
    assert {row[0] for row in read(home / "combined" / "kept.csv")[1:]} == set(
        requested_places("core-cities")
    ) - {"E08000025"}
    not_built = read(home / "combined" / "not_built.csv")
    assert not_built[0] == ["area_code", "area", "outcome", "reason"]
    assert [row[:3] for row in not_built[1:]] == [
        ["E08000025", "Birmingham", "failed"],
        [HULL, "Kingston upon Hull, City of", "not served"],
    ]
    before = (home / "combined" / "kept.csv").read_bytes()
    again = leedsequity("build", "--area", f"core-cities,{HULL}", "--output-dir", "apart")[1]
    assert sorted(again.partition("\n\n")[0].splitlines()[-1].split(", ")) == [
        "1 failed",
        "1 not served",
        "7 skipped",
    ]
    assert (home / "combined" / "kept.csv").read_bytes() == before


def test_failures_alike_are_one_line(project, served, leedsequity):
    served.write_text(served.read_text().replace('area == "E08000025"', 'area != "E08000035"'))
    _, printed, _ = leedsequity("build", "--area", "core-cities")
    (failed,) = (line for line in printed.splitlines() if " failed " in line)
    assert failed.split()[:3] == ["01_small", "failed", "7"]
    assert "E06000018" in failed
    assert "ValueError: no CODE" in failed


def test_for_one_area_too_what_is_not_there_is_no_failure(project, served, leedsequity):
    code, printed, _ = leedsequity("build", "--area", HULL)
    assert (code, printed.splitlines()[1].split()[:3]) == (0, ["01_small", "not", "served"])
    assert not list(project.rglob("*.failed.ipynb"))


def test_many_areas_and_each_are_not_both_asked_for(project, served, leedsequity):
    code, printed, told = leedsequity("build", "--area", "all", "--each", "rows")
    assert (code, printed) == (2, "")
    assert "--each takes one area at a time; --area all is 317" in told


def test_progress_is_told_line_by_line_where_there_is_no_terminal(project, served, leedsequity):
    text = served.read_text()
    served.write_text(
        text[: text.index("from leedsequity")].replace("import math", "raise ValueError(area)")
    )
    code, _, told = leedsequity("build", "--area", "London")
    assert code == 1
    lines = told.splitlines()
    assert len(lines) == 10
    assert lines[-1].startswith("33 of 33 done, 33 failed, ")
    assert lines[-1].endswith(" a minute, 0:00:00 left")


def test_a_file_of_codes_and_a_ward_are_places(project, served, leedsequity):
    own = project / "somewhere" / "north side.csv"
    own.parent.mkdir()
    own.write_text("lsoa21_code\nE01011264\nE01011265\n")
    code, printed, said = leedsequity("build", "--area", f"{own},Harehills")
    assert (code, said) == (0, ""), printed
    home = project / "out" / "01_small"
    (folder,) = home.glob("area=north-side.csv-keyed-*,rows=3")
    assert (home / "area=E05011394,rows=3").is_dir()
    both = read(home / "combined" / "kept.csv")
    assert {row[1] for row in both[1:]} == {"north side", "Gipton & Harehills"}
    for file in (folder / "run.json", home / "combined" / "kept.csv"):
        assert "somewhere" not in file.read_text()
