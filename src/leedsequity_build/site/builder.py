"""The site as files: what its parts say is laid down as pages of Markdown, and Sphinx writes HTML.

A part is a module with `files()`, which yields paths and their contents. Pages (`.md`, `.rst`,
`.ipynb`) and what stands in `_static/` go to Sphinx; everything else (pictures, tables) is put
beside the pages as it is. Bytes depend on the project alone: no clock, no path of a machine.
"""

import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity_build import temporary_folder
from leedsequity_build.site import (
    areas,
    claims,
    conf,
    documents,
    home,
    library,
    notebook_pages,
    wards,
)
from leedsequity_build.site import map as map_page

#: Whose files make the site. Two that yield one path, or none that has a link's target, are errors.
PARTS: tuple[ModuleType, ...] = (
    home, notebook_pages, claims, documents, areas, wards, map_page, library,
)  # fmt: skip
#: What the bar on the left leads to, as far as there is such a page.
SECTIONS = ("notebooks", "claims", "areas", "wards", "map", "library")
#: The list of the site's files with their SHA-256, as `sha256sum --check` reads it.
CHECKSUMS = "checksums.txt"
_PAGES = ("index.md", "index.rst", "index.ipynb")
# What the theme leaves without a name, or out of the keyboard's reach.
_LABELS = {
    b'<html class="no-js" lang="en"': b'<html class="no-js" lang="en-GB"',
    b'<aside class="sidebar-drawer">': b'<aside class="sidebar-drawer" aria-label="All pages">',
    b'<aside class="toc-drawer">': b'<aside class="toc-drawer" aria-label="This page">',
    b'<div class="table-wrapper': b'<div tabindex="0" class="table-wrapper',
}
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_CHECKSUM = re.compile(r"([0-9a-f]{64})  (?!/)([^\\:]+)")


def build(folder: Path) -> dict[str, int]:
    """Write the site to a folder.

    Parameters
    ----------
    folder
        Where to. Files of an earlier site there that are no longer made are removed, if they are as
        it wrote them; what differs is replaced, and nothing else is touched.

    Returns
    -------
    dict
        The files of the site by their paths in it, each with its size in bytes.

    Raises
    ------
    InputError
        If Sphinx is not installed, the site is being built already, a part finds a result missing
        or not as recorded, two parts yield one path, or a page has a link, a term or a picture that
        is not there. The earlier site is whole then.
    """
    with _alone():
        pages, others = _collected()
        made = others | _html(pages)
    listed = "".join(f"{hashlib.sha256(made[name]).hexdigest()}  {name}\n" for name in sorted(made))
    made[CHECKSUMS] = listed.encode()
    content = {folder / name: content for name, content in made.items()}
    temporary_folder.remove_unfinished([folder])
    old = [file for file in _earlier(folder) if file not in content]
    changed = {
        file: new for file, new in content.items() if not file.is_file() or file.read_bytes() != new
    }
    paths.write(changed, old)
    _remove_empty(file.parent for file in old)
    return {name: len(content) for name, content in sorted(made.items())}


