"""A partner's records of persons: stages reached, time to offer, reach. Released counts only leave.

Everything returned has been through `release.rounded`. The tables count the same people, so what
one table withholds must not follow from another: see `can_separate_spokes` and
`stages_to_break_down`. `events` are rows of a partner's file (`person, date, stage, spoke`), `last`
is from `last_stages`, `policy` is a disclosure policy.
"""

import pandas as pd

from leedsequity import stats
from leedsequity.analyses import release, residents
from leedsequity.raw.partner import Records
from leedsequity.raw.partner_schemas import PLACES, WORK_STAGES
from leedsequity.vocabulary import BROAD_GROUPS, DECILE_NAMES, PARTNER_AGE_BANDS, SEXES

SYNTHETIC_MARK = "synthetic example, not real people"
ALL = "all spokes"
#: A person counts as in post when a `retained` event is dated this long after `recruited`.
IN_POST = pd.Timedelta(weeks=26)
#: The place of each stage in `WORK_STAGES`.
_RANK = {stage: rank for rank, stage in enumerate(WORK_STAGES)}
#: Outcomes apart from work, each among the engaged, with its stages in order.
_OUTCOMES = {"qualification": ["qualified"], "vaccination": ["vaccinated", "first_vaccination"]}
NOT_DATED = "not dated"
#: Bands of a wait, each to below so many days.
WAITS = {
    "under 4 weeks": 28,
    "4 to 7 weeks": 56,
    "8 to 12 weeks": 91,
    "13 to 25 weeks": 182,
    "26 weeks or more": 10**6,
}


def released(
    records: Records, living: dict[str, pd.Series], here: str, policy: str
) -> dict[str, pd.DataFrame]:
    """Return every table that may be made from a partner's file, by the name to save it under.

    `records` is from `raw.partner.read`, `living` from `residents.by_breakdown`; `here` is the name
    of the residents' area. Tables from a synthetic file say so in every row, in a column `records`.
    """
    events, last = records.rows, last_stages(records.rows)
    tables = {
        "stages": conversions(events, last, policy),
        "time_to_offer": time_to_offer(events, last, policy),
        "reach": reach(events, last, living, here, policy),
    }
    if not records.synthetic:
        return tables
    return {name: table.assign(records=SYNTHETIC_MARK) for name, table in tables.items()}


def output_name(table: str, synthetic: bool) -> str:
    """Return the name to save a result of a partner's file under, such as `records_reach`."""
    return f"{'synthetic' if synthetic else 'records'}_{table}"


def last_stages(events: pd.DataFrame) -> pd.DataFrame:
    """Return the last stage that each person reached in each spoke.

    Columns: `person, spoke, rank`: the place of the stage in `WORK_STAGES`. `retained` counts only
    from `IN_POST` after `recruited` in the same spoke.
    """
    rank = events["stage"].astype("str").map(_RANK)
    steps = events[["person", "spoke", "date"]].assign(rank=rank)
    steps = steps[steps["rank"].notna()].astype({"rank": "int8", "spoke": "category"})
    keys = ["person", "spoke"]
    retained = steps["rank"] == _RANK["retained"]
    start = steps.loc[steps["rank"] == _RANK["recruited"], [*keys, "date"]]
    late = steps[retained].merge(start.rename(columns={"date": "start"}), on=keys)
    late = late.loc[late["date"] - late["start"] >= IN_POST, [*keys, "date", "rank"]]
    counted = pd.concat([steps[~retained], late])
    return counted.groupby(keys, observed=True)[["rank"]].max().reset_index()


def _count_by_stage(rank: pd.Series) -> pd.Series:
    """Count people by the last stage they reached, for every stage of `WORK_STAGES`."""
    counts = rank.value_counts().reindex([*_RANK.values()], fill_value=0)
    return counts.set_axis([*WORK_STAGES])


def count_by_path(last: pd.DataFrame) -> pd.Series:
    """Count people by their last stages in all spokes.

    The index has a level for each spoke: the place in `WORK_STAGES` of the last stage reached
    there, -1 for those who were never there. Combinations in which nobody is are left out.
    """
    wide = last.pivot(index="person", columns="spoke", values="rank")
    wide = wide.fillna(-1).astype("int8").reset_index(drop=True)
    wide = wide.set_axis(wide.columns.astype("str"), axis="columns")
    return wide.groupby(list(wide.columns)).size()


