"""Stages of persons from a partner's events: how far each came, conversions, time to offer. Released counts only leave.

Everything returned has been through `release.rounded`. The tables count the same people, so what
one table keeps back must not follow from another: see `apart` and `whole`. `events` are rows of a
partner's file (`person, date, stage, spoke`), `reached` is from `furthest`, `policy` is a
disclosure policy.
"""

import pandas as pd

from leedsequity import stats
from leedsequity.analyses import release
from leedsequity.raw.partner_schemas import LADDER

ALL = "all spokes"
#: A person counts as in post when a `retained` event is dated this long after `recruited`.
IN_POST = pd.Timedelta(weeks=26)
_ENGAGED = LADDER.index("engaged")
#: Outcomes beside the ladder, each among the engaged: the stages of one are steps of a ladder of its own.
_BESIDE = {"qualification": ["qualified"], "vaccination": ["vaccinated", "first_vaccination"]}
NOT_DATED = "not dated"
#: Bands of a wait, each to below so many days.
_WAITS = {
    "under 4 weeks": 28,
    "4 to 7 weeks": 56,
    "8 to 12 weeks": 91,
    "13 to 25 weeks": 182,
    "26 weeks or more": 10**6,
}


def furthest(events: pd.DataFrame) -> pd.DataFrame:
    """Return how far each person came in each spoke.

    Columns: `person, spoke, rank`: the place in `LADDER` of the last stage reached. `retained`
    counts only from `IN_POST` after `recruited` in the same spoke.
    """
    stage = events["stage"].astype("str")
    steps = events[["person", "spoke", "date"]].assign(
        rank=stage.map({name: i for i, name in enumerate(LADDER)})
    )
    steps = steps[steps["rank"].notna()].astype({"rank": "int8", "spoke": "category"})
    keys = ["person", "spoke"]
    kept = steps["rank"] == len(LADDER) - 1
    start = steps.loc[steps["rank"] == LADDER.index("recruited"), [*keys, "date"]].rename(
        columns={"date": "start"}
    )
    late = steps[kept].merge(start, on=keys)
    late = late.loc[late["date"] - late["start"] >= IN_POST, [*keys, "date", "rank"]]
    return (
        pd.concat([steps[~kept], late]).groupby(keys, observed=True)[["rank"]].max().reset_index()
    )


def _counts(rank: pd.Series) -> pd.Series:
    """Count people by the last stage they reached, over all stages that somebody came to or through."""
    counts = rank.value_counts().reindex(range(len(LADDER)), fill_value=0)
    return counts.rename(index=dict(enumerate(LADDER)))


def together(reached: pd.DataFrame) -> pd.Series:
    """Count people by how far they came in every spoke.

    The index has a level for each spoke: the place in `LADDER` of the last stage reached there, -1
    for those who were never there. Combinations in which nobody is are left out.
    """
    wide = reached.pivot(index="person", columns="spoke", values="rank").fillna(-1).astype("int8")
    wide = wide.set_axis(wide.columns.astype("str"), axis="columns").reset_index(drop=True)
    return wide.groupby(list(wide.columns)).size()


def apart(reached: pd.DataFrame) -> bool:
    """Return whether spokes may be shown apart, with how many people are in several.

    Every number of such a release is a sum of the counts of `together`. None of them may be of 1 to
    7 people: then nobody finds a small count between the spokes, not even by calculating all those
    counts exactly. And every spoke has enough people for a breakdown of its own.
    """
    enough = reached.groupby("spoke", observed=True).size() >= release.LEAST
    return bool(enough.all()) and bool((together(reached) > release.SMALL).all())


def whole(reached: pd.DataFrame) -> set[str]:
    """Return the stages, over all spokes, of which further breakdowns may be shown: no small step lies before them."""
    counts = _counts(reached.groupby("person")["rank"].max())
    return {LADDER[group[0]] for group in release.joined(counts.tolist())}


def members(reached: pd.DataFrame, stage: str) -> pd.Index:
    """Return who reached a stage in any spoke; nobody where they may not be broken down (`whole`)."""
    last = reached.groupby("person")["rank"].max()
    return last.index[(last >= LADDER.index(stage)) & (stage in whole(reached))]


