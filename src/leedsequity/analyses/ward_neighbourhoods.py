"""What a ward is made of: its neighbourhoods by edition of the index, and its MSOAs."""

import numpy as np
import pandas as pd

from leedsequity.analyses.ward_profile import LIFE
from leedsequity.vocabulary import EDITIONS, ENGLAND_LSOAS

Frame = pd.DataFrame


def ward_lsoas(placed: Frame, msoa: pd.Series, people: pd.Series, ward_code: str) -> Frame:
    """Return the LSOAs (2021) of a ward with their place in England by each edition of the index.

    From `neighbourhoods.placed`, and by `lsoa21_code` the name of the MSOA (2011) that each lies in
    and the people of Census 2021. Columns: `imd_edition, lsoa21_code, lsoa, msoa, people, rank, of,
    decile, most_deprived` (`1%`, `10%` or empty), the most deprived by the newest edition first.
    """
    own = placed[(placed["boundaries"] == 2021) & (placed["ward24_code"] == ward_code)]
    newest = own[own["imd_edition"] == own["imd_edition"].max()].set_index("lsoa_code")["rank"]
    table = own.iloc[own["lsoa_code"].map(newest).argsort(kind="stable")]
    table = table.rename(columns={"lsoa_code": "lsoa21_code"}).assign(
        msoa=table["lsoa_code"].map(msoa), people=table["lsoa_code"].map(people)
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

    `people` is from `small_area_life_expectancy.people_of_msoas`, `life_expectancy` from
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


def with_ward(msoas: Frame, own: Frame, here: str, authority: str) -> Frame:
    """Return the MSOAs of a ward, then the ward, its authority and England by the proxies.

    From `ward_msoas` and `ward_profile.of_ward`; the means of authority and England have no limits.
    Columns: `sex, place, value, lower, upper, role`.
    """
    named = msoas["msoa"] + msoas["in_ward"].map(" ({:.0f}%)".format)
    sexes = {measure: sex for sex, measure in LIFE.items()}
    rows = own[own["topic"] == "life_expectancy"]
    rows = rows.assign(sex=rows["measure"].map(sexes))
    means = [
        rows[["sex"]].assign(value=rows[column], place=f"{place}, mean of MSOAs", role="reference")
        for place, column in ((authority, "authority"), ("England", "england"))
    ]
    parts = [
        msoas.assign(place=named, role="context"),
        rows.assign(place=f"{here}, proxy", role="focus"),
        *means,
    ]
    table = pd.concat(parts).sort_values("sex", ascending=False, kind="stable", ignore_index=True)
    return table[["sex", "place", "value", "lower", "upper", "role"]]
