"""How sure a place is, what is behind the middle, and the scorecard with its standings."""

import numpy as np
import pandas as pd
import pytest
from made_up_indicators import NAMES, SOURCES, chosen, facts

from leedsequity.analyses import headline_series, scorecard


def ranked(polarity: str, half: float = 1.0) -> pd.DataFrame:
    now = [
        ("near", code, "2024", value, half)
        for code, value in (("E1", 10), ("E2", 11), ("E3", 20), ("E4", 0))
    ]
    table = chosen(*now, ("near", "E9", "2024", 15.0, half), polarity=polarity)
    return scorecard.places(table, "E1", ["E1", "E2", "E3", "E4"])


@pytest.mark.parametrize(
    ("polarity", "place", "place_open"),
    [("high", 3, "2-3"), ("low", 2, "2-3"), ("not judged", 3, "2-3")],
)
def test_a_place_counts_the_better_and_leaves_open_those_not_told_apart(
    polarity, place, place_open
) -> None:
    # 10 and 11, each give or take 1, are not told apart (root 2 exceeds 1); 20 and 0 are.
    (row,) = ranked(polarity).to_dict("records")
    assert (row["place"], row["ranked"], row["place_open"]) == (place, 4, place_open)


def test_a_series_of_something_else_than_its_indicator_has_a_name_of_its_own() -> None:
    shown = ("Excess weight or obesity", "Young people not in education, work or training")
    definitions = pd.DataFrame({"indicator_id": [3, 8], "shown_as": shown})
    rows = [
        (3, "lait_reception_excess_weight", shown[0]),
        (3, "fingertips_reception_obesity", "Obesity in Reception"),
        (8, "lait_neet", shown[1]),
        (8, "lait_neet_or_not_known", f"{shown[1]}, or not known"),
    ]
    table = pd.DataFrame(rows, columns=["indicator_id", "series", "name"]).assign(group="all")
    assert scorecard.measures(table, definitions).tolist() == table["name"].tolist()


def test_places_left_open_count_an_areas_comparisons_as_many() -> None:
    # Half widths of 1.4 make a standard error of 1.01: 2.2 more is a p of 0.029, which alone would
    # pass, and which Holm doubles where two others are compared.
    rows = [("near", "E1", "2024", 10.0, 1.4), ("near", "E2", "2024", 12.2, 1.4)]
    alone = scorecard.places(chosen(*rows), "E1", ["E2"])
    both = scorecard.places(chosen(*rows, ("near", "E3", "2024", 9.5, 1.4)), "E1", ["E2", "E3"])
    assert (alone["place_open"].tolist(), both["place_open"].tolist()) == (["2"], ["1-3"])


@pytest.mark.parametrize(("polarity", "place_open"), [("high", "3-4"), ("low", "1-2")])
def test_the_clearly_better_push_the_open_places_down(polarity, place_open) -> None:
    # Of the others 11 is not told apart from 10; 20 and 30 are higher, better or worse by polarity.
    rows = [
        ("near", code, "2024", value, 1.0)
        for code, value in (("E1", 10), ("E2", 11), ("E3", 20), ("E4", 30))
    ]
    table = scorecard.places(chosen(*rows, polarity=polarity), "E1", ["E1", "E2", "E3", "E4"])
    assert table["place_open"].tolist() == [place_open]


def test_a_value_that_is_no_headline_has_no_place_and_leaves_the_others_whole() -> None:
    rows = [("near", code, "2024", value, 1.0) for code, value in (("E1", 10), ("E2", 11))]
    rows += [("rate", code, "2024", value, 1.0) for code, value in (("E1", 5), ("E2", 9))]
    table = chosen(*rows)
    table["headline"] = table["series"] != "rate"
    assert scorecard.places(table, "E1", ["E1", "E2"])["place_open"].tolist() == ["1-2"]


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


def scored(table: pd.DataFrame, peers: list[str]) -> pd.DataFrame:
    placed = scorecard.places(table, "E1", peers)
    return scorecard.scorecard(definitions(), table, placed, no_gaps(), "E1", "E9")


def test_a_scorecard_has_a_row_an_indicator_and_says_why_one_is_blank() -> None:
    table = chosen(
        ("near", "E1", "2022", 1.0), ("near", "E1", "2023", 3.0), ("near", "E9", "2023", 2.0)
    )
    score = scored(table, ["E1", "E9"]).set_index("indicator_id")
    assert score.index.tolist() == [4, 7, 12]
    assert score["measure"].tolist() == ["Good", "Happy", "Homes"]
    columns = ["value", "comparator", "difference", "verdict", "basis", "place", "trend"]
    row = [3.0, 2.0, 1.0, "higher", "not tested", 1, "too few years"]
    assert score.loc[4, columns].tolist() == row
    assert score["reason"].fillna("").tolist() == [
        "",
        "The city's own.",
        "No open series has a value for this area.",
    ]


