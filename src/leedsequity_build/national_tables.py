"""The tables of all authorities, saved as a run's results, and an indicator's ranks to print."""

import difflib
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from leedsequity import indicators, neighbourhoods, outputs, places, raw
from leedsequity.analyses import national
from leedsequity.errors import InputError

_FACTS = ("indicator_series", "life_expectancy_la", "life_expectancy_la_limits")
_NEIGHBOURHOODS = (*neighbourhoods.PLACING, "population_lsoa21")
#: Each table, and the raw tables that it is made of.
SOURCES = {
    "indicators": (*_FACTS, "indicator_sources", "indicator_readings", "areas"),
    "slope_index": ("slope_index_la", "areas"),
    "decile_1": (*_NEIGHBOURHOODS, "areas"),
    "ethnic_groups": ("ethnicity_lsoa21", "lsoa21", "areas"),
    "funding": ("funding_la", "areas"),
}


def indicator_ranks() -> pd.DataFrame:
    """Return `national.newest` of all series."""
    series, values, limits = map(raw.load, _FACTS)
    sources, readings = raw.load("indicator_sources"), raw.load("indicator_readings")
    life = indicators.life_expectancy(values, limits)
    facts = indicators.series(pd.concat([series, life], ignore_index=True), sources)
    return national.newest(facts, sources, readings, places.names())


def write() -> dict[Path, int]:
    """Save a table a topic as the results of the run `national`; return their numbers of rows."""
    names = places.names()
    tables = {name: raw.load(name) for name in _NEIGHBOURHOODS}
    tables |= {n: raw.long(table) for n, table in tables.items() if raw.record(n).counts}
    made = {  # all of them, before any is saved
        "indicators": indicator_ranks(),
        "slope_index": national.slope_index(raw.load("slope_index_la"), names),
        "decile_1": national.decile_1(tables, names),
        "ethnic_groups": national.ethnic_groups(tables["ethnicity_lsoa21"], names),
        "funding": national.funding(raw.load("funding_la"), names),
    }
    run = outputs.Run("national")
    for name, table in made.items():
        run.table(name, table, SOURCES[name])
    return {run.folder / "tables" / f"{name}.csv": len(table) for name, table in made.items()}


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
        If no indicator with an open series, or more than one, has that number or name.
    """
    table = indicator_ranks()
    names = table.drop_duplicates("indicator_id").set_index("indicator_id")["indicator"]
    by_name = names.str.contains(text, case=False, regex=False)
    found = names[names.index.astype(str) == text if text.isdigit() else by_name]
    if len(found) != 1:
        near = list(found) or difflib.get_close_matches(text, names, n=3) or list(names)
        raise InputError(
            f"{text!r} is the number, or in the name, of {len(found) or 'no'} indicators that can"
            f" be ranked: take one of {', '.join(near)}"
        )
    rows = table[table["indicator_id"] == found.index[0]]
    rows = rows[rows["series"] == rows["series"].iloc[0]]
    for (group, period, tier), part in rows.groupby(["group", "period", "tier"], sort=False):
        about = part.iloc[0]
        title = (
            f"{about['indicator']}, {group}, {period} ({about['unit']}; {about['series']}):"
            f" {about['of']} authorities of the {tier} tier, boundaries {about['vintage']}; rank 1"
            " is the highest value"
        )
        yield title, [_line(row) for row in part.to_dict("records")]


def _line(row: dict[Hashable, Any]) -> tuple[str, ...]:
    value, lower, upper = (f"{row[name]:.4g}" for name in ("value", "lower", "upper"))
    limits = f"{lower}-{upper}" if pd.notna(row["lower"]) else ""
    rank = str(row["rank"]) if pd.notna(row["rank"]) else ""
    ranks = f"{row['rank_lower']}-{row['rank_upper']}" if pd.notna(row["rank_lower"]) else ""
    return rank, ranks, row["area"], value, limits, row["caution"]
