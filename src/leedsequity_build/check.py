"""Checking a partner's file by the rules of the notebooks, and a copy with what can be mended.

`raw.partner_schemas` has the rules and is asked for what is wrong once everything is mended that
has one right form; what was mended is wrong as well. `check.yaml` says what is read as the same.
No sentence has a value or a header of the file: columns are named by the schema or by a letter,
rows by the number that a spreadsheet shows.
"""

import datetime
import difflib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from leedsequity import inputs, raw
from leedsequity.errors import InputError
from leedsequity.raw import partner_schemas
from leedsequity.raw.partner_schemas import PLACES, STAGES, SYNTHETIC, Problem
from leedsequity.vocabulary import BROAD_GROUPS, PARTNER_AGE_BANDS
from leedsequity_build import partner_files

KINDS = ("programme", "workforce")
POSTCODE = "postcode"
_WORDS: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
)
_NEAR = 0.8  # how like a known header one is, to be proposed
_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})([/. -])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_MONTH_NAMED = re.compile(r"(\d{1,2})[ -]([a-z]{3})[a-z]*[ ,-]+(\d{4}|\d{2})", re.IGNORECASE)
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?Z?$", re.IGNORECASE)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SPREADSHEETS_DAY_0 = datetime.date(1899, 12, 30)
_OUTSIDE = "left empty: the home is outside the area"
#: What mends rows of these columns.
_HINTS = {
    "column stage": 'what a word of yours means can be said: --map "Started work=recruited"',
    "column staff": "give the true counts: they are rounded on the way out",
    "column event_date": "days and months that may be exchanged are left to you",
    "columns person_id, spoke, stage": "keep the first of each",
}
#: Columns of the ONS Postcode Directory, by edition: the postcode, and the LSOA, the newest first.
_DIRECTORY = {
    POSTCODE: ("pcds", "pcd8", "pcd7", "pcd2", "pcd"),
    "lsoa": ("lsoa21cd", "lsoa21", "lsoa11cd", "lsoa11"),
}
_ROWS_AT_ONCE = 500_000

#: Reads a value as another, "" for an empty cell; None where it cannot.
Reader = Callable[[str], str | None]
#: What stands for a value, None for an empty cell, and what was done to it.
Form = tuple[str | None, tuple[str, ...]]


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


def check(
    path: Path,
    known: Mapping[str, Mapping[str, object]],
    kind: str = "",
    names: Mapping[str, str] | None = None,
    directory: Path | None = None,
) -> Checked:
    """Return everything that is wrong with a partner's file, and a copy with what can be mended.

    Parameters
    ----------
    path
        A CSV of any form, or a workbook.
    known
        As `raw.partner.read` has them: the places of the area.
    kind
        `programme` or `workforce`; "" to find out from the header.
    names
        Of headers of the file, the column of the schema; of words for a stage, the stage.
    directory
        A CSV of the form of the ONS Postcode Directory, for a column of postcodes.

    Raises
    ------
    InputError
        If a file cannot be read, the kind is not to be found out, or a name is of no column.
    """
    names = names or {}
    cells = partner_files.read(path, lambda row: max(_score(row, k, names) for k in KINDS))
    if kind not in ("", *KINDS):
        raise InputError(f"there is no kind {kind!r}, only {' and '.join(KINDS)}")
    if not kind:
        score = {one: _score(cells.header, one, names) for one in KINDS}
        if not any(score.values()):
            raise InputError(
                f"{path.name}: its header has no column of a schema: name the columns with --map"
                f' "Their header=our_column", and the file\'s kind with --kind {" or ".join(KINDS)}'
            )
        kind = max(KINDS, key=lambda one: score[one])
    found = Checked(kind, len(cells.rows), cells.form)
    stages = {_plain(theirs): ours for theirs, ours in names.items() if ours in STAGES}
    if unknown := sorted({*names.values()} - {*_columns(kind), *stages.values()}):
        columns = ", ".join(_columns(kind))
        raise InputError(f"--map: there is no column {', '.join(unknown)}, only {columns}")
    text = _named(found, cells, names)
    if kind == "programme":
        text = _placed(found, text, directory)
    mended = {name: _mended(found, cells, known, stages) for name, cells in text.items()}
    put_together = _without_repetitions if kind == "programme" else _added_up
    found.copy = put_together(found, text, pd.DataFrame(mended, index=text.index))
    found.outside = sum(
        int(problem.rows.isin(found.copy.index).sum())
        for problem in found.mended
        if problem.rows is not None and _OUTSIDE in problem.rule
    )
    for problem in partner_schemas.problems(kind, found.copy, known):
        wrong = problem.rule.startswith(("hold", "repeat"))
        hint = _HINTS.get(problem.columns) if wrong else None
        if problem.rule.startswith("missing"):
            hint = f'name it by --map "Its header={problem.columns.removeprefix("column ")}"'
        rule = f"{problem.rule} ({hint})" if hint else problem.rule
        found.left.append(Problem(problem.columns, rule, problem.rows))
    return found


