"""What publishers' files say of themselves; columns wherever an edition has them."""

import os
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from leedsequity.errors import InputError
from leedsequity_data.publishers import editions, indicators_living, living_standards

QUARTERS = 31
Rows = list[list[object]]


def workbook(path: Path, sheets: dict[str, Rows]) -> Path:
    """Write a workbook in a publisher's layout; its figures are made up."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def homeless(title: str = "31 December 2022") -> Rows:
    """Made up, in the layout of the publisher's table TA1."""
    words = (
        "Table TA1 - Number of households by type of temporary accommodation provided\nEngland, "
    )
    return [
        [words + title],
        [
            *[""] * 4,
            "Total number of households in TA1,2,3",
            "Number of households in area4 (000s)",
            "Total number of households in TA per (000s)",
            "Total number of households in TA with children",
            "Total number of children in TA",
            "",
            "Bed and breakfast hotels (including shared annexes)",
            "",
            "",
            "",
            "Nightly paid, privately managed accommodation, self-contained",
            "",
        ],
        [
            *[""] * 10,
            "Total number of households",
            "Total with children",
            "Total with children and resident more than 6 weeks",
            "Total with children and resident more than 6 weeks and pending review",
            "Total number of households",
            "Total with children and resident more than 6 weeks",
        ],
        ["E08000035", "Leeds", "", "", 110, 350.5, 0.31, 55, 120, "", 40, 9, 6, 1, 30, 77],
        ["E08000032", "Bradford", "", "", 90, 210.25, 0.43, "..", 70, "", 20, 5, 2, 0, 10, 88],
    ]


def read(path: Path) -> dict[str, float]:
    """Return what is read of Leeds, by series."""
    facts = pd.concat(indicators_living._temporary_accommodation(path))
    leeds = facts[facts["area_code"] == "E08000035"]
    assert set(leeds["period"]) == {"2022-12-31"}
    return dict(zip(leeds["series"], leeds["value"], strict=True))


LEEDS = {
    "temporary_accommodation": 110,
    "temporary_accommodation_rate": 0.31,
    "temporary_accommodation_children": 55,
    "bed_and_breakfast": 40,
    "bed_and_breakfast_children_over_six_weeks": 6,
}


def moved(rows: Rows) -> Rows:
    """Put the column of all households last, so that every other stands one place further left."""
    wide = max(map(len, rows))
    rows = [[*row, *[""] * (wide - len(row))] for row in rows]
    return [rows[0], *([*row[:4], *row[5:], row[4]] for row in rows[1:])]


@pytest.mark.parametrize(
    "sheets",
    [
        {"TA1": homeless()},
        {"TA1_": homeless("31st December 2022")},
        {"TA1 - Oct-Dec 22": homeless("October to December 2022")},
        {"TA2": [["another"]], "TA1": homeless(), "A1": [["first once"]]},
        {"TA1": [homeless()[0], ["", "", "", "", "Grand Total"], [], *homeless()[1:]]},
        {"TA1": moved(homeless())},
    ],
    ids=["TA1", "TA1_", "with its quarter", "other order", "extra header rows", "moved column"],
)
def test_a_quarter_is_read_wherever_an_edition_has_it(
    tmp_path: Path, sheets: dict[str, Rows]
) -> None:
    path = workbook(tmp_path / "Detailed_LA_202212.xlsx", sheets)
    assert editions.stated(path) == {"period": "31 December 2022"}
    assert read(path) == LEEDS


def renamed(old: str, new: str) -> Rows:
    return [[new if cell == old else cell for cell in row] for row in homeless()]


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ({"T1": homeless()}, "no sheet 'TA1*'; its sheets are T1"),
        (
            {"TA1": renamed("Number of households in area4 (000s)", "Households, millions")},
            "sheet 'TA1*': no column for thousand households, expected 'Number of households in"
            " area.*'Households, millions'.*add the new name to editions.yaml",
        ),
        ({"TA1": homeless("at some time")}, "sheet 'TA1*': does not state its period"),
        (
            {"TA1": [*homeless()[:3], ["Leeds", "E0800003", *homeless()[3][2:]]]},
            "sheet 'TA1*': no codes of ONS",
        ),
    ],
)
def test_a_quarter_laid_out_anew_is_refused_in_one_line(
    tmp_path: Path, sheets: dict[str, Rows], message: str
) -> None:
    path = workbook(tmp_path / "Detailed_LA_202212.xlsx", sheets)
    words = re.escape(message).replace(r"\.\*", ".*") if ".*" in message else re.escape(message)
    with pytest.raises(InputError, match=rf"^Detailed_LA_202212\.xlsx[:,] [^\n]*{words}"):
        read(path)


def test_a_file_that_states_another_date_than_its_record_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "Detailed_LA_202212.xlsx", {"TA1": homeless("31 December 2021")})
    found = editions.stated(path)
    editions.require(path, {"period": "31 December 2021"}, found)
    with pytest.raises(InputError, match="states 31 December 2021, expected 31 December 2022: put"):
        editions.require(path, {"period": "31 December 2022"}, found)


