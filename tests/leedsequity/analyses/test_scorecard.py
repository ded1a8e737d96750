"""How sure a place is, what is behind the middle, what is in doubt; the scorecard and its words."""

import numpy as np
import pandas as pd
import pytest
from made_up_indicators import NAMES, SOURCES, chosen, facts

from leedsequity.analyses import headline_series, scorecard
from leedsequity.analyses import scorecard_sentences as sentences
from leedsequity.peers import Peers

PEERS = Peers({"E2": "Hull", "E3": "York"}, "the other authorities", "other authorities")


def ranked(polarity: str, half: float = 1.0) -> pd.DataFrame:
    now = [
        ("near", code, "2024", value, half)
        for code, value in (("E1", 10), ("E2", 11), ("E3", 20), ("E4", 0))
    ]
    before = [
        ("near", code, "2023", value, half)
        for code, value in (("E1", 30), ("E2", 11), ("E3", 20), ("E4", 0))
    ]
    table = chosen(*now, *before, ("near", "E9", "2024", 15.0, half), polarity=polarity)
    return scorecard.places(table, "E1", ["E1", "E2", "E3", "E4"])


@pytest.mark.parametrize(
    ("polarity", "place", "place_open", "lately"),
    [("high", 3, "2-3", "1-3"), ("low", 2, "2-3", "2-4"), ("not judged", 3, "2-3", "1-3")],
)
def test_a_place_counts_the_better_and_leaves_open_those_not_told_apart(
    polarity, place, place_open, lately
) -> None:
    # 10 and 11, each give or take 1, are not told apart (root 2 exceeds 1); 20 and 0 are.
    (row,) = ranked(polarity).to_dict("records")
    assert (row["place"], row["ranked"], row["place_open"], row["lately"]) == (
        place,
        4,
        place_open,
        lately,
    )


@pytest.mark.parametrize(("polarity", "place_open"), [("high", "3-4"), ("low", "1-2")])
def test_the_clearly_better_push_the_open_places_down(polarity, place_open) -> None:
    # Of the others 11 is not told apart from 10; 20 and 30 are higher, better or worse by polarity.
    rows = [
        ("near", code, "2024", value, 1.0)
        for code, value in (("E1", 10), ("E2", 11), ("E3", 20), ("E4", 30))
    ]
    table = scorecard.places(chosen(*rows, polarity=polarity), "E1", ["E1", "E2", "E3", "E4"])
    assert table["place_open"].tolist() == [place_open]


def test_without_limits_no_place_is_called_open_and_alone_there_is_none() -> None:
    assert ranked("high", np.nan)["place_open"].isna().all()
    assert scorecard.places(chosen(("near", "E1", "2024", 1.0)), "E1", ["E1", "E2"]).empty


@pytest.mark.parametrize(("polarity", "behind"), [("high", True), ("low", False)])
def test_the_middle_is_the_median_of_the_other_peers(polarity, behind) -> None:
    rows = [
        ("near", code, "2024", value)
        for code, value in (("E1", 10), ("E2", 11), ("E3", 20), ("E4", 0))
    ]
    table = scorecard.measures_behind(
        chosen(*rows, polarity=polarity), "E1", ["E1", "E2", "E3", "E4"]
    )
    assert table[["value", "middle", "difference", "behind"]].to_numpy().tolist() == [
        [10, 11, -1, behind]
    ]


def test_a_measure_that_a_peer_of_few_lacks_or_that_is_not_judged_does_not_count() -> None:
    rows = [("near", "E1", "2024", 1.0), ("near", "E2", "2024", 2.0), ("near", "E3", "2023", 2.0)]
    assert scorecard.measures_behind(chosen(*rows), "E1", ["E1", "E2", "E3"]).empty
    assert len(scorecard.measures_behind(chosen(*rows), "E1", ["E1", "E2"])) == 1
    assert scorecard.measures_behind(chosen(*rows, polarity="not judged"), "E1", ["E2"]).empty


@pytest.mark.parametrize(("having", "counts"), [(8, 0), (9, 1), (10, 1)])
def test_nine_in_ten_of_many_peers_are_enough_for_their_middle(having, counts) -> None:
    codes = [f"P{number}" for number in range(10)]
    rows = [("near", code, "2024", 2.0) for code in ["E1", *codes[:having]]]
    known = {"E1": "Leeds"} | {code: code for code in codes}
    comparable = headline_series.comparable_facts(facts(*rows), SOURCES, known, {})
    table = headline_series.headline(comparable, SOURCES, "E1")
    assert len(scorecard.measures_behind(table, "E1", codes)) == counts


