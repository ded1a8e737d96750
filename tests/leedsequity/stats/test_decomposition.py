"""Parts of a gap in life expectancy: hand calculation, identities, refusals, limits."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from leedsequity.stats import decompose_gap, life_expectancy

AGES = [0, 1, *range(5, 95, 5)]
PAIR = {"group": "area", "of": "rich", "against": "poor"}
Z = 1.959963984540054  # 97.5th percentile of the standard normal distribution, from printed tables


def population(deaths, people=100_000.0, **levels):
    return pd.DataFrame({**levels, "age_start": AGES, "deaths": deaths, "population": people})


def at(**rates):
    """No deaths but at the ages named, as a19 = deaths of 100,000."""
    return [rates.get(f"a{age}", 0.0) for age in AGES]


def two(seed=0, causes=("heart", "lung", "other"), **levels):
    """Two populations with deaths that rise with age, by cause, more of them in the poor one."""
    rng = np.random.default_rng(seed)
    risk = np.minimum(0.0005 * np.exp(0.06 * np.array(AGES)), 0.2)
    return pd.concat(
        population(
            rng.poisson(100_000 * risk * factor / len(causes)) + 1.0,
            area=area,
            cause=cause,
            **levels,
        )
        for area, factor in (("poor", 1.4), ("rich", 1.0))
        for cause in causes
    ).reset_index(drop=True)


def parts(result, part):
    return result[result["part"] == part]["value"].to_numpy()


def test_three_bands_worked_by_hand():
    # Poor: M = 0.08 at 80 and 85, so q = 0.4/1.2 = 1/3; rich: nobody dies there; M(90) = 1/4 in
    # both. l1 = 1, 2/3, 4/9; L1/l1 = 5 (1 - 1/6) = 25/6; e2(90) = 4, e2(85) = 9.
    # part(80) = (5 - 25/6) + 9 (1 - 2/3) = 23/6
    # part(85) = 2/3 (5 - 25/6) + 4 (2/3 - 4/9) = 13/9
    poor = population(at(a80=8_000.0, a85=8_000.0, a90=25_000.0), area="poor")
    rich = population(at(a90=25_000.0), area="rich")
    result = decompose_gap(pd.concat([poor, rich]), **PAIR, draws=100)
    expected = dict.fromkeys(AGES, 0.0) | {80: 23 / 6, 85: 13 / 9}
    assert_allclose(parts(result, "age"), [expected[age] for age in AGES], atol=1e-12)
    assert_allclose(parts(result, "total"), 23 / 6 + 13 / 9, rtol=1e-12)


def test_the_open_band_adds_the_years_that_its_rates_differ_by():
    # Everybody reaches 90 and lives 4 or 5 years more: M = 1/4 and 1/5.
    poor = population(at(a90=25_000.0), area="poor")
    rich = population(at(a90=20_000.0), area="rich")
    result = decompose_gap(pd.concat([poor, rich]), **PAIR, draws=100)
    assert_allclose(parts(result, "age")[-1], 1, rtol=1e-12)
    assert_allclose(parts(result, "total"), 1, rtol=1e-12)


def arriaga(poor, rich):
    """Parts by age and cause one number at a time, from l, L and T and the shares of rates."""
    widths, shares = [1, 4] + [5] * 17, [0.1] + [0.5] * 18
    tables = []
    for by_cause in (poor, rich):
        rates = [sum(cause[i] for cause in by_cause) for i in range(20)]
        alive, lived = [1.0], []
        for m, n, a in zip(rates[:-1], widths, shares, strict=True):
            alive.append(alive[-1] * (1 - n * m / (1 + n * (1 - a) * m)))
            lived.append(n * (alive[-1] + a * (alive[-2] - alive[-1])))
        lived.append(alive[-1] / rates[-1])
        tables.append((rates, alive, lived))
    (m1, alive1, lived1), (m2, alive2, lived2) = tables
    found = []
    for i in range(20):
        part = alive1[i] * (lived2[i] / alive2[i] - lived1[i] / alive1[i])
        if i < 19:
            now, then = alive1[i] / alive2[i], alive1[i + 1] / alive2[i + 1]
            part += sum(lived2[i + 1 :]) * (now - then)
        found.append(
            [part * (b[i] - a[i]) / (m2[i] - m1[i]) for a, b in zip(poor, rich, strict=True)]
        )
    return np.array(found).T


def test_parts_by_age_and_cause_are_arriagas_worked_one_number_at_a_time():
    data = two()
    rates = [
        [
            (rows["deaths"] / rows["population"]).tolist()
            for _, rows in data[data["area"] == area].groupby("cause")
        ]
        for area in ("poor", "rich")
    ]
    result = decompose_gap(data, **PAIR, cause="cause", draws=100)
    expected = arriaga(*rates)
    assert_allclose(parts(result, "age and cause"), expected.ravel(), rtol=1e-9)
    assert_allclose(parts(result, "age"), expected.sum(axis=0), rtol=1e-9)
    assert_allclose(parts(result, "cause"), expected.sum(axis=1), rtol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_the_parts_add_up_to_the_difference_of_the_two_life_expectancies(seed):
    data = two(seed)
    result = decompose_gap(data, **PAIR, cause="cause", draws=100)
    pooled = data.groupby(["area", "age_start"], as_index=False).agg(
        {"deaths": "sum", "population": "first"}
    )
    at_birth = life_expectancy(pooled, ["area"]).query("age_start == 0").set_index("area")["value"]
    for part in ("total", "age", "cause", "age and cause"):
        total = parts(result, part).sum()
        assert_allclose(total, at_birth["rich"] - at_birth["poor"], rtol=0, atol=1e-9)


def test_one_population_twice_has_no_gap_in_any_part():
    data = two()
    same = data[data["area"] == "poor"].assign(area="rich")
    result = decompose_gap(
        pd.concat([data[data["area"] == "poor"], same]), **PAIR, cause="cause", draws=100
    )
    assert_allclose(result["value"], 0, atol=1e-12)


def test_causes_that_differ_where_the_rates_of_all_do_not_cancel():
    # 300 and 100 deaths at 60 in one population, 100 and 300 in the other.
    rows = [
        population(at(a60=deaths, a90=10_000.0), area=area, cause=cause)
        for area, cause, deaths in (
            ("poor", "heart", 300.0),
            ("poor", "lung", 100.0),
            ("rich", "heart", 100.0),
            ("rich", "lung", 300.0),
        )
    ]
    result = decompose_gap(pd.concat(rows), **PAIR, cause="cause", draws=100)
    heart, lung = parts(result, "cause")
    assert heart > 0.1
    assert_allclose([heart + lung, *parts(result, "total")], 0, atol=1e-12)


def test_splitting_a_cause_leaves_the_others_and_adds_up_to_it():
    data = two(causes=("heart", "other"))
    other = data["cause"] == "other"
    half = data[other].assign(deaths=data["deaths"] * 0.25, cause="other 1")
    rest = data[other].assign(deaths=data["deaths"] * 0.75, cause="other 2")
    whole = parts(decompose_gap(data, **PAIR, cause="cause", draws=100), "cause")
    split = pd.concat([data[~other], half, rest])
    found = parts(decompose_gap(split, **PAIR, cause="cause", draws=100), "cause")
    assert_allclose([found[0], found[1:].sum()], whole, rtol=1e-9)


def test_the_order_of_rows_other_levels_and_other_groups_change_nothing():
    data = pd.concat([two(1, period="2001-03"), two(2, period="2013-15")])
    keys = {"cause": "cause", "draws": 200}
    result = decompose_gap(data, ["period"], **PAIR, **keys)
    more = pd.concat([data, data.assign(area="middle")]).sample(frac=1, random_state=3)
    assert_frame_equal(decompose_gap(more, ["period"], **PAIR, **keys), result)
    alone = decompose_gap(data[data["period"] == "2013-15"], ["period"], **PAIR, **keys)
    second = result[result["period"] == "2013-15"].reset_index(drop=True)
    assert_frame_equal(alone, second)


def test_a_row_says_what_it_is_of():
    result = decompose_gap(two(), **PAIR, cause="cause", draws=100)
    assert list(result.columns[:3]) == ["part", "age_start", "cause"]
    assert result["part"].value_counts(sort=False).to_dict() == {
        "total": 1,
        "age": 20,
        "cause": 3,
        "age and cause": 60,
    }
    assert result.loc[result["part"] == "age", "age_start"].tolist() == AGES
    assert result.loc[result["part"] == "cause", "cause"].tolist() == ["heart", "lung", "other"]
    both = result[result["part"] == "age and cause"]
    assert both[["age_start", "cause"]].drop_duplicates().notna().all(axis=None)
    assert result.loc[result["part"] == "total", ["age_start", "cause"]].isna().all(axis=None)
    pooled = two(causes=("all",)).drop(columns="cause")
    assert "cause" not in decompose_gap(pooled, **PAIR, draws=100)


def test_limits_of_the_total_are_those_of_the_difference_of_two_life_tables():
    # Chiang's and Silcocks's variances, in closed form; deaths of closed bands are few of those who
    # live, so that binomial and Poisson variances agree.
    deaths = [20 + age for age in AGES[:-1]] + [20_000]
    poor = population([2 * each for each in deaths], area="poor")
    data = pd.concat([poor, population(deaths, area="rich")])
    total = decompose_gap(data, **PAIR, draws=20_000).iloc[0]
    tables = life_expectancy(data, ["area"]).query("age_start == 0")
    half = Z * np.hypot(*tables["se"])
    assert_allclose(
        [total["value"] - total["lower"], total["upper"] - total["value"]], half, rtol=0.03
    )


def test_limits_hold_the_true_parts_in_95_of_100_simulated_populations():
    truth = two(causes=("heart", "other"))
    result = decompose_gap(truth, **PAIR, cause="cause", draws=100)
    rng = np.random.default_rng(7)
    drawn = [
        truth.assign(sample=sample, deaths=rng.poisson(truth["deaths"])) for sample in range(200)
    ]
    found = decompose_gap(pd.concat(drawn), ["sample"], **PAIR, cause="cause", draws=300)
    some = found.merge(result, on=["part", "age_start", "cause"], suffixes=("", "_true"))
    some = some[some["part"].isin(["total", "cause"])]
    assert len(some) == 3 * 200
    inside = some["value_true"].between(some["lower"], some["upper"])
    assert 0.93 <= inside.mean() <= 0.97


def test_a_part_of_few_deaths_stands_without_limits():
    data = two()
    child = (data["age_start"] == 5) & (data["cause"] == "lung") & (data["area"] == "rich")
    result = decompose_gap(
        data.assign(deaths=data["deaths"].mask(child, 9.0)), **PAIR, cause="cause", draws=100
    )
    row = result.query("age_start == 5 and cause == 'lung'").iloc[0]
    assert row["reason"] == "no limits: fewer than 10 deaths in a population"
    assert np.isfinite(row["value"])
    assert np.isnan(row["lower"])
    older = result.query("age_start == 60 and cause == 'lung'").iloc[0]
    assert (older["reason"], older["lower"] < older["value"] < older["upper"]) == ("", True)


def test_where_drawn_tables_cannot_be_made_values_stand_without_limits():
    # 2 deaths in the open band: none in one draw of seven.
    poor = population([*[50.0] * 19, 2.0], [*[100_000.0] * 19, 10.0], area="poor")
    rich = population([*[40.0] * 19, 2.0], [*[100_000.0] * 19, 10.0], area="rich")
    result = decompose_gap(pd.concat([poor, rich]), **PAIR, draws=500)
    reason = "no limits: in some draws nobody reaches the open age band or dies in it"
    assert result["reason"].iloc[0] == reason
    assert result["value"].notna().all()
    assert result["lower"].isna().all()


def change(area, age, **columns):
    def spoil(data):
        rows = (data["area"] == area) & (data["age_start"] == age)
        return data.assign(**{name: data[name].mask(rows, to) for name, to in columns.items()})

    return spoil


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (
            lambda data: data[(data["area"] != "poor") | (data["age_start"] != 40)],
            "area poor: age bands missing: 40 (heart), 40 (lung), 40 (other)",
        ),
        (lambda data: data[data["area"] != "rich"], "area rich: no rows"),
        (
            change("rich", 10, age_start=11),
            "area rich: age bands other than 0, 1, 5, 10, ..., 90",
        ),
        (
            lambda data: data.assign(population=data["population"] + (data["cause"] == "lung")),
            "area poor: populations of causes differ at ages: "
            + ", ".join(str(age) for age in AGES),
        ),
        (change("rich", 85, deaths=40_000.0), "area rich: more deaths than population at ages: 85"),
        (change("poor", 85, deaths=15_000.0), "area poor: no survivors to the open age band"),
        (change("poor", 90, deaths=0.0), "area poor: no deaths in the open age band"),
        (
            lambda data: data.assign(cause=data["cause"].where(data["cause"] != "lung")),
            "area poor: cause missing",
        ),
    ],
)
def test_a_group_that_breaks_a_rule_is_refused_by_name_and_does_not_stop_the_others(spoil, reason):
    data = pd.concat([spoil(two(period="bad")), two(period="good")])
    result = decompose_gap(data, ["period"], **PAIR, cause="cause", draws=100)
    bad, good = result[result["period"] == "bad"], result[result["period"] == "good"]
    assert set(bad["reason"]) == {reason}
    assert bad[["value", "lower", "upper"]].isna().all(axis=None)
    assert good["value"].notna().all()


def test_an_interval_wider_than_20_years_hides_the_values_and_keeps_the_limits():
    deaths = [30.0, 20.0, *[2.0] * 17, 20.0]
    data = pd.concat(population(deaths, 260.0, area=area) for area in ("poor", "rich"))
    result = decompose_gap(data, **PAIR, draws=500)
    assert result["upper"].iloc[0] - result["lower"].iloc[0] > 20
    assert set(result["reason"]) == {"interval of the total wider than 20 years"}
    assert result["value"].isna().all()


def test_an_empty_frame_gives_an_empty_result_with_all_columns():
    full = decompose_gap(two(), **PAIR, cause="cause", draws=100)
    empty = decompose_gap(two().iloc[:0], **PAIR, cause="cause", draws=100)
    assert len(empty) == 0
    assert list(empty.columns) == list(full.columns)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"of": "richest"}, "column 'area' has no level 'richest'"),
        ({"of": "poor"}, "of and against are both 'poor'"),
        ({"group": "ward"}, "no column 'ward'"),
        ({"cause": "illness"}, "no column 'illness'"),
        ({"by": ["part"]}, "no column 'part'"),
        ({"draws": 99}, "draws must be at least 100"),
        ({"open_age": 80}, "open_age must be 90 or 85"),
        ({"confidence": 95}, "confidence must lie between"),
        ({"cause": "age_start"}, "the column of causes cannot be called age_start"),
    ],
)
def test_bad_arguments_are_named_in_the_error(arguments, message):
    with pytest.raises(ValueError, match=message):
        decompose_gap(two(), **PAIR | {"cause": "cause"} | arguments)
