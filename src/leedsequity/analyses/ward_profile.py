"""A ward's measures beside its authority and England, with its ranks and their ranges.

What is counted stands in one layout: a row a place, a column a topic and group. The results of
`counted`, `deprivation` and `life_expectancy` have the columns `COLUMNS`: one row a ward and
measure; rank 1 is the highest value; `rank_range` says what the range of ranks is. Deciles are
those of the newest index, `EDITION`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leedsequity import places, stats, verdicts
from leedsequity.analyses.living_conditions import CONDITIONS
from leedsequity.errors import InputError
from leedsequity.vocabulary import BROAD_GROUPS, DECILE_NAMES, EDITIONS, ENGLAND_LSOAS

# Tables of Census 2021 by topic; `england_by_decile` has the same topics and groups.
CENSUS = ("ethnicity", "age", "qualification", "household_deprivation", "general_health", "tenure")
TABLES = (*(f"{topic}_lsoa21" for topic in CENSUS), "population_lsoa21", "fuel_poverty_lsoa21")
YEARS = {"population": 2022, "decile": 2022, "fuel_poverty": 2022}
#: The index by which wards are placed, and how many neighbourhoods it ranks.
EDITION = max(EDITIONS)
_RANKED = ENGLAND_LSOAS[EDITIONS[EDITION]]


def ward_and_authority(ward: str) -> tuple[places.Place, places.Place, str]:
    """Return the place of a ward, of its authority, and the authority's name.

    An InputError if the code or name is no ward's, or of one that no longer stood in 2024.
    """
    place = places.find(ward)
    if place.type != places.WARD:
        raise InputError(f"{place.name} is a {place.type}: give the code or name of a ward")
    authority = places.find(place.upper_tier_code)
    if not place.current:
        raise InputError(
            f"{place.name} ({place.code}) in {authority.name} is a ward of before 2024, and figures"
            " are for those of 2024: `leedsequity areas` lists them"
        )
    return place, authority, authority.name


def of_neighbourhoods(tables: Mapping[str, pd.DataFrame], decile: pd.Series) -> pd.DataFrame:
    """Return what is counted in each LSOA of 2021, from the raw tables of `TABLES` in long form.

    A row a LSOA; columns `(topic, group)`, whole numbers: ethnic groups and tenures are the broad
    ones, ages the starts of five-year bands. Topic `decile` has the people of mid-2022 under the
    `decile` of the place, by LSOA.
    """
    parts = [
        tables[f"{topic}_lsoa21"]
        .assign(topic=topic)
        .rename(columns={"age_start": "group", "lsoa21_code": "place"})
        for topic in CENSUS
    ]
    people, fuel = tables["population_lsoa21"], tables["fuel_poverty_lsoa21"]
    people = people[people["year"] == YEARS["population"]].assign(topic="population", group="all")
    parts.append(people.rename(columns={"lsoa21_code": "place", "population": "count"}))
    fuel = fuel[fuel["year"] == YEARS["fuel_poverty"]].assign(topic="fuel_poverty")
    parts.append(fuel.rename(columns={"lsoa21_code": "place", "measure": "group"}))
    counted = pd.concat(parts)
    return _wide(counted.assign(decile=counted["place"].map(decile)))


def of_england(england_by_decile: pd.DataFrame, edition: int = EDITION) -> pd.DataFrame:
    """Return the same counts of England, by the deciles of an edition, as one row `England`."""
    england = england_by_decile[england_by_decile["imd_edition"] == edition]
    year = england["topic"].map(YEARS).fillna(england["year"])
    return _wide(england[england["year"] == year].assign(place="England"))


def _wide(counted: pd.DataFrame) -> pd.DataFrame:
    """Return counts with a column a topic and group, of `place, decile, topic, group, count`."""
    group = counted["broad_group"].fillna(counted["group"].astype(str))
    counted = counted[["place", "decile", "topic", "count"]].assign(group=group)
    people = counted[counted["topic"] == "population"]
    people = people.assign(topic="decile", group=people["decile"].astype(str))
    both = pd.concat([counted, people])
    wide = both.pivot_table("count", "place", ["topic", "group"], "sum", fill_value=0)
    # A place without people in a decile has nobody there; England has people in all of them.
    deciles = pd.MultiIndex.from_product([["decile"], DECILE_NAMES])
    return wide.reindex(columns=wide.columns.union(deciles), fill_value=0)


def add_up(
    counts: pd.DataFrame, ward: pd.Series, england: pd.DataFrame, authority: str
) -> pd.DataFrame:
    """Return the counts of every ward (its code by LSOA), then of the authority and of England."""
    whole = counts.sum().to_frame(authority).T
    return pd.concat([counts.groupby(ward).sum(), whole, england[counts.columns]])


def people_by_decile(
    places: pd.DataFrame, ward_code: str, here: str, authority: str
) -> pd.DataFrame:
    """Return how the people of a ward, its authority and England are divided among the deciles.

    `places` is from `add_up`. Columns: `place, decile, people, share` (% of the place's people);
    one row a place and decile, 1 the most deprived.
    """
    names = {ward_code: here, authority: authority, "England": "England"}
    counts = pd.DataFrame(places["decile"]).rename(index=names).loc[[*names.values()]]
    counts.columns = counts.columns.astype(int)
    table = counts.sort_index(axis=1).melt(
        var_name="decile", value_name="people", ignore_index=False
    )
    table = table.rename_axis("place").reset_index()
    return table.assign(
        share=100 * table["people"] / table.groupby("place")["people"].transform("sum")
    )


DRAWS, SEED = 10_000, 0
LIFE = {"male": "Life expectancy of men, proxy", "female": "Life expectancy of women, proxy"}
#: The fewest people or households that a sentence may be about.
FEWEST = 100
COLUMNS = [
    "ward24_code",
    "topic",
    "measure",
    "unit",
    "value",
    "lower",
    "upper",
    "count",
    "authority",
    "authority_lower",
    "authority_upper",
    "england",
    "england_lower",
    "england_upper",
    "rank",
    "of",
    "rank_lower",
    "rank_upper",
    "rank_range",
    "ways",
    "period",
]
PEOPLE, HOUSEHOLDS = "% of people", "% of households"
UNITS = {"qualification": "% of people aged 16 and over", "general_health": PEOPLE}
AGES = {"0-14": (0, 15), "15-24": (15, 25), "25-64": (25, 65), "65 and over": (65, 90)}


@dataclass(frozen=True)
class Measure:
    """A number of people, or the share of some groups in all that a topic counts."""

    name: str
    topic: str
    groups: tuple[str, ...]
    unit: str = PEOPLE


MEASURES = (
    Measure("People, Census 2021", "ethnicity", BROAD_GROUPS, "people"),
    Measure("People, mid-2022 estimate", "population", ("all",), "people"),
    Measure(f"In the most deprived tenth of England, IMD {EDITION}", "decile", ("1",)),
    *(Measure(group, "ethnicity", (group,)) for group in BROAD_GROUPS),
    *(
        Measure(f"Aged {name}", "age", tuple(map(str, range(*ends, 5))))
        for name, ends in AGES.items()
    ),
    *(
        Measure(name, topic, tuple(groups), UNITS.get(topic, HOUSEHOLDS))
        for name, (topic, _, groups) in CONDITIONS.items()
    ),
)


def values(counts: pd.DataFrame) -> pd.DataFrame:
    """Return every measure of `MEASURES` (columns) of every place (rows)."""
    result, parts = {}, numerators(counts)
    for measure in MEASURES:
        topic, part = pd.DataFrame(counts[measure.topic]), parts[measure.name]
        # The households in fuel poverty stand beside all households; the groups of other topics add
        # up to all.
        whole = topic["households"] if "households" in topic else topic.sum(axis=1)
        result[measure.name] = part if measure.unit == "people" else 100 * part / whole
    return pd.DataFrame(result)


def numerators(counts: pd.DataFrame) -> pd.DataFrame:
    """Return how many people or households each measure is about, as in `values`."""
    return pd.DataFrame(
        {m.name: pd.DataFrame(counts[m.topic])[list(m.groups)].sum(axis=1) for m in MEASURES}
    )


def counted(
    counts: pd.DataFrame, ward: pd.Series, places: pd.DataFrame, authority: str
) -> pd.DataFrame:
    """Return the measures that are counts, or shares of counts, of every ward; they have no limits.

    The counts are complete, so the ranks have no sampling error; but a ward is put together from
    whole LSOAs, and the range of ranks says what that may do: the ranks that the ward would have if
    any one of its LSOAs were left out, the other wards as they are. Equal wards share the best
    place, and the range runs over all places they share. From `of_neighbourhoods`, the
    LSOAs' ward codes, and `add_up`.
    """
    every = values(places)
    own = every.drop([authority, "England"])
    without = values(places.loc[ward.loc[counts.index]] - counts.to_numpy())
    span = pd.concat([own, without]).groupby(level=0)
    table = pd.DataFrame(
        {
            "value": own.stack(),
            "count": numerators(places).loc[own.index].stack(),
            "authority": np.tile(every.loc[authority], len(own)),
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
        table.rename_axis(["ward24_code", "measure"])
        .reset_index()
        .merge(about, on="measure", how="left")
    )
    return table.assign(
        of=len(own), rank_range="if any one of its neighbourhoods were another ward's"
    ).reindex(columns=COLUMNS)


def _places(others: pd.DataFrame, own: pd.DataFrame, ties: bool) -> pd.Series:
    """Return each ward's place among the others if it had `own`; behind equals, with `ties`."""
    theirs, mine = others.to_numpy()[None], own.loc[others.index].to_numpy()[:, None]
    ahead = (theirs >= mine) if ties else (theirs > mine)
    ahead &= ~np.eye(len(own), dtype=bool)[:, :, None]
    every = pd.MultiIndex.from_product([others.index, others.columns])
    return pd.Series((1 + ahead.sum(axis=1)).ravel(), index=every)


def deprivation(wards: pd.DataFrame, definitions: pd.DataFrame) -> pd.DataFrame:
    """Return how deprived every ward is on average, with the range of its ranks by definition.

    `wards` and `definitions` are from `neighbourhoods.wards` and `ward_ranks`, of which those of
    `EDITION` are used; no ranking of wards is official. The value is the % of England's
    neighbourhoods that are less deprived than the ward's, on average over its people, so rank 1 is
    the most deprived; that of the authority is over its own people, and of England it is half by
    construction. Places that wards share are left out of the range (all wards without anybody in
    decile 1 share one); `ways` is by how many definitions the ward has a place of its own.
    """
    table = wards[wards["imd_edition"] == EDITION]
    table = table.assign(value=100 * (1 - table["average_rank"] / _RANKED))
    definitions = definitions[definitions["imd_edition"] == EDITION]
    alone = definitions[~definitions.duplicated(["measure", "place"], keep=False)]
    every = alone.groupby("ward24_code")["place"].agg(
        rank_lower="min", rank_upper="max", ways="size"
    )
    table = table.join(every, on="ward24_code")
    rank = table["value"].rank(ascending=False, method="min").astype(int)
    for end in ("rank_lower", "rank_upper"):  # where it shares its place by every definition
        table[end] = table[end].fillna(rank).astype(int)
    return table.assign(
        rank=rank,
        authority=np.average(table["value"], weights=table["people"]),
        england=50.0,
        of=len(table),
        topic="deprivation",
        measure=f"Less deprived neighbourhoods, IMD {EDITION}",
        unit="% of England's neighbourhoods",
        ways=table["ways"].fillna(0).astype(int),
        rank_range=f"by {definitions['measure'].nunique()} definitions",
        period=str(EDITION),
    ).reindex(columns=COLUMNS)


def life_expectancy(
    wards: pd.DataFrame, msoas: pd.DataFrame, people: pd.DataFrame, codes: Collection[str]
) -> pd.DataFrame:
    """Return the proxy for life expectancy of every ward, and its rank with an interval.

    Life expectancy of the MSOAs is drawn 10,000 times from normal distributions with their standard
    errors, the wards are averaged and ranked in each draw; two wards that share an MSOA share its
    draw. The range is the middle 95% of the ranks. The authority (its `codes`) and England are
    means of their MSOAs by population (mid-2015), so proxies as well, with limits from the MSOAs'
    standard errors. `wards` and `people` are
    `ward_life_expectancy` and `people_of_msoas` of `small_area_life_expectancy`. A ward of unknown
    value is left out.
    """
    random = np.random.default_rng(SEED)
    parts = []
    for sex, measure in LIFE.items():
        rows = wards[(wards["sex"] == sex) & wards["lower"].notna()].set_index("ward24_code")
        rows = rows.loc[people.index.intersection(rows.index)]
        counts = people.loc[rows.index]
        counts = counts.loc[:, (counts > 0).any()]
        weight = counts.div(counts.sum(axis=1), axis=0)
        england = msoas[msoas["sex"] == sex]
        own = england.set_index("msoa11_code").loc[counts.columns]
        drawn = own["value"].to_numpy() + own["se"].to_numpy() * random.standard_normal(
            (DRAWS, len(own))
        )
        ranks = (-drawn @ weight.to_numpy().T).argsort(axis=1).argsort(axis=1) + 1
        lowest, highest = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
        part = rows[["value", "lower", "upper"]].assign(
            measure=measure, rank=rows["value"].rank(ascending=False)
        )
        for name, mean_of in (
            ("authority", england[england["area_code"].isin(codes)]), ("england", england),
        ):  # fmt: skip
            part[[name, f"{name}_lower", f"{name}_upper"]] = _mean(mean_of)
        parts.append(part.assign(of=len(rows), rank_lower=lowest, rank_upper=highest))
    table = pd.concat(parts).rename_axis("ward24_code").reset_index()
    table = table.assign(topic="life_expectancy", unit="years", period="2009-13")
    table["rank_range"] = "95% interval, simulated from the MSOAs' limits"
    table = table.astype(dict.fromkeys(("rank", "rank_lower", "rank_upper"), int))
    return table.reindex(columns=COLUMNS)


def _mean(msoas: pd.DataFrame) -> list[float]:
    """Return the mean of MSOAs by people, and its 95% limits."""
    weight = msoas["population_2015"] / msoas["population_2015"].sum()
    mean = float((weight * msoas["value"]).sum())
    half = stats.z_value(0.95) * float(((weight * msoas["se"]) ** 2).sum()) ** 0.5
    return [mean, mean - half, mean + half]


def of_ward(parts: list[pd.DataFrame], ward_code: str, here: str) -> pd.DataFrame:
    """Return the rows of one ward, with its name, from results with the columns `COLUMNS`.

    Added are `beside_authority` and `beside_england`, verdicts of `verdicts.compare`: of life
    expectancy better, worse or similar; of complete counts, which no test is for, higher, lower or
    equal.
    """
    own = pd.concat([part[part["ward24_code"] == ward_code] for part in parts], ignore_index=True)
    own.insert(1, "ward", here)
    polarity = (own["topic"] == "life_expectancy").map({True: "high", False: "not judged"})
    for place in ("authority", "england"):
        ends = [place, f"{place}_lower", f"{place}_upper"]
        pairs = own[["value", "lower", "upper", *ends]].set_axis(
            [*verdicts.VALUE, *verdicts.OTHER], axis=1
        )
        compared = verdicts.compare(pairs.assign(polarity=polarity))
        own[f"beside_{place}"] = compared["verdict"]
    return own


def widest(own: pd.DataFrame, topics: list[str]) -> pd.DataFrame:
    """Return the share in some topics that is farthest from England's, as one row of `of_ward`.

    Shares of fewer than `FEWEST` people or households are passed over; no row if all are.
    """
    shares = own[own["topic"].isin(topics) & own["unit"].str.startswith("%")]
    shares = shares[shares["count"] >= FEWEST]
    order = (shares["value"] - shares["england"]).abs().sort_values(ascending=False, kind="stable")
    return shares.loc[order.index[:1]]


def beside(own: pd.DataFrame, topics: list[str], here: str, authority: str) -> pd.DataFrame:
    """Return the shares in some topics of a ward (`own`: from `of_ward`), authority and England.

    Columns: `measure, unit, place, value, role`.
    """
    rows = own[own["topic"].isin(topics) & own["unit"].str.startswith("%")]
    rows = rows.rename(columns={"value": here, "authority": authority, "england": "England"})
    table = rows.melt(["measure", "unit"], [here, authority, "England"], "place", "value")
    return table.assign(role=_roles(table["place"], here))


def _roles(place: pd.Series, here: str) -> pd.Series:
    return place.map({here: "focus", "England": "context"}).fillna("reference")


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
