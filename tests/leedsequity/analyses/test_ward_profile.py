"""The results and the page of notebook 06 on small frames with known answers."""

import numpy as np
import pandas as pd
import pytest

from leedsequity import pages
from leedsequity.analyses import ward_neighbourhoods, ward_profile
from leedsequity.errors import InputError


@pytest.mark.parametrize("typed", ["Gipton & Harehills", "gipton and harehills", "E05011394"])
def test_a_ward_is_found_with_its_authority(typed):
    ward, authority, name = ward_profile.ward_and_authority(typed)
    assert (ward.code, authority.code, name) == ("E05011394", "E08000035", "Leeds")


def test_what_is_no_ward_is_refused():
    with pytest.raises(InputError, match="Leeds is a metropolitan district: give the code or"):
        ward_profile.ward_and_authority("Leeds")


def test_a_ward_that_no_longer_stands_is_refused():
    with pytest.raises(InputError, match=r"^Abbey \(E05000026\) in Barking and Dagenham is a ward"):
        ward_profile.ward_and_authority("E05000026")


def census(people: dict[str, int]) -> dict[str, pd.DataFrame]:
    """Every table of `TABLES` with two groups and ages, in each LSOA the people given."""
    lsoas = pd.DataFrame({"lsoa21_code": [*people], "count": [*people.values()]})
    tables = {f"{topic}_lsoa21": lsoas.assign(group="one") for topic in ward_profile.CENSUS}
    for topic in ("ethnicity", "tenure"):
        tables[f"{topic}_lsoa21"] = pd.concat(
            [lsoas.assign(broad_group="broad", group=group) for group in "ab"]
        )
    tables["age_lsoa21"] = pd.concat([lsoas.assign(age_start=age) for age in (0, 5)])
    population = lsoas.rename(columns={"count": "population"})
    tables["population_lsoa21"] = pd.concat(
        [population.assign(year=2021), population.assign(year=2022)]
    )
    tables["fuel_poverty_lsoa21"] = pd.concat(
        lsoas.assign(year=year, measure=measure, count=count)
        for year in (2021, 2022)
        for measure, count in (("households", 10), ("fuel_poor", 4))
    )
    return tables


def test_counts_are_put_into_one_layout_by_place_topic_and_group():
    table = ward_profile.of_neighbourhoods(census({"A": 3, "B": 5}), pd.Series({"A": 1, "B": 10}))
    assert list(table.index) == ["A", "B"]
    assert list(table["ethnicity", "broad"]) == [6, 10], "detailed groups are added up"
    assert list(table["age", "5"]) == [3, 5]
    assert list(table["population", "all"]) == [3, 5], "one year"
    assert list(table["fuel_poverty", "fuel_poor"]) == [4, 4]
    people = table["decile"]
    assert (people.loc["A", "1"], people.loc["B", "10"]) == (3, 5), "the people of mid-2022"
    assert (people.shape, people.to_numpy().sum()) == ((2, 10), 8), "all ten deciles"


def test_england_has_the_layout_of_the_neighbourhoods():
    rows = [
        (1, "population", 2011, None, "all", 7),
        (1, "population", 2022, None, "all", 8),
        (2, "population", 2022, None, "all", 9),
        (1, "fuel_poverty", 2021, None, "households", 5),
        (1, "fuel_poverty", 2022, None, "households", 6),
        (1, "ethnicity", 2021, "broad", "a", 1),
        (2, "ethnicity", 2021, "broad", "b", 2),
    ]
    columns = ["decile", "topic", "year", "broad_group", "group", "count"]
    england = pd.DataFrame(rows, columns=columns)
    both = [england.assign(imd_edition=2025), england.assign(imd_edition=2019, count=1)]
    table = ward_profile.of_england(pd.concat(both))
    held = {column: int(number) for column, number in table.loc["England"].items() if number}
    assert held == {
        ("decile", "1"): 8,
        ("decile", "2"): 9,
        ("ethnicity", "broad"): 3,
        ("fuel_poverty", "households"): 6,
        ("population", "all"): 17,
    }


