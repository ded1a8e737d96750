"""Cells run in a process forked from one that has the third-party libraries loaded.

No kernel is started and no socket opened: a server process imports the libraries once, and each notebook runs
in a fork of it, which costs hundredths of a second.
"""

import hashlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from functools import cache
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

TIME_LIMIT = 1800.0  # seconds for a notebook; the longest takes some ten
# Third-party only: what a notebook imports from this package must be seen to be imported.
PRELOADED = (
    "IPython.core.interactiveshell",
    "geopandas",
    "matplotlib.backends.backend_svg",
    "matplotlib_inline.backend_inline",
    "pyarrow.pandas_compat",
    "scipy.stats",
    "seaborn",
    "statsmodels.regression.linear_model",
    "yaml",
)
# One thread for linear algebra: sums come out in the same order on every machine, and forks stay safe.
_ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONWARNINGS": "",
}
_PACKAGES = ("leedsequity", "leedsequity_build", "leedsequity_data")
SOURCES = Path(__file__).parents[1]


@cache
def _processes() -> Any:
    """Return the way to make processes: forks of a loaded server, or new ones where that is missing (Windows)."""
    for choice in os.environ.get("PYTHONWARNINGS", "").split(","):
        if choice in sys.warnoptions:  # which a new process is given; what a notebook warns of is part of its outputs
            sys.warnoptions.remove(choice)
    os.environ.update(_ENVIRONMENT)
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    return context


def warm_up() -> None:
    """Start the server process now, so that it loads the libraries while the caller does something else."""
    if _processes().get_start_method() == "forkserver":
        from multiprocessing import forkserver

        forkserver.ensure_running()


def _ours() -> list[str]:
    return [name for name in sys.modules if name.partition(".")[0] in _PACKAGES]


def _trace() -> dict[str, Any]:
    """Return what this process used of the package: module files with their sha256, and raw tables asked for."""
    files = [Path(file) for name in _ours() if (file := getattr(sys.modules[name], "__file__", None))]
    shas = {file.relative_to(SOURCES).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    load = sys.modules.get("leedsequity.raw.load")
    return {"modules": shas, "raw": load.asked() if load else {}}


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _run_cells(channel: Connection, sources: list[str], environment: dict[str, str], folder: str) -> None:
    """Run the cells in this process, sending each one's outputs as it ends, and last what was used."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's Ctrl-C is for the build, which ends this process
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.update(_ENVIRONMENT | environment)
    os.chdir(folder)
    from leedsequity_build import kernel

    for name in _ours():  # so that what the cells import is imported by them
        del sys.modules[name]
    shell = kernel.start()
    _forget_matplotlibrc()
    shell.user_ns.update(exit=sys.exit, quit=sys.exit)  # IPython's own need a terminal
    for source in sources:
        outputs, count, succeeded = shell.run(source)
        channel.send((outputs, count, succeeded))
        if not succeeded:
            return
    channel.send(_trace())


def _forget_matplotlibrc() -> None:
    """Set matplotlib as it comes, whatever a file `matplotlibrc` of this person or folder says."""
    import matplotlib as mpl

    chosen = ("backend", "interactive")  # by the notebook's shell
    mpl.rcParams.update({k: v for k, v in mpl.rcParamsDefault.items() if k not in chosen})


class DeadProcessError(Exception):
    """The process of a notebook ended before its cell did."""


_running: set[Any] = set()


def stop() -> None:
    """End the processes of all notebooks that are running; who waits for one has a KeyboardInterrupt."""
    for process in list(_running):
        _running.discard(process)
        process.kill()


def run(sources: list[str], environment: dict[str, str], seconds: float) -> Iterator[Any]:
    """Run cells in a fresh process, in this process's working directory, stopping at the first error.

    Parameters
    ----------
    sources
        The code of each cell.
    environment
        Environment variables of the new process.
    seconds
        How long all cells together may take.

    Yields
    ------
    tuple of (list of outputs, execution count, whether it succeeded)
        For each cell that ran.
    dict
        Last, after all cells succeeded: `modules` (this package's, with the sha256 of each file) and `raw` (tables
        asked for, with whether they were read).

    Raises
    ------
    DeadProcessError
        If the process was killed, left by itself, or took too long.
    """
    ours, theirs = _processes().Pipe(duplex=False)
    process = _processes().Process(target=_run_cells, args=(theirs, sources, environment, str(Path.cwd())), daemon=True)
    process.start()
    theirs.close()
    _running.add(process)
    ends = time.monotonic() + seconds
    try:
        while True:
            if not ours.poll(max(0.0, ends - time.monotonic())):
                raise DeadProcessError(f"the notebook took longer than {seconds:g} seconds and was ended in this cell")
            said = ours.recv()
            if isinstance(said, dict):
                yield said
                return
            outputs, _, succeeded = said
            if left := [output["evalue"] for output in outputs if output.get("ename") == "SystemExit"]:
                why = f"SystemExit: {left[0]}" if left[0] else "SystemExit"
                raise DeadProcessError(f"the notebook left in this cell ({why}), before its end")
            yield said
            if not succeeded:
                return
    except EOFError:
        if process not in _running:
            raise KeyboardInterrupt from None
        process.join()
        how = f"signal {-process.exitcode}" if process.exitcode < 0 else f"exit code {process.exitcode}"
        why = ": most often the system does that when memory runs out; try `--jobs 1`" if how == "signal 9" else ""
        raise DeadProcessError(f"the notebook's process ended in this cell ({how}){why}") from None
    finally:
        process.kill()
        process.join()
        _running.discard(process)
