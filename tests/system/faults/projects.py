"""Builds as processes of their own, and what they leave in a project."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[3]
LEEDSEQUITY = Path(sys.executable).with_name("leedsequity")


def start(project: Path, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    """Start a build in a project, in a process group of its own."""
    around = {name: text for name, text in os.environ.items() if not name.startswith("LEEDSEQUITY")}
    around |= {"LEEDSEQUITY_ROOT": str(project)} | environment
    command, said = [LEEDSEQUITY, "build", *arguments], subprocess.PIPE
    return subprocess.Popen(
        command,
        cwd=project,
        env=around,
        stdout=said,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def finish(build: "subprocess.Popen[str]") -> str:
    """Wait for a build that has to succeed, and return what it printed."""
    printed, _ = build.communicate(timeout=600)
    assert build.returncode == 0, printed
    return printed


def contents(project: Path) -> dict[str, bytes]:
    """Every file of a project but the raw tables and the cache, by its name from the root."""
    files = {file.relative_to(project): file for file in project.rglob("*") if file.is_file()}
    kept = {
        name: file
        for name, file in files.items()
        if name.parts[0] != ".cache" and name.parts[:2] != ("data", "raw")
    }
    return {name.as_posix(): file.read_bytes() for name, file in kept.items()}


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one | other if one.get(name) != other.get(name))


def wait_for(true, seconds: float, pause: float = 0.02) -> bool:
    """Wait until something is true, and return whether it became so in time."""
    ends = time.monotonic() + seconds
    while not true():
        if time.monotonic() > ends:
            return False
        time.sleep(pause)
    return True
