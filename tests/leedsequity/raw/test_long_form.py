"""The long form of a wide table, made by its record alone; and records that cannot make one."""

import re
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import raw
from leedsequity.errors import InputError

WIDE = [record.name for record in raw.records() if record.counts]


def test_a_row_becomes_a_row_for_each_count_in_the_order_of_the_columns() -> None:
    wide = pd.DataFrame({"lsoa21_code": ["E01011264", "E01011265"], "age_0": [43, 7]})
    wide = wide.assign(age_5=[55, 8])
    wide.attrs["table"] = "age_lsoa21"
    expected = pd.DataFrame(
        {
            "lsoa21_code": ["E01011264", "E01011264", "E01011265", "E01011265"],
            "age_start": [0, 5, 0, 5],
            "count": [43, 55, 7, 8],
        }
    )
    pd.testing.assert_frame_equal(raw.long(wide), expected)


def test_a_group_has_its_broad_group_and_the_publishers_words() -> None:
    wide = pd.DataFrame({"lsoa21_code": ["E01011264"], "asian_pakistani": [3], "mixed_other": [1]})
    wide.attrs["table"] = "ethnicity_lsoa21"
    # The headers of TS021, Census 2021, between broad group and group.
    assert raw.long(wide).to_dict("records") == [
        {
            "lsoa21_code": "E01011264",
            "broad_group": "Asian, Asian British or Asian Welsh",
            "group": "Pakistani",
            "count": 3,
        },
        {
            "lsoa21_code": "E01011264",
            "broad_group": "Mixed or Multiple ethnic groups",
            "group": "Other Mixed or Multiple ethnic groups",
            "count": 1,
        },
    ]


@pytest.mark.parametrize("name", WIDE)
def test_the_long_form_has_every_count_once_and_keeps_what_is_missing(name: str) -> None:
    record, wide = raw.record(name), raw.load(name).head(50)
    counted = [column for column, about in record.columns.items() if about.means]
    long = raw.long(wide)
    assert len(long) == 50 * len(counted)
    assert not long.duplicated([*record.key, *record.columns[counted[0]].means]).any()
    values = wide[counted].astype("float64").to_numpy().ravel()
    assert long[record.counts].astype("float64").equals(pd.Series(values, name=record.counts))


def test_rows_and_columns_of_a_table_are_enough() -> None:
    wide = raw.load("population_lsoa21")
    chosen = wide.loc[wide["population_2022"] > 3_000, ["lsoa21_code", "population_2022"]]
    long = raw.long(chosen)
    assert list(long.columns) == ["lsoa21_code", "year", "population"]
    assert long["year"].unique().tolist() == [2022]
    assert long["population"].tolist() == chosen["population_2022"].tolist()


def test_what_is_no_wide_table_is_refused() -> None:
    with pytest.raises(InputError, match=r"^raw\.long: no raw table: it takes a table that"):
        raw.long(pd.DataFrame({"a": [1]}))
    with pytest.raises(InputError, match=r"^imd_la: no wide table: its record says of no column"):
        raw.long(raw.load("imd_la"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("counts: count\n", "", "counts must be given where columns have means, and only there"),
        (
            "means: {group: Bad health}",
            "means: {group: Fair health}",
            "columns fair and bad mean the same",
        ),
        (
            "means: {group: Bad health}",
            "means: {kind: Bad health}",
            "column bad: means kind, not group",
        ),
        (
            "means: {group: Bad health}",
            "means: Bad health",
            "column bad: means is not a mapping of columns to what they hold: 'Bad health'",
        ),
        (
            "counts: count\n",
            "counts: lsoa21_code\n",
            "the long form would have two columns lsoa21_code",
        ),
        ("counts: count\n", "counts: '2'\n", "counts is not the name of a column: '2'"),
    ],
)
def test_a_record_that_cannot_make_its_table_long_is_refused(
    project: Path, old: str, new: str, message: str
) -> None:
    file = project / "data" / "raw" / "general_health_lsoa21.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    shown = re.escape(f"data/raw/general_health_lsoa21.yaml: {message}")
    with pytest.raises(InputError, match=f"^{shown}$"):
        raw.record("general_health_lsoa21")