def content(found: Checked) -> bytes:
    """Return the copy as a CSV. It has the schema's columns alone, and a number for each person.

    Raises
    ------
    ValueError
        If something is left to mend: the copy would not be what notebooks read.
    """
    if found.left:
        raise ValueError(f"{len(found.left)} faults are left")
    copy = found.copy
    if found.kind == "programme" and not copy["person_id"].str.startswith(SYNTHETIC).all():
        copy = copy.assign(person_id=pd.factorize(copy["person_id"])[0] + 1)
    return copy.to_csv(index=False, lineterminator="\n").encode()


def ranges(rows: pd.Index, most: int) -> str:
    """Return numbers of rows as `2-4, 9`, at most so many, then how many more rows there are."""
    numbers = rows.to_series()
    parts = [(p.iloc[0], p.iloc[-1]) for _, p in numbers.groupby((numbers.diff() != 1).cumsum())]
    shown = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts[:most])
    more = sum(b - a + 1 for a, b in parts[most:])
    return f"{shown} and {more:,} more" if more else shown


def letter(place: int) -> str:
    """Return what a spreadsheet calls a column, the first of which is 0: `A`, `Z`, `AA`."""
    above, this = divmod(place, 26)
    return (letter(above - 1) if above else "") + chr(ord("A") + this)


def _columns(kind: str) -> list[str]:
    return [*partner_schemas.columns(kind), *([POSTCODE] if kind == "programme" else [])]


@cache
def _plain(text: str) -> str:
    """Return a text as it is compared: letters and digits in lower case, `&` as `and`."""
    return " ".join(re.findall(r"[^\W_]+|\+", text.casefold().replace("&", " and ")))


# Headers


def _targets(header: list[str], kind: str, names: Mapping[str, str]) -> list[tuple[str, bool]]:
    """Return the column of the schema that each header stands for, or "", and whether exactly."""
    typed = {_plain(theirs): ours for theirs, ours in names.items()}
    plain = {_plain(name): name for name in _columns(kind)}
    others = {_plain(word): name for name in _columns(kind) for word in _WORDS["headers"][name]}
    exact = [typed.get(_plain(text)) or (text if text in _columns(kind) else "") for text in header]
    for known in (plain, others):
        for place, text in enumerate(header):
            name = known.get(_plain(text), "")
            if not exact[place] and name not in exact:
                exact[place] = name
    said = (typed.get(_plain(text)) for text in header)
    both = zip(exact, header, said, strict=True)
    return [(name, name in (text, ours)) for name, text, ours in both]


def _score(row: list[str], kind: str, names: Mapping[str, str]) -> int:
    return sum(name != "" for name, _ in _targets(row, kind, names))


