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


def on_map(boundaries: Frame, placed: Frame) -> Frame:
    """Return the outlines of an authority's LSOAs (2011) with their place in the newest index.

    Added to the raw table `boundaries_lsoa11`: `rank`, `decile`, `ward24_code` and `percent`, in
    which hundredth of England's neighbourhoods it is, 0 the most deprived. An LSOA of 2011 that has
    become several is shaded as that of most of its people. `placed` is from `neighbourhoods`.
    """
    newest = placed["imd_edition"].max()
    rows = placed[(placed["imd_edition"] == newest) & (placed["boundaries"] == 2011)]
    rows = rows.sort_values("weight", kind="stable").drop_duplicates("lsoa_code", keep="last")
    rows = rows.rename(columns={"lsoa_code": "lsoa11_code"}).assign(
        percent=100 * rows["rank"] / ENGLAND_LSOAS[EDITIONS[newest]]
    )
    columns = ["lsoa11_code", "rank", "decile", "percent", "ward24_code"]
    return boundaries.merge(rows[columns], on="lsoa11_code")


def counted(neighbourhoods: Frame) -> Frame:
    """Return how many of a ward's LSOAs (from `ward_lsoas`) are most deprived, by edition.

    Columns: `imd_edition, neighbourhoods, tenth, hundredth`.
    """
    most = neighbourhoods["most_deprived"]
    return (
        neighbourhoods.assign(tenth=most != "", hundredth=most == "1%")
        .groupby("imd_edition", as_index=False)
        .agg(
            neighbourhoods=("lsoa", "size"), tenth=("tenth", "sum"), hundredth=("hundredth", "sum")
        )
    )


def all_wards(by_deprivation: Frame, names: dict[str, str], ward_code: str, here: str) -> Frame:
    """Return every ward of an authority by how deprived it is, from `ward_profile.deprivation`.

    Columns: `ward24_code, ward, value, rank, role`, the most deprived first, England last; `names`
    are the wards' by code, and the ward in focus is called `here`.
    """
    table = by_deprivation.assign(ward=by_deprivation["ward24_code"].map(names), role="context")
    mine = table["ward24_code"] == ward_code
    table = table.assign(
        ward=table["ward"].mask(mine, here), role=table["role"].mask(mine, "focus")
    )
    table = table.sort_values("rank", kind="stable")
    england = table.head(1)[["england"]].rename(columns={"england": "value"})
    table = pd.concat([table, england.assign(ward="England", role="reference")], ignore_index=True)
    return table[["ward24_code", "ward", "value", "rank", "role"]].astype({"rank": "Int64"})


def with_ward(msoas: Frame, own: Frame, here: str, authority: str) -> Frame:
    """Return the MSOAs of a ward, then the ward, its authority and England by the proxies.

    From `ward_msoas` and `ward_profile.of_ward`. Columns: `sex, place, value, lower, upper, role`.
    """
    named = msoas["msoa"] + msoas["in_ward"].map(" ({:.0f}%)".format)
    sexes = {measure: sex for sex, measure in LIFE.items()}
    rows = own[own["topic"] == "life_expectancy"]
    rows = rows.assign(sex=rows["measure"].map(sexes))
    means = [
        rows[["sex"]].assign(
            value=rows[column],
            lower=rows[f"{column}_lower"],
            upper=rows[f"{column}_upper"],
            place=f"{place}, mean",
            role="reference",
        )
        for place, column in ((authority, "authority"), ("England", "england"))
    ]
    parts = [
        msoas.assign(place=named, role="context"),
        rows.assign(place=f"{here}, estimate", role="focus"),
        *means,
    ]
    table = pd.concat(parts).sort_values("sex", ascending=False, kind="stable", ignore_index=True)
    return table[["sex", "place", "value", "lower", "upper", "role"]]
