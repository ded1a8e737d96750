"""The austerity association on made-up panels whose answer is known."""

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from leedsequity.analyses.austerity import (
    estimate,
    findings,
    panel,
    regressive,
    sensitivity,
    specifications,
    words,
)
from leedsequity.analyses.austerity.specifications import BY_NAME, SPECIFICATIONS
from leedsequity.places import Place

MEN = {("male", 0): "life_expectancy_male_0"}
YEARS = np.arange(2002, 2018)
# The list, and when each was declared; the reading in real terms to 2016/17 and the long
# difference without London came later.
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
}
# With no noise these give the effect exactly. The others need another world, and have a test each.
EXACT = (BEFORE | AFTER) - {
    "two_way_real",
    "two_way_real_2013_2016",
    "entity_only",
    "outcome_year_earlier",
    "outcome_year_later",
    "area_trends",
    "placebo_2009_2013",
    "placebo_2009_2013_excluding_london",
}


def made_up(months=1.3, areas=24, seed=0, lag=0, noise=0.0):
    """Areas whose life expectancy is an area's level, a year's, and so many months less for £100 less funding."""
    random = np.random.default_rng(seed)
    names = ["Hartlepool", "Redcar and Cleveland", *(f"Area {i}" for i in range(areas - 2))]
    rows = pd.DataFrame([(i, year) for i in range(areas) for year in YEARS], columns=["i", "year"])
    rows["area_code"], rows["area"] = (
        rows["i"].map("A{:02d}".format),
        rows["i"].map(names.__getitem__),
    )
    rows["region"] = rows["i"].map(lambda i: ("North East", "London", "South West")[i % 3])
    rows["fifth"] = rows["i"] % 5 + 1
    size = len(rows)
    rows["funding"] = (
        500 - 30 * (rows["year"] - 2013) * (1 + rows["i"] / areas) + random.normal(0, 40, size)
    )
    rows["funding_real"] = rows["funding"] * 1.02 ** (2017 - rows["year"])
    rows["population"] = random.integers(50_000, 900_000, size)
    for column in (*specifications.ECONOMY, "claimant_count"):
        rows[column] = random.normal(50, 5, size)
    acting = rows.groupby("i")["funding"].shift(lag) if lag else rows["funding"]
    rows["year_level"] = 0.2 * (rows["year"] - 2002) + np.sin(rows["year"])
    for column in panel.OUTCOMES.values():
        rows[column] = (
            75
            + rows["i"] / 7
            + rows["year_level"]
            + acting * months / 1200
            + random.normal(0, noise, size)
        )
    return rows


def one(table, name):
    return estimate.estimates(table, [BY_NAME[name]], MEN).iloc[0]


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
    with pytest.raises(ValueError, match="two_way: the outcome does not vary beyond the effects"):
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


def test_in_real_terms_the_exposure_is_the_real_one():
    table = made_up()
    for column in MEN.values():
        table[column] = table["funding_real"] / 1200
    for name in ("two_way_real", "two_way_real_2013_2016"):
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
    table = estimate.sample(made_up(), BY_NAME[name], "life_expectancy_male_0")
    assert (table["area_code"].nunique(), len(table)) == (areas, rows)


def test_a_trend_specification_has_no_exposure_before_2013_and_changes_since():
    table = made_up()
    rows = estimate.sample(table, BY_NAME["area_trends"], "life_expectancy_male_0").set_index(
        ["area_code", "year"]
    )
    money = table.set_index(["area_code", "year"])["funding"]
    assert (rows.loc[("A05", 2012), "x"], rows.loc[("A05", 2013), "x"]) == (0, 0)
    assert rows.loc[("A05", 2016), "x"] == pytest.approx(money["A05", 2016] - money["A05", 2013])


def test_a_refused_regression_says_why():
    table = made_up()
    flat = table.assign(funding=100.0 * table["i"])
    with pytest.raises(ValueError, match="two_way: a term does not vary"):
        one(flat, "two_way")


