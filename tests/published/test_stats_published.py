"""The statistics against figures that others worked out and published."""

from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from leedsequity.stats import (
    byars_limits,
    concentration_index,
    decompose_gap,
    directly_standardised_rate,
    gap,
    life_expectancy,
    proportion,
    quantiles,
    rank_intervals,
    rate,
    slope_index,
    standardised_ratio,
    two_way_fixed_effects,
)

UPSTREAM = Path(__file__).parents[3] / "shared" / "upstream"
AGES = [0, 1, *range(5, 95, 5)]
Z = 1.959963984540054  # 97.5th percentile of the standard normal distribution, from printed tables


def publisher(name, folder="life_expectancy"):
    path = UPSTREAM / folder / name
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
def test_differences_of_proportions_have_the_limits_of_newcombes_method_10(
    a, m, b, n, lower, upper
):
    """Newcombe RG, Stat Med 1998;17:873-890, table II, (a) to (h), method 10; 4 decimals."""

    def wilson(x, size):
        middle, half = 2 * x + Z**2, Z * (Z**2 + 4 * x * (1 - x / size)) ** 0.5
        return (middle - half) / (2 * (size + Z**2)), (middle + half) / (2 * (size + Z**2))

    rows = [
        (name, x / size, *wilson(x, size)) for name, x, size in (("first", a, m), ("second", b, n))
    ]
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
    ("part", "size", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_proportions_have_the_score_limits_of_newcombe(part, size, lower, upper):
    """Newcombe RG, Stat Med 1998;17:857-872, table I, method 3 (Wilson's); 4 decimals."""
    result = proportion(pd.DataFrame({"numerator": [part], "denominator": [size]})).iloc[0]
    assert_allclose([result["lower"], result["upper"]], [lower, upper], atol=5.1e-5)


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [
        (0, 0.0, 3.69),
        (1, 0.0253, 5.57),
        (2, 0.242, 7.22),
        (3, 0.619, 8.77),
        (4, 1.09, 10.24),
        (5, 1.62, 11.67),
        (6, 2.20, 13.06),
        (7, 2.81, 14.42),
        (8, 3.45, 15.76),
        (9, 4.12, 17.08),
    ],
)
def test_rates_from_fewer_than_ten_events_have_the_tabulated_exact_limits(count, lower, upper):
    """Pearson ES, Hartley HO, Biometrika Tables for Statisticians I, table 40; 3 or 4 figures."""
    result = rate(pd.DataFrame({"events": [count], "population": [1.0]}), multiplier=1).iloc[0]
    assert_allclose([result["lower"], result["upper"]], [lower, upper], rtol=2.5e-3)


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [
        (1, 0.0253, 5.57),
        (2, 0.121, 3.61),
        (5, 0.324, 2.33),
        (10, 0.480, 1.84),
        (20, 0.611, 1.54),
        (50, 0.742, 1.32),
        (100, 0.814, 1.22),
    ],
)
def test_standardised_ratios_have_the_tabulated_limits_of_breslow_and_day(count, lower, upper):
    """Breslow NE, Day NE, Statistical Methods in Cancer Research II, 1987, chapter 2; 3 figures.

    The table is of Haenszel W, Loveland DB, Sirken MG, J Natl Cancer Inst 1962;28:947-1001: factors
    by which a ratio is multiplied for its 95% limits, so that of 1 they are the limits.
    """
    data = pd.DataFrame(
        {"area": ["all", "one"], "age": 0, "deaths": [100 * count, count], "population": [100, 1]}
    )
    row = standardised_ratio(
        data, group="area", reference="all", strata=["age"], multiplier=1
    ).iloc[0]
    assert_allclose([row["value"], row["lower"], row["upper"]], [1, lower, upper], rtol=3.5e-3)


