"""A partner's records: how far people came, and what may be shown of it."""

from collections import defaultdict
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leedsequity import raw
from leedsequity.analyses import (
    programme_records,
    programmes,
    programmes_sentences,
    release,
    residents,
)
from leedsequity.errors import InputError, NotServedError
from leedsequity.raw import partner
from leedsequity.raw.partner import Records
from leedsequity.raw.partner_schemas import LADDER
from leedsequity_build.example import programme_events

POLICY = "opensafely"


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


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([86, 3, 0, 66, 20], [[0], [1, 2, 3], [4]]),
        ([3, 4, 9, 0, 20], [[0, 1, 2], [3], [4]]),
        ([149, 3], [[0, 1]]),
        ([8, 9, 3], [[0, 1, 2]]),
        ([7, 6, 20], [[0, 1, 2]]),
        ([3, 8, 7, 9], [[0, 1, 2, 3]]),
        ([0, 0, 0], [[0, 1, 2]]),
        ([10, 0, 4], []),
        ([7, 8], []),
        ([1, 7, 8], [[0, 1, 2]]),
        ([9, 7], [[0, 1]]),
        ([3, 12, 21], [[0, 1, 2]]),
    ],
)  # fmt: skip
def test_small_parts_are_joined_with_their_neighbours(counts, expected):
    assert release.joined(counts) == expected


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_every_part_shown_holds_nobody_or_eight_and_every_part_is_in_one(counts):
    groups = release.joined(counts)
    sums = [sum(counts[i] for i in group) for group in groups]
    assert not [total for total in sums if 1 <= total <= 7]
    assert groups == [] or sorted(i for group in groups for i in group) == list(range(len(counts)))
    assert (groups == []) == (1 <= sum(counts) < 16)


@pytest.mark.parametrize(("parts", "top"), [(2, 40), (3, 30), (4, 23)])
def test_an_intruder_who_knows_the_rule_and_tries_all_counts_cannot_narrow_a_small_one(parts, top):
    """All counts that are joined alike to the same sums: a small part may be any of 1 to 7.

    He is given the sums exactly, as he could have them from several breakdowns of the same people;
    rounded, they tell him less.
    """
    same = defaultdict(list)
    for counts in product(range(top), repeat=parts):
        groups = release.joined(counts)
        same[tuple((tuple(group), sum(counts[i] for i in group)) for group in groups)].append(
            counts
        )
    checked = 0
    for seen, possible in same.items():
        if any(total >= top for _, total in seen):
            continue  # the parts of a larger sum are not all among the counts tried
        for part in range(parts):
            values = {counts[part] for counts in possible}
            if values & set(range(1, 8)):
                assert values >= set(range(1, 8)), (seen, part)
                checked += 1
    assert checked > 3


def test_a_breakdown_is_rounded_and_adds_up():
    counts = pd.Series({"a": 63, "b": 3, "c": 13, "d": 21})
    # 65 stands for 63 to 67, 15 for 13 to 17, 20 for 18 to 22.
    assert shown(release.breakdown(counts, POLICY), "part", *release.COUNTS) == [
        ("a", 65, 63, 67), ("b + c", 15, 13, 17), ("d", 20, 18, 22)
    ]  # fmt: skip
    # In sixes, shown by their middle: 61 to 66 is 63, 13 to 18 is 15, 19 to 24 is 21.
    assert shown(release.breakdown(counts, "midpoint6"), "part", *release.COUNTS) == [
        ("a", 63, 61, 66), ("b + c", 15, 13, 18), ("d", 21, 19, 24)
    ]  # fmt: skip


@pytest.mark.parametrize("policy", release.POLICIES)
def test_what_a_count_can_stand_for_holds_it_and_is_the_same_for_all_that_are_shown_alike(policy):
    table = release.rounded(pd.Series([0, *range(8, 200)]), policy)
    true = table.index.to_series().replace(0, -7) + 7
    assert ((table["fewest"] <= true) & (true <= table["most_people"])).all()
    assert (table.groupby("people")[["fewest", "most_people"]].nunique() == 1).all(axis=None)
    ends = true.groupby(table["people"]).agg(["min", "max"]).iloc[:-1]
    assert (
        ends.to_numpy().tolist()
        == table.groupby("people")[["fewest", "most_people"]].first().iloc[:-1].to_numpy().tolist()
    )


def test_an_unknown_policy_and_the_one_for_published_tables_are_refused():
    for wrong in ("none", "ons"):
        with pytest.raises(InputError, match="one of opensafely, nhs, midpoint6"):
            release.check_policy(wrong)


