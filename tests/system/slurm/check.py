"""`make test-slurm`: 20 areas through Slurm, one job killed and resumed, bytes as built locally."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cluster

ROOT = Path(__file__).parents[3]
NOTEBOOK = "05_fair_work"  # cheap, and needs no tables of small areas
AREAS = [f"E080000{number:02}" for number in (*range(1, 20), 35)]
SIZE = 5
VICTIM = 2  # the batch whose job is killed
SLURM = [
    "--slurm-status-command",
    "squeue",
    "--slurm-init-seconds-before-status-checks",
    "5",
    "--retries",
    "0",
]


def main() -> None:
    """Check it; end with one line, or with what is wrong."""
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit("test-slurm: stopped")
    )  # so that all is torn down then, too
    cluster.install()
    with tempfile.TemporaryDirectory(prefix="areas-") as name:
        folder = Path(name)
        for part in ("data/raw", "notebooks"):  # a project whose cache goes with the folder
            shutil.copytree(ROOT / part, folder / "project" / part)
        shutil.copy(ROOT / "data" / "fields.yaml", folder / "project" / "data")
        os.environ["LEEDSEQUITY_ROOT"] = str(folder / "project")
        locally, out = folder / "local", folder / "out"
        with workflow("local", locally):
            pass
        with cluster.one_node():
            with workflow("slurm", out, *SLURM, ends=1) as snakemake:
                finished = kill(snakemake, out)
            done = sorted(file.name for file in (out / ".batches").iterdir())
            require(
                done == ["0001.done", "0003.done", "0004.done"],
                f"with batch {VICTIM} killed, there are {done}",
            )
            with workflow("slurm", out, *SLURM):
                pass
        require(
            finished.items() <= records(out).items(),
            "areas finished before the kill have been built again",
        )
        require(
            len(records(out)) == len(AREAS),
            f"{len(records(out))} of {len(AREAS)} areas have results",
        )
        expected, found = contents(locally), contents(out)
        different = sorted(
            file for file in expected | found if expected.get(file) != found.get(file)
        )
        require(not different, f"not as built locally: {', '.join(different)}")
    print(
        f"test-slurm: {len(AREAS)} areas in {len(AREAS) // SIZE} batches; batch {VICTIM} killed"
        f" after {len(finished)} of its areas, and resumed; {len(found)} files,"
        f" {sum(map(len, found.values())):,} bytes, all as built locally"
    )


@contextmanager
def workflow(
    profile: str, out: Path, *options: str, ends: int = 0
) -> "Iterator[subprocess.Popen[bytes]]":
    """Run the workflow over the areas; it has to end with that code."""
    given = {
        "notebooks": [NOTEBOOK],
        "areas": ",".join(AREAS),
        "batch_size": SIZE,
        "output_dir": str(out),
    }
    config = out.with_suffix(".json")
    config.write_text(json.dumps(given))
    command = [
        Path(sys.executable).with_name("snakemake"),
        "--snakefile",
        ROOT / "workflow" / "Snakefile",
    ]
    command += [
        "--configfile",
        config,
        "--profile",
        ROOT / "workflow" / "profiles" / profile,
        *options,
    ]
    with subprocess.Popen(command, cwd=out.parent) as snakemake:
        try:
            yield snakemake
            code = snakemake.wait(1200)
        finally:
            snakemake.terminate()
    logs = "\n".join(log.read_text()[-2000:] for log in out.glob(".snakemake/slurm_logs/**/*.log"))
    require(code == ends, f"Snakemake ended with {code}, not {ends}\n{logs}")


def kill(snakemake: "subprocess.Popen[bytes]", out: Path) -> dict[Path, int]:
    """Kill one batch's job when it has finished an area; return the records of what it finished."""
    codes = AREAS[SIZE * (VICTIM - 1) : SIZE * VICTIM]
    while not (
        finished := {
            file: at
            for file, at in records(out).items()
            if any(code in str(file) for code in codes)
        }
    ):
        require(snakemake.poll() is None, f"Snakemake ended before batch {VICTIM} finished an area")
        time.sleep(0.1)
    jobs = subprocess.run(
        ["squeue", "--noheader", "--format", "%i %k"], capture_output=True, text=True, check=True
    )
    (job,) = [line.split()[0] for line in jobs.stdout.splitlines() if line.endswith(f"{VICTIM:04}")]
    subprocess.run(["scancel", "--full", "--signal=KILL", job], check=True)
    return finished


def records(out: Path) -> dict[Path, int]:
    """Return when the record of each area's run was written."""
    return {file: file.stat().st_mtime_ns for file in (out / NOTEBOOK).rglob("run.json")}


def contents(out: Path) -> dict[str, bytes]:
    """Return every file of the results; Snakemake keeps its own in folders with a dot."""
    files = [file for file in out.rglob("*") if file.is_file()]
    names = {file.relative_to(out).as_posix(): file for file in files}
    return {name: file.read_bytes() for name, file in names.items() if not name.startswith(".")}


def require(holds: bool, problem: str) -> None:
    """End the check when something is not as it should be."""
    if not holds:
        sys.exit(f"test-slurm: {problem}")


if __name__ == "__main__":
    main()