# Death rates of women in the United States, 1935 and 1995, at ages 0, 1, 5, ..., 85 and over:
# Preston SH, Heuveline P, Guillot M, Demography, 2001, box 3.4, as printed by Ponnapalli.
WOMEN_1935 = [0.047139, 0.004157, 0.001525, 0.001208, 0.002022, 0.002944, 0.003562, 0.003980]
WOMEN_1935 += [0.005003, 0.005927, 0.008310, 0.011638, 0.016309, 0.024373, 0.035823, 0.055769]
WOMEN_1935 += [0.092454, 0.130808, 0.222482]
WOMEN_1995 = [0.006830, 0.000358, 0.000167, 0.000196, 0.000459, 0.000503, 0.000647, 0.000892]
WOMEN_1995 += [0.001266, 0.001765, 0.002612, 0.004171, 0.006575, 0.010387, 0.016349, 0.024504]
WOMEN_1995 += [0.038841, 0.063900, 0.151106]


def test_the_parts_of_a_gain_of_women_in_the_united_states_are_those_of_ponnapalli():
    """Ponnapalli KM, Demographic Research 2005;12:141-172: ages 0-4, 5-14, ..., 85 and over.

    He takes the mean of both readings of Arriaga's parts, and the life tables as published, which
    have other shares of the band lived by those who die: up to 0.05 years at birth.
    """
    data = pd.DataFrame(
        {
            "year": np.repeat([1935, 1995], 19),
            "age_start": AGES[:-1] * 2,
            "deaths": 1e6 * np.array(WOMEN_1935 + WOMEN_1995),
            "population": 1e6,
        }
    )
    readings = [
        decompose_gap(data, group="year", of=of, against=against, open_age=85, draws=100)
        for of, against in ((1995, 1935), (1935, 1995))
    ]
    forth, back = (each.loc[each["part"] == "age", "value"].to_numpy() for each in readings)
    mean = np.add.reduceat((forth - back) / 2, [0, 2, 4, 6, 10, 14, 18])
    assert_allclose(mean, [3.85, 0.73, 1.01, 2.55, 3.31, 3.66, 0.57], atol=0.025)


def test_the_parts_of_the_gap_between_men_of_india_and_china_are_those_published():
    """Murray CJL, Lopez AD, 1996, in Preston, Heuveline, Guillot, 2001: males, 1990; one decimal.

    Rates at 0-4, 5-14, 15-29, 30-44, 45-59, 60-69, 70 and over, taken for each band in them.
    """
    rates = {
        "India": [0.0267, 0.0025, 0.0021, 0.0043, 0.0139, 0.0388, 0.0929],
        "China": [0.0084, 0.0009, 0.0015, 0.0028, 0.0102, 0.0342, 0.1003],
    }
    bands = [2, 2, 3, 3, 3, 2, 5]
    data = pd.concat(
        pd.DataFrame(
            {
                "country": country,
                "age_start": AGES,
                "deaths": 1e6 * np.repeat(rate, bands),
                "population": 1e6,
            }
        )
        for country, rate in rates.items()
    )
    parts = decompose_gap(data, group="country", of="China", against="India", draws=100)
    by_age = parts.loc[parts["part"] == "age", "value"].to_numpy()
    broad = np.add.reduceat(by_age, [0, *np.cumsum(bands)[:-1]])
    assert_allclose(broad, [5.6, 0.8, 0.3, 0.6, 0.8, 0.3, -0.3], atol=0.07)


# Births in Michigan and children with Down's syndrome by mother's age (under 20, 20-24, ..., 40 and
# over) and order of birth (1 to 4, 5 and later): Fleiss JL, Statistical Methods for Rates and
# Proportions, 2nd ed., Wiley 1981, p. 249. The last row is printed as their totals.
BIRTHS = np.array(
    [
        [230061, 329449, 114920, 39487, 14208, 3052],
        [72202, 326701, 208667, 83228, 28466, 5375],
        [15050, 175702, 207081, 117300, 45026, 8660],
        [2293, 68800, 132424, 98301, 46075, 9834],
        [327, 30666, 123419, 149919, 104088, 34392],
        [319933, 931318, 786511, 488235, 237863, 61313],
    ]
)
CASES = [107, 141, 60, 40, 39, 25]


