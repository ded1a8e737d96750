"""A build killed at any moment needs nobody: the next gives what an undisturbed one does.

Each of the three notebooks has two versions, whose results differ; every build that is killed has
those of the other version to replace. Three moments in four fall anywhere in the time that a build
takes, the fourth while a notebook's results are being put in place, which takes thousandths of a
second and would hardly ever be met.
"""

import os
import random
import signal
import time
from pathlib import Path

import pytest
from projects import contents, different, finish, start, wait_for

from leedsequity_build import build as builder
from leedsequity_build import notebooks as catalogue

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/cwd").exists(), reason="processes are looked up in /proc"
)

KILLS = 20
# What is replaced in a notebook's source for its other version; the first saves a table under
# another name.
VERSIONS = {
    "04_programme_outcomes": ('run.table("published_vaccinations"', 'run.table("vaccinations"'),
    "05_fair_work": ('area = "E08000035"', 'area = "E08000032"'),
    "06_neighbourhood_profiles": ('ward = "Gipton & Harehills"', 'ward = "Headingley & Hyde Park"'),
}


def turn(project: Path, version: int) -> None:
    """Give the notebooks that version."""
    for name, texts in VERSIONS.items():
        source = project / "notebooks" / f"{name}.py"
        text = source.read_text(encoding="utf-8")
        assert texts[0] in text or texts[1] in text
        source.write_text(text.replace(texts[1 - version], texts[version]), encoding="utf-8")


def reasons(project: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Why a notebook has to run, as the next build sees it."""
    monkeypatch.setenv("LEEDSEQUITY_ROOT", str(project))
    monkeypatch.delenv("LEEDSEQUITY_OUTPUT", raising=False)
    (notebook,) = catalogue.select([name])
    return builder.job(notebook, {}).reasons()


def putting(project: Path, name: str) -> bool:
    """Whether results of a notebook are being put in place: first they have another name."""
    return any(
        entry.name.startswith(".")
        for folder in (project / "figures" / name, project / "data" / "processed" / name)
        for entry in os.scandir(folder)
    )


@pytest.fixture(scope="module")
def undisturbed(copied) -> tuple[list[dict[str, bytes]], Path, float]:
    """What builds of each version leave, the project after the second, and its seconds."""
    made = []
    for version in range(2):
        project, began = copied("project"), time.monotonic()
        turn(project, version)
        finish(start(project, *VERSIONS))
        made.append(contents(project))
    return made, project, time.monotonic() - began


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_build_killed_at_a_random_moment_is_mended_by_the_next(
    kill, undisturbed, seed, processes_of, monkeypatch
):
    (made, project, seconds), moments = undisturbed, random.Random(seed * KILLS + kill)
    in_place, alone = kill % 4 == 3, moments.random() < 0.5
    name, moment = (
        moments.choice(list(VERSIONS)),
        moments.uniform(0, 0.005 if in_place else seconds),
    )
    for _ in range(10):
        old = contents(project)
        assert old in made, "the kill before this one left what no build does"
        version = 1 - made.index(old)
        new = made[version]
        turn(project, version)
        build = start(project, *VERSIONS)
        if in_place:
            # On a busy machine the moment may be missed: the build is whole then, and there is
            # another try.
            assert wait_for(
                lambda build=build: putting(project, name) or build.poll() is not None, 120, 0.0002
            )
        time.sleep(moment)
        if build.poll() is None:
            (os.kill if alone else os.killpg)(
                build.pid, signal.SIGKILL
            )  # alone: its notebooks and server notice it
        printed, _ = build.communicate()
        if build.returncode != 0:
            break
        moment *= 0.8  # it was whole before: this machine has become faster
    print(
        f"killed {'alone' if alone else 'with its group'}, {moment:.4f} s after",
        name if in_place else "its start",
    )
    assert build.returncode == -signal.SIGKILL, printed
    assert wait_for(lambda: not processes_of(project), 30), processes_of(project)

    for name in VERSIONS:
        found = only(contents(project), name)
        if found in (only(old, name), only(new, name)):
            continue
        for (
            file,
            content,
        ) in found.items():  # killed between two renames: whole files, of two versions
            assert content in (
                old.get(file),
                new.get(file),
            ), f"{file} is neither the earlier nor the new one"
        for each in range(2):
            turn(project, each)
            assert reasons(project, name, monkeypatch), (
                f"{name} is taken for fresh, and is of two versions"
            )
        turn(project, version)

    printed = finish(start(project, *VERSIONS))
    assert len(printed.partition("\n\n")[0].splitlines()) == 1 + len(VERSIONS), printed
    assert different(contents(project), new) == []
    assert wait_for(lambda: not processes_of(project), 30), processes_of(project)
    cache = project / ".cache"
    assert {entry.name for entry in cache.iterdir()} - {"tables"} == {"stamps"}
    assert sorted(file.name.rpartition("-")[0] for file in (cache / "stamps").iterdir()) == sorted(
        VERSIONS
    )


def only(files: dict[str, bytes], name: str) -> dict[str, bytes]:
    """The results of one notebook, what is still aside left out."""
    of_it = {
        file: content
        for file, content in files.items()
        if name in file and not file.endswith(".py")
    }
    return {file: content for file, content in of_it.items() if not Path(file).name.startswith(".")}
