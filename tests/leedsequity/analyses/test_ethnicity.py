"""Ethnic groups over the deciles, on counts with known answers."""

import pandas as pd
import pytest

from leedsequity.analyses import ethnicity


def over(groups, base="Census 2021", area="Alfa"):
    """Groups over two deciles, as from `ethnicity.over_deciles`."""
    rows = [
        (area, base, "broad", name, i + 1, n)
        for name, ns in groups.items()
        for i, n in enumerate(ns)
    ]
    table = pd.DataFrame(
        rows, columns=["area", "population_base", "level", "group", "decile", "people"]
    )
    table["share_of_group"] = table["people"] / table.groupby("group")["people"].transform("sum")
    return table.assign(
        share_of_decile=table["people"] / table.groupby("decile")["people"].transform("sum")
    )


def test_dissimilarity_is_0_for_like_and_1_for_parted_groups():
    apart = ethnicity.dissimilarity(
        over({"White": (30, 70), "Same": (3, 7), "Poor": (5, 0), "Rich": (0, 9)})
    )
    values = apart.set_index(["group", "other"])["dissimilarity"]
    assert values["White", "Same"] == pytest.approx(0)
    assert values["Poor", "Rich"] == pytest.approx(1)
    assert values["White", "Poor"] == pytest.approx(0.7)


def test_a_group_of_nobody_has_no_dissimilarity():
    assert (
        ethnicity.dissimilarity(over({"White": (30, 70), "None": (0, 0)}))["dissimilarity"]
        .isna()
        .all()
    )


def test_shares_in_decile_1_and_their_ratio_to_the_white_group():
    shares = ethnicity.in_most_deprived(over({"White": (20, 80), "Black": (60, 40)})).set_index(
        "group"
    )
    assert list(shares["share"]) == [0.2, 0.6]
    assert shares["ratio_to_white"]["Black"] == pytest.approx(3)
    assert shares["share_of_people"]["Black"] == pytest.approx(0.5)


def test_there_is_no_ratio_to_a_white_group_that_does_not_live_there():
    shares = ethnicity.in_most_deprived(over({"White": (0, 80), "Black": (60, 40)}))
    assert shares["ratio_to_white"].isna().all()


def test_change_compares_the_same_group_under_its_two_names():
    both = pd.concat([
        over({"White": (90, 95), "Asian/Asian British": (10, 5)}, "Census 2011"),
        over({"White": (80, 90), "Asian, Asian British or Asian Welsh": (20, 10)}),
    ])  # fmt: skip
    change = ethnicity.change(both).set_index(["group", "decile"])["change"]
    assert change["Asian, Asian British or Asian Welsh", 1] == pytest.approx(0.1)
    assert change["All groups but White", 2] == pytest.approx(0.05)
    assert change["White", 1] == pytest.approx(-0.1)


def test_groups_of_fewer_than_100_people_stand_in_the_table_and_in_no_chart():
    shares = ethnicity.in_most_deprived(over({"White": (200, 800), "Roma": (15, 84)}))
    assert set(shares["group"]) == {"White", "Roma"}
    assert list(ethnicity.beside_england(shares, "Alfa", "broad")["group"]) == ["White"]
    enough = ethnicity.in_most_deprived(over({"White": (200, 800), "Roma": (16, 84)}))
    assert len(ethnicity.beside_england(enough, "Alfa", "broad")) == 2


def test_a_change_of_fewer_than_100_people_is_not_large_enough():
    both = pd.concat([
        over({"White": (900, 905), "Mixed/multiple ethnic groups": (100, 99)}, "Census 2011"),
        over({"White": (800, 900), "Mixed or Multiple ethnic groups": (200, 100)}),
    ])  # fmt: skip
    change = ethnicity.change(both)
    others = change[change["group"] == ethnicity.NOT_WHITE]
    assert list(others["people_2011"]) == [100, 99]
    assert list(ethnicity.large_enough(others)["decile"]) == [1]


def test_the_highest_and_the_lowest_group_are_named_where_groups_differ():
    shares = ethnicity.in_most_deprived(
        over({"White": (200, 800), "Other ethnic group": (150, 50)})
    )
    groups = ethnicity.beside_england(shares, "Alfa", "broad")
    assert groups[["residents", "extreme"]].to_numpy().tolist() == [
        ["White residents", "lowest"],
        ["residents of other groups", "highest"],
    ]
    alike = ethnicity.in_most_deprived(over({"White": (20, 80), "Other ethnic group": (20, 80)}))
    assert set(ethnicity.beside_england(alike, "Alfa", "broad")["extreme"]) == {""}
    assert list(ethnicity.beside_england(shares.head(0), "Alfa", "broad")) == list(groups)


@pytest.mark.parametrize(
    ("change", "direction"),
    [([0.02, 0.01], "grew"), ([0.01, -0.02], "shrank"), ([0.0004, -0.0003], "stayed")],
)
def test_the_decile_that_changed_most_is_found_whatever_the_sign(change, direction):
    table = pd.DataFrame({"area": "Alfa", "decile": [1, 2], "change": change})
    elsewhere = pd.DataFrame({"area": ["Bravo"], "decile": [3], "change": [0.5]})
    (row,) = ethnicity.most_changed(pd.concat([table, elsewhere]), "Alfa").to_dict("records")
    assert (row["decile"], row["direction"]) == (2 if direction == "shrank" else 1, direction)
    assert row["points"] == pytest.approx(100 * max(change, key=abs))
    assert ethnicity.most_changed(elsewhere, "Alfa").empty
