"""What a build prints: how far it is, and at its end what it made and what is next."""

import csv
import os
import shlex
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from leedsequity import inputs, paths
from leedsequity_build.build import Job, Result

_FEW = 2  # runs whose sentences are printed
_MANY = 20  # runs: fewer get no lines of progress where there is no terminal


@contextmanager
def progress(total: int) -> Iterator[Callable[[Result], None]]:
    """Yield what is to be called with each result: it shows progress on standard error.

    Live on a terminal, else a line for every tenth of many runs: how many are done and failed, the
    rate and the time left. What is up to date takes no time, so rate and time left are those of the
    runs that were made.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("building"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[state]}"),
    )
    counts, started, live = Counter[str](), time.monotonic(), sys.stderr.isatty()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not live) as bar:
        task = bar.add_task("", total=total, state="")

        def report(result: Result) -> None:
            counts[result.outcome] += 1
            done = counts.total()
            made, seconds = done - counts["skipped"], time.monotonic() - started
            left = timedelta(seconds=round((total - done) * seconds / max(made, 1)))
            state = f"{counts['failed']} failed, {made * 60 / seconds:.0f} a minute, {left} left"
            bar.update(task, completed=done, state=state)
            if not live and total >= _MANY and done * 10 // total > (done - 1) * 10 // total:
                print(f"{done} of {total} done, {state}", file=sys.stderr)

        yield report


def last_lines(jobs: Iterable[Job], results: Iterable[Result]) -> list[str]:
    """Return the last lines of a build: what it made, where the answers are, what to do next.

    Parameters
    ----------
    jobs, results
        What was to run, and what became of each, in the same order.

    Returns
    -------
    list of str
        Two lines about the runs that were made, before them the three sentences of each where they
        are few. When none was, one line if all are fresh, else none.
    """
    finished = [(job, result.outcome) for job, result in zip(jobs, results, strict=True)]
    made = [job for job, outcome in finished if outcome == "built"]
    if not made:
        outcomes = {outcome for _, outcome in finished}
        fresh = "skipped" in outcomes and "failed" not in outcomes
        return ["nothing to do: all fresh"] * fresh
    outputs = [(job, name) for job in made for name in job.files.read_record()["outputs"]]
    tables = [job.files.path(name) for job, name in outputs if name.startswith("tables/")]
    figures = sum(name.endswith(".svg") for _, name in outputs)
    said = {table.name for table in tables} & {"in_short.csv", "findings.csv"}
    amount = f"made {_number(len(tables), 'table')} and {_number(figures, 'figure')}"
    short = [line for job in made for line in _in_short(job)] if len(made) <= _FEW else []
    if all(job.files.tables.parent == paths.processed() for job in made):
        name = made[0].notebook.name if len(made) == 1 else "*"
        answers = [f"notebooks/{name}.ipynb"]
        answers += [f"data/processed/{name}/{table}" for table in sorted(said, reverse=True)]
        return [
            *short,
            f"{amount}; the answers: {', '.join(answers)}",
            "next: leedsequity claims --firm 'no reading'  (what does not come out)",
        ]
    folders = [job.files.record.parent for job in made]
    home = Path(os.path.commonpath(folders))
    below = max(len(folder.relative_to(home).parts) for folder in folders) * "*/"
    answers = [f"{below}*.ipynb"]
    answers += [f"{below}tables/{table}" for table in sorted(said, reverse=True)]
    explained = shlex.quote(paths.shown(tables[0] if tables else made[0].files.record))
    return [
        *short,
        f"{amount} in {paths.shown(home)}; the answers there: {', '.join(answers)}",
        f"next: leedsequity explain {explained}  (where its numbers come from)",
    ]


def _in_short(job: Job) -> list[str]:
    """Return the sentences in which a run says its answer; none where it says none."""
    file = job.files.path("tables/in_short.csv")
    if not file.is_file():
        return []
    with inputs.reading(file), file.open(encoding="utf-8", newline="") as lines:
        return [row["sentence"] for row in csv.DictReader(lines)]


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'s' if count != 1 else ''}"
