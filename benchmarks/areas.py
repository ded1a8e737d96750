"""What one area more costs, beside a papermill call for it, and how much memory many areas take.

    python benchmarks/areas.py [--repeats N] [--areas N] [--sizes N …] [NOTEBOOK …]

Seconds are those on the clock, on a machine that does nothing else; the ways take turns. Everything
runs in a copy of the project's data and notebooks, so that no committed file is touched. Memory is
that of one build after another, each of more areas: the build itself, the server that holds the
libraries, and the largest notebook, looked at ten times a second.
"""

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
from rebuild import BIN, call, measure, papermill, prepare, this_machine

from leedsequity_build.choices import authorities

MEBIBYTE = 2**20


def costs(name: str, unexecuted: Path, codes: list[str], repeats: int) -> str:
    """Return a row: what a papermill call and builds of one and of many areas take."""
    many, out = len(codes), unexecuted.parents[1] / "out"

    def build(areas: list[str], jobs: int) -> None:
        call(
            [
                str(BIN / "leedsequity"),
                "build",
                name,
                "--force",
                "--jobs",
                str(jobs),
                "--area",
                ",".join(areas),
            ]
        )

    seconds = measure(
        {
            "papermill": lambda: papermill([unexecuted], out),
            "one": lambda: build(codes[:1], 1),
            "many": lambda: build(codes, 1),
            "pair": lambda: build(codes, 2),
        },
        repeats,
    )
    papermills, one, alone, pair = (statistics.median(times) for times in seconds.values())
    more = (alone - one) / (many - 1)
    cells = [papermills, one, alone, pair, more, papermills / more, alone / pair]
    return f"| `{name}` | {' | '.join(f'{cell:.1f}' for cell in cells)} |"


def memory(name: str, codes: list[str]) -> str:
    """Return a row: the most memory of a build's processes, in MiB, and how long it took."""
    started, most = time.perf_counter(), [0, 0, 0]
    command = [
        BIN / "leedsequity",
        "build",
        name,
        "--force",
        "--jobs",
        "2",
        "--area",
        ",".join(codes),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as build:
        while build.poll() is None:
            most = [max(pair) for pair in zip(most, resident_memory(build.pid), strict=True)]
            time.sleep(0.1)
        if build.returncode:
            raise SystemExit(
                f"{' '.join(map(str, command))}\n"
                f"{build.stderr.read()[-2000:] if build.stderr else ''}"
            )
    seconds = time.perf_counter() - started
    return (
        f"| {len(codes)} | {' | '.join(f'{size / MEBIBYTE:.0f}' for size in most)} |"
        f" {seconds:.0f} |"
    )


def resident_memory(build: int) -> list[int]:
    """Return the resident memory of a build, its largest child (the server), and that one's."""
    sizes = [0, 0, 0]
    try:
        process = psutil.Process(build)
        sizes[0] = process.memory_info().rss
        for child in process.children():
            sizes[1] = max(sizes[1], child.memory_info().rss)
            sizes[2] = max(
                [sizes[2], *(notebook.memory_info().rss for notebook in child.children())]
            )
    except psutil.NoSuchProcess:
        pass  # ended while it was looked at
    return sizes


def main() -> None:
    """Measure, and print the two tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("notebooks", nargs="*", default=["01", "05", "07"], metavar="NOTEBOOK")
    arguments.add_argument("--repeats", type=int, default=3, metavar="N")
    arguments.add_argument("--areas", type=int, default=10, metavar="N")
    arguments.add_argument("--sizes", type=int, nargs="*", default=[20, 100, 300], metavar="N")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _, files = prepare(Path(folder).resolve())
        codes = authorities("all")
        print(f"{this_machine()}\n")
        print(
            f"| notebook | papermill, one area, s | build, 1 area, s | build, {given.areas} areas,"
            " 1 job, s | 2 jobs, s | an area more, s | papermill / an area more | 1 job / 2 jobs |"
        )
        print("|---|---|---|---|---|---|---|---|")
        for number in given.notebooks:
            (file,) = [file for file in files if file.stem.startswith(number)]
            print(costs(file.stem, file, codes[: given.areas], given.repeats), flush=True)
        (file,) = [file for file in files if file.stem.startswith("05")]
        print(
            "\n| areas | build, MiB | server, MiB | largest notebook, MiB | s"
            " |\n|---|---|---|---|---|"
        )
        for size in given.sizes:
            print(memory(file.stem, codes[:size]), flush=True)
        os.chdir("/")  # so that the folder can go


if __name__ == "__main__":
    main()
