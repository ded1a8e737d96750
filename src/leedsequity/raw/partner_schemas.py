"""What a partner's file must look like, and the checks, whose messages show no value.

A column's rule is the set of its values, or a pattern; an empty cell, quoted or not, is allowed
where the column is optional. Every cell is the text that it is: `01` and `1` are two spokes, `NA`
is no empty cell. Refused is what a person would take for the same text and a program would not:
spaces around a value, characters that cannot be seen, and two values of a column that differ only
in spacing, the encoding of their characters or (ids aside) capitals.
"""

import datetime
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
_HOW_TO_MEND = "which rows, and what mends them: `leedsequity check FILE`"


_OF_ONE = {"are": "is", "have": "has", "would": "would"}  # the verbs of rules, of one row


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


@dataclass(frozen=True)
class Problem:
    """What is wrong: with which columns, what, and in which rows; no value. None: not of rows."""

    columns: str
    rule: str
    rows: pd.Index | None = None

    def __str__(self) -> str:
        """Return it as a message has it, with the number of rows."""
        rule = self.rule
        if self.rows is not None and len(self.rows) == 1:
            verb, _, rest = rule.partition(" ")
            rule = f"1 row {_OF_ONE.get(verb, f'{verb}s')} {rest}"
        elif self.rows is not None:
            rule = f"{len(self.rows):,} rows {rule}"
        return f"{self.columns}: {rule}" if self.columns else rule


def columns(kind: str) -> dict[str, Rule]:
    """Return the rules of a file's columns: `programme`, with those of all places, or `workforce`.

    Where a rule has neither values nor a pattern, the places that are known are its values.
    """
    return PROGRAMME | _PLACE_RULES if kind == "programme" else WORKFORCE


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
    if lines := [f"{path.name}: {problem}" for problem in problems(kind, text, known)]:
        raise InputError("\n".join([*lines, f"{path.name}: {_HOW_TO_MEND}"]))
    if kind != "programme":
        return _staff(text), False
    return _events(text, known or {}), bool(_made_up(text).all())


def problems(
    kind: str, text: pd.DataFrame, known: Mapping[str, Mapping[str, object]] | None
) -> Iterator[Problem]:
    """Yield everything that is wrong with a partner's file, in one round.

    Parameters
    ----------
    kind, known
        As `leedsequity.raw.partner.read` has them.
    text
        The cells as text, columns named by the header; None for an empty cell. The index says
        which rows a problem has.

    Yields
    ------
    Problem
        Of columns, then of cells, then of rows together: of those whose needed cells are right.
    """
    rules = columns(kind)
    places = PLACES if kind == "programme" else ()
    needed = [name for name in rules if name not in places]
    yield from _header_problems(text, needed, list(places))
    if known is None:
        known = {}
        rules = rules | dict.fromkeys(("lsoa", "ward"), Rule("text", pattern=r".*", optional=True))
    good = text
    for name, cells in text.items():
        if name in rules:
            for problem in _cell_problems(rules[str(name)], cells, known):
                yield problem
                if problem.rows is not None and name in needed:
                    good = good.drop(index=problem.rows, errors="ignore")
    if good.empty or not set(needed) <= set(good):
        return
    if kind == "programme":
        yield from _event_problems(_events(good, {}), _made_up(good))
    else:
        yield from _staff_problems(_staff(good))


def _text(path: Path) -> pd.DataFrame:
    try:
        # As text first: read as categories, `01` and `1` would be numbers, and one value.
        text = pd.read_csv(
            path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8-sig"
        )
    except (ValueError, OSError):  # they quote what they could not read
        problem = f"{path.name}: cannot be read as a CSV in UTF-8 with one header row"
        raise InputError(f"{problem}: {_HOW_TO_MEND}") from None
    if not isinstance(text.index, pd.RangeIndex):
        raise InputError(f"{path.name}: rows have more cells than the header")
    # Ids are mostly different from one another; all else is few values, held once each, and tried
    # once each.
    for column in text.columns.drop("person_id", errors="ignore"):
        text[column] = text[column].astype("category")
    return text


def _header_problems(text: pd.DataFrame, needed: list[str], places: list[str]) -> Iterator[Problem]:
    """Yield what is wrong with the columns; a name that is not in the schema may be a value."""
    for column in needed:
        if column not in text:
            yield Problem(f"column {column}", f"missing; the columns are {', '.join(needed)}")
    if places and (given := len(text.columns.intersection(places))) != 1:
        yield Problem(
            f"columns {', '.join(places)}", f"one of the three must be given, there are {given}"
        )
    if unknown := sum(column not in (*needed, *places) for column in text):
        yield Problem(
            "",
            f"{unknown} columns that are not in the schema (not named here: a file without a header"
            " has values there)",
        )
    if text.empty:
        yield Problem("", "no rows below the header")


