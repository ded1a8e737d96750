"""Our test of areas beside England, made without the publisher's verdict, against that verdict."""

import pandas as pd

from leedsequity import verdicts
from leedsequity.vocabulary import ENGLAND

#: Series with a publisher's verdict whose limits stand in another, of the same people and years.
_LIMITS_OF = {"ons_2021_23": "ohid_90366"}
_KEYS = ["series", "area_code", "group", "period"]
_OPPOSITE = [("better", "worse"), ("worse", "better")]


def checked(facts: pd.DataFrame) -> pd.DataFrame:
    """Return every comparison with England on which the publisher has spoken and a test can be had.

    `facts` is from `indicators.series`, of all areas. Columns: `series, area_code, group, period,
    value, lower, upper`; England's, `other` with limits; `p_value`, `publisher` (its verdict),
    `our_test` (`verdicts.compare` without it) and `agree`. The limits of life expectancy are those
    of the Office for National Statistics for the same period.
    """
    judged = facts.dropna(subset="published_verdict").set_index(_KEYS)["published_verdict"]
    known = facts.dropna(subset="lower").replace({"series": _LIMITS_OF})
    known = known.join(judged.rename("publisher"), on=_KEYS)
    england = known[known["area_code"] == ENGLAND].rename(
        columns=dict(zip(verdicts.VALUE, verdicts.OTHER, strict=True))
    )
    same = ["series", "group", "period"]
    pairs = known.dropna(subset="publisher").merge(england[[*same, *verdicts.OTHER]], on=same)
    tested = verdicts.compare(pairs.drop(columns="published_verdict"))
    tested = tested.rename(columns={"verdict": "our_test"})
    columns = [*_KEYS, *verdicts.VALUE, *verdicts.OTHER, "p_value", "publisher", "our_test"]
    return tested[columns].assign(agree=tested["publisher"] == tested["our_test"])


def agreement(table: pd.DataFrame) -> pd.DataFrame:
    """Return by series how many of `checked` agree, and how many are the very opposite.

    Columns: `series, first_period, last_period, comparisons, agree, opposite, percent`.
    """
    words = pd.Series([*zip(table["publisher"], table["our_test"], strict=True)], table.index)
    table = table.assign(opposite=words.isin(_OPPOSITE))
    counts = table.groupby("series").agg(
        first_period=("period", "min"),
        last_period=("period", "max"),
        comparisons=("agree", "size"),
        agree=("agree", "sum"),
        opposite=("opposite", "sum"),
    )
    return counts.assign(percent=100 * counts["agree"] / counts["comparisons"]).reset_index()
