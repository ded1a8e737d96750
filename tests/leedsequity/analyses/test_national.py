"""Every authority in one table a topic: who is ranked with whom, and of which boundaries."""

import numpy as np
import pandas as pd
import pytest

from leedsequity.analyses import national

DISTRICTS = [f"E07900{number:03}" for number in range(20)]  # as many as a tier needs
NAMES = {code: f"District {code[-3:]}" for code in DISTRICTS} | {
    "E08000035": "Leeds",
    "E10000012": "Essex",
}


def frame(values: dict[str, float], **columns: object) -> pd.DataFrame:
    table = pd.DataFrame({"area_code": values.keys(), "value": values.values(), "measure": "m"})
    return table.assign(**columns)


def tens(**more: float) -> dict[str, float]:
    """Return 10, 20, … 200 for the districts, and the values of other codes."""
    return {code: 10.0 * (place + 1) for place, code in enumerate(DISTRICTS)} | more


def test_the_highest_is_first_and_equal_values_share_the_first_of_their_ranks():
    table = national.ranked(frame(tens(E08000035=200.0)), ["measure"], NAMES)
    assert [*table["rank"]] == [1, 1, *range(3, 22)]
    assert [*table["area"][:3]] == ["District 019", "Leeds", "District 018"]
    assert {*table["of"]} == {21}
    assert {*table["tier"]} == {"lower"}
    assert table[["rank_lower", "rank_upper"]].isna().all(axis=None), "there are no limits"
    assert [*table] == ["measure", "tier", "area_code", "area", "value", *national.RANKS]


def test_regions_england_counties_and_areas_without_a_value_are_not_ranked_with_districts():
    more = {"E92000001": 1.0, "E12000003": 2.0, "E10000012": 3.0, "E06000001": np.nan}
    table = national.ranked(frame(tens(**more)), ["measure"], NAMES)
    assert {*table["area_code"]} == {*DISTRICTS}


def test_counties_are_a_tier_of_their_own_with_the_authorities_of_one_tier():
    counties = {code.replace("E07", "E10"): value for code, value in tens().items()}
    table = national.ranked(frame(tens(E08000035=95.0) | counties), ["measure"], NAMES)
    leeds = table[table["area"] == "Leeds"].set_index("tier")
    assert leeds[["rank", "of"]].to_dict("index") == {
        "lower": {"rank": 12, "of": 21},
        "upper": {"rank": 12, "of": 21},
    }
    assert not table[table["tier"] == "upper"]["area_code"].str.startswith("E07").any()


def test_a_part_of_a_tier_is_not_ranked():
    few = {code: value for code, value in tens().items() if code != DISTRICTS[0]}
    table = pd.concat([frame(tens()), frame(few, measure="part")])
    assert {*national.ranked(table, ["measure"], NAMES)["measure"]} == {"m"}


def test_an_authority_that_was_merged_is_not_ranked_beside_its_successor():
    # Scarborough was merged into North Yorkshire, Taunton Deane into Somerset, in 2023.
    more = {"E07000168": 5.0, "E06000065": 6.0, "E07000190": 7.0, "E06000066": np.nan}
    table = national.ranked(frame(tens(**more)), ["measure"], NAMES)
    assert {*table["area_code"]} == {*DISTRICTS, "E06000065", "E07000190"}


def test_rank_intervals_are_there_where_every_area_has_limits():
    values = frame(tens())
    # Half a unit beside steps of ten: every pair is clearly different.
    certain = values.assign(lower=values["value"] - 0.5, upper=values["value"] + 0.5)
    table = national.ranked(certain, ["measure"], NAMES)
    assert [*table["rank_lower"]] == [*table["rank_upper"]] == [*range(1, 21)]
    # A thousand units: no pair is.
    vague = values.assign(lower=values["value"] - 1000, upper=values["value"] + 1000)
    table = national.ranked(vague, ["measure"], NAMES)
    assert ({*table["rank_lower"]}, {*table["rank_upper"]}) == ({1}, {20})
    certain.loc[3, "lower"] = np.nan
    table = national.ranked(certain, ["measure"], NAMES)
    assert [*table["rank"]] == [*range(1, 21)]
    assert table[["rank_lower", "rank_upper"]].isna().all(axis=None)


