"""Neighbourhoods and wards of notebook 01 recomputed in another way, and against totals."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats as scipy_stats

from leedsequity import neighbourhoods, paths, raw
from leedsequity.analyses import small_area_life_expectancy as small_areas

LEEDS = "E08000035"


@pytest.fixture(scope="module")
def msoas():
    return small_areas.with_deprivation(raw.load("life_expectancy_msoa"), raw.load("imd_msoa11"))


@pytest.fixture(scope="module")
def tables():
    return neighbourhoods.read(LEEDS)


@pytest.fixture(scope="module")
def placed(tables):
    return neighbourhoods.placed(tables)


@pytest.fixture(scope="module")
def wards(tables, placed):
    return neighbourhoods.wards(neighbourhoods.people(tables), placed)


@pytest.fixture(scope="module")
def by_ward(msoas, tables, placed, wards):
    people = small_areas.people_of_msoas(tables, placed)
    return small_areas.ward_life_expectancy(msoas, people, wards)


@pytest.fixture(scope="module")
def lsoas():
    """Each LSOA of 2021 of Leeds with ward, MSOA and people, put together from the files' rows."""
    table = raw.load("lsoa21").query("area_code == @LEEDS")
    older = raw.load("lsoa11_lsoa21").merge(raw.load("lsoa11"), on="lsoa11_code")
    people = raw.load("population_lsoa11").set_index("lsoa11_code")["mid_2015_all"]
    larger = older.assign(people=older["lsoa11_code"].map(people)).sort_values("people")
    larger = larger.drop_duplicates("lsoa21_code", keep="last")
    table = table.merge(larger[["lsoa21_code", "lsoa11_code", "msoa11_code"]], on="lsoa21_code")
    return table.merge(raw.load("population_lsoa21"), on="lsoa21_code")


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
    fits = small_areas.fits(msoas, {LEEDS}, "Leeds").set_index(["sex", "area"])
    for sex in ("male", "female"):
        england = msoas[msoas["sex"] == sex]
        for area, rows in (("Leeds", england[england["area_code"] == LEEDS]), ("England", england)):
            found = fits.loc[(sex, area), ["slope", "lower", "upper", "intercept"]]
            assert found.tolist() == pytest.approx(line(rows, rows["population_2015"]), rel=1e-8)


def test_every_msoa_that_the_publisher_gives_is_in_the_lines(msoas):
    fits = small_areas.fits(msoas, {LEEDS}, "Leeds").set_index(["sex", "area"])["msoas"]
    # 6,791 MSOAs, less the one of men and the five of women that the publisher judges implausible.
    assert fits["male", "England"] == 6791 - 1
    assert fits["female", "England"] == 6791 - 5
    assert fits["male", "Leeds"] == fits["female", "Leeds"] == 107


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


def test_leeds_has_33_wards_whose_people_are_its_people(msoas, lsoas, by_ward):
    assert by_ward.groupby("sex")["ward24_code"].nunique().to_dict() == {
        "female": 33,
        "male": 33,
        "mean": 33,
    }
    # By people, the mean over wards is the mean over MSOAs: nobody is lost or counted twice where
    # MSOAs straddle.
    of_wards = lsoas.groupby("ward24_code")["population_2011"].sum()
    of_msoas = lsoas.groupby("msoa11_code")["population_2011"].sum()
    for sex in ("male", "female"):
        proxy = by_ward[by_ward["sex"] == sex].set_index("ward24_code")["value"]
        value = msoas[msoas["sex"] == sex].set_index("msoa11_code")["value"]
        expected = np.average(value.loc[of_msoas.index], weights=of_msoas)
        assert np.average(proxy.loc[of_wards.index], weights=of_wards) == pytest.approx(expected)


def test_a_wards_proxy_is_the_mean_over_its_lsoas_each_with_the_value_of_its_msoa(
    msoas, lsoas, by_ward
):
    named = lsoas[lsoas["ward24_code"] == small_areas.NAMED]
    rows = by_ward[by_ward["ward"] == "Hunslet & Riverside"].set_index("sex")
    for sex in ("male", "female"):
        value = named.merge(msoas[msoas["sex"] == sex], on="msoa11_code")
        weight = value["population_2011"]
        assert rows.loc[sex, "value"] == pytest.approx(np.average(value["value"], weights=weight))
        people = value.groupby("msoa11_code").agg(
            people=("population_2011", "sum"), se=("se", "first")
        )
        se = np.sqrt(((people["people"] / people["people"].sum() * people["se"]) ** 2).sum())
        assert rows.loc[sex, "upper"] - rows.loc[sex, "value"] == pytest.approx(
            scipy_stats.norm.ppf(0.975) * se
        )
        assert rows.loc[sex, "msoas"] == len(people)
    assert set(rows["role"]) == {"focus"}
    assert (rows["difference"] == 0).all()


