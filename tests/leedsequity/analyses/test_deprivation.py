"""The analysis of notebook 03 on hand-made neighbourhoods: what the lookup carries, and measures with known answers."""

import pandas as pd
import pytest

from leedsequity import charts
from leedsequity.analyses.deprivation import (
    ages,
    conditions,
    deciles,
    ethnicity,
    findings,
    lookup,
    people,
    places,
    statements,
    words,
)
from leedsequity.errors import InputError

# A stays; B is split into B1 and B2; C (300 people) and D (200) become CD.
PAIRS = [
    ("A", "A", "unchanged"),
    ("B", "B1", "split"),
    ("B", "B2", "split"),
    ("C", "CD", "merged"),
    ("D", "CD", "merged"),
]
BEFORE = pd.Series({"A": 100, "B": 400, "C": 300, "D": 200})
AFTER = pd.Series({"A": 110, "B1": 100, "B2": 300, "CD": 520})


def table(column, values):
    return pd.DataFrame({column: [*values], "decile": [*values.values()]})


@pytest.fixture
def links():
    pairs = pd.DataFrame(PAIRS, columns=["lsoa11_code", "lsoa21_code", "change"])
    return lookup.links(pairs.sample(frac=1, random_state=1), BEFORE, AFTER)


def test_parts_of_a_split_lsoa_keep_its_decile_and_a_merged_one_takes_that_of_the_larger(links):
    carried = lookup.carry(table("lsoa11_code", {"A": 5, "B": 1, "C": 7, "D": 1}), links, 2021)
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
    carried = lookup.carry(table("lsoa21_code", {"A": 5, "B1": 1, "B2": 9, "CD": 3}), links, 2011)
    weights = carried.set_index(["lsoa11_code", "decile"])["weight"].to_dict()
    assert weights == {("A", 5): 1, ("B", 1): 0.25, ("B", 9): 0.75, ("C", 3): 1, ("D", 3): 1}


def test_of_two_equal_lsoas_the_first_code_decides():
    pairs = pd.DataFrame(PAIRS, columns=["lsoa11_code", "lsoa21_code", "change"])
    even = lookup.links(pairs, BEFORE.replace({300: 250, 200: 250}), AFTER)
    carried = lookup.carry(table("lsoa11_code", {"A": 5, "B": 1, "C": 7, "D": 1}), even, 2021)
    assert carried.set_index("lsoa21_code")["decile"]["CD"] == 7


def test_ranks_stay_as_they_are_on_their_own_boundaries(links):
    own = table("lsoa11_code", {"A": 5, "B": 1})
    assert list(lookup.carry(own, links, 2011)["weight"]) == [1, 1]


def test_an_lsoa_without_a_decile_is_an_error_and_not_lost(links):
    with pytest.raises(ValueError, match="1 LSOAs of the lookup have no row: C"):
        lookup.carry(table("lsoa11_code", {"A": 5, "B": 1, "D": 1}), links, 2021)


def living(base, boundaries, values, **named):
    rows = {
        "population_base": base,
        "boundaries": boundaries,
        "level": "all",
        "group": "All people",
        "age": "All ages",
    }
    return pd.DataFrame({"lsoa_code": [*values], "people": [*values.values()]}).assign(
        **(rows | named)
    )


@pytest.fixture
def placed(links):
    own = {2019: table("lsoa11_code", {"A": 5, "B": 1, "C": 7, "D": 1})}
    own[2025] = table("lsoa21_code", {"A": 5, "B1": 1, "B2": 9, "CD": 3})
    return deciles.placed(own, links)


@pytest.fixture
def counts():
    return pd.concat(
        [
            living("Census 2011", 2011, BEFORE.to_dict()),
            living("Census 2021", 2021, AFTER.to_dict()),
        ]
    )


def test_people_by_decile_on_every_base_add_up_to_the_base(counts, placed):
    by_decile = deciles.by_decile(counts, placed)
    assert len(by_decile) == 2 * 2 * 10
    sums = by_decile.groupby(["imd_edition", "population_base"])["people"].sum()
    assert list(sums) == [1000, 1030, 1000, 1030]


def test_people_of_an_lsoa_without_a_decile_are_not_lost_in_silence(counts, placed):
    with pytest.raises(ValueError, match="no decile"):
        deciles.by_decile(counts.replace({"lsoa_code": {"B2": "B3"}}), placed)


