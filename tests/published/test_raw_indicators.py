"""The indicators' series against the publishers' own cells, read another way, and one another."""

import csv
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from leedsequity import raw

LEEDS, BRADFORD, ENGLAND = "E08000035", "E08000032", "E92000001"
KEYS = ["series", "area_code", "group", "period"]
FOLDER = "indicators"


@pytest.fixture(scope="module")
def facts() -> pd.DataFrame:
    return raw.load("indicator_series")


@pytest.fixture(scope="module")
def sources() -> pd.DataFrame:
    return raw.load("indicator_sources")


def one(facts: pd.DataFrame, series: str, area: str, period: str, group: str = "all") -> pd.Series:
    rows = facts[(facts[KEYS] == [series, area, group, period]).all(axis="columns")]
    assert len(rows) == 1, (series, area, period, group)
    return rows.iloc[0]


def both(facts: pd.DataFrame, left: str, right: str, group: str = "all") -> pd.DataFrame:
    """The places and periods that two series share, side by side, with their difference."""
    parts = [facts[(facts["series"] == name) & (facts["group"] == group)] for name in (left, right)]
    table = (
        parts[0].merge(parts[1], on=["area_code", "period"]).dropna(subset=["value_x", "value_y"])
    )
    return table.assign(apart=(table["value_x"] - table["value_y"]).abs())


