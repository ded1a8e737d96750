"""The results and sentences of notebook 01 on small frames with known answers."""

import pandas as pd
import pytest

from leedsequity import places
from leedsequity.analyses import life_expectancy_sentences as sentences
from leedsequity.analyses import life_tables, phrases
from leedsequity.analyses import published_life_expectancy as life_expectancy
from leedsequity.errors import InputError
from leedsequity.peers import Peers

NAMES = {"A": "Alfa", "B": "Bravo", "C": "Charlie"}
PEERS = Peers({"B": "Bravo", "C": "Charlie"}, "the other authorities of Letters", "others")


def series(values, series="ons_2001_2018", start=2001):
    """Life expectancy at birth and at 65, by area and sex, from the first value of each."""
    rows = [
        (
            series,
            area,
            age,
            sex,
            f"{start + i}-{(start + i + 2) % 100:02d}",
            value + i - age * 0.9 + (sex == "female"),
        )
        for area, value in values.items()
        for age in (0, 65)
        for sex in ("male", "female")
        for i in range(3)
    ]
    return pd.DataFrame(rows, columns=["series", "area_code", "age", "sex", "period", "value"])


def ends(values):
    return life_expectancy.ends(life_expectancy.trends(series(values), "A", "B", NAMES))


def test_a_period_stands_at_its_middle_year():
    assert list(life_expectancy.centre_year(pd.Series(["2013-15", "1999-01"]))) == [2014, 2000]


def test_trends_hold_values_at_birth_of_the_areas_asked_for():
    table = life_expectancy.trends(series({"A": 70, "B": 75, "D": 80}), "A", "B", NAMES)
    assert set(table["area"]) == {"Alfa", "Bravo"}
    assert list(table.loc[(table["area"] == "Alfa") & (table["sex"] == "male"), "value"]) == [
        70,
        71,
        72,
    ]
    assert dict(zip(table["area"], table["role"], strict=True)) == {
        "Alfa": "focus",
        "Bravo": "reference",
    }


def test_ends_say_where_a_line_begins_and_ends_and_how_far_above_the_comparator():
    row = ends({"A": 70, "B": 75}).iloc[0]
    assert (row["sex"], row["first_period"], row["first"], row["last"], row["change"]) == (
        "male",
        "2001-03",
        70,
        72,
        2,
    )
    assert row["above_comparator"] == -5


def test_series_are_never_joined():
    both = pd.concat([series({"A": 70, "B": 75}), series({"A": 80, "B": 85}, "ohid_90366", 2003)])
    table = life_expectancy.ends(life_expectancy.trends(both, "A", "B", NAMES))
    mine = table[(table["area"] == "Alfa") & (table["sex"] == "male")]
    assert list(mine["last"]) == [72, 82]
    assert list(mine["change"]) == [2, 2]


def test_an_area_that_ohid_leaves_out_has_the_newest_period_of_ons():
    newest = series({"A": 79, "B": 80}, "ons_2021_23", 2021)
    both = pd.concat([series({"A": 70, "B": 75}), series({"B": 81}, "ohid_90366", 2015), newest])
    for area, expected in (("A", "ons_2021_23"), ("B", "ohid_90366")):
        other = {"A": "B", "B": "A"}[area]
        table = life_expectancy.trends(both, area, other, NAMES)
        assert [*dict.fromkeys(table["series"])] == ["ons_2001_2018", expected]


@pytest.mark.parametrize(("there", "said"), [(75, "shorter lives than"), (60, "longer lives than")])
def test_the_finding_on_trends_turns_with_the_data(there, said):
    assert (
        sentences.since_2001_caption(ends({"A": 70, "B": there}), "Alfa", "Bravo", PEERS)["finding"]
        == f"Alfa: {said} Bravo"
    )


@pytest.mark.parametrize("there", [70, 70.03])
def test_a_value_that_is_the_same_to_the_decimal_that_is_printed_is_not_below(there):
    table = ends({"A": 70, "B": there})
    assert (
        sentences.since_2001_caption(table, "Alfa", "Bravo", PEERS)["finding"]
        == "Alfa: lives as long as in Bravo"
    )
    assert [said[-42:] for said in sentences.trends_findings(table, "Alfa", "Bravo")] == [
        f" {last} in 2003-05, the same as Bravo to 0.1 years."[-42:] for last in ("72.0", "73.0")
    ]


