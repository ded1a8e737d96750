"""Authorities' money, economy, deprivation and ethnic groups against facts from outside."""

import csv
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import raw

LEEDS, ENGLAND, CUMBRIA = "E08000035", "E92000001", "E10000006"
OWN = (
    "gdp_deflators",
    "funding_la",
    "covariates_la",
    "core_spending_power_la",
    "imd_la",
    "ethnicity_la",
)


@pytest.mark.parametrize("name", OWN)
def test_every_record_counts_the_rows_and_describes_the_columns_of_its_table(name: str) -> None:
    record, table = raw.record(name), raw.load(name)
    assert record.rows == len(table)
    assert list(record.columns) == list(table.columns)


@pytest.mark.parametrize("name", [name for name in OWN if name.endswith("_la")])
def test_every_code_that_a_table_uses_is_an_area(name: str) -> None:
    assert set(raw.load(name)["area_code"]) <= set(raw.load("areas")["code"])


# gdp_deflators


def test_the_deflators_change_as_the_treasury_prints_beside_them(upstream: Path) -> None:
    with (upstream / "finance" / "gdp_deflators_2023_12.csv").open(encoding="utf-8-sig") as lines:
        rows = [row for row in csv.reader(lines) if row[7].isdigit()]
    table = raw.load("gdp_deflators").set_index(["basis", "year"])["deflator"]
    assert len(rows) == 68
    for row in rows[1:]:
        for basis, change in (("financial year", row[3]), ("calendar year", row[9])):
            year = int(row[7])
            found = 100 * (table[basis, year] / table[basis, year - 1] - 1)
            # Deflators have three decimals, so early changes are known to some hundredths.
            assert found == pytest.approx(float(change), abs=0.04)


def test_prices_rose_by_5_9_per_cent_from_2013_14_to_2017_18() -> None:
    table = raw.load("gdp_deflators").set_index(["basis", "year"])["deflator"]
    assert (table["financial year", 2013], table["financial year", 2017]) == (80.886, 85.656)
    assert (table["financial year", 2022], table["calendar year", 2022]) == (100, 100)


# funding_la


@cache
def returns(upstream: Path, year: int) -> list[list[object]]:
    calamine = pytest.importorskip("python_calamine", reason="the extra `data` is not installed")
    workbook = calamine.CalamineWorkbook.from_path(
        next((upstream / "finance").glob(f"rs_{year}_*"))
    )
    name = next(name for name in workbook.sheet_names if "LA Data" in name)
    return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def printed(upstream: Path, year: int, authority: str, line: str) -> float:
    """What a return prints for an authority or a total in the first column that starts so."""
    cells = returns(upstream, year)
    header = next([str(cell).strip() for cell in row] for row in cells if row[0] == "E-code")
    column = next(i for i, cell in enumerate(header) if cell.startswith(line))
    row = next(row for row in cells if authority in [str(cell).strip() for cell in row[:4]])
    return float(row[column])


def lines(year: int) -> dict[str, str]:
    rates = "Retained income from Rate" if year >= 2013 else "Redistributed non-domestic"
    common = {
        "revenue_support_grant": "Revenue Support Grant",
        "business_rates": rates,
        "council_tax_requirement": "COUNCIL TAX REQUIREMENT",
        "total_service_expenditure": "TOTAL SERVICE EXPENDITURE",
        "education": "Education services",
    }
    return common | (
        {"public_health": "Public Health"} if year >= 2013 else {"fire": "Fire and rescue"}
    )


def test_funding_has_147_areas_in_nine_years_and_no_gaps() -> None:
    table = raw.load("funding_la")
    assert len(table) == 147 * 9
    assert table.groupby("year")["area_code"].nunique().eq(147).all()
    kinds = table.drop_duplicates("area_code")["area_code"].str[:3].value_counts()
    assert kinds.to_dict() == {"E06": 53, "E08": 36, "E09": 32, "E10": 26}
    assert table["central_funding_per_person"].notna().all()


def test_the_areas_are_those_with_life_expectancy_but_for_five_and_the_shire_districts() -> None:
    life = raw.load("life_expectancy_la").query("series == 'ons_2001_2018' and value.notna()")[
        "area_code"
    ]
    upper = {code for code in life if code[:3] in ("E06", "E08", "E09", "E10")}
    # Bournemouth, Christchurch and Poole, and Dorset: the two of 2019.
    assert set(raw.load("funding_la")["area_code"]) == upper - {"E06000058", "E06000059"}


