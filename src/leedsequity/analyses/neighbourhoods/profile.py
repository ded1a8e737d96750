"""A ward's measures beside Leeds and England, with its ranks among the wards and how far they can be trusted.

The results of `counted`, `deprivation` and `life_expectancy` have the columns `COLUMNS`: one row a
ward and measure; rank 1 is the highest value; `rank_range` says what the range of ranks is.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from leedsequity.analyses.deprivation.conditions import CONDITIONS
from leedsequity.analyses.life_expectancy.neighbourhoods import SCORE
from leedsequity.analyses.life_expectancy.wards import AVERAGE
from leedsequity.analyses.neighbourhoods.counts import YEARS

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
    """Return every measure of `MEASURES` (columns, by name) of every place (rows), from counts by place."""
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
    place, and the range runs over all places they share. From `counts.of_neighbourhoods`, the
    LSOAs' ward codes, and `counts.add_up`.
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
    """Return each ward's place among the others' values if it had `own`; behind those that are equal, with `ties`."""
    theirs, mine = others.to_numpy()[None], own.loc[others.index].to_numpy()[:, None]
    ahead = (theirs >= mine) if ties else (theirs > mine)
    ahead &= ~np.eye(len(own), dtype=bool)[:, :, None]
    every = pd.MultiIndex.from_product([others.index, others.columns])
    return pd.Series((1 + ahead.sum(axis=1)).ravel(), index=every)


def deprivation(definitions: pd.DataFrame, msoas: pd.DataFrame, leeds: str) -> pd.DataFrame:
    """Return the average score of every ward, rank 1 the most deprived, with the range of all definitions.

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
    """Return the proxy for life expectancy of every ward with limits, and its rank with a simulated interval.

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
    """Return the rows of one ward, with its name, from the results of `counted`, `deprivation`, `life_expectancy`."""
    own = pd.concat([part[part["ward_code"] == ward_code] for part in parts], ignore_index=True)
    own.insert(1, "ward", here)
    return own


def beside(own: pd.DataFrame, topics: list[str], here: str) -> pd.DataFrame:
    """Return the shares in some topics of a ward (`own`: from `of_ward`), Leeds and England, for a chart.

    Columns: `measure, unit, place, value, role`.
    """
    rows = own[own["topic"].isin(topics) & own["unit"].str.startswith("%")]
    rows = rows.rename(columns={"value": here, "leeds": "Leeds", "england": "England"})
    table = rows.melt(["measure", "unit"], [here, "Leeds", "England"], "place", "value")
    return table.assign(role=table["place"].map(ROLES).fillna("focus"))
