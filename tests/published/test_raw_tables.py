"""The raw tables against official totals, the publishers' own files and one another."""

import csv
import pkgutil
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import paths, raw
from leedsequity.errors import InputError
from leedsequity_data.compile import compile_table
from leedsequity_data.publishers import (
    census,
    deprivation,
    indicators_education,
    indicators_living,
    living_standards,
    sheets,
    small_areas,
)

ROOT = Path(__file__).parents[2]
UPSTREAM = ROOT.parent / "shared" / "upstream"
SEEDS = ROOT.parent / "shared" / "seeds"
LEEDS, ENGLAND = "E08000035", "E92000001"

needs_upstream = pytest.mark.skipif(
    not UPSTREAM.is_dir(), reason="the publishers' files are not here"
)

#: Tables that this file is about; others have tests of their own, but all are recompiled.
OWN = (
    "areas",
    "published_life_expectancy",
    "life_expectancy_la",
    "life_expectancy_la_limits",
    "slope_index_la",
    "life_expectancy_la_decile",
    "deaths_population_la_2014",
    "deaths_population_imd_decile",
    "life_expectancy_imd_decile",
    "healthy_life_expectancy_imd_decile",
    "healthy_life_expectancy_la",
    "child_poverty_la",
    "infant_mortality_la",
)


def values(table: pd.DataFrame, **where: object) -> pd.DataFrame:
    for column, wanted in where.items():
        table = table[table[column] == wanted]
    return table


def one(table: pd.DataFrame, **where: object) -> float:
    found = values(table, **where)["value"]
    assert len(found) == 1
    return float(found.iloc[0])


@needs_upstream
@pytest.mark.parametrize("name", raw.names())
def test_every_table_is_made_again_from_the_publishers_files_byte_for_byte(name: str) -> None:
    compile_table(name, UPSTREAM, check=True)


@needs_upstream
def test_every_record_names_the_files_of_the_manifest_with_their_hashes() -> None:
    manifest = {
        row["file"]: row
        for row in csv.DictReader((UPSTREAM / "MANIFEST.csv").open(encoding="utf-8"))
    }
    for record in raw.records():
        for upstream in record.upstream:
            row = manifest[upstream.file]
            assert (upstream.sha256, upstream.bytes) == (
                row["sha256"],
                int(row["bytes"]),
            ), record.name
            if upstream.url is not None:
                assert f"/{row['carried_by']}/{row['carried_commit']}/" in upstream.url, record.name


def test_the_raw_folder_stays_under_60_megabytes() -> None:
    assert sum(file.stat().st_size for file in (ROOT / "data" / "raw").iterdir()) < 60e6


@pytest.mark.parametrize("name", OWN)
def test_every_record_counts_the_rows_and_describes_the_columns_of_its_table(name: str) -> None:
    record, table = raw.record(name), raw.load(name)
    assert record.rows == len(table)
    assert list(record.columns) == list(table.columns)


