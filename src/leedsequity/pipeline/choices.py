"""The values that a parameter can take, where a notebook's analysis names them."""

import re
from importlib import import_module

from leedsequity.errors import InputError
from leedsequity.pipeline.notebooks import Notebook

_IMPORTED = re.compile(r"^from leedsequity\.analyses(?:\.| import )(\w+)", re.MULTILINE)


def choices(notebook: Notebook, parameter: str) -> list[str]:
    """Return every value of a parameter, as it would be typed.

    They come from a function without arguments that an analysis names in its `CHOICES`, by parameter; the analyses of
    a notebook are the modules of `leedsequity.analyses` that it imports.

    Raises
    ------
    InputError
        If the notebook has no such parameter, or none of its analyses names the values.
    """
    if parameter not in notebook.defaults:
        notebook.values({parameter: ""})  # says which it has
    for name in dict.fromkeys(_IMPORTED.findall(notebook.source.read_text(encoding="utf-8"))):
        named = getattr(import_module(f"leedsequity.analyses.{name}"), "CHOICES", {})
        if parameter in named:
            values: list[str] = named[parameter]()
            return values
    raise InputError(
        f"{notebook.name}: no analysis that it imports names the values of {parameter} in CHOICES, so it cannot be run "
        f"for each; give one with `-p {parameter} VALUE`"
    )
