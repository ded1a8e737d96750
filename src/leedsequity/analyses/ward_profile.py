"""A ward's measures beside Leeds and England, with its ranks and how far they can be trusted.

What is counted stands in one layout: a row a place, a column a topic and group. The results of
`counted`, `deprivation` and `life_expectancy` have the columns `COLUMNS`: one row a ward and
measure; rank 1 is the highest value; `rank_range` says what the range of ranks is.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leedsequity.analyses.living_conditions import CONDITIONS
from leedsequity.analyses.small_area_life_expectancy import AVERAGE, SCORE
from leedsequity.errors import InputError

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
    """Return counts with a column a topic and group, of `place, decile, topic, group, count`."""
    group = counted["broad_group"].fillna(counted["group"].astype(str))
    counted = counted[["place", "decile", "topic", "count"]].assign(group=group)
    people = counted[counted["topic"] == "ethnicity"]
    people = people.assign(topic="decile", group=people["decile"].astype(str))
    both = pd.concat([counted, people])
    return both.pivot_table("count", "place", ["topic", "group"], "sum", fill_value=0)


def add_up(counts: pd.DataFrame, ward: pd.Series, england: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of every ward (its code by LSOA), then of `Leeds` and of `England`."""
    leeds = counts.sum().to_frame("Leeds").T
    return pd.concat([counts.groupby(ward).sum(), leeds, england[counts.columns]])


def people_by_decile(places: pd.DataFrame, ward_code: str, here: str) -> pd.DataFrame:
    """Return how the people of a ward, of Leeds and of England are divided among the deciles.

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


DRAWS, SEED = 10_000, 0
LIFE = {"male": "Life expectancy of men, proxy", "female": "Life expectancy of women, proxy"}
ROLES = {"Leeds": "reference", "England": "context"}
COLUMNS = [
    "ward_code",
    "topic",
    "measure",
    "unit",
    "value",
    "lower",
    "upper",
    "leeds",
    "england",
    "rank",
    "of",
    "rank_lower",
    "rank_upper",
    "rank_range",
    "period",
]
PEOPLE, HOUSEHOLDS = "% of people", "% of households"
UNITS = {"qualification": "% of people aged 16 and over", "general_health": PEOPLE}
ETHNIC_GROUPS = (
    "Asian, Asian British or Asian Welsh",
    "Black, Black British, Black Welsh, Caribbean or African",
    "Mixed or Multiple ethnic groups",
    "White",
    "Other ethnic group",
)
AGES = {"0-14": (0, 15), "15-24": (15, 25), "25-64": (25, 65), "65 and over": (65, 90)}


@dataclass(frozen=True)
class Measure:
    """A number of people, or the share of some groups in all that a topic counts."""

    name: str
    topic: str
    groups: tuple[str, ...]
    unit: str = PEOPLE


MEASURES = (
    Measure("People, Census 2021", "ethnicity", ETHNIC_GROUPS, "people"),
    Measure("People, mid-2022 estimate", "population", ("all",), "people"),
    Measure("In the most deprived tenth of England, IMD 2019", "decile", ("1",)),
    *(Measure(group, "ethnicity", (group,)) for group in ETHNIC_GROUPS),
    *(
        Measure(f"Aged {name}", "age", tuple(map(str, range(*ends, 5))))
        for name, ends in AGES.items()
    ),
    *(
        Measure(name, topic, tuple(groups), UNITS.get(topic, HOUSEHOLDS))
        for name, (topic, year, groups) in CONDITIONS.items()
        if year == YEARS.get(topic, year)
    ),
)


def values(counts: pd.DataFrame) -> pd.DataFrame:
    """Return every measure of `MEASURES` (columns) of every place (rows)."""
    result = {}
    for measure in MEASURES:
        topic = pd.DataFrame(counts[measure.topic])
        part = topic[list(measure.groups)].sum(axis=1)
        # The households in fuel poverty stand beside all households; the groups of other topics add
        # up to all.
        whole = topic["households"] if "households" in topic else topic.sum(axis=1)
        result[measure.name] = part if measure.unit == "people" else 100 * part / whole
    return pd.DataFrame(result)


def counted(counts: pd.DataFrame, ward: pd.Series, places: pd.DataFrame) -> pd.DataFrame:
    """Return the measures that are counts, or shares of counts, of every ward; they have no limits.

    The counts are complete, so the ranks have no sampling error; but a ward is put together from
    whole LSOAs, and the range of ranks says what that may do: the ranks that the ward would have if
    any one of its LSOAs were left out, the other wards as they are. Equal wards share the best
    place, and the range runs over all places they share. From `of_neighbourhoods`, the
    LSOAs' ward codes, and `add_up`.
    """
    every = values(places)
    own = every.drop(["Leeds", "England"])
    without = values(places.loc[ward.loc[counts.index]] - counts.to_numpy())
    span = pd.concat([own, without]).groupby(level=0)
    table = pd.DataFrame(
        {
            "value": own.stack(),
            "leeds": np.tile(every.loc["Leeds"], len(own)),
            "england": np.tile(every.loc["England"], len(own)),
            "rank": _places(own, own, ties=False),
            "rank_lower": _places(own, span.max(), ties=False),
            "rank_upper": _places(own, span.min(), ties=True),
        }
    )
    about = pd.DataFrame(
        [(m.topic, m.name, m.unit) for m in MEASURES], columns=["topic", "measure", "unit"]
    )
    about["period"] = about["topic"].map(YEARS).fillna(2021).astype(int).astype(str)
    table = (
        table.rename_axis(["ward_code", "measure"])
        .reset_index()
        .merge(about, on="measure", how="left")
    )
    return table.assign(
        lower=np.nan,
        upper=np.nan,
        of=len(own),
        rank_range="if any one of its LSOAs were another ward's",
    )[COLUMNS]


def _places(others: pd.DataFrame, own: pd.DataFrame, ties: bool) -> pd.Series:
    """Return each ward's place among the others if it had `own`; behind equals, with `ties`."""
    theirs, mine = others.to_numpy()[None], own.loc[others.index].to_numpy()[:, None]
    ahead = (theirs >= mine) if ties else (theirs > mine)
    ahead &= ~np.eye(len(own), dtype=bool)[:, :, None]
    every = pd.MultiIndex.from_product([others.index, others.columns])
    return pd.Series((1 + ahead.sum(axis=1)).ravel(), index=every)


