"""A notebook that is built changes nothing of the project, except through its `outputs.Run`."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from leedsequity.errors import InputError

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Where an audit event [1]_ names a file that changes, and where the open folder that the name may be relative to.
_CHANGES: dict[str, tuple[tuple[int, int | None], ...]] = {
    "os.chmod": ((0, 2),),
    "os.link": ((1, 3),),
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.rmdir": ((0, 1),),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "shutil.rmtree": ((0, 1),),
}


def refuse_writing(root: Path, run: Path) -> None:
    """Let this process, from now on and for good, change nothing in a project outside the folder of a run.

    What it tries to open for writing, rename, remove or make there raises an `InputError` before anything has changed.
    `.cache` and `__pycache__` are left to it, and so is the rest of the machine: temporary folders, caches of fonts.

    This keeps an honest mistake from other notebooks' results and the raw tables; it is no prison. It sees what Python
    itself opens and changes. It does not see what other programs do that a notebook starts, what a library in C opens
    by itself (GDAL, SQLite, Arrow), nor names relative to an open folder (`dir_fd`).

    Parameters
    ----------
    root
        The project's root, with no symbolic link in it.
    run
        Where the run saves its results; likewise.

    References
    ----------
    .. [1] PEP 578, Python runtime audit hooks; the events: Python documentation, "Audit events table".
    """
    free = (run, root / ".cache")

    def check(event: str, arguments: Sequence[Any]) -> None:
        if event == "open":  # by far the most are for reading, and cost no more than this
            names = arguments[:1] if arguments[2] & _WRITING else ()
        elif event in _CHANGES:
            names = [arguments[at] for at, of in _CHANGES[event] if of is None or arguments[of] in (-1, None)]
        else:
            return
        for name in names:
            if isinstance(name, int):  # a file that is open already
                continue
            path = Path(os.fsdecode(name))
            for file in (path.parent.resolve() / path.name, path.resolve()):  # a link, and what it leads to
                inside = file.is_relative_to(root) and "__pycache__" not in file.parts
                if inside and not any(file.is_relative_to(folder) for folder in free):
                    raise InputError(
                        f"{file.relative_to(root).as_posix()}: a notebook changes nothing in the project but through "
                        "its outputs.Run: save with run.table, run.figure or run.findings, or write elsewhere"
                    )

    sys.addaudithook(check)
