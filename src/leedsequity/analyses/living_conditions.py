"""Living conditions by decile: fuel poverty, households, qualifications, health, tenure.

Some of it is part of what the index is made of, so that a gradient is partly there by construction;
none of it is standardised for age. Values are percentages.
"""

import pandas as pd

from leedsequity import stats
from leedsequity.analyses.deprivation_deciles import england_of

Frame = pd.DataFrame
_DEPRIVED = [
    f"Household is deprived in {n} dimension{'s' * (n != 'one')}"
    for n in ("one", "two", "three", "four")
]
# Name: topic, year, the groups counted (broad ones of tenure). Qualifications are of people of 16
# and over, health of people; the rest of households.
CONDITIONS: dict[str, tuple[str, int, list[str]]] = {
    "Fuel poverty 2022": ("fuel_poverty", 2022, ["fuel_poor"]),
    "Deprived in one way or more": ("household_deprivation", 2021, _DEPRIVED),
    "Deprived in two ways or more": ("household_deprivation", 2021, _DEPRIVED[1:]),
    "No qualifications": ("qualification", 2021, ["No qualifications"]),
    "Level 4 qualification or above": ("qualification", 2021, ["Level 4 qualifications and above"]),
    "Bad or very bad health": ("general_health", 2021, ["Bad health", "Very bad health"]),
    "Home owned": ("tenure", 2021, ["Owned"]),
    "Social renting": ("tenure", 2021, ["Social rented"]),
    "Private renting": ("tenure", 2021, ["Private rented"]),
}
TOPICS = list(dict.fromkeys(topic for topic, *_ in CONDITIONS.values()))
TABLES = tuple(f"{topic}_lsoa21" for topic in TOPICS)
CHANCE = (
    "chance alone, as if every person's or household's state were drawn independently; a census has"
    " no sampling"
)
MODELLED = "none: a model's estimates, published without errors"


def by_decile(
    tables: dict[str, Frame], england: Frame, placed: Frame, place: str, edition: int
) -> Frame:
    """Return every condition by decile of an edition, in an area (named `place`) and in England.

    `tables` are the raw tables of `TABLES`, in their long form. `england` is `england_by_decile`,
    which has none of the edition of 2015; `placed` is from `neighbourhoods`. Columns: `area,
    condition, decile, count, total, value`; `value` is 100 count / total, of people or of
    households. Deciles without anybody are left out.
    """
    named = {"lsoa21_code": "lsoa_code", "measure": "group"}
    counted = [
        tables[name].rename(columns=named).assign(topic=name.removesuffix("_lsoa21"))
        for name in TABLES
    ]
    local = pd.concat(counted, ignore_index=True).fillna({"year": 2021})  # the census has no year
    chosen = placed[(placed["imd_edition"] == edition) & (placed["boundaries"] == 2021)]
    mine = local.merge(chosen, on="lsoa_code").assign(area=place)
    both = pd.concat(
        [mine, *(england_of(england, topic, edition) for topic in TOPICS)], ignore_index=True
    )
    both["group"] = both["group"].where(both["topic"] != "tenure", both["broad_group"])
    parts = {}
    for condition, (topic, year, groups) in CONDITIONS.items():
        rows = both[(both["topic"] == topic) & (both["year"] == year)]
        # Households in fuel poverty stand beside all households; other groups add up to all.
        total = rows["count"].where(rows["group"] != "fuel_poor", 0)
        sums = rows.assign(count=rows["count"].where(rows["group"].isin(groups), 0), total=total)
        sums = sums.groupby(["area", "decile"])[["count", "total"]].sum()
        parts[condition] = sums.reindex(both["area"].unique(), level="area")
    result = pd.concat(parts, names=["condition"]).reset_index()
    result["value"] = 100 * result["count"] / result["total"]
    return result[["area", "condition", "decile", "count", "total", "value"]]


def ends(by_decile: Frame, concentration: Frame) -> Frame:
    """Return each condition in the first and last decile of an area, with how unequal it is.

    Columns: `area, condition, year, first_decile, first, last_decile, last` (percent), `rci` (from
    `concentration`) and `most_unequal`: whether the index of the condition is the furthest from 0
    of the area's. Where no index could be calculated none is.
    """
    keys = ["area", "condition"]
    rows = by_decile.sort_values("decile", kind="stable").groupby(keys, sort=False)
    first, last = (rows[["decile", "value"]].nth(place) for place in (0, -1))
    names = by_decile.loc[first.index, keys]
    table = names.assign(first_decile=first["decile"], first=first["value"])
    end = by_decile.loc[last.index, keys].assign(last_decile=last["decile"], last=last["value"])
    table = table.merge(end, on=keys).merge(concentration[[*keys, "rci"]], on=keys)
    years = {name: year for name, (_, year, _) in CONDITIONS.items()}
    table.insert(2, "year", table["condition"].map(years))
    size = table["rci"].abs()
    furthest = size.groupby(table["area"]).transform("max")
    return table.assign(most_unequal=(size == furthest) & size.notna())


def concentration(by_decile: Frame) -> Frame:
    """Return how each condition of `by_decile` is concentrated over the deciles.

    Below 0: more common where deprivation is higher. The index uses the deciles that the area has,
    weighted by its own people or households, so an area's and England's differ also by how people
    are spread over the deciles. A condition that lacks one of them, which others have, is
    refused; so are fewer than five.

    Columns: `area, condition, aci, aci_lower, aci_upper, rci, rci_lower, rci_upper, reason,
    limits`, as from `stats.concentration_index`, 95%. `limits` says what the interval is, or why
    there is none.
    """
    keys = ["area", "condition"]
    shares = by_decile.drop(columns="value")
    rates = stats.proportion(shares, numerator="count", denominator="total", multiplier=100)
    rates["quantile"] = rates.groupby("area")["decile"].rank(method="dense").astype(int)
    rates["deciles"] = rates.groupby("area")["quantile"].transform("max")
    modelled = rates["condition"].str.startswith("Fuel").rename("modelled")
    indices = []
    for (_, without_errors), rows in rates.groupby(["deciles", modelled]):
        deciles = int(rows["deciles"].iloc[0])
        given = rows.drop(columns=["lower", "upper"]) if without_errors else rows
        found = stats.concentration_index(
            given, keys, quantiles=max(deciles, 5), population="total"
        )
        if deciles < 5:
            found["reason"] = "fewer than 5 quantiles"
        indices.append(found.assign(limits=MODELLED if without_errors else CHANCE))
    table = by_decile[keys].drop_duplicates().merge(pd.concat(indices), on=keys)
    return table.drop(columns=["confidence", "method"])
