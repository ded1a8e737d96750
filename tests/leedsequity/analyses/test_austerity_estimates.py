"""Estimates of the austerity association, and what they hang on, where the answer is known."""

import numpy as np
import pandas as pd
import pytest
from made_up_austerity import MEN, PUBLISHED, invented, made_up, one

from leedsequity import pages
from leedsequity.analyses import austerity_estimates
from leedsequity.analyses.austerity_specifications import BY_NAME, SPECIFICATIONS

# With no noise these give the effect exactly. The others need another world, and have a test each.
EXACT = {s.name for s in SPECIFICATIONS if s.funding == "funding" and s.role == "estimate"} - {
    "outcome_year_earlier",
    "outcome_year_later",
    "area_trends",
    "area_trends_excluding_london",
}
OTHER_EXPOSURES = {s.name for s in SPECIFICATIONS if s.funding != "funding"}


@pytest.mark.parametrize("name", sorted(EXACT))
def test_a_known_effect_is_found(name):
    assert one(made_up(), name)["estimate"] == pytest.approx(1.3)


def test_shorter_lives_where_less_money_came_are_a_positive_number_of_months():
    assert one(made_up(months=2, noise=0.02), "two_way")["lower"] > 0
    assert one(made_up(months=-2, noise=0.02), "two_way")["upper"] < 0


def test_without_effects_of_years_a_rise_that_all_share_is_put_down_to_the_cut():
    table = made_up(months=0)
    for column in MEN.values():
        table[column] = 75 + 0.2 * (table["year"] - 2002)
    assert one(table, "entity_only")["estimate"] < -1
    with pytest.raises(ValueError, match="two_way: outcome or exposure does not vary"):
        one(table, "two_way")
    for column in MEN.values():
        table[column] += 1e-6 * np.random.default_rng(1).normal(size=len(table))
    assert one(table, "two_way")["estimate"] == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize("name", ["two_way", "entity_only", "first_differences", "long_difference"])
@pytest.mark.parametrize("areas", [9, 12])
def test_from_fewer_than_ten_areas_there_are_no_limits_however_it_is_estimated(name, areas):
    row = one(made_up(areas=areas, noise=0.1), name)
    assert not np.isnan(row["estimate"])
    assert np.isnan([row["lower"], row["upper"], row["se"]]).tolist() == [areas < 10] * 3


@pytest.mark.parametrize("name", sorted(OTHER_EXPOSURES))
def test_an_exposure_of_another_column_and_unit_is_that_one(name):
    table, s = made_up(), BY_NAME[name]
    months = {"£100": 100 * 12, "10% of funding": 10 * 12}[s.unit]
    for column in MEN.values():
        table[column] = table["year_level"] + table[s.funding] / months
    assert one(table, name)["estimate"] == pytest.approx(1)


@pytest.mark.parametrize(("name", "lag"), [("outcome_year_later", 1), ("outcome_year_earlier", -1)])
def test_an_outcome_of_another_year_is_matched_with_the_funding_that_moved_it(name, lag):
    found = one(made_up(lag=lag), name)
    assert found["estimate"] == pytest.approx(1.3)
    # Life expectancy ends with 2017, so the outcome of the year after 2017/18 does not exist.
    assert found["observations"] == 24 * (4 if lag == 1 else 5)


def test_areas_on_trends_of_their_own_need_trends():
    table = made_up()
    level = table["area_code"].map(table[table["year"] == 2013].set_index("area_code")["funding"])
    since = (table["funding"] - level).where(table["year"] >= 2013, 0)
    for column in MEN.values():
        table[column] = (
            table["i"] * (table["year"] - 2009) / 20 + table["year_level"] + since * 1.3 / 1200
        )
    assert one(table, "area_trends")["estimate"] == pytest.approx(1.3)
    assert abs(one(table, "two_way")["estimate"] - 1.3) > 1


def test_the_placebo_sets_the_change_before_against_the_cut_after():
    table = made_up(noise=0.3)
    life, money = (
        table.pivot(index="area_code", columns="year", values=v)
        for v in ("life_expectancy_male_0", "funding")
    )
    slope = np.polyfit(money[2017] - money[2013], life[2013] - life[2009], 1)[0]
    assert one(table, "placebo_2009_2013")["estimate"] == pytest.approx(1200 * slope)


