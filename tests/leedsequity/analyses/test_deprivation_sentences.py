"""The findings of notebook 03 turn with their results."""

import pandas as pd
import pytest

from leedsequity.analyses import deprivation_deciles as deprivation
from leedsequity.analyses import deprivation_sentences as sentences
from leedsequity.analyses import ethnicity

TENTH = deprivation.Line(deprivation.TENTH, "decile 1", *[pd.DataFrame()] * 3)
FIFTH = deprivation.Line(deprivation.FIFTH, "the most deprived fifth", *[pd.DataFrame()] * 3)
NONE = deprivation.Line("", "", *[pd.DataFrame()] * 3)


def nowhere(share=0.0):
    rows = [
        (edition, base, "All people", "All ages", 1000, 1000 * share, share)
        for edition in (2015, 2019, 2025)
        for base in ("Census 2021", "mid-2013 (revised)", "mid-2022 (revised)")
    ]
    columns = ["imd_edition", "population_base", "group", "age", "people", "in_decile_1", "share"]
    return pd.DataFrame(rows, columns=columns)


def test_where_nobody_lives_in_decile_1_it_is_said_once_and_in_words():
    touched = pd.DataFrame(
        [(2019, "Census 2021", "unchanged", 1000, 0, 0)],
        columns=["imd_edition", "population_base", "rule", "people", "in_decile_1", "in_doubt"],
    )
    said = sentences.tenth_findings(
        nowhere(), touched, "Here", 2019, "Census 2021", TENTH, nowhere()
    )
    assert said[0].startswith("None of the 1,000 people of Here (Census 2021) lives in")
    assert said[0].endswith("by IMD 2019, and none by any other edition.")
    assert "0.0%" not in said[0]
    assert said[2].startswith("No rule of the lookup places any of those people")
    assert said[2].endswith("their LSOAs are the same in 2011 and 2021.")
    same = touched.assign(
        rule="same boundaries"
    )  # it is not known whether another census has other LSOAs
    assert sentences.tenth_findings(nowhere(), same, "Here", 2019, "Census 2021", NONE, nowhere())[
        -1
    ].endswith("they are counted in the LSOAs that the edition ranks.")
    later = nowhere()
    later.loc[later["imd_edition"] == 2025, ["in_decile_1", "share"]] = [120.0, 0.12]
    assert sentences.tenth_findings(later, touched, "Here", 2019, "Census 2021", TENTH, nowhere())[
        0
    ].endswith("by IMD 2019; of the same people it is 120 (12.0%) by IMD 2025.")
    assert (
        "100 of 1,000 people (10.0%; Census 2021)"
        in sentences.tenth_findings(
            nowhere(0.1), touched, "Here", 2019, "Census 2021", TENTH, nowhere()
        )[0]
    )


def test_domains_that_tie_are_all_named_and_none_is_a_word():
    domains = pd.DataFrame(
        {
            "imd_edition": ["Income", "Crime", "Health"],
            "share": [0.0, 0.0, 0.5],
            "population_base": "Census 2021",
        }
    )
    said = sentences.sensitivity_findings(domains, pd.DataFrame({"imd_edition": []}), "Here")
    assert "runs from none (Income; Crime) to 50.0% (Health); Census 2021." in said[0]
    assert said[1] == "No LSOA of Here is among the most deprived 1% of England's, by any edition."
    assert (
        "By no domain"
        in sentences.sensitivity_findings(
            domains.assign(share=0.0), pd.DataFrame({"imd_edition": [2019]}), "H"
        )[0]
    )


def test_a_change_in_the_only_decile_is_no_range():
    change = pd.DataFrame(
        {
            "area": "Here",
            "group": ethnicity.NOT_WHITE,
            "decile": [7, 8],
            "people_2011": [200, None],
            "people_2021": [300, None],
            "share_2011": [0.012, None],
            "share_2021": [0.025, None],
            "change": [0.013, None],
        }
    )
    (said,) = sentences._diversity(change, "Here")
    assert said.endswith("by +1.3 points in decile 7.")


@pytest.mark.parametrize(
    ("then", "now", "end"),
    [
        (
            [0.1, 0.1],
            [0.2, 0.1],
            (
                "by +0.0 to +10.0 points, most in decile 1; in proportion to the share of 2011 most"
                " in decile 1 (+100%)."
            ),
        ),
        (
            [0.4, 0.1],
            [0.2, 0.11],
            (
                "by -20.0 to +1.0 points, most in decile 1; in proportion to the share of 2011 most"
                " in decile 1 (-50%)."
            ),
        ),
        (
            [0.4, 0.1],
            [0.45, 0.14],
            (
                "by +4.0 to +5.0 points, most in decile 1; in proportion to the share of 2011 most"
                " in decile 2 (+40%; decile 1 +12%). Where diversity grew most depends on which of"
                " the two is meant."
            ),
        ),
    ],
)
def test_the_greatest_change_may_be_a_fall_and_a_decile_is_named_once(then, now, end):
    change = pd.DataFrame(
        {
            "area": "Here",
            "group": ethnicity.NOT_WHITE,
            "decile": [1, 2],
            "people_2011": 100,
            "people_2021": 100,
            "share_2011": then,
            "share_2021": now,
        }
    )
    (said,) = sentences._diversity(
        change.assign(change=change["share_2021"] - change["share_2011"]), "Here"
    )
    assert said.endswith(end)


