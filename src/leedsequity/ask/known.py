"""What is known of places, worked out from raw tables: national, or of an authority's wards.

The tables returned have ``area_code`` and the columns `facts.FACT`.
"""

from collections.abc import Collection

import pandas as pd

from leedsequity import indicators, neighbourhoods, places, raw
from leedsequity.analyses import childhood, every_ward, headline_series, scorecard, ward_profile
from leedsequity.analyses import small_area_life_expectancy as lives
from leedsequity.ask.facts import filled, finished
from leedsequity.places import Place
from leedsequity.vocabulary import ENGLAND, SEXES

Frame = pd.DataFrame

#: Measures beside the 15 indicators: name, unit, whether high or low is better, raw table.
OTHERS = {
    "healthy_life_expectancy": (
        "Healthy life expectancy", "years", "high", "healthy_life_expectancy_la",
    ),
    "slope_index": (
        "Gap in life expectancy within the area (slope index)", "years", "low", "slope_index_la",
    ),
    "most_deprived_tenth": (
        "People in England's most deprived tenth, index of 2025", "%", "not judged", "imd_lsoa21",
    ),
    "child_poverty_after": (
        "Child poverty after housing costs", "%", "low", "child_poverty_la",
    ),
    "child_poverty_before": (
        "Child poverty before housing costs", "%", "low", "child_poverty_la",
    ),
    "infant_mortality": (
        "Infant mortality", "per 1,000 live births", "low", "infant_mortality_la",
    ),
    "employment_rate": ("Employment", "%", "high", "employment_income_la"),
    "household_income_per_head": (
        "Household income per head", "£", "high", "employment_income_la",
    ),
}  # fmt: skip
#: The newest of a series that are kept, so that two places have one in common; all of England.
_PERIODS = 2
_FEW = "A few deaths more or less move it: there are few in a year"
_ANEW = "Each index ranks places anew: lives need not have changed"
_PROVISIONAL = "The year is provisional, and one of the pandemic"
_PROXY = "An estimate from neighbouring areas"
_NO_AGES = "From a survey that states no ages"
_CAUTIONS = {"infant_mortality": _FEW, "employment_rate": _NO_AGES}
_AVERAGE, _CHANGE, _MORE = "average_deprivation", "change_of_tenth", "wards_more_deprived"
_TENTH = "ward_tenth"


def of_areas() -> Frame:
    """Return the newest values of every series of every authority, county, region, and England."""
    indicators_15, others = _indicators(), finished(_others())
    every = _under_both_codes(pd.concat([indicators_15, others], ignore_index=True))
    same = [every["area_code"], every["key"], every["group"]]
    newest = every["year"].groupby(same).rank(ascending=False, method="first") <= _PERIODS
    return every[newest | (every["area_code"] == ENGLAND)]


def _under_both_codes(table: Frame) -> Frame:
    """Return facts with those of an area that got another code, and changed in nothing else."""
    newer = places.renamed()
    parts = [table]
    for names in (newer, {new: old for old, new in newer.items()}):
        known = table["area_code"].isin([*names])
        parts.append(table[known].assign(area_code=table["area_code"].map(names)))
    same = ["area_code", "key", "group", "period"]
    both = pd.concat(parts, ignore_index=True).drop_duplicates(same)
    measures = [*table["measure"].unique()]
    return both.iloc[both["measure"].map(measures.index).argsort(kind="stable")]


def _indicators() -> Frame:
    """Return the series of the indicators that may be compared, as notebook 07 takes them."""
    sources, readings = raw.load("indicator_sources"), raw.load("indicator_readings")
    life = indicators.life_expectancy(
        raw.load("life_expectancy_la"), raw.load("life_expectancy_la_limits")
    )
    every = indicators.series(pd.concat([raw.load("indicator_series"), life]), sources)
    recoded = {a.code: a.recoded_from for a in places.every().values() if a.recoded_from}
    facts = headline_series.comparable_facts(every, sources, places.names(), recoded)
    everybody = (facts["group"] == "all") | (facts["unit"] == "years")
    facts = facts[everybody & (facts["unit"] != "households")]
    about = sources.dropna(subset="series").set_index("series")
    order = {series: place for place, series in enumerate(about.index)}
    names = readings.set_index("indicator_id")["short_name"]
    number = facts["indicator_id"].astype(str)
    facts = facts.assign(
        measure=scorecard.measures(facts, readings),
        words=number + " " + facts["indicator_id"].map(names),
        key=facts["series"],
        order=facts["series"].map(order),
        source=facts["series"].map(about["publisher"] + ": " + about["title"]),
        table=facts["series"].map(about["table"]),
    )
    return finished(
        facts.sort_values(["indicator_id", "group"], ascending=[True, False], kind="stable")
    )


