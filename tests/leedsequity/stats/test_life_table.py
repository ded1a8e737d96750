"""Life expectancy: identities, refusals and what must not matter."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from leedsequity.stats import life_expectancy

AGES = [0, 1, *range(5, 95, 5)]
Z = 1.959963984540054  # 97.5th percentile of the standard normal distribution, from printed tables


def population(deaths=None, people=10_000.0, ages=AGES, **levels):
    deaths = [20 + 20 * age for age in ages] if deaths is None else deaths
    return pd.DataFrame({**levels, "age_start": ages, "deaths": deaths, "population": people})


def by_hand(deaths, people):
    """Chiang's table for 20 bands, one number at a time, as the docstring's formulas read."""
    widths = [1, 4] + [5] * 17
    shares = [0.1] + [0.5] * 18
    rates = [d / p for d, p in zip(deaths, people, strict=True)]
    alive, risks, lived = [100_000.0], [], []
    for m, n, a in zip(rates[:-1], widths, shares, strict=True):
        q = 1.0 if n * a * m > 1 else n * m / (1 + n * (1 - a) * m)
        risks.append(q)
        dying = alive[-1] * q
        alive.append(alive[-1] - dying)
        lived.append(n * (alive[-1] + a * dying))
    lived.append(alive[-1] / rates[-1])
    expectancy = [sum(lived[i:]) / alive[i] for i in range(20)]
    variances = []
    for x in range(20):
        total = alive[-1] ** 2 / (deaths[-1] * rates[-1] ** 2)
        for i in range(x, 19):
            s2 = risks[i] ** 2 * (1 - risks[i]) / deaths[i] if deaths[i] else 0.0
            total += alive[i] ** 2 * ((1 - shares[i]) * widths[i] + expectancy[i + 1]) ** 2 * s2
        variances.append(total / alive[x] ** 2)
    return alive, expectancy, variances


def test_every_column_follows_the_formulas_worked_one_number_at_a_time():
    deaths = [
        40,
        8,
        5,
        0,
        20,
        30,
        31,
        45,
        60,
        90,
        130,
        190,
        270,
        400,
        560,
        800,
        1100,
        1500,
        1700,
        1900,
    ]
    people = [
        6000,
        24000,
        30000,
        29000,
        31000,
        35000,
        36000,
        35000,
        33000,
        32000,
        33000,
        31000,
        28000,
        25000,
    ]
    people += [22000, 18000, 14000, 10000, 6000, 3500]
    alive, expectancy, variances = by_hand(deaths, people)
    result = life_expectancy(population(deaths, people))
    se = np.sqrt(variances)
    assert_allclose(result["survivors"], alive, rtol=1e-12)
    assert_allclose(result["value"], expectancy, rtol=1e-12)
    assert_allclose(result["se"], se, rtol=1e-12)
    assert_allclose(result["lower"], expectancy - Z * se, rtol=1e-12)
    assert_allclose(result["upper"], expectancy + Z * se, rtol=1e-12)
    assert result["age_start"].tolist() == AGES
    assert set(result["reason"]) == {""}
    assert set(result["method"]) == {"Chiang II, 20 age bands, Silcocks variance"}


@given(
    shares=st.lists(st.sampled_from([0.0, 1e-9, 1e-4, 0.01, 0.3, 1.0]), min_size=20, max_size=20),
    people=st.sampled_from([251.0, 5e3, 1e6, 1e12]),
    last=st.sampled_from([85, 90]),
)
@settings(deadline=None, max_examples=80)
def test_whatever_the_deaths_a_life_table_holds_together_or_says_why_not(shares, people, last):
    # None or all die in a band, in tiny and huge populations, with 19 and 20 bands.
    ages = [age for age in AGES if age <= last]
    deaths = [share * people for share in shares[: len(ages)]]
    result = life_expectancy(population(deaths, people, ages), open_age=last)
    assert result["age_start"].tolist() == ages
    assert (result["survivors"].diff().dropna() <= 0).all()
    known = result.dropna(subset="value")
    limited = known.dropna(subset="lower")
    assert (known["reason"].ne("") == known["lower"].isna()).all()
    assert result.loc[result["value"].isna(), "reason"].ne("").all()
    assert (limited["lower"] < limited["value"]).all()
    assert (limited["value"] < limited["upper"]).all()
    assert (known["value"] > 0).all()
    # Those who are older will, in the mean, die at a later age; not judged where a value between is
    # refused.
    if len(known) == len(ages):
        assert ((known["age_start"] + known["value"]).diff().dropna() > -1e-9).all()


@given(rate=st.floats(0.001, 0.2))
@settings(deadline=None, max_examples=40)
def test_where_the_death_rate_is_the_same_at_all_ages_the_open_band_and_the_ages_before_agree(rate):
    # With a = 1/2 a band adds exactly the years that a constant hazard gives, so e = 1/M from age 1
    # on; below 1 year a = 0.1: e(0) = L(0)/l(0) + (1 - q(0))/M with q(0) = M/(1 + 0.9 M).
    people = 1e9
    result = life_expectancy(population([rate * people] * 20, people))["value"].to_numpy()
    q0 = rate / (1 + 0.9 * rate)
    assert_allclose(result[1:], 1 / rate, rtol=1e-9)
    assert_allclose(result[0], (1 - q0) + 0.1 * q0 + (1 - q0) / rate, rtol=1e-9)


def test_nineteen_bands_that_close_at_85_are_accepted_and_named():
    people, ages = 1e9, AGES[:-1]
    result = life_expectancy(population([people / 200] * 19, people, ages), open_age=85)
    assert result["age_start"].tolist() == ages
    assert_allclose(result["value"].to_numpy()[1:], 200, rtol=1e-9)
    assert set(result["method"]) == {"Chiang II, 19 age bands, Silcocks variance"}


def test_a_table_that_lost_its_last_row_is_not_one_that_closes_earlier():
    # Read as closing at 85, e(85) would be 1 / M(85) of the closed band, and e(0) longer by it.
    data = pd.concat([drop(90)(population(area="lost")), population(area="whole")])
    result = life_expectancy(data, ["area"])
    assert set(result.loc[result["area"] == "lost", "reason"]) == {"age bands missing: 90"}
    assert result.groupby("area")["value"].count().to_dict() == {"lost": 0, "whole": 20}


@pytest.mark.parametrize(
    ("open_age", "to_85", "to_90"),
    [(90, "age bands missing: 90", ""), (85, "", "age bands other than 0, 1, 5, 10, ..., 85")],
)
def test_of_mixed_closings_in_a_call_the_groups_that_close_elsewhere_are_refused(
    open_age, to_85, to_90
):
    data = pd.concat([population(ages=AGES[:-1], area="to 85"), population(area="to 90")])
    result = life_expectancy(data, ["area"], open_age=open_age)
    reasons = result.groupby("area")["reason"].unique().map(list).to_dict()
    assert reasons == {"to 85": [to_85], "to 90": [to_90]}
    assert result["value"].notna().tolist() == (result["reason"] == "").tolist()


def test_no_deaths_in_a_closed_band_stay_none():
    deaths = [5, 0, 0, 0, *range(1, 17)]
    alive = life_expectancy(population(deaths, 20_000.0))["survivors"].to_numpy()
    assert alive[1] == alive[2] == alive[3] == alive[4]


@pytest.mark.parametrize("factor", [4.0, 100.0])
def test_a_population_and_deaths_times_k_keep_the_value_and_divide_the_variance_by_k(factor):
    data = population()
    more = data.assign(deaths=data["deaths"] * factor, population=data["population"] * factor)
    one, many = life_expectancy(data), life_expectancy(more)
    assert_allclose(many["value"], one["value"], rtol=1e-12)
    assert_allclose(many["se"], one["se"] / np.sqrt(factor), rtol=1e-12)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_and_the_other_groups_change_nothing(seed):
    rng = np.random.default_rng(seed)
    data = pd.concat(
        [
            population(rng.integers(50, 900, 20), area=area, sex=sex)
            for area in "abc"
            for sex in ("f", "m")
        ]
    )
    result = life_expectancy(data, ["area", "sex"])
    assert_frame_equal(
        life_expectancy(data.sample(frac=1, random_state=seed), ["area", "sex"]), result
    )
    alone = life_expectancy(data[data["area"] == "b"], ["area", "sex"])
    assert_frame_equal(alone, result[result["area"] == "b"].reset_index(drop=True))


def test_the_callers_frame_is_not_changed():
    data = population(area="a")
    before = data.copy(deep=True)
    life_expectancy(data, ["area"])
    assert_frame_equal(data, before)


def test_levels_keep_their_types_and_the_result_is_sorted_by_them():
    data = pd.concat(
        [population(area=area, year=year) for area in ("b", "a") for year in (2020, 2010)]
    )
    data["area"] = data["area"].astype(pd.CategoricalDtype(["b", "unused", "a"]))
    result = life_expectancy(data, ["area", "year"])
    assert result["area"].dtype == data["area"].dtype
    assert result["year"].dtype == data["year"].dtype
    assert result[["area", "year"]].drop_duplicates().to_numpy().tolist() == [
        ["b", 2010],
        ["b", 2020],
        ["a", 2010],
        ["a", 2020],
    ]
    assert (result["age_start"].to_numpy().reshape(4, 20) == AGES).all()


def drop(age):
    return lambda data: data[data["age_start"] != age]


def put(column, age, value):
    return lambda data: data.assign(**{column: data[column].where(data["age_start"] != age, value)})


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (drop(40), "age bands missing: 40"),
        (drop(0), "age bands missing: 0"),
        (
            lambda data: pd.concat([data, data[data["age_start"].isin([5, 90])]]),
            "age bands repeated: 5, 90",
        ),
        (
            lambda data: data.replace({"age_start": {10: 11}}),
            "age bands other than 0, 1, 5, 10, ..., 90",
        ),
        (put("age_start", 10, np.nan), "age bands other than 0, 1, 5, 10, ..., 90"),
        (put("deaths", 30, -1), "deaths below 0 at ages: 30"),
        (put("deaths", 30, np.nan), "deaths or population missing at ages: 30"),
        (put("population", 90, np.nan), "deaths or population missing at ages: 90"),
        (put("population", 1, 0), "population not above 0 at ages: 1"),
        (put("deaths", 85, 10_001), "more deaths than population at ages: 85"),
        (put("deaths", 90, 0), "no deaths in the open age band"),
        (lambda data: data.assign(population=250.0, deaths=1), "5,000 person-years or fewer"),
    ],
)
def test_a_group_that_breaks_a_rule_is_refused_by_name_and_does_not_stop_the_others(spoil, reason):
    data = pd.concat([spoil(population(area="bad")), population(area="good")])
    result = life_expectancy(data, ["area"])
    bad, good = result[result["area"] == "bad"], result[result["area"] == "good"]
    assert bad["age_start"].tolist() == AGES
    assert set(bad["reason"]) == {reason}
    assert bad[["value", "lower", "upper", "se", "survivors"]].isna().all(axis=None)
    assert_frame_equal(
        good.drop(columns="area").reset_index(drop=True), life_expectancy(population())
    )


@pytest.mark.parametrize(("people", "refused"), [(250.0, True), (250.1, False)])
def test_more_than_5000_person_years_are_needed(people, refused):
    reasons = life_expectancy(population([1] * 20, people))["reason"]
    assert reasons.str.contains("person-years").all() == refused


def test_a_wide_interval_hides_the_value_at_its_own_age_only_and_keeps_the_limits():
    # One death among 260 in the open band: e = 260 there, with a standard error as large.
    deaths = [1] * 20
    result = life_expectancy(population(deaths, 260.0)).set_index("age_start")
    wide = result["upper"] - result["lower"] > 20
    assert wide.any()
    assert (result["reason"] == "interval wider than 20 years").tolist() == wide.tolist()
    assert result["value"].isna().tolist() == wide.tolist()
    assert result[["lower", "upper", "se"]].notna().all(axis=None)


@pytest.mark.parametrize(("deaths", "refused"), [(3.8, True), (3.9, False)])
def test_an_interval_is_too_wide_above_20_years(deaths, refused):
    # In the open band e = 1/M = 10 and its standard error 10/sqrt(D): 20 years wide where sqrt(D) =
    # z.
    data = population([*[2_000.0] * 19, deaths], [*[1e5] * 19, 10 * deaths])
    result = life_expectancy(data).set_index("age_start").loc[90]
    assert np.isnan(result["value"]) == refused
    assert_allclose(result["upper"] - result["lower"], 20 * Z / deaths**0.5, rtol=1e-12)


def test_the_width_is_judged_at_every_age():
    # Few people below 60, so that the interval is wide at birth; a million above, so that it is not
    # at 60.
    people = [300.0] * 13 + [1_000_000.0] * 7
    deaths = [100] + [1] * 12 + [100_000] * 7
    reasons = life_expectancy(population(deaths, people)).set_index("age_start")["reason"]
    assert reasons[60] == ""
    assert reasons[90] == ""


def test_ages_that_nobody_reaches_are_refused_with_a_reason():
    # n a M > 1 at 85-89 (M = 0.5): everyone dies there and nobody reaches 90.
    data = put("deaths", 85, 5_000)(population())
    result = life_expectancy(data).set_index("age_start")
    assert result.loc[90, "reason"] == "no survivors to this age"
    assert np.isnan(result.loc[90, "value"])
    assert_allclose(result.loc[85, "value"], 2.5, rtol=1e-12)
    # Up to there the value stands, and no interval of no width (at 85) or without that band (before
    # it).
    assert set(result.loc[:85, "reason"]) == {"no limits: nobody survives to age 90"}
    assert result.loc[:85, "value"].notna().all()
    assert result.loc[:85, ["lower", "upper", "se"]].isna().all(axis=None)


def test_only_the_group_in_which_all_die_loses_its_limits():
    data = pd.concat(
        [put("deaths", 85, 4_000)(population(area="all die")), population(area="some live")]
    )
    result = life_expectancy(data, ["area"]).set_index(
        "area"
    )  # n a M = 5 x 0.5 x 0.4 = 1 and q = 1
    assert set(result.loc["all die", "reason"].iloc[:19]) == {
        "no limits: nobody survives to age 90"
    }
    alone = life_expectancy(population(area="some live"), ["area"]).set_index("area")
    assert_frame_equal(result.loc["some live"], alone)


def test_higher_confidence_widens_the_interval_in_proportion_to_the_normal_deviate():
    data = population([death * 100 for death in range(1, 21)], 100_000.0)
    narrow, wide = life_expectancy(data), life_expectancy(data, confidence=0.998)
    ratio = (wide["upper"] - wide["value"]) / (narrow["upper"] - narrow["value"])
    assert_allclose(
        ratio, 3.090232306167813 / Z, rtol=1e-9
    )  # 99.9th percentile, from printed tables
    assert set(wide["confidence"]) == {0.998}


def test_other_column_names_are_taken():
    data = population().rename(columns={"age_start": "age", "deaths": "d", "population": "p"})
    result = life_expectancy(data, age="age", deaths="d", population="p")
    assert_frame_equal(result, life_expectancy(population()))


def test_an_empty_frame_gives_an_empty_result_with_all_columns():
    empty = population(area="a").iloc[:0]
    full = life_expectancy(population(area="a"), ["area"])
    for by in ([], ["area"]):
        result = life_expectancy(empty, by)
        assert len(result) == 0
        assert list(result.columns) == [*by, *full.columns[1:]]


@pytest.mark.parametrize(
    ("change", "arguments", "message"),
    [
        (lambda data: data.drop(columns="deaths"), {}, "no column 'deaths'"),
        (lambda data: data.assign(deaths="many"), {}, "column 'deaths' must hold numbers"),
        (lambda data: data.assign(population=True), {}, "column 'population' must hold numbers"),
        (lambda data: data, {"by": ["ward"]}, "no column 'ward'"),
        (lambda data: data, {"by": "area"}, "by takes a list"),
        (lambda data: data, {"by": ["area", "area"]}, "by names a column twice"),
        (
            lambda data: data.assign(area=[2003, *["2003"] * 19]),
            {"by": ["area"]},
            "column 'area' holds values of sev",
        ),
        (
            lambda data: data.assign(area=["a", *["a "] * 19]),
            {"by": ["area"]},
            "column 'area' .* ends; rows: 19;",
        ),
        (
            lambda data: data,
            {"by": ["age_start"]},
            "a column that names groups cannot be called age_start",
        ),
        (
            lambda data: pd.concat([data, data[["deaths"]]], axis=1),
            {},
            "more than one column 'deaths'",
        ),
        (lambda data: data, {"open_age": 80}, "open_age must be 90 or 85"),
        (lambda data: data, {"open_age": None}, "open_age must be 90 or 85"),
        (lambda data: data, {"confidence": 0.5}, "confidence must lie between 0.5 and 1"),
        (lambda data: data, {"confidence": 1.0}, "confidence must lie between 0.5 and 1"),
        (lambda data: data, {"confidence": 95}, "confidence must lie between 0.5 and 1"),
        (lambda data: data, {"confidence": float("nan")}, "confidence must lie between 0.5 and 1"),
    ],
)
def test_bad_arguments_are_named_in_the_error(change, arguments, message):
    with pytest.raises(ValueError, match=message):
        life_expectancy(change(population(area="a")), **arguments)


def test_nullable_whole_numbers_are_numbers_and_their_gaps_are_missing():
    data = population().astype({"deaths": "Int64"})
    assert_frame_equal(life_expectancy(data), life_expectancy(population()))
    data.loc[3, "deaths"] = pd.NA
    assert set(life_expectancy(data)["reason"]) == {"deaths or population missing at ages: 10"}
