"""Regression with entity and period effects: dummies by hand, refusals, what must not matter."""

import numpy as np
import pandas as pd
import pytest
from linearmodels.panel import PanelOLS
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal
from scipy.stats import t as student

from leedsequity.stats import two_way_fixed_effects

NUMBERS = ["value", "se", "lower", "upper", "p_value"]


def panel(seed=1, entities=12, periods=6, missing=0):
    rng = np.random.default_rng(seed)
    area, year = (each.ravel() for each in np.indices((entities, periods)))
    x = rng.normal(size=area.size) + 0.3 * area
    z = rng.normal(size=area.size) + 0.2 * year
    y = 1.5 * x - 0.7 * z + area + np.sin(year) + rng.normal(size=area.size) * (1 + 0.2 * area)
    data = pd.DataFrame(
        {
            "area": area,
            "year": 2010 + year,
            "y": y,
            "x": x,
            "z": z,
            "w": rng.uniform(1, 9, area.size),
        }
    )
    return data.drop(index=rng.choice(data.index, missing, replace=False))


def fit(data, **more):
    names = {"outcome": "y", "exposure": "x", "entity": "area", "time": "year", "controls": ["z"]}
    return two_way_fixed_effects(data, **{**names, **more})


def by_dummies(data, slopes=("x", "z"), weights=None, confidence=0.95):
    """Least squares with a column for every entity and period but one; a cluster at a time."""
    x = np.column_stack(
        [
            data[list(slopes)],
            *(data["area"] == area for area in data["area"].unique()),
            *(data["year"] == year for year in sorted(data["year"].unique())[1:]),
        ]
    ).astype(float)
    w = np.ones(len(data)) if weights is None else data[weights].to_numpy()
    y = data["y"].to_numpy()
    bread = np.linalg.pinv(x.T @ (w[:, None] * x))
    coefficients = bread @ x.T @ (w * y)
    residual = y - x @ coefficients
    meat = np.zeros_like(bread)
    for area in data["area"].unique():
        own = (data["area"] == area).to_numpy()
        score = x[own].T @ (w[own] * residual[own])
        meat += np.outer(score, score)
    g, n = data["area"].nunique(), len(data)
    k = np.linalg.matrix_rank(x) - g + 1
    variance = np.diag(bread @ meat @ bread)[: len(slopes)] * g / (g - 1) * (n - 1) / (n - k)
    value, se = coefficients[: len(slopes)], np.sqrt(variance)
    margin = student.ppf((1 + confidence) / 2, g - 1) * se
    return np.column_stack(
        [value, se, value - margin, value + margin, 2 * student.sf(abs(value / se), g - 1)]
    )


@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("missing", [0, 11])
@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_slopes_and_errors_are_those_of_dummy_variables_with_the_correction_worked_by_hand(
    weights, missing, confidence
):
    data = panel(missing=missing)
    result = fit(data, weights=weights, confidence=confidence)
    assert_allclose(
        result[NUMBERS], by_dummies(data, weights=weights, confidence=confidence), rtol=1e-6
    )
    assert result["term"].tolist() == ["x", "z"]
    assert result[["observations", "left_out", "entities", "periods"]].iloc[0].tolist() == [
        72 - missing,
        0,
        12,
        6,
    ]
    assert result["method"].str.contains("clustered by area").all()


@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize(
    "shared", [True, False], ids=["periods shared", "no period shared by the two halves"]
)
def test_slopes_are_those_of_linearmodels(weights, shared):
    """Its errors follow another convention, and are compared with dummy variables above."""
    data = panel(entities=14, missing=9)
    data = data[shared | ((data["area"] < 7) == (data["year"] < 2013))]
    indexed = data.set_index(["area", "year"])
    weighting = None if weights is None else indexed[[weights]]
    model = PanelOLS(
        indexed["y"], indexed[["x", "z"]], weights=weighting, entity_effects=True, time_effects=True
    )
    assert_allclose(fit(data, weights=weights)["value"], model.fit().params, rtol=1e-9)


def test_without_controls_there_is_the_exposure_alone():
    data = panel()
    result = fit(data, controls=())
    assert_allclose(result[NUMBERS], by_dummies(data, slopes=("x",)), rtol=1e-6)


def test_two_periods_are_the_regression_of_changes_on_changes():
    data = panel(periods=2)
    wide = data.pivot(index="area", columns="year", values=["y", "x"])
    dy, dx = (wide[name].iloc[:, 1] - wide[name].iloc[:, 0] for name in ("y", "x"))
    slope = ((dx - dx.mean()) * dy).sum() / ((dx - dx.mean()) ** 2).sum()
    assert_allclose(fit(data, controls=())["value"], slope, rtol=1e-9)


def test_adding_a_constant_to_an_entity_or_a_period_changes_nothing():
    data = panel()
    shifted = data.assign(
        y=data["y"] + 100 * data["area"] ** 2 - 7 * (data["year"] == 2012),
        x=data["x"] - 3 * data["area"] + 5 * (data["year"] == 2014),
    )
    assert_frame_equal(fit(shifted), fit(data), rtol=1e-6)


