"""A gap in life expectancy, taken apart: which causes and ages it is made of, and what changed."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from leedsequity import verdicts
from leedsequity.analyses.life_tables import counts_of_area
from leedsequity.places import Place

#: The causes of the raw table, in the groups that are shown here.
CAUSES = {
    "Cancer": "cancer",
    "Ischaemic heart disease": "heart disease",
    "Stroke": "stroke, other circulatory",
    "Other circulatory disease": "stroke, other circulatory",
    "Respiratory disease": "lung disease",
    "Intentional injury": "injuries",
    "Unintentional injury": "injuries",
    "Diabetes": "other causes",
    "Neonatal death": "other causes",
    "Other causes": "other causes",
}
#: The diseases that are named together.
MAIN = ["cancer", "heart disease", "lung disease"]
#: Where the broad age groups start, with their names.
AGES = {0: "under 20", 20: "20 to 39", 40: "40 to 59", 60: "60 to 79", 80: "80 and over"}
#: The two populations of `two_populations`.
HERE, ELSEWHERE = "here", "elsewhere"


def by_broad_age(data: pd.DataFrame) -> pd.DataFrame:
    """Return deaths by age with a row for each broad age of `AGES`, in the column ``ages``.

    The ages take the place of causes: a row has the ``deaths`` of its band that belong to the broad
    age, all or none, so that the parts of broad ages can have limits as those of causes have.
    """
    starts = pd.DataFrame({"first": [*AGES], "ages": [*AGES.values()]})
    starts["end"] = starts["first"].shift(-1, fill_value=200)
    rows = data.merge(starts, how="cross")
    own = (rows["age_start"] >= rows["first"]) & (rows["age_start"] < rows["end"])
    deaths = rows["deaths"].where(own, 0)
    return rows.assign(deaths=deaths).drop(columns=["first", "end"])


def pooled(counts: pd.DataFrame, periods: Sequence[str], of: str) -> pd.DataFrame:
    """Return deaths and people of the two ends of deprivation, by period.

    Parameters
    ----------
    counts : DataFrame
        ``year, decile, sex, age_start, deaths, population`` and the column `of`, by which a year's
        deaths are divided and its people repeated.
    periods : list of str
        Three years each, such as ``2013-15``, which are added up.
    of : str
        ``cause``, in the words of the raw table, which are put into the groups of `CAUSES`; or
        another column.

    Returns
    -------
    DataFrame
        ``period, sex, decile, age_start``, `of`, ``deaths, population`` (person-years) of deciles 1
        and 10.
    """
    keys = ["period", "sex", "decile", "age_start", of]
    found = []
    for period in periods:
        first = int(period[:4])
        years = counts["year"].between(first, first + 2) & counts["decile"].isin([1, 10])
        rows = counts[years].assign(period=period)
        rows[of] = rows[of].replace(CAUSES)
        # A year's people stand beside each cause, and count once for each group of causes.
        yearly = rows.groupby([*keys, "year"], as_index=False).agg(
            deaths=("deaths", "sum"), population=("population", "first")
        )
        found.append(yearly.groupby(keys, as_index=False)[["deaths", "population"]].sum())
    return pd.concat(found, ignore_index=True)


def two_populations(counts: pd.DataFrame, area: Place, comparator: Place) -> pd.DataFrame:
    """Return deaths and people of an area and of a comparator without it, of 2014.

    Parameters
    ----------
    counts : DataFrame
        ``deaths_population_la_2014``.
    area, comparator : Place
        What of the comparator lies in the area counts for the area alone.

    Returns
    -------
    DataFrame
        ``side`` (`HERE`, `ELSEWHERE`), ``sex, age_start, deaths, population``; empty where the
        table does not have the one or the other by itself, or nothing is left of the comparator.
    """
    codes = {HERE: area.authorities, ELSEWHERE: comparator.authorities - area.authorities}
    sides = [counts_of_area(counts, of).assign(side=side) for side, of in codes.items()]
    both = pd.concat(sides, ignore_index=True)
    return both if all(len(side) for side in sides) else both[:0]


def elsewhere(area: Place, comparator: Place) -> str:
    """Return whom the second of `two_populations` is, in words: `the rest of England`, `Bradford`.

    The first, where the area is a part of its comparator.
    """
    part = area.authorities & comparator.authorities
    return f"the rest of {comparator.name}" if part else comparator.name


def in_order(parts: pd.DataFrame, of: str) -> pd.DataFrame:
    """Return the totals of `stats.decompose_gap` and the parts `of` it, as they are stacked.

    Causes in the order of `CAUSES`, ages in that of `AGES`; the totals, without either, at the end.
    """
    names = [*CAUSES.values(), *AGES.values()]
    rows = parts[parts["part"].isin(["total", "cause"])]
    place = rows[of].map({name: n for n, name in enumerate(names)})
    return rows.loc[place.sort_values(kind="stable").index].reset_index(drop=True)


def side_by_side(parts: pd.DataFrame, of: str) -> pd.DataFrame:
    """Return the parts of an earlier and a later period side by side, with the change.

    Parameters
    ----------
    parts : DataFrame
        What `stats.decompose_gap` returns by ``period, sex``, of two periods.
    of : str
        The column of the causes, or of what takes their place.

    Returns
    -------
    DataFrame
        Men first, by sex the largest later part first and the whole gap, ``all``, at the end:
        ``sex``, `of`; ``value, lower, upper, share`` (per cent of the gap) of the later period and
        ``other, other_lower, other_upper, other_share`` of the earlier; what `verdicts.compare`
        adds, where the parts of a sex are one family; and ``moved``: *widened* or *narrowed* the
        gap where the test says so, else *no clear change*.
    """
    rows = parts[parts["part"].isin(["total", "cause"])]
    rows = rows.assign(**{of: rows[of].fillna("all")})
    whole = rows["value"].where(rows["part"] == "total")
    whole = whole.groupby([rows["period"], rows["sex"]]).transform("max")
    rows = rows.assign(share=100 * rows["value"] / whole)
    earlier, later = (
        rows[rows["period"] == period].set_index(["sex", "part", of])[
            ["value", "lower", "upper", "share"]
        ]
        for period in sorted(rows["period"].unique())
    )
    both = later.join(earlier.add_prefix("other_").rename(columns={"other_value": "other"}))
    compared = verdicts.compare(both.reset_index().assign(polarity="none"), ["sex", "part"])
    words = {"clearly higher": "widened", "clearly lower": "narrowed"}
    compared["moved"] = compared["verdict"].map(words).fillna("no clear change")
    order = ["sex", "part", "value"]
    compared = compared.sort_values(order, ascending=[False, True, False], ignore_index=True)
    return compared.drop(columns=["part", "polarity"])


def whole_gap(causes: pd.DataFrame) -> pd.DataFrame:
    """Return the gap of each sex, men first, from `side_by_side` by cause.

    Columns: the row of the whole gap; ``main``, per cent of it that the causes of `MAIN` make
    together; ``widened_by, narrowed_by``, the causes that did so, the largest change first.
    """
    result = causes[causes["cause"] == "all"].drop(columns="cause").set_index("sex")
    main = causes[causes["cause"].isin(MAIN)].groupby("sex")["share"].sum()
    result["main"] = main
    for word in ("widened", "narrowed"):
        rows = causes[(causes["moved"] == word) & (causes["cause"] != "all")]
        order = rows["difference"].abs().sort_values(ascending=False).index
        found = rows.loc[order].groupby("sex")["cause"].agg(list)
        result[f"{word}_by"] = [found.get(sex, []) for sex in result.index]
    return result.reset_index()


def of_area(parts: pd.DataFrame) -> pd.DataFrame:
    """Return an area's lead or lag, and its parts by broad age, from `stats.decompose_gap`.

    Columns: ``sex`` (men first), ``ages`` (the youngest first, ``all`` at the end), ``value, lower,
    upper`` (years; below 0 where the area lives the shorter for it), ``reason``, and ``verdict``,
    by the limits: *better, worse, similar*, or *not tested* without limits. Empty where the gap of
    a sex is refused.
    """
    rows = parts[parts["part"].isin(["total", "cause"])].copy()
    if rows["value"].isna().any():
        rows = rows[:0]
    rows["ages"] = rows["ages"].fillna("all")
    verdict = np.select(
        [rows["lower"] > 0, rows["upper"] < 0, rows["lower"].notna()],
        ["better", "worse", "similar"],
        "not tested",
    )
    order = rows["ages"].map({name: n for n, name in enumerate([*AGES.values(), "all"])})
    rows = rows.assign(verdict=verdict, order=order).sort_values(
        ["sex", "order"], ascending=[False, True], ignore_index=True
    )
    return rows[["sex", "ages", "value", "lower", "upper", "reason", "verdict"]]
