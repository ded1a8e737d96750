"""Peers: the authorities that an area is compared with, chosen by a word or listed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leedsequity import places, raw, wording
from leedsequity.errors import InputError
from leedsequity.places import Place
from leedsequity.vocabulary import ABOVE_AUTHORITIES, METROPOLITAN_COUNTY

CHOICES = ("core-cities", "region", "similar")
#: How many authorities are similar; the words below say ten.
NEAREST = 10
#: How many peers are listed by name in a chart.
LISTED = 15
#: What makes authorities alike: of each characteristic its raw table (Census 2021), and a pattern
#: of the columns that are counted; the share is of all columns. Method: docs/methods/peers.md.
CHARACTERISTICS: Mapping[str, tuple[str, str]] = {
    "aged 0 to 14": ("age_lsoa21", "age_(0|5|10)"),
    "aged 15 to 24": ("age_lsoa21", "age_(15|20)"),
    "aged 65 and over": ("age_lsoa21", "age_(65|70|75|80|85)"),
    "White": ("ethnicity_lsoa21", "white_.*"),
    "Asian": ("ethnicity_lsoa21", "asian_.*"),
    "Black": ("ethnicity_lsoa21", "black_.*"),
    "no qualifications": ("qualification_lsoa21", "none"),
    "level 4 or above": ("qualification_lsoa21", "level_4"),
    "rents socially": ("tenure_lsoa21", "social_.*"),
    "rents privately": ("tenure_lsoa21", "private_.*"),
}
_TABLES = tuple(dict.fromkeys(table for table, _ in CHARACTERISTICS.values()))
_DISTRICT = "non-metropolitan district"
_NAMED = 3  # as many areas of a list are named in words


@dataclass(frozen=True)
class Peers:
    """Authorities with the words for them.

    Parameters
    ----------
    names : dict
        Their names by code, without the area itself: by name, or the most similar first.
    together : str
        What they are called in a sentence, such as `the other English core cities`.
    label : str
        The same in short for a chart, such as `other core cities`.
    sources : tuple of str
        The raw tables by which they were chosen.
    """

    names: Mapping[str, str]
    together: str
    label: str
    sources: tuple[str, ...] = ("areas",)

    @property
    def median(self) -> str:
        """What stands for them in a sentence: their median, or the one area that they are."""
        return f"the median of {self.together}" if len(self.names) > 1 else self.together

    def among(self, count: int) -> str:
        """Whom an area is ranked among, of whom `count` are ranked, the area included."""
        if self.together.startswith("the other "):
            return f"{count} {self.together.removeprefix('the other ')}"
        some = f"{count - 1} of " if count - 1 < len(self.names) else ""
        return f"itself and {some}{self.together}"

    def chart_rows(
        self,
        table: pd.DataFrame,
        value: str = "value",
        limits: tuple[str, str] = ("lower", "upper"),
    ) -> pd.DataFrame:
        """Return a table with `row`, the name of each row's place in a chart that lists names.

        It is the `area`, but more than `LISTED` peers (of the `role` context) stand in one row,
        under their label and without the intervals, which would cover each other.
        """
        together = (table["role"] == "context") & (len(self.names) > LISTED)
        ends = {end: table[end].mask(together, table[value]) for end in limits}
        return table.assign(row=table["area"].mask(together, self.label), **ends)


def peers_of(area: Place, choice: str = "") -> Peers:
    """Return the peers of an area.

    Parameters
    ----------
    area
        An authority, county, metropolitan county, region or England (`places.published`).
    choice
        `core-cities`; `region`: the authorities of the area's tier in its region, or the other
        areas of its kind where it is a metropolitan county or a region, or the regions of England;
        `similar`: the ten of its tier that are most like it; or codes or names with commas between
        them. Empty: core cities for one of them, else the region.

    Raises
    ------
    InputError
        If a place is not known, nobody is left to compare with, or similar ones are wanted of an
        area above authorities.
    """
    kind = choice.strip().lower() or ("core-cities" if area.core_city else "region")
    if kind == "core-cities":
        other = "other " if area.core_city else ""
        together, label = f"the {other}English core cities", f"{other}core cities"
        return _peers(area, places.core_cities(), together, label)
    if kind == "region":
        return _of_region(area)
    if kind == "similar":
        return _similar(area)
    return _listed(area, choice)


def _peers(area: Place, found: Iterable[Place], together: str, label: str) -> Peers:
    names = {place.code: place.name for place in found if place.name != area.name}
    if not names:
        raise InputError(
            f"peers: none but {area.name} itself; choose {', '.join(CHOICES)}, or list areas"
        )
    return Peers(names, together, label)


def _of_region(area: Place) -> Peers:
    if area.type in ABOVE_AUTHORITIES:
        county = area.type == METROPOLITAN_COUNTY
        kind, words = (area.type, "metropolitan counties") if county else ("region", "regions")
        found = [place for place in places.every().values() if place.type == kind]
        other = "other " if area.type == kind else ""
        return _peers(area, found, f"the {other}English {words}", f"{other}{words}")
    found = [place for place in same_tier(area) if place.region_code == area.region_code]
    every = places.authorities()
    districts = {place.region_code for place in every if place.type == _DISTRICT and place.current}
    tier = "lower-tier " if area.type == _DISTRICT else "upper-tier "
    tier *= area.region_code in districts
    region = area.region if area.region[:2] in ("Lo", "Yo") else f"the {area.region}"
    return _peers(area, found, f"the other {tier}authorities of {region}", "other authorities")


def _listed(area: Place, choice: str) -> Peers:
    whole = choice.strip() in places.names().values()  # `Bristol, City of` is one
    parts = [choice] if whole else filter(None, map(str.strip, choice.split(",")))
    try:
        found = {place.code: place for place in map(places.published, parts)}
    except InputError as error:  # also where only a peer, and not the area, cannot be served
        raise InputError(f"peers: {', '.join(CHOICES)}, or a list of areas; {error}") from None
    names = [place.name for place in found.values() if place.name != area.name]
    together = wording.joined(map(wording.place, names))
    if len(names) > _NAMED:
        together = f"the {len(names)} areas chosen"
    return _peers(area, found.values(), together, together if len(names) == 1 else "areas chosen")


def _similar(area: Place) -> Peers:
    if area.type in ABOVE_AUTHORITIES:
        raise InputError(
            f"peers: similar areas are found for authorities and counties, and {area.name} is a"
            f" {area.type}; choose region or core-cities, or list areas"
        )
    codes = nearest(characteristics(area), area.code, [place.code for place in same_tier(area)])
    names = {code: places.every()[code].name for code in codes}
    together = f"the ten authorities most like {wording.place(area.name)}"
    return Peers(names, together, "similar authorities", ("areas", "lsoa21", *_TABLES))


def same_tier(area: Place) -> list[Place]:
    """Return today's authorities of an area's tier, by name, that share no people with it.

    A district is compared with the lower tier, anything else with the upper: counties, and the
    authorities that have both tiers' duties. Those that an area became, or that became it, are not
    among them.
    """
    left_out = "county" if area.type == _DISTRICT else _DISTRICT
    found = [
        place
        for place in places.authorities()
        if place.current and place.type != left_out and not place.authorities & area.authorities
    ]
    return sorted(found, key=lambda place: place.name)


def characteristics(area: Place) -> pd.DataFrame:
    """Return what makes authorities alike, of all of today's and of an area.

    Returns
    -------
    DataFrame
        By ``area_code``: `CHARACTERISTICS` as shares of 1, and ``people``, the natural logarithm of
        their number. From counts of LSOAs, added up (`places.by_authority`).
    """
    tables = {table: raw.load(table).set_index("lsoa21_code") for table in _TABLES}
    counts = pd.DataFrame(
        {table: frame.sum(axis=1) for table, frame in tables.items()}
        | {
            name: tables[table].filter(regex=f"^{columns}$").sum(axis=1)
            for name, (table, columns) in CHARACTERISTICS.items()
        }
    )
    sums = places.by_authority(counts)
    sums.loc[area.code] = counts[counts.index.isin(area.lsoa21)].sum()
    shares = {name: sums[name] / sums[table] for name, (table, _) in CHARACTERISTICS.items()}
    return pd.DataFrame({"people": np.log(sums["age_lsoa21"]), **shares})


def nearest(table: pd.DataFrame, code: str, others: list[str]) -> list[str]:
    """Return the codes of the `NEAREST` others most like an area, the most alike first.

    Parameters
    ----------
    table
        Characteristics by code.
    code, others
        The area, and those it may be like. Each characteristic is divided by its standard
        deviation among them all; the distance is Euclidean, each counting the same.
    """
    rows = table.loc[[code, *others]]
    scaled = rows / rows.std(ddof=0)
    distance = ((scaled - scaled.loc[code]) ** 2).sum(axis=1).drop(code)
    return [str(other) for other in distance.sort_values(kind="stable").index[:NEAREST]]
