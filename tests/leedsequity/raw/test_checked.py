"""Checked tables kept in the cache: used while nothing changed, never when anything did."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import raw
from leedsequity.errors import InputError
from leedsequity.raw import checking

TABLE = "gdp_deflators"


def kept(project: Path) -> list[Path]:
    return sorted((project / ".cache" / "tables").glob(f"{TABLE}-*.pickle"))


def test_a_table_is_checked_once_and_each_call_has_a_frame_of_its_own(project: Path, monkeypatch):
    first = raw.load(TABLE)
    (file,) = kept(project)
    written = file.read_bytes()
    monkeypatch.setattr(checking, "read", lambda *_: pytest.fail("checked again"))
    first.iloc[:, -1] = 0
    second = raw.load(TABLE)
    assert (second.iloc[:, -1] != 0).all()
    assert second.attrs["table"] == TABLE
    assert file.read_bytes() == written


def test_what_is_kept_and_was_spoilt_is_not_used_but_written_anew(project: Path):
    expected = raw.load(TABLE)
    (file,) = kept(project)
    written = file.read_bytes()
    file.unlink()  # a link to what other tests use
    for spoilt in (b"", written[:-1], written[:40] + b"\0" + written[41:], b"\x80\x05N."):
        file.write_bytes(spoilt)
        pd.testing.assert_frame_equal(raw.load(TABLE), expected)
        assert file.read_bytes() == written


def test_a_changed_record_or_field_is_checked_against_though_the_table_is_the_same(project: Path):
    raw.load(TABLE)
    (before,) = kept(project)
    record = project / "data" / "raw" / f"{TABLE}.yaml"
    rows = len(raw.load(TABLE))
    record.write_text(re.sub(r"(?m)^rows: .*$", f"rows: {rows + 1}", record.read_text()))
    with pytest.raises(InputError, match=rf"{rows} rows; its record says {rows + 1}"):
        raw.load(TABLE)
    record.write_text(re.sub(r"(?m)^rows: .*$", f"rows: {rows}", record.read_text()) + "# read\n")
    raw.load(TABLE)
    (after,) = kept(project)
    assert after != before
    fields = project / "data" / "fields.yaml"
    fields.write_text(fields.read_text() + "# read\n")
    raw.load(TABLE)
    assert [after] != kept(project)


def test_where_no_cache_can_be_written_tables_are_read_all_the_same(project: Path):
    shutil.rmtree(project / ".cache")
    (project / ".cache").write_text("a file in the folder's place")
    assert len(raw.load(TABLE))
