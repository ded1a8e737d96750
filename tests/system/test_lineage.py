"""Every table and figure names the raw tables that it changes with."""

import json
import os
import subprocess
import sys
from pathlib import Path

import lineage
import pytest

from leedsequity import raw

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(file.stem for file in (ROOT / "notebooks").glob("[0-9]*.py"))
# The others take some twenty seconds each and more: left to `make test-long`.
if not os.environ.get("LONG"):
    NOTEBOOKS = [name for name in NOTEBOOKS if name[:2] in ("04", "05")]
# Which rows are read is recorded as they are read; an alteration that moved a neighbourhood to
# another authority, in one of the lookups alone, would be refused. What else these tables hold,
# names and wards, is altered.
SELECTING = {"lsoa11", "lsoa21", "wards", "areas"}
# The part of a column's cells, but zeros, that an alteration may leave: deciles are only ten.
UNCHANGED_AT_MOST = 0.5
# Read, and still no result changes with what they hold.
READ_ONLY = {
    ("01_life_expectancy_gaps", "age_lsoa21"): "read with all people; this uses mid-years alone",
    ("01_life_expectancy_gaps", "ethnicity_lsoa11"): "likewise",
    ("01_life_expectancy_gaps", "ethnicity_lsoa21"): "likewise; no weight of a split LSOA shows",
    ("01_life_expectancy_gaps", "life_expectancy_la_limits"): "for areas whose newest is 2021-23",
    ("05_fair_work", "indicator_sources"): "its caution on low pay has no row of its kind to trade",
    ("06_neighbourhood_profiles", "population_lsoa11"): "which of two that became one was larger",
    ("08_claims", "covariates_la"): "the panel of funding has columns of it that no claim uses",
    ("08_claims", "indicator_sources"): "read for names and limits that no claim uses",
    ("08_claims", "imd_lsoa21"): "which neighbourhoods of 2021 there are; no claim is of its index",
    ("08_claims", "indicator_set"): "its rows are counted",
    ("08_claims", "documents"): "counted and looked up; what they are called is in no result",
    ("08_claims", "life_expectancy_la_limits"): "read with the indicators; no claim uses limits",
    ("09_why_lives_are_shorter", "indicator_sources"): "its limits are left as they are",
}


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_what_changes_with_a_raw_table_names_it(notebook):
    settings = {"MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    program = [sys.executable, str(Path(lineage.__file__)), notebook]
    done = subprocess.run(program, env=os.environ | settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    named, changed = found["named"], found["changed"]
    unnamed = {output: sorted({*changed[output]} - {*named[output]}) for output in named}
    assert {output: tables for output, tables in unnamed.items() if tables} == {}
    # A run that came to no end, or a table that changed nothing, would prove nothing.
    assert found["refused"] == {}
    never = {table for tables in named.values() for table in tables}.difference(*changed.values())
    assert {(notebook, table) for table in never - SELECTING} <= READ_ONLY.keys()


@pytest.mark.parametrize("name", raw.names())
def test_an_alteration_keeps_the_key_and_changes_every_number(name):
    record, table = raw.record(name), raw.load(name)
    altered = lineage.altered(record, table)
    fixed = [c for c in record.key if (name, c) != ("lsoa11_lsoa21", "lsoa21_code")]
    assert altered[fixed].equals(table[fixed])
    assert altered.dtypes.equals(table.dtypes)
    numbers = [c for c in table.select_dtypes("number") if table[c].nunique() > 1]
    vary = {"geometry", "lsoa21_name", "lsoa11_name", "ward_name", "name", *numbers} & {*table}
    vary -= {*record.key, *lineage.AGREE_IN.get(name, ())}
    if "geometry" in table:
        vary = {"geometry"}
    same = {c: (altered[c].eq(table[c]) & table[c].ne(0)).mean() for c in vary}
    assert {c: part for c, part in same.items() if part > UNCHANGED_AT_MOST} == {}
