"""What is laid down and what is taken away, without Sphinx."""

import hashlib
from types import SimpleNamespace

import pytest

from leedsequity.errors import InputError
from leedsequity_build.site import builder


@pytest.fixture
def parts(monkeypatch):
    """Parts of which Sphinx makes nothing but what they yield."""
    found: dict[str, str] = {"index.md": "# Home\n", "a/index.md": "# A\n", "a/b.csv": "1\n"}
    part = SimpleNamespace(__name__="part", files=lambda: iter(found.items()))
    monkeypatch.setattr(builder, "PARTS", (part,))
    monkeypatch.setattr(builder, "_html", lambda pages: {f"{n}.html": c for n, c in pages.items()})
    return found


def test_pages_go_to_sphinx_and_the_rest_is_put_beside_them(parts, tmp_path):
    made = builder.build(tmp_path)
    assert {"index.md.html", "a/index.md.html", "a/b.csv", "checksums.txt"} <= made.keys()
    assert (tmp_path / "a/b.csv").read_bytes() == b"1\n"
    listed = (tmp_path / "checksums.txt").read_text().splitlines()
    assert f"{hashlib.sha256(b'1' + bytes([10])).hexdigest()}  a/b.csv" in listed


def test_the_bar_leads_to_the_sections_that_there_are(parts, tmp_path):
    parts["areas/index.md"] = "# Areas\n"
    builder.build(tmp_path)
    home = (tmp_path / "index.md.html").read_text()
    assert "Home <self>\nareas/index\n" in home
    assert "wards" not in home


def test_what_is_made_no_more_is_removed_and_what_is_not_the_sites_stays(parts, tmp_path):
    parts["c/gone.csv"] = parts["c/edited.csv"] = "2\n"
    builder.build(tmp_path)
    (tmp_path / "c/edited.csv").write_text("a person's\n")
    (tmp_path / "own.txt").write_text("a person's\n")
    del parts["c/gone.csv"], parts["c/edited.csv"]
    builder.build(tmp_path)
    assert not (tmp_path / "c/gone.csv").exists()
    assert (tmp_path / "c/edited.csv").is_file()
    assert (tmp_path / "own.txt").is_file()


def test_a_list_of_files_that_leads_elsewhere_removes_nothing(parts, tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"kept")
    (tmp_path / "site").mkdir()
    digest = hashlib.sha256(b"kept").hexdigest()
    listed = f"{digest}  ../outside.txt\n{digest}  {outside}\n"
    (tmp_path / "site/checksums.txt").write_text(listed)
    builder.build(tmp_path / "site")
    assert outside.is_file()


def test_a_second_build_at_once_is_refused_and_the_next_is_not(parts, tmp_path):
    with builder._alone(), pytest.raises(InputError, match="being built already"):
        builder.build(tmp_path)
    assert not (tmp_path / "index.md.html").exists()
    assert builder.build(tmp_path)


def test_two_parts_with_one_path_are_refused_and_the_site_stays(parts, tmp_path, monkeypatch):
    builder.build(tmp_path)
    before = (tmp_path / "checksums.txt").read_bytes()
    monkeypatch.setattr(builder, "PARTS", builder.PARTS * 2)
    with pytest.raises(InputError, match=r"two parts of the site yield index\.md"):
        builder.build(tmp_path)
    assert (tmp_path / "checksums.txt").read_bytes() == before
