"""The engine as papermill knows it: it runs a notebook's cells in a fork.

Import `papermill` before this module: papermill loads its registered engines while it is itself
being imported.
"""

import ast
from typing import Any

import nbformat
from papermill.engines import Engine, NotebookExecutionManager

from leedsequity_build.engine import fork


class ParameterError(ValueError):
    """A parameter that the notebook does not declare."""


def _refuse_unknown(notebook: nbformat.NotebookNode) -> None:
    """Refuse parameters that the notebook does not declare; papermill itself only warns of them."""
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    try:
        lines = [line for cell in cells for line in ast.parse(cell.source).body]
    except (SyntaxError, ValueError):  # which the cell itself will raise
        return
    targets = [t for line in lines if isinstance(line, ast.Assign) for t in line.targets]
    declared = {target.id for target in targets if isinstance(target, ast.Name)}
    if unknown := notebook.metadata.papermill.get("parameters", {}).keys() - declared:
        known = ", ".join(sorted(declared)) or "none"
        raise ParameterError(
            f"the notebook has no parameter {', '.join(sorted(unknown))}; it has: {known}"
        )


class ForkEngine(Engine):  # type: ignore[misc]  # papermill publishes no types
    """Runs a notebook's cells in a fresh fork."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,  # noqa: ARG003  # papermill's signature; every notebook here is Python
        *,
        environment: dict[str, str] | None = None,
        time_limit: float = fork.TIME_LIMIT,
        trace: fork.Trace | None = None,
        **_: Any,
    ) -> None:
        """Run all code cells in order, stopping at the first error.

        Parameters
        ----------
        nb_man
            papermill's record of the run. Its notebook's cells are given their outputs, and its
            metadata, under `trace`, what the run reports of itself, if it is to.
        kernel_name
            Not used.
        environment, time_limit, trace
            As `fork.run` takes them.

        Raises
        ------
        ParameterError
            For a parameter that the notebook does not declare.
        """
        _refuse_unknown(nb_man.nb)
        cells = [(i, cell) for i, cell in enumerate(nb_man.nb.cells) if cell.cell_type == "code"]
        run = fork.run([cell.source for _, cell in cells], environment or {}, time_limit, trace)
        for index, cell in cells:
            nb_man.cell_start(cell, index)
            changed = {}
            try:
                outputs, cell.execution_count, succeeded, changed = next(run)
            except fork.DeadProcessError as error:
                name, text = type(error).__name__, str(error)
                failure = {"ename": name, "evalue": text, "traceback": [text]}
                outputs, succeeded = [{"output_type": "error"} | failure], False
            cell.outputs = [nbformat.from_dict(output) for output in outputs]
            for (earlier, place), output in changed.items():
                cells[earlier][1].outputs[place] = nbformat.from_dict(output)
            if not succeeded:
                nb_man.cell_exception(cell, index)
            nb_man.cell_complete(cell, index)
            if not succeeded:
                return
        if trace:
            nb_man.nb.metadata["trace"] = next(run)
