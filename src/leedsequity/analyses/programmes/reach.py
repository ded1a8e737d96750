"""Whom a programme reaches: the people it engages beside residents, by deprivation, ethnic group and age.

Neighbourhoods are LSOAs of 2021 with the decile of the Index of Multiple Deprivation 2019; the
target neighbourhoods are those of decile 1, the most deprived tenth of England. A split LSOA keeps
the decile of the whole, and one made of several has that of the larger (`deprivation.lookup`).
`tables` are the raw tables of `TABLES`, or those of them that a function names; `policy` is a
disclosure policy.
"""

import textwrap
from collections.abc import Mapping, Sequence

import pandas as pd

from leedsequity.analyses import release
from leedsequity.analyses.deprivation import lookup
from leedsequity.analyses.programmes.stages import members
from leedsequity.raw.partner_schemas import AGE_BANDS, BROAD_GROUPS, DECILES, PLACES

TARGET = "1"
_TARGET_WARD, _OTHER_WARD = "wards with most residents in decile 1", "other wards"
_YEAR = 2022
#: The raw tables that say where people live, and who lives there.
TABLES = (
    "imd_lsoa11",
    "lsoa11_lsoa21",
    "imd_lsoa21",
    "population_lsoa11",
    "population_lsoa21",
    "ethnicity_lsoa21",
    "age_lsoa21",
)


def deciles(tables: dict[str, pd.DataFrame]) -> pd.Series:
    """Return the decile, as text, of every LSOA of 2021 and of 2011, by its code.

    From `imd_lsoa11`, `lsoa11_lsoa21`, `population_lsoa11` and `population_lsoa21`.
    """
    then = tables["population_lsoa11"].query("age_band == 'all' and basis == 'mid_2015'")
    links = lookup.links(
        tables["lsoa11_lsoa21"], then.set_index("lsoa11_code")["population"], _population(tables)
    )
    old = tables["imd_lsoa11"].set_index("lsoa11_code")["imd_decile_2019"].astype("str")
    new = links[links["to_2021"] == 1].set_index("lsoa21_code")["lsoa11_code"].map(old)
    return pd.concat([new, old[~old.index.isin(new.index)]])


def _population(tables: dict[str, pd.DataFrame]) -> pd.Series:
    people = tables["population_lsoa21"]
    return people[people["year"] == _YEAR].set_index("lsoa21_code")["population"]


def known_places(tables: dict[str, pd.DataFrame]) -> dict[str, dict[str, object]]:
    """Return what the places of a partner's file stand for: an LSOA its decile, a ward whether it is a target."""
    decile, wards, people = deciles(tables), tables["imd_lsoa21"], _population(tables)
    table = wards.assign(
        people=wards["lsoa21_code"].map(people), deprived=wards["lsoa21_code"].map(decile) == TARGET
    )
    table["poor"] = table["people"] * table["deprived"]
    share = table.groupby(["ward24_code", "ward24_name"])[["poor", "people"]].sum()
    kind = (share["poor"] > share["people"] / 2).map({True: _TARGET_WARD, False: _OTHER_WARD})
    ward = {name: str(stands) for names, stands in kind.items() for name in names}  # type: ignore[attr-defined]
    return {"lsoa": dict(decile.items()), "ward": ward}


