"""Suppression of small counts: an intruder who knows the rule, identities, and refusals."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from pandas.testing import assert_frame_equal

from leedsequity.stats import DISCLOSURE_POLICIES, suppress

SMALL = set(range(1, 8))
NHS = {"policy": "nhs"}


def tables(values, columns, rows):
    """Every table of rows x columns with cells among `values`, and its totals, in one frame."""
    inner = np.array(list(product(values, repeat=rows * columns))).reshape(-1, rows, columns)
    if rows > 1:
        inner = np.concatenate([inner, inner.sum(axis=1, keepdims=True)], axis=1)
    number, ward = np.indices(inner.shape[:2])
    names = [f"c{column}" for column in range(columns)]
    data = pd.DataFrame(inner.reshape(-1, columns), columns=names)
    data.insert(0, "ward", np.where(ward.ravel() == rows, "All", ward.ravel().astype(str)))
    data.insert(0, "table", number.ravel())
    totals = {"all": names} | ({"ward": "All"} if rows > 1 else {})
    return data.assign(all=data[names].sum(axis=1)), [*names, "all"], totals


def released_and_true(data, counts, result, columns):
    """What is shown of every table as one row of text, and the true counts of its cells."""
    wide = result[columns].astype("str").fillna("-").agg("|".join, axis=1)
    key = wide.groupby(data["table"].to_numpy()).agg("/".join)
    return key, data[counts].to_numpy().reshape(len(key), -1)


def narrowest(key, true, hidden):
    """For each table and hidden cell, the counts there of all tables with the same release."""
    groups = pd.Series(range(len(key))).groupby(key.to_numpy()).agg(list)
    for members in groups:
        cells = true[members]
        for cell in np.flatnonzero(hidden[members[0]]):
            yield set(cells[:, cell].tolist())


@pytest.mark.parametrize(
    ("values", "columns", "rows", "policy"),
    [
        (range(18), 3, 1, "opensafely"),
        pytest.param(range(13), 2, 2, "nhs", marks=pytest.mark.long),
        (range(19), 3, 1, "midpoint6"),
    ],
    ids=["3 cells of 0-17", "2 x 2 cells of 0-12", "3 cells of 0-18"],
)
def test_an_intruder_who_knows_the_rule_and_tries_all_tables_learns_only_what_the_policy_allows(
    values, columns, rows, policy
):
    """All tables with the same release, its totals and reasons included, are what it could be.

    So are its percentages. A hidden count that may be small may be any of 1-7; every other one but
    0 keeps the 5 or 6 of its rounding.
    """
    data, counts, totals = tables(values, columns, rows)
    percentages = {f"percent_{name}": (name, "all") for name in counts[:-1]}
    result = suppress(data, counts=counts, totals=totals, policy=policy, percentages=percentages)
    key, true = released_and_true(data, counts, result, [*counts, *percentages, "reason"])
    hidden = result[counts].isna().to_numpy().reshape(true.shape)
    inner = np.tile([*[True] * columns, False], rows)
    inner = np.concatenate([inner, np.zeros(true.shape[1] - inner.size, dtype=bool)])
    base = DISCLOSURE_POLICIES[policy].base
    for possible in narrowest(key, true, np.broadcast_to(inner, true.shape)):
        assert len(possible) >= base or possible == {0}
    for possible in narrowest(key, true, hidden & inner):
        assert possible >= SMALL or not possible & SMALL
    if policy != "midpoint6":
        assert hidden[(true >= 1) & (true <= 7)].all()


def test_in_two_rows_of_three_cells_no_release_tells_1_from_7():
    data, counts, totals = tables((0, 1, 7, 12), 3, 2)
    result = suppress(data, counts=counts, totals=totals, policy="nhs")
    key, true = released_and_true(data, counts, result, [*counts, "reason"])
    hidden = result[counts].isna().to_numpy().reshape(true.shape)
    hidden[:, [3, 7, 8, 9, 10, 11]] = False  # totals
    for possible in narrowest(key, true, hidden):
        assert possible in ({1, 7}, {12}, {1, 7, 12})


def test_the_intruder_recovers_counts_from_true_totals_and_narrows_them_from_rounded_ones():
    """So the test above can fail: a rule that shows totals of the records does fail it."""
    data, counts, _ = tables(range(18), 3, 1)
    cells = data[counts[:-1]]
    base = (5 * (cells / 5).round()).mask(cells.isin(SMALL), -1)
    small = cells.isin(SMALL).to_numpy()
    true = cells.to_numpy()
    for total, fewest in ((data["all"], 1), (5 * (data["all"] / 5).round(), 3)):
        key = base.assign(all=total).astype(str).agg("|".join, axis=1)
        assert min(len(possible) for possible in narrowest(key, true, small)) <= fewest


def test_a_second_table_made_from_the_first_tells_nothing_and_one_made_from_the_records_does():
    """Two columns by ward, and the wards' totals again: other tables come from the result."""
    data, counts, totals = tables(range(18), 2, 1)
    result = suppress(data, counts=counts, totals=totals, policy="nhs")
    hidden = result[counts].isna().to_numpy()
    hidden[:, 2] = False
    apart = suppress(data[["table", "all"]], counts=["all"], policy="nhs")
    fewest = {}
    for name, second in (
        ("none", None),
        ("from the result", result["all"] * 2),
        ("from the records", apart["all"]),
    ):
        both = result if second is None else result.assign(second=second)
        columns = [*counts, "reason"] + ([] if second is None else ["second"])
        key, true = released_and_true(data, counts, both, columns)
        fewest[name] = min(
            len(possible & SMALL) for possible in narrowest(key, true, hidden) if possible & SMALL
        )
    assert fewest["none"] == fewest["from the result"] == 7
    assert fewest["from the records"] < 7