# The list


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
    effects = (specifications.FIXED_EFFECTS, specifications.AREA_EFFECTS)
    assert s.estimator in (
        *effects,
        specifications.FIRST_DIFFERENCES,
        specifications.LONG_DIFFERENCE,
    )
    assert set(s.only + s.without) <= {"London", *specifications.OUTLIERS}
    assert 2009 <= s.years[0] < s.years[1] <= 2017
    assert s.why


def test_only_an_estimate_of_the_association_has_that_role():
    roles = {s.name: s.role for s in SPECIFICATIONS}
    other = {name: role for name, role in roles.items() if role != "estimate"}
    assert other == {
        "entity_only": "demonstration",
        "placebo_2009_2013": "placebo",
        "placebo_2009_2013_excluding_london": "placebo",
    }
    assert specifications.described().set_index("specification")["role"].to_dict() == roles
    assert set(specifications.choices().index) == {
        name for name, role in roles.items() if role == "estimate"
    }
    assert one(made_up(), "entity_only")["role"] == "demonstration"


def test_each_differs_from_the_plain_one_in_a_choice_that_the_grid_shows():
    grid = specifications.choices()
    assert not grid.loc["two_way"].any()
    assert grid.drop(index="two_way").any(axis=1).all()
    assert not [name for name in grid.index if name.startswith("placebo")]
    assert grid.any().all(), "a line of the grid without a dot"
    without = [
        f.name
        for f in fields(specifications.Specification)
        if f.name not in ("name", "declared", "why")
    ]
    settings = [tuple(getattr(s, name) for name in without) for s in SPECIFICATIONS]
    assert len(set(settings)) == len(SPECIFICATIONS)


# What the plain estimate hangs on


def test_taking_means_out_gives_what_indicators_of_areas_and_years_give():
    random = np.random.default_rng(1)
    x, y = random.normal(size=(2, 9, 4))
    kept = np.vstack([np.ones(9), 1 - np.eye(9)[[0, 4]], [1, 1, 1, 0, 0, 1, 0, 1, 1]])
    slopes, errors = sensitivity.refit(x, y, kept)
    for slope, se, row in zip(slopes, errors, kept.astype(bool), strict=True):
        n = row.sum()
        areas, years = np.kron(np.eye(n), np.ones((4, 1))), np.tile(np.eye(4), (n, 1))[:, 1:]
        design = np.column_stack([x[row].ravel(), areas, years])
        fit = np.linalg.lstsq(design, y[row].ravel(), rcond=None)[0]
        left = (y[row].ravel() - design @ fit).reshape(n, 4)
        bread = np.linalg.inv(design.T @ design)
        scores = np.stack([design.reshape(n, 4, -1)[i].T @ left[i] for i in range(n)])
        factor = n / (n - 1) * (4 * n - 1) / (4 * n - 1 - 4)
        assert slope == pytest.approx(fit[0])
        assert se == pytest.approx(np.sqrt((bread @ scores.T @ scores @ bread)[0, 0] * factor))


def test_leaving_one_out_names_every_area_and_region_once_for_each_outcome():
    table = sensitivity.leave_one_out(made_up(noise=0.2))
    assert table.groupby(["sex", "age"]).size().eq(24 + 3).all()
    assert table["left_out"].nunique() == 24 + 3
    assert set(table.loc[table["kind"] == "area", "areas"]) == {23}
    assert set(table.loc[table["kind"] == "region", "areas"]) == {16}


def test_around_the_cut_all_lines_meet_at_none_in_2013_and_turn_round_before():
    table = made_up(noise=0.2)
    around = sensitivity.around_the_cut(table, first=2009)
    assert set(around.loc[around["year"] == 2013, "estimate"]) == {0}
    assert (
        around.groupby(["sample", "sex"])["year"]
        .apply(list)
        .map(lambda years: years == list(range(2009, 2018)))
        .all()
    )
    before = around.query("year == 2009 and sex == 'male' and sample == 'all areas'").iloc[0]
    placebo = one(table, "placebo_2009_2013")
    assert (before["estimate"], before["lower"]) == pytest.approx(
        (-placebo["estimate"], -placebo["upper"])
    )


