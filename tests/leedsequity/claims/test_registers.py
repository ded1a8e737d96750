"""A register is a folder of three tables, anywhere; what is wrong with one is said in a line."""

import csv

import pytest

from leedsequity import raw
from leedsequity.claims import evaluated, read, registers, stated
from leedsequity.errors import InputError

CLAIM = {
    "claim_id": "plan.share",
    "document": "plan",
    "locator": "page 3",
    "statement": "A tenth of Coventry lives in the most deprived tenth.",
    "what": "number",
    "quantity": "share of people in decile 1",
    "relation": "=",
    "value": "10",
    "unit": "percent",
    "least": "9.5",
    "most": "10.5",
    "area": "E08000026",
    "group": "All people",
    "period": "2022",
}
READING = {
    "claim_id": "plan.share",
    "reading": "index of 2019",
    "main": "true",
    "declared": "before",
    "test": "deprivation:share_in_decile_1",
    "options": "edition=2019",
    "why": "The newest.",
}
DOCUMENT = {"document": "plan", "title": "A plan", "title_is": "in our words", "published": "2023"}


def write(folder, claims=(CLAIM,), readings=(READING,), documents=(DOCUMENT,)):
    folder.mkdir(exist_ok=True)
    for name, rows in {"claims": claims, "readings": readings, "documents": documents}.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, [*raw.record(name).columns], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def test_a_folder_is_a_register(tmp_path):
    register = read(write(tmp_path / "one"))
    assert stated(register)["claim_id"].tolist() == ["plan.share"]
    assert register.readings["plan.share"][0].question(register.claims[0]).area == "E08000026"
    assert register.documents["plan"]["title"] == "A plan"


def test_a_register_of_what_cannot_be_tested_needs_no_reading(tmp_path):
    waiting = CLAIM | {"needs": "open file", "note": "The census would test it."}
    claims, readings = evaluated(read(write(tmp_path / "one", claims=[waiting], readings=[])))
    assert claims["verdict"].tolist() == [
        "Cannot be tested here: it waits for an open file that is not held here."
    ]
    assert readings.empty


def test_options_are_written_name_and_value():
    assert registers.options_of("edition=2019; base=Census 2021") == {
        "edition": "2019",
        "base": "Census 2021",
    }
    assert registers.options_of("") == {}
    with pytest.raises(InputError, match="is not written name=value"):
        registers.options_of("edition 2019")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"readings": [READING | {"main": "false"}]}, "exactly one reading is main"),
        ({"readings": [READING | {"claim_id": "plan.other"}]}, "there is no such claim"),
        ({"readings": []}, "one of the two"),
        ({"claims": []}, "no rows"),
        ({"claims": [CLAIM | {"needs": "document"}]}, "one of the two"),
        ({"claims": [CLAIM | {"document": "plan", "claim_id": "other.share"}]}, "does not begin"),
        ({"claims": [CLAIM | {"least": "11"}]}, "least above most"),
        ({"claims": [CLAIM | {"what": "guess"}]}, "column what: 1 value not one of number"),
        ({"documents": [DOCUMENT | {"document": "other"}]}, "is not in documents.csv"),
    ],
)
def test_what_is_wrong_with_a_register_is_named(tmp_path, changes, message):
    with pytest.raises(InputError, match=message) as raised:
        read(write(tmp_path / "one", **changes))
    assert str(raised.value).startswith("one/")


def test_a_folder_without_its_tables_is_told_which(tmp_path):
    (tmp_path / "two").mkdir()
    with pytest.raises(InputError, match=r"there is no claims\.csv"):
        read(tmp_path / "two")


@pytest.mark.parametrize(
    ("reading", "message"),
    [
        ({"test": "deprivation:nothing"}, "there is no test 'deprivation:nothing'"),
        ({"options": "colour=red"}, "has no option 'colour'"),
        ({"options": "edition=1999"}, "it is one of 2019, 2015, 2025"),
        ({"test": "life_expectancy:gap_within", "options": ""}, "neither men nor women"),
    ],
)
def test_a_reading_that_its_test_cannot_take_is_refused_by_name(tmp_path, reading, message):
    register = read(write(tmp_path / "one", readings=[READING | reading]))
    with pytest.raises(InputError, match=message) as raised:
        evaluated(register)
    assert "plan.share, reading 'index of 2019'" in str(raised.value)