def _cell_problems(
    rule: Rule, cells: pd.Series, known: Mapping[str, Mapping[str, object]]
) -> Iterator[Problem]:
    """Yield what is wrong with the cells of a column, each value of which is tried once."""
    name, empty = f"column {cells.name}", cells.isna()
    if not rule.optional and empty.any():
        yield Problem(name, "are empty", cells.index[empty])
    categorical = isinstance(cells.dtype, pd.CategoricalDtype)
    given = cells.cat.categories if categorical else cells.dropna().unique()
    values = pd.Series(given, dtype="str")
    untidy, plain = values.isna(), values.copy()
    # Only of these every character has to be looked at.
    unusual = values[~values.str.fullmatch(_SIMPLE).astype(bool)]
    untidy[unusual.index] = unusual.map(_is_untidy).astype(bool)
    if cells.name != "person_id":
        plain = plain.str.casefold()
    plain[unusual.index] = [compared(str(cells.name), text) for text in unusual]
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
        if broken.any():
            yield Problem(name, problem, cells.index[cells.isin(values[broken])])


def _are_days(values: pd.Series) -> pd.Series:
    """Return which texts are days of the calendar from `FIRST_DAY` to today."""
    days = pd.to_datetime(values, format="%Y-%m-%d", errors="coerce")
    return days.between(pd.Timestamp(FIRST_DAY), pd.Timestamp(datetime.date.today()))


def _is_untidy(text: str) -> bool:
    """Return whether a text has a space of any kind around it, or holds an unseen character."""
    return text != text.strip() or any(unicodedata.category(sign)[0] == "C" for sign in text)


def compared(column: str, text: str) -> str:
    """Return a text as two values of a column are compared, which may not be the same then.

    Spaces are single, each character has one encoding, and capitals are small but in ids: those are
    a system's, where capitals may matter; people write the rest.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return plain if column == "person_id" else plain.casefold()


def _made_up(text: pd.DataFrame) -> pd.Series:
    return text["person_id"].str.startswith(SYNTHETIC)


def _events(text: pd.DataFrame, known: Mapping[str, Mapping[str, object]]) -> pd.DataFrame:
    days = text["event_date"].astype("category").cat.remove_unused_categories()
    dates = pd.to_datetime(pd.Series(days.cat.categories, dtype="str"), format="%Y-%m-%d")
    persons = pd.factorize(text["person_id"])[0].astype("int32")
    rows = pd.DataFrame({"person": persons}, index=text.index)
    rows["date"] = dates.to_numpy()[days.cat.codes]
    for column in text.columns.difference(["person_id", "event_date"], sort=False):
        cells = text[column].astype("category")
        if column in known:
            places = [known[column][value] for value in cells.cat.categories]
            # An empty cell has the code -1: the last.
            values = np.array([*places, None], dtype=object)[cells.cat.codes]
            cells = pd.Series(values, index=text.index).astype("category")
        rows[column] = cells
    return rows


def _event_problems(rows: pd.DataFrame, made_up: pd.Series) -> Iterator[Problem]:
    if (spokes := rows["spoke"].nunique()) > MOST_SPOKES:
        yield Problem(
            "column spoke", f"{spokes:,} different spokes, at most {MOST_SPOKES} are allowed"
        )
    repeated = rows.duplicated(["person", "spoke", "stage"])
    if repeated.any():
        yield Problem(
            "columns person_id, spoke, stage",
            "repeat the stage of a person in a spoke",
            rows.index[repeated],
        )
    rank = rows["stage"].astype("str").map({stage: i for i, stage in enumerate(WORK_STAGES)})
    steps = rows[["person", "spoke", "date"]].assign(rank=rank).dropna(subset="rank")
    steps = steps.sort_values(["person", "spoke", "rank"])
    same = (steps["person"].diff() == 0) & (steps["spoke"].cat.codes.diff() == 0)
    backwards = same & (steps["date"].diff() < pd.Timedelta(0))
    if backwards.any():
        yield Problem(
            "column event_date",
            "are dated before an earlier stage of the same person and spoke",
            steps.index[backwards].sort_values(),
        )
    if made_up.any() and not made_up.all():
        yield Problem("column person_id", "synthetic and other persons in one file")


def _staff(text: pd.DataFrame) -> pd.DataFrame:
    return text[["breakdown", "group", "staff"]].astype("str").astype({"staff": "int64"})


def _staff_problems(rows: pd.DataFrame) -> Iterator[Problem]:
    repeated = rows.duplicated(["breakdown", "group"])
    if repeated.any():
        yield Problem("columns breakdown, group", "repeat a group", rows.index[repeated])
    decile = rows["group"].isin(DECILE_NAMES)
    fits = (rows["group"] == "not stated") | (decile == (rows["breakdown"] == "imd_decile"))
    if not fits.all():
        rule = "have a group of another breakdown"
        yield Problem("columns breakdown, group", rule, rows.index[~fits])