def test_england_has_the_authorities_that_the_law_gave_it_in_april_2023() -> None:
    current = raw.load("areas").query("current")["type"].value_counts()
    # 62 unitary authorities and the Isles of Scilly; 32 boroughs and the City; 21 counties of 164
    # districts; six metropolitan counties.
    assert current.to_dict() == {
        "non-metropolitan district": 164,
        "unitary authority": 63,
        "metropolitan district": 36,
        "london borough": 33,
        "county": 21,
        "metropolitan county": 6,
        "region": 9,
        "country": 1,
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("E08000020", "E08000037"),  # Gateshead, recoded
        ("E06000048", "E06000057"),  # Northumberland, recoded
        ("E07000100", "E07000240"),  # St Albans, recoded
        ("E07000104", "E07000241"),  # Welwyn Hatfield, recoded
        ("E07000097", "E07000242"),  # East Hertfordshire, recoded
        ("E07000101", "E07000243"),  # Stevenage, recoded
        ("E06000028", "E06000058"),  # Bournemouth, Christchurch and Poole, 2019
        ("E07000048", "E06000058"),
        ("E06000029", "E06000058"),
        ("E07000052", "E06000059"),  # West Dorset: Dorset, 2019
        ("E07000201", "E07000245"),  # Forest Heath: West Suffolk, 2019
        ("E07000206", "E07000244"),  # Waveney: East Suffolk, 2019
        ("E10000002", "E06000060"),  # Buckinghamshire, 2020
        ("E07000004", "E06000060"),
        ("E07000155", "E06000062"),  # South Northamptonshire: West Northamptonshire, 2021
        ("E07000156", "E06000061"),  # Wellingborough: North Northamptonshire, 2021
        ("E07000026", "E06000063"),  # Allerdale: Cumberland, 2023
        ("E07000031", "E06000064"),  # South Lakeland: Westmorland and Furness, 2023
        ("E10000023", "E06000065"),  # North Yorkshire, 2023
        ("E07000165", "E06000065"),
        (
            "E07000190",
            "E06000066",
        ),  # Taunton Deane, by way of Somerset West and Taunton: Somerset, 2023
        ("E07000246", "E06000066"),
        ("E10000027", "E06000066"),
    ],
)
def test_an_authority_that_is_no_more_leads_to_the_one_that_holds_it_now(
    old: str, new: str
) -> None:
    areas = raw.load("areas").set_index("code")
    assert areas.loc[old, "successor"] == new
    assert not areas.loc[old, "current"]
    assert areas.loc[new, "current"]


@pytest.mark.parametrize(
    ("county", "districts"),
    # The Local Government Act 1972, schedule 1, part I; Gateshead under two codes, and Barnsley and
    # Sheffield under those of 2025 too.
    [
        ("Greater Manchester", 10),
        ("Merseyside", 5),
        ("South Yorkshire", 4 + 2),
        ("Tyne and Wear", 5 + 1),
        ("West Midlands", 7),
        ("West Yorkshire", 5),
    ],
)
def test_a_metropolitan_county_has_the_districts_of_the_act(county: str, districts: int) -> None:
    areas = raw.load("areas")
    (code,) = areas.query("type == 'metropolitan county' and name == @county")["code"]
    assert (areas["metropolitan_county_code"] == code).sum() == districts


@pytest.mark.parametrize("code", ["E08000032", LEEDS, "E08000019", "E06000062", "E10000029"])
def test_an_authority_that_stands_has_no_successor(code: str) -> None:
    areas = raw.load("areas").set_index("code")
    assert areas.loc[code, "current"]
    assert pd.isna(areas.loc[code, "successor"])


@pytest.mark.parametrize("code", ["E10000021", "E10000006", "E10000009"])
def test_a_county_that_was_divided_has_no_single_successor(code: str) -> None:
    areas = raw.load("areas").set_index("code")
    assert not areas.loc[code, "current"]
    assert pd.isna(areas.loc[code, "successor"])


def test_places_lie_in_the_regions_and_counties_they_are_known_to_lie_in() -> None:
    areas = raw.load("areas").set_index("code")
    assert areas.loc[LEEDS, "region"] == "Yorkshire and The Humber"
    assert areas.loc["E07000112", "name"] == "Folkestone and Hythe"
    assert areas.loc[areas.loc["E07000112", "upper_tier_code"], "name"] == "Kent"
    assert areas.loc["E06000023", "region"] == "South West"
    assert areas.loc["E07000004", "upper_tier_code"] == "E10000002"
    shire = areas["type"] == "non-metropolitan district"
    assert areas.loc[shire, "upper_tier_code"].notna().all()
    assert areas.loc[~shire, "upper_tier_code"].isna().all()
    assert areas.index[areas["region_code"].isna()].tolist() == [ENGLAND]


