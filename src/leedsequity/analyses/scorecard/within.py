"""How unequal an indicator is within an area: by free school meals, sex, ethnic group, local decile."""

import pandas as pd

from leedsequity import indicators
from leedsequity.analyses.life_expectancy.within import decile_inequality
from leedsequity.analyses.scorecard.headline import DIFFERENCE, OTHER, differences, first_series

#: Whom a group is compared with; ethnic groups with all, of whom they are a part.
REFERENCE = {"fsm": "not fsm", "female": "male"} | {
    group: "all"
    for group, dimension in indicators.DIMENSIONS.items()
    if dimension == "ethnic group"
}
_KEYS = ["indicator_id", "dimension", "group"]
_SAME = ["series", "area_code", "period", "reference"]


def gaps(facts: pd.DataFrame, sources: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return the groups of each indicator, of all areas and periods, beside the group they are compared with.

    Of each indicator and division (`dimension`) the first series, by the order of `sources`, that
    divides the area so; the arguments are as in `headline.headline`. Added to the columns of
    `facts`: `reference`, and those of `headline.differences`. Ethnic groups, a part of all, have no
    limits of the difference.
    """
    own = facts.assign(reference=facts["group"].map(REFERENCE)).dropna(subset="reference")
    other = facts.rename(columns=OTHER | {"group": "reference"})[[*_SAME, *OTHER.values()]]
    pairs = first_series(own.merge(other, on=_SAME, validate="m:1"), sources, area, _KEYS[:2])
    pairs.loc[pairs["reference"] == "all", ["other_lower", "other_upper"]] = float("nan")
    pairs = pairs.assign(order=pairs["group"].map([*REFERENCE].index))
    pairs = pairs.sort_values(["indicator_id", "order", "area_code", "year"], ignore_index=True)
    return differences(pairs).drop(columns="order")


def last_gaps(
    table: pd.DataFrame, deciles: pd.DataFrame, area: str, comparator: str
) -> pd.DataFrame:
    """Return an area's gaps, from `gaps`, in the last period it has of each, beside the comparator's (codes).

    The slope index over the deciles formed within the area (raw table `life_expectancy_la_decile`)
    is added where the area has one. Columns: `indicator_id, dimension, group, reference, series,
    fit, period, unit`, value and other with their limits, those of `headline.differences`, and
    `comparator_difference` (same series and period; none for the slope).
    """
    same = [*_KEYS, "series", "period"]
    there = table.loc[table["area_code"] == comparator, [*same, "difference"]]
    own = table[table["area_code"] == area].drop_duplicates(_KEYS, keep="last")
    own = own.merge(
        there.rename(columns={"difference": "comparator_difference"}), on=same, how="left"
    )
    mine = deciles[deciles["area_code"] == area]
    if len(mine):
        named = dict(
            zip(["sex", "sii", "sii_lower", "sii_upper"], ["group", *DIFFERENCE], strict=False)
        )
        slope = decile_inequality(mine, {}).dropna(subset="sii").rename(columns=named).assign(
            indicator_id=1, dimension="local deciles", reference="slope index", unit="years",
            series="life_expectancy_la_decile", fit="older", period="2014-16",
        )  # fmt: skip
        own = pd.concat([slope.sort_values("group", ascending=False), own], ignore_index=True)
    columns = [
        *_KEYS,
        "reference",
        "series",
        "fit",
        "period",
        "unit",
        *OTHER,
        *OTHER.values(),
        *DIFFERENCE,
    ]
    return own.reindex(columns=[*columns, "comparator_difference"])
