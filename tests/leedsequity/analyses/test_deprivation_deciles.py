"""The analysis of notebook 03 on hand-made neighbourhoods with known answers."""

import pandas as pd
import pytest

from leedsequity.analyses import deprivation_deciles as deprivation


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


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (5, 5), (10, 10), (11, 10)])
def test_no_ward_is_named_twice(count, shown):
    wards = pd.DataFrame({"ward": [f"W{i}" for i in range(count)]})
    assert (
        deprivation.first_and_last(wards)["ward"].nunique()
        == len(deprivation.first_and_last(wards))
        == shown
    )


WARDS = pd.DataFrame({"ward": ["Upton", "Downton", "Midton"], "share": [0.2, 0.5, 0.0]})


@pytest.mark.parametrize(
    ("wards", "highest"),
    [
        (WARDS, ["Downton"]),
        (WARDS.replace(0.2, 0.5), []),  # two share it
        (WARDS.head(1), []),  # of one ward there is no highest
        (WARDS.assign(share=0.0), []),
    ],
)
def test_the_ward_with_the_highest_share_is_named_where_it_is_one_of_several(wards, highest):
    assert list(deprivation.highest_ward(wards)["ward"]) == highest


def test_a_map_has_four_classes_and_an_lsoa_that_was_split_has_that_of_its_larger_part():
    # Of 33,755 LSOAs of 2021 the first 337 are 1%; deciles 1 and 2 are the tenth and the fifth.
    rows = [("A", 337, 1, 1.0), ("B", 338, 1, 1.0), ("C", 4000, 2, 1.0), ("D", 9000, 3, 1.0)]
    rows += [("E", 1, 1, 0.4), ("E", 30000, 9, 0.6)]
    placed = pd.DataFrame(rows, columns=["lsoa_code", "rank", "decile", "weight"])
    placed = placed.assign(imd_edition=2025, boundaries=2011)
    outlines = pd.DataFrame({"lsoa11_code": list("EDCBA")})
    wards = pd.DataFrame({"ward24_code": list("vwxyz")})
    drawn = wards.assign(ward24_name="name")
    shapes, labels = deprivation.map_outlines(outlines, drawn, placed, wards, 2025)
    assert shapes.set_index("lsoa11_code")["band"].to_dict() == {
        "A": 1, "B": 2, "C": 3, "D": 4, "E": 4
    }  # fmt: skip
    assert list(labels["labelled"]) == [True, True, False, True, True]
