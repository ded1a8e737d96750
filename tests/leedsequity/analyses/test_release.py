"""Counts of persons made fit to be shown: small parts joined, counts rounded, shares open."""

from collections import defaultdict
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leedsequity.analyses import release
from leedsequity.errors import InputError

POLICY = "opensafely"


def shown(table: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(table[list(columns)].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([86, 3, 0, 66, 20], [[0], [1, 2, 3], [4]]),
        ([3, 4, 9, 0, 20], [[0, 1, 2], [3], [4]]),
        ([149, 3], [[0, 1]]),
        ([8, 9, 3], [[0, 1, 2]]),
        ([7, 6, 20], [[0, 1, 2]]),
        ([3, 8, 7, 9], [[0, 1, 2, 3]]),
        ([0, 0, 0], [[0, 1, 2]]),
        ([10, 0, 4], []),
        ([7, 8], []),
        ([1, 7, 8], [[0, 1, 2]]),
        ([9, 7], [[0, 1]]),
        ([3, 12, 21], [[0, 1, 2]]),
    ],
)  # fmt: skip
def test_small_parts_are_joined_with_their_neighbours(counts, expected):
    assert release.joined(counts) == expected


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_every_part_shown_holds_nobody_or_eight_and_every_part_is_in_one(counts):
    groups = release.joined(counts)
    sums = [sum(counts[i] for i in group) for group in groups]
    assert not [total for total in sums if 1 <= total <= 7]
    assert groups == [] or sorted(i for group in groups for i in group) == list(range(len(counts)))
    assert (groups == []) == (1 <= sum(counts) < 16)


@pytest.mark.parametrize(("parts", "top"), [(2, 40), (3, 30), (4, 23)])
def test_an_intruder_who_knows_the_rule_and_tries_all_counts_cannot_narrow_a_small_one(parts, top):
    """All counts that are joined alike to the same sums: a small part may be any of 1 to 7.

    He is given the sums exactly, as he could have them from several breakdowns of the same people;
    rounded, they tell him less.
    """
    same = defaultdict(list)
    for counts in product(range(top), repeat=parts):
        groups = release.joined(counts)
        same[tuple((tuple(group), sum(counts[i] for i in group)) for group in groups)].append(
            counts
        )
    checked = 0
    for seen, possible in same.items():
        if any(total >= top for _, total in seen):
            continue  # the parts of a larger sum are not all among the counts tried
        for part in range(parts):
            values = {counts[part] for counts in possible}
            if values & set(range(1, 8)):
                assert values >= set(range(1, 8)), (seen, part)
                checked += 1
    assert checked > 3


def test_a_breakdown_is_rounded_and_adds_up():
    counts = pd.Series({"a": 63, "b": 3, "c": 13, "d": 21})
    # 65 stands for 63 to 67, 15 for 13 to 17, 20 for 18 to 22.
    assert shown(release.breakdown(counts, POLICY), "part", *release.COUNTS) == [
        ("a", 65, 63, 67), ("b + c", 15, 13, 17), ("d", 20, 18, 22)
    ]  # fmt: skip
    # In sixes, shown by their middle: 61 to 66 is 63, 13 to 18 is 15, 19 to 24 is 21.
    assert shown(release.breakdown(counts, "midpoint6"), "part", *release.COUNTS) == [
        ("a", 63, 61, 66), ("b + c", 15, 13, 18), ("d", 21, 19, 24)
    ]  # fmt: skip


@pytest.mark.parametrize("policy", release.POLICIES)
def test_what_a_count_can_stand_for_holds_it_and_is_the_same_for_all_that_are_shown_alike(policy):
    table = release.rounded(pd.Series([0, *range(8, 200)]), policy)
    true = table.index.to_series().replace(0, -7) + 7
    assert ((table["fewest"] <= true) & (true <= table["most_people"])).all()
    assert (table.groupby("people")[["fewest", "most_people"]].nunique() == 1).all(axis=None)
    ends = true.groupby(table["people"]).agg(["min", "max"]).iloc[:-1]
    assert (
        ends.to_numpy().tolist()
        == table.groupby("people")[["fewest", "most_people"]].first().iloc[:-1].to_numpy().tolist()
    )


def test_an_unknown_policy_and_the_one_for_published_tables_are_refused():
    for wrong in ("none", "ons"):
        with pytest.raises(InputError, match="one of opensafely, nhs, midpoint6"):
            release.check_policy(wrong)


