"""The values that a parameter can take, and the places that a word stands for."""

from collections.abc import Callable

from leedsequity.errors import InputError
from leedsequity.vocabulary import LEEDS


def _wards(area: str) -> list[str]:
    from leedsequity import raw, vocabulary

    wards = raw.load("wards", area=area)
    # By code: another ward of England may have the name, as Test Valley's Harewood has.
    return sorted(wards.loc[wards["edition"] == vocabulary.NEWEST_WARDS, "ward_code"])


# Of each parameter that `--each` takes, its values; the same in every notebook.
VALUES: dict[str, Callable[[str], list[str]]] = {"ward": _wards}


def choices(parameter: str, area: str = LEEDS) -> list[str]:
    """Return every value of a parameter in an area, as it would be typed.

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
    return VALUES[parameter](area)


def requested_places(text: str) -> list[str]:
    """Return the places that a text stands for, as the parameter `area` takes them.

    Parameters
    ----------
    text
        `all`: every local authority of England that exists now, of both tiers (a county and its
        districts each); `core-cities`; a region's name: the authorities in it (its code stands for
        the region itself); the code or name of any other place, or a file of codes, `places.csv`;
        or several of these with commas between them. A code that some publishers have taken up
        since stands for the code that is used here.

    Raises
    ------
    InputError
        If a place is not known.
    """
    from leedsequity import places
    from leedsequity.raw import partner

    authorities = [area for area in places.authorities() if area.current]
    if text == "all":
        return [area.code for area in authorities]
    if text == "core-cities":
        return [area.code for area in places.core_cities()]
    if "," in text and text.lower() not in {name.lower() for name in places.names().values()}:
        parts = [requested_places(part.strip()) for part in text.split(",")]
        return list(dict.fromkeys(code for part in parts for code in part))
    if partner.is_file_parameter("area", text):
        return [text]
    within = [area.code for area in authorities if area.region.lower() == text.strip().lower()]
    if within:
        return within
    found = places.find(text)
    return [found.recoded_from if found.recoded_from and not found.current else found.code]


def not_in_all() -> str:
    """Return the sentence that names the authorities which `all` leaves out."""
    from leedsequity import places

    gone = [area for area in places.authorities() if not area.current]
    counties = [f"{area.name} ({area.code})" for area in gone if area.type == "county"]
    return (
        f"all: what exists today. Not among them are {', '.join(counties)} and"
        f" {len(gone) - len(counties)} districts and boroughs that were merged or recoded; each is"
        " built by its code"
    )
