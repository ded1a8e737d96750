"""Fair work: the published pairs, low pay, employment and income, and an employer's staff."""

import pandas as pd
import pytest

from leedsequity import raw
from leedsequity.analyses.workforce import measures, words
from leedsequity.errors import InputError

LEEDS, ENGLAND = "E08000035", "E92000001"
NAMES = {LEEDS: "Leeds", ENGLAND: "England", "E08000003": "Manchester"}


def test_the_published_pairs_are_a_gap_and_a_ratio():
    gaps = measures.published_gaps(raw.load("published_workforce")).set_index("measure")
    # The chapter prints 6.9% beside 3.8%, and 44.4% beside 58.7%.
    rows = gaps[["value", "reference_value", "difference", "ratio"]].to_numpy().tolist()
    assert rows == [pytest.approx([6.9, 3.8, 3.1, 6.9 / 3.8]), pytest.approx([44.4, 58.7, -14.3, 44.4 / 58.7])]
    assert not {"lower", "upper"} & set(gaps.columns), "no denominators are printed"


def test_incomes_are_compared_within_a_year():
    rows = [("A", 2020, 90.0), ("A", 2021, 121.0), ("B", 2020, 100.0), ("B", 2021, 110.0)]
    table = pd.DataFrame(rows, columns=["area_code", "year", "value"])
    table = table.assign(measure="household_income_per_head", lower=float("nan"), upper=float("nan"))
    income = measures.over_time(table, "household_income_per_head", "A", "B", {"A": "here", "B": "there"})
    assert income[income["area"] == "here"]["value"].tolist() == pytest.approx([90, 110])
    assert income[income["area"] == "here"]["pounds"].tolist() == [90, 121]
    ends = measures.ends(income).set_index("area")
    assert ends.loc["here", ["first_year", "first", "last_year", "last"]].tolist() == pytest.approx(
        ["2020", 90, "2021", 110]
    )
    with pytest.raises(InputError, match="choose another comparator"):
        measures.over_time(table, "household_income_per_head", "A", "A", {"A": "here"})


def test_employment_and_income_are_those_published():
    # Read off ONS's own files: employment rate and income per head of Leeds and England.
    table = raw.load("employment_income_la").set_index(["area_code", "measure", "year"])
    assert table.loc[(LEEDS, "employment_rate", 2017), ["value", "lower", "upper"]].tolist() == [76.6, 74.1, 79.1]
    assert table.loc[(ENGLAND, "employment_rate", 2004), ["value", "lower", "upper"]].tolist() == [72.8, 72.6, 73.0]
    assert table.loc[(ENGLAND, "household_income_per_head", 2023), "value"] == 25_425
    assert table.loc[(LEEDS, "household_income_per_head", 2016), "value"] == 16_558
    rows = measures.over_time(raw.load("employment_income_la"), "employment_rate", LEEDS, ENGLAND, NAMES)
    assert rows["role"].drop_duplicates().tolist() == ["focus", "reference", "context"]
    assert rows.groupby("area")["year"].agg(["min", "max"]).to_numpy().tolist() == [[2004, 2023]] * 3


def test_low_pay_has_limits_from_its_coefficient_of_variation():
    series = pd.DataFrame(
        [("jobs_below_living_wage", LEEDS, "male", 20.0, 5.0), ("jobs_below_living_wage", LEEDS, "female", 30.0, 4.0),
         ("jobs_below_living_wage", ENGLAND, "male", 10.0, 1.0),
         ("jobs_below_living_wage", ENGLAND, "female", None, 1.0),
         ("jobs_below_living_wage", "E08000003", "male", 0.0, 0.0),
         ("another", LEEDS, "male", 99.0, 1.0)],
        columns=["series", "area_code", "group", "value", "cv"],
    )  # fmt: skip
    pay = measures.low_pay(series, LEEDS, ENGLAND, NAMES)
    assert pay["se"].tolist() == [1.0, 0.1, 1.2], "men first; 5% of 20, 1% of 10, 4% of 30"
    assert pay["lower"].iloc[0] == pytest.approx(20 - 1.959964, abs=1e-5)
    gap = measures.women_and_men(pay).query("measure == 'difference' and area == 'Leeds'").iloc[0]
    margin = 1.959964 * (1.0**2 + 1.2**2) ** 0.5
    assert gap[["value", "lower", "upper"]].tolist() == pytest.approx([10, 10 - margin, 10 + margin], abs=1e-5)
    said = words.pay_findings(pay, measures.women_and_men(pay), "England")
    assert not [sentence for sentence in said if "nan" in sentence]


def test_staff_are_compared_with_the_people_of_the_city():
    tables = {name: raw.load(name) for name in measures.RESIDENTS}
    rows = [("imd_decile", "1", 300), ("imd_decile", "2", 697), ("imd_decile", "10", 3)]
    staff = pd.DataFrame(rows, columns=["breakdown", "group", "staff"])
    found = measures.representation(staff, tables, "opensafely").set_index("part")
    # 199,234 of 820,802 residents live in decile 1: 24.3%; 300 of 1,000 staff: 30%. The 3 are joined with those before.
    assert found.loc["1", ["people", "of", "residents"]].tolist() == [300, 1000, 199_234]
    assert found.loc["1", "value"] == pytest.approx(0.3 / (199_234 / 820_802))
    assert found.index.tolist()[1] == "2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10"
    few = measures.representation(staff.tail(1), tables, "opensafely")
    assert few.empty
    assert "value" in few
