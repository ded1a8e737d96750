"""What notebook 08 saved is read where a test of every claim would give it, and only there."""

import json
import shutil
from pathlib import Path

import pytest

from leedsequity import claims
from leedsequity.errors import InputError
from leedsequity_build import freshness, saved_claims

ROOT = Path(__file__).parents[2]
SAVED = Path("data") / "processed" / "08_claims"


@pytest.fixture
def built(project: Path) -> Path:
    shutil.copytree(ROOT / SAVED, project / SAVED)
    shutil.copy(ROOT / "CITATION.cff", project)
    return project


@pytest.fixture
def nothing_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_given):
        raise AssertionError("a claim is tested")

    monkeypatch.setattr(claims, "evaluated", refused)


def test_a_look_up_reads_what_was_saved(built, leedsequity, nothing_tested):
    code, printed, complaint = leedsequity("claims", "26%")
    assert (code, complaint) == (0, "")
    assert "The number comes out by none of" in printed
    assert "good-work.share-in-most-deprived-tenth" in printed


def test_a_claim_review_has_the_address_of_its_page_where_a_site_is_named(built, leedsequity):
    claim = "good-work.share-in-most-deprived-tenth"
    _, printed, _ = leedsequity("claims", claim, "--json-ld", "--site", "https://example.org/here/")
    assert json.loads(printed)[0]["url"] == f"https://example.org/here/claims/{claim}/"
    _, printed, _ = leedsequity("claims", claim, "--json-ld")
    assert "url" not in json.loads(printed)[0]


def edited(project: Path) -> None:
    with (project / SAVED / "claims.csv").open("a") as table:
        table.write("\n")


def other_data(project: Path) -> None:
    with (project / "data" / "raw" / "nhs_staff.csv").open("a") as table:
        table.write("\n")


def no_record(project: Path) -> None:
    (project / SAVED / "run.json").unlink()


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (edited, "data/processed/08_claims/claims.csv is not as its run.json records it"),
        (other_data, "raw table nhs_staff changed since 08_claims was built"),
        (no_record, "data/processed/08_claims/run.json is missing, or no record of a run"),
    ],
)
def test_what_may_be_stale_is_not_read_but_tested(built, spoil, complaint):
    assert saved_claims.are_fresh()
    spoil(built)
    assert not saved_claims.are_fresh()
    with pytest.raises(InputError, match=f"^{complaint}: run `leedsequity build 08`$"):
        saved_claims.read()


def test_after_a_change_of_the_program_claims_are_tested(built, monkeypatch):
    why = ["leedsequity/claims/outcomes.py changed"]
    monkeypatch.setattr(freshness, "reasons", lambda *_of: why)
    assert not saved_claims.are_fresh()
    monkeypatch.setattr(freshness, "reasons", lambda *_of: [])
    assert saved_claims.are_fresh()


def test_another_register_is_tested(built, leedsequity, nothing_tested):
    shutil.copytree(ROOT / "examples" / "claims_bradford", built / "ours")
    code, _, complaint = leedsequity("claims", "--register", "ours")
    assert (code, "a claim is tested" in complaint) == (1, True)
