"""A partner's own file: found, checked, read. Its path and its values go nowhere else.

What is wrong is told by column, rule and number of rows, never by a value, and the file by its base name. Errors of the
libraries underneath quote values and paths; none is passed on or chained.
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_LABEL = re.compile(r"(?P<name>.+) sha256:(?P<sha256>[0-9a-f]{64})")
_ENVIRONMENT = "LEEDSEQUITY_FILE_"


@dataclass(frozen=True)
class Records:
    """What a partner's file holds: `rows` (persons as numbers, not their ids), and whether it is a made-up example."""

    rows: "pd.DataFrame" = field(repr=False)
    synthetic: bool


def is_file_parameter(name: str) -> bool:
    """Return whether a notebook's parameter names a partner's file."""
    return name.endswith("_file")


def label(text: str) -> str:
    """Return how a partner's file is recorded: base name and SHA-256, such as `events.csv sha256:…`; "" for none.

    `text` is a path, or what this function returned for one. Of a file that is not there, messages have the base name.
    """
    if not text or _LABEL.fullmatch(text):
        return text
    path = _find(text)
    try:
        return f"{path.name} sha256:{catalogue.sha256(path)}"
    except OSError:
        raise InputError(f"{path.name}: the file cannot be opened") from None


def environment(text: str) -> dict[str, str]:
    """Return the variable by which a run that is given a file's label finds the file; nothing for no file."""
    found = _LABEL.fullmatch(label(text))
    return {_ENVIRONMENT + found["sha256"]: str(_find(text).resolve())} if found else {}


def read(kind: str, text: str, known: "Mapping[str, Mapping[str, object]] | None" = None) -> Records:
    """Return the rows of a partner's file after checking them.

    Parameters
    ----------
    kind
        `programme` (events of persons) or `workforce` (counts of staff): see `leedsequity.raw.partner_schemas`.
    text
        The file's path, relative to the working directory or the project's root, or its label.
    known
        For `lsoa` and `ward`: their codes or names, and what takes their place in the rows.

    Raises
    ------
    InputError
        One line for each problem: base name, column, rule, number of rows. No value and no path.
    """
    from leedsequity.raw import partner_schemas

    path = _find(text)
    marked = label(text)
    if label(str(path)) != marked:
        raise InputError(f"{path.name}: the file changed while it was being used: run it again")
    return Records(*partner_schemas.checked(kind, path, known or {}))


def _find(text: str) -> Path:
    """Return where a file is, from its path or its label."""
    if told := _LABEL.fullmatch(text):
        text = os.environ.get(_ENVIRONMENT + told["sha256"], told["name"])
    path = Path(text).expanduser()
    found = next((p for p in (path, paths.root() / path) if p.is_file()), None)
    if found is None:
        raise InputError(
            f"there is no file {path.name!r} where the parameter says; give its path as your shell knows it"
        )
    return found
