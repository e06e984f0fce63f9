"""A GeoJSON geometry that is none: told in plain words, in both languages, never in those of a library."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from commands import one_line_each, run
from hypothesis import example, given
from hypothesis import strategies as st
from support import GRID, contents

from layers.geometry import GeometryError
from mapgen.importing.geojson import _shape

RING = [[113.5, 22.8], [113.6, 22.8], [113.6, 22.9], [113.5, 22.8]]


def geometry(kind: Any, coordinates: Any) -> dict[str, Any]:
    return {"type": kind, "coordinates": coordinates}


@pytest.mark.parametrize(
    ("member", "words"),
    [
        (geometry("Polygon", RING), "not a pair of numbers"),
        (geometry("MultiPolygon", [RING]), "not a pair of numbers"),
        (geometry("LineString", [RING]), "not nested as the geometry type requires"),
        (geometry("Point", [[113.5, 22.8]]), "not nested as the geometry type requires"),
        (geometry("MultiPoint", [113.5, 22.8]), "not a pair of numbers"),
        (geometry("Point", ["113.5", "22.8"]), "not a pair of numbers"),
        (geometry("Point", [113.5]), "not a pair of numbers"),
        (geometry("Point", [True, 22.8]), "not a pair of numbers"),
        (geometry("Polygon", [RING[:3]]), "a ring is not closed"),
        (geometry("LineString", RING[:1]), "too few positions"),
        (geometry("Polygon", [[], RING]), "too few positions"),
        (geometry("Polygon", None), "not nested as the geometry type requires"),
        (geometry("Point", [10**400, 22.8]), "not a finite number"),
        (geometry("Circle", [113.5, 22.8]), "is a Circle but must be"),
        (geometry(5, []), "is a 5 but must be"),
        ({"type": "GeometryCollection"}, "is a GeometryCollection but must be"),
        ([113.5, 22.8], "is a list but must be"),
        ({}, "is a None but must be"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_geometry_that_is_none_is_told_plainly(
    grid: Path, tmp_path: Path, member: Any, words: str, lang: str
) -> None:
    feature = {"type": "Feature", "properties": {"id": "town.north-point"}, "geometry": member}
    (tmp_path / "in.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (line,) = one_line_each(run("import", tmp_path / "in.geojson", "--layers", grid, "--lang", lang).stderr)
    assert "town.north-point" in line
    assert (words in line) == (lang == "en")
    assert not [word for word in ("Exception", "json.", "Expected", "array") if word in line]
    assert contents(grid) == contents(GRID)


NESTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=2),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "coordinates"]), inner)
    ),
    max_leaves=20,
)
NUMBERS = st.integers() | st.floats(-180, 180)
POSITIONS = st.lists(NUMBERS, min_size=2, max_size=4)
LISTS = st.recursive(POSITIONS, lambda inner: st.lists(inner, max_size=4), max_leaves=12)
KINDS = st.sampled_from(
    ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"]
)


@given(KINDS, NESTS | LISTS | LISTS.map(lambda value: [value, value]))
@example("Polygon", [[[0, 0], [1, 1], [1.0, 1], [-0.0, 0]]])
@example("Polygon", [[]])
@example("MultiPolygon", [[], [[]]])
@example("Point", [math.inf, 0])
@example("Point", [2**1024, 0])
def test_whatever_stands_there_is_a_geometry_or_told(kind: str, coordinates: Any) -> None:
    for key in ("coordinates", "geometries"):
        try:
            shape = _shape({"type": kind, key: coordinates})
        except GeometryError as error:
            assert error.code in ("geometry-type", "geometry-broken", "geometry-infinite")  # noqa: PT017
        else:
            assert shape is not None
