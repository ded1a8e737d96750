"""Counts of persons made fit to be shown, before anything else is made from them.

`stats.suppress` protects one table. What a run releases is several tables of the same people, which
could be compared. So nothing that hangs on a count of 1 to 7 enters any of them: the parts of a
breakdown hold nobody or at least 8 people each, or are joined with their neighbours first, and
`suppress` then rounds what is left. A rounded count stands for several true ones: shares and ratios
say between which values they lie, whatever the true counts are.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from leedsequity import stats
from leedsequity.errors import InputError

SMALL = 7
#: A breakdown of fewer people is not shown. A joined part has at least so many: one person in a
#: small part, 7 in another, and 8 in the larger one, so that each small one can still be any of 1
#: to 7.
LEAST = 2 * (SMALL + 1)
#: Policies for records that are not published.
POLICIES = tuple(name for name in stats.DISCLOSURE_POLICIES if name != "none")
NOT_STATED = "not stated"
#: What `rounded` gives for every part: the count as it is shown, and the least and the most that it
#: stands for.
COUNTS = ["people", "fewest", "most_people"]


def check_policy(policy: str) -> None:
    """Refuse a policy that is none of `POLICIES`."""
    if policy not in POLICIES:
        raise InputError(
            f"policy is {policy!r}; for records that are not published it is one of"
            f" {', '.join(POLICIES)}"
        )


def joined(counts: Sequence[int]) -> list[list[int]]:
    """Return which neighbouring parts are joined, as lists of positions.

    Nothing where there are too few people in all. From the first part on, a part of 1 to 7 is
    joined with those after it, up to one of more than 7 by which there are `LEAST` people or more;
    what is left at the end is joined with those before it until there are so many. So even somebody
    who knows this rule, and the exact number of people joined, can take each small part for any of
    1 to 7: were parts joined until there are 8 people, the second of two parts of 13 people would
    be known to be 6 or more. The order of the parts must not depend on `counts`.
    """
    if sum(counts) < LEAST:
        return [list(range(len(counts)))] if sum(counts) == 0 else []
    found: list[list[int]] = []
    group: list[int] = []
    for position, count in enumerate(counts):
        group.append(position)
        alone = len(group) == 1
        enough = alone or sum(counts[i] for i in group) >= LEAST
        if (alone and count == 0) or (count > SMALL and enough):
            found.append(group)
            group = []
    while group and found:
        members = [counts[i] for i in group]
        if sum(members) >= LEAST and max(members) > SMALL:
            break
        group = found.pop() + group
    return [*found, group] if group else found


def rounded(counts: pd.Series, policy: str) -> pd.DataFrame:
    """Return counts of people as they may be shown, and what each can stand for.

    Each of `counts` is 0 or at least 8, so it is never hidden. The index is that of `counts`, the
    columns are `COUNTS`, whole numbers. The fewest and the most follow from what is shown alone.
    """
    table = pd.DataFrame({"part": range(len(counts)), "people": counts.to_numpy(dtype="int64")})
    suppressed = stats.suppress(table, counts=["people"], policy=policy)
    shown = suppressed["people"].to_numpy(dtype="int64")
    base = stats.DISCLOSURE_POLICIES[policy].base
    anybody = shown > 0
    return pd.DataFrame(
        {
            "people": shown,
            "fewest": np.maximum(shown - (base - 1) // 2, SMALL + 1) * anybody,
            "most_people": (shown + base // 2) * anybody,
        },
        index=counts.index,
    )


def breakdown(counts: pd.Series, policy: str, join: str = " + ") -> pd.DataFrame:
    """Return a breakdown of people as it may be shown.

    Parameters
    ----------
    counts
        People by part, which is the index, in an order that does not depend on them: every person
        in one part.
    policy, join
        One of `POLICIES`; what stands between the names of joined parts.

    Returns
    -------
    DataFrame
        `part` and `COUNTS`. No rows where too few people are in all.
    """
    check_policy(policy)
    groups = joined(counts.tolist())
    names = [join.join(str(counts.index[i]) for i in group) for group in groups]
    sums = pd.Series([counts.iloc[group].sum() for group in groups], index=names, dtype="int64")
    return rounded(sums, policy).rename_axis("part").reset_index().astype({"part": "str"})


def shares(table: pd.DataFrame, others: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Return released counts with shares in per cent, and the limits of rounding and of chance.

    Parameters
    ----------
    table, others
        Of each row the people counted and all others of its base, each with `COUNTS`, in the same
        order.
    policy
        The policy that released the counts.

    Returns
    -------
    DataFrame
        `table` without the fewest and the most; `of`, the base; and `value, least, most, lower,
        upper, confidence, method, reason`: the share of the shown counts, the least and the most
        that the share of the true ones can be, and the Wilson limits of those two. There is no
        share where the true count may be below the fewest events of the policy: that is decided by
        what is shown, for a decision by the true count would tell it.
    """
    people = table[COUNTS].astype("int64")
    rest = others[COUNTS].set_axis(table.index).astype("int64")

    def share(top: pd.Series, bottom: pd.Series) -> pd.DataFrame:
        counts = pd.DataFrame({"numerator": top, "denominator": top + bottom})
        return stats.proportion(counts, multiplier=100)

    shown = share(people["people"], rest["people"])
    least = share(people["fewest"], rest["most_people"])
    most = share(people["most_people"], rest["fewest"])
    few = people["fewest"] < stats.DISCLOSURE_POLICIES[policy].least_events
    result = table.drop(columns=COUNTS[1:]).assign(
        of=people["people"] + rest["people"],
        value=shown["value"],
        least=least["value"],
        most=most["value"],
        lower=least["lower"],
        upper=most["upper"],
        confidence=shown["confidence"],
        method="share of rounded counts, Wilson limits of the least and the most",
        reason=shown["reason"].mask(few, "too few people"),
    )
    return withheld(result, few)


