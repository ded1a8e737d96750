"""Areas by code and name."""

import pytest

from leedsequity import areas
from leedsequity.errors import InputError


@pytest.mark.parametrize("text", ["E08000035", "Leeds", "leeds", " LEEDS "])
def test_an_area_is_found_by_code_or_name(text):
    assert areas.find(text).code == "E08000035"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bristol", "E06000023"),
        ("King's Lynn & West Norfolk", "E07000146"),
        ("Bournemouth, Christchurch and Poole", "E06000058"),
        ("Bournemouth", "E06000028"),
        ("Herefordshire", "E06000019"),
        ("England", "E92000001"),
    ],
)
def test_names_may_be_given_as_people_write_them(text, code):
    assert areas.find(text).code == code


def test_of_two_areas_with_one_name_the_one_that_still_exists_is_meant():
    assert areas.find("Gateshead").code == "E08000037"
    assert areas.find("E08000020").name == "Gateshead"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Bradfrod", "E08000032 Bradford"),
        ("E08000053", "E0800003"),
        ("Newcastle on Tyne", "Newcastle upon Tyne"),
    ],
)
def test_an_unknown_area_fails_with_near_matches(text, near):
    with pytest.raises(InputError, match=near):
        areas.find(text)


def test_text_like_no_area_fails_without_a_guess():
    with pytest.raises(InputError) as error:
        areas.find("qqqqqqqq")
    assert "did you mean" not in str(error.value)


def test_the_core_cities_are_the_eight_english_ones():
    assert [city.name for city in areas.core_cities()] == [
        "Birmingham",
        "Bristol, City of",
        "Leeds",
        "Liverpool",
        "Manchester",
        "Newcastle upon Tyne",
        "Nottingham",
        "Sheffield",
    ]


def test_successors_follow_the_reorganisations():
    successors = areas.successors()
    assert areas.every()[successors["E07000190"]].name == "Somerset"  # Taunton Deane, 2023
    assert areas.every()[successors["E07000201"]].name == "West Suffolk"  # Forest Heath, 2019
    assert areas.every()[successors["E07000004"]].name == "Buckinghamshire"  # Aylesbury Vale, 2020
    assert "E08000035" not in successors


def test_every_successor_is_a_known_area_that_has_none_itself():
    known, successors = areas.every(), areas.successors()
    assert set(successors.values()) <= known.keys() - successors.keys()


def test_an_area_is_held_under_its_own_code_and_those_it_consists_of():
    assert areas.parts("E08000035") == {"E08000035"}
    # Suffolk's West: Forest Heath and St Edmundsbury, merged in 2019.
    assert areas.parts("E07000245") == {"E07000245", "E07000201", "E07000204"}
    assert {"E07000004", "E07000005", "E07000006", "E07000007", "E06000060"} <= areas.parts(
        "E06000060"
    )
    assert {"E10000012", "E07000066"} <= areas.parts(
        "E10000012"
    )  # Essex and Basildon, a district of it
    assert "E08000035" in areas.parts("E12000003")


def test_regions_are_the_nine_of_england():
    regions = {area.region for area in areas.every().values() if area.region}
    assert len(regions) == 9
    assert areas.find("Leeds").region == "Yorkshire and The Humber"


def test_search_lists_by_part_of_a_name_or_code():
    assert {"Leeds"} == {area.name for area in areas.search("leed")}
    assert {area.name for area in areas.search("yorks")} >= {
        "North Yorkshire",
        "East Riding of Yorkshire",
    }
    assert [area.name for area in areas.search("e08000035")] == ["Leeds"]
