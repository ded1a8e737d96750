"""Made-up panels, changes and estimates whose answers are known, for the tests of notebook 02."""

import numpy as np
import pandas as pd

from leedsequity.analyses import austerity_estimates, austerity_panel, austerity_specifications
from leedsequity.analyses.austerity_specifications import BY_NAME

MEN = {("male", 0): "life_expectancy_male_0"}
YEARS = np.arange(2002, 2018)
PUBLISHED = pd.DataFrame(
    {
        "sex": ["male", "female"] * 2,
        "age": [0, 0, 65, 65],
        "estimate": [1.3, 1.2, 0.8, 1.1],
        "lower": [0.7, 0.7, 0.3, 0.7],
        "upper": [1.9, 1.7, 1.3, 1.5],
    }
)


def made_up(months=1.3, areas=24, seed=0, lag=0, noise=0.0):
    """Life expectancy: a level by area and by year, and so many months less for £100 less."""
    random = np.random.default_rng(seed)
    names = ["Hartlepool", "Redcar and Cleveland", *(f"Area {i}" for i in range(areas - 2))]
    rows = pd.DataFrame([(i, year) for i in range(areas) for year in YEARS], columns=["i", "year"])
    rows["area_code"], rows["area"] = (
        rows["i"].map("A{:02d}".format),
        rows["i"].map(names.__getitem__),
    )
    rows["region"] = rows["i"].map(lambda i: ("North East", "London", "South West")[i % 3])
    rows["fifth"] = rows["i"] % 5 + 1
    size = len(rows)
    rows["funding"] = (
        500 - 30 * (rows["year"] - 2013) * (1 + rows["i"] / areas) + random.normal(0, 40, size)
    )
    rows["funding_real"] = rows["funding"] * 1.02 ** (2017 - rows["year"])
    for column in ("funding_percent", "funding_real_percent", "funding_with_grants"):
        rows[column] = rows["funding"] / 5 + random.normal(0, 8, size)
    rows["spending_real"] = 2 * rows["funding"] + random.normal(0, 40, size)
    rows["population"] = random.integers(50_000, 900_000, size)
    for column in (*austerity_specifications.ECONOMY, "claimant_count"):
        rows[column] = random.normal(50, 5, size)
    acting = rows.groupby("i")["funding"].shift(lag) if lag else rows["funding"]
    rows["year_level"] = 0.2 * (rows["year"] - 2002) + np.sin(rows["year"])
    for column in austerity_panel.OUTCOMES.values():
        rows[column] = (
            75
            + rows["i"] / 7
            + rows["year_level"]
            + acting * months / 1200
            + random.normal(0, noise, size)
        )
    return rows


def one(table, name):
    return austerity_estimates.estimates(table, [BY_NAME[name]], MEN).iloc[0]


def funds():
    rows = [
        ("A", "Alfa", 1, 2013, 600.0, False),
        ("A", "Alfa", 1, 2016, 100.0, True),
        ("A", "Alfa", 1, 2017, 450.0, True),
        ("B", "Bravo", 5, 2013, 200.0, False),
        ("B", "Bravo", 5, 2016, 190.0, False),
        ("B", "Bravo", 5, 2017, 150.0, False),
    ]
    table = pd.DataFrame(rows, columns=["area_code", "area", "fifth", "year", "funding", "jump"])
    return table.assign(
        region="North East", funding_real=table["funding"] * np.where(table["year"] == 2013, 1.1, 1)
    )


def invented(lower, upper, name="two_way"):
    rows = [
        (name, sex, age, (lower + upper) / 2, lower, upper)
        for sex in ("male", "female")
        for age in (0, 65)
    ]
    table = pd.DataFrame(
        rows, columns=["specification", "sex", "age", "estimate", "lower", "upper"]
    )
    table["verdict"] = austerity_estimates.verdict(table)
    s = BY_NAME[name]
    return table.assign(declared=s.declared, role=s.role, unit=s.unit)