def test_the_unweighted_mean_falls_from_480_to_315_pounds() -> None:
    mean = raw.load("funding_la").groupby("year")["central_funding_per_person"].mean()
    assert (round(mean[2013]), round(mean[2017])) == (480, 315)


def test_the_mean_fall_comes_near_the_published_one_and_the_implied_level_does_not() -> None:
    mean = raw.load("funding_la").groupby("year")["central_funding_per_person"].mean()
    fall = mean[2013] - mean[2017]
    # Alexiou and others (2021): 168 pounds or 33 per cent, so 509 pounds in 2013.
    assert fall == pytest.approx(168, abs=5)
    assert fall / mean[2013] == pytest.approx(0.33, abs=0.02)
    assert abs(mean[2013] - 509) > 20


def test_the_mean_in_prices_of_2017_18_falls_by_168_pounds_to_2016_17() -> None:
    deflators = (
        raw.load("gdp_deflators").query("basis == 'financial year'").set_index("year")["deflator"]
    )
    mean = raw.load("funding_la").groupby("year")["central_funding_per_person"].mean()
    real = mean * deflators[2017] / deflators[mean.index]
    # Alexiou and others (2021): both figures; the years and the prices are inferred.
    assert round(real[2013] - real[2016]) == 168
    assert round(1 - real[2016] / real[2013], 2) == 0.33


def test_27_areas_of_the_pilots_have_no_grant_in_2017_18_and_all_others_have() -> None:
    without = raw.load("funding_la").query("revenue_support_grant == 0")
    assert set(without["year"]) == {2017}
    # Greater Manchester 10, Liverpool City Region 6, West Midlands 7, West of England 3, Cornwall.
    assert without["area_code"].str[:3].value_counts().to_dict() == {"E08": 22, "E06": 5}


@pytest.mark.parametrize("year", range(2009, 2018))
def test_the_metropolitan_districts_add_up_to_the_total_that_the_return_prints(
    year: int, upstream: Path
) -> None:
    table = raw.load("funding_la").query(f"year == {year}")
    districts = table[table["area_code"].str.startswith("E08")]
    for column, line in lines(year).items():
        sign = -1 if column in ("revenue_support_grant", "business_rates") else 1
        total = printed(upstream, year, "METROPOLITAN DISTRICTS", line)
        assert districts[column].sum() == pytest.approx(sign * total, abs=1)


@pytest.mark.parametrize("year", range(2009, 2018))
def test_the_counties_are_the_county_councils_and_all_their_districts_but_dorset(
    year: int, upstream: Path
) -> None:
    table = raw.load("funding_la").query(f"year == {year}")
    counties = table[table["area_code"].str.startswith("E10")]
    dorset = [
        row[0]
        for row in returns(upstream, year)
        if str(row[0]).startswith("E12") and {"SC", "SD"} & set(row[3:5])
    ]
    assert len(dorset) == 7
    # Copeland's estimate is in the printed total of 2017-18.
    estimates = {"revenue_support_grant": -679, "business_rates": -2178} if year == 2017 else {}
    for column in ("revenue_support_grant", "business_rates"):
        line = lines(year)[column]
        total = sum(
            printed(upstream, year, kind, line) for kind in ("SHIRE COUNTIES", "SHIRE DISTRICTS")
        )
        without = (
            total
            - sum(printed(upstream, year, code, line) for code in dorset)
            - estimates.get(column, 0)
        )
        assert counties[column].sum() == pytest.approx(-without, abs=1)


def test_leeds_has_what_its_return_prints(upstream: Path) -> None:
    leeds = raw.load("funding_la").query("area_code == @LEEDS").set_index("year")
    for year in range(2009, 2018):
        for column, line in lines(year).items():
            assert abs(leeds.loc[year, column]) == abs(printed(upstream, year, "E4704", line))
    assert leeds.loc[2010, "area_based_grant"] == -printed(
        upstream, 2010, "E4704", "Area Based Grant"
    )
    assert leeds.loc[2013, "local_services_support_grant"] == -printed(
        upstream, 2013, "E4704", "Local Services"
    )


