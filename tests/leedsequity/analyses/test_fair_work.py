"""Fair work: published pairs, low pay, employment and income, an employer's staff; their page."""

import pandas as pd
import pytest

from leedsequity import neighbourhoods, pages, raw
from leedsequity.analyses import fair_work, residents
from leedsequity.errors import InputError
from leedsequity.peers import Peers

LEEDS, ENGLAND = "E08000035", "E92000001"
NAMES = {LEEDS: "Leeds", ENGLAND: "England", "E08000003": "Manchester"}
Z = 1.959964  # of 95% limits


def page(here: str = "Leeds", there: str = "England") -> pages.Page:
    return pages.Page(
        "05_fair_work",
        here=here,
        there=there,
        others=Peers({}, "the other authorities", "other areas"),
    )


def said(section: str = "findings", here: str = "Leeds", **results: pd.DataFrame) -> list[str]:
    """What the page says of some results, where all others are empty."""
    kinds = ["area", "role", "sex", "doubt", "measure", "verdict", "basis"]
    nothing = pd.DataFrame(columns=kinds)
    names = ("now", "besides", "counted", "employment", "income", "pay", "low_pay_beside")
    gaps = fair_work.published_gaps(raw.load("published_workforce"))
    return page(here).sentences(
        section, **(dict.fromkeys(names, nothing) | {"gaps": gaps} | results)
    )


def one_year() -> pd.DataFrame:
    """Employment in 2023: 70 in City, 80 in England, 60 and 71 in two peers, all within 2."""
    rows = [
        ("City", "focus", 70.0), ("England", "reference", 80.0), ("Low", "context", 60.0),
        ("Near", "context", 71.0),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["area", "role", "value"])
    return table.assign(year=2023, lower=table["value"] - 2, upper=table["value"] + 2)


def rising(change: float) -> pd.DataFrame:
    """A city from 50 in 2014, a change a year, with narrow limits to 2023; England without any."""
    years = range(2014, 2024)
    city = pd.DataFrame({"year": years, "value": [50 + change * (y - 2014) for y in years]})
    city = city.assign(area="City", role="focus")
    return city.assign(lower=city["value"] - 0.1, upper=city["value"] + 0.1)


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
    assert said()[2:4] == [
        "The UK's unemployment rate of people from ethnic minorities was 1.8 times that of all"
        " (July to September 2022).",
        "In England's NHS trusts, 44% of ethnic minority staff and 59% of white staff saw fair"
        " chances to move up (published April 2022).",
    ]
    assert said("in_short")[1] == (
        "The UK's unemployment rate was 6.9% for people from ethnic minorities, against 3.8% for"
        " all (July to September 2022)."
    )


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
    assert said(here="here", income=ends)[1] == (
        "Income per head in here was 90% of England's in 2020 and 110% in 2021."
    )
    caption = page("here", "there").caption("income", ends=ends.to_dict("records"))
    assert caption["finding"] == "Income per head in here was 110% of there's in 2021"
    assert "since 2020. here: 90.0% in 2020, 110.0% in 2021." in caption["alt"]
    assert caption["alt"].endswith("Grey lines: the other authorities.")
    with pytest.raises(InputError, match="choose another comparator"):
        fair_work.over_time(table, measure, "A", "A", {"A": "here"})


@pytest.mark.parametrize(
    ("change", "trend", "words"),
    [
        (1.0, "improving", "has clearly risen"),
        (-1.0, "getting worse", "has clearly fallen"),
        (0.0, "no clear change", "shows no clear change"),
    ],
)
def test_the_trend_is_that_of_the_last_eight_years_and_the_ends_those_with_a_value(
    change, trend, words
):
    ends = fair_work.ends(rising(change))
    columns = ["area", "trend_from", "points", "trend", "first_year", "first", "last_year", "last"]
    assert ends.to_numpy().tolist() == [
        ["City", "2016", 8, trend, "2014", 50, "2023", 50 + 9 * change]
    ]
    assert list(ends) == columns
    assert said(here="City", employment=ends)[0] == (
        f"The share with a job in City {words} from 2016 to 2023."
    )
    caption = page("City").caption("employment_since", ends=ends.to_dict("records"))
    assert caption["finding"] == f"Employment in City {words} from 2016 to 2023"
    assert fair_work.ends(rising(change).assign(role="context")).empty


def test_the_area_is_tested_beside_its_comparator_and_its_peers():
    """Limits of 2 on either side: those of a difference are 2.8, so 10 is clear and 1 is not."""
    besides = fair_work.beside(one_year(), "high")
    assert besides[["area", "difference", "verdict"]].to_numpy().tolist() == [
        ["England", -10, "worse"], ["Low", 10, "better"], ["Near", -1, "similar"],
    ]  # fmt: skip
    assert fair_work.beside(one_year(), "low")["verdict"].tolist()[0] == "better"
    counted = fair_work.counted(besides)
    assert counted.to_dict("records") == [{"peers": 2, "better": 1, "worse": 0, "similar": 1}]
    results = {"now": one_year(), "besides": besides, "counted": counted}
    assert said(here="City", **results)[1] == (
        "In 2023 the share with a job in City was clearly above that in 1 of 2 other areas, and"
        " below none."
    )
    short = said("in_short", here="City", **results)
    assert short[0] == ("Employment in City was 70% in 2023, clearly less than England's 80%.")
    assert short[2] == (
        "The share with a job says nothing of pay; by the survey, which states no ages, City's"
        " could be between 68% and 72%."
    )
    caption = page("City").caption("employment", now=one_year(), besides=besides)
    assert caption["finding"] == "Employment in City was 70% in 2023, clearly less than in England"
    for value, told in {
        75.0: "was not clearly apart from that in any of 2 other areas.",
        50.0: "was clearly below that in 2 of 2 other areas, and above none.",
    }.items():
        peers = one_year().assign(value=[value, 80.0, 75.0, 75.0])
        peers = peers.assign(lower=peers["value"] - 2, upper=peers["value"] + 2)
        counts = fair_work.counted(fair_work.beside(peers, "high"))
        found = said(here="City", now=peers, counted=counts)[1]
        assert found == f"In 2023 the share with a job in City {told}"
    alone = one_year().query("area != 'City'")
    assert fair_work.beside(alone, "high").empty
    assert fair_work.counted(fair_work.beside(alone, "high")).empty


