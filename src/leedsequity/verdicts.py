"""The verdict on a value beside another, and on a series over time, in the same words everywhere.

The words and the rules are those of `docs/methods/verdicts.md`. A verdict is the publisher's where
it gives one, else that of a test where there are limits; without either, two values are no more
than higher or lower.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr

from leedsequity import stats

VALUE = ["value", "lower", "upper"]
OTHER = ["other", "other_lower", "other_upper"]
COMPARED = ["difference", "difference_lower", "difference_upper", "p_value", "verdict", "basis"]
#: Words of a comparison by what they rest on: a test, the publisher's or ours, or none.
TESTED = ("better", "worse", "similar", "clearly higher", "clearly lower")
UNTESTED = ("higher", "lower", "equal")
#: Points that a trend needs, and the most that it is read from, the latest.
FEWEST, MOST = 5, 8
TREND = ["trend_from", "points", "yearly_change", "trend_p", "trend"]
_ALPHA = 0.05
_BETTER = {"high": 1.0, "low": -1.0}


def compare(pairs: pd.DataFrame, family: Sequence[str] | None = None) -> pd.DataFrame:
    """Return pairs of values with their difference, its 95% limits, and the verdict.

    Parameters
    ----------
    pairs : DataFrame
        A row a comparison: ``value, lower, upper``; what it is compared with, ``other, other_lower,
        other_upper``; ``polarity`` (high or low is better; anything else: neither is); and perhaps
        ``published_verdict``, the publisher's own on this very comparison, missing where it has
        none, and ``headline``, false where a caution forbids to quote the value.
    family : list of str, optional
        Columns within whose groups the comparisons are read together, so that their p-values are
        adjusted for their number by Holm's rule [1]; an empty list: all together. Left out: each is
        read by itself. A publisher's verdict is never adjusted.

    Returns
    -------
    DataFrame
        The rows of `pairs` in their order, with ``difference`` (value minus other),
        ``difference_lower, difference_upper`` (method of `stats.gap`; missing unless both values
        have limits; not widened for the family), ``p_value`` (two-sided, of the side of those
        limits that faces 0, adjusted in a family), ``verdict`` and ``basis``:

        * *publisher*: its own word, and no other;
        * *our test*: better or worse, or without polarity clearly higher or clearly lower, where
          ``p_value`` is below 0.05; else similar;
        * *not tested*, where there are no limits: higher, lower or equal, as published;
        * *caution*, where the value is no headline: no verdict.

        Both are missing where either value is.

    Notes
    -----
    The two values are taken as independent. An area that is a part of what it is compared with, by
    a share w of its people, is not: the true error of the difference is smaller, so that the test
    is too careful, by a factor of about 1 - w, and never too bold.

    References
    ----------
    1. Holm S. A simple sequentially rejective multiple test procedure. Scand J Stat 1979;6:65-70.
    """
    table = pairs.reset_index(drop=True)  # of rows that bear one label, each is a comparison
    table["difference"] = table["value"] - table["other"]
    table["difference"] = table["difference"].astype("float64").round(9)
    table[COMPARED[1:3]] = np.nan
    if len(table):
        ends = {"own": table[VALUE], "other": table[OTHER].set_axis(VALUE, axis=1)}
        long = pd.concat(
            {name: end.reset_index(drop=True) for name, end in ends.items()}, names=["end", "pair"]
        )
        gaps = stats.gap(
            long.astype("float64").reset_index(), ["pair"], group="end", reference="other"
        ).set_index("pair")
        found = gaps.loc[gaps["measure"] == "difference", VALUE[1:]]
        table[COMPARED[1:3]] = found.to_numpy()
    table["p_value"] = _p_value(table)
    if family is not None:
        table["p_value"] = _holm(table, [*family])
    table["verdict"], table["basis"] = _verdict(table)
    return table.set_axis(pairs.index)


def _p_value(table: pd.DataFrame) -> pd.Series:
    """Return p by the standard error that the limits imply on the side of 0."""
    difference = table["difference"]
    facing = table["difference_lower"].where(difference > 0, table["difference_upper"])
    deviate = stats.z_value(1 - _ALPHA) * difference / (difference - facing)
    p = pd.Series(2 * ndtr(-deviate.abs()), table.index)
    return p.mask(difference.eq(0) & facing.notna(), 1.0)


def _holm(table: pd.DataFrame, family: list[str]) -> pd.Series:
    from statsmodels.stats.multitest import multipletests

    adjusted = table["p_value"].copy()
    known = table[adjusted.notna() & ~_published(table).notna()]
    keys = family or np.zeros(len(known))
    groups = [rows for _, rows in known.groupby(keys, sort=False, dropna=False)]
    for rows in groups:
        if len(rows):
            adjusted[rows.index] = multipletests(rows["p_value"], method="holm")[1]
    return adjusted


def _published(table: pd.DataFrame) -> pd.Series:
    """Return the publisher's verdicts, missing where there are none."""
    return table.get("published_verdict", pd.Series(None, table.index, dtype="object"))


