"""The tables of an area's page: as HTML, and its numbers in one table to keep."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
from markupsafe import Markup

from leedsequity import wording
from leedsequity.places import Place
from leedsequity.vocabulary import SEXES
from leedsequity_build.site import row_spine
from leedsequity_build.site.area_facts import Frame, Row, Rows
from leedsequity_build.site.table import table

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


def shown(place: Place, own: Mapping[str, Rows], score: Rows) -> dict[str, str]:
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


def _with_interval(row: Row, decimals: int = 1, unit: str = "") -> str:
    """Return a value with its interval as it stands in a cell, or that it has none."""
    if row["value"] is None:
        return "not held"
    return wording.limits(row, "value", decimals) + unit


def _ranked(row: Row) -> str:
    """Return a rank with its interval and how many are ranked: `12 (8 to 19) of 294`."""
    if row["rank"] is None:
        return "not ranked"
    ends = "" if row["rank_lower"] is None else f" ({row['rank_lower']} to {row['rank_upper']})"
    return f"{row['rank']}{ends} of {row['of']}"


def _england(row: Row, decimals: int = 1, unit: str = "") -> str:
    known = row["england"] is not None
    return f"{wording.number(row['england'], decimals)}{unit}" if known else "not held"


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
