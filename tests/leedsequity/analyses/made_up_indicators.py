"""Made-up facts of indicators, for the tests of what notebook 07 says of an area."""

import numpy as np
import pandas as pd

from leedsequity.analyses import headline_series

NAMES = {"E1": "Leeds", "E2": "Hull", "E3": "York", "E4": "Ripon", "E9": "England"}
SOURCES = pd.DataFrame(
    [
        (4, "near", "2022"),
        (4, "far", "2015"),
        (7, None, None),
        (12, "count", "2022"),
        (12, "rate", "2022"),
    ],
    columns=["indicator_id", "series", "comparable_from"],
)
UNITS = {"near": "%", "far": "%", "count": "households", "rate": "per 1,000 households"}


def facts(*rows: tuple, polarity: str = "high") -> pd.DataFrame:
    """Facts from (series, area, period, value, half width of the interval, group)."""
    rows = [(*row, *(np.nan, "all")[len(row) - 4 :]) for row in rows]
    table = pd.DataFrame(rows, columns=["series", "area_code", "period", "value", "half", "group"])
    table["lower"], table["upper"] = table["value"] - table["half"], table["value"] + table["half"]
    return table.drop(columns="half").assign(
        indicator_id=table["series"].map(SOURCES.set_index("series")["indicator_id"].to_dict()),
        unit=table["series"].map(UNITS),
        polarity=polarity,
        fit="same",
        marker=None,
        dimension="all",
        published_verdict=None,
        caution="",
        headline=True,
    )


def chosen(*rows: tuple, area: str = "E1", **more: str) -> pd.DataFrame:
    """The headline series of an area among those facts."""
    known = headline_series.comparable_facts(facts(*rows, **more), SOURCES, NAMES, {"E8": "E3"})
    return headline_series.headline(known, SOURCES, area)
