"""Phrases that the sentences of several notebooks are put together from."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from leedsequity.vocabulary import SEXES

Caption = dict[str, str]


def missing(place: str, what: str) -> str:
    """Return the sentence that stands where a section has nothing to show."""
    return f"{place} has no {what}, so this section is left out."


def each(table: pd.DataFrame, phrase: str) -> list[str]:
    """Return a phrase a row, in which `{column}` stands for the row's value there."""
    rows: Any = table.to_dict("records")
    return [phrase.format_map(row) for row in rows]


def both(
    table: pd.DataFrame,
    phrase: str | Callable[[pd.Series], str],
    join: str = "; ",
    who: dict[str, str] = SEXES,
) -> str:
    """Return one phrase a sex, as in `each` or by a function of its row: `men …; women …`."""
    say = phrase.format_map if isinstance(phrase, str) else phrase
    rows = {row["sex"]: row for _, row in table.drop_duplicates("sex").iterrows()}
    return join.join(f"{people} {say(rows[sex])}" for sex, people in who.items() if sex in rows)


def limits(row: pd.Series, value: str = "value", decimals: int = 1) -> str:
    """Return an estimate with its interval, alone where it has none: `12.7 (11.8 to 13.5)`.

    The interval of a column `gap` is in `gap_lower` and `gap_upper`, or, where there are none, in
    `lower` and `upper`.
    """
    lower, upper = (row.get(f"{value}_{end}", row.get(end)) for end in ("lower", "upper"))
    interval = "" if pd.isna(lower) else f" ({lower:,.{decimals}f} to {upper:,.{decimals}f})"
    return f"{row[value]:,.{decimals}f}{interval}"


def span(values: pd.Series, form: str = "{:.1f}") -> str:
    """Return where values begin and end: `12.7 to 13.5`."""
    return f"{form.format(values.min())} to {form.format(values.max())}"


def counted(number: int, thing: str) -> str:
    """Return a number of things in words: `1 ratio`, `2 ratios`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def ordinal(place: int) -> str:
    """Return a place in words: `1st`, `2nd`, `11th`."""
    ending = "th" if 10 < place % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def moved(change: pd.Series) -> str:
    """Return whether a gap widened or narrowed; neither where its interval holds no change."""
    if pd.isna(change["lower"]) or pd.isna(change["upper"]):
        return "not tested"
    if change["lower"] <= 0 <= change["upper"]:
        return "no clear change"
    return "wider" if change["value"] > 0 else "narrower"
