"""What is known of all areas of England, for their pages: read from the raw tables at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from leedsequity import indicators, neighbourhoods, peers, raw
from leedsequity.analyses import every_area, headline_series, national, scorecard
from leedsequity.places import Place, every, names, renamed
from leedsequity.vocabulary import ENGLAND, LEEDS, SEXES

Frame = pd.DataFrame
Row: TypeAlias = "Mapping[str, Any]"
Rows: TypeAlias = "list[Row]"

_FACTS = ("indicator_series", "life_expectancy_la", "life_expectancy_la_limits")
_ABOUT = ("indicator_set", "indicator_readings", "indicator_sources")
_PUBLISHED = ("slope_index_la", "healthy_life_expectancy_la", "child_poverty_la",
              "infant_mortality_la", "funding_la")  # fmt: skip
_NEIGHBOURHOODS = (*neighbourhoods.PLACING, "population_lsoa21")
_PEERS = ("age_lsoa21", "qualification_lsoa21", "tenure_lsoa21")
TABLES = ("areas", *_FACTS, *_ABOUT, *_PUBLISHED, *_NEIGHBOURHOODS, *_PEERS)


@dataclass(frozen=True)
class Everything:
    """What is known of all areas.

    Parameters
    ----------
    topics : mapping
        By topic and the code of the area, the rows of the tables of `every_area`, a row a measure;
        what is missing is None. The topic `score` is of `every_area.scorecards` and `spread`, with
        the names of the measures.
    likeness : DataFrame
        From `peers.characteristics`.
    """

    topics: Mapping[str, Mapping[str, Rows]]
    likeness: Frame

    def of(self, topic: str, place: Place) -> Rows:
        """Return the rows of an area, under whichever of its codes a topic has them; or none."""
        held = self.topics[topic]
        for code in (place.code, place.recoded_from):
            if code in held:
                return held[code]
        return held.get(place.code_among(held.keys()), [])


def read(only: Collection[str] = ()) -> Everything:
    """Return what is known of all areas, from the raw tables; with codes, scorecards of those."""
    known = names()
    sources = raw.load("indicator_sources")
    definitions = indicators.definitions(
        raw.load("indicator_set"), raw.load("indicator_readings"), sources
    )
    series, values, limits = map(raw.load, _FACTS)
    life = indicators.life_expectancy(values, limits)
    series = indicators.series(pd.concat([series, life], ignore_index=True), sources)
    recoded = {a.code: a.recoded_from for a in every().values() if a.recoded_from}
    facts = headline_series.comparable_facts(series, sources, known, recoded)
    wanted = {recoded.get(code, code) for code in only} | {ENGLAND}
    today = _under_todays_codes(facts)
    some = today[today["area_code"].isin(wanted)] if only else today
    score = every_area.scorecards(some, sources)
    score = score.merge(
        every_area.spread(facts), on=["indicator_id", "group", "series", "period"], how="left"
    )
    score["measure"] = scorecard.measures(score, definitions)
    score = score.sort_values(
        ["area_code", "indicator_id", "group"], ascending=[True, True, False], kind="stable"
    )
    loaded = {name: raw.load(name) for name in _NEIGHBOURHOODS}
    loaded |= {n: raw.long(table) for n, table in loaded.items() if raw.record(n).counts}
    slopes = national.slope_index(raw.load("slope_index_la"), known)
    funding = national.funding(raw.load("funding_la"), known)
    topics = {
        "life": _life(series),
        "healthy": _men_first(_newest("healthy_life_expectancy_la", ["sex", "period"])),
        "slope": _men_first(slopes[slopes["period"] == slopes["period"].max()]),
        "deprived": every_area.in_decile_1(national.decile_1(loaded, known)),
        "groups": every_area.ethnic_groups(
            national.ethnic_groups(loaded["ethnicity_lsoa21"], known)
        ),
        "poverty": _poverty(),
        "infants": _newest("infant_mortality_la", ["period"]),
        "infants_before": _last("infant_mortality_la"),
        "funding": funding.assign(group=""),
    }
    topics["score"] = score
    by_area = {topic: _by_area(table) for topic, table in topics.items()}
    return Everything(by_area, peers.characteristics(every()[LEEDS]))


def _under_todays_codes(facts: Frame) -> Frame:
    """Return facts with those of areas that got another code, and changed in nothing else."""
    newer = renamed()
    older = facts[facts["area_code"].isin([*newer])]
    older = older.assign(area_code=older["area_code"].map(newer))
    return pd.concat([facts, older]).drop_duplicates(["series", "group", "area_code", "period"])


def _by_area(table: Frame) -> dict[str, Rows]:
    """Return the rows of a table by area: ranks are whole numbers, None is what is missing."""
    table = table.astype({"of": "Int64"} if "of" in table else {}).astype(object)
    found: dict[str, Rows] = {}
    for row in table.where(table.notna(), None).to_dict("records"):
        found.setdefault(row["area_code"], []).append({str(k): v for k, v in row.items()})
    return found


def _life(series: Frame) -> Frame:
    """Return life expectancy, newest first, then the newest that has limits, with ranks."""
    rows = series[(series["indicator_id"] == 1) & series["group"].isin([*SEXES])]
    rows = rows[rows["value"].notna()].rename(columns={"group": "sex"})
    newest = rows[rows["period"] == rows["period"].max()]
    sure = rows[rows["lower"].notna()]
    sure = sure[sure["period"] == sure["period"].max()]
    columns = ["area_code", "sex", "period", "value", "lower", "upper"]
    keys = ["sex", "period"]
    return pd.concat(
        [_men_first(every_area.figures(part[columns], keys)) for part in (newest, sure)]
    )


def _men_first(table: Frame) -> Frame:
    return table.sort_values("sex", ascending=False, kind="stable")


def _newest(table: str, keys: list[str]) -> Frame:
    values = raw.load(table).rename(columns={"year": "period"}).dropna(subset="value")
    return every_area.figures(values[values["period"] == values["period"].max()], keys)


def _last(table: str) -> Frame:
    """Return the newest value of each area, of whatever year."""
    values = raw.load(table).dropna(subset="value").sort_values("year", kind="stable")
    return values.drop_duplicates("area_code", keep="last")


def _poverty() -> Frame:
    wide = raw.load("child_poverty_la")
    wide = wide[wide["year"] == wide["year"].max()]
    long = wide.melt(["area_code", "year"], var_name="group").dropna(subset="value")
    last = long["year"] % 100
    long = long.assign(
        group=long["group"].str.replace("_", " "),
        period=(long["year"] - 1).astype(str) + "/" + last.astype(str).str.zfill(2),
    )
    return every_area.figures(long.drop(columns="year"), ["group", "period"])
