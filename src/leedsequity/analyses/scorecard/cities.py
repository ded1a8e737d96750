"""Where an area stands among cities: its place, how sure it is, and the measures on which it is behind the middle.

`table` is from `headline.headline`; `area` is a code, `cities` are codes, of which the area may be
one.
"""

import pandas as pd

from leedsequity import indicators
from leedsequity.analyses.scorecard.headline import KEYS, LIMITS, beside, latest


def places(table: pd.DataFrame, area: str, cities: list[str]) -> pd.DataFrame:
    """Return an area's place among cities in each measure; 1 is best, or highest of what is not judged.

    Columns: `indicator_id, group, series, period, value, lower, upper, place, ranked` (how many are
    placed, the area among them), `lately` (best and worst place in the last three comparable
    periods) and `place_open` (the places, such as `3-4`, that the 95% limits of the area's
    differences from the others leave open, not widened for their number; missing unless all have
    limits). A measure that no other city has is left out.
    """
    shown = table[table["area_code"].isin([*cities, area])]
    goodness = shown["value"].mask(shown["polarity"] == "low", -shown["value"])
    same = goodness.groupby([shown[key] for key in (*KEYS, "period")])
    place, ranked = (
        same.rank(ascending=False, method="min").astype(int),
        same.transform("size").astype(int),
    )
    own = shown.assign(place=place, ranked=ranked)
    own = own[(own["area_code"] == area) & (own["ranked"] > 1)]
    columns = [*KEYS, "series", "period", "value", *LIMITS, "place", "ranked"]
    now = own.drop_duplicates(KEYS, keep="last")[columns].set_index(KEYS)
    # Where limits are wanting, how far the place moves says how firm it is.
    recent = own.groupby(KEYS).tail(3).groupby(KEYS)["place"]
    now["lately"] = _span(recent.min(), recent.max())
    pairs = beside(latest(shown, area), area)
    told = pairs[KEYS].assign(
        sure=pairs["difference_lower"].notna(),
        ahead=pairs["judged"].isin(["worse", "clearly lower"]),
        behind=pairs["judged"].isin(["better", "clearly higher"]),
    )
    told = told.groupby(KEYS).agg({"sure": "all", "ahead": "sum", "behind": "sum"})
    told = told[told["sure"]]
    now["place_open"] = _span(told["ahead"] + 1, now["ranked"].reindex(told.index) - told["behind"])
    return now.reset_index()


def _span(first: pd.Series, last: pd.Series) -> pd.Series:
    """Return `2-4`, or `2` where both are the same."""
    return first.astype(str).mask(first != last, first.astype(str) + "-" + last.astype(str))


def measures_behind(table: pd.DataFrame, area: str, cities: list[str]) -> pd.DataFrame:
    """Return the measures in which an area can be set beside the middle of other cities, and where it is worse.

    The middle is the median of the cities without the area. Measures count that have a polarity and
    that all of them have in the area's last period. The median has no limits: `behind` compares
    published values, and says nothing of chance. Columns: `indicator_id, group, series, fit,
    period, unit, polarity, value, middle, difference` (value minus middle), `behind` (whether the
    area is on the worse side of the middle) and `doubt` (why the area's value is in doubt, if it
    is; then it should not be counted).
    """
    now, others = latest(table, area), [city for city in cities if city != area]
    middle = (
        now[now["area_code"].isin(others)].groupby(KEYS)["value"].agg(middle="median", held="size")
    )
    columns = [*KEYS, "series", "fit", "period", "unit", "polarity", "value"]
    own = now.loc[(now["area_code"] == area) & (now["polarity"] != "not judged"), columns].join(
        middle, on=KEYS
    )
    own = own[own["held"] == len(others)].drop(columns="held").reset_index(drop=True)
    own["difference"] = own["value"] - own["middle"]
    doubts = indicators.doubts(area)
    own["doubt"] = [doubts.get(series, "") for series in own["series"]]
    return own.assign(
        behind=own["difference"].mask(own["polarity"] == "high", -own["difference"]).round(9) > 0
    )
