"""Whether the outputs of a run still are what its inputs would give, by a stamp kept in the cache.

A stamp holds the sha256 of everything a run used (the notebook's source and its page, the package
modules it imported, the raw tables it read, with their records), the versions of Python and the
libraries, and the sha256 of everything it wrote.
"""

import hashlib
import json
import os
import platform
import shutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import inventory
from leedsequity_build.engine_settings import SOURCES
from leedsequity_build.run_files import RunFiles, read_json

_COMPUTING = ("geopandas", "ipython", "numpy", "pandas", "scipy", "shapely", "statsmodels")
_LIBRARIES = (*_COMPUTING, "matplotlib", "seaborn")  # what can change a number or a picture
#: Why a run without a stamp has to be made.
NOT_BUILT = "not built here yet"
_STAMP = {"source": dict, "modules": dict, "raw": dict, "versions": dict, "outputs": dict}


def sha256(path: Path) -> str | None:
    """Return the SHA-256 of a file's bytes; None where none can be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError):  # the second from a name that no file can have
        return None


def sources(notebook: Path) -> dict[str, str | None]:
    """Return the SHA-256 of a notebook's source and of its page; None of what is not there."""
    return {"notebook": sha256(notebook), "page": sha256(notebook.with_suffix(".md"))}


def _as_known(table: str) -> str:
    """Return what a run knew of a raw table: its bytes and its record."""
    try:
        return inventory.fingerprint(table)
    except InputError:  # a spoilt stamp may name anything
        return "no table"


@cache
def _versions() -> dict[str, str]:
    return {"python": platform.python_version()} | {name: version(name) for name in _LIBRARIES}


def _stamp_file(files: RunFiles) -> Path:
    key = hashlib.sha256(os.fsencode(files.record)).hexdigest()[:16]
    return paths.cache() / "stamps" / f"{files.notebook.stem}-{key}.json"


def stamp(
    files: RunFiles,
    source: Mapping[str, str | None],
    used: Mapping[str, Any],
    written: Mapping[Path, bytes],
) -> None:
    """Write down what a run used and wrote.

    Parameters
    ----------
    files
        Where the run's results stand.
    source
        What `sources` gave when the run began.
    used
        `modules` and `raw` as the engine found them.
    written
        Every file of the run, with its content: another build may have written since.
    """
    hashes = {paths.shown(path): hashlib.sha256(data).hexdigest() for path, data in written.items()}
    content = {
        "source": dict(source),
        "modules": used["modules"],
        "raw": {name: _as_known(name) for name in used["raw"]},
        "versions": _versions(),
        "outputs": hashes,
    }
    file = _stamp_file(files)
    if file.is_dir():  # in the cache nothing is anybody's own
        shutil.rmtree(file)
    paths.write({file: json.dumps(content, indent=1).encode()})


def is_as_built(files: RunFiles, file: Path) -> bool:
    """Return whether a file of a run is as the run left it here."""
    old = read_json(_stamp_file(files), _STAMP)
    return old is not None and old["outputs"].get(paths.shown(file)) == sha256(file)


def reasons(files: RunFiles, source: Path) -> list[str]:
    """Return why a run has to be made again, most telling first; nothing when it is fresh.

    Parameters
    ----------
    files
        Where the run's results stand.
    source
        The notebook's source; its page is the file of that name in `.md`.
    """
    old = read_json(_stamp_file(files), _STAMP)
    if old is None or paths.shown(files.record) not in old["outputs"]:
        return [NOT_BUILT]
    now = sources(source)
    found = [f"the {part} changed" for part in now if old["source"].get(part) != now[part]]
    found += [
        f"raw table {name} changed" for name, then in old["raw"].items() if _as_known(name) != then
    ]
    found += [
        f"{name} changed" for name, sha in old["modules"].items() if sha256(SOURCES / name) != sha
    ]
    for name, then in old["versions"].items():
        if (version_now := _versions().get(name, "missing")) != then:
            found.append(f"{name} was {then}, is {version_now}")
    for name, sha in old["outputs"].items():
        if (sha_now := sha256(paths.root() / name)) != sha:
            found.append(f"{name} {'was edited' if sha_now else 'is missing'}")
    return found