def withheld(table: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    """Return a table with the numbers of some rows missing: value, least and most, limits."""
    numbers = ["value", "least", "most", "lower", "upper"]
    return table.assign(**{name: table[name].mask(rows) for name in numbers})


def all_others(shown: pd.DataFrame) -> pd.DataFrame:
    """Return for each row of released parts the `COUNTS` of all other rows together."""
    return shown[COUNTS].sum() - shown[COUNTS]


def representation(
    shown: pd.DataFrame, residents: pd.Series, policy: str, join: str = " + "
) -> pd.DataFrame:
    """Return how much of a group is among some people, over how much of it is among residents.

    Parameters
    ----------
    shown, policy, join
        From `breakdown`, and what it was given.
    residents
        Residents by part, taken as known without error.

    Returns
    -------
    DataFrame
        `part, people, of, share, share_least, share_most, residents, resident_share, value, least,
        most, lower, upper, confidence, method, reason`. The share is that of `shares`, with the
        least and the most that it can be; `value` is its ratio to the residents' share, and so are
        the numbers after it. `not stated`, where it is a part of its own, stays out of both shares.
        Where it is joined with a group, nobody can say how many people are stated, and no share of
        the breakdown is given. No ratio for a part without residents.
    """
    members = [part.split(join) for part in shown["part"]]
    stated = [NOT_STATED not in parts for parts in members]
    unstated = ~pd.Series(stated, index=shown.index, dtype="bool")
    mixed = bool((unstated & (shown["part"] != NOT_STATED)).any())
    base = shown if mixed else shown[~unstated]
    result = shares(shown, all_others(base).reindex(shown.index, fill_value=0), policy)
    result["of"] = base["people"].sum()
    living = residents.rename(index=str)
    result["residents"] = [round(living.reindex(parts).fillna(0).sum()) for parts in members]
    for name, number in (("share", "value"), ("share_least", "least"), ("share_most", "most")):
        result[name] = result[number].mask(unstated | mixed)
    result["resident_share"] = (100 * result["residents"] / living.sum()).mask(
        unstated | (result["residents"] == 0)
    )
    for name in ("value", "least", "most", "lower", "upper"):
        result[name] /= result["resident_share"]
    reason = result["reason"].mask(result["residents"] == 0, "no residents to compare with")
    why_unstated = "a group is joined with not stated" if mixed else "not stated"
    result["reason"] = reason.mask(unstated | mixed, why_unstated)
    result = withheld(result, result["reason"] != "")
    result["method"] = "ratio of shares, limits of the numerator's share of rounded counts"
    first = ["part", "people", "of", "share", "share_least", "share_most"]
    first += ["residents", "resident_share"]
    return result[[*first, *result.columns.drop(first)]]
