"""The tables of small areas against official totals, other editions, the publishers' own sums."""

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import raw
from leedsequity_data.publishers import deprivation, national_deciles
from leedsequity_data.publishers.sheets import sheet

LEEDS = "E08000035"
EXACT = "geography/lsoa11_lsoa21_lad22_exact.csv"

TABLES = (
    "life_expectancy_msoa",
    "lsoa11",
    "lsoa21",
    "wards",
    "imd_lsoa11",
    "imd_lsoa21",
    "lsoa11_lsoa21",
    "imd_msoa11",
    "population_lsoa21",
    "population_lsoa11",
    "ethnicity_lsoa21",
    "ethnicity_lsoa11",
    "age_lsoa21",
    "qualification_lsoa21",
    "household_deprivation_lsoa21",
    "general_health_lsoa21",
    "tenure_lsoa21",
    "income_msoa11",
    "fuel_poverty_lsoa11",
    "fuel_poverty_lsoa21",
    "years_of_life_lost_lsoa11",
    "children_low_income_ward",
    "life_expectancy_constituency",
    "england_by_decile",
)
#: Census 2021 tables with what they count in Leeds as a whole (published for the authority).
PEOPLE, HOUSEHOLDS = 811_953, 341_466


def leeds(name: str) -> pd.DataFrame:
    """Return the rows of Leeds of a table of LSOAs, long where its record says what it counts."""
    table = raw.load(name, area=LEEDS)
    return raw.long(table) if raw.record(name).counts else table


def leeds_msoas() -> set[str]:
    return set(raw.load("imd_msoa11").query(f"area_code == '{LEEDS}'")["msoa11_code"])


@pytest.mark.parametrize("name", TABLES)
def test_every_record_counts_the_rows_and_describes_the_columns_of_its_table(name: str) -> None:
    record, table = raw.record(name), raw.load(name)
    assert record.rows == len(table)
    assert list(record.columns) == list(table.columns)


@pytest.mark.parametrize("name", [name for name in TABLES if name.endswith(("lsoa11", "lsoa21"))])
def test_every_table_of_lsoas_has_all_of_england_and_of_leeds(name: str) -> None:
    # ONS: LSOAs of England of Census 2011 and of Census 2021, and those of Leeds.
    numbers = {"lsoa11_code": (32_844, 482), "lsoa21_code": (33_755, 488)}
    table, own = raw.load(name), raw.load(name, area=LEEDS)
    for code in numbers.keys() & set(table.columns):
        assert (table[code].nunique(), own[code].nunique()) == numbers[code]
        assert set(table[code]) == set(raw.load(code.removesuffix("_code"))[code])
        assert table[code].is_monotonic_increasing or "lsoa11_code" in table


def test_the_table_with_names_of_msoas_names_both_licences() -> None:
    licence = raw.record("imd_msoa11").licence
    assert "Open Government Licence v3.0" in licence
    assert "Open Parliament Licence v3.0" in licence


def test_life_expectancy_is_there_for_every_msoa_but_the_implausible_six(upstream: Path) -> None:
    table, msoas = raw.load("life_expectancy_msoa"), set(raw.load("imd_msoa11")["msoa11_code"])
    by_sex = table.groupby("sex")["msoa11_code"].agg(set)
    assert (len(by_sex["male"]), len(by_sex["female"])) == (6790, 6786)
    assert leeds_msoas() <= by_sex["male"] & by_sex["female"]
    cells = sheet(
        upstream / "life_expectancy/hlereferencetable2_msoa_2009_13.xls",
        "Implausible LE ",
        "MSOA Codes",
    )
    left_out = (
        cells[cells["MSOA Codes"].str.startswith("E02")].groupby("Sex")["MSOA Codes"].agg(set)
    )
    assert msoas - by_sex["male"] == left_out["Male"]
    assert msoas - by_sex["female"] == left_out["Female"]


def test_the_msoas_of_leeds_lie_around_the_life_expectancy_of_leeds_in_the_same_publication(
    upstream: Path,
) -> None:
    people = (
        raw.load("imd_msoa11")
        .set_index("msoa11_code")
        .query(f"area_code == '{LEEDS}'")["population_2015"]
    )
    for sex in ("male", "female"):
        cells = sheet(
            upstream / "life_expectancy/hlereferencetable2_msoa_2009_13.xls",
            f"UTLA_{sex}s",
            "UTLA Codes",
        )
        published = float(cells.loc[cells["UTLA Codes"] == LEEDS, "LE (Years)"].iloc[0])
        values = (
            raw.load("life_expectancy_msoa")
            .query(f"sex == '{sex}'")
            .set_index("msoa11_code")["value"]
        )
        mean = (values.loc[people.index] * people).sum() / people.sum()
        assert mean == pytest.approx(published, abs=0.75)


