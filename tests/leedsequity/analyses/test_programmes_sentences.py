"""What notebook 04 says of ratios."""

import pandas as pd

from leedsequity.analyses import programmes_sentences


def test_a_limit_next_to_1_is_not_printed_as_1_and_one_group_is_no_groups():
    table = pd.DataFrame(
        {"breakdown": "imd_decile", "part": ["2", "3"], "value": [0.64, 1.0], "lower": [0.42, 0.9],
         "upper": [0.962, 1.1], "residents": 100, "residents_of": "Hull"}
    )  # fmt: skip
    sentences = ["imd decile 2: about 0.64 (0.42 to 0.96) times the share among residents of Hull."]
    assert programmes_sentences.reach_findings(table) == sentences
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


def test_an_outcome_is_not_called_the_stage_after_the_one_it_is_a_share_of():
    """Qualified stands beside the way: it is a share of the engaged, who come stages before."""
    stages = pd.DataFrame(
        {"spoke": "A", "stage": ["engaged", "recruited", "qualified"], "people": [80, 40, 20],
         "of_stage": ["", "engaged", "engaged"], "of": [80, 80, 80], "value": [None, 50.0, 25.0]}
    )  # fmt: skip
    drawn = programmes_sentences.stages_chart_rows(stages)
    assert drawn["label"].tolist() == [
        "A: recruited, 40 of 80 engaged", "A: qualified, 20 of 80 engaged"
    ]  # fmt: skip
    caption = programmes_sentences.stages_caption(drawn, "nhs", False)
    assert caption["finding"] == "25% to 50% reach the stage or outcome"
    assert "per cent of those at the earlier stage named with it" in caption["subtitle"]


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
