"""The values that a parameter can take, and the areas that a word stands for."""

from collections.abc import Callable

from leedsequity.errors import InputError


def _wards() -> list[str]:
    from leedsequity import raw
    from leedsequity.analyses.neighbourhoods import wards

    return list(wards.names(raw.load("imd_lsoa21")))


# Of each parameter that `--each` takes, its values; the same in every notebook.
VALUES: dict[str, Callable[[], list[str]]] = {"ward": _wards}


def choices(parameter: str) -> list[str]:
    """Return every value of a parameter, as it would be typed.

    Raises
    ------
    InputError
        If its values are not known.
    """
    if parameter not in VALUES:
        raise InputError(
            f"the values of {parameter} are not known, so nothing can be run for each of them, as"
            f" for {', '.join(VALUES)}; give one with `-p {parameter} VALUE`"
        )
    return VALUES[parameter]()


def authorities(text: str) -> list[str]:
    """Return the codes of the areas that a text stands for.

    Parameters
    ----------
    text
        `all`: every local authority of England that exists now, of both tiers (a county and its
        districts each); `core-cities`; a region's name: the authorities in it (its code stands for
        the region itself); any other area's code or name; or several of these with commas between
        them. A code that some publishers have taken up since stands for the code that is used here.

    Raises
    ------
    InputError
        If an area is not known.
    """
    from leedsequity import areas

    current = [
        area
        for area in areas.every().values()
        if area.current and area.type not in ("region", "country", "metropolitan county")
    ]
    if text == "all":
        return [area.code for area in current]
    if text == "core-cities":
        return [area.code for area in areas.core_cities()]
    try:
        found = areas.find(text)
    except InputError:
        if "," not in text:
            raise
        return list(
            dict.fromkeys(code for part in text.split(",") for code in authorities(part.strip()))
        )
    within = [area.code for area in current if area.region_code == found.code]
    used = found.recoded_from if found.recoded_from and not found.current else found.code
    return within if found.type == "region" and text != found.code else [used]
