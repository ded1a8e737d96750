"""Places of England: sets of neighbourhoods (LSOAs) with a name, found by code, name or file.

An authority of then or now, a county, a metropolitan county, a region, England and a ward are found
by `find`; any other set is made by `of` from codes, or by `read` from a file of codes. LSOAs are
those of the censuses of 2011 and 2021, placed in authorities by the raw tables `lsoa11` and
`lsoa21` and joined by `lsoa11_lsoa21`, the exact-fit lookup.
"""

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import product
from typing import TYPE_CHECKING

from leedsequity import raw
from leedsequity.errors import InputError, NotServedError
from leedsequity.raw import partner
from leedsequity.vocabulary import (
    ABOVE_AUTHORITIES,
    METROPOLITAN_COUNTY,
    NEWEST_WARDS,
    OTHER_CENSUS,
)

if TYPE_CHECKING:
    import pandas as pd

WARD, OWN_SET = "ward", "set of neighbourhoods"
_NOT_ENGLAND = {"wales", "cymru", "gwent", "scotland", "northern ireland", "united kingdom", "uk"}
_CODE = re.compile(r"[EKNSW]\d{8}")
_HELD_NOWHERE = re.compile(r"\bintegrated care\b.*|\bicb$|(\bmayoral)? combined authority$")
_A_SIDE = re.compile(r"((north|south|east|west|central|mid)\b ?)+")
_POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?( ?\d[a-z]{2})?")
_SHOWN = 6
_NEAR = 0.8  # how like a name is, to be proposed


@dataclass(frozen=True)
class Place:
    """A set of neighbourhoods with a name; of an area, what the raw table `areas` says of it.

    Parameters
    ----------
    code : str
        Nine characters of the ONS; of several as one, theirs with `+` between; "" for a file's.
    name, type : str
        Type is as in `areas`, or `ward`, or `set of neighbourhoods`.
    region_code, region, upper_tier_code, metropolitan_county_code : str
        Of what it is a part; "" for none. Above a ward (`upper_tier_code`) is its authority.
    current, successor, recoded_from, core_city
        As in `areas`.
    lsoas : frozenset of str
        Codes of either census, for a set of one's own.

    Attributes
    ----------
    authorities
        The codes, of then and now, of the authorities that it is, consists of or lies in.
    lsoa11, lsoa21
        The codes of its LSOAs of each census.
    msoa11
        The codes of the MSOAs of 2011 in which its LSOAs lie.
    wards
        The codes of its wards, of 2021 and 2024: of its authorities, or where its LSOAs lie.
    """

    code: str
    name: str
    type: str
    region_code: str = ""
    region: str = ""
    upper_tier_code: str = ""
    current: bool = True
    successor: str = ""
    recoded_from: str = ""
    core_city: bool = False
    metropolitan_county_code: str = ""
    lsoas: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """Its type as it is shown: the City of London is none of the London boroughs."""
        return "city" if self.code == "E09000001" else self.type.replace("london", "London")

    @cached_property
    def authorities(self) -> frozenset[str]:
        """The codes of the authorities that it is, consists of or lies in."""
        if self.type == "country":
            return frozenset(every())
        if self.type == WARD:
            return frozenset({self.upper_tier_code})
        if self.type == OWN_SET:
            lsoas = _lsoas(2021)
            return frozenset(lsoas.loc[lsoas.index.isin(self.lsoa21), "area_code"])
        return frozenset(parts(self.code) | {self.recoded_from} - {""})

    @cached_property
    def lsoa11(self) -> frozenset[str]:
        """The codes of its LSOAs of 2011."""
        return self._of_census(2011)

    @cached_property
    def lsoa21(self) -> frozenset[str]:
        """The codes of its LSOAs of 2021."""
        return self._of_census(2021)

    @cached_property
    def msoa11(self) -> frozenset[str]:
        """The codes of the MSOAs of 2011 in which its LSOAs lie."""
        lsoas = _lsoas(2011)
        return frozenset(lsoas.loc[lsoas.index.isin(self.lsoa11), "msoa11_code"])

    @cached_property
    def wards(self) -> frozenset[str]:
        """The codes of its wards, of 2021 and 2024: of its authorities, or where its LSOAs lie."""
        if self.type == WARD:
            return frozenset({self.code})
        table = _wards()
        if self.type != OWN_SET and table["area_code"].isin(self.authorities).any():
            return frozenset(table.loc[table["area_code"].isin(self.authorities), "ward_code"])
        old, new = _lsoas(2011), _lsoas(2021)
        return frozenset(old.loc[old.index.isin(self.lsoa11), "ward21_code"]) | frozenset(
            new.loc[new.index.isin(self.lsoa21), "ward24_code"]
        )

    def code_among(self, codes: Collection[str]) -> str:
        """Return the code under which a table has the same neighbourhoods, or else its own.

        North Yorkshire has one as a county, and another as the unitary authority of 2023.
        """
        before_or_after = (self.authorities | {self.successor}) & set(codes) - {self.code}
        same = [code for code in before_or_after if every()[code].lsoa11 == self.lsoa11]
        return same[0] if same and self.code not in codes else self.code

    def _of_census(self, census: int) -> frozenset[str]:
        if self.type == OWN_SET:
            known = self.lsoas & frozenset(_lsoas(census).index)
            return known | _linked(self.lsoas - known, OTHER_CENSUS[census])
        if self.type == WARD:
            ward24 = _lsoas(2021)["ward24_code"].eq(self.code).any()
            edition, column = (2021, "ward24_code") if ward24 else (2011, "ward21_code")
            lsoas = _lsoas(edition)
            found = frozenset(lsoas.index[lsoas[column] == self.code])
            return found if edition == census else _linked(found, edition)
        if self.type == "country":
            return frozenset(_lsoas(census).index)
        lsoas = _lsoas(census)
        found = frozenset(lsoas.index[lsoas["area_code"].isin(self.authorities)])
        # Those merged into an authority of which this is no more than a part are in no lookup: the
        # names of LSOAs of 2011 begin with that of their authority of 2011.
        gone = {
            _plain(every()[code].name)
            for code in self.authorities & every().keys()
            if every()[code].successor and every()[code].successor not in self.authorities
        }
        named = frozenset(_lsoas(2011).index[_authority_2011().isin(gone)]) if gone else frozenset()
        return found | (named if census == 2011 else _linked(named, 2011))


