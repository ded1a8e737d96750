"""What the lookup between two censuses carries, on hand-made neighbourhoods."""

import pandas as pd
import pytest

from leedsequity import neighbourhoods
from leedsequity.errors import InputError


def table(column, values):
    return pd.DataFrame({column: [*values], "decile": [*values.values()]})


def test_parts_of_a_split_lsoa_keep_its_decile_and_a_merged_one_takes_that_of_the_larger(links):
    carried = neighbourhoods.carry(
        table("lsoa11_code", {"A": 5, "B": 1, "C": 7, "D": 1}), links, 2021
    )
    assert dict(zip(carried["lsoa21_code"], carried["decile"], strict=True)) == {
        "A": 5,
        "B1": 1,
        "B2": 1,
        "CD": 7,
    }
    assert list(carried["weight"]) == [1, 1, 1, 1]
    assert dict(zip(carried["lsoa21_code"], carried["rule"], strict=True)) == {
        "A": "unchanged", "B1": "split", "B2": "split", "CD": "merged"
    }  # fmt: skip


def test_the_other_way_round_people_are_divided_by_census_2021(links):
    carried = neighbourhoods.carry(
        table("lsoa21_code", {"A": 5, "B1": 1, "B2": 9, "CD": 3}), links, 2011
    )
    weights = carried.set_index(["lsoa11_code", "decile"])["weight"].to_dict()
    assert weights == {("A", 5): 1, ("B", 1): 0.25, ("B", 9): 0.75, ("C", 3): 1, ("D", 3): 1}


def test_of_two_equal_lsoas_the_first_code_decides(links):
    before = pd.Series({"A": 100, "B": 400, "C": 250, "D": 250})
    after = pd.Series({"A": 110, "B1": 100, "B2": 300, "CD": 520})
    even = neighbourhoods.links(links[["lsoa11_code", "lsoa21_code", "change"]], before, after)
    carried = neighbourhoods.carry(
        table("lsoa11_code", {"A": 5, "B": 1, "C": 7, "D": 1}), even, 2021
    )
    assert carried.set_index("lsoa21_code")["decile"]["CD"] == 7


def test_ranks_stay_as_they_are_on_their_own_boundaries(links):
    own = table("lsoa11_code", {"A": 5, "B": 1})
    assert list(neighbourhoods.carry(own, links, 2011)["weight"]) == [1, 1]


def test_an_lsoa_without_a_decile_is_an_error_and_not_lost(links):
    with pytest.raises(ValueError, match="1 LSOAs of the lookup have no row: C"):
        neighbourhoods.carry(table("lsoa11_code", {"A": 5, "B": 1, "D": 1}), links, 2021)


@pytest.mark.parametrize(("edition", "base"), [(2010, "Census 2021"), (2019, "Census 2001")])
def test_an_unknown_edition_or_base_is_refused_with_the_choices(edition, base):
    with pytest.raises(InputError, match=r"choose one of .*20(25|15 \(indices\))$"):
        neighbourhoods.check_choice(edition, base)


def test_every_base_of_the_specification_is_a_choice():
    wanted = [
        "Census 2011",
        *(f"mid-{year} (revised)" for year in range(2011, 2023)),
        "Census 2021",
    ]
    assert [*wanted, "mid-2012 (indices)", "mid-2015 (indices)"] == list(neighbourhoods.BASES)
    for edition in (2015, 2019, 2025):
        neighbourhoods.check_choice(edition, "mid-2012 (indices)")


def test_census_names_have_a_colon_and_an_undivided_group_is_at_both_levels():
    table = pd.DataFrame(
        {
            "place": "P",
            "broad_group": ["White", "White", "Mixed"],
            "group": ["Irish", "Roma", "Mixed"],
            "count": [3, 4, 5],
        }
    )
    groups = neighbourhoods.census_groups(table).set_index(["level", "group"])["count"].to_dict()
    assert groups == {
        ("broad", "White"): 7, ("broad", "Mixed"): 5,
        ("detailed", "White: Irish"): 3, ("detailed", "White: Roma"): 4, ("detailed", "Mixed"): 5,
    }  # fmt: skip


@pytest.fixture
def in_wards(placed):
    """The neighbourhoods of 2021 in two wards, with ranks of a hundred a decile."""
    rows = placed[placed["boundaries"] == 2021]
    ward = rows["lsoa_code"].map({"A": "Rich", "B1": "Poor", "B2": "Poor", "CD": "Rich"})
    return rows.assign(rank=rows["decile"] * 100, score=1.0, ward=ward, ward24_code=ward)


