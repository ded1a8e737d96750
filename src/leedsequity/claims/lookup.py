"""Finding a claim by words, a number or a pasted sentence; what of a document is in the register.

`statements` is the raw table of that name: of each sentence of a document its place, its numbers,
its claims or why it is none, and a fingerprint of its wording.
"""

import re
from typing import Any

import pandas as pd

from leedsequity.claims import sentences

#: How many words make a text a pasted sentence; fewer are looked up as words.
PASTED_WORDS = 6
#: The part of a fingerprint's marks that must be the same.
ALIKE = 0.5
#: In which columns of a claim words are looked for.
COLUMNS = ["claim_id", "statement", "quantity", "group", "locator"]
# Why a number stands in no claim, where it stands in no sentence that is one.
SET_ASIDE = {
    "heading": "a heading",
    "reference": "a reference",
    "description": "it describes, and states nothing to test",
    "aim": "what should be done",
    "opinion": "a view, or somebody's words",
}


def search(text: str, claims: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that a text means, in the order of the register; none is an empty table.

    An id finds its claim. A sentence of a document finds its claims by its wording, whole or in
    part. Other words must all stand in the id, statement, quantity, group or locator of a claim; a
    number may be its value: `179,000`, `26%`.

    Parameters
    ----------
    text
        Words, a number, the beginning of an id, or a sentence.
    claims
        From `evaluation.stated`, or with its verdicts.
    statements
        The raw table of that name.
    """
    found = claims["claim_id"] == text
    if not found.any():
        found = claims["claim_id"].isin(_of_sentence(text, statements))
    if found.any():
        return claims[found]
    rows = claims[COLUMNS].fillna("").agg(" ".join, axis=1).str.casefold()
    rows = rows.str.replace("-", " ")
    for word in re.findall(r"[^\s,;]+(?:,\d{3})*", text.casefold().replace("-", " ")):
        holds = rows.str.contains(word, regex=False)
        if number := re.fullmatch(r"£?(\d+(?:,\d{3})*(?:\.\d+)?)%?", word):
            whole = rf"(?<![\d.,]){re.escape(number[1])}(?![\d]|[.,]\d)"
            holds = rows.str.contains(whole, regex=True)
            holds |= claims["value"] == float(number[1].replace(",", ""))
        claims, rows = claims[holds], rows[holds]
    return claims


def _of_sentence(text: str, statements: pd.DataFrame) -> list[str]:
    """Return the ids of claims of the sentences that a pasted text is like."""
    if len(re.findall(r"\w+", text)) < PASTED_WORDS:
        return []
    ids: list[str] = []
    for one in sentences.sentences(text):
        marks = sentences.fingerprint(one.text)
        alike = statements["fingerprint"].map(lambda of: sentences.likeness(marks, of.split()))  # noqa: B023
        best = statements[alike.eq(alike.max()) & alike.ge(ALIKE)]
        ids += [name for names in best["claims"].dropna() for name in names.split("; ")]
    return ids


def coverage(text: str, statements: pd.DataFrame) -> pd.DataFrame:
    """Return what the register has of each sentence of a text.

    Columns: `paragraph, sentence, numbers` (as printed), `state` and `why`. The state is `claim`,
    with the ids; `set aside`, with the reason; or `not in the register`: no sentence of it is like
    this one, so that a number there is bound to nothing.
    """
    known = dict(zip(*_by_fingerprint(statements), strict=True))
    rows = []
    for one in sentences.sentences(text):
        marks = sentences.fingerprint(one.text)
        row = known.get(marks) or _nearest(marks, known)
        if row is None:
            state, why = "not in the register", ""
        elif isinstance(row["claims"], str):
            state, why = "claim", row["claims"]
        else:
            state, why = "set aside", SET_ASIDE[row["kind"]]
        rows.append((one.paragraph, one.sentence, "; ".join(one.numbers), state, why))
    return pd.DataFrame(rows, columns=["paragraph", "sentence", "numbers", "state", "why"])


def _by_fingerprint(statements: pd.DataFrame) -> tuple[list[frozenset[str]], list[Any]]:
    rows: Any = statements.to_dict("records")
    return [frozenset(row["fingerprint"].split()) for row in rows], rows


def _nearest(marks: frozenset[str], known: dict[frozenset[str], Any]) -> Any:
    """Return the sentence most like marks that have no equal; None where none is like enough."""
    best = max(known, key=lambda other: len(marks & other) / max(len(marks | other), 1))
    return known[best] if len(marks & best) / max(len(marks | best), 1) >= ALIKE else None


def statements_of(document: str, text: str) -> pd.DataFrame:
    """Return the rows of `statements` for a text, for a person to fill in `kind` and `claims`.

    Every sentence is a `description` at first.
    """
    rows = [
        (
            document,
            one.paragraph,
            one.sentence,
            "description",
            "; ".join(one.numbers),
            "",
            " ".join(sorted(sentences.fingerprint(one.text))),
        )
        for one in sentences.sentences(text)
    ]
    columns = ["document", "paragraph", "sentence", "kind", "numbers", "claims", "fingerprint"]
    return pd.DataFrame(rows, columns=columns)
