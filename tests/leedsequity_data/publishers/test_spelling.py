"""Periods, ages, sexes and numbers as publishers spell them, and what is no such word."""

import re

import pandas as pd
import pytest

from leedsequity.errors import InputError
from leedsequity_data.publishers import spelling


@pytest.mark.parametrize("published", ["2014 - 16", "2014-2016", "2014 to 2016", "2014-16"])
def test_every_publishers_period_is_spelled_one_way(published: str) -> None:
    assert spelling.period(pd.Series([published])).tolist() == ["2014-16"]


def test_words_that_are_not_understood_are_listed() -> None:
    with pytest.raises(InputError, match="1 value of period not understood: 'last year'"):
        spelling.period(pd.Series(["2014-16", "last year"]))
    with pytest.raises(InputError, match="1 value of age band not understood: '17-20'"):
        spelling.age_start(pd.Series(["<1", "01 to 04", "90+", "17-20"]))
    with pytest.raises(InputError, match=r"1 value not a number: 'c'"):
        spelling.number(pd.Series(["1", "..", "c"]), missing="..")


_NO_NUMBER = (
    "inf",
    "-inf",
    "nan",
    "NaN",
    "",
    "1e999",
    "1,234",
    "1_000",
    "0x10",
    " 12",
    "12 ",
    "+1",
    "٣",
    "1.",
    "9" * 20,
    "True",
    "1e3e",
    "12%",
    "£1",
    "1 000",
    "½",
    "--1",
)


@pytest.mark.parametrize(
    "word", [*_NO_NUMBER, "12.5", "1e19", "1e3", "-0", "007", "12.0000001", "9007199254740993", "-"]
)
def test_nothing_but_a_whole_number_is_read_as_one(word: str) -> None:
    cells = pd.DataFrame({"Deaths": ["1", word]}, index=[7, 8])
    cells.attrs["source"] = "deaths.xlsx, sheet '1'"
    line = re.escape(
        f"deaths.xlsx, sheet '1': column 'Deaths': 1 value not a whole number: {word!r} (row 8)"
    )
    with pytest.raises(InputError, match=rf"^{line}\Z"):
        spelling.whole(cells["Deaths"])
    with pytest.raises(InputError, match=rf"^{line}\Z"):
        spelling.read_columns(cells, {"deaths": "Deaths"})


@pytest.mark.parametrize("word", _NO_NUMBER)
def test_nothing_but_a_number_is_read_as_one(word: str) -> None:
    with pytest.raises(InputError, match=re.escape(f"1 value not a number: {word!r} (row 0)")):
        spelling.number(pd.Series([word]))


@pytest.mark.parametrize("value", ["1e19", "1e99", "-1.5e15"])
def test_a_text_is_no_larger_a_number_than_a_workbook_may_have(value: str) -> None:
    with pytest.raises(
        InputError, match=re.escape(f"1 value not a number below 10^15: {value!r} (row 1)")
    ):
        spelling.number(pd.Series(["1e14", value, ".."]), missing="..")


@pytest.mark.parametrize("value", [12.5, float("nan"), float("inf"), 1e19, 2.0**60])
def test_a_number_that_is_not_whole_is_not_made_whole(value: float) -> None:
    with pytest.raises(InputError, match=r"1 value not a (whole )?number: .* \(row 1\)"):
        spelling.whole(pd.Series([1.0, value]))


def test_whole_numbers_are_read_as_text_and_workbook_have_them() -> None:
    words = ["0", "12", "12.0", "-3", "123456789012345"]
    assert spelling.whole(pd.Series(words)).tolist() == [0, 12, 12, -3, 123456789012345]
    assert spelling.whole(pd.Series([12.0, -3.0])).tolist() == [12, -3]


@pytest.mark.parametrize("word", ["85+", "0-4", "5", "5-10", "5-100", "0-14", "90", "90-94", "٥-٩"])
def test_an_age_band_that_only_starts_like_one_of_the_20_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="age band not understood"):
        spelling.age_start(pd.Series([word]))


@pytest.mark.parametrize(
    "word", ["2014-1916", "2014-2116", "2014-15", "2016-14", "2014", "2014.7-16", "٢٠١٤-16"]
)
def test_a_period_of_other_than_three_or_five_years_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="period not understood"):
        spelling.period(pd.Series([word]))


@pytest.mark.parametrize(
    "word", ["2014.7", "2014/16", "201416", "20141", "2014/2015", "2014 ", "٢٠١٤", "2_014", ""]
)
def test_a_year_that_is_cut_short_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="1 value not a year"):
        spelling.school_year(pd.Series([word]))
    assert spelling.school_year(
        pd.Series(["2014", "201415", "2014/15", "1999/00", "2014-09-01/P1Y"])
    ).tolist() == [
        2014,
        2014,
        2014,
        1999,
        2014,
    ]


def test_numbers_keep_every_digit_the_publisher_printed() -> None:
    published = ["75.9007104625277", "1.133868862", "8.41448395", "0.1", "9"]
    numbers = spelling.number(pd.Series(published))
    assert [repr(float(number)) for number in numbers] == [*published[:-1], "9.0"]