@pytest.mark.parametrize("factor", [1e-4, 1e4])
def test_units_of_outcome_and_exposure_pass_through(factor):
    data = panel()
    result = fit(data)
    outcome = fit(data.assign(y=data["y"] * factor))
    exposure = fit(data.assign(x=data["x"] * factor))
    columns = ["value", "se", "lower", "upper"]
    assert_allclose(outcome[columns], result[columns] * factor, rtol=1e-6)
    assert_allclose(exposure[columns].iloc[0], result[columns].iloc[0] / factor, rtol=1e-6)
    assert_allclose(exposure["p_value"], result["p_value"], rtol=1e-6)


def test_only_proportions_of_weights_matter():
    data = panel()
    assert_frame_equal(
        fit(data.assign(w=data["w"] * 1e5), weights="w"), fit(data, weights="w"), rtol=1e-6
    )


def test_the_order_of_rows_and_the_names_of_entities_do_not_matter_and_the_frame_stays():
    data = panel(missing=5)
    before = data.copy(deep=True)
    result = fit(data, weights="w")
    assert_frame_equal(data, before)
    renamed = data.assign(
        area=data["area"].map(lambda area: f"E{20 - area}"), year=data["year"].astype(str)
    )
    assert_frame_equal(fit(renamed.sample(frac=1, random_state=4), weights="w"), result, rtol=1e-9)


def test_rows_with_a_missing_number_or_name_are_left_out_and_counted():
    data = panel().astype({"area": object})
    data.loc[3, "y"], data.loc[10, "z"], data.loc[20, "w"], data.loc[30, "area"] = (
        np.nan,
        np.inf,
        np.nan,
        None,
    )
    result = fit(data, weights="w")
    assert set(result["left_out"]) == {4}
    whole = fit(data.drop(index=[3, 10, 20, 30]), weights="w")
    assert_frame_equal(result.drop(columns="left_out"), whole.drop(columns="left_out"), rtol=1e-9)


def test_an_entity_or_period_seen_once_is_left_out_and_is_no_cluster():
    data = panel()
    once = [data.iloc[[0]].assign(area=99, y=1e3), data.iloc[[1]].assign(year=1999, y=-1e3)]
    # An area of two rows of which one is the only one of its period is then seen once itself.
    once.append(data.iloc[[2, 3]].assign(area=98, year=[2010, 1998], y=1e4))
    result = fit(pd.concat([data, *once]))
    assert set(result["left_out"]) == {4}
    assert_frame_equal(
        result.drop(columns="left_out"), fit(data).drop(columns="left_out"), rtol=1e-9
    )


def test_a_panel_in_two_parts_has_fewer_period_effects_than_periods_less_one():
    # By dummies: the rank of all columns, less the entities'. Six periods in two parts have the
    # rank 4, not 5.
    data = panel(entities=24)
    data = data[(data["area"] < 12) == (data["year"] < 2013)]
    result = fit(data)
    assert_allclose(result[NUMBERS], by_dummies(data), rtol=1e-6)


LIMITS = ["se", "lower", "upper", "p_value"]


def no_effect(seed, entities, periods=6):
    """A panel without an effect of the exposure, in which errors of an area hang together."""
    rng = np.random.default_rng(seed)
    area, year = (each.ravel() for each in np.indices((entities, periods)))
    errors = rng.normal(size=(entities, periods)).cumsum(axis=1) + rng.normal(
        size=(entities, periods)
    )
    return pd.DataFrame(
        {"area": area, "year": year, "x": rng.normal(size=area.size), "y": errors.ravel()}
    )


def p_values(entities, panels=1000):
    return pd.concat([fit(no_effect(seed, entities), controls=()) for seed in range(panels)])[
        "p_value"
    ]


@pytest.mark.parametrize("entities", [10, 30])
def test_without_an_effect_about_one_panel_in_twenty_is_significant(entities):
    # 1,000 panels: one in twenty is 50; 90 is less than twice as often, which ten clusters may
    # give.
    found = p_values(entities)
    assert found.notna().mean() > 0.97
    assert 25 < (found < 0.05).sum() < 90


@pytest.mark.parametrize("entities", [2, 3, 9])
def test_from_fewer_than_ten_clusters_nothing_is_significant(entities):
    # With two, the score of one is that of the other with its sign turned: a standard error of
    # rounding size.
    result = pd.concat([fit(no_effect(seed, entities), controls=()) for seed in range(30)])
    assert set(result["reason"]) == {"no limits: fewer than 10 clusters"}
    assert result["value"].notna().all()
    assert result[LIMITS].isna().all(axis=None)