@pytest.fixture
def mid_2022(counts):
    return counts[counts["boundaries"] == 2021].assign(population_base="mid-2022 (revised)")


def test_wards_stand_in_the_order_of_their_average_rank(mid_2022, in_wards):
    wards = neighbourhoods.wards(mid_2022, in_wards).query("imd_edition == 2019")
    assert list(wards["ward"]) == ["Poor", "Rich"]
    assert list(wards["share"]) == [1, 0]
    # Rich: A of 110 people in decile 5, CD of 520 in decile 7.
    assert list(wards["average_rank"]) == pytest.approx([100, (500 * 110 + 700 * 520) / 630])
    assert list(wards["neighbourhoods_in_decile_1"]) == [2, 0]


def test_a_change_between_editions_is_of_the_same_people_and_wards(mid_2022, in_wards):
    changes = neighbourhoods.ward_changes(neighbourhoods.wards(mid_2022, in_wards))
    # Of Poor's 400 people, B1's 100 are left in decile 1 by the edition of 2025; nobody of Rich.
    assert changes[["ward", "people", "change"]].to_numpy().tolist() == [
        ["Rich", 630, 0], ["Poor", 400, -0.75],
    ]  # fmt: skip


def test_people_on_another_base_do_not_move_a_ward(mid_2022, in_wards):
    others = mid_2022.assign(population_base="Census 2021", people=1)
    both = neighbourhoods.wards(pd.concat([mid_2022, others]), in_wards)
    pd.testing.assert_frame_equal(both, neighbourhoods.wards(mid_2022, in_wards))


def test_the_most_deprived_ward_depends_on_the_definition():
    # P: 100 people of 400 in decile 1, in one of its two LSOAs; Q: 200 of 1,000, in one of four.
    wards = pd.DataFrame(
        {
            "imd_edition": 2019, "ward24_code": ["P", "Q"], "ward": ["Ward P", "Ward Q"],
            "neighbourhoods": [2, 4], "people": [400, 1000], "in_decile_1": [100, 200],
            "share": [0.25, 0.2], "neighbourhoods_in_decile_1": [1, 1],
            "average_rank": [4000, 3400], "average_score": [20, 23.2],
        }
    )  # fmt: skip
    ranks = neighbourhoods.ward_ranks(wards)
    first = ranks[ranks["place"] == 1].set_index("measure")["ward24_code"].to_dict()
    assert first == {
        "average rank": "Q", "average score": "Q", "number of people in decile 1": "Q",
        "share of LSOAs in decile 1": "P", "share of people in decile 1": "P",
    }  # fmt: skip
    assert ranks.groupby("measure")["place"].sum().unique().tolist() == [3]


def test_an_average_score_over_lsoas_of_which_one_has_none_is_missing(mid_2022, in_wards):
    gone = in_wards.assign(score=in_wards["score"].mask(in_wards["lsoa_code"] == "B1"))
    wards = neighbourhoods.wards(mid_2022, gone).query("imd_edition == 2019")
    assert wards.set_index("ward")["average_score"].isna().to_dict() == {
        "Poor": True,
        "Rich": False,
    }
    ranks = neighbourhoods.ward_ranks(wards).query("measure == 'average score'")
    assert list(ranks["ward"]) == ["Rich"]


def test_wards_with_one_name_have_their_district_with_it():
    tables = neighbourhoods.read("Worthing + Hyndburn + Gateshead", neighbourhoods.PLACING)
    names = set(neighbourhoods.placed(tables)["ward"])
    # Both have a ward called Central, and Gateshead none.
    assert {"Central (Worthing)", "Central (Hyndburn)", "Saltwell"} < names
    assert "Central" not in names


def test_wards_of_a_former_county_have_names_and_lose_nobody():
    """Cumbria's districts were parted between two authorities in 2023, whose wards these are."""
    tables = neighbourhoods.read("E10000006")
    people = neighbourhoods.people(tables)
    wards = neighbourhoods.wards(people, neighbourhoods.placed(tables))
    residents = neighbourhoods.all_people(people, neighbourhoods.WARD_BASE)["people"].sum()
    assert wards.groupby("imd_edition")["people"].sum().to_list() == [residents] * 3
