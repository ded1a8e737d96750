"""The outlines: right places, no gaps between neighbours, GeoJSON as others read it, bad files."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from leedsequity import raw
from leedsequity.errors import InputError
from leedsequity_data.publishers import boundaries

REAL = Path(__file__).parents[3] / "data" / "raw"
WARDS = "boundaries_ward24"
NUMBERS = {"boundaries_lsoa11": 482, "boundaries_msoa11": 107, WARDS: 33, "boundaries_la": 147}


@pytest.fixture(scope="module")
def tables() -> dict[str, geopandas.GeoDataFrame]:
    return {name: raw.load(name) for name in NUMBERS}


def metres(table: geopandas.GeoDataFrame) -> geopandas.GeoSeries:
    """Outlines on the National Grid, by PROJ's own way there."""
    return table.geometry.to_crs("EPSG:27700")


@pytest.mark.parametrize(("name", "number"), NUMBERS.items())
def test_the_files_are_geojson_as_the_standard_has_it(name: str, number: int) -> None:
    text = (REAL / f"{name}.geojson").read_text(encoding="utf-8")
    content = json.loads(text)
    assert set(content) == {"type", "features"}  # RFC 7946 knows no crs
    assert len(content["features"]) == number == raw.record(name).rows
    code = next(iter(raw.record(name).columns))
    codes = [feature["properties"][code] for feature in content["features"]]
    assert codes == sorted(set(codes))
    lines = text.splitlines()
    assert all(
        code in lines[row] for row, code in enumerate(codes, start=1)
    )  # the row of a message is a line
    assert not re.search(r"\d\.\d{6}", text)
    rings = [polygon.exterior for polygon in raw.load(name).geometry.explode().array]
    assert all(shapely.is_ccw(ring) for ring in rings)


def test_all_four_together_stay_under_a_megabyte() -> None:
    assert sum((REAL / f"{name}.geojson").stat().st_size for name in NUMBERS) < 1e6


def test_the_codes_and_names_are_those_of_the_other_tables(
    tables: dict[str, geopandas.GeoDataFrame],
) -> None:
    lsoas = raw.load("lsoa11", "E08000035")
    wards = raw.load("wards", "E08000035").query("edition == 2024")
    wards = wards.rename(columns={"ward_code": "ward24_code", "ward_name": "ward24_name"})
    for place, table in (("lsoa11", lsoas), ("ward24", wards)):
        known = table.set_index(f"{place}_code")[f"{place}_name"].to_dict()
        found = tables[f"boundaries_{place}"].set_index(f"{place}_code")[f"{place}_name"].to_dict()
        assert found == known
    assert set(tables["boundaries_msoa11"]["msoa11_code"]) == set(lsoas["msoa11_code"])
    la = tables["boundaries_la"].set_index("area_code")["area_name"]
    assert set(la.index) == set(raw.load("funding_la")["area_code"])
    assert la.to_dict() == raw.load("areas").set_index("code")["name"].loc[la.index].to_dict()


@pytest.mark.parametrize("name", NUMBERS)
def test_neighbours_meet_without_gap_or_overlap(
    tables: dict[str, geopandas.GeoDataFrame], name: str
) -> None:
    table = tables[name]
    whole = shapely.union_all(table.geometry.array)
    assert whole.area == pytest.approx(sum(shape.area for shape in table.geometry), rel=1e-9)
    polygons = shapely.get_parts(whole)
    holes = [hole for polygon in polygons for hole in polygon.interiors]
    # The one hole is the City of London; Dorset and its neighbour, left out as well, lie on the
    # coast.
    assert len(holes) == (1 if name == "boundaries_la" else 0)
    assert len(polygons) == 1 or name == "boundaries_la"


def test_leeds_has_its_552_square_kilometres_in_each_table(
    tables: dict[str, geopandas.GeoDataFrame],
) -> None:
    for name in ("boundaries_lsoa11", "boundaries_msoa11", WARDS):
        assert metres(tables[name]).area.sum() / 1e6 == pytest.approx(
            551.7, rel=0.003
        )  # ONS standard area


@pytest.mark.parametrize(
    ("code", "square_kilometres"),
    [
        ("E08000035", 552),  # Leeds
        ("E10000008", 6564),  # Devon, without Plymouth and Torbay
        ("E10000023", 8037),  # North Yorkshire, without York
        ("E10000021", 2364),  # Northamptonshire, of the two unitary authorities of 2021
        ("E10000002", 1565),  # Buckinghamshire
    ],
)
def test_counties_are_the_whole_of_their_districts(
    tables: dict[str, geopandas.GeoDataFrame], code: str, square_kilometres: int
) -> None:
    table = tables["boundaries_la"].set_index("area_code")
    assert metres(table).area[code] / 1e6 == pytest.approx(square_kilometres, rel=0.02)


