"""Stages of persons from a partner's events: how far each came, conversions, time to offer. Released counts only leave.

Everything returned has been through `release.breakdown`. The tables count the same people, so what one table keeps back
must not follow from another: see `apart` and `whole`. `events` are rows of a partner's file (`person, date, stage,
spoke`), `reached` is from `furthest`, `policy` is a disclosure policy.
"""

import numpy as np
import pandas as pd

from leedsequity.analyses import release
from leedsequity.raw.partner_schemas import LADDER

ALL = "all spokes"
#: A person counts as in post when a `retained` event is dated this long after `recruited`.
IN_POST = pd.Timedelta(weeks=26)
_ENGAGED = LADDER.index("engaged")
#: Outcomes beside the ladder, each among the engaged: the stages of one are steps of a ladder of its own.
_BESIDE = {"qualification": ["qualified"], "vaccination": ["vaccinated", "first_vaccination"]}
#: Bands of a wait, each to below so many days.
_WAITS = {
    "under 4 weeks": 28, "4 to 7 weeks": 56, "8 to 12 weeks": 91, "13 to 25 weeks": 182, "26 weeks or more": 10**6
}  # fmt: skip


def furthest(events: pd.DataFrame) -> pd.DataFrame:
    """Return how far each person came in each spoke.

    Columns: `person, spoke, rank`: the place in `LADDER` of the last stage reached. `retained` counts only from
    `IN_POST` after `recruited` in the same spoke.
    """
    stage = events["stage"].astype("str")
    steps = events[["person", "spoke", "date"]].assign(rank=stage.map({name: i for i, name in enumerate(LADDER)}))
    steps = steps[steps["rank"].notna()].astype({"rank": "int8", "spoke": "category"})
    keys = ["person", "spoke"]
    kept = steps["rank"] == len(LADDER) - 1
    start = steps.loc[steps["rank"] == LADDER.index("recruited"), [*keys, "date"]].rename(columns={"date": "start"})
    late = steps[kept].merge(start, on=keys)
    late = late.loc[late["date"] - late["start"] >= IN_POST, [*keys, "date", "rank"]]
    return pd.concat([steps[~kept], late]).groupby(keys, observed=True)[["rank"]].max().reset_index()


def _counts(rank: pd.Series) -> pd.Series:
    """Count people by the last stage they reached, over all stages that somebody came to or through."""
    counts = rank.value_counts().reindex(range(len(LADDER)), fill_value=0)
    return counts.rename(index=dict(enumerate(LADDER)))


def _hidden(counts: pd.DataFrame | pd.Series) -> bool:
    return bool(((counts >= 1) & (counts <= release.SMALL)).to_numpy().any())


def apart(reached: pd.DataFrame) -> bool:
    """Return whether spokes may be shown apart: no count of 1 to 7 follows from them, with the totals over all spokes.

    In every spoke and at every stage nobody or at least 8 people stop; at every stage nobody is in several spokes, or
    at least 8 more memberships than people are counted; and of those whom a spoke engages nobody or at least 8 are
    engaged by others, too, and by no other.
    """
    by_spoke = reached.groupby("spoke", observed=True)["rank"].value_counts().unstack(fill_value=0)
    by_spoke = by_spoke.reindex(columns=range(len(LADDER)), fill_value=0)
    people = reached.groupby("person")["rank"].max().value_counts().reindex(range(len(LADDER)), fill_value=0)
    more = (by_spoke.sum() - people)[::-1].cumsum()
    enough = (by_spoke.sum(axis=1) >= release.LEAST).all()
    engaged = reached[reached["rank"] >= _ENGAGED]
    shared = engaged.groupby(["spoke", engaged.duplicated("person", keep=False)], observed=True).size()
    return bool(enough) and not (_hidden(by_spoke) or _hidden(more) or _hidden(shared))


def whole(reached: pd.DataFrame) -> set[str]:
    """Return the stages, over all spokes, of which further breakdowns may be shown: no small step lies before them."""
    counts = _counts(reached.groupby("person")["rank"].max())
    return {LADDER[group[0]] for group in release.joined(counts.tolist())}


def members(reached: pd.DataFrame, stage: str) -> pd.Index:
    """Return who reached a stage in any spoke; nobody where they may not be broken down (`whole`)."""
    last = reached.groupby("person")["rank"].max()
    return last.index[(last >= LADDER.index(stage)) & (stage in whole(reached))]