@contextmanager
def _alone() -> Iterator[None]:
    """Refuse a second build at once: both would work in one folder. A killed one leaves no lock."""
    try:
        import fcntl
    except ModuleNotFoundError:  # on Windows
        yield
        return
    paths.cache().mkdir(exist_ok=True)
    with (paths.cache() / "site.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError("the site is being built already: wait until that has ended") from None
        yield


def _collected() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return what the parts yield: what is for Sphinx, and what is put beside it."""
    found: dict[str, bytes] = {}
    for part in PARTS:
        for path, content in part.files():
            if path in found:
                raise InputError(f"two parts of the site yield {path}, the second {part.__name__}")
            found[path] = content.encode() if isinstance(content, str) else content
    there = [f"{name}/index" for name in SECTIONS if f"{name}/index.md" in found]
    tree = "\n".join(["", "```{toctree}", ":hidden:", "", "Home <self>", *there, "```", ""])
    found["index.md"] += tree.encode()
    static = Path(__file__).with_name("static")
    found |= {f"_static/{file.name}": file.read_bytes() for file in sorted(static.iterdir())}
    sphinx = {
        name: content
        for name, content in found.items()
        if name.rpartition("/")[2] in _PAGES or name.startswith("_static/")
    }
    return sphinx, {name: content for name, content in found.items() if name not in sphinx}


def _html(pages: dict[str, bytes]) -> dict[str, bytes]:
    """Return what Sphinx makes of the pages. Of what it made before, only what changed is anew."""
    home = paths.cache() / "site"
    finished, by = home / "finished", _program()
    if not finished.is_file() or finished.read_text(encoding="utf-8") != by:
        # Another program made it, or it ended early: warnings are not given twice.
        shutil.rmtree(home, ignore_errors=True)
    finished.unlink(missing_ok=True)
    source, html = home / "source", home / "html"
    source.mkdir(parents=True, exist_ok=True)
    for file in [file for file in source.rglob("*") if file.is_file()]:
        if file.relative_to(source).as_posix() not in pages:
            file.unlink()
    for name, content in pages.items():
        file = source / name
        if not file.is_file() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    documents = _sphinx(source, html, home / "doctrees")
    made = {}
    for file in sorted(file for file in html.rglob("*") if file.is_file()):
        name = file.relative_to(html).as_posix()
        if name.startswith(".") or (name.endswith(".html") and name not in documents):
            continue
        made[name] = file.read_bytes()
        if name.endswith(".html"):
            for element, labelled in _LABELS.items():
                made[name] = made[name].replace(element, labelled)
    start, end = b"Search.setIndex(", b")"
    index = json.loads(made["searchindex.js"].removeprefix(start).removesuffix(end))
    index["indexentries"] = {}  # those of pages made anew alone; modules are found by name as well
    made["searchindex.js"] = start + json.dumps(index, separators=(",", ":")).encode() + end
    finished.write_text(by, encoding="utf-8")
    return made


def _program() -> str:
    """Return a hash of what makes pages of Markdown here."""
    files = (Path(__file__), Path(conf.__file__))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _sphinx(source: Path, html: Path, doctrees: Path) -> set[str]:
    """Run Sphinx; return the names of the pages there now are."""
    try:
        from sphinx.application import Sphinx
        from sphinx.util.docutils import docutils_namespace, patch_docutils
    except ModuleNotFoundError as error:
        raise InputError(
            f"{error.name} is not installed: the site is made with more packages, which"
            " `make data` installs"
        ) from None
    # What is no longer there would stay, and links to what is there have a hash of it.
    shutil.rmtree(html / "_static", ignore_errors=True)
    warnings = io.StringIO()
    with patch_docutils(source), docutils_namespace():
        app = Sphinx(
            source,
            None,
            html,
            doctrees,
            "html",
            confoverrides=conf.settings(),
            status=None,
            warning=warnings,
            parallel=2,
        )
        app.build()
        if not (html / "_static").is_dir():  # no page had changed
            app.builder.copy_assets()
    if lines := [line for line in warnings.getvalue().splitlines() if line.strip()]:
        shown = [_COLOUR.sub("", line).replace(f"{source}/", "") for line in lines]
        more = f" (and {len(lines) - 5} more)" if len(lines) > 5 else ""
        raise InputError("the site has faults: " + "; ".join(shown[:5]) + more)
    names = {f"{name}.html" for name in app.env.found_docs}
    if lacking := sorted(name for name in names if not (html / name).is_file()):
        # What fails in one of its processes ends the others without a word.
        raise InputError(f"Sphinx failed to write {len(lacking)} pages, the first {lacking[0]}")
    return names | {"search.html"}


def _earlier(folder: Path) -> list[Path]:
    """Return the files of an earlier site in a folder that still are as it wrote them."""
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError):
        return []
    found = [match for match in map(_CHECKSUM.fullmatch, lines) if match]
    files = {folder / match[2]: match[1] for match in found if ".." not in match[2].split("/")}
    return [
        file
        for file, digest in files.items()
        if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == digest
    ]


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in sorted(set(folders), reverse=True):
        while folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
