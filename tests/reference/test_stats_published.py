"""The statistics against figures that others worked out and published."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from leedsequity.stats import byars_limits, gap, life_expectancy, slope_index

UPSTREAM = Path(__file__).parents[3] / "shared" / "upstream" / "life_expectancy"
AGES = [0, 1, *range(5, 95, 5)]
Z = 1.959963984540054  # 97.5th percentile of the standard normal distribution, from printed tables


def publisher(name):
    path = UPSTREAM / name
    if not path.exists():
        pytest.skip(f"publisher files are not here: {name}")
    return path


@pytest.mark.parametrize(
    ("a", "m", "b", "n", "lower", "upper"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0000),
        (10, 10, 0, 10, 0.6075, 1.0000),
    ],
)
def test_differences_of_proportions_have_the_limits_of_newcombes_method_10(a, m, b, n, lower, upper):
    """Newcombe RG, Stat Med 1998;17:873-890, table II, contrasts (a) to (h), method 10; 4 decimals."""

    def wilson(x, size):
        middle, half = 2 * x + Z**2, Z * (Z**2 + 4 * x * (1 - x / size)) ** 0.5
        return (middle - half) / (2 * (size + Z**2)), (middle + half) / (2 * (size + Z**2))

    rows = [(name, x / size, *wilson(x, size)) for name, x, size in (("first", a, m), ("second", b, n))]
    data = pd.DataFrame(rows, columns=["sample", "value", "lower", "upper"])
    difference = gap(data, group="sample", reference="second").iloc[0]
    assert_allclose(difference["value"], a / m - b / n, rtol=1e-12)
    assert_allclose([difference["lower"], difference["upper"]], [lower, upper], atol=5.1e-5)


def test_the_ratio_of_two_relative_risks_is_that_of_altman_and_bland():
    """Altman DG, Bland JM, BMJ 2003;326:219: non-vertebral fractures, under 60 against 60 and over.

    Log ratio -0.2726 with standard error 0.2206, from relative risks printed to two decimals.
    """
    data = pd.DataFrame(
        {
            "age": ["under 60", "60 and over"],
            "value": [0.67, 0.88],
            "lower": [0.46, 0.71],
            "upper": [0.98, 1.08],
        }
    )
    ratio = gap(data, group="age", reference="60 and over").iloc[1]
    assert_allclose(np.log(ratio["value"]), -0.2726, atol=1e-4)
    assert_allclose(np.log(ratio["upper"] / ratio["lower"]) / (2 * Z), 0.2206, atol=1e-4)


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [(10, 4.795, 18.39), (20, 12.22, 30.89), (50, 37.11, 65.92), (100, 81.36, 121.63)],
)
def test_byars_limits_are_within_a_fifth_of_a_percent_of_tabulated_exact_limits(count, lower, upper):
    """Exact 95% limits: Pearson ES, Hartley HO, Biometrika Tables for Statisticians I, table 40.

    That Byar's are within 0.2% from 10 events on: Public Health England, Technical Guide: Confidence
    Intervals, 25 May 2018.
    """
    assert_allclose(byars_limits(count), (lower, upper), rtol=0.002)


def test_life_expectancy_by_deprivation_decile_of_england_is_that_of_ons():
    """Deaths and populations: ONS ad hoc 006925, by IMD decile, sex and age, 2013 to 2015 pooled.

    Published: ONS, health state life expectancies by IMD decile, England, 2013 to 2015; 1 decimal. The
    populations of the two releases are not of the same vintage, hence the 0.15 years.
    """
    counts = {}
    for name in ("deaths", "population"):
        # Line ends are bare carriage returns, and headers carry spaces.
        wide = pd.read_csv(publisher(f"ons_adhoc006925_{name}_by_imd_decile.csv"), lineterminator="\r")
        wide.columns = wide.columns.str.strip()
        bands = wide.columns[wide.columns.get_loc("<1") : wide.columns.get_loc("All Ages")]
        assert len(bands) == len(AGES)
        assert (wide[bands].sum(axis=1) == wide["All Ages"]).all()
        wide = wide.rename(columns=dict(zip(bands, AGES, strict=True)))
        # Deaths are split into ten causes that add up to all.
        pooled = wide[wide["year"].between(2013, 2015)].groupby(["imd", "sex"])[AGES].sum()
        counts[name] = pooled.rename_axis(columns="age_start").stack()
    data = pd.DataFrame(counts).reset_index()
    ours = life_expectancy(data, ["imd", "sex"]).query("age_start == 0")

    published = pd.read_csv(publisher("ons_le_hle_by_imd_decile_england.csv"))
    published = published[published["period"] == "2013 to 2015"]
    both = ours.merge(published, left_on=["imd", "sex"], right_on=["imd_decile", "sex"])
    assert len(both) == 20
    assert_allclose(both["value"], both["le"], atol=0.15)


@pytest.mark.parametrize(("mx", "ex"), [(1, 5), (7, 11)], ids=["males", "females"])
def test_the_abridged_table_agrees_with_the_complete_national_life_table(mx, ex):
    """ONS, national life tables, United Kingdom, 2017-2019: single years of age to 100.

    Deaths are those of its 100,000 born and population the years they live: d, and d / m. Twenty
    bands for a hundred make a small difference, at most 0.1 years at birth and at 65.
    """
    pytest.importorskip("python_calamine", reason="reads the publisher's workbook")
    sheet = pd.read_excel(
        publisher("nationallifetables3yearuk.xlsx"), sheet_name="2017-2019", header=None, engine="calamine"
    )
    assert sheet.iloc[6, [mx, mx + 3, ex]].tolist() == ["mx", "dx", "ex"]
    table = sheet.iloc[7:, [0, mx, mx + 2, mx + 3, ex]].astype(float)
    table.columns = ["age", "m", "l", "d", "e"]
    lived = table["d"] / table["m"]
    last = table["age"] == 100
    lived, dying = lived.where(~last, table["l"] * table["e"]), table["d"].where(~last, table["l"])
    band = np.array(AGES)[np.searchsorted(AGES, table["age"], side="right") - 1]
    data = pd.DataFrame({"age_start": band, "deaths": dying, "population": lived})
    ours = life_expectancy(data.groupby("age_start", as_index=False).sum()).set_index("age_start")["value"]
    published = table.set_index("age")["e"]
    assert_allclose(ours[[0, 65]], published[[0, 65]], atol=0.1)


def test_slopes_across_local_deciles_are_near_the_published_ones():
    """OHID, life expectancy by deprivation decile within local authority, against indicator 92901.

    The file of deciles does not say its period. 2014 - 16 was inferred from this agreement, so that
    the agreement validates the size of the slopes, not the period; the published ones were also revised.
    """
    deciles = pd.read_csv(publisher("ohid_life_expectancy_by_local_decile.csv"))
    names = {"quantile": "Decile", "population": "Pop", "value": "LifeExp", "se": "SE"}
    ours = slope_index(deciles, ["GeoCode", "Sex"], **names, draws=100)
    assert ours.loc[ours["reason"] != "", "GeoCode"].unique().tolist() == ["E06000053"]  # Isles of Scilly
    ours["inequality"] = ours["Sex"].map({1: "Male", 2: "Female"})

    published = pd.read_csv(publisher("fingertips_92901_sii_la_2010_12_to_2018_20.csv"))
    published = published[published["period"] == "2014 - 16"].rename(columns={"area_code": "GeoCode"})
    both = ours.merge(published.dropna(subset="value"), on=["GeoCode", "inequality"])
    assert len(both) > 600
    assert (both["sii"] - both["value"]).abs().mean() < 0.25
