"""A page for each ward of Leeds, and their index: one place, on one sheet of paper."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from leedsequity import neighbourhoods, pages, raw, tables, wording
from leedsequity.analyses import childhood, every_ward, ward_neighbourhoods
from leedsequity.analyses import small_area_life_expectancy as small_areas
from leedsequity.analyses import ward_profile as profile
from leedsequity.places import every
from leedsequity.vocabulary import LEEDS
from leedsequity_build.site import cached, drawing, text
from leedsequity_build.site.table import table

Frame = pd.DataFrame

_NOTEBOOK = "06_neighbourhood_profiles"
_OUTLINES = ("boundaries_lsoa11", "boundaries_ward24")
_LIVES = ("imd_msoa11", "life_expectancy_msoa")
_POOR = "children_low_income_ward"
TABLES = (
    *every_ward.TABLES, *_OUTLINES, *_LIVES, _POOR, "england_by_decile", "areas",
)  # fmt: skip
INDEX = "wards/index.md"
_POVERTY = "Children in low-income families"
_WIDTH = 420  # of a map, in the units of its drawing


@dataclass(frozen=True)
class Leeds:
    """What the pages of wards are made of.

    Parameters
    ----------
    parts : list of DataFrame
        Deprivation, counts and life expectancy of all wards, with `ward_profile.COLUMNS`.
    placed : DataFrame
        From `neighbourhoods.placed`.
    names : mapping
        The wards' names by code.
    msoa, people : Series
        By LSOA of 2021: the name of its MSOA, and its people of Census 2021.
    ages : DataFrame
        People by ward (rows) and five-year band (columns).
    poor : DataFrame
        From `childhood.of_wards_2024`.
    shapes, outlines : GeoDataFrame
        LSOAs of 2011 from `ward_neighbourhoods.on_map`, with their ``class``, and the wards.
    whole : str
        The map of all of Leeds, which every page has.
    """

    parts: list[Frame]
    placed: Frame
    names: Mapping[str, str]
    msoa: "pd.Series[Any]"
    people: "pd.Series[Any]"
    ages: Frame
    poor: Frame
    shapes: Any
    outlines: Any
    whole: str


def files() -> Iterator[tuple[str, str]]:
    """Yield the pages and tables of all wards, and their index."""
    return cached.files("wards", TABLES, made)


def made(only: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the same anew; with codes of wards, the pages of those alone."""
    leeds, wanted = read(), {*only}
    for code in leeds.names:
        if not wanted or code in wanted:
            yield from _ward(code, leeds)
    yield INDEX, _index(leeds)


def places() -> list[tuple[str, str]]:
    """Return the name and the HTML page of each ward of Leeds, for a list to choose from."""
    rows = raw.load("wards").query("edition == 2024 and area_code == @LEEDS")
    return [(name, f"wards/{text.slug(name)}/index.html") for name in sorted(rows["ward_name"])]


def read() -> Leeds:
    """Return what is known of the wards, from the raw tables, as notebook 06 does."""
    place = every()[LEEDS]
    read, msoa_names = neighbourhoods.read(place, {*every_ward.TABLES}), raw.load("imd_msoa11")
    msoas = small_areas.with_deprivation(raw.load("life_expectancy_msoa"), msoa_names)
    known = every_ward.measured(read, raw.load("england_by_decile"), msoas, place)
    wards = known.wards
    ages = pd.DataFrame(known.counts["age"])
    poor = raw.long(raw.load(_POOR)).query("year == 2021")
    names = wards[["ward24_code", "ward"]].drop_duplicates().sort_values("ward")
    msoa = small_areas.msoa_of(read).map(msoa_names.set_index("msoa11_code")["msoa11_local_name"])
    outlines = raw.load("boundaries_ward24")
    shapes = ward_neighbourhoods.on_map(raw.load("boundaries_lsoa11"), known.placed)
    shapes = shapes.assign(**{"class": shapes["percent"].map(drawing.class_of)})
    return Leeds(
        parts=known.parts,
        placed=known.placed,
        names=dict(names.to_numpy()),
        msoa=msoa,
        people=read["ethnicity_lsoa21"].groupby("lsoa21_code")["count"].sum(),
        ages=ages.rename(columns=int).sort_index(axis=1),
        poor=childhood.of_wards_2024(poor, [*names["ward24_code"]]),
        shapes=shapes,
        outlines=outlines,
        whole=_whole(shapes, outlines),
    )


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
            map=_maps(code, leeds, caption["alt"]),
            caption=caption,
            key=drawing.key(),
            children=page.sentences("children_say", mine=poor),
            ages=_ages(code, leeds, name),
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


