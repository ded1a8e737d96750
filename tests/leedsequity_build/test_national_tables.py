"""The command `leedsequity national`: what it writes, prints and refuses."""

from pathlib import Path

import pandas as pd
import pytest

TOPICS = ["decile_1", "ethnic_groups", "funding", "indicators", "slope_index"]


def test_a_table_a_topic_is_written_and_explained_and_nothing_else(project: Path, leedsequity):
    before = {file for file in project.rglob("*") if file.is_file()}
    code, printed, complaint = leedsequity("national")
    assert (code, complaint) == (0, "")
    made = {file.relative_to(project) for file in project.rglob("*") if file.is_file()}
    made -= {file.relative_to(project) for file in before}
    home = Path("out/national/default")
    tables = [home / "tables" / f"{topic}.csv" for topic in TOPICS]
    assert made == {*tables, home / "run.json"}
    assert sorted(printed.splitlines()) == [
        f"{table.as_posix()}: {len(pd.read_csv(project / table)):,} rows" for table in tables
    ]
    code, printed, _ = leedsequity("explain", str(tables[-1]))
    assert (code, "as recorded" in printed) == (0, True)
    assert "Inequality in life expectancy at birth (indicator 92901)" in printed


def test_a_raw_table_that_is_not_as_recorded_leaves_earlier_tables_as_they_were(
    project: Path, leedsequity
):
    earlier = project / "out" / "national" / "default" / "tables" / "indicators.csv"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("earlier\n")
    with (project / "data" / "raw" / "funding_la.csv").open("a") as table:
        table.write("\n")
    code, printed, complaint = leedsequity("national")
    assert (code, printed) == (2, "")
    assert complaint.startswith("leedsequity: data/raw/funding_la.csv: ")
    assert complaint.count("\n") == 1
    assert [file.name for file in earlier.parent.iterdir()] == ["indicators.csv"]
    assert earlier.read_text() == "earlier\n"


@pytest.mark.parametrize("text", ["temporary ACC", "12"])
def test_authorities_are_ranked_by_an_indicator_found_by_name_or_number(project, leedsequity, text):
    code, printed, complaint = leedsequity("national", text)
    assert (code, complaint) == (0, "")
    title, header, first, *others = printed.strip("\n").splitlines()
    assert title.startswith("Temporary accommodation, all, 2025-12-31 (per 1,000 households; ")
    assert "289 authorities of the lower tier, boundaries 2025; rank 1 is the highest" in title
    assert header.split() == ["rank", "95%", "interval", "value", "95%", "interval", "caution"]
    assert first.split()[0] == "1"
    assert len(others) == 288
    assert not (project / "out").exists()


def test_a_value_in_doubt_is_printed_last_with_the_reason(leedsequity):
    _, printed, _ = leedsequity("national", "living wage")
    lists = [part.splitlines() for part in printed.strip("\n").split("\n\n")]
    assert len(lists) == 5  # all, women and men; of men a list of one tier alone
    for lines in lists:
        assert lines[-1].split()[0] == "Leeds"
        assert "Do not quote" in lines[-1]
        assert not any("Do not quote" in line for line in lines[:-1])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("life expectency", "'life expectency' is the number, or in the name, of no indicators"),
        ("at", "of 5 indicators that can be ranked: take one of Life expectancy at birth, "),
        ("7", "of no indicators that can be ranked"),  # children feeling happy: no open series
    ],
)
def test_what_is_no_indicator_or_several_is_refused_in_a_line_that_names_some(
    project, leedsequity, text, message
):
    code, printed, complaint = leedsequity("national", text)
    assert (code, printed) == (2, "")
    assert message in complaint
    assert "Life expectancy at birth" in complaint
    assert complaint.count("\n") == 1
    assert not (project / "out").exists()
