"""The tables of all authorities against totals, shares and ranks that are stated elsewhere."""

from pathlib import Path

import pandas as pd
import pytest

from leedsequity_build import national_tables

CENSUS, MIDYEAR = "Census 2021", "mid-2022 (revised)"


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> dict[str, pd.DataFrame]:
    """The five tables as they are written."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LEEDSEQUITY_OUTPUT", str(tmp_path_factory.mktemp("national")))
        files = national_tables.write()
    return {file.stem: pd.read_csv(file) for file in map(Path, files)}


# OHID, indicator 92901, 2022-24: 297 areas with England; four values of men and three of women are
# not given.
@pytest.mark.parametrize(
    ("sex", "years", "rank", "of"), [("male", 12.8, 18, 292), ("female", 10.3, 19, 293)]
)
def test_the_slope_index_of_leeds_is_among_the_twenty_steepest(tables, sex, years, rank, of):
    table = tables["slope_index"].query("period == '2022-24' and sex == @sex")
    assert len(table) == of
    (leeds,) = table[table["area"] == "Leeds"].to_dict("records")
    assert (leeds["value"], leeds["rank"], leeds["of"]) == (years, rank, of)
    assert leeds["vintage"] == 2023


# Essex and Bradford by counts of Census 2021 (TS021) in the LSOAs that the Indices of Deprivation
# 2019 rank in the first decile.
@pytest.mark.parametrize(
    ("area", "edition", "in_decile_1", "people"),
    [
        ("Essex", 2019, 50_945, 1_503_525),
        ("Bradford", 2019, 194_137, 546_433),
        ("Leeds", 2025, 144_720, 812_017),
    ],
)
def test_people_in_the_most_deprived_tenth(tables, area, edition, in_decile_1, people):
    table = tables["decile_1"].query("population_base == @CENSUS and imd_edition == @edition")
    (row,) = table[(table["area"] == area) & (table["tier"] == "upper")].to_dict("records")
    assert (row["in_decile_1"], row["people"]) == (in_decile_1, people)


@pytest.mark.parametrize(
    ("area", "edition", "percent"),
    [
        ("Essex", 2019, 3.4),
        ("Bradford", 2019, 35.5),
        ("Bradford", 2025, 39.3),
        ("Leeds", 2025, 17.8),
    ],
)
def test_shares_in_the_most_deprived_tenth(tables, area, edition, percent):
    table = tables["decile_1"].query("population_base == @CENSUS and imd_edition == @edition")
    values = table.loc[(table["area"] == area) & (table["tier"] == "upper"), "value"]
    assert [*values.round(1)] == [percent]


def test_authorities_add_up_to_england_in_both_tiers_and_one_person_in_ten_is_in_decile_1(tables):
    # ONS: 57,112,542 at mid-2022 as revised, 56,490,048 by Census 2021; the census's tables of
    # small areas differ from it by what was changed to protect people.
    table = tables["decile_1"]
    counts = table.groupby(["imd_edition", "population_base", "tier"])[
        ["people", "in_decile_1"]
    ].sum()
    assert len(counts) == 3 * 2 * 2
    assert {*counts.xs(MIDYEAR, level="population_base")["people"]} == {57_112_542}
    assert counts.xs(CENSUS, level="population_base")["people"].tolist() == pytest.approx(
        [56_490_048] * 6, abs=100
    )
    assert (counts["in_decile_1"] / counts["people"]).between(0.0975, 0.1025).all()
    tiers = counts.unstack("tier")
    assert tiers.xs("lower", axis=1, level="tier").equals(tiers.xs("upper", axis=1, level="tier"))
    assert table.groupby("tier")["area_code"].nunique().to_dict() == {"lower": 296, "upper": 153}


def test_ethnic_groups_add_up_to_those_of_england(tables):
    # ONS, Census 2021, TS021, England.
    england = {
        "White": 45_783_401,
        "Asian, Asian British or Asian Welsh": 5_426_392,
        "Black, Black British, Black Welsh, Caribbean or African": 2_381_724,
        "Mixed or Multiple ethnic groups": 1_669_378,
        "Other ethnic group": 1_229_153,
    }
    table = tables["ethnic_groups"]
    for _, tier in table.groupby("tier"):
        assert tier.groupby("group")["count"].sum().to_dict() == pytest.approx(england, abs=300)
        assert tier.groupby("area_code")["value"].sum().to_numpy() == pytest.approx(100)


def test_life_expectancy_was_highest_and_lowest_where_ons_says(tables):
    # ONS, Life expectancy for local areas of the UK, 2020 to 2022: among men Hart and Blackpool,
    # among women Kensington and Chelsea and Blackpool.
    table = tables["indicators"].query("series == 'ons_2020_22'")
    ends = table.groupby("group").nth([0, -1])
    assert [*zip(ends["group"], ends["area"], ends["value"].round(1), strict=True)] == [
        ("female", "Kensington and Chelsea", 86.3),
        ("female", "Blackpool", 79.0),
        ("male", "Hart", 83.7),
        ("male", "Blackpool", 73.4),
    ]


def test_only_authorities_are_ranked_each_once_and_every_row_has_its_vintage(tables):
    keys = {
        "indicators": ["series", "group"],
        "slope_index": ["publication", "sex"],
        "decile_1": ["imd_edition", "population_base"],
        "ethnic_groups": ["group"],
        "funding": ["measure"],
    }
    assert tables.keys() == keys.keys()
    areas = pd.read_csv(Path(__file__).parents[2] / "data" / "raw" / "areas.csv").set_index("code")
    for name, table in tables.items():
        assert not table["area_code"].str.match("E12|E92|E11|E38").any(), name
        assert not table.duplicated([*keys[name], "tier", "area_code"]).any(), name
        years = {"before 2019", "2019", "2020", "2021", "2023", "2025"}
        assert {*table["vintage"].astype(str)} <= years, name
        for _, rows in table.groupby([*keys[name], "tier"]):
            merged = rows["area_code"].map(areas["successor"])
            assert not merged.isin(rows["area_code"]).any(), f"{name}: beside their successors"
            assert {*rows["of"]} == {rows["rank"].count()}
            inside = rows[["rank_lower", "rank_upper"]].dropna()
            assert (
                rows.loc[inside.index, "rank"]
                .between(inside["rank_lower"], inside["rank_upper"])
                .all()
            ), name
