"""A raw table, or its rows of one place: what is returned, checked, noted and refused."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from leedsequity import outputs, places, raw
from leedsequity.errors import InputError, NotServedError
from leedsequity.raw import inventory

BRADFORD = "E08000032"
PUBLISHED = "published_life_expectancy"
IMD = "life_expectancy_imd_decile"


def seal(project: Path, name: str, *edits: tuple[str, str]) -> None:
    """Edit a table, and give its record the new bytes' hash."""
    file = project / "data" / "raw" / f"{name}.csv"
    text = file.read_text(encoding="utf-8")
    for pattern, replacement in edits:
        text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
        assert count
    file.write_text(text, encoding="utf-8")
    record = file.with_suffix(".yaml")
    sealed = f"sha256: {inventory.sha256(file)}\n"
    record.write_text(re.sub(r"sha256: [^\n]*\n\Z", sealed, record.read_text()))


@pytest.mark.parametrize("name", ["imd_lsoa21", "ethnicity_lsoa21", "tenure_lsoa21"])
def test_the_rows_of_a_place_are_those_of_its_neighbourhoods_in_the_tables_types(name):
    table, lookup = raw.load(name), raw.load("lsoa21")
    own = lookup.loc[lookup["area_code"] == BRADFORD, "lsoa21_code"]
    expected = table[table["lsoa21_code"].isin(own)].reset_index(drop=True)
    assert len(expected) == 312
    assert expected.attrs["table"] == name
    for area in (BRADFORD, "bradford", places.find("Bradford")):
        found = raw.load(name, area=area)
        assert found.equals(expected)
        assert found.attrs == table.attrs


# The numbers of units are those of ONS and of the House of Commons Library.
@pytest.mark.parametrize(
    ("name", "column", "units"),
    [
        ("imd_lsoa11", "lsoa11_code", 482),
        ("lsoa11_lsoa21", "lsoa21_code", 488),
        ("imd_msoa11", "msoa11_code", 107),
        ("boundaries_ward24", "ward24_code", 33),
        ("boundaries_lsoa11", "lsoa11_code", 482),
        ("wards", "ward_code", 33),
        ("life_expectancy_la", "area_code", 1),
    ],
)
def test_a_table_is_selected_by_whichever_units_it_is_of(name, column, units):
    assert raw.load(name, area="Leeds")[column].nunique() == units


def test_a_county_has_its_own_figures_and_its_districts():
    found = set(raw.load("life_expectancy_la", area="Essex")["area_code"])
    assert {"E10000012", "E07000066"} <= found <= places.find("Essex").authorities


@pytest.mark.parametrize(
    ("name", "area", "message"),
    [
        ("boundaries_lsoa11", "Bradford", "boundaries_lsoa11 has nothing of Bradford (metropol"),
        ("boundaries_lsoa11", "E12000003", "boundaries_lsoa11 has no outlines of 2,835 of 3,317"),
        ("imd_la", "Harehills", "imd_la has figures of authorities, and Gipton & Harehills is a"),
        (
            "funding_la",
            "E06000048",
            "funding_la has nothing of Northumberland (unitary authority); today it is in E060000",
        ),
        ("funding_la", "Basildon", "funding_la has nothing of Basildon (non-metropolitan dist"),
    ],
)
def test_what_is_not_held_of_a_place_is_one_sentence(name, area, message):
    with pytest.raises(NotServedError, match=rf"^{re.escape(message)}"):
        raw.load(name, area=area)


def test_rules_that_span_rows_are_those_of_the_whole_table():
    # A place among 317 is no place among 21; one of two merged LSOAs is no fault either.
    assert len(raw.load("imd_la", area="E12000003")) == 21
    links = raw.load("lsoa11_lsoa21").query("change == 'merged'")
    assert len(raw.load("lsoa11_lsoa21", area=places.of(links["lsoa11_code"][:1], "one"))) == 1


def test_what_is_no_place_or_of_no_place_is_refused():
    with pytest.raises(InputError, match=r"^gdp_deflators: no column says of which place a row is"):
        raw.load("gdp_deflators", area="Leeds")
    with pytest.raises(InputError, match=r"'Bradfrod'; did you mean E08000032 Bradford"):
        raw.load("imd_lsoa11", area="Bradfrod")
    with pytest.raises(InputError, match=r"no table is named 'imd_lsoa': did you mean"):
        raw.load("imd_lsoa", area="Leeds")


def test_the_bytes_of_the_whole_table_are_checked_for_any_place(project: Path):
    file = project / "data" / "raw" / "imd_lsoa21.csv"
    file.write_bytes(file.read_bytes()[:-2] + b"9\n")
    with pytest.raises(
        InputError, match=r"^data/raw/imd_lsoa21.csv: the bytes differ from its rec"
    ):
        raw.load("imd_lsoa21", area="Bradford")