def test_an_exact_total_from_elsewhere_leaves_a_small_count_its_range():
    """The intruder knows the true total, and what can be behind each cell that is shown."""
    data, counts, totals = tables(range(14), 3, 1)
    result = suppress(data, counts=counts, totals=totals, policy="nhs")
    candidates = np.array(list(product(range(21), repeat=3)))
    rounded = (5 * np.round(candidates / 5)).astype(int)
    small = (candidates >= 1) & (candidates <= 7)
    true, released = data[counts].to_numpy(), result[counts[:3]].astype("float").to_numpy()
    cases = pd.DataFrame(np.column_stack([released, true[:, 3]])).drop_duplicates()
    checked = 0
    for case in cases.index:
        hidden = np.isnan(released[case])
        if pd.isna(result.loc[case, "all"]) or not hidden.any():
            continue
        possible = candidates.sum(axis=1) == true[case, 3]
        possible &= np.where(hidden, candidates > 0, (rounded == released[case]) & ~small).all(
            axis=1
        )
        same = (np.nan_to_num(released, nan=-1) == np.nan_to_num(released[case], nan=-1)).all(
            axis=1
        )
        for table in np.flatnonzero(same & (true[:, 3] == true[case, 3])):
            for cell in np.flatnonzero(hidden & np.isin(true[table, :3], list(SMALL))):
                assert set(candidates[possible, cell].tolist()) >= SMALL
                checked += 1
    assert checked > 500


def wards(women=(3, 12, 40), men=(20, 30, 9), names=("A", "B", "C")):
    data = pd.DataFrame({"ward": names, "women": women, "men": men})
    data.loc[len(data)] = ["All", data["women"].sum(), data["men"].sum()]
    return data.assign(all=data["women"] + data["men"])


COUNTS = ["women", "men", "all"]
TOTALS = {"all": ["women", "men"], "ward": "All"}


def shown(column):
    return [None if pd.isna(count) else count for count in column]


def test_a_table_worked_by_hand():
    # 3 is small; 20 keeps it company in its row and 12 (shown as 10) in its column; in the row of
    # 12, 30 does. Totals are those of rounded parts, the small one as 5: 5 + 20, 10 + 30, 40 + 10;
    # 5 + 10 + 40, 20 + 30 + 10.
    result = suppress(wards(), counts=COUNTS, totals=TOTALS, **NHS)
    assert shown(result["women"]) == [None, None, 40, 55]
    assert shown(result["men"]) == [None, None, 10, 60]
    assert shown(result["all"]) == [25, 40, 50, 115]
    assert result["reason"].tolist() == ["[c]: women, men", "[c]: women, men", "", ""]