def test_leeds_has_its_published_number_of_lsoas_in_the_most_deprived_tenth() -> None:
    table, places = leeds("imd_lsoa11"), leeds("lsoa11")
    assert len(table) == 482
    assert (table["imd_decile_2019"] == 1).sum() == 114
    assert (table["imd_decile_2015"] == 1).sum() == 105
    assert places["msoa11_code"].nunique() == 107
    assert places["ward21_code"].nunique() == 33
    assert set(places["msoa11_code"]) == leeds_msoas()


def test_ranks_of_2019_are_those_of_the_other_file_of_the_same_indices(upstream: Path) -> None:
    table = raw.load("imd_lsoa11").set_index("lsoa11_code")
    other = pd.read_csv(
        upstream / "deprivation/iod2019_file2_domains.csv.gz", index_col=0, encoding="utf-8-sig"
    )
    assert set(other.index) == set(table.index)
    other = other.loc[table.index]
    assert (other.filter(regex=r"\(IMD\) Rank").iloc[:, 0] == table["imd_rank_2019"]).all()
    assert (other.filter(regex=r"\(IMD\) Decile").iloc[:, 0] == table["imd_decile_2019"]).all()


@pytest.mark.parametrize(
    ("name", "year", "number"),
    [("imd_lsoa11", 2015, 32844), ("imd_lsoa11", 2019, 32844), ("imd_lsoa21", 2025, 33755)],
)
def test_a_decile_is_a_tenth_of_the_ranks(name: str, year: int, number: int) -> None:
    table = raw.load(name)
    tenth = table[f"imd_rank_{year}"] * 10 / number
    assert (table[f"imd_decile_{year}"] >= tenth).all()
    assert (table[f"imd_decile_{year}"] < tenth + 1).all()


def test_computed_scores_of_2019_fall_as_the_published_ranks_rise() -> None:
    scores = raw.load("imd_lsoa11").sort_values("imd_rank_2019")["imd_score_2019"]
    # Computed from scores of three decimals, so near ties may turn.
    assert scores.diff().max() <= 0.0011
    assert (
        leeds("imd_lsoa11").sort_values("imd_rank_2019")["imd_score_2019"].is_monotonic_decreasing
    )


def test_the_most_deprived_lsoa_of_england_has_its_published_score() -> None:
    jaywick = raw.load("imd_lsoa11").set_index("lsoa11_code").loc["E01021988"]
    assert (jaywick["imd_rank_2015"], jaywick["imd_rank_2019"], jaywick["imd_score_2019"]) == (
        1,
        1,
        92.735,
    )


def test_computed_scores_average_to_the_published_average_of_every_authority(
    upstream: Path,
) -> None:
    table = raw.load("imd_msoa11")
    assert len(table) == 6791
    weighted = (
        (table["imd_score_2019"] * table["population_2015"]).groupby(table["area_code"]).sum()
    )
    ours = weighted / table.groupby("area_code")["population_2015"].sum()
    code = "Local Authority District code (2019)"
    published = sheet(
        upstream / "deprivation/iod2019_file10_lad_summaries.xlsx", "IMD", code
    ).set_index(code)
    published = published["IMD - Average score"].astype(float)
    assert len(published) == len(ours) == 317
    assert (
        ours - published
    ).abs().max() < 0.0016  # both are rounded to three decimals, ours once before


def test_the_lsoas_of_2011_became_those_of_2021_as_published() -> None:
    table = leeds("lsoa11_lsoa21")
    assert table["change"].value_counts().to_dict() == {"unchanged": 473, "split": 14, "merged": 2}
    changed = table.loc[table["change"] != "unchanged", "lsoa11_code"]
    deciles = raw.load("imd_lsoa11").set_index("lsoa11_code")["imd_decile_2019"]
    assert (deciles[changed] > 1).all()


def test_the_wards_of_2024_are_the_33_of_2021() -> None:
    assert set(leeds("lsoa21")["ward24_code"]) == set(leeds("lsoa11")["ward21_code"])
    wards = raw.load("wards").query("area_code == @LEEDS")
    assert wards["edition"].value_counts().to_dict() == {2021: 33, 2024: 33}
    assert set(wards["ward_code"]) == set(leeds("lsoa21")["ward24_code"])