def deprivation(definitions: pd.DataFrame, msoas: pd.DataFrame, leeds: str) -> pd.DataFrame:
    """Return the average score of every ward, with the range of its ranks over all definitions.

    From `life_expectancy.wards.deprivation`; none is official. Places that wards share are left out
    of the range: all wards without anybody in decile 1 share one. Leeds (its code) and England are
    means of the `msoas` (from `life_expectancy.neighbourhoods.with_deprivation`) by population
    (mid-2015).
    """
    alone = definitions[~definitions.duplicated(["measure", "edition", "place"], keep=False)]
    every = alone.groupby("ward21_code")["place"].agg(rank_lower="min", rank_upper="max")
    table = definitions[definitions["measure"] == AVERAGE].join(every, on="ward21_code")
    table = table.rename(columns={"ward21_code": "ward_code", "place": "rank"})
    once = msoas.drop_duplicates("msoa11_code")
    table["leeds"], table["england"] = (
        _mean(once[once["area_code"] == leeds], SCORE),
        _mean(once, SCORE),
    )
    table["rank_range"] = f"over {len(definitions) // len(table)} definitions, ties aside"
    table = table.assign(
        topic="deprivation", measure="Average score, IMD 2019", unit="score", period="2019"
    )
    return table.assign(lower=np.nan, upper=np.nan, of=len(table))[COLUMNS]