def test_the_standardised_rate_of_first_births_is_that_of_fay_and_feuer():
    """Fay MP, Feuer EJ, Stat Med 1997;16:791-801, table I: 92.3 per 100,000, by all births."""
    assert (BIRTHS[:5].sum(axis=0) == BIRTHS[5]).all()
    data = pd.DataFrame({"age": range(6), "events": CASES, "population": BIRTHS[0]})
    result = directly_standardised_rate(data, stratum="age", standard=pd.Series(BIRTHS[5]))
    assert_allclose(result["value"], 92.3, atol=0.05)


def test_the_concentration_index_of_under_five_deaths_in_india_is_that_of_the_world_bank():
    """O'Donnell O and others, Analyzing Health Equity Using Household Survey Data, 2008.

    Table 8.1: -0.1694. Births and deaths under five per 1,000 births by wealth group, India
    1982-92; mean 118.8 as printed.
    """
    data = pd.DataFrame(
        {
            "quantile": range(1, 6),
            "population": [29939, 28776, 26528, 24689, 19739],
            "value": [154.7, 152.9, 119.5, 86.9, 54.3],
        }
    )
    result = concentration_index(data, quantiles=5).iloc[0]
    assert_allclose(result["rci"], -0.1694, atol=5.1e-5)
    assert_allclose(result["aci"] / result["rci"], 118.8, atol=0.2)


WAGES = {"outcome": "lwage", "exposure": "union", "controls": ["married"], "entity": "nr"}
SCRAP = {"outcome": "lscrap", "exposure": "grant", "controls": ["grant_1"], "entity": "fcode"}


@pytest.mark.parametrize(
    ("dataset", "names", "published"),
    [
        (
            "wage_panel",
            WAGES,
            [
                [0.0833697, 0.0230603, 0.0380715, 0.1286679],
                [0.0583372, 0.0213374, 0.0164234, 0.100251],
            ],
        ),
        (
            "jobtraining",
            SCRAP,
            [
                [-0.2523149, 0.1434399, -0.5400188, 0.035389],
                [-0.4215895, 0.2824604, -0.9881333, 0.1449543],
            ],
        ),
    ],
)
def test_panel_regressions_print_what_stata_prints(dataset, names, published):
    """Stata output in Wooldridge JM, lecture notes on linear panel data, WAGEPAN and JTRAIN.

    `xtreg lwage union married d81-d87, fe cluster(nr)` and `xtreg lscrap grant grant_1 d88 d89, fe
    cluster(fcode)`: coefficient, robust standard error, 95% limits, to the last decimal printed.
    """
    data = import_module(f"linearmodels.datasets.{dataset}").load()
    result = two_way_fixed_effects(data, time="year", **names)
    assert_allclose(result[["value", "se", "lower", "upper"]], published, atol=6e-8)


def test_deciles_by_rank_are_those_published_with_the_ranks_but_for_the_area_on_each_border():
    """MHCLG, English indices of deprivation 2019, file 2.

    32,844 areas are no multiple of ten. The Ministry counts tenths from the most deprived area,
    OHID's rule from the other end: counted backwards it gives the Ministry's deciles, and as it is
    all but the area on each of eight borders (the ninth, in the middle, falls between two areas).
    """
    table = pd.read_csv(publisher("iod2019_file2_domains.csv.gz", folder="deprivation")).iloc[:, 4:]
    assert table.shape == (32844, 16)
    for column in range(0, 16, 2):
        ranks, published = table.iloc[:, column], table.iloc[:, column + 1]
        assert (11 - quantiles(ranks) == published).all()
        assert (
            (published - quantiles(ranks, highest_is_one=False)).value_counts() == [32836, 8]
        ).all()


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [(10, 4.795, 18.39), (20, 12.22, 30.89), (50, 37.11, 65.92), (100, 81.36, 121.63)],
)
def test_byars_limits_are_within_a_fifth_of_a_percent_of_tabulated_exact_limits(
    count, lower, upper
):
    """Exact 95% limits: Pearson ES, Hartley HO, Biometrika Tables for Statisticians I, table 40.

    That Byar's are within 0.2% from 10 events on: Public Health England, Technical Guide:
    Confidence Intervals, 25 May 2018.
    """
    assert_allclose(byars_limits(count), (lower, upper), rtol=0.002)


