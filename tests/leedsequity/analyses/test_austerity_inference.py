"""How sure estimates are: exchanged cuts, paths before, a bound, where the answer is known."""

import numpy as np
import pandas as pd
import pytest
from made_up_austerity import MEN, invented, made_up, one

from leedsequity.analyses import austerity_inference as inference
from leedsequity.analyses.austerity_specifications import BY_NAME, SPECIFICATIONS

IN_POUNDS = [s for s in SPECIFICATIONS if s.role == "estimate" and s.unit == "£100"]


def with_path(months_below, noise=0.0):
    """Lives so many months below 2012's for each £100 of the cut from 2013 to 2017, by year."""
    table = made_up()
    money = table.pivot(index="area_code", columns="year", values="funding")
    cut = table["area_code"].map(money[2013] - money[2017])
    below = table["year"].map(months_below).fillna(0)
    moved = np.random.default_rng(2).normal(0, noise, len(table))
    for sex in ("male", "female"):
        life = 75 + table["year_level"] - cut / 100 * below / 12 + moved
        table[f"life_expectancy_{sex}_0"] = life
    return table


BEFORE = {2009: 1.0, 2010: 0.5}
AFTER = {2013: 2.0, 2014: 4.0, 2015: 6.0, 2016: 8.0, 2017: 10.0}


def test_around_the_cut_lines_meet_at_none_in_2012_and_turn_the_placebo_round():
    table = made_up(noise=0.2)
    around = inference.around_the_cut(table, first=2009)
    assert set(around.loc[around["year"] == 2012, "estimate"]) == {0}
    years = around.groupby(["sample", "sex"])["year"].apply(list)
    assert years.map(lambda each: each == [*range(2009, 2018)]).all()
    before = around.query("year == 2009 and sex == 'male' and sample == 'all areas'").iloc[0]
    assert before["estimate"] == pytest.approx(-one(table, "placebo_2009_2012")["estimate"])


def test_around_the_cut_the_path_that_was_made_is_found():
    around = inference.around_the_cut(with_path(BEFORE | AFTER, noise=1e-6), first=2009)
    men = around.query("sex == 'male' and sample == 'without London'").set_index("year")
    made = {2009: 1, 2010: 0.5, 2011: 0, 2012: 0, 2013: 2, 2014: 4, 2015: 6, 2016: 8, 2017: 10}
    assert men["estimate"].to_dict() == pytest.approx(made, abs=1e-4)


def test_paths_differ_where_they_were_made_to():
    same = inference.paths_before(with_path(AFTER, noise=0.05))
    other = inference.paths_before(with_path(BEFORE | AFTER, noise=0.01))
    assert inference.paths_say(same) == "neither sex"
    assert inference.paths_say(other) == "both sexes"
    assert other["years"].tolist() == [3, 4] * 4
    one_sex = other.assign(paths=other["paths"].where(other["sex"] == "male", inference.ALIKE))
    assert inference.paths_say(one_sex) == "one sex"


@pytest.mark.parametrize(
    ("nearest", "other", "paths", "answer"),
    [
        ((1, 2), (-1, 1), inference.ALIKE, "worse"),
        ((-2, -1), (1, 2), inference.ALIKE, "better"),
        ((1, 2), (-1, 1), inference.DIFFER, "depends on the choices"),
        ((-1, 1), (1, 2), inference.ALIKE, "depends on the choices"),
        ((-1, 1), (-1, 2), inference.ALIKE, "cannot tell"),
    ],
)
def test_the_conclusion_follows_the_rule_of_the_protocol(nearest, other, paths, answer):
    rows = [invented(*nearest, "two_way_controls"), invented(*other, "two_way_percent")]
    # A placebo that is clear decides nothing.
    found = pd.concat([*rows, invented(-3, -1, "placebo_2009_2012")])
    before = pd.DataFrame({"sample": "all areas", "base": 2012, "paths": [paths] * 2})
    row = inference.conclusion(found, before).iloc[0]
    assert row["answer"] == answer


def test_the_curve_is_clear_for_those_whose_median_is():
    curve = pd.DataFrame({"statistic": ["median", "clear"] * 2, "p_value": [0.04, 0.9, 0.05, 0.0]})
    assert inference.curve_says(curve) == "one sex"


