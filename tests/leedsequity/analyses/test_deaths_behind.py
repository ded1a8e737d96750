"""Deaths above other people's rates: in a year, by age, and of areas beside England."""

import pandas as pd

from leedsequity import places
from leedsequity.analyses import deaths_behind


def test_years_are_added_up_under_75_and_over():
    counts = pd.DataFrame(
        {
            "year": [2013, 2015, 2016, 2013, 2014],
            "decile": 1,
            "sex": "male",
            "age_start": [70, 70, 70, 75, 90],
            "deaths": [1, 2, 99, 4, 8],
            "population": [10, 20, 99, 40, 80],
        }
    )
    table = deaths_behind.by_years_of_age(counts, 2013, 2015)
    assert table[["ages", "age_start", "deaths", "population"]].values.tolist() == [
        ["75 and over", 75, 4, 40],
        ["75 and over", 90, 8, 80],
        ["under 75", 70, 3, 30],
    ]


def test_totals_are_given_for_a_year_and_as_per_cent():
    found = pd.DataFrame(
        {
            "sex": ["male", "male", "male", None],
            "part": ["total", "total", "level", "total"],
            "measure": ["excess", "fraction", "excess", "excess"],
            "value": [4500.0, 0.25, 1.0, 9000.0],
            "lower": [4200.0, 0.2, 1.0, 8000.0],
            "upper": [4800.0, 0.3, 1.0, 9900.0],
        }
    )
    men, everybody = deaths_behind.a_year(found, 3).to_dict("records")
    assert [men[c] for c in ("sex", "ages", "value", "lower", "upper", "about")] == [
        *("male", "all", 1500, 1400, 1600, 2000)
    ]
    assert [men[c] for c in ("share", "share_lower", "share_upper")] == [25, 20, 30]
    assert (everybody["sex"], everybody["value"]) == ("all", 3000)


def test_england_is_all_authorities_and_a_county_its_districts():
    codes = ["E07000066", "E07000067", "E08000035"]  # two districts of Essex, and Leeds
    counts = pd.DataFrame(
        {
            "area_code": codes,
            "sex": "male",
            "age_start": 0,
            "deaths": [1, 2, 4],
            "population": [10, 20, 40],
        }
    )
    leeds = deaths_behind.with_england(counts, places.find("Leeds"))
    assert leeds.set_index("area_code")["deaths"].to_dict() == {
        **dict(zip(codes, [1, 2, 4], strict=True)),
        "E92000001": 7,
    }
    essex = deaths_behind.with_england(counts, places.find("E10000012"))
    assert essex.set_index("area_code").loc["E10000012", "population"] == 30
    assert len(deaths_behind.with_england(counts, places.find("E06000001"))) == 4


def test_an_area_is_higher_or_lower_only_beyond_the_limits_of_chance():
    funnel = pd.DataFrame(
        {
            "area_code": ["E08000035"] * 2 + ["E06000001"] * 2,
            "sex": ["female", "male"] * 2,
            "observed": 1,
            "expected": 1,
            "value": [94.0, 111.0, 104.0, 90.0],
            "lower": 1,
            "upper": 1,
            "position": ["within", "above 99.8%", "within", "below 95%"],
        }
    )
    own = deaths_behind.of_area(funnel, "E08000035")
    assert own["than_england"].tolist() == ["higher", "about the same"]
    assert own["beyond"].tolist() == [11, 6]
    other = deaths_behind.of_area(funnel, "E06000001")
    assert other["than_england"].tolist() == ["lower", "about the same"]
    assert deaths_behind.of_area(funnel, "E06000002").empty
    assert deaths_behind.beyond_chance(funnel).values.tolist() == [
        ["male", 2, 0, 2],
        ["female", 2, 2, 0],
    ]