def test_groups_that_fare_alike_in_a_year_are_compared_within_only():
    table = made_up()
    for column in MEN.values():
        table[column] += np.where(table["region"] == "London", (table["year"] - 2013) ** 2 / 10, 0)
    assert one(table, "london_by_year")["estimate"] == pytest.approx(1.3)
    assert one(table, "region_by_year")["estimate"] == pytest.approx(1.3)
    assert abs(one(table, "two_way")["estimate"] - 1.3) > 0.1


@pytest.mark.parametrize(
    ("name", "areas", "rows"),
    [
        ("two_way", 24, 24 * 5),
        ("two_way_excluding_london", 16, 16 * 5),
        ("london_only", 8, 8 * 5),
        ("excluding_outliers", 22, 22 * 5),
        ("excluding_london_outliers", 15, 15 * 5),
        ("first_differences", 24, 24 * 4),
        ("long_difference", 24, 24),
        ("area_trends", 24, 24 * 9),
        ("two_way_real_2013_2016", 24, 24 * 4),
        ("placebo_2009_2013_excluding_london", 16, 16),
    ],
)
def test_a_sample_holds_the_areas_and_years_that_its_name_says(name, areas, rows):
    # Redcar and Cleveland, the second of the made-up areas, lies in London here; Hartlepool does
    # not.
    table = austerity_estimates.sample(made_up(), BY_NAME[name], "life_expectancy_male_0")
    assert (table["area_code"].nunique(), len(table)) == (areas, rows)


def test_a_trend_specification_has_no_exposure_before_2013_and_changes_since():
    table = made_up()
    rows = austerity_estimates.sample(
        table, BY_NAME["area_trends"], "life_expectancy_male_0"
    ).set_index(["area_code", "year"])
    money = table.set_index(["area_code", "year"])["funding"]
    assert (rows.loc[("A05", 2012), "x"], rows.loc[("A05", 2013), "x"]) == (0, 0)
    assert rows.loc[("A05", 2016), "x"] == pytest.approx(money["A05", 2016] - money["A05", 2013])


def test_a_refused_regression_says_why():
    table = made_up()
    flat = table.assign(funding=100.0 * table["i"])
    with pytest.raises(ValueError, match="two_way: outcome or exposure does not vary"):
        one(flat, "two_way")


def test_an_interval_that_ends_at_none_cannot_tell():
    ends = [(0.1, 2), (0, 2), (-1, 1), (-2, 0), (-2, -0.1), (np.nan, np.nan)]
    said = austerity_estimates.verdict(pd.DataFrame(ends, columns=["lower", "upper"]))
    assert said.tolist() == ["worse", *["cannot tell"] * 3, "better", "not tested"]
    assert one(made_up(months=2, noise=0.02), "two_way")["verdict"] == "worse"
    assert one(made_up(months=-2, noise=0.02), "two_way")["verdict"] == "better"


def test_several_verdicts_are_one_where_all_are_alike():
    assert austerity_estimates.together(pd.Series(["worse", "worse"])) == "worse"
    assert austerity_estimates.together(pd.Series(["worse", "cannot tell"])) == (
        "depends on the choices"
    )


def test_a_placebo_is_no_estimate_of_the_association():
    both = pd.concat([invented(-1, 1), invented(-3, -1, "placebo_2009_2013")])
    assert set(austerity_estimates.against_published(both, PUBLISHED)["specification"]) == {
        "two_way"
    }


@pytest.mark.parametrize(
    ("lower", "upper", "near", "lies"),
    [
        (0.5, 2.0, True, "inside"),  # 1.25; published 1.3 (0.7 to 1.9) for men at birth
        (-0.5, 0.4, False, "outside"),
        (2.0, 3.0, False, "outside"),
        (-0.8, 1.303, False, "at the edge of"),
        (1.26, 2.0, True, "at the edge of"),
        (1.2, 3.0, False, "inside"),
    ],
)
def test_an_estimate_is_compared_with_the_published_one_and_its_interval(lower, upper, near, lies):
    men = austerity_estimates.against_published(invented(lower, upper), PUBLISHED).iloc[0]
    assert (men["near"], men["published_lies"]) == (near, lies)


def test_the_published_estimates_are_the_rows_in_months():
    table = pd.DataFrame(
        {
            "measure": ["areas", "decrease"],
            "sex": [None, "male"],
            "age": pd.array([None, 65], dtype="Int64"),
            "value": [147, 0.8],
            "lower": [None, 0.3],
            "upper": [None, 1.3],
            "unit": ["areas", "months"],
            "printed": ["147", "0.8"],
        }
    )
    (row,) = austerity_estimates.published_estimates(table).to_dict("records")
    assert row == {"sex": "male", "age": 65, "estimate": 0.8, "lower": 0.3, "upper": 1.3}


