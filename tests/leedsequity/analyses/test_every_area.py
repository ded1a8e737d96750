"""All areas at once, on hand-made facts; sums by hand."""

import pandas as pd
import pytest

from leedsequity.analyses import every_area

LEEDS, BRADFORD, ENGLAND = "E08000035", "E08000032", "E92000001"
COLUMNS = ["area_code", "series", "group", "period", "year", "value", "lower", "upper"]
ABOUT = {
    "indicator_id": 8, "unit": "%", "polarity": "low", "fit": "same", "caution": "",
    "headline": True, "earlier": 0, "published_verdict": None, "dimension": "all",
}  # fmt: skip
SOURCES = pd.DataFrame({"series": ["near", "far"]})


def facts(*rows, **about):
    return pd.DataFrame(rows, columns=COLUMNS).assign(**(ABOUT | about))


def rates(area, series="near", value=5.0, half=0.1, year=2024):
    return (area, series, "all", str(year), year, value, value - half, value + half)


def test_the_first_series_of_an_area_in_its_last_year_is_tested_beside_englands():
    table = facts(
        rates(LEEDS, year=2023, value=9.0),
        rates(LEEDS, value=6.0),
        rates(BRADFORD, "far", value=4.0),
        rates(ENGLAND, value=5.0),
        rates(ENGLAND, "far", value=5.0, half=2.0),
    )
    score = every_area.scorecards(table, SOURCES).set_index("area_code")
    assert score.loc[LEEDS, ["value", "other", "standing"]].tolist() == [6, 5, "worse"]
    assert score.loc[BRADFORD, ["series", "standing"]].tolist() == ["far", "similar"]
    assert set(score["trend"]) == {"too few years"}


def test_an_area_has_no_verdict_where_england_has_no_value_of_its_year_or_a_caution_forbids_it():
    table = facts(rates(LEEDS, value=6.0), rates(ENGLAND, year=2023))
    row = every_area.scorecards(table, SOURCES).set_index("area_code").loc[LEEDS]
    assert row[["other", "standing"]].isna().all()
    table = facts(rates(LEEDS, value=6.0), rates(ENGLAND))
    table["headline"] = table["area_code"] == ENGLAND
    row = every_area.scorecards(table, SOURCES).set_index("area_code").loc[LEEDS]
    assert row["standing"] == "caution"


def test_the_better_end_is_last_and_england_is_not_among_the_authorities():
    areas = [f"E0800000{n}" for n in range(1, 6)]
    rows = [rates(area, value=n) for n, area in enumerate(areas, start=1)]
    table = facts(*rows, rates(ENGLAND, value=50.0), rates("E12000003", value=60.0))
    low = every_area.spread(table).iloc[0]
    assert low[["authorities", *every_area.SPREAD]].tolist() == [5, 5, 4, 2, 1]
    high = every_area.spread(table.assign(polarity="high")).iloc[0]
    assert high[every_area.SPREAD].tolist() == [1, 2, 4, 5]


def test_what_may_not_be_quoted_is_in_no_range():
    table = facts(rates(LEEDS, value=6.0), rates(BRADFORD, value=99.0))
    table.loc[1, "headline"] = False
    assert every_area.spread(table)["worst"].tolist() == [6]


def test_authorities_add_up_to_their_county_region_and_england_and_counties_do_not_count_twice():
    counts = pd.DataFrame(
        {"people": [8, 5, 3, 20]}, index=[LEEDS, BRADFORD, "E07000066", "E10000012"]
    )
    sums = every_area.with_larger_areas(counts)["people"]
    assert sums["E11000006"] == sums["E12000003"] == 13  # West Yorkshire and its region
    assert sums["E12000006"] == 3  # Basildon's
    assert sums["E92000001"] == 16
    assert sums["E10000012"] == 20


@pytest.fixture
def ranked():
    codes = [f"E090000{n:02}" for n in range(1, 34)]
    codes += [f"E0700{n:04}" for n in range(61, 91)]
    values = pd.DataFrame({"area_code": codes, "value": range(len(codes)), "period": "2024"})
    others = pd.DataFrame(
        {"area_code": ["E12000007", ENGLAND], "value": [7.5, 9], "period": "2024"}
    )
    table = pd.concat([values, others], ignore_index=True)
    return every_area.figures(table, ["period"]).set_index("area_code")


def test_a_region_has_englands_value_beside_it_and_no_rank(ranked):
    assert ranked.loc["E12000007", "england"] == 9
    assert pd.isna(ranked.loc["E12000007", "rank"])
    assert ranked.loc["E09000001", "rank"] == ranked.loc["E09000001", "of"]
