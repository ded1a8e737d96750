"""What a build survives: a notebook that hangs or ends itself, a kill, a full disk, Ctrl-C.

And another build at the same time. Kills at random moments, and disks that are really full or
read-only, are in `tests/system/faults/`.
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
from leedsequity.errors import InputError
from leedsequity_build import build as builder
from leedsequity_build import temporary_folder

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
    """A build, in a process of its own, that hangs in the second notebook after the first."""
    if not Path("/proc/self/cwd").exists():
        pytest.skip("processes are looked up in /proc")
    other, flag = project / "notebooks" / "02_other.py", project / ".cache" / "hangs"
    other.write_text(small.read_text().replace("01_small", "02_other"))
    insert(other, HANG.format(flag=flag))
    build = subprocess.Popen(
        [LEEDSEQUITY, "build"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    first = project / ".cache" / "stamps"
    wait_for(lambda: flag.exists() and first.is_dir() and any(first.glob("01*")))
    yield other, build
    build.kill()
    build.communicate()


def test_a_hung_notebook_fails_after_the_time_limit_and_the_others_are_built(
    project, small, leedsequity
):
    other = project / "notebooks" / "02_other.py"
    other.write_text(small.read_text().replace("01_small", "02_other"))
    insert(small, "while True:\n    pass")
    code, printed, _ = leedsequity("build", "--timeout", "15")
    assert code == 1
    first, second = printed.splitlines()[1:3]
    assert first.startswith("01_small  failed")
    assert "took longer than 15 seconds" in first
    assert second.startswith("02_other  built")
    assert (project / "notebooks" / "01_small.failed.ipynb").is_file()
    assert not (project / "data" / "processed" / "01_small").exists()


RAISES = {
    "import sys; sys.exit()": (
        "cell 5: DeadProcessError: the notebook left in this cell (SystemExit), before its end"
    ),
    "import sys; sys.exit(0)": "the notebook left in this cell (SystemExit: 0), before its end",
    "exit()": "the notebook left in this cell (SystemExit), before its end",
    "quit(3)": "the notebook left in this cell (SystemExit: 3), before its end",
    "import os; os._exit(0)": "the notebook's process ended in this cell (exit code 0)",
    "import os; os.kill(os.getpid(), 9)": (
        "(signal 9): most often the system does that when memory runs out: run fewer"
    ),
    "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32)); b''.ljust(2**33)": (
        "5: MemoryError"
    ),
    "raise KeyError('gone')": "cell 5: KeyError: 'gone'",
    "raise ValueError('first\\nsecond')": "cell 5: ValueError: first second",
}


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of memory is kept by Linux alone")
def test_notebooks_that_end_themselves_have_a_line_each_and_keep_what_they_had(
    project, small, leedsequity
):
    text = small.read_text()
    sources = {f"{number:02}_other": line for number, line in enumerate(RAISES, 2)}
    for name in sources:
        (project / "notebooks" / f"{name}.py").write_text(text.replace("01_small", name))
    assert leedsequity("build")[0] == 0
    before = {
        name: content for name, content in contents(project).items() if not name.endswith(".py")
    }
    for name, line in sources.items():
        insert(project / "notebooks" / f"{name}.py", line)
    small.write_text(text.replace("rows = 3", "rows = 4"))
    code, printed, _ = leedsequity("build")
    assert code == 1
    first, *others = printed.partition("\n\n")[0].splitlines()[1:]
    assert first.split()[:2] == ["01_small", "built"]
    assert [line.split()[:2] for line in others] == [[name, "failed"] for name in sources]
    for line, said in zip(others, RAISES.values(), strict=True):
        assert said in line
    after = contents(project)
    assert [
        name for name in before if "01_small" not in name and after.get(name) != before[name]
    ] == []


def test_a_killed_build_leaves_nothing_by_halves_and_the_next_one_clears_up(
    project, hanging, leedsequity, processes_of
):
    other, build = hanging
    os.kill(build.pid, signal.SIGKILL)
    build.wait()
    wait_for(lambda: not processes_of(project), 20)  # the hung notebook went with its build
    made = contents(project)
    assert not [
        name for name in made if "02_other" in name and not name.startswith("notebooks/02_other.py")
    ]
    assert not [name for name in made if Path(name).name.startswith(".")]
    left = list((project / ".cache").glob("run-*"))
    assert left, "what was being made is still in its temporary folder"
    mine = project / ".cache" / f"run-{paths.machine()}-{os.getpid()}-running"  # of this process
    elsewhere = project / ".cache" / f"run-{'0' * 12}-{build.pid}-there"  # of another machine
    half, theirs = (
        project / "data" / "processed" / "02_other" / f".kept.csv.{machine}-{build.pid}"
        for machine in (paths.machine(), "0" * 12)
    )
    for folder in (mine, elsewhere, half.parent):
        folder.mkdir(parents=True)
    for file in (half, theirs):
        file.write_bytes(b"hal")
    other.write_text(other.read_text().replace("while True:", "while False:"))
    code, printed, _ = leedsequity("build")
    assert code == 0
    assert [line.split()[1] for line in printed.splitlines()[1:3]] == ["skipped", "built"]
    assert set((project / ".cache").glob("run-*")) == {mine, elsewhere}
    assert not half.exists()
    assert theirs.read_bytes() == b"hal"


def test_ctrl_c_ends_the_notebooks_and_leaves_no_trace(project, hanging, processes_of):
    _, build = hanging
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does: to all processes of the build
    _, told = build.communicate(timeout=30)
    assert build.returncode != 0
    assert b"Traceback" not in told
    wait_for(lambda: not processes_of(project), 20)
    assert not list(project.rglob("*.failed.ipynb"))
    assert not list((project / ".cache").glob("run-*"))


def test_a_full_disk_is_told_in_a_line_and_earlier_outputs_stay(
    project, small, leedsequity, monkeypatch
):
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
    assert {name for name in after | before if after.get(name) != before.get(name)} == {
        "notebooks/01_small.py"
    }
    assert leedsequity("build")[1].splitlines()[1].split()[1] == "built"


def test_a_disk_that_is_full_for_everything_is_no_traceback(
    project, small, leedsequity, monkeypatch
):
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
    assert leedsequity("build")[1].splitlines()[1].split()[1] == "skipped"


# What is not whole yet: whose it is, and when it is on the disk


ENDED = 2**22 + 1  # no process of Linux has a higher number than 2^22


@pytest.mark.parametrize("name", [".kept.csv.{}-{}", ".leedsequity.xlsx.{}-{}", ".run.json.{}-{}"])
def test_halves_of_ended_processes_of_this_machine_are_removed_and_no_others(tmp_path, name):
    gone = tmp_path / name.format(paths.machine(), ENDED)
    large = tmp_path / name.format(paths.machine(), 10**30)
    kept = [
        tmp_path / name.format(paths.machine(), os.getpid()),
        tmp_path / name.format("another-host", ENDED),
        tmp_path / name.format(f"{paths.machine()}0", ENDED),
        tmp_path / f"{name.format(paths.machine(), ENDED)}x",
        tmp_path / f".kept.csv.{ENDED}",
        tmp_path / "kept.csv",
    ]
    folder = tmp_path / name.format(paths.machine(), ENDED + 1)  # nobody writes a folder so
    folder.mkdir()
    for file in (gone, large, *kept):
        file.write_bytes(b"")
    temporary_folder.remove_unfinished([tmp_path])
    assert set(tmp_path.iterdir()) == {folder, *kept}


def test_run_folders_of_other_machines_stay_whatever_their_names_begin_with(project):
    cache = paths.cache()
    gone = cache / f"run-{paths.machine()}-{ENDED}-x1"
    kept = [
        cache / f"run-{paths.machine()}-{os.getpid()}-x1",
        cache / f"run-{paths.machine()}-2-{ENDED}-x1",  # process 2 runs, or is another's
        cache / f"run-{paths.machine()}2-{ENDED}-x1",
        cache / f"run-host-{ENDED}-x1",
    ]
    for folder in (gone, *kept):
        folder.mkdir(parents=True)
    temporary_folder.remove_abandoned()
    assert {folder for folder in cache.glob("run-*") if folder != kept[1]} == {*kept} - {kept[1]}


def test_another_machine_has_another_word_and_so_has_a_container(monkeypatch):
    here = paths.machine()
    assert len(here) == 12
    words = {here}
    monkeypatch.setattr("platform.node", lambda: "another.host")
    words.add(paths.machine.__wrapped__())
    monkeypatch.setattr(Path, "readlink", lambda _: Path("pid:[4026539999]"))
    words.add(paths.machine.__wrapped__())
    assert len(words) == 3


def test_files_are_on_the_disk_before_they_are_renamed_and_their_names_after(project, monkeypatch):
    done: list[tuple[str, str]] = []
    fsync, replace = os.fsync, Path.replace

    def settled(number: int) -> None:
        done.append(("on disk", str(Path(f"/proc/self/fd/{number}").readlink())))
        fsync(number)

    def renamed(half: Path, file: Path) -> Path:
        done.append(("renamed", str(half)))
        return replace(half, file)

    if not Path("/proc/self/fd").exists():
        pytest.skip("open files are looked up in /proc")
    monkeypatch.setattr(os, "fsync", settled)
    monkeypatch.setattr(Path, "replace", renamed)
    files = [project / "figures" / "one.csv", project / "data" / "two.csv"]
    paths.write(dict.fromkeys(files, b"content"))
    halves = [str(paths.temporary_file(file)) for file in files]
    assert done[:4] == [("on disk", half) for half in halves] + [
        ("renamed", half) for half in halves
    ]
    assert set(done[4:]) == {("on disk", str(file.parent)) for file in files}
    assert [file.read_bytes() for file in files] == [b"content"] * 2
    done.clear()
    paths.write({paths.cache() / "run-x-1-y" / "tables" / "kept.csv": b"content"})
    assert [what for what, _ in done] == [
        "renamed"
    ]  # moved when the run is whole, and settled then


def test_a_file_in_a_folders_place_is_told_with_the_file_that_was_wanted(project):
    (project / "figures").write_bytes(b"mine")
    with pytest.raises(OSError, match="Not a directory") as error:
        paths.write({project / "one.csv": b"", project / "figures" / "01_small" / "two.csv": b""})
    assert error.value.filename == str(project / "figures" / "01_small" / "two.csv")
    assert not (project / "one.csv").exists()


def test_a_folder_in_a_files_place_is_a_line_and_nothing_is_written(project):
    taken = project / "figures" / "two.csv"
    taken.mkdir(parents=True)
    before = contents(project)
    for files, remove in (
        ({project / "one.csv": b"", taken: b""}, []),
        ({project / "one.csv": b""}, [taken]),
    ):
        with pytest.raises(
            InputError,
            match=r"^figures/two\.csv: a folder stands where a file belongs: move it away$",
        ):
            paths.write(files, remove)
    assert contents(project) == before


def test_what_another_build_wrote_meanwhile_or_was_edited_is_not_taken_for_this_builds(
    project, small, leedsequity, monkeypatch
):
    put = builder._put_in_place

    def put_and_meddle(*arguments):
        written = put(*arguments)
        small.write_text(small.read_text().replace("A small notebook", "Another title"))
        (project / "figures" / "01_small" / "line.csv").write_text("another build's")
        return written

    with monkeypatch.context() as meddling:
        meddling.setattr(builder, "_put_in_place", put_and_meddle)
        assert leedsequity("build")[0] == 0
    said = leedsequity("status")[1]
    assert "the notebook changed; figures/01_small/line.csv was edited" in said
    assert leedsequity("build")[1].splitlines()[1].split()[1] == "built"
    assert leedsequity("build")[1].splitlines()[1].split()[1] == "skipped"
