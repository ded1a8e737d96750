"""Which open series speaks for an indicator in an area, and how far two of its values differ.

`facts` is from `comparable_facts`, or a part of it (what has limits, what was known by a year);
`sources` is the raw table `indicator_sources`, in the order of preference; `area` is a code.
"""

import numpy as np
import pandas as pd

from leedsequity import indicators, stats

#: What tells measures apart: indicator 1 is one for men and one for women.
KEYS = ["indicator_id", "group"]
LIMITS = ["lower", "upper"]
OTHER = {"value": "other", "lower": "other_lower", "upper": "other_upper"}
DIFFERENCE = ["difference", "difference_lower", "difference_upper", "judged"]


def comparable_facts(
    facts: pd.DataFrame, sources: pd.DataFrame, names: dict[str, str], recoded: dict[str, str]
) -> pd.DataFrame:
    """Return the values of some areas in the periods that may be compared with the last.

    `facts` is from `indicators.series`; `names` has the areas' names by code, `recoded` the code
    used here by another that some publishers use for the same area. Added are `area` (the name) and
    `year`: that in which an academic year ends, the middle one of three, else the only one.
    """
    table = facts.drop(columns="marker").assign(area_code=facts["area_code"].replace(recoded))
    first = table["series"].map(
        sources.dropna(subset="series").set_index("series")["comparable_from"]
    )
    known = table["area_code"].isin([*names]) & table["value"].notna() & (table["period"] >= first)
    table = table[known].reset_index(drop=True)
    spans_years = table["period"].str.fullmatch(r"\d{4}[/-]\d\d")
    year = table["period"].str[:4].astype(int) + spans_years.astype(int)
    return table.assign(area=table["area_code"].map(names), year=year)


def first_series(
    facts: pd.DataFrame, sources: pd.DataFrame, area: str, keys: list[str]
) -> pd.DataFrame:
    """Return, by `keys`, all areas' facts of the first series that one area has.

    First is by the order of `sources`. Of the other areas those in doubt are left out: nothing is
    compared with them.
    """
    order = [*sources["series"].dropna()]
    own = facts[facts["area_code"] == area]
    first = own.iloc[own["series"].map(order.index).argsort(kind="stable")].drop_duplicates(keys)
    places = pd.MultiIndex.from_frame(facts[["series", "area_code"]])
    in_doubt = places.isin([*indicators.DOUBTS]) & (facts["area_code"] != area)
    return facts[~in_doubt].merge(first[[*keys, "series"]], on=[*keys, "series"])


def headline(facts: pd.DataFrame, sources: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return, for all areas, the first series of each indicator that one area has.

    A series is of everybody, life expectancy of men and of women. Plain counts (of households),
    which cannot be compared between places of different size, are passed over for their rates. The
    columns are those of `facts`; the rows are ordered by indicator, group (men first), area and
    year.
    """
    everybody = (facts["group"] == "all") | (facts["unit"] == "years")
    table = first_series(facts[everybody & (facts["unit"] != "households")], sources, area, KEYS)
    return table.sort_values(
        [*KEYS, "area_code", "year"], ascending=[True, False, True, True], ignore_index=True
    )


def latest(table: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return the rows of `headline` in the last period that one area has of each measure."""
    last = table[table["area_code"] == area].drop_duplicates(KEYS, keep="last")
    return table.merge(last[[*KEYS, "period"]], on=[*KEYS, "period"])


def differences(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of values with their difference, its 95% limits, and what it means.

    `pairs` has `value, lower, upper`; what it is compared with, `other, other_lower, other_upper`;
    `polarity`. Added are `difference` (value minus other), `difference_lower, difference_upper`
    (MOVER, the two taken as independent; missing unless both have limits) and `judged`. Where
    limits of the difference leave out 0 it is better or worse, clearly higher or clearly lower of
    what has no polarity; `not told apart` where they hold it. Where there are none nothing is
    tested, and published values are no more than higher, lower or equal.
    """
    table = pairs.assign(
        difference=pairs["value"] - pairs["other"], difference_lower=np.nan, difference_upper=np.nan
    )
    if len(table):
        other = table[[*OTHER.values()]].set_axis([*OTHER], axis=1)
        ends = pd.concat({"own": table[[*OTHER]], "other": other}, names=["end", "pair"])
        long = ends.astype("float64").reset_index()
        gaps = stats.gap(long, ["pair"], group="end", reference="other").set_index("pair")
        table[DIFFERENCE[1:3]] = gaps.loc[gaps["measure"] == "difference", LIMITS]
    sign = np.sign(table["difference"].round(9))
    better = sign * table["polarity"].map({"high": 1.0, "low": -1.0}).astype("float64")
    tested = better.map({1: "better", -1: "worse"}).fillna(
        sign.map({1: "clearly higher", -1: "clearly lower"})
    )
    holds_none = (table["difference_lower"] <= 0) & (table["difference_upper"] >= 0)
    untested = sign.map({1: "higher", -1: "lower", 0: "equal"})
    has_limits = table[DIFFERENCE[1:3]].notna().all(axis=1)
    judged = tested.mask(holds_none, "not told apart").where(has_limits, untested)
    return table.assign(judged=judged)


def compared(table: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return an area compared with every other in rows of `latest`, as `differences` does."""
    mine = table["area_code"] == area
    others = table.loc[~mine, [*KEYS, *OTHER]].rename(columns=OTHER)
    return differences(table.loc[mine, [*KEYS, "polarity", *OTHER]].merge(others, on=KEYS))


def changes(table: pd.DataFrame) -> pd.DataFrame:
    """Return the last period of each measure and area in `headline` compared with the first.

    The columns are those of the last period's row, `first_period`, and those of `differences`.
    Areas with one period are left out. The two periods are taken as independent, which they are not
    where the same people are on a register in both.
    """
    keys = [*KEYS, "area_code"]
    first = table.drop_duplicates(keys)[[*keys, *OTHER, "period"]]
    first = first.rename(columns=OTHER | {"period": "first_period"})
    pairs = table.drop_duplicates(keys, keep="last").merge(first, on=keys)
    return differences(pairs[pairs["period"] != pairs["first_period"]].reset_index(drop=True))
