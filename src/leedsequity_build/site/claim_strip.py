"""What fulfils a claim, in words, and its readings as a picture."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from leedsequity.claims.verdict_sentences import number
from leedsequity.wording import counted

Row = Mapping[str, Any]


def permitted(claim: Row) -> str:
    """Return which values fulfil a claim, in words: `what rounds to 26%`, `more than 0`."""
    value, least, most = claim["value"], claim["least"], claim["most"]
    printed, unit = amount(value, claim["unit"]), claim["unit"]
    if claim["relation"] == ">" and not least > value:
        return f"more than {printed}" + ("" if pd.isna(most) else f", up to {amount(most, unit)}")
    if claim["relation"] == "<" and not most < value:
        return f"less than {printed}" + ("" if pd.isna(least) else f", from {amount(least, unit)}")
    if pd.isna(most):
        return f"{amount(least, unit)} or more"
    if pd.isna(least):
        return f"{amount(most, unit)} or less"
    if least == most:
        return printed
    ends = [amount(least, unit), amount(most, unit)]
    decimals = len(f"{value:.10g}".partition(".")[2])
    half = 0.5 * 10**-decimals
    if ends[0] == ends[1] or max(abs(value - half - least), abs(most - value - half)) < half / 100:
        return printed if unit == "year" else f"what rounds to {printed}"
    return " to ".join(ends)


def amount(value: float, unit: str) -> str:
    """Return a value with its unit, as a document would print it."""
    if unit == "year":
        return f"{value:g}"
    if value == 0:
        return "0"
    return number(value, unit) + (" as much" if unit == "times" else "")


def strip(claim: Row, readings: list[dict[str, Any]]) -> str:
    """Return a claim's readings as a picture of HTML: a line of dots a reading, numbered.

    The published value is a line through all, the values that fulfil the claim a band; intervals
    are drawn where there are any. Nothing where no reading has a value.
    """
    drawn = [one for one in readings if pd.notna(one["value"])]
    if not drawn:
        return ""
    unit, value = claim["unit"], claim["value"]
    ends = [claim["least"], claim["most"]]
    ends += [one[end] for one in drawn for end in ("value", "lower", "upper")]
    known = [end for end in [value, *ends] if pd.notna(end)]
    first, last = min(known), max(known)
    room = (last - first) / 20 or max(abs(last) / 20, 1)
    first, last = first - room, last + room

    def at(place: float) -> float:
        return float(100 * (place - first) / (last - first))

    low = value if claim["relation"] == ">" and pd.isna(claim["least"]) else claim["least"]
    high = value if claim["relation"] == "<" and pd.isna(claim["most"]) else claim["most"]
    low, high = (0 if pd.isna(low) else at(low)), (100 if pd.isna(high) else at(high))
    band = f'<i class="band" style="left:{low:.1f}%;width:{max(high - low, 0.6):.1f}%"></i>'
    line = f'<i class="line" style="left:{at(value):.1f}%"></i>'
    rows = []
    for one in drawn:
        marks = [band, line]
        if pd.notna(one["lower"]):
            left, right = at(one["lower"]), at(one["upper"])
            marks.append(
                f'<i class="interval" style="left:{left:.1f}%;width:{right - left:.1f}%"></i>'
            )
        kind = "dot main" if one["main"] else "dot"
        marks.append(f'<i class="{kind}" style="left:{at(one["value"]):.1f}%"></i>')
        rows.append(f"<div><b>{one['number']}</b><span>{''.join(marks)}</span></div>")
    place = at(value)
    named = "no difference" if claim["what"] == "comparison" and value == 0 else claim["line"]
    label = (
        f'<p class="over"><span style="left:{place:.1f}%;transform:translateX(-{place:.1f}%)">'
        f"{escape(named)}: {escape(number(value, unit))}</span></p>"
    )
    span = [f"{number(end, unit)}" for end in (min(known), max(known))]
    under = f'<p class="under"><span>{escape(span[0])}</span><span>{escape(span[1])}</span></p>'
    values = ", ".join(number(one["value"]) for one in drawn)
    alt = (
        f"Dots for {counted(len(drawn), 'reading')}, beside {named} {number(value, unit)}:"
        f" {values}. Fulfilled by {permitted(claim)}."
    )
    return (
        f'<div class="strip" role="img" aria-label="{escape(alt)}">\n{label}\n'
        + "\n".join(rows)
        + f"\n{under}\n</div>"
    )
