"""The page on claims: its links lead somewhere, and what it names is there."""

import re
from importlib import import_module
from pathlib import Path

from leedsequity import raw
from leedsequity.claims import outcomes
from leedsequity.claims.registers import TABLES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "claims.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_its_links_lead_somewhere():
    links = re.findall(r"\]\(([^)#]+)", TEXT)
    assert links
    assert [link for link in links if "//" not in link and not (PAGE.parent / link).exists()] == []


def test_every_column_outcome_and_verdict_is_explained():
    columns = {column for table in TABLES for column in raw.record(table).columns}
    assert {column for column in columns if f"`{column}`" not in TEXT} == set()
    words = {*outcomes.OUTCOMES, *outcomes.FIRM}
    assert {word for word in words if not re.search(rf"^\| {word} \|", TEXT, re.MULTILINE)} == set()


def test_the_tests_that_it_names_are_there():
    tests = re.findall(r"`(\w+):(\w+)`", TEXT)
    named = [pair for pair in tests if pair != ("module", "function")]
    assert len(named) > 5
    for module, function in named:
        assert callable(getattr(import_module(f"leedsequity.claims.{module}"), function))