def test_a_value_that_is_no_headline_stands_last_without_a_rank_and_no_other_is_ranked_beside_it():
    values = frame(tens(E08000035=999.0))
    values["headline"] = values["area_code"] != "E08000035"
    table = national.ranked(values, ["measure"], NAMES)
    assert table.iloc[-1][["area", "value", "of"]].tolist() == ["Leeds", 999.0, 20]
    assert pd.isna(table.iloc[-1]["rank"])
    assert [*table["rank"][:-1]] == [*range(1, 21)]


# The orders that made them: Buckinghamshire on 1 April 2020, the two of Northamptonshire in 2021,
# Cumberland and three more in 2023; Barnsley's and Sheffield's boundary moved in 2025.
@pytest.mark.parametrize(
    ("codes", "year"),
    [
        (["E08000035", "E07000004"], "before 2019"),
        (["E06000059", "E07000004"], "2019"),
        (["E06000060", "E10000021"], "2020"),
        (["E06000062"], "2021"),
        (["E06000060", "E06000064"], "2023"),
        (["E08000038", "E06000064"], "2025"),
    ],
)
def test_the_vintage_of_a_list_is_the_year_of_the_last_reorganisation_in_it(codes, year):
    assert national.vintage(pd.Series(codes)) == year


def test_an_authority_whose_value_is_withheld_counts_for_the_vintage():
    table = national.ranked(frame(tens(E06000063=np.nan)), ["measure"], NAMES)
    assert {*table["vintage"]} == {"2023"}


def facts(series: str, period: str, unit: str = "%", **more: float) -> pd.DataFrame:
    table = frame(tens(**more)).drop(columns="measure")
    limits = {"lower": np.nan, "upper": np.nan, "limits": "none"}
    about = {"indicator_id": 11, "group": "all", "unit": unit, "polarity": "low"}
    about |= {"caution": "", "headline": True}
    return table.assign(series=series, period=period, **about, **limits)


def test_of_each_series_the_newest_period_is_ranked_nearest_first_and_counts_are_not():
    both = pd.concat(
        [
            facts("far", "2022"),
            facts("near", "2020", E08000035=1.0),
            facts("near", "2021", E08000035=2.0),
            facts("counted", "2022", unit="households"),
        ]
    )
    sources = pd.DataFrame({"series": ["counted", "near", None, "far"]})
    readings = pd.DataFrame({"indicator_id": [11], "short_name": ["Low pay"]})
    table = national.newest(both, sources, readings, NAMES)
    assert [*table["series"].unique()] == ["near", "far"]
    assert [*table["period"].unique()] == ["2021", "2022"]
    assert {*table["indicator"]} == {"Low pay"}
    assert table[table["area"] == "Leeds"]["value"].tolist() == [2.0]


def test_the_slope_index_is_ranked_in_the_newest_period_of_each_publication():
    values = pd.concat(
        frame(tens(), vintage=vintage, period=period, sex="male").drop(columns="measure")
        for vintage, period in [("old", "2010-12"), ("old", "2018-20"), ("new", "2022-24")]
    )
    table = national.slope_index(values, NAMES)
    assert [*table["period"].unique()] == ["2022-24", "2018-20"]
    assert [*table["publication"].unique()] == ["new", "old"]
    assert len(table) == 2 * 20


def test_funding_is_that_of_the_last_year_and_its_fall_since_2013():
    year = {2012: 0.0, 2013: 100.0, 2014: 90.0}
    counties = {code.replace("E07", "E10"): value for code, value in tens().items()}
    values = pd.concat(
        frame(counties, year=one, central_funding_per_person=pounds, jump=False)
        for one, pounds in year.items()
    )
    hit = (values["area_code"] == "E10900003") & (values["year"] == 2014)
    early = (values["area_code"] == "E10900004") & (values["year"] == 2012)
    values.loc[hit, "central_funding_per_person"] = 20.0
    values.loc[hit | early, "jump"] = True  # of 2012 nothing is said: the line breaks at 2013
    table = national.funding(values.drop(columns=["value", "measure"]), NAMES)
    assert [*table[["measure", "period"]].drop_duplicates().itertuples(index=False, name=None)] == [
        ("central funding per person", "2014/15"),
        ("fall since 2013/14", "2013/14 to 2014/15"),
    ]
    fall = table[table["measure"] == "fall since 2013/14"]
    assert fall.iloc[0][["area_code", "value", "rank", "jumps"]].tolist() == [
        *["E10900003", 80.0, 1, True]
    ]
    assert {*fall["value"][1:]} == {10.0}
    assert not fall["jumps"][1:].any()