def test_north_yorkshire_keeps_its_code_in_spite_of_the_misprint(upstream: Path) -> None:
    row = next(row for row in returns(upstream, 2015) if row[0] == "E2721")
    assert row[1] == "E10000022"
    table = raw.load("funding_la")
    assert set(table.query("area_code == 'E10000023'")["year"]) == set(range(2009, 2018))
    assert "E10000022" not in set(table["area_code"])


def test_a_line_is_missing_only_in_the_years_that_do_not_have_it() -> None:
    table = raw.load("funding_la")
    years = {
        "area_based_grant": {2009, 2010},
        "local_services_support_grant": set(range(2011, 2018)),
        "public_health": set(range(2013, 2018)),
    }
    for column, present in years.items():
        assert set(table.loc[table[column].notna(), "year"]) == present
        without = table[table[column].isna()]
        assert without["marker"].str.contains(column.replace("_", " ")).all()
    silent = table[table["marker"].str.contains("no return")]
    assert silent[["area_code", "year"]].to_numpy().tolist() == [[CUMBRIA, 2017]]


def test_the_jumps_are_the_ones_that_the_record_names() -> None:
    jumps = raw.load("funding_la").query("jump")[["area_code", "year"]].to_numpy().tolist()
    assert jumps == [
        ["E06000001", 2016],
        ["E06000001", 2017],
        ["E06000003", 2016],
        ["E06000036", 2016],
        ["E06000036", 2017],
        ["E06000037", 2014],
        ["E10000002", 2017],
    ]


def test_the_populations_are_england_but_for_five_areas(upstream: Path) -> None:
    with (upstream / "population" / "myeb3_2001_2019_lad20.csv").open(encoding="utf-8-sig") as rows:
        people = {
            row["ladcode20"]: int(row["population_2013"])
            for row in csv.DictReader(rows)
            if row["country"] == "E"
        }
    assert sum(people.values()) == 53_865_817  # ONS: England, mid-2013
    left_out = sum(people[code] for code in ("E09000001", "E06000053", "E06000058", "E06000059"))
    assert raw.load("funding_la").query("year == 2013")["population"].sum() == 53_865_817 - left_out


# covariates_la

INDICATORS = {
    "employment_rate": ("employment_rate", "Employment rate"),
    "claimant_count": ("claimant_count", "Claimant Count"),
    "modelled_unemployment": ("modelled_unemployment", "Modelled unemployment rate"),
    "gross_disposable_household_income_per_head": (
        "gross_disposable_household_income_per_head",
        "Gross disposable household income",
    ),
    "gross_value_added_per_hour": ("gross_value_added", "Gross value added per hour worked"),
}


@cache
def published(upstream: Path, column: str) -> dict[tuple[str, int], float]:
    file, title = INDICATORS[column]
    with (upstream / "finance" / f"els_{file}.csv").open(encoding="utf-8-sig") as rows:
        return {
            (row["areacd"], int(row["period"][:4])): float(row["observation"])
            for row in csv.DictReader(rows)
            if row["indicator"] == title and row["observation"]
        }


def test_the_covariates_are_of_the_same_areas_as_the_funding_in_ten_years() -> None:
    table = raw.load("covariates_la")
    assert set(table["area_code"]) == set(raw.load("funding_la")["area_code"])
    assert len(table) == 147 * 10
    assert set(table["year"]) == set(range(2009, 2019))


@pytest.mark.parametrize("column", INDICATORS)
def test_an_area_with_a_published_figure_has_that_figure(column: str, upstream: Path) -> None:
    table = raw.load("covariates_la")
    figures = published(upstream, column)
    own = table[~table["weighted"].fillna("").str.contains(column) & table[column].notna()]
    renamed = own["area_code"].replace(
        {"E10000002": "E06000060", "E10000023": "E06000065", "E10000027": "E06000066"}
    )
    expected = [figures[code, year] for code, year in zip(renamed, own["year"], strict=True)]
    assert own[column].tolist() == expected
    assert set(own.query("area_code == @LEEDS")["year"]) == set(range(2009, 2019))