def test_the_result_does_not_say_which_hidden_count_is_small():
    women, men = (wards((3,), (8,), ("A",)), wards((8,), (3,), ("A",)))
    one, other = (suppress(data, counts=COUNTS, totals=TOTALS, **NHS) for data in (women, men))
    assert_frame_equal(one, other)
    assert one.loc[0, "reason"] == "[c]: women, men"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("opensafely", [0, None, None, 10, 10, 15, 100]),
        ("nhs", [0, None, None, 10, 10, 15, 100]),
        ("midpoint6", [0, 3, 9, 9, 9, 15, 99]),
        ("none", [0, 1, 7, 8, 12, 13, 98]),
    ],
)
def test_each_policy_shows_counts_as_its_source_says(policy, expected):
    data = pd.DataFrame({"area": list("abcdefg"), "count": [0, 1, 7, 8, 12, 13, 98]})
    result = suppress(data, counts=["count"], policy=policy)
    assert shown(result["count"]) == expected
    markers = {"opensafely": "[REDACTED]: count", "nhs": "[c]: count"}
    assert result["reason"].tolist()[1] == markers.get(policy, "")


@given(count=st.integers(0, 10**9))
@settings(max_examples=100, deadline=None)
def test_what_is_shown_is_within_half_a_base_of_the_count(count):
    data = pd.DataFrame({"count": [count]})
    for policy, most in (("nhs", 2), ("midpoint6", 3)):
        result = suppress(data, counts=["count"], policy=policy)["count"].item()
        assert pd.isna(result) or abs(result - count) <= most


cell = st.integers(0, 30)


@given(
    women=st.lists(cell, min_size=4, max_size=4),
    men=st.lists(cell, min_size=4, max_size=4),
    seed=st.integers(0, 99),
)
@settings(max_examples=60, deadline=None)
def test_no_hidden_count_is_alone_in_a_shown_total_and_the_order_of_rows_changes_nothing(
    women, men, seed
):
    data = wards(women, men, names=list("ABCD"))
    result = suppress(data, counts=COUNTS, totals=TOTALS, policy="opensafely")
    shuffled = suppress(
        data.sample(frac=1, random_state=seed), counts=COUNTS, totals=TOTALS, policy="opensafely"
    )
    assert_frame_equal(shuffled.sort_index(), result)
    hidden = result.set_index("ward")[COUNTS].isna()
    for parts, total in (
        (hidden.loc[:, ["women", "men"]], hidden["all"]),
        (hidden.drop("All").T, hidden.loc["All"]),
    ):
        assert not (parts.sum(axis=1).eq(1) & ~total).any()


def test_shown_totals_and_percentages_are_those_of_the_rounded_parts():
    data = wards((41, 52, 68), (22, 33, 97))
    result = suppress(
        data, counts=COUNTS, totals=TOTALS, policy="nhs", percentages={"percent": ("women", "all")}
    )
    assert result["women"].tolist() == [40, 50, 70, 160]
    assert result["all"].tolist() == [60, 85, 165, 310]
    assert_allclose(
        result["percent"], [100 * 40 / 60, 100 * 50 / 85, 100 * 70 / 165, 100 * 160 / 310]
    )


