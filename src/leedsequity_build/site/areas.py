"""A page for each authority, county, metropolitan county and region of England, and their index."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import pandas as pd
from markupsafe import Markup

from leedsequity import indicators, neighbourhoods, peers, raw, tables, wording
from leedsequity.analyses import every_area, headline_series, national, scorecard
from leedsequity.places import Place, every, names, renamed
from leedsequity.vocabulary import ABOVE_AUTHORITIES, ENGLAND, LEEDS, METROPOLITAN_COUNTY, SEXES
from leedsequity_build.site import cached, row_spine, text
from leedsequity_build.site.table import table

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

INDEX = "areas/index.md"
#: Below as many people, what is missing is put down to their number (inferred).
_FEW = 20_000
_OF_PEOPLE = ("life", "slope", "healthy", "infants")
_MEN, _WOMEN = SEXES.values()
#: The columns of a page's numbers to keep.
_COLUMNS = ["topic", "measure", "group", "period", "unit", "value", "lower", "upper", "england",
            "verdict", "rank", "rank_lower", "rank_upper", "of", "vintage", "caution"]  # fmt: skip
#: What the measure of each topic is called there, its unit, and the column that divides it.
_WRITTEN = {
    "life": ("Life expectancy at birth", "years", "sex"),
    "healthy": ("Healthy life expectancy at birth", "years", "sex"),
    "slope": ("Slope index of inequality in life expectancy", "years", "sex"),
    "deprived": ("People in England's most deprived tenth, by edition", "%", "group"),
    "groups": ("People of an ethnic group", "%", "group"),
    "poverty": ("Children in relative poverty", "%", "group"),
    "infants": ("Infant mortality", "deaths per 1,000 live births", ""),
    "funding": ("Central funding", "pounds a person", "measure"),
}


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


def files() -> Iterator[tuple[str, str]]:
    """Yield the pages and tables of all areas that exist, and their index."""
    return cached.files("areas", TABLES, made)


def made(only: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the same anew; with codes of areas, the files of those alone."""
    wanted = {*only}
    everything = read(wanted)
    addresses = addressed()
    for place in listed():
        if not wanted or place.code in wanted:
            yield from _area(place, everything, addresses)
    yield INDEX, _index(everything, addresses)


def listed() -> list[Place]:
    """Return the areas that have a page: all that exist but England, by name."""
    found = [p for p in every().values() if p.current and p.type != "country"]
    return sorted(found, key=lambda place: (place.name, place.code))


def addressed() -> dict[str, str]:
    """Return the page of each area by code: `areas/leeds/index.md`.

    Where a metropolitan county has a region's name, its kind stands in its address.
    """
    return {code: f"areas/{text.slug(name)}/index.md" for code, name in _titles().items()}


def places() -> list[tuple[str, str]]:
    """Return the name and the HTML page of each area, for a list to choose from."""
    titles = _titles()
    pages = addressed()
    return [(titles[code], page.replace(".md", ".html")) for code, page in pages.items()]


def _titles() -> dict[str, str]:
    """Return the name of each area by code, of a metropolitan county with its kind if need be."""
    regions = {place.name for place in listed() if place.type == "region"}
    return {
        place.code: f"{place.name} {place.type}"
        if place.name in regions and place.type == METROPOLITAN_COUNTY
        else place.name
        for place in listed()
    }


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