def _verdict(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    sign = np.sign(table["difference"])
    better = sign * table["polarity"].map(_BETTER).astype("float64")
    tested = better.map({1: "better", -1: "worse"}).fillna(
        sign.map({1: "clearly higher", -1: "clearly lower"})
    )
    tested = tested.where(table["p_value"] < _ALPHA, "similar")
    untested = sign.map({1: "higher", -1: "lower", 0: "equal"})
    has_test, published = table["p_value"].notna(), _published(table)
    known, given = table["difference"].notna(), published.notna()
    forbidden = ~table.get("headline", pd.Series(True, table.index)).astype(bool)
    verdict = published.where(given, tested.where(has_test, untested)).where(known & ~forbidden)
    basis = pd.Series(np.where(has_test, "our test", "not tested"), table.index, dtype="object")
    return verdict, basis.mask(given, "publisher").mask(forbidden, "caution").where(known)


def trend(series: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return whether series over time improve, by a test on their latest five to eight points.

    Parameters
    ----------
    series : DataFrame
        A row a period that may be compared with the last: ``year`` (of periods of several years the
        middle), ``period``, ``value, lower, upper``, ``polarity``, and perhaps ``earlier``: how
        many periods were left out because a definition changed.
    by : list of str
        The columns that tell series apart.

    Returns
    -------
    DataFrame
        A row a series: `by`, ``trend_from`` (the first period used), ``points`` (how many are
        used), ``yearly_change``, ``trend_p`` and ``trend``: *improving* or *getting worse*
        (without polarity *rising*, *falling*) where p is below 0.05; *no clear change*; *too few
        years* where there are fewer than five points; *not comparable* where there would be five
        with the earlier ones. The numbers are missing without five points.

    Notes
    -----
    Periods that overlap share their people, and count once: of three-year periods every third is
    used, the last among them. Where all points have limits the line is fitted by least squares
    weighted by their errors [1]; its error is that of the limits, or of the scatter about the line
    if that is more, and p is from the t distribution. Otherwise the test is Kendall's of the order
    of values [2], which needs neither errors nor a straight line, and the change per year is the
    median of all pairs [3]. Of five points only those that all rise, or all fall, pass.

    References
    ----------
    1. Draper NR, Smith H. Applied regression analysis. 3rd ed. New York: Wiley; 1998: chapter 9.
    2. Kendall MG. A new measure of rank correlation. Biometrika 1938;30:81-93.
    3. Sen PK. Estimates of the regression coefficient based on Kendall's tau. J Am Stat Assoc
       1968;63:1379-1389.
    """
    known = series.dropna(subset="value").sort_values("year", kind="stable", ignore_index=True)
    years = _years(known["period"])
    found: list[dict[str, Any]] = []
    for key, rows in known.groupby([*by], sort=False, dropna=False):
        last, most = rows.iloc[-1], years.loc[rows.index].max()
        apart = rows[(rows["year"].iloc[-1] - rows["year"]) % most == 0].tail(MOST)
        result = dict(zip(by, key, strict=True)) | {
            "trend_from": apart["period"].iloc[0],
            "points": len(apart),
        }
        if len(apart) < FEWEST:
            cut = len(apart) + last.get("earlier", 0) >= FEWEST
            found.append(result | {"trend": "not comparable" if cut else "too few years"})
            continue
        slope, p = _slope(apart)
        up, down = ("improving", "getting worse")[:: -1 if last["polarity"] == "low" else 1]
        if last["polarity"] not in _BETTER:
            up, down = "rising", "falling"
        word = "no clear change" if not p < _ALPHA else up if slope > 0 else down
        found.append(result | {"yearly_change": slope, "trend_p": p, "trend": word})
    return pd.DataFrame(found, columns=[*by, *TREND]).astype(known[[*by]].dtypes.to_dict())


def _years(periods: pd.Series) -> pd.Series:
    """Return of how many years each period is: three for 2014-16, one for 2014/15 and for days."""
    ends = periods.str.extract(r"^\d\d(\d\d)-(?:\d\d)?(\d\d)$").astype("float64")
    return ((ends[1] - ends[0]) % 100 + 1).fillna(1).astype(int)


def _slope(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the change per year and its p-value."""
    from scipy import stats as scipy_stats  # slow to import, and few need it

    x, y = (rows[column].to_numpy("float64") for column in ("year", "value"))
    se = (rows["upper"] - rows["lower"]).to_numpy("float64") / (2 * stats.z_value(1 - _ALPHA))
    if not (se > 0).all():
        # Values that never change have no order, and no p.
        p = scipy_stats.kendalltau(x, y).pvalue
        return float(scipy_stats.theilslopes(y, x)[0]), 1.0 if np.isnan(p) else float(p)
    weight = 1 / se**2
    centred = x - np.average(x, weights=weight)
    spread = weight @ centred**2
    slope = weight @ (centred * y) / spread
    left = y - np.average(y, weights=weight) - slope * centred
    error = np.sqrt(max(1.0, weight @ left**2 / (len(x) - 2)) / spread)
    return float(slope), float(2 * scipy_stats.t.sf(abs(slope / error), len(x) - 2))