def test_lsoas_add_up_to_the_published_population_of_leeds() -> None:
    table = leeds("population_lsoa21")
    assert len(table) == 488 * 12
    totals = table.groupby("year")["population"].sum()
    assert totals.loc[[2013, 2020, 2022]].tolist() == [764_369, 808_443, 820_802]


def test_people_of_2011_2012_and_2015_are_as_published_and_their_bands_add_up() -> None:
    table = leeds("population_lsoa11").pivot_table(
        index=["lsoa11_code", "basis"], columns="age_band", values="population"
    )
    totals = table["all"].groupby("basis").sum()
    assert totals["census_2011"] == 751_485
    assert totals["mid_2012"] == 756_212
    bands = table.drop(index="census_2011", level="basis")
    assert len(bands) == 2 * 482
    assert (bands[["0-15", "16-59", "60+"]].sum(axis="columns") == bands["all"]).all()


def test_the_denominators_of_2015_are_those_behind_the_msoas() -> None:
    people = raw.load("population_lsoa11").set_index("lsoa11_code")["mid_2015_all"]
    msoa = raw.load("lsoa11").set_index("lsoa11_code")["msoa11_code"]
    published = raw.load("imd_msoa11").set_index("msoa11_code")["population_2015"]
    assert people.groupby(msoa).sum().to_dict() == published.to_dict()


def test_ethnic_groups_of_2021_add_up_to_about_the_authority_in_its_own_file(
    upstream: Path,
) -> None:
    table = leeds("ethnicity_lsoa21")
    assert table["count"].sum() == 812_017
    names = table["broad_group"] + ": " + table["group"]
    assert names.nunique() == 19
    assert table["broad_group"].nunique() == 5
    whole = pd.read_csv(upstream / "population/census2021_ts021_detailed_la.csv")
    whole = whole[whole["Lower Tier Local Authorities Code"] == LEEDS]
    published = whole.set_index("Ethnic group (20 categories)")["Observation"].drop(
        "Does not apply"
    )
    ours = table["count"].groupby(names).sum()
    assert set(ours.index) == set(published.index)
    assert published.sum() == PEOPLE
    assert (
        ours - published
    ).abs().max() <= 75  # counts of 488 LSOAs, each perturbed by a few at most


def test_ethnic_groups_of_2011_are_those_published_for_leeds() -> None:
    table = leeds("ethnicity_lsoa11")
    groups = table.groupby("group")["count"].sum()
    # ONS, Census 2011, table KS201EW, Leeds.
    assert groups["English/Welsh/Scottish/Northern Irish/British"] == 609_714
    assert groups["Gypsy or Irish Traveller"] == 687
    assert groups["Pakistani"] == 22_492
    persons = (
        leeds("population_lsoa11")
        .query("basis == 'census_2011'")
        .set_index("lsoa11_code")["population"]
    )
    assert table.groupby("lsoa11_code")["count"].sum().to_dict() == persons.to_dict()


def test_census_groups_stand_in_the_census_order_in_every_lsoa() -> None:
    for name in ("ethnicity_lsoa21", "ethnicity_lsoa11", "qualification_lsoa21", "tenure_lsoa21"):
        table = leeds(name)
        code = table.columns[0]
        orders = table.groupby(code)["group"].agg(tuple)
        assert orders.nunique() == 1, name
    assert leeds("general_health_lsoa21")["group"].unique().tolist() == [
        "Very good health",
        "Good health",
        "Fair health",
        "Bad health",
        "Very bad health",
    ]


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("ethnicity_lsoa21", PEOPLE),
        ("age_lsoa21", PEOPLE),
        ("general_health_lsoa21", PEOPLE),
        ("tenure_lsoa21", HOUSEHOLDS),
        ("household_deprivation_lsoa21", HOUSEHOLDS),
    ],
)
def test_census_tables_differ_from_the_authority_by_their_perturbation_only(
    name: str, whole: int
) -> None:
    assert leeds(name)["count"].sum() == pytest.approx(whole, abs=100)


