"""Tables of several areas' runs put together: whose a row is, and what stands once."""

import csv
from pathlib import Path

LEEDS, BRADFORD, KIRKLEES, ENGLAND = "E08000035", "E08000032", "E08000034", "E92000001"

COMPARED = """\

# %%
import pandas as pd

name = {"E08000035": "Leeds", "E08000032": "Bradford", "E08000034": "Kirklees"}
rows = [(area, name[area], 1), ("E92000001", "England", 2)]
if area != "E08000034":
    rows.append(("E08000003", "Manchester", 3))
rows.append(("E08000003", "Manchester", area))  # as this area sees it
compared = pd.DataFrame(rows, columns=["area_code", "area", "value"])
run.table("compared", compared, ["published_life_expectancy"])
run.table("named", compared[["area", "value"]], ["published_life_expectancy"])
findings = ["England's.", f"{name[area]}'s."] + ["Not there."] * (area != "E08000034")
run.table("findings", pd.DataFrame({"finding": findings}), ["published_life_expectancy"])
"""


def combined(small: Path, leedsequity, *areas: str) -> dict[str, list[list[str]]]:
    """Build the small notebook for areas; return the rows of each table of all together."""
    text = small.read_text()
    small.write_text(text[: text.index("# %%\nfigure, ax")] + COMPARED)
    code, printed, _ = leedsequity("build", "--area", ",".join(areas))
    assert code == 0, printed
    files = small.parents[1].glob("out/01_small/combined/*.csv")
    return {file.stem: list(csv.reader(file.open(encoding="utf-8"))) for file in files}


def test_rows_of_other_areas_stand_once_and_those_of_the_runs_each(small, leedsequity):
    tables = combined(small, leedsequity, LEEDS, BRADFORD, KIRKLEES)
    assert tables["compared"] == [
        ["run_area_code", "run_area", "area_code", "area", "value"],
        [LEEDS, "Leeds", LEEDS, "Leeds", "1"],
        ["", "", ENGLAND, "England", "2"],
        ["", "", "E08000003", "Manchester", "3"],  # in two of three runs
        [LEEDS, "Leeds", "E08000003", "Manchester", LEEDS],
        [BRADFORD, "Bradford", BRADFORD, "Bradford", "1"],
        [BRADFORD, "Bradford", "E08000003", "Manchester", BRADFORD],
        [KIRKLEES, "Kirklees", KIRKLEES, "Kirklees", "1"],
        [KIRKLEES, "Kirklees", "E08000003", "Manchester", KIRKLEES],
    ]
    assert tables["named"] == [[row[0], row[1], *row[3:]] for row in tables["compared"]], (
        "an area may be known by its name alone"
    )


def test_a_finding_stands_once_where_all_runs_have_it_and_else_with_its_area(small, leedsequity):
    tables = combined(small, leedsequity, LEEDS, BRADFORD, KIRKLEES)
    assert tables["findings"] == [
        ["run_area_code", "run_area", "finding"],
        ["", "", "England's."],
        [LEEDS, "Leeds", "Leeds's."],
        [LEEDS, "Leeds", "Not there."],
        [BRADFORD, "Bradford", "Bradford's."],
        [BRADFORD, "Bradford", "Not there."],
        [KIRKLEES, "Kirklees", "Kirklees's."],
    ]


def test_of_an_area_that_others_are_compared_with_its_own_row_stays(small, leedsequity):
    small.write_text(small.read_text().replace("head(rows)", 'head(rows).assign(area="Leeds")'))
    kept = combined(small, leedsequity, LEEDS, BRADFORD, KIRKLEES)["kept"]
    assert "run_area" not in kept[0], "byte for byte the same in all: of no run"
    assert len(kept) == 1 + 3