def test_cumbria_lies_between_its_two_parts(upstream: Path) -> None:
    cumbria = raw.load("covariates_la").query("area_code == @CUMBRIA").set_index("year")
    for column in set(INDICATORS) - {"modelled_unemployment"}:
        figures = published(upstream, column)
        for year, value in cumbria[column].items():
            ends = sorted([figures["E06000063", year], figures["E06000064", year]])
            assert ends[0] <= value <= ends[1]


def test_the_weighting_gives_counties_the_income_per_head_that_is_published_for_them(
    upstream: Path,
) -> None:
    pytest.importorskip("python_calamine", reason="the extra `data` is not installed")
    from leedsequity_data.publishers import covariates, upper_tier

    geography = upstream / "geography"
    people = upper_tier.parts(
        upstream / "population" / "myeb3_2001_2019_lad20.csv",
        geography / "lad12_cty12_lookup.csv",
        geography / "ward_lad_cty_rgn_ctry_dec2022.csv",
    )
    figures = published(upstream, "gross_disposable_household_income_per_head")
    series = pd.Series(figures).rename_axis(["area_code", "year"])
    means = covariates.weighted_means(series, people[people["year"].between(2009, 2018)])
    counties = [key for key in means.index if key[0].startswith("E10") and key in figures]
    assert len({code for code, _ in counties}) == 21
    for key in counties:
        assert means[key] == pytest.approx(figures[key], rel=0.005)


def test_the_authorities_that_replaced_counties_are_those_of_the_table_of_areas() -> None:
    pytest.importorskip("python_calamine", reason="the extra `data` is not installed")
    from leedsequity_data.publishers import upper_tier

    successor = raw.load("areas").set_index("code")["successor"]
    for county, unitary in upper_tier.REPLACED.items():
        assert successor[county] == unitary
    for unitary, districts in upper_tier._DIVIDED.items():
        assert set(successor[list(districts)]) == {unitary}


def test_modelled_unemployment_is_missing_only_where_a_part_has_none() -> None:
    table = raw.load("covariates_la")
    missing = table[table["modelled_unemployment"].isna()]
    assert len(missing) == 4 * 10 + 7 + 3
    assert missing["marker"].str.endswith("modelled_unemployment").all()
    assert table.loc[table["marker"].isna(), list(INDICATORS)].notna().all(axis=None)


# core_spending_power_la


def test_core_spending_power_and_what_is_left_out_come_to_the_published_44_7_billion(
    upstream: Path,
) -> None:
    with (upstream / "finance" / "core_spending_power_2015_2020.csv").open(
        encoding="utf-8-sig"
    ) as rows:
        left_out = sum(
            float(row["total_spend"])
            for row in csv.DictReader(rows)
            if row["year"] == "2015" and row["ons_code"][:3] in ("-", "E31", "E47")
        )
    table = raw.load("core_spending_power_la").query("year == 2015")
    # The settlement of 2016-17: core spending power of England was 44.7 billion pounds in 2015-16.
    assert round((table["core_spending_power"].sum() + left_out) / 1000, 1) == 44.7


def test_core_spending_power_is_the_sum_of_its_components() -> None:
    table = raw.load("core_spending_power_la")
    components = table.drop(columns=["area_code", "year", "core_spending_power"])
    assert (components.sum(axis="columns") - table["core_spending_power"]).abs().max() < 1e-6


def test_authorities_have_core_spending_power_in_the_years_in_which_they_existed() -> None:
    table = raw.load("core_spending_power_la")
    # 353 principal authorities before the mergers of 2019, 343 after them, 339 with one for
    # Buckinghamshire's five.
    assert table.groupby("year").size().to_dict() == dict.fromkeys(range(2015, 2019), 353) | {
        2019: 343,
        2020: 339,
    }
    assert set(table.query("area_code == 'E06000058'")["year"]) == {2019, 2020}
    assert set(table.query("area_code == 'E06000060'")["year"]) == {2020}
    assert (table["core_spending_power"] > 0).all()


