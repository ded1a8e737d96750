"""Counts of deaths and people of an area on a small frame with known answers."""

import pandas as pd

from leedsequity import places
from leedsequity.analyses import life_tables


def counts_2014():
    """20 ages, 100 people each and one death, in an authority that merged, Cornwall, and Leeds."""
    codes = ["E07000004", "E07000005", "E06000052", "E08000035"]
    ages = [0, 1, *range(5, 95, 5)]
    rows = [
        (code, sex, age, 1, 1000) for code in codes for sex in ("male", "female") for age in ages
    ]
    return pd.DataFrame(rows, columns=["area_code", "sex", "age_start", "deaths", "population"])


def test_an_authority_made_since_has_the_counts_of_those_it_was_made_of():
    table = life_tables.counts_of_area(
        counts_2014(), places.parts("E06000060")
    )  # Buckinghamshire, of which two are here
    assert (table["population"] == 2000).all()
    assert len(table) == 40  # two sexes, 20 ages


def test_people_counted_with_another_areas_are_not_given_to_one():
    # The deaths and people of Cornwall are those of Cornwall and the Isles of Scilly.
    assert life_tables.counts_of_area(counts_2014(), places.parts("E06000052")).empty
    assert life_tables.counts_of_area(counts_2014(), places.parts("E06000053")).empty
    south_west = life_tables.counts_of_area(counts_2014(), places.parts("E12000009"))
    assert (south_west["population"] == 1000).all()
