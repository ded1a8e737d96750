"""The commands for a partner's records: what they print, where they write, and where not."""

import stat
from pathlib import Path

import pytest

from leedsequity.raw import partner

HEADER = "Client ID;Date;Stage;Spoke;IMD decile;Age;Sex;Ethnicity;Name\n"
ROWS = (
    "Zaphod1;01/03/2024;Referred;Hub;1;23;F;Indian;Zaphod\n"
    "Zaphod1;31/03/2024;Started;Hub;1;23;F;;x\n"
)


@pytest.fixture
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("partner") / "messy.csv"
    file.write_bytes((HEADER + ROWS).encode("cp1252"))
    return file


def test_a_messy_file_is_a_working_one_in_two_rounds(messy, leedsequity):
    code, printed, _ = leedsequity("check", str(messy))
    assert code == 1
    assert "messy.csv: 2 rows, events of a programme\n--write FILE would mend in a copy:" in printed
    assert "column stage: 1 row holds something else than one of referred, " in printed
    assert printed.splitlines()[-1].endswith('"Started work=recruited") (row 3)')
    assert "Zaphod" not in printed
    copy = messy.with_name("copy.csv")
    again = ["check", str(messy), "--map", "Started=recruited", "--write", str(copy)]
    code, printed, complaint = leedsequity(*again)
    assert (code, complaint) == (0, "")
    assert printed.endswith(f"next: leedsequity build 04 -p programme_file {copy}\n")
    assert partner.read("programme", str(copy)).rows["date"].dt.day.tolist() == [1, 31]
    assert "Zaphod" not in copy.read_text()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    code, printed, _ = leedsequity("check", str(copy))
    assert (code, printed.splitlines()[1]) == (
        0,
        f"nothing is wrong with it: leedsequity build 04 -p programme_file {copy}",
    )
    before = copy.read_bytes()
    code, printed, complaint = leedsequity(*again)
    assert (code, printed) == (2, "")
    assert complaint == f"leedsequity: {copy}: there already; nothing was written\n"
    assert copy.read_bytes() == before


def test_no_copy_is_written_while_something_is_left_to_mend(messy, leedsequity):
    copy = messy.with_name("copy.csv")
    code, printed, _ = leedsequity("check", str(messy), "--write", str(copy))
    assert code == 1
    assert printed.splitlines()[-1].startswith("no copy was written: ")
    assert not copy.exists()


def test_no_copy_is_written_where_files_are_committed(messy, project, leedsequity):
    (messy.parent / "link").symlink_to(project / "data")
    inside = [
        "copy.csv",
        "data/raw/copy.csv",
        "outside/../copy.csv",
        str(messy.parent / "link/c.csv"),
    ]
    for file in inside:
        code, printed, complaint = leedsequity("check", str(messy), "--write", file)
        assert (code, printed) == (2, "")
        assert "inside the project, whose files are committed" in complaint
    mapped = ["check", str(messy), "--map", "Started=recruited", "--write", "out/copy.csv"]
    assert leedsequity(*mapped)[0] == 0
    assert (project / "out" / "copy.csv").is_file()


def test_rows_in_the_area_are_counted_by_the_place_that_is_named(messy, leedsequity):
    # One LSOA of Leeds, one of Bradford, one cell empty.
    lsoas = ["E01011264", "E01010568", ""]
    rows = [f"SYN-{i},2024-03-01,referred,Hub,{lsoa},,," for i, lsoa in enumerate(lsoas)]
    header = "person_id,event_date,stage,spoke,lsoa,age_band,sex,ethnic_group"
    messy.write_text("\n".join([header, *rows]) + "\n")
    _, printed, _ = leedsequity("check", str(messy))
    said = "1 of 3 rows are of homes in it, 1 outside, of 1 it is not stated"
    assert f"Leeds: {said}" in printed
    _, printed, _ = leedsequity("check", str(messy), "--area", "Bradford")
    assert f"Bradford: {said}" in printed


@pytest.mark.parametrize("kind", ["programme", "workforce"])
def test_an_example_of_each_kind_has_nothing_wrong_with_it(kind, leedsequity, tmp_path):
    file = tmp_path / "out" / f"{kind}.csv"
    code, printed, _ = leedsequity("example", kind, str(file))
    assert code == 0
    assert f"{kind}_file {file}" in printed
    assert leedsequity("check", str(file))[0] == 0
    assert partner.read(kind, str(file)).rows.shape[0] > 10
    assert leedsequity("example", kind, str(file))[0] == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["example", "wages", "x.csv"],
            "there is no example of 'wages', only of: programme, workf",
        ),
        (["check", "nowhere.csv"], "there is no file 'nowhere.csv'"),
        (["check", "nowhere.csv", "--map", "Stage"], "there is no file"),
    ],
)
def test_a_command_that_cannot_be_followed_is_a_line(arguments, message, leedsequity):
    code, printed, complaint = leedsequity(*arguments)
    assert (code, printed, complaint.count("\n")) == (2, "", 1)
    assert message in complaint