def test_life_expectancy_by_deprivation_decile_of_england_is_that_of_ons():
    """Deaths and populations: ONS ad hoc 006925, by IMD decile, sex and age, 2013 to 2015 pooled.

    Published: ONS, health state life expectancies by IMD decile, England, 2013 to 2015; 1 decimal.
    The populations of the two releases are not of the same vintage, hence the 0.15 years.
    """
    counts = {}
    for name in ("deaths", "population"):
        # Line ends are bare carriage returns, and headers carry spaces.
        wide = pd.read_csv(
            publisher(f"ons_adhoc006925_{name}_by_imd_decile.csv"), lineterminator="\r"
        )
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
        publisher("nationallifetables3yearuk.xlsx"),
        sheet_name="2017-2019",
        header=None,
        engine="calamine",
    )
    assert sheet.iloc[6, [mx, mx + 3, ex]].tolist() == ["mx", "dx", "ex"]
    table = sheet.iloc[7:, [0, mx, mx + 2, mx + 3, ex]].astype(float)
    table.columns = ["age", "m", "l", "d", "e"]
    lived = table["d"] / table["m"]
    last = table["age"] == 100
    lived, dying = lived.where(~last, table["l"] * table["e"]), table["d"].where(~last, table["l"])
    band = np.array(AGES)[np.searchsorted(AGES, table["age"], side="right") - 1]
    data = pd.DataFrame({"age_start": band, "deaths": dying, "population": lived})
    ours = life_expectancy(data.groupby("age_start", as_index=False).sum()).set_index("age_start")[
        "value"
    ]
    published = table.set_index("age")["e"]
    assert_allclose(ours[[0, 65]], published[[0, 65]], atol=0.1)


@pytest.mark.parametrize("sex", ["male", "female"])
def test_limits_of_the_slope_of_leeds_are_those_of_simulating_every_decile(sex):
    """Life expectancy by decile of Leeds: closed form against 200,000 lines fitted to draws."""
    deciles = pd.read_csv(
        Path(__file__).parents[2] / "data" / "raw" / "life_expectancy_la_decile.csv"
    )
    leeds = deciles.query("area_code == 'E08000035' and sex == @sex").sort_values("decile")
    assert len(leeds) == 10
    share = (leeds["population"] / leeds["population"].sum()).to_numpy()
    line = np.column_stack([np.ones(10), share.cumsum() - share / 2])
    to_line = np.linalg.solve(line.T * share @ line, line.T * share)
    drawn = np.random.default_rng(5).normal(leeds["value"], leeds["se"], (200_000, 10)) @ to_line.T
    result = slope_index(leeds, quantile="decile", se="se").iloc[0]
    for measure, simulated in (("sii", drawn[:, 1]), ("rii", 1 + drawn[:, 1] / drawn[:, 0])):
        limits = np.percentile(simulated, [2.5, 97.5])
        ours = result[[f"{measure}_lower", f"{measure}_upper"]].astype(float)
        assert_allclose(ours, limits, atol=0.01 * np.ptp(limits))


def test_slopes_across_local_deciles_are_near_the_published_ones():
    """OHID, life expectancy by deprivation decile within local authority, against indicator 92901.

    The file of deciles does not say its period. 2014 - 16 was inferred from this agreement, so that
    the agreement validates the size of the slopes, not the period; the published ones were also
    revised.
    """
    deciles = pd.read_csv(publisher("ohid_life_expectancy_by_local_decile.csv"))
    names = {"quantile": "Decile", "population": "Pop", "value": "LifeExp", "se": "SE"}
    ours = slope_index(deciles, ["GeoCode", "Sex"], **names, draws=100)
    assert ours.loc[ours["reason"] != "", "GeoCode"].unique().tolist() == [
        "E06000053"
    ]  # Isles of Scilly
    ours["inequality"] = ours["Sex"].map({1: "Male", 2: "Female"})

    published = pd.read_csv(publisher("fingertips_92901_sii_la_2010_12_to_2018_20.csv"))
    published = published[published["period"] == "2014 - 16"].rename(
        columns={"area_code": "GeoCode"}
    )
    both = ours.merge(published.dropna(subset="value"), on=["GeoCode", "inequality"])
    assert len(both) > 600
    assert (both["sii"] - both["value"]).abs().mean() < 0.25


