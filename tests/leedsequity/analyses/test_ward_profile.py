"""The results and sentences of notebook 06 on small frames with known answers."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from leedsequity import charts
from leedsequity.analyses import ward_neighbourhoods, ward_profile
from leedsequity.analyses import ward_profile_sentences as sentences
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
    both = [england.assign(imd_edition=2019), england.assign(imd_edition=2025, count=1)]
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
    assert dict(zip(shares["place"], shares["role"], strict=True)) == {
        "Ward X": "focus", "Leeds": "reference", "England": "context"
    }  # fmt: skip


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


def test_the_rank_by_deprivation_ranges_over_all_definitions_but_those_that_tie():
    rows = [
        *(
            ("average score", 2019, place, ward, score)
            for place, ward, score in [(1, "A", 50), (2, "B", 40), (3, "C", 9)]
        ),
        *(("average rank", 2019, place, ward, 0) for place, ward in [(2, "A"), (1, "B"), (3, "C")]),
        *(
            ("share of people in decile 1", 2019, place, ward, 0)
            for place, ward in [(1, "A"), (2, "B"), (2, "C")]
        ),
    ]
    definitions = pd.DataFrame(
        rows, columns=["measure", "imd_edition", "place", "ward24_code", "value"]
    )
    msoas = pd.DataFrame({"msoa11_code": list("mno"), "area_code": ["LEEDS", "LEEDS", "OTHER"]})
    msoas = msoas.assign(population_2015=[1, 3, 4], imd_score_2019=[40.0, 20, 5])
    table = ward_profile.deprivation(definitions, msoas, {"LEEDS"}).set_index("ward24_code")
    assert table.loc[["A", "B", "C"], ["rank", "rank_lower", "rank_upper"]].to_numpy().tolist() == [
        [1, 1, 2],
        [2, 1, 2],
        [3, 3, 3],
    ]
    assert (table["authority"].iloc[0], table["england"].iloc[0]) == (25, 15)
    assert set(table["rank_range"]) == {"over 3 definitions, ties aside"}


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


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({1: 25.0, 10: 75}, "25% live in England's most deprived tenth"),
        ({1: 5.0, 6: 35, 10: 60}, "95% live in England's less deprived half"),
    ],
)
def test_the_finding_on_deciles_turns_with_the_data(shares, said):
    table = pd.DataFrame(
        {"place": "Here", "decile": range(1, 11), "share": [shares.get(n, 0) for n in range(1, 11)]}
    )
    assert sentences.deciles_caption(table, "Here", "Leeds")["finding"] == said


def test_the_widest_difference_from_leeds_is_the_title_in_either_direction():
    rows = [("old", 10.0, 30.0), ("young", 45.0, 30.0)]
    table = pd.DataFrame(
        [
            (name, place, value)
            for name, *values in rows
            for place, value in zip(("Here", "Leeds"), values, strict=True)
        ],
        columns=["measure", "place", "value"],
    )
    assert sentences.measures_caption(table, "Here", "Leeds")["finding"] == "old: 10%, Leeds 30%"


def test_a_profile_lists_every_measure_with_a_mark_of_its_own_for_each_place():
    data = pd.DataFrame(
        [(m, place, role, value) for m, value in (("first", 10), ("second", 60))
         for place, role in (("Here", "focus"), ("Leeds", "reference"), ("England", "context"))],
        columns=["measure", "place", "role", "value"],
    )  # fmt: skip
    figure = charts.profile(
        data, measure="measure", place="place", value="value", value_label="% of people"
    )
    (ax,) = figure.axes
    assert [label.get_text() for label in ax.get_yticklabels()] == ["first", "second"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["Here", "Leeds", "England"]
    assert len({line.get_marker() for line in ax.lines}) == 3
    assert [list(line.get_xdata()) for line in ax.lines] == [[10, 60]] * 3
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first stands at the top"
    plt.close(figure)


def said(rank: int, lower: int, upper: int, in_ward: float = 20.4) -> list[str]:
    """The findings on a ward with one share, of that rank among three, and with part of an MSOA."""
    common = {
        "unit": "%",
        "authority": 40.0,
        "england": 20.0,
        "of": 3,
        "rank_range": "somehow",
        "period": "2009-13",
    }
    ranks = {"rank": rank, "rank_lower": lower, "rank_upper": upper}
    topics = {"deprivation": "Score", "ethnicity": "People", "decile": "Share"}
    rows = [{"topic": topic, "measure": name, "value": 30.0} for topic, name in topics.items()]
    rows += [
        {"topic": "life", "measure": name, "value": 75.0, "lower": 74, "upper": 76}
        for name in ward_profile.LIFE.values()
    ]
    own = pd.DataFrame([common | ranks | row for row in rows])
    own.loc[own["topic"].isin(["deprivation", "ethnicity", "life"]), "unit"] = "years"
    lsoas = pd.DataFrame(
        {"imd_edition": [2019, 2019], "lsoa21_code": list("ab"), "most_deprived": ["1%", "10%"]}
    )
    msoas = pd.DataFrame(
        {"msoa11_code": list("mn"), "msoa": ["Mead", "Nook"], "in_ward": [100.0, in_ward]}
    )
    people = pd.Series({"X": 1100, "Y": 900})
    published = pd.DataFrame({"ward_code": ["X", "Y"], "year": 2022, "population": 1000})
    return sentences.findings(
        own, lsoas, msoas, [ward_profile.best_fit(published, people, "X")], "Here", "Leeds"
    )


def test_findings_say_a_rank_with_its_range_and_what_the_range_is():
    assert "it is the most deprived of 3 wards (1st to 2nd, somehow)" in said(1, 1, 2)[1]
    assert "it is the 3rd most deprived of 3 wards (the same, somehow)" in said(3, 3, 3)[1]
    assert "75.0 (74.0 to 76.0) years" in said(2, 1, 3)[5]


@pytest.mark.parametrize(
    ("ranks", "text"),
    [
        ((1, 1, 1), "its share is the highest of all wards in: Share 30.0%."),
        ((3, 3, 3), "its share is the lowest of all wards in: Share 30.0%."),
        ((1, 1, 2), "none of its shares is the highest or lowest of all wards."),
    ],
)
def test_a_share_is_called_the_highest_only_where_no_neighbourhood_decides_it(ranks, text):
    assert said(*ranks)[4] == f"Whichever of its LSOAs is left out, {text}"


def test_findings_say_what_the_ward_is_made_of_and_how_well_that_fits():
    lines = said(2, 1, 3)
    assert "in the most deprived 10% and 1% of England: 2 and 1 by the IMD of 2019" in lines[2]
    assert (
        lines[7] == "Of the 2 MSOAs that have people in it, with a part of theirs only: Nook 20%."
    )
    assert said(2, 1, 3, in_ward=100)[7].endswith("with a part of theirs only: none.")
    assert "had 1,100 people in mid-2022; for the ward itself 1,000 are published" in lines[8]
    assert "+10.0% (all wards: -10.0% to +10.0%)" in lines[8]


def test_where_nobody_lives_in_the_tenth_no_rank_is_given():
    own = pd.DataFrame(
        [("deprivation", 9.0), ("ethnicity", 9.0), ("decile", 0.0)], columns=["topic", "value"]
    ).assign(
        measure="m", unit="%", authority=3.0, england=10.0, rank=2, of=3, rank_lower=2,
        rank_upper=3, rank_range="somehow",
    )  # fmt: skip
    lsoas = pd.DataFrame({"imd_edition": [2019], "lsoa21_code": ["a"], "most_deprived": [""]})
    msoas = pd.DataFrame({"msoa11_code": ["m"], "msoa": ["Mead"], "in_ward": [100.0]})
    assert sentences.findings(own, lsoas, msoas, [], "Here", "There")[3] == (
        "None of its people live in the most deprived tenth by the IMD of 2019 (There 3.0%, England"
        " 10.0%; people of mid-2022)."
    )