def test_the_most_deprived_tenth_and_fifth(counts, placed):
    table = deciles.in_most_deprived(deciles.by_decile(counts, placed))
    found = table.set_index(["imd_edition", "population_base"])["in_decile_1"].to_dict()
    assert found == {
        (2019, "Census 2011"): 600,
        (2019, "Census 2021"): 400,
        (2025, "Census 2011"): 100,
        (2025, "Census 2021"): 100,
    }
    assert list(table["share_in_fifth"]) == list(table["share"]), "nobody lives in decile 2"


def test_how_many_people_each_rule_touches_and_for_whom_it_decides(counts, placed):
    rules = deciles.touched(counts, placed).set_index(["imd_edition", "population_base", "rule"])
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


@pytest.mark.parametrize(("edition", "base"), [(2010, "Census 2021"), (2019, "Census 2001")])
def test_an_unknown_edition_or_base_is_refused_with_the_choices(edition, base):
    with pytest.raises(InputError, match=r"choose one of .*20(25|15 \(indices\))$"):
        people.check_choice(edition, base)


def test_every_base_of_the_specification_is_a_choice():
    wanted = [
        "Census 2011",
        *(f"mid-{year} (revised)" for year in range(2011, 2023)),
        "Census 2021",
    ]
    assert [*wanted, "mid-2012 (indices)", "mid-2015 (indices)"] == list(people.BASES)
    for edition in (2015, 2019, 2025):
        people.check_choice(edition, "mid-2012 (indices)")


def test_census_names_have_a_colon_and_an_undivided_group_is_at_both_levels():
    table = pd.DataFrame(
        {
            "place": "P",
            "broad_group": ["White", "White", "Mixed"],
            "group": ["Irish", "Roma", "Mixed"],
            "count": [3, 4, 5],
        }
    )
    groups = people.census_groups(table).set_index(["level", "group"])["count"].to_dict()
    assert groups == {
        ("broad", "White"): 7, ("broad", "Mixed"): 5,
        ("detailed", "White: Irish"): 3, ("detailed", "White: Roma"): 4, ("detailed", "Mixed"): 5,
    }  # fmt: skip


def over(groups, base="Census 2021", area="Alfa"):
    """Groups over two deciles, as from `ethnicity.over_deciles`."""
    rows = [
        (area, base, "broad", name, i + 1, n)
        for name, ns in groups.items()
        for i, n in enumerate(ns)
    ]
    table = pd.DataFrame(
        rows, columns=["area", "population_base", "level", "group", "decile", "people"]
    )
    table["share_of_group"] = table["people"] / table.groupby("group")["people"].transform("sum")
    return table.assign(
        share_of_decile=table["people"] / table.groupby("decile")["people"].transform("sum")
    )


def test_dissimilarity_is_0_for_like_and_1_for_parted_groups():
    apart = ethnicity.dissimilarity(
        over({"White": (30, 70), "Same": (3, 7), "Poor": (5, 0), "Rich": (0, 9)})
    )
    values = apart.set_index(["group", "other"])["dissimilarity"]
    assert values["White", "Same"] == pytest.approx(0)
    assert values["Poor", "Rich"] == pytest.approx(1)
    assert values["White", "Poor"] == pytest.approx(0.7)


def test_a_group_of_nobody_has_no_dissimilarity():
    assert (
        ethnicity.dissimilarity(over({"White": (30, 70), "None": (0, 0)}))["dissimilarity"]
        .isna()
        .all()
    )


def test_shares_in_decile_1_and_their_ratio_to_the_white_group():
    shares = ethnicity.in_decile_1(over({"White": (20, 80), "Black": (60, 40)})).set_index("group")
    assert list(shares["share"]) == [0.2, 0.6]
    assert shares["ratio_to_white"]["Black"] == pytest.approx(3)
    assert shares["share_of_people"]["Black"] == pytest.approx(0.5)


def test_there_is_no_ratio_to_a_white_group_that_does_not_live_there():
    shares = ethnicity.in_decile_1(over({"White": (0, 80), "Black": (60, 40)}))
    assert shares["ratio_to_white"].isna().all()


