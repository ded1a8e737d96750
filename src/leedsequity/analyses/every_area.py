"""All areas at once: their scorecards beside England, and what is published of them with ranks.

What `scorecard.scorecard` says of one area, for every area of `facts` (from
`headline_series.comparable_facts`) by the same rules: the first series of each indicator that the
area has, in its last period; `sources` is the raw table `indicator_sources`.
"""

import numpy as np
import pandas as pd

from leedsequity import neighbourhoods, places, verdicts
from leedsequity.analyses import national
from leedsequity.analyses.headline_series import KEYS, OTHER
from leedsequity.analyses.scorecard import standing
from leedsequity.vocabulary import ENGLAND

Frame = pd.DataFrame

_AREA = ["area_code", *KEYS]
_MEASURE = [*KEYS, "series", "period"]
_AUTHORITY = ("E06", "E07", "E08", "E09", "E10")
SPREAD = ["worst", "lower_quarter", "upper_quarter", "best"]


def scorecards(facts: Frame, sources: Frame) -> Frame:
    """Return a row an area and measure: value, England's, verdict and trend.

    Columns: ``area_code, indicator_id, group, series, fit, unit, polarity, period, value, lower,
    upper, caution, headline``, ``other`` (England, of the same series and period) with its limits,
    those of `verdicts.compare`, ``standing`` as in `scorecard.scorecard`, and those of
    `verdicts.trend`. Ordered by area and indicator, men first.
    """
    order = [*sources["series"].dropna()]
    everybody = (facts["group"] == "all") | (facts["unit"] == "years")
    table = facts[everybody & (facts["unit"] != "households")]
    table = table.iloc[table["series"].map(order.index).argsort(kind="stable")]
    first = table.drop_duplicates(_AREA)[[*_AREA, "series"]]
    table = table.merge(first, on=[*_AREA, "series"])
    table = table.sort_values([*_AREA, "year"], ascending=[True, True, False, True])
    now = table.drop_duplicates(_AREA, keep="last")
    england = facts[(facts["area_code"] == ENGLAND) & facts["headline"]]
    now = now.merge(
        england[[*_MEASURE, *OTHER]].rename(columns=OTHER), on=_MEASURE, how="left", validate="m:1"
    )
    compared = verdicts.compare(now)
    compared = compared.assign(standing=standing(compared))
    compared = compared.merge(verdicts.trend(table, _AREA), on=_AREA, validate="1:1")
    columns = [*_AREA, "series", "fit", "unit", "polarity", "period", "value", "lower", "upper"]
    columns += ["caution", "headline", *OTHER.values(), *verdicts.COMPARED, "standing"]
    return compared[[*columns, *verdicts.TREND]]


def spread(facts: Frame) -> Frame:
    """Return where the values of all authorities lie, by measure and period, for a spine.

    Columns: ``indicator_id, group, series, period, authorities`` (how many have a value that may be
    quoted), and ``worst, lower_quarter, upper_quarter, best``: the ends and the middle half, turned
    so that the last is the better, or the higher of what is not judged. England is not among them.
    """
    rows = facts[facts["area_code"].str.startswith(_AUTHORITY) & facts["headline"]]
    low = rows["polarity"] == "low"
    signed = rows.assign(value=rows["value"].mask(low, -rows["value"]), low=low)
    found = signed.groupby([*_MEASURE, "low"])["value"]
    ends = found.quantile(np.array([0, 0.25, 0.75, 1])).unstack().set_axis(SPREAD, axis=1)
    ends = ends.assign(authorities=found.size()).reset_index()
    ends[SPREAD] = ends[SPREAD].mask(ends["low"], -ends[SPREAD])
    return ends[[*_MEASURE, "authorities", *SPREAD]]


def with_larger_areas(counts: Frame) -> Frame:
    """Return counts of authorities with those of the larger areas they make up: also of England.

    Parameters
    ----------
    counts : DataFrame
        By ``area_code``, from `places.by_authority`.

    Returns
    -------
    DataFrame
        The rows of `counts`, and a row each metropolitan county, region and England: the sums of
        their districts and authorities of one tier.
    """
    every = places.every()
    lowest = counts[[not code.startswith("E10") for code in counts.index]]
    parts = [counts]
    for above in ("metropolitan_county_code", "region_code"):
        codes = pd.Series({code: getattr(every[code], above) for code in lowest.index})
        parts.append(lowest[codes != ""].groupby(codes[codes != ""]).sum())
    return pd.concat([*parts, lowest.sum().to_frame(ENGLAND).T]).rename_axis("area_code")


def in_decile_1(ranked: Frame) -> Frame:
    """Return the share of the people of Census 2021 in England's most deprived tenth.

    Of larger areas as well. `ranked` is from `national.decile_1`. Columns as from `figures`; the
    group is the edition.
    """
    rows = ranked[ranked["population_base"] == neighbourhoods.CENSUSES[1]]
    parts = []
    for edition, some in rows.groupby("imd_edition"):
        once = some.drop_duplicates("area_code").set_index("area_code")
        counts = with_larger_areas(once[["people", "in_decile_1"]])
        parts.append(counts.reset_index().assign(group=str(edition)))
    table = pd.concat(parts, ignore_index=True)
    table = table.assign(
        value=100 * table["in_decile_1"] / table["people"], count=table["in_decile_1"]
    )
    rows = rows.assign(group=rows["imd_edition"].astype(str))
    return _ranks_of(table, rows, ["group"])


def ethnic_groups(ranked: Frame) -> Frame:
    """Return the shares of the broad ethnic groups, of larger areas as well.

    `ranked` is from `national.ethnic_groups`. Columns as from `figures`, in the census's order.
    """
    once = ranked.drop_duplicates(["group", "area_code"])
    counts = once.pivot(index="area_code", columns="group", values="count")
    table = with_larger_areas(counts[[*once["group"].unique()]])
    people = table.sum(axis="columns")
    table = table.melt(var_name="group", value_name="count", ignore_index=False).reset_index()
    table["people"] = table["area_code"].map(people)
    table["value"] = 100 * table["count"] / table["people"]
    return _ranks_of(table, ranked, ["group"])


def figures(values: Frame, keys: list[str]) -> Frame:
    """Return what is published of areas, each with England's value and its rank in its own tier.

    Parameters
    ----------
    values : DataFrame
        A row an area: ``area_code, value``, the keys, and perhaps ``lower, upper``.
    keys : list of str
        The columns that tell measures apart.

    Returns
    -------
    DataFrame
        The rows of `values` with ``england``, and ``rank, rank_lower, rank_upper, of, vintage`` of
        `national.ranked`: among districts and authorities of one tier, or where these are not
        listed, and for counties, among the upper tier. A region has no rank.
    """
    return _ranks_of(values, national.ranked(values, keys, places.names()), keys)


def _ranks_of(values: Frame, ranked: Frame, keys: list[str]) -> Frame:
    own = ranked.sort_values("tier", kind="stable").drop_duplicates(["area_code", *keys])
    table = values.merge(
        own[["area_code", *keys, *national.RANKS]], on=["area_code", *keys], how="left"
    )
    england = values.loc[values["area_code"] == ENGLAND, [*keys, "value"]]
    return table.merge(england.rename(columns={"value": "england"}), on=keys, how="left")