def test_the_bound_is_five_times_the_largest_step_before():
    table = inference.bounds(with_path(BEFORE | AFTER, noise=1e-6)).set_index(["sample", "sex"])
    men = table.loc[("all areas", "male")]
    assert men["largest_step"] == pytest.approx(0.5, abs=1e-3)
    assert (men["bound_lower"], men["bound_upper"]) == pytest.approx((7.5, 12.5), abs=1e-3)
    assert men["kept_to"] == pytest.approx(4, abs=1e-2)
    assert men["steps"] == 5


@pytest.mark.parametrize("s", IN_POUNDS, ids=lambda s: s.name)
def test_the_curve_begins_with_the_estimates_as_they_are_made_elsewhere(s):
    table = made_up(noise=0.2)
    curve = inference.curve_test(table, [s, s], draws=99).set_index(["sex", "statistic"])
    expected = one(table, s.name)["estimate"]
    assert curve.loc[("male", "median"), "value"] == pytest.approx(expected)
    assert curve["specifications"].unique().tolist() == [2]


def test_a_strong_association_is_found_in_the_curve_and_in_every_way_and_none_is_not():
    few = [BY_NAME[name] for name in ("two_way", "long_difference", "two_way_controls")]
    strong, none = made_up(months=3, noise=0.02), made_up(months=0, noise=0.3, seed=3)
    curve = inference.curve_test(strong, few, draws=99).set_index("statistic")
    assert curve.loc["median", "p_value"].tolist() == [0.01] * 2
    assert curve.loc["clear", "value"].tolist() == [3, 3]
    assert (inference.curve_test(none, few, draws=99)["p_value"] > 0.05).all()
    found = inference.p_values(strong, ["two_way", "two_way_controls"], draws=999)
    assert set(found["methods"]) == {"all clear"}
    # Three regions are too few for a p, and controls for an exchange.
    assert found["by_region_wild"].isna().all()
    assert found["exchanged"].isna().tolist() == [False] * 2 + [True] * 2
    weak = inference.p_values(none, ["two_way"], draws=999)
    assert set(weak["methods"]) == {"none clear"}


def test_ways_that_differ_at_5_per_cent_depend_on_the_method(monkeypatch):
    table = made_up(months=3, noise=0.02)
    monkeypatch.setattr(
        inference.stats,
        "permutation_test",
        lambda *_, **__: one(table, "two_way").to_frame().T.assign(p_value=0.2),
    )
    found = inference.p_values(table, ["two_way"], draws=999)
    assert set(found["methods"]) == {"depends on the method"}


def test_a_tenth_has_the_mean_of_its_areas_and_none_if_they_are_few():
    table = made_up(areas=60, noise=0.3)
    tenths = inference.tenths_of_cut(table)
    money, life = (
        table.pivot(index="area_code", columns="year", values=column)
        for column in ("funding", MEN["male", 0])
    )
    deepest = (money[2013] - money[2017]).sort_values(ascending=False).index[:6]
    gained = 12 * (life[2017] - life[2013]).loc[deepest]
    first = tenths.query("sample == 'all areas' and sex == 'male' and tenth == 1").iloc[0]
    assert (first["areas"], first["gained"]) == (6, pytest.approx(gained.mean()))
    # The 97.5% point of t with 5 degrees of freedom, from a printed table.
    margin = 2.5706 * gained.std(ddof=1) / np.sqrt(6)
    assert first["upper"] - first["gained"] == pytest.approx(margin, rel=1e-4)
    assert (tenths["areas"] >= 5).all()
    assert len(tenths[tenths["sample"] == "without London"]) < 20


def test_lines_say_what_holds_with_london_and_without():
    table = made_up(months=3, noise=0.02)
    assert inference.lines_say(table) == ["worse", "worse"]
    # London's lives now fall where others rise, so that the line through all is not clear.
    london = table["region"] == "London"
    for sex in ("male", "female"):
        life = table[f"life_expectancy_{sex}_0"]
        table[f"life_expectancy_{sex}_0"] = life.where(~london, 160 - 2 * life)
    both, outside = inference.lines_say(table)
    assert outside == "worse"
    assert both != "worse"
