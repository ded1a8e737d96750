"""Links of the project's own pages, as they stand on the site.

A page of the project (`docs/claims.md`) links to files beside it (`../CONTRIBUTING.md`). On the
site each has an address of its own, so the links are written anew when a page is taken over.
"""

import posixpath
import re
from pathlib import PurePosixPath

from leedsequity.errors import InputError
from leedsequity_build.site import text

_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#|<)([^)\s#]+)")
_MODULE = re.compile(r"src/(leedsequity)/(?P<room>\w+?)(/.*|\.py)?")


def address(file: str) -> str | None:
    """Return the page that has a file of the project, from the top of the site.

    Parameters
    ----------
    file
        A path from the project's root: a page in Markdown, a notebook or a module of the library.

    Returns
    -------
    str or None
        The page's source, such as `library/methods/gaps/index.md`; None where the site has none.
    """
    path = PurePosixPath(file)
    if file == "README.md":
        return "index.md"
    if path.suffix == ".ipynb" and path.parts[0] == "notebooks":
        return f"notebooks/{path.stem}/notebook/index.ipynb"
    if path.suffix == ".md" and path.parts[0] not in ("src", "notebooks"):
        parts = [part.lower().lstrip(".") for part in path.with_suffix("").parts if part != "docs"]
        here = parts[:-1] if parts[-1] in ("index", "readme") else parts
        return "/".join(["library", *here, "index.md"])
    if module := _MODULE.fullmatch(file):
        return f"library/api/{module['room']}/index.md"
    return None


def rewritten(content: str, file: str, here: str) -> str:
    """Return Markdown with its links to files of the project turned into links between pages.

    Parameters
    ----------
    content
        What stands in the file, or in a part of it.
    file
        The file's path from the project's root, from which its links lead.
    here
        The page of the site on which it will stand.

    Raises
    ------
    InputError
        If it links to a file that the site has no page of. (Whether there is one, Sphinx checks.)
    """

    def there(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file), link[1]))
        page = address(target)
        if page is None:
            raise InputError(f"{file}: the site has no page of {link[1]}, to which it links")
        return text.relative(here, page)

    return _LINK.sub(there, content)