def test_what_cannot_be_told_apart_and_what_is_not_tested_is_said_so():
    near = one_year().assign(value=75.0, lower=73.0, upper=77.0)
    results = {"now": near, "besides": fair_work.beside(near, "high")}
    assert (
        "was 75% in 2023, not clearly apart from England's 75%."
        in (said("in_short", here="City", **results)[0])
    )
    finding = page("City").caption("employment", **results)["finding"]
    assert finding == "Employment in City was 75% in 2023, not clearly apart from England's"
    bare = one_year().assign(lower=float("nan"), upper=float("nan"))
    results = {"now": bare, "besides": fair_work.beside(bare, "high")}
    first, _, third = said("in_short", here="City", **results)
    assert first.endswith("in 2023, less than England's 80%.")
    assert third.startswith("The share with a job is published without an interval")
    assert fair_work.counted(results["besides"]).empty


def test_the_employment_rate_of_the_city_of_london_in_2004_has_no_interval():
    # The file gives 89.4 per cent for 2004, marked unreliable, and no limits.
    names = {"E09000001": "City", ENGLAND: "England"}
    series = raw.load("employment_income_la")
    city = fair_work.over_time(series, "employment_rate", "E09000001", ENGLAND, names)
    row = city[(city["area"] == "City") & (city["year"] == 2004)].iloc[0]
    assert row["value"] == 89.4
    assert pd.isna(row["lower"])
    assert fair_work.ends(city)[["first_year", "first"]].to_numpy().tolist() == [["2004", 89.4]]


def test_where_nothing_is_published_that_is_what_is_found():
    found = said(here="Isles of Scilly")
    assert [text for text in found if "held here" in text] == [
        "No employment rate of the Isles of Scilly is held here.",
        "No income over time of the Isles of Scilly is held here.",
        "No share of jobs with low pay of the Isles of Scilly is held here.",
    ]
    assert (
        page("Somewhere")
        .text("no_low_pay")
        .startswith("No share of jobs with low pay of Somewhere")
    )
    short = said("in_short", here="Somewhere")
    assert short[0] == "No employment rate of Somewhere is held here."
    assert len(short) == 3


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
    sound = pay.assign(doubt="")
    besides = fair_work.beside(sound[sound["sex"] == "persons"], "low")
    assert said(pay=sound, low_pay_beside=besides)[-2:] == [
        "25.0% of jobs in Leeds paid less than the Real Living Wage in April 2022, clearly more"
        " than England's 12.0%.",
        "In England, 15% of women's jobs and 10% of men's paid less than the Real Living Wage in"
        " April 2022.",
    ]


def test_a_share_in_doubt_is_no_headline_and_carries_its_doubt():
    pay = made_up_pay()
    in_doubt = pay["area"] == "Leeds"
    assert pay.loc[in_doubt, "doubt"].str.contains("one large employer").all()
    assert (pay.loc[~in_doubt, "doubt"] == "").all()
    found = said(pay=pay)
    assert "25" not in "".join(found)
    assert found[-2] == (
        "On low pay in April 2022, do not quote the share for Leeds: it probably counts one large"
        " employer's jobs where it reports them."
    )


def test_the_page_tells_which_groups_of_staff_are_clearly_represented():
    ratios = pd.DataFrame({"part": [*"abc"], "represented": ["over", "", "under"]}).assign(
        breakdown="ethnic_group", value=2.0, lower=1.1, upper=1.3, residents_of="Leeds", residents=9
    )
    results = {"staff": ratios, "represented": residents.represented_groups(ratios)}
    assert said("staff_findings", **results) == [
        "By ethnic group, 1 group of an employer's staff is clearly over-represented beside"
        " residents of Leeds, and 1 under-represented.",
        "A: its share among the staff is about 2.00 (1.10 to 1.30) times that among residents of"
        " Leeds.",
        "C: its share among the staff is about 2.00 (1.10 to 1.30) times that among residents of"
        " Leeds.",
        "Everything is computed from an employer's counts as they are shown: rounded, small ones"
        " joined.",
    ]
    assert said("staff_in_short", **results)[0] == (
        "Beside residents of Leeds, 1 group of an employer's staff is clearly over-represented and"
        " 1 under-represented."
    )
    ratios.loc[1:, "value"] = None
    caption = page().caption("records_staff", drawn=ratios, policy="nhs")
    assert caption["finding"] == (
        "1 group of staff is over-represented beside Leeds, 1 under-represented"
    )
    shown = "Dot chart of 1 ratio, from 2.0 to 2.0; not shown: 2 groups; residents of Leeds."
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