def test_the_settlement_and_the_returns_agree_on_the_grant_and_rates_of_2015_16() -> None:
    settlement = raw.load("core_spending_power_la").query("year == 2015").set_index("area_code")
    funding = raw.load("funding_la").query("year == 2015").set_index("area_code")
    returned = (funding["revenue_support_grant"] + funding["business_rates"]) / 1000
    boroughs = [code for code in funding.index if code[:3] in ("E06", "E08", "E09")]
    # Retained rates differ from their baseline, so the two agree roughly, area by area, and better
    # in all.
    ratio = (returned / settlement["settlement_funding_assessment"])[boroughs]
    assert ratio.between(0.7, 1.6).mean() > 0.97
    total = settlement.loc[boroughs, "settlement_funding_assessment"].sum()
    assert returned[boroughs].sum() == pytest.approx(total, rel=0.1)


# imd_la


def test_leeds_has_the_published_summaries_of_2019() -> None:
    leeds = raw.load("imd_la").set_index("area_code").loc[LEEDS]
    assert leeds["average_score"] == 27.301
    assert (leeds["average_rank_place"], leeds["average_score_place"]) == (92, 55)
    # 114 of its 482 LSOAs are in the most deprived tenth.
    assert leeds["proportion_most_deprived"] == round(114 / 482, 4)
    assert leeds["proportion_most_deprived_place"] == 33


def test_places_go_from_the_most_deprived_down() -> None:
    table = raw.load("imd_la")
    assert len(table) == 317
    for measure in (
        "average_rank",
        "average_score",
        "proportion_most_deprived",
        "extent",
        "local_concentration",
    ):
        ordered = table.sort_values(f"{measure}_place")
        assert ordered[f"{measure}_place"].iloc[0] == 1
        assert ordered[measure].is_monotonic_decreasing
    # MHCLG: Blackpool ranks first by average score.
    assert table.set_index("area_code").loc["E06000009", "average_score_place"] == 1


def test_the_average_score_of_leeds_is_that_of_its_lsoas_weighted_by_people() -> None:
    lsoas = raw.load("imd_lsoa11", LEEDS).set_index("lsoa11_code")["imd_score_2019"]
    people = raw.load("population_lsoa11", LEEDS).set_index("lsoa11_code")["mid_2015_all"]
    assert (lsoas * people).sum() / people.sum() == pytest.approx(27.301, abs=0.001)


# ethnicity_la


def test_england_and_the_eight_core_cities_have_nineteen_groups_in_five() -> None:
    table = raw.load("ethnicity_la")
    cities = set(raw.load("areas").query("core_city")["code"]) - {
        "E08000039"
    }  # Sheffield, as recoded later
    assert set(table["area_code"]) == cities | {ENGLAND}
    assert table.groupby("area_code").size().eq(19).all()
    assert table.groupby("area_code")["broad_group"].nunique().eq(5).all()


def test_leeds_and_england_have_their_census_populations() -> None:
    people = raw.load("ethnicity_la").groupby("area_code")["count"].sum()
    assert people[LEEDS] == 811_953
    # ONS, Census 2021: 56,490,048 usual residents of England; sums of authorities differ by the
    # disclosure control.
    assert abs(people[ENGLAND] - 56_490_048) <= 50


def test_the_groups_are_those_of_the_lsoas_of_leeds_in_order_and_nearly_in_number() -> None:
    leeds = raw.load("ethnicity_la").query("area_code == @LEEDS")
    lsoas = (
        raw.long(raw.load("ethnicity_lsoa21", LEEDS))
        .groupby(["broad_group", "group"], sort=False)["count"]
        .sum()
    )
    assert list(lsoas.index) == list(
        leeds[["broad_group", "group"]].itertuples(index=False, name=None)
    )
    assert abs(lsoas.to_numpy() - leeds["count"].to_numpy()).max() <= 60


def test_no_count_of_an_authority_is_altered(upstream: Path) -> None:
    with (upstream / "population" / "census2021_ts021_detailed_la.csv").open(
        encoding="utf-8-sig"
    ) as rows:
        counts = {
            (row["Lower Tier Local Authorities Code"], row["Ethnic group (20 categories)"]): int(
                row["Observation"]
            )
            for row in csv.DictReader(rows)
        }
    table = raw.load("ethnicity_la").query("area_code != @ENGLAND")
    names = table["broad_group"] + ": " + table["group"]
    assert [counts[key] for key in zip(table["area_code"], names, strict=True)] == table[
        "count"
    ].tolist()
