"""The scorecard: an indicator a row, two for men and women; blank, with the reason, where nothing is open."""

import pandas as pd

from leedsequity import indicators
from leedsequity.analyses.scorecard.headline import DIFFERENCE, KEYS, LIMITS, OTHER, beside, latest

#: The divisions that tell an indicator's inequality in a row, the first that there is.
_DIVISIONS = {"local deciles": 0, "free school meals": 1, "sex": 2}


def scorecard(
    definitions: pd.DataFrame,
    table: pd.DataFrame,
    placed: pd.DataFrame,
    moved: pd.DataFrame,
    gaps: pd.DataFrame,
    area: str,
    comparator: str,
) -> pd.DataFrame:
    """Return the scorecard of an area beside its comparator (codes).

    From `indicators.definitions`, `headline.headline`, `cities.places`, `headline.changes` and
    `within.last_gaps`. Columns: `indicator_id, short_name, principle, status, group, series, fit,
    unit, polarity, period, value, lower, upper`; `comparator` with limits and the area's difference
    from it, `judged`; its place among the cities; `first_period`, the change since with limits,
    `change_judged`; `within`, one gap inside the area with limits; `reason` where there is no
    series; `doubt` where the value is not to be relied on. The place is that of the period of the
    value, missing where no other city has one then.
    """
    now = latest(table[table["area_code"].isin([area, comparator])], area)
    own = now.loc[
        now["area_code"] == area,
        [*KEYS, "series", "fit", "unit", "polarity", "period", "value", *LIMITS],
    ]
    there = dict(
        zip(OTHER.values(), ["comparator", "comparator_lower", "comparator_upper"], strict=True)
    )
    against = beside(now, area)[[*KEYS, *OTHER.values(), *DIFFERENCE]].rename(columns=there)
    change = dict(
        zip(DIFFERENCE, ["change", "change_lower", "change_upper", "change_judged"], strict=True)
    )
    since = moved.loc[moved["area_code"] == area, [*KEYS, "first_period", *DIFFERENCE]].rename(
        columns=change
    )
    card = definitions[["indicator_id", "short_name", "principle", "status"]].merge(
        own, on="indicator_id", how="left"
    )
    card = card.merge(against, on=KEYS, how="left")
    card = card.merge(
        placed.drop(columns=["series", "value", *LIMITS]), on=[*KEYS, "period"], how="left"
    )
    for part in (since, _one_gap(gaps)):
        card = card.merge(part, on=KEYS, how="left")
    reason = definitions["difference"].where(
        definitions["fit"] == "none", "No open series has a value for this area."
    )
    reason = card["indicator_id"].map(dict(zip(definitions["indicator_id"], reason, strict=True)))
    doubt = card["series"].map(indicators.doubts(area))
    return card.assign(reason=reason.where(card["series"].isna()), doubt=doubt)


def _one_gap(gaps: pd.DataFrame) -> pd.DataFrame:
    """Return the gap that tells each measure's inequality, and between whom it is."""
    told = gaps.assign(order=gaps["dimension"].map(_DIVISIONS)).dropna(subset="order")
    told = told.sort_values(["indicator_id", "order"], kind="stable")
    slope = told["dimension"] == "local deciles"
    of = (
        (told["group"] + " minus " + told["reference"]).mask(slope, "slope index")
        + ", "
        + told["period"]
    )
    names = dict(zip(DIFFERENCE, ["within_gap", "within_lower", "within_upper"], strict=False))
    told = told.assign(within=of, group=told["group"].where(slope, "all")).rename(columns=names)
    return told.drop_duplicates(KEYS)[[*KEYS, "within", *names.values()]]
