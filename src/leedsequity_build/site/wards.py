"""A page for each ward of Leeds, and their index: one place, on one sheet of paper."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import pandas as pd
from markupsafe import Markup

from leedsequity import pages, raw, tables, wording
from leedsequity.analyses import ward_neighbourhoods
from leedsequity.analyses import ward_profile as profile
from leedsequity.places import every
from leedsequity.vocabulary import LEEDS
from leedsequity_build.site import cached, drawing, text, ward_facts, ward_pictures
from leedsequity_build.site.table import table
from leedsequity_build.site.ward_facts import Frame, Leeds

_NOTEBOOK = "06_neighbourhood_profiles"
INDEX = "wards/index.md"
_POVERTY = "Children in low-income families"


def files() -> Iterator[tuple[str, str]]:
    """Yield the pages and tables of all wards, and their index."""
    return cached.files("wards", ward_facts.TABLES, made)


def made(only: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the same anew; with codes of wards, the pages of those alone."""
    leeds, wanted = ward_facts.read(), {*only}
    for code in leeds.names:
        if not wanted or code in wanted:
            yield from _ward(code, leeds)
    yield INDEX, _index(leeds)


def places() -> list[tuple[str, str]]:
    """Return the name and the HTML page of each ward of Leeds, for a list to choose from."""
    rows = raw.load("wards").query("edition == 2024 and area_code == @LEEDS")
    return [(name, f"wards/{text.slug(name)}/index.html") for name in sorted(rows["ward_name"])]


def _ward(code: str, leeds: Leeds) -> Iterator[tuple[str, str]]:
    name, there = leeds.names[code], every()[LEEDS].name
    here = f"wards/{text.slug(name)}/index.md"
    csv = f"{text.slug(name)}.csv"
    own = profile.of_ward(leeds.parts, code, name)
    lsoas = ward_neighbourhoods.ward_lsoas(leeds.placed, leeds.msoa, leeds.people, code)
    page = pages.Page(_NOTEBOOK, here=name, there=there, edition=profile.EDITION)
    caption = page.caption("map", own=lsoas)
    poor = leeds.poor[leeds.poor["ward24_code"] == code]
    kept = poor.assign(ward=name, measure=_POVERTY, unit="% of children under 16", period="2020/21")
    kept = pd.concat([own, kept])[own.columns]
    yield here.replace("index.md", csv), tables.csv(kept).decode()
    yield (
        here,
        text.page(
            "wards.md",
            here=here,
            name=name,
            code=code,
            csv=csv,
            in_short=page.sentences("in_short", own=own),
            findings=page.sentences("findings", **_found(own, lsoas))[2:],
            map=ward_pictures.maps(code, leeds.shapes, leeds.outlines, leeds.whole, caption["alt"]),
            caption=caption,
            key=drawing.key(),
            children=page.sentences("children_say", mine=poor),
            ages=ward_pictures.ages(leeds.ages, code, name, there),
            measures=_measures(own, leeds, name),
            lsoas=_neighbourhoods(lsoas, name),
        ),
    )


def _found(own: Frame, lsoas: Frame) -> dict[str, Any]:
    """Return what the section `findings` of notebook 06's page wants."""
    topics = ["age", *profile.CENSUS[2:]]
    known = own[own["topic"] == "life_expectancy"]
    return {
        "own": own,
        "editions": ward_neighbourhoods.counted(lsoas),
        "widest": profile.widest(own, topics),
        "known": len(known) == 2,
    }


def _measures(own: Frame, leeds: Leeds, name: str) -> str:
    """Return the measures as a table, each with its place among all wards as a strip."""
    every_ward = pd.concat(leeds.parts)
    rows: list[list[object]] = []
    for row in pages.rows(own):
        values = every_ward.loc[every_ward["measure"] == row["measure"], "value"]
        people = row["unit"] == "people"
        number = partial(wording.number, decimals=0 if people else 1)
        called = row["measure"].replace(", proxy", ", an estimate")
        rows.append(
            [
                _named(called, row["unit"], wording.period(row["period"])),
                number(row["value"]),
                None if people else number(row["authority"]),
                None if people else number(row["england"]),
                Markup(ward_pictures.strip(values, row["value"])),
                f"{row['rank']} ({row['rank_lower']} to {row['rank_upper']})",
            ]
        )
    (poor,) = pages.rows(leeds.poor, ward24_code=own["ward24_code"].iloc[0])
    poverty: list[object] = [
        _named(_POVERTY, "% of children under 16", "2020/21"),
        wording.number(poor["value"], 1),
        None,
        wording.number(poor["england"], 1),
        Markup(ward_pictures.strip(leeds.poor["value"], poor["value"])),
        poor["rank"],
    ]
    heads = ["Measure", name, "Leeds", "England", "All wards, low to high", "Rank (range)"]
    caption = f"{name} beside Leeds and England; rank among {len(leeds.names)} wards, 1 the highest"
    return table(caption, heads, [rows[0], poverty, *rows[1:]])


def _named(measure: str, unit: str, period: str) -> Markup:
    return Markup("{}<small>{}, {}</small>").format(measure, unit, period)


def _neighbourhoods(lsoas: Frame, name: str) -> str:
    """Return the neighbourhoods of a ward with their place by each edition, as a table."""
    most = lsoas["most_deprived"]
    at = lsoas["rank"].map("{:,}".format) + (" (first " + most + ")").where(most != "", "")
    index = ["lsoa", "msoa", "people"]
    lsoas = lsoas.assign(at=at, people=lsoas["people"].map("{:,}".format))
    wide = lsoas.pivot(index=index, columns="imd_edition", values="at")
    wide = wide.reindex(lsoas["lsoa"].unique(), level=0).reset_index()
    heads = ["Neighbourhood (LSOA of 2021)", "Part of", "People, Census 2021"]
    heads += [f"Index of {edition}" for edition in wide.columns[len(index) :]]
    caption = f"{name}: place of its neighbourhoods in England, 1 the most deprived"
    return table(caption, heads, wide.to_numpy())


def _index(leeds: Leeds) -> str:
    """Return the page that lists the wards, the most deprived first."""
    deprivation, counted, lives = leeds.parts
    shares = counted[counted["topic"] == "decile"].set_index("ward24_code")["value"]
    years = lives.pivot(index="ward24_code", columns="measure", values="value")
    poor = leeds.poor.set_index("ward24_code")["value"]
    rows = [
        [
            Markup('<a href="{}/index.html">{}</a>').format(
                text.slug(leeds.names[code]), leeds.names[code]
            ),
            wording.number(value, 1),
            wording.number(shares[code], 1),
            wording.number(poor[code], 1),
            *(wording.number(years.loc[code, measure], 1) for measure in profile.LIFE.values()),
        ]
        for code, value in deprivation.sort_values("rank")[["ward24_code", "value"]].to_numpy()
    ]
    heads = ["Ward", "Less deprived neighbourhoods in England, %",
             "People in the most deprived tenth, %",
             "Children in low-income families, %", "Men, years (estimate)",
             "Women, years (estimate)"]  # fmt: skip
    caption = "The wards of Leeds, the most deprived first: 2025, 2022, 2020/21, 2009 to 2013"
    return text.page("wards_index.md", here=INDEX, table=table(caption, heads, rows))
