"""Peers: who an area is compared with, and what they are called."""

import pandas as pd
import pytest

from leedsequity import peers, places, raw
from leedsequity.errors import InputError
from leedsequity.peers import peers_of

# The authorities of the North East region, and those of the East of England that have the duties of
# a county, as the Office for National Statistics lists them.
NORTH_EAST = [
    "County Durham",
    "Darlington",
    "Gateshead",
    "Hartlepool",
    "Middlesbrough",
    "Newcastle upon Tyne",
    "North Tyneside",
    "Northumberland",
    "Redcar and Cleveland",
    "South Tyneside",
    "Stockton-on-Tees",
    "Sunderland",
]
EAST = [
    "Bedford",
    "Cambridgeshire",
    "Central Bedfordshire",
    "Essex",
    "Hertfordshire",
    "Luton",
    "Norfolk",
    "Peterborough",
    "Southend-on-Sea",
    "Suffolk",
    "Thurrock",
]


def of(area: str, choice: str = "") -> peers.Peers:
    return peers_of(places.published(area), choice)


def names(area: str, choice: str = "") -> list[str]:
    return [*of(area, choice).names.values()]


def test_a_core_city_stands_beside_the_other_seven_and_anybody_else_beside_all_eight_if_asked():
    cities = ["Birmingham", "Bristol, City of", "Leeds", "Liverpool", "Manchester"]
    cities += ["Newcastle upon Tyne", "Nottingham", "Sheffield"]
    assert names("Leeds") == [city for city in cities if city != "Leeds"]
    assert of("Leeds").together == "the other English core cities"
    assert names("E08000039") == cities[:-1], "Sheffield by its newer code"
    assert names("Essex", "core-cities") == cities
    assert of("Essex", "core-cities").together == "the English core cities"


@pytest.mark.parametrize(
    ("area", "together", "found"),
    [
        ("Hartlepool", "the other authorities of the North East", NORTH_EAST),
        ("Essex", "the other upper-tier authorities of the East of England", EAST),
    ],
)
def test_an_area_that_is_no_core_city_stands_beside_its_region(area, together, found):
    assert names(area) == [name for name in found if name != area]
    assert of(area).together == together


@pytest.mark.parametrize(
    ("area", "number", "together"),
    [
        ("Westminster", 32, "the other authorities of London"),
        ("City of London", 32, "the other authorities of London"),
        ("Basildon", 44, "the other lower-tier authorities of the East of England"),
        ("Bradford", 14, "the other authorities of Yorkshire and The Humber"),
        ("E12000003", 8, "the other English regions"),
        ("England", 9, "the English regions"),
        ("Greater Manchester", 5, "the other English metropolitan counties"),
    ],
)
def test_a_region_has_as_many_authorities_of_a_tier_as_are_published(area, number, together):
    assert (len(of(area).names), of(area).together) == (number, together)


@pytest.mark.parametrize(
    ("gone", "became"),
    [
        ("E07000005", "Buckinghamshire"),  # Chiltern
        ("E10000023", "North Yorkshire"),  # the county
        ("E10000006", "Cumberland"),  # Cumbria, in two since 2023
        ("E07000100", "St Albans"),  # by its older code
    ],
)
def test_what_an_area_became_is_no_peer_of_it(gone, became):
    assert names(gone)
    assert became not in names(gone)
    assert became not in names(gone, "similar")


def test_districts_stand_beside_districts_and_counties_beside_counties():
    county, district = set(of("Essex", "similar").names), set(of("Chiltern", "similar").names)
    assert not any(code.startswith("E07") for code in county)
    assert not any(code.startswith("E10") for code in district)
    assert len(county) == len(district) == 10


def test_nobody_is_called_a_city_that_is_none():
    for area in places.authorities():
        words = peers_of(area)
        assert ("cit" in words.together + words.label) == area.core_city, area.name


def test_an_area_is_no_peer_of_itself_whatever_is_chosen():
    for choice in ("", "region", "similar", "Leeds, Bradford"):
        assert "Leeds" not in names("Leeds", choice)


@pytest.mark.parametrize(
    ("choice", "together", "label", "median"),
    [
        ("Bradford", "Bradford", "Bradford", "Bradford"),
        ("Bristol, City of", "Bristol", "Bristol", "Bristol"),
        (
            "Leeds, hull ,E08000032",
            "Kingston upon Hull and Bradford",
            "areas chosen",
            "the median of Kingston upon Hull and Bradford",
        ),
        (
            "York,Hull,Bradford,Essex",
            "the 4 areas chosen",
            "areas chosen",
            "the median of the 4 areas chosen",
        ),
    ],
)
def test_a_list_is_called_by_its_names_where_they_are_few(choice, together, label, median):
    chosen = of("Leeds", choice)
    assert (chosen.together, chosen.label, chosen.median) == (together, label, median)


