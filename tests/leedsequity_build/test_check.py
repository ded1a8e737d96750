"""A partner's file as people send it: all that is wrong in one round, without a value; mended."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import raw
from leedsequity.errors import InputError
from leedsequity.raw import partner
from leedsequity.raw.partner_schemas import Problem
from leedsequity.vocabulary import BROAD_GROUPS
from leedsequity_build.check import check, content
from leedsequity_build.checked import letter, ranges
from leedsequity_build.partner_values import _broad_groups

# Leeds 027C, Leeds 027D, and one of the City of London.
HERE, ALSO_HERE, ELSEWHERE = "E01011264", "E01011265", "E01000001"
KNOWN = {
    "lsoa": dict.fromkeys([HERE, ALSO_HERE], "1"),
    "ward": {"E05011401": "a", "Kirkstall": "a", "Gipton & Harehills": "b"},
}
RIGHT = {
    "person_id": "Zaphod",
    "event_date": "2024-03-01",
    "stage": "referred",
    "spoke": "Hub",
    "lsoa": HERE,
    "age_band": "16-24",
    "sex": "female",
    "ethnic_group": "White",
}
ASIAN, BLACK, MIXED, WHITE, OTHER = BROAD_GROUPS


def written(file: Path, rows: list[dict[str, str]], delimiter: str = ",") -> Path:
    with file.open("w", newline="", encoding="utf-8") as out:
        lines = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
        lines.writeheader()
        lines.writerows(rows)
    return file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "events.csv"


def checked(file: Path, rows: list[dict[str, str]], **arguments):
    return check(written(file, rows), KNOWN, **arguments)


def shown(found) -> str:
    return "\n".join(map(str, [*found.form, *found.mended, *found.left]))


def copy(found) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content(found)), dtype="str", keep_default_na=False)


@pytest.mark.parametrize(
    ("column", "value", "right"),
    [
        ("stage", " Referred ", "referred"),
        ("stage", "FIRST VACCINATION", "first_vaccination"),
        ("sex", "F", "female"),
        ("sex", "Men", "male"),
        ("sex", "Prefer not to say", ""),
        ("age_band", "16 to 24", "16-24"),
        ("age_band", "35–49", "35-49"),
        ("age_band", "65 and over", "65+"),
        ("age_band", "24", "16-24"),
        ("age_band", "70 years", "65+"),
        ("event_date", "01/03/2024", "2024-03-01"),
        ("event_date", "1.3.24", "2024-03-01"),
        ("event_date", "01/03/2024 09:30", "2024-03-01"),
        ("event_date", "1 March 2024", "2024-03-01"),
        ("event_date", "01-Mar-24", "2024-03-01"),
        ("event_date", "2024-03-01T00:00:00", "2024-03-01"),
        ("event_date", "45352", "2024-03-01"),  # =DATE(2024,3,1) as a number, in Excel
        ("lsoa", HERE.lower(), HERE),
        ("lsoa", ELSEWHERE, ""),
        ("ethnic_group", "White - Irish", WHITE),
        ("ethnic_group", "Asian, Asian British or Asian Welsh: Chinese", ASIAN),
        ("ethnic_group", "Black or Black British - African", BLACK),
        ("ethnic_group", "Mixed: White and Asian", MIXED),
        ("ethnic_group", "pakistani", ASIAN),
        ("ethnic_group", "Arab", OTHER),
        ("ethnic_group", "Gypsy or Irish Traveller", WHITE),
        ("ethnic_group", "Any other ethnic group", OTHER),
        ("person_id", "Zaphod\u200b ", "1"),
        ("spoke", "  Hub", "Hub"),
    ],
)
def test_a_value_that_has_one_right_form_is_named_without_it_and_mended(column, value, right, file):
    found = checked(file, [RIGHT | {column: value}, RIGHT | {"stage": "engaged"}])
    assert found.left == []
    assert copy(found).loc[0, column] == right
    (wrong,) = (one for one in found.mended if one.columns == f"column {column}")
    assert wrong.rows.tolist() == [2]
    assert value not in shown(found)
    assert "Zaphod" not in shown(found)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("stage", "Started work"),
        ("sex", "Zaphod"),
        ("age_band", "15"),
        ("age_band", "16-34"),
        ("age_band", "1624"),
        ("event_date", "03/2024"),
        ("event_date", "31/02/2024"),
        ("event_date", "30000"),  # 1982
        ("event_date", "1/3/1924"),
        ("event_date", "45352.5"),
        ("event_date", "01/03/2999"),
        ("lsoa", "E01999999"),
        ("ethnic_group", "British"),
        ("ethnic_group", "Chinese or other - Any other"),
        ("person_id", ""),
    ],
)
def test_what_has_no_one_right_form_is_left_to_the_partner_with_its_row(column, value, file):
    found = checked(file, [RIGHT, RIGHT | {column: value, "stage": value or "engaged"}])
    wrong = {one.columns: one.rows.tolist() for one in found.left}
    assert wrong[f"column {column}"] == [3]
    assert "holds something else than" in shown(found) or "is empty" in shown(found)
    with pytest.raises(ValueError, match="faults are left"):
        content(found)


def test_days_and_months_are_exchanged_for_nobody(file):
    """13 is no month: dates with it behind are of the American form, and so may be all others."""
    american = [RIGHT | {"event_date": "03/13/2024"}, RIGHT | {"event_date": "03/04/2024"}]
    found = checked(file, american)
    (left,) = found.left
    assert (left.columns, left.rows.tolist()) == ("column event_date", [2, 3])
    typo = [*american, RIGHT | {"event_date": "31/03/2024", "stage": "offer"}]
    typo[1] |= {"person_id": "another"}
    found = checked(file, typo)
    assert [one.rows.tolist() for one in found.left] == [[2]], "days first; one is mistyped"


def test_values_that_differ_in_capitals_become_the_most_frequent(file):
    spokes = ["Hub", "HUB", "Hub", "hub "]
    stages = ["referred", "engaged", "offer", "recruited"]
    both = zip(spokes, stages, strict=True)
    found = checked(file, [RIGHT | {"spoke": spoke, "stage": stage} for spoke, stage in both])
    assert found.left == []
    assert copy(found)["spoke"].tolist() == ["Hub"] * 4
    ids = [RIGHT | {"person_id": "aB"}, RIGHT | {"person_id": "Ab"}]
    assert copy(checked(file, ids))["person_id"].tolist() == ["1", "2"], "capitals of ids may tell"


def test_headers_are_known_by_other_names_mapped_or_proposed_by_letter(file):
    renamed = {
        "Client ID": "Zaphod",
        "Date of event": "01/03/2024",
        "Milestone": "engaged",
        "Projct": "Hub",
        "Decile": "3.0",
        "Ethnicity": "White",
        "Sex": "",
        "Zaphod": "x",
    }
    found = checked(file, [renamed])
    text = shown(found)
    assert "A as person_id, B as event_date, C as stage, E as imd_decile, F as ethnic_group" in text
    assert 'column D: looks like spoke: if it is, add --map "Its header=spoke"' in text
    assert "2 columns that the schema does not have (D, H): left out" in text
    assert "column age_band: is not there: added, without a cell" in text
    assert "column spoke: missing" in text
    for own in ("Projct", "Zaphod", "Milestone"):
        assert own not in text
    found = checked(file, [renamed], names={"projct": "spoke", "ENGAGED": "offer"})
    assert found.left == []
    (row,) = copy(found).to_dict("records")
    assert row["spoke"] == "Hub"
    assert row["imd_decile"] == "3"
    assert row["age_band"] == ""
    assert row["stage"] == "engaged", "a stage of the schema is what it says"
    assert "Zaphod" not in content(found).decode()


def test_cells_under_no_header_are_never_left_out_in_silence(file):
    """As of a row with a comma too many, whose cells have all moved."""
    written(file, [RIGHT])
    file.write_text(file.read_text().replace("Hub,", "Hub, the Zaphod,"))
    found = check(file, KNOWN)
    first = found.left[0]
    assert (first.columns, first.rows.tolist()) == ("column I", [2])
    assert "Zaphod" not in shown(found)


def test_a_word_of_ones_own_for_a_stage_can_be_said(file):
    found = checked(file, [RIGHT | {"stage": "Started work"}], names={"started WORK": "recruited"})
    assert copy(found)["stage"].tolist() == ["recruited"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"stage": "stages"}, "there is no column stages, only person_id, "),
        ({"Other": "spoke"}, "no column has the header 'Other'"),
    ],
)
def test_a_map_that_leads_nowhere_is_refused(names, message, file):
    with pytest.raises(InputError, match=message):
        checked(file, [RIGHT], names=names)


def test_the_kind_is_found_from_the_header_or_given(file):
    assert checked(file, [RIGHT]).kind == "programme"
    assert checked(file, [{"group": "White", "Headcount": "3"}]).kind == "workforce"
    with pytest.raises(InputError, match="its header has no column of a schema") as caught:
        checked(file, [{"Zaphod": "1"}])
    assert "Zaphod" not in str(caught.value)
    assert checked(file, [{"Zaphod": "1"}], kind="workforce").left
    with pytest.raises(InputError, match="there is no kind 'staff', only programme and workforce"):
        checked(file, [RIGHT], kind="staff")


DIRECTORY = """pcd,pcd2,pcds,dointr,doterm,lsoa11,lsoa21,imd
ZZ1 1ZZ,ZZ1  1ZZ,ZZ1 1ZZ,200001,,E01011265,{0},made up
ZZ1 2ZZ,ZZ1  2ZZ,ZZ1 2ZZ,200001,,{1},{1},made up
ZZ1 3ZZ,ZZ1  3ZZ,ZZ1 3ZZ,200001,,W99999999,W99999999,made up
"""


@pytest.mark.parametrize(
    "header", ["", "pcd7,pcd8,pcds,dointr,doterm,lsoa11cd,lsoa21cd,imd19", "PCD,A,B,C,D,LSOA11,E,F"]
)
def test_postcodes_become_lsoas_by_a_directory_of_any_edition(header, file, tmp_path):
    directory, (first, _, rest) = tmp_path / "directory.csv", DIRECTORY.partition("\n")
    directory.write_text(f"{header or first}\n{rest.format(HERE, ELSEWHERE)}")
    codes = ["zz11zz", "ZZ1 1ZZ ", "ZZ1 2ZZ", "ZZ1 3ZZ", "ZZ9 9ZZ", ""]
    rows = [
        {k: v for k, v in RIGHT.items() if k != "lsoa"} | {"person_id": str(i), "Post Code": code}
        for i, code in enumerate(codes)
    ]
    without = checked(file, rows)
    assert "column postcode: add --postcodes FILE" in shown(without)
    found = checked(file, rows, directory=directory)
    assert found.left == []
    here = ALSO_HERE if header.startswith("PCD") else HERE  # the LSOA of 2021 where there is one
    assert copy(found)["lsoa"].tolist() == [here, here, "", "", "", ""]
    assert "postcode" not in copy(found)
    assert found.outside == 1
    (unlisted,) = (one for one in found.mended if "in no row of the directory" in one.rule)
    assert unlisted.rows.tolist() == [5, 6]
    assert "ZZ" not in shown(found)


@pytest.mark.parametrize(
    ("text", "message"),
    [("a,b\n1,2\n", "no column of postcode and lsoa"), (None, "No such file"), ("", "not a CSV")],
)
def test_a_directory_of_another_form_is_named(text, message, file, tmp_path):
    directory = tmp_path / "directory.csv"
    if text is not None:
        directory.write_text(text)
    with pytest.raises(InputError, match=message):
        checked(file, [{"person_id": "1", "postcode": "ZZ1 1ZZ"}], directory=directory)


def test_of_several_columns_of_place_the_finest_is_kept_and_wards_are_known_by_name(file):
    found = checked(file, [RIGHT | {"ward": "x", "imd_decile": "1"}])
    assert found.left == []
    assert "columns lsoa, ward, imd_decile: one of the three must be given: lsoa is kept" in shown(
        found
    )
    wards = ["GIPTON AND HAREHILLS", "kirkstall", "E05000026", "Zaphod"]
    rows = [
        {k: v for k, v in RIGHT.items() if k != "lsoa"} | {"person_id": ward, "ward": ward}
        for ward in wards
    ]
    found = checked(file, rows)
    assert found.copy["ward"].fillna("").tolist() == [
        "Gipton & Harehills",
        "Kirkstall",
        "",
        "Zaphod",
    ]
    assert [one.rows.tolist() for one in found.left] == [[5]]


def test_rows_are_told_from_one_another_and_those_that_repeat_another_are_left_out(file):
    rows = [RIGHT, RIGHT, RIGHT | {"event_date": "2024-04-01"}]
    found = checked(file, rows)
    assert "1 row repeats another in every cell: left out" in shown(found)
    (left,) = found.left
    assert (left.columns, left.rows.tolist()) == ("columns person_id, spoke, stage", [4])
    earlier = [RIGHT | {"stage": "offer"}, RIGHT | {"stage": "recruited", "event_date": "2/1/2024"}]
    (left,) = checked(file, earlier).left
    assert (left.columns, left.rows.tolist()) == ("column event_date", [3])


def test_staff_of_detailed_groups_are_added_up_and_repeated_groups_are_not(file):
    rows = [("Ethnicity", "White - British", "1,200"), ("ethnicity", "White Irish", "30")]
    rows += [("IMD", "Decile 1", "7"), ("ethnic_group", "Indian", "5.0")]
    columns = ("Breakdown", "group", "Headcount")
    found = checked(file, [dict(zip(columns, row, strict=True)) for row in rows])
    assert found.left == []
    assert copy(found).to_numpy().tolist() == [
        ["ethnic_group", WHITE, "1230"],
        ["imd_decile", "1", "7"],
        ["ethnic_group", ASIAN, "5"],
    ]
    again = [*rows, ("ethnicity", "white irish", "4")]
    found = checked(file, [dict(zip(columns, row, strict=True)) for row in again])
    assert "repeat a group" in shown(found)
    hidden = [("ethnicity", "White", "<5"), ("ethnicity", "Indian", "*")]
    (left,) = checked(file, [dict(zip(columns, row, strict=True)) for row in hidden]).left
    assert left.rule.endswith("(give the true counts: they are rounded on the way out)")


def test_every_group_of_the_census_is_put_into_its_broad_group():
    table = raw.load("ethnicity_la")[["broad_group", "group"]].drop_duplicates()
    assert len(table) == 19
    groups = _broad_groups()
    for broad, group in table.itertuples(index=False):
        plain = " ".join(group.lower().replace(",", "").split())
        assert groups[plain] == broad
    assert set(groups.values()) == set(BROAD_GROUPS)


def test_made_up_people_stay_marked_and_a_right_file_has_no_word_against_it(file):
    made_up = [RIGHT | {"person_id": "SYN-1"}]
    found = checked(file, made_up)
    assert (shown(found), content(found)) == ("", file.read_bytes().replace(b"\r", b""))
    mixed = [*made_up, RIGHT]
    assert "synthetic and other persons in one file" in shown(checked(file, mixed))


def test_what_the_check_finds_right_the_notebooks_read_and_the_reverse(file):
    """Both ask the same rules: no change that either would miss."""
    for change in ({}, {"stage": "Offer"}, {"sex": "x"}, {"lsoa": ""}, {"event_date": "1/2/2024"}):
        found = checked(file, [RIGHT | change])
        try:
            partner.read("programme", str(file), KNOWN)
            readable = True
        except InputError:
            readable = False
        assert readable == (shown(found) == "")
    copied = file.with_name("copy.csv")
    copied.write_bytes(content(checked(file, [RIGHT | {"event_date": "1/2/2024"}])))
    assert partner.read("programme", str(copied), KNOWN).rows["date"].tolist() == [
        pd.Timestamp("2024-02-01")
    ]


def test_rows_and_columns_are_named_as_a_spreadsheet_does():
    assert ranges(pd.Index([2, 3, 4, 9, 11, 12]), 9) == "2-4, 9, 11-12"
    assert ranges(pd.Index([2, 3, 4, 9, 11, 12]), 1) == "2-4 and 3 more"
    assert [letter(place) for place in (0, 25, 26, 27, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AB",
        "ZZ",
        "AAA",
    ]
    assert str(Problem("column a", "are empty", pd.Index([2, 3]))) == "column a: 2 rows are empty"
    assert str(Problem("column a", "hold an x", pd.Index([2]))) == "column a: 1 row holds an x"


def test_a_header_that_may_mean_a_stage_is_proposed_with_what_says_its_words(file):
    rows = [{("Status" if name == "stage" else name): value for name, value in RIGHT.items()}]
    assert 'column C: looks like stage: if it is, add --map "Its header=stage", and' in shown(
        checked(file, rows)
    )


def test_homes_outside_are_counted_among_the_rows_that_are_left(file):
    away = RIGHT | {"lsoa": ELSEWHERE}
    found = checked(file, [RIGHT, away, away])
    assert (len(found.copy), found.outside) == (2, 1)


def test_staff_who_did_not_say_are_not_stated(file):
    rows = [{"breakdown": "ethnic_group", "group": "Prefer not to say", "staff": "20"}]
    assert copy(checked(file, rows))["group"].tolist() == ["not stated"]
