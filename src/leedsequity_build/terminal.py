"""What the commands print: lines, tables, complaints. Nothing heavy is imported."""

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from leedsequity import inputs
from leedsequity.errors import InputError

_COLOURS = {
    **dict.fromkeys(["built", "fresh", "fetched", "reproduced", "close"], "green"),
    **dict.fromkeys(["stale", "by hand", "conflicts"], "yellow"),
    **dict.fromkeys(["failed", "differs", "unreadable"], "red"),
}


def show(*lines: str) -> None:
    """Print lines; what of them a terminal would obey is printed as what it is."""
    for line in lines:
        print(inputs.printable(line))


def show_table(rows: Iterable[Sequence[str]], *headings: str) -> None:
    """Print a table, coloured by its second column, whole lines when it is not a terminal's."""
    table = Table(*headings, box=None, pad_edge=False)
    for row in rows:
        cells = [Text(inputs.one_line(cell)) for cell in row]  # text, in which nothing is markup
        cells[1].stylize(_COLOURS.get(row[1], "default"))
        table.add_row(*cells)
    width = None if sys.stdout.isatty() else 1000
    Console(width=width, highlight=False, soft_wrap=True).print(table)


def complain(problem: object) -> None:
    """Say what went wrong, on standard error, in one line."""
    error = problem if isinstance(problem, Exception) else InputError(problem)
    with suppress(OSError):  # of a terminal that is gone or full: nobody can be told
        print(f"leedsequity: {inputs.explained(error)}", file=sys.stderr)


def failure(*problems: object) -> typer.Exit:
    """Say what went wrong; what is returned ends the command with exit code 1."""
    for problem in problems:
        complain(problem)
    return typer.Exit(1)
