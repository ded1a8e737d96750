"""A clone of the project with its own environment, where commands are typed as a newcomer does."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """#!{python}
import sys
from leedsequity_build.cli import main
if __name__ == "__main__":
    sys.exit(main())
"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is committed. Its `.venv` is real, but has the libraries of the one in use."""
    copy = tmp_path_factory.mktemp("clone") / "leedsequity"

    def skipped(folder: str, names: list[str]) -> set[str]:
        large = {"upstream"} if Path(folder) == ROOT / "data" else set()
        return {name for name in names if name[0] == "." or name in {"out", "__pycache__"} | large}

    shutil.copytree(ROOT, copy, ignore=skipped)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", copy / ".venv"], check=True)
    libraries = Path(sysconfig.get_path("purelib"))
    inside = copy / ".venv" / libraries.relative_to(sys.prefix)
    (inside / "libraries.pth").write_text(f"{copy / 'src'}\n{libraries}\n")
    program = copy / ".venv" / "bin" / "leedsequity"
    program.write_text(PROGRAM.format(python=copy / ".venv" / "bin" / "python"))
    program.chmod(0o755)
    return copy


@pytest.fixture(scope="module")
def shell(clone: Path) -> Callable[[str], str]:
    """Type commands in that clone; what they print, and no patience with any that fails."""
    environment = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("LEEDSEQUITY", "PYTHON"))
    }

    def run(commands: str) -> str:
        typed = ["bash", "-euo", "pipefail", "-c", f". .venv/bin/activate\n{commands}"]
        done = subprocess.run(typed, cwd=clone, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run
