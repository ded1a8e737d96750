"""The spine of a measure: where its marks lie, and when there is none."""

import re

import pytest

from leedsequity_build.site import row_spine as spine

ROW = {
    "value": 30, "other": 20, "worst": 10, "lower_quarter": 15, "upper_quarter": 25, "best": 40,
    "authorities": 150,
}  # fmt: skip


def places(row):
    drawn = spine.drawn(row, "better")
    ends = re.search(r'"all" d="M(\d+) 11H(\d+)"', drawn).groups()
    here = re.search(r'"better" d="M(\d+)', drawn).group(1)
    return [int(place) for place in (*ends, here)]


def test_england_is_the_middle_and_the_farther_end_is_at_the_edge():
    # 92 units a side stand for 20, the distance of the best from England.
    assert places(ROW) == [100 - 46, 192, 100 + 46]


def test_where_less_is_better_the_better_side_is_still_the_right_one():
    turned = {"worst": 40, "lower_quarter": 25, "upper_quarter": 15, "best": 10}
    assert places(ROW | turned | {"value": 10}) == [8, 146, 146]


@pytest.mark.parametrize("missing", [{"other": None}, {"worst": None}, {"authorities": 19}])
def test_there_is_none_without_england_or_a_range_of_twenty(missing):
    assert spine.drawn(ROW | missing, "better") == ""


def test_there_is_none_where_all_are_alike():
    alike = dict.fromkeys(("value", "worst", "lower_quarter", "upper_quarter", "best"), 20)
    assert spine.drawn(ROW | alike, "similar") == ""


def test_what_was_not_tested_has_the_open_mark():
    assert spine.mark("worse, not tested") == spine.UNTESTED
    assert "open" in spine.drawn(ROW, "worse, not tested")
    assert len({spine.mark(word) for word in ("better", "worse", "similar")}) == 3
