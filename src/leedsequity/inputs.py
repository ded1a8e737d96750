"""The one place that turns what is wrong with an input into a line for a person.

What reads a file does it within `reading`, which names the file in whatever is wrong with it. The
command line shows the line that `explained` makes of an error. Text of a file or of an error goes
to a terminal through `printable`.
"""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from leedsequity import paths
from leedsequity.errors import InputError

#: What only an input, or the machine, can be at fault for: never a mistake in the program.
FAULTS = (
    InputError,
    OSError,
    UnicodeError,
    SyntaxError,
    json.JSONDecodeError,
    yaml.YAMLError,
    csv.Error,
)
#: What content of another form than expected leads to while it is parsed.
_WRONG_FORM = (ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError)


def printable(text: str) -> str:
    r"""Return a text with what a terminal would obey, or not show, written out: `\x1b`, `\n`."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def one_line(text: str) -> str:
    """Return a text, printable, as one line: its lines without the space around them."""
    return printable(" ".join(line.strip() for line in text.splitlines() if line.strip()))


def explained(error: BaseException) -> str:
    """Return an error as one line.

    An `InputError` is its message; an error of the system has its file, any other its kind.
    """
    if isinstance(error, OSError) and error.strerror:
        file = _file(error.filename)
        return one_line(f"{error.strerror}: {file}" if file else error.strerror)
    kind = "" if isinstance(error, InputError) else f"{type(error).__name__}: "
    return one_line(f"{kind}{error}")


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Name a file in what is wrong with it: put around reading and parsing it, and no more.

    Parameters
    ----------
    file
        What is read.

    Raises
    ------
    InputError
        If the file cannot be opened, is not text in UTF-8, not Python, JSON, YAML or csv, or its
        content is of another form than is taken from it; one line with the file and, where it is
        known, the line.
    """
    try:
        yield
    except InputError:
        raise
    except (*FAULTS, *_WRONG_FORM) as error:
        line = one_line(f"{_file(file)}: {_reason(error)}: mend it, or `git checkout` it")
        raise InputError(line) from error


def json_object(file: Path, *keys: str) -> dict[str, Any]:
    """Return what a JSON file holds, which must be an object that has the keys.

    Raises
    ------
    InputError
        As `reading`; if there is no object, or it lacks a key.
    """
    with reading(file):
        content = json.loads(file.read_bytes())
        if not isinstance(content, dict) or (
            keys := tuple(key for key in keys if key not in content)
        ):
            raise ValueError(f"not an object with {', '.join(keys)}" if keys else "not an object")
        return content


def _reason(error: Exception) -> str:
    """Return what is wrong with a file's content, and in which line, where the error tells."""
    match error:
        case OSError(strerror=str(reason)):
            return reason
        case UnicodeError():
            return "not text in UTF-8"
        case SyntaxError():
            return f"not Python{f', line {error.lineno}' if error.lineno else ''}: {error.msg}"
        case json.JSONDecodeError():
            return f"not JSON, line {error.lineno}: {error.msg}"
        case yaml.MarkedYAMLError(problem_mark=mark, problem=problem) if mark is not None:
            return f"cannot be read as YAML, line {mark.line + 1}: {problem}"
        case yaml.YAMLError():
            return f"cannot be read as YAML: {error}"
        case RecursionError() | MemoryError():
            return "nested too deeply"
        case LookupError() | TypeError() | AttributeError():
            return f"its content has not the expected form ({type(error).__name__}: {error})"
    return str(error)


def _file(name: Any) -> str:
    """Return a file's name as a person should see it, without a project too; "" for no file."""
    if name is None:
        return ""
    path = Path(str(name))
    try:
        return paths.shown(path)
    except InputError:
        return str(path)
