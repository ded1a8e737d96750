"""A claim for others to cite and to link: its citation, and a ClaimReview of schema.org."""

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]


def citation(claim: Row, project: Mapping[str, Any]) -> str:
    """Return how a verdict is cited: authors, claim, project and version.

    `claim` is a row of `evaluation.evaluated`; `project` has `title, version` and `by`, its
    authors' names.
    """
    authors, where = ", ".join(project["by"]), f"{project['title']}, version {project['version']}"
    return f"{authors}. Claim {claim['claim_id']}. In: {where}."


def claim_review(
    claim: Row, document: Mapping[str, str], project: Mapping[str, Any], address: str = ""
) -> dict[str, Any]:
    """Return a claim and its verdict as JSON-LD: a ClaimReview of schema.org.

    The rating is in words, how firm the claim is, and no number: nothing here grades an author.
    Addresses of documents stand only where the register has them; `document` is its row of
    `documents`. `address` is that of the page that shows the verdict, if there is one.
    """
    source: dict[str, Any] = {"@type": "CreativeWork", "name": document["title"]}
    if document["publisher"]:
        source["publisher"] = {"@type": "Organization", "name": document["publisher"]}
    if document["address"]:
        source["url"] = document["address"]
    firm = claim["firm"]
    rating = f"comes out by {firm}" if firm.endswith(("reading", "readings")) else firm
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        **({"url": address} if address else {}),
        "identifier": claim["claim_id"],
        "claimReviewed": claim["statement"],
        "itemReviewed": {"@type": "Claim", "appearance": source},
        "reviewRating": {"@type": "Rating", "alternateName": rating},
        "reviewBody": claim["verdict"],
        "author": [{"@type": "Organization", "name": name} for name in project["by"]],
        "creditText": citation(claim, project),
        "inLanguage": "en-GB",
    }
