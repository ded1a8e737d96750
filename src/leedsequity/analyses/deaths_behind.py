"""The deaths behind a gap: above the rates of the least deprived, and of areas beside England."""

import pandas as pd

from leedsequity.analyses.life_tables import counts_of_area
from leedsequity.places import Place
from leedsequity.vocabulary import ENGLAND


def by_years_of_age(counts: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Return deaths and person-years of some years by decile, under 75 and over.

    `counts` is ``deaths_population_imd_decile``. Columns: ``sex, ages`` (under 75; 75 and over),
    ``decile, age_start, deaths, population``.
    """
    rows = counts[counts["year"].between(first, last)]
    ages = rows["age_start"].lt(75).map({True: "under 75", False: "75 and over"})
    keys = ["sex", "ages", "decile", "age_start"]
    sums = rows.assign(ages=ages).groupby(keys, as_index=False)
    return sums[["deaths", "population"]].sum()


def a_year(found: pd.DataFrame, years: int) -> pd.DataFrame:
    """Return the totals of `stats.attributable` as deaths in a year and as a share of all deaths.

    Columns: ``sex, ages`` (``all`` where `found` does not divide by it), ``value, lower, upper``
    (deaths a year), ``about`` (to the nearest thousand), ``share, share_lower, share_upper`` (per
    cent of all deaths).
    """
    totals = found[found["part"] == "total"]
    keys = ["sex", "ages"]
    totals = totals.reindex(columns=[*keys, "measure", "value", "lower", "upper"])
    totals = totals.assign(**{key: totals[key].astype("object").fillna("all") for key in keys})
    scale = totals["measure"].map({"excess": 1 / years, "fraction": 100})
    numbers = ["value", "lower", "upper"]
    totals[numbers] = totals[numbers].mul(scale, axis="index")
    deaths, shares = (
        totals[totals["measure"] == measure].set_index(keys)[numbers]
        for measure in ("excess", "fraction")
    )
    names = {"value": "share", "lower": "share_lower", "upper": "share_upper"}
    deaths["about"] = deaths["value"].round(-3)
    return deaths.join(shares.rename(columns=names)).reset_index()


def with_england(counts: pd.DataFrame, area: Place) -> pd.DataFrame:
    """Return deaths and people of 2014 of all authorities, of England, and of an area.

    Parameters
    ----------
    counts : DataFrame
        ``deaths_population_la_2014``.
    area : Place
        Where it is no authority of 2014 but several, as a county is, it has rows of its own beside
        them; where the table does not hold it, none.

    Returns
    -------
    DataFrame
        ``area_code, sex, age_start, deaths, population``.
    """
    columns = ["area_code", "sex", "age_start", "deaths", "population"]
    keys, numbers = columns[1:3], columns[3:]
    whole = counts.groupby(keys, as_index=False)[numbers].sum().assign(area_code=ENGLAND)
    parts = [counts[columns], whole[columns]]
    if area.code not in {*counts["area_code"], ENGLAND}:
        parts.append(counts_of_area(counts, area.authorities).assign(area_code=area.code))
    return pd.concat(parts, ignore_index=True)[columns]


def of_area(funnel: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return an area's standardised ratios, from `stats.funnel_limits`, men first.

    Columns: ``sex, observed, expected, value, lower, upper, position``, ``beyond`` (per cent above
    or below 100, without sign) and ``than_england``: *higher, lower* where the ratio is beyond the
    limits of 95%, else *about the same*.
    """
    rows = funnel[funnel["area_code"] == area].sort_values("sex", ascending=False)
    word = rows["position"].str.split().str[0].map({"above": "higher", "below": "lower"})
    rows = rows.assign(
        beyond=(rows["value"] - 100).abs(), than_england=word.fillna("about the same")
    )
    columns = ["sex", "observed", "expected", "value", "lower", "upper", "position"]
    return rows[[*columns, "beyond", "than_england"]].reset_index(drop=True)


def beyond_chance(funnel: pd.DataFrame) -> pd.DataFrame:
    """Return how many areas are within and beyond the limits of 95%, from `stats.funnel_limits`.

    Columns: ``sex`` (men first), ``areas, within, beyond``.
    """
    within = (funnel["position"] == "within").groupby(funnel["sex"]).agg(["size", "sum"])
    counted = within.set_axis(["areas", "within"], axis="columns")
    counted["beyond"] = counted["areas"] - counted["within"]
    return counted.sort_index(ascending=False).reset_index()
