"""Files in publishers' layouts, all synthetic and made here: what is read, and what is refused."""

import zipfile
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from leedsequity.errors import InputError
from leedsequity_data.publishers import files_waited_for

BANDS = ["under 1", "01 to 04", *(f"{a:02d} to {a + 4:02d}" for a in range(5, 85, 5)), "over 85"]


def book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with Workbook(path) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def deaths(path: Path, **changes: object) -> Path:
    """Ages of a neighbourhood have 1, 2, 3 … deaths; women's are ten more."""
    sheets: dict[str, list[list[object]]] = {"Cover": [["SYNTHETIC"]]}
    for number, (sex, more) in enumerate({"Males": 0, "Females": 10}.items(), 1):
        names = ["LSOA Code", "LSOA name", "Mid-year", *(f"{sex} {band}" for band in BANDS)]
        header = [changes.get(name, name) for name in names]
        counts = [changes.get("count", 1) if at == 0 else at + 1 + more for at in range(19)]
        rows = [["E01000001", "A", 2020, *counts], ["W01000001", "B", 2020, *[9] * 19]]
        sheets[str(number)] = [["SYNTHETIC"], [], [], header, *rows, []]
    return book(path, sheets)


def test_deaths_are_read_by_sex_and_age_from_a_workbook_or_a_zip(tmp_path):
    file = deaths(tmp_path / "synthetic.xlsx")
    with zipfile.ZipFile(tmp_path / "synthetic.zip", "w") as archive:
        archive.write(file, "deaths.xlsx")
    for path in (file, tmp_path / "synthetic.zip"):
        name, table = files_waited_for.read(path)
        assert name == "deaths_lsoa11"
        assert set(table["lsoa11_code"]) == {"E01000001"}  # England's alone
        rows = table.set_index(["sex", "age_start"])["deaths"]
        assert [rows["male", age] for age in (0, 1, 5, 85)] == [1, 2, 3, 19]
        assert [rows["female", age] for age in (1, 85)] == [12, 29]
        assert set(table["year"]) == {2020}


def test_people_of_single_ages_are_put_into_bands(tmp_path):
    header = ["LAD 2023 Code", "LSOA 2021 Code", "Total"]
    header += [f"{sex}{age}" for sex in "FM" for age in range(91)]
    row = ["E06000001", "E01000001", 999, *[1] * 91, *[2] * 91]
    rows: list[list[object]] = [["SYNTHETIC"], [], [], [*header], row]
    file = book(tmp_path / "synthetic.xlsx", {"Mid-2021 LSOA 2021": rows})
    name, table = files_waited_for.read(file)
    people = table.set_index(["sex", "age_start"])["people"]
    assert (name, set(table["year"])) == ("people_lsoa21", {2021})
    assert [people["female", age] for age in (0, 1, 5, 80, 85)] == [1, 4, 5, 5, 6]
    assert people["male"].sum() == 2 * 91


def test_patients_of_practices_are_added_up(tmp_path):
    file = tmp_path / "synthetic.csv"
    header = "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS"
    rows = [
        "SYNTHETIC,01OCT2022,B1,ONE,E01000001,ALL,30",
        "SYNTHETIC,01OCT2022,B2,TWO,E01000001,ALL,12",
        "SYNTHETIC,01OCT2022,B2,TWO,NO2011,ALL,5",
    ]
    file.write_text("\n".join([header, *rows]) + "\n")
    name, table = files_waited_for.read(file)
    assert name == "patients_lsoa"
    assert table.to_numpy().tolist() == [["E01000001", "01OCT2022", 42.0]]
    (tmp_path / "men.csv").write_text(f"{header}\n{rows[0].replace('ALL', 'MALE')}\n")
    with pytest.raises(InputError, match="column 'SEX' is nowhere 'ALL'"):
        files_waited_for.read(tmp_path / "men.csv")


def fingertips(path: Path, indicator: str = "93283") -> Path:
    header = "Indicator ID,Area Code,Sex,Age,Time period,Value,Lower CI 95.0 limit,"
    header += "Upper CI 95.0 limit"
    rows = [
        f"{indicator},E02000001,Male,All ages,2016 - 20,80.5,79,82",
        f"{indicator},E02000001,Persons,All ages,2016 - 20,81,80,82",
        f"{indicator},E92000001,Male,All ages,2016 - 20,79,78.9,79.1",
    ]
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def test_life_expectancy_of_msoas_is_of_one_sex_and_of_msoas(tmp_path):
    name, table = files_waited_for.read(fingertips(tmp_path / "synthetic.csv"))
    assert name == "life_expectancy_msoa"
    assert table.to_numpy().tolist() == [["E02000001", "male", "2016-20", 80.5, 79.0, 82.0]]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"Males 01 to 04": "Males 1-4"}, "sheet '1': column 'males 01 to 04' must be there once"),
        ({"Females under 1": "Women under 1"}, "0 sheets have a column 'females under 1'"),
        ({"count": "many"}, "sheet '1': column 'males under 1', row 5: 'many' is no count"),
        ({"count": -1}, "is no count"),
        ({"Mid-year": "Year"}, "no claim waits for a file like it. Known are: ONS, deaths"),
    ],
)
def test_what_breaks_a_layout_is_a_line_with_file_sheet_and_column(tmp_path, changes, message):
    with pytest.raises(InputError) as raised:
        files_waited_for.read(deaths(tmp_path / "synthetic.xlsx", **changes))
    assert message in str(raised.value)
    assert str(raised.value).startswith("synthetic.xlsx")


def test_another_indicator_or_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="has no 93283"):
        files_waited_for.read(fingertips(tmp_path / "synthetic.csv", "90366"))
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match=r"other\.csv: no claim waits"):
        files_waited_for.read(tmp_path / "other.csv")
    (tmp_path / "page.xlsx").write_text("<html>")
    with pytest.raises(InputError, match=r"page\.xlsx"):
        files_waited_for.read(tmp_path / "page.xlsx")
