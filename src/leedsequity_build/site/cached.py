"""Pages that cost time are kept in `.cache/`, as long as what they are made of is the same."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import leedsequity
from leedsequity import paths
from leedsequity.raw import inventory


def files(
    part: str, tables: Iterable[str], make: Callable[[], Iterable[tuple[str, str]]]
) -> Iterator[tuple[str, str]]:
    """Yield the files of a part: those kept from before, or else made anew and kept.

    Parameters
    ----------
    part
        Its name, by which they are kept.
    tables
        The raw tables that it reads. Beside them the library, the notebooks' pages, and the modules
        and templates of the site tell whether anything has changed.
    make
        Makes the files: paths and contents.
    """
    key, kept = _key(tables), paths.cache() / f"site-{part}.json"
    try:
        known = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    if not isinstance(known, dict) or known.get("made_of") != key:
        known = {"made_of": key, "files": dict(make())}
        paths.write({kept: json.dumps(known).encode()})
    yield from known["files"].items()


def _key(tables: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for table in tables:
        digest.update(inventory.fingerprint(table).encode())
    library, site = Path(leedsequity.__file__).parent, Path(__file__).parent
    for folder in (library, site, paths.notebooks()):
        for file in sorted(folder.rglob("*")):
            # Of a notebook its page alone gives the site sentences.
            if file.suffix in (
                (".md",) if folder == paths.notebooks() else (".md", ".py", ".yaml")
            ):
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
