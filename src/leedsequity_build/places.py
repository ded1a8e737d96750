"""Where the files of a run finally stand."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity_build import state

_RECORD = {"notebook": str, "parameters": dict, "raw": dict, "outputs": dict}
# By an edited record with other names a build would change files outside its folders.
_OUTPUT = re.compile(r"(?:tables|figures)/\w[^/\\:]*")


@dataclass(frozen=True)
class Place:
    """The homes of a run's tables, figures, record (`run.json`) and executed notebook."""

    tables: Path
    figures: Path
    record: Path
    notebook: Path

    def of(self, file: str) -> Path:
        """Return where an output stands, from its name in the run's record, such as `tables/gaps.csv`."""
        kind, _, name = file.partition("/")
        return {"tables": self.tables, "figures": self.figures}[kind] / name

    def run(self) -> dict[str, Any] | None:
        """Return the run's record, `run.json`; None where there is none, or one that cannot be true.

        Its outputs are named `tables/<name>` or `figures/<name>`, and each was made from raw tables
        that the run read. A record of which that is not so is none.
        """
        run = state.read(self.record, _RECORD)
        if run is None or not all(
            _is_output(name, said, run["raw"]) for name, said in run["outputs"].items()
        ):
            return None
        return run

    def recorded(self) -> dict[str, Any]:
        """Return the run's record.

        Raises
        ------
        InputError
            If there is none that can be read.
        """
        if (run := self.run()) is None:
            same = (
                ""
                if self.record.parent == paths.processed() / self.notebook.stem
                else ", with its parameters,"
            )
            raise InputError(
                f"{paths.shown(self.record)}: cannot be read as the record of a run: "
                f"`leedsequity build {self.notebook.stem}`{same} makes it anew"
            )
        return run

    @property
    def folders(self) -> set[Path]:
        """The folders that hold them."""
        return {self.tables, self.figures, self.record.parent, self.notebook.parent}

    @property
    def failed(self) -> Path:
        """Where the notebook is left for a look when a cell of it failed."""
        return self.notebook.with_suffix(".failed.ipynb")


def committed(notebook: str) -> Place:
    """Return the place of a default build, whose results are part of the project."""
    processed = paths.processed() / notebook
    return Place(
        tables=processed,
        figures=paths.figures() / notebook,
        record=processed / "run.json",
        notebook=paths.notebooks() / f"{notebook}.ipynb",
    )


def apart(notebook: str, folder: Path) -> Place:
    """Return the place of any other run, whose results stand together in one folder."""
    return Place(
        tables=folder / "tables",
        figures=folder / "figures",
        record=folder / "run.json",
        notebook=folder / f"{notebook}.ipynb",
    )


def _is_output(name: str, output: Any, read: dict[str, str]) -> bool:
    """Return whether that is a name of an output, and what a record says of one."""
    return (
        _OUTPUT.fullmatch(name) is not None
        and isinstance(output, dict)
        and isinstance(output.get("sha256"), str)
        and isinstance(output.get("raw"), list)
        and all(
            isinstance(table, str) and isinstance(read.get(table), str) for table in output["raw"]
        )
    )
