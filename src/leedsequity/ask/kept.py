"""What takes seconds to work out is kept in `.cache/ask`, named by a hash of all it was made from.

A file there is of what its hash says, or is not used: it cannot be out of date.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from leedsequity import paths


def answers(
    name: str,
    sources: Iterable[Path],
    make: Callable[[], Mapping[str, str]],
    wanted: Collection[str] | None = None,
) -> dict[str, Any]:
    """Return answers by their keys, kept ones where their sources are the same, else made anew.

    Parameters
    ----------
    name
        What the answers are of.
    sources
        The files that they were made from; those of this package, and the records of the raw
        tables, which have the tables' hashes, are always among them.
    make
        Makes all of them, each as JSON.
    wanted
        The keys of those that are returned; all when left out.
    """
    file = paths.cache() / "ask" / f"{name}-{_digest(sources)}.jsonl"
    try:
        return _read(file.read_text(encoding="utf-8"), wanted)
    except (OSError, ValueError):  # not made yet, or not as it was made
        if sys.stderr.isatty():
            print("working out what is held, once: some seconds", file=sys.stderr)
        made = make()
    text = "".join(f"{key}\t{value}\n" for key, value in made.items())
    with suppress(OSError):  # a folder that nobody may write to, or a full disk: it stays slow
        older = {*file.parent.glob(f"{name}-*.jsonl")} - {file} if file.parent.is_dir() else ()
        paths.write({file: text.encode()}, older)
    return _read(text, wanted)


def _read(text: str, wanted: Collection[str] | None) -> dict[str, Any]:
    lines = (line.partition("\t") for line in text.splitlines())
    return {key: json.loads(line) for key, _, line in lines if wanted is None or key in wanted}


def _digest(sources: Iterable[Path]) -> str:
    package = Path(__file__).parents[1]
    code = [*package.rglob("*.py"), *package.rglob("*.md"), *package.rglob("*.yaml")]
    digest = hashlib.sha256()
    for file in sorted({*code, *paths.raw().glob("*.yaml"), paths.fields(), *sources}):
        state = file.stat()
        digest.update(f"{file.name} ".encode() + _of(file, state.st_size, state.st_mtime_ns))
    return digest.hexdigest()[:16]


@cache
def _of(file: Path, size: int, changed: int) -> bytes:  # noqa: ARG001  # read anew when changed
    return hashlib.sha256(file.read_bytes()).digest()
