"""The claims on the site: all of them to be searched, and a page for each at a stable address.

Everything is read from the results of notebook 08, the register, and its documents' sentences. The
search in the browser (`static/claims.js`) has the rules of `leedsequity.claims.lookup`.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from leedsequity import claims as register
from leedsequity import paths, places, raw
from leedsequity.claims import lookup, outcomes, registers, report, responses, reviews, sentences
from leedsequity.claims.verdict_sentences import number
from leedsequity.errors import InputError
from leedsequity.wording import period
from leedsequity_build import saved_claims
from leedsequity_build.citation import cited
from leedsequity_build.site import text
from leedsequity_build.site.claim_strip import amount, permitted, strip

#: The list of all claims.
INDEX = ("Claims", "claims/index.md")
#: The fragments of the library on how claims are tested.
METHOD = "library/claims/index.md"
_DESCRIBED = yaml.safe_load(Path(__file__).with_name("topics.yaml").read_text(encoding="utf-8"))
_HOST = re.compile(r"(?<![\w.@/])(?:[a-z0-9-]+\.)+(?:gov\.uk|nhs\.uk|co\.uk|com|org)(?![\w])")
# What of a reading's choices has a name in plain words; the rest stands in the reading's own words.
_CHOICES = {"edition": "index of", "base": "people of"}


@dataclass(frozen=True)
class Results:
    """What the pages are made of: a row a claim, its readings, and the sentences of documents.

    Attributes
    ----------
    claims
        By id, in the order of the register: the columns of notebook 08's table, and what `_shown`
        adds for the page.
    statements
        The raw table of that name.
    documents
        By short name, as the raw table has them.
    """

    claims: dict[str, dict[str, Any]]
    statements: pd.DataFrame
    documents: dict[str, dict[str, str]]


def address(claim_id: str) -> str:
    """Return the page of a claim, from the top of the site."""
    return f"claims/{claim_id}/index.md"


def document_address(document: str) -> str:
    """Return the page of a document, from the top of the site."""
    return f"documents/{document}/index.md"


def results() -> Results:
    """Return what is known of every claim.

    Raises
    ------
    InputError
        If the results of notebook 08 are not those of the tables, or a claim has no topic.
    """
    whole = register.read()
    table, readings = saved_claims.read()
    statements = raw.load("statements")
    said: Any = responses.read(whole).to_dict("records")
    of_claim: dict[Any, Any] = {
        name: rows.to_dict("records") for name, rows in readings.groupby("claim_id", sort=False)
    }
    printed = _printed(statements)
    record = cache(raw.record)
    rows: Any = table.to_dict("records")
    claims = {
        row["claim_id"]: _shown(row, of_claim.get(row["claim_id"], []), record)
        | {
            "title": whole.documents[row["document"]]["title"],
            "places": printed.get(row["claim_id"], []),
            "responses": [one for one in said if one["claim_id"] == row["claim_id"]],
        }
        for row in rows
    }
    beside = _beside(whole)
    for name, claim in claims.items():
        claim["beside"] = [claims[other] for other in beside.get(name, [])]
    return Results(claims, statements, whole.documents)


def files() -> Iterator[tuple[str, str | bytes]]:
    """Yield the list of claims, what the search knows, and a page a claim.

    Raises
    ------
    InputError
        As `results` does.
    """
    known, project = results(), cited()
    yield INDEX[1], _index(known)
    yield "_static/claims-data.js", _search_data(known)
    for name, claim in known.claims.items():
        document = known.documents[claim["document"]]
        # The page's own address, whatever it is put under.
        review = reviews.claim_review(claim, document, project, "index.html")
        yield (
            address(name),
            text.page(
                "claim.md",
                here=address(name),
                claim=claim,
                document=document,
                document_page=document_address(claim["document"]),
                method=METHOD,
                index=INDEX,
                review=json.dumps(review, ensure_ascii=False, indent=1).replace("</", "<\\/"),
                citation=reviews.citation(claim, project),
            ),
        )


def _shown(
    row: dict[str, Any], readings: list[dict[str, Any]], record: Callable[[str], raw.Record]
) -> dict[str, Any]:
    """Return what the page of a claim shows, beside its row: texts, readings, topic, tables."""
    unit = row["unit"]
    topic = _topic(row["claim_id"])
    claim = row | {
        "printed": amount(row["value"], unit),
        "fulfilled_by": permitted(row),
        "line": "printed" if row["what"] != "comparison" else "what its words imply",
        "place": _place(row["area"]),
        "when": period(row["period"]),
        "topic": topic["title"],
        "notebook": topic["notebook"],
        "tables": _tables(readings, record),
        "note_html": _with_links(row["note"]),
        "waits": any(one["test"].startswith("waiting:") for one in readings),
        "records": _records(row["claim_id"]),
    }
    listed = [_reading(n, one, unit) for n, one in enumerate(readings, 1)]
    claim |= {"each": listed, "strip": strip(claim, listed)}
    if row["firm"] == outcomes.NONE:
        tested = [one for one in listed if pd.notna(one["value"])]
        near = min(tested, key=lambda one: abs(one["value"] - row["value"]))
        claim |= {"nearest": near["found"], "nearest_reading": near["reading"]}
    return claim


def _reading(at: int, row: dict[str, Any], unit: str) -> dict[str, Any]:
    """Return a reading as the table of its claim shows it, by its number."""
    chosen = registers.options_of(row["options"])
    parts = {row["group"]: row["group"], row["area"]: _place(row["area"])}
    parts |= {row["period"]: period(row["period"])}
    parts |= {
        chosen[name]: f"{words} {chosen[name]}"
        for name, words in _CHOICES.items()
        if name in chosen
    }
    # What the reading's own words say already is not said again.
    about = [words for given, words in parts.items() if words and given not in row["reading"]]
    limits = "" if pd.isna(row["lower"]) else f"{number(row['lower'])} to {number(row['upper'])}"
    return row | {
        "number": at,
        "about": "; ".join(about),
        "found": "no value" if pd.isna(row["value"]) else number(row["value"], unit),
        "limits": limits,
        "limits_are": "95% interval" if pd.isna(row["margin"]) else "margin",
    }


def _tables(
    readings: list[dict[str, Any]], record: Callable[[str], raw.Record]
) -> list[dict[str, str]]:
    """Return the raw tables that the tests of a claim read: name, description, publishers."""
    names = [name for one in readings for name in one["tables"].split("; ") if name]
    return [
        {
            "name": about.name,
            "about": about.description.partition(". ")[0].rstrip("."),
            "publishers": "; ".join(about.publishers),
        }
        for about in map(record, dict.fromkeys(names))
    ]


def _beside(whole: register.Register) -> dict[str, list[str]]:
    """Return, by claim, the claims whose printed value it is set beside, or that are beside it."""
    found: dict[str, list[str]] = {}
    for name, readings in whole.readings.items():
        for reading in readings:
            others = registers.options_of(reading.options).get("claims", "").split(" minus ")
            for other in others if others != [""] else []:
                found.setdefault(name, []).append(other)
                found.setdefault(other, []).append(name)
    return {name: [*dict.fromkeys(others)] for name, others in found.items()}


def _printed(statements: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return, by claim, the sentences that it is made from: paragraph, sentence, numbers."""
    found: dict[str, list[dict[str, Any]]] = {}
    rows: Any = statements[statements["kind"] == "claim"].fillna("").to_dict("records")
    for row in rows:
        for name in row["claims"].split("; "):
            found.setdefault(name, []).append(row)
    return found


