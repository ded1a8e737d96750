"""A notebook run for each value of a parameter: where results go, what fails, what is refused."""

from pathlib import Path

import pandas as pd
import pytest

from leedsequity import places
from leedsequity_build import choices

VALUES = ["E1", "E2", "E3"]


def contents(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file() and ".cache" not in file.parts)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


@pytest.fixture
def chosen(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small notebook with a parameter whose values are known; it raises for the second."""
    text = (
        small.read_text()
        .replace("rows = 3  #", 'ward = "E0"  # which\nrows = 3  #')
        .replace("area=area,", "area=area, ward=ward,")
    )
    small.write_text(text + '\nif ward == "E2":\n    raise ValueError(f"no {ward}")\n')
    monkeypatch.setitem(choices.VALUES, "ward", lambda _: VALUES)
    return small


def test_each_value_has_a_folder_and_one_that_fails_stops_no_other(project, chosen, leedsequity):
    before = contents(project)
    code, printed, _ = leedsequity("build", "01", "--each", "ward", "--output-dir", "apart")
    assert code == 1
    assert "ValueError: no E2" in printed
    assert "01_small/E2  failed" in printed
    assert "01_small/E1" not in printed.partition("\n\n")[0], (
        "of many runs only those that failed are listed"
    )
    assert sorted(printed.partition("\n\n")[0].splitlines()[-1].split(", ")) == [
        "1 failed",
        "2 built",
    ]
    made = project / "apart" / "01_small"
    assert sorted(folder.name for folder in made.iterdir() if (folder / "run.json").is_file()) == [
        "E1",
        "E3",
    ]
    assert (made / "E2" / "01_small.failed.ipynb").is_file()
    assert not [
        name for name in contents(project).keys() - before.keys() if not name.startswith("apart/")
    ]


def test_a_run_of_many_is_taken_up_where_it_ended(project, chosen, leedsequity):
    leedsequity("build", "01", "--each", "ward", "--jobs", "1")
    chosen.write_text(chosen.read_text().replace('"E2":', '"E9":'))
    made = project / "out" / "01_small"
    assert leedsequity("build", "01", "--each", "ward")[1].startswith("3 built\n")
    assert not (made / "E2" / "01_small.failed.ipynb").exists()
    (made / "E3" / "tables" / "kept.csv").unlink()
    counts = leedsequity("build", "01", "--each", "ward")[1].splitlines()[0]
    assert sorted(counts.split(", ")) == ["1 built", "2 skipped"]


def test_the_results_are_those_of_a_run_with_that_value(project, chosen, leedsequity):
    leedsequity("build", "01", "--each", "ward", "-p", "rows", "2", "--output-dir", "apart")
    leedsequity("build", "01", "-p", "ward", "E3", "-p", "rows", "2", "--output-dir", "apart")
    alone, among = (
        project / "apart" / "01_small" / name
        for name in ("area=E08000035,ward=E3,rows=2", "E3,rows=2")
    )
    assert contents(among) == contents(alone) != {}


def test_a_file_made_for_one_value_can_be_explained(project, chosen, leedsequity):
    leedsequity("build", "01", "--each", "ward")
    printed = leedsequity("explain", "out/01_small/E1/tables/kept.csv")[1]
    assert "area = E08000035, ward = E1, rows = 3" in printed
    assert "as recorded" in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--each", "wards"], "01_small has no parameter wards; it has: area, ward, rows"),
        (["--each", "rows"], "the values of rows are not known"),
        (["--each", "ward", "-p", "ward", "E1"], "leave out ward E1"),
        (["--each", "ward", "-p", "rows", "many"], "rows takes a whole number"),
    ],
)
def test_what_cannot_be_run_for_each_is_refused_before_anything_runs(
    project, chosen, leedsequity, arguments, said
):
    before = contents(project)
    code, printed, complaint = leedsequity("build", "01", *arguments)
    assert (code, printed) == (2, "")
    assert said in complaint
    assert len(complaint.splitlines()) == 1
    assert contents(project) == before


def test_the_wards_are_the_values_of_the_profiles_and_two_of_them_build(
    project, leedsequity, monkeypatch
):
    # As many wards as the councils have.
    codes = {area: choices.choices("ward", area) for area in ("E08000035", "E08000032")}
    assert {area: len(set(wards)) for area, wards in codes.items()} == {
        "E08000035": 33,
        "E08000032": 30,
    }
    for area, wards in codes.items():
        found = [places.find(code) for code in wards]  # a name may be that of two wards
        assert {(place.type, place.upper_tier_code) for place in found} == {("ward", area)}
    monkeypatch.setitem(choices.VALUES, "ward", lambda area: codes[area][:1])
    command = ["build", "06_neighbourhood_profiles", "--each", "ward", "--output-dir", "apart"]
    for area in ([], ["--area", "Bradford"]):
        code, printed, _ = leedsequity(*command, *area)
        assert (code, printed.splitlines()[0]) == (0, "1 built")
    for ward in (codes["E08000035"][0], codes["E08000032"][0]):
        table = pd.read_csv(
            project / "apart" / "06_neighbourhood_profiles" / ward / "tables" / "ward_profile.csv"
        )
        assert set(table["ward24_code"]) == {ward}
