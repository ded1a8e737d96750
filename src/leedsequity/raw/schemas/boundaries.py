"""Outlines: small areas of Leeds, upper-tier areas of England. A row is a feature, its outline the text of GeoJSON."""

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw.columns import table

_WEST, _SOUTH, _EAST, _NORTH = -6.5, 49.8, 1.9, 55.9
_NONE, _CROSSING = "not a polygon", "crossing or touching itself"
_OUTSIDE = f"outside England (longitude {_WEST} to {_EAST}, latitude {_SOUTH} to {_NORTH}, in degrees)"


@lru_cache(maxsize=1)  # each rule asks for the outlines of one table
def _outlines(texts: tuple[str, ...]) -> Any:
    import shapely

    return shapely.from_geojson(texts, on_invalid="ignore")


def _faults(text: pd.Series) -> pd.Series:
    """Return what is wrong with each outline, the first thing only; nothing where it is as it should be."""
    import shapely

    outlines = _outlines(tuple(text))
    west, south, east, north = shapely.bounds(outlines).T
    polygon = np.isin(shapely.get_type_id(outlines), (3, 6)) & ~shapely.is_empty(outlines)
    inside = (west > _WEST) & (south > _SOUTH) & (east < _EAST) & (north < _NORTH)
    faults = np.select([~polygon, ~shapely.is_valid(outlines), ~inside], [_NONE, _CROSSING, _OUTSIDE], "")
    return pd.Series(faults, index=text.index)


def _without(fault: str) -> Check:
    return Check(lambda text: _faults(text) != fault, error=fault)


def _apart(frame: pd.DataFrame) -> pd.Series:
    """Return whether each outline meets its neighbours along shared edges; asked when each by itself is sound."""
    import shapely

    apart = shapely.is_empty(shapely.coverage_invalid_edges(_outlines(tuple(frame["geometry"]))))
    return pd.Series(apart, index=frame.index)


def _outlined(place: str, code: str) -> DataFrameSchema:
    return table(
        f"{place}_code:{code} {place}_name:text geometry",
        f"{place}_code",
        Check(_apart, error="outline overlaps a neighbour's, or leaves a sliver"),
        geometry=Column("str", [_without(_NONE), _without(_CROSSING), _without(_OUTSIDE)]),
    )


TABLES: dict[str, DataFrameSchema] = {
    "boundaries_lsoa11": _outlined("lsoa11", "lsoa11_code"),
    "boundaries_msoa11": _outlined("msoa11", "msoa11_code"),
    "boundaries_ward24": _outlined("ward24", "ward24_code"),
    "boundaries_la": _outlined("area", "area_code"),
}
