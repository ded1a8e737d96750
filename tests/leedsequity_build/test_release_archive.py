"""A release: all that is committed, the site, checksums; the same bytes twice; all or nothing."""

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from leedsequity.errors import InputError
from leedsequity_build import release_archive as release
from leedsequity_build.site import builder

ROOT = Path(__file__).parents[2]


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def clone(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project under git, whose site is one page."""
    project = root.parents[1]
    (project / "notebooks").mkdir()
    shutil.copy(ROOT / "CITATION.cff", project)
    (project / "Café.sh").write_text("#!/bin/sh\n")
    (project / "Café.sh").chmod(0o755)
    git(project, "init", "--quiet")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "All")
    (project / ".git" / "info" / "exclude").write_text(".cache\nrelease\n")
    monkeypatch.setattr(
        builder, "build", lambda folder: (folder / "index.html").write_text("a page")
    )
    return project


def test_it_holds_all_that_is_committed_the_site_and_true_checksums(clone):
    archive, digest = release.release(clone / "release")
    assert digest.read_text().split() == [
        hashlib.sha256(archive.read_bytes()).hexdigest(),
        archive.name,
    ]
    with zipfile.ZipFile(archive) as packed:
        assert packed.testzip() is None
        top = archive.name.removesuffix(".zip")
        content = {name.removeprefix(f"{top}/"): packed.read(name) for name in packed.namelist()}
        script = packed.getinfo(f"{top}/Café.sh")
    assert script.external_attr >> 16 == 0o100755
    listed = dict(
        reversed(line.split("  ")) for line in content["checksums.txt"].decode().splitlines()
    )
    assert listed == {
        name: hashlib.sha256(inside).hexdigest()
        for name, inside in content.items()
        if name != "checksums.txt"
    }
    assert content["site/index.html"] == b"a page"
    assert content["CITATION.cff"] == (ROOT / "CITATION.cff").read_bytes()
    tables = {name for name in content if name.startswith("data/raw/")}
    assert tables == {f"data/raw/{file.name}" for file in (clone / "data" / "raw").iterdir()}
    graph = json.loads(content["ro-crate-metadata.json"])["@graph"]
    parts = {one["@id"] for one in graph if "File" in one["@type"]}
    assert parts <= set(content)


def test_two_releases_of_one_commit_have_the_same_bytes(clone):
    first, second = (release.release(clone / "release" / name)[0] for name in "ab")
    assert first.read_bytes() == second.read_bytes()


def test_what_is_not_committed_stops_it_and_the_earlier_release_stays(clone):
    archive, _ = release.release(clone / "release")
    before = archive.read_bytes()
    (clone / "CITATION.cff").write_text("title: changed\n")
    (clone / "new.txt").write_text("new")
    with pytest.raises(InputError, match=r"^not committed: CITATION.cff, new.txt: commit them"):
        release.release(clone / "release")
    assert archive.read_bytes() == before


def test_outside_a_clone_it_says_so(clone):
    shutil.rmtree(clone / ".git")
    with pytest.raises(InputError, match=r"^a release is made in a clone of the project; git says"):
        release.release(clone / "release")
