"""The register evaluated: each reading recomputed, each claim given its verdict."""

import importlib
from collections.abc import Callable, Collection
from typing import Any

import pandas as pd

from leedsequity.claims import outcomes, registers
from leedsequity.claims.registers import Claim, Reading, Register
from leedsequity.claims.testing import Answer, Question, tables_read
from leedsequity.claims.verdict_sentences import verdict_sentence
from leedsequity.errors import InputError, NotServedError

_LIMITS = ["value", "lower", "upper"]


def evaluate(claim: Claim, reading: Reading) -> Answer:
    """Recompute a claim by one of its readings.

    What is not held for its area or period has no value, and says so in `basis`. An InputError
    names the claim and the reading, if its test is not there or refuses what it is given.
    """
    question = reading.question(claim)
    named = f"{claim.claim_id}, reading {reading.reading!r}"
    module, _, function = reading.test.partition(":")
    try:
        test: Callable[[Question], Answer] = getattr(
            importlib.import_module(f"leedsequity.claims.{module}"), function
        )
    except (ImportError, AttributeError, ValueError):
        raise InputError(f"{named}: there is no test {reading.test!r}") from None
    try:
        answer = test(question)
    except NotServedError as error:
        return Answer(None, str(error))
    except InputError as error:
        raise InputError(f"{named}: {error}") from None
    if unused := sorted(set(question.options) - question.used):
        raise InputError(f"{named}: its test {reading.test} has no option {unused[0]!r}")
    if pd.isna(reading.margin):
        return answer
    return Answer(
        answer.value, answer.basis, answer.value - reading.margin, answer.value + reading.margin
    )


def traced(claim: Claim, readings: tuple[Reading, ...]) -> tuple[list[Answer], list[str]]:
    """Recompute a claim by its readings, and say which raw tables their tests read."""
    before = len(tables_read())
    answers = [evaluate(claim, reading) for reading in readings]
    return answers, list(dict.fromkeys(tables_read()[before:]))


def stated(register: Register) -> pd.DataFrame:
    """Return the claims of a register as they are stated: a row a claim, nothing recomputed."""
    return pd.DataFrame(list(register.claims), columns=_names(Claim))


def evaluated(
    register: Register | None = None, ids: Collection[str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Evaluate a register: every claim, or those of some ids.

    Returns
    -------
    claims : DataFrame
        A row a claim: the columns of the raw table, then ``firm`` (`outcomes.FIRM`), ``reading,
        found, lower, upper, difference, basis`` of the main reading (missing where it could not be
        computed), ``readings`` (how many were computed), ``come_out`` (how many of them come out or
        are within their margin), ``found_least, found_most`` over all, and ``verdict``, a sentence.
    readings : DataFrame
        A row a reading: the columns of the raw table, then ``value, lower, upper, basis, outcome``
        and ``tables``, the raw tables that its test read, with semicolons between.
    """
    register = register or registers.read()
    chosen = [claim for claim in register.claims if ids is None or claim.claim_id in ids]
    pairs = [(c, r) for c in chosen for r in register.readings.get(c.claim_id, ())]
    results = [traced(claim, (reading,)) for claim, reading in pairs]
    answers = [answer for each, _ in results for answer in each]
    found = pd.DataFrame(answers, columns=[*Answer.__annotations__])
    sources = found.pop("source")
    found = found[[*_LIMITS, "basis"]].astype(dict.fromkeys(_LIMITS, "float64"))
    readings = pd.DataFrame([reading for _, reading in pairs], columns=_names(Reading)).join(found)
    readings["outcome"] = [
        outcomes.outcome(claim, *row)
        for (claim, _), row in zip(pairs, found[_LIMITS].to_numpy(), strict=True)
    ]
    readings["tables"] = ["; ".join(tables) for _, tables in results]
    claims = pd.DataFrame(chosen, columns=_names(Claim))
    claims = _with_verdicts(claims, readings)
    given = dict(zip(readings["claim_id"][sources != ""], sources[sources != ""], strict=True))
    claims["verdict"] += [
        f" Given for this run: {given[name]}." if name in given else ""
        for name in claims["claim_id"]
    ]
    return claims, readings


def _names(kind: type) -> list[str]:
    return [*kind.__annotations__]


def _with_verdicts(claims: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    by_claim = readings.groupby("claim_id", sort=False)
    firm = by_claim["outcome"].agg(lambda of: outcomes.firmness([*of]))
    claims["firm"] = [firm.get(name, outcomes.UNTESTED) for name in claims["claim_id"]]
    main = readings[readings["main"].astype(bool)].set_index("claim_id")
    columns = {"reading": "reading", "value": "found", "lower": "lower", "upper": "upper"}
    for column, name in (columns | {"outcome": "outcome", "basis": "basis"}).items():
        claims[name] = claims["claim_id"].map(main[column])
    claims["difference"] = claims["found"] - claims["value"]
    good = readings["outcome"].isin([outcomes.OUT, outcomes.MARGIN])
    counts = {
        "readings": readings["value"].notna().groupby(readings["claim_id"]).sum(),
        "come_out": good.groupby(readings["claim_id"]).sum(),
        "found_least": by_claim["value"].min(),
        "found_most": by_claim["value"].max(),
    }
    for name, series in counts.items():
        claims[name] = claims["claim_id"].map(series)
    claims = claims.fillna({"readings": 0, "come_out": 0})
    claims = claims.astype({"readings": int, "come_out": int})
    rows: Any = claims.to_dict("records")
    others: dict[Any, Any] = {name: of.to_dict("records") for name, of in by_claim}
    claims["verdict"] = [verdict_sentence(row, others.get(row["claim_id"], [])) for row in rows]
    return claims
