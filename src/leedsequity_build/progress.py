"""How far a build is, on standard error: live on a terminal, else a line for every tenth of many runs."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from leedsequity_build.build import Result

_MANY = 20  # runs: fewer get no lines where there is no terminal


@contextmanager
def progress(total: int) -> Iterator[Callable[[Result], None]]:
    """Yield what is to be called with each result: it shows how many are done and failed, the rate and the time left.

    What is up to date takes no time, so rate and time left are those of the runs that were made.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console, counts, started = Console(stderr=True), Counter[str](), time.monotonic()
    columns = (
        TextColumn("building"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[state]}"),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not sys.stderr.isatty()
    ) as bar:
        task = bar.add_task("", total=total, state="")

        def report(result: Result) -> None:
            counts[result.outcome] += 1
            done = counts.total()
            made, passed = done - counts["skipped"], time.monotonic() - started
            left = timedelta(seconds=round((total - done) * passed / max(made, 1)))
            state = f"{counts['failed']} failed, {made * 60 / passed:.0f} a minute, {left} left"
            bar.update(task, completed=done, state=state)
            if bar.disable and total >= _MANY and done * 10 // total > (done - 1) * 10 // total:
                print(f"{done} of {total} done, {state}", file=sys.stderr)

        yield report
