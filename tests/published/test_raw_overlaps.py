"""Raw tables that tell of the same thing agree, or differ by what is known to set them apart.

Pairs of one topic stand with their tables: life expectancy in test_raw_tables.py; census counts,
fuel poverty and ranks of Leeds in test_raw_neighbourhoods.py; money and ethnic groups of
authorities in test_raw_finance.py.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from leedsequity import raw
from leedsequity_data.publishers.sheets import sheet

LEEDS, ENGLAND = "E08000035", "E92000001"
DEPRIVATION, LSOA = "deprivation", "LSOA code (2011)"

SHEETS = {"2015": "IMD 2015", "2019": "IMD2019"}

#: ONS, mid-year estimates of Leeds as first published in 2015, 2016 and 2017.
FIRST_PUBLISHED = {2014: 766_399, 2015: 774_060, 2016: 781_743}


def leeds(name: str) -> pd.DataFrame:
    return raw.load(name, area=LEEDS)


def denominators(basis: str) -> "pd.Series[int]":
    return leeds("population_lsoa11").set_index("lsoa11_code")[f"{basis}_all"]


def unrevised() -> "pd.Series[int]":
    return leeds("funding_la").set_index("year")["population"]


def revised() -> "pd.Series[int]":
    return raw.long(leeds("population_lsoa21")).groupby("year")["population"].sum()


def in_each(name: str) -> "pd.Series[int]":
    return leeds(name).set_index("lsoa21_code").sum(axis="columns")


# Deprivation


def ranks(upstream: Path, file: str) -> "pd.Series[int]":
    cells = sheet(upstream / DEPRIVATION / file, SHEETS[file[3:7]], LSOA)
    return cells.set_index(LSOA).filter(like="Rank").iloc[:, 0].astype("float64").astype("int64")


def test_the_files_of_2019_rank_the_lsoas_of_england_alike_and_by_the_same_scores(
    upstream: Path,
) -> None:
    first = pd.read_csv(
        upstream / DEPRIVATION / "iod2019_file2_domains.csv.gz", index_col=0, encoding="utf-8-sig"
    )
    second = ranks(upstream, "iod2019_file1_imd.xlsx")
    assert len(second) == 32_844
    assert first.filter(like="(IMD) Rank").iloc[:, 0].to_dict() == second.to_dict()
    parts = pd.read_csv(
        upstream / DEPRIVATION / "iod2019_file9_transformed_scores.csv", index_col=LSOA
    )
    weights = {
        "Income": 0.225,
        "Employment": 0.225,
        "Education": 0.135,
        "Health": 0.135,
        "Crime": 0.093,
    }
    weights |= {"Barriers": 0.093, "Living Environment": 0.093}
    scores = sum(
        parts[f"{domain} Score - exponentially transformed"] * weight
        for domain, weight in weights.items()
    )
    falls = scores[second.sort_values().index].diff().dropna()
    assert (falls <= 0.001).all()  # the parts are rounded to three decimals, so near ties may turn


def test_the_lsoas_ranked_in_2015_are_those_of_2019_and_a_rank_is_skipped_only_for_a_tie(
    upstream: Path,
) -> None:
    both = [ranks(upstream, f"iod{year}_file1_imd.xlsx") for year in (2015, 2019)]
    assert set(both[0].index) == set(both[1].index)
    assert all((places.rank(method="min") == places).all() for places in both)
    table = raw.load("imd_lsoa11").set_index("lsoa11_code")
    for year, places in zip((2015, 2019), both, strict=True):
        assert table[f"imd_rank_{year}"].to_dict() == places[table.index].to_dict()


def test_the_lsoas_of_leeds_give_the_summaries_published_for_it() -> None:
    table, people = leeds("imd_lsoa11").set_index("lsoa11_code"), denominators("mid_2015")
    published = leeds("imd_la").iloc[0]
    average = ((32_845 - table["imd_rank_2019"]) * people).sum() / people.sum()
    # Ranks are turned round; the publisher's own average is 0.02 higher, some rounding that it does
    # not describe.
    assert average == pytest.approx(published["average_rank"], abs=0.05)
    # Technical report: all people of the most deprived tenth, then 95 per cent falling evenly to 5
    # in the thirtieth.
    hundredth = np.ceil(table["imd_rank_2019"] / 328.44)
    share = np.select(
        [hundredth <= 10, hundredth <= 30], [1, 0.95 - 0.9 * (hundredth - 11) / 19], 0
    )
    assert round((share * people).sum() / people.sum(), 4) == published["extent"]


# People


def test_three_mid_years_of_the_local_deciles_are_those_first_published() -> None:
    assert leeds("life_expectancy_la_decile")["population"].sum() == sum(FIRST_PUBLISHED.values())
    assert leeds("deaths_population_la_2014")["population"].sum() == FIRST_PUBLISHED[2014]


def test_2014_was_first_estimated_then_lowered_in_2018_and_raised_after_the_census_of_2021() -> (
    None
):
    first, second, third = FIRST_PUBLISHED[2014], unrevised()[2014], revised()[2014]
    assert second < first < third
    assert second == pytest.approx(first, rel=0.0015)
    assert third == pytest.approx(second, rel=0.007)
    areas = raw.load("funding_la").query("year == 2014").set_index("area_code")["population"]
    earlier = raw.load("deaths_population_la_2014").groupby("area_code")["population"].sum()
    ratio = (areas / earlier).dropna()
    assert len(ratio) == 121  # the others are counties, whose districts the table of deaths has
    assert ratio.between(0.98, 1.02).all()
    assert ratio.mean() == pytest.approx(1, abs=0.0005)  # people were moved between areas


def test_the_revision_after_the_census_of_2021_leaves_2011_and_raises_every_year_after_it() -> None:
    change = (revised() - unrevised()).dropna()
    assert change[2011] == 0
    assert (change.loc[2012:] > 0).all()
    # Census 2021 found 811,953 people where the estimates rolled on from 2011 had 798,786 in
    # mid-2020.
    assert change.max() < 811_953 - 798_786


def test_census_2011_counted_about_the_people_estimated_three_months_later() -> None:
    assert denominators("census_2011").sum() == pytest.approx(revised()[2011], rel=0.002)


def test_mid_2021_is_a_little_below_the_count_of_march_2021() -> None:
    people, counted = revised()[2021], in_each("age_lsoa21")
    assert 0 < counted.sum() - people < 0.005 * counted.sum()
    estimates = leeds("population_lsoa21").set_index("lsoa21_code")["population_2021"]
    assert (estimates / counted).between(0.9, 1.1).all()


def test_the_denominators_of_the_indices_leave_out_some_two_thousand_prisoners() -> None:
    # Leeds, Wealstun and Wetherby: three prisons with some 2,200 places taken in 2015.
    assert 1_900 < FIRST_PUBLISHED[2015] - denominators("mid_2015").sum() < 2_500
    assert 1_000 < unrevised()[2012] - denominators("mid_2012").sum() < 2_500
    # England in mid-2015; some 60,000 of its 82,000 prisoners had been sentenced to six months or
    # more, and so count.
    assert 54_786_327 - raw.load("imd_msoa11")["population_2015"].sum() == pytest.approx(
        60_000, rel=0.1
    )


@pytest.mark.parametrize("name", ["ethnicity_lsoa21", "general_health_lsoa21"])
def test_census_tables_of_people_differ_by_their_perturbation_in_every_lsoa(name: str) -> None:
    difference = in_each(name) - in_each("age_lsoa21")
    assert len(difference) == 488
    assert difference.abs().max() <= 15
    assert abs(difference.mean()) < 0.5


def test_census_tables_of_households_differ_by_their_perturbation_in_every_lsoa() -> None:
    difference = in_each("tenure_lsoa21") - in_each("household_deprivation_lsoa21")
    assert difference.abs().max() <= 10
    assert abs(difference.mean()) < 0.5


def test_fuel_poverty_has_two_or_three_per_cent_more_households_than_the_census() -> None:
    modelled = leeds("fuel_poverty_lsoa21").set_index("lsoa21_code")["households_2021"]
    ratio = modelled / in_each("tenure_lsoa21")
    assert len(ratio) == 488
    assert ratio.between(1.01, 1.05).all()


# Deaths and life expectancy


def test_deaths_of_2014_by_authority_and_by_decile_differ_by_one_at_most() -> None:
    tables = (
        raw.load("deaths_population_la_2014"),
        raw.load("deaths_population_imd_decile").query("year == 2014"),
    )
    one, other = (
        table.groupby(["sex", "age_start"])[["deaths", "population"]].sum() for table in tables
    )
    assert (one["population"] == other["population"]).all()
    assert (one["deaths"] - other["deaths"]).abs().max() <= 1


def test_the_deciles_of_england_are_near_those_of_the_other_publication_but_not_the_same() -> None:
    keys = ["sex", "decile"]
    local = (
        raw.load("life_expectancy_la_decile")
        .query("area_code == @ENGLAND")
        .set_index(keys)["value"]
    )
    national = (
        raw.load("life_expectancy_imd_decile").query("period == '2014-16'").set_index(keys)["value"]
    )
    difference = (local - national).dropna()
    assert len(difference) == 20
    # One takes deaths and people by decile of one edition of the index, the other does not say of
    # which.
    assert difference.abs().max() < 0.2
    assert abs(difference.mean()) < 0.06


@pytest.mark.parametrize("period", ["2015-17", "2016-18"])
def test_england_has_the_same_life_expectancy_before_and_after_the_revision(period: str) -> None:
    table = raw.load("life_expectancy_la").query(
        "area_code == @ENGLAND and age == 0 and period == @period"
    )
    both = table.pivot_table(index="sex", columns="series", values="value")
    # The revision moved people between areas more than it changed the whole; one series has one
    # decimal.
    assert (both["ons_2001_2018"] - both["ohid_90366"]).abs().max() < 0.1
