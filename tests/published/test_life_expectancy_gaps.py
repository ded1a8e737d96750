"""Notebook 01's results from the raw tables, against figures published elsewhere."""

import pytest

from leedsequity import places, raw
from leedsequity.analyses import life_tables
from leedsequity.analyses import published_life_expectancy as life_expectancy


@pytest.fixture(scope="module")
def checked():
    pooled = life_tables.pooled(raw.load("deaths_population_imd_decile"))
    return life_tables.england_life_expectancy(pooled, raw.load("life_expectancy_imd_decile"))


def test_life_expectancy_of_englands_deciles_is_within_015_years_of_all_published_values(checked):
    compared = checked.dropna(subset="published")
    assert len(compared) == 20
    assert set(compared["period"]) == {"2013-15"}
    assert compared["difference"].abs().max() < 0.15


def test_pooled_periods_hold_three_years_each(checked):
    counts = raw.load("deaths_population_imd_decile")
    pooled = life_tables.pooled(counts)
    periods = [f"{year}-{(year + 2) % 100:02d}" for year in range(2001, 2014)]
    assert sorted(pooled["period"].unique()) == periods
    last = counts[counts["year"].between(2013, 2015)]
    sums = pooled[pooled["period"] == "2013-15"]
    assert sums["deaths"].sum() == last["deaths"].sum()
    assert sums["population"].sum() == last["population"].sum()


def test_the_gaps_of_table_1_are_differences_of_what_the_report_prints():
    gaps = life_expectancy.published_gaps(raw.load("published_life_expectancy")).set_index(
        ["sex", "period"]
    )["gap"]
    # The report prints 82.9 and 72.9, 83 and 73 for men; 87.2 and 77.4, 86.9 and 77.6 for women.
    assert gaps["male", "2019-21"] == pytest.approx(82.9 - 72.9)
    assert gaps["male", "2020-22"] == pytest.approx(83 - 73)
    assert gaps["female", "2019-21"] == pytest.approx(87.2 - 77.4)
    assert gaps["female", "2020-22"] == pytest.approx(86.9 - 77.6)


def test_slopes_computed_for_leeds_are_the_published_ones_of_the_inferred_period():
    # Not a validation of the period, which was inferred from this agreement; a check of the
    # computation.
    inequality = life_expectancy.decile_inequality(
        raw.load("life_expectancy_la_decile"), places.names()
    )
    mine = inequality[inequality["area_code"] == "E08000035"].set_index("sex")["sii"]
    published = raw.load("slope_index_la")
    published = published[
        (published["area_code"] == "E08000035")
        & (published["period"] == "2014-16")
        & (published["vintage"] == "pre_census_2021")
    ].set_index("sex")["value"]
    for sex in ("male", "female"):
        assert mine[sex] == pytest.approx(published[sex], abs=0.15)


def test_one_years_life_tables_scatter_around_the_published_three_years():
    counts, published = raw.load("deaths_population_la_2014"), raw.load("life_expectancy_la")
    compared = life_tables.against_published(counts, published, places.names(), places.successors())
    # 317 authorities on the boundaries of 2019, less the City of London, the Isles of Scilly,
    # Somerset West and Taunton
    assert compared["area_code"].nunique() == 317 - 3
    assert compared["difference"].abs().median() < 0.5
    assert compared["within"].mean() > 0.9


def test_districts_that_were_merged_whole_are_compared_as_one():
    counts, published = raw.load("deaths_population_la_2014"), raw.load("life_expectancy_la")
    compared = life_tables.against_published(counts, published, places.names(), places.successors())
    west_suffolk = compared[
        compared["area_code"] == "E07000245"
    ]  # Forest Heath with St Edmundsbury, 2019
    assert len(west_suffolk) == 2
    assert west_suffolk["difference"].abs().max() < 1