def test_change_compares_the_same_group_under_its_two_names():
    both = pd.concat([
        over({"White": (90, 95), "Asian/Asian British": (10, 5)}, "Census 2011"),
        over({"White": (80, 90), "Asian, Asian British or Asian Welsh": (20, 10)}),
    ])  # fmt: skip
    change = ethnicity.change(both).set_index(["group", "decile"])["change"]
    assert change["Asian, Asian British or Asian Welsh", 1] == pytest.approx(0.1)
    assert change["All groups but White", 2] == pytest.approx(0.05)
    assert change["White", 1] == pytest.approx(-0.1)


def published(measure, group, printed, value):
    row = {
        "document": "d",
        "measure": measure,
        "group": group,
        "period": "not stated",
        "printed": printed,
    }
    return pd.DataFrame([row | {"value": value}])


@pytest.mark.parametrize(
    ("value", "comes_out", "count"), [(24, True, 1), (25, False, 0), (26, False, 0), (30, False, 1)]
)
def test_a_published_share_comes_out_where_it_rounds_to_what_is_printed(value, comes_out, count):
    basis = [
        "All people, Census 2021, IMD 2019",
        "All people, Census 2011, IMD 2019",
        "All people, a domain",
    ]
    values = pd.DataFrame(
        {"basis": basis, "value": [24.4, 29.6, 26.2], "same": [True, True, False]}
    )
    values = values.assign(measure=statements.SHARE, group="Leeds residents", period="not stated")
    row = statements.compared(
        published(statements.SHARE, "Leeds residents", f"{value}%", value), values, 2019
    ).iloc[0]
    assert (row["recomputed"], row["agrees"], row["agreeing"], row["tried"]) == (
        24.4,
        comes_out,
        count,
        2,
    )
    assert row["otherwise"] == ("All people, a domain" if value == 26 else "")


def test_a_figure_that_nothing_can_recompute_is_said_so():
    table = published(statements.CHILDREN, "Leeds children in Reception", "37%", 37)
    values = pd.DataFrame(columns=["basis", "value", "same", "measure", "group", "period"]).astype(
        {"same": bool}
    )
    row = statements.compared(table, values.astype({"value": float}), 2019).iloc[0]
    assert row["tried"] == 0
    assert pd.isna(row["recomputed"])


def test_conditions_that_follow_no_gradient_have_index_0_and_modelled_ones_no_limits():
    rows = [
        ("A", name, d, 20, 100)
        for name in ("Fuel poverty 2021", "Social renting")
        for d in (2, 3, 5, 7, 10)
    ]
    table = pd.DataFrame(rows, columns=["area", "condition", "decile", "count", "total"]).assign(
        value=20.0
    )
    indices = conditions.concentration(table).set_index("condition")
    assert list(indices["rci"]) == pytest.approx([0, 0])
    assert indices["rci_lower"].isna().to_dict() == {
        "Fuel poverty 2021": True,
        "Social renting": False,
    }


def test_a_condition_that_lost_a_decile_that_others_have_is_refused():
    rows = [
        ("A", name, d, 20 + d, 100)
        for name in ("Home owned", "Social renting")
        for d in (2, 3, 5, 7, 9, 10)
    ]
    table = pd.DataFrame(rows, columns=["area", "condition", "decile", "count", "total"]).assign(
        value=20.0
    )
    lost = table[(table["condition"] != "Home owned") | (table["decile"] != 10)]
    indices = conditions.concentration(lost).set_index("condition")
    assert indices["reason"].to_dict() == {
        "Home owned": "quantiles missing: 6",
        "Social renting": "",
    }
    # In 2020, on other boundaries, the area may have had no neighbourhood in it.
    earlier = conditions.concentration(
        table.replace({"condition": {"Home owned": "Fuel poverty 2020"}}).drop(index=5)
    )
    assert set(earlier["reason"]) == {""}
    few = conditions.concentration(table[table["decile"] < 9])
    assert set(few["reason"]) == {"fewer than 5 quantiles"}
    assert few["rci"].isna().all()


def test_a_condition_of_the_most_deprived_alone_is_below_0():
    rows = [("A", "Social renting", d, 50 if d == 1 else 0, 100) for d in range(1, 11)]
    table = pd.DataFrame(rows, columns=["area", "condition", "decile", "count", "total"]).assign(
        value=0.0
    )
    # RCI = 2 sum of w y (x - 1/2) / mu with all of y in the first tenth, whose middle is 0.05.
    assert conditions.concentration(table)["rci"].iloc[0] == pytest.approx(2 * (0.05 - 0.5))


def ages_of(code, people, starts=(0, 1, 5)):
    return [(code, sex, age, 0, people) for sex in ("male", "female") for age in starts]


