"""The residents whom people are compared with."""

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
