"""Tables as CSV, as HTML and as text: numbers for people, and no text that anything runs."""

import io

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from leedsequity import tables

PLACES = pd.DataFrame(
    {
        "area": ["Leeds", "<b>a</b>"],
        "first_year": [2001, 2011],
        "life_expectancy": [78.04, np.nan],
        "people": [1234567, 8],
        "met": [True, False],
    }
)


def parsed(*arguments, **options):
    return BeautifulSoup(tables.shown(*arguments, **options)[0], "html.parser")


def texts(cells):
    return [cell.text for cell in cells]


def test_a_table_for_people_has_caption_headings_with_units_and_named_rows():
    page = parsed(PLACES, "Places, 2001", headings={"people": "People counted", "other": "none"})
    assert page.caption.text == "Places, 2001"
    heads = page.thead.find_all("th", scope="col")
    assert texts(heads) == [
        "area",
        "first year",
        "life expectancy (years)",
        "People counted",
        "met",
    ]
    rows = [texts(row.find_all(["th", "td"])) for row in page.tbody.find_all("tr")]
    assert rows == [
        ["Leeds", "2001", "78.0", "1,234,567", "yes"],
        ["<b>a</b>", "2011", "[x]", "8", "no"],
    ]
    assert texts(page.tbody.find_all("th", scope="row")) == ["Leeds", "<b>a</b>"]
    assert [cell["style"] for cell in heads] == [
        f"text-align: {side}" for side in ("left", "right", "right", "right", "left")
    ]


def test_what_is_missing_is_explained_only_where_it_is_and_the_note_stands_beneath():
    page = parsed(PLACES, "Places", note="Made up.")
    assert texts(page.find_all("p")) == [
        "[x] means that there is no value: not published, not held here, or not to be computed.",
        "Made up.",
    ]
    assert parsed(PLACES.head(1), "Places").p is None


@pytest.mark.parametrize(
    ("first", "named"),
    [
        (["a", "b"], True),
        (["a", "a"], False),
        (["a", None], False),
        ([1, 2], False),
    ],
)
def test_the_first_column_names_rows_where_it_is_text_that_tells_them_from_each_other(first, named):
    page = parsed(pd.DataFrame({"first": first, "value": [1, 2]}), "Places")
    assert bool(page.tbody.find_all("th")) == named


def test_a_year_names_its_row():
    page = parsed(pd.DataFrame({"year": [2001.0, 2002.0], "value": [1, 2]}), "Places")
    assert texts(page.tbody.find_all("th")) == ["2001", "2002"]


def test_numbers_are_rounded_without_a_negative_zero_and_whole_ones_may_be_missing():
    frame = pd.DataFrame({"x": [-0.001, 0.125], "n": pd.array([-1, None], dtype="Int64")})
    assert texts(parsed(frame, "x", 2).find_all("td")) == ["0.00", "-1", "0.12", "[x]"]


def test_large_numbers_have_no_decimals():
    frame = pd.DataFrame({"x": [999.94, 1000.4, -1500000.0]})
    assert texts(parsed(frame, "x").find_all("td")) == ["999.9", "1,000", "-1,500,000"]


def test_no_text_is_taken_for_markup_or_a_formula():
    text = r"=1+1 & <script>x</script> $5 and $6 \\(x\\) \x1b[31m"
    page = parsed(pd.DataFrame({text: [text]}), text, note=text)
    assert page.script is None
    assert all(cell.text.startswith("'=1+1 & <script>") for cell in page.find_all("th"))
    # Notebooks look for formulas in text, but not across elements.
    assert set(texts(page.caption.find_all("span"))) == {"$", "\\"}
    assert not {"$", "\\"} & set(
        "".join(page.caption.strong.find_all(string=True, recursive=False))
    )


def test_as_text_a_table_has_caption_columns_and_notes():
    _, text = tables.shown(PLACES[["area", "people", "life_expectancy"]], "Places")
    assert text.splitlines() == [
        "Places",
        "",
        "    area    people life expectancy (years)",
        "   Leeds 1,234,567                    78.0",
        "<b>a</b>         8                     [x]",
        "",
        "[x] means that there is no value: not published, not held here, or not to be computed.",
    ]


def test_a_table_without_rows_says_so_and_has_its_headings():
    html, text = tables.shown(PLACES[["area", "people"]].iloc[:0], "Places")
    assert text.splitlines() == ["Places", "", "area  people", "", "The table has no rows."]
    assert "<p>The table has no rows.</p>" in html
    assert html.count('<th scope="col"') == 2


def test_what_is_infinite_is_no_number_and_yes_or_no_are_words_in_every_column():
    frame = pd.DataFrame(
        {
            "ratio": [np.inf, -np.inf],
            "known": pd.array([True, None], dtype="boolean"),
            "mixed": pd.Series([np.bool_(False), 2], dtype=object),
        }
    )
    _, text = tables.shown(frame, "Odd")
    assert [line.split() for line in text.splitlines()[3:5]] == [
        ["[x]", "yes", "no"],
        ["[x]", "[x]", "2"],
    ]


@pytest.mark.parametrize("name", ["", None])
def test_a_name_that_is_lacking_heads_no_row(name):
    html, _ = tables.shown(pd.DataFrame({"area": ["Leeds", name], "people": [1, 2]}), "Places")
    assert 'scope="row"' not in html


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\n=1", "\uff1d1+1", "=", "-x"]
)
def test_a_text_that_a_spreadsheet_takes_for_a_formula_is_written_as_text(text):
    frame = pd.DataFrame(
        {"place": [text, "Leeds"], "kind": pd.Categorical([text, text]), text: [1, 2]}
    )
    read = pd.read_csv(io.BytesIO(tables.csv(frame)))
    written = text if len(text) == 1 else f"'{text}"  # a sign alone is no formula
    assert read["place"].tolist() == [written, "Leeds"]
    assert read["kind"].tolist() == [written, written]
    assert read.columns[2] == written


def test_a_carriage_return_begins_no_row():
    written = tables.csv(pd.DataFrame({"x": ["a\r=1", "b\r\nc", "\r=2"]}))
    assert written == b'x\n"a\n=1"\n"b\nc"\n"\'\n=2"\n'


def test_numbers_and_what_is_missing_are_never_taken_for_formulas():
    frame = pd.DataFrame(
        {"value": [-1.5, np.nan], "limit": ["-3", "+2.5"], "none": [None, "-inf"], "n": [-1, -2]}
    )
    written = tables.csv(frame)
    assert written == b"value,limit,none,n\n-1.5,-3,,-1\n,+2.5,-inf,-2\n"
