"""Where a run stands until it is whole, and what a killed build left there.

What is aside is named after its machine and process. A build takes away what ended processes of its
own machine left, and nothing of a build that still runs, nor of one on another machine or in
another container that shares the disk. So a killed build needs no repair, and no lock that a person
would have to remove; only what was killed elsewhere stays, until a build there or `make clean`
takes it away.
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
_OURS = re.compile(
    rf"(?:{_PREFIX}|\..+\.{paths.machine()}-)([0-9]+)(?:-.*)?"
)  # see `paths.temporary_file`


def folder() -> "tempfile.TemporaryDirectory[str]":
    """Return a new folder for a run, removed when the context that it is ends."""
    paths.cache().mkdir(exist_ok=True)
    return tempfile.TemporaryDirectory(dir=paths.cache(), prefix=f"{_PREFIX}{os.getpid()}-")


def clear() -> None:
    """Remove the folders and unfinished stamps of builds of this machine that were killed."""
    clear_halves([paths.cache() / "stamps"])
    for left in paths.cache().glob(f"{_PREFIX}*"):
        if _ended(left):
            shutil.rmtree(left, ignore_errors=True)


def clear_halves(folders: Iterable[Path]) -> None:
    """Remove what `paths.write` left in folders when it was killed on this machine."""
    for folder in folders:
        for file in folder.glob(".*"):
            if _ended(file):
                with suppress(OSError):  # it is in nobody's way
                    file.unlink()


def _ended(left: Path) -> bool:
    """Return whether something is named after a process of this machine that runs no more."""
    process = _OURS.fullmatch(left.name)
    if process is None or os.name == "nt":  # where there is no asking without a signal
        return False
    try:
        os.kill(int(process[1]), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False