def _named(found: Checked, cells: partner_files.Cells, names: Mapping[str, str]) -> pd.DataFrame:
    """Return the columns that the schema has, under its names; what is left out is a problem."""
    targets = _targets(cells.header, found.kind, names)
    counts = Counter(name for name, _ in targets if name)
    for name, times in counts.items():
        if times > 1:
            found.left.append(Problem(f"column {name}", f"there are {times}: keep one"))
    placed = not counts.keys().isdisjoint((*PLACES, POSTCODE))
    missing = [
        name
        for name in _columns(found.kind)
        if name not in counts and not (placed and name in (*PLACES, POSTCODE))
    ]
    near, out, read = set(), [], []
    columns: dict[str, pd.Series] = {}
    for place, (name, exact) in enumerate(targets):
        where = f"column {letter(place)}"
        if name:
            columns.setdefault(name, cells.rows[place])
            if not exact:
                read.append(f"{letter(place)} as {name}")
        elif not cells.header[place]:
            beneath = cells.rows[place].notna()
            if beneath.any():
                rule = "have a cell under no header: give it one, or mend the row"
                found.left.append(Problem(where, rule, cells.rows.index[beneath]))
        else:
            out.append(letter(place))
            if like := _near(cells.header[place], missing):
                near.add(like)
                hint = f'looks like {like}: if it is, add --map "Its header={like}"'
                hint += f", and {_HINTS['column stage']}" if like == "stage" else ""
                found.left.append(Problem(where, hint))
    if read:
        found.mended.append(Problem("", f"columns read by another name: {', '.join(read)}"))
    if out:
        number = "1 column" if len(out) == 1 else f"{len(out)} columns"
        rule = f"{number} that the schema does not have ({', '.join(out)}): left out"
        found.mended.append(Problem("", rule))
    for name, about in partner_schemas.columns(found.kind).items():
        if name in missing and about.optional and name not in (*near, *PLACES):
            columns[name] = pd.Series(None, index=cells.rows.index, dtype="str")
            words = 'is not there: added, without a cell (or name it: --map "Their header='
            found.mended.append(Problem(f"column {name}", f'{words}{name}")'))
    for name, ours in names.items():
        if ours not in STAGES and _plain(name) not in map(_plain, cells.header):
            raise InputError(f"--map: no column has the header {name!r}")
    return pd.DataFrame(columns, index=cells.rows.index)


def _near(header: str, missing: list[str]) -> str:
    words = {
        _plain(word): name
        for name in missing
        for word in (name, *_WORDS["headers"][name], *_WORDS["perhaps"].get(name, ()))
    }
    found = difflib.get_close_matches(_plain(header), words, n=1, cutoff=_NEAR)
    return words[found[0]] if found else ""


# Places


def _placed(found: Checked, text: pd.DataFrame, directory: Path | None) -> pd.DataFrame:
    """Return a file of events with one column of place, the finest."""
    if POSTCODE in text and "lsoa" not in text:
        if directory is not None:
            codes = text[POSTCODE].str.upper().str.replace(r"\s", "", regex=True)
            lsoas = codes.map(_lsoas(directory, set(codes.dropna())))
            text = text.assign(lsoa=lsoas)
            given, unlisted = codes.notna(), codes.notna() & lsoas.isna()
            found.mended.append(Problem("column postcode", "become LSOAs", text.index[given]))
            if unlisted.any():
                rule = "are in no row of the directory with an LSOA of England: left empty"
                found.mended.append(Problem("column postcode", rule, text.index[unlisted]))
        else:
            rule = "add --postcodes FILE, the ONS Postcode Directory, which turns them into LSOAs"
            found.left.append(Problem("column postcode", rule))
    several = [name for name in PLACES if name in text]
    if several[1:]:
        rule = f"one of the three must be given: {several[0]} is kept"
        found.mended.append(Problem(f"columns {', '.join(several)}", rule))
    return text.drop(columns=[*several[1:], POSTCODE], errors="ignore")


def _lsoas(directory: Path, wanted: set[str]) -> dict[str, str]:
    """Return the LSOAs of some postcodes, without spaces; of a directory of 2.7 million, in parts.

    Raises
    ------
    InputError
        If the file cannot be read, or lacks a column.
    """
    try:
        header = pd.read_csv(directory, nrows=0, encoding="latin-1").columns
        lower = {name.strip().lower(): name for name in header}
        used = {k: next(filter(None, map(lower.get, v)), None) for k, v in _DIRECTORY.items()}
        if lacking := [k for k, name in used.items() if name is None]:
            raise InputError(
                f"{directory.name}: no column of {' and '.join(lacking)} of the ONS Postcode"
                f" Directory, such as {' and '.join(_DIRECTORY[k][0] for k in lacking)}"
            )
        found: dict[str, str] = {}
        with pd.read_csv(
            directory,
            usecols=list(used.values()),
            dtype="str",
            encoding="latin-1",
            chunksize=_ROWS_AT_ONCE,
        ) as parts:
            for part in parts:
                codes = part[used[POSTCODE]].str.upper().str.replace(r"\s", "", regex=True)
                rows = part[codes.isin(wanted) & part[used["lsoa"]].str.startswith("E01")]
                found |= dict(zip(codes[rows.index], rows[used["lsoa"]], strict=True))
    except InputError:
        raise
    except (OSError, ValueError) as error:
        reason = inputs.explained(error) if isinstance(error, FileNotFoundError) else "not a CSV"
        raise InputError(f"--postcodes {directory.name}: cannot be read ({reason})") from None
    return found