def wilson(count: int, of: int) -> tuple[float, float]:
    """Wilson's limits, in per cent, as he gives them."""
    square = 1.959964**2
    half = 1.959964 * (square + 4 * count * (1 - count / of)) ** 0.5
    return tuple(100 * (2 * count + square + sign * half) / (2 * (of + square)) for sign in (-1, 1))


def test_a_representation_ratio_worked_by_hand():
    # 60 of 80 people stated, 1,000 of 4,000 residents: 75% over 25%. 60 stands for 58 to 62, 20 for
    # 18 to 22.
    table = release.breakdown(pd.Series({"1": 61, "2": 19, "not stated": 12}), POLICY)
    ratio = release.representation(table, pd.Series({"1": 1000, "2": 3000}), POLICY)
    first = shown(ratio, "people", "of", "share", "value", "least", "most", "lower", "upper")[0]
    limits = wilson(58, 58 + 22)[0] / 25, wilson(62, 62 + 18)[1] / 25
    assert first == pytest.approx(
        (60, 80, 75, 3, 58 / 80 / 0.25, 62 / 80 / 0.25, *limits), rel=1e-6
    )
    assert ratio["value"].isna().tolist() == [False, False, True]


counts_of_groups = st.lists(st.integers(0, 60), min_size=2, max_size=5)


@given(counts_of_groups, st.integers(0, 40), st.sampled_from(release.POLICIES))
@settings(max_examples=300, deadline=None)
def test_a_file_and_the_same_file_with_blanks_agree_within_rounding_or_are_withheld(
    counts, blanks, policy
):
    """Those of whom nothing is stated change no share: the range of each holds the share of those stated."""
    residents = pd.Series({f"g{i}": 100 * (i + 1) for i in range(len(counts))})
    groups = pd.Series(counts, index=residents.index)
    with_blanks = pd.concat([groups, pd.Series({release.NOT_STATED: blanks})]) if blanks else groups
    found = release.representation(release.breakdown(with_blanks, policy), residents, policy)
    for row in found[found["value"].notna()].itertuples():
        parts = row.part.split(" + ")
        share = groups[parts].sum() / groups.sum()
        ratio = share / (residents[parts].sum() / residents.sum())
        assert row.least - 1e-9 <= ratio <= row.most + 1e-9
        assert row.least - 1e-9 <= row.value <= row.most + 1e-9
        assert row.lower <= row.least
        assert row.upper >= row.most
        assert groups[parts].sum() >= 10, "none from fewer than ten, by the true count"


def test_three_blanks_do_not_make_everybody_a_woman():
    """48 women and 52 men, and three people of whom it is not stated: joined with the men, they take them along."""
    counts = pd.Series({"female": 48, "male": 52, "not stated": 3})
    found = release.representation(
        release.breakdown(counts, POLICY), pd.Series(dtype="float64"), POLICY
    )
    assert shown(found, "part", "people") == [("female", 50), ("male + not stated", 55)]
    assert found[["share", "share_least", "share_most"]].isna().all(axis=None)
    assert set(found["reason"]) == {"a group is joined with not stated"}
    stated = release.representation(
        release.breakdown(counts.head(2), POLICY), pd.Series(dtype="float64"), POLICY
    )
    assert stated["share"].tolist() == [50, 50]
    # 50 stands for 48 to 52: of 48 and 52 women are 48%, of 52 and 48 they are 52%, and no more is
    # known.
    assert shown(stated, "share_least", "share_most") == [(48, 52), (48, 52)]


def test_a_rounded_12_of_20_is_never_shown_as_exactly_a_half():
    """12 and 8 are both shown as 10, which may be 8: nothing is said; 24 of 40 is about 55%, between 50% and 60%."""
    for counts, expected in (
        ([12, 8], None),
        ([24, 16], (100 * 25 / 40, 100 * 23 / 40, 100 * 27 / 40)),
    ):
        table = release.breakdown(pd.Series(counts, index=["a", "b"]), POLICY)
        row = release.shares(table, release.all_others(table), POLICY).iloc[0]
        if expected is None:
            assert row[["value", "least", "most", "lower", "upper"]].isna().all()
        else:
            assert row[["value", "least", "most"]].tolist() == pytest.approx(expected)
            assert row["least"] <= 100 * 24 / 40 <= row["most"]
            assert row["lower"] == pytest.approx(wilson(23, 40)[0], rel=1e-6)
            assert row["upper"] == pytest.approx(wilson(27, 40)[1], rel=1e-6)


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
        (p, s): LADDER[rank]
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
    said = [programmes_sentences.median_wait(table) for table in (certain, either, few, many)]
    assert [" or " in text for (text,) in said] == [False, True, False, True]
    assert "is not given: those without both dates are too few" in said[2][0]
    assert programmes_sentences.median_wait(nine) == [
        "The median time from engagement to offer is not given: too few have both dates."
    ]
    assert "of about 60 people" in said[3][0]


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