COUNTED = ["area_code", "sex", "age_start", "deaths", "population"]


def test_an_authority_made_since_2014_grew_from_those_it_was_made_of():
    then = pd.DataFrame(ages_of("X", 10) + ages_of("Y", 20) + ages_of("Z", 999), columns=COUNTED)
    now = pd.DataFrame(
        {"lsoa21_code": ["A", "B", "A"], "age_start": [0, 0, 5], "count": [100, 50, 60]}
    )
    table = ages.growth(then, now, {"X", "Y", "New"})
    # 0-4: ages 0 and 1, two sexes, 10 and 20 people: 120. 5-9: 60.
    assert table[["age", "people_2014", "people_2021", "change"]].to_numpy().tolist() == [
        ["0-4", 120, 150, 30], ["5-9", 60, 60, 0],
    ]  # fmt: skip
    assert ages.growth(then, now, {"New"}).empty, "no population of 2014 is none, and not 0"


def test_a_band_that_one_table_lacks_has_no_change_and_is_counted_nowhere():
    then = pd.DataFrame(ages_of("X", 10), columns=COUNTED)
    now = pd.DataFrame({"lsoa21_code": ["A"], "age_start": [0], "count": [100]})
    table = ages.growth(then, now, {"X"})
    assert table["change"].isna().tolist() == [False, True]
    none = pd.DataFrame(columns=["area", "age_start", "age", "share"])
    said, *_ = findings.ages(table, none, "Here")
    assert "1 of 1 five-year bands hold more people. In broad bands: 0-14 +60." in said
    assert not [
        sentence for sentence in findings.ages(table[1:], none, "Here") if "five-year" in sentence
    ]


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (5, 5), (10, 10), (11, 10)])
def test_no_ward_is_named_twice(count, shown):
    wards = pd.DataFrame({"ward": [f"W{i}" for i in range(count)]})
    assert places.ends(wards)["ward"].nunique() == len(places.ends(wards)) == shown
    caption = words.city_map(pd.DataFrame({"decile": [1]}), wards, "Here", 2019)
    named = (
        caption["alt"]
        .partition(" darkest. ")[2]
        .replace(". Least", "")
        .replace(": ", "; ")
        .rstrip(".")
        .split("; ")
    )
    assert len(set(named)) == len(named)


def nowhere(share=0.0):
    rows = [
        (edition, base, "All people", "All ages", 1000, 1000 * share, share)
        for edition in (2015, 2019, 2025)
        for base in ("Census 2021", "mid-2013 (revised)", "mid-2022 (revised)")
    ]
    columns = ["imd_edition", "population_base", "group", "age", "people", "in_decile_1", "share"]
    return pd.DataFrame(rows, columns=columns)


def test_where_nobody_lives_in_decile_1_it_is_said_once_and_in_words():
    touched = pd.DataFrame(
        [(2019, "Census 2021", "unchanged", 1000, 0, 0)],
        columns=["imd_edition", "population_base", "rule", "people", "in_decile_1", "in_doubt"],
    )
    said = findings.tenth(nowhere(), touched, "Here", 2019, "Census 2021")
    assert said[0].startswith("None of the 1,000 people of Here (Census 2021) lives in")
    assert said[0].endswith("by IMD 2019, and none by any other edition.")
    assert "0.0%" not in said[0]
    assert said[2].startswith("No rule of the lookup places any of those people")
    assert said[2].endswith("their LSOAs are the same in 2011 and 2021.")
    same = touched.assign(
        rule="same boundaries"
    )  # it is not known whether another census has other LSOAs
    assert findings.tenth(nowhere(), same, "Here", 2019, "Census 2021")[2].endswith(
        "they are counted in the LSOAs that the edition ranks."
    )
    later = nowhere()
    later.loc[later["imd_edition"] == 2025, ["in_decile_1", "share"]] = [120.0, 0.12]
    assert findings.tenth(later, touched, "Here", 2019, "Census 2021")[0].endswith(
        "by IMD 2019; of the same people it is 120 (12.0%) by IMD 2025."
    )
    assert (
        "100 of 1,000 people (10.0%; Census 2021)"
        in findings.tenth(nowhere(0.1), touched, "Here", 2019, "Census 2021")[0]
    )


