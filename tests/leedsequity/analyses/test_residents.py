"""The residents whom people are compared with."""

import pandas as pd

from leedsequity import neighbourhoods
from leedsequity.analyses import residents


def test_residents_are_those_of_the_census_and_the_estimates():
    tables = neighbourhoods.read("E08000035")
    living = residents.by_breakdown(tables)
    assert (
        living["imd_decile"].sum() == living["ward"].sum() == 820_802
    )  # Leeds, mid-2022, as published
    ages = tables["age_lsoa21"]
    assert living["age_band"].sum() < ages["count"].sum() / 4
    assert list(living["ethnic_group"].index) == sorted(living["ethnic_group"].index)


def test_a_neighbourhood_made_of_two_has_the_decile_of_the_larger():
    """E01035054 of 2021 is E01033018 and E01033019 of 2011; the estimates say which is larger."""
    tables = neighbourhoods.read("E08000035")
    old = tables["imd_lsoa11"].set_index("lsoa11_code")["imd_decile_2019"]
    people = tables["population_lsoa11"].query("basis == 'mid_2015' and age_band == 'all'")
    people = people.set_index("lsoa11_code")["population"]
    assert people["E01033018"] < people["E01033019"]
    assert old["E01033018"] != old["E01033019"]
    assert residents.deciles(tables)["E01035054"] == str(old["E01033019"])


def ratios() -> pd.DataFrame:
    """Of 200 people 100 live in decile 1, 100 in decile 2 and nobody in decile 10.

    60 of 100 residents live in decile 1, 30 in decile 2, 10 in decile 10; by sex none are known.
    """
    counts = {
        "imd_decile": pd.Series({"1": 100, "2": 100, "10": 0}),
        "sex": pd.Series({"female": 150, "male": 50}),
    }
    living = {"imd_decile": pd.Series({"1": 60, "2": 30, "10": 10})}
    orders = {"imd_decile": ["1", "2", "10"], "sex": ["female", "male"]}
    return residents.representation(counts, orders, living, "opensafely")


def test_a_chart_keeps_groups_whose_ratio_is_withheld_but_none_that_no_resident_belongs_to():
    drawn = residents.chart_rows(ratios())
    assert drawn["label"].tolist() == ["Decile 1", "Decile 2", "Decile 10"]
    # 50% of people over 60% of residents, 50% over 30%, and nobody over 10%: too few to be stated.
    assert drawn["value"].round(3).tolist()[:2] == [0.833, 1.667]
    assert drawn["value"].isna().tolist() == [False, False, True]


def test_no_chart_is_drawn_where_every_ratio_is_withheld():
    assert residents.chart_rows(ratios().assign(value=None)).empty


def test_groups_are_represented_clearly_where_the_limits_leave_out_one():
    """100 of 200 over 60%, and 100 of 200 over 30%: ratios of 0.83 and 1.67; nobody over 10%."""
    table = ratios()
    assert table["represented"].tolist() == ["under", "over", "", "", ""]
    table["residents_of"] = table["breakdown"].map({"imd_decile": "Hull", "sex": ""})
    found = residents.represented_groups(table)
    assert found.to_numpy().tolist() == [["imd_decile", "Hull", 100, 1, 1]]
    close = table.assign(represented="", residents=0)
    assert residents.represented_groups(close).to_numpy().tolist() == [
        ["imd_decile", "Hull", 0, 0, 0]
    ]
