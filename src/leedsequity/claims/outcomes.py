"""What becomes of a claim, by rule: the outcome of each reading, and how firm they are together.

A claim declares the values that fulfil it before any result: from `least` to `most`, both allowed;
one that is missing has no bound on that side. Where its words exclude the value itself (`<`, `>`)
so does the rule. "Just under 30%" is not fulfilled by 5%, because its least says so.
"""

from typing import Any

import pandas as pd

from leedsequity.claims.registers import Claim

#: Outcomes of a reading.
OUT, MARGIN, NOT_OUT, UNCERTAIN, UNTESTED = OUTCOMES = (
    "comes out",
    "within its margin",
    "does not come out",
    "too uncertain to tell",
    "cannot be tested",
)
#: How firm a claim is, from the outcomes of its readings.
EVERY, SOME, NONE = "every reading", "some readings", "no reading"
FIRM = (EVERY, SOME, NONE, UNCERTAIN, UNTESTED)
_SAME = 1e-9  # of floating point: 9.95 is half of 0.1 away from 10


def fulfils(claim: Claim, value: float) -> bool:
    """Return whether a value is one of those that the claim's words allow."""
    if claim.relation == "<" and value >= claim.value - _SAME:
        return False
    if claim.relation == ">" and value <= claim.value + _SAME:
        return False
    above = pd.isna(claim.least) or value >= claim.least - _SAME
    return bool(above and (pd.isna(claim.most) or value <= claim.most + _SAME))


def outcome(claim: Claim, value: Any, lower: Any = None, upper: Any = None) -> str:
    """Return the outcome of one reading.

    Without limits the value alone decides. With limits, of a comparison (a claim that is open to
    one side) both ends must be on that side to come out, and both off it not to; else it is too
    uncertain. Of a number, one whose interval reaches the permitted values comes out, or is within
    its margin, only where the interval leaves out `no_difference`: an interval so wide that it
    holds no difference at all confirms nothing.
    """
    if pd.isna(value):
        return UNTESTED
    inside = fulfils(claim, value)
    if pd.isna(lower) or pd.isna(upper):
        return OUT if inside else NOT_OUT
    if pd.isna(claim.least) or pd.isna(claim.most):
        ends = [fulfils(claim, lower), fulfils(claim, upper)]
        return OUT if all(ends) else UNCERTAIN if inside or any(ends) else NOT_OUT
    if not inside and (upper < claim.least or lower > claim.most):
        return NOT_OUT
    none = claim.no_difference
    if not pd.isna(none) and lower <= none <= upper and not fulfils(claim, none):
        return UNCERTAIN
    return OUT if inside else MARGIN


def firmness(outcomes: list[str]) -> str:
    """Return how firm a claim is.

    `every reading` of those that could be computed comes out, or is within its margin; `some
    readings` do; none does, and is `too uncertain to tell` if one of them is, else `no reading`;
    `cannot be tested` where none could be computed.
    """
    tested = [one for one in outcomes if one != UNTESTED]
    good = [one for one in tested if one in (OUT, MARGIN)]
    if not tested:
        return UNTESTED
    if good:
        return EVERY if len(good) == len(tested) else SOME
    return UNCERTAIN if UNCERTAIN in tested else NONE
