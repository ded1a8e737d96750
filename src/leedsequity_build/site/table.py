"""A table of numbers as HTML: a caption, and each row named by its first cell."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from leedsequity_build.site import text


def table(caption: str, heads: list[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table that can be scrolled sideways; nothing if there are no rows.

    Parameters
    ----------
    caption
        What it is: measure, place, period.
    heads
        What stands over each column; an empty one makes an empty corner.
    rows
        Cells, the first of which names the row. What is `Markup` is HTML already; None is an empty
        cell.
    """
    titles = "".join(
        Markup('<th scope="col">{}</th>').format(head) if head else "<td></td>" for head in heads
    )
    body = "\n".join(map(_row, rows))
    return body and text.scrolled(
        f'<table class="figures">\n<caption>{escape(caption)}</caption>\n<thead><tr>{titles}</tr>'
        f"</thead>\n<tbody>\n{body}\n</tbody>\n</table>",
        caption,
    )


def _row(cells: Iterable[object]) -> str:
    first, *rest = ("" if cell is None else escape(cell) for cell in cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
