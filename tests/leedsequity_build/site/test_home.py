import pytest

from leedsequity_build.site import home


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Men in Leeds live 12.8 years less than in the least, women 10.3 less.", "12.8 years"),
        ("More than one in six people (17.8%, some 145,000 in 2021) live there.", "17.8%"),
        ("Worse than England on 5 of 12 measures, better on 1 (2022 to 2025).", "5 of 12"),
        ("Some 1,234 of 2,000 people, 62%, said so.", "1,234 of 2,000"),
        ("Nobody was counted.", ""),
    ],
)
def test_the_number_of_a_sentence(sentence, number):
    assert home.number(sentence) == (number, sentence)
