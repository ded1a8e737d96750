"""The data dictionary says what the records say, and is current."""

import dataclasses
import re
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from leedsequity import raw
from leedsequity.raw.records import ColumnRecord
from leedsequity_data.dictionary import pages

FOLDER = Path(__file__).parents[2] / "docs" / "data"


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages(raw.records())


def tables(page: str) -> list[list[list[str]]]:
    """Return the tables of a page as a reader sees them: rows of cells, marks of Markdown gone."""
    found: list[list[list[str]]] = []
    tokens = MarkdownIt().enable("table").parse(page)
    for before, token in pairwise(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and before.type in ("th_open", "td_open"):
            found[-1][-1].append("".join(part.content for part in token.children or []))
    return found


def test_the_pages_in_docs_are_those_that_the_records_give(made: dict[str, str]) -> None:
    standing = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")}
    stale = sorted(
        name for name in made.keys() | standing.keys() if made.get(name) != standing.get(name)
    )
    assert stale == [], "docs/data is out of date: run `leedsequity raw dictionary`"


def test_the_index_leads_to_every_table_and_says_what_its_record_says(made: dict[str, str]) -> None:
    (index,) = tables(made["index.md"])
    said = [[r.name, f"{r.rows:,}", r.description, r.publisher, r.licence] for r in raw.records()]
    assert index[1:] == said
    assert set(re.findall(r"\]\((\w+\.md)\)", made["index.md"])) == made.keys() - {"index.md"}


@pytest.mark.parametrize("record", raw.records(), ids=lambda record: record.name)
def test_a_page_holds_the_columns_and_cautions_and_files_of_its_record(
    made: dict[str, str], record
) -> None:
    page = made[f"{record.name}.md"]
    (columns,) = tables(page)
    assert [row[:3] for row in columns[1:]] == [
        [name, "; ".join([c.description, *map(" ".join, c.means.items())]), c.unit]
        for name, c in record.columns.items()
    ]
    assert bool(record.counts) == ("`raw.long` makes the table long" in page)
    assert {len(row) for row in columns} == {5}
    shown = re.sub(r"\\(.)", r"\1", page)
    for note in record.notes:
        assert f"\n* {' '.join(note.split())}\n" in shown
    for file in record.upstream:
        line = rf"`{re.escape(file.file)}`, {file.bytes:,} bytes, .*\n  SHA-256 `{file.sha256}`"
        assert re.search(line, page)
        assert file.url is None or f"(<{file.url}>)" in page


def test_types_and_permitted_values_are_those_of_the_record(made: dict[str, str]) -> None:
    (columns,) = tables(made["life_expectancy_la_decile.md"])
    said = {name: (type_, permitted) for name, _, _, type_, permitted in columns[1:]}
    assert said["decile"] == ("whole number", "1-10")
    assert said["sex"] == ("text", "one of male, female, persons")
    assert said["area_code"] == ("text", "an area code such as E08000035")
    assert said["se"] == ("number", "above 0, up to 25 years")
    assert tables(made["boundaries_lsoa11.md"])[0][-1][3] == "outline"
    (gone,) = (row[3:] for row in tables(made["slope_index_la.md"])[0] if row[0] == "marker")
    assert gone == ["text", "may be empty"]
    assert (
        "two rows with the same `area_code`, `period`, `sex`, `decile`"
        in made["life_expectancy_la_decile.md"]
    )


def test_pipes_braces_and_line_ends_in_a_record_do_not_break_a_table() -> None:
    text = "a | b {c}\n\n<d> *e* [f](g) `h` \\ i"
    plain = " ".join(text.split())
    column = ColumnRecord(text, text, "number 0-1 | 2", may_be_empty=True)
    record = dataclasses.replace(raw.record("areas"), columns={"x": column}, description=text)
    made = pages([record])
    assert tables(made["areas.md"])[0][1] == ["x", plain, plain, "number", "0-1 | 2; may be empty"]
    assert tables(made["index.md"])[0][1][2] == plain


def test_the_command_writes_what_is_stale_removes_what_is_gone_and_only_looks_with_check(
    leedsequity, project
) -> None:
    folder = project / "docs" / "data"
    assert leedsequity("raw", "dictionary")[0] == 0
    number = len(raw.names()) + 1
    assert len(list(folder.iterdir())) == number
    page, gone = folder / "areas.md", folder / "gone.md"
    as_written = page.read_text()
    page.write_text("edited")
    gone.write_text("a table that was")
    code, _, said = leedsequity("raw", "dictionary", "--check")
    assert code == 1
    assert (
        said == "leedsequity: docs/data: out of date: areas.md, gone.md: run `leedsequity raw"
        " dictionary`\n"
    )
    assert (page.read_text(), gone.exists()) == ("edited", True)
    assert leedsequity("raw", "dictionary")[:2] == (
        0,
        f"docs/data: {number} pages, 2 written or removed\n",
    )
    assert (page.read_text(), gone.exists()) == (as_written, False)
    assert leedsequity("raw", "dictionary", "--check")[0] == 0
