"""The residents of an area, and people of a partner's records compared with them.

Neighbourhoods are LSOAs of 2021 with the decile of the Index of Multiple Deprivation 2019; the
target neighbourhoods are those of decile 1, the most deprived tenth of England. A split LSOA keeps
the decile of the whole, and one made of several has that of the larger (`neighbourhoods`).
`tables` are the raw tables of `TABLES`, or those of them that a function names.
"""

import textwrap
from collections.abc import Mapping, Sequence

import pandas as pd

from leedsequity import neighbourhoods
from leedsequity.analyses import release
from leedsequity.vocabulary import PARTNER_AGE_BANDS

TARGET_DECILE = "1"
#: What a ward of a partner's file stands for.
WARD_KINDS = TARGET_WARD, OTHER_WARD = "wards with most residents in decile 1", "other wards"
_YEAR = 2022
#: The raw tables that say where people live, and who lives there.
TABLES = neighbourhoods.TABLES


def deciles(tables: dict[str, pd.DataFrame]) -> pd.Series:
    """Return the decile, as text, of every LSOA of 2021 and of 2011, by its code.

    From the tables of `neighbourhoods.PLACING`.
    """
    return neighbourhoods.deciles(tables, 2019).astype("str")


def _population(tables: dict[str, pd.DataFrame]) -> pd.Series:
    people = tables["population_lsoa21"]
    return people[people["year"] == _YEAR].set_index("lsoa21_code")["population"]


def place_groups(tables: dict[str, pd.DataFrame]) -> dict[str, dict[str, object]]:
    """Return the group that each place of a partner's file belongs to.

    That of an LSOA is its decile; that of a ward, by code and by name, is one of `WARD_KINDS`.
    """
    wards = neighbourhoods.wards(neighbourhoods.people(tables), neighbourhoods.placed(tables))
    wards = wards[wards["imd_edition"] == 2019]
    kinds = [TARGET_WARD if share > 1 / 2 else OTHER_WARD for share in wards["share"]]
    groups: dict[str, object] = {}
    for code, name, kind in zip(wards["ward24_code"], wards["ward"], kinds, strict=True):
        groups[code] = groups[name] = kind
    decile = deciles(tables)
    return {"lsoa": dict(zip(decile.index, decile, strict=True)), "ward": groups}


def by_decile(tables: dict[str, pd.DataFrame]) -> pd.Series:
    """Return the residents of the whole area by decile, mid-2022, from the tables of `deciles`."""
    people = _population(tables)
    return people.groupby(deciles(tables).reindex(people.index)).sum()


def by_breakdown(tables: dict[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """Return the residents whom people are compared with, by breakdown.

    `imd_decile` and `ward`: residents of the whole area, mid-2022. `ethnic_group` and `age_band`:
    residents of the target neighbourhoods, Census 2021, all ages and from 16 (four fifths of 15-19
    stand for 16-19).
    """
    decile, ethnicity, age = deciles(tables), tables["ethnicity_lsoa21"], tables["age_lsoa21"]
    people = _population(tables)
    ward = tables["lsoa21"].set_index("lsoa21_code")["ward24_code"]
    ward = ward.map(place_groups(tables)["ward"])
    target = set(decile.index[decile == TARGET_DECILE])
    ethnicity = ethnicity[ethnicity["lsoa21_code"].isin(target)]
    age = age[age["lsoa21_code"].isin(target) & (age["age_start"] >= 15)]
    adults = age["count"].where(age["age_start"] > 15, 0.8 * age["count"])
    band = pd.cut(age["age_start"], [14, 24, 34, 49, 64, 200], labels=list(PARTNER_AGE_BANDS))
    return {
        "imd_decile": by_decile(tables),
        "ward": people.groupby(ward.reindex(people.index)).sum(),
        "ethnic_group": ethnicity.groupby("broad_group")["count"].sum(),
        "age_band": adults.groupby(band.astype(str)).sum(),
    }


def representation(
    counts: Mapping[str, pd.Series],
    orders: Mapping[str, Sequence[str]],
    residents: Mapping[str, pd.Series],
    policy: str,
) -> pd.DataFrame:
    """Return several breakdowns of the same people beside residents, disclosure-controlled.

    For each breakdown, `counts` has people by group, `orders` its groups in order, which those not
    stated go before, so that a small last group is joined with another group and not with them, and
    `residents` residents by group, if they are known; `policy` is a disclosure policy. A breakdown
    that nobody is counted in is left out. Columns: `breakdown`, those of `release.representation`,
    and `represented`: `over` or `under` where the 95% limits leave out 1, the share among
    residents, else empty.
    """
    tables = {}
    for name, order in orders.items():
        ordered = counts[name].reindex([release.NOT_STATED, *order], fill_value=0)
        if not ordered[release.NOT_STATED]:
            ordered = ordered.drop(release.NOT_STATED)
        shown = release.breakdown(ordered, policy)
        if not shown["people"].any():
            shown = shown.head(0)
        living = residents.get(name, pd.Series(dtype="float64"))
        tables[name] = release.representation(shown, living, policy)
    table = pd.concat(tables, names=["breakdown"]).reset_index("breakdown").reset_index(drop=True)
    nothing = pd.Series("", index=table.index, dtype="str")
    represented = nothing.mask(table["lower"] > 1, "over").mask(table["upper"] < 1, "under")
    return table.assign(represented=represented)


def represented_groups(table: pd.DataFrame) -> pd.DataFrame:
    """Return how many groups of each breakdown are clearly over- and under-represented.

    From a table as of `representation` with `residents_of`, where the residents live; a breakdown
    without known residents is left out. Columns: `breakdown, residents_of, residents, over, under`;
    `residents` is how many there are to compare with, perhaps nobody.
    """
    rows = table[(table["residents_of"] != "") & (table["part"] != release.NOT_STATED)]
    rows = rows.assign(over=rows["represented"] == "over", under=rows["represented"] == "under")
    by_breakdown = rows.groupby(["breakdown", "residents_of"], sort=False, as_index=False)
    return by_breakdown[["residents", "over", "under"]].sum()


def chart_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return the groups of `representation` that residents belong to, for a chart.

    A group whose ratio is withheld keeps its row, without a value; nothing where all of them are.
    With `label` and `role`.
    """
    rows = table[table["residents"] > 0]
    rows = rows.head(0) if rows["value"].isna().all() else rows
    kinds = {"imd_decile": "Decile ", "age_band": "Age "}
    label = rows["breakdown"].map(kinds).fillna("") + rows["part"]
    return rows.assign(label=label.map(lambda text: textwrap.fill(text, 34)), role="focus")
