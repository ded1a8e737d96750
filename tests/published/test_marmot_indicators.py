"""The 15 indicators and notebook 07 against the report, publishers' files and plain arithmetic."""

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from leedsequity import indicators, places, raw
from leedsequity.analyses import headline_series, publishers_verdicts, scorecard

LEEDS, ENGLAND = "E08000035", "E92000001"
CITIES = [city.code for city in places.core_cities()]


@pytest.fixture(scope="module")
def sources() -> pd.DataFrame:
    return raw.load("indicator_sources")


@pytest.fixture(scope="module")
def every(sources: pd.DataFrame) -> pd.DataFrame:
    life = indicators.life_expectancy(
        raw.load("life_expectancy_la"), raw.load("life_expectancy_la_limits")
    )
    return indicators.series(
        pd.concat([raw.load("indicator_series"), life], ignore_index=True), sources
    )


@pytest.fixture(scope="module")
def facts(every: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    names = places.names()
    recoded = {
        area.code: area.recoded_from for area in places.every().values() if area.recoded_from
    }
    return headline_series.comparable_facts(
        every, sources, {code: names[code] for code in [*CITIES, ENGLAND]}, recoded
    )


def test_the_readings_name_the_eight_principles_and_the_reports_three_reservations() -> None:
    readings = raw.load("indicator_readings").set_index("indicator_id")
    # The report marks 14 and 15 as in development and prints "tbc" for the disaggregation of 7.
    printed = raw.load("indicator_set").set_index("number")
    assert readings.index[readings["status"] == "in development"].tolist() == [14, 15]
    assert printed.index[printed["in_development"]].tolist() == [14, 15]
    assert readings.index[readings["status"] == "disaggregation to be confirmed"].tolist() == [7]
    assert printed.index[printed["disaggregation"] == "tbc"].tolist() == [7]
    # Marmot et al. 2010, 2020, 2022: the principles in their order, by a word of each.
    words = {
        "1": "start in life",
        "2": "capabilities",
        "3": "good work",
        "4": "standard of living",
        "5": "places",
        "6": "prevention",
        "7": "racism",
        "8": "sustainability",
    }
    named = readings.dropna(subset="principle")
    assert all(words[row["principle"]] in row["principle_name"] for row in named.to_dict("records"))
    assert readings.index[readings["principle"].isna()].tolist() == [1]


def test_the_unit_of_an_indicator_is_in_the_words_of_the_report() -> None:
    table = raw.load("indicator_readings").merge(
        raw.load("indicator_set"), left_on="indicator_id", right_on="number"
    )
    said = {
        "%": "Percent",
        "points": "score",
        "years": "years",
        "households": "ouseholds",
        "per 1,000 live births": "per 1,000 live births",
        "per 100,000": "per 100,000",
    }
    stated = table.dropna(subset="unit")
    assert stated["number"].tolist() == list(range(1, 15))
    assert all(said[row["unit"]] in row["indicator"] for row in stated.to_dict("records"))


def test_an_indicator_has_the_polarity_of_its_series_but_for_the_opposite_of_a_healthy_weight(
    sources: pd.DataFrame,
) -> None:
    read = sources["indicator_id"].map(
        raw.load("indicator_readings").set_index("indicator_id")["polarity"]
    )
    assert set(sources.loc[read != sources["polarity"], "indicator_id"]) == {3}


def test_leeds_stands_apart_in_the_publishers_own_table_of_low_pay(
    upstream: Path, facts: pd.DataFrame
) -> None:
    with zipfile.ZipFile(upstream / "indicators" / "jobs_below_living_wage_2022p.zip") as archive:
        (name,) = (
            name for name in archive.namelist() if "Work Geography LWF Table 7 LWF.1a" in name
        )
        rows = (
            CalamineWorkbook.from_filelike(io.BytesIO(archive.read(name)))
            .get_sheet_by_name("All")
            .to_python()
        )
    share = {row[1]: (row[0].strip(), row[3]) for row in rows if row[1]}
    assert (share[LEEDS], share[ENGLAND]) == (("Leeds", 22.7), ("England", 12.5))
    west_yorkshire = {
        code: share[code][1] for code in ("E08000032", "E08000033", "E08000034", "E08000036")
    }
    assert max(west_yorkshire.values()) == 16.6
    table = headline_series.headline(
        facts[facts["indicator_id"] == 11], raw.load("indicator_sources"), LEEDS
    )
    assert table.set_index("area_code")["value"].to_dict() == {
        code: share[code][1] for code in [*CITIES, ENGLAND]
    }
    # The last of the eight core cities, by far; and therefore no headline, and no place.
    assert table.set_index("area_code")["value"].drop(ENGLAND).nlargest(1).index.tolist() == [LEEDS]
    assert table.set_index("area_code")["headline"].to_dict() == {
        code: code != LEEDS for code in [*CITIES, ENGLAND]
    }
    assert scorecard.places(table, LEEDS, CITIES).empty


def test_the_measures_behind_are_those_of_plain_arithmetic(
    facts: pd.DataFrame, sources: pd.DataFrame
) -> None:
    held = raw.load("indicator_series")
    latest = {  # each indicator's series, period, and the way that is better
        2: ("lait_low_birth_weight", "2024", -1),
        3: ("lait_reception_excess_weight", "2024/25", -1),
        4: ("lait_good_development", "2024/25", 1),
        5: ("lait_key_stage_2", "2024/25", 1),
        6: ("lait_attainment_8", "2024/25", 1),
        8: ("scorecard_neet", "2024/25", -1),
        11: ("jobs_below_living_wage", "2022", -1),
        # 12 is not counted: of December 2025 Bristol gave no figure, and all seven cities must.
        13: ("fingertips_inactive_adults", "2024/25", -1),
        14: ("fuel_poverty", "2022", -1),
    }
    behind = set()
    for number, (series, period, way) in latest.items():
        rows = held[
            (held["series"] == series) & (held["period"] == period) & (held["group"] == "all")
        ]
        value = rows.set_index("area_code")["value"].rename({"E08000039": "E08000019"})
        others = sorted(value[[city for city in CITIES if city != LEEDS]])
        behind |= {number} if way * (value[LEEDS] - others[3]) < 0 else set()  # the fourth of seven
    table = scorecard.measures_behind(
        headline_series.headline(facts, sources, LEEDS), LEEDS, CITIES
    )
    assert set(table["indicator_id"]) == {1, *latest}
    assert set(table.loc[table["behind"], "indicator_id"]) == behind
    assert table.set_index("indicator_id").loc[[*latest], "series"].tolist() == [
        row[0] for row in latest.values()
    ]


def test_men_and_women_of_leeds_are_ahead_of_the_middle_city_as_ohid_publishes_it(
    facts: pd.DataFrame, sources: pd.DataFrame
) -> None:
    held = raw.load("life_expectancy_la")
    held = held[
        (held["series"] == "ohid_90366") & (held["period"] == "2023-25") & (held["age"] == 0)
    ]
    table = scorecard.measures_behind(
        headline_series.headline(facts, sources, LEEDS), LEEDS, CITIES
    ).set_index("group")
    for sex, rows in held.assign(
        area_code=held["area_code"].replace("E08000039", "E08000019")
    ).groupby("sex"):
        value = rows.set_index("area_code")["value"]
        others = sorted(value[[city for city in CITIES if city != LEEDS]])
        assert table.loc[sex, "middle"] == others[3]
        assert not table.loc[sex, "behind"]


def test_a_count_of_households_in_the_quarterly_tables_gives_the_rate_and_the_second_place(
    facts: pd.DataFrame, sources: pd.DataFrame
) -> None:
    table = headline_series.headline(facts[facts["indicator_id"] == 12], sources, LEEDS)
    leeds = table[table["area_code"] == LEEDS].set_index("period")
    assert set(leeds["series"]) == {"temporary_accommodation_rate"}
    # Households at the ends of December, as printed in seven workbooks; of 2018 nothing was given.
    printed = {2019: 26, 2020: 83, 2021: 67, 2022: 166, 2023: 212, 2024: 544, 2025: 732}
    assert leeds["numerator"].to_dict() == {
        f"{year}-12-31": count for year, count in printed.items()
    }
    assert (leeds["value"] - 1000 * leeds["numerator"] / leeds["denominator"]).abs().max() < 1e-9
    # Newcastle had 1.57 per 1,000, Leeds 2.06, Sheffield 2.82; Bristol gave no figure.
    (place,) = scorecard.places(table, LEEDS, CITIES).to_dict("records")
    assert (place["place"], place["ranked"], place["place_open"]) == (2, 7, "2")


def test_the_gap_within_leeds_is_the_newest_that_ohid_publishes(
    facts: pd.DataFrame, sources: pd.DataFrame
) -> None:
    groups = scorecard.group_gaps(facts, sources, LEEDS)
    gaps = scorecard.last_gaps(groups, raw.load("slope_index_la"), LEEDS, ENGLAND)
    mine = gaps[gaps["dimension"] == "deprivation"]
    # OHID, indicator 92901, 2022-24: men 12.8 years, women 10.3.
    assert mine[["group", "period", "difference"]].to_numpy().tolist() == [
        ["male", "2022-24", 12.8],
        ["female", "2022-24", 10.3],
    ]


def test_the_gap_by_free_school_meals_is_the_difference_of_two_published_values(
    facts: pd.DataFrame, sources: pd.DataFrame
) -> None:
    held = raw.load("indicator_series").query(
        "series == 'lait_key_stage_2' and period == '2024/25'"
    )
    value = held.set_index(["area_code", "group"])["value"]
    gaps = scorecard.last_gaps(
        scorecard.group_gaps(facts, sources, LEEDS),
        raw.load("slope_index_la"),
        LEEDS,
        ENGLAND,
    )
    row = gaps[(gaps["indicator_id"] == 5) & (gaps["group"] == "fsm")].iloc[0]
    assert row["difference"] == value[LEEDS, "fsm"] - value[LEEDS, "not fsm"]
    assert row["comparator_difference"] == value[ENGLAND, "fsm"] - value[ENGLAND, "not fsm"]


def test_our_test_gives_the_publishers_word_and_never_the_opposite(every: pd.DataFrame) -> None:
    found = publishers_verdicts.agreement(publishers_verdicts.checked(every)).set_index("series")
    # Limits as published: the same test. With limits from the size of a cohort: nearly the same.
    assert found["opposite"].sum() == 0
    assert found.loc["ohid_90366", "comparisons"] > 500
    assert found.loc["ohid_90366", "percent"] == 100
    assert found.loc["fingertips_reception_excess_weight", "comparisons"] > 1000
    assert found.loc["fingertips_reception_excess_weight", "percent"] > 95


def test_leeds_beside_england_as_the_publishers_and_rough_sums_have_it(
    facts: pd.DataFrame, sources: pd.DataFrame
) -> None:
    table = headline_series.headline(facts, sources, LEEDS)
    beside = headline_series.compared(headline_series.latest(table, LEEDS), LEEDS)
    beside = beside[beside["other_code"] == ENGLAND].set_index(["indicator_id", "group"])
    # OHID's own words in its tables of life expectancy, 2023-25, and of inactivity, 2024/25.
    published = {(1, "male"): "worse", (1, "female"): "worse", (13, "all"): "similar"}
    # By hand, with about 9,700 children: a standard error of 100 sqrt(p (1 - p) / 9700) points.
    # Low weight 2.91 and 2.98, error 0.17; excess weight 24.0 and 23.5, error 0.43; development
    # 63.9 and 68.3, error 0.49; Key Stage 2 61 and 63, error 0.50; England's are a tenth of that.
    by_hand = {
        (2, "all"): "similar",
        (3, "all"): "similar",
        (4, "all"): "worse",
        (5, "all"): "worse",
    }
    found = beside["verdict"].to_dict()
    assert {key: found[key] for key in published | by_hand} == published | by_hand
    assert {*beside.loc[[*published], "basis"]} == {"publisher"}
    assert {*beside.loc[[*by_hand], "basis"]} == {"our test"}
