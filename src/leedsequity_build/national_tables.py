"""The tables of all authorities: made, saved as a run's results, and one measure's ranks to print."""

import difflib
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from leedsequity import indicators, neighbourhoods, outputs, places, raw
from leedsequity.analyses import national
from leedsequity.errors import InputError

_LONG = ("ethnicity_lsoa21", "population_lsoa11", "population_lsoa21")
_FACTS = ("indicator_series", "life_expectancy_la", "life_expectancy_la_limits")
_ABOUT = ("indicator_sources", "indicator_readings", "areas")
_PLACED = ("lsoa21", "areas")  # where each LSOA lies


def _load(name: str) -> pd.DataFrame:
    return raw.long(raw.load(name)) if name in _LONG else raw.load(name)


def indicator_ranks() -> pd.DataFrame:
    """Return `national.newest` of all series."""
    series, values, limits = map(raw.load, _FACTS)
    sources, readings = raw.load("indicator_sources"), raw.load("indicator_readings")
    life = indicators.life_expectancy(values, limits)
    facts = indicators.series(pd.concat([series, life], ignore_index=True), sources)
    return national.newest(facts, sources, readings, places.names())


def _decile_1() -> pd.DataFrame:
    tables = {name: _load(name) for name in (*neighbourhoods.PLACING, "population_lsoa21")}
    return national.decile_1(tables, places.names())


# Each table: how it is made, and of which raw tables.
TOPICS: dict[str, tuple[Callable[[], pd.DataFrame], tuple[str, ...]]] = {
    "indicators": (indicator_ranks, (*_FACTS, *_ABOUT)),
    "slope_index": (
        lambda: national.slope_index(_load("slope_index_la"), places.names()),
        ("slope_index_la", "areas"),
    ),
    "decile_1": (_decile_1, (*neighbourhoods.PLACING, "population_lsoa21", *_PLACED)),
    "ethnic_groups": (
        lambda: national.ethnic_groups(_load("ethnicity_lsoa21"), places.names()),
        ("ethnicity_lsoa21", *_PLACED),
    ),
    "funding": (
        lambda: national.funding(_load("funding_la"), places.names()),
        ("funding_la", "areas"),
    ),
}


def write() -> dict[Path, int]:
    """Save a table a topic as the results of the run `national`; return their numbers of rows."""
    run = outputs.Run("national")
    rows = {}
    for name, (make, sources) in TOPICS.items():
        table = make()
        run.table(name, table, sources)
        rows[run.folder / "tables" / f"{name}.csv"] = len(table)
    return rows


def lists(text: str) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Yield the ranks of all authorities by an indicator's nearest series, list by list.

    Parameters
    ----------
    text
        Part of the indicator's name, or its number.

    Yields
    ------
    tuple
        A title, and a line an authority: rank, its interval, name, value, its interval, caution.

    Raises
    ------
    InputError
        If no indicator with an open series, or more than one, has the text in its name.
    """
    table = indicator_ranks()
    names = table.drop_duplicates("indicator_id").set_index("indicator_id")["indicator"]
    number = names.index.astype(str) == text
    found = names[number if number.any() else names.str.contains(text, case=False, regex=False)]
    if len(found) != 1:
        near = list(found) or difflib.get_close_matches(text, names, n=3) or list(names)
        raise InputError(
            f"{len(found) or 'no'} indicators that can be ranked have {text!r} in their name: take"
            f" one of {', '.join(near)}"
        )
    rows = table[table["indicator_id"] == found.index[0]]
    rows = rows[rows["series"] == rows["series"].iloc[0]]
    for (group, period, tier), part in rows.groupby(["group", "period", "tier"], sort=False):
        about = part.iloc[0]
        title = (
            f"{about['indicator']}, {group}, {period} ({about['unit']}; {about['series']}):"
            f" {about['of']} authorities of the {tier} tier, boundaries {about['vintage']}; rank 1 is"
            " the highest value"
        )
        yield title, [_line(row) for row in part.to_dict("records")]


def _line(row: dict[Hashable, Any]) -> tuple[str, ...]:
    value, lower, upper = (f"{row[name]:.4g}" for name in ("value", "lower", "upper"))
    limits = f"{lower}-{upper}" if pd.notna(row["lower"]) else ""
    rank = str(row["rank"]) if pd.notna(row["rank"]) else ""
    ranks = f"{row['rank_lower']}-{row['rank_upper']}" if pd.notna(row["rank_lower"]) else ""
    return rank, ranks, row["area"], value, limits, row["caution"]
