"""A partner's records: how far people came, and what may be shown of it."""

from collections import defaultdict

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leedsequity import pages
from leedsequity.analyses import programme_records, release, residents
from leedsequity.raw.partner import Records
from leedsequity.raw.partner_schemas import WORK_STAGES

POLICY = "opensafely"


def findings(made: dict[str, pd.DataFrame], here: str, section: str = "records_findings"):
    """What the page of notebook 04 finds of a partner's tables."""
    page = pages.Page(
        "04_programme_outcomes", here=here, policy=POLICY, least=release.LEAST, synthetic=False
    )
    return page.sentences(
        section,
        told=programme_records.outcomes(made["stages"]),
        wait=programme_records.median_wait(made["time_to_offer"]),
        represented=residents.represented_groups(made["reach"]),
    )


def events(*rows: tuple[int, str, str, str]) -> pd.DataFrame:
    """Events of persons: number, date, stage, spoke; nothing else stated."""
    table = pd.DataFrame(rows, columns=["person", "date", "stage", "spoke"])
    nothing = dict.fromkeys(["imd_decile", "age_band", "sex", "ethnic_group"])
    return table.assign(date=pd.to_datetime(table["date"]), **nothing)


def crowd(first: int, number: int, spoke: str, **dated: str) -> list[tuple[int, str, str, str]]:
    """Events of people who all went the same way: a date a stage."""
    return [
        (p, day, stage, spoke) for p in range(first, first + number) for stage, day in dated.items()
    ]