def residents(tables: dict[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """Return the residents whom people are compared with, by breakdown.

    `imd_decile` and `ward`: residents of the whole area, mid-2022. `ethnic_group` and `age_band`:
    residents of the target neighbourhoods, Census 2021, all ages and from 16 (four fifths of 15-19
    stand for 16-19).
    """
    decile, ethnicity, age = deciles(tables), tables["ethnicity_lsoa21"], tables["age_lsoa21"]
    people = _population(tables)
    ward = (
        tables["imd_lsoa21"]
        .set_index("lsoa21_code")["ward24_code"]
        .map(known_places(tables)["ward"])
    )
    target = set(decile.index[decile == TARGET])
    age = age[age["lsoa21_code"].isin(target) & (age["age_start"] >= 15)]
    adults = age["count"].where(age["age_start"] > 15, 0.8 * age["count"])
    band = pd.cut(age["age_start"], [14, 24, 34, 49, 64, 200], labels=list(AGE_BANDS))
    return {
        "imd_decile": by_decile(tables),
        "ward": people.groupby(ward.reindex(people.index)).sum(),
        "ethnic_group": (
            ethnicity[ethnicity["lsoa21_code"].isin(target)].groupby("broad_group")["count"].sum()
        ),
        "age_band": adults.groupby(band.astype(str)).sum(),
    }


def by_decile(tables: dict[str, pd.DataFrame]) -> pd.Series:
    """Return the residents of the whole area by decile, mid-2022, from the tables of `deciles`."""
    people = _population(tables)
    return people.groupby(deciles(tables).reindex(people.index)).sum()


def compared(
    counts: Mapping[str, pd.Series],
    orders: Mapping[str, Sequence[str]],
    living: Mapping[str, pd.Series],
    policy: str,
) -> pd.DataFrame:
    """Return several breakdowns of the same people beside residents; none of one that nobody is counted in.

    For each breakdown, `counts` has people by group, `orders` its groups in order, which those not
    stated go before, so that a small last group is joined with another group and not with them, and
    `living` residents by group, if they are known. Columns: `breakdown`, those of
    `release.representation`.
    """
    tables = {}
    for name, order in orders.items():
        ordered = counts[name].reindex([release.NOT_STATED, *order], fill_value=0)
        shown = release.breakdown(
            ordered if ordered[release.NOT_STATED] else ordered.drop(release.NOT_STATED), policy
        )
        residents = living.get(name, pd.Series(dtype="float64"))
        tables[name] = release.representation(
            shown if shown["people"].any() else shown.head(0), residents, policy
        )
    return pd.concat(tables, names=["breakdown"]).reset_index("breakdown").reset_index(drop=True)


def drawn(table: pd.DataFrame) -> pd.DataFrame:
    """Return representation ratios with `label` and `role` for a chart, from `reach`."""
    rows = table[table["value"].notna()]
    kinds = {"imd_decile": "Decile ", "age_band": "Age "}
    label = (rows["breakdown"].map(kinds).fillna("") + rows["part"]).map(
        lambda text: textwrap.fill(text, 34)
    )
    return rows.assign(label=label, role="focus")


def reach(
    events: pd.DataFrame,
    reached: pd.DataFrame,
    living: dict[str, pd.Series],
    here: str,
    policy: str,
) -> pd.DataFrame:
    """Return how the people engaged in any spoke compare with `residents` of an area, whose name is `here`.

    `events` are rows of a partner's file, of which the first has a person's characteristics;
    `reached` is from `stages.furthest`. Columns: `breakdown`, those of `release.representation`,
    and `residents_of`: where the residents live; no ratio by sex, for want of residents. Empty
    where the engaged may not be broken down (`stages.whole`).
    """
    place = next(column for column in PLACES if column in events)
    kind, places = (
        ("ward", (_TARGET_WARD, _OTHER_WARD)) if place == "ward" else ("imd_decile", DECILES)
    )
    orders = {
        kind: places,
        "ethnic_group": BROAD_GROUPS,
        "age_band": AGE_BANDS,
        "sex": ("female", "male"),
    }
    engaged = members(reached, "engaged")
    people = (
        events[events["person"].isin(engaged)]
        .sort_values("date", kind="stable")
        .drop_duplicates("person")
    )
    people = (
        people.rename(columns={place: kind})[[*orders]].astype("object").fillna(release.NOT_STATED)
    )
    table = compared({name: people[name].value_counts() for name in orders}, orders, living, policy)
    poorest = f"the neighbourhoods of {here} in England's most deprived tenth"
    whose = {kind: here, "ethnic_group": poorest, "age_band": poorest, "sex": ""}
    return table.assign(residents_of=table["breakdown"].map(whose))
