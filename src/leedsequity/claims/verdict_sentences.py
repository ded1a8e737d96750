"""The verdict on a claim in one sentence, in words that its authors would call fair."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from leedsequity.claims import outcomes
from leedsequity.wording import counted, ordinal

_NEEDS = {
    "open file": "it waits for an open file that is not held here",
    "partner's records": "it would take the programme's or employer's own records",
    "document": "documents would tell, not data",
    "future": "it speaks of what was still to come",
    "definition": "its words leave open what is meant",
}
#: What a claim without a reading may need.
NEEDS = tuple(_NEEDS)
_SUBJECT = {"number": "The number", "comparison": "The comparison"}
# Units as sentences have them.
_UNITS = {"LSOAs": "neighbourhoods", "percentage points": "points"}

Row = Mapping[str, Any]


def number(value: float, unit: str = "") -> str:
    """Return a value as people read it: thousands with commas, no more decimals than it needs."""
    if unit == "rank":
        return ordinal(int(value))
    decimals = 0 if abs(value) >= 100 or value == round(value) else 1 if abs(value) >= 10 else 2
    text = f"{abs(round(value, decimals)):,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if decimals else text
    sign = "minus " if round(value, decimals) < 0 else ""
    if unit.startswith("£"):
        return f"{sign}£{text}{unit[1:]}"
    return (
        f"{sign}{text}%" if unit == "percent" else f"{sign}{text} {_UNITS.get(unit, unit)}".rstrip()
    )


def verdict_sentence(claim: Row, readings: Sequence[Row]) -> str:
    """Return the sentence of a claim, a row of `evaluation.evaluated`, from those of its readings.

    It says whether it comes out, what was found, and by which reading.
    """
    firm = claim["firm"]
    if claim["needs"] and firm == outcomes.UNTESTED:
        return f"Cannot be tested here: {_NEEDS[claim['needs']]}."
    subject, unit = _SUBJECT.get(claim["what"], "The statement"), claim["unit"]
    main = next(reading for reading in readings if reading["main"])
    tested = [reading for reading in readings if pd.notna(reading["value"])]
    # The main reading stands for those that come out where it does, else the first that does.
    good = [r for r in (main, *readings) if r["outcome"] == outcomes.OUT]
    good += [r for r in (main, *readings) if r["outcome"] == outcomes.MARGIN]
    several = len(tested) > 1
    if firm == outcomes.UNTESTED:
        return f"Cannot be tested here: {main['basis']}."
    if claim["what"] == "consistency" and not several:
        return _printed(claim, main)
    if firm == outcomes.EVERY:
        if not several:
            return f"{subject} comes out: {_found(main, unit)}."
        span = _span(claim)
        over = f", from {span}" if span else ""
        return f"{subject} comes out by {_all(len(tested))}{over}: {_found(good[0], unit)}."
    if firm == outcomes.SOME:
        other = next(
            r for r in (main, *tested) if r["outcome"] not in (outcomes.OUT, outcomes.MARGIN)
        )
        agree = (
            f"Of {len(tested)} readings {claim['come_out']} agree{'s' * (claim['come_out'] == 1)}"
            if len(tested) > 2
            else (f"{subject} depends on the reading")
        )
        does = "does" if len(tested) > 2 else "comes out"
        return f"{agree}: {_found(good[0], unit)} {does}, {_found(other, unit)} {_fate(other)}."
    if firm == outcomes.UNCERTAIN:
        return (
            f"Open data cannot tell: {_found(main, unit)}, where anything from"
            f" {number(main['lower'])} to {number(main['upper'], unit)} is possible."
        )
    if not several:
        return f"{subject} does not come out: {_found(main, unit)}."
    span = _span(claim) or number(claim["found_least"], unit)
    return f"{subject} comes out by none of {counted(len(tested), 'reading')}: {span}."


def _all(count: int) -> str:
    return "both readings" if count == 2 else f"all {count} readings"


def _found(reading: Row, unit: str) -> str:
    near = ", within its margin" if reading["outcome"] == outcomes.MARGIN else ""
    return f"{number(reading['value'], unit)} ({reading['reading']}{near})"


def _fate(reading: Row) -> str:
    return "cannot tell" if reading["outcome"] == outcomes.UNCERTAIN else "does not"


def _span(claim: Row) -> str:
    """Return from where to where its readings go; nothing where they are the same as shown."""
    unit = claim["unit"]
    first, last = (number(claim[end], unit) for end in ("found_least", "found_most"))
    if first == last:
        return ""
    return f"{first if unit in ('rank', 'percent') else number(claim['found_least'])} to {last}"


def _printed(claim: Row, reading: Row) -> str:
    """Return the sentence on figures that documents print: they agree, or do not."""
    agree = claim["firm"] == outcomes.EVERY
    if not reading["test"].endswith(":stated") or pd.isna(claim["least"]):
        return f"What is printed {'bears it out' if agree else 'says otherwise'}: " + (
            f"{_found(reading, claim['unit'])}."
        )
    both = f"{number(claim['value'])} here, {number(reading['value'], claim['unit'])} there"
    return f"The two documents {'agree' if agree else 'disagree'}: {both}."