@pytest.mark.parametrize(
    ("name", "file", "member"),
    [
        (
            "general_health_lsoa21",
            "census2021_ts037_general_health.zip",
            "census2021-ts037-ltla.csv",
        ),
        ("tenure_lsoa21", "census2021_ts054_tenure.zip", "census2021-ts054-ltla.csv"),
    ],
)
def test_each_group_is_about_that_of_the_authority_in_the_same_archive(
    upstream: Path, name: str, file: str, member: str
) -> None:
    with zipfile.ZipFile(upstream / "population" / file) as archive:
        authorities = pd.read_csv(io.BytesIO(archive.read(member)), index_col="geography code")
    whole = authorities.loc[LEEDS]
    for group, count in leeds(name).groupby("group")["count"].sum().items():
        headers = [header for header in whole.index if header.endswith(f": {group}")]
        assert int(whole[headers[-1]]) == pytest.approx(count, abs=25)


def test_those_too_young_for_the_table_of_qualifications_are_those_under_16() -> None:
    ages = leeds("age_lsoa21").groupby("age_start")["count"].sum()
    aged_15 = ages.loc[15:].sum() - leeds("qualification_lsoa21")["count"].sum()
    assert ages[10] / 5 * 0.85 < aged_15 < ages[10] / 5 * 1.05


def test_income_has_107_msoas_and_net_is_below_total() -> None:
    table = raw.load("income_msoa11")
    assert set(table["msoa11_code"]) == set(raw.load("imd_msoa11")["msoa11_code"])
    assert table["msoa11_code"].isin(leeds_msoas()).sum() == 107
    assert (table["income_net"] < table["income_total"]).all()
    after, before = (f"income_net_{when}_housing_costs" for when in ("after", "before"))
    own = table[table["msoa11_code"].isin(leeds_msoas())]
    assert (own[after] < own[before]).all()


def test_fuel_poverty_adds_up_to_the_row_of_leeds_in_the_same_workbook(upstream: Path) -> None:
    table = pd.concat([leeds("fuel_poverty_lsoa11"), leeds("fuel_poverty_lsoa21")])
    for year, number, header in (
        (2019, 482, "Area Codes"),
        (2020, 482, "Area Codes"),
        (2021, 488, "Area Codes [Note 4]"),
        (2022, 488, "Area Codes"),
    ):
        cells = sheet(
            upstream / f"indicators/fuel_poverty_{year + 2}_tables.xlsx", "Table 2", header
        )
        numbers = cells.columns[cells.columns.str.startswith(("Number", "Proportion"))]
        published = cells.loc[cells[header] == LEEDS, numbers].iloc[0].astype(float)
        published.index = published.index.str.rstrip("1")
        ours = table[table["year"] == year].groupby("measure")["count"].agg(["size", "sum"])
        assert ours["size"].tolist() == [number, number]
        assert ours.loc["households", "sum"] == published["Number of households"]
        assert ours.loc["fuel_poor", "sum"] == published["Number of households in fuel poverty"]


def test_ten_constituencies_seven_of_them_named_leeds() -> None:
    table = raw.load("life_expectancy_constituency").set_index("constituency_name")
    assert len(table) == 10
    assert table.index.str.startswith("Leeds ").sum() == 7
    assert table.loc["Leeds South", ["value", "lower", "upper"]].tolist() == [77.08, 76.30, 77.86]


def test_england_by_decile_adds_up_to_the_published_totals_of_england() -> None:
    table = raw.load("england_by_decile")
    by_edition = table.groupby(["topic", "year", "imd_edition"])["count"].sum().unstack()
    assert by_edition[2019].tolist() == by_edition[2025].tolist(), "the same people by either"
    totals = by_edition[2019]
    # ONS, Census 2021, England: usual residents and households; each table is perturbed by itself.
    for topic in ("ethnicity", "age", "general_health"):
        assert totals[topic, 2021] == pytest.approx(56_490_048, abs=500)
    for topic in ("tenure", "household_deprivation"):
        assert totals[topic, 2021] == pytest.approx(23_436_085, abs=500)
    # ONS, mid-2022 population of England, December 2023.
    assert totals["population", 2022] == 57_112_542
    # Fuel poverty: the row of England in Table 2 of both workbooks.
    fuel = table.query("topic == 'fuel_poverty' and imd_edition == 2019")
    fuel = fuel.groupby(["year", "group"])["count"].sum()
    assert fuel[2021].to_dict() == {"fuel_poor": 3_162_752, "households": 24_070_861}
    assert fuel[2022].to_dict() == {"fuel_poor": 3_175_068, "households": 24_327_942}


def test_every_decile_holds_about_a_tenth_of_england_and_every_group() -> None:
    table = raw.load("england_by_decile")
    keys = ["imd_edition", "topic", "year", "group"]
    assert table.groupby(keys)["decile"].nunique().eq(10).all()
    people = table[table["topic"] == "population"].groupby(["imd_edition", "year", "decile"])
    tenth = people["count"].sum().groupby(["imd_edition", "year"]).transform(lambda c: c / c.sum())
    assert tenth.between(0.09, 0.11).all()


