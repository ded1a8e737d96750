"""Raw tables by name: which there are, and what is wrong with any of them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from leedsequity import raw
from leedsequity.errors import InputError
from leedsequity.raw import inventory
from leedsequity_data.compile import compile_table
from leedsequity_data.fetch import fetch

DECILE = "life_expectancy_la_decile"
PUBLISHED = "published_life_expectancy"
IMD = "life_expectancy_imd_decile"


def test_verify_says_one_line_for_each_bad_table_and_nothing_when_all_is_well(root: Path) -> None:
    raw.verify()
    (root / f"{PUBLISHED}.csv").unlink()
    (root / f"{IMD}.yaml").unlink()
    with pytest.raises(InputError) as error:
        raw.verify()
    assert str(error.value).splitlines() == [
        f"data/raw/{IMD}.csv: no record beside it: write data/raw/{IMD}.yaml, or remove the csv",
        (
            f"data/raw/{PUBLISHED}.csv: missing, though its record is there: "
            f"run `git checkout` on it or `leedsequity raw compile {PUBLISHED}`"
        ),
    ]


def test_an_unknown_name_is_answered_with_the_nearest_ones(root: Path) -> None:
    with pytest.raises(InputError) as error:
        raw.load("life_expectancy_la_deciles")
    assert str(error.value).startswith(
        f"data/raw: no table is named 'life_expectancy_la_deciles': did you mean {DECILE}"
    )
    with pytest.raises(InputError, match="`leedsequity raw list` lists them"):
        raw.record("zzz")
    assert root.is_dir()


@pytest.mark.parametrize(
    "name",
    [
        "../raw/areas",
        "../../x",
        "/etc/passwd",
        "E08000032/../../x",
        "E0800003٢/imd_lsoa11",
        "a/b",
        ".",
        "",
        "A b",
        "x\0",
        "x" * 5_000,
    ],
)
def test_the_name_of_a_table_leads_nowhere_else(root: Path, name: str) -> None:
    before = sorted(root.parents[1].rglob("*"))
    for act in (
        raw.record,
        raw.load,
        lambda name: compile_table(name, root),
        lambda name: fetch([name]),
    ):
        with pytest.raises(InputError, match="no table is named"):
            act(name)
    assert sorted(root.parents[1].rglob("*")) == before


@pytest.mark.parametrize("name", ["Areas 2", "é", "._areas"])
def test_a_record_under_another_name_than_a_tables_is_to_be_moved_away(
    root: Path, name: str
) -> None:
    shutil.copy(root / f"{DECILE}.yaml", root / f"{name}.yaml")
    for act in (raw.records, raw.verify):
        with pytest.raises(
            InputError, match=f"^data/raw/{re.escape(name)}.yaml: not the record of a table: "
        ):
            act()


def test_results_that_read_a_table_are_out_of_date_when_a_field_changes(root: Path) -> None:
    before = inventory.fingerprint(IMD)
    assert inventory.fingerprint(IMD) == before
    fields = root.parent / "fields.yaml"
    fields.write_text(fields.read_text().replace("values: whole 1-10\n", "values: whole 1-9\n"))
    assert inventory.fingerprint(IMD) != before
    with pytest.raises(InputError, match=r"column decile: 20 values outside 1-9 \(rows 11, 21,"):
        raw.load(IMD)


def test_verifying_every_table_needs_no_pandas() -> None:
    script = (
        "import sys; from leedsequity.raw import inventory; inventory.verify();"
        " inventory.records()\nprint(sorted({'pandas', 'shapely', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
