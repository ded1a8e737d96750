"""The 15 indicators: what each is, and open series for them in one shape, with 95% limits."""

import pandas as pd

from leedsequity import stats
from leedsequity.vocabulary import SEXES

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
#: Whose denominators stand in for those of a `cohort proportion`: children at the end of reception.
_COHORT = {"series": "eyfsp_good_development", "group": "all", "period": "2018/19"}
#: Of fewer children, a value is no headline: that of an indicator of children without counts.
_OF_CHILDREN = (2, 8)
_FEWEST = 100
_FEW = f"Probably fewer than {_FEWEST} children are counted, so a few of them move it (inferred)"
_COLUMNS = [
    "indicator_id", "series", "area_code", "dimension", "group", "period", "value", "lower",
    "upper", "limits", "numerator", "denominator", "unit", "polarity", "fit", "published_verdict",
    "caution", "headline", "marker",
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


def cautions(facts: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return facts with what is to be known before a value is quoted, and whether it may be.

    Added to `facts` (``series, area_code``), by ``indicator_sources``: ``caution``, a
    sentence without its full stop or empty, and ``headline``. Where that is false the value is no
    headline and counts in no verdict, and nothing is compared with it.
    """
    rows = ["series", "caution", "caution_area", "headline"]
    about = sources.dropna(subset="caution")[rows].set_index("series")
    area = facts["series"].map(about["caution_area"])
    meant = area.eq("all") | area.eq(facts["area_code"])
    caution = facts["series"].map(about["caution"]).where(meant, "")
    quoted = ~(meant & facts["series"].map(about["headline"]).eq("no"))
    return facts.assign(caution=caution, headline=quoted)


def life_expectancy(values: pd.DataFrame, limits: pd.DataFrame) -> pd.DataFrame:
    """Return life expectancy at birth, indicator 1, as facts for `series`.

    Parameters
    ----------
    values, limits : DataFrame
        The raw tables ``life_expectancy_la`` and ``life_expectancy_la_limits``.

    Returns
    -------
    DataFrame
        ``series, area_code, group, period, value, lower, upper, published_verdict, marker``, in
        years; published limits where there are any (``ons_2001_2018`` for 2016-18,
        ``ons_2021_23``).
    """
    keys = ["series", "area_code", "sex", "period"]
    known = limits[limits["age_start"] == 0].replace({"series": {"ons_2016_18": "ons_2001_2018"}})
    born = values[values["age"] == 0].merge(
        known[[*keys, "lower", "upper"]], on=keys, how="left", validate="1:1"
    )
    columns = [*keys, "value", "lower", "upper", "published_verdict", "marker"]
    return born[columns].rename(columns={"sex": "group"})


def series(facts: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return facts with what their sources say of them, and 95% limits by the method named there.

    The methods: ``published``; ``proportion``, Wilson's limits from counts; ``implied proportion``,
    the same from a percentage, rounded by its publisher, and its denominator; ``cohort
    proportion``, the same of all children with the denominator of ``eyfsp_good_development`` of
    2018/19, if it is among the facts, where none is published but about as many are counted;
    ``rate``, Byar's limits (exact below 10) of the count over its denominator, or of the count
    alone; ``cv``, the value ± z times its standard error, cv x value / 100, within 0-100, and none
    where cv is 0, as for a share of 0 in a sample. Limits carry the chance variation of counts or
    of a sample, and not what was not recorded or known.

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
        lower, upper, limits, unit, polarity, fit`` and those of `cautions`; without ``cv``. `value`
        is as published; `limits` names the method, and is ``none`` where there are no limits.
        Where the cohort is of fewer than 100 children, `caution` says so of every value of
        children (indicators 2 to 8) whose counts are not published, and it is no headline.

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
    absent = {"lower", "upper", "cv", "numerator", "denominator", "published_verdict"} - {*facts}
    table = cautions(facts.assign(**dict.fromkeys(absent, float("nan"))), sources)
    table = table.merge(about, on="series", validate="many_to_one")
    table["dimension"] = table["group"].map(DIMENSIONS)
    per = table["unit"].map(_PER).fillna(1.0)
    method = table["limits"].where(table["value"].notna(), "none")
    # Of a plain count one is asked for the count alone; of anything else a missing denominator
    # leaves no limits.
    alone = table["unit"].eq("households")
    counts = pd.DataFrame({"denominator": table["denominator"].astype("float64").mask(alone, 1.0)})
    cohorts = table[(table[[*_COHORT]] == [*_COHORT.values()]).all(axis=1)]
    children = table["area_code"].map(cohorts.set_index("area_code")["denominator"])
    borrowed, implied = method == "cohort proportion", method == "implied proportion"
    counts["denominator"] = counts["denominator"].mask(
        borrowed, children.where(table["group"] == "all")
    )
    counts["numerator"] = (
        table["numerator"]
        .astype("float64")
        .mask(borrowed | implied, table["value"] * counts["denominator"] / per)
    )
    for found in (
        stats.proportion(counts[borrowed | implied | (method == "proportion")]),
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
    uncounted = table["indicator_id"].between(*_OF_CHILDREN) & (borrowed | method.eq("none"))
    few = (children < _FEWEST) & uncounted & table["value"].notna()
    table = table.assign(
        limits=table["limits"].where(table["lower"].notna(), "none"),
        caution=table["caution"].mask(few, _FEW),
        headline=table["headline"] & ~few,
    )
    return table[_COLUMNS]
