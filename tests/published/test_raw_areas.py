"""Tables of small areas in other authorities than Leeds, against the publishers' own counts."""

import csv
import gzip
import io
import zipfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from leedsequity import raw

BRADFORD, CAMBRIDGE, MENDIP = "E08000032", "E07000008", "E07000187"


def total(name: str, area: str = BRADFORD) -> int:
    return int(raw.load(name, area=area).iloc[:, 1:].to_numpy().sum())


def published_deciles(upstream: Path, area: str) -> Counter:
    """LSOAs of an authority by decile, from File 2 of the indices of 2019, not from ranks."""
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
    upstream: Path, area: str, lsoas: int
) -> None:
    table = raw.load("imd_lsoa11", area=area)
    assert len(table) == lsoas
    assert Counter(table["imd_decile_2019"]) == published_deciles(upstream, area)
    share = raw.load("imd_la").set_index("area_code")["proportion_most_deprived"]
    assert (table["imd_decile_2019"] == 1).mean() == pytest.approx(share[area], abs=0.00006)


def test_people_of_census_2011_are_those_published() -> None:
    assert total("ethnicity_lsoa11") == 522_452  # Bradford
    assert raw.load("population_lsoa11", area=BRADFORD)["census_2011_all"].sum() == 522_452
    assert total("ethnicity_lsoa11", area=CAMBRIDGE) == 123_867


def test_census_2021_adds_up_to_the_authority_but_for_the_publishers_perturbation(
    upstream: Path,
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
        with zipfile.ZipFile(upstream / "population" / file) as archive:
            row = pd.read_csv(io.BytesIO(archive.read(member)), index_col="geography code").loc[
                BRADFORD
            ]
        assert total(name) == pytest.approx(row.filter(like=": Total").iloc[0], abs=100)


def test_fuel_poor_households_add_up_to_the_row_of_the_authority(upstream: Path) -> None:
    for year, lsoa in ((2019, "lsoa11"), (2020, "lsoa11"), (2021, "lsoa21"), (2022, "lsoa21")):
        file = f"fuel_poverty_{year + 2}_tables.xlsx"
        table = raw.load(f"fuel_poverty_{lsoa}", area=BRADFORD)
        sheet = (
            CalamineWorkbook.from_path(upstream / "indicators" / file)
            .get_sheet_by_name("Table 2")
            .to_python()
        )
        (row,) = [row for row in sheet if BRADFORD in row]
        numbers = [int(cell) for cell in row if isinstance(cell, float) and cell > 1000]
        assert table[[f"households_{year}", f"fuel_poor_{year}"]].sum().tolist() == numbers


def test_the_income_of_every_msoa_is_there(upstream: Path) -> None:
    workbook = CalamineWorkbook.from_path(upstream / "indicators/ons_msoa_income_fye2020.xlsx")
    rows = [
        row
        for row in workbook.get_sheet_by_name("Net annual income").to_python()
        if BRADFORD in row
    ]
    own = raw.load("imd_msoa11").query("area_code == @BRADFORD")["msoa11_code"]
    table = raw.load("income_msoa11").set_index("msoa11_code").loc[own, "income_net"]
    assert len(rows) == 61
    assert table.to_dict() == {row[0]: int(row[6]) for row in rows}


def test_the_authorities_of_the_lookups_are_309(upstream: Path) -> None:
    with (upstream / "geography/lsoa11_lsoa21_lad22_exact.csv").open(encoding="utf-8-sig") as file:
        published = {
            row["LAD22CD"] for row in csv.DictReader(file) if row["LAD22CD"].startswith("E")
        }
    assert len(published) == 309
    assert set(raw.load("lsoa21")["area_code"]) == published
    assert set(raw.load("lsoa11")["area_code"]) == published
