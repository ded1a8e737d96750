"""What a partner's file must look like, and the checks, whose messages show no value.

A column's rule is the set of its values, or a pattern; an empty cell, quoted or not, is allowed
where the column is optional. Every cell is the text that it is: `01` and `1` are two spokes, `NA`
is no empty cell. Refused is what a person would take for the same text and a program would not:
spaces around a value, characters that cannot be seen, and two values of a column that differ only
in spacing, the encoding of their characters or (ids aside) capitals.
"""

import datetime
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from leedsequity.errors import InputError
from leedsequity.vocabulary import BROAD_GROUPS, DECILE_NAMES, PARTNER_AGE_BANDS, SEXES

#: The stages of a person on the way into work, in order; those before one need not be recorded.
WORK_STAGES = ("referred", "engaged", "completed", "offer", "recruited", "retained")
STAGES = (*WORK_STAGES, "qualified", "vaccinated", "first_vaccination")
MOST_SPOKES = 20
#: A text of visible ASCII characters with single spaces between them.
_SIMPLE = r"[!-~]+( [!-~]+)*"
#: No programme's event is older: a day before is a spreadsheet's zero, or lacks its century.
FIRST_DAY = datetime.date(2000, 1, 1)
SYNTHETIC = "SYN-"


@dataclass(frozen=True)
class Rule:
    """What a cell may hold: one of `values`, text that fits `pattern`, or a place that is known.

    `description` is what messages say of it.
    """

    description: str
    values: tuple[str, ...] = ()
    pattern: str = ""
    optional: bool = False


_PLACE_RULES = {
    "lsoa": Rule("an LSOA code (2011 or 2021) of the area", optional=True),
    "ward": Rule("a ward of the area, by code or name", optional=True),
    "imd_decile": Rule("a decile, 1 to 10", DECILE_NAMES, optional=True),
}
PLACES = tuple(_PLACE_RULES)
PROGRAMME = {
    "person_id": Rule("1 to 64 characters", pattern=r".{1,64}"),
    "event_date": Rule(
        f"a date written 2024-03-31, from {FIRST_DAY} to today",
        pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    ),
    "stage": Rule("one of " + ", ".join(STAGES), STAGES),
    "spoke": Rule("1 to 60 characters", pattern=r".{1,60}"),
    "age_band": Rule("one of " + ", ".join(PARTNER_AGE_BANDS), PARTNER_AGE_BANDS, optional=True),
    "sex": Rule("female or male", tuple(SEXES), optional=True),
    "ethnic_group": Rule(
        "a broad group of Census 2021 by its full name", BROAD_GROUPS, optional=True
    ),
}
WORKFORCE = {
    "breakdown": Rule("imd_decile or ethnic_group", ("imd_decile", "ethnic_group")),
    "group": Rule(
        "a decile or broad group, or not stated", (*DECILE_NAMES, *BROAD_GROUPS, "not stated")
    ),
    "staff": Rule("a whole number from 0", pattern=r"[0-9]{1,9}"),
}


def checked(
    kind: str, path: Path, known: Mapping[str, Mapping[str, object]] | None
) -> tuple[pd.DataFrame, bool]:
    """Return the rows of a partner's file, typed, and whether all its persons are made up (`SYN-`).

    The arguments and the errors are those of `leedsequity.raw.partner.read`. Rows of a `programme`
    file have `person` (a number, in no order that tells anything), `date`, `stage`, `spoke`, the
    place column, `age_band`, `sex`, `ethnic_group`; those of a `workforce` file `breakdown, group,
    staff`.
    """
    text = _text(path)
    programme = kind == "programme"
    needed, places = (PROGRAMME, _PLACE_RULES) if programme else (WORKFORCE, {})
    rules = needed | places
    _refuse(path, _header_problems(text, list(needed), list(places)))
    if known is None:
        known = {}
        rules |= dict.fromkeys(("lsoa", "ward"), Rule("text", pattern=r".*", optional=True))
    columns = text.items()
    _refuse(path, chain(*(_cell_problems(rules[str(name)], c, known) for name, c in columns)))
    if not programme:
        rows = text.astype("str").astype({"staff": "int64"})[["breakdown", "group", "staff"]]
        _refuse(path, _staff_problems(rows))
        return rows, False
    rows, made_up = _events(text, known), text["person_id"].str.startswith(SYNTHETIC)
    _refuse(path, _event_problems(rows, made_up))
    return rows, bool(made_up.all())


def _refuse(path: Path, problems: Iterable[str]) -> None:
    if lines := [f"{path.name}: {problem}" for problem in problems]:
        raise InputError("\n".join(lines))


def _text(path: Path) -> pd.DataFrame:
    try:
        # As text first: read as categories, `01` and `1` would be numbers, and one value.
        text = pd.read_csv(
            path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8-sig"
        )
    except (ValueError, OSError):  # they quote what they could not read
        problem = f"{path.name}: cannot be read as a CSV in UTF-8 with one header row"
        raise InputError(problem) from None
    if not isinstance(text.index, pd.RangeIndex):
        raise InputError(f"{path.name}: rows have more cells than the header")
    # Ids are mostly different from one another; all else is few values, held once each, and tried
    # once each.
    for column in text.columns.drop("person_id", errors="ignore"):
        text[column] = text[column].astype("category")
    return text