def fuel(percents: list[float], title: str = "2022", code: str = "E01000001") -> dict[str, Rows]:
    """Made up: 59 of 710 households, 8.30985915...%, and 1 of 3."""
    head = ["Number of households", "Number of households in fuel poverty"]
    share = "Proportion of households fuel poor (%)"
    rows = [[710, 59, percents[0]], [3, 1, percents[1]]]
    areas, codes = ("E08000035", "E08000032"), (code, "E01000002")
    return {
        "Table 2": [
            [f"Table 2: Fuel poor households by administrative area, {title}"],
            ["Area Codes", "Area names", *head, share],
            *([area, "a", *row] for area, row in zip(areas, rows, strict=True)),
        ],
        "Table 3": [
            [f"Table 3: Fuel Poverty by LSOA, {title}"],
            ["LSOA Code", "LSOA Name", *head, share],
            *([lsoa, "a", *row] for lsoa, row in zip(codes, rows, strict=True)),
        ],
    }


@pytest.mark.parametrize(
    "percents",
    [[8.3, 33.3], [8.309, 33.333], [8.31, 33.33], [8.30985915492958, 33.33333333333333], [8, 33]],
    ids=["one decimal", "three, cut off", "two, rounded", "all", "none"],
)
def test_percentages_are_checked_to_the_decimals_printed(
    tmp_path: Path, percents: list[float]
) -> None:
    path = workbook(tmp_path / "fuel_poverty_2024.xlsx", fuel(percents))
    assert living_standards.fuel_poverty(path)["fuel_poor"].tolist() == [59, 1]
    wrong = [percents[0] + 1.01 * 10 ** -len(f"{percents[0]}".partition(".")[2][:9]), percents[1]]
    other = workbook(tmp_path / "fuel_poverty_2025.xlsx", fuel(wrong))
    with pytest.raises(InputError, match="column 'percent': 1 value not what their counts give"):
        living_standards.fuel_poverty(other)


def test_of_which_census_the_areas_are_is_read_from_their_codes(tmp_path: Path) -> None:
    # E01033768 is the last code of England's LSOAs of 2011: 2021 added those after it.
    for code, census in (("E01033768", "2011"), ("E01033769", "2021")):
        path = workbook(tmp_path / f"fuel_poverty_{census}.xlsx", fuel([8.3, 33.3], code=code))
        assert editions.stated(path) == {"period": "2022", "boundaries": census}


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("2022", date(2022, 12, 31)),
        ("2021/22", date(2022, 3, 31)),
        ("2021-22", date(2022, 3, 31)),
        ("2020-22", date(2022, 12, 31)),
        ("1999-01", date(2001, 12, 31)),
        ("2009-13", date(2013, 12, 31)),
        ("2001-03 to 2016-18", date(2018, 12, 31)),
        ("FYE 2015 to 2021", date(2021, 3, 31)),
        ("mid 2015", date(2015, 6, 30)),
        ("Mid-2011 to Mid-2022", date(2022, 6, 30)),
        ("31 December 2022", date(2022, 12, 31)),
        ("2017-SEP to 2018-JUN", date(2018, 6, 30)),
        ("April 2014 - March 2015", date(2015, 3, 31)),
        ("ladcode20", None),
    ],
)
def test_the_last_day_of_a_period(words: str, last: date | None) -> None:
    assert editions.ends(words) == last


def test_years_that_a_wide_table_has_no_columns_for_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "fuel_poverty_2025.xlsx", fuel([8.3, 33.3], "2023"))
    with pytest.raises(InputError, match=r"has 2023, and .*lsoa21\.yaml has columns to 2022: .*"):
        living_standards.clean_fuel_poverty_lsoa21(path)


def test_every_quarter_held_states_the_month_in_its_name(upstream: Path) -> None:
    files = [
        *sorted((upstream / "homelessness").iterdir()),
        upstream / "indicators" / "statutory_homelessness_2022q4.ods",
    ]
    assert len(files) == QUARTERS
    for file in files if os.environ.get("LONG") else [files[0], files[5], files[-1]]:
        named = re.search(r"20\d{4}", file.name)
        month = named[0] if named else "202212"
        assert editions.ends(editions.period(file)) == (
            pd.Period(f"{month[:4]}-{month[4:]}", "M").end_time.date()
        )


# The publisher's own counts for England, and the year in the name of each workbook's title.
FUEL = {
    2021: (2019, 23661751),
    2022: (2020, 23868877),
    2023: (2021, 24070861),
    2024: (2022, 24327942),
}


@pytest.mark.parametrize("edition", FUEL)
def test_every_edition_of_fuel_poverty_is_read(upstream: Path, edition: int) -> None:
    path = upstream / "indicators" / f"fuel_poverty_{edition}_tables.xlsx"
    year, households = FUEL[edition]
    facts = indicators_living._fuel_poverty(path).set_index("area_code")
    assert editions.year(path) == year
    assert facts.loc["E92000001", "denominator"] == households


def test_a_file_of_no_kind_says_nothing(tmp_path: Path) -> None:
    assert editions.stated(tmp_path / "of_no_kind.csv") == {}