@pytest.mark.parametrize(
    ("entities", "reason"), [(39, "fewer than 40 clusters: limits may be too narrow"), (40, "")]
)
def test_under_forty_clusters_the_numbers_stand_and_the_reason_warns(entities, reason):
    result = fit(panel(entities=entities))
    assert result["reason"].tolist() == [reason] * 2
    assert result[NUMBERS].notna().all(axis=None)


FEW_VARY = "no limits: the variation of the term is that of fewer than 4 clusters"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            lambda data: data.assign(w=np.where(data["area"] < 2, 1, 1e-12)),
            "no limits: fewer than 10 clusters",
        ),
        (lambda data: data.assign(w=np.where(data["area"] < 2, 1, 1e-5)), FEW_VARY),
        (lambda data: data.assign(x=1.0 * (data["area"] < 2) * (data["year"] > 2012)), FEW_VARY),
        (
            lambda data: data.assign(y=3 * data["x"] + data["area"]),
            "no limits: the terms fit the outcome exactly",
        ),
    ],
    ids=["no weight", "hardly any weight", "two exposed", "perfect fit"],
)
def test_many_entities_of_which_few_say_anything_or_no_error_at_all_leave_no_limits(change, reason):
    result = fit(change(panel(entities=60)), weights="w", controls=())
    assert result["reason"].tolist() == [reason]
    assert result["value"].notna().all()
    assert result[LIMITS].isna().all(axis=None)


def test_the_effective_clusters_of_exposed_entities_are_those_worked_by_hand():
    # g of G exposed from half-time on: sums of squares in proportion (1 - g/G)^2 and (g/G)^2. Of
    # 60, two have (2 c + 58 d)^2 / (2 c^2 + 58 d^2) = 2.1, four 4.6 and nine 12.7.
    few = "the variation of the term is that of fewer than 10 clusters: limits may be too narrow"
    for g, reason in ((2, FEW_VARY), (4, few), (9, "")):
        data = panel(entities=60)
        exposed = (data["area"] < g) & (data["year"] > 2012)
        assert fit(data.assign(x=exposed.astype(float)), controls=())["reason"].tolist() == [reason]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data: pd.concat([data, data.iloc[[5]]]), "an entity has two rows for a period"),
        (lambda data: data.assign(w=0), "a weight is not above 0"),
        (lambda data: data[data["area"] == 3], "fewer than two entities"),
        (lambda data: data[data["year"] == 2012], "fewer than two periods"),
        (lambda data: data[data["area"] < 2].iloc[:9], "no more observations than coefficients"),
        (
            lambda data: data.assign(x=data["area"] * 1.0),
            "a term does not vary beyond the effects and the other terms",
        ),
        (
            lambda data: data.assign(x=data["year"] * 1.0),
            "a term does not vary beyond the effects and the other terms",
        ),
        (
            lambda data: data.assign(x=5.0),
            "a term does not vary beyond the effects and the other terms",
        ),
        (
            lambda data: data.assign(x=2 * data["z"]),
            "a term does not vary beyond the effects and the other terms",
        ),
        (lambda data: data.iloc[:0], "fewer than two entities"),
        (lambda data: data.drop_duplicates("area"), "fewer than two periods"),
        (
            lambda data: data[data["year"] == 2010 + data["area"] % 6],
            "no more observations than coefficients",
        ),
        (lambda data: data.assign(y=5.0), "the outcome does not vary beyond the effects"),
        (lambda data: data.assign(y=0.0), "the outcome does not vary beyond the effects"),
        (
            lambda data: data.assign(y=7.1 * data["area"] + 0.3 * data["year"]),
            "the outcome does not vary beyond the effects",
        ),
    ],
)
def test_a_regression_that_breaks_a_rule_is_refused_by_name(spoil, reason):
    result = fit(spoil(panel()), weights="w")
    assert result["reason"].tolist() == [reason, reason]
    assert result[NUMBERS].isna().all(axis=None)
    assert result["term"].tolist() == ["x", "z"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"outcome": "life"}, "no column 'life'"),
        ({"entity": "ward"}, "no column 'ward'"),
        ({"controls": "z"}, "controls takes a list"),
        ({"controls": ["x"]}, "a column has one part only, not two: x"),
        ({"controls": ["z", "z"]}, "a column has one part only, not two: z"),
        ({"entity": "mixed"}, "column 'mixed' holds values of several types"),
        ({"time": "spaced"}, "column 'spaced' holds text with spaces at its ends; rows: 36;"),
        ({"time": "area"}, "a column has one part only, not two: area"),
        ({"weights": "people"}, "no column 'people'"),
        ({"confidence": 1}, "confidence must lie between"),
    ],
)
def test_bad_arguments_are_named_in_the_error(arguments, message):
    data = panel()
    mixed, spaced = data["area"].astype(object), data["year"].astype(str)
    mixed[:3], spaced[::2] = mixed[:3].astype(str), spaced[::2] + " "
    data = data.assign(mixed=mixed, spaced=spaced)
    with pytest.raises(ValueError, match=message):
        fit(data, **arguments)