def test_wards_leeds_and_england_are_added_up_from_the_same_counts():
    table = ward_profile.of_neighbourhoods(
        census({"A": 3, "B": 5, "C": 7}), pd.Series({"A": 1, "B": 10, "C": 10})
    )
    england = (table.sum() * 10).to_frame("England").T
    places = ward_profile.add_up(table, pd.Series({"A": "X", "B": "X", "C": "Y"}), england, "Leeds")
    assert list(places.index) == ["X", "Y", "Leeds", "England"]
    assert list(places["ethnicity", "broad"]) == [16, 14, 30, 300]
    shares = ward_profile.people_by_decile(places, "X", "Ward X", "Leeds")
    mine = shares[shares["place"] == "Ward X"]
    assert list(mine["decile"]) == list(range(1, 11))
    assert mine["share"].to_numpy() == pytest.approx([100 * 3 / 8, *[0] * 8, 100 * 5 / 8])
    assert [*dict.fromkeys(shares["place"])] == ["Ward X", "Leeds", "England"]


def in_decile_1(**lsoas: tuple[str, int]) -> pd.DataFrame:
    """`counted` of the share in decile 1, of 100 people an LSOA; England is Leeds."""
    columns = {(m.topic, group) for m in ward_profile.MEASURES for group in m.groups} | {
        ("decile", "2"),
        ("fuel_poverty", "households"),
    }
    table = pd.DataFrame(50, index=[*lsoas], columns=pd.MultiIndex.from_tuples(sorted(columns)))
    table["decile", "1"] = [number for _, number in lsoas.values()]
    table["decile", "2"] = 100 - table["decile", "1"]
    ward = pd.Series({lsoa: ward for lsoa, (ward, _) in lsoas.items()})
    result = ward_profile.counted(
        table,
        ward,
        ward_profile.add_up(table, ward, table.sum().to_frame("England").T, "Leeds"),
        "Leeds",
    )
    return result[result["topic"] == "decile"].set_index("ward24_code")


def test_a_share_is_of_its_topic_and_stands_beside_leeds_and_england():
    row = in_decile_1(a=("A", 10), b=("A", 40), c=("B", 70)).loc["A"]
    assert (row["value"], row["authority"], row["england"], row["of"]) == (25, 40, 40, 2)
    assert row["count"] == 50, "of 200 people"
    assert np.isnan(row["lower"]), "a complete count has no limits"


def test_the_range_of_a_rank_is_that_with_any_one_neighbourhood_left_out():
    # A is 50%, and 0 or 100 without one of its LSOAs; B is 60% whatever is left out; C likewise
    # 20%.
    table = in_decile_1(
        a=("A", 100), b=("A", 0), c=("B", 60), d=("B", 60), e=("C", 20), f=("C", 20)
    )
    ranks = table[["rank", "rank_lower", "rank_upper"]]
    assert ranks.to_numpy().tolist() == [[2, 1, 3], [1, 1, 1], [3, 3, 3]]


def test_equal_wards_share_the_best_place_and_the_range_covers_all_they_share():
    table = in_decile_1(a=("A", 0), b=("A", 0), c=("B", 0), d=("B", 0), e=("C", 9), f=("C", 9))
    assert table[["rank", "rank_lower", "rank_upper"]].to_numpy().tolist() == [
        [2, 2, 3],
        [2, 2, 3],
        [1, 1, 1],
    ]