def test_power_is_5_per_cent_at_none_and_80_where_the_normal_approximation_says_so():
    found = pd.DataFrame(
        {"sex": ["male"] * 2, "age": [0, 65], "estimate": 0.0, "se": 0.5, "areas": 100_000}
    )
    truth = pd.DataFrame(
        {"sex": ["male"] * 2, "age": [0, 65], "estimate": [0.0, 0.5 * (1.959964 + 0.841621)]}
    )
    table = sensitivity.power(found, truth)
    assert table["power"].to_list() == pytest.approx([0.05, 0.80], abs=1e-4)
    assert table["seen_in_80_percent"].to_list() == pytest.approx([1.4008] * 2, abs=1e-4)


def test_london_is_set_beside_the_mean_of_all_others():
    table = made_up(months=0)
    for sex in ("male", "female"):
        table[f"life_expectancy_{sex}_0"] = 75 + np.where(
            table["region"] == "London", 0.5, 0.25
        ) * (table["year"] - 2002)
    means = sensitivity.london(table).set_index("place")
    assert means["areas"].to_dict() == {"London": 8, "elsewhere": 16}
    assert means.loc["London", ["before_male", "after_female"]].to_list() == pytest.approx([24, 24])
    assert means.loc["elsewhere", ["before_female", "after_male"]].to_list() == pytest.approx(
        [12, 12]
    )
    money = table[table["region"] == "London"].groupby("year")["funding"].mean()
    assert means.loc["London", "cut"] == pytest.approx(money[2013] - money[2017])


# Exposure and revenue, by hand


def test_a_county_has_the_mean_score_of_its_districts_weighted_by_people():
    imd = pd.DataFrame({"area_code": ["D1", "D2", "U"], "average_score": [10.0, 40.0, 7.0]})
    people = pd.DataFrame(
        {"area_code": ["D1", "D1", "D2", "U"], "population_2015": [100, 200, 100, 5]}
    )
    areas = pd.DataFrame(
        {"code": ["D1", "D2", "C", "U"], "upper_tier_code": ["C", "C", None, None]}
    )
    assert panel.deprivation_scores(imd, people, areas).to_dict() == {"C": 17.5, "U": 7}
    lost = panel.deprivation_scores(imd[1:], people, areas)
    assert lost.isna().to_dict() == {
        "C": True,
        "U": False,
    }, "a district without a score is not one of score 0"


def test_money_is_put_in_prices_of_2017_18_by_the_financial_years_deflators():
    deflators = pd.DataFrame(
        {
            "basis": ["financial year"] * 2 + ["calendar year"],
            "year": [2013, 2017, 2013],
            "deflator": [80.0, 100.0, 1.0],
        }
    )
    assert list(panel.real(pd.Series([40.0, 10.0]), pd.Series([2013, 2017]), deflators)) == [50, 10]


def funds():
    rows = [
        ("A", "Alfa", 1, 2013, 600.0, False),
        ("A", "Alfa", 1, 2016, 100.0, True),
        ("A", "Alfa", 1, 2017, 450.0, True),
        ("B", "Bravo", 5, 2013, 200.0, False),
        ("B", "Bravo", 5, 2016, 190.0, False),
        ("B", "Bravo", 5, 2017, 150.0, False),
    ]
    table = pd.DataFrame(rows, columns=["area_code", "area", "fifth", "year", "funding", "jump"])
    return table.assign(
        region="North East", funding_real=table["funding"] * np.where(table["year"] == 2013, 1.1, 1)
    )


