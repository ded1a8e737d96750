"""Cells executed in this very process, with the outputs a Jupyter kernel would have sent.

An IPython shell does the work, as in a kernel; what a kernel sends over sockets is kept in a list.
"""

import io
import sys
from base64 import b64encode
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

Output = dict[str, Any]


def _texts(bundle: dict[str, Any]) -> dict[str, Any]:
    """Return a MIME bundle as a notebook file holds it: bytes (pictures) in base64."""
    pictures = {kind: b64encode(v).decode() for kind, v in bundle.items() if isinstance(v, bytes)}
    return bundle | pictures


class _Stream(io.TextIOBase):
    """Standard output or error: kept until something is shown or the cell ends, as by a kernel."""

    def __init__(self, shell: "NotebookShell", name: str) -> None:
        self.shell, self.name, self.kept = shell, name, ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.kept += text
        return len(text)

    def release(self) -> None:
        """Hand over what was kept, joined to the output before it if that is of the same stream."""
        text, self.kept = self.kept, ""
        last = self.shell.outputs[-1] if self.shell.outputs else {}
        if text and last.get("name") == self.name:
            last["text"] += text
        elif text:
            self.shell.outputs.append({"output_type": "stream", "name": self.name, "text": text})


class _Publisher(DisplayPublisher):
    """Keeps what `display` shows; an update replaces what stands under the same name."""

    def publish(  # type: ignore[override]  # without `source`, deprecated since IPython 8
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        name = (transient or {}).get("display_id")
        shown = {"output_type": "display_data", "data": _texts(data), "metadata": metadata or {}}
        if update:
            for earlier in self.shell.shown.get(name, []):
                earlier.update(shown, output_type=earlier["output_type"])
                self.shell.changed.append(earlier)
            return
        self.shell.record(shown)
        if name is not None:
            self.shell.shown.setdefault(name, []).append(shown)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.release_streams()
        self.shell.clear_next = wait
        if not wait:
            self.shell.outputs.clear()


class _Hook(DisplayHook):
    """Keeps the value of a cell's last line."""

    shell: Any
    result: Output

    def start_displayhook(self) -> None:
        self.result = {"output_type": "execute_result"}

    def write_output_prompt(self) -> None:
        self.result["execution_count"] = self.prompt_count

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        self.result.update(data=_texts(format_dict), metadata=md_dict or {})

    def finish_displayhook(self) -> None:
        if self.result.get("data"):
            self.shell.record(self.result)


class NotebookShell(InteractiveShell):
    """An IPython shell that keeps each cell's outputs in the order a kernel would send them."""

    def __init__(self, **traits: Any) -> None:
        self.outputs: list[Output] = []
        self.shown: dict[str, list[Output]] = {}
        self.changed: list[Output] = []
        self.clear_next = False
        super().__init__(**traits)  # type: ignore[no-untyped-call]
        self.streams = _Stream(self, "stdout"), _Stream(self, "stderr")

    def release_streams(self) -> None:
        """Hand over what has been printed so far."""
        for stream in self.streams:
            if stream.kept:
                self._clear_if_due()
            stream.release()

    def record(self, output: Output) -> None:
        """Add an output after everything printed before it."""
        self.release_streams()
        self._clear_if_due()
        self.outputs.append(output)

    def _clear_if_due(self) -> None:
        if self.clear_next:
            self.outputs.clear()
            self.clear_next = False

    def _showtraceback(
        self, etype: type[BaseException], evalue: BaseException, stb: list[str]
    ) -> None:
        error = {"ename": etype.__name__, "evalue": str(evalue), "traceback": stb}
        self.record({"output_type": "error"} | error)

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: figures are drawn into the notebook."""

    def run(self, source: str) -> tuple[list[Output], int, bool]:
        """Run one cell.

        Parameters
        ----------
        source
            The cell's code, magics included.

        Returns
        -------
        outputs, execution_count, succeeded
            As a notebook file holds them. What of earlier cells it changed is in `changed`.
        """
        self.outputs, self.changed = [], []
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.streams
        try:
            result = self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
            self.release_streams()
        finally:
            sys.stdout, sys.stderr = before
        return self.outputs, self.execution_count - 1, bool(result.success)


def start() -> NotebookShell:
    """Return this process's shell, with figures drawn inline and no history kept on disk."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    shell: NotebookShell = NotebookShell.instance(
        config=config, display_pub_class=_Publisher, displayhook_class=_Hook
    )
    shell.run_line_magic("matplotlib", "inline")
    return shell