def life_expectancy(
    wards: pd.DataFrame, msoas: pd.DataFrame, people: pd.DataFrame, leeds: str
) -> pd.DataFrame:
    """Return the proxy for life expectancy of every ward, and its rank with an interval.

    Life expectancy of the MSOAs is drawn 10,000 times from normal distributions with their standard
    errors, the wards are averaged and ranked in each draw; two wards that share an MSOA share its
    draw. The range is the middle 95% of the ranks. Leeds and England are means of their MSOAs by
    population (mid-2015), so proxies as well. `wards` and `people` are `life_expectancy` and
    `people_of_msoas` of `life_expectancy.wards`.
    """
    weight = people.div(people.sum(axis=1), axis=0)
    random = np.random.default_rng(SEED)
    parts = []
    for sex, measure in LIFE.items():
        rows = wards[wards["sex"] == sex].set_index("ward21_code").loc[people.index]
        england = msoas[msoas["sex"] == sex]
        own = england.set_index("msoa11_code").loc[people.columns]
        drawn = own["value"].to_numpy() + own["se"].to_numpy() * random.standard_normal(
            (DRAWS, len(own))
        )
        ranks = (-drawn @ weight.to_numpy().T).argsort(axis=1).argsort(axis=1) + 1
        lowest, highest = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
        part = rows[["value", "lower", "upper"]].assign(
            measure=measure, rank=rows["value"].rank(ascending=False)
        )
        part["leeds"] = _mean(england[england["area_code"] == leeds])
        parts.append(part.assign(england=_mean(england), rank_lower=lowest, rank_upper=highest))
    table = pd.concat(parts).rename_axis("ward_code").reset_index()
    table = table.assign(topic="life_expectancy", unit="years", of=len(people), period="2009-13")
    table["rank_range"] = "95% interval, simulated from the MSOAs' limits"
    return table.astype(dict.fromkeys(("rank", "rank_lower", "rank_upper"), int))[COLUMNS]


def _mean(msoas: pd.DataFrame, value: str = "value") -> float:
    return float(np.average(msoas[value], weights=msoas["population_2015"]))


def of_ward(parts: list[pd.DataFrame], ward_code: str, here: str) -> pd.DataFrame:
    """Return the rows of one ward, with its name, from results with the columns `COLUMNS`."""
    own = pd.concat([part[part["ward_code"] == ward_code] for part in parts], ignore_index=True)
    own.insert(1, "ward", here)
    return own


def beside(own: pd.DataFrame, topics: list[str], here: str) -> pd.DataFrame:
    """Return the shares in some topics of a ward (`own`: from `of_ward`), Leeds and England.

    Columns: `measure, unit, place, value, role`.
    """
    rows = own[own["topic"].isin(topics) & own["unit"].str.startswith("%")]
    rows = rows.rename(columns={"value": here, "leeds": "Leeds", "england": "England"})
    table = rows.melt(["measure", "unit"], [here, "Leeds", "England"], "place", "value")
    return table.assign(role=table["place"].map(ROLES).fillna("focus"))


def ward_names(imd_lsoa21: pd.DataFrame) -> dict[str, str]:
    """Return the names of the wards of the raw table `imd_lsoa21` by code, sorted by name."""
    wards = imd_lsoa21[["ward24_name", "ward24_code"]].drop_duplicates().sort_values("ward24_name")
    return dict(zip(wards["ward24_code"], wards["ward24_name"], strict=True))


def find_ward(text: str, wards: dict[str, str]) -> str:
    """Return the code of a ward from its code, or its name in any case, `&` and `and` alike.

    An InputError, which names near matches, if none of `wards` (names by code) has that code or
    name.
    """
    typed = _plain(text)
    known = {_plain(name): code for code, name in wards.items()} | {
        code.lower(): code for code in wards
    }
    if typed in known:
        return known[typed]
    near = [key for key in known if typed and typed in key] + difflib.get_close_matches(
        typed, known, n=3
    )
    near += [
        key for key in known if difflib.get_close_matches(typed, key.split(), n=1, cutoff=0.75)
    ]
    meant = " or ".join(
        f"{wards[code]} ({code})" for code in [*dict.fromkeys(known[key] for key in near)][:3]
    )
    hint = f"did you mean {meant}?" if meant else f"they are {', '.join(wards.values())}"
    raise InputError(f"no ward of Leeds has the code or name {text!r}; {hint}")


def best_fit(population_ward: pd.DataFrame, people: pd.Series, ward_code: str) -> pd.DataFrame:
    """Return a row: how the people of a ward's best fit compare with those of the ward itself.

    `people` are by ward code; `population_ward` is the raw table of the same year, but of an
    earlier edition, which differs a little in all. Columns: `ward_code, year, best_fit, published,
    difference` (%), `lowest, highest` (difference of any ward).
    """
    table = population_ward.rename(columns={"population": "published"})
    table.insert(2, "best_fit", table["ward_code"].map(people))
    table["difference"] = 100 * (table["best_fit"] / table["published"] - 1)
    table = table.assign(lowest=table["difference"].min(), highest=table["difference"].max())
    return table[table["ward_code"] == ward_code].reset_index(drop=True)


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("&", " and ").split())
