"""Running notebooks: what is out of date, aside, and put in place when whole."""

import os
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from leedsequity import inputs, paths
from leedsequity.errors import InputError, NotServedError
from leedsequity.outputs import folder_name
from leedsequity.raw import catalogue, partner
from leedsequity_build import aside, engine_settings, freshness, places
from leedsequity_build.choices import choices
from leedsequity_build.engine import fork
from leedsequity_build.notebooks import Notebook, Value

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Job:
    """A notebook with the parameters it is to run with, and the place of its results."""

    notebook: Notebook
    parameters: dict[str, Value]
    place: places.Place
    environment: dict[str, str] = field(
        default_factory=dict
    )  # where the run finds a partner's file
    part: str = ""  # which one of many runs of the notebook this is

    @property
    def name(self) -> str:
        """How reports name it."""
        return "/".join(filter(None, [self.notebook.name, self.part]))

    def reasons(self) -> list[str]:
        """Return why this has to run; nothing when its outputs are fresh."""
        return freshness.reasons(self.place, self.notebook.source)


@dataclass(frozen=True)
class Result:
    """What became of a notebook: `built`, `skipped`, `not served` or `failed`, and why."""

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
    if (
        not part
        and values == notebook.defaults
        and output_dir is None
        and "LEEDSEQUITY_OUTPUT" not in os.environ
    ):
        return Job(notebook, values, places.committed(notebook.name))
    folder = (
        (output_dir or paths.output()).resolve() / notebook.name / (part or folder_name(values))
    )
    files = [
        partner.environment(text)
        for name, text in given.items()
        if partner.is_file_parameter(name, text)
    ]
    environment = dict(pair for file in files for pair in file.items())
    return Job(notebook, values, places.apart(notebook.name, folder), environment, part)


def each(
    notebook: Notebook, parameter: str, given: dict[str, str], output_dir: Path | None = None
) -> list[Job]:
    """Return a job for every value of a parameter, its results in a folder named after the value.

    Parameters
    ----------
    notebook, given, output_dir
        As in `job`; where other parameters are given, they are part of the folder's name.
    parameter
        One whose values `choices.choices` knows.

    Raises
    ------
    InputError
        If the parameter is given as well, or its values are not known.
    """
    if parameter in given:
        raise InputError(
            f"{parameter} is to take each of its values: leave out {parameter} {given[parameter]}"
        )
    also = f",{folder_name(given)}" if given else ""
    notebook.require(parameter)
    values = choices(parameter)
    return [
        job(notebook, given | {parameter: value}, output_dir, f"{value}{also}") for value in values
    ]


def of_areas(
    notebooks: list[Notebook],
    codes: list[str],
    given: dict[str, str],
    output_dir: Path | None = None,
) -> list[Job]:
    """Return a job for every area and notebook, area by area; each has the folder of a run for that area alone.

    Parameters
    ----------
    notebooks
        They all have the parameter `area`.
    codes
        The areas.
    given, output_dir
        As in `job`.
    """
    runs = [(notebook, given | {"area": code}) for code in codes for notebook in notebooks]
    return [
        job(notebook, values, output_dir, folder_name(notebook.values(values)))
        for notebook, values in runs
    ]


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
    catalogue.verify()
    aside.clear()
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
        aside.clear_halves(job.place.folders)
        if job.place.failed.is_file():  # left by an earlier try
            job.place.failed.unlink()
        if force or job.reasons():
            _execute(job, time_limit)
            outcome = "built"
    except NotServedError as error:
        outcome, reason = "not served", str(error)
    except (
        Exception
    ) as error:  # a full disk, a folder that cannot be written: the other notebooks go on
        outcome, reason = "failed", inputs.explained(error)
    return Result(job.name, outcome, reason, time.monotonic() - started)


def _execute(job: Job, time_limit: float) -> None:
    """Run a notebook aside and put its outputs in place.

    Raises
    ------
    InputError
        If a cell failed, or nothing was saved; a `NotServedError` if its area cannot be served.
    OSError
        If something cannot be written. All earlier outputs are as they were then.
    """
    with _one_at_a_time:  # threads that import the same package at once may see half of it
        fork.warm_up(engine_settings.PRELOADED)
        import papermill  # while the server loads
    source = freshness.sources(job.notebook.source)  # what is edited from now on is not in this run
    with aside.folder() as folder:
        executed = Path(folder) / "executed.ipynb"
        try:
            notebook = papermill.execute_notebook(
                _braced(_unexecuted(job, Path(folder) / "source.ipynb")),
                _braced(executed),
                parameters={
                    k: v for k, v in job.parameters.items() if v != job.notebook.defaults[k]
                },
                engine_name="leedsequity",
                progress_bar=False,
                request_save_on_cell_execute=False,
                time_limit=time_limit,
                trace=engine_settings.TRACE,
                environment=job.environment
                | {
                    "LEEDSEQUITY_OUTPUT": folder,
                    "LEEDSEQUITY_ROOT": str(paths.root()),
                },
            )
        except papermill.PapermillExecutionError as error:
            if error.ename == NotServedError.__name__:
                raise NotServedError(error.evalue) from None
            paths.write({job.place.failed: _cleaned(executed)})
            left = paths.shown(job.place.failed)
            said = (
                f"cell {error.cell_index + 1}: {error.ename}: {error.evalue} (left for a look:"
                f" {left})"
            )
            raise InputError(said) from None
        written = _put_in_place(job, Path(folder), _cleaned(executed))
        freshness.stamp(job.place, source, notebook.metadata["trace"], written)


def _braced(path: Path) -> str:
    """Return a path as papermill takes it: it would fill in braces as parameters."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _unexecuted(job: Job, file: Path) -> Path:
    import jupytext

    jupytext.write(jupytext.read(job.notebook.source), file)
    return file


def _cleaned(file: Path) -> bytes:
    """Return a notebook without what differs from one run to the next: times, paths and random cell ids."""
    import nbformat

    notebook = nbformat.read(file, as_version=4)
    notebook.metadata = {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }
    for position, cell in enumerate(notebook.cells):
        cell.id = f"cell-{position:02d}"
        cell.metadata.pop("papermill", None)
    content: str = nbformat.writes(notebook)
    return f"{content}\n".encode()


def _put_in_place(job: Job, folder: Path, executed: bytes) -> dict[Path, bytes]:
    """Move a whole run from aside to its place, and remove what an earlier run had and this one has not.

    What a kill in the middle leaves is mended by any later run: the record comes first, so that it
    names whatever may stand in the run's place, and what it no longer names has gone before.
    """
    results = folder / job.notebook.name / folder_name(job.parameters)
    run = places.apart(job.notebook.name, results).run()
    if run is None:
        raise InputError(
            f"{job.notebook.name} saved nothing: open its run with"
            f" outputs.Run({job.notebook.name!r}, …), naming every parameter in order, and save"
            " through it"
        )
    place = job.place
    outputs = run["outputs"]
    earlier = (place.run() or {"outputs": {}})["outputs"]
    written = {place.record: (results / "run.json").read_bytes(), place.notebook: executed}
    written |= {place.of(file): (results / file).read_bytes() for file in outputs}
    folders = [folder for folder in (place.tables, place.figures) if folder.is_dir()]
    standing = {
        file for folder in folders for file in folder.iterdir()
    }  # an edited record may name what cannot be
    paths.write(written, standing & {place.of(file) for file in earlier.keys() - outputs.keys()})
    return written
