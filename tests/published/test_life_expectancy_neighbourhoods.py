"""Neighbourhoods and wards of notebook 01 recomputed in another way, and against totals."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats as scipy_stats

from leedsequity import raw
from leedsequity.analyses import small_area_life_expectancy as small_areas

LEEDS = "E08000035"


@pytest.fixture(scope="module")
def msoas():
    return small_areas.with_deprivation(raw.load("life_expectancy_msoa"), raw.load("imd_msoa11"))


@pytest.fixture(scope="module")
def small():
    return raw.load("imd_lsoa11"), raw.load("population_lsoa11")


@pytest.fixture(scope="module")
def by_ward(msoas, small):
    return small_areas.ward_life_expectancy(msoas, *small)


def line(rows, weight):
    """Slope, HC3 limits and intercept from the normal equations, written out."""
    x, y, w = (
        rows["imd_score_2019"].to_numpy(),
        rows["value"].to_numpy(),
        np.asarray(weight, dtype=float),
    )
    design = np.column_stack([np.ones(len(x)), x]) * np.sqrt(w)[:, None]
    solved = np.linalg.lstsq(design, y * np.sqrt(w), rcond=None)[0]
    inverse = np.linalg.inv(design.T @ design)
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    scores = design * ((y * np.sqrt(w) - design @ solved) / (1 - leverage))[:, None]
    se = np.sqrt((inverse @ scores.T @ scores @ inverse)[1, 1])
    margin = scipy_stats.t.ppf(0.975, len(x) - 2) * se
    return [*np.array([solved[1], solved[1] - margin, solved[1] + margin]) * 10, solved[0]]


def test_the_lines_of_leeds_and_england_solve_the_normal_equations(msoas):
    fits = small_areas.fits(msoas, {LEEDS}, "Leeds").set_index(["sex", "area", "weights"])
    for sex in ("male", "female"):
        england = msoas[msoas["sex"] == sex]
        for area, rows in (("Leeds", england[england["area_code"] == LEEDS]), ("England", england)):
            weights = {
                "population": rows["population_2015"],
                "inverse variance": (rows["upper"] - rows["lower"]) ** -2.0,
            }
            for name, weight in weights.items():
                found = fits.loc[(sex, area, name), ["slope", "lower", "upper", "intercept"]]
                assert found.tolist() == pytest.approx(line(rows, weight), rel=1e-8)


def test_every_msoa_that_the_publisher_gives_is_in_the_lines(msoas):
    fits = small_areas.fits(msoas, {LEEDS}, "Leeds").set_index(["sex", "area", "weights"])["msoas"]
    # 6,791 MSOAs, less the one of men and the five of women that the publisher judges implausible.
    assert fits["male", "England", "population"] == 6791 - 1
    assert fits["female", "England", "population"] == 6791 - 5
    assert fits["male", "Leeds", "population"] == fits["female", "Leeds", "population"] == 107


def test_msoas_of_leeds_together_live_as_long_as_leeds_is_published_to(msoas):
    published = raw.load("life_expectancy_la")
    rows = (
        published["series"].eq("ons_2001_2018")
        & published["area_code"].eq(LEEDS)
        & published["age"].eq(0)
    )
    rows &= published["period"].isin(
        ["2009-11", "2010-12", "2011-13"]
    )  # the three that lie in 2009-13
    city = published[rows].groupby("sex")["value"].mean()
    own = msoas[msoas["area_code"] == LEEDS]
    for sex, part in own.groupby("sex"):
        assert np.average(part["value"], weights=part["population_2015"]) == pytest.approx(
            city[sex], abs=0.5
        )


def test_leeds_has_33_wards_whose_people_are_its_people(msoas, small, by_ward):
    lsoas, population = small
    assert by_ward.groupby("sex")["ward21_code"].nunique().to_dict() == {
        "female": 33,
        "male": 33,
        "mean": 33,
    }
    census = population[population["basis"].eq("census_2011") & population["age_band"].eq("all")]
    assert census["population"].sum() == 751485  # Census 2011, Leeds
    # By people, the mean over wards is the mean over MSOAs: nobody is lost or counted twice where
    # MSOAs straddle.
    people = lsoas.merge(census, on="lsoa11_code")
    of_wards = people.groupby("ward21_code")["population"].sum()
    of_msoas = people.groupby("msoa11_code")["population"].sum()
    for sex in ("male", "female"):
        proxy = by_ward[by_ward["sex"] == sex].set_index("ward21_code")["value"]
        value = msoas[msoas["sex"] == sex].set_index("msoa11_code")["value"]
        expected = np.average(value.loc[of_msoas.index], weights=of_msoas)
        assert np.average(proxy.loc[of_wards.index], weights=of_wards) == pytest.approx(expected)


def test_a_wards_proxy_is_the_mean_over_its_lsoas_each_with_the_value_of_its_msoa(
    msoas, small, by_ward
):
    lsoas, population = small
    census = population[population["basis"].eq("census_2011") & population["age_band"].eq("all")]
    named = lsoas[lsoas["ward21_name"] == "Hunslet & Riverside"].merge(census, on="lsoa11_code")
    rows = by_ward[by_ward["ward21_name"] == "Hunslet & Riverside"].set_index("sex")
    for sex in ("male", "female"):
        value = named.merge(msoas[msoas["sex"] == sex], on="msoa11_code")
        assert rows.loc[sex, "value"] == pytest.approx(
            np.average(value["value"], weights=value["population"])
        )
        people = value.groupby("msoa11_code").agg(people=("population", "sum"), se=("se", "first"))
        se = np.sqrt(((people["people"] / people["people"].sum() * people["se"]) ** 2).sum())
        assert rows.loc[sex, "upper"] - rows.loc[sex, "value"] == pytest.approx(
            scipy_stats.norm.ppf(0.975) * se
        )
        assert rows.loc[sex, "msoas"] == len(people) == 5
    assert set(rows["role"]) == {"focus"}
    assert (rows["difference"] == 0).all()


def test_neighbourhoods_in_decile_1_are_those_that_the_publisher_and_a_document_count(small):
    table = small_areas.ward_deprivation(*small)
    share = table[table["measure"] == "share of LSOAs in decile 1"]
    lsoas = small[0].groupby("ward21_code").size()
    counted = (share["value"] * share["ward21_code"].map(lsoas)).groupby(share["edition"]).sum()
    # "114 neighbourhoods" (Community Wealth Building, edition not stated; it is that of 2019), and
    # 105 of 2015
    assert counted.round(9).to_dict() == {2015: 105, 2019: 114}
    assert table.groupby(["measure", "edition"]).size().unique().tolist() == [33]


def test_the_places_of_a_ward_follow_from_counts_made_by_hand(small):
    lsoas, population = small
    people = population[population["basis"].eq("mid_2015") & population["age_band"].eq("all")]
    merged = lsoas.merge(people, on="lsoa11_code")
    first = merged[merged["imd_decile_2019"] == 1].groupby("ward21_name")["population"].sum()
    score = merged.groupby("ward21_name")[["imd_score_2019", "population"]].apply(
        lambda rows: np.average(rows["imd_score_2019"], weights=rows["population"])
    )
    table = small_areas.ward_deprivation(lsoas, population)
    table = table[table["edition"] == 2019].set_index(["measure", "ward21_name"])
    for measure, values in (("number of people in decile 1", first), ("average score", score)):
        assert table.loc[measure, "value"].loc[values.index].to_numpy() == pytest.approx(
            values.to_numpy()
        )
        above = int((values > values["Hunslet & Riverside"]).sum())
        assert table.loc[(measure, "Hunslet & Riverside"), "place"] == above + 1


def test_differences_from_the_named_ward_hold_under_simulation(msoas, small, by_ward):
    rng = np.random.default_rng(1)
    men, census = msoas[msoas["sex"] == "male"], small[1]
    census = census[census["basis"].eq("census_2011") & census["age_band"].eq("all")]
    people = (
        small[0]
        .merge(census, on="lsoa11_code")
        .pivot_table("population", "ward21_code", "msoa11_code", "sum", 0)
    )
    values = men.set_index("msoa11_code").loc[people.columns]
    draws = (
        values["value"].to_numpy()
        + rng.normal(size=(20_000, len(values))) * values["se"].to_numpy()
    )
    drawn = pd.DataFrame(
        draws @ people.div(people.sum(axis=1), axis=0).T.to_numpy(), columns=people.index
    )
    spread = drawn.sub(drawn[small_areas.NAMED], axis=0).std()
    table = by_ward[by_ward["sex"] == "male"].set_index("ward21_code")
    margin = (
        (table["difference_upper"] - table["difference_lower"]) / 2 / scipy_stats.norm.ppf(0.975)
    )
    assert margin.loc[spread.index].to_numpy() == pytest.approx(
        spread.to_numpy(), rel=0.03, abs=1e-9
    )