def test_every_lsoa_lies_in_its_msoa_and_every_msoa_in_leeds(
    tables: dict[str, geopandas.GeoDataFrame],
) -> None:
    lsoas = tables["boundaries_lsoa11"].set_index("lsoa11_code").geometry
    parent = raw.load("lsoa11").set_index("lsoa11_code")["msoa11_code"].loc[lsoas.index]
    msoas = tables["boundaries_msoa11"].set_index("msoa11_code").geometry.loc[parent]
    shared = shapely.area(shapely.intersection(lsoas.to_numpy(), msoas.to_numpy())) / shapely.area(
        lsoas.to_numpy()
    )
    assert shared.min() > 0.93
    assert np.median(shared) > 0.99


def test_the_national_grid_becomes_degrees_as_ordnance_surveys_worked_example_has_it() -> None:
    # Caister water tower, 52°39'28.8282"N 1°42'57.8663"E by OSTN15; one Helmert transformation is
    # good to 5 m.
    longitude, latitude = boundaries._degrees(np.array([[651409.804, 313177.450]]))[0]
    assert (latitude - (52 + 39 / 60 + 28.8282 / 3600)) * 111_000 == pytest.approx(0, abs=5)
    assert (longitude - (1 + 42 / 60 + 57.8663 / 3600)) * 67_500 == pytest.approx(0, abs=5)


def ring(feature: dict) -> list:
    return feature["geometry"]["coordinates"][0]


def _cross(features: list) -> None:
    corners = ring(features[2])
    corners[1], corners[len(corners) // 2] = corners[len(corners) // 2], corners[1]


def _swap(features: list) -> None:
    features[1]["geometry"]["coordinates"] = [[corner[::-1] for corner in ring(features[1])]]


def _widen(features: list) -> None:
    west, south, east, north = shapely.bounds(
        shapely.from_geojson(json.dumps(features[4]["geometry"]))
    )
    box = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    features[4]["geometry"] = {"type": "Polygon", "coordinates": [box]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda f: f[0]["properties"].pop("ward24_name"),
            r"column ward24_name: 1 value missing \(row 2\)",
        ),
        (
            lambda f: f[0]["properties"].update(WD25CD="x"),
            r"column WD25CD: unexpected; the columns are ward24_code, ",
        ),
        (
            lambda f: [g["properties"].update(code=g["properties"].pop("ward24_code")) for g in f],
            r"column ward24_code: missing; .*\n.*column code: unexpected",
        ),
        (
            lambda f: f[3]["properties"].update(ward24_code="Hyde Park"),
            (
                r"column ward24_code: 1 value not a code of a ward such as E05011385 \(row 5: Hyde"
                r" Park\)"
            ),
        ),
        (
            lambda f: f[3]["properties"].update(ward24_name=""),
            r"column ward24_name: 1 value missing \(row 5\)",
        ),
        (
            lambda f: f.append(f[6]),
            r"columns ward24_code: 2 rows repeated \(rows 8, 35: E05\d+, E05\d+\)",
        ),
        (lambda f: f[6].update(geometry=None), r"column geometry: 1 value missing \(row 8\)"),
        (
            lambda f: f[6].update(geometry={"type": "Point", "coordinates": [-1.5, 53.8]}),
            (
                r'column geometry: 1 value not a polygon \(row 8: \{"type": "Point", "coordinates":'
                r" \[-1.5, 53.8\]\}\)"
            ),
        ),
        (
            lambda f: f[6].update(geometry={"type": "Polygon", "coordinates": []}),
            r"column geometry: 1 value not a polygon \(row 8: ",
        ),
        (
            lambda f: ring(f[6]).pop(),
            r"column geometry: 1 value not a polygon \(row 8: .{60}…\)$",
        ),
        (lambda f: ring(f[6])[2].clear(), r"column geometry: 1 value not a polygon \(row 8: "),
        (
            lambda f: ring(f[6])[2].__setitem__(0, None),
            r"column geometry: 1 value not a polygon \(row 8: ",
        ),
        (_cross, r"column geometry: 1 value crossing or touching itself \(row 4: .{60}…\)$"),
        (
            _swap,
            (
                r"column geometry: 1 value outside England \(longitude -6\.5 to 1\.9, .* \(row 3:"
                r" .{60}…\)$"
            ),
        ),
        (
            _widen,
            r"outline overlaps a neighbour's, or leaves a sliver \(rows [\d, ]*\b6\b[\d, ]*\)$",
        ),
        (
            lambda f: f[6].pop("properties"),
            r"cannot be read as GeoJSON: row 8 is not a feature with properties",
        ),
        (lambda f: f.clear(), r"column ward24_code: missing"),
    ],
)
def test_each_fault_of_an_outline_is_named_with_its_row(
    spoiled: Callable[[Callable[[list], object]], str],
    change: Callable[[list], object],
    message: str,
) -> None:
    assert re.match(rf"data/raw/{WARDS}\.geojson: {message}", spoiled(change))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text[: len(text) // 2], "cannot be read as GeoJSON: "),
        (lambda text: text + b"}", "cannot be read as GeoJSON: Extra data"),
        (lambda _: b"", "cannot be read as GeoJSON: "),
        (lambda _: b"[]", "cannot be read as GeoJSON: not a FeatureCollection"),
        (
            lambda text: text.replace(b"FeatureCollection", b"Feature"),
            "cannot be read as GeoJSON: not a FeatureColl",
        ),
        (
            lambda text: text.replace(b'"features"', b'"crs":{},"features"'),
            "names a crs: GeoJSON is in degrees",
        ),
        (lambda text: text.replace(b"Otley", b"Otl\xe9y"), "cannot be read as GeoJSON: .*utf-8"),
        (lambda text: text.decode().encode("utf-16"), "cannot be read as GeoJSON: .*utf-8"),
    ],
)
def test_a_file_that_is_no_geojson_is_named(
    root: Path, change: Callable[[bytes], bytes], message: str
) -> None:
    file = root / f"{WARDS}.geojson"
    file.write_bytes(change(file.read_bytes()))
    reseal(root)
    with pytest.raises(InputError, match=rf"^data/raw/{WARDS}\.geojson: {message}"):
        raw.load(WARDS)


