"""How a build ends: what it made, where the answers are, and what to do next."""

import os
import shlex
from collections.abc import Iterable
from pathlib import Path

from leedsequity import paths
from leedsequity_build.build import Job, Result


def ending(jobs: Iterable[Job], results: Iterable[Result]) -> list[str]:
    """Return the last lines of a build.

    Parameters
    ----------
    jobs, results
        What was to run, and what became of each, in the same order.

    Returns
    -------
    list of str
        Two lines about the runs that were made. When none was, one line if all are fresh, else
        none.
    """
    ran = list(zip(jobs, results, strict=True))
    made = [job for job, result in ran if result.outcome == "built"]
    outcomes = {result.outcome for _, result in ran}
    if not made:
        return (
            ["nothing to do: all fresh"]
            if "skipped" in outcomes and "failed" not in outcomes
            else []
        )
    outputs = [(job, name) for job in made for name in job.place.recorded()["outputs"]]
    tables = [job.place.of(name) for job, name in outputs if name.startswith("tables/")]
    amounts = [
        (len(tables), "table"),
        (sum(name.endswith(".svg") for _, name in outputs), "figure"),
    ]
    amount = " and ".join(f"{n:,} {thing}{'s' if n != 1 else ''}" for n, thing in amounts)
    found = any(table.name == "findings.csv" for table in tables)
    if all(job.place.tables.parent == paths.processed() for job in made):
        notebook = made[0].notebook.name if len(made) == 1 else "*"
        answers = [f"notebooks/{notebook}.ipynb"] + [
            f"data/processed/{notebook}/findings.csv"
        ] * found
        after = "leedsequity claims --status differs  (published numbers that do not come out)"
        return [f"made {amount}; the answers: {', '.join(answers)}", f"next: {after}"]
    folder = Path(os.path.commonpath([job.place.record.parent for job in made]))
    deeper = max(len(job.place.record.parent.relative_to(folder).parts) for job in made) * "*/"
    answers = [f"{deeper}*.ipynb"] + [f"{deeper}tables/findings.csv"] * found
    explained = shlex.quote(paths.shown(tables[0] if tables else made[0].place.record))
    return [
        f"made {amount} in {paths.shown(folder)}; the answers there: {', '.join(answers)}",
        f"next: leedsequity explain {explained}  (where its numbers come from)",
    ]
