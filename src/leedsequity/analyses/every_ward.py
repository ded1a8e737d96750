"""All wards of an authority, beside it and England: what `ward_profile` says of each."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from leedsequity import neighbourhoods
from leedsequity.analyses import small_area_life_expectancy as small_areas
from leedsequity.analyses import ward_profile
from leedsequity.places import Place

Frame = pd.DataFrame
#: The raw tables of an authority's neighbourhoods that are wanted.
TABLES = (*dict.fromkeys([*neighbourhoods.TABLES, *ward_profile.TABLES]),)


@dataclass(frozen=True)
class Wards:
    """What is known of an authority's wards of 2024.

    Attributes
    ----------
    placed, wards : DataFrame
        From `neighbourhoods.placed` and `neighbourhoods.wards`.
    counts : DataFrame
        From `ward_profile.add_up`.
    parts : list of DataFrame
        Deprivation, counts and life expectancy of all wards, with `ward_profile.COLUMNS`.
    """

    placed: Frame
    wards: Frame
    counts: Frame
    parts: list[Frame]


def measured(
    tables: Mapping[str, Frame], england_by_decile: Frame, msoas: Frame, authority: Place
) -> Wards:
    """Return the measures of every ward of an authority.

    `tables` are those of `TABLES`, from `neighbourhoods.read`; `msoas` are England's, from
    `small_area_life_expectancy.with_deprivation`.
    """
    placed = neighbourhoods.placed(tables)
    newest = placed[
        (placed["imd_edition"] == ward_profile.EDITION) & (placed["boundaries"] == 2021)
    ]
    ward_of = tables["lsoa21"].set_index("lsoa21_code")["ward24_code"]
    of_lsoas = ward_profile.of_neighbourhoods(tables, newest.set_index("lsoa_code")["decile"])
    england = ward_profile.of_england(england_by_decile)
    counts = ward_profile.add_up(of_lsoas, ward_of, england, authority.name)
    wards = neighbourhoods.wards(neighbourhoods.people(tables), placed)
    people = small_areas.people_of_msoas(tables, placed)
    lives = small_areas.ward_life_expectancy(msoas, people, wards)
    people = people.droplevel("ward")
    parts = [
        ward_profile.deprivation(wards, neighbourhoods.ward_ranks(wards)),
        ward_profile.counted(of_lsoas, ward_of, counts, authority.name),
        ward_profile.life_expectancy(lives, msoas, people, authority.authorities),
    ]
    return Wards(placed, wards, counts, parts)