def test_there_are_eight_core_cities_and_sheffield_has_two_codes() -> None:
    cities = raw.load("areas").query("core_city")
    assert sorted(cities["code"]) == [
        "E06000018",
        "E06000023",
        "E08000003",
        "E08000012",
        "E08000019",
        "E08000021",
        "E08000025",
        "E08000035",
        "E08000039",
    ]
    assert cities["name"].nunique() == 8


@pytest.mark.parametrize("name", [name for name in OWN if "la" in name.split("_")])
def test_every_code_that_a_table_uses_is_an_area(name: str) -> None:
    assert set(raw.load(name)["area_code"]) <= set(raw.load("areas")["code"])


def test_the_four_series_hold_the_areas_that_their_publications_hold() -> None:
    table = raw.load("life_expectancy_la")
    kinds = table["area_code"].str[:3].replace(dict.fromkeys(["E06", "E07", "E08", "E09"], "lower"))
    areas = table.assign(kind=kinds).groupby(["series", "period", "kind"])["area_code"].nunique()
    assert areas["ons_2001_2018", "2016-18"].to_dict() == {
        "lower": 317,
        "E10": 26,
        "E12": 9,
        "E92": 1,
    }
    assert areas["ohid_90366", "2019-21"].to_dict() == {"lower": 313, "E92": 1}
    assert areas["ohid_90366", "2020-22"].to_dict() == {"lower": 296, "E92": 1}
    assert areas["ons_2020_22", "2020-22"].to_dict() == {"lower": 307}
    assert areas["ons_2021_23", "2021-23"].to_dict() == {
        "lower": 294,
        "E10": 21,
        "E12": 9,
        "E92": 1,
    }
    periods = table.groupby("series")["period"].agg(["nunique", "min", "max"])
    assert periods.loc["ons_2001_2018"].tolist() == [16, "2001-03", "2016-18"]
    assert periods.loc["ohid_90366"].tolist() == [9, "2015-17", "2023-25"]


def test_the_two_revisions_of_leeds_men_2016_18_stand_apart() -> None:
    leeds = values(
        raw.load("life_expectancy_la"), area_code=LEEDS, sex="male", period="2016-18", age=0
    )
    assert round(one(leeds, series="ons_2001_2018"), 2) == 78.25
    assert one(leeds, series="ohid_90366") == 78.5


def test_only_the_city_of_london_and_the_isles_of_scilly_have_no_life_expectancy() -> None:
    table = raw.load("life_expectancy_la")
    without = table[table["value"].isna()]
    assert set(without["area_code"]) == {"E09000001", "E06000053"}
    assert without["marker"].notna().all()


def test_the_unrounded_series_agrees_with_the_publication_of_2016_18_with_limits() -> None:
    unrounded = values(
        raw.load("life_expectancy_la"), series="ons_2001_2018", period="2016-18", age=0
    )
    limits = values(raw.load("life_expectancy_la_limits"), series="ons_2016_18")
    both = unrounded.merge(limits, on=["area_code", "sex"], suffixes=("", "_limits"))
    assert (
        len(both) == 622
    )  # 312 authorities less Buckinghamshire, which is four districts in the other
    assert (both["value"] - both["value_limits"]).abs().max() <= 0.005 + 1e-9


def test_2021_23_is_the_same_with_and_without_limits() -> None:
    table = values(raw.load("life_expectancy_la"), series="ons_2021_23")
    limits = values(raw.load("life_expectancy_la_limits"), series="ons_2021_23").rename(
        columns={"age_start": "age"}
    )
    both = table.merge(limits, on=["area_code", "sex", "age"], validate="one_to_one")
    assert len(both) == len(table) == len(limits)
    assert (both["value_x"] == both["value_y"]).all()


def test_ons_2020_22_agrees_with_indicator_90366() -> None:
    table = values(raw.load("life_expectancy_la"), period="2020-22", age=0)
    both = values(table, series="ons_2020_22").merge(
        values(table, series="ohid_90366"), on=["area_code", "sex"], suffixes=("", "_ohid")
    )
    assert len(both) == 580
    assert (both["value"] - both["value_ohid"]).abs().max() <= 0.06 + 1e-9