def _others() -> Frame:
    poverty, work = raw.load("child_poverty_la"), raw.load("employment_income_la")
    slopes = raw.load("slope_index_la")
    ends = {f"child_poverty_{when}": f"{when}_housing_costs" for when in ("after", "before")}
    parts = [
        raw.load("healthy_life_expectancy_la").assign(key="healthy_life_expectancy"),
        slopes[slopes["vintage"] == "census_2021"].assign(key="slope_index"),
        *(poverty.assign(key=key, value=poverty[column]) for key, column in ends.items()),
        raw.load("infant_mortality_la").assign(key="infant_mortality"),
        work[work["marker"].isna()].rename(columns={"measure": "key"}),
        _most_deprived_tenth(),
    ]
    table = pd.concat(parts, ignore_index=True).dropna(subset="value")
    table["group"] = table.get("sex")
    year = table["period"].str[:4].astype("float64") + 1  # of three years the middle one
    table["year"] = filled(table["year"], year).astype(int)
    plain = table["year"].astype(str)
    school = (table["year"] - 1).astype(str) + "/" + plain.str[2:]
    period = school.where(table["key"].str.startswith("child_poverty"), plain)
    table["period"] = filled(table["period"], period)
    sexes = table["group"].map({sex: f", {people}" for sex, people in SEXES.items()}).fillna("")
    columns = ["measure", "unit", "polarity", "table"]
    table[columns] = pd.DataFrame(table["key"].map(OTHERS).to_list(), table.index)
    order = table["key"].map([*OTHERS].index)
    caution = table["key"].map(_CAUTIONS)
    table = table.assign(measure=table["measure"] + sexes, caution=caution)
    table = table.assign(place=order).sort_values(["place", "group"], ascending=[True, False])
    return table.drop(columns="place")


def _most_deprived_tenth() -> Frame:
    """Return the people of Census 2021 in decile 1 of 2025, per cent; every authority, England."""
    decile = raw.load("imd_lsoa21").set_index("lsoa21_code")["imd_decile_2025"]
    people = raw.load("ethnicity_lsoa21").set_index("lsoa21_code").sum(axis="columns")
    inside = people.where(decile.reindex(people.index) == 1, 0)
    counts = pd.DataFrame({"people": people, "inside": inside})
    sums = places.by_authority(counts)
    sums.loc[ENGLAND] = counts.sum()
    share = 100 * sums["inside"] / sums["people"]
    return share.rename("value").reset_index().assign(key="most_deprived_tenth", year=2021)


def of_wards(code: str) -> Frame:
    """Return the measures of notebook 06 for every ward of an authority, poverty and change."""
    authority = places.find(code)
    msoas = lives.with_deprivation(raw.load("life_expectancy_msoa"), raw.load("imd_msoa11"))
    tables = neighbourhoods.read(authority, {*every_ward.TABLES})
    known = every_ward.measured(tables, raw.load("england_by_decile"), msoas, authority)
    deprived, counted, expectancy = known.parts
    parts = [
        deprived.assign(key=_AVERAGE, table="imd_lsoa21"),
        counted,
        expectancy.assign(caution=_PROXY, polarity="high", table="life_expectancy_msoa"),
    ]
    table = pd.concat(parts, ignore_index=True)
    few = table["count"] < ward_profile.FEWEST
    table = table[~few & (table["measure"] != "People, Census 2021")]
    censuses = table["topic"].map(
        {topic: f"{topic}_lsoa21" for topic in (*ward_profile.CENSUS, "population", "fuel_poverty")}
    )
    table["table"] = filled(filled(table["table"], censuses), "imd_lsoa21")
    table["key"] = filled(table["key"], table["measure"])
    table["key"] = table["key"].mask(table["topic"] == "decile", _TENTH)
    table["unit"] = table["unit"].mask(table["unit"].str.startswith("%"), "%")
    table = table.rename(columns={"ward24_code": "area_code"})
    table = pd.concat([table, _children(table["area_code"].unique())], ignore_index=True)
    others = []
    for name, of in (("authority", code), ("england", ENGLAND)):
        ends = {name: "value", f"{name}_lower": "lower", f"{name}_upper": "upper"}
        rows = table.drop(columns=[*ends.values(), "rank", "of"]).rename(columns=ends)
        rows = rows[rows["unit"] != "people"].drop_duplicates("measure").assign(area_code=of)
        others.append(rows.dropna(subset="value"))
    table = pd.concat([table, *others, _changes(known.wards, authority)], ignore_index=True)
    year = pd.to_numeric(table["period"].str[:4])
    table = table.assign(year=year)
    return finished(table)


def _children(codes: Collection[str]) -> Frame:
    """Return children under 16 in low-income families, in the last year, as notebook 09 does."""
    counts = raw.long(raw.load("children_low_income_ward"))
    year = counts["year"].max()
    rows, england = childhood.wards(counts[counts["year"] == year], raw.load("wards"), codes)
    rows = rows[rows["quoted"]].rename(columns={"ward_code": "area_code", "share": "value"})
    return rows[["area_code", "value"]].assign(
        measure="Children in low-income families", key="ward_children", unit="%", polarity="low",
        period=f"{year - 1}/{year % 100:02}", caution=_PROVISIONAL, england=england,
        table="children_low_income_ward",
    )  # fmt: skip


def _changes(wards: Frame, authority: Place) -> Frame:
    """Return how many more live in the most deprived tenth by the newest index than by the last."""
    table = neighbourhoods.ward_changes(wards)
    rose = table[table["change"].round(9) > 0]
    own = table.rename(columns={"ward24_code": "area_code"}).assign(
        value=100 * table["change"],
        share=100 * table["share_2025"],
        measure="Change of people in the most deprived tenth, index of 2019 to 2025",
        key=_CHANGE,
        unit="points",
    )
    whole = {
        "area_code": authority.code,
        "value": len(rose),
        "of": len(table),
        "measure": "Wards that became more deprived, index of 2019 to 2025",
        "key": _MORE,
        "unit": "wards",
        "names": "; ".join(rose["ward"]),
    }
    some = [own, pd.DataFrame([whole])] if len(table) > 1 else [own]
    return pd.concat(some, ignore_index=True).assign(
        period="2019 to 2025", caution=_ANEW, table="imd_lsoa21"
    )