def can_separate_spokes(last: pd.DataFrame) -> bool:
    """Return whether each spoke may be shown by itself, with how many people are in several.

    Every number of such a release is a sum of the counts of `count_by_path`. None of them may be of
    1 to 7 people: then nobody finds a small count between the spokes, not even by calculating all
    those counts exactly. And every spoke has enough people for a breakdown of its own.
    """
    enough = last.groupby("spoke", observed=True).size() >= release.LEAST
    return bool(enough.all()) and bool((count_by_path(last) > release.SMALL).all())


def stages_to_break_down(last: pd.DataFrame) -> set[str]:
    """Return the stages, over all spokes, whose people may be broken down further.

    No small step lies before them.
    """
    counts = _count_by_stage(last.groupby("person")["rank"].max())
    return {WORK_STAGES[group[0]] for group in release.joined(counts.tolist())}


def people_at(last: pd.DataFrame, stage: str) -> pd.Index:
    """Return who reached a stage or a later one in any spoke.

    Nobody where they may not be broken down (`stages_to_break_down`).
    """
    rank = last.groupby("person")["rank"].max()
    allowed = stage in stages_to_break_down(last)
    return rank.index[(rank >= _RANK[stage]) & allowed]


def _released_stages(counts: pd.Series, policy: str) -> pd.DataFrame:
    """Return the stages that may be shown, with who stops there or at a stage left out.

    The columns are `release.COUNTS`, the index the stage.
    """
    shown = release.breakdown(counts, policy)
    return shown.set_index(shown.pop("part").str.split(" + ", regex=False).str[0].rename("stage"))


