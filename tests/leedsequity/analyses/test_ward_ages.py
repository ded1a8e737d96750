"""Ages of a ward beside thirds of neighbourhoods, by hand."""

import pandas as pd
import pytest

from leedsequity.analyses import ward_ages

LSOAS = [f"L{n:02}" for n in range(15)]  # L00 the most deprived


def test_shares_are_of_the_people_of_a_third_the_most_deprived_first():
    ages = pd.DataFrame({"10": 10, "5": 30, "80": 60}, index=LSOAS[::-1])
    ages.loc["L00", "5"] = 530
    ranks = pd.Series(range(1, 16), LSOAS) * 100
    ward = pd.Series("W", LSOAS).mask([n % 2 == 1 for n in range(15)], "V")
    table = ward_ages.beside_thirds(ages, ranks, ward, "V", "here")
    assert table["place"].unique().tolist() == ["here", *ward_ages.THIRDS]
    assert table["age"].tolist() == [5, 10, 80] * 4
    of = table.set_index(["place", "age"])
    assert of["people"].xs(5, level="age").tolist() == [7 * 30, 530 + 4 * 30, 150, 150]
    assert of.loc[("most deprived third", 5), "share"] == pytest.approx(100 * 650 / 1000)
    young = ward_ages.under_15(table)
    assert young["here"] == pytest.approx(40)
    assert young["most deprived third"] == pytest.approx(70)


def test_fewer_than_fifteen_neighbourhoods_have_no_thirds():
    ages = pd.DataFrame({"0": 1}, index=LSOAS[:14])
    ranks, ward = pd.Series(1, LSOAS), pd.Series("W", LSOAS)
    assert ward_ages.beside_thirds(ages, ranks, ward, "W", "here").empty
