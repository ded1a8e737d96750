"""Outlines of small areas of Leeds and of upper-tier areas of England, generalised."""

from functools import partial
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.sheets import lookup, outlines, require, text_table
from leedsequity_data.publishers.upper_tier import FORMER, LEFT_OUT, counties

#: Corners that make a triangle smaller than the square of this are left out; 0.0004 degrees are
#: about 35 m in Leeds.
_TOLERANCE = {"EPSG:4326": 0.0004, "EPSG:27700": 500.0}
_DECIMALS = 5
#: One Helmert transformation, good to 5 m, on every machine: PROJ by itself takes the best grid it
#: finds there.
_NATIONAL_GRID_TO_DEGREES = (
    "+proj=pipeline +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000"
    " +y_0=-100000 +ellps=airy +step +proj=cart +ellps=airy +step +proj=helmert +x=446.448"
    " +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 +convention=position_vector"
    " +step +inv +proj=cart +ellps=WGS84 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)
#: Unitary authorities of 2020 and 2021 and the counties of 2019 that they, or they and another,
#: replaced.
_COUNTIES = FORMER | {"E06000061": "E10000021", "E06000062": "E10000021"}


def _clean_places(leeds: Path, *, place: str, header: str) -> geopandas.GeoDataFrame:
    """Return the outlines of small areas of Leeds; neighbours share their edges point by point."""
    layout = {f"{place}_code": f"{header}CD", f"{place}_name": f"{header}NM"}
    cells = outlines(leeds, layout.values()).sort_values(f"{header}CD")
    table = spelling.read_columns(cells, layout)
    return _generalised(leeds, table, cells.geometry.to_numpy(), "EPSG:4326")


clean_boundaries_lsoa11 = partial(_clean_places, place="lsoa11", header="LSOA11")
clean_boundaries_msoa11 = partial(_clean_places, place="msoa11", header="MSOA11")
clean_boundaries_ward24 = partial(
    _clean_places, place="ward24", header="WD25"
)  # labelled 2025, the wards of 2024


def clean_boundaries_la(
    authorities: Path, county_2012: Path, ward_2022: Path
) -> geopandas.GeoDataFrame:
    """Return ``boundaries_la``: the areas of ``funding_la``, counties joined from districts."""
    cells = outlines(authorities, ["LAD22CD", "LAD22NM"])
    cells = cells[spelling.english(cells["LAD22CD"]) & ~cells["LAD22CD"].isin(LEFT_OUT)]
    county = counties(county_2012, ward_2022).to_dict() | _COUNTIES
    code = cells["LAD22CD"].map(county).fillna(cells["LAD22CD"]).rename("area_code")
    whole = cells.set_geometry(shapely.make_valid(cells.geometry)).dissolve(code, method="coverage")
    table = whole.index.to_frame(index=False)
    names = lookup(
        county_2012, text_table(county_2012, ["CTY12CD", "CTY12NM"]), "CTY12CD", "CTY12NM"
    )
    own = lookup(authorities, pd.DataFrame(cells), "LAD22CD", "LAD22NM")
    table["area_name"] = table["area_code"].map(own.to_dict() | names.to_dict())
    return _generalised(authorities, table, whole.geometry.to_numpy(), "EPSG:27700")


def _generalised(
    path: Path, table: pd.DataFrame, outlines: np.ndarray, crs: str
) -> geopandas.GeoDataFrame:
    """Return outlines simplified edge by shared edge, in degrees of five decimals."""
    require(
        shapely.coverage_is_valid(outlines),
        path,
        "outlines overlap, or leave slivers between neighbours",
    )
    simple = shapely.make_valid(shapely.coverage_simplify(outlines, _TOLERANCE[crs]))
    if crs == "EPSG:27700":
        simple = shapely.transform(simple, _degrees)
    rounded = shapely.transform(simple, lambda corners: corners.round(_DECIMALS))
    bad = table.loc[~shapely.is_valid(rounded)].iloc[:, 0].tolist()
    require(
        not bad and shapely.coverage_is_valid(rounded),
        path,
        f"rounding broke the outlines, such as {bad[:5]}",
    )
    shapes = shapely.orient_polygons(
        shapely.normalize(rounded)
    )  # one order of parts and corners, as RFC 7946 has it
    return geopandas.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")


def _degrees(corners: np.ndarray) -> np.ndarray:
    longitude, latitude = Transformer.from_pipeline(_NATIONAL_GRID_TO_DEGREES).transform(*corners.T)
    return np.column_stack([longitude, latitude])