def test_no_percentage_comes_from_fewer_than_ten_events_or_from_what_is_hidden():
    data = pd.DataFrame(
        {"area": list("abcd"), "cases": [0, 9, 13, 3], "people": [50, 60, 100, 100]}
    )
    ask = {"counts": ["cases", "people"], "percentages": {"percent": ("cases", "people")}}
    assert_array_equal(
        suppress(data, policy="midpoint6", **ask)["percent"].isna(), [True, True, False, True]
    )
    # 9 is shown as 10, and 10 may be 8: fewer than ten.
    assert_allclose(suppress(data, policy="nhs", **ask)["percent"], [np.nan, np.nan, 15, np.nan])
    assert_allclose(suppress(data, policy="none", **ask)["percent"], [0, 15, 13, 3])


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=6),
    st.sampled_from(["opensafely", "nhs", "midpoint6", "none"]),
)
@settings(max_examples=100, deadline=None)
def test_the_true_percentage_lies_in_its_range_and_never_comes_from_fewer_than_ten(rows, policy):
    """Of all people, a total of the release; and of another count, which may be smaller."""
    data = pd.DataFrame(rows, columns=["women", "men"]).rename_axis("row").reset_index()
    data = data.assign(all=data["women"] + data["men"])
    asked = {"share": ("women", "all"), "ratio": ("women", "men")}
    result = suppress(
        data, counts=COUNTS, totals={"all": ["women", "men"]}, policy=policy, percentages=asked
    )
    for name, (top, bottom) in asked.items():
        given = result[name].notna()
        true = 100 * data[top] / data[bottom]
        assert policy == "none" or (data.loc[given, top] >= 10).all()
        assert (result.loc[given, f"{name}_least"] <= true[given] + 1e-9).all()
        assert (result.loc[given, f"{name}_most"] >= true[given] - 1e-9).all()
        assert (
            result.loc[given, name]
            .between(result[f"{name}_least"][given], result[f"{name}_most"][given])
            .all()
        )
    assert not (result["share_most"] > 100).any()


def test_the_range_of_a_percentage_worked_by_hand():
    # 22 of 40 is shown as 20 of 20 + 20: 18 and 22, or 22 and 18, may be behind. Two counts apart:
    # 18 of 42, 22 of 38.
    data = pd.DataFrame({"women": [22], "men": [18], "all": [40]})
    ask = {"counts": COUNTS, "percentages": {"percent": ("women", "all")}, "policy": "nhs"}
    found = [suppress(data, totals=totals, **ask) for totals in ({"all": ["women", "men"]}, None)]
    columns = ["percent", "percent_least", "percent_most"]
    assert_allclose(found[0].loc[0, columns].to_list(), [50, 45, 55])
    assert_allclose(found[1].loc[0, columns].to_list(), [50, 100 * 18 / 42, 100 * 22 / 38])


def test_where_no_count_can_keep_a_small_one_company_the_total_is_hidden():
    result = suppress(
        wards((3, 0), (0, 50), ("A", "B")), counts=COUNTS, totals=TOTALS, **NHS
    ).set_index("ward")
    # 3 in ward A has no company in its row (0 is shown) nor among women: both totals go, and with
    # the total of ward A that of ward B; with that of women that of men.
    assert result[COUNTS].isna().to_numpy().tolist() == [
        [True, False, True],
        [False, False, True],
        [True, True, False],
    ]
    assert result.loc["All", "all"] == 55


def test_a_missing_count_stays_missing_with_its_reason_and_so_do_its_totals():
    data = wards((13, 24), (35, 46), ("A", "B")).astype({"women": "Int64", "all": "Int64"})
    data.loc[0, "women"] = pd.NA
    result = suppress(data, counts=COUNTS, totals=TOTALS, **NHS)
    assert result["women"].isna().tolist() == [True, False, True]
    assert result["reason"].tolist() == ["missing: women, all", "", "missing: women, all"]
    assert result.loc[0, "men"] == 35
    small = suppress(data.assign(men=[4, 46, 50]), counts=["women", "men"], **NHS)
    assert small.loc[0, "reason"] == "[c]: men; missing: women"


def test_a_label_may_have_its_total_in_some_groups_only():
    data = pd.concat(
        [wards().assign(year=2020), wards().iloc[:3].assign(year=2021)], ignore_index=True
    )
    result = suppress(data, counts=COUNTS, totals=TOTALS, **NHS)
    alone = suppress(wards(), counts=COUNTS, totals=TOTALS, **NHS)
    assert_frame_equal(result.iloc[:4].drop(columns="year"), alone)
    # Without a total of women nothing has to go with the 3 in its column; 20 goes with it in its
    # row.
    assert shown(result.loc[result["year"] == 2021, "women"]) == [None, 10, 40]
    assert shown(result.loc[result["year"] == 2021, "men"]) == [None, 30, 10]


