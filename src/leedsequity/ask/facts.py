"""Facts of places: a value a measure, period and series, kept by place once they are worked out.

A fact has the columns `FACT`. `areas` has those of authorities, counties, regions and England;
`neighbourhoods` those of the wards of an authority, of itself and of England, by the same measures;
`msoa` those of one of ONS's larger neighbourhoods. How they are worked out: `known`.
"""

import json
from collections.abc import Collection
from typing import Any

import pandas as pd

from leedsequity import raw
from leedsequity.ask import kept
from leedsequity.places import Place
from leedsequity.vocabulary import SEXES

Facts = list[dict[str, Any]]

#: `key` tells what is said of it, `order` the nearest of several series of a measure; `words` are
#: those by which it is found, `whole` whether its values are whole numbers; `rank` is among `of`
#: wards, 1 the highest; `share` what a change comes to, `names` those of which it is a count.
FACT = [
    "measure", "words", "key", "group", "order", "period", "year", "value", "lower", "upper",
    "unit", "polarity", "published_verdict", "headline", "caution", "whole", "rank", "of", "share",
    "names", "source", "table",
]  # fmt: skip
MSOA = "neighbourhood (MSOA of 2011)"
_PLAIN = {
    "group": "all", "order": 0, "polarity": "not judged", "headline": True,
    "caution": "", "names": "",
}  # fmt: skip


def areas(codes: Collection[str]) -> dict[str, Facts]:
    """Return the facts of some areas by code; those that have several series have all of them."""

    def make() -> dict[str, str]:
        from leedsequity.ask import known

        return by_area(known.of_areas())

    return kept.answers("areas", (), make, codes)


def neighbourhoods(authority: str, codes: Collection[str]) -> dict[str, Facts]:
    """Return the facts of wards of an authority, of itself and of England, by code."""

    def make() -> dict[str, str]:
        from leedsequity.ask import known

        return by_area(known.of_wards(authority))

    return kept.answers(f"wards-{authority}", (), make, codes)


def msoas() -> dict[str, Place]:
    """Return ONS's larger neighbourhoods (MSOAs of 2011) by code, under their local names."""
    rows: Any = raw.load("imd_msoa11").to_dict("records")
    return {
        row["msoa11_code"]: Place(
            row["msoa11_code"], row["msoa11_local_name"], MSOA, upper_tier_code=row["area_code"]
        )
        for row in rows
    }


def msoa(code: str) -> Facts:
    """Return the facts of one of them: how long people lived, and income of households."""
    life, income = raw.load("life_expectancy_msoa"), raw.load("income_msoa11")
    life = life[life["msoa11_code"] == code].assign(
        key="msoa_life", unit="years", polarity="high", year=2011
    )
    life["measure"] = "Life expectancy of " + life["sex"].map(SEXES)
    life = life.sort_values("sex", ascending=False)
    names = ["income_net_after_housing_costs" + end for end in ("", "_lower", "_upper")]
    income = income.loc[income["msoa11_code"] == code, ["msoa11_code", *names]]
    income = income.set_axis(["msoa11_code", "value", "lower", "upper"], axis=1).assign(
        key="msoa_income", measure="Net household income after housing costs, modelled", unit="£",
        year=2020, period="2019/20", table="income_msoa11",
    )  # fmt: skip
    life = life.assign(table="life_expectancy_msoa").rename(columns={"sex": "group"})
    table = pd.concat([life, income]).assign(area_code=code)
    found: Facts = json.loads(by_area(finished(table)).get(code, "[]"))
    return found


def by_area(table: pd.DataFrame) -> dict[str, str]:
    """Return the facts of each area as JSON, by its code."""
    return {
        str(code): rows[FACT].to_json(orient="records", double_precision=15)
        for code, rows in table.groupby("area_code", sort=False)
    }


def filled(column: "pd.Series[Any]", other: Any) -> "pd.Series[Any]":
    """Return a column with another's values, or one value, where it has none, whatever its type."""
    return column.astype(object).where(column.notna(), other)


def finished(table: pd.DataFrame) -> pd.DataFrame:
    """Return facts with all columns, each said to be of its table's publisher."""
    table = table.reset_index(drop=True).reindex(columns=["area_code", *FACT])
    table["words"] = filled(table["words"], table["measure"])
    for name, value in _PLAIN.items():
        table[name] = filled(table[name], value)
    about = {name: raw.record(name) for name in table["table"].unique()}
    source = table["table"].map({n: f"{r.publisher}: {r.title}" for n, r in about.items()})
    table["source"] = filled(table["source"], source)
    by_series = table["value"].astype("float64").mod(1).eq(0).groupby(table["key"])
    return table.assign(whole=by_series.transform("all"))