def told(line, below):
    touched = pd.DataFrame(
        [(2019, "Census 2021", "same boundaries", 1000, 0, 0)],
        columns=["imd_edition", "population_base", "rule", "people", "in_decile_1", "in_doubt"],
    )
    return sentences.tenth_findings(nowhere(), touched, "Here", 2019, "Census 2021", line, below)


def test_where_nobody_lives_in_decile_1_another_line_is_named_in_one_sentence():
    said = told(FIFTH, nowhere(0.1))
    assert said[1].endswith(f": what follows is about {deprivation.FIFTH}.")
    assert said[2].startswith("In Here 100 of 1,000 people (10.0%; Census 2021) live in England's")
    assert "left out" in told(NONE, nowhere())[1]
    assert len(told(NONE, nowhere())) == len(said) - 1


def shares(people, area="Here"):
    return pd.DataFrame(
        {
            "area": area, "population_base": "Census 2021", "level": "broad", "group": [*people],
            "people": [*people.values()], "share": 0.2, "share_of_people": 0.5,
            "ratio_to_white": 1.0,
        }
    )  # fmt: skip


def test_a_group_of_fewer_than_100_people_is_in_no_finding_and_the_finding_says_so():
    pairs = pd.DataFrame(
        [("Here", "Census 2021", "broad", "White", "Black", 0.9)],
        columns=["area", "population_base", "level", "group", "other", "dissimilarity"],
    )
    change = pd.DataFrame(columns=["area", "group", "decile", "people_2011", "people_2021"])
    for count, shown in ((99, False), (100, True)):
        groups = shares({"White": 5000, "Black": count})
        said = sentences.ethnicity_findings(groups, pairs, change, "Here", 2019, TENTH)
        assert ("Black" in " ".join(said)) == shown
        assert ("fewer than 100 people are left out" in said[0]) != shown


def test_wards_that_rose_and_fell_are_counted_and_ranks_are_called_relative():
    columns = ["ward", "share_2019", "share_2025", "change"]
    rows = [("Up", 0.1, 0.16, 0.06), ("Same", 0.2, 0.2, 0), ("Down", 0.5, 0.1, -0.4)]
    (said,) = sentences.ward_change_findings(pd.DataFrame(rows, columns=columns), "Here")
    assert "in 1 of the 3 wards of Here (Up +6.0 points), and lower in 1 (most: Down -40.0)" in said
    assert "Ranks are relative" in said
    (same,) = sentences.ward_change_findings(pd.DataFrame(rows[1:2], columns=columns), "Here")
    assert same.endswith("is the same by IMD 2025 as by IMD 2019 in every ward of Here.")
    (one,) = sentences.ward_change_findings(pd.DataFrame(rows[2:], columns=columns), "Down")
    assert "of Down is 50.0% by IMD 2019 and 10.0% by IMD 2025 (-40.0 points)." in one
    none = pd.DataFrame([("None", 0.0, 0.0, 0.0)], columns=columns)
    assert sentences.ward_change_findings(none, "Here") == []


@pytest.mark.parametrize(
    ("percent", "ends"),
    [
        ([9.2, 24.4], "9% to 24%"),
        ([0.21, 0.64], "0.2% to 0.6%"),
        ([92.1, 92.4], "92.1% to 92.4%"),
    ],
)
def test_ends_of_a_title_are_told_apart(percent, ends):
    groups = pd.DataFrame({"group": ["A", "B"], "percent": percent, "england": 1, "level": "broad"})
    caption = sentences.groups_caption(groups, "Here", 2019, TENTH)
    assert caption["finding"] == f"Shares in decile 1 run from {ends}"


@pytest.mark.parametrize(
    ("deciles", "finding"),
    [([1, 2], "1 of 2 neighbourhoods are"), ([4], "No neighbourhood is")],
)
def test_a_map_without_decile_1_says_so_in_words(deciles, finding):
    wards = pd.DataFrame({"ward": ["W"]})
    caption = sentences.city_map_caption(pd.DataFrame({"decile": deciles}), wards, "Here", 2019)
    assert caption["finding"] == f"{finding} in England's most deprived tenth"
    assert f"{len(deciles)} neighbourhood{'s' * (len(deciles) > 1)} shaded" in caption["alt"]


def test_england_is_not_compared_with_itself():
    rows = [("England", "Renting", -0.376, "")]
    indices = pd.DataFrame(rows, columns=["area", "condition", "rci", "reason"])
    (said,) = sentences.conditions_findings(indices, "England", 2019)
    assert said.endswith("England: Renting -0.38.")
    (said,) = sentences.conditions_findings(
        pd.concat([indices, indices.assign(area="Here")]), "Here", 2019
    )
    assert said.endswith("Here: Renting -0.38 (England -0.38).")
