"""Counts of persons made fit to be shown, before anything else is made from them.

`stats.suppress` protects one table. What a run releases is several tables of the same people, which could be compared.
So nothing that hangs on a count of 1 to 7 enters any of them: the parts of a breakdown hold nobody or at least 8 people
each, or are joined with their neighbours first, and `suppress` then rounds what is left.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from leedsequity import stats
from leedsequity.errors import InputError

SMALL = 7
#: A breakdown of fewer people is not shown. In a part joined from a small one and a larger, the small one can then
#: still be any of 1 to 7.
LEAST = 2 * SMALL + 1
#: Policies for records that are not published.
POLICIES = tuple(name for name in stats.DISCLOSURE_POLICIES if name != "none")


def check_policy(policy: str) -> None:
    """Refuse a policy that is none of `POLICIES`."""
    if policy not in POLICIES:
        raise InputError(f"policy is {policy!r}; for records that are not published it is one of {', '.join(POLICIES)}")


def joined(counts: Sequence[int]) -> list[list[int]]:
    """Return which neighbouring parts are joined, as lists of positions; nothing where too few people are in all.

    From the first part on, a part of 1 to 7 is joined with those after it until there are 8 or more; what is left at
    the end is joined with those before it until there are `LEAST`. The order of the parts must not depend on `counts`.
    """
    if sum(counts) < LEAST:
        return [list(range(len(counts)))] if sum(counts) == 0 else []
    found: list[list[int]] = []
    waiting: list[int] = []
    for position, count in enumerate(counts):
        waiting.append(position)
        held = sum(counts[i] for i in waiting)
        if held > SMALL or (len(waiting) == 1 and count == 0):
            found.append(waiting)
            waiting = []
    while waiting and sum(counts[i] for i in waiting) < LEAST:
        waiting = found.pop() + waiting
    return [*found, waiting] if waiting else found


def breakdown(counts: pd.Series, policy: str, join: str = " + ") -> pd.DataFrame:
    """Return a breakdown of people as it may be shown.

    Parameters
    ----------
    counts
        People by part, which is the index, in an order that does not depend on them: every person in one part.
    policy, join
        One of `POLICIES`; what stands between the names of joined parts.

    Returns
    -------
    DataFrame
        `part, people, of`: rounded, `of` being the sum of the rounded parts. No rows where too few people are in all.
    """
    check_policy(policy)
    groups = joined(counts.tolist())
    names = [join.join(str(counts.index[i]) for i in group) for group in groups]
    sums = pd.Series([int(counts.iloc[group].sum()) for group in groups], dtype="int64")
    table = pd.DataFrame({"part": pd.Series(names, dtype="str"), "people": sums})
    shown = stats.suppress(table, counts=["people"], policy=policy).drop(columns="reason")
    return shown.astype({"people": "int64"}).assign(of=shown["people"].sum())


def shares(table: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Return released counts with shares in per cent and Wilson limits, made from them, as `stats.proportion`.

    No share is given below the fewest events of the `policy` that released the counts.
    """
    result = stats.proportion(table, numerator="people", denominator="of", multiplier=100)
    few = table["people"] < stats.DISCLOSURE_POLICIES[policy].least_events
    result.loc[few, ["value", "lower", "upper"]] = np.nan
    result.loc[few, "reason"] = "too few people"
    return result


def representation(shown: pd.DataFrame, residents: pd.Series, policy: str, join: str = " + ") -> pd.DataFrame:
    """Return how much of a group is among some people, over how much of it is among residents.

    Parameters
    ----------
    shown, policy, join
        From `breakdown`, and what it was given. The part `not stated` stays out of both shares.
    residents
        Residents by part, taken as known without error.

    Returns
    -------
    DataFrame
        `part, people, of, share, residents, resident_share, value, lower, upper, confidence, method, reason`; `value`
        is the ratio of the shares, its limits those of the people's share (Wilson) over the residents'. No ratio for a
        part that is joined with `not stated`, or without residents.
    """
    members = shown["part"].str.split(join, regex=False)
    stated = ~members.map(lambda parts: "not stated" in parts).to_numpy(dtype=bool)
    table = shown.assign(of=shown.loc[stated, "people"].sum())
    living = residents.rename(index=str)
    table["residents"] = [round(living.reindex(parts).fillna(0).sum()) for parts in members]
    result = shares(table, policy)
    share = result["value"]
    resident_share = 100 * table["residents"] / living.sum()
    usable = stated & (table["residents"] > 0)
    for column in ("value", "lower", "upper"):
        result[column] = (result[column] / resident_share).where(usable)
    result.loc[~usable, "reason"] = "not stated, or no residents to compare with"
    result["method"] = "ratio of shares, Wilson limits of the numerator"
    result.insert(3, "share", share.where(stated))
    result.insert(5, "resident_share", resident_share.where(usable))
    return result
