"""Which values a column may hold, as the words of a record say it."""

from pathlib import Path

import pandas as pd
import pytest

from leedsequity import raw
from leedsequity.errors import InputError
from leedsequity.raw.values import parse_values

IMD = "life_expectancy_imd_decile"


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (
            "whol 1-10",
            "not understood: write text; text like PATTERN: WHAT; one of A, B (or A; B); period; ",
        ),
        ("one of male, , female", "not understood: write text; "),
        ("one of male; female; male", "not understood: write text; "),
        ("whole 1-1,0", "not understood: write text; "),
        ("whole 1-٣", "not understood: write text; "),
        ("whole", "not understood: write text; "),
        ("whole 10-1", "not understood: write text; "),
        ("whole 1-ten", "not understood: write text; "),
        ("text like [A-Z", "not understood: write text; "),
        ("text like [A-Z: letters", "not understood: unterminated character set at position "),
    ],
)
def test_values_that_are_not_understood_are_named_with_their_column_and_what_may_be_written(
    root: Path, words: str, fault: str
) -> None:
    file = root / f"{IMD}.yaml"
    as_it_was = file.read_text()
    file.write_text(as_it_was.replace("  decile:\n", f'  decile:\n    values: "{words}"\n'))
    with pytest.raises(InputError) as error:
        raw.load(IMD)
    (line,) = str(error.value).splitlines()
    assert line.startswith(f"data/raw/{IMD}.yaml: column decile: values {words!r} {fault}")
    fields = root.parent / "fields.yaml"
    file.write_text(as_it_was)
    fields.write_text(fields.read_text().replace("values: whole 1-10\n", f'values: "{words}"\n'))
    with pytest.raises(InputError) as error:
        raw.verify()
    (line,) = str(error.value).splitlines()
    assert line.startswith(f"data/fields.yaml: field decile: values {words!r} {fault}")


@pytest.mark.parametrize(
    ("words", "good", "bad", "error"),
    [
        ("one of male, female", ["male", "female"], ["mal", "male, female", "Male"], None),
        ("text like a|bc: a or bc", ["a", "bc"], ["ab", "abc", "ac", "xa", "a\n"], "not a or bc"),
        ("one of A; B, C or D; E", ["A", "B, C or D", "E"], ["B", "C or D", "A; E"], None),
        (
            "text like E\\d\\w: a code",
            ["E1a", "E9_"],
            ["E٣a", "E1é", "E1a\n", "xE1a"],
            "not a code",
        ),
        (
            "period",
            ["2014-16", "2009-13", "1998-00"],
            ["2014-15", "2014-2016", "2014-17", "٢٠١٤-16", "20١٤-١٦"],
            None,
        ),
        ("whole 1-10", [1, 10], [0, 11], "outside 1-10"),
        ("number -40 to 40", [-40.0, 40.0], [-40.01, 40.01], "outside -40 to 40"),
        ("number 0-0.5", [0.0, 0.5], [0.51], "outside 0-0.5"),
        ("number £0-5,000 million", [0.0, 5000.0], [-1.0, 5001.0], "outside £0-5,000 million"),
        ("whole 0-20, as many as may be", [0, 20], [-1, 21], "outside 0-20, as many as may be"),
        ("number 0 or more", [0.0, 1e9], [-0.01], "below 0"),
        ("number above 0", [0.01, 1e9], [0.0, -1.0], "not above 0"),
        ("number above 0, up to 25 years", [0.1, 25.0], [0.0, 25.1], None),
        ("whole one of 0, 65", [0, 65], [1, 6, 5], "not one of 0, 65"),
    ],
)
def test_words_of_a_record_say_which_values_are_good_and_what_is_said_of_the_others(
    words: str, good: list, bad: list, error: str | None
) -> None:
    (rule,) = parse_values(words).rules
    assert rule.holds(pd.Series(good)).tolist() == [True] * len(good)
    assert rule.holds(pd.Series(bad)).tolist() == [False] * len(bad)
    assert error is None or rule.error == error