def shown(table: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(table[list(columns)].itertuples(index=False, name=None))


def test_a_person_stands_where_the_last_stage_is_and_in_post_after_26_weeks():
    rows = events(
        (1, "2024-01-01", "engaged", "A"),
        (1, "2024-01-05", "offer", "A"),
        (1, "2024-01-02", "engaged", "B"),
        (2, "2024-01-01", "recruited", "A"),
        (2, "2024-06-30", "retained", "A"),
        (3, "2024-01-01", "recruited", "A"),
        (3, "2024-07-01", "retained", "A"),
        (4, "2024-08-01", "retained", "A"),
        (5, "2024-01-01", "qualified", "A"),
    )
    # 26 weeks from 1 January 2024 end on 1 July (182 days); a `retained` without `recruited` has no
    # beginning.
    found = {
        (p, s): WORK_STAGES[rank]
        for p, s, rank in shown(programme_records.last_stages(rows), "person", "spoke", "rank")
    }
    assert found == {
        (1, "A"): "offer",
        (1, "B"): "engaged",
        (2, "A"): "recruited",
        (3, "A"): "retained",
    }


def test_conversions_are_of_those_at_the_stage_before_and_small_steps_are_left_out():
    rows = events(
        *crowd(0, 40, "A", engaged="2024-01-01"),
        *crowd(100, 12, "A", engaged="2024-01-01", completed="2024-02-01"),
        *crowd(200, 3, "A", engaged="2024-01-01", completed="2024-02-01", offer="2024-03-01"),
        *crowd(300, 20, "A", engaged="2024-01-01", recruited="2024-04-01"),
    )
    table = programme_records.conversions(rows, programme_records.last_stages(rows), POLICY)
    # 3 stop at the offer: joined with the 20 who were recruited, so that the offer is shown and the
    # last stage is not.
    assert not programme_records.can_separate_spokes(programme_records.last_stages(rows))
    assert shown(table, "spoke", "stage", "people", "of_stage", "of") == [
        ("all spokes", "engaged", 75, "", 75), ("all spokes", "completed", 35, "engaged", 75),
        ("all spokes", "offer", 25, "completed", 35),
    ]  # fmt: skip
    assert table["value"].round(2).tolist()[1:] == [46.67, 71.43]


def test_spokes_are_shown_apart_only_where_no_small_count_follows():
    a, b = crowd(0, 30, "A", engaged="2024-01-01"), crowd(50, 30, "B", engaged="2024-01-01")
    for several, together in ((0, False), (3, True), (9, False)):
        rows = events(*a, *b, *crowd(0, several, "B", engaged="2024-01-01"))
        table = programme_records.conversions(rows, programme_records.last_stages(rows), POLICY)
        assert (set(table["spoke"]) == {"all spokes"}) == together
    rows = events(*a, *b, *crowd(90, 3, "C", engaged="2024-01-01"))
    assert set(
        programme_records.conversions(rows, programme_records.last_stages(rows), POLICY)["spoke"]
    ) == {"all spokes"}


def test_spokes_are_together_where_few_of_one_are_in_another_too():
    people = crowd(0, 30, "A", engaged="2024-01-01") + crowd(20, 40, "B", engaged="2024-01-01")
    few = crowd(50, 40, "C", engaged="2024-01-01") + crowd(0, 3, "C", engaged="2024-01-01")
    rows = events(*people)
    assert programme_records.can_separate_spokes(programme_records.last_stages(rows))
    # 27 of A are in no other spoke but 13 are: fine. With C, 13 of A still are; but 3 of those of A
    # alone no longer.
    rows = events(*people, *few, *crowd(3, 14, "C", engaged="2024-01-01"))
    counts = rows.groupby("person")["spoke"].nunique()
    alone = (counts[counts.index < 30] == 1).sum()
    assert 1 <= alone <= 7
    assert not programme_records.can_separate_spokes(programme_records.last_stages(rows))


@pytest.mark.parametrize(("in_both", "expected"), [(0, True), (3, False), (8, True)])
def test_spokes_are_together_where_few_have_a_stage_in_several(in_both, expected):
    """Seventeen people are engaged by both spokes; so many of them have an offer in each."""
    ways = {"engaged": "2024-01-01", "offer": "2024-02-01"}
    a = crowd(0, 40, "A", **ways) + crowd(40, 30, "A", engaged="2024-01-01")
    others = crowd(80, 20, "B", **ways) + crowd(100, 20, "B", engaged="2024-01-01")
    shared = crowd(0, in_both, "B", **ways) + crowd(48, 17 - in_both, "B", engaged="2024-01-01")
    assert (
        programme_records.can_separate_spokes(
            programme_records.last_stages(events(*a, *others, *shared))
        )
        == expected
    )


def test_outcomes_beside_the_way_wait_for_a_small_step_before_the_engaged():
    rows = [
        *crowd(0, 20, "A", engaged="2024-01-01", qualified="2024-02-01"),
        *crowd(50, 20, "A", engaged="2024-01-01"),
    ]
    for referred, sequences in (
        (0, {"work", "qualification"}),
        (3, {"work"}),
        (9, {"work", "qualification"}),
    ):
        table = events(*rows, *crowd(90, referred, "A", referred="2024-01-01"))
        found = programme_records.conversions(table, programme_records.last_stages(table), POLICY)
        assert set(found["sequence"]) == sequences


def test_breakdowns_wait_where_a_small_step_lies_before_their_people():
    few = events(
        *crowd(0, 30, "A", engaged="2024-01-01", offer="2024-02-01"),
        *crowd(50, 5, "A", engaged="2024-01-01"),
    )
    reached = programme_records.last_stages(few)
    assert programme_records.stages_to_break_down(reached) & {"engaged", "offer"} == {"engaged"}
    assert programme_records.time_to_offer(few, reached, POLICY).empty
    enough = events(
        *crowd(0, 30, "A", engaged="2024-01-01", offer="2024-02-01"),
        *crowd(50, 9, "A", engaged="2024-01-01"),
    )
    waits = programme_records.time_to_offer(enough, programme_records.last_stages(enough), POLICY)
    # 31 days each: in the second band, all of them, and so is the median.
    assert shown(waits, "part", "people", "median")[1] == ("4 to 7 weeks", 30, True)
    assert waits["median"].sum() == 1


def test_the_median_wait_is_where_it_may_lie_or_withheld_where_few_are_not_dated():
    """Offers after 10, 30 and 70 days, and some without a day of engagement before them."""

    def waits(first: int, second: int, third: int, undated: int) -> pd.DataFrame:
        start = {"engaged": "2024-01-01"}
        rows = events(
            *crowd(0, first, "A", **start, offer="2024-01-11"),
            *crowd(100, second, "A", **start, offer="2024-01-31"),
            *crowd(200, third, "A", **start, offer="2024-03-11"),
            *crowd(300, undated, "A", offer="2024-03-11"),
        )
        return programme_records.time_to_offer(rows, programme_records.last_stages(rows), POLICY)

    certain = waits(10, 40, 20, 0)
    assert certain["part"][certain["median"]].tolist() == ["4 to 7 weeks"]
    # 10 of 38 and 20 of 38: the counts are shown as 20, 10 and 10, and the true ones may be 18, 12
    # and 12.
    either = waits(19, 9, 10, 0)
    assert either["part"][either["median"]].tolist() == ["under 4 weeks", "4 to 7 weeks"]
    few = waits(30, 10, 20, 3)
    assert few["part"].iloc[0].startswith("not dated + ")
    assert not few["median"].any()
    nine = waits(9, 0, 0, 30)
    assert nine["people"].tolist()[:2] == [30, 10]
    assert not nine["median"].any(), "none from fewer than ten people, by the true count"
    many = waits(30, 10, 20, 30)
    assert many["part"][many["median"]].tolist() == ["under 4 weeks", "4 to 7 weeks"]
    found = [programme_records.median_wait(table) for table in (certain, either, few, many, nine)]
    assert [table[["bands", "dated", "joined"]].to_numpy().tolist()[0] for table in found] == [
        ["4 to 7 weeks", 70, False],
        ["under 4 weeks or 4 to 7 weeks", 40, False],
        ["", 65, True],  # 33, 10 and 20 people, to the nearest 5
        ["under 4 weeks or 4 to 7 weeks", 60, False],
        ["", 10, False],
    ]
    assert programme_records.median_wait(nine[:0]).empty


def test_a_stage_that_few_record_and_where_nobody_stops_is_not_to_be_seen():
    few, twice, more = (
        events(
            *crowd(0, 30, "A", engaged="2024-01-01"),
            *crowd(50, 30, "A", engaged="2024-01-01", offer="2024-02-01"),
            *crowd(50, number, "A", completed="2024-01-20"),
            *crowd(50, elsewhere, "B", completed="2024-01-20"),
        )
        for number, elsewhere in ((3, 0), (5, 5), (9, 0))
    )
    assert [
        programme_records.conversions(rows, programme_records.last_stages(rows), POLICY)[
            "stage"
        ].tolist()
        for rows in (few, twice, more)
    ] == [
        ["engaged", "offer"],
        ["engaged", "offer"],
        ["engaged", "completed", "offer"],
    ]


def test_an_outcome_has_no_more_people_than_are_engaged_who_are_printed_once():
    """Three stages of 12 people: 30 engaged, of whom all 36 are qualified (35): about 30 of 30."""
    rows = events(
        *crowd(0, 36, "A", qualified="2024-06-01"), *crowd(0, 12, "A", engaged="2024-01-01"),
        *crowd(12, 12, "A", completed="2024-01-01"), *crowd(24, 12, "A", offer="2024-01-01"),
    )  # fmt: skip
    table = programme_records.conversions(rows, programme_records.last_stages(rows), POLICY)
    assert shown(
        table[table["sequence"] == "qualification"], "people", "of_stage", "of", "most"
    ) == [(30, "engaged", 30, 100)]
    assert table["least"].iloc[-1] == pytest.approx(100 * 33 / 36), (
        "35 stands for 33 at least, 30 for 36 at most"
    )


ranks = st.sampled_from([None, "engaged", "offer"])


@given(
    st.lists(st.tuples(st.tuples(ranks, ranks, ranks), st.integers(1, 40)), min_size=1, max_size=8)
)
@settings(max_examples=20, deadline=None)
def test_spokes_apart_are_sums_of_released_counts_of_eight_or_more(ways):
    """Each way is how far some people came in each of three spokes."""
    number, rows = defaultdict(int), []
    for way, people in ways:
        for spoke, stage in zip("ABC", way, strict=True):
            steps = {None: [], "engaged": ["engaged"], "offer": ["engaged", "offer"]}[stage]
            days = dict.fromkeys(steps, "2024-01-01")
            rows += crowd(sum(number.values()), people, spoke, **days)
        number[way] += people
    number.pop((None, None, None), None)
    if not rows:
        return
    table = events(*rows)
    made = programme_records.conversions(table, programme_records.last_stages(table), POLICY)
    if made.empty or set(made["spoke"]) == {programme_records.ALL}:
        return
    assert not [people for people in number.values() if people <= 7]
    for row in made[made["sequence"] != "other spokes"].itertuples():
        at = "ABC".index(row.spoke)
        reached = [
            way for way in number if way[at] == "offer" or (way[at] and row.stage == "engaged")
        ]
        assert row.people == sum(5 * round(number[way] / 5) for way in reached)
    for row in made[made["sequence"] == "other spokes"].itertuples():
        at = "ABC".index(row.spoke)
        reached = [way for way in number if way[at] and any(way[:at] + way[at + 1 :])]
        assert row.people == sum(5 * round(number[way] / 5) for way in reached)


@pytest.mark.parametrize("people", [1, 5, 14])
def test_of_a_handful_of_people_nothing_is_shown_and_the_words_still_come(people):
    rows = events(*crowd(0, people, "A", engaged="2024-01-01", offer="2024-02-01"))
    living = {"imd_decile": pd.Series({"1": 100})}
    made = programme_records.released(Records(rows, False), living, "Leeds", POLICY)
    assert all(table.empty for table in made.values())
    assert {"spoke", "value", "of_stage"} <= set(made["stages"])
    assert {"breakdown", "share", "resident_share"} <= set(made["reach"])
    assert programme_records.chart_rows(made["stages"]).empty
    assert residents.chart_rows(made["reach"]).empty
    assert len(findings(made, "Leeds")) == 1
    few, *_ = findings(made, "Leeds", "records_in_short")
    assert few == "Too few people are counted for a share to be shown."


def test_a_file_of_deciles_is_compared_with_the_residents_of_the_area_that_is_named():
    """Half of 100 people live in decile 1, as do 30 of 100 residents here and 80 of 100 there."""
    rows = events(*crowd(0, 100, "A", engaged="2024-01-01"))
    rows["imd_decile"] = ["1"] * 50 + ["2"] * 50
    for here, poorest, ratio in (("Leeds", 30, 50 / 30), ("Bradford", 80, 50 / 80)):
        living = {"imd_decile": pd.Series({"1": poorest, "2": 100 - poorest})}
        made = programme_records.released(Records(rows, False), living, here, POLICY)
        first = made["reach"].iloc[0]
        assert (first["residents_of"], first["value"]) == (here, pytest.approx(ratio))
        (told,) = [text for text in findings(made, here) if "residents" in text]
        assert told == (
            f"By deprivation, 1 group is clearly over-represented beside residents of {here}, and 1"
            " under-represented."
        )


def test_where_nobody_lives_in_the_poorest_neighbourhoods_nothing_is_claimed_of_them():
    rows = events(*crowd(0, 100, "A", engaged="2024-01-01"))
    rows["imd_decile"] = ["8"] * 56 + ["9"] * 44
    rows["ethnic_group"] = "White"
    nobody = pd.Series(dtype="float64")
    living = {
        "imd_decile": pd.Series({"8": 40, "9": 60}),
        "ethnic_group": nobody,
        "age_band": nobody,
    }
    made = programme_records.released(Records(rows, False), living, "Rutland", POLICY)
    assert (
        "Nobody lives in the neighbourhoods of Rutland in England's most deprived tenth, so there"
        " is no ratio by ethnic group." in findings(made, "Rutland")
    )


def test_an_outcome_is_not_called_the_stage_after_the_one_it_is_a_share_of():
    """Qualified stands beside the way: it is a share of the engaged, who come stages before."""
    stages = pd.DataFrame(
        {"spoke": "A", "stage": ["engaged", "recruited", "qualified"], "people": [80, 40, 20],
         "of_stage": ["", "engaged", "engaged"], "of": [80, 80, 80], "value": [None, 50.0, 25.0]}
    )  # fmt: skip
    assert programme_records.chart_rows(stages)["label"].tolist() == [
        "A: recruited, 40 of 80 engaged", "A: qualified, 20 of 80 engaged"
    ]  # fmt: skip


def test_shares_of_the_engaged_are_told_first_and_no_more_than_three():
    rows = [
        ("work", "engaged", "referred", 90.0), ("work", "offer", "engaged", 50.0),
        ("other spokes", "another spoke", "engaged", 40.0), ("work", "recruited", "offer", 30.0),
        ("qualification", "qualified", "engaged", None),
    ]  # fmt: skip
    stages = pd.DataFrame(rows, columns=["sequence", "stage", "of_stage", "value"])
    assert programme_records.outcomes(stages)["stage"].tolist() == ["offer"]
    rest = stages[stages["of_stage"] != "engaged"]
    assert programme_records.outcomes(rest)["stage"].tolist() == ["engaged", "recruited"]
    many = pd.concat([stages] * 4)
    assert len(programme_records.outcomes(many)) == 3
