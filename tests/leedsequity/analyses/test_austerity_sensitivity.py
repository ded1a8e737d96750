"""What the main estimate hangs on, where the answer is known."""

import numpy as np
import pandas as pd
import pytest
from made_up_austerity import made_up

from leedsequity.analyses import austerity_sensitivity


def test_taking_means_out_gives_what_indicators_of_areas_and_years_give():
    random = np.random.default_rng(1)
    x, y = random.normal(size=(2, 9, 4))
    kept = np.vstack([np.ones(9), 1 - np.eye(9)[[0, 4]], [1, 1, 1, 0, 0, 1, 0, 1, 1]])
    slopes, errors = austerity_sensitivity.refit(x, y, kept)
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
    table = austerity_sensitivity.leave_one_out(made_up(noise=0.2))
    assert table.groupby(["sex", "age"]).size().eq(24 + 3).all()
    assert table["left_out"].nunique() == 24 + 3
    assert set(table.loc[table["kind"] == "area", "areas"]) == {23}
    assert set(table.loc[table["kind"] == "region", "areas"]) == {16}


def test_power_is_5_per_cent_at_none_and_80_where_the_normal_approximation_says_so():
    found = pd.DataFrame(
        {"sex": ["male"] * 2, "age": [0, 65], "estimate": 0.0, "se": 0.5, "areas": 100_000}
    )
    truth = pd.DataFrame(
        {"sex": ["male"] * 2, "age": [0, 65], "estimate": [0.0, 0.5 * (1.959964 + 0.841621)]}
    )
    table = austerity_sensitivity.power(found, truth)
    assert table["power"].to_list() == pytest.approx([0.05, 0.80], abs=1e-4)
    assert table["seen_in_80_percent"].to_list() == pytest.approx([1.4008] * 2, abs=1e-4)


def test_london_is_set_beside_the_mean_of_all_others():
    table = made_up(months=0)
    for sex in ("male", "female"):
        table[f"life_expectancy_{sex}_0"] = 75 + np.where(
            table["region"] == "London", 0.5, 0.25
        ) * (table["year"] - 2002)
    means = austerity_sensitivity.london(table).set_index("place")
    assert means["areas"].to_dict() == {"London": 8, "elsewhere": 16}
    assert means.loc["London", ["before_male", "after_female"]].to_list() == pytest.approx([24, 24])
    assert means.loc["elsewhere", ["before_female", "after_male"]].to_list() == pytest.approx(
        [12, 12]
    )
    money = table[table["region"] == "London"].groupby("year")["funding"].mean()
    assert means.loc["London", "cut"] == pytest.approx(money[2013] - money[2017])


def test_the_ends_of_what_leaving_one_out_gives_name_what_was_left_out():
    rows = [("A", "area", 0.3), ("B", "area", -0.2), ("C", "area", 0.1), ("R", "region", 0.9)]
    table = pd.DataFrame(rows, columns=["left_out", "kind", "estimate"]).assign(sex="male", age=0)
    assert austerity_sensitivity.left_out_ends(table).to_numpy().tolist() == [
        ["area", "male", 0, -0.2, "B", 0.3, "A"],
        ["region", "male", 0, 0.9, "R", 0.9, "R"],
    ]
