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


def test_a_year_without_limits_does_not_take_those_of_the_next():
    rows = [("A", 2004, 89.4, None, None), ("A", 2005, 80.0, 55.9, 99.5), ("A", 2019, 87.2, None, None)]
    table = pd.DataFrame(rows, columns=["area_code", "year", "value", "lower", "upper"]).astype({"lower": float})
    table = table.assign(area="City", role="focus")
    ends = measures.ends(table)
    assert ends[["first_year", "first", "last_year", "last"]].to_numpy().tolist() == [["2004", 89.4, "2019", 87.2]]
    assert ends[["first_lower", "first_upper", "last_lower", "last_upper"]].isna().all(axis=None)
    assert words.employment(ends, "City", "England")["alt"].count("City: 89.4% in 2004, 87.2% in 2019") == 1


def test_the_employment_rate_of_the_city_of_london_in_2004_has_no_interval():
    # The file gives 89.4 per cent for 2004, marked unreliable, and no limits.
    series = raw.load("employment_income_la")
    city = measures.over_time(
        series, "employment_rate", "E09000001", ENGLAND, {"E09000001": "City", ENGLAND: "England"}
    )
    row = measures.ends(city).set_index("area").loc["City"]
    assert (row["first_year"], row["first"]) == ("2004", 89.4)
    assert pd.isna(row["first_lower"])


def test_values_of_different_years_are_not_set_beside_each_other_under_one():
    ends = pd.DataFrame({"area": ["City", "England"], "first_year": "2004", "first": 1.0, "last": [87.0, 76.0]})
    assert words.employment(ends.assign(last_year=["2019", "2023"]), "City", "England")["finding"] == (
        "Employment, per cent: City 87 in 2019, England 76 in 2023"
    )
    assert words.employment(ends.assign(last_year="2023"), "City", "England")["finding"].startswith(
        "Employment in 2023"
    )


def test_without_income_or_employment_the_rest_is_said():
    gaps = measures.published_gaps(raw.load("published_workforce"))
    nothing = pd.DataFrame(columns=["area", "first_year", "first", "last_year", "last"])
    said = words.findings(gaps, nothing, nothing, "Somewhere", "England")
    assert said[-2:] == [
        "Somewhere has no published employment over time, so this section is left out.",
        "Somewhere has no published income over time beside England's, so this section is left out.",
    ]


def test_a_share_in_doubt_is_no_headline_and_carries_its_doubt():
    pay = measures.low_pay(raw.load("indicator_series"), LEEDS, ENGLAND, NAMES)
    caption = words.low_pay(pay[pay["sex"] != "persons"], "Leeds", "England")
    assert caption["finding"] == "The share of low-paid jobs in Leeds is in doubt"
    assert all("one large employer" in caption[part] for part in ("alt", "note"))
    said = words.pay_findings(pay, measures.women_and_men(pay), "Leeds")
    assert [("one large employer" in sentence) for sentence in said] == [True, False, True]
    elsewhere = words.low_pay(pay[(pay["sex"] != "persons") & (pay["area"] != "Leeds")], "Manchester", "England")
    assert elsewhere["finding"].startswith("Low-paid jobs in Manchester: men ")
    assert "doubt" not in elsewhere["note"] + elsewhere["alt"]


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
    found = measures.representation(staff, tables, "Leeds", "opensafely").set_index("part")
    # 199,234 of 820,802 residents live in decile 1: 24.3%; 300 of 1,000 staff: 30%. The 3 are joined with those before.
    assert found.loc["1", ["people", "of", "residents"]].tolist() == [300, 1000, 199_234]
    assert found.loc["1", "value"] == pytest.approx(0.3 / (199_234 / 820_802))
    assert set(found["residents_of"]) == {"Leeds"}
    assert all(sentence.endswith("residents of Leeds.") for sentence in words.staff_findings(found.reset_index()))
    assert found.index.tolist()[1] == "2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10"
    few = measures.representation(staff.tail(1), tables, "Leeds", "opensafely")
    assert few.empty
    assert "value" in few
