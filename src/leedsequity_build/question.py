"""A question that a raw table can answer: a measure, by what, at one level of all else.

What is asked for is read from the table's record; what is not, such as the latest period, is chosen
from its rows, and becomes a parameter of the notebook that `leedsequity new` writes.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from leedsequity import places, raw
from leedsequity.errors import InputError, NotServedError
from leedsequity.raw import described
from leedsequity.raw.records import Record
from leedsequity.raw.values import parse_values
from leedsequity.vocabulary import LEEDS

if TYPE_CHECKING:
    import pandas as pd

ENGLAND = "E92000001"
ALL = "all"  # what a column is a share of: all counts of a wide table together
MOST_WORDS = 5  # of what the measure is called, so that a title with two values is short enough
_COUNTED = ("people", "children", "deaths", "households", "people or households", "person-years")
TIMES = ("year", "period", "series_period")
_WARDS = {"ward_code", "ward21_code", "ward24_code"}
#: The index by which LSOAs are put in deciles, and the column of their wards, by their code.
_LSOAS = {
    "lsoa21_code": ("imd_lsoa21", "imd_decile_2025", "ward24_code", 2025),
    "lsoa11_code": ("imd_lsoa11", "imd_decile_2019", "ward21_code", 2019),
}
_PLACES = ("lsoa11_code", "lsoa21_code", "msoa11_code", *sorted(_WARDS), "area_code")
#: What levels may stand for without being added up: all, of a column of people.
_TOTALS = ("persons", "all", "total")


@dataclass(frozen=True)
class Question:
    """What is asked of a raw table.

    Parameters
    ----------
    table
        The raw table.
    by
        ``area``, ``decile``, ``ward``, or a column of the table or of its long form.
    measure
        Column of the numbers; of a wide table also the name of its counts in the long form.
    of
        Column of counts that the measure is a part of, for a share; or empty.
    label
        What the measure is called in sentences; without one, as the record describes it.

    Raises
    ------
    InputError
        By `check`, in a line: the table has outlines or words alone, no such column, or none that
        says what is asked; or a part of a whole is asked of what is no count.
    """

    table: str
    by: str
    measure: str
    of: str = ""
    label: str = ""
    _frames: dict[str, "pd.DataFrame"] = field(default_factory=dict, repr=False)

    @cached_property
    def record(self) -> Record:
        """The table's record."""
        return raw.record(self.table)

    @cached_property
    def place(self) -> str:
        """The column that says where a row is; empty where there is none."""
        found = [c for c in (*self.record.key, *self.record.columns) if c in _PLACES]
        return found[0] if found else ""

    @cached_property
    def kind(self) -> str:
        """Which of the forms it has: area, decile, ward, time or group."""
        by = {"area_code": "area", "imd": "decile"}.get(self.by, self.by)
        if by in _WARDS:
            return "ward"
        return by if by in ("area", "decile", "ward") else "time" if by in TIMES else "group"

    @cached_property
    def long(self) -> bool:
        """Whether the table is made long first."""
        keys = {key for column in self.record.columns.values() for key in column.means}
        return bool(keys) and (self.measure == self.record.counts or self.by in keys)

    @cached_property
    def frame(self) -> "pd.DataFrame":
        """The rows of Leeds, or of all where a row has no place, or where areas are compared."""
        whole = not self.place or (self.place == "area_code" and self.kind == "area")
        try:
            frame = raw.load(self.table, area=None if whole else LEEDS)
        except NotServedError:
            raise InputError(f"{self.table} has no rows of Leeds: ask another table") from None
        if self.place == "area_code" and not whole:
            frame = frame[frame["area_code"] == LEEDS]
        return raw.long(frame) if self.long else frame

    @cached_property
    def unit(self) -> str:
        """The unit of the measure."""
        return str(self.frame.attrs["units"].get(self.measure, "none"))

    @cached_property
    def counted(self) -> bool:
        """Whether the measure counts something, so that parts of it add up."""
        whole = str(self.frame[self.measure].dtype) in ("int64", "float64")
        known = self.record.columns.get(self.measure)
        if known is not None:
            whole = parse_values(known.values).type == "whole"
        return whole and self.unit in _COUNTED

    @cached_property
    def others(self) -> list[str]:
        """The other columns of the table's key that a row is told by, each fixed at one level."""
        means = dict.fromkeys(k for c in self.record.columns.values() for k in c.means)
        keys = [*self.record.key, *(means if self.long else ())]
        column = "" if self.kind in ("area", "ward") else self.by
        return [k for k in keys if k not in (column, self.place) and not self._added_up(k, column)]

    def _added_up(self, key: str, by: str) -> bool:
        """Whether rows of a column need no choice: nested in what is compared, or parts of all."""
        if by in self.frame and self.kind == "group":
            pairs = self.frame[[key, by]].drop_duplicates()
            if not pairs[key].duplicated().any() or not pairs[by].duplicated().any():
                return True
        parts = key in ("sex", "age_start", "age_band", "group", "broad_group")
        whole = set(_TOTALS) & set(self.frame[key].unique())
        return parts and self.counted and not whole

    @cached_property
    def fixed(self) -> dict[str, tuple[object, list[object]]]:
        """Of each such column the level that is chosen, the latest, and all that there are."""
        rows = self.frame.dropna(subset=self.measure)
        if self.kind == "area" and self.place == "area_code":
            rows = rows[rows["area_code"].isin([LEEDS, self.comparator])]
        chosen: dict[str, tuple[object, list[object]]] = {}
        for key in sorted(self.others, key=lambda k: k not in TIMES):
            levels = self.levels(rows)
            held = levels.groupby(rows[key]).nunique()
            full = held[held >= 0.9 * held.max()].index
            if self.kind == "time":  # what reaches the latest time
                last = levels.groupby(rows[key]).max()
                full = last[last == last.max()].index
            known = [*rows[key].unique()]
            latest = max(full) if key in TIMES else None
            level = latest or next((k for k in (*_TOTALS, *known) if k in full), known[0])
            every = [*self.frame[key].drop_duplicates()]
            chosen[key] = level, sorted(every) if key in TIMES else every
            rows = rows[rows[key] == level]
        return {key: chosen[key] for key in self.others}

    def levels(self, rows: "pd.DataFrame") -> "pd.Series":
        """Return what rows are compared by, as far as the table says it."""
        column = {"area": self.place, "ward": self.place}.get(self.kind, self.by)
        return rows[column] if column in rows else rows[self.place]

    @cached_property
    def several(self) -> bool:
        """Whether a level has several rows, which are added up or averaged."""
        if self.kind in ("area", "ward", "decile") and self.place in (*_LSOAS, "msoa11_code"):
            return True
        if self.kind == "area" and self.place in _WARDS:
            return True
        return bool(self.levels(self.rows).duplicated().any())

    @cached_property
    def errors(self) -> str:
        """Where limits come from: limits, se, counts, or none."""
        columns = set(self.frame)
        if self.of:
            told = " ".join([self.record.description, *self.record.notes]).lower()
            sure = not self.frame.attrs["census"] and not re.search(r"modelled|estimate", told)
            return "counts" if sure else "none"
        if self.several or self.measure != "value":
            return "none"
        return "limits" if {"lower", "upper"} <= columns else "se" if "se" in columns else "none"

    @cached_property
    def words(self) -> str:
        """What the measure is called in a sentence."""
        text = self.label
        if not text:
            about = self.record.columns.get(self.measure)
            text = about.description if about else self.record.description
            text = re.split(r"[,;:(.]| on \d| of the | in the LSOA", text)[0].strip()
        text = text.removeprefix("Period ")
        text = text if re.match(r"[A-Z]{2}", text) else text[:1].lower() + text[1:]
        if not 0 < len(text.split()) <= MOST_WORDS or not re.fullmatch(r"[\w ,'’£%-]+", text):
            raise InputError(
                f"{self.table}: what {self.measure} is, {text!r}, is no name of 1 to {MOST_WORDS}"
                " plain words: give one, such as --label 'children in low-income families'"
            )
        return text

    @cached_property
    def when(self) -> str:
        """When the figures are of, where no parameter says it."""
        about = self.record.columns.get(self.measure)
        text = f"{about.description} {about.means.get('year', '')}" if about else ""
        found = re.findall(r"\b20\d\d\b", text)
        return found[-1] if found else described.years(self.record)

    @cached_property
    def per_cent(self) -> bool:
        """Whether values are in per cent, as they are or once multiplied by 100."""
        return bool(self.of) or self.share or self.unit.startswith(("per cent", "%"))

    @cached_property
    def share(self) -> bool:
        """Whether values are shares from 0 to 1."""
        return not self.of and self.unit in ("share", "proportion, 0 to 1")

    def check(self) -> None:
        """Refuse what the table cannot answer."""
        if "geometry" in self.record.columns:
            raise InputError(f"{self.table} holds outlines, and no figures: ask another table")
        for name in filter(None, (self.measure, self.of.removeprefix(ALL))):
            if name not in self.measures and not (self.long and name == self.record.counts):
                raise InputError(_unknown(self.table, "measure", name, self.measures))
        if self.by not in (*self.choices, self.place):
            raise InputError(_unknown(self.table, "column to ask by", self.by, self.choices))
        if self.measure not in self.frame:
            raise InputError(
                f"{self.table}: by {self.by} its numbers are {self.record.counts}: give --measure"
                f" {self.record.counts}"
            )
        if self.kind == "area" and self.counted and not self.of:
            known = [ALL] * self.exclusive or [c for c in self.measures if c != self.measure]
            raise InputError(
                f"{self.table}: {self.measure} counts, and places differ in size: give what it is a"
                f" share of, --of {' or '.join(known)}"
            )
        whole = self.of in self.frame or (self.of == ALL and self.exclusive)
        if self.of and not (self.counted and whole):
            raise InputError(
                f"{self.table}: {self.measure} is no count of some among {self.of}: leave --of out"
            )
        _ = self.words
        if self.kind in ("time", "group") and self.rows[self.by].nunique() < 2:
            raise InputError(f"{self.table} has one {self.by} alone: nothing to compare")

    @cached_property
    def exclusive(self) -> bool:
        """Whether the counts of a wide table are of groups that together are all."""
        counted = [c for name, c in self.record.columns.items() if name != self.place]
        several = {"year", "measure", "basis", "income"}
        return bool(counted) and all(c.means and not several & {*c.means} for c in counted)

    @cached_property
    def comparator(self) -> str:
        """The code of what an area is seen beside: England, or the first core city there is."""
        codes = set(self.frame["area_code"]) if self.place == "area_code" else {ENGLAND}
        cities = [city.code for city in places.core_cities() if city.code != LEEDS]
        return next((code for code in (ENGLAND, *cities) if code in codes), ENGLAND)

    @property
    def comparator_name(self) -> str:
        """Its name."""
        return places.find(self.comparator).name

    @cached_property
    def rows(self) -> "pd.DataFrame":
        """The rows of the frame at the levels that are chosen."""
        rows = self.frame.dropna(subset=self.measure)
        for key, (level, _) in self.fixed.items():
            rows = rows[rows[key] == level]
        return rows

    @cached_property
    def measures(self) -> list[str]:
        """The columns of numbers that are no key, and what counts are called in the long form."""
        columns = self.record.columns.items()
        found = [
            name
            for name, column in columns
            if parse_values(column.values).type in ("whole", "number")
            and name not in (*self.record.key, *TIMES, "lower", "upper", "se")
        ]
        return [*found, *([self.record.counts] if self.record.counts else [])]

    @cached_property
    def choices(self) -> list[str]:
        """What it may be asked by."""
        columns = self.record.columns
        means = dict.fromkeys(key for column in columns.values() for key in column.means)
        found = ["area"] if self.place else []
        found += ["decile", "ward"] if self.place in _LSOAS else []
        found += ["ward"] if self.place in _WARDS else []
        keys = (*self.record.key, *(means if not self.of else ()))
        return list(dict.fromkeys([*found, *(key for key in keys if key != self.place)]))

    @property
    def decile_table(self) -> tuple[str, str, str, int]:
        """Of LSOAs: the table and the column of their deciles, that of wards, and the edition."""
        return _LSOAS[self.place]


def _unknown(table: str, what: str, name: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    hint = f": did you mean {near[0]}?" if near else f": there are {', '.join(known) or 'none'}"
    return f"{table} has no {what} {name}{hint}"
