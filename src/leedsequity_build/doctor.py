"""What usually goes wrong with a clone and its environment: found, and how it is mended."""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from leedsequity import inputs, paths
from leedsequity.errors import InputError
from leedsequity.raw import catalogue
from leedsequity_build import environment, freshness, places
from leedsequity_build.notebooks import notebooks


@dataclass(frozen=True)
class Finding:
    """What a check found: its state (`ok`; `note`, which works but should be known; `fault`), and what mends it."""

    check: str
    state: str
    found: str = ""
    fix: str = ""


def examine() -> Iterator[Finding]:
    """Yield what each check found; nothing after the first, the project's folder, when that cannot be used."""
    for check in CHECKS:
        finding = _finding(check)
        yield finding
        if check == "folder" and finding.state == "fault":
            return


def _finding(check: str) -> Finding:
    state, look, fix = CHECKS[check]
    try:
        found = list(look())
    except InputError as error:
        what, _, cure = inputs.explained(error).rpartition(": ")
        return Finding(check, "fault", what or cure, cure if what else _BROKEN)
    except Exception as error:  # a check meets what is broken: whatever it stumbles over, the others have their turn
        return Finding(check, "fault", inputs.explained(error), _BROKEN)
    if not found:
        return Finding(check, "ok")
    more = [f"and {len(found) - 3} more"] if len(found) > 3 else []
    return Finding(check, state, "; ".join(found[:3] + more), fix.format(python=paths.shown(Path(sys.executable))))


def _tables() -> Iterator[str]:
    try:
        catalogue.verify()
    except InputError as error:
        yield from (": ".join(line.split(": ")[:2]) for line in str(error).splitlines())


def _headers() -> Iterator[str]:
    for notebook in notebooks():
        with inputs.reading(notebook.source):
            kernel = re.search(r"^#     name: (.*)", notebook.source.read_text(encoding="utf-8"), re.MULTILINE)
        if kernel is None or kernel[1] != "python3":
            yield f"{paths.shown(notebook.source)} asks for {kernel[1] if kernel else 'no kernel'}"


def _pairs() -> Iterator[str]:
    import jupytext

    for notebook in notebooks():
        file = places.committed(notebook.name).notebook
        cells = inputs.json_object(file, "cells")["cells"] if file.is_file() else []
        with inputs.reading(file):
            executed = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
        with inputs.reading(notebook.source):
            source = [(cell.cell_type, cell.source) for cell in jupytext.read(notebook.source).cells]
        if executed != source:
            yield f"{paths.shown(file)} {'is not as its source' if cells else 'is missing'}"


def _outputs() -> Iterator[str]:
    for place in (places.committed(notebook.name) for notebook in notebooks()):
        recorded = place.recorded()["outputs"] if place.record.exists() else {}
        for file, output in ((place.of(name), output) for name, output in recorded.items()):
            if not file.is_file() or catalogue.sha256(file) != output["sha256"]:
                yield f"{paths.shown(file)} {'was edited' if file.is_file() else 'is missing'}"


def _results() -> Iterator[str]:
    for notebook in notebooks():
        reasons = freshness.reasons(places.committed(notebook.name), notebook.source)
        if reasons and reasons != ["not built here yet"]:
            yield f"{notebook.name}: {reasons[0]}"


_BROKEN = "mend the other faults first; `git status` says what was changed"
_INSTALL = "`{python} -m pip install --no-deps --require-hashes -r requirements.lock`"
_SYNC = "`{python} -m jupytext --sync notebooks/[0-9]*.py`"

# Of each check what its finding is called, and what mends it. Those that need little come first.
CHECKS: dict[str, tuple[str, Callable[[], Iterator[str]], str]] = {
    "folder": ("note", environment.folder, "`unset LEEDSEQUITY_ROOT`, unless it is meant"),
    "variables": ("fault", environment.variables, "nothing reads this: `unset` it, or mend its name"),
    "output": ("note", environment.output, "`unset LEEDSEQUITY_OUTPUT`, unless it is meant"),
    "path": ("note", environment.path, "`source .venv/bin/activate`"),
    "room": ("fault", environment.room, "make room: data/upstream and .cache can be made again"),
    "python": ("fault", environment.python, "`rm .venv/ready`, then `make build PYTHON=python3.11` (or 3.12, 3.13)"),
    "packages": ("fault", environment.packages, _INSTALL),
    "extras": ("note", environment.extras, f"only if you need them: {_INSTALL}"),
    "kernel": ("fault", environment.kernel, "`{python} -m jupyter kernelspec remove -f python3`"),
    "raw tables": (
        "fault",
        _tables,
        "`git checkout data/raw data/fields.yaml`, or `leedsequity raw compile TABLE` if it is meant",
    ),
    "headers": ("fault", _headers, "write `name: python3` there in the header, then `leedsequity build`"),
    "pairs": ("fault", _pairs, f"{_SYNC} (the newer of the two wins), then `leedsequity build`"),
    "outputs": ("fault", _outputs, "`leedsequity build`"),
    "results": ("fault", _results, "`leedsequity build`"),
}
