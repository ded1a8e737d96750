"""The list of specifications: what was declared when, what each is for, and how it differs."""

from dataclasses import fields, replace

import pytest
from made_up_austerity import made_up, one

from leedsequity.analyses import austerity_specifications
from leedsequity.analyses.austerity_specifications import BY_NAME, SPECIFICATIONS

# What was declared before any result, and what after.
BEFORE = {
    "two_way",
    "two_way_real",
    "two_way_weighted",
    "two_way_controls",
    "first_differences",
    "long_difference",
    "entity_only",
    "outcome_year_earlier",
    "outcome_year_later",
}
AFTER = {
    "area_trends",
    "region_by_year",
    "london_by_year",
    "deprivation_by_year",
    "two_way_excluding_london",
    "london_only",
    "excluding_london_controls",
    "excluding_outliers",
    "excluding_london_outliers",
    "placebo_2009_2013",
    "placebo_2009_2013_excluding_london",
    "two_way_real_2013_2016",
    "long_difference_excluding_london",
    # Of the second edition: written in its protocol, when results of some were known.
    "placebo_2009_2012",
    "placebo_2009_2012_excluding_london",
    "two_way_controls_excluding_london",
    "excluding_hartlepool",
    "two_way_percent",
    "two_way_percent_excluding_london",
    "two_way_spending",
    "area_trends_excluding_london",
    "two_way_2009",
    "two_way_2009_real",
    "two_way_2009_real_excluding_london",
    "two_way_2009_controls",
    "two_way_2009_percent",
    "two_way_2009_percent_excluding_london",
    "two_way_2009_grants",
    "two_way_2009_grants_excluding_london",
    "two_way_2009_spending",
    "two_way_2009_spending_excluding_london",
    "region_by_year_2009",
    "deprivation_by_year_2009",
    "long_difference_2010",
    "long_difference_2010_excluding_london",
}


def test_the_list_holds_what_was_declared_before_and_after():
    declared = {s.name: s.declared for s in SPECIFICATIONS}
    assert declared == dict.fromkeys(BEFORE, "before") | dict.fromkeys(AFTER, "after")
    assert len(declared) == len(SPECIFICATIONS)


@pytest.mark.parametrize("s", SPECIFICATIONS, ids=lambda s: s.name)
def test_every_record_can_be_run(s):
    table = made_up()
    used = [s.funding, *s.controls, *([s.weights] if s.weights else [])]
    assert set(used) <= set(table.columns)
    assert s.year_effects_by in ("", "region", "london", "fifth")
    effects = (austerity_specifications.FIXED_EFFECTS, austerity_specifications.AREA_EFFECTS)
    assert s.estimator in (
        *effects,
        austerity_specifications.FIRST_DIFFERENCES,
        austerity_specifications.LONG_DIFFERENCE,
    )
    assert set(s.only + s.without) <= {"London", *austerity_specifications.OUTLIERS}
    assert 2009 <= s.years[0] < s.years[1] <= 2017
    assert s.why


def test_only_an_estimate_of_the_association_has_that_role():
    roles = {s.name: s.role for s in SPECIFICATIONS}
    other = {name: role for name, role in roles.items() if role != "estimate"}
    assert other == {
        "entity_only": "demonstration",
        "placebo_2009_2013": "placebo",
        "placebo_2009_2013_excluding_london": "placebo",
        "placebo_2009_2012": "placebo",
        "placebo_2009_2012_excluding_london": "placebo",
    }
    assert (
        austerity_specifications.described().set_index("specification")["role"].to_dict() == roles
    )
    assert set(austerity_specifications.choices().index) == {
        s.name for s in SPECIFICATIONS if s.role == "estimate" and s.unit == "£100"
    }
    assert one(made_up(), "entity_only")["role"] == "demonstration"


def test_each_differs_from_the_plain_one_in_a_choice_that_the_grid_shows():
    grid = austerity_specifications.choices()
    assert not grid.loc["two_way"].any()
    assert grid.drop(index="two_way").any(axis=1).all()
    assert not [name for name in grid.index if name.startswith("placebo")]
    assert grid.any().all(), "a line of the grid without a dot"
    without = [
        f.name
        for f in fields(austerity_specifications.Specification)
        if f.name not in ("name", "declared", "why")
    ]
    settings = [tuple(getattr(s, name) for name in without) for s in SPECIFICATIONS]
    assert len(set(settings)) == len(SPECIFICATIONS)


def test_a_placebo_is_known_by_its_years():
    assert BY_NAME["placebo_2009_2013"].role == "placebo"
    assert replace(BY_NAME["long_difference"], outcome_years=(2013, 2017)).role == "estimate"