def wilson(count: int, of: int) -> tuple[float, float]:
    """Wilson's limits, in per cent, as he gives them."""
    square = 1.959964**2
    half = 1.959964 * (square + 4 * count * (1 - count / of)) ** 0.5
    return tuple(100 * (2 * count + square + sign * half) / (2 * (of + square)) for sign in (-1, 1))


def test_a_representation_ratio_worked_by_hand():
    # 60 of 80 people stated, 1,000 of 4,000 residents: 75% over 25%. 60 stands for 58 to 62, 20 for
    # 18 to 22.
    table = release.breakdown(pd.Series({"1": 61, "2": 19, "not stated": 12}), POLICY)
    ratio = release.representation(table, pd.Series({"1": 1000, "2": 3000}), POLICY)
    first = shown(ratio, "people", "of", "share", "value", "least", "most", "lower", "upper")[0]
    limits = wilson(58, 58 + 22)[0] / 25, wilson(62, 62 + 18)[1] / 25
    assert first == pytest.approx(
        (60, 80, 75, 3, 58 / 80 / 0.25, 62 / 80 / 0.25, *limits), rel=1e-6
    )
    assert ratio["value"].isna().tolist() == [False, False, True]


counts_of_groups = st.lists(st.integers(0, 60), min_size=2, max_size=5)


@given(counts_of_groups, st.integers(0, 40), st.sampled_from(release.POLICIES))
@settings(max_examples=100, deadline=None)
def test_a_file_and_the_same_file_with_blanks_agree_within_rounding_or_are_withheld(
    counts, blanks, policy
):
    """People of whom nothing is stated change no share: its range holds that of those stated."""
    residents = pd.Series({f"g{i}": 100 * (i + 1) for i in range(len(counts))})
    groups = pd.Series(counts, index=residents.index)
    with_blanks = pd.concat([groups, pd.Series({release.NOT_STATED: blanks})]) if blanks else groups
    found = release.representation(release.breakdown(with_blanks, policy), residents, policy)
    for row in found[found["value"].notna()].itertuples():
        parts = row.part.split(" + ")
        share = groups[parts].sum() / groups.sum()
        ratio = share / (residents[parts].sum() / residents.sum())
        assert row.least - 1e-9 <= ratio <= row.most + 1e-9
        assert row.least - 1e-9 <= row.value <= row.most + 1e-9
        assert row.lower <= row.least
        assert row.upper >= row.most
        assert groups[parts].sum() >= 10, "none from fewer than ten, by the true count"


def test_three_blanks_do_not_make_everybody_a_woman():
    """48 women, 52 men, and three not stated, who are joined with the men: no share of either."""
    counts = pd.Series({"female": 48, "male": 52, "not stated": 3})
    found = release.representation(
        release.breakdown(counts, POLICY), pd.Series(dtype="float64"), POLICY
    )
    assert shown(found, "part", "people") == [("female", 50), ("male + not stated", 55)]
    assert found[["share", "share_least", "share_most"]].isna().all(axis=None)
    assert set(found["reason"]) == {"a group is joined with not stated"}
    stated = release.representation(
        release.breakdown(counts.head(2), POLICY), pd.Series(dtype="float64"), POLICY
    )
    assert stated["share"].tolist() == [50, 50]
    # 50 stands for 48 to 52: of 48 and 52 women are 48%, of 52 and 48 they are 52%, and no more is
    # known.
    assert shown(stated, "share_least", "share_most") == [(48, 52), (48, 52)]


def test_a_rounded_12_of_20_is_never_shown_as_exactly_a_half():
    """12 and 8 are both shown as 10, which may be 8: no share.

    24 of 40 is shown as 25 of 40, which may be 23 to 27 of 40.
    """
    for counts, expected in (
        ([12, 8], None),
        ([24, 16], (100 * 25 / 40, 100 * 23 / 40, 100 * 27 / 40)),
    ):
        table = release.breakdown(pd.Series(counts, index=["a", "b"]), POLICY)
        row = release.shares(table, release.all_others(table), POLICY).iloc[0]
        if expected is None:
            assert row[["value", "least", "most", "lower", "upper"]].isna().all()
        else:
            assert row[["value", "least", "most"]].tolist() == pytest.approx(expected)
            assert row["least"] <= 100 * 24 / 40 <= row["most"]
            assert row["lower"] == pytest.approx(wilson(23, 40)[0], rel=1e-6)
            assert row["upper"] == pytest.approx(wilson(27, 40)[1], rel=1e-6)