def test_totals_of_totals_are_made_from_their_parts():
    data = pd.DataFrame({"area": ["a", "b"], "x": [12, 40], "y": [13, 50], "z": [21, 60]})
    data = data.assign(xy=data["x"] + data["y"], xyz=data["x"] + data["y"] + data["z"])
    totals = {"xyz": ["xy", "z"], "xy": ["x", "y"]}
    result = suppress(data, counts=["x", "y", "z", "xy", "xyz"], totals=totals, **NHS)
    assert result.loc[0, ["x", "y", "xy", "z", "xyz"]].tolist() == [10, 15, 25, 20, 45]


def test_the_callers_frame_is_not_changed_and_its_index_is_kept():
    data = wards().set_axis(list("wxyz"), axis=0)
    before = data.copy(deep=True)
    result = suppress(data, counts=COUNTS, totals=TOTALS, **NHS)
    assert_frame_equal(data, before)
    assert result.index.tolist() == list("wxyz")
    assert result["ward"].tolist() == data["ward"].tolist()


def test_an_empty_table_stays_empty():
    result = suppress(wards().iloc[:0], counts=COUNTS, totals={"all": ["women", "men"]}, **NHS)
    assert list(result.columns) == ["ward", *COUNTS, "reason"]
    assert len(result) == 0


def test_every_policy_names_its_source():
    assert set(DISCLOSURE_POLICIES) == {"opensafely", "nhs", "midpoint6", "none"}
    assert all(len(policy.source) > 10 for policy in DISCLOSURE_POLICIES.values())


@pytest.mark.parametrize(
    ("change", "arguments", "message"),
    [
        ({}, {"policy": "ons"}, "policy must be one of opensafely, nhs, midpoint6, none"),
        ({}, {"counts": ["women", "girls"]}, "no column 'girls'"),
        ({}, {"counts": ["women", "women"]}, "counts names a column twice"),
        ({"women": [3, -12, 40, 31]}, {}, "column 'women': .* rows where they are not: 1$"),
        ({"women": [3.5, 12, 40, 55.5]}, {}, "column 'women': .* rows where they are not: 2$"),
        ({"all": [1, 2, 3, 4]}, {}, "totals: 'all' is not the sum of its parts"),
        (
            {"women": [3, 12, 41, 55], "all": [23, 42, 50, 114]},
            {},
            "totals: 'ward' is not the sum of its parts",
        ),
        ({"ward": ["A", "A", "C", "All"]}, {}, "1 rows have the same labels as another"),
        ({"ward": [1, "1", 3, "All"]}, {}, "column 'ward' holds values of several types"),
        (
            {"ward": ["A", "A ", "C", "All"]},
            {},
            "column 'ward' holds text with spaces at its ends; rows: 1;",
        ),
        (
            {"rate": [0.1, 0.2, 0.3, 0.4]},
            {},
            "column 'rate' holds fractions and would be shown as it is",
        ),
        (
            {},
            {"percentages": {"share": ("women", "people")}},
            "percentages: people is none of counts",
        ),
        ({"reason": "x"}, {}, "the table has a column 'reason' already"),
        ({}, {"totals": {"ward": "Total"}}, "totals: column 'ward' has no level 'Total'"),
        ({}, {"totals": {"sum": ["women", "men"]}}, "totals: no column 'sum'"),
        ({}, {"totals": {"all": "women"}}, "totals: 'all' must name the two or more count columns"),
        (
            {},
            {"totals": {"all": ["women", "girls"]}},
            "totals: 'all' must name the two or more count columns",
        ),
        (
            {"women": [0] * 4, "men": [0] * 4, "all": [0] * 4},
            {"totals": {"all": ["women", "men"], "women": ["all", "men"]}},
            "totals: columns add up to one another in a circle",
        ),
    ],
)
def test_bad_arguments_are_named_in_the_error_and_no_count_is(change, arguments, message):
    with pytest.raises(ValueError, match=message):
        suppress(
            wards().assign(**change),
            **{"counts": COUNTS, "totals": TOTALS, "policy": "nhs", **arguments},
        )
