"""What the library says of what cannot be known, from the committed results."""

import csv

from leedsequity import paths
from leedsequity_build.site import library


def test_every_claim_without_a_test_says_what_would_settle_it():
    with (paths.raw() / "claims.csv").open(newline="", encoding="utf-8") as rows:
        claims = list(csv.DictReader(rows))
    waiting = {row["claim_id"] for row in claims if row["needs"] and row["needs"] != "open file"}
    page = dict(library.files())["library/not-known/index.md"]
    listed = library._not_known()["claims"]
    assert waiting <= set(listed["claim_id"])
    assert page.count("\n* ") >= len(listed) > 50
    assert "Open data that is not held here" in page


def test_indicators_without_an_open_series_are_those_whose_record_names_none():
    with (paths.raw() / "indicator_sources.csv").open(newline="", encoding="utf-8") as rows:
        none = [row["indicator_id"] for row in csv.DictReader(rows) if not row["series"]]
    assert len(none) == 2
    assert list(library._not_known()["indicators"]["indicator_id"].astype(str)) == none


def test_the_log_of_changed_numbers_alone_is_taken_over():
    log = (paths.root() / "CHANGELOG.md").read_text(encoding="utf-8")
    changed = library._changed()
    assert changed in log
    assert "### Numbers that changed" not in changed
    assert len(changed) > 1_000


def test_the_librarys_first_page_leads_to_every_page_of_the_project():
    first = dict(library.files())["library/index.md"]
    names = [file.stem for file in paths.docs().glob("*.md")]
    assert len(names) > 10
    assert [name for name in names if f"({name}/index.md)" not in first] == []


def test_every_public_module_of_the_library_is_in_the_reference():
    pages = dict(library.files())
    for module in ("stats", "raw", "charts", "wording", "analyses/life_tables"):
        assert f"library/api/{module}/index.md" in pages
    assert ":imported-members:" in pages["library/api/stats/index.md"]
    assert ":imported-members:" not in pages["library/api/wording/index.md"]
