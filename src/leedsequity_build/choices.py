"""The values that a parameter can take, and the areas that a word stands for."""

import re
from importlib import import_module

from leedsequity import inputs
from leedsequity.errors import InputError
from leedsequity_build.notebooks import Notebook

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
    with inputs.reading(notebook.source):
        imported = _IMPORTED.findall(notebook.source.read_text(encoding="utf-8"))
    for name in dict.fromkeys(imported):
        named = getattr(import_module(f"leedsequity.analyses.{name}"), "CHOICES", {})
        if parameter in named:
            values: list[str] = named[parameter]()
            return values
    raise InputError(
        f"{notebook.name}: no analysis that it imports names the values of {parameter} in CHOICES, so it cannot be run "
        f"for each; give one with `-p {parameter} VALUE`"
    )


def authorities(text: str) -> list[str]:
    """Return the codes of the areas that a text stands for.

    Parameters
    ----------
    text
        `all`: every local authority of England that exists now, of both tiers (a county and its districts each);
        `core-cities`; a region's name: the authorities in it (its code stands for the region itself); any other area's
        code or name; or several of these with commas between them. A code that some publishers have taken up since
        stands for the code that is used here.

    Raises
    ------
    InputError
        If an area is not known.
    """
    from leedsequity import areas

    current = [area for area in areas.every().values() if area.current and area.type not in ("region", "country")]
    if text == "all":
        return [area.code for area in current]
    if text == "core-cities":
        return [area.code for area in areas.core_cities()]
    try:
        found = areas.find(text)
    except InputError:
        if "," not in text:
            raise
        return list(dict.fromkeys(code for part in text.split(",") for code in authorities(part.strip())))
    within = [area.code for area in current if area.region_code == found.code]
    used = found.recoded_from if found.recoded_from and not found.current else found.code
    return within if found.type == "region" and text != found.code else [used]
