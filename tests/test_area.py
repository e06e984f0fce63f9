"""Areas against figures from elsewhere, and grades on their very edges."""

import math
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod

from geo.area import compare, distance_m, geodesic_km2, length_m, plane_km2, plane_scale

A, F = 6_378_137.0, 1 / 298.257223563  # WGS 84 semi-axis and flattening, as published
B = A * (1 - F)
E = math.sqrt(F * (2 - F))


def cell_km2(south: float, north: float, width: float) -> float:
    """Area between two parallels and two meridians, in closed form (Snyder's q)."""

    def zone(latitude: float) -> float:
        s = math.sin(math.radians(latitude))
        return s / (1 - (E * s) ** 2) + math.log((1 + E * s) / (1 - E * s)) / (2 * E)

    return math.radians(width) * B**2 / 2 * (zone(north) - zone(south)) / 1e6


@st.composite
def stars(draw: st.DrawFn, lon: tuple[float, float], lat: tuple[float, float]) -> shapely.Polygon:
    """Star-shaped polygons of up to 0.04 degrees round a centre."""
    x, y = draw(st.floats(*lon)), draw(st.floats(*lat))
    radii = draw(st.lists(st.floats(0.002, 0.02), min_size=3, max_size=12))
    angles = np.linspace(0, 2 * math.pi, len(radii), endpoint=False)
    return shapely.Polygon(np.column_stack([x + radii * np.cos(angles), y + radii * np.sin(angles)]))


@pytest.mark.parametrize(("south", "west"), [(22, 113), (0, 114), (52, 120), (3, 75)])
def test_one_degree_cell(south: float, west: float) -> None:
    # Parallels are no geodesics: with a vertex every 0.001° the difference is below 1e-8.
    steps = np.linspace(0, 1, 1001)
    lower = np.column_stack([west + steps, np.full(1001, south)])
    upper = np.column_stack([west + 1 - steps, np.full(1001, south + 1)])
    cell = shapely.Polygon(np.vstack([lower, upper]))
    assert geodesic_km2(cell) == pytest.approx(cell_km2(south, south + 1, 1), rel=1e-7)


def test_an_eighth_of_the_earth() -> None:
    # The published surface of WGS 84 is 510 065 621.724 km²; these three edges are geodesics.
    octant = shapely.Polygon([(0, 0), (90, 0), (90, 90), (0, 90)])
    assert geodesic_km2(octant) == pytest.approx(510_065_621.724 / 8, rel=1e-9)


def test_a_square_kilometre() -> None:
    # Radii of curvature at 22.8° N give a figure that owes nothing to PROJ.
    s = math.sin(math.radians(22.8))
    meridian = A * (1 - E**2) / (1 - (E * s) ** 2) ** 1.5
    parallel = A / math.sqrt(1 - (E * s) ** 2) * math.cos(math.radians(22.8))
    dlon, dlat = math.degrees(1000 / parallel), math.degrees(1000 / meridian)
    square = shapely.box(113.5, 22.8 - dlat / 2, 113.5 + dlon, 22.8 + dlat / 2)
    assert geodesic_km2(square) == pytest.approx(1, rel=1e-6)
    assert length_m(square) == pytest.approx(4000, rel=1e-6)
    assert distance_m((113.5, 22.8), (113.5 + dlon, 22.8)) == pytest.approx(1000, rel=1e-6)


@given(stars((100, 120), (5, 50)), st.integers(0, 20))
def test_direction_and_start_of_a_ring_do_not_matter(shape: shapely.Polygon, start: int) -> None:
    ring = shapely.get_coordinates(shape)[:-1]
    turned = np.roll(ring, start, axis=0)
    expected = geodesic_km2(shape)
    assert expected > 0
    assert geodesic_km2(shapely.Polygon(turned)) == pytest.approx(expected, rel=1e-9)
    assert geodesic_km2(shapely.Polygon(turned[::-1])) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("direction", [1, -1])
def test_holes_are_taken_off(direction: int) -> None:
    outer, inner = shapely.box(113, 22, 113.2, 22.2), shapely.box(113.05, 22.05, 113.1, 22.1)
    hole = shapely.get_coordinates(inner)[::direction]
    holed = shapely.Polygon(shapely.get_coordinates(outer), [hole])
    assert geodesic_km2(holed) == pytest.approx(geodesic_km2(outer) - geodesic_km2(inner), rel=1e-12)
    assert length_m(holed) == pytest.approx(length_m(outer) + length_m(inner), rel=1e-12)


def test_parts_add_up() -> None:
    parts = [shapely.box(113, 22, 113.1, 22.1), shapely.box(114, 22, 114.2, 22.1)]
    assert geodesic_km2(shapely.MultiPolygon(parts)) == pytest.approx(sum(map(geodesic_km2, parts)))


@pytest.mark.parametrize("wkt", ["POINT (113 22)", "LINESTRING (113 22, 114 23)", "POLYGON EMPTY"])
def test_nothing_has_no_area(wkt: str) -> None:
    assert geodesic_km2(shapely.from_wkt(wkt)) == 0
    assert plane_km2(shapely.from_wkt(wkt)) == 0