def test_domains_that_tie_are_all_named_and_none_is_a_word():
    domains = pd.DataFrame(
        {
            "imd_edition": ["Income", "Crime", "Health"],
            "share": [0.0, 0.0, 0.5],
            "population_base": "Census 2021",
        }
    )
    said = findings.sensitivity(domains, pd.DataFrame({"imd_edition": []}), "Here")
    assert "runs from none (Income; Crime) to 50.0% (Health); Census 2021." in said[0]
    assert said[1] == "No LSOA of Here is among the most deprived 1% of England's, by any edition."
    assert (
        "By no domain"
        in findings.sensitivity(
            domains.assign(share=0.0), pd.DataFrame({"imd_edition": [2019]}), "H"
        )[0]
    )


def test_a_change_in_the_only_decile_is_no_range():
    change = pd.DataFrame(
        {
            "area": "Here",
            "group": ethnicity.NOT_WHITE,
            "decile": [7, 8],
            "share_2011": [0.012, None],
            "share_2021": [0.025, None],
            "change": [0.013, None],
        }
    )
    (said,) = findings._diversity(change, "Here")
    assert said.endswith("by +1.3 points in decile 7.")


@pytest.mark.parametrize(
    ("then", "now", "end"),
    [
        (
            [0.1, 0.1],
            [0.2, 0.1],
            (
                "by +0.0 to +10.0 points, most in decile 1; in proportion to the share of 2011 most"
                " in decile 1 (+100%)."
            ),
        ),
        (
            [0.4, 0.1],
            [0.2, 0.11],
            (
                "by -20.0 to +1.0 points, most in decile 1; in proportion to the share of 2011 most"
                " in decile 1 (-50%)."
            ),
        ),
        (
            [0.4, 0.1],
            [0.45, 0.14],
            (
                "by +4.0 to +5.0 points, most in decile 1; in proportion to the share of 2011 most"
                " in decile 2 (+40%; decile 1 +12%). Where diversity grew most depends on which of"
                " the two is meant."
            ),
        ),
    ],
)
def test_the_greatest_change_may_be_a_fall_and_a_decile_is_named_once(then, now, end):
    change = pd.DataFrame(
        {
            "area": "Here",
            "group": ethnicity.NOT_WHITE,
            "decile": [1, 2],
            "share_2011": then,
            "share_2021": now,
        }
    )
    (said,) = findings._diversity(
        change.assign(change=change["share_2021"] - change["share_2011"]), "Here"
    )
    assert said.endswith(end)


def test_wards_stand_in_the_order_of_their_average_rank(placed):
    ranked = placed[placed["imd_edition"] == 2019].assign(rank=lambda t: t["decile"] * 100)
    ranked["ward"] = (
        ranked["lsoa_code"].str[0].map({"A": "Rich", "B": "Poor", "C": "Rich", "D": "Poor"})
    )
    wards = places.wards(
        living("Census 2011", 2011, BEFORE.to_dict()), ranked.assign(ward_code=ranked["ward"]), 2019
    )
    assert list(wards["ward"]) == ["Poor", "Rich"]
    assert list(wards["share"]) == [1, 0]
    assert wards["average_rank"].to_list() == pytest.approx([100, (100 * 500 + 300 * 700) / 400])


def test_bars_start_at_zero_and_say_their_values():
    names = ["One", "A name that is long enough to be wrapped"]
    data = pd.DataFrame({"name": names, "share": [12.4, 60.0], "other": [10, 20]})
    figure = charts.bars(
        data,
        place="name",
        value="share",
        value_label="Percent",
        mark="other",
        mark_label="there",
        wrap=20,
    )
    (ax,) = figure.axes
    assert ax.get_xlim()[0] == 0
    assert [bar.get_width() for bar in ax.patches] == [12.4, 60]
    assert {"12", "60", "there"} <= {text.get_text() for text in ax.texts}
    assert "\n" in ax.get_yticklabels()[1].get_text()
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first row is on top"


def test_a_value_stands_beside_its_bar_unless_the_line_is_in_the_way():
    data = pd.DataFrame(
        {"name": ["Far", "Near", "None"], "share": [10.0, 38.0, None], "other": [40.0, 40.0, 40.0]}
    )
    figure = charts.bars(data, place="name", value="share", value_label="Percent", mark="other")
    places = {text.get_text(): text.xy[0] for text in figure.axes[0].texts if text.get_text()}
    assert places == {"10": 10, "38": 40, "[x]": 0}
