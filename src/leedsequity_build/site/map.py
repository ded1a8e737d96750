"""The map of Leeds: neighbourhoods and wards by three editions of the index, and all in tables."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from leedsequity import neighbourhoods, pages, raw
from leedsequity.analyses import ward_neighbourhoods
from leedsequity.places import every
from leedsequity.vocabulary import EDITIONS, ENGLAND_LSOAS, LEEDS
from leedsequity_build.site import cached, drawing, text
from leedsequity_build.site.table import table

PAGE = "map/index.md"
TABLES = (*neighbourhoods.TABLES, "boundaries_lsoa11", "boundaries_ward24", "imd_msoa11", "areas")
#: Of a ward, per cent of its people in England's most deprived tenth: the classes, and their words.
SHARES = (50, 20, 0)
SHARE_CLASSES = ("half or more", "20% to 50%", "up to 20%", "nobody")
_LETTERS = dict(zip(EDITIONS, "abc", strict=True))
_WIDTH = 900


def files() -> Iterator[tuple[str, str]]:
    """Yield the page."""
    return cached.files("map", TABLES, made)


def made() -> Iterator[tuple[str, str]]:
    """Yield the page anew."""
    place = every()[LEEDS]
    read = neighbourhoods.read(place)
    placed = neighbourhoods.placed(read)
    lsoas = _lsoas(read, placed)
    wards = neighbourhoods.wards(neighbourhoods.people(read), placed)
    own = placed[placed["own"]]
    counted = own.assign(first=own["decile"] == 1).groupby("imd_edition", as_index=False)
    outlines = raw.load("boundaries_ward24").set_index("ward24_code")["geometry"]
    yield (
        PAGE,
        text.page(
            "map.md",
            here=PAGE,
            counted=counted.agg(of=("lsoa_code", "size"), first=("first", "sum")),
            style=_style(),
            editions=[*EDITIONS][::-1],
            key=drawing.key(drawing.CLASSES),
            share_key=drawing.key(SHARE_CLASSES),
            lsoa_map=_lsoa_map(lsoas, outlines),
            ward_map=_ward_map(wards, outlines),
            lsoa_table=_lsoa_table(lsoas),
            ward_table=_ward_table(wards),
        ),
    )


def share_class(percent: float) -> int:
    """Return in which of `SHARE_CLASSES` a ward is, by the per cent of its people in the tenth."""
    return next((n for n, least in enumerate(SHARES[:2]) if percent >= least), 2 if percent else 3)


def _lsoas(read: dict[str, pd.DataFrame], placed: pd.DataFrame) -> Any:
    """Return the LSOAs of 2011 with outlines, their names, and rank and class by each edition."""
    outlines = raw.load("boundaries_lsoa11")
    table = outlines.set_index("lsoa11_code").sort_values("lsoa11_name")
    for edition, boundaries in EDITIONS.items():
        shapes = ward_neighbourhoods.on_map(outlines, placed[placed["imd_edition"] == edition])
        shapes = shapes.set_index("lsoa11_code")
        table[f"rank_{edition}"] = shapes["rank"]
        percent = 100 * table[f"rank_{edition}"] / ENGLAND_LSOAS[boundaries]
        table[f"class_{edition}"] = percent.map(drawing.class_of)
    older = placed[placed["boundaries"] == 2011].drop_duplicates("lsoa_code")
    table["ward"] = older.set_index("lsoa_code")["ward"]
    msoa = read["lsoa11"].set_index("lsoa11_code")["msoa11_code"]
    names = raw.load("imd_msoa11").set_index("msoa11_code")["msoa11_local_name"]
    return table.assign(msoa=msoa.reindex(table.index).map(names))


def _style() -> str:
    """Return the fills of the classes by the edition chosen, as CSS; the newest needs no choice."""
    rules = []
    for edition, letter in _LETTERS.items():
        chosen = "" if edition == max(EDITIONS) else f".atlas:has(.e{edition}:checked) "
        rules += [
            f"{chosen}.atlas-map .{letter}{n}{{fill:{fill};stroke:{line}}}"
            for n, (fill, line) in enumerate(zip(drawing.FILLS, drawing.LINES, strict=True))
        ]
    return f"<style>{''.join(rules[::-1])}</style>"


def _classes(row: Any, column: str) -> str:
    return " ".join(f"{letter}{row[f'{column}_{year}']}" for year, letter in _LETTERS.items())


def _lsoa_map(lsoas: Any, outlines: Any) -> str:
    sheet = drawing.sheet_of(outlines, _WIDTH)
    shapes = "".join(
        f'<path class="{_classes(row, "class")}" d="{sheet.path([row["geometry"]])}"/>'
        for _, row in lsoas.iterrows()
    )
    first = (lsoas[f"class_{max(EDITIONS)}"] <= 1).sum()
    alt = (
        f"Map of {len(lsoas)} neighbourhoods of Leeds, shaded by place in England by the index"
        f" chosen. By that of {max(EDITIONS)}, {first} are in the most deprived tenth, most of them"
        " in and beside the centre; the table has them all."
    )
    wards = f'<path class="wards" d="{sheet.path(outlines)}"/>'
    return _svg("neighbourhoods", sheet, shapes + wards, f'role="img" aria-label="{escape(alt)}"')


def _ward_map(wards: pd.DataFrame, outlines: Any) -> str:
    sheet = drawing.sheet_of(outlines, _WIDTH)
    shares = _shares(wards)
    shapes = []
    for row in pages.rows(shares.rename(columns=str).reset_index()):
        code, name = row["ward24_code"], row["ward"]
        classes = " ".join(
            f"{letter}{share_class(row[str(year)])}" for year, letter in _LETTERS.items()
        )
        shapes.append(
            Markup('<a href="../wards/{}/index.html" aria-label="{}"><title>{}</title>').format(
                text.slug(name), name, name
            )
            + Markup(f'<path class="{classes}" d="{sheet.path([outlines[code]])}"/></a>')
        )
    label = 'role="group" aria-label="Map of the wards of Leeds; each is a link to its page"'
    return _svg("wards", sheet, "".join(shapes), label)


def _svg(name: str, sheet: drawing.Sheet, content: str, label: str) -> str:
    size = f'viewBox="0 0 {sheet.width} {sheet.height}"'
    return f'<svg class="atlas-map" id="{name}-map" {size} {label}>{content}</svg>'


def _shares(wards: pd.DataFrame) -> pd.DataFrame:
    """Return per cent of people in the most deprived tenth by ward (rows) and edition."""
    wide = wards.assign(share=100 * wards["share"]).pivot(
        index=["ward24_code", "ward"], columns="imd_edition", values="share"
    )
    return wide.sort_index(level="ward")


def _lsoa_table(lsoas: Any) -> str:
    ranks = [f"rank_{edition}" for edition in EDITIONS]
    rows = (
        [row["lsoa11_name"], row["msoa"], row["ward"], *(f"{row[rank]:,}" for rank in ranks)]
        for _, row in lsoas.iterrows()
    )
    heads = ["Neighbourhood", "Part of", "Ward", *(f"Place, {edition}" for edition in EDITIONS)]
    counts = ", ".join(
        f"{ENGLAND_LSOAS[boundaries]:,} in {edition}" for edition, boundaries in EDITIONS.items()
    )
    return table(
        f"Neighbourhoods of Leeds: place in England, 1 the most deprived, of {counts}", heads, rows
    )


def _ward_table(wards: pd.DataFrame) -> str:
    rows = [
        [
            Markup('<a href="../wards/{}/index.html">{}</a>').format(text.slug(name), name),
            *(f"{share:.1f}%" for share in row),
        ]
        for (_, name), row in zip(_shares(wards).index, _shares(wards).to_numpy(), strict=True)
    ]
    heads = ["Ward", *(f"Index of {edition}" for edition in EDITIONS)]
    return table("Wards of Leeds: people in England's most deprived tenth, mid-2022", heads, rows)