def test_each_vintage_of_the_slope_index_has_its_periods_and_its_missing_values() -> None:
    table = raw.load("slope_index_la")
    found = table.groupby("vintage").agg(
        rows=("period", "size"),
        first=("period", "min"),
        last=("period", "max"),
        missing=("marker", "count"),
    )
    assert found.loc["pre_census_2021"].tolist() == [5884, "2010-12", "2018-20", 92]
    assert found.loc["census_2021"].tolist() == [4752, "2015-17", "2022-24", 64]
    assert values(table, area_code=LEEDS)["value"].notna().all()


def test_the_newest_slope_index_is_there_of_england_and_all_but_the_smallest_authorities() -> None:
    newest = values(raw.load("slope_index_la"), vintage="census_2021", period="2022-24")
    # Years, as read in the extract: men, women.
    printed = {LEEDS: (12.8, 10.3), "E92000001": (10.4, 8.0)}
    wide = newest.pivot(index="area_code", columns="sex", values="value")
    for area, (men, women) in printed.items():
        assert wide.loc[area, ["male", "female"]].tolist() == [men, women]
    # 296 authorities and England, but Rutland, Isles of Scilly, City of London and, of men,
    # North Warwickshire.
    assert len(wide) == 297
    smallest = {"E06000017", "E06000053", "E09000001"}
    assert set(wide.index[wide["female"].isna()]) == smallest
    assert set(wide.index[wide["male"].isna()]) == {*smallest, "E07000218"}


def test_the_local_deciles_hold_the_population_of_three_mid_years() -> None:
    table = raw.load("life_expectancy_la_decile")
    assert len(table) == 7222
    assert len(values(table, area_code=LEEDS)) == 20
    # ONS mid-year estimates of England as first published: 2014, 2015 and 2016 (55,268,100,
    # rounded).
    three_years = 54_316_618 + 54_786_327 + 55_268_100
    england = values(table, area_code=ENGLAND)
    assert abs(england["population"].sum() - three_years) <= 50
    regions = table[table["area_code"].str.startswith("E12")]
    assert regions["population"].sum() == england["population"].sum()


def test_leeds_and_england_have_the_published_deaths_and_people_of_2014() -> None:
    table = raw.load("deaths_population_la_2014")
    leeds = values(table, area_code=LEEDS)
    assert values(leeds, sex="male")["deaths"].sum() == 3_121
    assert values(leeds, sex="female")["deaths"].sum() == 3_196
    assert leeds["population"].sum() == 766_399
    # ONS: deaths registered in England 2014, and its mid-2014 population.
    assert table["deaths"].sum() == 468_875
    assert table["population"].sum() == 54_316_618
    assert (
        table["area_code"].nunique() == 325
    )  # 326 authorities, Cornwall and the Isles of Scilly as one
    assert len(table) == 325 * 2 * 20


def test_the_names_that_the_two_arrays_spell_differently_are_there() -> None:
    names = (
        raw.load("deaths_population_la_2014")
        .drop_duplicates("area_code")
        .set_index("area_code")["area_name"]
    )
    assert names["E06000052"] == "Cornwall and Isles of Scilly"
    assert names["E07000146"] == "King's Lynn and West Norfolk"
    assert names["E06000047"] == "County Durham"


def test_ages_are_matched_by_label_so_that_no_band_is_out_of_line() -> None:
    table = raw.load("deaths_population_la_2014")
    people = table.groupby("age_start")["population"].sum()
    rate = table.groupby("age_start")["deaths"].sum() / people
    # Mortality rises with every band from 10-14 on; ages in text order would break the rise.
    assert rate.loc[10:].is_monotonic_increasing
    # ONS, England, mid-2014: the same bands in the ad hoc tables by deprivation.
    national = values(raw.load("deaths_population_imd_decile"), year=2014)
    assert people.to_dict() == national.groupby("age_start")["population"].sum().to_dict()