def test_an_estimate_in_per_cent_is_not_near_a_published_one_in_pounds_but_counts():
    both = pd.concat([invented(0.5, 2), invented(0.5, 4, "two_way_percent")])
    compared = austerity_estimates.against_published(both, PUBLISHED)
    percent = compared[compared["specification"] == "two_way_percent"]
    assert set(percent["published_lies"]) == {"of another unit"}
    assert not percent["near"].any()
    counts = austerity_estimates.counted(compared).query("sex == 'male' and age == 0")
    after = counts.set_index("declared").loc["after"]
    assert (after["specifications"], after["worse"]) == (1, 1)
    assert counts["highest"].dropna().tolist() == [1.25]


def test_specifications_are_counted_by_when_they_were_declared():
    before = [
        invented(0.5, 2),
        invented(-1, 1, "two_way_real"),
        invented(-3, -1, "first_differences"),
    ]
    after = [invented(0.1, 0.3, "london_only"), invented(-3, -1, "placebo_2009_2013")]
    compared = austerity_estimates.against_published(pd.concat([*before, *after]), PUBLISHED)
    counts = austerity_estimates.counted(compared)
    men = counts[(counts["sex"] == "male") & (counts["age"] == 0)].drop(columns=["sex", "age"])
    assert men.columns.tolist() == [
        "declared", "specifications", "worse", "better", "cannot_tell", "near", "lowest", "highest"
    ]  # fmt: skip
    # Their estimates are 1.25, 0 and -2; 0.2 after. The placebo is counted nowhere.
    assert men.to_numpy().tolist() == [
        ["before", 3, 1, 1, 1, 1, -2, 1.25],
        ["after", 1, 1, 0, 0, 0, pytest.approx(0.2), pytest.approx(0.2)],
    ]


@pytest.mark.parametrize(
    ("ends", "said", "answer"),
    [
        ((0.5, 2), (2, 0, 0), "worse"),
        ((-2, -0.5), (0, 2, 0), "better"),
        ((-1, 1), (0, 0, 2), "cannot tell"),
    ],
)
def test_answers_are_those_of_both_sexes_at_birth_and_of_all_where_they_agree(ends, said, answer):
    found = [invented(*ends), invented(-1, 2, "london_only"), invented(-3, -1, "entity_only")]
    compared = austerity_estimates.against_published(pd.concat(found), PUBLISHED)
    # What is at 65 counts for nothing.
    compared.loc[compared["age"] == 65, "verdict"] = "worse"
    table = austerity_estimates.answers(compared).set_index("declared")
    counts = ["worse", "better", "cannot_tell"]
    assert tuple(table.loc["before", counts]) == said
    assert (table.loc["before", "estimates"], table.loc["all", "estimates"]) == (2, 4)
    assert (table.loc["before", "answer"], table.loc["after", "answer"]) == (answer, "cannot tell")
    both = answer if answer == "cannot tell" else "depends on the choices"
    assert table.loc["all", "answer"] == both


# What the page says


def page():
    return pages.Page("02_austerity_association", here="Isles of Scilly", areas=147, instead="")


def answers_of(*found):
    compared = austerity_estimates.against_published(pd.concat(found), PUBLISHED)
    return austerity_estimates.answers(compared)


def concluded(nearest="cannot tell", paths="neither sex", answer="depends on the choices"):
    return pd.DataFrame({"nearest": [nearest], "paths": [paths], "answer": [answer]})


def in_short(answers, own, conclusion):
    return page().sentences(
        "in_short", answers=answers, published=PUBLISHED, own=own, conclusion=conclusion
    )


NOBODY = pd.DataFrame(columns=["change", "rank", "jumps"])


@pytest.mark.parametrize(
    ("conclusion", "first", "last"),
    [
        (
            concluded(answer="cannot tell"),
            "closest test cannot tell.",
            "None of 4 estimates can tell,",
        ),
        (concluded("worse"), "closest test agrees.", "Of 4 estimates 0 say worse and 0 better:"),
        (concluded("better"), "says longer lives.", "Of 4 estimates 0 say worse and 0 better:"),
        (
            concluded("depends on the choices"),
            "splits men and women.",
            "Of 4 estimates 0 say worse and 0 better:",
        ),
        (
            concluded("worse", answer="worse"),
            "closest test agrees.",
            "Our closest test says worse, and paths before did not clearly differ;",
        ),
    ],
)
def test_the_answer_in_short_turns_with_the_conclusion(conclusion, first, last):
    answers = answers_of(invented(-1, 1), invented(-1, 1, "london_only"))
    said = in_short(answers, NOBODY, conclusion)
    assert said[0].endswith(first)
    assert "1.3 months" in said[0]
    assert said[2].startswith(last)


