"""Temporary folders of runs, and what a killed build left behind.

Everything temporary is named after its machine and process. A build removes what ended processes
of its own machine left, and nothing of a build that still runs, nor of one on another machine or
in another container that shares the disk. So a killed build needs no repair, and no lock that a
person would have to remove; only what was killed elsewhere stays, until a build there or
`make clean` removes it.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from leedsequity import paths

_PREFIX = f"run-{paths.machine()}-"
# A run's folder, or a file as `paths.half` names it until it is whole.
_NAME = re.compile(rf"(?:{_PREFIX}|\..+\.{paths.machine()}-)([0-9]+)(?:-.*)?")


def create() -> "tempfile.TemporaryDirectory[str]":
    """Return a new folder for a run, a context that removes it at its end."""
    paths.cache().mkdir(exist_ok=True)
    return tempfile.TemporaryDirectory(dir=paths.cache(), prefix=f"{_PREFIX}{os.getpid()}-")


def remove_abandoned() -> None:
    """Remove the folders and unfinished stamps of builds of this machine that were killed."""
    remove_unfinished([paths.cache() / "stamps"])
    for folder in paths.cache().glob(f"{_PREFIX}*"):
        if _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def remove_unfinished(folders: Iterable[Path]) -> None:
    """Remove what `paths.write` left in folders when it was killed on this machine."""
    for file in (file for folder in folders for file in folder.glob(".*") if _is_abandoned(file)):
        with suppress(OSError):  # it is in nobody's way
            file.unlink()


def _is_abandoned(path: Path) -> bool:
    """Return whether something is named after a process of this machine that runs no more."""
    process = _NAME.fullmatch(path.name)
    if process is None or os.name == "nt":  # where there is no asking without a signal
        return False
    try:
        os.kill(int(process[1]), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False
