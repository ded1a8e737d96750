"""The findings of notebook 03 turn with their results."""

import pandas as pd
import pytest

from leedsequity.analyses import deprivation_sentences as sentences
from leedsequity.analyses import ethnicity


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
    said = sentences.tenth_findings(nowhere(), touched, "Here", 2019, "Census 2021")
    assert said[0].startswith("None of the 1,000 people of Here (Census 2021) lives in")
    assert said[0].endswith("by IMD 2019, and none by any other edition.")
    assert "0.0%" not in said[0]
    assert said[2].startswith("No rule of the lookup places any of those people")
    assert said[2].endswith("their LSOAs are the same in 2011 and 2021.")
    same = touched.assign(
        rule="same boundaries"
    )  # it is not known whether another census has other LSOAs
    assert sentences.tenth_findings(nowhere(), same, "Here", 2019, "Census 2021")[2].endswith(
        "they are counted in the LSOAs that the edition ranks."
    )
    later = nowhere()
    later.loc[later["imd_edition"] == 2025, ["in_decile_1", "share"]] = [120.0, 0.12]
    assert sentences.tenth_findings(later, touched, "Here", 2019, "Census 2021")[0].endswith(
        "by IMD 2019; of the same people it is 120 (12.0%) by IMD 2025."
    )
    assert (
        "100 of 1,000 people (10.0%; Census 2021)"
        in sentences.tenth_findings(nowhere(0.1), touched, "Here", 2019, "Census 2021")[0]
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
            "share_2011": then,
            "share_2021": now,
        }
    )
    (said,) = sentences._diversity(
        change.assign(change=change["share_2021"] - change["share_2011"]), "Here"
    )
    assert said.endswith(end)
