"""Where things are. The only module that knows a path."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from leedsequity.errors import InputError


def root() -> Path:
    """Return the project's root: ``LEEDSEQUITY_ROOT``, or the checkout this package is imported from.

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


def cache() -> Path:
    """Return the folder of freshness stamps and unfinished runs (git-ignored)."""
    return root() / ".cache"


def output() -> Path:
    """Return where runs put their results: ``LEEDSEQUITY_OUTPUT``, or ``out/`` (git-ignored)."""
    return Path(os.environ.get("LEEDSEQUITY_OUTPUT") or root() / "out").resolve()


def shown(path: Path) -> str:
    """Return a path as a person should see it: from the project's root where it is inside, else whole."""
    return path.relative_to(root()).as_posix() if path.is_relative_to(root()) else str(path)


def write(files: Mapping[Path, bytes], remove: Iterable[Path] = ()) -> None:
    """Write files aside and rename them, in order, when all are whole, so that nobody ever meets half of one.

    When a file cannot be written (a full disk, a folder without permission), all stay as they were. Files to `remove`
    go when all others are whole, before the first is renamed.
    """
    aside = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in files}
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            aside[path].write_bytes(content)
        for path in remove:
            path.unlink(missing_ok=True)
        for path in files:
            aside[path].replace(path)
    finally:
        for part in aside.values():
            part.unlink(missing_ok=True)