def test_the_content_of_the_whole_table_is_checked_whichever_rows_are_wanted(project: Path):
    leeds = min(places.find("Leeds").lsoa21)
    seal(project, "imd_lsoa21", (rf"^({leeds},.*),\d+$", r"\1,11"))
    fault = (
        r"^data/raw/imd_lsoa21.csv: column imd_decile_2025: 1 value outside 1-10 \(row \d+: 11\)"
    )
    for area in ("Bradford", "Leeds", None):
        with pytest.raises(InputError, match=fault):
            raw.load("imd_lsoa21", area=area)


def test_a_result_names_the_lookup_that_chose_its_rows(project: Path):
    script = (
        "from leedsequity import outputs, raw\n"
        "raw.load('imd_lsoa11'); raw.load('imd_lsoa21', area='Bradford')\n"
        "run = outputs.Run('99_areas', area='E08000032')\n"
        "run.table('kept', raw.load('imd_lsoa21', area='Bradford').head(), ['imd_lsoa21'])\n"
        "print(run._outputs['tables/kept.csv']['raw'], run._read(['imd_lsoa11']))\n"
        "try: run._read(['imd_lsoa11', 'imd_la'])\n"
        "except ValueError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "['imd_lsoa21', 'areas', 'lsoa21'] ['imd_lsoa11']",
        "named as sources, but not read by this run: imd_la",
    ]


def test_a_file_of_codes_is_recorded_by_name_and_hash_alone(project: Path):
    file = project / "my places.csv"
    file.write_text("lsoa21_code\nE01011264\n")
    run = outputs.Run("99_areas", area=str(file))
    assert re.fullmatch(r"my places\.csv keyed:[0-9a-f]{16}", str(run.parameters["area"]))
    run.table("kept", raw.load("imd_lsoa21", area=str(file)), ["imd_lsoa21"])
    written = [path.read_text() for path in run.folder.rglob("*.*")]
    assert len(written) == 2
    assert not [text for text in written if str(project) in text]


# Usual residents by ethnic group, Census 2021, and LSOAs among the 328 (1%) of the lowest ranks of
# IMD 2019, as published.
@pytest.mark.parametrize(
    ("area", "people", "lowest"),
    [("Essex", 1_503_525, 4), ("Bradford", 546_433, 12)],
)
def test_the_rows_of_a_place_add_up_to_what_is_published_for_it(area, people, lowest):
    counts = raw.load("ethnicity_lsoa21", area=area).drop(columns="lsoa21_code")
    assert int(counts.to_numpy().sum()) == people
    assert int((raw.load("imd_lsoa11", area=area)["imd_rank_2019"] <= 328).sum()) == lowest


def test_a_flipped_byte_names_the_file_both_hashes_and_what_to_do(root: Path) -> None:
    file = root / f"{PUBLISHED}.csv"
    recorded = hashlib.sha256(file.read_bytes()).hexdigest()
    content = bytearray(file.read_bytes())
    content[-2] ^= 1
    file.write_bytes(content)
    found = hashlib.sha256(content).hexdigest()
    line = (
        f"data/raw/{PUBLISHED}.csv: the bytes differ from its record: "
        f"recorded sha256 {recorded}, found {found}; "
        f"run `git checkout` on it or `leedsequity raw compile {PUBLISHED}`"
    )
    for act in (lambda: raw.load(PUBLISHED), raw.verify):
        with pytest.raises(InputError) as error:
            act()
        assert str(error.value) == line


def test_a_caller_that_changes_a_frame_changes_only_its_own(root: Path) -> None:
    first = raw.load(PUBLISHED)
    first["value"] = 0.0
    assert raw.load(PUBLISHED)["value"].min() > 70
    found = hashlib.sha256((root / f"{PUBLISHED}.csv").read_bytes()).hexdigest()
    assert raw.reads()[PUBLISHED] == found


def test_reads_are_noted_in_the_order_of_reading_and_only_when_good(root: Path) -> None:
    script = (
        "from leedsequity import raw\n"
        f"raw.load('{PUBLISHED}'); raw.load('{IMD}'); raw.load('{PUBLISHED}')\n"
        "try: raw.load('nothing')\nexcept ValueError: pass\n"
        "print(*raw.reads())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [PUBLISHED, IMD]
    assert root.is_dir()


def test_a_csv_is_loaded_without_what_outlines_need() -> None:
    script = (
        "import sys; from leedsequity import raw; raw.load('areas')\n"
        "print(sorted({'shapely', 'geopandas'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
