"""Fair work: published pairs, low pay, employment and income, an employer's staff; their page."""

import pandas as pd
import pytest

from leedsequity import neighbourhoods, pages, raw
from leedsequity.analyses import fair_work
from leedsequity.errors import InputError

LEEDS, ENGLAND = "E08000035", "E92000001"
NAMES = {LEEDS: "Leeds", ENGLAND: "England", "E08000003": "Manchester"}
Z = 1.959964  # of 95% limits


def page(here: str = "Leeds", there: str = "England") -> pages.Page:
    return pages.Page("05_fair_work", here=here, there=there, peers="the other authorities")


def findings(here: str = "Leeds", **results: pd.DataFrame) -> list[str]:
    """What the page finds of some results, where all others are empty."""
    ends = pd.DataFrame(columns=["area", "role"])
    pay = pd.DataFrame(columns=["sex", "role", "measure", "reason"])
    nothing = {"gaps": pay, "employment": ends, "income": ends, "pay": pay, "pay_gaps": pay}
    return page(here).sentences("findings", **(nothing | results))


def city_and_england(city_until: int) -> pd.DataFrame:
    """Employment of a city, which rises, of England, which falls, and of another city."""
    rows = [
        ("City", "focus", 2004, 70.0),
        ("City", "focus", city_until, 87.0),
        ("England", "reference", 2004, 78.0),
        ("England", "reference", 2023, 76.0),
        ("Another", "context", 2024, 99.0),
    ]
    table = pd.DataFrame(rows, columns=["area", "role", "year", "value"])
    return table.assign(lower=table["value"] - 2, upper=table["value"] + 1)


def made_up_pay() -> pd.DataFrame:
    """Low pay of Leeds: 20 ± 1z% of men's jobs, 30 ± 1.2z% of women's; of England: 10 and 15."""
    rows = [
        (LEEDS, "male", 20.0, 5.0),
        (LEEDS, "female", 30.0, 4.0),
        (LEEDS, "all", 25.0, 2.0),
        (ENGLAND, "male", 10.0, 1.0),
        (ENGLAND, "female", 15.0, 1.0),
        (ENGLAND, "all", 12.0, 1.0),
        ("E08000003", "male", 0.0, 0.0),
        ("E08000003", "female", None, 1.0),
        ("E08000003", "all", 99.0, 1.0),
    ]
    series = pd.DataFrame(rows, columns=["area_code", "group", "value", "cv"])
    series["series"] = "jobs_below_living_wage"
    another = series.assign(series="another", value=77.0)
    sources = raw.load("indicator_sources")
    return fair_work.low_pay(pd.concat([series, another]), sources, LEEDS, ENGLAND, NAMES)


def test_the_published_pairs_are_a_gap_and_a_ratio():
    gaps = fair_work.published_gaps(raw.load("published_workforce"))
    # The chapter prints 6.9% beside 3.8%, and 44.4% beside 58.7%.
    rows = gaps[["value", "reference_value", "difference", "ratio"]].to_numpy().tolist()
    assert rows == [
        pytest.approx([6.9, 3.8, 3.1, 6.9 / 3.8]),
        pytest.approx([44.4, 58.7, -14.3, 44.4 / 58.7]),
    ]
    assert not {"lower", "upper"} & set(gaps.columns), "no denominators are printed"
    unemployment, progression = findings(gaps=gaps)[:2]
    assert unemployment.endswith(
        "people from ethnic minority backgrounds 6.9%, UK 3.8%: a difference of +3.1 percentage "
        "points, a ratio of 1.82. No denominators are printed, so neither has an interval."
    )
    assert "a difference of -14.3 percentage points, a ratio of 0.76. No" in progression