def _steps(reached: pd.DataFrame, stopped: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Return how many reached each stage or a later one, as shares of those at the one before.

    `reached` and `stopped` have `release.COUNTS` by stage: who reached it, who stopped before it.
    """
    table = reached.reset_index()
    table["of_stage"] = table["stage"].shift(fill_value="")
    anybody = (table["people"] > 0).to_numpy()
    result = release.shares(table[anybody], stopped[anybody], policy)
    first = result["of_stage"] == ""
    result["reason"] = result["reason"].mask(first, "the first stage")
    return release.withheld(result, first)


def _reached(stops: pd.DataFrame) -> pd.DataFrame:
    """Return who reached each stage or a later one, from who stopped there."""
    return stops[::-1].cumsum()[::-1]


def conversions(events: pd.DataFrame, last: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Return how many people reached each stage, and the share of those at the stage before.

    Columns: `spoke, sequence, stage, people, of_stage, of` and those of `release.shares`; `people`
    reached the stage or a later one. The sequence `work` is `WORK_STAGES`, as far as the spoke
    records it; the others are outcomes among the engaged. A stage is left out where a step to or
    from it is of 1 to 7 people. Spokes are taken together unless `can_separate_spokes`; then all
    numbers of stages and of people in several spokes are sums of the same rounded counts.
    """
    rows = []
    if can_separate_spokes(last):
        cells = release.rounded(count_by_path(last), policy)
        for spoke, people in last.groupby("spoke", observed=True):
            stops = cells.groupby(level=str(spoke)).sum().reindex([*_RANK.values()], fill_value=0)
            stops = stops.set_axis(pd.Index(WORK_STAGES, name="stage"))
            own = events[events["spoke"] == spoke]
            recorded = stops.loc[_recorded_stages(own, stops["people"])]
            rows += _sequences(str(spoke), recorded, own, people, policy)
            rows.append(_in_other_spokes(str(spoke), cells, policy))
    else:
        people = last.groupby("person")[["rank"]].max().reset_index()
        counts = _count_by_stage(people["rank"])
        stops = _released_stages(counts[_recorded_stages(events, counts)], policy)
        rows = _sequences(ALL, stops, events, people, policy)
    table = pd.concat(rows, ignore_index=True)
    first = ["spoke", "sequence", "stage", "people", "of_stage", "of"]
    return table[[*first, *table.columns.drop(first)]]


def _in_other_spokes(spoke: str, cells: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Return how many of the people that a spoke engages are engaged by others, too.

    `cells` are the rounded counts of `count_by_path`.
    """
    engaged = cells.index.to_frame() >= _RANK["engaged"]
    here = cells[engaged[spoke]]
    others = engaged.drop(columns=spoke).any(axis="columns")[here.index]
    both = here.groupby(others.to_numpy()).sum().reindex([False, True], fill_value=0)
    both = both.set_axis(pd.Index(["engaged", "another spoke"], name="stage"))
    steps = _steps(_reached(both), both.shift(fill_value=0), policy).iloc[1:]
    return steps.assign(spoke=spoke, sequence="other spokes")


def _recorded_stages(events: pd.DataFrame, stops: pd.Series) -> list[str]:
    """Return the stages where somebody stops, or that more than a small number have recorded."""
    number = events.groupby(events["stage"].astype("str"))["person"].nunique()
    recorded = number.reindex(WORK_STAGES, fill_value=0) > release.SMALL
    return [stage for stage in WORK_STAGES if stops[stage] > 0 or recorded[stage]]


def _sequences(
    spoke: str, stops: pd.DataFrame, events: pd.DataFrame, people: pd.DataFrame, policy: str
) -> list[pd.DataFrame]:
    """Return the stages of a spoke or of all, and the outcomes as shares of the engaged there."""
    work = _steps(_reached(stops), stops.shift(fill_value=0), policy)
    rows = [work.assign(spoke=spoke, sequence="work")]
    if "engaged" not in stages_to_break_down(people):
        return rows
    engaged = stops[[_RANK[stage] >= _RANK["engaged"] for stage in stops.index]].sum()
    among = people.loc[people["rank"] >= _RANK["engaged"], "person"]
    for name, outcomes in _OUTCOMES.items():
        steps = _released_stages(_count_by_outcome(events, among, outcomes), policy)
        if len(steps) > 1:
            # The engaged are released once, with the stages of work; an outcome, rounded by itself,
            # has no more people.
            reached = _reached(steps)
            for column in ("people", "most_people"):
                reached[column] = reached[column].clip(upper=engaged[column])
            reached.iloc[0], stopped = engaged, steps.shift(fill_value=0)
            stopped["people"] = -reached["people"].diff().fillna(0).astype("int64")
            first = reached.iloc[1]
            fewest, most = engaged[["fewest", "most_people"]]
            stopped.loc[first.name, "fewest"] = max(fewest - first["most_people"], 0)
            stopped.loc[first.name, "most_people"] = most - first["fewest"]
            outcome = _steps(reached, stopped, policy).iloc[1:]
            rows.append(outcome.assign(spoke=spoke, sequence=name))
    return rows


def _count_by_outcome(events: pd.DataFrame, among: pd.Series, stages: list[str]) -> pd.Series:
    """Count the engaged by the last of an outcome's stages that they reached."""
    recorded = events[events["stage"].isin(stages) & events["person"].isin(among)]
    step = recorded["stage"].astype("str").map(["engaged", *stages].index).astype("int64")
    last = step.groupby(recorded["person"]).max().reindex(among, fill_value=0)
    counts = last.value_counts().reindex(range(len(stages) + 1), fill_value=0)
    return counts.set_axis(["engaged", *stages])


def chart_rows(stages: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `conversions` that have a share, with `label` and `role` for a chart."""
    rows = stages[stages["value"].notna()]
    labels = [
        f"{row['spoke']}: {row['stage'].replace('_', ' ')}, {row['people']} of {row['of']}"
        f" {row['of_stage']}"
        for _, row in rows.iterrows()
    ]
    return rows.assign(label=labels, role="focus")


def outcomes(stages: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `conversions` that are told first: shares of the engaged, at most three.

    Where there are none, other shares; those who were in another spoke, too, reached no outcome.
    """
    rows = stages[stages["value"].notna() & (stages["sequence"] != "other spokes")]
    of_engaged = rows[rows["of_stage"] == "engaged"]
    return (of_engaged if len(of_engaged) else rows).head(3)


def time_to_offer(events: pd.DataFrame, last: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Return how long people waited from their first engagement to their first offer, in any spoke.

    Columns: `part, people, of`, rounded; and `median`: whether the median of those dated may lie in
    that band, as far as rounded counts tell. Not dated are those without an engagement up to their
    first offer; where they are joined with a band, nobody can say how many are dated, and no band
    has the median. Nor has one where those dated may be below the fewest events of the policy.
    Empty where offers may not be broken down (`stages_to_break_down`).
    """
    offered = people_at(last, "offer")
    engaged, offer = (
        events[events["stage"] == stage].groupby("person")["date"].min().reindex(offered)
        for stage in ("engaged", "offer")
    )
    # Below 0, so in no band, where an offer in one spoke came before the engagement.
    days = (offer - engaged).dt.days
    wait = pd.cut(days, [0, *WAITS.values()], right=False, labels=list(WAITS))
    counts = wait.cat.add_categories(NOT_DATED).fillna(NOT_DATED).value_counts(sort=False)
    # First, so that a last band of few people is joined with another band and not with them.
    counts = counts.reindex([NOT_DATED, *WAITS] if counts[NOT_DATED] else [*WAITS])
    shown = release.breakdown(counts, policy)
    median = _may_have_median(shown, policy)
    table = shown[["part", "people"]].assign(of=shown["people"].sum(), median=median)
    return table[table["of"] > 0]


def median_wait(waits: pd.DataFrame) -> pd.DataFrame:
    """Return in which bands of `time_to_offer` the median wait may lie; a row, or none without any.

    Columns: `bands`, joined by "or", empty where the median is not given; `dated`, how many people
    have both dates; and `joined`, whether those without both dates were too few to be shown by
    themselves.
    """
    bands = waits.loc[waits["median"].astype(bool), "part"]
    dated = waits.loc[waits["part"] != NOT_DATED, "people"].sum()
    joined = waits["part"].str.contains(f"{NOT_DATED} + ", regex=False).any()
    row = {"bands": " or ".join(bands), "dated": dated, "joined": joined}
    return pd.DataFrame([row] if dated else [], columns=[*row])


def _may_have_median(shown: pd.DataFrame, policy: str) -> pd.Series:
    """Return which bands may have the median wait.

    No more than half of those dated can be known to lie below such a band, or above it.
    """
    dated = ~shown["part"].str.contains(NOT_DATED, regex=False)
    fewest, most = shown["fewest"] * dated, shown["most_people"] * dated
    mixed = (~dated & (shown["part"] != NOT_DATED)).any()
    if mixed or fewest.sum() < stats.DISCLOSURE_POLICIES[policy].least_events:
        return pd.Series(False, index=shown.index)
    below_least, above_least = fewest.cumsum() - fewest, fewest.sum() - fewest.cumsum()
    up_to_most, from_most = most.cumsum(), most.sum() - most.cumsum() + most
    return dated & (most > 0) & (below_least <= from_most) & (above_least <= up_to_most)


def reach(
    events: pd.DataFrame,
    last: pd.DataFrame,
    living: dict[str, pd.Series],
    here: str,
    policy: str,
) -> pd.DataFrame:
    """Return how the people engaged in any spoke compare with the residents of an area.

    `events`, of which the first has a person's characteristics, have columns of characteristics,
    too; `living` is from `residents.by_breakdown`, and `here` the name of the area. Columns:
    `breakdown`, those of `release.representation`, and `residents_of`: where the residents live; no
    ratio by sex, for want of residents. Empty where the engaged may not be broken down
    (`stages_to_break_down`).
    """
    place = next(column for column in PLACES if column in events)
    place_breakdown = "ward" if place == "ward" else "imd_decile"
    orders = {
        place_breakdown: residents.WARD_KINDS if place == "ward" else DECILE_NAMES,
        "ethnic_group": BROAD_GROUPS,
        "age_band": PARTNER_AGE_BANDS,
        "sex": tuple(sorted(SEXES)),
    }
    engaged = events[events["person"].isin(people_at(last, "engaged"))]
    people = engaged.sort_values("date", kind="stable").drop_duplicates("person")
    people = people.rename(columns={place: place_breakdown})[[*orders]]
    people = people.astype("object").fillna(release.NOT_STATED)
    counts = {name: people[name].value_counts() for name in orders}
    table = residents.representation(counts, orders, living, policy)
    target = f"the neighbourhoods of {here} in England's most deprived tenth"
    areas = {place_breakdown: here, "ethnic_group": target, "age_band": target, "sex": ""}
    return table.assign(residents_of=table["breakdown"].map(areas))
