"""The register: each claim evaluated, and a status given by rule."""

import importlib
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from leedsequity.claims.testing import Answer, Question, table, tables_read

_SAME = 1e-9  # of floating point: 9.95 is half of 0.1 away from 10
_ABOUT = 0.05
_COMPARED = {"<": operator.lt, ">": operator.gt, "order": operator.eq}


@dataclass(frozen=True)
class Claim:
    """One row of `claims`, as its record describes the columns."""

    claim_id: str
    document: str
    locator: str
    statement: str
    quantity: str
    value: float
    unit: str
    relation: str
    rounding: float
    tolerance: float
    area: str
    group: str
    period: str
    source_cited: str
    kind: str
    test: str
    note: str

    def question(self) -> Question:
        """Return what a test may know of the claim: not its value."""
        return Question(self.claim_id, self.quantity, self.area, self.group, self.period)


def claims() -> list[Claim]:
    """Return all claims, in the order of the documents."""
    rows: Any = table("claims").fillna({"area": "", "source_cited": "", "test": "", "note": ""})
    return [Claim(**row) for row in rows.to_dict("records")]


def evaluate(claim: Claim) -> Answer | None:
    """Recompute a claim; None where nothing can.

    A ValueError if the claim names a function that is not there.
    """
    if claim.kind == "untestable":
        return None
    module, _, function = claim.test.partition(":")
    try:
        test: Callable[[Question], Answer] = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"data/raw/claims.csv: no function {claim.test!r}: {error}") from error
    return test(claim.question())


def traced(claim: Claim) -> tuple[Answer | None, list[str]]:
    """Recompute a claim, and say which raw tables its test read."""
    before = len(tables_read())
    return evaluate(claim), list(dict.fromkeys(tables_read()[before:]))


def status(claim: Claim, answer: Answer | None) -> str:
    """Return what becomes of a claim, by rule.

    `reproduced`: equal at the stated rounding; for `<`, `>` and `order` the relation holds; for `~`
    within 5%. `close`: not so, but the published value lies within the limits of the recomputed one
    (for `<` and `>`, the relation holds at one of them), or within the tolerance that the claim's
    note justifies. `differs` otherwise; `conflicts` in its place where another document is all
    there is to compare with. `untestable`: nothing recomputes it.
    """
    if answer is None:
        return "untestable"
    if _holds(claim, answer.value):
        return "reproduced"
    if claim.kind == "compared":
        return "conflicts"
    if abs(answer.value - claim.value) <= claim.tolerance:  # a missing tolerance holds nothing
        return "close"
    if answer.lower is None or answer.upper is None:
        return "differs"
    if claim.relation in "<>":
        near = _holds(claim, answer.lower) or _holds(claim, answer.upper)
    else:
        near = answer.lower <= claim.value <= answer.upper
    return "close" if near else "differs"


def register(beginning: str = "") -> pd.DataFrame:
    """Evaluate every claim, or those whose id begins so; an empty table where none does.

    One row a claim: the columns of `claims` but `test`, then recomputed, lower, upper, difference
    (recomputed minus published), basis (what it was computed from, with what other definitions
    give), status.
    """
    chosen = [claim for claim in claims() if claim.claim_id.startswith(beginning)]
    if not chosen:
        return pd.DataFrame()
    answers = [evaluate(claim) for claim in chosen]
    stated = pd.DataFrame(chosen).drop(columns="test")
    stated = stated.astype(dict.fromkeys(("value", "rounding", "tolerance"), float))
    found = pd.DataFrame([answer or Answer(None, "") for answer in answers])
    found = found.astype(dict.fromkeys(("value", "lower", "upper"), float))
    found["difference"] = found["value"] - stated["value"]
    found = found.rename(columns={"value": "recomputed"})
    found = found[["recomputed", "lower", "upper", "difference", "basis"]]
    return stated.join(found).assign(status=list(map(status, chosen, answers)))


def _holds(claim: Claim, value: float) -> bool:
    if claim.relation in _COMPARED:
        return bool(_COMPARED[claim.relation](value, claim.value))
    room = _ABOUT * abs(claim.value) if claim.relation == "~" else claim.rounding / 2
    return abs(value - claim.value) <= room + _SAME
