"""Claims that wait for a file: refused without it, recomputed with it; all files are synthetic."""

import itertools
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import stats
from leedsequity.claims import given, waiting
from leedsequity.claims.testing import Question
from leedsequity.errors import InputError, NotServedError

LEEDS = "E08000035"
AGES = [0, 1, *range(5, 90, 5)]
TENTHS = pd.DataFrame(
    [
        (2019, boundaries, f"{boundaries}-{decile}", decile)
        for boundaries, decile in itertools.product((2011, 2021), (1, 10))
    ],
    columns=["imd_edition", "boundaries", "lsoa_code", "decile"],
)


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch):
    monkeypatch.setattr(given, "_given", {})
    monkeypatch.setattr(waiting, "placed", lambda _: TENTHS)


def question(period="2019-21", **options):
    return Question("a", "life", LEEDS, "women, IMD 1", period, {"edition": "2019"} | options)


def rows(code, count, years, values):
    cells = itertools.product(("female", "male"), years, (1, 10), enumerate(AGES))
    return pd.DataFrame(
        [
            (f"{code}-{decile}", sex, year, age, values(sex, year, decile, at))
            for sex, year, decile, (at, age) in cells
        ],
        columns=[f"lsoa{code % 100}_code", "sex", "year", "age_start", count],
    )


def give(years=range(2019, 2023), people=range(2019, 2022), deaths=lambda *_: 0.0):
    files = [
        (Path("deaths.xlsx"), "deaths_lsoa11", rows(2011, "deaths", years, deaths)),
        (
            Path("people.xlsx"),
            "people_lsoa21",
            rows(2021, "people", people, lambda *_: 1000.0),
        ),
    ]
    given.give(files)


def test_without_the_file_it_says_what_it_waits_for():
    with pytest.raises(
        NotServedError, match=r"waits for deaths by neighbourhood .* \(--with FILE\)"
    ):
        waiting.life_expectancy_in_decile(question())
    give()
    given.give([(Path("d.xlsx"), "deaths_lsoa11", rows(2011, "deaths", [2019], lambda *_: 1.0))])
    with pytest.raises(NotServedError, match="waits for people by neighbourhood"):
        waiting.life_expectancy_in_decile(question())


def test_it_is_of_the_tenth_sex_and_years_and_half_counts_at_the_ends():
    """30 deaths in each of three calendar years: 60 of the mid-years at the ends count half."""

    def deaths(sex, year, decile, at):
        if (sex, decile) != ("female", 1):
            return 500.0
        return 2.0 * (at + 1) * (1 if year in (2020, 2021) else 0.5 if year == 2019 else 1.5)

    give(deaths=deaths)
    answer = waiting.life_expectancy_in_decile(question(decile="1"))
    expected = stats.life_expectancy(
        pd.DataFrame(
            {
                "age_start": AGES,
                "deaths": [3 * 2.0 * (at + 1) for at in range(19)],
                "population": [3000.0] * 19,
            }
        ),
        open_age=85,
    ).iloc[0]
    assert (answer.value, answer.lower, answer.upper) == pytest.approx(
        (expected["value"], expected["lower"], expected["upper"])
    )
    assert answer.source == "deaths.xlsx and people.xlsx"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"years": range(2019, 2022)}, "deaths.xlsx has no deaths of mid-2022, needed for 2019-21"),
        ({"people": [2021]}, "people.xlsx has no people of mid-2019, mid-2020"),
    ],
)
def test_years_that_a_period_lacks_are_named(changes, message):
    give(**changes)
    with pytest.raises(NotServedError, match=message.replace(".", r"\.")):
        waiting.life_expectancy_in_decile(question(decile="1"))


def test_a_file_of_another_place_is_refused():
    table = pd.DataFrame(
        {"lsoa_code": ["2011-1", "E"], "extracted": "1 May", "patients": [10.0, 20.0]}
    )
    given.give([(Path("gp.csv"), "patients_lsoa", table)])
    with pytest.raises(NotServedError, match=r"gp\.csv has 50% of the neighbourhoods of Leeds"):
        waiting.patients_in_decile_1(question())


def test_patients_are_those_of_the_area():
    table = pd.DataFrame(
        {
            "lsoa_code": ["2011-1", "2011-10", "elsewhere"],
            "extracted": "1 May",
            "patients": [10.0, 30.0, 500.0],
        }
    )
    given.give([(Path("gp.csv"), "patients_lsoa", table)])
    answer = waiting.patients_in_decile_1(question())
    assert answer.value == 25
    assert "10 of 40 patients living in Leeds, registered on 1 May, from gp.csv" in answer.basis


def test_the_gradient_is_that_of_the_file(monkeypatch):
    """Ten more points of deprivation are two years less."""
    scores = pd.DataFrame(
        {
            "msoa11_code": list("ABCDEF"),
            "msoa11_local_name": list("ABCDEF"),
            "area_code": LEEDS,
            "population_2015": 1000,
            "imd_score_2019": [10.0, 20, 30, 40, 50, 60],
        }
    )
    noise = [0.1, -0.1, 0.0, 0.0, -0.1, 0.1]
    values = [
        90 - score / 5 + more for score, more in zip(scores["imd_score_2019"], noise, strict=True)
    ]
    table = pd.DataFrame(
        {"msoa11_code": list("ABCDEF"), "sex": "male", "period": "2016-20", "value": values}
    )
    table = table.assign(lower=table["value"] - 2, upper=table["value"] + 2)
    monkeypatch.setattr(waiting, "table", {"imd_msoa11": scores}.get)
    given.give([(Path("msoa.csv"), "life_expectancy_msoa", table)])
    about = Question("a", "life", LEEDS, "men", "2016-20")
    answer = waiting.gradient(about)
    assert answer.value == pytest.approx(-2, abs=0.02)
    assert answer.lower < -2 < answer.upper
    with pytest.raises(NotServedError, match=r"msoa\.csv has no 2019-23, but 2016-20"):
        waiting.gradient(Question("a", "life", LEEDS, "men", "2019-23"))


def test_a_file_that_is_given_twice_is_refused_and_a_table_nobody_waits_for():
    table = pd.DataFrame({"lsoa_code": ["A"], "extracted": "1 May", "patients": [1.0]})
    file = (Path("gp.csv"), "patients_lsoa", table)
    with pytest.raises(InputError, match=r"gp\.csv: gp\.csv has some of its rows already"):
        given.give([file, file])
    with pytest.raises(InputError, match="no claim waits for the table other"):
        given.give([(Path("x.csv"), "other", table)])
