"""The sentences of `refused`: each finds the rows that break it."""

import pandas as pd
import pytest

from leedsequity.raw.rules import rule

#: Cells of a row that breaks a rule, beside one that keeps it; the first column's name is the key.
BROKEN = {
    "deaths above population": ({"deaths": [3, 2], "population": [2, 2]}, [False, True]),
    "numerator above denominator": (
        {"numerator": pd.array([3, 2, None], dtype="Int64"), "denominator": [2.5, None, 1.0]},
        [False, True, True],
    ),
    "imd_decile_2019 is not the tenth of imd_rank_2019": (
        # 32,844 LSOAs: the first tenth ends with rank 3,284, and the last is 32,844 itself.
        {"imd_rank_2019": [1, 3284, 3285, 3285, 32844], "imd_decile_2019": [1, 1, 2, 1, 10]},
        [True, True, True, False, True],
    ),
    "not every sex, age is there for each code": (
        {"sex": ["m", "f", "m"], "age": [0, 0, 0], "code": ["A", "A", "B"]},
        [True, True, False],
    ),
    "code with no name, or with more than one": (
        {"code": ["A", "A", "B", "C"], "name": ["a", "b", "b", None]},
        [False, False, True, False],
    ),
    "fire_grant missing without a marker that says so, or the reverse": (
        {
            "fire_grant": [None, None, 1.0, 1.0],
            "marker": ["no fire grant", None, "fire grant", None],
        },
        [True, False, False, True],
    ),
    "period and status: both or neither must be given": (
        {"period": ["2022", "2022", None, None], "status": ["known", None, "known", None]},
        [True, False, False, True],
    ),
    "all is not the sum of young, old": (
        {"all": [3, 3], "young": [1, 1], "old": [2, 1]},
        [True, False],
    ),
    "metropolitan_county_code missing of a metropolitan district, or given of another area": (
        {
            "type": ["metropolitan district", "metropolitan district", "london borough", "region"],
            "metropolitan_county_code": ["E11000006", None, None, "E11000006"],
        },
        [True, False, True, False],
    ),
    "score_place: not where score comes among the areas": (
        {"score": [9.0, 7.0, 7.0, 1.0], "score_place": [1, 3, 2, 3]},
        [True, True, True, False],
    ),
}


@pytest.mark.parametrize("sentence", BROKEN)
def test_a_refused_sentence_finds_the_rows_that_break_it(sentence: str) -> None:
    cells, holding = BROKEN[sentence]
    assert rule(sentence)(pd.DataFrame(cells)).tolist() == holding
