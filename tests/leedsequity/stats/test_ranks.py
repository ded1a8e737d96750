"""Intervals of ranks: hand-made cases, identities, coverage, refusals, what must not matter."""

import time

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests

from leedsequity.stats import gap, rank_intervals

Z = 1.959963984540054  # 97.5th percentile of the standard normal distribution, from printed tables
NUMBERS = ["rank", "rank_lower", "rank_upper", "ranked"]


def areas(value=(10.0, 9.0, 5.0), se=1.0, names="ABCDEFGH", **more):
    value = np.asarray(value, dtype=float)
    data = pd.DataFrame({**more, "area": list(names[: len(value)]), "value": value, "se": se})
    return data.assign(lower=value - Z * data["se"], upper=value + Z * data["se"])


def ranked(data, by=(), **arguments):
    return rank_intervals(data, by, group="area", **{"se": "se"} | arguments)


def intervals(result):
    return result[["rank_lower", "rank_upper"]].to_numpy().tolist()


def test_an_area_clearly_apart_has_one_rank_and_two_that_are_close_share_theirs():
    result = ranked(areas())
    assert result["rank"].tolist() == [1, 2, 3]
    assert intervals(result) == [[1, 2], [1, 2], [3, 3]]
    assert result["ranked"].tolist() == [3, 3, 3]


def test_holm_compares_the_kth_of_m_pairs_with_a_part_of_twice_m():
    # Differences of D / sqrt(2) standard errors; the quantiles are of printed tables: 1.960 leaves
    # 2.5% above, 2.128 leaves 1.667% (a third of 5%), 2.241 leaves 1.25% (a quarter of 5%).
    root = 2**0.5
    # Two pairs: the smaller p must be below 1.25%, then the other below 1.667%.
    for first, second, expected in (
        (2.25, 2.14, [1, 1]),  # both pass
        (2.25, 2.12, [1, 2]),  # the second fails
        (2.23, 2.22, [1, 3]),  # the first fails, so the second is not looked at
    ):
        data = areas([0, -root * second, -root * first])
        assert intervals(ranked(data))[0] == expected
    # All pairs together are three, six hypotheses: 5% / 6 lies at 2.394, and 5% / 5 at 2.326.
    for first, second, expected in (
        (2.40, 2.33, [1, 1]),
        (2.40, 2.32, [1, 2]),
        (2.38, 2.38, [1, 3]),
    ):
        data = areas([0, -root * second, -root * first])
        assert intervals(ranked(data, simultaneous=True))[0] == expected


def holm(p):
    return multipletests(p, alpha=0.05, method="holm")[0]


@pytest.mark.parametrize("simultaneous", [False, True])
def test_the_comparisons_that_count_are_those_that_statsmodels_rejects_by_holm(simultaneous):
    random = np.random.default_rng(7)
    data = pd.DataFrame({"area": range(25), "value": random.normal(0, 2, 25)})
    data["se"] = random.uniform(0.2, 1, 25)
    y, se = data["value"].to_numpy(), data["se"].to_numpy()
    above = norm.sf((y[:, None] - y) / np.hypot(se[:, None], se))  # p-values of "row above column"
    better = np.zeros((25, 25), dtype=bool)
    pairs = ~np.eye(25, dtype=bool)
    if simultaneous:
        better[pairs] = holm(above[pairs])
        worse = better.T
    else:
        worse = better.copy()
        for i in range(25):
            others = pairs[i]
            rejected = holm(np.concatenate([above[i, others], above[others, i]]))
            better[i, others], worse[i, others] = np.split(rejected, 2)
    expected = np.column_stack([1 + worse.sum(axis=1), 25 - better.sum(axis=1)])
    assert intervals(ranked(data, simultaneous=simultaneous)) == expected.tolist()