def test_incomes_are_compared_within_a_year():
    rows = [("A", 2020, 90.0), ("A", 2021, 121.0), ("B", 2020, 100.0), ("B", 2021, 110.0)]
    table = pd.DataFrame(rows, columns=["area_code", "year", "value"])
    missing = float("nan")
    table = table.assign(measure="household_income_per_head", lower=missing, upper=missing)
    measure, names = "household_income_per_head", {"A": "here", "B": "there"}
    income = fair_work.over_time(table, measure, "A", "B", names)
    assert income[income["area"] == "here"]["value"].tolist() == pytest.approx([90, 110])
    assert income[income["area"] == "here"]["pounds"].tolist() == [90, 121]
    ends = fair_work.ends(income)
    own = ends.set_index("area").loc["here", ["first_year", "first", "last_year", "last"]]
    assert own.tolist() == pytest.approx(["2020", 90, "2021", 110])
    assert (
        findings("here", income=ends)[1]
        == "Household income per head in here: 90.0% in 2020 and 110.0% in 2021 of England's in"
        " the "
        "same year, without intervals."
    )
    caption = page("here", "there").caption("income", ends=ends)
    assert caption["finding"] == "Income per head in here: 110% of there's"
    assert "since 2020. here: 90.0% in 2020, 110.0% in 2021." in caption["alt"]
    assert caption["alt"].endswith("Grey lines: the other authorities.")
    assert "here and the other authorities, calendar years" in caption["subtitle"]
    with pytest.raises(InputError, match="choose another comparator"):
        fair_work.over_time(table, measure, "A", "A", {"A": "here"})


def test_the_ends_are_the_first_and_the_last_year_of_the_area_and_its_comparator():
    ends = fair_work.ends(city_and_england(2023))
    columns = ["area", "role", "first_year", "first", "last_year", "last"]
    assert ends[columns].to_numpy().tolist() == [
        ["City", "focus", "2004", 70, "2023", 87],
        ["England", "reference", "2004", 78, "2023", 76],
    ]
    assert list(ends) == [
        *columns[:3], "first", "first_lower", "first_upper",
        "last_year", "last", "last_lower", "last_upper", "same_last_year",
    ]  # fmt: skip
    limits = ["first_lower", "first_upper", "last_lower", "last_upper"]
    assert ends[limits].to_numpy().tolist() == [[68, 71, 85, 88], [76, 79, 74, 77]]
    assert findings("City", employment=ends)[:2] == [
        (
            "Employment rate in City (95% intervals, where published): 70.0 (68.0 to 71.0)% in"
            " 2004, 87.0 (85.0 to 88.0)% in 2023."
        ),
        (
            "Employment rate in England (95% intervals, where published): 78.0 (76.0 to 79.0)% in "
            "2004, 76.0 (74.0 to 77.0)% in 2023."
        ),
    ]


def test_a_year_without_limits_does_not_take_those_of_the_next():
    rows = [(2004, 89.4, None, None), (2005, 80.0, 55.9, 99.5), (2019, 87.2, None, None)]
    table = pd.DataFrame(rows, columns=["year", "value", "lower", "upper"])
    ends = fair_work.ends(table.astype({"lower": float}).assign(area="City", role="focus"))
    expected = [["2004", 89.4, "2019", 87.2]]
    assert ends[["first_year", "first", "last_year", "last"]].to_numpy().tolist() == expected
    limits = ["first_lower", "first_upper", "last_lower", "last_upper"]
    assert ends[limits].isna().all(axis=None)
    caption = page("City").caption("employment", ends=ends)
    assert "with bands. City: 89.4% in 2004, 87.2% in 2019. Grey" in caption["alt"]


def test_the_employment_rate_of_the_city_of_london_in_2004_has_no_interval():
    # The file gives 89.4 per cent for 2004, marked unreliable, and no limits.
    names = {"E09000001": "City", ENGLAND: "England"}
    series = raw.load("employment_income_la")
    city = fair_work.over_time(series, "employment_rate", "E09000001", ENGLAND, names)
    row = fair_work.ends(city).set_index("area").loc["City"]
    assert (row["first_year"], row["first"]) == ("2004", 89.4)
    assert pd.isna(row["first_lower"])


@pytest.mark.parametrize(
    ("until", "same", "finding"),
    [
        (2019, False, "Employment, per cent: City 87 in 2019, England 76 in 2023"),
        (2023, True, "Employment in 2023, per cent: City 87, England 76"),
    ],
)
def test_values_of_different_years_do_not_stand_under_one(until, same, finding):
    ends = fair_work.ends(city_and_england(until))
    assert ends["same_last_year"].tolist() == [same, same]
    assert page("City").caption("employment", ends=ends)["finding"] == finding


