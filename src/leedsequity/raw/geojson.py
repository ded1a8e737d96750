"""Outlines as GeoJSON (RFC 7946), one feature a line: row 2 of a table is line 2 of its file."""

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pandas as pd

from leedsequity.errors import InputError

if TYPE_CHECKING:
    import geopandas

CRS = "EPSG:4326"
_HEAD, _TAIL = '{"type":"FeatureCollection","features":[\n', "\n]}\n"


def read_text(path: Path | IO[bytes], file: str) -> pd.DataFrame:
    """Return the properties of features as text, and in a column ``geometry`` each one's GeoJSON.

    Empty cells are NaN. Refused is what is not UTF-8, not JSON, repeats a key, is not a collection
    of features whose properties are text or null, or is in other coordinates than degrees.
    """
    try:
        text = (path.read_bytes() if isinstance(path, Path) else path.read()).decode("utf-8")
        content = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:  # of a number of too many digits, too
        raise InputError(f"{file}: cannot be read as GeoJSON: {error}") from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        raise InputError(
            f"{file}: cannot be read as GeoJSON: not a FeatureCollection with features"
        )
    if "crs" in content:
        raise InputError(
            f"{file}: names a crs: GeoJSON is in degrees ({CRS}); reproject it and leave `crs` out"
        )
    for row, feature in enumerate(features, start=2):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            raise InputError(
                f"{file}: cannot be read as GeoJSON: row {row} is not a feature with properties"
            )
        for name, value in feature["properties"].items():
            if not isinstance(value, str | None):
                raise InputError(f"{file}: column {name}: 1 value not text (row {row}: {value!r})")
    cells = pd.DataFrame([feature["properties"] for feature in features], dtype="str")
    geometries = [feature.get("geometry") for feature in features]
    outlines = [json.dumps(geometry) if geometry else None for geometry in geometries]
    return cells.replace("", None).assign(geometry=pd.Series(outlines, dtype="str"))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object, which must not have a key twice: the last would be taken silently."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a key is there twice: {', '.join(key for key, _ in pairs)}")
    return found


def to_bytes(table: "geopandas.GeoDataFrame") -> bytes:
    """Return a table with outlines as the bytes of a GeoJSON file: UTF-8, a feature a line."""
    import shapely

    properties = table.drop(columns="geometry").to_dict("records")
    geometries = map(json.loads, shapely.to_geojson(table.geometry.to_numpy()))
    lines = [
        json.dumps(
            {"type": "Feature", "properties": cells, "geometry": geometry},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for cells, geometry in zip(properties, geometries, strict=True)
    ]
    return (_HEAD + ",\n".join(lines) + _TAIL).encode()


def shapes(frame: pd.DataFrame) -> "geopandas.GeoDataFrame":
    """Return a table whose column ``geometry`` holds GeoJSON as a table of outlines in degrees."""
    import geopandas
    import shapely

    return geopandas.GeoDataFrame(
        frame.drop(columns="geometry"),
        geometry=shapely.from_geojson(frame["geometry"].to_numpy(object)),
        crs=CRS,
    )