def test_groups_of_england_are_those_of_the_local_tables_in_the_same_order() -> None:
    table = raw.load("england_by_decile").query("decile == 1 and imd_edition == 2025")
    for topic in (
        "ethnicity",
        "age",
        "qualification",
        "household_deprivation",
        "general_health",
        "tenure",
    ):
        local = leeds(f"{topic}_lsoa21")
        groups = local["age_start" if topic == "age" else "group"].astype(str).unique()
        assert table.loc[table["topic"] == topic, "group"].tolist() == groups.tolist()


def test_deprivation_of_households_rises_with_the_deprivation_of_their_areas() -> None:
    table = raw.load("england_by_decile").query("topic == 'household_deprivation'")
    counts = table.pivot_table(index=["imd_edition", "decile"], columns="group", values="count")
    share = counts["Household is not deprived in any dimension"] / counts.sum(axis="columns")
    assert share.groupby("imd_edition").is_monotonic_increasing.all()


def test_an_lsoa_merged_of_several_has_the_decile_of_its_most_populous_part(upstream: Path) -> None:
    table = leeds("imd_lsoa11").set_index("lsoa11_code")
    pairs = leeds("lsoa11_lsoa21")
    people = (
        leeds("population_lsoa11")
        .query("basis == 'mid_2015' and age_band == 'all'")
        .set_index("lsoa11_code")
    )
    indices, denominators = (
        upstream / "deprivation" / file
        for file in ("iod2019_file1_imd.xlsx", "iod2019_file6_population_denominators.xlsx")
    )
    lsoa11 = deprivation.multiple_deprivation(indices, "IMD2019", 2011)["decile"]
    lsoa21 = national_deciles.decile_2021(lsoa11, denominators, upstream / EXACT)
    merged = pairs[pairs["change"] == "merged"].assign(
        people=lambda pair: pair["lsoa11_code"].map(people["population"])
    )
    largest = merged.sort_values("people").iloc[-1]
    assert lsoa21[largest["lsoa21_code"]] == table.loc[largest["lsoa11_code"], "imd_decile_2019"]
    others = pairs[pairs["change"] != "merged"]
    expected = table.loc[others["lsoa11_code"], "imd_decile_2019"]
    assert lsoa21[others["lsoa21_code"]].tolist() == expected.tolist()


def sums(name: str, columns: list[str] | None = None) -> "pd.Series[int]":
    """Return what a table of LSOAs counts in England, by column."""
    table = raw.load(name)
    return table[columns or table.columns[1:]].sum()


def test_small_areas_add_up_to_the_published_totals_of_england() -> None:
    # ONS, Census 2011, table KS201EW, England; the groups of the copy add up to all persons.
    ethnic = sums("ethnicity_lsoa11")
    assert ethnic.sum() == sums("population_lsoa11")["census_2011_all"] == 53_012_456
    assert ethnic["white_british"] == 42_279_236
    assert ethnic["white_gypsy_traveller"] == 54_895
    assert ethnic["asian_pakistani"] == 1_112_282
    # ONS, mid-year estimates of England: mid-2011, and mid-2022 as published in December 2023.
    people = sums("population_lsoa21")
    assert people["population_2011"] == 53_107_169
    assert people["population_2022"] == 57_112_542
    # ONS, Census 2021, England: usual residents, households, people of 16 and over; perturbed.
    for name in ("ethnicity_lsoa21", "age_lsoa21", "general_health_lsoa21"):
        assert sums(name).sum() == pytest.approx(56_490_048, abs=500)
    for name in ("tenure_lsoa21", "household_deprivation_lsoa21"):
        assert sums(name).sum() == pytest.approx(23_436_085, abs=500)
    assert sums("ethnicity_lsoa21")["white_british"] == pytest.approx(41_540_791, abs=500)