def test_an_outcome_beside_the_way_has_no_more_people_than_are_engaged_and_the_engaged_are_printed_once():
    """Three stages of 12 people are shown as 30 engaged, of whom all 36 are qualified (35): about 30 of 30."""
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
@settings(max_examples=60, deadline=None)
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
    assert programmes_sentences.stages_chart_rows(made["stages"]).empty
    assert residents.chart_rows(made["reach"]).empty
    assert len(programmes_sentences.records_findings(made, POLICY, False)) == 1


def test_the_example_has_the_published_counts():
    lsoas = raw.load("imd_lsoa11").sort_values("imd_rank_2019")["lsoa11_code"]
    table = programme_events(raw.load("published_programmes"), lsoas)
    assert table["person_id"].str.fullmatch(r"SYN-\d{6}").all()
    count = table.groupby(["spoke", "stage"])["person_id"].nunique().to_dict()
    ours, pilot = "Connecting Communities", "Lincoln Green pilot"
    # The counts as the documents print them.
    printed = {
        ("Hub", "referred"): 563,
        (ours, "engaged"): 152,
        (ours, "offer"): 66,
        (ours, "qualified"): 49,
        (ours, "vaccinated"): 17,
        (ours, "first_vaccination"): 3,
        (pilot, "engaged"): 127,
        (pilot, "completed"): 60,
        (pilot, "recruited"): 49,
    }
    assert {key: count[key] for key in printed} == printed
    several = set(table.loc[table["spoke"] == ours, "person_id"])
    elsewhere = table[~table["spoke"].isin([ours, "Hub"]) & (table["stage"] == "engaged")]
    assert len(several & set(elsewhere["person_id"])) == 116


def test_what_comes_from_the_example_is_marked_and_the_first_vaccinations_are_not_to_be_seen(
    tmp_path,
):
    tables = {name: raw.load(name) for name in residents.TABLES}
    lsoas = tables["imd_lsoa11"].sort_values("imd_rank_2019")["lsoa11_code"]
    programme_events(raw.load("published_programmes"), lsoas).to_csv(
        tmp_path / "e.csv", index=False
    )
    records = partner.read("programme", str(tmp_path / "e.csv"), residents.place_groups(tables))
    assert records.synthetic
    made = programme_records.released(records, residents.by_breakdown(tables), "Leeds", POLICY)
    assert all(
        set(table["records"]) == {programme_records.SYNTHETIC_MARK} for table in made.values()
    )
    unmarked = programme_records.released(
        Records(records.rows, False), residents.by_breakdown(tables), "Leeds", POLICY
    )
    assert not [name for name, table in unmarked.items() if "records" in table]
    stated = made["stages"].set_index(["spoke", "stage"])["people"]
    assert stated["Connecting Communities", "vaccinated"] == 15
    assert "first_vaccination" not in made["stages"]["stage"].tolist()
    for caption in (
        programmes_sentences.stages_caption(
            programmes_sentences.stages_chart_rows(made["stages"]), POLICY, True
        ),
        programmes_sentences.reach_caption(
            residents.chart_rows(made["reach"]), "Leeds", POLICY, True
        ),
    ):
        assert all(
            "ynthetic example" in caption[key] for key in ("finding", "subtitle", "alt", "note")
        )
        assert len(caption["finding"].split()) <= 10


def test_a_file_of_deciles_is_compared_with_the_residents_of_the_area_that_is_named():
    """Half of 100 people live in decile 1, where 30 of 100 residents do in one place and 80 of 100 in another."""
    rows = events(*crowd(0, 100, "A", engaged="2024-01-01"))
    rows["imd_decile"] = ["1"] * 50 + ["2"] * 50
    for here, poorest, ratio in (("Leeds", 30, 50 / 30), ("Bradford", 80, 50 / 80)):
        living = {"imd_decile": pd.Series({"1": poorest, "2": 100 - poorest})}
        made = programme_records.released(Records(rows, False), living, here, POLICY)
        first = made["reach"].iloc[0]
        assert (first["residents_of"], first["value"]) == (here, pytest.approx(ratio))
        said = [
            sentence
            for sentence in programmes_sentences.records_findings(made, POLICY, False)
            if "residents" in sentence
        ]
        assert said
        assert all(here in sentence for sentence in said)
        caption = programmes_sentences.reach_caption(
            residents.chart_rows(made["reach"]), here, POLICY, False
        )
        assert here in caption["subtitle"]
        assert here in caption["alt"]


