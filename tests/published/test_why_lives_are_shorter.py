"""Notebook 09 against what others found on the same deaths."""

import pandas as pd
import pytest

from leedsequity import raw, stats
from leedsequity.analyses import deaths_behind, gap_in_parts

PERIODS = ["2001-03", "2013-15"]
ENDS = {"of": 10, "against": 1, "draws": 100}


@pytest.fixture(scope="module")
def counts() -> pd.DataFrame:
    return raw.load("deaths_population_imd_decile")


@pytest.fixture(scope="module")
def by_cause(counts: pd.DataFrame) -> pd.DataFrame:
    long = raw.long(counts.drop(columns="deaths")).rename(columns={"deaths_of_cause": "deaths"})
    ends = gap_in_parts.pooled(long, PERIODS, "cause")
    parts = stats.decompose_gap(ends, ["period", "sex"], group="decile", cause="cause", **ENDS)
    return gap_in_parts.side_by_side(parts, "cause").set_index(["sex", "cause"])


def test_the_gap_of_tenths_and_its_causes_are_those_of_an_independent_computation(
    by_cause: pd.DataFrame,
) -> None:
    # Worked out from the same deaths by another program, to a tenth of a year.
    men = by_cause.loc["male", ["other", "value"]]
    expected = {
        "all": (9.10, 9.14),
        "heart disease": (1.95, 1.48),
        "cancer": (1.64, 1.93),
        "lung disease": (1.12, 1.37),
    }
    for cause, values in expected.items():
        assert men.loc[cause].tolist() == pytest.approx(values, abs=0.01)
    women = by_cause.loc["female", "difference"]
    assert women["all"] == pytest.approx(0.97, abs=0.01)
    assert women["cancer"] == pytest.approx(0.48, abs=0.01)
    assert women["lung disease"] == pytest.approx(0.35, abs=0.01)


def test_the_gap_of_women_grew_at_80_and_over(counts: pd.DataFrame) -> None:
    columns = ["year", "decile", "sex", "age_start", "deaths", "population"]
    ends = gap_in_parts.pooled(gap_in_parts.by_broad_age(counts[columns]), PERIODS, "ages")
    parts = stats.decompose_gap(ends, ["period", "sex"], group="decile", cause="ages", **ENDS)
    ages = gap_in_parts.side_by_side(parts, "ages").set_index(["sex", "ages"])
    assert ages.loc[("female", "80 and over"), "difference"] == pytest.approx(0.72, abs=0.01)


def test_the_gap_of_fifths_is_near_that_of_ohids_segment_tool(counts: pd.DataFrame) -> None:
    # 2014-16: 7.7 and 6.1 years, 26% of men's by circulatory disease; deaths here end in 2015.
    years = counts[counts["year"].between(2013, 2015)].drop(columns="deaths")
    long = raw.long(years.assign(fifth=(years["decile"] + 1) // 2))
    long["cause"] = long["cause"].map(gap_in_parts.CAUSES)
    people = ["sex", "fifth", "age_start"]
    lived = years.assign(fifth=(years["decile"] + 1) // 2).groupby(people)["population"].sum()
    died = long.groupby([*people, "cause"])["deaths_of_cause"].sum().rename("deaths")
    both = died.reset_index().merge(lived.reset_index(), on=people)
    parts = stats.decompose_gap(
        both, ["sex"], group="fifth", of=5, against=1, cause="cause", draws=100
    )
    value = parts[parts["part"].isin(["total", "cause"])].assign(cause=parts["cause"].fillna("all"))
    value = value.set_index(["sex", "cause"])["value"]
    assert value["male", "all"] == pytest.approx(7.56, abs=0.01)
    assert value["female", "all"] == pytest.approx(5.91, abs=0.01)
    circulatory = value["male", "heart disease"] + value["male", "stroke, other circulatory"]
    assert 100 * circulatory / value["male", "all"] == pytest.approx(26, abs=0.5)


def test_deaths_above_the_rates_of_the_least_deprived_tenth(counts: pd.DataFrame) -> None:
    best = {"group": "decile", "reference": 10, "draws": 100}
    years = deaths_behind.by_years_of_age(counts, 2013, 2015)
    sexes = deaths_behind.a_year(stats.attributable(years, ["sex"], **best), 3)
    assert sexes.set_index("sex")["value"].to_dict() == {
        "male": pytest.approx(61_500, abs=50),
        "female": pytest.approx(54_700, abs=50),
    }
    # Lewer and others (2020) find 35.6% of deaths under 75 in 2003-18, with single years of age.
    years = deaths_behind.by_years_of_age(counts, 2003, 2015)
    strata = ["sex", "age_start"]
    ages = deaths_behind.a_year(stats.attributable(years, ["ages"], strata=strata, **best), 13)
    share = ages.set_index("ages").loc["under 75", "share"]
    assert share == pytest.approx(36.4, abs=0.05)
    assert share == pytest.approx(35.6, abs=1)
