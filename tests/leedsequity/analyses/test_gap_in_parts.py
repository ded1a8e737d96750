"""A gap taken apart: what is added up, what is compared, and the words chosen by it."""

import pandas as pd

from leedsequity import places, raw, stats
from leedsequity.analyses import gap_in_parts


def counts(**columns: object) -> pd.DataFrame:
    base = {"year": 2001, "decile": 1, "sex": "male", "age_start": 0, "population": 100}
    return pd.DataFrame({**base, **columns})


def test_causes_of_a_group_are_added_up_and_a_years_people_are_counted_once():
    causes = ["Stroke", "Other circulatory disease", "Cancer"]
    first = counts(cause=causes, deaths=[1, 2, 4])
    second = counts(cause=causes, deaths=[8, 16, 32], year=2003, population=50)
    outside = counts(cause=causes, deaths=[99] * 3, year=2004)
    middle = counts(cause=causes, deaths=[99] * 3, decile=5)
    table = gap_in_parts.pooled(
        pd.concat([first, second, outside, middle]), ["2001-03", "2013-15"][:1], "cause"
    )
    rows = table.set_index("cause")[["deaths", "population"]]
    assert rows.T.to_dict("list") == {
        "cancer": [36, 150],
        "stroke, other circulatory": [27, 150],
    }


def test_the_broad_age_of_a_death_is_where_its_band_starts():
    bands = counts(age_start=[0, 15, 20, 79 - 4, 80, 90], deaths=[1, 2, 4, 8, 16, 32])
    table = gap_in_parts.by_broad_age(bands)
    assert table.groupby("ages", sort=False)["deaths"].sum().to_dict() == {
        "under 20": 3,
        "20 to 39": 4,
        "40 to 59": 0,
        "60 to 79": 8,
        "80 and over": 48,
    }
    assert (table.groupby("age_start").size() == 5).all()


def authorities() -> pd.DataFrame:
    """Leeds (10 deaths of 100), Bradford (30 of 200) and Hartlepool (70 of 400)."""
    codes = {"E08000035": (10, 100), "E08000032": (30, 200), "E06000001": (70, 400)}
    rows = [
        {"area_code": code, "sex": "male", "age_start": 0, "deaths": died, "population": people}
        for code, (died, people) in codes.items()
    ]
    return pd.DataFrame(rows)


def test_what_lies_in_the_area_is_taken_out_of_its_comparator():
    leeds, yorkshire, england = map(places.find, ("E08000035", "E12000003", "E92000001"))
    table = gap_in_parts.two_populations(authorities(), leeds, england)
    assert table.set_index("side")[["deaths", "population"]].T.to_dict("list") == {
        "here": [10, 100],
        "elsewhere": [100, 600],
    }
    region = gap_in_parts.two_populations(authorities(), leeds, yorkshire)
    assert region.set_index("side").loc["elsewhere", "deaths"] == 30
    assert gap_in_parts.elsewhere(leeds, england) == "the rest of England"
    assert gap_in_parts.elsewhere(leeds, places.find("Bradford")) == "Bradford"
    nothing_left = gap_in_parts.two_populations(authorities(), yorkshire, leeds)
    assert nothing_left.empty


def parts(**values: tuple[float, float, float]) -> pd.DataFrame:
    """Rows of `stats.decompose_gap` for men, named `cause_0103` or `all_1315`."""
    periods = {"0103": "2001-03", "1315": "2013-15"}
    rows = []
    for name, numbers in values.items():
        cause, _, period = name.partition("_")
        whole = cause == "all"
        rows.append(
            {
                "period": periods[period],
                "sex": "male",
                "part": "total" if whole else "cause",
                "cause": None if whole else cause,
                **dict(zip(("value", "lower", "upper"), numbers, strict=True)),
            }
        )
    return pd.DataFrame(rows)


def test_a_cause_moved_the_gap_only_where_the_test_of_its_change_says_so():
    table = gap_in_parts.side_by_side(
        parts(
            all_0103=(6, 5.8, 6.2),
            all_1315=(8, 7.8, 8.2),
            cancer_0103=(2, 1.9, 2.1),
            cancer_1315=(5, 4.9, 5.1),
            injuries_0103=(4, 3.9, 4.1),
            injuries_1315=(2, 1.9, 2.1),
            other_0103=(0, -1, 1),
            other_1315=(1, 0, 2),
        ),
        "cause",
    )
    assert table["cause"].tolist() == ["cancer", "injuries", "other", "all"]
    assert table["moved"].tolist() == ["widened", "narrowed", "no clear change", "widened"]
    assert table["difference"].tolist() == [3, -2, 1, 2]
    assert table["share"].tolist() == [62.5, 25, 12.5, 100]
    whole = gap_in_parts.whole_gap(table).iloc[0]
    assert (whole["widened_by"], whole["narrowed_by"]) == (["cancer"], ["injuries"])
    assert whole["main"] == 62.5


def test_parts_are_stacked_as_they_are_listed_and_the_total_last():
    names = ["other causes", "heart disease", "cancer"]
    table = parts(all_0103=(6, 5, 7), **{f"{name}_0103": (2, 1, 3) for name in names})
    rows = gap_in_parts.in_order(table, "cause")["cause"]
    assert rows[:3].tolist() == ["cancer", "heart disease", "other causes"]
    assert rows.isna().tolist() == [False, False, False, True]


def test_an_area_is_better_or_worse_by_its_limits_and_left_out_where_its_gap_is_refused():
    rows = pd.DataFrame(
        {
            "sex": "male",
            "part": ["total", *["cause"] * 3],
            "ages": [None, "80 and over", "under 20", "20 to 39"],
            "value": [-1.0, -1.0, 0.5, -0.5],
            "lower": [-2.0, -1.5, 0.1, float("nan")],
            "upper": [0.1, -0.5, 0.9, float("nan")],
            "reason": "",
        }
    )
    table = gap_in_parts.of_area(rows)
    assert table["ages"].tolist() == ["under 20", "20 to 39", "80 and over", "all"]
    assert table["verdict"].tolist() == ["better", "not tested", "worse", "similar"]
    assert gap_in_parts.of_area(rows.assign(value=[None, 1, 1, 1])).empty


def test_a_place_without_deaths_is_taken_apart_into_nothing():
    none = authorities().assign(area_code="E06000047")
    sides = gap_in_parts.two_populations(none, places.find("Leeds"), places.find("England"))
    gap = stats.decompose_gap(
        gap_in_parts.by_broad_age(sides),
        ["sex"],
        group="side",
        of="here",
        against="elsewhere",
        cause="ages",
    )
    assert gap_in_parts.of_area(gap).empty


def test_every_cause_of_the_raw_table_has_its_group():
    columns = raw.record("deaths_population_imd_decile").columns.values()
    assert {c.means["cause"] for c in columns if c.means} == set(gap_in_parts.CAUSES)
    assert set(gap_in_parts.MAIN) < set(gap_in_parts.CAUSES.values())
    assert len(set(gap_in_parts.CAUSES.values())) == 6  # as many as a figure has colours
