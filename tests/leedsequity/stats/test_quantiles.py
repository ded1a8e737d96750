"""Quantiles by rank: identities, ties, and refusals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leedsequity.stats import quantiles


def test_twenty_different_values_make_ten_pairs_the_highest_first():
    values = pd.Series(np.arange(20.0))
    assert quantiles(values).tolist() == [
        10,
        10,
        9,
        9,
        8,
        8,
        7,
        7,
        6,
        6,
        5,
        5,
        4,
        4,
        3,
        3,
        2,
        2,
        1,
        1,
    ]
    assert quantiles(values, highest_is_one=False).tolist() == quantiles(values).tolist()[::-1]


def test_where_the_values_do_not_divide_the_formula_says_who_is_in_which():
    # N = 7, n = 3, ranks 1 to 7: 4 - ceil((8 - r) 3/7) = 4 - ceil(3, 2.57, 2.14, 1.71, 1.29, 0.86,
    # 0.43).
    assert quantiles([7, 6, 5, 4, 3, 2, 1], 3).tolist() == [1, 1, 1, 2, 2, 3, 3]


def test_ties_take_the_rank_of_their_first():
    # Ranks 1, 2, 2, 2, 5, 6 into 3: 4 - ceil((7 - r)/2) = 4 - ceil(3, 2.5, 2.5, 2.5, 1, 0.5).
    assert quantiles([9, 8, 8, 8, 2, 1], 3).tolist() == [1, 1, 1, 1, 3, 3]
    assert quantiles([5.0] * 30).tolist() == [1] * 30


numbers = st.lists(st.integers(-50, 50), min_size=1, max_size=80)


@given(values=numbers, n=st.integers(2, 12), seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_order_of_rows_and_any_rising_change_of_scale_do_not_matter(values, n, seed):
    given_values = pd.Series(values, dtype=float)
    result = quantiles(given_values, n)
    shuffled = quantiles(given_values.sample(frac=1, random_state=seed), n)
    assert shuffled.sort_index().equals(result)
    assert quantiles(np.exp(given_values / 10), n).equals(result)
    assert quantiles(-given_values, n, highest_is_one=False).equals(result)


@given(count=st.integers(2, 400), n=st.integers(2, 20))
@settings(max_examples=80, deadline=None)
def test_quantiles_of_different_values_are_all_there_and_differ_in_size_by_one_at_most(count, n):
    result = quantiles(np.random.default_rng(count).permutation(count), n)
    if count < n:
        assert result.isna().all()
    else:
        sizes = result.value_counts()
        assert sorted(sizes.index) == list(range(1, n + 1))
        assert sizes.max() - sizes.min() <= 1


def test_missing_values_stay_missing_and_do_not_count():
    values = pd.Series(
        [4, None, 3, 2, np.inf, 1], index=list("abcdef"), name="score", dtype="Float64"
    )
    result = quantiles(values, 2)
    assert result.isna().tolist() == [False, True, False, False, True, False]
    assert result.dropna().tolist() == [1, 1, 2, 2]
    assert result.index.tolist() == list("abcdef")
    assert result.name == "score"
    assert result.dtype == "Int64"


def test_fewer_values_than_quantiles_have_none():
    assert quantiles([1, 2, 3], 4).isna().all()
    assert len(quantiles(pd.Series([], dtype=float), 4)) == 0


@pytest.mark.parametrize("n", [1, 0, 2.5, True])
def test_a_number_of_quantiles_that_is_none_is_refused(n):
    with pytest.raises(ValueError, match="n must be a whole number of at least 2"):
        quantiles([1, 2, 3], n)


def test_text_is_refused():
    with pytest.raises(ValueError, match="must hold numbers"):
        quantiles(["high", "low"], 2)