@cache
def every() -> dict[str, Place]:
    """Return every area by code: authorities of both tiers, past and present, regions, England."""
    rows = raw.load("areas").fillna("").to_dict("records")
    return {str(row["code"]): Place(**{str(k): v for k, v in row.items()}) for row in rows}


def authorities() -> list[Place]:
    """Return the local authorities of both tiers, past and present, in the order of the table."""
    return [a for a in every().values() if a.type not in ABOVE_AUTHORITIES]


def names() -> dict[str, str]:
    """Return the names of all areas by code."""
    return {code: area.name for code, area in every().items()}


def successors() -> dict[str, str]:
    """Return, for every authority that was merged whole into one other, the code of that one."""
    return {code: area.successor for code, area in every().items() if area.successor}


def parts(code: str) -> set[str]:
    """Return the codes, of then and now, under which a table may hold an area or its parts.

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


def by_authority(counts: "pd.DataFrame") -> "pd.DataFrame":
    """Add counts of all LSOAs of 2021 up to the authorities of today.

    Parameters
    ----------
    counts : DataFrame
        By code of LSOA of 2021.

    Returns
    -------
    DataFrame
        By ``area_code``: every district and authority of one tier that exists, and every county.

    Raises
    ------
    ValueError
        If an LSOA of 2021 has no row, or a row is of none: a sum would lack people.
    """
    import pandas as pd

    known = every()
    lower = _lsoas(2021)["area_code"].map({c: a.successor or c for c, a in known.items()})
    if unmatched := len(lower.index.symmetric_difference(counts.index)):
        raise ValueError(f"{unmatched:,} codes are not both LSOAs of 2021 and rows of counts")
    upper = lower.map({c: a.upper_tier_code or None for c, a in known.items()})
    tiers = [counts.groupby(tier.reindex(counts.index)).sum() for tier in (lower, upper)]
    return pd.concat(tiers).rename_axis("area_code")


def renamed() -> dict[str, str]:
    """Return the code of today by a former one, of areas that changed in nothing else."""
    return {
        code: area.successor
        for code, area in every().items()
        if area.successor and every()[area.successor].lsoa11 == area.lsoa11
    }


def core_cities() -> list[Place]:
    """Return the eight English core cities in the order of their names."""
    cities = [area for area in every().values() if area.core_city and area.current]
    return sorted(cities, key=lambda area: area.name)


def search(text: str) -> list[Place]:
    """Return the areas, or else the wards, whose code or name holds the text, by name.

    An area that some publishers have under another code is there once, under the code used here.
    """
    plain = _plain(text)
    for known in (every, _ward_places):
        found = [a for a in known().values() if plain in _plain(a.name) or plain in a.code.lower()]
        if found:
            once = {a.recoded_from or a.code: every().get(a.recoded_from, a) for a in found}
            return sorted(once.values(), key=lambda place: (place.name, place.code))
    return []


def find(text: str) -> Place:
    """Return the place of a code, a name or a file.

    Parameters
    ----------
    text
        A code such as `E08000035`; a name such as `Leeds`, `Essex`, `Harehills` or `Yorkshire and
        The Humber`, in any case, `&` and `and` alike, with or without "City of"; several of these
        with `+` between them, for all of them as one; or a file of LSOA codes, `places.csv` (see
        `read`). A whole name is meant before words of one, an area before a ward, and what still
        exists before what does not. A combined authority is known where it is a metropolitan
        county.

    Raises
    ------
    InputError
        If no place, or more than one, has that code or name; the message names them, or near ones.
        If it is not in England, or an integrated care board or combined authority of which no
        lookup is held; if it is the code of one LSOA or MSOA; or if the only name that has it is of
        one side of it: Berkshire is more than West Berkshire.
    """
    if not isinstance(text, str):
        raise InputError(f"a place is a text, such as 'Leeds', not {text!r}")
    if partner.is_file_parameter("area", text):
        return read(text)
    if "+" in text:
        several = {place.code: place for place in map(find, map(str.strip, text.split("+")))}
        return _together(list(several.values()))
    if _CODE.fullmatch(code := text.strip().upper()):
        text = code
    if text in every():
        return every()[text]
    if re.fullmatch(r"E05\d{6}", text) and text in _ward_places():
        return _ward_places()[text]
    if re.fullmatch(r"E0[12]\d{6}", text):
        kind = "an LSOA" if text.startswith("E01") else "an MSOA"
        raise InputError(
            f"{text!r} is the form of a code of {kind}: neighbourhoods are given as a file of the"
            " codes of LSOAs, such as --area places.csv"
        )
    plain = _plain(text)
    if plain in _NOT_ENGLAND or re.fullmatch(r"[KNSW]\d{8}", text):
        raise InputError(f"{text!r} is not in England, and the data are England's alone")
    if re.match(r"E(38|47|54)\d{6}$", text) or _HELD_NOWHERE.search(plain):
        county = _HELD_NOWHERE.sub("", plain).strip()
        known = {_plain(p.name): p for p in every().values() if p.type == METROPOLITAN_COUNTY}
        if "combined" in plain and county in known:
            return known[county]
        raise InputError(
            f"{text!r}: no lookup of care boards and combined authorities is held: name the"
            " authorities in it with + between them, or give a file of the codes of its LSOAs, such"
            " as --area places.csv"
        )
    return _one(text, plain)


def published(text: str) -> Place:
    """Return the place of a code or a name, of a kind for which publishers print figures.

    Raises
    ------
    NotServedError
        If it is a ward or a set of one's own: such figures are for authorities, counties, regions.
    InputError
        As `find`.
    """
    place = find(text)
    if place.type in (WARD, OWN_SET):
        raise NotServedError(
            f"{place.name} is a {place.type}; what is published here is for authorities, counties"
            " and regions"
        )
    return place


def of(codes: Iterable[str], name: str) -> Place:
    """Return a set of one's own.

    Parameters
    ----------
    codes
        LSOAs of 2011, of 2021, or both. One that changed between the censuses stands for all that
        it has people in common with in the other, by the exact-fit lookup.
    name
        What it is called.

    Raises
    ------
    InputError
        If there is none, or one is no LSOA of England.
    """
    lsoas = frozenset(codes)
    if unknown := sorted(lsoas - set(_lsoas(2011).index) - set(_lsoas(2021).index)):
        shown = ", ".join(map(repr, unknown[:_SHOWN])) + (", …" if len(unknown) > _SHOWN else "")
        raise InputError(
            f"{name}: {len(unknown):,} of {len(lsoas):,} are not codes of England's LSOAs of 2011"
            f" or 2021: {shown}"
        )
    if not lsoas:
        raise InputError(f"{name}: no code of an LSOA")
    return Place("", name, OWN_SET, lsoas=lsoas)


def read(file: str) -> Place:
    """Return the set of LSOAs in a file, named as the file is without its ending.

    Parameters
    ----------
    file
        Path of a CSV with a header, whose first column has codes of LSOAs; or the label under which
        a run records it (`raw.partner.label`).

    Raises
    ------
    InputError
        If the file is not there or cannot be read as text, or a code is no LSOA's.
    """
    path = partner.unchanged(file)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{path.name}: cannot be read as text (UTF-8)") from None
    cells = [line.partition(",")[0].strip(' "') for line in lines]
    if cells and _CODE.fullmatch(cells[0]):
        raise InputError(f"{path.name}: its first row must be a header, such as lsoa21_code")
    return replace(of(filter(None, cells[1:]), path.name), name=path.stem)


def _together(several: list[Place]) -> Place:
    """Return places as one, named after them all."""
    *first, last = (place.name for place in several)
    if not first:
        return several[0]
    return Place(
        "+".join(place.code for place in several),
        f"{', '.join(first)} and {last}",
        OWN_SET,
        lsoas=frozenset().union(*(place.lsoa11 | place.lsoa21 for place in several)),
    )


def _one(text: str, plain: str) -> Place:
    """Return the one place that has a name, or the words of it."""
    words = re.compile(rf"\b{re.escape(plain)}\b")
    for fits in (plain.__eq__, words.search) if plain else ():
        for known, current in product((every, _ward_places), (True, False)):
            found = [p for p in known().values() if p.current == current and fits(_plain(p.name))]
            if found[1:] and found[0].type == WARD:  # Richmond may be that upon Thames
                areas = [p for p in every().values() if p.current]
                found = [p for p in areas if words.search(_plain(p.name))] + found
            if found:
                return _single(text, found, plain)
    if _POSTCODE.fullmatch(plain):
        raise InputError(
            f"{text!r} is the form of a postcode, and none is held: name the ward or authority in"
            " which it lies"
        )
    near = _near(text, plain)
    meant = f"; did you mean {' or '.join(map(_shown, near))}?" if near else ":"
    raise InputError(
        f"no place of England has the code or name {text!r}{meant} `leedsequity areas` lists them"
        " all"
    )


def _near(text: str, plain: str) -> list[Place]:
    """Return up to three places of a like code, else of a like name or word of it, areas first."""
    if _CODE.fullmatch(text):
        codes = difflib.get_close_matches(text, every(), n=30, cutoff=0.75)
        return [every()[code] for code in codes if code[:3] == text[:3]][:3]
    by_name: dict[str, Place] = {}
    for place in (*every().values(), *_ward_places().values()):
        name = _plain(place.name)
        for part in (name, *name.split()) if place.current else ():
            by_name.setdefault(part, place)
    close = difflib.get_close_matches(plain, by_name, n=9, cutoff=_NEAR)
    like = difflib.SequenceMatcher(b=plain)
    ratios: dict[str, tuple[float, bool]] = {}
    for name in close:
        like.set_seq1(name)
        ratios.setdefault(by_name[name].code, (-like.ratio(), by_name[name].type == WARD))
    return [(_ward_places() | every())[code] for code in sorted(ratios, key=ratios.__getitem__)][:3]


def _single(text: str, found: list[Place], plain: str) -> Place:
    if len(found) == 1:
        if _A_SIDE.fullmatch(_plain(found[0].name).removesuffix(plain)):
            raise InputError(
                f"no place of England has the name {text!r}, and {_shown(found[0])} is a part of it"
                " by its name: give its code, or several places with + between them"
            )
        return found[0]
    # Cities first: who types Newcastle may well mean that upon Tyne.
    found = sorted(found, key=lambda place: not place.type.startswith("metropolitan"))
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    raise InputError(
        f"{len(found)} places answer to {text!r}: {', '.join(map(_shown, found[:_SHOWN]))}{more}:"
        " give the code of one"
    )


def _shown(place: Place) -> str:
    where = f" in {every()[place.upper_tier_code].name}" if place.type == WARD else ""
    return f"{place.code} {place.name} ({place.kind}{where})"


@cache
def _plain(name: str) -> str:
    """Return a name as it is compared: `Bristol, City of` as `bristol`, `&` as `and`."""
    plain = re.sub(
        r"['`.]|^((royal borough|city) of(?! london)|greater(?= london))", "", name.lower()
    )
    plain = plain.replace("&", " and ")
    return " ".join(re.sub(r", (city|county) of$", "", plain.strip()).split())


@cache
def _lsoas(census: int) -> "pd.DataFrame":
    """Return the lookup of a census's LSOAs, by their codes."""
    name = f"lsoa{census % 100}"
    return raw.load(name).set_index(f"{name}_code")