def _topic(claim_id: str) -> dict[str, str]:
    for topic in _DESCRIBED["topics"]:
        if any(fnmatchcase(claim_id, pattern) for pattern in topic["claims"]):
            found: dict[str, str] = topic
            return found
    raise InputError(
        f"{claim_id} has no topic: add it to one in leedsequity_build/site/topics.yaml"
    )


def _records(claim_id: str) -> str:
    """Return the command that takes the records which would test a claim, if there is one."""
    for command, patterns in _DESCRIBED["own_records"].items():
        if any(fnmatchcase(claim_id, pattern) for pattern in patterns):
            return str(command)
    return ""


def _place(code: str) -> str:
    try:
        return places.find(code).name if code else ""
    except InputError:  # an MSOA, or a country that the data do not cover: the group names it
        return ""


def _with_links(note: str) -> str:
    """Return a note as HTML in which the addresses of publishers are links."""
    return _HOST.sub(lambda host: f'<a href="https://{host[0]}">{host[0]}</a>', escape(note))


def _index(known: Results) -> str:
    table = pd.DataFrame([*known.claims.values()])
    numbers = report.numbers(table)["claim_id"]
    by_document = {
        name: [claim for claim in known.claims.values() if claim["document"] == name]
        for name in known.documents
    }
    return text.page(
        "claims.md",
        in_short=_sentences("in_short"),
        numbers=[known.claims[name] for name in numbers],
        claims=by_document,
        documents=known.documents,
        document_page=document_address,
        choices={
            "what": [kind for kind in report.WHAT if (table["what"] == kind).any()],
            "firm": [firm for firm in outcomes.FIRM if (table["firm"] == firm).any()],
            "topic": [topic["title"] for topic in _DESCRIBED["topics"]],
        },
        here=INDEX[1],
        method=METHOD,
        total=len(table),
    )


def _sentences(name: str) -> list[str]:
    """Return the sentences of notebook 08 that one of its tables holds."""
    return [*pd.read_csv(paths.processed() / "08_claims" / f"{name}.csv").iloc[:, 0]]


def _search_data(known: Results) -> str:
    """Return what the search in the browser knows, as a script: pages cannot read files."""
    rows: Any = known.statements.fillna("").to_dict("records")
    data = {
        "run": sentences.RUN,
        "alike": lookup.ALIKE,
        "pasted_words": lookup.PASTED_WORDS,
        "titles": {name: of["title"] for name, of in known.documents.items()},
        "claims": [
            {
                "id": name,
                "words": " ".join(str(claim[column]) for column in lookup.COLUMNS)
                .casefold()
                .replace("-", " "),
                "value": claim["value"],
            }
            for name, claim in known.claims.items()
        ],
        "sentences": [
            {
                "document": row["document"],
                "place": f"{row['paragraph']}.{row['sentence']}",
                "why": lookup.SET_ASIDE.get(row["kind"], ""),
                "claims": row["claims"].split("; ") if row["claims"] else [],
                "marks": row["fingerprint"],
            }
            for row in rows
        ],
    }
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"window.leedsequityClaims = {written};\n"