def _header_problems(text: pd.DataFrame, needed: list[str], places: list[str]) -> Iterator[str]:
    """Yield what is wrong with the columns; a name that is not in the schema may be a value."""
    for column in needed:
        if column not in text:
            yield f"column {column}: missing; the columns are {', '.join(needed)}"
    if places and (given := len(text.columns.intersection(places))) != 1:
        yield f"columns {', '.join(places)}: one of the three must be given, there are {given}"
    if unknown := sum(column not in (*needed, *places) for column in text):
        yield (
            f"{unknown} columns that are not in the schema (not named here: a file without a header"
            " has values there)"
        )
    if text.empty:
        yield "no rows below the header"


def _cell_problems(
    rule: Rule, cells: pd.Series, known: Mapping[str, Mapping[str, object]]
) -> Iterator[str]:
    """Yield what is wrong with the cells of a column, each value of which is tried once."""
    if not rule.optional and (absent := int(cells.isna().sum())):
        yield f"column {cells.name}: {absent:,} rows are empty"
    categorical = isinstance(cells.dtype, pd.CategoricalDtype)
    given = cells.cat.categories if categorical else cells.dropna().unique()
    values = pd.Series(given, dtype="str")
    untidy, plain = values.isna(), values.copy()
    # Only of these every character has to be looked at.
    unusual = values[~values.str.fullmatch(_SIMPLE).astype(bool)]
    untidy[unusual.index] = unusual.map(_is_untidy).astype(bool)
    plain[unusual.index] = unusual.map(_normalised).astype("str")
    if cells.name != "person_id":  # a system's, where capitals may matter; people write the rest
        plain = plain.str.casefold()
    alike = plain.duplicated(keep=False)
    if rule.pattern:
        good = values.str.fullmatch(rule.pattern).astype(bool)
        if cells.name == "event_date":
            good &= _are_days(values)
    else:
        good = values.isin(rule.values or list(known.get(str(cells.name), {})))
    for broken, problem in (
        (untidy, "have spaces around the value, or characters that cannot be seen"),
        (
            alike & ~untidy,
            "hold values that differ only in capitals, spacing or encoding: write each in one way",
        ),
        (~good & ~untidy, f"hold something else than {rule.description}"),
    ):
        if wrong := int(cells.isin(values[broken]).sum()):
            yield f"column {cells.name}: {wrong:,} rows {problem}"


def _are_days(values: pd.Series) -> pd.Series:
    """Return which texts are days of the calendar from `FIRST_DAY` to today."""
    days = pd.to_datetime(values, format="%Y-%m-%d", errors="coerce")
    return days.between(pd.Timestamp(FIRST_DAY), pd.Timestamp(datetime.date.today()))


def _is_untidy(text: str) -> bool:
    """Return whether a text has a space of any kind around it, or holds an unseen character."""
    return text != text.strip() or any(unicodedata.category(sign)[0] == "C" for sign in text)


def _normalised(text: str) -> str:
    """Return a text with single spaces, and with each character in one encoding."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _events(text: pd.DataFrame, known: Mapping[str, Mapping[str, object]]) -> pd.DataFrame:
    days = pd.Series(text["event_date"].cat.categories, dtype="str")
    dates = pd.to_datetime(days, format="%Y-%m-%d").to_numpy()
    rows = pd.DataFrame({"person": pd.factorize(text["person_id"])[0].astype("int32")})
    rows["date"] = dates[text["event_date"].cat.codes]
    for column in text.columns.difference(["person_id", "event_date"], sort=False):
        cells = text[column]
        if column in known:
            places = [known[column][value] for value in cells.cat.categories]
            # An empty cell has the code -1: the last.
            values = np.array([*places, None], dtype=object)[cells.cat.codes]
            cells = pd.Series(values).astype("category")
        rows[column] = cells
    return rows


def _event_problems(rows: pd.DataFrame, made_up: pd.Series) -> Iterator[str]:
    if (spokes := rows["spoke"].nunique()) > MOST_SPOKES:
        yield f"column spoke: {spokes:,} different spokes, at most {MOST_SPOKES} are allowed"
    if repeated := int(rows.duplicated(["person", "spoke", "stage"]).sum()):
        yield (
            f"columns person_id, spoke, stage: {repeated:,} rows repeat the stage of a person in a"
            " spoke"
        )
    rank = rows["stage"].astype("str").map({stage: i for i, stage in enumerate(WORK_STAGES)})
    steps = rows[["person", "spoke", "date"]].assign(rank=rank).dropna(subset="rank")
    steps = steps.sort_values(["person", "spoke", "rank"])
    same = (steps["person"].diff() == 0) & (steps["spoke"].cat.codes.diff() == 0)
    if backwards := int((same & (steps["date"].diff() < pd.Timedelta(0))).sum()):
        yield (
            f"column event_date: {backwards:,} rows are dated before an earlier stage of the same"
            " person and spoke"
        )
    if made_up.any() and not made_up.all():
        yield "column person_id: synthetic and other persons in one file"


def _staff_problems(rows: pd.DataFrame) -> Iterator[str]:
    if repeated := int(rows.duplicated(["breakdown", "group"]).sum()):
        yield f"columns breakdown, group: {repeated:,} rows repeat a group"
    decile = rows["group"].isin(DECILE_NAMES)
    fits = (rows["group"] == "not stated") | (decile == (rows["breakdown"] == "imd_decile"))
    if wrong := int((~fits).sum()):
        yield f"columns breakdown, group: {wrong:,} rows have a group of another breakdown"
