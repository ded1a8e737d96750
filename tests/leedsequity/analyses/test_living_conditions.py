"""How conditions are concentrated over the deciles, on shares with known answers."""

import pandas as pd
import pytest

from leedsequity.analyses import living_conditions


def test_conditions_that_follow_no_gradient_have_index_0_and_modelled_ones_no_limits():
    rows = [
        ("A", name, d, 20, 100)
        for name in ("Fuel poverty 2022", "Social renting")
        for d in (2, 3, 5, 7, 10)
    ]
    table = pd.DataFrame(rows, columns=["area", "condition", "decile", "count", "total"]).assign(
        value=20.0
    )
    indices = living_conditions.concentration(table).set_index("condition")
    assert list(indices["rci"]) == pytest.approx([0, 0])
    assert indices["rci_lower"].isna().to_dict() == {
        "Fuel poverty 2022": True,
        "Social renting": False,
    }


def test_a_condition_that_lost_a_decile_that_others_have_is_refused():
    rows = [
        ("A", name, d, 20 + d, 100)
        for name in ("Home owned", "Social renting")
        for d in (2, 3, 5, 7, 9, 10)
    ]
    table = pd.DataFrame(rows, columns=["area", "condition", "decile", "count", "total"]).assign(
        value=20.0
    )
    lost = table[(table["condition"] != "Home owned") | (table["decile"] != 10)]
    indices = living_conditions.concentration(lost).set_index("condition")
    assert indices["reason"].to_dict() == {
        "Home owned": "quantiles missing: 6",
        "Social renting": "",
    }
    few = living_conditions.concentration(table[table["decile"] < 9])
    assert set(few["reason"]) == {"fewer than 5 quantiles"}
    assert few["rci"].isna().all()


def test_a_condition_of_the_most_deprived_alone_is_below_0():
    rows = [("A", "Social renting", d, 50 if d == 1 else 0, 100) for d in range(1, 11)]
    table = pd.DataFrame(rows, columns=["area", "condition", "decile", "count", "total"]).assign(
        value=0.0
    )
    # RCI = 2 sum of w y (x - 1/2) / mu with all of y in the first tenth, whose middle is 0.05.
    assert living_conditions.concentration(table)["rci"].iloc[0] == pytest.approx(2 * (0.05 - 0.5))


def test_ends_are_the_first_and_last_decile_there_are_and_the_furthest_index_is_most_unequal():
    rows = [("A", "Home owned", d, 10 * d) for d in (2, 3, 9)]
    rows += [("A", "Social renting", d, 50 - d) for d in (2, 3, 9)]
    table = pd.DataFrame(rows, columns=["area", "condition", "decile", "value"])
    table = table.sample(frac=1, random_state=1)
    indices = pd.DataFrame(
        {"area": "A", "condition": ["Social renting", "Home owned"], "rci": [-0.4, 0.3]}
    )
    ends = living_conditions.ends(table, indices).set_index("condition")
    assert ends.loc["Home owned", ["first_decile", "first", "last_decile", "last"]].to_list() == [
        2, 20, 9, 90
    ]  # fmt: skip
    assert ends["most_unequal"].to_dict() == {"Home owned": False, "Social renting": True}
    assert set(ends["year"]) == {2021}
    refused = living_conditions.ends(table, indices.assign(rci=float("nan")))
    assert not refused["most_unequal"].any()
