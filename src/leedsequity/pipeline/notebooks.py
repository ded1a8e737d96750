"""The notebooks there are, and the parameters each declares."""

import ast
import difflib
import re
from dataclasses import dataclass
from pathlib import Path

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import partner

Value = str | int | float | bool

_KINDS: dict[type, str] = {str: "a text", bool: "True or False,", int: "a whole number", float: "a number"}
# A parameter of one of these names is an area, given by code or by name.
AREA_PARAMETERS = ("area", "comparator")
_PARAMETERS_CELL = re.compile(r'^# %%[^\n]*"parameters"[^\n]*\n(.*?)(?=^# %%|\Z)', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Notebook:
    """A notebook's name, its source (percent format) and its parameters with their defaults."""

    name: str
    source: Path
    defaults: dict[str, Value]

    def values(self, given: dict[str, str]) -> dict[str, Value]:
        """Return all parameters: the defaults, and what was given in their place.

        Parameters
        ----------
        given
            Parameter names and values as typed. Areas may be given by code or name; a partner's file by its path,
            which becomes its label (`raw.partner.label`).

        Raises
        ------
        InputError
            For an unknown name, an unknown area, or a value that is not of the default's type.
        """
        if unknown := [name for name in given if name not in self.defaults]:
            known = ", ".join(self.defaults) or "none"
            raise InputError(f"{self.name} has no parameter {', '.join(unknown)}; it has: {known}")
        return self.defaults | {name: self._value(name, typed) for name, typed in given.items()}

    def _value(self, name: str, typed: str) -> Value:
        if name in AREA_PARAMETERS:
            from leedsequity import areas

            return areas.find(typed).code
        if partner.is_file_parameter(name):
            return partner.label(typed)
        default = self.defaults[name]
        try:
            value = typed if isinstance(default, str) else ast.literal_eval(typed)
        except (ValueError, SyntaxError):
            value = None
        if type(value) is int and type(default) is float:
            return float(value)
        if type(value) is not type(default):
            kind = _KINDS[type(default)]
            raise InputError(f"{self.name}: parameter {name} takes {kind} such as {default!r}, not {typed!r}")
        return value


def _defaults(source: Path) -> dict[str, Value]:
    cell = _PARAMETERS_CELL.search(source.read_text(encoding="utf-8"))
    defaults: dict[str, Value] = {}
    for line in ast.parse(cell[1]).body if cell else []:
        try:
            (target,) = line.targets  # type: ignore[attr-defined]  # anything but an assignment is refused below
            defaults[target.id] = ast.literal_eval(line.value)  # type: ignore[attr-defined]
        except (AttributeError, ValueError):
            raise InputError(
                f"{paths.shown(source)}: the cell tagged parameters may hold plain assignments only, such as "
                f"`rows = 3`, not `{ast.unparse(line)}`"
            ) from None
    return defaults


def notebooks() -> list[Notebook]:
    """Return every notebook of the project in order."""
    return [Notebook(file.stem, file, _defaults(file)) for file in sorted(paths.notebooks().glob("[0-9]*.py"))]


def select(names: list[str]) -> list[Notebook]:
    """Return the notebooks named: by name, by number (`01`) or by file. All of them when none is named.

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
            near = difflib.get_close_matches(stem, every, n=3, cutoff=0.3) or list(every)
            raise InputError(f"there is no notebook {typed!r}; did you mean {' or '.join(near)}?")
        chosen[found[0]] = every[found[0]]
    return list(chosen.values() if names else every.values())