@pytest.mark.parametrize("margin", [0.999, 1.001])
def test_two_areas_are_told_apart_where_the_limits_of_their_gap_leave_out_0(margin):
    # Facing margins of 3 and 4 make one of 5; the sides that look away are wide.
    data = pd.DataFrame(
        {"area": ["A", "B"], "value": [5 * margin, 0.0], "lower": [5 * margin - 3, -90]}
    ).assign(upper=[5 * margin + 90, 4])
    difference = gap(data, group="area", reference="B").iloc[0]
    result = ranked(data, se=None)
    assert (difference["lower"] > 0) == (margin > 1)
    assert intervals(result) == ([[1, 1], [2, 2]] if margin > 1 else [[1, 2], [1, 2]])
    # Seen from the lowest, the same areas are told apart by the same sides.
    turned = ranked(data, se=None, highest_is_one=False)
    assert intervals(turned) == ([[2, 2], [1, 1]] if margin > 1 else [[1, 2], [1, 2]])


def test_limits_of_any_level_give_what_their_errors_give():
    values = [3.0, 4.5, 9.0, 9.2, 1.0, 6.0]
    data = areas(values, [0.5, 0.4, 1.0, 0.3, 0.2, 0.9])
    by_errors = ranked(data)
    z80 = 1.2815515655446004  # 90th percentile, from printed tables
    wide = data.assign(confidence=0.8)
    wide = wide.assign(
        lower=wide["value"] - z80 * wide["se"], upper=wide["value"] + z80 * wide["se"]
    )
    for by_limits in (ranked(data, se=None), ranked(wide, se=None)):
        assert_frame_equal(by_limits, by_errors)


def test_from_the_lowest_ranks_count_backwards():
    values = [3.0, 4.5, 9.0, 9.2, 1.0, 6.0]
    highest, lowest = ranked(areas(values)), ranked(areas(values), highest_is_one=False)
    assert (highest["rank"] + lowest["rank"] == 7).all()
    assert (highest["rank_lower"] + lowest["rank_upper"] == 7).all()


def test_equal_values_have_the_rank_of_the_first_and_cannot_be_told_apart():
    result = ranked(areas([5, 5, 5, 0], [0.1, 0.2, 0.3, 0.1]))
    assert result["rank"].tolist() == [1, 1, 1, 4]
    assert intervals(result) == [[1, 3]] * 3 + [[4, 4]]


def test_more_confidence_and_all_pairs_never_narrow_an_interval():
    values = np.linspace(0, 20, 40) ** 1.2
    data = pd.DataFrame({"area": range(40), "value": values, "se": 1.0})
    narrow = ranked(data, confidence=0.8)
    for wider in (ranked(data, confidence=0.95), ranked(data, simultaneous=True, confidence=0.8)):
        assert (wider["rank_lower"] <= narrow["rank_lower"]).all()
        assert (wider["rank_upper"] >= narrow["rank_upper"]).all()
        assert (wider["rank_upper"] > narrow["rank_upper"]).any()
    assert narrow["rank"].between(narrow["rank_lower"], narrow["rank_upper"]).all()


# True values: three equal, two nearly equal, others apart; the true rank of a tie is any of its
# places.
TRUE = np.array([0.0, 0.0, 0.0, 1.0, 1.01, 3.0, 4.0, 6.0, 6.5, 9.0])


def simulated(draws):
    errors = np.tile([0.5, 1.0, 1.5, 0.7, 0.7, 1.0, 0.3, 1.2, 0.8, 1.0], draws)
    value = np.tile(TRUE, draws) + errors * np.random.default_rng(4).standard_normal(errors.size)
    draw, area = np.divmod(np.arange(errors.size), TRUE.size)
    return pd.DataFrame({"draw": draw, "area": area, "value": value, "se": errors})


@pytest.mark.parametrize("simultaneous", [False, True])
def test_over_many_draws_intervals_hold_the_true_ranks_at_their_level(simultaneous):
    draws, confidence = 2000, 0.9
    result = ranked(simulated(draws), ["draw"], simultaneous=simultaneous, confidence=confidence)
    true_rank = 1 + (TRUE[:, None] < TRUE).sum(axis=1)
    true = true_rank[result["area"]]
    holds = (result["rank_lower"] <= true) & (true <= result["rank_upper"])
    sampling = 3 * (confidence * (1 - confidence) / draws) ** 0.5
    if simultaneous:
        assert holds.groupby(result["draw"]).all().mean() > confidence - sampling
    else:
        assert (holds.groupby(result["area"]).mean() > confidence - sampling).all()
    # And they are no wider than they need be to say something.
    assert (result["rank_upper"] - result["rank_lower"] < TRUE.size - 1).mean() > 0.9