# OECD, PISA 2018 results, mathematics, countries of the OECD: mean score and its standard error.
PISA = {
    "Australia": (491.3600, 1.9398), "Austria": (498.9423, 2.9710), "Belgium": (508.0703, 2.2627),
    "Canada": (512.0169, 2.3575), "Chile": (417.4066, 2.4159), "Colombia": (390.9323, 2.9896),
    "Czechia": (499.4677, 2.4607), "Denmark": (509.3984, 1.7350), "Estonia": (523.4146, 1.7436),
    "Finland": (507.3014, 1.9679), "France": (495.4076, 2.3202), "Germany": (500.0438, 2.6471),
    "Greece": (451.3703, 3.0912), "Hungary": (481.0826, 2.3196), "Iceland": (495.1874, 1.9531),
    "Ireland": (499.6329, 2.1986), "Israel": (463.0345, 3.4986), "Italy": (486.5899, 2.7800),
    "Japan": (526.9733, 2.4715), "Korea": (525.9330, 3.1214), "Latvia": (496.1263, 1.9628),
    "Lithuania": (481.1912, 1.9533), "Luxembourg": (483.4215, 1.0976), "Mexico": (408.8015, 2.4932),
    "Netherlands": (519.2310, 2.6323), "New Zealand": (494.4897, 1.7059),
    "Norway": (500.9638, 2.2190), "Poland": (515.6479, 2.6021), "Portugal": (492.4874, 2.6846),
    "Slovakia": (486.1649, 2.5556), "Slovenia": (508.8975, 1.3639), "Spain": (481.3926, 1.4624),
    "Sweden": (502.3877, 2.6543), "Switzerland": (515.3147, 2.9080), "Turkey": (453.5078, 2.2604),
    "United Kingdom": (501.7699, 2.5644), "United States": (478.2447, 3.2354),
}  # fmt: skip


def pisa_ranks(**arguments):
    data = pd.DataFrame.from_dict(PISA, orient="index", columns=["value", "se"])
    data = data.rename_axis("country").reset_index()
    return rank_intervals(data, group="country", se="se", **arguments).set_index("country")


def test_ranks_of_countries_by_mathematics_are_those_published_with_inference_for_ranks():
    """The example of the authors' package csranks 1.2.2, article "Inference for Ranks".

    Their critical values are simulated and take account of how comparisons hang together, so that
    an interval by Holm's rule may be wider by a rank, and never narrower.
    """
    ranks = pisa_ranks()
    kingdom = ranks.loc["United Kingdom"]
    assert kingdom["rank"] == 13  # published: rank 13, interval 8 to 23 (in its text 7 to 23)
    assert 7 <= kingdom["rank_lower"] <= 8
    assert kingdom["rank_upper"] == 23
    assert ranks.sort_values("rank").head(6).index.tolist() == [
        "Japan", "Korea", "Estonia", "Netherlands", "Poland", "Switzerland",
    ]  # fmt: skip


def test_statements_published_of_all_countries_ranks_together_come_out():
    together = pisa_ranks(simultaneous=True)
    last = together.loc[["Chile", "Mexico", "Colombia"]]
    assert together.drop(index=last.index)["rank_upper"].max() < last["rank_lower"].min()
    # "Their confidence sets both contain rank 7"; at 75% they "do not overlap".
    assert together.loc["Germany", "rank_lower"] <= 7 <= together.loc["Korea", "rank_upper"]
    at_75 = pisa_ranks(simultaneous=True, confidence=0.75)
    assert at_75.loc["Korea", "rank_upper"] < at_75.loc["Germany", "rank_lower"]