def test_the_deciles_add_up_to_england() -> None:
    table = raw.load("deaths_population_imd_decile")
    assert len(table) == 15 * 10 * 2 * 20
    totals = table.groupby("year")[["deaths", "population"]].sum()
    # ONS: mid-year populations as first published after Census 2011, deaths registered in 2015.
    assert totals.loc[2014, "population"] == 54_316_618
    assert totals.loc[2015].tolist() == [495_309, 54_786_327]
    assert abs(totals.loc[2014, "deaths"] - 468_875) <= 2


def test_deaths_of_each_cause_are_those_of_the_publishers_rows() -> None:
    file = UPSTREAM / "life_expectancy" / "ons_adhoc006925_deaths_by_imd_decile.csv"
    if not file.is_file():
        pytest.skip("the publishers' files are not here")
    rows = pd.read_csv(file, lineterminator="\r").query("year >= 2001")
    published = rows.groupby(["year", rows["cause"].str[:2]])["All Ages"].sum().unstack()
    table = raw.load("deaths_population_imd_decile")
    causes = raw.long(table)["cause"].unique()
    ours = raw.long(table).groupby(["year", "cause"])["deaths_of_cause"].sum().unstack()[causes]
    assert causes[[0, 8, 9]].tolist() == ["Cancer", "Other causes", "Neonatal death"]
    assert ours.to_numpy().tolist() == published.to_numpy().tolist()
    assert ours.sum(axis="columns").to_list() == table.groupby("year")["deaths"].sum().to_list()


def test_healthy_life_expectancy_and_childhood_are_as_published() -> None:
    healthy = values(raw.load("healthy_life_expectancy_imd_decile"), period="2022-24")
    ends = healthy.pivot(index="sex", columns="decile", values="value")
    assert (ends[10] - ends[1]).round(1).to_dict() == {"female": 20.3, "male": 19.4}
    leeds = values(raw.load("healthy_life_expectancy_la", area=LEEDS), period="2022-24")
    assert leeds.set_index("sex")[["value", "lower", "upper"]].T.to_dict("list") == {
        "female": [60.9, 58.0, 63.8],
        "male": [60.4, 57.9, 62.9],
    }
    infants = values(raw.load("infant_mortality_la"), year=2023)
    assert one(infants, area_code=LEEDS) == 5.0
    assert one(infants, area_code=ENGLAND) == 3.9
    poverty = values(raw.load("child_poverty_la", area=LEEDS), year=2025)
    assert poverty.iloc[0, 2:].astype(float).round(1).tolist() == [25.0, 29.6]
    wards = raw.load("children_low_income_ward").set_index("ward21_code")["share_2021"]
    # Gipton and Harehills, Harewood
    assert wards[["E05011394", "E05011396"]].tolist() == [0.529, 0.062]


def test_life_expectancy_by_national_decile_is_complete_and_rises_from_most_to_least_deprived() -> (
    None
):
    table = raw.load("life_expectancy_imd_decile")
    assert len(table) == 200
    ends = table.pivot_table(index=["period", "sex"], columns="decile", values="value")
    assert (ends[10] - ends[1] > 5).all()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the documents are not here")
def test_the_published_table_is_as_printed_in_the_document() -> None:
    text = next(
        text
        for text in (file.read_text(encoding="utf-8") for file in SEEDS.glob("*.txt"))
        if "Table 1. Estimated female and male life expectancy" in text
    )
    printed = {
        (sex.lower(), int(decile), period, float(value))
        for sex, decile, *pair in re.findall(
            r"^(Female|Male) IMD ?(\d+) \(.*?\)\t([\d.]+) years\t([\d.]+) years", text, re.MULTILINE
        )
        for period, value in zip(("2019-21", "2020-22"), pair, strict=True)
    }
    table = raw.load("published_life_expectancy")
    columns = ["sex", "decile", "period", "value"]
    assert len(printed) == len(table) == 8
    assert set(table[columns].itertuples(index=False, name=None)) == printed


