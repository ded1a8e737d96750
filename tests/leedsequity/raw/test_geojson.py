"""The properties of outlines, cell by cell."""

import io

import pytest

from leedsequity.errors import InputError
from leedsequity.raw import geojson

_FEATURE = '{"type":"Feature","properties":{%s},"geometry":{"type":"Point","coordinates":[0,52]}}'


@pytest.mark.parametrize(
    ("feature", "message"),
    [
        (_FEATURE % '"name":1.0', r"x\.geojson: column name: 1 value not text \(row 2: 1\.0\)"),
        (_FEATURE % '"name":true', r"x\.geojson: column name: 1 value not text \(row 2: True\)"),
        (
            _FEATURE % '"name":["a"]',
            r"x\.geojson: column name: 1 value not text \(row 2: \['a'\]\)",
        ),
        (
            _FEATURE % '"name":"a","name":"b"',
            r"x\.geojson: cannot be read as GeoJSON: a key is there twice: name, name",
        ),
        ("9" * 5000, r"x\.geojson: cannot be read as GeoJSON: Exceeds the limit"),
    ],
)
def test_a_property_of_an_outline_is_the_text_that_it_is(feature: str, message: str) -> None:
    content = '{"type":"FeatureCollection","features":[\n' + feature + "\n]}\n"
    with pytest.raises(InputError, match=rf"^{message}"):
        geojson.read_text(io.BytesIO(content.encode()), "x.geojson")
