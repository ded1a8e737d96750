"""Running notebooks: what is out of date, in a temporary folder, put in place when whole."""

import os
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from leedsequity import inputs, paths
from leedsequity.errors import InputError, NotServedError
from leedsequity.outputs import folder_name
from leedsequity.raw import inventory, partner
from leedsequity_build import edits, engine_settings, freshness, run_files, temporary_folder
from leedsequity_build.engine import fork
from leedsequity_build.notebooks import Notebook, Value

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Job:
    """A notebook with the parameters it is to run with, and the files that it is to give.

    `environment` says where the run finds a partner's file, `part` which one of many runs of the
    notebook this is.
    """

    notebook: Notebook
    parameters: dict[str, Value]
    files: run_files.RunFiles
    environment: dict[str, str] = field(default_factory=dict)
    part: str = ""

    @property
    def name(self) -> str:
        """How reports name it."""
        return "/".join(filter(None, [self.notebook.name, self.part]))

    def reasons(self) -> list[str]:
        """Return why this has to run; nothing when its outputs are fresh."""
        return freshness.reasons(self.files, self.notebook.source)


@dataclass(frozen=True)
class Result:
    """What became of a notebook: `built`, `skipped`, `not served` or `failed`, and why.

    The reason of one that was built says what of an earlier one was kept.
    """

    notebook: str
    outcome: str
    reason: str = ""
    seconds: float = 0.0


def job(
    notebook: Notebook, given: dict[str, str], output_dir: Path | None = None, part: str = ""
) -> Job:
    """Return the job of running a notebook.

    Parameters
    ----------
    notebook
        The notebook.
    given
        Parameters as typed.
    output_dir
        A folder for the results. Without one, a run with the default parameters is the committed
        one, unless `LEEDSEQUITY_OUTPUT` is set; any other goes to `LEEDSEQUITY_OUTPUT` or `out/`.
    part
        Name of the results' folder where the run is one of many; else it is that of the parameters.

    Raises
    ------
    InputError
        If a parameter is not as the notebook declares it.
    """
    values = notebook.values(given)
    elsewhere = part or output_dir or "LEEDSEQUITY_OUTPUT" in os.environ
    if not elsewhere and values == notebook.defaults:
        return Job(notebook, values, run_files.committed(notebook.name))
    home = (output_dir or paths.output()).resolve() / notebook.name
    environment: dict[str, str] = {}
    for name, text in given.items():
        if partner.is_file_parameter(name, text):
            environment |= partner.environment(text)
    files = run_files.in_folder(notebook.name, home / (part or folder_name(values)))
    return Job(notebook, values, files, environment, part)


def each(
    notebooks: Iterable[Notebook],
    parameter: str,
    values: Iterable[str],
    given: dict[str, str],
    output_dir: Path | None = None,
) -> list[Job]:
    """Return a job for every value of a parameter and every notebook, value by value.

    An area's results stand in the folder of a run for that area alone; those of any other value in
    one named after the value, and after the other parameters that are given.

    Parameters
    ----------
    notebooks, given, output_dir
        As in `job`.
    parameter, values
        The parameter, and its values as typed.

    Raises
    ------
    InputError
        If the parameter is given as well, or a value is not as a notebook declares it.
    """
    if parameter in given:
        raise InputError(
            f"{parameter} is to take each of its values: leave out {parameter} {given[parameter]}"
        )
    others = f",{folder_name(given)}" if given else ""
    jobs = []
    for value, notebook in product(values, notebooks):
        typed = given | {parameter: value}
        by_area = parameter == "area"
        part = folder_name(notebook.values(typed)) if by_area else f"{value}{others}"
        jobs.append(job(notebook, typed, output_dir, part))
    return jobs


def run(
    jobs: Iterable[Job],
    workers: int = 2,
    force: bool = False,
    report: Callable[[Result], None] = print,
    time_limit: float = fork.TIME_LIMIT,
) -> list[Result]:
    """Run what is out of date; what fails leaves all earlier outputs of its notebook as they were.

    Parameters
    ----------
    jobs
        What to run.
    workers
        How many notebooks run at once.
    force
        Run what is fresh, too.
    report
        Called with each result as it comes.
    time_limit
        Seconds that a notebook may take.

    Returns
    -------
    list of Result
        In the order of `jobs`.

    Raises
    ------
    InputError
        If a raw table is not the recorded one. Nothing has run then.
    """
    inventory.verify()
    temporary_folder.remove_abandoned()
    with ThreadPoolExecutor(max(1, workers)) as pool:
        futures = [pool.submit(_run_one, job, force, time_limit) for job in jobs]
        try:
            for future in as_completed(futures):
                report(future.result())
        except BaseException:  # Ctrl-C, above all: no notebook goes on, none begins
            pool.shutdown(wait=False, cancel_futures=True)
            fork.stop()
            raise
    return [future.result() for future in futures]