def test_where_nothing_is_published_that_is_what_is_found():
    assert findings("Somewhere") == [
        "Somewhere has no published employment over time, so this section is left out.",
        (
            "Somewhere has no published income over time beside England's, so this section is left"
            " out."
        ),
        "Somewhere has no published share of jobs with low pay, so this section is left out.",
    ]
    england = fair_work.ends(city_and_england(2023)).query("area == 'England'")
    assert findings("Somewhere", employment=england) == findings("Somewhere")
    assert findings("Somewhere")[0] == page("Somewhere").text("no_employment")
    assert findings("Somewhere")[1] == page("Somewhere").text("no_income")
    assert findings("Somewhere")[2] == page("Somewhere").text("no_low_pay")


def test_employment_and_income_are_those_published():
    # Read off ONS's own files: employment rate and income per head of Leeds and England.
    published = raw.load("employment_income_la")
    table = published.set_index(["area_code", "measure", "year"])
    columns = ["value", "lower", "upper"]
    assert table.loc[(LEEDS, "employment_rate", 2017), columns].tolist() == [76.6, 74.1, 79.1]
    assert table.loc[(ENGLAND, "employment_rate", 2004), columns].tolist() == [72.8, 72.6, 73.0]
    assert table.loc[(ENGLAND, "household_income_per_head", 2023), "value"] == 25_425
    assert table.loc[(LEEDS, "household_income_per_head", 2016), "value"] == 16_558
    rows = fair_work.over_time(published, "employment_rate", LEEDS, ENGLAND, NAMES)
    assert rows[["area", "role"]].drop_duplicates().to_numpy().tolist() == [
        ["Leeds", "focus"],
        ["England", "reference"],
        ["Manchester", "context"],
    ]
    years = rows.groupby("area")["year"].agg(["min", "max"])
    assert years.to_numpy().tolist() == [[2004, 2023]] * 3


def test_low_pay_has_limits_from_its_coefficient_of_variation():
    pay = made_up_pay()
    assert pay[["sex", "area", "role", "value"]].to_numpy().tolist() == [
        ["persons", "Manchester", "context", 99],
        ["persons", "Leeds", "focus", 25],
        ["persons", "England", "reference", 12],
        ["male", "Leeds", "focus", 20],
        ["male", "England", "reference", 10],
        ["female", "Leeds", "focus", 30],
        ["female", "England", "reference", 15],
    ]
    own = pay.query("role == 'focus'").set_index("sex")
    assert own["se"].to_dict() == {"persons": 0.5, "male": 1.0, "female": 1.2}, "2, 5, 4 per cent"
    assert own.loc["male", ["lower", "upper"]].tolist() == pytest.approx([20 - Z, 20 + Z], abs=1e-5)
    gaps = fair_work.women_and_men(pay)
    gap = gaps.query("measure == 'difference' and role == 'focus'").iloc[0]
    margin = Z * (1.0**2 + 1.2**2) ** 0.5
    expected = pytest.approx([10, 10 - margin, 10 + margin], abs=1e-5)
    assert gap[["value", "lower", "upper"]].tolist() == expected
    found = findings(pay=pay.assign(doubt=""), pay_gaps=gaps.assign(doubt=""))[2:]
    assert found == [
        (
            "Jobs paid below the Real Living Wage in Leeds, April 2022, provisional: 25.0 (24.0 to"
            " 26.0)%."
        ),
        (
            "Jobs paid below the Real Living Wage in England, April 2022, provisional: 12.0 (11.8"
            " to 12.2)%."
        ),
        (
            "Women's jobs minus men's in Leeds: 10.0 (6.9 to 13.1) percentage points, two samples"
            " taken as independent."
        ),
    ]
    refused = gaps.assign(reason="level repeated", value=float("nan"))
    assert not [text for text in findings(pay_gaps=refused) if "Women" in text]


