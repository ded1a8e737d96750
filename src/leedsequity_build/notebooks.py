"""The notebooks there are, and the parameters each declares."""

import ast
import difflib
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from leedsequity import inputs, paths
from leedsequity.errors import InputError
from leedsequity.raw import partner

Value = str | int | float | bool

_KINDS: dict[type, str] = {
    str: "a text",
    bool: "True or False,",
    int: "a whole number",
    float: "a number",
}
# A parameter of one of these names is a place, given by code or by name.
AREA_PARAMETERS = ("area", "comparator")
_PARAMETERS_CELL = re.compile(
    r'^# %%[^\n]*"parameters"[^\n]*\n(.*?)(?=^# %%|\Z)', re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Notebook:
    """A notebook's name and its source (percent format)."""

    name: str
    source: Path

    @cached_property
    def defaults(self) -> dict[str, Value]:
        """Its parameters with their defaults, from the cell tagged `parameters`.

        Read when they are wanted: a notebook that cannot be read stands in the way of no other.

        Raises
        ------
        InputError
            If the source cannot be read, or the cell holds anything but plain assignments of a
            text, a number, True or False.
        """
        with inputs.reading(self.source):
            text = self.source.read_text(encoding="utf-8")
            cell = _PARAMETERS_CELL.search(text)
            lines = []
            if cell:
                above = text.count("\n", 0, cell.start(1))  # so that lines count from the first
                lines = ast.parse("\n" * above + cell[1]).body
        return dict(_assignment(self.source, line) for line in lines)

    def require(self, *names: str) -> None:
        """Refuse names that no parameter has, with an InputError."""
        if unknown := [name for name in names if name not in self.defaults]:
            known = ", ".join(self.defaults) or "none"
            raise InputError(f"{self.name} has no parameter {', '.join(unknown)}; it has: {known}")

    def values(self, given: dict[str, str]) -> dict[str, Value]:
        """Return all parameters: the defaults, and what was given in their place.

        Parameters
        ----------
        given
            Parameter names and values as typed. Places may be given by code or name; a file by
            its path, which becomes its label (`raw.partner.label`).

        Raises
        ------
        InputError
            For an unknown name, an unknown area, or a value that is not of the default's type.
        """
        self.require(*given)
        return self.defaults | {name: self._value(name, typed) for name, typed in given.items()}

    def _value(self, name: str, typed: str) -> Value:
        if partner.is_file_parameter(name, typed):
            return partner.label(typed)
        if name in AREA_PARAMETERS:
            from leedsequity import places

            return places.find(typed).code
        default = self.defaults[name]
        try:
            value = typed if isinstance(default, str) else ast.literal_eval(typed)
        except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
            value = None
        if type(value) is int and type(default) is float:
            return float(value)
        if type(value) is not type(default):
            kind = _KINDS[type(default)]
            raise InputError(
                f"{self.name}: parameter {name} takes {kind} such as {default!r}, not {typed!r}"
            )
        return value


def _assignment(source: Path, line: ast.stmt) -> tuple[str, Value]:
    match line:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            with suppress(ValueError, TypeError):  # of what is no literal
                if type(default := ast.literal_eval(value)) in _KINDS:
                    return name, default
    raise InputError(
        f"{paths.shown(source)}: the cell tagged parameters may hold plain assignments only, such"
        f" as `rows = 3`, not `{ast.unparse(line)}` (line {line.lineno})"
    )


def notebooks() -> list[Notebook]:
    """Return every notebook of the project in order."""
    return [Notebook(file.stem, file) for file in sorted(paths.notebooks().glob("[0-9]*.py"))]


def select(names: list[str]) -> list[Notebook]:
    """Return the notebooks named: by name, number (`01`) or file; all when none is named.

    Raises
    ------
    InputError
        If a name is no notebook's.
    """
    every = {notebook.name: notebook for notebook in notebooks()}
    chosen = {}
    for typed in names:
        stem = Path(typed).stem
        found = [name for name in every if stem in (name, name.partition("_")[0])]
        if not found:
            near = difflib.get_close_matches(stem, every, n=3, cutoff=0.3)
            choice = (
                f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(every)}"
            )
            raise InputError(f"there is no notebook {typed!r}; {choice}")
        chosen[found[0]] = every[found[0]]
    return list(chosen.values() if names else every.values())


def readable(chosen: Iterable[Notebook]) -> tuple[list[Notebook], dict[str, InputError]]:
    """Return the notebooks whose parameters can be read, and what is wrong with the others."""
    known, faults = [], {}
    for notebook in chosen:
        try:
            notebook.defaults  # noqa: B018  # read here
            known.append(notebook)
        except InputError as error:
            faults[notebook.name] = error
    return known, faults
