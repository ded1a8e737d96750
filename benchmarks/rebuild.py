"""How long a rebuild takes: by papermill, by this package, as bare code; and with nothing to do.

    python benchmarks/rebuild.py [--repeats N]

All ways take turns, so that a busy moment of the machine falls on all of them. They run in a copy
of the project's data and notebooks, so that no committed file is touched. *Papermill* is called for
one notebook after another, as a person would, and starts a kernel for each. *Bare code* is the
notebooks' code as plain scripts in forks of the server that `leedsequity build` uses: without
cells, shell, notebook file, stamp and checks of freshness.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path

import jupytext

from leedsequity_build import engine_settings
from leedsequity_build.engine import fork

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
LIBRARIES = ("papermill", "ipython", "pandas", "numpy", "matplotlib")


def script(file: str, output: str, seconds: Connection) -> None:
    """Run a notebook's source as a script in a fork, and send how long that took."""
    import runpy

    started = time.perf_counter()
    os.environ |= {"LEEDSEQUITY_OUTPUT": output, "MPLBACKEND": "agg"}
    with Path(os.devnull).open("w") as sys.stdout:
        runpy.run_path(file, run_name="__main__")
    seconds.send(time.perf_counter() - started)


def bare(notebooks: list[Path], jobs: int, output: Path) -> float:
    """Run all notebooks' code in forks of a server; return the seconds of all forks together."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import rebuild; "
        "rebuild.in_forks(sys.argv[4:], int(sys.argv[2]), sys.argv[3])"
    )
    place = str(Path(__file__).parent)
    return float(
        call([sys.executable, "-c", code, place, str(jobs), str(output), *map(str, notebooks)])
    )


def in_forks(files: list[str], jobs: int, output: str) -> None:
    """Run scripts, some at a time, each in a fork; print the seconds that all of them ran."""
    fork.warm_up(engine_settings.PRELOADED)

    def one(file: str) -> float:
        ours, theirs = fork._processes().Pipe(duplex=False)
        process = fork._processes().Process(target=script, args=(file, output, theirs))
        process.start()
        process.join()
        if process.exitcode:
            raise SystemExit(f"{file} failed")
        return ours.recv()

    with ThreadPoolExecutor(jobs) as pool:
        print(sum(pool.map(one, files)))


def call(command: list[str]) -> str:
    """Run a command and return what it prints; all it says is shown if it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def papermill(unexecuted: list[Path], output: Path) -> None:
    """Call papermill for one notebook after another."""
    for file in unexecuted:
        call([str(BIN / "papermill"), str(file), str(output / file.name), "--no-progress-bar"])


def prepare(folder: Path) -> tuple[list[Path], list[Path]]:
    """Copy data and notebooks, these also as unexecuted `.ipynb`; go there; return both lists."""
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    shutil.copy(ROOT / "data" / "fields.yaml", folder / "data")
    shutil.copytree(
        ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns("*.ipynb")
    )
    compiled = ROOT / "data" / "upstream" / "compiled"
    if compiled.is_dir():
        (folder / "data" / "upstream").mkdir()
        (folder / "data" / "upstream" / "compiled").symlink_to(compiled)
    sources = sorted((folder / "notebooks").glob("[0-9]*.py"))
    unexecuted = [folder / "papermill" / f"{source.stem}.ipynb" for source in sources]
    for made in (unexecuted[0].parent, folder / "out"):
        made.mkdir()
    for source, file in zip(sources, unexecuted, strict=True):
        jupytext.write(jupytext.read(source), file)
    os.environ["LEEDSEQUITY_ROOT"] = str(folder)
    os.chdir(folder)
    return sources, unexecuted


def this_machine() -> str:
    """Return what the figures depend on: cores, system, and the versions of what does the work."""
    versions = ", ".join(f"{library} {version(library)}" for library in LIBRARIES)
    return (
        f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()},"
        f" {versions}"
    )


def measure(ways: dict[str, Callable[[], object]], repeats: int) -> dict[str, list[float]]:
    """Time each way in turn, again and again."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for repeat in range(repeats):
        for name, way in ways.items():
            started = time.perf_counter()
            way()
            seconds[name].append(time.perf_counter() - started)
            print(f"repeat {repeat + 1}: {name}: {seconds[name][-1]:.2f} s", file=sys.stderr)
    return seconds


def main() -> None:
    """Measure, and print medians with spread, and the ratios that are wanted."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--repeats", type=int, default=5, metavar="N")
    repeats = arguments.parse_args().repeats
    build = [str(BIN / "leedsequity"), "build"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        sources, unexecuted = prepare(folder)
        compute: list[float] = []
        ways: dict[str, Callable[[], object]] = {
            "papermill, one after another": lambda: papermill(unexecuted, folder / "out"),
            "build --force, 1 job": lambda: call([*build, "--force", "--jobs", "1"]),
            "build --force, 2 jobs": lambda: call([*build, "--force", "--jobs", "2"]),
            "bare code, 1 job": lambda: compute.append(bare(sources, 1, folder / "out")),
            "bare code, 2 jobs": lambda: bare(sources, 2, folder / "out"),
            "build, nothing to do": lambda: call(build),
            "--help": lambda: call([str(BIN / "leedsequity"), "--help"]),
        }
        call(build)  # nothing is measured before every file has been read once
        seconds = measure(ways, repeats)
        os.chdir("/")  # so that the folder can go
    print(this_machine())
    print(
        f"{len(sources)} notebooks, {repeats} repeats\n\n| way | median, s | fastest-slowest"
        " |\n|---|---|---|"
    )
    middle = {name: statistics.median(times) for name, times in seconds.items()}
    for name, times in seconds.items():
        print(f"| {name} | {middle[name]:.2f} | {min(times):.2f}-{max(times):.2f} |")
    slow, one, two, _, pair, nothing, usage = middle.values()
    rows = [
        ("papermill / build with 2 jobs", slow / two, "at least 5"),
        ("build with 2 jobs / bare code with 2 jobs", two / pair, "at most 1.3"),
        ("build with 1 job / with 2 jobs", one / two, "at least 1.7"),
        ("compute of all notebooks, s", statistics.median(compute), "at most 30"),
        ("nothing to do, s", nothing, "under 1.5"),
        ("--help, s", usage, "under 0.5"),
    ]
    print("\n| what | measured | wanted |\n|---|---|---|")
    for row, found, wanted in rows:
        print(f"| {row} | {found:.2f} | {wanted} |")


if __name__ == "__main__":
    main()