def test_length_of_a_line_is_the_sum_of_its_parts() -> None:
    line = shapely.LineString([(113, 22), (113.1, 22.3), (113.5, 22.2)])
    legs = sum(Geod(ellps="WGS84").inv(*a, *b)[2] for a, b in pairwise(line.coords))
    assert length_m(line) == pytest.approx(legs)
    assert length_m(shapely.Point(113, 22)) == 0


@given(stars((113.2, 114.8), (21.5, 24)))
def test_plane_and_geodesic_agree_near_the_meridian(shape: shapely.Polygon) -> None:
    # 0.02 % holds up to 0.85 degrees from the central meridian at these latitudes.
    assert plane_km2(shape) == pytest.approx(geodesic_km2(shape), rel=0.0002)


@given(stars((73.6, 136.4), (4, 53)))
def test_plane_and_geodesic_differ_by_the_scale_of_the_projection(shape: shapely.Polygon) -> None:
    # Towards the edge of a belt the plane is honestly too large, by up to 0.07 %, and by no more than that.
    scale = plane_scale(shape)
    assert 1 - 1e-9 <= scale < 1.0007  # on the meridian it is 1 but for the last bits
    assert plane_km2(shape) / scale == pytest.approx(geodesic_km2(shape), rel=0.0001)


def test_plane_scale_is_that_of_the_textbook() -> None:
    # Areal scale k² with k = 1 + x²/2R²: 1.4 degrees off the meridian at the equator.
    x = math.radians(1.4) * A
    shape = shapely.box(115.395, -0.005 + 3, 115.405, 3.005)
    expected = (1 + (x * math.cos(math.radians(3))) ** 2 / (2 * A * B)) ** 2
    assert plane_scale(shape) == pytest.approx(expected, abs=1e-5)


def test_swapped_axes_show() -> None:
    shape = shapely.box(113.5, 22.8, 113.6, 22.9)
    swapped = shapely.transform(shape, lambda c: c[:, ::-1])
    assert geodesic_km2(swapped) != pytest.approx(geodesic_km2(shape), rel=0.01)
    with pytest.raises(ValueError, match="belts-outside"):
        plane_km2(swapped)


@pytest.mark.parametrize(
    ("stated", "computed", "grade"),
    [
        (10.5, 10.55, "consistent"),
        (10.5, 10.45, "consistent"),
        (10.5, 10.5501, "conflict"),
        (10.5, 10.4499, "conflict"),
        (10, 10.5, "consistent"),
        (10, 9.5, "consistent"),
        (10, 10.5001, "conflict"),
        (10.0, 10.5, "consistent"),
        (100, 100.5, "consistent"),
        (100, 104, "conflict"),
        (0.25, 0.255, "consistent"),
        (0.25, 0.2551, "conflict"),
        (48.5, 48.55, "consistent"),
    ],
)
def test_rounding_of_the_stated_figure(stated: float, computed: float, grade: str) -> None:
    assert compare(stated, computed, computed, computed).grade == grade


@given(st.integers(1, 9999), st.integers(0, 2), st.sampled_from([-1, 1]))
def test_half_a_unit_of_the_last_digit_is_the_very_edge(digits: int, places: int, sign: int) -> None:
    if digits % 10 == 0:
        digits += 1  # the last digit is what carries the precision
    stated = digits / 10**places
    half = 0.5 / 10**places
    just, beyond = stated + sign * half, stated + sign * half * 1.001
    assert compare(stated, just, just, just).grade == "consistent"
    assert compare(stated, beyond, beyond, beyond).grade == "conflict"


@given(st.integers(1, 9999), st.floats(0.51, 100), st.sampled_from([-1, 1]))
def test_an_interval_that_reaches_what_rounds_to_the_stated_figure(
    stated: int, off: float, sign: int
) -> None:
    assume(stated + sign * off >= 0)
    computed = stated + sign * off

    def graded(reaching: float) -> str:
        return compare(stated, computed, *sorted((reaching, computed))).grade

    assert graded(stated + sign * 0.5) == "within uncertainty"
    assert graded(stated + sign * 0.505) == "conflict"


def test_the_difference_is_computed_less_stated() -> None:
    compared = compare(10, 9, 9, 9)
    assert (compared.diff_km2, compared.diff_pct) == pytest.approx((-1, -10))
    assert compare(4, 5, 5, 5).diff_pct == pytest.approx(25)


@pytest.mark.parametrize(
    "figures",
    [
        (0, 1, 1, 1),
        (-1, 1, 1, 1),
        (1, -1, 1, 1),
        (1, 1, -1, 1),
        (1, 1, 1, -1),
        (math.nan, 1, 1, 1),
        (1, math.inf, 1, 1),
        (1, 1, math.nan, 1),
        (1, 1, 1, math.inf),
        (1, 1, 2, 1),
    ],
)
def test_figures_that_are_none(figures: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="figures-not-finite"):
        compare(*figures)
