"""Real raw tables, spoiled in every way that files get spoiled: each must be refused, by name.

A spoiled table is loaded twice: with its record as it was, where the bytes give it away, and with a
record sealed anew for the spoiled bytes, where only the content can. What no content can give away
is a figure changed into another plausible one: against that stand the bytes alone, and the making
again of every table from its publisher's files (tests/published/test_raw_tables.py).
"""

import csv
import gzip
import hashlib
import io
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leedsequity import raw
from leedsequity.errors import InputError
from leedsequity.raw.records import ColumnRecord
from leedsequity.raw.values import parse_values

REAL = Path(__file__).parents[3] / "data" / "raw"
NAMES = sorted(file.stem for file in REAL.glob("*.csv"))

COLUMNS = {record.name: record.columns for record in raw.records()}
Cells = list[list[str]]


def read(content: bytes) -> Cells:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def written(
    cells: Cells, separator: str = ",", ends: str = "\n", quoting: int = csv.QUOTE_MINIMAL
) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=ends, quoting=quoting).writerows(cells)
    return text.getvalue().encode("utf-8")


def step(name: str) -> int:
    """Return the step through the ways to spoil a table; 1 would try all, in minutes."""
    return 5 if raw.record(name).rows < 2_000 else 15


def some_row(cells: Cells, rng: random.Random) -> int:
    return rng.randrange(1, len(cells))


def without_column(cells: Cells, rng: random.Random) -> Cells:
    place = rng.randrange(len(cells[0]))
    return [row[:place] + row[place + 1 :] for row in cells]


def without_row(cells: Cells, rng: random.Random) -> Cells:
    place = some_row(cells, rng)
    return cells[:place] + cells[place + 1 :]


def row_twice(cells: Cells, rng: random.Random) -> Cells:
    place, again = some_row(cells, rng), some_row(cells, rng)
    return [*cells[:place], cells[again], *cells[place:]]


def column_twice(cells: Cells, rng: random.Random) -> Cells:
    place = rng.randrange(len(cells[0]))
    return [[*row, row[place]] for row in cells]


def headers_swapped(cells: Cells, rng: random.Random) -> Cells:
    one, other = rng.sample(range(len(cells[0])), 2)
    header = cells[0].copy()
    header[one], header[other] = header[other], header[one]
    return [header, *cells[1:]]


def with_row(cells: Cells, place: int, row: list[str]) -> Cells:
    return [*cells[:place], row, *cells[place:]]


