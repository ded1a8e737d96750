"""Where a run stands until it is whole, and what a killed build left there.

What is aside bears the number of its process: a build takes away what ended processes of its machine left, and nothing
of a build that still runs. So a killed build needs no repair, and no lock that a person would have to remove.
"""

import glob
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from leedsequity import paths

_PREFIX = f"run-{platform.node()}-"
_HALF = re.compile(r"\..+\.(?:csv|svg|png|json|ipynb)\.(\d+)")  # as `paths.write` names what is not whole yet


def folder() -> "tempfile.TemporaryDirectory[str]":
    """Return a new folder for a run, removed when the context that it is ends."""
    paths.cache().mkdir(exist_ok=True)
    return tempfile.TemporaryDirectory(dir=paths.cache(), prefix=f"{_PREFIX}{os.getpid()}-")


def clear() -> None:
    """Remove the folders and unfinished stamps of builds that were killed."""
    clear_halves([paths.cache() / "stamps"])
    for left in paths.cache().glob(f"{glob.escape(_PREFIX)}*"):
        if _ended(left.name.removeprefix(_PREFIX).partition("-")[0]):
            shutil.rmtree(left, ignore_errors=True)


def clear_halves(folders: Iterable[Path]) -> None:
    """Remove what `paths.write` left in folders when it was killed."""
    for folder in folders:
        for file in folder.glob(".*"):
            if (half := _HALF.fullmatch(file.name)) and _ended(half[1]):
                file.unlink(missing_ok=True)


def _ended(process: str) -> bool:
    """Return whether no process of this machine has that number; False for what is no number."""
    if not process.isdigit() or os.name == "nt":  # where there is no asking without a signal
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
