"""Limits of the indicators' series: by which method, from what, and where none can be had."""

import pandas as pd
import pytest

from leedsequity import indicators, stats
from leedsequity.errors import InputError
from leedsequity_data.publishers import indicator_facts

SOURCES = pd.DataFrame(
    [
        ("counted", 4, "%", "proportion"),
        ("rounded", 8, "%", "implied proportion"),
        ("counts", 12, "households", "rate"),
        ("rates", 12, "per 1,000 households", "rate"),
        ("sampled", 11, "%", "cv"),
        ("bare", 6, "points", "none"),
        ("years", 1, "years", "published"),
        ("cohort", 4, "%", "cohort proportion"),
        ("eyfsp_good_development", 4, "%", "none"),
        (None, 7, None, None),
    ],
    columns=["series", "indicator_id", "unit", "limits"],
).assign(
    polarity="high", fit="same", denominator="words", caution=None, caution_area=None, headline=None
)


def facts(series: str, value: float | None, group: str = "all", **columns: float) -> pd.DataFrame:
    row = {
        "series": series,
        "area_code": "E08000035",
        "group": group,
        "period": "2022",
        "value": value,
        "marker": None,
    }
    frame = pd.DataFrame([row | {"cv": None, "numerator": None, "denominator": None} | columns])
    return frame.astype({"value": float, "cv": float, "numerator": "Int64", "denominator": float})


def limits(*args: object, **columns: object) -> tuple[float, float, str]:
    row = indicators.series(facts(*args, **columns), SOURCES).iloc[0]
    return row["lower"], row["upper"], row["limits"]


def test_counts_give_wilsons_limits_in_the_unit_of_the_series() -> None:
    # Newcombe, Stat Med 1998;17:857-872, table I, method 3: 81 of 263.
    lower, upper, method = limits("counted", 30.8, numerator=81, denominator=263)
    assert (round(lower, 2), round(upper, 2), method) == (25.53, 36.62, "proportion")


def test_a_rounded_percentage_and_its_denominator_give_nearly_the_same() -> None:
    lower, upper, method = limits("rounded", 100 * 81 / 263, denominator=263)
    assert (round(lower, 2), round(upper, 2), method) == (25.53, 36.62, "implied proportion")


def test_a_count_has_limits_of_its_own_and_of_its_rate() -> None:
    # Exact Poisson limits of 9 events: Garwood 1936, 4.12 to 17.08.
    lower, upper, method = limits("counts", 9, numerator=9)
    assert (round(lower, 2), round(upper, 2), method) == (4.12, 17.08, "rate")
    lower, upper, _ = limits("rates", 4.5, numerator=9, denominator=2000)
    assert (round(2 * lower, 2), round(2 * upper, 2)) == (4.12, 17.08)


def test_a_rate_without_its_denominator_has_no_limits() -> None:
    lower, upper, method = limits("rates", 4.5, numerator=9)
    assert pd.isna(lower)
    assert pd.isna(upper)
    assert method == "none"


def test_a_coefficient_of_variation_gives_symmetric_limits_within_0_and_100() -> None:
    half = stats.z_value(0.95) * 0.032 * 22.7
    assert limits("sampled", 22.7, cv=3.2) == (
        pytest.approx(22.7 - half),
        pytest.approx(22.7 + half),
        "cv",
    )
    assert limits("sampled", 90.0, cv=60.0)[:2] == (0, 100)


@pytest.mark.parametrize(
    ("series", "value", "columns"),
    [
        ("bare", 45.5, {}),
        ("counted", None, {"numerator": 3, "denominator": 9}),
        ("rounded", 4.9, {}),
        ("sampled", 22.7, {}),
        ("sampled", None, {"cv": 25}),
        ("sampled", 0.0, {"cv": 0}),
    ],
)
def test_without_a_value_or_a_precision_there_are_no_limits(
    series: str, value: float | None, columns: dict
) -> None:
    lower, upper, method = limits(series, value, **columns)
    assert pd.isna(lower)
    assert pd.isna(upper)
    assert method == "none"


def test_published_limits_stay_and_rows_keep_their_order() -> None:
    years = facts("years", 80.0, "female").assign(lower=79.5, upper=80.5)
    both = pd.concat(
        [
            facts("bare", 45.5, "White"),
            years,
            facts("counted", 30.8, "fsm", numerator=81, denominator=263),
        ]
    )
    before = both.copy()
    table = indicators.series(both, SOURCES)
    pd.testing.assert_frame_equal(both, before)
    assert table["series"].tolist() == ["bare", "years", "counted"]
    assert table["dimension"].tolist() == ["ethnic group", "sex", "free school meals"]
    assert table["limits"].tolist() == ["none", "published", "proportion"]
    assert table.loc[1, ["lower", "value", "upper"]].tolist() == [79.5, 80.0, 80.5]
    assert table["indicator_id"].tolist() == [6, 1, 4]


def test_a_series_that_nobody_described_is_refused() -> None:
    with pytest.raises(ValueError, match="series without a source: other"):
        indicators.series(facts("other", 1.0), SOURCES)


def test_life_expectancy_takes_the_limits_of_the_same_publication_at_birth() -> None:
    common = {"area_code": "E08000035", "sex": "male", "period": "2016-18"}
    common |= {"published_verdict": "worse"}
    values = pd.DataFrame(
        [
            common | {"series": "ons_2001_2018", "age": 0, "value": 78.25, "marker": None},
            common | {"series": "ons_2001_2018", "age": 65, "value": 18.3, "marker": None},
            common | {"series": "ohid_90366", "age": 0, "value": 78.5, "marker": None},
        ]
    )
    known = pd.DataFrame(
        [
            common
            | {
                "series": "ons_2016_18",
                "age_start": 0,
                "value": 78.25,
                "lower": 78.0,
                "upper": 78.5,
            }
        ]
    )
    table = indicators.life_expectancy(values, known).set_index("series")
    assert table.index.tolist() == ["ons_2001_2018", "ohid_90366"]
    assert table.loc["ons_2001_2018", ["value", "lower", "upper"]].tolist() == [78.25, 78.0, 78.5]
    assert table.loc["ohid_90366", ["lower", "upper"]].isna().all()
    assert (table["group"] == "male").all()
    assert (table["published_verdict"] == "worse").all()


