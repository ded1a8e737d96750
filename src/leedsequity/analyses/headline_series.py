"""Which open series speaks for an indicator in an area, and how far two of its values differ.

`facts` is from `comparable_facts`, or a part of it (what has limits, what was known by a year);
`sources` is the raw table `indicator_sources`, in the order of preference; `area` is a code.
"""

import pandas as pd

from leedsequity import verdicts
from leedsequity.vocabulary import ENGLAND

#: What tells measures apart: indicator 1 is one for men and one for women.
KEYS = ["indicator_id", "group"]
LIMITS = ["lower", "upper"]
OTHER = {"value": "other", "lower": "other_lower", "upper": "other_upper"}
DIFFERENCE = verdicts.COMPARED[:3]


def comparable_facts(
    facts: pd.DataFrame, sources: pd.DataFrame, names: dict[str, str], recoded: dict[str, str]
) -> pd.DataFrame:
    """Return the values of some areas in the periods that may be compared with the last.

    `facts` is from `indicators.series`; `names` has the areas' names by code, `recoded` the code
    used here by another that some publishers use for the same area. Added are `area` (the name),
    `year` (that in which an academic year ends, the middle one of three, else the only one) and
    `earlier`, how many periods of the same are left out because they may not be compared. Of a
    series of quarter ends only the quarter of the last is kept, one a year, so that no season is
    taken for a change.
    """
    table = facts.drop(columns="marker").assign(area_code=facts["area_code"].replace(recoded))
    first = table["series"].map(
        sources.dropna(subset="series").set_index("series")["comparable_from"]
    )
    last = table["series"].map(facts.groupby("series")["period"].max())
    other_quarter = last.str.len().eq(10) & (table["period"].str[4:] != last.str[4:])
    known = table["area_code"].isin([*names]) & table["value"].notna() & (table["period"] >= first)
    earlier = table[table["value"].notna() & (table["period"] < first)]
    same = ["series", "area_code", "group"]
    before = earlier.groupby(same)["period"].nunique().rename("earlier").reset_index()
    table = table[known & ~other_quarter].merge(before, on=same, how="left", validate="m:1")
    table["earlier"] = table["earlier"].fillna(0).astype(int)
    spans_years = table["period"].str.fullmatch(r"\d{4}[/-]\d\d")
    year = table["period"].str[:4].astype(int) + spans_years.astype(int)
    return table.assign(area=table["area_code"].map(names), year=year)


def first_series(
    facts: pd.DataFrame, sources: pd.DataFrame, area: str, keys: list[str]
) -> pd.DataFrame:
    """Return, by `keys`, all areas' facts of the first series that one area has.

    First is by the order of `sources`. Of the other areas values that are no headline are left out:
    nothing is compared with them.
    """
    order = [*sources["series"].dropna()]
    own = facts[facts["area_code"] == area]
    first = own.iloc[own["series"].map(order.index).argsort(kind="stable")].drop_duplicates(keys)
    sound = facts["headline"] | (facts["area_code"] == area)
    return facts[sound].merge(first[[*keys, "series"]], on=[*keys, "series"])


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


def compared(table: pd.DataFrame, area: str, family: list[str] | None = None) -> pd.DataFrame:
    """Return an area compared with every other in rows of `latest`, as `verdicts.compare` does.

    The publisher's verdict is on England, and stands for that comparison alone. With `family` an
    area's comparisons within its groups are counted as many.
    """
    mine = table["area_code"] == area
    others = table.loc[~mine, [*KEYS, "area_code", *OTHER]].rename(
        columns=OTHER | {"area_code": "other_code"}
    )
    own = table.loc[mine, [*KEYS, "polarity", "published_verdict", "headline", *OTHER]]
    pairs = own.merge(others, on=KEYS)
    published = pairs["published_verdict"].where(pairs["other_code"] == ENGLAND)
    return verdicts.compare(pairs.assign(published_verdict=published), family)
