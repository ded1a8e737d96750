"""What the check of a partner's file found, and how its words are compared.

`check.yaml` says what is read as the same.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from leedsequity.raw import partner_schemas
from leedsequity.raw.partner_schemas import Problem

KINDS = ("programme", "workforce")
POSTCODE = "postcode"
#: What mends rows of these columns.
HINTS = {
    "column stage": 'what a word of yours means can be said: --map "Started work=recruited"',
    "column staff": "give the true counts: they are rounded on the way out",
    "column event_date": "days and months that may be exchanged are left to you",
    "columns person_id, spoke, stage": "keep the first of each",
}
WORDS: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("check.yaml").read_text(encoding="utf-8")
)


@dataclass
class Checked:
    """What a check found.

    Attributes
    ----------
    kind
        `programme` or `workforce`.
    rows
        How many rows the file has.
    form
        What is wrong with the file as a whole, and mended in a copy.
    mended
        What is wrong with cells and columns, and mended in a copy.
    left
        What is wrong and is for the partner to mend.
    copy
        The columns of the schema with everything mended; their index is the file's rows. A number
        stands in a copy for each `person_id`, but for those of made-up people.
    outside
        How many rows are of homes outside the area, where `lsoa` or `ward` says so.
    """

    kind: str
    rows: int
    form: list[str] = field(default_factory=list)
    mended: list[Problem] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)
    copy: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    outside: int = 0


def schema_columns(kind: str) -> list[str]:
    """Return the columns that a file of a kind may have, with those that are not kept."""
    return [*partner_schemas.columns(kind), *([POSTCODE] if kind == "programme" else [])]


@cache
def plainly(text: str) -> str:
    """Return a text as it is compared: letters and digits in lower case, `&` as `and`."""
    return " ".join(re.findall(r"[^\W_]+|\+", text.casefold().replace("&", " and ")))


def letter(place: int) -> str:
    """Return what a spreadsheet calls a column, the first of which is 0: `A`, `Z`, `AA`."""
    above, this = divmod(place, 26)
    return (letter(above - 1) if above else "") + chr(ord("A") + this)


def ranges(rows: pd.Index, most: int) -> str:
    """Return numbers of rows as `2-4, 9`, at most so many, then how many more rows there are."""
    numbers = rows.to_series()
    parts = [(p.iloc[0], p.iloc[-1]) for _, p in numbers.groupby((numbers.diff() != 1).cumsum())]
    shown = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts[:most])
    more = sum(b - a + 1 for a, b in parts[most:])
    return f"{shown} and {more:,} more" if more else shown
