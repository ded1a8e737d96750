"""A partner's own file: found, checked, read. Its path and its values go nowhere else.

An error names column, rule and number of rows, never a value, and the file by its base name. Errors
of the libraries underneath quote values and paths; none is passed on or chained.
"""

import hmac
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from leedsequity import paths
from leedsequity.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_LABEL = re.compile(r"(?P<name>.+) keyed:(?P<hash>[0-9a-f]{16})")
_AREA_FILE = re.compile(r".+\.csv(?: keyed:[0-9a-f]{16})?", re.IGNORECASE)
_OF_REGISTER = "claims.csv"  # a folder with it is a register
_KEY_BYTES = 32
_ENVIRONMENT = "LEEDSEQUITY_FILE_"


@dataclass(frozen=True)
class Records:
    """What a partner's file holds.

    `rows` have persons as numbers, not their ids; `synthetic`: whether it is a made-up example.
    """

    rows: "pd.DataFrame" = field(repr=False)
    synthetic: bool


def is_file_parameter(parameter: str, value: object) -> bool:
    """Return whether a parameter of a notebook has a file: `…_file`, or `area` with a `.csv`.

    A `register` of claims, which is a folder of files, is one too.
    """
    if parameter == "area":
        return _AREA_FILE.fullmatch(str(value)) is not None
    return parameter.endswith("_file") or (parameter == "register" and value != "")


def label(text: str) -> str:
    """Return how a partner's file is recorded, such as `events.csv keyed:…`; "" for none.

    That is its base name and a keyed hash. The hash is an HMAC (SHA-256, 16 hexadecimal digits)
    with this project's secret key, which is made at its first use and kept in `.cache/`. So a file
    has one label as long as the key is there, and nobody without the key can try out whether a
    guessed file has that label: of a few counts of staff all possible files could be guessed. The
    hash of a register is over the names and bytes of its tables.

    `text` is a path, or what this function returned for one.

    Raises
    ------
    InputError
        If the file is not there or cannot be opened (it is named by its base name), or no key can
        be kept.
    """
    if not text or _LABEL.fullmatch(text):
        return text
    path = _find(text)
    try:
        if path.is_dir():
            files = sorted(path.glob("*.csv"))
            content = b"".join(file.name.encode() + file.read_bytes() for file in files)
        else:
            content = path.read_bytes()
    except OSError:
        raise InputError(f"{path.name}: the file cannot be opened") from None
    return f"{path.name} keyed:{hmac.new(_key(), content, 'sha256').hexdigest()[:16]}"


def _key() -> bytes:
    """Return the secret key of the labels; made if there is none, for its owner alone to read."""
    file = paths.cache() / "partner-key"
    try:
        if not _is_key(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            temporary = paths.temporary_file(file)
            for_owner = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(for_owner, "wb") as new:
                new.write(secrets.token_bytes(_KEY_BYTES))
            try:
                with suppress(FileExistsError):  # another process was first: its key is the one
                    os.link(temporary, file)
                if not _is_key(file):  # cut short, or a link to nowhere: of no use to anybody
                    temporary.replace(file)
            finally:
                temporary.unlink(missing_ok=True)
        return file.read_bytes()
    except OSError as error:
        problem = f"{paths.shown(file)}: the key of partners' files: {error.strerror}"
        raise InputError(problem) from None


def _is_key(file: Path) -> bool:
    return file.is_file() and file.stat().st_size == _KEY_BYTES


def is_label(text: str) -> bool:
    """Return whether a text is what `label` returns for a file."""
    return _LABEL.fullmatch(text) is not None


def environment(text: str) -> dict[str, str]:
    """Return the environment variable by which a run finds the file of a label; none for no file.

    Raises
    ------
    InputError
        As `label`; and if `text` is a label, and the file found by it has another.
    """
    found = _LABEL.fullmatch(label(text))
    if not found:
        return {}
    return {_ENVIRONMENT + found["hash"]: str(unchanged(text).resolve())}


def read(
    kind: str, text: str, known: "Mapping[str, Mapping[str, object]] | None" = None
) -> Records:
    """Return the rows of a partner's file after checking them.

    Parameters
    ----------
    kind
        `programme` (events of persons) or `workforce` (counts of staff): see
        `leedsequity.raw.partner_schemas`.
    text
        The file's path, relative to the working directory or the project's root, or its label.
    known
        For `lsoa` and `ward`: their codes or names, and what takes their place in the rows. None
        where they are not known: everything else is checked, and places are left as they are.

    Raises
    ------
    InputError
        One line for each problem: base name, column, rule, number of rows. No value and no path.
    """
    from leedsequity.raw import partner_schemas

    return Records(*partner_schemas.checked(kind, unchanged(text), known))


def unchanged(text: str) -> Path:
    """Return where a file is, as `_find`; it must still be the one of the label."""
    path = _find(text)
    if label(str(path)) != label(text):
        raise InputError(f"{path.name}: the file changed while it was being used: run it again")
    return path


def _find(text: str) -> Path:
    """Return where a file is, from its path or its label."""
    if match := _LABEL.fullmatch(text):
        text = os.environ.get(_ENVIRONMENT + match["hash"], match["name"])
    path = Path(text)
    try:
        path = path.expanduser()
        places = (path, paths.root() / path)
        found = next((p for p in places if p.is_file() or (p / _OF_REGISTER).is_file()), None)
    except (OSError, RuntimeError):  # a folder not to be entered, a name too long, nobody's home
        raise InputError(f"{path.name}: the file cannot be opened") from None
    if found is None:
        raise InputError(
            f"there is no file {path.name!r}, nor a folder of that name with the {_OF_REGISTER} of"
            " a register: give its path as your shell knows it"
        )
    return found
