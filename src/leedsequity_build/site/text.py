"""What the parts of the site share: filled templates, tables, figures, downloads, in MyST.

Pictures and tables to download are put beside pages as they are, so they are named by relative
links of HTML (`figure`, `download`); pages by links of Markdown to their sources, which Sphinx
checks.
"""

import json
import posixpath
import re
import struct
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from leedsequity import pages, paths, tables

if TYPE_CHECKING:
    import pandas as pd

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|$~^]|(?<=^)[-+]|(?<=^\d)\.|(?<=^\d\d)\.)", re.MULTILINE)
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


def shown(text: str) -> str:
    """Return a text as one line that a page shows as it is: no markup, no formula, no HTML."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def slug(name: str) -> str:
    """Return a name as it stands in an address: small letters and dashes, `hunslet-riverside`."""
    return _NOT_IN_NAMES.sub("-", name.lower().replace("'", "").replace("’", "")).strip("-")


def link(text: str, here: str, there: str) -> str:
    """Return a link in Markdown from one page to another, both paths from the top of the site.

    `there` may end in a `#place`. The text is shown as it is.
    """
    return f"[{shown(text)}](<{relative(here, there)}>)"


def relative(here: str, there: str) -> str:
    """Return the way from the folder of one path to another, both from the top of the site."""
    return posixpath.relpath(there, posixpath.dirname(here) or ".")


def breadcrumbs(here: str, *above: tuple[str, str]) -> str:
    """Return the line at the top of a page that leads back: names and pages, the topmost first.

    Home stands before them.
    """
    parts = [("Home", "index.md"), *above]
    links = " › ".join(link(name, here, page) for name, page in parts)
    return f'<nav class="breadcrumbs" aria-label="Where this page is">\n\n{links}\n\n</nav>'


def terms(content: str, here: str, linked: set[str]) -> str:
    """Return Markdown in which the first mention of each word of the glossary leads to it.

    Parameters
    ----------
    content
        Sentences without links, as `shown` returns them.
    here
        The page on which they will stand.
    linked
        The words that the page links to already; those found now are added.
    """
    glossary = relative(here, "library/glossary/index.md")

    def link(found: re.Match[str]) -> str:
        word = slug(found[1])
        if word in linked:
            return found[0]
        linked.add(word)
        return f"[{found[0]}](<{glossary}#{word}>)"

    return _words().sub(link, content)


@cache
def _words() -> re.Pattern[str]:
    """Return what finds the words of the glossary, the longest first, with a plural's s."""
    page = (paths.docs() / "glossary.md").read_text(encoding="utf-8")
    words = sorted(re.findall(r"^## +(.+?) *$", page, re.MULTILINE), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, words))})s?\b", re.IGNORECASE)


def table(frame: "pd.DataFrame", caption: str, **how: Any) -> str:
    """Return a table for people as HTML, which can be scrolled sideways where it is wide.

    Parameters
    ----------
    frame, caption, how
        As `leedsequity.tables.shown` takes them.
    """
    return scrolled(tables.shown(frame, caption, **how)[0], caption)


def scrolled(html: str, name: str) -> str:
    """Return HTML that can be scrolled sideways, by keyboard too, under a name for the blind."""
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{escape(name)}">\n{html}\n</div>'
    )


def figure(address: str, sidecar: dict[str, Any], png: Path, *, lazy: bool = True) -> str:
    """Return a figure as HTML: finding, subtitle, picture with its alternative text, source.

    Parameters
    ----------
    address
        The picture's relative address, from the page, as PNG. The same as SVG stands beside it, and
        is what a click on the picture opens.
    sidecar
        Its words, as `outputs.Run.figure` saves them.
    png
        The same picture as PNG, of which the size in pixels is taken.
    lazy
        Whether the picture may wait until it is near the window.
    """
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    words = {key: escape(value) for key, value in sidecar.items() if isinstance(value, str)}
    below = f"Source: {words['source']}. Licence: {words['licence']}. {words['note']}".strip()
    return (
        f'<figure>\n<p class="finding">{words["finding"]}</p>\n'
        f'<p class="subtitle">{words["subtitle"]}</p>\n'
        f'<div class="picture"><a href="{address.removesuffix(".png")}.svg"><img class="card"'
        f' src="{address}" alt="{words["alt"]}" width="{width}" height="{height}"'
        f"{' loading=lazy' if lazy else ''}></a></div>\n"
        f"<figcaption>{below}</figcaption>\n</figure>"
    )


def sidecar(file: Path) -> dict[str, Any]:
    """Return the words of a figure, whose file may have any ending."""
    words: dict[str, Any] = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    return words


def download(address: str, text: str) -> str:
    """Return a link to a file to keep, as HTML."""
    return f'<a href="{address}" download>{escape(text)}</a>'


def downloads(links: Iterable[tuple[str, str]]) -> str:
    """Return links to files to keep, address and text of each, as a line of HTML."""
    return f'<p class="downloads">{" · ".join(download(*one) for one in links)}</p>'


def page(template: str, /, **results: Any) -> str:
    """Return a page: a template of `site/templates` filled in with results.

    A template is written as a notebook's page is (`leedsequity.pages`): a number is shown by one of
    the filters of `leedsequity.wording`, and `rows` chooses rows of a table. Besides: `shown`,
    `sentence` (which begins each sentence with a capital), `slug`, and the functions of this module
    as `text.…`.

    Raises
    ------
    jinja2.UndefinedError, InputError
        If a result is missing, or a number is missing or not rounded.
    """
    return _JINJA.get_template(template).render(results)


_JINJA = pages.JINJA.overlay(loader=jinja2.PackageLoader(__package__))
_JINJA.filters.update(shown=shown, slug=slug, terms=terms, sentence=pages.capital)
_JINJA.globals["set"] = set
_JINJA.globals["text"] = {
    function.__name__: function
    for function in (link, breadcrumbs, table, scrolled, figure, download, downloads)
}