#: Ways of spoiling rows and columns: from the cells of a table, header first, to other cells.
SHAPES: dict[str, Callable[[Cells, random.Random], Cells]] = {
    "a row dropped": without_row,
    "the last row dropped": lambda cells, _: cells[:-1],
    "half the rows dropped": lambda cells, _: cells[: len(cells) // 2],
    "all rows dropped": lambda cells, _: cells[:1],
    "a column dropped": without_column,
    "a row twice": row_twice,
    "all rows twice": lambda cells, _: cells + cells[1:],
    "a column twice": column_twice,
    "a column more": lambda cells, _: [
        [*row, note] for row, note in zip(cells, ["note"] + ["x"] * (len(cells) - 1), strict=True)
    ],
    "a column of numbers of rows": lambda cells, _: [[str(i), *row] for i, row in enumerate(cells)],
    "two headers swapped": headers_swapped,
    "the header dropped": lambda cells, _: cells[1:],
    "the header again further down": lambda cells, rng: with_row(
        cells, some_row(cells, rng), cells[0]
    ),
    "the header in capitals": lambda cells, _: [[cell.upper() for cell in cells[0]], *cells[1:]],
    "a title above the header": lambda cells, _: with_row(
        cells, 0, ["Table 1"] + [""] * (len(cells[0]) - 1)
    ),
    "a note below the table": lambda cells, _: [*cells, ["Source: ONS"]],
    "a row of blanks": lambda cells, rng: with_row(
        cells, some_row(cells, rng), [""] * len(cells[0])
    ),
    "a row of totals": lambda cells, _: [*cells, ["Total", *cells[-1][1:]]],
    "a row one cell short": lambda cells, _: with_row(cells[:-1], len(cells) - 1, cells[-1][:-1]),
    "a row one cell long": lambda cells, _: with_row(cells[:-1], len(cells) - 1, [*cells[-1], ""]),
}

#: Ways of spoiling the bytes of a file.
BYTES: dict[str, Callable[[bytes], bytes]] = {
    "UTF-16": lambda content: content.decode().encode("utf-16"),
    "UTF-16 without its mark": lambda content: content.decode().encode("utf-16-le"),
    "a byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "a pound sign of latin-1": lambda content: content.replace(b"\n", b"\xa3\n", 2),
    "CRLF": lambda content: content.replace(b"\n", b"\r\n"),
    "bare CR": lambda content: content.replace(b"\n", b"\r"),
    "a CR in one line": lambda content: content.replace(b"\n", b"\r\n", 1),
    "truncated in the middle of a line": lambda content: content[
        : content.index(b"\n", len(content) // 2) - 2
    ],
    "no end to the last line": lambda content: content[:-1],
    "blank lines at the end": lambda content: content + b"\n\n",
    "a blank line in the middle": lambda content: content.replace(b"\n", b"\n\n", 3),
    "NUL bytes at the end": lambda content: content + b"\0" * 512,
    "an end-of-file mark of DOS": lambda content: content + b"\x1a",
    "empty": lambda _: b"",
    "a page instead": lambda _: b"<!DOCTYPE html>\n<html><body>404: Not Found</body></html>\n",
    "a pointer instead": lambda _: (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    ),
    "marks of a conflict": lambda content: content.replace(b"\n", b"\n<<<<<<< HEAD\n", 2),
    "compressed": gzip.compress,
    "tabs between cells": lambda content: written(read(content), separator="\t"),
    "semicolons between cells": lambda content: written(read(content), separator=";"),
    "every cell quoted": lambda content: written(read(content), quoting=csv.QUOTE_ALL),
    "a quote that never ends": lambda content: content.replace(b"\n", b'\n"', 1),
    "spaces after commas": lambda content: content.replace(b",", b", "),
    "two halves in the wrong order": lambda content: (
        content[len(content) // 2 :] + content[: len(content) // 2]
    ),
}


def kind(column: ColumnRecord) -> str:
    values = parse_values(column.values)
    if values.type == "text":
        return "code" if values.rules else "name"
    return "whole number" if values.type == "whole" else values.type


NUMBERS, TEXTS, ALL = (
    ("whole number", "number"),
    ("code", "name"),
    ("whole number", "number", "flag", "code", "name"),
)

#: Ways of spoiling one cell: the kinds of column it is tried in, and what becomes of its text.
CELLS: dict[str, tuple[tuple[str, ...], str | Callable[[str], str]]] = {
    "blank": (ALL, ""),
    "a space before": (ALL, " {}"),
    "a space after": (ALL, "{} "),
    "a space that does not break": (ALL, "{}\xa0"),
    "a line end inside": (ALL, "{}\n"),
    "#REF!": (ALL, "#REF!"),
    "#N/A": (ALL, "#N/A"),
    "NaN": (ALL, "NaN"),
    "NULL": (ALL, "NULL"),
    "a replacement character": (ALL, "{}\N{REPLACEMENT CHARACTER}"),
    "UTF-8 read as latin-1": (ALL, "{}\xc2\xa3"),
    "a date made by a spreadsheet": ((*NUMBERS, "code", "flag"), "05-Jan"),
    "lower case": (("code",), str.swapcase),
    "a letter lost": (("code",), lambda text: text[:-1]),
    "a letter more": (("code",), "{}0"),
    "a name for a code": (("code",), "Leeds"),
    "text for a number": (NUMBERS, "few"),
    "a letter O for a nought": (NUMBERS, "{}O"),
    "thousands with a comma": (NUMBERS, lambda text: f"{float(text) + 1000:,.0f}"),
    "thousands with a space": (NUMBERS, "1 {}"),
    "a decimal comma": (NUMBERS, lambda text: f"{float(text):.1f}".replace(".", ",")),
    "two decimal points": (NUMBERS, lambda text: f"{float(text):.1f}.0"),
    "a decimal in a count": (("whole number",), "{}.0"),
    "a power of ten in a count": (("whole number",), "{}e0"),
    "infinity": (NUMBERS, "inf"),
    "infinity as a power of ten": (("number",), "1e999"),
    "a per cent sign": (NUMBERS, "{}%"),
    "a pound sign": (NUMBERS, "\N{POUND SIGN}{}"),
    "a footnote's mark": (NUMBERS, "{}*"),
    "a suppressed figure's mark": (NUMBERS, "<5"),
    "a dash for a minus": (NUMBERS, "\N{EN DASH}{}"),
    "brackets for a minus": (NUMBERS, "({})"),
    "digits of another script": (
        NUMBERS,
        lambda text: "".join(chr(0x0660 + int(c)) if c.isdigit() else c for c in text),
    ),
    "far below what is possible": (NUMBERS, "-99999999"),
    "far above what is possible": (NUMBERS, "9999999999"),
    "a flag as a spreadsheet writes it": (("flag",), str.upper),
    "a flag as a number": (("flag",), "1"),
    "a flag as a word": (("flag",), "yes"),
}
WAYS = [*SHAPES, *BYTES, *CELLS]

#: Ids and names of tests are words: one with a letter more or less is a word as well.
UNSEEN_IDS = {
    "claims": ["claim_id"],
    "readings": ["claim_id", "test"],
    "statements": ["claims"],
    "documents": ["document"],
}
#: What content does not give away: cells that may be blank by right, and words that may be any.
UNSEEN = {
    "blank": {
        "areas": ["successor", "recoded_from"],  # an authority divided among several has none
        "covariates_la": ["weighted"],
        "claims": ["area", "source_cited"],
        "indicator_sources": [
            name for name, said in COLUMNS["indicator_sources"].items() if said.may_be_empty
        ],
    },
    "a letter lost": UNSEEN_IDS | {"indicator_readings": ["principle"]},
    "a letter more": UNSEEN_IDS,
}


#: Columns of one kind whose values could be exchanged unseen, were there no rule that ties them.
EXCHANGED = [
    ("ethnicity_la", "broad_group", "group"),
    ("population_lsoa11", "mid_2012_all", "mid_2012_0_15"),
    ("lsoa11_lsoa21", "lsoa11_code", "lsoa21_code"),
    ("lsoa11", "lsoa11_name", "ward21_code"),
    ("imd_lsoa11", "imd_rank_2015", "imd_rank_2019"),
    ("imd_la", "average_rank", "local_concentration"),
    ("deaths_population_la_2014", "deaths", "population"),
    ("life_expectancy_msoa", "value", "lower"),
    ("fuel_poverty_lsoa21", "households_2021", "fuel_poor_2021"),
    ("income_msoa11", "income_total", "income_total_lower"),
    ("covariates_la", "employment_rate", "claimant_count"),
    ("funding_la", "total_service_expenditure", "education"),
    ("funding_la", "population", "business_rates"),
    ("core_spending_power_la", "council_tax", "core_spending_power"),
]


def spoiled(name: str, way: str) -> bytes | None:
    """Return the bytes of a table spoiled in one way, or None where it has nothing to spoil so."""
    content, rng = (REAL / f"{name}.csv").read_bytes(), random.Random(f"{name} {way}")
    if way in BYTES:
        return BYTES[way](content)
    cells = read(content)
    if way in SHAPES:
        return written(SHAPES[way](cells, rng))
    kinds, form = CELLS[way]
    alter = form.format if isinstance(form, str) else form
    columns = [column for column, said in COLUMNS[name].items() if kind(said) in kinds]
    columns = [column for column in columns if column not in UNSEEN.get(way, {}).get(name, [])]
    for column in rng.sample(columns, len(columns)):
        place = cells[0].index(column)
        for row in rng.sample(cells[1:], min(50, len(cells) - 1)):
            if row[place] and alter(row[place]) != row[place]:
                row[place] = alter(row[place])
                return written(cells)
    return None


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("spoiled") / "data" / "raw"
    folder.mkdir(parents=True)
    for file in REAL.glob("*.yaml"):
        (folder / file.name).write_bytes(file.read_bytes())
    (folder.parent / "fields.yaml").write_bytes((REAL.parent / "fields.yaml").read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEEDSEQUITY_ROOT", str(folder.parents[1]))
        yield folder


def refusal(name: str) -> list[str]:
    """Return the lines with which a table is refused, after checking that each names the file."""
    with pytest.raises(InputError) as error:
        raw.load(name)
    lines = str(error.value).splitlines()
    assert all(line.startswith(f"data/raw/{name}.csv: ") for line in lines)
    assert "Traceback" not in str(error.value)
    return lines


def test_spoiling_starts_from_tables_that_are_written_as_they_are_read() -> None:
    assert [
        name
        for name in NAMES
        if written(read((REAL / f"{name}.csv").read_bytes())) != (REAL / f"{name}.csv").read_bytes()
    ] == []


@pytest.mark.parametrize(
    ("name", "way"),
    [
        (name, way)
        for i, name in enumerate(NAMES)
        for j, way in enumerate(WAYS)
        if (i + j) % step(name) == 0
    ],
)
def test_a_spoiled_table_is_refused_by_its_bytes_and_by_its_content_alone(
    root: Path, name: str, way: str
) -> None:
    content = spoiled(name, way)
    if content is None:
        pytest.skip("nothing in this table can be spoiled like that")
    refused(root, name, content)


@pytest.mark.parametrize(("name", "one", "other"), EXCHANGED)
def test_two_columns_with_each_others_values_are_refused(
    root: Path, name: str, one: str, other: str
) -> None:
    cells = read((REAL / f"{name}.csv").read_bytes())
    places = cells[0].index(one), cells[0].index(other)
    for row in cells[1:]:
        row[places[0]], row[places[1]] = row[places[1]], row[places[0]]
    refused(root, name, written(cells))


def refused(root: Path, name: str, content: bytes) -> None:
    """Require that a spoiled table is refused, with its record as it was and with a new seal."""
    table, record = root / f"{name}.csv", root / f"{name}.yaml"
    as_recorded = record.read_bytes()
    table.write_bytes(content)
    found = hashlib.sha256(content).hexdigest()
    (line,) = refusal(name)
    assert re.search(
        f"the bytes differ from its record: recorded sha256 [0-9a-f]{{64}}, found {found};", line
    )
    record.write_bytes(re.sub(rb"(?m)^sha256: .*\n\Z", f"sha256: {found}\n".encode(), as_recorded))
    try:
        lines = refusal(name)
    finally:
        record.write_bytes(as_recorded)
        table.unlink()
    rules = (
        r"column |columns |cannot be read as a csv: |row \d+ is not as |no rows|[\d,]+ rows; |.*"
        r" \(rows? [\d, …]+\)$"
    )
    assert [
        said for said in lines if not re.match(rules, said.removeprefix(f"data/raw/{name}.csv: "))
    ] == []
