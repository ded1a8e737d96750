"""Life expectancy of neighbourhoods and wards on small frames with known answers."""

import numpy as np
import pandas as pd
import pytest

from leedsequity.analyses import small_area_life_expectancy as small_areas


def msoas(scores, values, people, se=1.0, area="A"):
    """England's MSOAs as `with_deprivation` gives them, men and women alike."""
    count = len(scores)
    rows = pd.DataFrame(
        {
            "area_code": area,
            "msoa11_code": [f"{area}{i}" for i in range(count)],
            "msoa11_local_name": [f"Place {i}" for i in range(count)],
            "population_2015": people,
            "imd_score_2019": scores,
            "value": values,
            "se": se,
        }
    )
    rows = rows.assign(
        lower=rows["value"] - 1.959964 * rows["se"], upper=rows["value"] + 1.959964 * rows["se"]
    )
    return pd.concat([rows.assign(sex=sex) for sex in ("male", "female")], ignore_index=True)


# At score 0 values of 80 and 82, 100 and 300 people; at score 10 70, 74 and 76, 100, 100 and 200
# people.
TWO_SCORES = msoas([0, 0, 10, 10, 10], [80, 82, 70, 74, 76], [100, 300, 100, 100, 200])


def line_of_men(table):
    return table[(table["sex"] == "male") & (table["area"] == "Alfa")].iloc[0]


def test_deprivation_is_joined_by_code_and_errors_come_from_the_limits():
    life_expectancy = pd.DataFrame(
        {
            "msoa11_code": ["X", "X"],
            "sex": ["female", "male"],
            "period": "2009-13",
            "value": [80.0, 76.0],
        }
    ).assign(
        lower=lambda table: table["value"] - 1.9599640,
        upper=lambda table: table["value"] + 1.9599640,
    )
    deprivation = pd.DataFrame(
        {
            "msoa11_code": ["X", "Y"],
            "msoa11_local_name": "n",
            "area_code": "A",
            "population_2015": 5,
            "imd_score_2019": 9,
        }
    )
    table = small_areas.with_deprivation(life_expectancy, deprivation)
    assert list(table["sex"]) == ["male", "female"]
    assert table["se"].to_numpy() == pytest.approx(1)


def test_a_line_through_two_scores_joins_their_means_by_population():
    row = line_of_men(small_areas.fits(TWO_SCORES, {"A"}, "Alfa"))
    # Means 81.5 and 74; residuals -1.5, 0.5 and -4, 0, 2; leverages 1/4, 3/4 and 1/4, 1/4, 1/2. HC3
    # of a mean is the sum of (share * residual / (1 - leverage))^2: 0.25 + 2.25 and 16/9 + 0 + 4;
    # t(3) at 97.5% is 3.182446.
    margin = 3.182446 * (0.25 + 2.25 + 16 / 9 + 4) ** 0.5
    assert row["slope"] == pytest.approx(-7.5)
    assert row["intercept"] == pytest.approx(81.5)
    assert (row["lower"], row["upper"]) == pytest.approx((-7.5 - margin, -7.5 + margin))
    assert (row["across"], row["across_lower"], row["across_upper"]) == pytest.approx(
        (7.5, 7.5 - margin, 7.5 + margin)
    )
    # Sums of squares around the mean of 77.75: 400 * 3.75^2 * 2 of the line, and 300 + 2,400 around
    # it.
    assert row["r_squared"] == pytest.approx(
        11250 / (11250 + 100 * 2.25 + 300 * 0.25 + 100 * 16 + 200 * 4)
    )


def test_values_on_a_line_give_it_back_whoever_lives_there():
    scores = np.array([5.0, 9, 20, 33, 60])
    table = small_areas.fits(
        msoas(scores, 84 - 0.15 * scores, [9, 1, 4, 7, 2], [1, 2, 1, 3, 1]), {"A"}, "Alfa"
    )
    assert len(table) == 4  # two sexes, two areas
    assert table["slope"].to_numpy() == pytest.approx(-1.5)
    assert table["across"].to_numpy() == pytest.approx(0.15 * 55)
    assert table["r_squared"].to_numpy() == pytest.approx(1)


def test_an_msoa_split_in_two_leaves_the_line_where_it_was():
    split = msoas([0, 0, 0, 10, 10, 10], [80, 82, 82, 70, 74, 76], [100, 150, 150, 100, 100, 200])
    rows = [line_of_men(small_areas.fits(table, {"A"}, "Alfa")) for table in (TWO_SCORES, split)]
    assert rows[0][["slope", "intercept", "r_squared"]].tolist() == pytest.approx(
        rows[1][["slope", "intercept", "r_squared"]].tolist()
    )