@pytest.mark.parametrize(
    ("area", "choice", "count", "among"),
    [
        ("Leeds", "", 8, "8 English core cities"),
        ("Essex", "core-cities", 9, "itself and the English core cities"),
        ("Essex", "", 9, "9 upper-tier authorities of the East of England"),
        ("Essex", "similar", 11, "itself and the ten authorities most like Essex"),
        ("Essex", "similar", 9, "itself and 8 of the ten authorities most like Essex"),
        ("Leeds", "Bradford", 2, "itself and Bradford"),
        (
            "City of London",
            "similar",
            11,
            "itself and the ten authorities most like the City of London",
        ),
        ("Leeds", "Isles of Scilly", 2, "itself and the Isles of Scilly"),
    ],
)
def test_an_area_is_ranked_among_as_many_as_have_a_figure(area, choice, count, among):
    assert of(area, choice).among(count) == among


def test_many_peers_stand_in_one_row_of_a_chart_and_few_in_one_each():
    table = pd.DataFrame(
        {"area": ["Camden", "Brent", "Leeds", "England"]}
        | {"role": ["context", "context", "focus", "reference"]}
        | {"value": [1.0, 2, 3, 4], "lower": 0.0, "upper": 9.0}
    )
    many = of("Westminster").chart_rows(table)
    assert many["row"].tolist() == ["other authorities", "other authorities", "Leeds", "England"]
    assert many["area"].tolist() == table["area"].tolist()
    assert many[["lower", "upper"]].to_numpy().tolist() == [[1, 1], [2, 2], [0, 9], [0, 9]]
    few = of("Leeds").chart_rows(table)
    assert few[[*table]].equals(table)
    assert few["row"].tolist() == table["area"].tolist()


@pytest.mark.parametrize(
    ("area", "choice", "message"),
    [
        ("Leeds", "Leeds", "peers: none but Leeds itself; choose core-cities, region, similar"),
        ("Leeds", " , ", "peers: none but Leeds itself"),
        ("Leeds", "Bradfrod", "similar, or a list of areas; no place .* E08000032 Bradford"),
        ("Leeds", "Harehills", "peers: .*Gipton & Harehills is a ward"),
        ("England", "similar", "peers: similar areas .* England is a country; choose region"),
    ],
)
def test_what_names_nobody_is_refused_in_one_line(area, choice, message):
    with pytest.raises(InputError, match=message) as error:
        of(area, choice)
    # "not served" is of the area, which is served here
    assert type(error.value) is InputError
    assert "\n" not in str(error.value)


def test_the_nearest_are_those_of_hand_calculation():
    # Standard deviations: 1 of people, 0.2046 of White. Distances from A: B 0.2 / 0.2046 = 0.98,
    # C 2, D the root of 4 + (0.5 / 0.2046)² = 3.16.
    table = pd.DataFrame({"people": [0, 2, 0, 2], "White": [0.4, 0.4, 0.6, 0.9]}, list("ACBD"))
    assert peers.nearest(table, "A", ["D", "C", "B"]) == ["B", "C", "D"]
    per_cent = table.assign(White=100 * table["White"] - 7)
    assert peers.nearest(per_cent, "A", ["D", "C", "B"]) == ["B", "C", "D"], "units do not matter"


def test_those_outside_the_list_count_for_nothing():
    table = pd.DataFrame({"people": [0.0, 1, 3, 1e9], "White": [0.5, 0.6, 0.5, 0.5]}, list("ABCZ"))
    assert peers.nearest(table, "A", ["B", "C"]) == ["B", "C"]


def test_no_more_than_ten_are_near_and_equal_distances_keep_the_order_given():
    table = pd.DataFrame({"people": [0.0, *[1.0] * 12]}, ["A", *map(str, range(12))])
    assert peers.nearest(table, "A", [*table.index[:0:-1]]) == [str(n) for n in range(11, 1, -1)]


def test_the_characteristics_of_leeds_are_those_published():
    # Census 2021, as the Office for National Statistics prints them of Leeds.
    leeds = peers.characteristics(places.find("Leeds")).loc["E08000035"]
    shares = (100 * leeds[["White", "Asian", "Black"]]).round(1).tolist()
    assert shares == [79.0, 9.7, 5.6]


def test_a_county_and_the_authority_that_it_became_are_alike():
    table = peers.characteristics(places.find("E10000023"))
    assert table.loc["E10000023"].tolist() == table.loc["E06000065"].tolist()


def test_the_tables_by_which_they_were_chosen_are_named():
    assert of("Essex").sources == ("areas",)
    similar = of("Essex", "similar").sources
    assert {"areas", "lsoa21", "age_lsoa21", "tenure_lsoa21"} < set(similar) <= set(raw.reads())
