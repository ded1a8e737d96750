"""Numbers, names and periods in words."""

import pandas as pd
import pytest

from leedsequity import wording
from leedsequity.errors import InputError


def test_a_rounded_number_has_no_sign_of_nothing():
    assert wording.number(-0.04, 1) == "0.0"
    assert wording.signed(-0.04, 1) == "0.0"
    assert wording.signed(0.06, 1) == "+0.1"
    assert wording.signed(-1234.5, 0) == "-1,234"


def test_an_estimate_with_half_an_interval_has_none():
    row = {"value": 2.0, "lower": 1.0, "upper": float("nan"), "last": 3.0, "last_upper": 4.0}
    assert wording.limits(row) == "2.0"
    assert wording.limits(row | {"upper": 2.96}) == "2.0 (1.0 to 3.0)"
    assert wording.limits(row | {"last_lower": 2.0}, "last") == "3.0 (2.0 to 4.0)"


def test_an_interval_in_words_and_where_there_is_none_a_refusal():
    row = {"value": 12.7, "lower": 11.2, "upper": 13.96, "last_lower": 0.1, "last_upper": 0.9}
    assert wording.between(row) == "between 11 and 14"
    assert wording.between(row, "last", 1, "%") == "between 0.1% and 0.9%"
    with pytest.raises(InputError, match="missing"):
        wording.between({"value": 12.7, "lower": 11.2, "upper": None})


@pytest.mark.parametrize(
    ("change", "decimals", "unit", "text"),
    [
        (3.14, 1, "points", "rose by 3.1 points"),
        (-8.4, 0, "%", "fell by 8%"),
        (-1.2, 0, "points", "fell by 1 point"),
        (1.0, 1, "years", "rose by 1.0 years"),
        (-0.04, 1, "years", "did not change"),
    ],
)
def test_a_change_is_told_without_a_sign_and_as_rounded(change, decimals, unit, text):
    assert wording.moved(change, decimals, unit) == text


@pytest.mark.parametrize(
    ("per_cent", "text"),
    [
        (25, "a quarter"),
        (24.5, "a quarter"),
        (24.4, "nearly a quarter"),
        (17.8, "more than one in six"),  # a sixth is 16.7
        (38.6, "nearly four in ten"),
        (43, "43%"),
        (66.4, "two thirds"),
        (100, "100%"),
        (1.4, "1%"),  # half a point off, but by much of itself
        (2.1, "one in fifty"),
        (0, "0%"),
        (91.5, "more than nine in ten"),
    ],
)
def test_a_percentage_as_people_say_it(per_cent, text):
    assert wording.fraction(per_cent) == text


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
        (21, "21st"), (102, "102nd"), (111, "111th"), (292.0, "292nd"), (1003, "1,003rd"),
    ],
)  # fmt: skip
def test_a_place_in_a_ranking(place, text):
    assert wording.ordinal(place) == text


def test_things_are_counted_and_words_joined():
    assert wording.counted(1, "ward") == "1 ward"
    assert wording.counted(0, "ward") == "0 wards"
    assert wording.counted(2, "county", "counties") == "2 counties"
    assert wording.counted(1024, "person", "people") == "1,024 people"
    assert wording.joined(["Leeds", "Hull", "York"]) == "Leeds, Hull and York"
    assert wording.joined(pd.Series(["Leeds", "Hull"])) == "Leeds and Hull"
    assert wording.joined(["Leeds"]) == "Leeds"
    assert wording.joined([]) == ""


@pytest.mark.parametrize(
    ("name", "text", "owner"),
    [
        ("Leeds", "Leeds", "Leeds's"),
        ("Hackney", "Hackney", "Hackney's"),
        ("Isles of Scilly", "the Isles of Scilly", "the Isles of Scilly's"),
        ("North East", "the North East", "the North East's"),
        ("North East Lincolnshire", "North East Lincolnshire", "North East Lincolnshire's"),
        ("West Midlands", "the West Midlands", "the West Midlands's"),
        ("City of London", "the City of London", "the City of London's"),
        ("Bristol, City of", "Bristol", "Bristol's"),
        ("Herefordshire, County of", "Herefordshire", "Herefordshire's"),
        ("the other core cities", "the other core cities", "the other core cities'"),
    ],
)
def test_a_place_in_a_sentence(name, text, owner):
    assert wording.place(name) == text
    assert wording.possessive(wording.place(name)) == owner


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("2022-24", "2022 to 2024"),
        ("2014-2016", "2014 to 2016"),
        ("2022-12-31", "31 December 2022"),
        ("2024/25", "2024/25"),
        (2023, "2023"),
        ("mid-2022", "mid-2022"),
    ],
)
def test_a_period_as_it_is_said(given, text):
    assert wording.period(given) == text


@pytest.mark.parametrize("say", [wording.number, wording.fraction, wording.ordinal, wording.moved])
def test_what_is_missing_is_refused(say):
    with pytest.raises(InputError, match="a number is missing"):
        say(float("nan"))
