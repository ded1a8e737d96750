"""The whole site, built in a copy of the project."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import lxml.html

ROOT = Path(__file__).parents[3]
_FOLDERS = (".github", "data/processed", "data/raw", "docs", "examples", "figures", "notebooks")
_FILES = (
    "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "README.md", "data/LICENSE.md",
    "data/fields.yaml", "data/responses.csv", "tests/README.md",
)  # fmt: skip
#: A page of each kind. A star stands for the first of its name.
KINDS = (
    "index.html",
    "search.html",
    "notebooks/index.html",
    "notebooks/01_life_expectancy_gaps/index.html",
    "notebooks/03_deprivation_ethnicity/notebook/index.html",
    "claims/index.html",
    "claims/*/index.html",
    "documents/*/index.html",
    "areas/index.html",
    "areas/leeds/index.html",
    "wards/index.html",
    "wards/*/index.html",
    "library/index.html",
    "library/methods/slope-index/index.html",
    "library/api/stats/index.html",
    "library/data/areas/index.html",
    "library/not-known/index.html",
)


@dataclass(frozen=True)
class Site:
    """A built site: its folder, and the seconds of a processor that it took."""

    folder: Path
    seconds: float

    @cached_property
    def pages(self) -> dict[str, lxml.html.HtmlElement]:
        """Every page, parsed, by its path."""
        return {
            file.relative_to(self.folder).as_posix(): lxml.html.fromstring(file.read_bytes())
            for file in sorted(self.folder.rglob("*.html"))
        }

    @cached_property
    def kinds(self) -> list[str]:
        """A page of each kind."""
        found = [sorted(self.folder.glob(kind)) for kind in KINDS]
        assert all(found), [kind for kind, files in zip(KINDS, found, strict=True) if not files]
        return [files[0].relative_to(self.folder).as_posix() for files in found]


def project(folder: Path) -> Path:
    """Return a copy of what the site is made from."""
    for name in _FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    for name in _FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def built(root: Path, **environment: str) -> Site:
    """Return the site of a copy of the project."""
    command = [str(Path(sys.executable).with_name("leedsequity")), "site"]
    before = os.times()
    around = os.environ | {"LEEDSEQUITY_ROOT": str(root)} | environment
    done = subprocess.run(command, env=around, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    after = os.times()
    seconds = after.children_user + after.children_system
    return Site(root / "site", seconds - before.children_user - before.children_system)
