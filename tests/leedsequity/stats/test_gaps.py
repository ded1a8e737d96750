"""The gap between one group and another: identities, refusals and what must not matter."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from leedsequity.stats import gap

Z = 1.959963984540054  # 97.5th percentile of the standard normal distribution, from printed tables


def levels(
    value=(78.0, 80.0, 75.0), se=(0.3, 0.1, 0.4), names=("Leeds", "England", "Hull"), **more
):
    value, se = np.asarray(value), np.asarray(se)
    data = pd.DataFrame({**more, "area": names, "value": value, "se": se})
    return data.assign(lower=value - Z * se, upper=value + Z * se)


def measure(result, which):
    return result[result["measure"] == which].set_index("area")


def test_differences_from_standard_errors_are_those_of_independent_estimates():
    result = measure(gap(levels(), group="area", reference="England", se="se"), "difference")
    assert_allclose(result.loc["Leeds", "value"], -2)
    assert_allclose(result.loc["Leeds", "lower"], -2 - Z * 0.1**0.5)  # 0.3^2 + 0.1^2 = 0.1
    assert_allclose(result.loc["Hull", "upper"], -5 + Z * 0.17**0.5)  # 0.4^2 + 0.1^2 = 0.17


def test_with_symmetric_limits_mover_and_standard_errors_agree():
    numbers = ["value", "lower", "upper"]
    by_se = gap(levels(), group="area", reference="England", se="se")[numbers]
    by_limits = gap(levels(), group="area", reference="England")[numbers]
    assert_frame_equal(by_se, by_limits, rtol=1e-9)


@given(
    value=st.tuples(st.floats(1, 9), st.floats(1, 9)),
    margins=st.tuples(*[st.floats(0.01, 0.9)] * 4),
)
@settings(deadline=None, max_examples=40)
def test_exchanging_level_and_reference_turns_the_difference_and_inverts_the_ratio(value, margins):
    (y1, y2), (l1, u1, l2, u2) = value, margins
    data = pd.DataFrame(
        {
            "area": ["p", "q"],
            "value": [y1, y2],
            "lower": [y1 - l1, y2 - l2],
            "upper": [y1 + u1, y2 + u2],
        }
    )
    p, q = gap(data, group="area", reference="q"), gap(data, group="area", reference="p")
    turned = -q.loc[0, ["value", "upper", "lower"]].astype(float)
    assert_allclose(
        p.loc[0, ["value", "lower", "upper"]].astype(float), turned, rtol=1e-9, atol=1e-12
    )
    inverted = 1 / q.loc[1, ["value", "upper", "lower"]].astype(float)
    assert_allclose(p.loc[1, ["value", "lower", "upper"]].astype(float), inverted, rtol=1e-9)


def test_asymmetric_limits_take_the_lower_margin_of_one_and_the_upper_margin_of_the_other():
    # Margins 3 below and 8 above the level; 4 above and 6 below the reference: 3-4-5 and 8-6-10
    # triangles.
    data = pd.DataFrame(
        {"area": ["p", "q"], "value": [50.0, 20.0], "lower": [47.0, 14.0], "upper": [58.0, 24.0]}
    )
    result = gap(data, group="area", reference="q").iloc[0]
    assert_allclose([result["value"], result["lower"], result["upper"]], [30, 25, 40], rtol=1e-12)


def test_a_ratio_has_the_log_margins_added_in_squares():
    # Limits a factor e^3 and e^4 either side of their values give a factor e^5 either side of the
    # ratio.
    data = pd.DataFrame({"area": ["p", "q"], "value": [10.0, 5.0]})
    factor = np.exp([3.0, 4.0])
    data = data.assign(lower=data["value"] / factor, upper=data["value"] * factor)
    result = gap(data, group="area", reference="q").iloc[1]
    assert result["measure"] == "ratio"
    expected = [2, 2 * np.exp(-5), 2 * np.exp(5)]
    assert_allclose([result["value"], result["lower"], result["upper"]], expected, rtol=1e-12)


def test_every_level_but_the_reference_has_a_difference_and_a_ratio_in_sorted_order():
    data = pd.concat([levels(sex="m"), levels(sex="f")])
    result = gap(data, ["sex"], group="area", reference="England")
    columns = ["sex", "area", "reference", "measure"]
    names = [*columns, "value", "lower", "upper", "confidence", "method", "reason"]
    assert list(result.columns) == names
    assert result[columns].to_numpy().tolist() == [
        [sex, area, "England", measure]
        for sex in ("f", "m")
        for area in ("Hull", "Leeds")
        for measure in ("difference", "ratio")
    ]


def test_the_order_of_rows_and_the_other_groups_change_nothing():
    data = pd.concat([levels(sex="m"), levels((70, 71, 72), sex="f")])
    result = gap(data, ["sex"], group="area", reference="England")
    shuffled = data.sample(frac=1, random_state=1)
    assert_frame_equal(
        gap(shuffled, ["sex"], group="area", reference="England"), result, check_exact=True
    )
    alone = gap(levels(sex="m"), ["sex"], group="area", reference="England")
    assert_frame_equal(alone, result[result["sex"] == "m"].reset_index(drop=True), check_exact=True)


def test_levels_and_reference_keep_their_types_and_the_callers_frame_is_not_changed():
    data = levels(names=(3, 1, 2), year=2020).astype({"area": "int16", "year": "category"})
    before = data.copy(deep=True)
    result = gap(data, ["year"], group="area", reference=1)
    assert_frame_equal(data, before)
    assert result["area"].dtype == result["reference"].dtype == "int16"
    assert result["year"].dtype == data["year"].dtype


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (levels((np.nan, 80.0, 75.0)), "value, limit or error of the level missing"),
        (levels((78.0, np.nan, 75.0)), "value, limit or error of the reference level missing"),
        (levels(se=(-0.3, 0.1, 0.4)), "limits of the level do not enclose its value"),
        (levels(se=(0.3, -0.1, 0.4)), "limits of the reference level do not enclose its value"),
        (pd.concat([levels(), levels().iloc[:1]]), "level repeated"),
        (pd.concat([levels(), levels().iloc[[1]]]), "reference level repeated"),
        (levels().iloc[[0, 2]], "no reference level in this group"),
        (levels().assign(se=[-0.3, 0.1, 0.4]), "error of the level below 0"),
    ],
)
def test_a_comparison_that_breaks_a_rule_is_refused_by_name_and_does_not_stop_the_others(
    bad, reason
):
    data = pd.concat([bad.assign(sex="bad"), levels().assign(sex="good")])
    result = gap(data, ["sex"], group="area", reference="England", se="se")
    refused = result[(result["sex"] == "bad") & (result["area"] == "Leeds")]
    assert refused["reason"].tolist() == [reason, reason]
    assert refused[["value", "lower", "upper"]].isna().all(axis=None)
    good = result[result["sex"] == "good"]
    assert good["reason"].eq("").all()
    assert good[["value", "lower", "upper"]].notna().all(axis=None)


@pytest.mark.parametrize("value", [(-1.0, 80.0, 75.0), (78.0, -1.0, 75.0), (0.1, 80.0, 75.0)])
def test_what_is_not_above_0_has_a_difference_but_no_ratio(value):
    result = gap(levels(value), group="area", reference="England")
    assert measure(result, "difference").loc["Leeds", "reason"] == ""
    ratio = measure(result, "ratio").loc["Leeds"]
    assert ratio["reason"] == "a value or limit is not above 0"
    assert np.isnan(ratio["value"])


@pytest.mark.parametrize("arguments", [{"se": "se"}, {}], ids=["errors", "limits"])
def test_two_sides_of_which_somebody_is_quite_sure_leave_the_gap_without_limits(arguments):
    result = gap(levels(se=[0, 0, 0.3]), group="area", reference="England", **arguments).set_index(
        "area"
    )
    assert set(result.loc["Leeds", "reason"]) == {
        "no limits: those given have no width, or an error is 0"
    }
    assert_allclose(result.loc["Leeds", "value"], [78 - 80, 78 / 80])
    assert result.loc["Leeds", ["lower", "upper"]].isna().all(axis=None)
    # A target is known without error: the gap from it is as wide as the other side.
    hull = result.loc["Hull"].iloc[0]
    assert_allclose([hull["lower"], hull["upper"]], [-5 - Z * 0.3, -5 + Z * 0.3])
    assert hull["reason"] == ""


def test_a_frame_that_holds_the_reference_only_gives_no_rows():
    assert len(gap(levels().iloc[[1]], group="area", reference="England")) == 0


@pytest.mark.parametrize(
    ("data", "arguments", "message"),
    [
        (levels(), {"reference": "Atlantis"}, "column 'area' has no level 'Atlantis'"),
        (levels().iloc[:0], {}, "column 'area' has no level 'England'"),
        (levels(), {"group": "ward"}, "no column 'ward'"),
        (
            levels(names=("2003", 2003, 2004)),
            {"reference": 2003},
            "column 'area' holds values of several types",
        ),
        (
            levels(names=("Leeds", "England", "Leeds ")),
            {},
            "column 'area' holds text with spaces at its ends; rows: 1;",
        ),
        (levels(sex=["f", "f", 1]), {"by": ["sex"]}, "column 'sex' holds values of several types"),
        (levels().drop(columns="upper"), {}, "no column 'upper'"),
        (levels(), {"se": "stderr"}, "no column 'stderr'"),
        (levels(), {"by": ["area"]}, "by names a column twice"),
        (levels(), {"group": "value"}, "a column that names groups cannot be called value"),
        (levels().assign(confidence=0.998), {}, "the limits given are not of the level 0.95"),
        (
            levels().assign(confidence=[0.95, np.nan, 0.95]),
            {},
            "the limits given are not of the level 0.95",
        ),
        (levels(), {"confidence": 0.998}, "the limits given are not of the level 0.998"),
    ],
)
def test_bad_arguments_are_named_in_the_error(data, arguments, message):
    with pytest.raises(ValueError, match=message):
        gap(data, **{"group": "area", "reference": "England", **arguments})
