"""The pictures of a ward's page, in SVG: maps, ages, and a measure among all wards."""

from typing import Any

import pandas as pd
from markupsafe import escape

from leedsequity_build.site import drawing

_WIDTH = 420  # of a map, in the units of its drawing


def maps(code: str, shapes: Any, outlines: Any, all_of_leeds: str, alt: str) -> str:
    """Return two maps as SVG: Leeds with the ward in it, and the ward with what lies about it."""
    ward = outlines.loc[outlines["ward24_code"] == code, "geometry"]
    large, part = _sheet(outlines), drawing.sheet_of(ward, _WIDTH, margin=0.08)
    frame = drawing.box(part)
    near = shapes[shapes.intersects(frame)]
    near = near.assign(geometry=near.intersection(frame))
    fills = "".join(
        f'<path fill="{drawing.FILLS[n]}" stroke="{drawing.LINES[n]}" d="{part.path(rows)}"/>'
        for n, rows in near.groupby("class")["geometry"]
    )
    pictures = ""
    for sheet, drawn in ((large, all_of_leeds), (part, fills)):
        edge = sheet.path(ward)
        pictures += (
            f'<svg viewBox="0 0 {sheet.width} {sheet.height}">{drawn}'
            f'<path class="halo" d="{edge}"/><path class="here" d="{edge}"/></svg>'
        )
    return f'<div class="maps card" role="img" aria-label="{escape(alt)}">{pictures}</div>'


def ages(people: pd.DataFrame, code: str, name: str, leeds: str) -> str:
    """Return the ages of a ward as a picture in SVG: bars by band of five years, and Leeds's."""
    shares = {
        place: 100 * people.loc[row] / people.loc[row].sum()
        for place, row in ((name, code), ("Leeds", leeds))
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


def strip(values: "pd.Series[float]", own: float) -> str:
    """Return a value among those of all wards as a line of marks, its own a diamond."""
    low, high = float(values.min()), float(values.max())
    along = 144 / ((high - low) or 1)
    marks = "".join(f"M{4 + along * (value - low):.0f} 4v8" for value in sorted(values))
    here = f"{4 + along * (own - low):.0f}"
    return (
        '<svg class="strip" viewBox="0 0 152 16" aria-hidden="true">'
        f'<path class="others" d="{marks}"/><path class="own" d="M{here} 0l4 8l-4 8l-4 -8z"/></svg>'
    )


def _sheet(outlines: Any) -> drawing.Sheet:
    return drawing.sheet_of(outlines["geometry"], _WIDTH)


def whole(shapes: Any, outlines: Any) -> str:
    """Return all of Leeds as paths: what is of one class as one shape, and the wards' outlines."""
    sheet = _sheet(outlines)
    fills = "".join(
        f'<path fill="{drawing.FILLS[n]}" d="{sheet.path([rows.union_all()])}"/>'
        for n, rows in shapes.groupby("class")["geometry"]
    )
    return f'{fills}<path class="wards" d="{sheet.path(outlines["geometry"])}"/>'