def test_one_peer_has_no_median_and_every_sentence_names_the_peers() -> None:
    table = chosen(("near", "E1", "2024", 1.0), ("near", "E2", "2024", 2.0))
    behind, gaps = scorecard.measures_behind(table, "E1", ["E2"]), no_gaps()
    placed, moved = scorecard.places(table, "E1", ["E2"]), headline_series.changes(table)
    score = scorecard.scorecard(definitions(), table, placed, moved, gaps, "E1", "E9")
    hull = Peers({"E2": "Hull"}, "Hull", "Hull")
    counts = {"the latest values": behind}
    found = sentences.findings(
        score, counts, placed[:0], gaps, definitions(), "Leeds", "England", hull
    )
    assert found[1].endswith("not tested, Leeds is behind Hull on 1 of 1 indicators (Good).")
    caption = sentences.among_peers(behind, "Leeds", "England", hull)
    assert "of its peers, Hull, in the same period" in caption["subtitle"]
    assert "of Leeds, England and Hull. Leeds is behind Hull on 1 of 1" in caption["alt"]


def test_groups_are_set_beside_their_reference_and_a_part_of_all_has_no_limits() -> None:
    rows = [
        ("near", "E1", "2023", 40.0, 1.0, "fsm"), ("near", "E1", "2023", 70.0, 1.0, "not fsm"),
        ("near", "E1", "2023", 60.0, 1.0, "Black"), ("near", "E1", "2023", 65.0, 1.0, "all"),
    ]  # fmt: skip
    known = headline_series.comparable_facts(facts(*rows), SOURCES, NAMES, {})
    known["dimension"] = known["group"].map(
        {"fsm": "meals", "not fsm": "meals", "Black": "ethnic group", "all": "all"}
    )
    table = scorecard.group_gaps(known, SOURCES, "E1").set_index("group")
    assert table["difference"].to_dict() == {"fsm": -30, "Black": -5}
    assert table["difference_lower"].notna().to_dict() == {"fsm": True, "Black": False}
    assert table["reference"].to_dict() == {"fsm": "not fsm", "Black": "all"}


def definitions() -> pd.DataFrame:
    table = pd.DataFrame(
        {"indicator_id": [4, 7, 12], "short_name": ["Good", "Happy", "Homes"], "principle": None}
    )
    return table.assign(
        status="in use",
        shown_as=["Good", None, "Homes"],
        fit=["same", "none", "same"],
        difference=["Nearly it.", "The city's own.", "It."],
    )


def no_gaps() -> pd.DataFrame:
    columns = ["group", "reference", "dimension", "period"]
    table = pd.DataFrame(columns=["indicator_id", *columns, *headline_series.DIFFERENCE])
    return table.astype(
        {"indicator_id": "int64", "group": "str", "reference": "str", "period": "str"}
    )


def test_a_scorecard_has_a_row_an_indicator_and_says_why_one_is_blank() -> None:
    table = chosen(
        ("near", "E1", "2022", 1.0), ("near", "E1", "2023", 3.0), ("near", "E9", "2023", 2.0)
    )
    placed, moved = scorecard.places(table, "E1", ["E1", "E9"]), headline_series.changes(table)
    gaps = no_gaps()
    score = scorecard.scorecard(definitions(), table, placed, moved, gaps, "E1", "E9").set_index(
        "indicator_id"
    )
    assert score.index.tolist() == [4, 7, 12]
    columns = ["value", "comparator", "difference", "judged", "place", "change", "change_judged"]
    assert score.loc[4, columns].tolist() == [3.0, 2.0, 1.0, "higher", 1, 2.0, "higher"]
    assert score["reason"].fillna("").tolist() == [
        "",
        "The city's own.",
        "No open series has a value for this area.",
    ]
    found = sentences.findings(
        score.reset_index(),
        {"the latest values": scorecard.measures_behind(table, "E1", ["E9"])},
        placed[:0],
        gaps,
        definitions(),
        "Leeds",
        "England",
        PEERS,
    )
    assert (
        found[0]
        == "Open series stand for 1 of the 3 indicators in Leeds (1 same); none for: Happy; Homes."
    )
    assert found[1] == "Beside England, Leeds is, as published and not tested, higher on 1 (Good)."
    assert found[3].endswith("behind the median of the other authorities on 0 of 1 indicators.")


