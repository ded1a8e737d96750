"""What is wrong with the content of a raw table is a line with column, rule, rows and values."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from leedsequity import raw
from leedsequity.errors import InputError

DECILE = "life_expectancy_la_decile"
PUBLISHED = "published_life_expectancy"


def reseal(folder: Path, name: str) -> None:
    found = hashlib.sha256((folder / f"{name}.csv").read_bytes()).hexdigest()
    record = folder / f"{name}.yaml"
    record.write_text(
        re.sub(r"(?m)^sha256: .*\Z", f"sha256: {found}\n", record.read_text().rstrip())
    )


def spoil(folder: Path, name: str, change: Callable[[list[list[str]]], object]) -> str:
    """Change cells of a table (row 0 is the header), seal it, and return what loading it says."""
    file = folder / f"{name}.csv"
    cells = [line.split(",") for line in file.read_text().splitlines()]
    change(cells)
    file.write_text("".join(",".join(row) + "\n" for row in cells))
    reseal(folder, name)
    with pytest.raises(InputError) as error:
        raw.load(name)
    return str(error.value)


def put(row: int, column: str, value: str) -> Callable[[list[list[str]]], None]:
    """Put a value in a row as counted in the csv, where the header is row 1."""

    def change(cells: list[list[str]]) -> None:
        cells[row - 1][cells[0].index(column)] = value

    return change


def drop(column: str) -> Callable[[list[list[str]]], None]:
    def change(cells: list[list[str]]) -> None:
        place = cells[0].index(column)
        for row in cells:
            del row[place]

    return change


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        (DECILE, put(17, "decile", "11"), "column decile: 1 value outside 1-10 (row 17: 11)"),
        (
            DECILE,
            put(5, "population", "-12"),
            (
                "column population: 1 value outside 1-60,000,000, no more than England has people"
                " (row 5: -12)"
            ),
        ),
        (DECILE, put(9, "deaths", "007"), "column deaths: 1 value not a whole number (row 9: 007)"),
        (DECILE, put(9, "deaths", "-0"), "column deaths: 1 value not a whole number (row 9: -0)"),
        (DECILE, put(9, "deaths", "٣"), "column deaths: 1 value not a whole number (row 9: ٣)"),
        (DECILE, put(9, "deaths", "1e3"), "column deaths: 1 value not a whole number (row 9: 1e3)"),
        (
            DECILE,
            put(9, "value", "9" * 20),
            f"column value: 1 value not a number (row 9: {'9' * 20})",
        ),
        (
            DECILE,
            put(3, "area_code", "E0800003٥"),
            "column area_code: 1 value not an area code such as E08000035 (row 3: E0800003٥)",
        ),
        (DECILE, put(9, "deaths", "few"), "column deaths: 1 value not a whole number (row 9: few)"),
        (
            DECILE,
            put(9, "deaths", "9" * 20),
            f"column deaths: 1 value not a whole number (row 9: {'9' * 20})",
        ),
        (DECILE, put(9, "value", "7o.1"), "column value: 1 value not a number (row 9: 7o.1)"),
        (DECILE, put(9, "value", "nan"), "column value: 1 value not a number (row 9: nan)"),
        (DECILE, put(4, "value", ""), "column value: 1 value missing (row 4)"),
        (
            DECILE,
            put(3, "area_code", "Leeds"),
            "column area_code: 1 value not an area code such as E08000035 (row 3: Leeds)",
        ),
        (
            DECILE,
            put(3, "sex", "Male"),
            "column sex: 1 value not one of male, female, persons (row 3: Male)",
        ),
        (
            DECILE,
            put(3, "period", "2014-2016"),
            "column period: 1 value not a period such as 2014-16 (row 3: 2014-2016)",
        ),
        (
            DECILE,
            put(3, "decile", "1"),
            (
                "columns area_code, period, sex, decile: 2 rows repeated "
                "(rows 2, 3: E06000001 2014-16 female 1, E06000001 2014-16 female 1)"
            ),
        ),
        (
            PUBLISHED,
            drop("decile"),
            "column decile: missing; the columns are document, sex, decile, period, value",
        ),
        (
            PUBLISHED,
            put(1, "value", "years"),
            (
                "column value: missing; the columns are document, sex, decile, period, value\n"
                "column years: unexpected; the columns are document, sex, decile, period, value"
            ),
        ),
        (
            PUBLISHED,
            lambda cells: [row.insert(0, row.pop(1)) for row in cells],
            (
                "columns in the order sex, document, decile, period, value; expected document, sex,"
                " decile, period, value"
            ),
        ),
        (
            "life_expectancy_la_limits",
            put(7, "lower", "99"),
            "value outside its lower and upper limits (row 7)",
        ),
        (
            "slope_index_la",
            put(8, "value", ""),
            "value and marker: one of the two must be given, and not both (row 8)",
        ),
    ],
)
def test_each_problem_is_one_line_with_column_rule_rows_and_values(
    root: Path, name: str, change: Callable[[list[list[str]]], None], message: str
) -> None:
    expected = [f"data/raw/{name}.csv: {line}" for line in message.splitlines()]
    assert spoil(root, name, change).splitlines() == expected


def test_several_problems_are_several_lines_and_many_rows_are_cut_short(root: Path) -> None:
    def change(cells: list[list[str]]) -> None:
        for row in range(2, 10):
            put(row, "decile", str(row + 10))(cells)
        put(20, "deaths", "x")(cells)
        put(21, "deaths", "-1")(cells)

    assert spoil(root, DECILE, change).splitlines() == [
        f"data/raw/{DECILE}.csv: column deaths: 1 value not a whole number (row 20: x)",
        (
            f"data/raw/{DECILE}.csv: column decile: 8 values outside 1-10 (rows 2, 3, 4, 5, 6, …:"
            " 12, 13, 14, 15, 16, …)"
        ),
        (
            f"data/raw/{DECILE}.csv: column deaths: 1 value outside 0-60,000,000, no more than"
            " England has people (row 21: -1)"
        ),
    ]


def test_a_row_with_too_many_cells_is_refused(root: Path) -> None:
    message = spoil(root, PUBLISHED, lambda cells: [row.append("x") for row in cells[1:]])
    assert (
        message
        == f"data/raw/{PUBLISHED}.csv: cannot be read as a csv: its rows have more cells than its"
        " header"
    )
