"""Pages are made once, and anew when what they are made of has changed."""

import pytest

from leedsequity import paths
from leedsequity.raw import inventory
from leedsequity_build.site import cached


@pytest.fixture
def made(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "cache", lambda: tmp_path)
    calls = []

    def files():
        calls.append(1)
        return [("areas/leeds/index.md", "# Leeds")]

    return lambda: [*cached.files("areas", ["areas"], files), len(calls)]


def test_they_are_kept(made):
    assert made() == [("areas/leeds/index.md", "# Leeds"), 1]
    assert made() == [("areas/leeds/index.md", "# Leeds"), 1]


def test_another_sentence_of_a_notebooks_page_makes_them_anew(made, monkeypatch, tmp_path):
    page = tmp_path / "notebooks" / "06_neighbourhood_profiles.md"
    page.parent.mkdir()
    page.write_text("# findings\n\nOne.")
    monkeypatch.setattr(paths, "notebooks", lambda: page.parent)
    assert made()[1] == 1
    page.write_text("# findings\n\nTwo.")
    assert made()[1] == 2


def test_another_table_or_a_spoilt_file_makes_them_anew(made, monkeypatch, tmp_path):
    made()
    monkeypatch.setattr(inventory, "fingerprint", lambda name: f"another {name}")
    assert made()[1] == 2
    (tmp_path / "site-areas.json").write_text("[1, 2")
    assert made()[1] == 3
