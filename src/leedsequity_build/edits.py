"""A notebook that was edited where a build would write: what its source lacks is kept beside it."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path

from leedsequity import inputs, paths
from leedsequity.errors import InputError
from leedsequity_build import freshness
from leedsequity_build.run_files import RunFiles


def keep(files: RunFiles, source: Path) -> str:
    """Keep the executed notebook under another name, if it has edits that its source has not.

    Those are the cells' own: what a run or an editor adds is made again. Nothing is kept where the
    file is as a build left it, or as it is committed.

    Parameters
    ----------
    files
        Where a run's results are about to be written.
    source
        The notebook's source, in percent format.

    Returns
    -------
    str
        A sentence that says where it is; "" where nothing would be lost.

    Raises
    ------
    OSError
        If it cannot be written: then nothing else must be.
    """
    notebook = files.notebook
    if not notebook.is_file() or freshness.is_as_built(files, notebook):
        return ""
    if not _has_edits(notebook, source) or _is_committed(notebook):
        return ""
    content, number, kept = notebook.read_bytes(), 1, notebook.with_suffix(".edited.ipynb")
    while kept.exists() and kept.read_bytes() != content:
        number += 1
        kept = notebook.with_suffix(f".edited-{number}.ipynb")
    paths.write({kept: content})
    return (
        f"{notebook.name} had edits that {source.name} has not: kept in {paths.shown(kept)}; put"
        f" them into {paths.shown(source)}"
    )


def cells(notebook: Path) -> list[tuple[str, str]]:
    """Return the kind and text of each cell of a notebook or its source, but of injected ones.

    Raises
    ------
    InputError
        If the file cannot be read as one.
    """
    import jupytext

    with inputs.reading(notebook):
        return [
            (cell.cell_type, cell.source)
            for cell in jupytext.read(notebook).cells
            if "injected-parameters" not in cell.metadata.get("tags", [])
        ]


def _has_edits(notebook: Path, source: Path) -> bool:
    try:
        return cells(notebook) != cells(source)
    except InputError:  # whatever an editor left
        return True


def _is_committed(file: Path) -> bool:
    """Return whether git has the file as it is, as after a clone or a pull."""
    command = ["git", "status", "--porcelain", "--ignored", "--", file.name]
    quiet = os.environ | {"GIT_OPTIONAL_LOCKS": "0"}
    with suppress(OSError, subprocess.SubprocessError):  # no git
        done = subprocess.run(
            command, cwd=file.parent, env=quiet, capture_output=True, timeout=20, check=False
        )
        return done.returncode == 0 and not done.stdout
    return False