def _steps(counts: pd.Series, policy: str) -> pd.DataFrame:
    """Return the stages of a ladder that may be shown, with how many reached each or a later one."""
    groups = release.joined(counts.tolist())
    named = [str(counts.index[group[0]]) for group in groups]
    stops = pd.Series([int(counts.iloc[group].sum()) for group in groups], index=named, dtype="int64")
    shown = release.breakdown(stops, policy)
    table = pd.DataFrame({"stage": shown["part"], "people": shown["people"][::-1].cumsum()[::-1]})
    before = table["people"].shift().fillna(table["people"]).astype("int64")
    table = table.assign(of_stage=table["stage"].shift(fill_value=""), of=before)
    result = release.shares(table[table["people"] > 0], policy)
    first = result["of_stage"] == ""
    result.loc[first, ["value", "lower", "upper"]] = np.nan
    result.loc[first, "reason"] = "the first stage"
    return result


def conversions(events: pd.DataFrame, reached: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Return how many people reached each stage, and the share of those at the stage before.

    Columns: `spoke, sequence, stage, people, of_stage, of` and those of `stats.proportion` in per cent; `people`
    reached the stage or a later one. The sequence `work` is `LADDER`, as far as the spoke records it; the others are
    outcomes among the engaged. A stage is left out where a step to or from it is of 1 to 7 people. Spokes are taken
    together unless `apart`.
    """
    engaged = reached[reached["rank"] >= _ENGAGED]
    several = engaged.loc[engaged.duplicated("person", keep=False), "person"].unique()
    shown_apart = apart(reached)
    if shown_apart:
        parts = [
            (str(spoke), members, events[events["spoke"] == spoke])
            for spoke, members in reached.groupby("spoke", observed=True)
        ]
    else:
        parts = [(ALL, reached.groupby("person")[["rank"]].max().reset_index(), events)]
    rows = []
    for spoke, members, own in parts:
        recorded = [stage for stage in LADDER if (own["stage"] == stage).any()]
        rows.append(_steps(_counts(members["rank"])[recorded], policy).assign(spoke=spoke, sequence="work"))
        if not shown_apart and "engaged" not in whole(reached):
            continue
        among = members.loc[members["rank"] >= _ENGAGED, "person"]
        beside = {name: _beside(own, among, stages) for name, stages in _BESIDE.items()}
        if shown_apart:
            both = among.isin(several).value_counts().reindex([False, True], fill_value=0)
            beside["other spokes"] = both.set_axis(["engaged", "another spoke"])
        for name, counts in beside.items():
            rows.append(_steps(counts, policy).iloc[1:].assign(spoke=spoke, sequence=name))
    table = pd.concat(rows, ignore_index=True)
    first = ["spoke", "sequence", "stage", "people", "of_stage", "of"]
    return table[[*first, *table.columns.drop(first)]]


def _beside(events: pd.DataFrame, among: pd.Series, stages: list[str]) -> pd.Series:
    """Count the engaged by the last step they reached beside the ladder."""
    came = events[events["stage"].isin(stages) & events["person"].isin(among)]
    step = came["stage"].astype("str").map(["engaged", *stages].index).astype("int64")
    last = step.groupby(came["person"]).max().reindex(among, fill_value=0)
    counts = last.value_counts().reindex(range(len(stages) + 1), fill_value=0)
    return counts.set_axis(["engaged", *stages])


def time_to_offer(events: pd.DataFrame, reached: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Return how long people waited from their first engagement to their first offer, in any spoke.

    Columns: `part, people, of` as `release.breakdown`, and `median`: whether the median of those dated lies in that
    band, as far as rounded counts tell. Not dated are those without an engagement up to their first offer. Empty where
    offers may not be broken down (`whole`).
    """
    offered = members(reached, "offer")
    engaged, offer = (
        events[events["stage"] == stage].groupby("person")["date"].min().reindex(offered)
        for stage in ("engaged", "offer")
    )
    days = (offer - engaged).dt.days  # below 0, so in no band, where an offer in one spoke came before the engagement
    wait = pd.cut(days, [0, *_WAITS.values()], right=False, labels=list(_WAITS))
    counts = wait.cat.add_categories("not dated").fillna("not dated").value_counts(sort=False)
    counts = counts if counts["not dated"] else counts.drop("not dated")
    shown = release.breakdown(counts, policy)
    shown = shown[shown["of"] > 0]
    dated = ~shown["part"].str.contains("not dated", regex=False)
    below = (shown["people"] * dated).cumsum()
    half = below.iloc[-1] / 2 if len(below) else 0
    return shown.assign(median=dated & (below >= half) & (below - shown["people"] < half))