def test_an_area_may_be_several_authorities_and_england_is_all():
    far = msoas([0, 10, 20, 30, 40], [90, 88, 86, 88, 90], 100, area="B")
    table = small_areas.fits(pd.concat([TWO_SCORES, far]), {"A", "B"}, "Both")
    counts = table.groupby("area")["msoas"].first()
    assert dict(counts) == {"Both": 10, "England": 10}
    assert small_areas.fits(pd.concat([TWO_SCORES, far]), {"B"}, "Far")["slope"].iloc[
        0
    ] == pytest.approx(0)


def test_four_msoas_are_too_few_for_a_line():
    assert small_areas.fits(TWO_SCORES.drop(index=[4, 9]), {"A"}, "Alfa").empty


def test_dots_name_the_ends_and_carry_both_lines():
    dots = small_areas.dots(TWO_SCORES, {"A"})
    men = dots[dots["sex"] == "male"].set_index("msoa11_local_name")
    assert set(men.index[men["role"] == "focus"]) == {"Place 1", "Place 2"}
    assert men.loc[["Place 0", "Place 4"], "fitted"].tolist() == pytest.approx([81.5, 74])
    assert men["england"].to_numpy() == pytest.approx(men["fitted"])
    # HC3 of the mean at score 0 alone is 0.25 + 2.25.
    assert men.loc["Place 0", "fitted_upper"] == pytest.approx(81.5 + 3.182446 * 2.5**0.5)


def wards_of(rows):
    """Wards from MSOA, people and score of each neighbourhood: people by MSOA, and the wards."""
    table = pd.DataFrame(rows, columns=["ward24_code", "msoa11_code", "people", "score"])
    table = table.assign(ward="Ward " + table["ward24_code"], part=table["score"] * table["people"])
    keys = ["ward24_code", "ward"]
    people = table.pivot_table("people", keys, "msoa11_code", aggfunc="sum", fill_value=0)
    sums = table.groupby(keys)[["people", "part"]].sum()
    share = (sums["part"] / sums["people"]).rename("average_score")
    return people, share.reset_index().assign(imd_edition=2019)


# MSOA A1, of 600 people, lies half in ward P and half in ward Q.
SPLIT = wards_of(
    [("P", "A0", 100, 50), ("P", "A1", 300, 40), ("Q", "A1", 300, 20), ("Q", "A2", 100, 4)]
)
THREE = msoas([50, 30, 4], [70.0, 74, 78], [100, 600, 100])


def ward(table, code, sex="male"):
    return table[(table["ward24_code"] == code) & (table["sex"] == sex)].iloc[0]


def test_a_ward_is_the_mean_of_its_msoas_by_the_people_it_has_in_them():
    table = small_areas.ward_life_expectancy(THREE, *SPLIT)
    p, q = ward(table, "P"), ward(table, "Q")
    assert (p["value"], q["value"]) == pytest.approx((0.25 * 70 + 0.75 * 74, 0.75 * 74 + 0.25 * 78))
    assert p["upper"] - p["value"] == pytest.approx(1.959964 * (0.25**2 + 0.75**2) ** 0.5)
    assert (p["place"], q["place"], p["msoas"], q["msoas"]) == (1, 2, 2, 2)
    assert p["average_score"] == pytest.approx(42.5)
    assert list(table["sex"].unique()) == ["mean", "male", "female"]


def test_what_two_wards_share_does_not_blur_their_difference():
    q = ward(small_areas.ward_life_expectancy(THREE, *SPLIT), "Q")
    assert q["difference"] == pytest.approx(2)
    assert q["difference_upper"] - 2 == pytest.approx(1.959964 * (0.25**2 + 0.25**2) ** 0.5)


def test_the_mean_of_men_and_women_has_half_of_their_variance():
    table = THREE.assign(value=THREE["value"] + 4 * (THREE["sex"] == "female"))
    p = ward(small_areas.ward_life_expectancy(table, *SPLIT), "P", "mean")
    assert p["value"] == pytest.approx(73 + 2)
    assert p["upper"] - p["value"] == pytest.approx(1.959964 * ((0.25**2 + 0.75**2) / 2) ** 0.5)


def test_an_msoa_split_in_two_leaves_its_wards_where_they_were():
    split = wards_of(
        [("P", "A0", 100, 50), ("P", "A1", 150, 40), ("P", "A3", 150, 40), ("Q", "A1", 300, 20)]
    )
    four = msoas([50, 30, 4, 30], [70.0, 74, 78, 74], [100, 300, 100, 300])
    assert ward(small_areas.ward_life_expectancy(four, *split), "P")["value"] == pytest.approx(73)


def test_a_ward_with_an_msoa_of_unknown_value_has_none_and_the_rest_stands():
    table = small_areas.ward_life_expectancy(THREE.drop(index=2), *SPLIT)  # men of A2, in ward Q
    assert pd.isna(ward(table, "Q")["value"])
    assert pd.isna(ward(table, "Q")["place"])
    assert pd.isna(ward(table, "Q", "mean")["value"])
    assert ward(table, "Q", "female")["value"] == pytest.approx(75)
    assert (ward(table, "P")["value"], ward(table, "P")["place"]) == pytest.approx((73, 1))