def lives(
    values: dict[str, float], se: dict[str, float], people: dict[str, dict[str, float]]
) -> pd.DataFrame:
    """`life_expectancy` of men, by the MSOAs' values, errors and people of wards."""
    parts = (
        pd.DataFrame(people)
        .T.rename_axis("ward24_code")
        .rename_axis(columns="msoa11_code")
        .fillna(0)
    )
    msoas = pd.DataFrame(
        {"msoa11_code": [*values], "value": [*values.values()], "se": [se[m] for m in values]}
    )
    msoas = msoas.assign(sex="male", area_code="LEEDS", population_2015=100)
    both = pd.concat([msoas, msoas.assign(sex="female")])
    means = parts.div(parts.sum(axis=1), axis=0) @ pd.Series(values)
    rows = (
        means.rename("value")
        .reset_index()
        .assign(lower=means.to_numpy() - 1, upper=means.to_numpy() + 1)
    )
    both_rows = pd.concat([rows.assign(sex=sex) for sex in ("male", "female")])
    table = ward_profile.life_expectancy(both_rows, both, parts, {"LEEDS"})
    return table[table["measure"] == ward_profile.LIFE["male"]].set_index("ward24_code")


@pytest.mark.parametrize(("apart", "upper"), [(2.2, 1), (1.7, 2)])
def test_a_simulated_rank_is_certain_where_the_others_are_seldom_above(apart, upper):
    # The difference of two means with error 1 each has error sqrt(2): at 2.2 of these 1.4% of draws
    # swap, at 1.7 4.5%.
    table = lives(
        {"m": 80 + apart * 2**0.5, "n": 80}, {"m": 1, "n": 1}, {"A": {"m": 5}, "B": {"n": 5}}
    )
    assert list(table["rank"]) == [1, 2]
    assert table.loc["A", ["rank_lower", "rank_upper"]].tolist() == [1, upper]
    assert table.loc["B", ["rank_lower", "rank_upper"]].tolist() == [3 - upper, 2]


def test_wards_that_share_an_msoa_share_its_chance():
    # The shared MSOA is all but unknown, yet the wards differ by what they do not share, which is
    # well known.
    values, se = {"shared": 80, "m": 81, "n": 79}, {"shared": 50, "m": 0.1, "n": 0.1}
    table = lives(values, se, {"A": {"shared": 1, "m": 1}, "B": {"shared": 1, "n": 1}})
    assert table[["rank_lower", "rank_upper"]].to_numpy().tolist() == [[1, 1], [2, 2]]
    assert table["authority"].to_numpy() == pytest.approx(80)


def test_the_mean_of_an_authority_has_the_error_of_its_msoas():
    # Three of 100 people each, with error 1, 2 and 2: that of their mean is 3 / 3 = 1.
    table = lives(
        {"m": 79, "n": 80, "o": 81}, {"m": 1, "n": 2, "o": 2}, {"A": {"m": 1, "n": 1, "o": 1}}
    )
    row = table.loc["A", ["authority", "authority_lower", "authority_upper"]].astype(float)
    assert row.tolist() == pytest.approx([80, 80 - 1.959964, 80 + 1.959964])


@pytest.mark.parametrize(
    ("topic", "value", "verdict"),
    [
        ("life_expectancy", 76, "worse"),  # 3 years apart, each within 1: 1.4 for both
        ("life_expectancy", 78, "similar"),
        ("life_expectancy", 82, "better"),
        ("tenure", 76, "lower"),
    ],
)
def test_life_expectancy_is_compared_by_a_test_and_a_complete_count_by_none(topic, value, verdict):
    row = dict.fromkeys(ward_profile.COLUMNS, np.nan)
    row |= {"ward24_code": "X", "topic": topic, "value": value, "england": 79, "authority": 79}
    if topic == "life_expectancy":
        ends = {"lower": value - 1, "upper": value + 1}
        row |= ends | {"england_lower": 78, "england_upper": 80}
    own = ward_profile.of_ward([pd.DataFrame([row])], "X", "Here")
    assert own["beside_england"].tolist() == [verdict]


def test_the_widest_difference_is_in_either_direction_and_never_of_few_people():
    rows = [("young", 60.0, 30.0, 99), ("old", 10.0, 30.0, 100), ("other", 32.0, 30.0, 900)]
    own = pd.DataFrame(rows, columns=["measure", "value", "england", "count"])
    own = own.assign(topic="age", unit="% of people")
    assert ward_profile.widest(own, ["age"])["measure"].tolist() == ["old"]
    assert ward_profile.widest(own.assign(count=99), ["age"]).empty
    assert ward_profile.widest(own, ["tenure"]).empty


