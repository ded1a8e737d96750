"""A claim as a citation and as a ClaimReview: no number that grades, no address made up."""

from leedsequity.claims import reviews

CLAIM = {
    "claim_id": "plan.share",
    "statement": "Ten percent.",
    "firm": "some readings",
    "verdict": "The number depends on the reading.",
}
DOCUMENT = {"title": "A plan", "publisher": "", "address": ""}
PROJECT = {"title": "The project", "version": "9.1", "by": ["One", "Two"]}


def test_a_citation_names_authors_claim_project_and_version():
    expected = "One, Two. Claim plan.share. In: The project, version 9.1."
    assert reviews.citation(CLAIM, PROJECT) == expected


def test_a_review_rates_in_words_and_knows_no_address_that_is_not_held():
    review = reviews.claim_review(CLAIM, DOCUMENT, PROJECT)
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == "Ten percent."
    rating = {"@type": "Rating", "alternateName": "comes out by some readings"}
    assert review["reviewRating"] == rating
    assert review["itemReviewed"]["appearance"] == {"@type": "CreativeWork", "name": "A plan"}
    assert "url" not in review
    at = reviews.claim_review(CLAIM, DOCUMENT, PROJECT, "https://example.org/claims/plan.share/")
    assert at["url"] == "https://example.org/claims/plan.share/"
    untold = reviews.claim_review(CLAIM | {"firm": "cannot be tested"}, DOCUMENT, PROJECT)
    assert untold["reviewRating"]["alternateName"] == "cannot be tested"
    known = {"title": "A plan", "publisher": "A council", "address": "https://example.org/plan"}
    source = reviews.claim_review(CLAIM, known, PROJECT)["itemReviewed"]["appearance"]
    assert source["url"] == "https://example.org/plan"
    assert source["publisher"]["name"] == "A council"