@needs_upstream
def test_no_figure_is_altered_on_the_way() -> None:
    file = UPSTREAM / "life_expectancy" / "ohid_life_expectancy_by_local_decile.csv"
    with file.open(encoding="utf-8-sig") as lines:
        published = sorted(
            (row["Pop"], row["Deaths"], row["LifeExp"], row["SE"]) for row in csv.DictReader(lines)
        )
    with (ROOT / "data" / "raw" / "life_expectancy_la_decile.csv").open(encoding="utf-8") as lines:
        ours = sorted(
            (row["population"], row["deaths"], row["value"], row["se"])
            for row in csv.DictReader(lines)
        )
    assert ours == published


#: A table, one of the files it is made from (by number), the sheet, and a header that it needs.
LAYOUTS = [
    ("core_spending_power_la", 0, None, "sfa"),
    ("imd_la", 0, "IMD", "IMD - Average score"),
    ("ethnicity_la", 0, None, "Observation"),
    ("population_ward", 0, None, "OBS_VALUE"),
    ("slope_index_la", 1, None, "value"),
    ("life_expectancy_la", 0, "LE at birth - Males", "2014-2016"),
    ("life_expectancy_la_limits", 1, "Sheet1", "Upper confidence interval"),
    ("life_expectancy_imd_decile", 0, None, "imd_decile"),
    ("life_expectancy_constituency", 0, None, "Period"),
    ("healthy_life_expectancy_imd_decile", 0, None, "hle"),
    ("healthy_life_expectancy_la", 0, None, "uci_95"),
    ("child_poverty_la", 0, None, "observation"),
    ("infant_mortality_la", 2, None, "new_la_code"),
    ("deaths_population_imd_decile", 1, None, "All Ages"),
    ("deaths_population_la_2014", 2, "IMD 2015", "Local Authority District code (2013)"),
    ("lsoa11_lsoa21", 0, None, "CHGIND"),
    ("imd_lsoa11", 1, "IMD2019", "Index of Multiple Deprivation (IMD) Rank"),
    ("imd_lsoa21", 0, "IMD25", "Index of Multiple Deprivation (IMD) Rank"),
    ("lsoa21", 1, None, "WD24CD"),
    (
        "imd_msoa11",
        1,
        "Population Denominators",
        "Total population: mid 2015 (excluding prisoners)",
    ),
    ("income_msoa11", 0, "Net annual income", "Net annual income (£)"),
    ("fuel_poverty_lsoa21", 1, "Table 3", "Number of households in fuel poverty"),
    ("funding_la", 7, "RS LA Data 2012-13 (1)", "Revenue Support Grant"),
    ("covariates_la", 3, None, "lci_95"),
    ("employment_income_la", 0, None, "status"),
    ("age_lsoa21", 0, None, "Total"),
    ("areas", 4, None, "LAD24NM"),
]