def test_where_nobody_lives_in_the_poorest_neighbourhoods_it_is_said_and_nothing_claimed_of_them():
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
    said = programmes_sentences.records_findings(made, POLICY, False)
    assert (
        "A partner's records: nobody lives in the neighbourhoods of Rutland in England's most"
        " deprived tenth, so there is no ratio by ethnic group and age band." in said
    )
    assert (
        "most deprived tenth"
        not in programmes_sentences.reach_caption(
            residents.chart_rows(made["reach"]), "Rutland", POLICY, False
        )["subtitle"]
    )


def test_a_limit_next_to_1_is_not_printed_as_1_and_one_group_is_no_groups():
    table = pd.DataFrame(
        {"breakdown": "imd_decile", "part": ["2", "3"], "value": [0.64, 1.0], "lower": [0.42, 0.9],
         "upper": [0.962, 1.1], "residents": 100, "residents_of": "Hull"}
    )  # fmt: skip
    said = ["imd decile 2: about 0.64 (0.42 to 0.96) times the share among residents of Hull."]
    assert programmes_sentences.reach_findings(table) == said
    assert programmes_sentences.represented_groups(table) == "0 groups over-represented, 1 under"
    assert (
        programmes_sentences.represented_groups(
            1
            / table[["value", "lower", "upper"]].rename(
                columns={"lower": "upper", "upper": "lower"}
            )
        )
        == "1 group over-represented, 0 under"
    )


def test_published_programmes_are_of_no_other_area():
    programmes.check_area(programmes.AREA, "")
    programmes.check_area("E08000032", "events.csv keyed:0123456789abcdef")
    with pytest.raises(NotServedError, match="Leeds's"):
        programmes.check_area("E08000032", "")


def test_residents_are_those_of_the_census_and_the_estimates():
    tables = {name: raw.load(name) for name in residents.TABLES}
    living = residents.by_breakdown(tables)
    assert (
        living["imd_decile"].sum() == living["ward"].sum() == 820_802
    )  # Leeds, mid-2022, as published
    ages = tables["age_lsoa21"]
    assert living["age_band"].sum() < ages["count"].sum() / 4
    assert list(living["ethnic_group"].index) == sorted(living["ethnic_group"].index)


def test_a_neighbourhood_made_of_two_has_the_decile_of_the_larger():
    """E01035054 of 2021 is E01033018 and E01033019 of 2011; which of them had more people the estimates say."""
    tables = {name: raw.load(name) for name in residents.TABLES}
    old = tables["imd_lsoa11"].set_index("lsoa11_code")["imd_decile_2019"]
    people = tables["population_lsoa11"].query("basis == 'mid_2015' and age_band == 'all'")
    people = people.set_index("lsoa11_code")["population"]
    assert people["E01033018"] < people["E01033019"]
    assert old["E01033018"] != old["E01033019"]
    assert residents.deciles(tables)["E01035054"] == str(old["E01033019"])


def test_the_conflicts_between_the_documents_are_found():
    table = raw.load("published_programmes")
    found = programmes.conflicts(table)
    assert shown(found, "kind", "printed")[:2] == [
        ("one stage, two counts", "65 people (good-work); 66 people (connecting-communities)"),
        ("one number, two meanings", "49"),
    ]
    noted = programmes.caveats(raw.record("published_programmes").notes)
    assert [("Lincoln" in note, "1.5 million" in note, "February" in note) for note in noted] == [
        (True, False, False), (False, False, True), (False, True, False)
    ]  # fmt: skip
    alike = table.assign(value=table["value"].where(table["value"] != 65, 66))
    assert "one stage, two counts" not in programmes.conflicts(alike)["kind"].tolist()


def test_the_axis_of_ratios_says_whose_residents_each_kind_of_group_is_beside():
    drawn = pd.DataFrame({"breakdown": ["imd_decile", "age_band", "ethnic_group"]})
    beside = "Share of participants over share of residents of Hull"
    tenth = "\nin England's most deprived tenth)"
    assert (
        programmes_sentences.reach_axis_title(drawn, "Hull")
        == f"{beside}\n(ethnic groups and ages: of its neighbourhoods{tenth}"
    )
    assert (
        programmes_sentences.reach_axis_title(drawn[:2], "Hull")
        == f"{beside}\n(ages: of its neighbourhoods{tenth}"
    )
    assert programmes_sentences.reach_axis_title(drawn[:1], "Hull") == beside
