"""Notebook 01's methods and raw tables, against figures published elsewhere."""

import pytest

from leedsequity import places, raw, stats
from leedsequity.analyses import published_life_expectancy as life_expectancy


def test_life_expectancy_of_englands_tenths_is_within_015_years_of_all_published_values():
    keys = ["sex", "decile"]
    counts = raw.load("deaths_population_imd_decile")
    years = counts[counts["year"].between(2013, 2015)]
    pooled = years.groupby([*keys, "age_start"], as_index=False)[["deaths", "population"]].sum()
    table = stats.life_expectancy(pooled, keys, open_age=90)
    published = raw.load("life_expectancy_imd_decile").query("period == '2013-15'")
    both = table[table["age_start"] == 0].merge(published, on=keys, suffixes=("", "_published"))
    assert len(both) == 20
    assert (both["value"] - both["value_published"]).abs().max() < 0.15


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


@pytest.fixture(scope="module")
def one_year():
    """Life expectancy at birth from the deaths of 2014, beside that published for 2013-15.

    Published values are for the boundaries of 2019: districts that were merged whole by then are
    added up. Somerset West and Taunton stood four years, and is not among the successors.
    """
    keys = ["sex", "area_code"]
    published = raw.load("life_expectancy_la").query(
        "series == 'ons_2001_2018' and period == '2013-15' and age == 0"
    )
    counts = raw.load("deaths_population_la_2014")
    code, known = counts["area_code"], set(published["area_code"])
    code = code.where(code.isin(known), code.map(places.successors()))
    merged = counts.assign(area_code=code)[code.isin(known)]
    merged = merged.groupby([*keys, "age_start"], as_index=False)[["deaths", "population"]].sum()
    table = stats.life_expectancy(merged, keys, open_age=90).query("age_start == 0")
    both = table.merge(published[[*keys, "value"]], on=keys, suffixes=("", "_published"))
    both["difference"] = both["value"] - both["value_published"]
    return both.dropna(subset=["value", "lower", "value_published"])


def test_one_years_life_tables_scatter_around_the_published_three_years(one_year):
    # 317 authorities on the boundaries of 2019, less the City of London, the Isles of Scilly,
    # Somerset West and Taunton
    assert one_year["area_code"].nunique() == 317 - 3
    assert one_year["difference"].abs().median() < 0.5
    within = one_year["value_published"].between(one_year["lower"], one_year["upper"])
    assert within.mean() > 0.9


def test_districts_that_were_merged_whole_are_compared_as_one(one_year):
    west_suffolk = one_year[one_year["area_code"] == "E07000245"]  # Forest Heath, St Edmundsbury
    assert len(west_suffolk) == 2
    assert west_suffolk["difference"].abs().max() < 1
