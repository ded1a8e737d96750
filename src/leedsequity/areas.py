"""Local authorities of England: by code or name, with region, successor and the eight core cities."""

import difflib
import re
from dataclasses import dataclass
from functools import cache

from leedsequity import raw
from leedsequity.errors import InputError


@dataclass(frozen=True)
class Area:
    """A row of the raw table `areas`, whose record says what each column means; what is missing is empty."""

    code: str
    name: str
    type: str
    region_code: str
    region: str
    upper_tier_code: str
    current: bool
    successor: str
    recoded_from: str
    core_city: bool
    metropolitan_county_code: str


@cache
def every() -> dict[str, Area]:
    """Return every known area by code: authorities of both tiers, past and present, regions, England."""
    rows = raw.load("areas").fillna("").itertuples(index=False, name=None)
    return {row[0]: Area(*row) for row in rows}


def names() -> dict[str, str]:
    """Return the names of all known areas by code."""
    return {code: area.name for code, area in every().items()}


def successors() -> dict[str, str]:
    """Return, for every authority that was merged whole into one other, the code of that one."""
    return {code: area.successor for code, area in every().items() if area.successor}


def parts(code: str) -> set[str]:
    """Return the codes, of then and now, under which a table may hold an area or what it consists of.

    They are the area itself, the districts of a county, the authorities merged into it, and those
    of a region. A table that holds both tiers has an area's people under several of them: choose a
    tier before adding up.
    """
    return {
        a.code
        for a in every().values()
        if code
        in (a.code, a.upper_tier_code, a.metropolitan_county_code, a.successor, a.region_code)
    }


def find(text: str) -> Area:
    """Return the area of a code or a name.

    Parameters
    ----------
    text
        A code such as `E08000035`, or a name such as `Leeds`, in any case, `&` and `and` alike,
        without "City of". Of several areas with one name the one that still exists is meant.

    Raises
    ------
    InputError
        If no area has that code or name; the message names near matches.
    """
    known = every()
    if text in known:
        return known[text]
    # Of several with one name the last wins, and those that still exist come last.
    by_name = {_plain(a.name): a for a in sorted(known.values(), key=lambda a: a.current)}
    if _plain(text) in by_name:
        return by_name[_plain(text)]
    near = (
        difflib.get_close_matches(text.upper(), known, n=3, cutoff=0.75)
        if text[:1] in "EKe"
        else []
    )
    near_names = difflib.get_close_matches(_plain(text), by_name, n=3)
    matches = [known[code] for code in near] + [by_name[name] for name in near_names]
    meant = (
        "; did you mean " + " or ".join(f"{a.code} {a.name}" for a in matches[:3]) + "?"
        if matches
        else ""
    )
    raise InputError(
        f"no English area has the code or name {text!r}{meant or ':'} `leedsequity areas` lists"
        " them all"
    )


def core_cities() -> list[Area]:
    """Return the eight English core cities in the order of their names."""
    cities = [area for area in every().values() if area.core_city and area.current]
    return sorted(cities, key=lambda area: area.name)


def search(text: str) -> list[Area]:
    """Return the areas whose code or name holds the text, in the order of their names."""
    plain = _plain(text)
    found = [a for a in every().values() if plain in _plain(a.name) or plain in a.code.lower()]
    return sorted(found, key=lambda area: (area.name, area.code))


def _plain(name: str) -> str:
    """Return a name as it is compared: `Bristol, City of` as `bristol`, `King's Lynn & …` as `kings lynn and …`."""
    plain = name.lower().replace("&", "and").replace("'", "")
    return re.sub(r", (city|county) of$", "", plain).strip()