@cache
def _elsewhere(column: str) -> frozenset[str]:
    """Return the codes, and plain names, of all places of England of a column's kind."""
    if column == "lsoa":
        tables = {"lsoa11": ["lsoa11_code"], "lsoa21": ["lsoa21_code"]}
    else:
        tables = {"wards": ["ward_code", "ward_name"]}
    names = (raw.load(table)[name] for table, columns in tables.items() for name in columns)
    return frozenset(_plain(text) for series in names for text in series)


# Cells


def _mended(
    found: Checked,
    cells: pd.Series,
    known: Mapping[str, Mapping[str, object]],
    stages: Mapping[str, str],
) -> pd.Series:
    """Return the cells of a column, each in the one right form that it has; each value once."""
    name = str(cells.name)
    rule = partner_schemas.columns(found.kind)[name]
    values = rule.values or tuple(known.get(name, {}))
    readers = _readers(name, values, cells)
    if name == "stage":
        readers["as the stage of --map"] = lambda text: stages.get(_plain(text))
    given = cells.dropna().unique()
    forms = {value: _form(value, values, rule.optional, readers) for value in given}
    spelling = _one_spelling(name, cells, forms)
    rows: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for value, (form, reasons) in forms.items():
        if form is not None and spelling.get(form, form) != form:
            forms[value] = spelling[form], (*reasons, "spelled in one way")
        if forms[value][1]:
            rows[forms[value][1]].append(value)
    for reasons, wrong in rows.items():
        at = cells.index[cells.isin(wrong)]
        words = " and ".join(reasons)
        found.mended.append(Problem(f"column {name}", f"would be right {words}", at))
    return cells.map({value: form for value, (form, _) in forms.items()}).astype("str")


def _form(
    value: str, values: tuple[str, ...], optional: bool, readers: Mapping[str, Reader]
) -> Form:
    """Return the form that a value should have, None for an empty cell, and what is to be done."""
    spaced = "".join(" " if sign.isspace() else sign for sign in value)
    tidy = "".join(sign for sign in spaced if unicodedata.category(sign)[0] != "C").strip()
    reasons = ("without spaces at the ends, or characters that cannot be seen",) * (tidy != value)
    if not tidy:
        return None, ("left empty",)
    if tidy in values:
        return tidy, reasons
    if optional and _plain(tidy) in _not_stated():
        return None, ("left empty: it says that nothing is stated",)
    for reason, reader in readers.items():
        form = reader(tidy)
        if form is not None and form != tidy:
            return form or None, (*reasons, reason)
    return tidy, reasons


@cache
def _not_stated() -> frozenset[str]:
    return frozenset(map(_plain, _WORDS["not_stated"]))


def _readers(name: str, values: tuple[str, ...], cells: pd.Series) -> dict[str, Reader]:
    """Return what reads values of a column, by what it does with them; "" means an empty cell."""
    spelled = {_plain(value): value for value in values}
    lower = {plain: value for plain, value in spelled.items() if value == value.lower()}
    words = {
        _plain(word): ours
        for ours, theirs in _WORDS["values"].get(name, {}).items()
        for word in theirs
    }
    if name == "group":
        words |= dict.fromkeys(_not_stated(), "not stated")
    readers: dict[str, Reader] = {
        "in lower case": lambda text: lower.get(text.lower()),
        "spelled as the schema has it": lambda t: spelled.get(_plain(t)),
        "in the word of the schema": lambda text: words.get(_plain(text)),
    }
    if name in ("lsoa", "ward"):
        readers[_OUTSIDE] = lambda text: "" if _plain(text) in _elsewhere(name) else None
    if name in ("ethnic_group", "group"):
        readers["as the broad ethnic group"] = _broad_group
    if name in ("imd_decile", "group"):
        readers["as a number alone"] = lambda text: spelled.get(
            _number(_plain(text).removeprefix("decile ")) or _number(text) or ""
        )
    if name == "age_band":
        readers["as a band of the schema"] = _age_band
    if name == "staff":
        readers["as a number alone"] = _number
    if name == "event_date":
        days = [m for m in map(_DAY_FIRST.match, cells.dropna().str.strip().unique()) if m]
        month_first = any(int(day[2]) > 12 for day in days)
        if not month_first or any(int(day[1]) > 12 for day in days):
            readers["as 2024-03-01: they look like dd/mm/yyyy"] = _day_first
        readers["as 2024-03-01"] = _day
    return readers


