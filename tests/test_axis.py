"""Axes and directions against distances and bearings that are known."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.axis import along, bearing, nearest_m, off_compass

GEOD = Geod(ellps="WGS84")
HERE = shapely.Point(113.5, 22.8)


def away(degrees: float, metres: float) -> shapely.Point:
    lon, lat, _ = GEOD.fwd(HERE.x, HERE.y, degrees, metres)
    return shapely.Point(lon, lat)


@pytest.mark.parametrize("degrees", range(0, 360, 45))
@pytest.mark.parametrize("metres", [100, 20_000])
def test_distance_of_points(degrees: int, metres: int) -> None:
    assert nearest_m(HERE, away(degrees, metres)) == pytest.approx(metres, rel=1e-6)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (shapely.box(113, 22, 114, 23), HERE),
        (HERE, shapely.box(113, 22, 114, 23)),
        (shapely.LineString([(113, 22.8), (114, 22.8)]), HERE),
        (shapely.box(113, 22, 114, 23), shapely.box(114, 22, 115, 23)),
    ],
)
def test_what_meets_is_not_apart(one: shapely.Geometry, other: shapely.Geometry) -> None:
    assert nearest_m(one, other) == 0


def test_nearest_means_metres_and_not_degrees() -> None:
    # 0.0095° of latitude are more metres than 0.01° of longitude here.
    line = shapely.LineString([(113.51, 22.0), (113.51, 22.8), (113.5, 22.8095)])
    one, other = GEOD.inv(113.5, 22.8, 113.51, 22.8)[2], GEOD.inv(113.5, 22.8, 113.5, 22.8095)[2]
    assert one < other
    assert nearest_m(HERE, line) <= one
    assert nearest_m(HERE, shapely.MultiPoint([(113.51, 22.8), (113.5, 22.8095)])) == pytest.approx(one)


@given(st.floats(0, 360), st.floats(500, 50_000), st.floats(0.001, 0.1))
def test_distance_is_the_same_both_ways(degrees: float, metres: float, size: float) -> None:
    there = away(degrees, metres)
    one = shapely.box(113.5 - size, 22.8, 113.5, 22.8 + size)
    other = shapely.LineString([(there.x, there.y), (there.x, there.y + size)])
    # Of a distance below a micrometre the last bits are noise.
    assert nearest_m(one, other) == pytest.approx(nearest_m(other, one), rel=1e-3, abs=1e-6)
    # No vertex is nearer than the nearest place.
    vertices = [GEOD.inv(*a, *b)[2] for a in one.exterior.coords for b in other.coords]
    assert nearest_m(one, other) <= min(vertices) * 1.001


@pytest.mark.parametrize(("lat", "share"), [(23.0, 0), (22.9, 0.25), (22.8, 0.5), (22.6, 1), (22.0, 1)])
def test_place_along_an_axis(lat: float, share: float) -> None:
    axis = shapely.LineString([(113.5, 23), (113.5, 22.8), (113.5, 22.6)])
    assert along(axis, shapely.Point(113.55, lat)) == pytest.approx(share)
    assert along(shapely.reverse(axis), shapely.Point(113.55, lat)) == pytest.approx(1 - share)


def test_parts_of_an_axis_count_in_order() -> None:
    axis = shapely.MultiLineString([[(113, 23), (113, 22.8)], [(113.5, 22.8), (113.5, 22.6)]])
    assert along(axis, shapely.Point(113, 22.9)) == pytest.approx(0.25)
    assert along(axis, shapely.Point(113.5, 22.7)) == pytest.approx(0.75)


def test_the_middle_of_an_area_decides_where_it_stands() -> None:
    axis = shapely.LineString([(113, 22), (114, 22)])
    assert along(axis, shapely.box(113.2, 22, 113.4, 22.1)) == pytest.approx(0.3)


@pytest.mark.parametrize("degrees", [0, 30, 90, 135, 180, 225, 270, 359])
def test_bearing(degrees: int) -> None:
    assert bearing(HERE, away(degrees, 5000)) == pytest.approx(degrees, abs=1e-6)


def test_bearing_runs_from_middle_to_middle() -> None:
    west, east = shapely.box(113, 22, 113.1, 22.1), shapely.box(113.3, 22, 113.4, 22.1)
    assert bearing(west, east) == pytest.approx(90, abs=0.2)
    assert bearing(east, west) == pytest.approx(270, abs=0.2)


@pytest.mark.parametrize(
    ("degrees", "point", "off"),
    [
        *((45 * i, point, 0) for i, point in enumerate(("N", "NE", "E", "SE", "S", "SW", "W", "NW"))),
        (359, "N", 1),
        (0, "S", 180),
        (10, "W", 100),
        (350, "E", 100),
    ],
)
def test_off_a_compass_point(degrees: float, point: str, off: float) -> None:
    assert off_compass(degrees, point) == pytest.approx(off)


@given(st.floats(0, 360), st.sampled_from(["N", "NE", "E", "SE", "S", "SW", "W", "NW"]))
def test_off_is_never_more_than_half_a_turn(degrees: float, point: str) -> None:
    assert 0 <= off_compass(degrees, point) <= 180