@pytest.mark.parametrize(
    ("name", "year", "file"),
    [
        ("fuel_poverty_lsoa11", 2019, "fuel_poverty_2021_tables.xlsx"),
        ("fuel_poverty_lsoa11", 2020, "fuel_poverty_2022_tables.xlsx"),
        ("fuel_poverty_lsoa21", 2021, "fuel_poverty_2023_tables.xlsx"),
        ("fuel_poverty_lsoa21", 2022, "fuel_poverty_2024_tables.xlsx"),
    ],
)
def test_fuel_poverty_of_every_region_is_that_of_the_same_workbook(
    upstream: Path, name: str, year: int, file: str
) -> None:
    cells = sheet(upstream / "indicators" / file, "Table 1", "Region").set_index("Region")
    lsoa = name.removeprefix("fuel_poverty_")
    areas = raw.load("areas").set_index("code")
    region = raw.load(lsoa).set_index(f"{lsoa}_code")["area_code"].map(areas["region"])
    columns = [f"households_{year}", f"fuel_poor_{year}"]
    ours = raw.load(name).set_index(f"{lsoa}_code")[columns].groupby(region).sum()
    assert len(ours) == 9
    for place, row in ours.iterrows():
        published = cells.loc[str(place).replace("East of England", "East")].iloc[:2]
        assert row.tolist() == published.astype(float).tolist()


def test_every_authority_has_the_share_of_its_lsoas_in_decile_1_published_for_it() -> None:
    published = raw.load("imd_la").set_index("area_code")["proportion_most_deprived"]
    table = raw.load("imd_lsoa11").merge(raw.load("lsoa11"), on="lsoa11_code")
    share = (table["imd_decile_2019"] == 1).groupby(table["area_code"]).mean()
    both = published.index.intersection(share.index)
    assert len(both) == 317 - 4 - 7  # Buckinghamshire and Northamptonshire merged in 2020 and 2021
    assert (share[both] - published[both]).abs().max() < 0.00006


def test_essex_and_bradford_have_the_people_in_decile_1_that_others_counted(
    upstream: Path,
) -> None:
    counted = raw.load("ethnicity_lsoa21").set_index("lsoa21_code").sum(axis="columns")
    lsoa11 = raw.load("imd_lsoa11").set_index("lsoa11_code")["imd_decile_2019"]
    denominators = upstream / "deprivation/iod2019_file6_population_denominators.xlsx"
    decile = national_deciles.decile_2021(lsoa11, denominators, upstream / EXACT)
    areas, places = raw.load("areas"), raw.load("lsoa21").set_index("lsoa21_code")["area_code"]
    essex = areas.loc[areas["upper_tier_code"] == "E10000012", "code"]
    for codes, people, most_deprived in (
        (essex, 1_503_525, 50_945),
        (["E08000032"], 546_412, 194_137),
    ):
        own = counted[places.index[places.isin(codes)]]
        assert own.sum() == pytest.approx(people, abs=25)
        assert own[decile[own.index] == 1].sum() == most_deprived


def test_years_of_life_lost_rise_with_deprivation_in_health() -> None:
    table = raw.load("years_of_life_lost_lsoa11").merge(raw.load("imd_lsoa11"), on="lsoa11_code")
    means = table.groupby("health_decile_2019")["years_of_life_lost"].mean()
    assert means.is_monotonic_decreasing


def test_children_in_low_income_families_add_up_to_the_row_of_leeds_in_the_same_workbook(
    upstream: Path,
) -> None:
    table = raw.load("children_low_income_ward")
    wards = raw.load("wards").query("edition == 2021 and area_code == @LEEDS")["ward_code"]
    own = table[table["ward21_code"].isin(wards)]
    assert len(own) == 33
    cells = sheet(
        upstream / "indicators/children_in_low_income_families_2015_2021.ods",
        "1_Relative_Local_Authority",
        "Local Authority [note 2]",
    )
    published = cells.loc[cells["Area Code"] == LEEDS].iloc[0, 2:9].astype(float).tolist()
    ours = own.filter(regex="children_").sum().tolist()
    assert ours == pytest.approx(published, abs=33)  # each ward is rounded by itself
    children = published[-1] / float(cells.loc[cells["Area Code"] == LEEDS].iloc[0, 15])
    assert (own["children_2021"] / own["share_2021"]).sum() == pytest.approx(children, rel=0.01)


def test_lookups_name_the_wards_of_the_table_of_wards_and_unchanged_lsoas_keep_their_codes() -> (
    None
):
    same = raw.load("lsoa11_lsoa21").query("change == 'unchanged'")
    assert (same["lsoa11_code"] == same["lsoa21_code"]).all()
    wards = raw.load("wards")
    for lookup, column, edition in (
        ("lsoa11", "ward21_code", 2021),
        ("lsoa21", "ward24_code", 2024),
    ):
        found = set(raw.load(lookup)[column])
        assert found == set(wards.loc[wards["edition"] == edition, "ward_code"])
