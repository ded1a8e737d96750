"""What a ward is made of: its neighbourhoods by edition of the index, and its MSOAs."""

import numpy as np
import pandas as pd

from leedsequity.analyses.ward_profile import LIFE
from leedsequity.neighbourhoods import EDITIONS, ENGLAND_LSOAS

Frame = pd.DataFrame


def ward_lsoas(
    placed: Frame,
    imd_lsoa11: Frame,
    imd_lsoa21: Frame,
    lookup: Frame,
    people: pd.Series,
    ward_code: str,
) -> Frame:
    """Return the LSOAs (2021) of a ward with their place in England by each edition of the index.

    From `deprivation.deciles.placed`, the raw tables `imd_lsoa11` (for the names of MSOAs),
    `imd_lsoa21` (for wards) and `lsoa11_lsoa21`, and the people of Census 2021 by `lsoa21_code`.
    Columns: `imd_edition, lsoa21_code, lsoa, msoa, people, rank, of, decile, most_deprived` (`1%`,
    `10%` or empty), the most deprived by the newest edition first; `msoa` is the name of the MSOA
    (2011) it lies in.
    """
    own = imd_lsoa21[imd_lsoa21["ward24_code"] == ward_code].sort_values("imd_rank_2025")
    own = own[["lsoa21_code", "lsoa21_name"]].assign(people=own["lsoa21_code"].map(people))
    named = (
        lookup.merge(imd_lsoa11, on="lsoa11_code")
        .drop_duplicates("lsoa21_code")
        .set_index("lsoa21_code")
    )
    own["msoa"] = own["lsoa21_code"].map(named["msoa11_local_name"])
    ranked = placed.loc[
        placed["boundaries"] == 2021, ["imd_edition", "lsoa_code", "rank", "decile"]
    ]
    table = own.rename(columns={"lsoa21_name": "lsoa"}).merge(
        ranked, left_on="lsoa21_code", right_on="lsoa_code"
    )
    table["of"] = table["imd_edition"].map(EDITIONS).map(ENGLAND_LSOAS)
    hundredth = table["rank"] <= table["of"] // 100
    table["most_deprived"] = np.select([hundredth, table["decile"] == 1], ["1%", "10%"], "")
    columns = [
        "imd_edition",
        "lsoa21_code",
        "lsoa",
        "msoa",
        "people",
        "rank",
        "of",
        "decile",
        "most_deprived",
    ]
    return table.sort_values("imd_edition", kind="stable", ignore_index=True)[columns]


def side_by_side(neighbourhoods: Frame) -> Frame:
    """Return the LSOAs in the most deprived tenth by any edition, a column an edition."""
    wide = neighbourhoods.pivot(
        index=["lsoa", "msoa", "people"], columns="imd_edition", values="most_deprived"
    )
    wide = wide.reindex(neighbourhoods["lsoa"].unique(), level=0).add_prefix("IMD ")
    return wide[(wide != "").any(axis=1)].rename_axis(columns=None).reset_index()


def ward_msoas(people: Frame, life_expectancy: Frame, ward_code: str) -> Frame:
    """Return the MSOAs with an LSOA in a ward, with their life expectancy, men first.

    `people` is from `life_expectancy.wards.people_of_msoas`, `life_expectancy` from
    `with_deprivation` there. Columns: `sex, msoa11_code, msoa, people, in_ward` (%
    of the MSOA's people who live in the ward), `of_ward` (% of the ward's people who live in the
    MSOA), `value, lower, upper` (years), those with most people of the ward first.
    """
    here = people.T[ward_code]
    here = here[here > 0].sort_values(ascending=False, kind="stable")
    about = pd.DataFrame(
        {
            "people": here,
            "in_ward": 100 * here / people[here.index].sum(),
            "of_ward": 100 * here / here.sum(),
        }
    )
    table = (
        about.rename_axis("msoa11_code")
        .reset_index()
        .merge(life_expectancy, on="msoa11_code", how="left")
    )
    table = table.rename(columns={"msoa11_local_name": "msoa"})
    columns = [
        "sex",
        "msoa11_code",
        "msoa",
        "people",
        "in_ward",
        "of_ward",
        "value",
        "lower",
        "upper",
    ]
    return table.sort_values("sex", ascending=False, kind="stable", ignore_index=True)[columns]


def on_map(boundaries: Frame, neighbourhoods: Frame, lookup: Frame) -> Frame:
    """Return the outlines of a ward's LSOAs (2011) with their deciles in the IMD of 2019.

    Added to the raw table `boundaries_lsoa11`: `decile` (of `neighbourhoods`), `name` (without the
    city's) and `role`: `focus` in the most deprived 1%.
    """
    rows = neighbourhoods[neighbourhoods["imd_edition"] == 2019].merge(lookup, on="lsoa21_code")
    rows = rows.drop_duplicates("lsoa11_code")[["lsoa11_code", "decile", "most_deprived"]]
    shapes = boundaries.merge(rows, on="lsoa11_code")
    shapes["name"] = shapes["lsoa11_name"].str.split().str[-1]
    shapes["role"] = np.where(shapes["most_deprived"] == "1%", "focus", "context")
    return shapes.drop(columns="most_deprived")


def with_ward(msoas: Frame, own: Frame, here: str) -> Frame:
    """Return the MSOAs of a ward, then the ward, Leeds and England by the proxies.

    From `ward_msoas` and `ward_profile.of_ward`; the means of Leeds and England have no limits.
    Columns: `sex, place, value, lower, upper, role`.
    """
    named = msoas["msoa"] + msoas["in_ward"].map(" ({:.0f}%)".format)
    rows = own[own["topic"] == "life_expectancy"].assign(sex=[*LIFE])
    means = [
        rows[["sex"]].assign(
            value=rows[place.lower()], place=f"{place}, mean of MSOAs", role="reference"
        )
        for place in ("Leeds", "England")
    ]
    parts = [
        msoas.assign(place=named, role="context"),
        rows.assign(place=f"{here}, proxy", role="focus"),
        *means,
    ]
    table = pd.concat(parts).sort_values("sex", ascending=False, kind="stable", ignore_index=True)
    return table[["sex", "place", "value", "lower", "upper", "role"]]
