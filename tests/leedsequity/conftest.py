"""Hand-made neighbourhoods of two censuses, for the tests of several rooms."""

import pandas as pd
import pytest

from leedsequity import neighbourhoods

# A stays; B is split into B1 and B2; C (300 people) and D (200) become CD.
PAIRS = [
    ("A", "A", "unchanged"),
    ("B", "B1", "split"),
    ("B", "B2", "split"),
    ("C", "CD", "merged"),
    ("D", "CD", "merged"),
]
BEFORE = pd.Series({"A": 100, "B": 400, "C": 300, "D": 200})
AFTER = pd.Series({"A": 110, "B1": 100, "B2": 300, "CD": 520})


def table(column, values):
    return pd.DataFrame({column: [*values], "decile": [*values.values()]})


@pytest.fixture
def links():
    pairs = pd.DataFrame(PAIRS, columns=["lsoa11_code", "lsoa21_code", "change"])
    return neighbourhoods.links(pairs.sample(frac=1, random_state=1), BEFORE, AFTER)


def living(base, boundaries, values, **named):
    rows = {
        "population_base": base,
        "boundaries": boundaries,
        "level": "all",
        "group": "All people",
        "age": "All ages",
    }
    return pd.DataFrame({"lsoa_code": [*values], "people": [*values.values()]}).assign(
        **(rows | named)
    )


@pytest.fixture
def placed(links):
    own = {2019: table("lsoa11_code", {"A": 5, "B": 1, "C": 7, "D": 1})}
    own[2025] = table("lsoa21_code", {"A": 5, "B1": 1, "B2": 9, "CD": 3})
    return neighbourhoods.place(own, links)


@pytest.fixture
def counts():
    return pd.concat(
        [
            living("Census 2011", 2011, BEFORE.to_dict()),
            living("Census 2021", 2021, AFTER.to_dict()),
        ]
    )
