"""What usually goes wrong with a clone and its environment: found, and how it is mended."""

import platform
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import NormalizedName, canonicalize_name

from leedsequity import inputs, paths
from leedsequity.errors import InputError
from leedsequity.raw import inventory
from leedsequity_build import edits, freshness, run_files
from leedsequity_build.notebooks import notebooks

_BROKEN = "mend the other faults first; `git status` says what was changed"
_SHOWN = 3  # faults of one check


def examine() -> Iterator[tuple[str, str, str]]:
    """Yield of each check its name, what is wrong (nothing, if all is well), and what mends it."""
    for check, (look, fix) in CHECKS.items():
        try:
            found = list(look())
        except InputError as error:
            what, _, cure = inputs.explained(error).rpartition(": ")
            yield check, what or cure, cure if what else _BROKEN
        except Exception as error:  # whatever a check stumbles over, the others have their turn
            yield check, inputs.explained(error), _BROKEN
        else:
            more = [f"and {len(found) - _SHOWN} more"] * (len(found) > _SHOWN)
            fix = fix.format(python=paths.shown(Path(sys.executable)))
            yield check, "; ".join(found[:_SHOWN] + more), fix if found else ""


def _python() -> Iterator[str]:
    """Look whether this is a Python that the project supports."""
    file = paths.root() / "pyproject.toml"
    with inputs.reading(file):
        wanted = tomllib.loads(file.read_text(encoding="utf-8"))["project"]["requires-python"]
    if platform.python_version() not in SpecifierSet(wanted):
        yield f"Python {platform.python_version()} is not {wanted}"


def _packages() -> Iterator[str]:
    """Look whether what a build needs, and whatever else is installed, has the lock's version."""
    needed = _pins("requirements-build.lock")
    found = {
        canonicalize_name(one.metadata["Name"]): one.version for one in metadata.distributions()
    }
    for name, wanted in (_pins("requirements.lock") | needed).items():
        if found.get(name) != wanted and (name in found or name in needed):
            yield f"{name} is {found.get(name, 'missing')}, not {wanted}"


def _pins(lock: str) -> dict[NormalizedName, str]:
    """Return the versions that a lock has for this machine."""
    file = paths.root() / lock
    with inputs.reading(file):
        lines = file.read_text(encoding="utf-8").splitlines()
        pins = [Requirement(line.rstrip(" \\")) for line in lines if re.match(r"[a-z0-9]", line)]
    here = [pin for pin in pins if not pin.marker or pin.marker.evaluate()]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in here}


def _tables() -> Iterator[str]:
    """Look whether each raw table and its record are there, and the table is the recorded one."""
    try:
        inventory.verify()
    except InputError as error:
        yield from (": ".join(line.split(": ")[:2]) for line in str(error).splitlines())


def _pairs() -> Iterator[str]:
    """Look whether each executed notebook has the cells of its source."""
    for notebook in notebooks():
        file = run_files.committed(notebook.name).notebook
        source = edits.cells(notebook.source)
        if not file.is_file():
            yield f"{paths.shown(file)} is missing"
        elif edits.cells(file) != source:
            yield f"{paths.shown(file)} is not as its source"


def _results() -> Iterator[str]:
    """Look whether results that were built here are fresh; `git status` tells of any other."""
    for notebook in notebooks():
        reasons = freshness.reasons(run_files.committed(notebook.name), notebook.source)
        if reasons and reasons != [freshness.NOT_BUILT]:
            yield f"{notebook.name}: {reasons[0]}"


_INSTALL = "`{python} -m pip install --no-deps --require-hashes -r requirements-build.lock`"
_RESTORE = (
    "`git checkout data/raw data/fields.yaml`, or `leedsequity raw compile TABLE` if it is meant"
)
_SYNC = "`{python} -m jupytext --sync notebooks/[0-9]*.py` (the newer of the two wins)"

# Of each check how it looks, and what mends what it finds. Those that need little come first.
CHECKS: dict[str, tuple[Callable[[], Iterator[str]], str]] = {
    "python": (_python, "`rm .venv/ready`, then `make build PYTHON=python3.11` (or 3.12, 3.13)"),
    "packages": (_packages, f"{_INSTALL}; for what `make test` adds, -r requirements.lock"),
    "raw tables": (_tables, _RESTORE),
    "pairs": (_pairs, f"{_SYNC}, then `leedsequity build`"),
    "results": (_results, "`leedsequity build`"),
}