def test_the_rank_by_deprivation_ranges_over_the_definitions_of_the_newest_index_but_ties():
    places = [
        *(("average rank", 2025, place, ward) for place, ward in [(1, "A"), (2, "B"), (3, "C")]),
        *(("number", 2025, place, ward) for place, ward in [(2, "A"), (1, "B"), (3, "C")]),
        *(("share", 2025, place, ward) for place, ward in [(1, "A"), (2, "B"), (2, "C")]),
        ("average rank", 2019, 3, "A"),
    ]
    definitions = pd.DataFrame(places, columns=["measure", "imd_edition", "place", "ward24_code"])
    wards = pd.DataFrame(
        {
            "imd_edition": 2025,
            "ward24_code": ["A", "B", "C"],
            "average_rank": [3375.5, 6751.0, 30379.5],  # a tenth, two and nine tenths of 33,755
            "people": [1, 1, 2],
        }
    )
    older = wards.assign(imd_edition=2019, average_rank=1.0)
    table = ward_profile.deprivation(pd.concat([older, wards]), definitions)
    table = table.set_index("ward24_code")
    assert table["value"].to_numpy() == pytest.approx([90, 80, 10])
    assert table.loc[["A", "B", "C"], ["rank", "rank_lower", "rank_upper"]].to_numpy().tolist() == [
        [1, 1, 2],
        [2, 1, 2],
        [3, 3, 3],
    ]
    assert table["ways"].tolist() == [3, 2, 2]
    assert table["authority"].iloc[0] == pytest.approx((90 + 80 + 2 * 10) / 4)
    assert set(table["rank_range"]) == {"by 3 definitions"}


def test_the_most_deprived_hundredth_is_a_hundredth_of_all_that_the_edition_ranks():
    placed = pd.DataFrame(
        [
            *((2019, 2021, lsoa, rank, 1) for lsoa, rank in zip("abc", (328, 329, 1), strict=True)),
            *(
                (2025, 2021, lsoa, rank, decile)
                for lsoa, rank, decile in zip("abc", (338, 337, 1), (2, 1, 1), strict=True)
            ),
            (2019, 2011, "old", 1, 1),
        ],
        columns=["imd_edition", "boundaries", "lsoa_code", "rank", "decile"],
    )
    placed = placed.assign(
        lsoa=placed["lsoa_code"],
        ward24_code=placed["lsoa_code"].map({"a": "X", "b": "X", "c": "Y"}),
    )
    msoa = pd.Series({"a": "Mead", "b": "Mead", "c": "Nook"})
    table = ward_neighbourhoods.ward_lsoas(
        placed, msoa, pd.Series({"a": 10, "b": 20, "c": 30}), "X"
    )
    assert list(
        zip(table["imd_edition"], table["lsoa21_code"], table["most_deprived"], strict=True)
    ) == [
        (2019, "b", "10%"),
        (2019, "a", "1%"),
        (2025, "b", "1%"),
        (2025, "a", ""),
    ]
    assert ward_neighbourhoods.counted(table).to_numpy().tolist() == [
        [2019, 2, 2, 1],
        [2025, 2, 1, 1],
    ]
    wide = ward_neighbourhoods.side_by_side(table)
    assert wide.to_numpy().tolist() == [["b", "Mead", 20, "10%", "1%"], ["a", "Mead", 10, "1%", ""]]