def _one_spelling(name: str, cells: pd.Series, forms: Mapping[str, Form]) -> dict[str, str]:
    """Return the most frequent of values that differ only in what the schema takes for the same."""
    counts: Counter[str] = Counter()
    for value, number in cells.value_counts().items():
        if form := forms[str(value)][0]:
            counts[form] += number
    alike: dict[str, list[str]] = defaultdict(list)
    for form in counts:
        alike[partner_schemas.compared(name, form)].append(form)
    return {
        form: max(sorted(same), key=lambda one: counts[one])
        for same in alike.values()
        for form in same
        if len(same) > 1
    }


@cache
def _broad_groups() -> dict[str, str]:
    """Return the broad group of every name that a group has, by the plain name."""
    table = raw.load("ethnicity_la")
    census = dict(zip(table["group"].map(_plain), table["broad_group"], strict=True))
    others = {_plain(w): broad for broad, words in _WORDS["broad_groups"].items() for w in words}
    return census | others | {_plain(broad): broad for broad in BROAD_GROUPS}


def _broad_group(text: str) -> str | None:
    groups = _broad_groups()
    before = re.split(r": | [-–—] ?|:", text)[0]
    return groups.get(_plain(text)) or (groups.get(_plain(before)) if before != text else None)


def _age_band(text: str) -> str | None:
    if match := re.fullmatch(r"(\d{1,3})( years?( old)?)?", text):
        age = int(match[1])
        starts = [band for band in PARTNER_AGE_BANDS if int(re.findall(r"\d+", band)[0]) <= age]
        return starts[-1] if starts and age <= 120 else None
    ends = re.findall(r"\d+", text)
    if re.fullmatch(r"(aged )?\d+ ?(-|–|—|to) ?\d+( years?)?", text.lower()):
        return next((band for band in PARTNER_AGE_BANDS if band.split("-") == ends), None)
    return None


def _number(text: str) -> str | None:
    plain = re.sub(r",(?=\d{3}\b)|\.0+$", "", text)
    return plain if re.fullmatch(r"[0-9]+", plain) else None


def _day_first(text: str) -> str | None:
    match = _DAY_FIRST.fullmatch(_TIME.sub("", text))
    return _iso(match[3], match[2], match[1]) if match else None


def _day(text: str) -> str | None:
    """Return a day in any other form that has one meaning."""
    text = _TIME.sub("", text)
    if match := _YEAR_FIRST.fullmatch(text):
        year, _, month, day, *together = match.groups()
        return _iso(*together) if year is None else _iso(year, month, day)
    if (match := _MONTH_NAMED.fullmatch(text)) and match[2].lower() in _MONTHS:
        return _iso(match[3], str(_MONTHS.index(match[2].lower()) + 1), match[1])
    if re.fullmatch(r"\d{5}", text):  # as spreadsheets count days
        return _allowed(_SPREADSHEETS_DAY_0 + datetime.timedelta(int(text)))
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    """Return a day as 2024-03-01; of two digits, the year is of this century, as all days are."""
    try:
        full = f"20{year}" if len(year) == 2 else year
        return _allowed(datetime.date(int(full), int(month), int(day)))
    except ValueError:
        return None


def _allowed(day: datetime.date) -> str | None:
    return str(day) if partner_schemas.FIRST_DAY <= day <= datetime.date.today() else None


# Rows


def _without_repetitions(found: Checked, _: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    """Return events, each row once."""
    again = text.duplicated()
    if again.any():
        rule = "repeat another in every cell: left out"
        found.mended.append(Problem("", rule, text.index[again]))
    return text[~again]


def _added_up(found: Checked, given: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    """Return counts of staff, those of detailed groups added up where no group was repeated."""
    keys = ["breakdown", "group"]
    if not {*keys, "staff"} <= {*text}:
        return text
    repeated = given.fillna("").map(_plain).duplicated(keys).any()
    counted = text["staff"].str.fullmatch(r"[0-9]{1,9}").eq(True)
    several = text.duplicated(keys, keep=False) & counted
    if repeated or not several.any():
        return text
    rows = text[several].astype({"staff": "int64"}).reset_index(names="row")
    added = rows.groupby(keys, sort=False, as_index=False).agg({"row": "first", "staff": "sum"})
    rule = "are of one broad group: added up"
    found.mended.append(Problem("columns breakdown, group", rule, text.index[several]))
    return pd.concat([text[~several], added.set_index("row").astype({"staff": "str"})]).sort_index()
