"""What counts as most deprived in a place, and how many live there, on made-up neighbourhoods."""

import pandas as pd
import pytest

from leedsequity.analyses import deprivation_deciles as deprivation
from leedsequity.analyses import most_deprived


def line_of(placed, edition=2019):
    """The line of hand-made neighbourhoods, with people of the two censuses and no England."""
    england = pd.DataFrame({"decile": [1, 2, 3], "count": [10, 20, 40]})
    rows = placed[placed["boundaries"] == 2011][["lsoa_code"]].drop_duplicates()
    people = rows.assign(
        boundaries=2011, population_base="B", level="all", group="All people", age="All ages",
        people=100,
    )  # fmt: skip
    by_decile = deprivation.people_by_decile(people, placed)
    return most_deprived.line(people, placed, england, by_decile, edition)


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
    assert (line.kind, line.name) == ("tenth", most_deprived.NAMES["tenth"])
    assert line.placed is placed
    assert list(line.england["decile"]) == [1, 2, 3]


def test_without_decile_1_the_line_is_the_fifth_of_england_too(placed):
    line = line_of(ranks(placed, {"A": (3300, 2), "B": (9000, 3), "C": (30000, 10)}))
    assert line.kind == "fifth"
    assert list(line.placed["decile"]) == [1, 2, 5]
    assert line.england.to_numpy().tolist() == [[1, 30], [2, 40]], "two tenths are one fifth"
    first = line.by_decile[line.by_decile["decile"] == 1]
    assert first["people"].sum() == 100


def test_without_the_fifth_the_line_is_the_tenth_of_its_own_neighbourhoods(placed):
    twenty = {f"L{i:02d}": (7000 + 100 * i, 3 + i // 4) for i in range(20)}
    line = line_of(ranks(placed, twenty))
    assert line.kind == "own tenth"
    assert line.england.empty, "England has no such line"
    assert list(line.placed.loc[line.placed["decile"] == 1, "lsoa_code"]) == ["L00", "L01"]
    assert line.placed["decile"].value_counts().to_dict() == dict.fromkeys(range(1, 11), 2)


def test_fewer_than_ten_neighbourhoods_have_no_tenth_of_their_own(placed):
    line = line_of(ranks(placed, {f"L{i}": (20000 + i, 7) for i in range(9)}))
    assert (line.kind, line.name) == ("", "")


def below(shares):
    """`in_most_deprived` of 1,000 people a base, from the share of each edition and base."""
    rows = [
        (edition, base, "all", "All people", "All ages", 1000, 1000 * share, share)
        for (edition, base), share in shares.items()
    ]
    columns = ["imd_edition", "population_base", "level", "group", "age"]
    return pd.DataFrame(rows, columns=[*columns, "people", "in_decile_1", "share"])


SHARES = {
    (2025, "Census 2021"): 0.178, (2019, "Census 2021"): 0.243,
    (2025, "mid-2011 (revised)"): 0.1, (2025, "mid-2022 (revised)"): 0.125,
    (2019, "mid-2011 (revised)"): 0.2, (2019, "mid-2022 (revised)"): 0.2,
}  # fmt: skip
PLACED = pd.DataFrame({"own": True, "imd_edition": 2025, "decile": [1, 1, 4, 7]})
ENGLAND = pd.DataFrame(
    {
        "imd_edition": 2025,
        "decile": [1, 2, 1, 2],
        "topic": ["ethnicity", "ethnicity", "population", "population"],
        "year": [2021, 2021, 2022, 2022],
        "count": [101, 899, 3, 97],
    }
)


def result(kind="tenth", edition=2025, base="Census 2021", england=ENGLAND, shares=SHARES):
    line = most_deprived.Line(kind, PLACED, england, pd.DataFrame())
    placed = PLACED.assign(imd_edition=edition)
    return most_deprived.main_result(line, below(shares), placed, edition, base).iloc[0]


def test_the_main_result_is_of_the_edition_and_base_chosen_beside_england_and_the_other_edition():
    row = result()
    assert (row["in_most_deprived"], row["people"]) == (178, 1000)
    assert (row["share"], row["england"]) == (pytest.approx(17.8), pytest.approx(10.1))
    assert (row["other_edition"], row["other_share"]) == (2019, pytest.approx(24.3))
    assert not row["same_share"]
    # From 100 to 125 people there, and from 1,000 to 1,000 in all.
    assert (row["change_there"], row["change"]) == (pytest.approx(25), 0)
    assert (row["neighbourhoods"], row["in_decile_1"]) == (4, 2)
    assert (row["lowest_decile"], row["highest_decile"]) == (1, 7)
    assert result(base="mid-2022 (revised)")["england"] == pytest.approx(3)
    assert result(edition=2019)["other_edition"] == 2025


def test_shares_that_round_alike_are_the_same_share():
    alike = SHARES | {(2019, "Census 2021"): 0.1784}
    assert result(shares=alike)["same_share"]


def test_without_a_line_its_numbers_are_missing_and_without_england_those_of_england():
    row = result(kind="")
    missing = ["in_most_deprived", "share", "england", "other_share", "change_there"]
    assert row[missing].isna().all()
    assert not row["same_share"]
    assert row["people"] == 1000
    assert pd.isna(result(england=ENGLAND[:0])["england"])


def test_ages_are_percent_of_the_people_of_each_age_and_few_are_not_enough():
    ages = pd.DataFrame(
        [("A", 0, 60), ("B", 0, 40), ("A", 85, 9)], columns=["lsoa21_code", "age_start", "count"]
    )
    placed = pd.DataFrame({"lsoa_code": ["A", "B"], "decile": [1, 5]})
    placed = placed.assign(imd_edition=2025, boundaries=2021)
    england = ENGLAND.assign(group="x")
    table = most_deprived.ages_in_most_deprived(ages, placed, england, "Here", 2025)
    assert table.to_numpy().tolist() == [
        ["Here", 0, "0-4", 100, True, 60, 60.0], ["Here", 85, "85+", 9, False, 9, 100.0],
    ]  # fmt: skip