def test_an_msoa_in_two_wards_counts_in_each_with_its_share():
    people = pd.DataFrame({"m": {"X": 60, "Y": 0}, "n": {"X": 20, "Y": 80}})
    people = people.rename_axis("ward24_code").rename_axis(columns="msoa11_code")
    life = pd.DataFrame(
        {"msoa11_code": list("mn"), "msoa11_local_name": ["Mead", "Nook"], "value": [70.0, 80]}
    )
    life = life.assign(lower=life["value"] - 1, upper=life["value"] + 1)
    both = pd.concat([life.assign(sex="female"), life.assign(sex="male")])
    table = ward_neighbourhoods.ward_msoas(people, both, "X")
    assert list(zip(table["sex"], table["msoa"], strict=True)) == [
        *(("male", name) for name in ("Mead", "Nook")),
        *(("female", name) for name in ("Mead", "Nook")),
    ]
    assert list(table["in_ward"].head(2)) == [100, 20]
    assert list(table["of_ward"].head(2)) == [75, 25]
    assert list(ward_neighbourhoods.ward_msoas(people, both, "Y")["in_ward"]) == [80, 80]


def test_on_a_map_an_older_neighbourhood_has_the_newest_rank_of_most_of_its_people():
    placed = pd.DataFrame(
        [
            (2025, 2011, "a", 33_755, 10, 0.4),
            (2025, 2011, "a", 6_751, 2, 0.6),
            (2025, 2021, "a1", 1, 1, 1.0),
            (2019, 2011, "a", 1, 1, 1.0),
        ],
        columns=["imd_edition", "boundaries", "lsoa_code", "rank", "decile", "weight"],
    ).assign(ward24_code="X")
    shapes = ward_neighbourhoods.on_map(pd.DataFrame({"lsoa11_code": ["a", "b"]}), placed)
    assert shapes[["lsoa11_code", "rank", "percent"]].to_numpy().tolist() == [["a", 6_751, 20.0]]


def test_all_wards_stand_in_order_with_england_last():
    table = pd.DataFrame({"ward24_code": ["X", "Y"], "value": [20.0, 70.0], "rank": [2, 1]})
    names = {"X": "Mead", "Y": "Nook"}
    strip = ward_neighbourhoods.all_wards(table.assign(england=50.0), names, "X", "Mead ward")
    assert strip[["ward", "value", "role"]].to_numpy().tolist() == [
        ["Nook", 70, "context"],
        ["Mead ward", 20, "focus"],
        ["England", 50, "reference"],
    ]


def page() -> pages.Page:
    return pages.Page(
        "06_neighbourhood_profiles", here="Mead", there="Isles of Scilly", edition=2025
    )


def said(share: float = 23, **placed: int) -> list[str]:
    """What is said in short of a ward of which `count` people are in the tenth, so placed."""
    own = [
        {"topic": "decile", "value": share, "count": placed.pop("count", 200), "period": "2022"},
        {"topic": "deprivation", "value": 76.0, **placed},
    ]
    return page().sentences("in_short", own=pd.DataFrame(own))


FIRST = {"rank": 1, "of": 3, "rank_lower": 1, "rank_upper": 1, "ways": 4}


def test_in_short_says_how_many_are_in_the_tenth_and_where_the_ward_stands():
    assert said(**FIRST) == [
        "Nearly a quarter of people in Mead (23%) lived in England's most deprived tenth in 2022"
        " (2025 index).",
        "Mead is the most deprived of 3 wards in the Isles of Scilly: its average neighbourhood is"
        " more deprived than 76% of England's.",
        "No order of wards is official, but Mead has the same place by all 4 ways tried here.",
    ]


@pytest.mark.parametrize(
    ("placed", "text"),
    [
        ({"rank_upper": 3}, "by other ways to rank them, Mead is between 1st and 3rd."),
        ({"ways": 1}, "by other ways to rank them, Mead ties with other wards."),
        ({"of": 1}, "With no other ward beside it, Mead has no place in an order of wards."),
    ],
)
def test_how_sure_a_place_is_depends_on_the_ways_to_rank(placed, text):
    assert said(**FIRST | placed)[2].endswith(text)


def test_a_share_that_is_no_plain_fraction_is_told_once():
    assert said(43, **FIRST)[0].startswith("43% of people in Mead lived in England's most")