def test_the_grey_lines_are_the_peers():
    caption = sentences.since_2001_caption(ends({"A": 70, "B": 75}), "Alfa", "Bravo", PEERS)
    assert caption["alt"].endswith(" Grey lines: the other authorities of Letters.")
    assert "in Alfa, Bravo and the other authorities of Letters, three" in caption["subtitle"]


def test_a_comparator_without_data_is_not_compared_with():
    table = ends({"A": 70})
    assert (
        sentences.since_2001_caption(table, "Alfa", "Bravo", PEERS)["finding"] == "Alfa over time"
    )
    assert "Bravo" not in " ".join(sentences.trends_findings(table, "Alfa", "Bravo"))


def test_what_is_left_out_for_an_area_is_said_among_the_findings():
    some, none = (
        pd.DataFrame({"area": ["Alfa"], "value": [80.0]}),
        pd.DataFrame({"area": ["Bravo"], "value": [None]}),
    )
    assert sentences.left_out_findings("Alfa", some, some, some, some, some) == []
    nothing = sentences.left_out_findings(
        "Alfa", none, none[:0], none, none[:0], none[:0].assign(reason="")
    )
    assert [sentence.partition(",")[0] for sentence in nothing] == [
        "Alfa has no published life expectancy over time",
        "Alfa has no ten local deciles",
        "Alfa has no slope index published over time",
        "Alfa has no line through five MSOAs or more",
        "Alfa has no life table of 2014 (no counts of its own)",
    ]


def test_an_area_is_not_compared_with_itself():
    with pytest.raises(InputError, match="choose another comparator"):
        life_expectancy.roles(pd.Series(["A"]), "A", "A")


def deciles(step=1.0, area="A"):
    """Ten deciles of equal population on a straight line."""
    rows = [
        (area, sex, d, 1000, 10, 70 + step * d, 0.2)
        for sex in ("male", "female")
        for d in range(1, 11)
    ]
    return pd.DataFrame(
        rows, columns=["area_code", "sex", "decile", "population", "deaths", "value", "se"]
    )


def test_on_a_straight_line_the_range_is_nine_steps_and_the_slope_ten():
    table = life_expectancy.decile_inequality(deciles(), NAMES)
    assert table["gap"].to_numpy() == pytest.approx(9)
    assert table["sii"].to_numpy() == pytest.approx(10)
    assert (table["gap_upper"] - table["gap"]).to_numpy() == pytest.approx(
        1.959964 * (0.2**2 + 0.2**2) ** 0.5
    )


def test_equal_deciles_have_their_ranks_in_the_middle_of_each_tenth():
    local = life_expectancy.local_deciles(deciles(), "A")
    assert local.loc[local["sex"] == "male", "rank"].to_numpy() == pytest.approx(
        [0.05 + 0.1 * i for i in range(10)]
    )
    assert (local["upper"] - local["value"]).to_numpy() == pytest.approx(1.959964 * 0.2)


def test_the_fitted_line_runs_from_the_intercept_over_the_slope():
    table = deciles()
    fitted = life_expectancy.fitted(
        life_expectancy.local_deciles(table, "A"), life_expectancy.decile_inequality(table, NAMES)
    )
    assert fitted["start"].to_numpy() == pytest.approx(70.5)
    assert fitted["end"].to_numpy() == pytest.approx(80.5)


@pytest.mark.parametrize(
    ("step", "finding"), [(1.0, "live 9 years less"), (-1.0, "live 9 years more")]
)
def test_the_finding_on_deciles_turns_with_the_data(step, finding):
    table = deciles(step)
    local, mine = (
        life_expectancy.local_deciles(table, "A"),
        life_expectancy.decile_inequality(table, NAMES),
    )
    assert sentences.local_deciles_caption(local, mine, "Alfa")["finding"].endswith(finding)