def test_an_area_is_ranked_or_doubted_or_absent():
    answers = answers_of(invented(-1, 1), invented(-1, 1, "london_only"))
    one_area = pd.DataFrame({"change": [-252.4], "rank": [1], "jumps": [""]})

    def said(own):
        return in_short(answers, own, concluded())[1]

    assert said(one_area) == (
        "The Isles of Scilly lost £252 a year per person from 2013 to 2017, the deepest cut of 147"
        " in England."
    )
    assert "the 22nd deepest cut" in said(one_area.assign(rank=22))
    assert said(one_area.assign(change=3.0)).endswith("gained £3 a year per person from 2013 to"
        " 2017.")  # fmt: skip
    doubt = said(one_area.assign(jumps="2016"))
    assert doubt.startswith("Do not quote the £252")
    assert "deepest" not in doubt
    assert said(NOBODY).startswith("No change of funding is shown for the Isles of Scilly:")


@pytest.mark.parametrize(
    ("says", "judged"),
    [
        ("worse", ": clearly worse."),
        ("better", ": clearly better."),
        ("cannot tell", ": that cannot tell."),
        ("depends on the choices", ": men and women differ."),
    ],
)
@pytest.mark.parametrize(
    ("of_whom", "paths", "together"),
    [
        ("both sexes", "already differed.", "are more than chance gives, and"),
        ("one sex", "differed for one sex.", "are more than chance gives for one sex, and"),
        ("neither sex", "did not clearly differ.", "cannot be told from chance, and"),
    ],
)
def test_the_findings_turn_with_the_verdicts(says, judged, of_whom, paths, together):
    names = {
        "two_way_controls": (1, 3),
        "two_way_excluding_london": (-2, 1),
        "two_way_2009_real": (-4, -2),
        "two_way_percent_excluding_london": (0.1, 0.3),
    }
    birth = pd.concat([invented(*ends, name) for name, ends in names.items()])
    ends = {"most": 200.0, "least": 100.0, "most_percent": 30.0, "least_percent": 40.0}
    ends = pd.DataFrame([ends | {"pounds": "more", "share": "a smaller"}])
    said = page().sentences(
        "findings",
        england=pd.DataFrame({"change": [-165.0], "change_percent": [-25.0]}),
        by_fifth=ends,
        birth=birth[birth["age"] == 0],
        says=dict.fromkeys(names, says),
        conclusion=concluded(paths=of_whom),
        curve_says=of_whom,
    )
    assert said[0].startswith("England's councils lost £165 per person, a quarter of their")
    assert said[1].endswith("the least £100: more pounds, and a smaller share.")
    assert "2.0 months lost by men and 2.0 lost by women" in said[2]
    assert "0.5 months gained by men" in said[3]
    assert "3.0 months gained by men" in said[4]
    assert "0.2 months lost by men" in said[5]
    assert all(sentence.endswith(judged) for sentence in said[2:6])
    assert said[6].endswith(paths)
    assert together in said[7]


def test_captions_turn_with_the_paths_and_with_london():
    drawn = pd.DataFrame(
        {"estimate": [0.0, 1.0], "year": [2005, 2017], "cut": [70.0, 290.0], "gained": [-2.0, 6.0]}
    )

    def finding(paths):
        conclusion = concluded(paths=paths)
        return page().caption("around_the_cut", drawn=drawn, conclusion=conclusion)["finding"]

    assert "did not clearly differ" in finding("neither sex")
    assert "on other paths already" in finding("both sexes")
    assert "for one sex alone" in finding("one sex")

    def lead(*says):
        return page().caption("tenths_of_cut", drawn=drawn, says=says)["finding"]

    assert "did not clearly follow" in lead("cannot tell", "cannot tell")
    assert "Lives did worse where councils" in lead("worse", "worse")
    assert "Lives did better where councils" in lead("better", "better")
    assert "for one sex alone" in lead("depends on the choices", "depends on the choices")
    assert "but only without London" in lead("cannot tell", "worse")
    assert "depends on London" in lead("better", "worse")