def test_changes_of_funding_are_last_less_first_in_both_prices():
    change = panel.funding_change(funds()).set_index("area")
    assert change.loc["Alfa", ["change", "change_percent", "place"]].to_list() == pytest.approx(
        [-150, -25, 1]
    )
    assert change.loc["Bravo", ["change", "real_change", "place"]].to_list() == pytest.approx(
        [-50, -70, 2]
    )
    assert (change.loc["Alfa", "caution"], change.loc["Bravo", "caution"]) == (
        "jumps in 2016, 2017",
        "",
    )
    assert panel.funding_change(funds(), 2013, 2016)["change"].to_list() == [-500, -10]


def test_groups_have_plain_means_and_the_change_of_the_mean_in_per_cent():
    means = panel.by_group(panel.funding_change(funds()), "region").iloc[0]
    assert (means["areas"], means["funding_first"], means["change"]) == (2, 400, -100)
    assert means["change_percent"] == -25


def accounts():
    rows = [(1, 2009, 100, 50.0), (1, 2017, 100, 20.0), (1, 2009, 300, 30.0), (1, 2017, 300, 30.0)]
    return pd.DataFrame(rows, columns=["tenth", "year", "population", "revenue"])


def test_a_tenth_loses_all_its_money_over_all_its_people():
    row = regressive.change(accounts(), "tenth", "revenue").iloc[0]
    # £80,000 over 400 people, then £50,000; one by one £500 and £100, then £200 and £100.
    assert (row["areas"], row["first"], row["last"], row["change_percent"]) == (2, 200, 125, -37.5)
    assert row["unweighted_percent"] == pytest.approx(-50)


def test_printed_falls_stand_beside_their_tenth_with_a_sign_and_as_printed():
    published = pd.DataFrame(
        {
            "measure": ["fall in fiscal revenue per person"] * 2,
            "unit": ["%", "£ per person"],
            "value": [16, 166],
            "group": ["least deprived tenth of councils"] * 2,
            "printed": ["16%", "£166 per person"],
        }
    )
    table = pd.DataFrame({"tenth": [1, 10], "change_percent": [-30.0, -10.0]})
    beside = regressive.beside_published(table, published).set_index("tenth")
    assert beside.loc[10, ["published_percent", "published_change"]].to_list() == [-16, -166]
    assert beside.loc[10, "printed"] == "16%, £166 per person"
    assert beside.loc[1, ["published_percent", "printed"]].isna().all()
    dots = regressive.dots(beside.reset_index())
    assert dots["role"].to_list() == ["focus", "focus", "reference"]
    assert dots["change_percent"].to_list() == [-30, -10, -16]


# Words


def test_findings_turn_with_the_data():
    change = panel.funding_change(funds())
    fifths = panel.by_group(change, "fifth")
    # Alfa falls by 150 of 600, Bravo by 50 of 200: the same share.
    assert "more pounds, and a smaller share" in findings.exposure(change, change, fifths)[1]
    steeper = fifths.assign(change_percent=[-40.0, -25.0])
    assert "more pounds, and a larger share" in findings.exposure(change, change, steeper)[1]
    turned = fifths.assign(change=-fifths["change"])
    assert "fewer pounds" in findings.exposure(change, change, turned)[1]
    assert words.change_map(change, "")["finding"] == "Central funding fell in all 2 areas"
    assert "fell in 1 of 2" in words.change_map(change.assign(change=[5, -5]), "")["finding"]
    assert findings.area(change, "Z") == []
    assert findings.area(change, "A")[0].endswith(
        "1st deepest cut of 2 in pounds. Caution: its return jumps in 2016, 2017."
    )


def invented(lower, upper, name="two_way"):
    rows = [
        (name, sex, age, (lower + upper) / 2, lower, upper)
        for sex in ("male", "female")
        for age in (0, 65)
    ]
    table = pd.DataFrame(
        rows, columns=["specification", "sex", "age", "estimate", "lower", "upper"]
    )
    return table.assign(declared=BY_NAME[name].declared, role=BY_NAME[name].role)


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [
        (0.5, 2.0, "which differs from none (the published estimate lies inside the interval)"),
        (
            -0.5,
            0.4,
            "which cannot be told from none (the published estimate lies outside the interval)",
        ),
        (-2.0, -1.0, "which differs from none (the published estimate lies outside the interval)"),
    ],
)
def test_the_plain_estimate_is_told_from_none_only_where_its_interval_leaves_it_out(
    lower, upper, verdict
):
    power = pd.DataFrame({"sex": ["male", "female"], "age": 0, "power": [0.6, 0.7]})
    said = findings.association(invented(lower, upper), power)
    assert said[0].count(verdict) == 2
    assert "men 60%, women 70%" in said[0]


