"""The documents on the site: each as the list of its sentences by place, with what became of them.

No sentence of theirs is copied: a claim is in our words, and any other sentence has the reason why
no claim was made from it.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from leedsequity.claims import outcomes
from leedsequity_build.site import claims, text

_INDEX = ("Documents", "documents/index.md")


def files() -> Iterator[tuple[str, str | bytes]]:
    """Yield the list of documents, and a page a document.

    Raises
    ------
    InputError
        As `claims.results` does.
    """
    known = claims.results()
    pages = [_document(known, name) for name in known.documents]
    yield _INDEX[1], text.page("documents.md", here=_INDEX[1], index=claims.INDEX, documents=pages)
    for page in pages:
        here = claims.document_address(page["document"])
        yield here, text.page("document.md", here=here, above=(claims.INDEX, _INDEX), **page)


def _document(known: claims.Results, name: str) -> dict[str, Any]:
    """Return what the page of a document shows: its row, counts, and sentences by place."""
    stated = [claim for claim in known.claims.values() if claim["document"] == name]
    rows: Any = known.statements[known.statements["document"] == name].fillna("").to_dict("records")
    firm = [claim["firm"] for claim in stated]
    return {
        **known.documents[name],
        "sentences": len(rows),
        "are_claims": sum(row["kind"] == "claim" for row in rows),
        "stated": stated,
        "firm": {each: firm.count(each) for each in outcomes.FIRM if each in firm},
        "out_on_none": [claim for claim in stated if claim["firm"] == outcomes.NONE],
        "places": _places(known, rows),
    }


def _places(known: claims.Results, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the sentences in order: each that is a claim, and runs of those that are none.

    A run is of one kind. Each has its first and last `place`, as paragraph and sentence.
    """

    def alike(row: dict[str, Any]) -> Any:
        is_claim = row["kind"] == "claim"
        return row["kind"], (row["paragraph"], row["sentence"]) if is_claim else None

    found = []
    for (kind, _), run in groupby(rows, alike):
        of = [*run]
        found.append(
            {
                "first": of[0],
                "last": of[-1],
                "count": len(of),
                "ids": [f"p{row['paragraph']}s{row['sentence']}" for row in of],
                "claims": [known.claims[i] for i in of[0]["claims"].split("; ") if i],
                "kind": kind,
            }
        )
    return found
