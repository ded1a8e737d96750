"""A page for each authority, county, metropolitan county and region of England, and their index."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from leedsequity import peers, tables
from leedsequity.places import Place, every
from leedsequity.vocabulary import ABOVE_AUTHORITIES, METROPOLITAN_COUNTY, SEXES
from leedsequity_build.site import area_facts, area_tables, cached, text
from leedsequity_build.site.area_facts import Everything, Rows
from leedsequity_build.site.table import table

INDEX = "areas/index.md"
#: Below as many people, what is missing is put down to their number (inferred).
_FEW = 20_000
_OF_PEOPLE = ("life", "slope", "healthy", "infants")


def files() -> Iterator[tuple[str, str]]:
    """Yield the pages and tables of all areas that exist, and their index."""
    return cached.files("areas", area_facts.TABLES, made)


def made(only: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the same anew; with codes of areas, the files of those alone."""
    wanted = {*only}
    everything = area_facts.read(wanted)
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


def _area(
    place: Place, everything: Everything, addresses: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    here = addresses[place.code]
    own = {topic: everything.of(topic, place) for topic in everything.topics}
    score = own.pop("score")
    csv = here.replace("index.md", f"{here.split('/')[1]}.csv")
    yield csv, tables.csv(area_tables.numbers(own, score)).decode()
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
        "tables": area_tables.shown(place, own, score),
        "peers": _peer_table(similar, everything, addresses, here),
        "absent": absent(place, own, everything, addresses),
        "former": sorted(
            p.name for p in every().values() if p.successor == place.code and p.name != place.name
        ),
    }
    yield here, text.page("areas.md", **results)


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


def _peers(place: Place, likeness: pd.DataFrame) -> list[Place]:
    """Return the authorities most like an area, or the other areas of its kind."""
    if place.type in ABOVE_AUTHORITIES:
        return [other for other in listed() if other.type == place.type and other != place]
    others = [other.code for other in peers.same_tier(place)]
    return [every()[code] for code in peers.nearest(likeness, place.code, others)]


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
