"""Notebook 03's results from the raw tables, against the documents and plain sums."""

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import neighbourhoods, raw
from leedsequity.analyses import deprivation_deciles as deprivation
from leedsequity.analyses import (
    ethnicity,
    living_conditions,
    most_deprived,
    published_deprivation,
)

RAW = Path(__file__).parents[2] / "data" / "raw"


LEEDS = "E08000035"
# The places of the tests on other areas, whose figures are known from elsewhere.
ESSEX, BRADFORD = "E10000012", "E08000032"


def every_row(name):
    """A raw table without pandas: one dictionary a row."""
    with (RAW / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(name):
    """The rows of Leeds, by the codes of its neighbourhoods."""
    table = every_row(name)
    code = next(iter(table[0]))
    lookup = "lsoa11" if code == "lsoa11_code" else "lsoa21"
    leeds = {row[f"{lookup}_code"] for row in every_row(lookup) if row["area_code"] == LEEDS}
    return [row for row in table if row[code] in leeds]


def summed(row, start=""):
    """The sum of the counts of a wide row, in columns whose names begin so."""
    return sum(
        int(count) for name, count in row.items() if name[-5:] != "_code" and name.startswith(start)
    )


@pytest.fixture(scope="module")
def tables():
    return neighbourhoods.read(LEEDS)


@pytest.fixture(scope="module")
def people(tables):
    return neighbourhoods.people(tables)


@pytest.fixture(scope="module")
def placed(tables):
    return neighbourhoods.placed(tables)


@pytest.fixture(scope="module")
def by_decile(people, placed):
    return deprivation.people_by_decile(people, placed)


@pytest.fixture(scope="module")
def shares(by_decile):
    return deprivation.in_most_deprived(by_decile)


@pytest.fixture(scope="module")
def in_decile_1():
    """Codes in decile 1 of 2019 on LSOAs of either census: none of them changed."""
    codes = {row["lsoa11_code"] for row in rows("imd_lsoa11") if row["imd_decile_2019"] == "1"}
    changed = {row["lsoa11_code"] for row in rows("lsoa11_lsoa21") if row["change"] != "unchanged"}
    assert not codes & changed
    return codes


def test_neighbourhoods_in_decile_1_are_those_of_the_document_and_of_the_publisher(placed):
    table = deprivation.neighbourhoods_by_decile(placed).set_index("decile")
    assert list(table.loc[1]) == [105, 114, 84]
    assert list(table.sum()) == [482, 482, 488]


def test_totals_are_those_published_on_every_base_and_edition(shares):
    # ONS: Leeds mid-2013 and mid-2022; Census 2011: 751,485; Census 2021 by ethnic group: the raw
    # table's own total.
    census = sum(map(summed, rows("ethnicity_lsoa21")))
    published = {
        "mid-2013 (revised)": 764_369,
        "mid-2022 (revised)": 820_802,
        "Census 2011": 751_485,
    }
    for base, total in (published | {"Census 2021": census}).items():
        table = shares[
            (shares["population_base"] == base)
            & (shares["level"] == "all")
            & (shares["age"] == "All ages")
        ]
        assert table["people"].to_list() == pytest.approx([total] * 3), base


def test_groups_and_ages_add_up_to_everybody(shares):
    table = shares[(shares["imd_edition"] == 2019)]
    for base in ("Census 2011", "Census 2021"):
        of_base = table[(table["population_base"] == base) & (table["age"] == "All ages")]
        sums = of_base.groupby("level")["in_decile_1"].sum()
        assert sums["broad"] == sums["detailed"] == sums["all"]
    for base in ("mid-2012 (indices)", "mid-2015 (indices)"):
        ages = table[table["population_base"] == base].set_index("age")["in_decile_1"]
        assert ages["0-15"] + ages["16-59"] + ages["60+"] == ages["All ages"]
    ages = table[(table["population_base"] == "Census 2021") & (table["level"] == "all")].set_index(
        "age"
    )["people"]
    bands = ages["0-14"] + ages["15-59"] + ages["60+"]
    assert bands == sum(map(summed, rows("age_lsoa21")))
    assert 0 < abs(bands - ages["All ages"]) < 200, (
        "the publisher changed counts a little in each table"
    )


@pytest.mark.parametrize(
    ("base", "name", "column"),
    [
        ("Census 2021", "ethnicity_lsoa21", ""),
        ("mid-2013 (revised)", "population_lsoa21", "population_2013"),
        ("mid-2022 (revised)", "population_lsoa21", "population_2022"),
        ("Census 2011", "population_lsoa11", "census_2011_all"),
    ],
)
def test_people_in_decile_1_are_the_plain_sum(shares, in_decile_1, base, name, column):
    kept = [row for row in rows(name) if next(iter(row.values())) in in_decile_1]
    expected = sum(summed(row, column) for row in kept)
    table = shares.query(
        "imd_edition == 2019 and population_base == @base and level == 'all' and age == 'All ages'"
    )
    assert table["in_decile_1"].item() == expected


def test_the_main_result_by_the_newest_index_is_the_plain_sum(people, placed, by_decile, shares):
    first = {row["lsoa21_code"] for row in rows("imd_lsoa21") if row["imd_decile_2025"] == "1"}
    counts = {row["lsoa21_code"]: row for row in rows("ethnicity_lsoa21")}
    england = raw.load("england_by_decile")
    line = most_deprived.line(people, placed, england, by_decile, 2025)
    (row,) = most_deprived.main_result(line, shares, placed, 2025, "Census 2021").to_dict("records")
    everybody, inside = sum(map(summed, counts.values())), sum(summed(counts[c]) for c in first)
    assert (row["kind"], row["in_most_deprived"], row["people"]) == ("tenth", inside, everybody)
    assert row["share"] == pytest.approx(100 * inside / everybody)
    assert (row["in_decile_1"], row["neighbourhoods"]) == (len(first), 488)
    # England, added up from the same two national tables without the compiled sums.
    tenth = {r["lsoa21_code"] for r in every_row("imd_lsoa21") if r["imd_decile_2025"] == "1"}
    totals = {r["lsoa21_code"]: summed(r) for r in every_row("ethnicity_lsoa21")}
    english = {code: total for code, total in totals.items() if code.startswith("E")}
    there = sum(english[code] for code in tenth)
    assert row["england"] == pytest.approx(100 * there / sum(english.values()))


@pytest.mark.parametrize(("start", "printed"), [("Black", 63), ("Asian", 36)])
def test_the_published_shares_of_two_groups_come_out(in_decile_1, by_decile, start, printed):
    mine = {row["lsoa21_code"]: summed(row, start.lower()) for row in rows("ethnicity_lsoa21")}
    inside = sum(count for code, count in mine.items() if code in in_decile_1)
    expected = inside / sum(mine.values())
    assert round(100 * expected) == printed
    over = ethnicity.over_deciles(by_decile, raw.load("england_by_decile"), "Leeds", 2019)
    shares = ethnicity.in_most_deprived(over)
    leeds = shares[(shares["area"] == "Leeds") & (shares["population_base"] == "Census 2021")]
    row = leeds[(leeds["level"] == "broad") & leeds["group"].str.startswith(start)]
    assert row["share"].item() == pytest.approx(expected)


def test_the_published_share_of_the_mixed_group_comes_out_nowhere(shares):
    mixed = shares[shares["group"].str.startswith("Mixed")]
    tried = pd.concat([mixed["share"], mixed["share_in_fifth"]])
    assert (100 * tried).round().ne(40).all()


def test_people_touched_by_the_rules_are_those_of_the_lookup(people, placed):
    pairs = rows("lsoa11_lsoa21")
    parts = {row["lsoa21_code"] for row in pairs if row["change"] == "split"}
    whole = {row["lsoa11_code"] for row in pairs if row["change"] == "split"}
    new = Counter()
    for row in rows("ethnicity_lsoa21"):
        new["split" if row["lsoa21_code"] in parts else "other"] += summed(row)
    old = sum(
        int(row["mid_2015_all"]) for row in rows("population_lsoa11") if row["lsoa11_code"] in whole
    )
    rules = deprivation.people_touched_by_lookup(people, placed).set_index(
        ["imd_edition", "population_base", "rule"]
    )["people"]
    assert (len(parts), len(whole)) == (14, 7)
    assert rules[2019, "Census 2021", "split"] == new["split"]
    assert rules[2025, "mid-2015 (indices)", "split"] == pytest.approx(old)
    assert (2019, "mid-2015 (indices)", "split") not in rules.index, "the same boundaries"


def test_lsoas_of_the_most_deprived_1_percent_are_counted_from_ranks(placed):
    counts = deprivation.most_deprived_1_percent(placed).groupby("imd_edition").size().to_dict()
    ranks = {
        year: [int(row[f"imd_rank_{year}"]) for row in rows("imd_lsoa11")] for year in (2015, 2019)
    }
    ranks[2025] = [int(row["imd_rank_2025"]) for row in rows("imd_lsoa21")]
    last = {2015: 328, 2019: 328, 2025: 337}
    assert counts == {year: sum(rank <= last[year] for rank in ranks[year]) for year in ranks}
    assert counts[2019] == 12


def test_fuel_poverty_by_decile_keeps_the_authoritys_sums(placed):
    tables = neighbourhoods.read(LEEDS, living_conditions.TABLES)
    table = living_conditions.by_decile(
        tables, raw.load("england_by_decile"), placed, "Leeds", 2025
    )
    kept = rows("fuel_poverty_lsoa21")
    mine = table[(table["condition"] == "Fuel poverty 2022") & (table["area"] == "Leeds")]
    assert mine["count"].sum() == sum(int(row["fuel_poor_2022"]) for row in kept)
    assert mine["total"].sum() == sum(int(row["households_2022"]) for row in kept)


def test_which_published_figures_come_out(shares, placed, people, tables):
    chosen = neighbourhoods.all_people(people, "Census 2021")
    domains = deprivation.in_most_deprived(
        deprivation.people_by_decile(chosen, neighbourhoods.placed_by_domain(tables))
    )
    values = published_deprivation.candidates(
        shares,
        domains,
        raw.load("england_by_decile"),
        deprivation.neighbourhoods_by_decile(placed),
        deprivation.most_deprived_1_percent(placed),
    )  # fmt: skip
    table = published_deprivation.compared(
        raw.load("published_deprivation"), values, 2019
    ).set_index("printed")
    come_out = {"114 neighbourhoods", "12 communities", "24%", "10%", "63%", "36%"}
    assert set(table.index[table["agreeing"] > 0]) == come_out
    assert set(table.index[table["tried"] == 0]) == {"34% in 2021", "37%"}
    # 3 editions on 16 population bases; the groups on two censuses; England by two editions.
    assert (table.loc["24%", "tried"], table.loc["63%", "tried"], table.loc["10%", "tried"]) == (
        48,
        6,
        24,
    )


@pytest.mark.parametrize(
    ("area", "edition", "inside", "people", "percent"),
    [
        (ESSEX, 2019, 50_945, 1_503_525, 3.4),
        (BRADFORD, 2019, 194_137, 546_433, 35.5),
        (BRADFORD, 2025, None, 546_433, 39.3),
    ],
)
def test_other_places_have_the_figures_known_from_elsewhere(area, edition, inside, people, percent):
    tables = neighbourhoods.read(area)
    placed = neighbourhoods.placed(tables)
    census = neighbourhoods.all_people(neighbourhoods.people(tables), "Census 2021")
    shares = deprivation.in_most_deprived(deprivation.people_by_decile(census, placed))
    (row,) = shares[shares["imd_edition"] == edition].to_dict("records")
    assert row["people"] == people
    assert inside is None or row["in_decile_1"] == inside
    assert round(100 * row["share"], 1) == percent


def test_four_neighbourhoods_of_essex_are_of_the_most_deprived_1_percent():
    percent = deprivation.most_deprived_1_percent(
        neighbourhoods.placed(neighbourhoods.read(ESSEX, neighbourhoods.PLACING))
    )
    assert (percent["imd_edition"] == 2019).sum() == 4


@pytest.mark.parametrize("area", ["E06000057", "E08000037", "E07000240", "E07000242"])
def test_a_neighbourhood_that_changed_its_authority_loses_nobody(area):
    """Northumberland, Gateshead, St Albans, East Hertfordshire: the lookup crosses their edge."""
    tables = neighbourhoods.read(area)
    people = neighbourhoods.people(tables)
    by_decile = deprivation.people_by_decile(people, neighbourhoods.placed(tables))
    sums = neighbourhoods.everybody(by_decile).groupby("population_base")["people"].sum()
    expected = neighbourhoods.everybody(people).groupby("population_base")["people"].sum()
    assert sums.to_numpy() == pytest.approx(3 * expected.to_numpy())