def test_the_order_of_rows_and_other_groups_change_nothing_and_the_frame_stays():
    data = pd.concat([areas([3, 1, 2, 8], sex="m"), areas([30, 10, 20], sex="f")])
    before = data.copy(deep=True)
    result = ranked(data, ["sex"])
    assert list(result.columns) == ["sex", "area", *NUMBERS, "confidence", "method", "reason"]
    assert_frame_equal(ranked(data.sample(frac=1, random_state=1), ["sex"]), result)
    alone = ranked(areas([3, 1, 2, 8], sex="m"), ["sex"])
    assert_frame_equal(alone, result[result["sex"] == "m"].reset_index(drop=True))
    assert_frame_equal(data, before)


@pytest.mark.parametrize(
    ("bad", "arguments", "reason"),
    [
        ({"value": [np.nan]}, {}, "a value, limit or error is missing"),
        ({"value": [np.inf]}, {}, "a value, limit or error is missing"),
        ({"se": [np.nan]}, {}, "a value, limit or error is missing"),
        ({"se": [-0.1]}, {}, "an error below 0"),
        ({"lower": [7.1]}, {"se": None}, "a value outside its limits"),
        ({"upper": [6.9]}, {"se": None}, "a value outside its limits"),
        (
            {"confidence": [0.2]},
            {"se": None},
            "confidence of the limits missing, or not between 0.5 and 1",
        ),
    ],
)
def test_an_area_that_breaks_a_rule_is_not_ranked_and_the_others_are_as_without_it(
    bad, arguments, reason
):
    others = areas().assign(confidence=0.95)
    wrong = areas([7.0], names="Z").assign(confidence=0.95).assign(**bad)
    result = ranked(pd.concat([others, wrong]), **arguments)
    assert_frame_equal(result.head(3), ranked(others, **arguments))
    refused = result.iloc[3]
    assert refused[NUMBERS].isna().all()
    assert refused["reason"] == reason


def test_an_area_given_twice_is_not_ranked_and_one_alone_has_nothing_to_be_ranked_with():
    result = ranked(pd.concat([areas(), areas([1.0], names="C")])).set_index("area")
    assert result.loc["C", "reason"] == "area repeated"
    assert result["ranked"].tolist() == [2, 2, pd.NA]
    alone = ranked(areas([1.0]))
    assert alone["reason"].tolist() == ["no other area to rank it with"]
    assert alone[NUMBERS].isna().all(axis=None)
    assert len(ranked(areas().head(0))) == 0


@pytest.mark.parametrize("arguments", [{}, {"se": None}], ids=["errors", "limits"])
def test_an_area_of_which_somebody_is_quite_sure_has_a_rank_without_limits(arguments):
    result = ranked(areas([5.0, 5.0, 0.0], [0, 0, 1]), **arguments)
    assert result["rank"].tolist() == [1, 1, 3]
    assert result["rank_lower"].tolist() == [pd.NA, pd.NA, 3]
    assert set(result["reason"].head(2)) == {
        "no limits: those given have no width, or an error is 0"
    }
    assert result["reason"].iloc[2] == ""


@pytest.mark.parametrize(
    ("data", "by", "arguments", "message"),
    [
        (areas(), (), {"confidence": 95}, "confidence must lie between 0.5 and 1"),
        (areas(), (), {"group": "ward"}, "no column 'ward'"),
        (areas(), (), {"se": "error"}, "no column 'error'"),
        (areas().assign(value="high"), (), {}, "column 'value' must hold numbers"),
        (areas(), "area", {}, "by takes a list of column names"),
        (areas().assign(rank=1), ["rank"], {}, "a column that names groups cannot be called rank"),
    ],
)
def test_a_wrong_argument_is_an_error_that_names_it(data, by, arguments, message):
    with pytest.raises(ValueError, match=message.replace("(", r"\(")):
        rank_intervals(data, by, **{"group": "area", "se": "se"} | arguments)


def test_all_authorities_of_england_take_less_than_a_second():
    random = np.random.default_rng(0)
    data = pd.DataFrame({"area": range(317), "value": random.normal(80, 2, 317), "se": 0.5})
    start = time.perf_counter()
    ranked(data)
    ranked(data, simultaneous=True)
    assert time.perf_counter() - start < 1