def test_a_share_in_doubt_is_no_headline_and_carries_its_doubt():
    pay = made_up_pay()
    in_doubt = pay["area"] == "Leeds"
    assert pay.loc[in_doubt, "doubt"].str.contains("one large employer").all()
    assert (pay.loc[~in_doubt, "doubt"] == "").all()
    gaps = fair_work.women_and_men(pay)
    assert gaps.groupby("area")["doubt"].agg(set).to_dict() == {
        "Leeds": set(pay.loc[in_doubt, "doubt"]),
        "England": {""},
    }
    by_sex = pay[pay["sex"] != "persons"]
    caption = page().caption("low_pay", pay=by_sex)
    assert caption["finding"] == "The share of low-paid jobs in Leeds is in doubt"
    assert all("one large employer" in caption[part] for part in ("alt", "note"))
    found = findings(pay=pay, pay_gaps=gaps)[2:]
    assert ["one large employer" in sentence for sentence in found] == [True, False, True]
    sound = page().caption("low_pay", pay=by_sex.assign(doubt=""))
    assert sound["finding"] == "Low-paid jobs in Leeds: men 20%, women 30%"
    assert "Leeds, per cent: men 20.0 (18.0 to 22.0); women 30.0 (27.6 to 32.4)." in sound["alt"]
    assert "doubt" not in sound["note"] + sound["alt"]


def test_a_group_is_over_or_under_represented_where_the_limits_leave_out_one():
    limits = [(1.1, 1.3), (0.7, 0.9), (0.9, 1.1), (1.0, 1.2), (0.8, 1.0), (None, None)]
    ratios = pd.DataFrame(limits, columns=["lower", "upper"], dtype="float64")
    assert fair_work.represented(ratios).tolist() == ["over", "under", "", "", "", ""]
    ratios = ratios.assign(
        part=[*"abcdef"], breakdown="ethnic_group", value=2.0, residents_of="Leeds",
        represented=["over", "over", "under", "", "", ""],
    )  # fmt: skip
    found = page().sentences("staff_findings", staff=ratios)
    assert [text.split(":")[0][-1] for text in found] == ["a", "b", "c"]
    assert (
        found[0]
        == "An employer's own counts, ethnic group a: about 2.00 (1.10 to 1.30) times the share"
        " among residents of Leeds."
    )
    caption = page().caption("records_staff", drawn=ratios, policy="nhs")
    assert caption["finding"] == "Staff beside Leeds: 2 groups over-represented, 1 under"
    ratios.loc[4:, "value"] = None
    caption = page().caption("records_staff", drawn=ratios, policy="nhs")
    shown = "Dot chart of 4 ratios, from 2.0 to 2.0; not shown: 2 groups; residents of Leeds."
    assert caption["alt"] == shown
    assert "policy nhs;" in caption["note"]


def test_staff_are_compared_with_the_people_of_the_city():
    tables = neighbourhoods.read(LEEDS, fair_work.RESIDENTS)
    rows = [("imd_decile", "1", 300), ("imd_decile", "2", 697), ("imd_decile", "10", 3)]
    staff = pd.DataFrame(rows, columns=["breakdown", "group", "staff"])
    found = fair_work.representation(staff, tables, "Leeds", "opensafely").set_index("part")
    # 199,234 of 820,802 residents live in decile 1: 24.3%; 300 of 1,000 staff: 30%, at least 27%.
    # The 3 are joined with those before.
    assert found.loc["1", ["people", "of", "residents"]].tolist() == [300, 1000, 199_234]
    assert found.loc["1", "value"] == pytest.approx(0.3 / (199_234 / 820_802))
    assert found["represented"].tolist() == ["over", "under"]
    assert set(found["residents_of"]) == {"Leeds"}
    assert found.index.tolist()[1] == "2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10"
    few = fair_work.representation(staff.tail(1), tables, "Leeds", "opensafely")
    assert few.empty
    assert {"value", "represented"} <= set(few)


def test_without_a_file_and_with_too_few_people_the_page_says_which():
    assert page().text("no_staff", workforce_file="").startswith("No partner's file is given, so")
    few = page().text("no_staff", workforce_file="staff.csv")
    assert few.startswith("Nothing may be shown here: too few people")