@pytest.mark.parametrize("lost", [False, True], ids=["renamed", "lost"])
@pytest.mark.parametrize(("name", "number", "sheet", "header"), LAYOUTS)
def test_a_publishers_file_without_a_header_is_refused_with_file_header_and_what_there_is(
    upstream: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    number: int,
    sheet: str | None,
    header: str,
    lost: bool,
) -> None:
    record = raw.record(name)
    files = [upstream / file.file for file in record.upstream]
    text, cells = sheets._text, sheets.rows

    def other_text(path: Path, *rest: object) -> object:
        found, rows = text(path, *rest)
        if path != files[number]:
            return found, rows
        at = found.index(header)
        if lost:
            left = [place for place in range(len(found)) if place != at]
            return [found[place] for place in left], rows[left].set_axis(
                range(len(left)), axis="columns"
            )
        return [*found[:at], "Another", *found[at + 1 :]], rows

    def other_cells(path: Path, name: str, member: str | None = None) -> object:
        found = cells(path, name, member)
        if (path, name) != (files[number], sheet):
            return found
        row, at = next(
            (row, at)
            for row, line in enumerate(found)
            for at, cell in enumerate(line)
            if fits(cell)
        )
        if lost:
            return [line[:at] + line[at + 1 :] for line in found]
        return [
            *found[:row],
            [*found[row][:at], "Another", *found[row][at + 1 :]],
            *found[row + 1 :],
        ]

    def fits(cell: object) -> bool:
        return str(cell).strip().startswith(header)

    monkeypatch.setattr(sheets, "_text", other_text)
    monkeypatch.setattr(sheets, "rows", other_cells)
    for parsed in (
        deprivation.multiple_deprivation,
        deprivation._score,
        small_areas.denominators,
        census._detailed,
        living_standards.fuel_poverty,
    ):
        parsed.cache_clear()
    with pytest.raises(InputError) as error:
        pkgutil.resolve_name(str(record.compiled_by))(*files)
    for parsed in (
        deprivation.multiple_deprivation,
        deprivation._score,
        small_areas.denominators,
        census._detailed,
        living_standards.fuel_poverty,
    ):
        parsed.cache_clear()
    message = str(error.value)
    assert len(message.splitlines()) == 1
    assert message.startswith(files[number].name)
    assert header.strip() in message


TOPICS = {"parquet": indicators_education, "zip": indicators_living, "ods": indicators_living}


@pytest.mark.parametrize(
    ("table", "number"),
    [
        ("imd_la", 0),
        ("life_expectancy_msoa", 0),
        pytest.param("indicator_series", "ods", marks=pytest.mark.long),
        pytest.param("indicator_series", "zip", marks=pytest.mark.long),
        ("indicator_series", "parquet"),
        ("deaths_population_la_2014", 0),
        ("boundaries_lsoa11", 0),
        ("boundaries_ward24", 0),
        ("imd_lsoa11", 2),
    ],
)
@pytest.mark.parametrize("spoil", ["half", "empty", "page"])
def test_a_spoiled_file_is_one_line_and_leaves_the_table_as_it_was(
    upstream: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    table: str,
    number: int | str,
    spoil: str,
) -> None:
    record = raw.record(table)
    file = next(
        f for at, f in enumerate(record.upstream) if number == at or f.file.endswith(f".{number}")
    )
    content = (upstream / file.file).read_bytes()
    spoiled = {
        "half": content[: len(content) // 2],
        "empty": b"",
        "page": b"<!DOCTYPE html><html>Sign in</html>",
    }[spoil]
    folder, root = tmp_path / "files", tmp_path / "root" / "data" / "raw"
    root.mkdir(parents=True)
    for other in record.upstream:
        place = folder / other.file
        place.parent.mkdir(parents=True, exist_ok=True)
        if other is file:
            place.write_bytes(spoiled)
        else:
            place.symlink_to(upstream / other.file)
    for end in ("csv", "geojson", "yaml"):
        if (paths.raw() / f"{table}.{end}").is_file():
            shutil.copy(paths.raw() / f"{table}.{end}", root)
    shutil.copy(paths.fields(), root.parent)
    before = {path: path.read_bytes() for path in root.iterdir()}
    monkeypatch.setenv("LEEDSEQUITY_ROOT", str(tmp_path / "root"))
    with pytest.raises(
        InputError, match=rf"{re.escape(file.file)}: not the file that {table} is made from"
    ):
        compile_table(table, folder)
    clean = pkgutil.resolve_name(str(record.compiled_by))
    files = [folder / other.file for other in record.upstream]
    if table == "indicator_series":  # the topic of the file alone: the others take seconds
        topic, named = TOPICS[number], {path.name: path for path in files}
        clean = lambda *_: topic.series(named)  # noqa: E731
    with pytest.raises(InputError) as error:
        clean(*files)
    assert str(error.value).startswith(Path(file.file).name)
    assert len(str(error.value).splitlines()) == 1
    assert {path: path.read_bytes() for path in root.iterdir()} == before
