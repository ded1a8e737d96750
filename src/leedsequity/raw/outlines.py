"""What outlines must be: sound polygons in England, with edges that neighbours share."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

# pandas and shapely are imported where they are used: a record is read without either, a csv
# without shapely.

_WEST, _SOUTH, _EAST, _NORTH = -6.5, 49.8, 1.9, 55.9
_OUTSIDE = (
    f"outside England (longitude {_WEST} to {_EAST}, latitude {_SOUTH} to {_NORTH}, in degrees)"
)
#: What may be wrong with an outline by itself, in the order in which it is looked for.
FAULTS = ("not a polygon", "crossing or touching itself", _OUTSIDE)


@lru_cache(maxsize=1)  # each rule asks for the outlines of one table
def _outlines(texts: tuple[str, ...]) -> Any:
    import shapely

    return shapely.from_geojson(texts, on_invalid="ignore")


def without(fault: str, text: "pd.Series") -> "pd.Series[bool]":
    """Return whether the first of `FAULTS` that each outline, as GeoJSON, has is not this one."""
    import numpy as np
    import pandas as pd
    import shapely

    outlines = _outlines(tuple(text))
    west, south, east, north = shapely.bounds(outlines).T
    polygon = np.isin(shapely.get_type_id(outlines), (3, 6)) & ~shapely.is_empty(outlines)
    inside = (west > _WEST) & (south > _SOUTH) & (east < _EAST) & (north < _NORTH)
    found = np.select([~polygon, ~shapely.is_valid(outlines), ~inside], FAULTS, "")
    return pd.Series(found != fault, index=text.index)


def meet_their_neighbours(table: "pd.DataFrame") -> "pd.Series[bool]":
    """Return whether each outline meets its neighbours along shared edges; all have to be sound."""
    import pandas as pd
    import shapely

    edges = shapely.coverage_invalid_edges(_outlines(tuple(table["geometry"])))
    return pd.Series(shapely.is_empty(edges), index=table.index)