def test_bytes_records_and_endings_are_checked_as_of_a_csv(root: Path) -> None:
    file = root / f"{WARDS}.geojson"
    raw.verify()
    file.write_bytes(file.read_bytes() + b"\n")
    for act in (lambda: raw.load(WARDS), raw.verify):
        with pytest.raises(
            InputError, match=rf"^data/raw/{WARDS}\.geojson: the bytes differ from its record: "
        ):
            act()
    record = (root / f"{WARDS}.yaml").rename(root / "other.yaml")
    with pytest.raises(
        InputError, match=rf"{WARDS}\.geojson: no record beside it: .* or remove the geojson"
    ):
        raw.verify()
    record.unlink()
    file.unlink()
    raw.verify()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project root that holds the wards alone."""
    folder = tmp_path / "data" / "raw"
    folder.mkdir(parents=True)
    for end in ("geojson", "yaml"):
        shutil.copy(REAL / f"{WARDS}.{end}", folder)
    shutil.copy(REAL.parent / "fields.yaml", folder.parent)
    monkeypatch.setenv("LEEDSEQUITY_ROOT", str(tmp_path))
    return folder


@pytest.fixture
def spoiled(root: Path) -> Callable[[Callable[[list], object]], str]:
    """Change the features, seal the table, and return what loading it says."""

    def spoil(change: Callable[[list], object]) -> str:
        file = root / f"{WARDS}.geojson"
        content = json.loads(file.read_bytes())
        change(content["features"])
        file.write_text(json.dumps(content), encoding="utf-8")
        reseal(root)
        with pytest.raises(InputError) as error:
            raw.load(WARDS)
        return str(error.value)

    return spoil


def reseal(folder: Path) -> None:
    found = hashlib.sha256((folder / f"{WARDS}.geojson").read_bytes()).hexdigest()
    record = folder / f"{WARDS}.yaml"
    record.write_text(
        re.sub(r"(?m)^sha256: .*\Z", f"sha256: {found}\n", record.read_text().rstrip())
    )


@pytest.mark.parametrize(("place", "header"), [("lsoa11", "LSOA11CD"), ("msoa11", "MSOA11CD")])
def test_outlines_are_the_publishers_but_for_a_few_per_cent(
    upstream: Path, tables: dict[str, geopandas.GeoDataFrame], place: str, header: str
) -> None:
    published = topojson_areas(upstream / f"geography/leeds_{place}_topo.json", header)
    ours = tables[f"boundaries_{place}"].set_index(f"{place}_code").geometry
    kept = pd.Series(shapely.area(ours.to_numpy()), index=ours.index) / published
    assert len(kept) == len(published)
    assert kept.between(0.96, 1.04).all()
    assert kept.mean() == pytest.approx(1, abs=0.001)


def topojson_areas(path: Path, header: str) -> pd.Series:
    """Areas in square degrees, from the arcs of the topology by the shoelace formula."""
    content = json.loads(path.read_bytes())
    scale, shift = content["transform"]["scale"], content["transform"]["translate"]
    arcs = [np.cumsum(arc, axis=0) * scale + shift for arc in content["arcs"]]
    areas = {}
    for geometry in next(iter(content["objects"].values()))["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        areas[geometry["properties"][header]] = sum(
            abs(shoelace(ring, arcs)) * (1 if place == 0 else -1)
            for polygon in polygons
            for place, ring in enumerate(polygon)
        )
    return pd.Series(areas)


def shoelace(ring: list[int], arcs: list[np.ndarray]) -> float:
    corners = np.vstack([arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring])
    x, y = corners[:, 0] + 1.5, corners[:, 1] - 53.8  # near the origin, where floats are fine
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) / 2)