def cells_of(workbook: Path, sheet: str) -> Iterator[dict[str, str]]:
    """Read an xlsx by its XML: each row as column letters to text."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(workbook) as book:
        names = re.search(
            rf'name="{sheet}"[^>]*r:id="(rId\d+)"', book.read("xl/workbook.xml").decode()
        )
        links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
        target = next(
            link.attrib["Target"] for link in links if names and link.attrib["Id"] == names[1]
        )
        shared = [
            "".join(item.itertext())
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        for row in ElementTree.fromstring(book.read(f"xl/{target}")).iterfind(".//m:row", space):
            texts = {}
            for cell in row.iterfind("m:c", space):
                value = cell.findtext("m:v", "", space)
                texts[cell.attrib["r"].rstrip("0123456789")] = (
                    shared[int(value)] if cell.attrib.get("t") == "s" and value else value
                )
            yield texts


@pytest.mark.parametrize(
    ("file", "wanted", "series", "period", "column", "denominator"),
    [
        (
            "dfe_eyfsp_gld_2013_2019.csv",
            {"new_la_code": LEEDS, "time_period": "201819", "gender": "Girls"},
            "eyfsp_good_development",
            "2018/19",
            "gld_percent",
            "number_of_children",
        ),
        (
            "dfe_neet_scorecard_2025.csv",
            {"new_la_code": BRADFORD},
            "scorecard_neet",
            "2024/25",
            "NEET_percent",
            "Cohort_DJFavg",
        ),
        (
            "els_key_stage_2_rwm.csv",
            {"areacd": LEEDS, "period": "2021-09-01/P1Y"},
            "els_key_stage_2",
            "2021/22",
            "observation",
            None,
        ),
        (
            "fingertips_depression_la.csv",
            {"area_code": BRADFORD, "period": "2014/15"},
            "fingertips_depression",
            "2014/15",
            "value",
            None,
        ),
        (
            "fingertips_reception_obesity_la.csv",
            {"area_code": LEEDS, "period": "2024/25"},
            "fingertips_reception_obesity",
            "2024/25",
            "value",
            None,
        ),
        (
            "fingertips_inactive_adults_la.csv",
            {"area_code": ENGLAND, "period": "2015/16"},
            "fingertips_inactive_adults",
            "2015/16",
            "value",
            None,
        ),
    ],
)
def test_a_value_is_the_cell_of_the_publishers_csv(
    upstream: Path,
    facts: pd.DataFrame,
    file: str,
    wanted: dict,
    series: str,
    period: str,
    column: str,
    denominator: str | None,
) -> None:
    with (upstream / FOLDER / file).open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if wanted.items() <= row.items()]
    assert len(rows) == 1
    area = next(value for value in wanted.values() if value.startswith("E"))
    found = one(facts, series, area, period, "female" if "gender" in wanted else "all")
    assert found["value"] == float(rows[0][column])
    if denominator:
        assert found["denominator"] == float(rows[0][denominator])


@pytest.mark.parametrize(
    ("measure", "name", "year", "series", "area", "period", "group"),
    [
        ("AVG_Attain8_Score", "Leeds", "2025", "lait_attainment_8", LEEDS, "2024/25", "all"),
        (
            "NonFSM_NEW_KS2_RWM",
            "Bradford",
            "2019",
            "lait_key_stage_2",
            BRADFORD,
            "2018/19",
            "not fsm",
        ),
        (
            "FSP_Gooddev_Black",
            "England",
            "2023",
            "lait_good_development",
            ENGLAND,
            "2022/23",
            "Black",
        ),
        (
            "16-17 NEET",
            "Yorkshire and the Humber",
            "2024",
            "lait_neet",
            "E12000003",
            "2023/24",
            "all",
        ),
        ("Low_Birth_Weight_Babies", "Leeds", "2024", "lait_low_birth_weight", LEEDS, "2024", "all"),
        (
            "ExcessRec",
            "North Yorkshire",
            "2018",
            "lait_reception_excess_weight",
            "E06000065",
            "2017/18",
            "all",
        ),
    ],
)
def test_a_value_is_the_cell_of_the_interactive_tool(
    upstream: Path,
    facts: pd.DataFrame,
    measure: str,
    name: str,
    year: str,
    series: str,
    area: str,
    period: str,
    group: str,
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `data` is not installed")
    chosen = [("Short Desc", "=", measure), ("LA and Regions", "=", name), ("Years", "=", year)]
    cells = parquet.read_table(upstream / FOLDER / "dfe_lait_2026_04.parquet", filters=chosen)[
        "Values"
    ].to_pylist()
    assert [one(facts, series, area, period, group)["value"]] == [float(cell) for cell in cells]


def test_registers_of_leeds_are_the_sums_of_its_three_groups(
    upstream: Path, facts: pd.DataFrame
) -> None:
    leeds = [
        row
        for row in cells_of(upstream / FOLDER / "qof_2016_17_ccg.xlsx", "MH")
        if row.get("K", "").startswith("NHS LEEDS ")
    ]
    assert sorted(row["I"] for row in leeds) == ["02V", "03C", "03G"]
    found = one(facts, "qof_severe_mental_illness", LEEDS, "2016/17")
    assert found["numerator"] == sum(float(row["R"]) for row in leeds)
    assert found["denominator"] == sum(float(row["Q"]) for row in leeds)


def test_practices_of_2020_21_add_up_to_leeds(upstream: Path, facts: pd.DataFrame) -> None:
    with (upstream / FOLDER / "qof_2020_21_geographies.csv").open(encoding="utf-8-sig") as lines:
        practices = {
            row["PRACTICE_CODE"] for row in csv.DictReader(lines) if row["CCG_ODS_CODE"] == "15F"
        }
    with (upstream / FOLDER / "qof_2020_21_prevalence.csv").open(encoding="utf-8-sig") as lines:
        rows = [row for row in csv.DictReader(lines) if row["PRACTICE_CODE"] in practices]
    for group, series in (("MH", "qof_severe_mental_illness"), ("DEP", "qof_depression")):
        found = one(facts, series, LEEDS, "2020/21")
        assert found["numerator"] == sum(
            int(row["REGISTER"]) for row in rows if row["GROUP_CODE"] == group
        )
        assert found["denominator"] == sum(
            int(row["PRACTICE_LIST_SIZE"]) for row in rows if row["GROUP_CODE"] == group
        )


def test_fuel_poverty_is_the_row_of_the_workbook(upstream: Path, facts: pd.DataFrame) -> None:
    rows = [
        row
        for row in cells_of(upstream / FOLDER / "fuel_poverty_2023_tables.xlsx", "Table 2")
        if row.get("A") == LEEDS
    ]
    found = one(facts, "fuel_poverty", LEEDS, "2021")
    assert [float(rows[0][column]) for column in "EFG"] == [
        found["denominator"],
        found["numerator"],
        found["value"],
    ]
    small = raw.load("fuel_poverty_lsoa21", area=LEEDS)[["households_2021", "fuel_poor_2021"]]
    assert small.sum().tolist() == [found["denominator"], found["numerator"]]


#: Households in temporary accommodation, with children, in bed and breakfast, families there for
#: over six weeks (None: not shown), read by eye in the workbooks of 31 quarters.
TEMPORARY = {
    (LEEDS, "2018-06-30"): (16, 5, 0, None),
    (LEEDS, "2021-12-31"): (67, 8, 27, 0),
    (LEEDS, "2025-12-31"): (732, 483, 190, 1),
    ("E06000001", "2025-12-31"): (16, 2, 6, 0),  # Hartlepool
    ("E09000033", "2018-06-30"): (2561, 2158, 99, 0),  # Westminster
    ("E09000033", "2025-12-31"): (4732, 2229, 836, 191),
    (ENGLAND, "2018-06-30"): (82390, 61570, 6890, 860),
    (ENGLAND, "2022-12-31"): (101300, 62410, 12220, 1630),
    (ENGLAND, "2025-12-31"): (134210, 85800, 12550, 1190),
}


@pytest.mark.parametrize(("place", "printed"), TEMPORARY.items())
def test_temporary_accommodation_is_as_printed(
    facts: pd.DataFrame, place: tuple[str, str], printed: tuple[float | None, ...]
) -> None:
    series = (
        "temporary_accommodation",
        "temporary_accommodation_children",
        "bed_and_breakfast",
        "bed_and_breakfast_children_over_six_weeks",
    )
    for name, expected in zip(series, printed, strict=True):
        found = one(facts, name, *place)
        if expected is None:
            assert found["marker"] == "[-] fewer than five households in bed and breakfast"
        else:
            assert found["value"] == found["numerator"] == expected


def test_a_quarter_for_which_an_authority_gave_nothing_is_missing_and_not_0(
    facts: pd.DataFrame,
) -> None:
    found = one(facts, "temporary_accommodation", LEEDS, "2018-12-31")
    assert pd.isna(found["value"])
    assert found["marker"] == "[..] missing or incomplete"


def test_every_quarter_end_is_there_once_with_every_authority_or_its_marker(
    facts: pd.DataFrame,
) -> None:
    counts = facts[facts["series"] == "temporary_accommodation"]
    ends = pd.period_range("2018Q2", "2025Q4", freq="Q").end_time.strftime("%Y-%m-%d")
    assert sorted(counts["period"].unique()) == [*ends]
    # England had 326 authorities to March 2019, then 317, 314, 309, and 296 since April 2023.
    authorities = counts[counts["area_code"].str.match("E0[6-9]")].groupby("period").size()
    assert authorities[
        ["2019-03-31", "2020-03-31", "2021-03-31", "2023-03-31", "2025-12-31"]
    ].tolist() == [326, 317, 314, 309, 296]


def test_families_are_a_part_of_the_households_and_the_longest_stays_of_those_in_hotels(
    facts: pd.DataFrame,
) -> None:
    keys = ["area_code", "period"]
    wide = facts[facts["series"].str.match("temporary_|bed_and")].pivot(
        index=keys, columns="series", values="value"
    )
    known = wide.dropna()
    assert len(known) > 6000
    total = known["temporary_accommodation"]
    assert (known["temporary_accommodation_children"] <= total).all()
    assert (known["bed_and_breakfast"] <= total).all()
    longest = known["bed_and_breakfast_children_over_six_weeks"]
    assert (
        longest <= known[["bed_and_breakfast", "temporary_accommodation_children"]].min(axis=1)
    ).all()


def test_temporary_accommodation_is_the_row_of_the_workbook(
    upstream: Path, facts: pd.DataFrame
) -> None:
    with zipfile.ZipFile(upstream / FOLDER / "statutory_homelessness_2022q4.ods") as book:
        text = book.read("content.xml").decode()
    table = text[text.index('table:name="TA1_"') :]
    for area in (LEEDS, BRADFORD):
        row = table[table.index(f">{area}<") :]
        numbers = re.findall(r'office:value="([\d.]+)"', row)[:4]
        total, thousands, rate, families = map(float, numbers)
        families_here = one(facts, "temporary_accommodation_children", area, "2022-12-31")
        assert families_here["value"] == families
        assert one(facts, "temporary_accommodation", area, "2022-12-31")["value"] == total
        found = one(facts, "temporary_accommodation_rate", area, "2022-12-31")
        assert found["value"] == pytest.approx(rate, rel=1e-12)
        assert found["denominator"] == pytest.approx(1000 * thousands, abs=0.5)


def test_fuel_poverty_of_2022_is_as_printed_and_two_exchanged_rows_are_put_back(
    facts: pd.DataFrame,
) -> None:
    # Table 2 of the workbook of 2024: households, those in fuel poverty, and per cent.
    printed = {LEEDS: (351_707, 56_181, 15.973), ENGLAND: (24_327_942, 3_175_068, 13.051)}
    for area, expected in printed.items():
        found = one(facts, "fuel_poverty", area, "2022")
        assert tuple(found[["denominator", "numerator", "value"]]) == expected
    small = raw.load("fuel_poverty_lsoa21").merge(raw.load("lsoa21")[["lsoa21_code", "area_code"]])
    sums = small.groupby("area_code")[["households_2022", "fuel_poor_2022"]].sum()
    for area in ("E08000013", "E08000014"):  # St Helens, Sefton
        found = one(facts, "fuel_poverty", area, "2022")
        assert sums.loc[area].tolist() == [found["denominator"], found["numerator"]]


def test_jobs_below_the_living_wage_are_as_the_publisher_prints_them(facts: pd.DataFrame) -> None:
    # Read in the workbooks by hand: sheets All, Male and Female, per cent and its coefficient of
    # variation.
    printed = {"all": (22.7, 3.2), "male": (17.7, 5.3), "female": (27.9, 4.0)}
    for group, expected in printed.items():
        assert (
            tuple(one(facts, "jobs_below_living_wage", LEEDS, "2022", group)[["value", "cv"]])
            == expected
        )
    assert one(facts, "jobs_below_living_wage", ENGLAND, "2022")["value"] == 12.5
    suppressed = facts[facts["marker"] == "[x] coefficient of variation above 20%"]
    assert (suppressed["cv"].dropna() > 20).all()


def test_counts_divide_to_the_value(facts: pd.DataFrame) -> None:
    counted = facts.dropna(subset=["value", "numerator", "denominator"])
    per = counted["series"].map({"temporary_accommodation_rate": 1000}).fillna(100)
    apart = (
        per * counted["numerator"].astype(float) / counted["denominator"] - counted["value"]
    ).abs()
    # One decimal; counts of England and its regions rounded to 10; everything else as it divides,
    # to six decimals.
    most = counted["series"].map({"eyfsp_good_development": 0.05}).fillna(5e-7)
    rounded = (counted["series"] == "temporary_accommodation_rate") & counted[
        "area_code"
    ].str.match("E92|E12")
    most = most.mask(rounded, 6 * per / counted["denominator"])
    # In March 2024 their households are printed to the nearest 10,000.
    most = most.mask(rounded & (counted["period"] == "2024-03-31"), 0.01)
    # Of 2022 percentages of fuel poverty are cut off after three decimals, of counties after two.
    cut = (counted["series"] == "fuel_poverty") & (counted["period"] == "2022")
    most = most.mask(cut, 0.001).mask(cut & counted["area_code"].str.startswith("E10"), 0.01)
    assert set(counted["series"]) >= {"eyfsp_good_development", "fuel_poverty", "qof_depression"}
    wrong = apart > most + 1e-9
    assert not wrong.any(), counted[wrong]


def test_girls_and_boys_add_up_to_all_and_authorities_to_england(facts: pd.DataFrame) -> None:
    profile = facts[facts["series"] == "eyfsp_good_development"]
    sexes = profile.pivot_table(
        index=["area_code", "period"], columns="group", values=["numerator", "denominator"]
    )
    for count in ("numerator", "denominator"):
        parts = sexes[count]
        assert (parts["female"] + parts["male"] == parts["all"]).all()
    local = profile[profile["area_code"].str.match("E(06|08|09|10)") & (profile["group"] == "all")]
    england = profile[(profile["area_code"] == ENGLAND) & (profile["group"] == "all")].set_index(
        "period"
    )["numerator"]
    apart = local.groupby("period")["numerator"].sum() / england - 1
    assert apart.abs().max() < 0.001


@pytest.mark.parametrize(
    "series", ["temporary_accommodation", "temporary_accommodation_children", "bed_and_breakfast"]
)
def test_temporary_accommodation_of_regions_adds_up_to_england(
    facts: pd.DataFrame, series: str
) -> None:
    counts = facts[facts["series"] == series].pivot(
        index="area_code", columns="period", values="value"
    )
    regions = counts[counts.index.str.startswith("E12")]
    assert regions.shape == (9, 31)
    assert (regions.sum() - counts.loc[ENGLAND]).abs().max() <= 50  # each is rounded to 10
    # Authorities that gave nothing are estimated in England's figure alone.
    authorities = counts[counts.index.str.match("E0[6-9]")].sum()
    assert (authorities / counts.loc[ENGLAND]).between(0.57, 1).all()


@pytest.mark.parametrize(
    ("left", "right", "group", "shared", "most"),
    [
        # The same figures in two publications of the department.
        ("lait_good_development", "eyfsp_good_development", "all", 600, 1e-9),
        ("lait_neet", "scorecard_neet", "all", 600, 1e-9),
        ("fingertips_good_development", "smapey_good_development", "fsm", 140, 1e-9),
        # The tool's year ends the winter that Fingertips calls by the year before.
        ("lait_neet_or_not_known", "fingertips_neet_or_not_known", "all", 140, 1e-9),
        # Whole per cent against one decimal.
        ("lait_good_development", "fingertips_good_development", "fsm", 400, 0.5 + 1e-9),
        ("lait_good_development", "smapey_good_development", "not fsm", 140, 0.5 + 1e-9),
        # Two decimals against unrounded, births of 2016 since revised.
        ("lait_low_birth_weight", "health_index_low_birth_weight", "all", 700, 0.03),
        # Revised between editions; by the school's postcode against the child's.
        ("lait_key_stage_2", "els_key_stage_2", "all", 700, 1.0),
        ("lait_reception_excess_weight", "fingertips_reception_excess_weight", "all", 300, 1.6),
    ],
)
def test_overlapping_publications_agree_to_the_stated_rule(
    facts: pd.DataFrame, left: str, right: str, group: str, shared: int, most: float
) -> None:
    table = both(facts, left, right, group)
    assert len(table) > shared
    assert table["apart"].max() <= most
    assert LEEDS in set(table["area_code"])


def test_depression_gathered_from_groups_is_near_that_of_the_authority(facts: pd.DataFrame) -> None:
    table = both(facts, "qof_depression", "fingertips_depression")
    assert set(table["area_code"]) == {LEEDS, ENGLAND}
    assert table.loc[table["area_code"] == LEEDS, "apart"].max() < 0.15
    assert (
        table.loc[table["area_code"] == ENGLAND, "apart"].max() <= 0.05
    )  # Fingertips has one decimal


def test_chinese_children_of_2022_are_the_only_ones_labelled_2021(
    upstream: Path, facts: pd.DataFrame
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `data` is not installed")
    names = [
        f"FSP_Gooddev_{group}" for group in ("White", "Mixed", "Asian", "Black", "Chinese", "Other")
    ]
    cells = parquet.read_table(
        upstream / FOLDER / "dfe_lait_2026_04.parquet", filters=[("Short Desc", "in", names)]
    )
    given = {
        (row["Short Desc"][12:], row["Years"]) for row in cells.to_pylist() if row["Values"] != "-"
    }
    assert {group for group, year in given if year == "2021"} == {"Chinese"}
    assert {group for group, year in given if year == "2022"} == {
        "White",
        "Mixed",
        "Asian",
        "Black",
        "Other",
    }
    held = facts[(facts["series"] == "lait_good_development") & facts["value"].notna()]
    assert set(held["period"]).isdisjoint({"2019/20", "2020/21"})
    assert set(held.loc[held["period"] == "2021/22", "group"]) >= {"Chinese", "White"}


def test_every_series_has_one_source_that_tells_its_periods(
    facts: pd.DataFrame, sources: pd.DataFrame
) -> None:
    held = facts[facts["value"].notna()].groupby("series")["period"].agg(["min", "max"])
    told = sources[sources["table"] == "indicator_series"].set_index("series")
    assert set(told.index) == set(held.index)
    assert told["first_period"].to_dict() == held["min"].to_dict()
    assert told["last_period"].to_dict() == held["max"].to_dict()
    periods = facts.groupby("series")["period"].agg(set)
    assert all(told.loc[name, "comparable_from"] in periods[name] for name in told.index)


def test_every_indicator_has_a_source_or_a_reason(sources: pd.DataFrame) -> None:
    assert set(sources["indicator_id"]) == set(raw.load("indicator_set")["number"])
    assert set(sources.loc[sources["fit"] == "none", "indicator_id"]) == {7, 15}
    open_ = sources[sources["fit"] != "none"]
    may_be_empty = [
        "denominator", "later_period", "later_status", "later_evidence", "caution",
        "caution_area", "headline",
    ]  # fmt: skip
    assert open_.drop(columns=may_be_empty).notna().all(axis=None)
    in_development = raw.load("indicator_set").set_index("number")["in_development"]
    assert in_development[15]
    files = {
        file
        for name in open_["table"].unique()
        for file in (u.file for u in raw.record(name).upstream)
    }
    folders = {f"{file.partition('/')[0]}/" for file in files}
    assert {file for cell in open_["file"] for file in cell.split("; ")} <= files | folders
    later = sources.dropna(subset="later_period")
    assert (later["later_period"] > later["last_period"]).all()


def test_sources_name_the_periods_of_life_expectancy(sources: pd.DataFrame) -> None:
    held = (
        raw.load("life_expectancy_la")
        .dropna(subset="value")
        .groupby("series")["period"]
        .agg(["min", "max"])
    )
    told = sources[sources["table"] == "life_expectancy_la"].set_index("series")
    assert told["first_period"].to_dict() == held["min"].to_dict()
    assert told["last_period"].to_dict() == held["max"].to_dict()


def test_areas_are_known_or_commissioning_groups(facts: pd.DataFrame) -> None:
    unknown = set(facts["area_code"]) - set(raw.load("areas")["code"])
    assert {code[:3] for code in unknown} <= {"E38"}
    # One area, one code, in any one series and period.
    recoded = raw.load("areas").dropna(subset="recoded_from").set_index("code")["recoded_from"]
    same = facts.assign(area_code=facts["area_code"].replace(recoded.to_dict()))
    assert not same.duplicated(KEYS).any()
    assert not facts["area_code"].isin(["E38000094", "E38000095", "E38000096", "E38000225"]).any()
