"""Where things are. The only module that knows a path."""

import hashlib
import os
import platform
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache as once
from pathlib import Path

from leedsequity.errors import InputError

_NO_CONTAINER = "pid:[4026531836]"  # how Linux names the processes outside of every container


def root() -> Path:
    """Return the project's root: ``LEEDSEQUITY_ROOT``, or the checkout that holds this package.

    Raises
    ------
    InputError
        If that folder holds no ``data/raw``.
    """
    folder = Path(os.environ.get("LEEDSEQUITY_ROOT") or Path(__file__).parents[2]).resolve()
    if not (folder / "data" / "raw").is_dir():
        raise InputError(
            f"{folder} holds no data/raw: set LEEDSEQUITY_ROOT to a clone of leedsequity, "
            "or install the package from one with `pip install --editable`"
        )
    return folder


def raw() -> Path:
    """Return the folder of the raw tables and their records."""
    return root() / "data" / "raw"


def fields() -> Path:
    """Return the description of the columns that many raw tables share."""
    return root() / "data" / "fields.yaml"


def upstream() -> Path:
    """Return the folder of the publishers' own files (git-ignored)."""
    return root() / "data" / "upstream"


def notebooks() -> Path:
    """Return the folder of the notebooks."""
    return root() / "notebooks"


def processed() -> Path:
    """Return the folder of the committed result tables, one folder a notebook."""
    return root() / "data" / "processed"


def figures() -> Path:
    """Return the folder of the committed figures, one folder a notebook."""
    return root() / "figures"


def docs() -> Path:
    """Return the folder of the pages."""
    return root() / "docs"


def site() -> Path:
    """Return the folder of the site (git-ignored)."""
    return root() / "site"


def cache() -> Path:
    """Return the folder of stamps, of what is unfinished, and of what was worked out before."""
    return root() / ".cache"


def output() -> Path:
    """Return where runs put their results: ``LEEDSEQUITY_OUTPUT``, or ``out/`` (git-ignored)."""
    return Path(os.environ.get("LEEDSEQUITY_OUTPUT") or root() / "out").resolve()


def shown(path: Path) -> str:
    """Return a path as a person should see it: from the project's root where it is inside."""
    return path.relative_to(root()).as_posix() if path.is_relative_to(root()) else str(path)


@once
def machine() -> str:
    """Return a word for this machine or container: elsewhere, process numbers mean other processes.

    A machine keeps its word when it starts anew, so that what a power cut left can be cleared up. A
    container has a new one whenever it starts: nobody else can tell whether its processes run.
    """
    known = [platform.node()]
    with suppress(OSError):
        known.append(str(Path("/proc/self/ns/pid").readlink()))
    lasting = _NO_CONTAINER in known
    file = "/etc/machine-id" if lasting else "/proc/sys/kernel/random/boot_id"
    with suppress(OSError):
        known.append(Path(file).read_text(encoding="ascii"))
    return hashlib.sha256(" ".join(known).encode()).hexdigest()[:12]


def temporary_file(path: Path) -> Path:
    """Return where a file is written before it is renamed: in its folder, named by who writes."""
    return path.with_name(f".{path.name}.{machine()}-{os.getpid()}")


def sync(path: Path) -> None:
    """Wait until a file's content, or the names in a folder, would outlast a power cut."""
    if not path.is_dir():
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    elif os.name != "nt":  # where a folder cannot be opened
        folder = os.open(path, os.O_RDONLY)
        with suppress(OSError):  # some network file systems know of no such thing
            os.fsync(folder)
        os.close(folder)


def write(files: Mapping[Path, bytes], remove: Iterable[Path] = ()) -> None:
    """Write files under temporary names and rename them, in order, when all are complete.

    So nobody ever meets a part of one, not after a power cut either. When one cannot be written (a
    full disk, a folder without permission), all stay as they were.

    Parameters
    ----------
    files
        The content of each file. Folders are made where they are missing.
    remove
        Files that are removed when all others are complete, before the first is renamed.

    Raises
    ------
    InputError
        If a folder stands in a file's place.
    OSError
        If a file cannot be written.
    """
    remove = list(remove)
    for path in (*files, *remove):
        if path.is_dir() and not path.is_symlink():
            raise InputError(f"{shown(path)}: a folder stands where a file belongs: move it away")
    temporary = {path: temporary_file(path) for path in files}
    lasting = [path for path in files if not _is_of_unfinished_run(path)]
    try:
        for path, content in files.items():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                temporary[path].write_bytes(content)
            except OSError as error:
                # A full disk names no file, and nobody knows the temporary one's name.
                error.filename = str(path)
                raise
        for path in lasting:
            sync(temporary[path])
        for path in remove:
            path.unlink(missing_ok=True)
        for path in files:
            temporary[path].replace(path)
        for folder in {path.parent for path in lasting}:
            sync(folder)
    finally:
        for part in temporary.values():
            with suppress(OSError):  # in no folder: the error of that is on its way
                part.unlink(missing_ok=True)


def _is_of_unfinished_run(path: Path) -> bool:
    """Return whether a file is of a run that is moved when complete: a power cut ends it anyway."""
    return path.is_relative_to(cache()) and path.relative_to(cache()).parts[0].startswith("run-")