def test_the_conclusion_says_whether_choices_change_the_answer():
    none, some = invented(-1, 1), invented(0.5, 2, "two_way_excluding_london")
    (said,) = findings.conclusion(pd.concat([none, some]))
    assert (
        "Of 2 estimates declared before any was seen, 0 clearly say yes, 0 clearly the opposite,"
        " and 2 cannot" in said
    )
    assert "depends on choices, leaving London out among them" in said
    (said,) = findings.conclusion(pd.concat([none, invented(-1, 1, "two_way_excluding_london")]))
    assert "the choices made here do not change the answer" in said


def test_a_placebo_is_no_estimate_of_the_association():
    both = pd.concat([invented(-1, 1), invented(-3, -1, "placebo_2009_2013")])
    assert set(findings.against_published(both)["specification"]) == {"two_way"}


def test_a_demonstration_that_leaves_out_none_is_counted_as_no_answer():
    every = pd.concat(
        [invented(-1, 1), invented(-3, -1, "entity_only"), invented(-3, -1, "placebo_2009_2013")]
    )
    power = pd.DataFrame({"sex": ["male", "female"], "age": 0, "power": 0.5})
    (said,) = findings.conclusion(pd.concat([every, invented(-1, 1, "two_way_excluding_london")]))
    assert (
        "Of 2 estimates declared before any was seen, 0 clearly say yes, 0 clearly the opposite,"
        " and 2" in said
    )
    assert "they run from 0.0 to 0.0 months" in said
    assert (
        "Not counted, as no estimates of it: demonstration (entity_only); placebo"
        " (placebo_2009_2013)." in said
    )
    counted = [
        sentence
        for sentence in findings.association(every, power)
        if sentence.startswith("At birth, ")
    ]
    assert [
        sentence.count("of 1 specifications declared before, 0 find") for sentence in counted
    ] == [1, 1]
    (shown,) = (
        sentence for sentence in findings.association(every, power) if "demonstration" in sentence
    )
    assert "men -2.0 (-3.0 to -1.0); women -2.0" in shown


def place(code, upper="", successor=""):
    return Place(code, f"Place {code}", "", "", "", upper, True, successor, "", False)


def test_an_area_that_is_not_served_is_told_what_to_ask_for_where_there_is_something():
    known = {
        "C": place("C", successor="N"),
        "X": place("X"),
        "D": place("D", upper="C"),
        "N": place("N"),
    }
    for code in ("D", "N"):
        assert words.not_served(known[code], known, {"C"}).endswith(
            "The nearest is Place C, C: ask for that."
        )
    assert words.not_served(known["X"], known, {"C"}).endswith(
        "everything else here is about those areas."
    )


def test_a_number_that_rounds_to_none_has_no_sign():
    assert (words.months(-0.01), words.months(-0.06), words.pounds(-0.4)) == ("0.0", "-0.1", "£0")


def test_a_placebo_is_known_by_its_years():
    assert BY_NAME["placebo_2009_2013"].role == "placebo"
    assert replace(BY_NAME["long_difference"], outcome_years=(2013, 2017)).role == "estimate"


def test_a_published_estimate_at_a_limit_is_neither_inside_nor_outside():
    power = pd.DataFrame({"sex": ["male", "female"], "age": 0, "power": 0.5})
    said, *_ = findings.association(invented(-0.8, 1.303), power)
    assert (
        "men 0.3 (-0.8 to 1.3), which cannot be told from none (the published estimate lies at the"
        " edge of" in said
    )
