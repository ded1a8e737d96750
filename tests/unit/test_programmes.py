"""A partner's records: how far people came, and what may be shown of it."""

import math
from collections import defaultdict
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leedsequity import raw
from leedsequity.analyses import release
from leedsequity.analyses.programmes import example, published, reach, stages, told
from leedsequity.errors import InputError
from leedsequity.raw import partner
from leedsequity.raw.partner import Records
from leedsequity.raw.partner_schemas import LADDER

POLICY = "opensafely"


def events(*rows: tuple[int, str, str, str]) -> pd.DataFrame:
    """Events of persons: number, date, stage, spoke; nothing else stated."""
    table = pd.DataFrame(rows, columns=["person", "date", "stage", "spoke"])
    nothing = dict.fromkeys(["imd_decile", "age_band", "sex", "ethnic_group"])
    return table.assign(date=pd.to_datetime(table["date"]), **nothing)


def crowd(first: int, number: int, spoke: str, **dated: str) -> list[tuple[int, str, str, str]]:
    """Events of people who all went the same way: a date a stage."""
    return [(p, day, stage, spoke) for p in range(first, first + number) for stage, day in dated.items()]


def shown(table: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(table[list(columns)].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([86, 3, 0, 66, 20], [[0], [1, 2, 3], [4]]),
        ([3, 4, 9, 0, 20], [[0, 1, 2], [3], [4]]),
        ([149, 3], [[0, 1]]),
        ([8, 9, 3], [[0, 1, 2]]),
        ([0, 0, 0], [[0, 1, 2]]),
        ([10, 0, 4], []),
        ([7, 8], [[0, 1]]),
        ([8, 7], [[0, 1]]),
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
    assert (groups == []) == (1 <= sum(counts) < 15)


@pytest.mark.parametrize(("parts", "top"), [(2, 40), (3, 24), (4, 18)])
def test_an_intruder_who_knows_the_rule_and_tries_all_counts_cannot_narrow_a_small_one(parts, top):
    """All counts with the same release, beside which nothing else is known: a small part may be any of 1 to 7."""
    same = defaultdict(list)
    for counts in product(range(top), repeat=parts):
        groups = release.joined(counts)
        same[tuple((tuple(g), 5 * round(sum(counts[i] for i in g) / 5)) for g in groups)].append(counts)
    checked = 0
    for seen, possible in same.items():
        if any(total > top - 10 for _, total in seen):
            continue  # the parts of a larger sum are not all among the counts tried
        for part in range(parts):
            values = {counts[part] for counts in possible}
            if values & set(range(1, 8)):
                assert values >= set(range(1, 8)), (seen, part)
                checked += 1
    assert checked > 3


def test_a_breakdown_is_rounded_and_adds_up():
    counts = pd.Series({"a": 63, "b": 3, "c": 9, "d": 21})
    assert shown(release.breakdown(counts, POLICY), "part", "people", "of") == [
        ("a", 65, 95), ("b + c", 10, 95), ("d", 20, 95)
    ]  # fmt: skip


def test_an_unknown_policy_and_the_one_for_published_tables_are_refused():
    for wrong in ("none", "ons"):
        with pytest.raises(InputError, match="one of opensafely, nhs, midpoint6"):
            release.check_policy(wrong)


def test_a_representation_ratio_worked_by_hand():
    # 60 of 80 people with a stated group, 1,000 of 4,000 residents: 75% over 25%. Wilson's limits as he gives them.
    square = 1.959964**2
    half = 1.959964 * math.sqrt(square + 4 * 60 * (1 - 60 / 80))
    lower, upper = ((2 * 60 + square + sign * half) / (2 * (80 + square)) / 0.25 for sign in (-1, 1))
    table = release.breakdown(pd.Series({"1": 61, "2": 19, "not stated": 12}), POLICY)
    ratio = release.representation(table, pd.Series({"1": 1000, "2": 3000}), POLICY)
    first = shown(ratio, "people", "of", "value", "lower", "upper")[0]
    assert first == pytest.approx((60, 80, 3, lower, upper), rel=1e-6)
    assert ratio["value"].isna().tolist() == [False, False, True]


def test_a_person_stands_where_the_last_stage_is_and_in_post_after_26_weeks():
    rows = events(
        (1, "2024-01-01", "engaged", "A"), (1, "2024-01-05", "offer", "A"), (1, "2024-01-02", "engaged", "B"),
        (2, "2024-01-01", "recruited", "A"), (2, "2024-06-30", "retained", "A"),
        (3, "2024-01-01", "recruited", "A"), (3, "2024-07-01", "retained", "A"),
        (4, "2024-08-01", "retained", "A"), (5, "2024-01-01", "qualified", "A"),
    )  # fmt: skip
    # 26 weeks from 1 January 2024 end on 1 July (182 days); a `retained` without `recruited` has no beginning.
    found = {(p, s): LADDER[rank] for p, s, rank in shown(stages.furthest(rows), "person", "spoke", "rank")}
    assert found == {(1, "A"): "offer", (1, "B"): "engaged", (2, "A"): "recruited", (3, "A"): "retained"}


def test_conversions_are_of_those_at_the_stage_before_and_small_steps_are_left_out():
    rows = events(
        *crowd(0, 40, "A", engaged="2024-01-01"),
        *crowd(100, 12, "A", engaged="2024-01-01", completed="2024-02-01"),
        *crowd(200, 3, "A", engaged="2024-01-01", completed="2024-02-01", offer="2024-03-01"),
        *crowd(300, 20, "A", engaged="2024-01-01", recruited="2024-04-01"),
    )
    table = stages.conversions(rows, stages.furthest(rows), POLICY)
    # 3 stop at the offer: joined with the 20 who were recruited, so that the offer is shown and the last stage is not.
    assert not stages.apart(stages.furthest(rows))
    assert shown(table, "spoke", "stage", "people", "of_stage", "of") == [
        ("all spokes", "engaged", 75, "", 75), ("all spokes", "completed", 35, "engaged", 75),
        ("all spokes", "offer", 25, "completed", 35),
    ]  # fmt: skip
    assert table["value"].round(2).tolist()[1:] == [46.67, 71.43]


def test_spokes_are_shown_apart_only_where_no_small_count_follows():
    a, b = crowd(0, 30, "A", engaged="2024-01-01"), crowd(50, 30, "B", engaged="2024-01-01")
    for several, together in ((0, False), (3, True), (9, False)):
        rows = events(*a, *b, *crowd(0, several, "B", engaged="2024-01-01"))
        table = stages.conversions(rows, stages.furthest(rows), POLICY)
        assert (set(table["spoke"]) == {"all spokes"}) == together
    rows = events(*a, *b, *crowd(90, 3, "C", engaged="2024-01-01"))
    assert set(stages.conversions(rows, stages.furthest(rows), POLICY)["spoke"]) == {"all spokes"}


def test_spokes_are_together_where_few_of_one_are_in_another_too():
    people = crowd(0, 30, "A", engaged="2024-01-01") + crowd(20, 40, "B", engaged="2024-01-01")
    few = crowd(50, 40, "C", engaged="2024-01-01") + crowd(0, 3, "C", engaged="2024-01-01")
    rows = events(*people)
    assert stages.apart(stages.furthest(rows))
    # 27 of A are in no other spoke but 13 are: fine. With C, 13 of A still are; but 3 of those of A alone no longer.
    rows = events(*people, *few, *crowd(3, 14, "C", engaged="2024-01-01"))
    counts = rows.groupby("person")["spoke"].nunique()
    alone = (counts[counts.index < 30] == 1).sum()
    assert 1 <= alone <= 7
    assert not stages.apart(stages.furthest(rows))


@pytest.mark.parametrize(("in_both", "expected"), [(0, True), (3, False), (9, True)])
def test_spokes_are_together_where_few_have_a_stage_in_several(in_both, expected):
    """Twelve people are engaged by both spokes; so many of them have an offer in each."""
    ways = {"engaged": "2024-01-01", "offer": "2024-02-01"}
    a = crowd(0, 40, "A", **ways) + crowd(40, 20, "A", engaged="2024-01-01")
    others = crowd(60, 20, "B", **ways) + crowd(80, 20, "B", engaged="2024-01-01")
    shared = crowd(0, in_both, "B", **ways) + crowd(48, 12 - in_both, "B", engaged="2024-01-01")
    assert stages.apart(stages.furthest(events(*a, *others, *shared))) == expected


def test_outcomes_beside_the_way_wait_for_a_small_step_before_the_engaged():
    rows = [*crowd(0, 20, "A", engaged="2024-01-01", qualified="2024-02-01"), *crowd(50, 20, "A", engaged="2024-01-01")]
    for referred, sequences in ((0, {"work", "qualification"}), (3, {"work"}), (9, {"work", "qualification"})):
        table = events(*rows, *crowd(90, referred, "A", referred="2024-01-01"))
        found = stages.conversions(table, stages.furthest(table), POLICY)
        assert set(found["sequence"]) == sequences


def test_breakdowns_wait_where_a_small_step_lies_before_their_people():
    few = events(*crowd(0, 30, "A", engaged="2024-01-01", offer="2024-02-01"), *crowd(50, 5, "A", engaged="2024-01-01"))
    reached = stages.furthest(few)
    assert stages.whole(reached) & {"engaged", "offer"} == {"engaged"}
    assert stages.time_to_offer(few, reached, POLICY).empty
    enough = events(
        *crowd(0, 30, "A", engaged="2024-01-01", offer="2024-02-01"), *crowd(50, 9, "A", engaged="2024-01-01")
    )
    waits = stages.time_to_offer(enough, stages.furthest(enough), POLICY)
    # 31 days each: in the second band, all of them, and so is the median.
    assert shown(waits, "part", "people", "median")[1] == ("4 to 7 weeks", 30, True)
    assert waits["median"].sum() == 1


@pytest.mark.parametrize("people", [1, 5, 14])
def test_of_a_handful_of_people_nothing_is_shown_and_the_words_still_come(people):
    rows = events(*crowd(0, people, "A", engaged="2024-01-01", offer="2024-02-01"))
    living = {"imd_decile": pd.Series({"1": 100})}
    made = told.released(Records(rows, False), living, POLICY)
    assert all(table.empty for table in made.values())
    assert {"spoke", "value", "of_stage"} <= set(made["stages"])
    assert {"breakdown", "share", "resident_share"} <= set(made["reach"])
    assert told.drawn_stages(made["stages"]).empty
    assert reach.drawn(made["reach"]).empty
    assert len(told.findings(made, POLICY, False)) == 1


def test_the_example_has_the_published_counts():
    lsoas = raw.load("imd_lsoa11").sort_values("imd_rank_2019")["lsoa11_code"]
    table = example.example(raw.load("published_programmes"), lsoas)
    assert table["person_id"].str.fullmatch(r"SYN-\d{6}").all()
    count = table.groupby(["spoke", "stage"])["person_id"].nunique().to_dict()
    ours, pilot = "Connecting Communities", "Lincoln Green pilot"
    # The counts as the documents print them.
    printed = {
        ("Hub", "referred"): 563, (ours, "engaged"): 152, (ours, "offer"): 66, (ours, "qualified"): 49,
        (ours, "vaccinated"): 17, (ours, "first_vaccination"): 3, (pilot, "engaged"): 127, (pilot, "completed"): 60,
        (pilot, "recruited"): 49,
    }  # fmt: skip
    assert {key: count[key] for key in printed} == printed
    several = set(table.loc[table["spoke"] == ours, "person_id"])
    elsewhere = table[~table["spoke"].isin([ours, "Hub"]) & (table["stage"] == "engaged")]
    assert len(several & set(elsewhere["person_id"])) == 116


def test_what_comes_from_the_example_is_marked_and_the_first_vaccinations_are_not_to_be_seen(tmp_path):
    tables = {name: raw.load(name) for name in reach.TABLES}
    lsoas = tables["imd_lsoa11"].sort_values("imd_rank_2019")["lsoa11_code"]
    example.example(raw.load("published_programmes"), lsoas).to_csv(tmp_path / "e.csv", index=False)
    records = partner.read("programme", str(tmp_path / "e.csv"), reach.known_places(tables))
    assert records.synthetic
    made = told.released(records, reach.residents(tables), POLICY)
    assert all(set(table["records"]) == {told.MARK} for table in made.values())
    unmarked = told.released(Records(records.rows, False), reach.residents(tables), POLICY)
    assert not [name for name, table in unmarked.items() if "records" in table]
    stated = made["stages"].set_index(["spoke", "stage"])["people"]
    assert stated["Connecting Communities", "vaccinated"] == 15
    assert "first_vaccination" not in made["stages"]["stage"].tolist()
    for caption in (
        told.caption_stages(told.drawn_stages(made["stages"]), POLICY, True),
        told.caption_reach(reach.drawn(made["reach"]), POLICY, True),
    ):
        assert all("ynthetic example" in caption[key] for key in ("finding", "subtitle", "alt", "note"))
        assert len(caption["finding"].split()) <= 10


def test_residents_are_those_of_the_census_and_the_estimates():
    tables = {name: raw.load(name) for name in reach.TABLES}
    living = reach.residents(tables)
    assert living["imd_decile"].sum() == living["ward"].sum() == 820_802  # Leeds, mid-2022, as published
    ages = tables["age_lsoa21"]
    assert living["age_band"].sum() < ages["count"].sum() / 4
    assert list(living["ethnic_group"].index) == sorted(living["ethnic_group"].index)


def test_a_neighbourhood_made_of_two_has_the_decile_of_the_larger():
    """E01035054 of 2021 is E01033018 and E01033019 of 2011; which of them had more people the estimates say."""
    tables = {name: raw.load(name) for name in reach.TABLES}
    old = tables["imd_lsoa11"].set_index("lsoa11_code")["imd_decile_2019"]
    people = tables["population_lsoa11"].query("basis == 'mid_2015' and age_band == 'all'")
    people = people.set_index("lsoa11_code")["population"]
    assert people["E01033018"] < people["E01033019"]
    assert old["E01033018"] != old["E01033019"]
    assert reach.deciles(tables)["E01035054"] == str(old["E01033019"])


def test_the_conflicts_between_the_documents_are_found():
    table = raw.load("published_programmes")
    found = published.conflicts(table)
    assert shown(found, "kind", "printed")[:2] == [
        ("one stage, two counts", "65 people (good-work); 66 people (connecting-communities)"),
        ("one number, two meanings", "49"),
    ]
    noted = published.noted(raw.record("published_programmes").notes)
    assert [("Lincoln" in note, "1.5 million" in note, "February" in note) for note in noted] == [
        (True, False, False), (False, False, True), (False, True, False)
    ]  # fmt: skip
    alike = table.assign(value=table["value"].where(table["value"] != 65, 66))
    assert "one stage, two counts" not in published.conflicts(alike)["kind"].tolist()