def test_a_definition_keeps_what_is_printed_and_names_what_stands_in_the_nearest_first() -> None:
    sources = pd.DataFrame(
        [
            (1, "near", "same", "hardly"),
            (1, "far", "proxy", "much"),
            (2, None, "none", "no such thing"),
        ],
        columns=["indicator_id", "series", "fit", "difference"],
    )
    printed = pd.DataFrame(
        {"number": [2, 1], "indicator": ["B", "A"], "disaggregation": "tbc", "source": "Local"}
    )
    readings = pd.DataFrame(
        {"indicator_id": [1, 2], "short_name": ["a", "b"], "polarity": ["high", "low"]}
    )
    table = indicators.definitions(printed, readings, sources)
    assert table[
        ["indicator_id", "short_name", "indicator", "series", "fit", "difference"]
    ].to_numpy().tolist() == [
        [1, "a", "A", "near; far", "same", "hardly"],
        [2, "b", "B", "", "none", "no such thing"],
    ]


def test_what_is_not_said_of_the_nearest_series_is_not_taken_from_the_next() -> None:
    sources = pd.DataFrame(
        [(1, "near", "same", None), (1, "far", "proxy", "much")],
        columns=["indicator_id", "series", "fit", "difference"],
    )
    printed = pd.DataFrame(
        {"number": [1], "indicator": ["A"], "disaggregation": "tbc", "source": "Local"}
    )
    (row,) = indicators.definitions(printed, pd.DataFrame({"indicator_id": [1]}), sources).to_dict(
        "records"
    )
    assert (row["series"], row["fit"], pd.isna(row["difference"])) == ("near; far", "same", True)


def test_a_caution_is_of_one_area_or_of_all_and_says_whether_a_value_may_be_quoted() -> None:
    rows = [
        ("one", "Do not", "A", "no"),
        ("every", "Mind", "all", "yes"),
        ("none", None, None, None),
    ]
    sources = pd.DataFrame(rows, columns=["series", "caution", "caution_area", "headline"])
    pairs = [(series, area) for series in ("one", "every", "none") for area in "AB"]
    table = indicators.cautions(pd.DataFrame(pairs, columns=["series", "area_code"]), sources)
    assert table["caution"].tolist() == ["Do not", "", "Mind", "Mind", "", ""]
    assert table["headline"].tolist() == [False, True, True, True, True, True]


def test_a_percentage_without_a_denominator_takes_that_of_the_cohort_for_all_children() -> None:
    # Newcombe, table I, method 3, as above: 81 of 263.
    share = 100 * 81 / 263
    cohort = facts("eyfsp_good_development", 50.0, denominator=263).assign(period="2018/19")
    rows = [facts("cohort", share), facts("cohort", share, "fsm"), cohort]
    table = indicators.series(pd.concat(rows), SOURCES)
    assert table[["lower", "upper"]].round(2).to_numpy()[0].tolist() == [25.53, 36.62]
    assert table["limits"].tolist() == ["cohort proportion", "none", "none"]
    assert table["denominator"].isna().tolist() == [True, True, False], "as published"
    assert limits("cohort", share)[2] == "none", "the cohort is not among the facts"


@pytest.mark.parametrize(("children", "headline"), [(99, False), (100, True), (None, True)])
def test_of_fewer_than_100_children_no_value_is_a_headline(children, headline) -> None:
    cohort = facts("eyfsp_good_development", 50.0, denominator=children).assign(period="2018/19")
    neet, adults = ({"series": name, "indicator_id": n, "unit": "%", "limits": "none"}
                    for name, n in (("neet", 8), ("adults", 13)))  # fmt: skip
    sources = pd.concat([SOURCES, pd.DataFrame([neet, adults])], ignore_index=True)
    children = [facts("cohort", 50.0, "fsm"), facts("bare", 40.0), facts("neet", 0.0)]
    rows = [*children, facts("adults", 20.0), facts("rounded", 30.8, denominator=80), cohort]
    table = indicators.series(pd.concat(rows), sources).iloc[:-1]
    assert table["headline"].tolist() == [*[headline] * 3, True, True]
    assert table["caution"].eq(indicators._FEW).tolist() == [*[not headline] * 3, False, False]


def test_a_publishers_marker_is_kept_with_its_meaning_and_anything_else_is_refused() -> None:
    places = pd.Series(["E08000035", "W06000015", "E06000001"])
    values = pd.Series(["12.5", "no number, but not in England", "x"])
    table = indicator_facts.facts("some", places, "2022", values, markers={"x": "withheld"})
    assert table["area_code"].tolist() == ["E08000035", "E06000001"]
    assert table["value"].isna().tolist() == [False, True]
    assert table["marker"].iloc[1] == "[x] withheld"
    with pytest.raises(InputError, match=r"1 value not a number: 'x' \(row 2\)"):
        indicator_facts.facts("some", places, "2022", values)


def test_academic_years_are_written_alike_whether_named_by_their_start_or_end() -> None:
    assert indicator_facts.starting(pd.Series(["201819", "1999-09-01/P1Y"])).tolist() == [
        "2018/19",
        "1999/00",
    ]
    assert indicator_facts.ending(pd.Series(["2019", "2010"])).tolist() == ["2018/19", "2009/10"]