@pytest.mark.parametrize(("count", "begins"), [(0, "None of the people"), (99, "Almost none of")])
def test_few_people_in_the_tenth_are_no_message(count, begins):
    assert said(**FIRST, count=count)[0].startswith(begins)


def test_every_share_has_its_words():
    shares = [m for m in ward_profile.MEASURES if m.unit != "people" and m.topic != "decile"]
    for measure in shares:
        row = {"measure": measure.name, "value": 20.0, "england": 30.0, "period": "2021"}
        shown = pd.DataFrame([{"measure": "White", "value": 20.0}])
        caption = page().caption("people", widest=pd.DataFrame([row]), shown=shown)
        assert caption["finding"].startswith("20.0% of ")
        assert caption["finding"].endswith(" (England 30.0%, 2021)")
    nobody = page().caption("people", widest=pd.DataFrame(), shown=shown)
    assert nobody["finding"] == "No group in Mead has 100 people (2021)"


def findings(**changed: object) -> list[str]:
    """The findings of a ward of two neighbourhoods; other values of the results by name."""
    own = [
        {"topic": "population", "measure": "People", "value": 3000.0, "period": "2022"},
        {
            "topic": "ethnicity", "measure": "White", "value": 90.0, "authority": 80.0,
            "period": "2021",
        },
        *(
            {
                "topic": "life_expectancy", "measure": measure, "value": value, "england": 79.0,
                "beside_england": verdict, "period": "2009-13",
            }
            for measure, value, verdict in zip(
                ward_profile.LIFE.values(), (76.0, 80.0), ("worse", "similar"), strict=True
            )
        ),
    ]  # fmt: skip
    editions = pd.DataFrame(
        {"imd_edition": [2025], "neighbourhoods": [2], "tenth": [1], "hundredth": [0]}
    )
    results = {"own": pd.DataFrame(own), "editions": editions, "widest": pd.DataFrame()}
    return page().sentences("findings", **results | {"known": True} | changed)


def test_findings_follow_the_results():
    assert findings() == [
        "3,000 people lived in Mead, a ward of the Isles of Scilly, by the estimate for 2022.",
        "1 of 2 neighbourhoods in Mead is in England's most deprived tenth, none in the most"
        " deprived hundredth (2025).",
        "90% of people in Mead were White in 2021, against 80% in the Isles of Scilly.",
        "Men in Mead lived about 76 years, clearly fewer than England's 79 (an estimate for 2009 to"
        " 2013).",
        "Women in Mead lived about 80 years, not clearly apart from England's 79 (an estimate for"
        " 2009 to 2013).",
    ]
    assert findings(known=False)[-1].startswith("No life expectancy is held for Mead")


@pytest.mark.parametrize(
    ("neighbourhoods", "text"),
    [
        (2, "None of 2 neighbourhoods in Mead is in England's most deprived tenth (2025)."),
        (1, "The one neighbourhood of Mead is not in England's most deprived tenth (2025)."),
    ],
)
def test_a_ward_without_a_neighbourhood_in_the_tenth_is_said_to_have_none(neighbourhoods, text):
    editions = pd.DataFrame(
        {"imd_edition": [2025], "neighbourhoods": [neighbourhoods], "tenth": [0], "hundredth": [0]}
    )
    assert findings(editions=editions)[1] == text


def test_the_best_fit_is_compared_with_what_is_published_for_the_ward():
    people = pd.Series({"X": 1100, "Y": 900})
    published = pd.DataFrame({"ward_code": ["X", "Y"], "year": 2022, "population": 1000})
    fit = ward_profile.best_fit(published, people, "X")
    first, second = page().sentences("fit", fit=fit)
    assert "had 1,100 people in mid-2022; for the ward itself 1,000 are published" in first
    assert second.startswith("That differs by 10.0%; over all wards")
    assert second.endswith("run from -10.0% to 10.0%.")
    assert len(page().sentences("fit", fit=None)) == 1
