"""The analysis of notebook 03 on hand-made neighbourhoods with known answers."""

import pandas as pd
import pytest

from leedsequity.analyses import deprivation_deciles as deprivation
from leedsequity.analyses import deprivation_sentences as sentences

NO_LINE = deprivation.Line("", "", *[pd.DataFrame()] * 3)


def test_people_by_decile_on_every_base_add_up_to_the_base(counts, placed):
    by_decile = deprivation.people_by_decile(counts, placed)
    assert len(by_decile) == 2 * 2 * 10
    sums = by_decile.groupby(["imd_edition", "population_base"])["people"].sum()
    assert list(sums) == [1000, 1030, 1000, 1030]


def test_people_of_an_lsoa_without_a_decile_are_not_lost_in_silence(counts, placed):
    with pytest.raises(ValueError, match="no decile"):
        deprivation.people_by_decile(counts.replace({"lsoa_code": {"B2": "B3"}}), placed)


def test_the_most_deprived_tenth_and_fifth(counts, placed):
    table = deprivation.in_most_deprived(deprivation.people_by_decile(counts, placed))
    found = table.set_index(["imd_edition", "population_base"])["in_decile_1"].to_dict()
    assert found == {
        (2019, "Census 2011"): 600,
        (2019, "Census 2021"): 400,
        (2025, "Census 2011"): 100,
        (2025, "Census 2021"): 100,
    }
    assert list(table["share_in_fifth"]) == list(table["share"]), "nobody lives in decile 2"


def test_how_many_people_each_rule_touches_and_for_whom_it_decides(counts, placed):
    rules = deprivation.people_touched_by_lookup(counts, placed).set_index(
        ["imd_edition", "population_base", "rule"]
    )
    assert list(
        rules.loc[(2019, "Census 2021", "split"), ["neighbourhoods", "people", "in_decile_1"]]
    ) == [2, 400, 400]
    assert list(
        rules.loc[(2019, "Census 2021", "merged"), ["people", "in_decile_1", "in_doubt"]]
    ) == [520, 0, 520]
    assert list(
        rules.loc[(2025, "Census 2011", "split"), ["neighbourhoods", "people", "in_doubt"]]
    ) == [1, 400, 400]
    assert rules.loc[(2025, "Census 2011", "merged"), "in_doubt"] == 0
    assert "merged" not in rules.loc[(2019, "Census 2011")].index


def ages_of(code, people, starts=(0, 1, 5)):
    return [(code, sex, age, 0, people) for sex in ("male", "female") for age in starts]


COUNTED = ["area_code", "sex", "age_start", "deaths", "population"]


def test_an_authority_made_since_2014_grew_from_those_it_was_made_of():
    then = pd.DataFrame(ages_of("X", 10) + ages_of("Y", 20) + ages_of("Z", 999), columns=COUNTED)
    now = pd.DataFrame(
        {"lsoa21_code": ["A", "B", "A"], "age_start": [0, 0, 5], "count": [100, 50, 60]}
    )
    table = deprivation.age_growth(then, now, {"X", "Y", "New"})
    # 0-4: ages 0 and 1, two sexes, 10 and 20 people: 120. 5-9: 60.
    assert table[["age", "people_2014", "people_2021", "change"]].to_numpy().tolist() == [
        ["0-4", 120, 150, 30], ["5-9", 60, 60, 0],
    ]  # fmt: skip
    assert deprivation.age_growth(then, now, {"New"}).empty, (
        "no population of 2014 is none, and not 0"
    )


def test_a_band_that_one_table_lacks_has_no_change_and_is_counted_nowhere():
    then = pd.DataFrame(ages_of("X", 100), columns=COUNTED)
    now = pd.DataFrame({"lsoa21_code": ["A"], "age_start": [0], "count": [460]})
    table = deprivation.age_growth(then, now, {"X"})
    assert table["change"].isna().tolist() == [False, True]
    none = pd.DataFrame(columns=["area", "age_start", "age", "people", "share"])
    said, *_ = sentences.ages_findings(table, none, "Here", NO_LINE)
    assert "1 of 1 five-year bands hold more people. In broad bands: 0-14 +60." in said
    assert not [
        sentence
        for sentence in sentences.ages_findings(table[1:], none, "Here", NO_LINE)
        if "five-year" in sentence
    ]


def line_of(placed, edition=2019):
    """The line of hand-made neighbourhoods, with people of the two censuses and no England."""
    england = pd.DataFrame({"decile": [1, 2, 3], "count": [10, 20, 40]})
    rows = placed[placed["boundaries"] == 2011][["lsoa_code"]].drop_duplicates()
    people = rows.assign(
        boundaries=2011, population_base="B", level="all", group="All people", age="All ages",
        people=100,
    )  # fmt: skip
    by_decile = deprivation.people_by_decile(people, placed)
    return deprivation.line(people, placed, england, by_decile, edition, "Here")


def ranks(placed, of):
    """Neighbourhoods of 2011 alone, with the ranks and deciles given."""
    return pd.DataFrame(
        {
            "imd_edition": 2019, "boundaries": 2011, "lsoa_code": [*of], "own": True, "weight": 1.0,
            "rule": "same boundaries", "in_doubt": False,
            "rank": [rank for rank, _ in of.values()], "decile": [d for _, d in of.values()],
        }
    )  # fmt: skip


def test_the_line_is_decile_1_where_there_is_one(placed):
    line = line_of(placed)
    assert (line.name, line.short) == (deprivation.TENTH, "decile 1")
    assert line.placed is placed
    assert list(line.england["decile"]) == [1, 2, 3]


def test_without_decile_1_the_line_is_the_fifth_of_england_too(placed):
    line = line_of(ranks(placed, {"A": (3300, 2), "B": (9000, 3), "C": (30000, 10)}))
    assert line.name == deprivation.FIFTH
    assert list(line.placed["decile"]) == [1, 2, 5]
    assert line.england.to_numpy().tolist() == [[1, 30], [2, 40]], "two tenths are one fifth"
    first = line.by_decile[line.by_decile["decile"] == 1]
    assert first["people"].sum() == 100


def test_without_the_fifth_the_line_is_the_tenth_of_its_own_neighbourhoods(placed):
    twenty = {f"L{i:02d}": (7000 + 100 * i, 3 + i // 4) for i in range(20)}
    line = line_of(ranks(placed, twenty))
    assert "itself" in line.name
    assert line.england.empty, "England has no such line"
    assert list(line.placed.loc[line.placed["decile"] == 1, "lsoa_code"]) == ["L00", "L01"]
    assert line.placed["decile"].value_counts().to_dict() == dict.fromkeys(range(1, 11), 2)


def test_fewer_than_ten_neighbourhoods_have_no_tenth_of_their_own(placed):
    line = line_of(ranks(placed, {f"L{i}": (20000 + i, 7) for i in range(9)}))
    assert (line.name, line.short) == ("", "")


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (5, 5), (10, 10), (11, 10)])
def test_no_ward_is_named_twice(count, shown):
    wards = pd.DataFrame({"ward": [f"W{i}" for i in range(count)]})
    assert (
        deprivation.first_and_last(wards)["ward"].nunique()
        == len(deprivation.first_and_last(wards))
        == shown
    )
    caption = sentences.city_map_caption(pd.DataFrame({"decile": [1]}), wards, "Here", 2019)
    named = (
        caption["alt"]
        .partition(" darkest. ")[2]
        .replace(". Least", "")
        .replace(": ", "; ")
        .rstrip(".")
        .split("; ")
    )
    assert len(set(named)) == len(named)
