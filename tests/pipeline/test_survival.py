"""What a build survives: a notebook that hangs or ends itself, a kill, a full disk, Ctrl-C, another build beside it.

Kills at random moments, and disks that are full or read-only in earnest, are in `tests/faults/`.
"""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from leedsequity import paths
from leedsequity.pipeline import aside

LEEDSEQUITY = Path(sys.executable).with_name("leedsequity")
HANG = "open('{flag}', 'w').close()\nwhile True:\n    pass\n"


def contents(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file() and ".cache" not in file.parts)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def insert(source: Path, line: str, before: str = "# %%\nfigure, ax") -> None:
    text = source.read_text()
    assert before in text
    source.write_text(text.replace(before, before.replace("# %%\n", f"# %%\n{line}\n")))


def wait_for(true, seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def hanging(project: Path, small: Path) -> Iterator[tuple[Path, subprocess.Popen]]:
    """A build, as a process of its own, that hangs in the second notebook once the first is built."""
    if not Path("/proc/self/cwd").exists():
        pytest.skip("processes are looked up in /proc")
    other, flag = project / "notebooks" / "02_other.py", project / ".cache" / "hangs"
    other.write_text(small.read_text().replace("01_small", "02_other"))
    insert(other, HANG.format(flag=flag))
    build = subprocess.Popen(
        [LEEDSEQUITY, "build"], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    first = project / ".cache" / "stamps"
    wait_for(lambda: flag.exists() and first.is_dir() and any(first.glob("01*")))
    yield other, build
    build.kill()
    build.communicate()


def test_a_hung_notebook_fails_after_the_time_limit_and_the_others_are_built(project, small, leedsequity):
    other = project / "notebooks" / "02_other.py"
    other.write_text(small.read_text().replace("01_small", "02_other"))
    insert(small, "while True:\n    pass")
    code, printed, _ = leedsequity("build", "--timeout", "15")
    assert code == 1
    first, second = printed.splitlines()[1:]
    assert first.startswith("01_small  failed")
    assert "took longer than 15 seconds" in first
    assert second.startswith("02_other  built")
    assert (project / "notebooks" / "01_small.failed.ipynb").is_file()
    assert not (project / "data" / "processed" / "01_small").exists()


RAISES = {
    "import sys; sys.exit()": "cell 5: DeadProcessError: the notebook left in this cell (SystemExit), before its end",
    "import sys; sys.exit(0)": "the notebook left in this cell (SystemExit: 0), before its end",
    "exit()": "the notebook left in this cell (SystemExit), before its end",
    "quit(3)": "the notebook left in this cell (SystemExit: 3), before its end",
    "import os; os._exit(0)": "the notebook's process ended in this cell (exit code 0)",
    "import os; os.kill(os.getpid(), 9)": "(signal 9): most often the system does that when memory runs out; try `--j",
    "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32)); b''.ljust(2**33)": "5: MemoryError",
    "raise KeyError('gone')": "cell 5: KeyError: 'gone'",
    "raise ValueError('first\\nsecond')": "cell 5: ValueError: first second",
}


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of memory is kept by Linux alone")
def test_notebooks_that_end_themselves_have_a_line_each_and_keep_what_they_had(project, small, leedsequity):
    text = small.read_text()
    sources = {f"{number:02}_other": line for number, line in enumerate(RAISES, 2)}
    for name in sources:
        (project / "notebooks" / f"{name}.py").write_text(text.replace("01_small", name))
    assert leedsequity("build")[0] == 0
    before = {name: content for name, content in contents(project).items() if not name.endswith(".py")}
    for name, line in sources.items():
        insert(project / "notebooks" / f"{name}.py", line)
    small.write_text(text.replace("rows = 3", "rows = 4"))
    code, printed, _ = leedsequity("build")
    assert code == 1
    first, *others = printed.splitlines()[1:]
    assert first.split()[:2] == ["01_small", "built"]
    assert [line.split()[:2] for line in others] == [[name, "failed"] for name in sources]
    for line, said in zip(others, RAISES.values(), strict=True):
        assert said in line
    after = contents(project)
    assert [name for name in before if "01_small" not in name and after.get(name) != before[name]] == []


def test_a_killed_build_leaves_nothing_by_halves_and_the_next_one_clears_up(
    project, hanging, leedsequity, processes_of
):
    other, build = hanging
    os.kill(build.pid, signal.SIGKILL)
    build.wait()
    wait_for(lambda: not processes_of(project), 20)  # the hung notebook went with its build
    made = contents(project)
    assert not [name for name in made if "02_other" in name and not name.startswith("notebooks/02_other.py")]
    assert not [name for name in made if Path(name).name.startswith(".")]
    left = list((project / ".cache").glob("run-*"))
    assert left, "what was being made is still aside"
    mine = project / ".cache" / f"{aside._PREFIX}{os.getpid()}-running"  # of a build that runs: this process
    elsewhere = project / ".cache" / "run-another.machine-1-there"
    half = project / "data" / "processed" / "02_other" / f".kept.csv.{build.pid}"
    for folder in (mine, elsewhere, half.parent):
        folder.mkdir(parents=True)
    half.write_bytes(b"hal")
    other.write_text(other.read_text().replace("while True:", "while False:"))
    code, printed, _ = leedsequity("build")
    assert code == 0
    assert [line.split()[1] for line in printed.splitlines()[1:]] == ["skipped", "built"]
    assert set((project / ".cache").glob("run-*")) == {mine, elsewhere}
    assert not half.exists()


def test_ctrl_c_ends_the_notebooks_and_leaves_no_trace(project, hanging, processes_of):
    _, build = hanging
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does: to all processes of the build
    _, told = build.communicate(timeout=30)
    assert build.returncode != 0
    assert b"Traceback" not in told
    wait_for(lambda: not processes_of(project), 20)
    assert not list(project.rglob("*.failed.ipynb"))
    assert not list((project / ".cache").glob("run-*"))


def test_a_full_disk_is_told_in_a_line_and_earlier_outputs_stay(project, small, leedsequity, monkeypatch):
    leedsequity("build")
    before = contents(project)
    write_bytes = Path.write_bytes

    def full(file: Path, content: bytes) -> int:
        if file.parent == project / "figures" / "01_small":
            write_bytes(file, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))
        return write_bytes(file, content)

    small.write_text(small.read_text().replace("rows = 3", "rows = 4"))
    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_bytes", full)
        code, printed, _ = leedsequity("build")
    assert code == 1
    assert "No space left on device: figures/01_small/" in printed
    assert len(printed.splitlines()) == 2
    after = contents(project)
    assert {name for name in after | before if after.get(name) != before.get(name)} == {"notebooks/01_small.py"}
    assert leedsequity("build")[1].split()[-2] == "built"


def test_a_disk_that_is_full_for_everything_is_no_traceback(project, small, leedsequity, monkeypatch):
    insert(small, "raise OSError(28, 'No space left on device')")

    def full(files: dict[Path, bytes]) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(next(iter(files))))

    monkeypatch.setattr(paths, "write", full)
    code, printed, _ = leedsequity("build")
    assert code == 1
    assert "No space left on device" in printed
    assert not list((project / ".cache").glob("run-*"))


def test_an_output_folder_that_cannot_be_written_is_told_in_a_line(project, small, leedsequity):
    (project / "stands").mkdir()
    (project / "stands" / "01_small").write_text("a file where a folder has to be")
    code, printed, _ = leedsequity("build", "--output-dir", "stands")
    assert code == 1
    assert "01_small  failed" in printed
    assert len(printed.splitlines()) == 2


def test_two_builds_at_once_give_what_one_does(project, small, leedsequity):
    leedsequity("build")
    before = contents(project)
    command = [LEEDSEQUITY, "build", "--force"]
    both = [subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE) for _ in range(2)]
    assert [build.wait(120) for build in both] == [0, 0]
    assert contents(project) == before
    assert leedsequity("build")[1].split()[-2] == "skipped"