def _area(
    place: Place, everything: Everything, addresses: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    here = addresses[place.code]
    own = {topic: everything.of(topic, place) for topic in everything.topics}
    score = own.pop("score")
    csv = here.replace("index.md", f"{here.split('/')[1]}.csv")
    yield csv, tables.csv(numbers(own, score)).decode()
    similar = _peers(place, everything.likeness)
    results: dict[str, Any] = {
        "place": place,
        "here": here,
        "csv": csv.rpartition("/")[2],
        "kind": _kind(place),
        "above": _above(place, addresses),
        "parts": [(p.name, addresses[p.code]) for p in _parts(place)],
        "lives": [row for row in score if row["indicator_id"] == 1],
        "score": score,
        "own": own,
        "people": own["groups"][0]["people"],
        "tables": _tables(place, own, score),
        "peers": _peer_table(similar, everything, addresses, here),
        "absent": absent(place, own, everything, addresses),
        "former": sorted(
            p.name for p in every().values() if p.successor == place.code and p.name != place.name
        ),
    }
    yield here, text.page("areas.md", **results)


def numbers(own: Mapping[str, Rows], score: Rows) -> Frame:
    """Return the numbers of a page in one table, a row a number, as its download has them."""
    rows = [
        {
            "period": "Census 2021",  # of the topics that have no periods
            **row,
            "topic": topic,
            "measure": measure,
            "unit": unit,
            "group": row[column] if column else "",
        }
        for topic, (measure, unit, column) in _WRITTEN.items()
        for row in own[topic]
    ]
    scored = [
        {**row, "topic": "scorecard", "england": row["other"], "verdict": row["standing"]}
        for row in score
    ]
    return pd.DataFrame([*rows, *scored], columns=_COLUMNS)


def _kind(place: Place) -> str:
    """Return what an area is, in words: `a county`."""
    words = {
        "london borough": "an authority",  # the City is none of the boroughs
        "non-metropolitan district": "a district",
    }
    return words.get(place.type, f"a {place.type}")


def _above(place: Place, addresses: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the areas that an area is a part of, the smallest first: names and pages."""
    codes = (place.upper_tier_code, place.metropolitan_county_code, place.region_code)
    known = [every()[code] for code in codes if code in addresses and code != place.code]
    return [(above.name, addresses[above.code]) for above in known]


def _parts(place: Place) -> list[Place]:
    """Return the authorities that an area consists of, by name: none of those without districts."""
    inside = ("upper_tier_code", "metropolitan_county_code", "region_code")
    return [
        part
        for part in listed()
        if place.code in [getattr(part, name) for name in inside]
        and part.type not in ABOVE_AUTHORITIES
    ]


def _peers(place: Place, likeness: Frame) -> list[Place]:
    """Return the authorities most like an area, or the other areas of its kind."""
    if place.type in ABOVE_AUTHORITIES:
        return [other for other in listed() if other.type == place.type and other != place]
    others = [other.code for other in peers.same_tier(place)]
    return [every()[code] for code in peers.nearest(likeness, place.code, others)]


def _with_interval(row: Mapping[str, Any], decimals: int = 1, unit: str = "") -> str:
    """Return a value with its interval as it stands in a cell, or that it has none."""
    if row["value"] is None:
        return "not held"
    return wording.limits(row, "value", decimals) + unit


def _ranked(row: Mapping[str, Any]) -> str:
    """Return a rank with its interval and how many are ranked: `12 (8 to 19) of 294`."""
    if row["rank"] is None:
        return "not ranked"
    ends = "" if row["rank_lower"] is None else f" ({row['rank_lower']} to {row['rank_upper']})"
    return f"{row['rank']}{ends} of {row['of']}"


def _england(row: Mapping[str, Any], decimals: int = 1, unit: str = "") -> str:
    known = row["england"] is not None
    return f"{wording.number(row['england'], decimals)}{unit}" if known else "not held"


def _tables(place: Place, own: Mapping[str, Rows], score: Rows) -> dict[str, str]:
    """Return the tables of a page as HTML, by name; empty where nothing is held."""
    name, found = place.name, {}
    heads = ["", "Period", "Value (95% interval)", "England", "Rank (95% interval), 1 is highest"]
    lives = [
        (f"{what}, {SEXES[row['sex']]}", wording.period(row["period"]),
         _with_interval(row), _england(row), _ranked(row))
        for topic, what in (("life", "Life expectancy"), ("healthy", "In good health"))
        for row in own[topic]
    ]  # fmt: skip
    found["life"] = table(f"{name}: years of life expected at birth", heads, lives)
    deprived = [
        (f"Index of {row['group']}", f"{row['in_decile_1']:,.0f}",
         f"{row['value']:.1f}%", _england(row, unit="%"), _ranked(row))
        for row in own["deprived"]
    ]  # fmt: skip
    found["deprived"] = table(
        f"{name}: people in England's most deprived tenth (Census 2021)",
        ["", "People", "Share", "England", "Rank, 1 is highest"],
        deprived,
    )
    groups = [
        (row["group"], f"{row['count']:,.0f}", f"{row['value']:.1f}%", _england(row, unit="%"),
         _ranked(row))
        for row in own["groups"]
    ]  # fmt: skip
    found["groups"] = table(
        f"{name}: ethnic groups, Census 2021",
        ["", "People", "Share", "England", "Rank, 1 is highest"],
        groups,
    )
    children = [
        (f"Children in poverty, {row['group']}", row["period"], f"{row['value']:.1f}%",
         "not held", _ranked(row))
        for row in own["poverty"]
    ] + [
        ("Deaths under one year per 1,000 births", str(row["period"]), f"{row['value']:.1f}",
         _england(row), _ranked(row))
        for row in own["infants"]
    ]  # fmt: skip
    found["children"] = table(
        f"{name}: the start of life",
        ["", "Period", "Value", "England", "Rank, 1 is highest"],
        children,
    )
    found["score"] = _scorecard(name, score)
    return found


def _scorecard(name: str, score: Rows) -> str:
    heads = ["Measure", "Value", "England", "Worse ← England → better", "Worst to best of all",
             "Beside England", "Over time"]  # fmt: skip
    caption = f"{name} beside England, and where all authorities lie; last period of each measure"
    return table(caption, heads, map(_scored, score))


def _scored(row: Row) -> list[object]:
    """Return the cells of a measure's row in the scorecard."""
    decimals = 2 if abs(row["value"]) < 1 else 1
    number = partial(wording.number, decimals=decimals)
    ranged = (row["authorities"] or 0) >= row_spine.FEWEST
    about = f"{row['unit']}; {wording.period(row['period'])}"
    if row["polarity"] not in ("high", "low"):
        about += "; not judged: higher is to the right"
    word = row["standing"] or "England has no value here"
    verdict = f"{row_spine.mark(word)} {word}" if row["basis"] not in (None, "caution") else word
    return [
        Markup("{}<small>{}</small>").format(row["measure"], about),
        number(row["value"]),
        None if row["other"] is None else number(row["other"]),
        Markup(row_spine.drawn(row, word) if row["basis"] not in (None, "caution") else ""),
        f"{number(row['worst'])} to {number(row['best'])}" if ranged else None,
        "no verdict: see below" if word == "caution" else verdict,
        row["trend"],
    ]


def _short(everything: Everything, place: Place) -> tuple[str, str, str]:
    """Return life expectancy of men and women, and the share in the most deprived tenth, newest."""
    life, deprived = (everything.of(topic, place) for topic in ("life", "deprived"))
    newest = {row["sex"]: f"{row['value']:.1f}" for row in reversed(life)}
    men, women = (newest.get(sex, "not held") for sex in SEXES)
    return men, women, f"{deprived[-1]['value']:.1f}%"


def _linked(place: Place, here: str, addresses: Mapping[str, str]) -> Markup:
    page = text.relative(here, addresses[place.code].replace("index.md", "index.html"))
    return Markup('<a href="{}">{}</a>').format(page, place.name)


def _peer_table(
    similar: list[Place], everything: Everything, addresses: Mapping[str, str], here: str
) -> str:
    heads = ["", "Men, years", "Women, years", "In the most deprived tenth"]
    rows = [(_linked(peer, here, addresses), *_short(everything, peer)) for peer in similar]
    caption = "Life expectancy in the newest period held; people in the most deprived tenth, 2025"
    return table(caption, heads, rows)


def absent(
    place: Place,
    own: Mapping[str, Rows],
    everything: Everything,
    addresses: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Return what cannot be had of an area, and why: ``what``, ``why`` and perhaps ``instead``.

    `why` is a word that the page says in a sentence: ``districts`` (held of the districts alone),
    ``county`` (of the county alone, which is `instead`), ``authorities`` (of authorities, not of
    areas above them), ``few`` (inferred: too few people), ``boundaries`` (formed too late) or
    ``unknown``. `last` is the year of the newest value, where there is an older one.
    """
    what = {
        "life": "life expectancy",
        "slope": "the gap between neighbourhoods",
        "healthy": "healthy life expectancy",
        "poverty": "poverty of children",
        "infants": "infant mortality",
        "funding": "central funding",
    }
    found = []
    for topic, words in what.items():
        if len(own[topic]):
            continue
        held = everything.topics[topic]
        county = every().get(place.upper_tier_code)
        if place.type in ABOVE_AUTHORITIES:
            why = "authorities"
        elif county and len(everything.of(topic, county)):
            why = "county"
        elif place.type == "county" and any(code.startswith("E07") for code in held):
            why = "districts"
        elif topic in _OF_PEOPLE and own["groups"][0]["people"] < _FEW:
            why = "few"
        elif any(p.successor == place.code for p in every().values()):
            why = "boundaries"
        else:
            why = "unknown"
        instead = (county.name, addresses[county.code]) if why == "county" and county else None
        before = own["infants_before"] if topic == "infants" else []
        last = before[0]["year"] if before else None
        found.append({"what": words, "why": why, "instead": instead, "last": last})
    return found


def _index(everything: Everything, addresses: Mapping[str, str]) -> str:
    """Return the page that lists all areas by region."""
    regions = [place for place in listed() if place.type == "region"]
    sections = []
    for region in regions:
        own = [p for p in listed() if p.region_code == region.code and p != region]
        sections.append((region.name, _index_table(region, [region, *own], everything, addresses)))
    formers = [
        (old.name, every()[old.successor].name, addresses[old.successor])
        for old in sorted(every().values(), key=lambda p: p.name)
        if old.successor in addresses
    ]
    life = everything.topics["life"].values()
    last = max(row["period"] for rows in life for row in rows)
    return text.page(
        "areas_index.md",
        here=INDEX, sections=sections, formers=formers, period=last, count=len(addresses),
    )  # fmt: skip


def _index_table(
    region: Place, own: list[Place], everything: Everything, addresses: Mapping[str, str]
) -> str:
    heads = ["", "Kind", "Men, years", "Rank", "Women, years", "Rank", "Most deprived tenth"]
    rows = []
    for place in own:
        men, women, share = _short(everything, place)
        ranks = {row["sex"]: row["rank"] for row in reversed(everything.of("life", place))}
        last = everything.of("deprived", place)[-1]["rank"]
        of_men, of_women = (ranks.get(sex) for sex in SEXES)
        named = _linked(place, INDEX, addresses)
        kind = place.type.removeprefix("non-metropolitan ")
        rows.append((named, kind, men, of_men, women, of_women, share, last))
    return table(f"{region.name}: its areas, by name", [*heads, "Rank"], rows)