def test_places_run_from_the_steepest_and_say_who_is_clearly_different():
    table = pd.concat([deciles(1.0), deciles(2.0, "B"), deciles(1.01, "C")])
    inequality = life_expectancy.decile_inequality(table, NAMES)
    place = life_expectancy.place_among(inequality, ["B", "C", "D"], "A")
    men = place[place["sex"] == "male"]
    assert list(men["area"]) == ["Bravo", "Charlie", "Alfa"]
    without = inequality.assign(sii=inequality["sii"].mask(inequality["area_code"] == "C"))
    alone = place[place["area_code"] == "A"]
    mine = inequality[inequality["area_code"] == "A"]
    assert sentences.within_findings(mine, alone, "A", "Alfa", PEERS)[1:] == [
        "Alfa has no slope index to place among the other authorities of Letters, so this section"
        " is left out."
    ]
    left = life_expectancy.place_among(without, ["B", "C"], "A").query("sex == 'male'")
    assert left[["area", "place"]].to_numpy().tolist() == [["Bravo", 1], ["Alfa", 2]]
    said = sentences.within_findings(
        inequality[inequality["area_code"] == "A"], place, "A", "Alfa", PEERS
    )
    assert "Alfa is 3rd among 3 authorities of Letters for men" in said[1] + said[2]
    assert "Clearly gentler: 0; clearly steeper: 1 (" in said[1]
    assert said[1].endswith("not told apart from it: 1.")


def test_a_gap_that_chance_explains_is_no_finding():
    table = deciles(0.05)
    local, mine = (
        life_expectancy.local_deciles(table, "A"),
        life_expectancy.decile_inequality(table, NAMES),
    )
    # 9 steps of 0.05 years are 0.45, with a margin of 1.96 times the root of 2 times 0.2: 0.55.
    assert (
        sentences.local_deciles_caption(local, mine, "Alfa")["finding"]
        == "No clear gap between the poorest and the richest tenth"
    )


def test_slopes_of_different_periods_are_not_given_one():
    ends = pd.DataFrame(
        {"area": "Alfa", "sex": ["male", "female"], "first_period": "2010-12", "last": [5.0, 4.0]}
    )
    said = sentences.published_slopes_caption(
        ends.assign(last_period=["2022-24", "2016-18"]), "Alfa", "Bravo"
    )["finding"]
    assert said == "Alfa's slope, years: men 5.0 in 2022-24; women 4.0 in 2016-18"


def counts_2014():
    """20 ages, 100 people each and one death, in an authority that merged, Cornwall, and Leeds."""
    codes = ["E07000004", "E07000005", "E06000052", "E08000035"]
    ages = [0, 1, *range(5, 95, 5)]
    rows = [
        (code, sex, age, 1, 1000) for code in codes for sex in ("male", "female") for age in ages
    ]
    return pd.DataFrame(rows, columns=["area_code", "sex", "age_start", "deaths", "population"])


def test_an_authority_made_since_has_the_counts_of_those_it_was_made_of():
    table = life_tables.counts_of_area(
        counts_2014(), places.parts("E06000060")
    )  # Buckinghamshire, of which two are here
    assert (table["population"] == 2000).all()
    assert len(life_tables.life_table_2014(counts_2014(), {"E07000004", "E07000005"})) == 40


def test_people_counted_with_another_areas_are_not_given_to_one():
    # The deaths and people of Cornwall are those of Cornwall and the Isles of Scilly.
    assert life_tables.counts_of_area(counts_2014(), places.parts("E06000052")).empty
    assert life_tables.counts_of_area(counts_2014(), places.parts("E06000053")).empty
    south_west = life_tables.counts_of_area(counts_2014(), places.parts("E12000009"))
    assert (south_west["population"] == 1000).all()


def test_without_a_life_table_the_reason_is_said():
    table = life_tables.life_table_2014(counts_2014().assign(population=1), {"E08000035"})
    assert "5,000 person-years or fewer" in sentences.no_life_table("Alfa", table)
    assert "no counts of its own" in sentences.no_life_table("Alfa", table[:0])


@pytest.mark.parametrize(
    ("place", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (22, "22nd")],
)
def test_places_are_said_in_words(place, text):
    assert phrases.ordinal(place) == text


def test_a_change_without_limits_is_not_tested():
    assert phrases.moved(pd.Series({"value": 1.0, "lower": None, "upper": None})) == "not tested"


@pytest.mark.parametrize(
    ("lower", "upper", "text"),
    [(0.1, 0.9, "wider"), (-0.9, -0.1, "narrower"), (-0.1, 0.9, "no clear change")],
)
def test_a_change_is_claimed_only_where_its_interval_leaves_out_none(lower, upper, text):
    assert (
        phrases.moved(pd.Series({"value": (lower + upper) / 2, "lower": lower, "upper": upper}))
        == text
    )
