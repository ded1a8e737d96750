"""Every authority of England in one table a topic, with ranks and how far they can be trusted.

A row an area, measure and tier: districts are ranked with the authorities of one tier (``lower``),
counties too (``upper``). ``rank`` 1 is the highest value; ``rank_lower`` and ``rank_upper`` are
from `stats.rank_intervals`, and missing where values have no limits: then equal values share the
first of their ranks. ``of`` is the number of areas ranked; ``vintage`` the year of the boundaries:
the lower tier had 317 authorities in 2019, 309 in 2021 and 296 in 2023.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from leedsequity import neighbourhoods, places, stats
from leedsequity.vocabulary import NEW_AUTHORITIES

Frame = pd.DataFrame

_TIERS = {"lower": ("E07", "E06", "E08", "E09"), "upper": ("E10", "E06", "E08", "E09")}
#: Fewer areas of a tier's own kind (districts, counties) are a part of it, and are not ranked.
_FEWEST = 20
RANKS = ["rank", "rank_lower", "rank_upper", "of", "vintage"]


def vintage(codes: pd.Series) -> str:
    """Return the year of the boundaries of a list of authorities; `before 2019` for older ones."""
    years = [year for year, new in NEW_AUTHORITIES.items() if new & {*codes}]
    return str(max(years)) if years else "before 2019"


def ranked(values: Frame, keys: list[str], names: Mapping[str, str]) -> Frame:
    """Return authorities with their ranks within a tier and the keys, the highest first.

    Parameters
    ----------
    values : DataFrame
        ``area_code, value``, the keys, and perhaps ``lower, upper`` (95% limits) and ``headline``:
        a row an area. Left out are areas that are no authorities (regions, England), those without
        a value, and those whose successor has one. One that is no headline stands without a rank,
        and no other is ranked beside it. Areas without a value count for the vintage.
    keys : list of str
        The columns that tell measures apart.
    names : mapping
        The areas' names by code.

    Returns
    -------
    DataFrame
        The columns of `values` with ``area, tier, rank, rank_lower, rank_upper, of, vintage``.
        Where a part of a measure's areas has no limits, ranks are of values alone. A tier stands
        where at least 20 of its own kind (districts, counties) have a value.
    """
    successors = places.successors()
    parts = []
    for _, listed in values.groupby(keys, sort=False):
        year, rows = vintage(listed["area_code"]), listed.dropna(subset="value")
        rows = rows[~rows["area_code"].map(successors).isin(rows["area_code"])]
        for tier, kinds in _TIERS.items():
            if rows["area_code"].str.startswith(kinds[0]).sum() >= _FEWEST:
                own = rows[rows["area_code"].str.startswith(kinds)]
                parts.append(_ranks(own).assign(tier=tier, vintage=year))
    table = pd.concat(parts, ignore_index=True)
    table["area"] = table["area_code"].map(names)
    first = [*keys, "tier", "area_code", "area"]
    columns = [*first, *table.columns.drop([*first, *RANKS]), *RANKS]
    order = [*keys, "tier", "rank", "area_code"]
    return table.sort_values(order, kind="stable", ignore_index=True)[columns]


def _ranks(rows: Frame) -> Frame:
    """Return the rows of one list with its ranks, by their limits where all have them."""
    certain = rows[rows["headline"]] if "headline" in rows else rows
    ranks = pd.DataFrame(np.nan, rows.index, RANKS[:3])
    ranks["rank"] = certain["value"].rank(method="min", ascending=False)
    if {"lower", "upper"} <= {*rows} and certain[["lower", "upper"]].notna().all(axis=None):
        found = stats.rank_intervals(certain, group="area_code").set_index("area_code")
        for limit in RANKS[1:3]:
            ranks[limit] = certain["area_code"].map(found[limit].astype("float64"))
    return rows.join(ranks.astype("Int64")).assign(of=len(certain))


def newest(facts: Frame, sources: Frame, readings: Frame, names: Mapping[str, str]) -> Frame:
    """Return each open series of an indicator in its newest period, every authority ranked.

    Parameters
    ----------
    facts : DataFrame
        From `indicators.series`.
    sources, readings : DataFrame
        The raw tables ``indicator_sources`` and ``indicator_readings``.
    names : mapping
        The areas' names by code.

    Returns
    -------
    DataFrame
        ``indicator_id, indicator, series, group, period, tier, area_code, area, value, lower,
        upper, limits, unit, polarity, caution`` and the ranks; the series of an indicator in the
        order of `sources`. Counts of households are left out: their ranks would be those of the
        areas' sizes.
    """
    last = facts.groupby("series")["period"].transform("max")
    order = [*sources["series"].dropna()]
    table = facts[(facts["period"] == last) & (facts["unit"] != "households")]
    names_of = readings.set_index("indicator_id")["short_name"]
    table = table.assign(indicator=table["indicator_id"].map(names_of))
    keys = ["indicator_id", "indicator", "series", "group", "period"]
    columns = ["area_code", "value", "lower", "upper", "limits", "unit", "polarity", "caution"]
    table = ranked(table[[*keys, *columns, "headline"]], keys, names).drop(columns="headline")
    place = table["series"].map(order.index)
    return table.iloc[place.argsort(kind="stable")].sort_values(
        "indicator_id", kind="stable", ignore_index=True
    )


def slope_index(values: Frame, names: Mapping[str, str]) -> Frame:
    """Return the slope index of inequality in life expectancy, both vintages' newest period ranked.

    `values` is the raw table ``slope_index_la``, which has no limits, so ranks have none either.
    Columns: ``publication, sex, period, tier, area_code, area, value`` (years) and the ranks, the
    newest publication first.
    """
    table = values.rename(columns={"vintage": "publication"})
    last = table.groupby("publication")["period"].transform("max")
    keys = ["publication", "sex", "period"]
    table = ranked(table.loc[table["period"] == last, [*keys, "area_code", "value"]], keys, names)
    return table.sort_values("period", ascending=False, kind="stable", ignore_index=True)


def funding(values: Frame, names: Mapping[str, str]) -> Frame:
    """Return central funding per person in the last year held, and how it fell since 2013/14.

    `values` is the raw table ``funding_la``; columns: ``measure, period, tier, area_code, area,
    value`` (pounds of the time a person), ``jumps`` (whether a year since 2014/15 differs from the
    one before by more than 35%, often by a provision for appeals against rates) and the ranks,
    which have no limits: the amounts are no estimates.
    """
    pounds = values.set_index(["year", "area_code"])["central_funding_per_person"]
    last = int(values["year"].max())
    jumps = set(values.loc[values["jump"] & (values["year"] > 2013), "area_code"])
    year = f"{last}/{(last + 1) % 100:02}"
    measures = {
        ("central funding per person", year): pounds[last],
        ("fall since 2013/14", f"2013/14 to {year}"): pounds[2013] - pounds[last],
    }
    keys = ["measure", "period"]
    table = pd.concat(measures, names=keys).rename("value").reset_index()
    return ranked(table.assign(jumps=table["area_code"].isin(jumps)), keys, names)


def decile_1(tables: Mapping[str, Frame], names: Mapping[str, str]) -> Frame:
    """Return the people who live in England's most deprived tenth, by edition of the index.

    Parameters
    ----------
    tables : mapping
        The raw tables of `neighbourhoods.PLACING` and ``population_lsoa21``, long, of all England.
    names : mapping
        The areas' names by code.

    Returns
    -------
    DataFrame
        ``imd_edition, population_base, tier, area_code, area, people, in_decile_1, value`` (percent
        of people) and the ranks, without limits: the people are counted, or estimated without a
        stated error. Ranks of neighbourhoods are relative: where a share rose from one edition to
        the next, others may have moved past.
    """
    newer = tables["population_lsoa21"]
    year = newer["year"].max()
    bases = {
        neighbourhoods.CENSUSES[1]: tables["ethnicity_lsoa21"]
        .groupby("lsoa21_code")["count"]
        .sum(),
        neighbourhoods.REVISED[year]: newer[newer["year"] == year].set_index("lsoa21_code")[
            "population"
        ],
    }
    placed = neighbourhoods.placed(tables)
    placed = placed[(placed["boundaries"] == 2021) & (placed["decile"] == 1)]
    parts = {}
    for edition, first in placed.groupby("imd_edition")["lsoa_code"]:
        for base, people in bases.items():
            inside = people.where(people.index.isin(first), 0)
            counts = pd.DataFrame({"people": people, "in_decile_1": inside})
            parts[edition, base] = places.by_authority(counts)
    keys = ["imd_edition", "population_base"]
    table = pd.concat(parts, names=keys).reset_index()
    return ranked(table.assign(value=100 * table["in_decile_1"] / table["people"]), keys, names)


def ethnic_groups(counts: Frame, names: Mapping[str, str]) -> Frame:
    """Return the share of each broad ethnic group among the people of Census 2021.

    `counts` is the raw table ``ethnicity_lsoa21``, long, of all England. Columns: ``group, tier,
    area_code, area, people, count, value`` (percent of people) and the ranks, without limits:
    everybody was counted.
    """
    wide = counts.pivot_table("count", "lsoa21_code", "broad_group", "sum", sort=False)
    areas = places.by_authority(wide)
    table = areas.melt(var_name="group", value_name="count", ignore_index=False).reset_index()
    table["people"] = table["area_code"].map(areas.sum(axis="columns"))
    table["value"] = 100 * table["count"] / table["people"]
    return ranked(table, ["group"], names)
