"""Tables of small areas compiled for other authorities, against the publishers' own counts read another way."""

import csv
import gzip
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from inspect import signature
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from leedsequity import paths, raw
from leedsequity.raw import authorities
from leedsequity_data.compile import by_area, compile_table

BRADFORD, CAMBRIDGE, MENDIP = "E08000032", "E07000008", "E07000187"


@pytest.fixture(scope="module")
def compiled(upstream: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """All tables of Bradford, and some of a county's district and of a district abolished in 2023."""
    root = tmp_path_factory.mktemp("areas")
    (root / "data").mkdir()
    (root / "data" / "raw").symlink_to(paths.raw(), target_is_directory=True)
    (root / "data" / "fields.yaml").symlink_to(paths.fields())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEEDSEQUITY_ROOT", str(root))
        for name in by_area():
            compile_table(name, upstream, area=BRADFORD)
        for area in (CAMBRIDGE, MENDIP):
            compile_table("imd_lsoa11", upstream, area=area)
        compile_table("ethnicity_lsoa11", upstream, area=CAMBRIDGE)
        yield upstream


def total(name: str, column: str = "count", area: str = BRADFORD) -> int:
    return int(raw.load(name, area=area)[column].sum())


def published_deciles(upstream: Path, area: str) -> Counter:
    """LSOAs of an authority by decile, from File 2 of the indices of 2019, which the table takes no ranks from."""
    with gzip.open(
        upstream / "deprivation/iod2019_file2_domains.csv.gz", "rt", encoding="utf-8-sig"
    ) as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["Local Authority District code (2019)"] == area
        ]
    (column,) = [column for column in rows[0] if "Multiple Deprivation (IMD) Decile" in column]
    return Counter(int(float(row[column])) for row in rows)


@pytest.mark.parametrize(("area", "lsoas"), [(BRADFORD, 310), (CAMBRIDGE, 69), (MENDIP, 66)])
def test_deciles_are_those_of_another_file_of_the_same_indices(
    compiled: Path, area: str, lsoas: int
) -> None:
    table = raw.load("imd_lsoa11", area=area)
    assert len(table) == lsoas
    assert Counter(table["imd_decile_2019"]) == published_deciles(compiled, area)
    share = raw.load("imd_la").set_index("area_code")["proportion_most_deprived"]
    assert (table["imd_decile_2019"] == 1).mean() == pytest.approx(share[area], abs=0.00006)


def test_a_table_is_sealed_says_whose_it_is_and_nothing_of_leeds(compiled: Path) -> None:
    for name in by_area():
        record = raw.record(f"{BRADFORD}/{name}")
        assert (record.area, record.rows) == (BRADFORD, len(raw.load(name, area=BRADFORD)))
        assert record.upstream == raw.record(name).upstream
        said = " ".join([record.description, str(record.transformation), *record.notes])
        assert "Bradford" in record.description
        assert "Leeds" not in said
        assert list(record.columns) == list(raw.record(name).columns)
        compile_table(name, compiled, check=True, area=BRADFORD)


def test_the_tables_made_for_any_area_are_those_whose_function_takes_one() -> None:
    takes = set()
    for record in raw.records():
        module, _, function = (record.compiled_by or "").partition(":")
        if module and "area" in signature(getattr(import_module(module), function)).parameters:
            takes.add(record.name)
    assert set(by_area()) == takes


def test_people_of_census_2011_are_those_published(compiled: Path) -> None:
    assert total("ethnicity_lsoa11") == 522_452  # Bradford
    census = raw.load("population_lsoa11", area=BRADFORD).query("basis == 'census_2011'")
    assert census["population"].sum() == 522_452
    assert total("ethnicity_lsoa11", area=CAMBRIDGE) == 123_867


def test_census_2021_adds_up_to_the_authority_but_for_the_publishers_perturbation(
    compiled: Path,
) -> None:
    people, households = 546_412, 209_906  # Bradford, TS001 and TS003 to the nearest few
    for name in ("ethnicity_lsoa21", "age_lsoa21", "general_health_lsoa21"):
        assert total(name) == pytest.approx(people, abs=200)
    for name in ("tenure_lsoa21", "household_deprivation_lsoa21"):
        assert total(name) == pytest.approx(households, abs=200)
    members = {
        "general_health_lsoa21": (
            "census2021_ts037_general_health.zip",
            "census2021-ts037-ltla.csv",
        ),
        "tenure_lsoa21": ("census2021_ts054_tenure.zip", "census2021-ts054-ltla.csv"),
    }
    for name, (file, member) in members.items():
        with zipfile.ZipFile(compiled / "population" / file) as archive:
            row = pd.read_csv(io.BytesIO(archive.read(member)), index_col="geography code").loc[
                BRADFORD
            ]
        assert total(name) == pytest.approx(row.filter(like=": Total").iloc[0], abs=100)


def test_fuel_poor_households_add_up_to_the_row_of_the_authority(compiled: Path) -> None:
    table = (
        raw.load("fuel_poverty_lsoa", area=BRADFORD)
        .groupby("year")[["households", "fuel_poor"]]
        .sum()
    )
    for year, file in (
        (2020, "fuel_poverty_2022_tables.xlsx"),
        (2021, "fuel_poverty_2023_tables.xlsx"),
    ):
        sheet = (
            CalamineWorkbook.from_path(compiled / "indicators" / file)
            .get_sheet_by_name("Table 2")
            .to_python()
        )
        (row,) = [row for row in sheet if BRADFORD in row]
        numbers = [int(cell) for cell in row if isinstance(cell, float) and cell > 1000]
        assert table.loc[year].tolist() == numbers


def test_the_income_of_every_msoa_is_there(compiled: Path) -> None:
    workbook = CalamineWorkbook.from_path(compiled / "indicators/ons_msoa_income_fye2020.xlsx")
    rows = [
        row
        for row in workbook.get_sheet_by_name("Net annual income").to_python()
        if BRADFORD in row
    ]
    table = raw.load("income_msoa11", area=BRADFORD).query("income == 'net'")
    assert len(rows) == 61
    assert dict(zip(table["msoa11_code"], table["value"], strict=True)) == {
        row[0]: int(row[6]) for row in rows
    }


def test_all_tables_of_an_area_speak_of_the_same_places(compiled: Path) -> None:
    pairs = raw.load("lsoa11_lsoa21", area=BRADFORD)
    for name in by_area():
        table = raw.load(name, area=BRADFORD)
        for column in ({"lsoa11_code", "lsoa21_code"} & set(table.columns)) - {"change"}:
            assert set(table[column]) == set(pairs[column]), name


def test_the_authorities_of_the_lookups_are_309_and_each_is_served(compiled: Path) -> None:
    with (compiled / "geography/lsoa11_lsoa21_lad22_exact.csv").open(encoding="utf-8-sig") as file:
        published = {
            row["LAD22CD"] for row in csv.DictReader(file) if row["LAD22CD"].startswith("E")
        }
    assert set(authorities.codes()) == published
    assert len(published) == 309


def test_leeds_is_the_committed_table_and_bradford_is_not(compiled: Path) -> None:
    leeds = raw.load("imd_lsoa11", area="E08000035")
    pd.testing.assert_frame_equal(leeds, raw.load("imd_lsoa11"))
    assert not set(leeds["lsoa11_code"]) & set(raw.load("imd_lsoa11", area=BRADFORD)["lsoa11_code"])
    assert raw.reads()[f"{BRADFORD}/imd_lsoa11"] != raw.reads()["imd_lsoa11"]
    assert not (paths.upstream() / "compiled" / "E08000035").exists()