def test_a_place_of_an_earlier_period_does_not_stand_beside_the_value_of_a_later_one() -> None:
    rows = [("near", "E1", "2022", 1.0), ("near", "E2", "2022", 2.0), ("near", "E1", "2023", 3.0)]
    table = chosen(*rows)
    gaps = no_gaps()
    placed = scorecard.places(table, "E1", ["E1", "E2"])
    assert placed[["period", "place"]].to_numpy().tolist() == [["2022", 2]]
    score = scorecard.scorecard(
        definitions(), table, placed, headline_series.changes(table), gaps, "E1", "E9"
    )
    assert score.loc[0, "period"] == "2023"
    assert pd.isna(score.loc[0, "place"])


def test_a_value_in_doubt_is_counted_nowhere_and_named(monkeypatch) -> None:
    monkeypatch.setattr("leedsequity.indicators.DOUBTS", {("near", "E1"): "it counts one employer"})
    table = chosen(
        *[
            ("near", code, "2023", value, 0.1)
            for code, value in (("E1", 1.0), ("E2", 2.0), ("E9", 3.0))
        ]
    )
    behind, placed = (
        scorecard.measures_behind(table, "E1", ["E2"]),
        scorecard.places(table, "E1", ["E1", "E2"]),
    )
    assert behind[["behind", "doubt"]].to_numpy().tolist() == [[True, "it counts one employer"]]
    assert (
        sentences.among_peers(behind, "Leeds", "England", PEERS)["finding"]
        == "Leeds: behind its peers' median on 0 of 0, untested"
    )
    gaps = no_gaps()
    score = scorecard.scorecard(
        definitions(), table, placed, headline_series.changes(table), gaps, "E1", "E9"
    )
    found = sentences.findings(
        score, {"the latest values": behind}, placed, gaps, definitions(), "Leeds", "England", PEERS
    )
    assert not [
        sentence for sentence in found if "Beside England" in sentence or "Places" in sentence
    ]
    assert (
        found[-1]
        == "Counted nowhere above, because it is in doubt: Good. In words: it counts one employer."
    )


def test_nothing_is_compared_with_another_areas_value_in_doubt(monkeypatch) -> None:
    monkeypatch.setattr("leedsequity.indicators.DOUBTS", {("near", "E2"): "it counts one employer"})
    rows = [
        ("near", code, "2023", value, 0.1)
        for code, value in (("E1", 1.0), ("E2", 9.0), ("E3", 2.0))
    ]
    table = chosen(*rows)
    assert headline_series.compared(table, "E1")["other"].tolist() == [2.0]
    assert scorecard.measures_behind(table, "E1", ["E1", "E2", "E3"]).empty
    assert scorecard.places(table, "E1", ["E1", "E2", "E3"])["ranked"].tolist() == [2]
    gaps = no_gaps()
    placed, moved = scorecard.places(table, "E1", ["E2"]), headline_series.changes(table)
    score = scorecard.scorecard(
        definitions(), table, placed.reindex(columns=[*placed]), moved, gaps, "E1", "E2"
    )
    found = sentences.findings(score, {}, placed, gaps, definitions(), "Hull", "Leeds", PEERS)
    assert not [sentence for sentence in found if sentence.startswith("Beside Leeds")]
    assert (
        found[-1]
        == "Nothing above is compared with E2 in this: Good. In words: it counts one employer."
    )


def test_a_gap_whose_comparison_is_missing_is_not_counted_as_narrower() -> None:
    gaps = pd.DataFrame(
        {
            "indicator_id": [4, 4],
            "group": "all",
            "unit": "%",
            "period": "2023",
            "difference": [-5.0, -6.0],
            "comparator_difference": [-4.0, np.nan],
        }
    )
    assert (
        sentences.free_school_meals(gaps, "Hull", "England", PEERS)["finding"]
        == "School gap wider than England's in 1 of 1"
    )
    alone = sentences.free_school_meals(gaps.tail(1), "Hull", "England", PEERS)
    assert alone["finding"] == "School gap in Hull: -6.0"
    assert "-6.0 to" not in alone["alt"]


def test_what_rose_fell_and_was_tested_is_counted_among_measures_with_two_periods() -> None:
    rows = [
        ("2011", "2024", 2.0, "better"),
        ("2012", "2023", 1.0, "higher"),
        ("2013", "2023", -1.0, "not told apart"),
        (None, "2024", np.nan, None),
    ]
    columns = ["first_period", "period", "change", "change_judged"]
    caption = sentences.trends(pd.DataFrame(rows, columns=columns), "Leeds", "England", PEERS)
    assert caption["finding"] == "Leeds over time: 2 measures rose, 1 fell; 2 tested"
    assert "charts of 3 measures, each with its own scale, from 2011 to 2024." in caption["alt"]
