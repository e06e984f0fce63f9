"""GeoJSON members made in bulk are those that one would make one by one."""

from typing import Any

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.geometry import member, members

PLACES = st.tuples(st.floats(73, 136), st.floats(3, 54))
#: Places so near to each other that rounding makes some of them one.
NEAR = st.tuples(st.floats(113, 113.00003), st.floats(22, 22.00003))
LINES = st.one_of(st.lists(PLACES, min_size=2, max_size=6), st.lists(NEAR, min_size=2, max_size=6))
RINGS = st.one_of(st.lists(PLACES, min_size=3, max_size=6), st.lists(NEAR, min_size=3, max_size=6))
# Validity plays no part: holes may lie anywhere.
POLYGONS = st.builds(shapely.Polygon, RINGS, st.lists(RINGS, max_size=2))
GEOMETRIES = st.one_of(
    PLACES.map(shapely.Point),
    LINES.map(shapely.LineString),
    POLYGONS,
    st.lists(LINES, min_size=1, max_size=3).map(shapely.MultiLineString),
    st.lists(POLYGONS, min_size=1, max_size=3).map(shapely.MultiPolygon),
)


def rounded(coordinates: Any, kind: str) -> Any:
    """Coordinates of one line, ring or place, or of several, as one would round them by hand."""
    if isinstance(coordinates[0], float):
        return [float(np.round(number, 5)) for number in coordinates]
    if not isinstance(coordinates[0][0], float):
        return [rounded(each, kind) for each in coordinates]
    positions = [[float(np.round(number, 5)) for number in place] for place in coordinates]
    kept = [place for i, place in enumerate(positions) if i == 0 or place != positions[i - 1]]
    return kept if len(kept) >= (4 if kind.endswith("Polygon") else 2) else positions


@given(st.lists(GEOMETRIES, max_size=6))
def test_members_are_those_of_each_geometry(geometries: list[shapely.Geometry]) -> None:
    told = [shapely.geometry.mapping(geometry) for geometry in geometries]
    assert members(geometries, 5) == [
        {"type": each["type"], "coordinates": rounded(each["coordinates"], each["type"])} for each in told
    ]


def test_a_single_member_is_the_same() -> None:
    point = shapely.Point(113.1234567, -0.0)
    assert member(point, 5) == {"type": "Point", "coordinates": [113.12346, 0.0]}
    assert str(member(point, 5)["coordinates"][1]) == "0.0"