def _maps(code: str, leeds: Leeds, alt: str) -> str:
    """Return two maps as SVG: Leeds with the ward in it, and the ward with what lies about it."""
    shapes = leeds.shapes
    ward = leeds.outlines.loc[leeds.outlines["ward24_code"] == code, "geometry"]
    whole, part = _sheet(leeds.outlines), drawing.sheet_of(ward, _WIDTH, margin=0.08)
    frame = drawing.box(part)
    near = shapes[shapes.intersects(frame)]
    near = near.assign(geometry=near.intersection(frame))
    fills = "".join(
        f'<path fill="{drawing.FILLS[n]}" stroke="{drawing.LINES[n]}" d="{part.path(rows)}"/>'
        for n, rows in near.groupby("class")["geometry"]
    )
    pictures = ""
    for sheet, drawn in ((whole, leeds.whole), (part, fills)):
        edge = sheet.path(ward)
        pictures += (
            f'<svg viewBox="0 0 {sheet.width} {sheet.height}">{drawn}'
            f'<path class="halo" d="{edge}"/><path class="here" d="{edge}"/></svg>'
        )
    return f'<div class="maps card" role="img" aria-label="{escape(alt)}">{pictures}</div>'


def _sheet(outlines: Any) -> drawing.Sheet:
    return drawing.sheet_of(outlines["geometry"], _WIDTH)


def _whole(shapes: Any, outlines: Any) -> str:
    """Return all of Leeds as paths: what is of one class as one shape, and the wards' outlines."""
    sheet = _sheet(outlines)
    fills = "".join(
        f'<path fill="{drawing.FILLS[n]}" d="{sheet.path([rows.union_all()])}"/>'
        for n, rows in shapes.groupby("class")["geometry"]
    )
    return f'{fills}<path class="wards" d="{sheet.path(outlines["geometry"])}"/>'


def _ages(code: str, leeds: Leeds, name: str) -> str:
    """Return the ages of a ward as a picture in SVG: bars by band of five years, and Leeds's."""
    shares = {
        place: 100 * leeds.ages.loc[row] / leeds.ages.loc[row].sum()
        for place, row in ((name, code), ("Leeds", every()[LEEDS].name))
    }
    own, leeds_own = shares.values()
    widest = float(pd.DataFrame(shares).to_numpy().max())
    bands = [f"{age}-{age + 4}" if age < 85 else "85+" for age in own.index]
    high, left, along = 15, 42, 250 / widest
    rows = []
    oldest_first = zip(bands[::-1], own[::-1], leeds_own[::-1], strict=True)
    for row, (band, here, there) in enumerate(oldest_first):
        top = row * high
        rows.append(
            f'<text x="{left - 6}" y="{top + 11}">{band}</text>'
            f'<path class="bar" d="M{left} {top + 7}h{here * along:.0f}"/>'
            f'<path class="beside" d="M{left + there * along:.0f} {top + 1}v{high - 2}"/>'
        )
    largest = bands[int(own.to_numpy().argmax())]
    alt = (
        f"Bars for {len(bands)} bands of age in {name}, Census 2021, per cent of people; a line in"
        f" each is Leeds. The largest is {largest}, {own.max():.1f}%"
        f" (Leeds {leeds_own.iloc[int(own.to_numpy().argmax())]:.1f}%)."
    )
    return (
        f'<div class="ages" role="img" aria-label="{escape(alt)}">'
        f'<svg viewBox="0 0 310 {high * len(bands)}">{"".join(rows)}</svg></div>'
    )


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
                Markup(_strip(values, row["value"])),
                f"{row['rank']} ({row['rank_lower']} to {row['rank_upper']})",
            ]
        )
    (poor,) = pages.rows(leeds.poor, ward24_code=own["ward24_code"].iloc[0])
    poverty: list[object] = [
        _named(_POVERTY, "% of children under 16", "2020/21"),
        wording.number(poor["value"], 1),
        None,
        wording.number(poor["england"], 1),
        Markup(_strip(leeds.poor["value"], poor["value"])),
        poor["rank"],
    ]
    heads = ["Measure", name, "Leeds", "England", "All wards, low to high", "Rank (range)"]
    caption = f"{name} beside Leeds and England; rank among {len(leeds.names)} wards, 1 the highest"
    return table(caption, heads, [rows[0], poverty, *rows[1:]])


def _named(measure: str, unit: str, period: str) -> Markup:
    return Markup("{}<small>{}, {}</small>").format(measure, unit, period)


def _strip(values: "pd.Series[float]", own: float) -> str:
    low, high = float(values.min()), float(values.max())
    along = 144 / ((high - low) or 1)
    marks = "".join(f"M{4 + along * (value - low):.0f} 4v8" for value in sorted(values))
    here = f"{4 + along * (own - low):.0f}"
    return (
        '<svg class="strip" viewBox="0 0 152 16" aria-hidden="true">'
        f'<path class="others" d="{marks}"/><path class="own" d="M{here} 0l4 8l-4 8l-4 -8z"/></svg>'
    )


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