def test_a_place_of_an_earlier_period_does_not_stand_beside_the_value_of_a_later_one() -> None:
    rows = [("near", "E1", "2022", 1.0), ("near", "E2", "2022", 2.0), ("near", "E1", "2023", 3.0)]
    table = chosen(*rows)
    assert scorecard.places(table, "E1", ["E1", "E2"]).empty
    score = scored(table, ["E1", "E2"])
    assert score.loc[0, "period"] == "2023"
    assert pd.isna(score.loc[0, "place"])


@pytest.mark.parametrize(
    ("other", "half", "polarity", "headline", "standing"),
    [
        (2.0, 0.1, "high", True, "worse"),
        (2.0, 0.1, "low", True, "better"),
        (1.1, 0.1, "low", True, "similar"),
        (2.0, 0.1, "not judged", True, "clearly lower"),
        (2.0, np.nan, "high", True, "worse, not tested"),
        (2.0, np.nan, "low", True, "better, not tested"),
        (1.0, np.nan, "low", True, "equal, not tested"),
        (2.0, np.nan, "not judged", True, "not judged"),
        (2.0, 0.1, "high", False, "caution"),
    ],
)
def test_a_standing_is_the_verdict_or_the_side_that_nobody_tested(
    other, half, polarity, headline, standing
) -> None:
    rows = [("near", "E1", "2023", 1.0, half), ("near", "E9", "2023", other, half)]
    table = chosen(*rows, polarity=polarity)
    table["headline"] = headline
    score = scored(table, ["E9"])
    assert score.loc[0, "standing"] == standing
    assert score["standing"].isna().tolist() == [False, True, True]
    assert score["judged"].tolist() == [polarity != "not judged", False, False]


def test_of_a_gap_within_the_area_the_newest_slope_is_taken_and_stands_for_its_indicator() -> None:
    rows = [
        ("E1", "male", "2021-23", 11.0),
        ("E1", "male", "2022-24", 12.0),
        ("E1", "female", "2022-24", None),
        ("E2", "male", "2022-24", 99.0),
    ]
    slopes = pd.DataFrame(rows, columns=["area_code", "sex", "period", "value"])
    empty = scorecard.group_gaps(
        headline_series.comparable_facts(facts(("near", "E1", "2023", 1.0)), SOURCES, NAMES, {}),
        SOURCES,
        "E1",
    )
    found = scorecard.last_gaps(empty, slopes, "E1", "E9")
    columns = ["indicator_id", "group", "period", "difference"]
    assert found[columns].to_numpy().tolist() == [[1, "male", "2022-24", 12.0]]


def test_among_all_are_authorities_with_the_verdict_of_the_area_and_a_role() -> None:
    codes = {"E1": 1.0, "E9": 2.0, "E06000001": 3.0, "E12000003": 9.0}
    rows = [("near", code, "2023", value, 0.1) for code, value in codes.items()]
    rows += [("rate", code, "2023", 1.0) for code in ("E1", "E9")]  # nobody else has it
    known = headline_series.comparable_facts(
        facts(*rows), SOURCES, NAMES | dict.fromkeys(codes, "x"), {}
    )
    table = headline_series.headline(known, SOURCES, "E1")
    found = scorecard.among_all(table, scored(table, ["E9"]), "E1", "E9")
    assert found[["area_code", "role", "verdict", "indicator"]].to_numpy().tolist() == [
        ["E06000001", "context", "worse", "Good, %"],
        ["E1", "focus", "worse", "Good, %"],
        ["E9", "reference", "worse", "Good, %"],
    ]
    no_headline = scored(table.assign(headline=False), ["E9"])
    assert scorecard.among_all(table, no_headline, "E1", "E9").empty


def test_a_recommendation_has_a_row_for_each_measure_that_would_show_it_moving() -> None:
    asked = pd.DataFrame(
        {"number": [1, 2], "theme": "t", "recommendation": ["do", "talk"], "why": ["so", None]}
    ).assign(indicators=["4 7", None])
    table = chosen(("near", "E1", "2023", 1.0, 0.1), ("near", "E9", "2023", 2.0, 0.1))
    found = scorecard.recommended(asked, scored(table, ["E9"]))
    assert found[["number", "measure", "standing"]].fillna("").to_numpy().tolist() == [
        [1, "Good", "worse"],
        [1, "Happy", ""],
        [2, "", ""],
    ]