def _named(counts: pd.Series, policy: str) -> pd.DataFrame:
    """Return the stages that may be shown, with who stops there or at a stage left out: `release.COUNTS` by stage."""
    shown = release.breakdown(counts, policy)
    return shown.set_index(shown.pop("part").str.split(" + ", regex=False).str[0].rename("stage"))


def _steps(came: pd.DataFrame, missed: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Return how many reached each stage or a later one, and the share of those at the stage before.

    `came` and `missed` have `release.COUNTS` by stage: who reached it, and who stopped before it.
    """
    table = came.reset_index()
    table["of_stage"] = table["stage"].shift(fill_value="")
    anybody = (table["people"] > 0).to_numpy()
    result = release.shares(table[anybody], missed[anybody], policy)
    first = result["of_stage"] == ""
    result["reason"] = result["reason"].mask(first, "the first stage")
    return release.withheld(result, first)


def _cumulated(stops: pd.DataFrame) -> pd.DataFrame:
    """Return who came to each stage or a later one, from who stopped there."""
    return stops[::-1].cumsum()[::-1]


def conversions(events: pd.DataFrame, reached: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Return how many people reached each stage, and the share of those at the stage before.

    Columns: `spoke, sequence, stage, people, of_stage, of` and those of `release.shares`; `people`
    reached the stage or a later one. The sequence `work` is `LADDER`, as far as the spoke records
    it; the others are outcomes among the engaged. A stage is left out where a step to or from it is
    of 1 to 7 people. Spokes are taken together unless `apart`; then all numbers of stages and of
    people in several spokes are sums of the same rounded counts.
    """
    rows = []
    if apart(reached):
        cells = release.rounded(together(reached), policy)
        for spoke, people in reached.groupby("spoke", observed=True):
            stops = cells.groupby(level=str(spoke)).sum().reindex(range(len(LADDER)), fill_value=0)
            stops = stops.set_axis(pd.Index(LADDER, name="stage"))
            own = events[events["spoke"] == spoke]
            recorded = stops.loc[_recorded(own, stops["people"])]
            rows += _sequences(str(spoke), recorded, own, people, policy)
            rows.append(_elsewhere(str(spoke), cells, policy))
    else:
        people = reached.groupby("person")[["rank"]].max().reset_index()
        counts = _counts(people["rank"])
        rows = _sequences(
            ALL, _named(counts[_recorded(events, counts)], policy), events, people, policy
        )
    table = pd.concat(rows, ignore_index=True)
    first = ["spoke", "sequence", "stage", "people", "of_stage", "of"]
    return table[[*first, *table.columns.drop(first)]]


def _elsewhere(spoke: str, cells: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Return how many of those whom a spoke engages others engage, too, from the rounded counts of `together`."""
    engaged = cells.index.to_frame() >= _ENGAGED
    here = cells[engaged[spoke]]
    others = engaged.drop(columns=spoke).any(axis="columns")[here.index]
    both = here.groupby(others.to_numpy()).sum().reindex([False, True], fill_value=0)
    both = both.set_axis(pd.Index(["engaged", "another spoke"], name="stage"))
    steps = _steps(_cumulated(both), both.shift(fill_value=0), policy).iloc[1:]
    return steps.assign(spoke=spoke, sequence="other spokes")


def _recorded(events: pd.DataFrame, stops: pd.Series) -> list[str]:
    """Return the stages where somebody stops, and those that are recorded of more than a small number of people."""
    number = events.groupby(events["stage"].astype("str"))["person"].nunique()
    return [stage for stage in LADDER if stops[stage] > 0 or number.get(stage, 0) > release.SMALL]


def _sequences(
    spoke: str, stops: pd.DataFrame, events: pd.DataFrame, people: pd.DataFrame, policy: str
) -> list[pd.DataFrame]:
    """Return the stages of a spoke or of all, and the outcomes beside them as shares of the engaged released there."""
    work = _steps(_cumulated(stops), stops.shift(fill_value=0), policy)
    rows = [work.assign(spoke=spoke, sequence="work")]
    if "engaged" not in whole(people):
        return rows
    engaged = stops[[LADDER.index(stage) >= _ENGAGED for stage in stops.index]].sum()
    among = people.loc[people["rank"] >= _ENGAGED, "person"]
    for name, outcomes in _BESIDE.items():
        steps = _named(_beside(events, among, outcomes), policy)
        if len(steps) > 1:
            # The engaged are released once, with the stages of work; an outcome, rounded by itself,
            # has no more people.
            came = _cumulated(steps)
            for column in ("people", "most_people"):
                came[column] = came[column].clip(upper=engaged[column])
            came.iloc[0], missed = engaged, steps.shift(fill_value=0)
            missed["people"] = -came["people"].diff().fillna(0).astype("int64")
            missed.loc[came.index[1], "fewest"] = max(
                engaged["fewest"] - came["most_people"].iloc[1], 0
            )
            missed.loc[came.index[1], "most_people"] = (
                engaged["most_people"] - came["fewest"].iloc[1]
            )
            rows.append(_steps(came, missed, policy).iloc[1:].assign(spoke=spoke, sequence=name))
    return rows


def _beside(events: pd.DataFrame, among: pd.Series, stages: list[str]) -> pd.Series:
    """Count the engaged by the last step they reached beside the ladder."""
    came = events[events["stage"].isin(stages) & events["person"].isin(among)]
    step = came["stage"].astype("str").map(["engaged", *stages].index).astype("int64")
    last = step.groupby(came["person"]).max().reindex(among, fill_value=0)
    counts = last.value_counts().reindex(range(len(stages) + 1), fill_value=0)
    return counts.set_axis(["engaged", *stages])


def time_to_offer(events: pd.DataFrame, reached: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Return how long people waited from their first engagement to their first offer, in any spoke.

    Columns: `part, people, of`, rounded; and `median`: whether the median of those dated may lie in
    that band, as far as rounded counts tell. Not dated are those without an engagement up to their
    first offer; where they are joined with a band, nobody can say how many are dated, and no band
    has the median. Nor has one where those dated may be below the fewest events of the policy.
    Empty where offers may not be broken down (`whole`).
    """
    offered = members(reached, "offer")
    engaged, offer = (
        events[events["stage"] == stage].groupby("person")["date"].min().reindex(offered)
        for stage in ("engaged", "offer")
    )
    days = (
        offer - engaged
    ).dt.days  # below 0, so in no band, where an offer in one spoke came before the engagement
    wait = pd.cut(days, [0, *_WAITS.values()], right=False, labels=list(_WAITS))
    counts = wait.cat.add_categories(NOT_DATED).fillna(NOT_DATED).value_counts(sort=False)
    # First, so that a last band of few people is joined with another band and not with them.
    counts = counts.reindex([NOT_DATED, *_WAITS] if counts[NOT_DATED] else [*_WAITS])
    shown = release.breakdown(counts, policy)
    table = shown[["part", "people"]].assign(
        of=shown["people"].sum(), median=_may_have_median(shown, policy)
    )
    return table[table["of"] > 0]


def _may_have_median(shown: pd.DataFrame, policy: str) -> pd.Series:
    """Return which bands of a wait may have its median: no more than half of those dated can be known to lie beyond."""
    dated = ~shown["part"].str.contains(NOT_DATED, regex=False)
    fewest, most = shown["fewest"] * dated, shown["most_people"] * dated
    mixed = (~dated & (shown["part"] != NOT_DATED)).any()
    if mixed or fewest.sum() < stats.DISCLOSURE_POLICIES[policy].least_events:
        return pd.Series(False, index=shown.index)
    below_least, above_least = fewest.cumsum() - fewest, fewest.sum() - fewest.cumsum()
    up_to_most, from_most = most.cumsum(), most.sum() - most.cumsum() + most
    return dated & (most > 0) & (below_least <= from_most) & (above_least <= up_to_most)
