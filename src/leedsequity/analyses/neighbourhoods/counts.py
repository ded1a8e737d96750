"""What is counted in each neighbourhood, ward, in Leeds and in England, in one layout: place by topic and group."""

from collections.abc import Mapping

import pandas as pd

# Tables of Census 2021 by topic; `england_by_decile` has the same topics and groups.
CENSUS = ("ethnicity", "age", "qualification", "household_deprivation", "general_health", "tenure")
TABLES = (*(f"{topic}_lsoa21" for topic in CENSUS), "population_lsoa21", "fuel_poverty_lsoa")
YEARS = {"population": 2022, "fuel_poverty": 2021}


def of_neighbourhoods(tables: Mapping[str, pd.DataFrame], decile: pd.Series) -> pd.DataFrame:
    """Return what is counted in each LSOA of 2021 in Leeds, from the raw tables named in `TABLES`.

    A row a LSOA; columns `(topic, group)`, whole numbers: ethnic groups and tenures are the broad
    ones, ages the starts of five-year bands. Topic `decile` has the people of Census 2021 under the
    `decile` of the place in the IMD of 2019.
    """
    parts = [
        tables[f"{topic}_lsoa21"]
        .assign(topic=topic)
        .rename(columns={"age_start": "group", "lsoa21_code": "place"})
        for topic in CENSUS
    ]
    people, fuel = tables["population_lsoa21"], tables["fuel_poverty_lsoa"]
    people = people[people["year"] == YEARS["population"]].assign(topic="population", group="all")
    parts.append(people.rename(columns={"lsoa21_code": "place", "population": "count"}))
    fuel = fuel[(fuel["year"] == YEARS["fuel_poverty"]) & (fuel["boundaries"] == 2021)]
    fuel = fuel.melt("lsoa_code", ["households", "fuel_poor"], "group", "count").assign(
        topic="fuel_poverty"
    )
    parts.append(fuel.rename(columns={"lsoa_code": "place"}))
    counted = pd.concat(parts)
    return _wide(counted.assign(decile=counted["place"].map(decile)))


def of_england(england_by_decile: pd.DataFrame) -> pd.DataFrame:
    """Return the same counts of England, from the raw table of that name, as one row `England`."""
    year = england_by_decile["topic"].map(YEARS).fillna(england_by_decile["year"])
    return _wide(england_by_decile[england_by_decile["year"] == year].assign(place="England"))


def _wide(counted: pd.DataFrame) -> pd.DataFrame:
    """Return counts with a column a topic and group; `counted` has `place, decile, topic, group, count`."""
    group = counted["broad_group"].fillna(counted["group"].astype(str))
    counted = counted[["place", "decile", "topic", "count"]].assign(group=group)
    people = counted[counted["topic"] == "ethnicity"]
    people = people.assign(topic="decile", group=people["decile"].astype(str))
    both = pd.concat([counted, people])
    return both.pivot_table("count", "place", ["topic", "group"], "sum", fill_value=0)


def add_up(counts: pd.DataFrame, ward: pd.Series, england: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of every ward (its code by LSOA), then of `Leeds` and of `England` (from `of_england`)."""
    leeds = counts.sum().to_frame("Leeds").T
    return pd.concat([counts.groupby(ward).sum(), leeds, england[counts.columns]])


def by_decile(places: pd.DataFrame, ward_code: str, here: str) -> pd.DataFrame:
    """Return how the people of a ward, of Leeds and of England are divided among the deciles of the IMD of 2019.

    `places` is from `add_up`. Columns: `place, decile, people, share` (% of the place's people),
    one row a place and decile, 1 the most deprived.
    """
    names = {ward_code: here, "Leeds": "Leeds", "England": "England"}
    held = pd.DataFrame(places["decile"]).rename(index=names).loc[[*names.values()]]
    held.columns = held.columns.astype(int)
    table = held.sort_index(axis=1).melt(var_name="decile", value_name="people", ignore_index=False)
    table = table.rename_axis("place").reset_index()
    return table.assign(
        share=100 * table["people"] / table.groupby("place")["people"].transform("sum")
    )
