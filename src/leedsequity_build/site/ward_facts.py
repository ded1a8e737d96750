"""What is known of the wards of Leeds, for their pages: read from the raw tables at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from leedsequity import neighbourhoods, raw
from leedsequity.analyses import childhood, every_ward, ward_neighbourhoods
from leedsequity.analyses import small_area_life_expectancy as small_areas
from leedsequity.places import every
from leedsequity.vocabulary import LEEDS
from leedsequity_build.site import drawing, ward_pictures

Frame = pd.DataFrame

_OUTLINES = ("boundaries_lsoa11", "boundaries_ward24")
_LIVES = ("imd_msoa11", "life_expectancy_msoa")
_POOR = "children_low_income_ward"
TABLES = (
    *every_ward.TABLES, *_OUTLINES, *_LIVES, _POOR, "england_by_decile", "areas",
)  # fmt: skip


@dataclass(frozen=True)
class Leeds:
    """What the pages of wards are made of.

    Parameters
    ----------
    parts : list of DataFrame
        Deprivation, counts and life expectancy of all wards, with `ward_profile.COLUMNS`.
    placed : DataFrame
        From `neighbourhoods.placed`.
    names : mapping
        The wards' names by code.
    msoa, people : Series
        By LSOA of 2021: the name of its MSOA, and its people of Census 2021.
    ages : DataFrame
        People by ward (rows) and five-year band (columns).
    poor : DataFrame
        From `childhood.of_wards_2024`.
    shapes, outlines : GeoDataFrame
        LSOAs of 2011 from `ward_neighbourhoods.on_map`, with their ``class``, and the wards.
    whole : str
        The map of all of Leeds, which every page has.
    """

    parts: list[Frame]
    placed: Frame
    names: Mapping[str, str]
    msoa: "pd.Series[Any]"
    people: "pd.Series[Any]"
    ages: Frame
    poor: Frame
    shapes: Any
    outlines: Any
    whole: str


def read() -> Leeds:
    """Return what is known of the wards, from the raw tables, as notebook 06 does."""
    place = every()[LEEDS]
    read, msoa_names = neighbourhoods.read(place, {*every_ward.TABLES}), raw.load("imd_msoa11")
    msoas = small_areas.with_deprivation(raw.load("life_expectancy_msoa"), msoa_names)
    known = every_ward.measured(read, raw.load("england_by_decile"), msoas, place)
    wards = known.wards
    ages = pd.DataFrame(known.counts["age"])
    poor = raw.long(raw.load(_POOR)).query("year == 2021")
    names = wards[["ward24_code", "ward"]].drop_duplicates().sort_values("ward")
    msoa = small_areas.msoa_of(read).map(msoa_names.set_index("msoa11_code")["msoa11_local_name"])
    outlines = raw.load("boundaries_ward24")
    shapes = ward_neighbourhoods.on_map(raw.load("boundaries_lsoa11"), known.placed)
    shapes = shapes.assign(**{"class": shapes["percent"].map(drawing.class_of)})
    return Leeds(
        parts=known.parts,
        placed=known.placed,
        names=dict(names.to_numpy()),
        msoa=msoa,
        people=read["ethnicity_lsoa21"].groupby("lsoa21_code")["count"].sum(),
        ages=ages.rename(columns=int).sort_index(axis=1),
        poor=childhood.of_wards_2024(poor, [*names["ward24_code"]]),
        shapes=shapes,
        outlines=outlines,
        whole=ward_pictures.whole(shapes, outlines),
    )
