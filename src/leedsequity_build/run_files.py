"""The files of a run: where they finally stand, and its record of them, `run.json`."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leedsequity import inputs, paths
from leedsequity.errors import InputError

_RECORD = {"notebook": str, "parameters": dict, "raw": dict, "outputs": dict}
# By an edited record with other names a build would change files outside its folders.
_OUTPUT = re.compile(r"(?:tables|figures)/\w[^/\\:]*")


@dataclass(frozen=True)
class RunFiles:
    """Where a run's tables, figures, record (`run.json`) and executed notebook stand."""

    tables: Path
    figures: Path
    record: Path
    notebook: Path

    def path(self, output: str) -> Path:
        """Return where an output stands, by its name in the record, such as `tables/gaps.csv`."""
        folder, _, name = output.partition("/")
        return {"tables": self.tables, "figures": self.figures}[folder] / name

    def find_record(self) -> dict[str, Any] | None:
        """Return the run's record; None where there is none, or one that cannot be true.

        Its outputs are named `tables/<name>` or `figures/<name>`, and each was made from raw tables
        that the run read. A record of which that is not so is none.
        """
        run = read_json(self.record, _RECORD)
        if run and all(_is_output(name, of, run["raw"]) for name, of in run["outputs"].items()):
            return run
        return None

    def read_record(self) -> dict[str, Any]:
        """Return the run's record.

        Raises
        ------
        InputError
            If there is none that can be read.
        """
        if run := self.find_record():
            return run
        by_default = self == committed(self.notebook.stem)
        raise InputError(
            f"{paths.shown(self.record)}: cannot be read as the record of a run: `leedsequity build"
            f" {self.notebook.stem}`{'' if by_default else ', with its parameters,'} makes it anew"
        )

    @property
    def folders(self) -> set[Path]:
        """The folders that hold them."""
        return {self.tables, self.figures, self.record.parent, self.notebook.parent}

    @property
    def failed(self) -> Path:
        """Where the notebook is left for a look when a cell of it failed."""
        return self.notebook.with_suffix(".failed.ipynb")


def committed(notebook: str) -> RunFiles:
    """Return the files of a default build, whose results are part of the project."""
    tables, executed = paths.processed() / notebook, paths.notebooks() / f"{notebook}.ipynb"
    return RunFiles(tables, paths.figures() / notebook, tables / "run.json", executed)


def in_folder(notebook: str, folder: Path) -> RunFiles:
    """Return the files of any other run, which stand together in one folder."""
    executed = folder / f"{notebook}.ipynb"
    return RunFiles(folder / "tables", folder / "figures", folder / "run.json", executed)


def read_json(file: Path, types: Mapping[str, type]) -> dict[str, Any] | None:
    """Return the JSON object that a file of the program's own holds, or None.

    A file may be missing, cut short by a full disk or a power cut, edited, or a folder. None of
    these may stop a build for good, so all are the same as a file that was never written.

    Parameters
    ----------
    file
        Where it should be.
    types
        The keys that it needs, and the type of each one's value. Others may be there, too.
    """
    with suppress(InputError):
        content = inputs.json_object(file, *types)
        if all(isinstance(content[key], kind) for key, kind in types.items()):
            return content
    return None


def _is_output(name: str, output: Any, read: dict[str, Any]) -> bool:
    """Return whether that is a name of an output, and what a record says of one."""
    match output:
        case {"sha256": str(), "raw": list(tables)}:
            return _OUTPUT.fullmatch(name) is not None and all(
                isinstance(table, str) and isinstance(read.get(table), str) for table in tables
            )
    return False