@cache
def _authority_2011() -> "pd.Series":
    return _lsoas(2011)["lsoa11_name"].str.rsplit(n=1).str[0].map(_plain)


@cache
def _wards() -> "pd.DataFrame":
    return raw.load("wards")


@cache
def _ward_places() -> dict[str, Place]:
    """Return the wards of both editions by code, those of 2024 as they are then."""
    rows = _wards().sort_values(["edition", "ward_code"]).to_dict("records")
    return {str(row["ward_code"]): _ward(**{str(k): v for k, v in row.items()}) for row in rows}


def _ward(ward_code: str, ward_name: str, edition: int, area_code: str) -> Place:
    above = every()[area_code]
    region, current = (above.region_code, above.region), edition == NEWEST_WARDS
    return Place(ward_code, ward_name, WARD, *region, above.code, current)


@cache
def _links() -> "pd.DataFrame":
    return raw.load("lsoa11_lsoa21")


def _linked(codes: Collection[str], census: int) -> frozenset[str]:
    """Return the LSOAs of the other census that are linked with those of one."""
    if not codes:
        return frozenset()
    links = _links()
    own, other = ("lsoa11_code", "lsoa21_code")[:: 1 if census == 2011 else -1]
    return frozenset(links.loc[links[own].isin(list(codes)), other])
