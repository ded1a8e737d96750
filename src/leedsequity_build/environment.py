"""What `doctor` looks at around the project: Python, packages, kernel, shell. Each check yields what is not right."""

import os
import platform
import re
import shutil
import sys
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

from leedsequity import inputs, paths

_ROOM = 2  # GB: the environment takes 1.4, results and the tables of another area the rest
_PIN = re.compile(r"^([a-z0-9._-]+)==([^ ]+)(?: ; (.*[^ \\]))? *\\?$", re.MULTILINE)
_VARIABLE = re.compile(r"LEEDSEQUITY_(ROOT|OUTPUT|FILE_[0-9a-f]{64})")


def folder() -> Iterator[str]:
    """Look whether the project is the one that the program belongs to."""
    imported = Path(__file__).parents[2]
    if paths.root() != imported:
        yield f"{paths.root()}, with the program of {imported}"


def variables() -> Iterator[str]:
    """Look for variables that nothing reads, such as a misspelt one."""
    yield from (n for n in os.environ if n.startswith("LEEDSEQUITY") and not _VARIABLE.fullmatch(n))


def output() -> Iterator[str]:
    """Look whether results go elsewhere."""
    if "LEEDSEQUITY_OUTPUT" in os.environ:
        yield f"results go to {paths.output()}, and the committed ones are not rebuilt"


def path() -> Iterator[str]:
    """Look whether the shell finds the command of this environment."""
    found = shutil.which("leedsequity")
    if found is None or Path(found).parent != Path(sys.executable).parent:
        yield f"the shell finds {found or 'no leedsequity'}"


def room() -> Iterator[str]:
    """Look whether the disk has room."""
    free = shutil.disk_usage(paths.root()).free / 1e9
    if free < _ROOM:
        yield f"{free:.1f} GB are free, {_ROOM} needed"


def python() -> Iterator[str]:
    """Look whether this is a Python that the project supports."""
    from packaging.specifiers import SpecifierSet

    wanted, running = _project()["requires-python"], platform.python_version()
    if running not in SpecifierSet(wanted):
        yield f"Python {running} is not {wanted}"


def packages() -> Iterator[str]:
    """Look whether what the project needs, and whatever else is installed, is in the lock's versions."""
    needed = _needed(_project()["dependencies"], set())
    for name, (wanted, found) in _locked().items():
        if found != wanted and (found or name in needed):
            yield f"{name} is {found or 'missing'}, not {wanted}"


def extras() -> Iterator[str]:
    """Look whether the packages of the extras are there."""
    locked = _locked()
    for extra, requirements in _project()["optional-dependencies"].items():
        if lacking := [name for name in map(_name, requirements) if not locked.get(name, ("", ""))[1]]:
            yield f"{extra} lacks {', '.join(lacking)}"


def kernel() -> Iterator[str]:
    """Look whether the kernel `python3` is this Python."""
    from jupyter_client.kernelspec import KernelSpecManager

    spec = KernelSpecManager().get_kernel_spec("python3")
    program = Path(spec.argv[0])  # a bare name stands for the Python that asks for the kernel
    if program.name != str(program) and program.parent != Path(sys.executable).parent:
        yield f"{spec.resource_dir} starts {program}"


def _project() -> dict[str, Any]:
    file = paths.root() / "pyproject.toml"
    with inputs.reading(file):
        return dict(tomllib.loads(file.read_text(encoding="utf-8"))["project"])


def _locked() -> dict[str, tuple[str, str]]:
    """Return the packages that the lock has for this machine: the version there, and the one installed or none."""
    from packaging.markers import Marker

    file = paths.root() / "requirements.lock"
    with inputs.reading(file):
        pins = _PIN.findall(file.read_text(encoding="utf-8"))
    here = {name: version for name, version, marker in pins if not marker or Marker(marker).evaluate()}
    installed = {_name(one.metadata["Name"]): one.version for one in metadata.distributions()}
    return {name: (version, installed.get(name, "")) for name, version in here.items()}


def _name(requirement: str) -> str:
    return re.sub(r"[._]", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def _needed(requirements: Iterable[str], known: set[str]) -> set[str]:
    """Add to the known packages those required, and what they require in turn, extras aside."""
    for name in map(_name, requirements):
        if name not in known:
            known.add(name)
            with suppress(metadata.PackageNotFoundError):
                _needed([text for text in metadata.requires(name) or () if "extra ==" not in text], known)
    return known