def test_neighbourhoods_in_decile_1_are_those_that_the_publisher_and_a_document_count(wards):
    counted = wards.groupby("imd_edition")["neighbourhoods_in_decile_1"].sum()
    # "114 neighbourhoods" (Community Wealth Building, edition not stated; it is that of 2019), and
    # 105 of 2015, 84 of 2025: no LSOA of Leeds that changed between the censuses is in decile 1.
    assert counted.to_dict() == {2015: 105, 2019: 114, 2025: 84}
    ranks = neighbourhoods.ward_ranks(wards)
    assert ranks.groupby(["measure", "imd_edition"]).size().unique().tolist() == [33]


def test_the_wards_whose_share_rose_and_fell_from_2019_to_2025(wards):
    """Counted apart from the library, on the people of mid-2022 and the wards of 2024."""
    changes = neighbourhoods.ward_changes(wards).set_index("ward")["change"]
    rose = (100 * changes[changes > 0]).round(1).to_dict()
    assert rose == {"Rothwell": 6.1, "Farnley & Wortley": 5.8}
    assert round(100 * changes["Killingbeck & Seacroft"], 1) == -22.4


def test_the_places_of_a_ward_follow_from_counts_made_by_hand(lsoas, wards):
    table = lsoas.merge(raw.load("imd_lsoa11"), on="lsoa11_code")
    people = table["population_2022"]
    first = people.where(table["imd_decile_2019"] == 1, 0).groupby(table["ward24_code"]).sum()
    score = (table["imd_score_2019"] * people).groupby(table["ward24_code"]).sum()
    score /= people.groupby(table["ward24_code"]).sum()
    ranks = neighbourhoods.ward_ranks(wards).query("imd_edition == 2019")
    ranks = ranks.set_index(["measure", "ward24_code"])
    for measure, values in (("number of people in decile 1", first), ("average score", score)):
        assert ranks.loc[measure, "value"].loc[values.index].to_numpy() == pytest.approx(
            values.to_numpy()
        )
        above = int((values > values[small_areas.NAMED]).sum())
        assert ranks.loc[(measure, small_areas.NAMED), "place"] == above + 1


def test_differences_from_the_named_ward_hold_under_simulation(msoas, lsoas, by_ward):
    rng = np.random.default_rng(1)
    men = msoas[msoas["sex"] == "male"]
    people = lsoas.pivot_table("population_2011", "ward24_code", "msoa11_code", "sum", 0)
    values = men.set_index("msoa11_code").loc[people.columns]
    draws = (
        values["value"].to_numpy()
        + rng.normal(size=(20_000, len(values))) * values["se"].to_numpy()
    )
    drawn = pd.DataFrame(
        draws @ people.div(people.sum(axis=1), axis=0).T.to_numpy(), columns=people.index
    )
    spread = drawn.sub(drawn[small_areas.NAMED], axis=0).std()
    table = by_ward[by_ward["sex"] == "male"].set_index("ward24_code")
    margin = (
        (table["difference_upper"] - table["difference_lower"]) / 2 / scipy_stats.norm.ppf(0.975)
    )
    assert margin.loc[spread.index].to_numpy() == pytest.approx(
        spread.to_numpy(), rel=0.03, abs=1e-9
    )


def test_a_ward_has_one_share_wherever_it_stands(wards):
    """The same ward, edition and people: one number in the tables of every notebook and claim."""
    share = wards.set_index(["ward24_code", "imd_edition"])["share"]
    results = paths.root() / "data" / "processed"
    found = pd.read_csv(results / "03_deprivation_ethnicity" / "wards.csv")
    found = found.set_index(["ward24_code", "imd_edition"])["share"]
    ranks = pd.read_csv(results / "01_life_expectancy_gaps" / "ward_deprivation.csv")
    ranks = ranks[ranks["measure"] == "share of people in decile 1"]
    ranks = ranks.set_index(["ward24_code", "imd_edition"])["value"]
    changes = pd.read_csv(results / "03_deprivation_ethnicity" / "ward_changes.csv")
    changes = changes.set_index("ward24_code").filter(like="share_").stack()
    changes.index = pd.MultiIndex.from_tuples(
        [(code, int(name.removeprefix("share_"))) for code, name in changes.index]
    )
    for table in (found, ranks, changes):
        assert set(table.index.get_level_values(0)) == set(share.index.get_level_values(0))
        assert table.to_numpy() == pytest.approx(share.loc[table.index].to_numpy(), abs=1e-9)
    profile = pd.read_csv(results / "06_neighbourhood_profiles" / "ward_profile.csv")
    row = profile[profile["topic"] == "decile"].iloc[0]
    assert row["value"] == pytest.approx(100 * share[row["ward24_code"], 2025])