def _run_one(job: Job, force: bool, time_limit: float) -> Result:
    started = time.monotonic()
    outcome, reason = "skipped", ""
    try:
        temporary_folder.remove_unfinished(job.files.folders)
        if job.files.failed.is_file():  # left by an earlier try
            job.files.failed.unlink()
        if force or job.reasons():
            reason = _execute(job, time_limit)
            outcome = "built"
    except NotServedError as error:
        outcome, reason = "not served", str(error)
    except Exception as error:  # such as a full disk: the other notebooks go on
        outcome, reason = "failed", inputs.explained(error)
    return Result(job.name, outcome, reason, time.monotonic() - started)


def _execute(job: Job, time_limit: float) -> str:
    """Run a notebook in a temporary folder, put its outputs in place, say what edits were kept.

    Raises
    ------
    InputError
        If a cell failed, or nothing was saved; a `NotServedError` if its area cannot be served.
    OSError
        If something cannot be written. All earlier outputs are as they were then.
    """
    with _one_at_a_time:  # threads that import the same package at once may see half of it
        fork.warm_up(engine_settings.PRELOADED)
        import jupytext
        import papermill  # while the server loads
    defaults = job.notebook.defaults
    source = freshness.sources(job.notebook.source)  # what is edited from now on is not in this run
    with temporary_folder.create() as folder:
        unexecuted, executed = Path(folder) / "source.ipynb", Path(folder) / "executed.ipynb"
        jupytext.write(jupytext.read(job.notebook.source), unexecuted)
        try:
            notebook = papermill.execute_notebook(
                _braced(unexecuted),
                _braced(executed),
                parameters={k: v for k, v in job.parameters.items() if v != defaults[k]},
                engine_name="leedsequity",
                progress_bar=False,
                request_save_on_cell_execute=False,
                time_limit=time_limit,
                trace=engine_settings.TRACE,
                environment=job.environment
                | {"LEEDSEQUITY_OUTPUT": folder, "LEEDSEQUITY_ROOT": str(paths.root())},
            )
        except papermill.PapermillExecutionError as error:
            if error.ename == NotServedError.__name__:
                raise NotServedError(error.evalue) from None
            paths.write({job.files.failed: _cleaned(executed)})
            raise InputError(
                f"cell {error.cell_index + 1}: {error.ename}: {error.evalue} (left for a look:"
                f" {paths.shown(job.files.failed)})"
            ) from None
        whole = _cleaned(executed)
        kept = edits.keep(job.files, job.notebook.source)
        written = _put_in_place(job, Path(folder), whole)
        freshness.stamp(job.files, source, notebook.metadata["trace"], written)
    return kept


def _braced(path: Path) -> str:
    """Return a path as papermill takes it: it would fill in braces as parameters."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _cleaned(file: Path) -> bytes:
    """Return a notebook without what differs from run to run: times, paths, random cell ids."""
    import nbformat

    notebook = nbformat.read(file, as_version=4)
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    for position, cell in enumerate(notebook.cells):
        cell.id = f"cell-{position:02d}"
        cell.metadata.pop("papermill", None)
    content: str = nbformat.writes(notebook)
    return f"{content}\n".encode()


def _put_in_place(job: Job, folder: Path, executed: bytes) -> dict[Path, bytes]:
    """Move a whole run to its place, and remove what an earlier run had and this one has not.

    What a kill in the middle leaves is mended by any later run: the record comes first, so that it
    names whatever may stand in the run's place, and what it no longer names has gone before.
    """
    results = folder / job.notebook.name / folder_name(job.parameters)
    run = run_files.in_folder(job.notebook.name, results).find_record()
    if run is None:
        raise InputError(
            f"{job.notebook.name} saved nothing: open its run with outputs.Run("
            f"{job.notebook.name!r}, …), naming every parameter in order, and save through it"
        )
    files, outputs = job.files, run["outputs"]
    earlier = (files.find_record() or {"outputs": {}})["outputs"]
    written = {files.record: (results / "run.json").read_bytes(), files.notebook: executed}
    written |= {files.path(output): (results / output).read_bytes() for output in outputs}
    folders = [folder for folder in (files.tables, files.figures) if folder.is_dir()]
    # An edited record may name what cannot be.
    existing = {file for folder in folders for file in folder.iterdir()}
    outdated = {files.path(output) for output in earlier.keys() - outputs.keys()}
    paths.write(written, existing & outdated)
    return written
