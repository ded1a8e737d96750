"""Where the files of a run finally stand."""

from dataclasses import dataclass
from pathlib import Path

from leedsequity import paths


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
