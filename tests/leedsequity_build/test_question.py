"""Questions to raw tables: what is read from a record, what is chosen, and what is refused."""

import re

import pytest

from leedsequity.errors import InputError
from leedsequity_build import scaffold
from leedsequity_build.question import Question


def asked(*words: str, **more: str) -> Question:
    question = Question(*words, **more)
    question.check()
    return question


def test_a_share_by_decile_of_small_areas_is_of_counts_added_up_and_named_by_the_record():
    found = asked("fuel_poverty_lsoa21", "decile", "fuel_poor_2022", of="households_2022")
    assert (found.words, found.when, found.place) == (
        "households in fuel poverty",
        "2022",
        "lsoa21_code",
    )
    assert (found.counted, found.several, found.fixed) == (True, True, {})
    assert found.errors == "none", "its households are the publisher's estimates, not counts"


def test_what_is_not_asked_stands_at_its_latest_level_and_is_a_parameter():
    found = asked("life_expectancy_la_limits", "area", "value")
    assert found.fixed["period"] == ("2021-23", ["2016-18", "2021-23"])
    assert found.fixed["sex"][0] == "female"
    assert found.errors == "limits"
    assert scaffold.parameters(found)["period"] == ("2021-23", "one of 2016-18, 2021-23")


@pytest.mark.parametrize(
    ("question", "errors"),
    [
        (Question("life_expectancy_la_decile", "decile", "value"), "se"),
        (Question("deaths_population_imd_decile", "decile", "deaths", "population"), "counts"),
        (Question("tenure_lsoa21", "area", "social_council", "all"), "none"),  # of a census
        (Question("infant_mortality_la", "year", "value"), "none"),
    ],
)
def test_limits_come_from_what_the_table_has_and_a_census_has_none(question, errors):
    assert question.errors == errors


def test_parts_nested_in_what_is_compared_are_added_up_and_others_chosen():
    groups = asked("ethnicity_lsoa21", "broad_group", "count")
    assert (groups.long, groups.fixed) == (True, {})
    poverty = asked("fuel_poverty_lsoa21", "year", "count", label="households")
    assert poverty.fixed["measure"] == ("households", ["households", "fuel_poor"])


def test_a_series_is_the_one_that_reaches_the_latest_time():
    assert asked("slope_index_la", "period", "value").fixed["vintage"][0] == "census_2021"


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (Question("boundaries_la", "area", "value"), "boundaries_la holds outlines, and no fig"),
        (
            Question("fuel_poverty_lsoa21", "decil", "fuel_poor_2022"),
            "no column to ask by decil: did you mean decile?",
        ),
        (
            Question("fuel_poverty_lsoa21", "decile", "fuelpoor_2022"),
            "has no measure fuelpoor_2022: did you mean fuel_poor_2022?",
        ),
        (
            Question("life_expectancy_msoa", "decile", "value"),
            "has no column to ask by decile: there are area, period, sex",
        ),
        (Question("documents", "document", "title"), "has no measure title: there are none"),
        (
            Question("tenure_lsoa21", "area", "social_council"),
            "counts, and places differ in size: give what it is a share of, --of all",
        ),
        (
            Question("children_low_income_ward", "ward", "children_2021"),
            "is no name of 1 to 5 plain words: give one, such as --label",
        ),
        (Question("infant_mortality_la", "year", "value", of="value"), "is no count of some amo"),
        (Question("fuel_povrety", "area", "value"), "no table is named 'fuel_povrety'"),
    ],
)
def test_what_a_table_cannot_answer_is_refused_in_a_line(question, message):
    with pytest.raises(InputError, match=re.escape(message)) as error:
        question.check()
    assert "\n" not in str(error.value)
