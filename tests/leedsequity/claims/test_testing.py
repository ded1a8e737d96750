"""What a test of a claim reads is known, what several share included."""

import pandas as pd
import pytest

from leedsequity.claims import testing


@pytest.fixture
def loaded(monkeypatch):
    """Tables are made up, and their names noted when they are loaded."""
    names = []
    monkeypatch.setattr(testing, "_load", lambda name, _: names.append(name) or pd.DataFrame())
    monkeypatch.setattr(testing, "_tables_read", [])
    return names


def read_by(use):
    """The tables that a test reads, as they are found for a claim."""
    before = len(testing.tables_read())
    use()
    return set(testing.tables_read()[before:])


def test_each_that_uses_a_shared_result_counts_as_having_read_its_tables(loaded):
    @testing.computed_once
    def shared():
        return len(testing.table("one")) + len(testing.table("two"))

    assert read_by(shared) == {"one", "two"}
    assert read_by(lambda: testing.table("three")) == {"three"}
    assert read_by(shared) == {"one", "two"}
    assert loaded == ["one", "two", "three"]


def test_a_shared_result_that_rests_on_another_has_the_tables_of_both(loaded):
    @testing.computed_once
    def first():
        return testing.table("one")

    @testing.computed_once
    def second():
        return first(), testing.table("two")

    assert read_by(first) == {"one"}
    assert read_by(second) == {"one", "two"}
    assert read_by(second) == {"one", "two"}