def test_a_ward_with_an_msoa_of_unknown_error_has_no_limits_and_the_rest_stands():
    table = THREE.assign(se=THREE["se"].mask(THREE.index == 2))  # men of A2, in ward Q
    unknown = ward(small_areas.ward_life_expectancy(table, *SPLIT), "Q")
    assert unknown["value"] == pytest.approx(75)
    assert unknown[["lower", "upper", "difference_lower"]].isna().all()
    assert (
        ward(small_areas.ward_life_expectancy(table, *SPLIT), "P")[["lower", "upper"]].notna().all()
    )


def test_differences_from_the_ward_in_focus_are_tested_as_many_as_they_are():
    people, scores = wards_of([(code, f"A{i}", 100, 60 - i) for i, code in enumerate("PQRS")])
    # Deviates of 1.99, 2.1 and 2.5 have p of 0.047, 0.036 and 0.012: the last is below 0.05 / 3,
    # the next not below 0.05 / 2.
    values = [70 + deviate * (1 + 0.1**2) ** 0.5 for deviate in (0, 1.99, 2.1, 2.5)]
    table = msoas([60, 59, 58, 57], values, 100, se=[0.1, 1, 1, 1])
    found = small_areas.ward_life_expectancy(table, people, scores)
    men = found[found["sex"] == "male"].set_index("ward24_code")["verdict"]
    assert pd.isna(men["P"])
    assert men[["Q", "R", "S"]].tolist() == ["similar", "similar", "clearly higher"]
    two = wards_of([("P", "A0", 100, 60), ("Q", "A1", 100, 59)])
    alone = small_areas.ward_life_expectancy(table, *two)
    assert ward(alone, "Q")["verdict"] == "clearly higher", "one comparison is one"


def test_a_slope_is_clear_where_its_limits_leave_out_none():
    wide = small_areas.fits(TWO_SCORES, {"A"}, "Alfa")  # -7.5, with a margin of 9.2 (above)
    exact = msoas([0, 0, 10, 10, 10], [80, 82, 60, 62, 61], 100)
    assert line_of_men(wide)["most_deprived_live"] == "no clear difference"
    assert line_of_men(small_areas.fits(exact, {"A"}, "Alfa"))["most_deprived_live"] == "less"
    turned = exact.assign(value=140 - exact["value"])
    assert line_of_men(small_areas.fits(turned, {"A"}, "Alfa"))["most_deprived_live"] == "more"


def test_an_msoa_is_that_of_the_neighbourhood_that_a_new_one_takes_its_decile_from(links):
    placed = pd.DataFrame({"lsoa_code": ["A", "B1", "B2", "CD"], "boundaries": 2021})
    placed["ward24_code"] = placed["ward"] = ["X", "X", "Y", "Y"]
    tables = {
        "lsoa11_lsoa21": links[["lsoa11_code", "lsoa21_code", "change"]],
        "lsoa11": pd.DataFrame({"lsoa11_code": list("ABCD"), "msoa11_code": ["m", "n", "n", "m"]}),
        "imd_lsoa11": pd.DataFrame({"lsoa11_code": list("ABCD")}),
        "imd_lsoa21": pd.DataFrame({"lsoa21_code": ["A", "B1", "B2", "CD"]}),
        "population_lsoa11": pd.DataFrame(
            {
                "lsoa11_code": list("ABCD"),
                "basis": "mid_2015",
                "age_band": "all",
                "population": [100, 400, 300, 200],
            }
        ),
        "ethnicity_lsoa21": pd.DataFrame(
            {"lsoa21_code": ["A", "B1", "B2", "CD"], "count": [110, 100, 300, 520]}
        ),
        "population_lsoa21": pd.DataFrame(
            {"lsoa21_code": ["A", "B1", "B2", "CD"] * 2, "year": [2011] * 4 + [2015] * 4}
        ).assign(population=[1, 2, 3, 4, 50, 60, 70, 80]),
    }
    people = small_areas.people_of_msoas(tables, placed).droplevel("ward")
    # C is larger than D, so that CD lies in C's MSOA, n.
    assert people.to_dict("index") == {"X": {"m": 1, "n": 2}, "Y": {"m": 0, "n": 7}}


def test_a_chart_of_many_wards_draws_the_most_and_the_least_deprived_and_the_one_in_focus():
    table = pd.DataFrame(
        [(sex, f"W{i:02d}", "focus" if i == 25 else "context") for sex in ("mean", "male", "female")
         for i in range(50)], columns=["sex", "ward24_code", "role"],
    )  # fmt: skip
    drawn = small_areas.drawn_wards(table)
    assert set(drawn["sex"]) == {"male", "female"}
    wanted = {*range(20), 25, *range(30, 50)}
    assert {int(code[1:]) for code in drawn["ward24_code"]} == wanted
    few = table[table["ward24_code"] < "W40"]
    assert small_areas.drawn_wards(few)["ward24_code"].nunique() == 40
