"""The start of life: shares of wards, and an area's last values beside others."""

import pandas as pd
import pytest

from leedsequity.analyses import childhood

LEEDS, ENGLAND, BRADFORD = "E08000035", "E92000001", "E08000032"


def test_england_is_all_its_children_and_a_ward_of_few_is_not_quoted():
    wards = {"A": (100, 0.5), "B": (20, 0.1), "C": (10, 0.2), "D": (None, None)}
    rows = [
        {"ward21_code": code, "measure": measure, "value": value}
        for code, pair in wards.items()
        for measure, value in zip(("children", "share"), pair, strict=True)
    ]
    names = pd.DataFrame({"ward_code": [*"ABCD", "A"], "ward_name": ["a", "b", "c", "d", "a"]})
    table, england = childhood.wards(pd.DataFrame(rows), names, {"A", "C", "D"})
    assert england == pytest.approx(100 * 130 / (200 + 200 + 50))
    assert table[["ward", "children", "share", "quoted", "above"]].values.tolist() == [
        ["a", 100, 50, True, True],
        ["c", 10, 20, False, False],
    ]


def test_a_ward_of_2024_has_the_figure_of_the_ward_of_2021_with_its_code():
    wards = {"A": (100, 0.5), "B": (20, 0.1), "C": (None, None), "D": (60, 0.6)}
    rows = [
        {"ward21_code": code, "measure": measure, "value": value}
        for code, pair in wards.items()
        for measure, value in zip(("children", "share"), pair, strict=True)
    ]
    table = childhood.of_wards_2024(pd.DataFrame(rows), ["A", "B", "C", "N"])
    table = table.set_index("ward24_code")
    assert table["edges"].to_dict() == {
        "A": "as in 2021",
        "B": "as in 2021",
        "C": "as in 2021, without a figure",
        "N": "no ward of 2021 has this code",
    }
    assert table["value"].dropna().to_dict() == {"A": 50, "B": 10}
    assert table["rank"].dropna().to_dict() == {"A": 1, "B": 2}
    assert table["england"].eq(100 * 180 / (200 + 200 + 100)).all()
    assert table["of"].eq(2).all()


def measured() -> pd.DataFrame:
    poverty = pd.DataFrame(
        {
            "area_code": [LEEDS, LEEDS, BRADFORD],
            "year": [2024, 2025, 2025],
            "before_housing_costs": 1.0,
            "after_housing_costs": [31.0, 30.0, 40.0],
        }
    )
    infants = pd.DataFrame(
        {
            "area_code": [LEEDS, ENGLAND, BRADFORD],
            "year": [2022, 2022, 2023],
            "value": [5.0, 4.0, 6.0],
        }
    )
    facts = pd.DataFrame(
        {
            "series": ["lait_good_development"] * 3 + ["lait_low_birth_weight"],
            "area_code": [LEEDS, ENGLAND, LEEDS, LEEDS],
            "group": ["all", "all", "fsm", "all"],
            "period": ["2024/25", "2024/25", "2024/25", "2024"],
            "value": [60.0, 68.0, 40.0, 3.0],
            "lower": [59.0, 67.9, 39.0, 2.5],
            "upper": [61.0, 68.1, 41.0, 3.5],
            "headline": True,
        }
    )
    return childhood.measures(poverty, infants, facts)


def test_an_academic_year_is_called_by_its_end_and_groups_are_left_out():
    table = measured()
    school = table[table["measure"] == "children with a good level of development"]
    assert school["year"].tolist() == [2025, 2025]
    assert len(table) == 3 + 3 + 2 + 1


def test_the_last_value_is_beside_others_of_its_year_and_tested_where_it_can_be():
    table = childhood.beside(measured(), LEEDS, ENGLAND, [BRADFORD]).set_index("measure")
    assert table["verdict"].fillna("").to_dict() == {
        "children in poverty after housing costs": "",
        "deaths of infants": "higher",
        "babies born at term with a low weight": "",
        "children with a good level of development": "worse",
    }
    assert table["basis"].fillna("").tolist()[1] == "not tested"
    assert table["year"].tolist() == [2025, 2022, 2024, 2025]
    assert table["peers"].tolist() == [1, 0, 0, 0]
    assert table["peers_median"].tolist()[0] == 40
