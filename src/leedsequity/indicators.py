"""The 15 indicators: what each is, and open series for them in one shape, with 95% limits."""

import pandas as pd

from leedsequity import stats
from leedsequity.vocabulary import LEEDS, SEXES

#: What divides a population into the groups of a series.
DIMENSIONS = {
    "all": "all",
    **dict.fromkeys(SEXES, "sex"),
    "fsm": "free school meals",
    "not fsm": "free school meals",
    **dict.fromkeys(("White", "Mixed", "Asian", "Black", "Chinese", "Other"), "ethnic group"),
}
#: Of how many a unit speaks: a percentage of 100.
_PER = {"%": 100.0, "per 1,000 households": 1000.0}
#: Why published values are in doubt, by series and area's code: such a value is no headline and no
#: verdict, and nothing is compared with it.
DOUBTS = {
    ("jobs_below_living_wage", LEEDS): (
        "the share for Leeds probably counts the jobs of one large employer where it reports them"
        " (inferred: the file does not say), and is not to be quoted"
    )
}
_COLUMNS = [
    "indicator_id", "series", "area_code", "dimension", "group", "period", "value", "lower",
    "upper", "limits", "numerator", "denominator", "unit", "polarity", "fit", "marker",
]  # fmt: skip


def definitions(
    printed: pd.DataFrame, readings: pd.DataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    """Return the 15 indicators: as the report prints them, as read here, and their open series.

    Parameters
    ----------
    printed : DataFrame
        ``indicator_set``, as the report prints it: the sources of 11 and 12 look shifted there by a
        row.
    readings : DataFrame
        ``indicator_readings``. The Marmot principle is inferred: the report names none.
    sources : DataFrame
        ``indicator_sources``.

    Returns
    -------
    DataFrame
        A row an indicator: the columns of `readings`, ``indicator, disaggregation, source`` as
        printed, and ``series`` (open series, the nearest first; empty if none), ``fit`` (of the
        nearest: same, narrower, older, proxy or none) and ``difference`` (of the nearest from the
        indicator, or why there is none).
    """
    every = sources["series"].fillna("").groupby(sources["indicator_id"]).agg("; ".join)
    # Whole rows: of the nearest series a missing word is missing, and not the next one's.
    nearest = sources.drop_duplicates("indicator_id")[["indicator_id", "fit", "difference"]]
    nearest.insert(1, "series", nearest["indicator_id"].map(every))
    as_printed = printed.rename(columns={"number": "indicator_id"})
    as_printed = as_printed[["indicator_id", "indicator", "disaggregation", "source"]]
    table = readings.merge(as_printed, on="indicator_id", validate="1:1")
    return table.merge(nearest, on="indicator_id", validate="1:1")


def doubts(area: str) -> dict[str, str]:
    """Return, by series, why values of an area (a code) are in doubt; most areas have none."""
    return {series: why for (series, code), why in DOUBTS.items() if code == area}


def life_expectancy(values: pd.DataFrame, limits: pd.DataFrame) -> pd.DataFrame:
    """Return life expectancy at birth, indicator 1, as facts for `series`.

    Parameters
    ----------
    values, limits : DataFrame
        The raw tables ``life_expectancy_la`` and ``life_expectancy_la_limits``.

    Returns
    -------
    DataFrame
        ``series, area_code, group, period, value, lower, upper, marker``, in years; published
        limits where there are any (``ons_2001_2018`` for 2016-18, ``ons_2021_23``).
    """
    keys = ["series", "area_code", "sex", "period"]
    known = limits[limits["age_start"] == 0].replace({"series": {"ons_2016_18": "ons_2001_2018"}})
    born = values[values["age"] == 0].merge(
        known[[*keys, "lower", "upper"]], on=keys, how="left", validate="1:1"
    )
    return born[[*keys, "value", "lower", "upper", "marker"]].rename(columns={"sex": "group"})


def series(facts: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return facts with what their sources say of them, and 95% limits by the method named there.

    The methods: ``published``; ``proportion``, Wilson's limits from counts; ``implied proportion``,
    the same from a percentage, rounded by its publisher, and its denominator; ``rate``, Byar's
    limits (exact below 10) of the count over its denominator, or of the count alone; ``cv``, the
    value ± z times its standard error, cv x value / 100, within 0-100, and none where cv is 0, as
    for a share of 0 in a sample. Limits carry the chance variation of counts or of a sample, and
    not what was not recorded or known.

    Parameters
    ----------
    facts : DataFrame
        ``indicator_series``, the facts of `life_expectancy`, or both put together.
    sources : DataFrame
        ``indicator_sources``.

    Returns
    -------
    DataFrame
        A row a fact, in the same order, with the columns of `facts` and ``indicator_id, dimension,
        lower, upper, limits, unit, polarity, fit``; without ``cv``. `value` is as published;
        `limits` names the method, and is ``none`` where there are no limits.

    Raises
    ------
    ValueError
        If a series has no source.
    """
    about = sources[["series", "indicator_id", "unit", "limits", "polarity", "fit"]].dropna(
        subset="series"
    )
    unknown = sorted(set(facts["series"]) - set(about["series"]))
    if unknown:
        raise ValueError(f"series without a source: {', '.join(unknown)}")
    # Of the facts, some have counts or a coefficient of variation, others limits as published.
    absent = {"lower", "upper", "cv", "numerator", "denominator"} - {*facts}
    table = facts.assign(**dict.fromkeys(absent, float("nan")))
    table = table.merge(about, on="series", validate="many_to_one")
    table["dimension"] = table["group"].map(DIMENSIONS)
    per = table["unit"].map(_PER).fillna(1.0)
    method = table["limits"].where(table["value"].notna(), "none")
    # Of a plain count one is asked for the count alone; of anything else a missing denominator
    # leaves no limits.
    alone = table["unit"].eq("households")
    counts = pd.DataFrame({"denominator": table["denominator"].astype("float64").mask(alone, 1.0)})
    implied = table["value"] * table["denominator"] / per
    counts["numerator"] = (
        table["numerator"].astype("float64").where(method != "implied proportion", implied)
    )
    for found in (
        stats.proportion(counts[method.isin(["proportion", "implied proportion"])]),
        stats.rate(
            counts[method == "rate"], events="numerator", population="denominator", multiplier=1
        ),
    ):
        for limit in ("lower", "upper"):
            table.loc[found.index, limit] = found[limit] * per[found.index]
    sampled = table[(method == "cv") & (table["cv"] > 0)]
    half = stats.z_value(0.95) * sampled["cv"] / 100 * sampled["value"]
    table.loc[sampled.index, "lower"] = (sampled["value"] - half).clip(lower=0)
    table.loc[sampled.index, "upper"] = (sampled["value"] + half).clip(upper=100)
    table["limits"] = table["limits"].where(table["lower"].notna(), "none")
    return table[_COLUMNS]
