"""Cells run in a process forked from one that has the third-party libraries loaded.

No kernel is started and no socket opened: a server process imports the libraries once, and each
notebook runs in a fork of it, which costs hundredths of a second.
"""

import hashlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

TIME_LIMIT = 1800.0  # seconds for a notebook
# One thread for linear algebra: sums come in the same order on every machine, and forks are safe.
_ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONWARNINGS": "",
}


@dataclass(frozen=True)
class Trace:
    """What a run is to report of itself.

    Attributes
    ----------
    packages
        Names of packages. The cells import them anew, and their modules that were imported are
        reported.
    sources
        The folder that the packages stand in.
    reads
        A function without arguments, as `module:function`, which returns what the cells read;
        called if they imported its module.
    """

    packages: tuple[str, ...]
    sources: Path
    reads: str

    def modules(self) -> list[str]:
        """Return the names of the packages' modules that this process has imported."""
        return [name for name in sys.modules if name.partition(".")[0] in self.packages]

    def report(self) -> dict[str, Any]:
        """Return `modules`, file names with their sha256, and `raw`, what was read."""
        named = [getattr(sys.modules[name], "__file__", None) for name in self.modules()]
        modules = {
            file.relative_to(self.sources).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in map(Path, filter(None, named))
        }
        module, _, function = self.reads.partition(":")
        loaded = sys.modules.get(module)
        return {"modules": modules, "raw": getattr(loaded, function)() if loaded else {}}


@cache
def _processes() -> Any:
    """Return how processes are made: forks of a loaded server, new ones on Windows."""
    # What a notebook warns of is part of its outputs, and new processes are given these options.
    for choice in os.environ.get("PYTHONWARNINGS", "").split(","):
        if choice in sys.warnoptions:
            sys.warnoptions.remove(choice)
    os.environ.update(_ENVIRONMENT)
    ways = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")


def warm_up(preloaded: Sequence[str] = ()) -> None:
    """Start the server process now: it loads libraries while the caller does something else.

    Parameters
    ----------
    preloaded
        Modules that every run finds loaded; none of a package that is traced.
    """
    if _processes().get_start_method() == "forkserver":
        from multiprocessing import forkserver

        _processes().set_forkserver_preload(list(preloaded))
        forkserver.ensure_running()


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _run_cells(
    channel: Connection,
    sources: list[str],
    environment: dict[str, str],
    folder: str,
    trace: Trace | None,
) -> None:
    """Run cells in this process, sending each one's outputs as it ends, and last what was used."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the build, which ends this process
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.update(_ENVIRONMENT | environment)
    os.chdir(folder)
    from leedsequity_build.engine import kernel

    for name in trace.modules() if trace else ():  # so that the cells are seen to import them
        del sys.modules[name]
    shell = kernel.start()
    _forget_matplotlibrc()
    shell.user_ns.update(exit=sys.exit, quit=sys.exit)  # IPython's own need a terminal
    given: list[list[Any]] = []
    for source in sources:
        outputs, count, succeeded = shell.run(source)
        changed = {
            (cell, place): output
            for cell, earlier in enumerate(given)
            for place, output in enumerate(earlier)
            if any(output is other for other in shell.changed)
        }
        given.append(outputs)
        channel.send((outputs, count, succeeded, changed))
        if not succeeded:
            return
    channel.send(trace.report() if trace else {})


def _forget_matplotlibrc() -> None:
    """Set matplotlib as it comes, whatever a file `matplotlibrc` of this person or folder says."""
    import matplotlib as mpl

    chosen = ("backend", "interactive")  # by the notebook's shell
    mpl.rcParams.update({k: v for k, v in mpl.rcParamsDefault.items() if k not in chosen})


class DeadProcessError(Exception):
    """The process of a notebook ended before its cell did."""


_running: set[Any] = set()


def stop() -> None:
    """End the processes of all running notebooks; who waits for one has a KeyboardInterrupt."""
    for process in list(_running):
        _running.discard(process)
        process.kill()


def run(
    sources: list[str], environment: dict[str, str], seconds: float, trace: Trace | None = None
) -> Iterator[Any]:
    """Run cells in a fresh process, in this working directory, stopping at the first error.

    Parameters
    ----------
    sources
        The code of each cell.
    environment
        Environment variables of the new process.
    seconds
        How long all cells together may take.
    trace
        What the run is to report of itself; nothing if left out.

    Yields
    ------
    tuple of (list of outputs, execution count, whether it succeeded, changed outputs)
        For each cell that ran; the last are outputs of earlier cells, by the places of cell and
        output, that it showed anew under their name.
    dict
        Last, after all cells succeeded: what `Trace.report` returns, or nothing.

    Raises
    ------
    DeadProcessError
        If the process was killed, left by itself, or took too long.
    """
    ours, theirs = _processes().Pipe(duplex=False)
    arguments = (theirs, sources, environment, str(Path.cwd()), trace)
    process = _processes().Process(target=_run_cells, args=arguments, daemon=True)
    process.start()
    theirs.close()
    _running.add(process)
    ends = time.monotonic() + seconds
    try:
        while True:
            if not ours.poll(max(0.0, ends - time.monotonic())):
                raise DeadProcessError(
                    f"the notebook took longer than {seconds:g} seconds and was ended in this cell"
                )
            message = ours.recv()
            yield message if isinstance(message, dict) else _cell(*message)
            if isinstance(message, dict) or not message[2]:
                return
    except EOFError:
        if process not in _running:
            raise KeyboardInterrupt from None
        process.join()
        code = process.exitcode
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        why = ": most often the system does that when memory runs out: run fewer at once"
        raise DeadProcessError(
            f"the notebook's process ended in this cell ({how}){why if code == -9 else ''}"
        ) from None
    finally:
        process.kill()
        process.join()
        _running.discard(process)


def _cell(
    outputs: list[Any], count: int, succeeded: bool, changed: dict[tuple[int, int], Any]
) -> tuple[list[Any], int, bool, dict[tuple[int, int], Any]]:
    """Return what a cell gave, unless it left the notebook by `exit()`."""
    for output in outputs:
        if output.get("ename") == "SystemExit":
            why = ": ".join(filter(None, ["SystemExit", output["evalue"]]))
            raise DeadProcessError(f"the notebook left in this cell ({why}), before its end")
    return outputs, count, succeeded, changed
