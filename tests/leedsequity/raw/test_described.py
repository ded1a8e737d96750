"""Raw tables and their columns as frames: what records say, against what the tables hold."""

import json

import pytest

from leedsequity import raw
from leedsequity.errors import InputError


def test_the_catalogue_has_a_row_a_table_with_what_its_record_says():
    table = raw.catalogue().set_index("table")
    assert list(table.index) == raw.names()
    poverty = table.loc["fuel_poverty_lsoa21"]
    assert list(poverty) == [
        "Households and households in fuel poverty of the LSOAs of 2021 of England, 2021 and 2022",
        "LSOA of 2021",
        "2021 to 2022",
        "Department for Energy Security and Net Zero",
        33_755,
    ]
    assert table.loc["documents", ["geography", "years"]].to_list() == ["", ""]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("child_poverty_la", "year"),
        ("infant_mortality_la", "year"),
        ("covariates_la", "year"),
        ("employment_income_la", "year"),
        ("deaths_population_imd_decile", "year"),
        ("life_expectancy_imd_decile", "period"),
        ("healthy_life_expectancy_la", "period"),
        ("life_expectancy_la_limits", "period"),
        ("slope_index_la", "period"),
    ],
)
def test_the_years_of_the_catalogue_are_those_that_the_table_holds(name, column):
    held = raw.load(name)[column].astype(str)
    (years,) = raw.catalogue().query("table == @name")["years"]
    assert years == f"{held.min()} to {held.max()}"


def test_a_description_has_each_column_with_unit_values_and_meaning_and_the_cautions():
    table = raw.describe("children_low_income_ward").set_index("column")
    assert list(table.index) == list(raw.load("children_low_income_ward", area="Leeds"))
    share = table.loc["share_2021"]
    assert share["unit"] == "share"
    assert (share["type"], share["values"], bool(share["may_be_empty"])) == ("number", "0-1", True)
    assert share["meaning"].endswith("(provisional); year 2021; measure share")
    assert any("provisional" in caution for caution in table.attrs["cautions"])


def test_a_table_that_is_not_there_is_refused_and_the_nearest_is_named():
    with pytest.raises(InputError, match="did you mean fuel_poverty_lsoa21"):
        raw.describe("fuel_povrety_lsoa21")


def test_a_loaded_frame_has_labels_and_units_and_says_which_census_counted_it():
    tenure = raw.load("tenure_lsoa21", area="Leeds")
    assert tenure.attrs["census"] == "Census 2021"
    assert tenure.attrs["units"]["social_council"] == "households"
    assert tenure.attrs["labels"]["lsoa21_code"] == "LSOA of 2021"
    assert raw.load("child_poverty_la", area="Leeds").attrs["census"] == ""
    assert json.loads(json.dumps(tenure.attrs)) == tenure.attrs, "Parquet keeps what JSON can hold"
    assert raw.long(tenure).attrs["units"]["count"] == "households"


def test_a_table_of_areas_is_filtered_by_a_name_too():
    assert set(raw.load("child_poverty_la", area="leeds")["area_code"]) == {"E08000035"}
    assert list(raw.load("areas", area="Leeds")["name"]) == ["Leeds"]
