"""Intervals of areas against variances in closed form, and what they must not depend on."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.area import geodesic_km2
from geo.crs import CGCS2000, transform
from geo.offset import area_forms, areas
from geo.uncertainty import Interval, Outline, UncertainEdge, intervals

BELT = 4547  # central meridian 114° E
Place = tuple[float, float]


def placed(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape in metres, on the central meridian, in degrees."""
    moved = shapely.transform(shape, lambda xy: xy + np.array([500_000.0, 2_500_000.0]))
    return transform(moved, BELT, CGCS2000)


def polygon(*corners: Place) -> shapely.Polygon:
    return placed(shapely.Polygon(corners))


def edge(name: str | None, accuracy: float, *corners: Place) -> UncertainEdge:
    return UncertainEdge(placed(shapely.LineString(corners)), name, accuracy)


def found(shape: shapely.Geometry, *edges: UncertainEdge) -> Interval:
    return intervals([Outline(shape, geodesic_km2(shape), edges)])[0]


def whole(shape: shapely.Geometry, accuracy: float, name: str = "all round") -> Interval:
    return found(shape, UncertainEdge(shapely.boundary(shape), name, accuracy))


def sides(corners: Sequence[Place], accuracy: float, prefix: str = "side") -> list[UncertainEdge]:
    """An edge of its own for each side of a ring."""
    ends = [*corners[1:], corners[0]]
    return [edge(f"{prefix} {n}", accuracy, a, b) for n, (a, b) in enumerate(zip(corners, ends, strict=True))]


def square(side: float) -> list[Place]:
    return [(0, 0), (side, 0), (side, side), (0, side)]


def test_a_square_with_four_independent_edges() -> None:
    # Each edge adds its length times its offset: together a normal distribution of twice the spread of one.
    shape = polygon(*square(4000))
    each = [found(shape, *sides(square(4000), 100, f"square {n}")) for n in range(60)]
    low, high = np.mean([(16 - low, high - 16) for low, high in each], axis=0)
    # The error of a quantile of 1,000 samples is 4 % of this; of the mean of sixty 0.6 %.
    assert low == pytest.approx(2 * 4 * 0.1, rel=0.02)
    assert high == pytest.approx(2 * 4 * 0.1, rel=0.02)
    assert max(abs(high - 16.8) for _, high in each) < 5 * 0.042 * 0.8


def test_what_a_neighbour_gains_the_other_loses() -> None:
    left, right = polygon(*square(1000)), polygon((1000, 0), (2000, 0), (2000, 1000), (1000, 1000))
    both = polygon((0, 0), (1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (0, 1000))
    shared = edge("shared", 50, (1000, 0), (1000, 1000))
    of_left = [edge("left", 0, (1000, 1000), (0, 1000), (0, 0), (1000, 0)), shared]
    of_right = [edge("right", 0, (1000, 0), (2000, 0), (2000, 1000), (1000, 1000)), shared]
    one, other = found(left, *of_left), found(right, *of_right)
    assert one == pytest.approx((0.95, 1.05), abs=1e-4)
    assert one.low_km2 + other.high_km2 == pytest.approx(2, abs=1e-6)
    assert one.high_km2 + other.low_km2 == pytest.approx(2, abs=1e-6)
    # Together they are as sure as their outer edges, which are certain here.
    assert found(both, *of_left, *of_right) == pytest.approx((2, 2), abs=1e-6)


def test_a_line_on_both_sides_takes_the_zone_along() -> None:
    # It runs north on either side, so what the zone gains in the east it loses in the west.
    banks = [edge("both", 50, (x, 0), (x, 1000)) for x in (0, 1000)]
    ends = [edge(name, 0, (0, y), (1000, y)) for name, y in (("south", 0), ("north", 1000))]
    assert found(polygon(*square(1000)), *banks, *ends) == pytest.approx((1, 1), abs=1e-6)


def test_a_circle_grows_and_shrinks() -> None:
    angles = np.linspace(0, 2 * math.pi, 400, endpoint=False)
    circle = polygon(*[(2000 * math.cos(a), 2000 * math.sin(a)) for a in angles])
    assert whole(circle, 300) == pytest.approx((math.pi * 1.7**2, math.pi * 2.3**2), rel=1e-3)


def test_two_lines_along_one_side_are_independent() -> None:
    # They hardly turn into each other: where one ends and the other begins there is a step.
    shape = polygon((0, 0), (2000, 0), *square(4000)[1:])
    high = np.mean([found(shape, *edges).high_km2 - 16 for edges in halves()])
    assert high == pytest.approx(math.sqrt(2) * 2 * 0.1, rel=0.02)


def halves() -> list[list[UncertainEdge]]:
    rest = edge("rest", 0, (4000, 0), (4000, 4000), (0, 4000), (0, 0))
    return [
        [edge(f"w{n}", 100, (0, 0), (2000, 0)), edge(f"e{n}", 100, (2000, 0), (4000, 0)), rest]
        for n in range(60)
    ]


def test_a_connector_goes_with_its_ends() -> None:
    corners = [(0, 0), (4000, 0), (4000, 3990), (3990, 4000), (0, 4000)]
    edges = sides(corners, 100)
    edges[2] = edge(None, 9999, (4000, 3990), (3990, 4000))
    apart = found(polygon(*corners), *edges)
    names = [edge(each.follows, 100, *ends) for each, ends in zip(
        [edges[0], edges[1], edges[3], edges[4]],
        [[(0, 0), (4000, 0)], [(4000, 0), (4000, 4000)], [(4000, 4000), (0, 4000)], [(0, 4000), (0, 0)]],
        strict=True,
    )]  # fmt: skip
    assert apart == pytest.approx(found(polygon(*square(4000)), *names), rel=2e-3)


def test_a_union_goes_with_the_outlines_that_it_cuts() -> None:
    # A cross of two bars: twelve corners, of which four turn inwards.
    bars = [shapely.box(-3000, -1000, 3000, 1000), shapely.box(-1000, -3000, 1000, 3000)]
    cross = placed(shapely.union_all(bars))
    edges = [UncertainEdge(shapely.boundary(placed(bar)), "both", 100) for bar in bars]
    area, perimeter, turns = 20, 24, 8 - 4
    ends = [area + perimeter * d + turns * d * d for d in (-0.1, 0.1)]
    assert found(cross, *edges) == pytest.approx(ends, rel=1e-3)


def test_an_area_is_never_negative_nor_inside_out() -> None:
    # At 1,500 m inwards a square of a kilometre would be one of two kilometres, inside out.
    assert whole(polygon(*square(1000)), 1500) == pytest.approx((0, 16), rel=1e-3)
    low, high = found(polygon(*square(1000)), *sides(square(1000), 5000))
    assert low == 0
    assert high > 1


def test_a_hole_closes_as_the_land_grows() -> None:
    ring = placed(shapely.box(0, 0, 4000, 4000) - shapely.box(1000, 1000, 2000, 2000))
    assert whole(ring, 100) == pytest.approx((3.8**2 - 1.2**2, 4.2**2 - 0.8**2), rel=1e-3)
    assert whole(ring, 600).high_km2 == pytest.approx(5.2**2, rel=1e-3)


@pytest.mark.parametrize("offsets", [(0, 0, 0, 0), (10, -20, 30, 40), (-100, 5, 0, 7)])
def test_the_form_is_the_area_of_the_moved_ring(offsets: tuple[float, ...]) -> None:
    corners = np.array([(0, 0), (300, 0), (300, 200), (0, 200)], dtype=float)
    (form,) = area_forms(corners, np.zeros(4, dtype=int), np.arange(1, 5), np.ones(4), np.array([4]))
    south, east, north, west = offsets
    expected = (300 + east + west) * (200 + south + north)
    assert areas(form, np.array(offsets, dtype=float)[:, None]) == pytest.approx([expected])


@st.composite
def stars(draw: st.DrawFn) -> list[Place]:
    """Corners of a star-shaped ring some kilometres wide, counter-clockwise."""
    count = draw(st.integers(4, 12))
    radii = draw(st.lists(st.floats(2500, 4000), min_size=count, max_size=count))
    turn = draw(st.floats(0, 6))
    angles = [turn + 2 * math.pi * n / count for n in range(count)]
    return [(r * math.cos(a), r * math.sin(a)) for r, a in zip(radii, angles, strict=True)]


@given(stars(), st.floats(1, 60))
def test_the_interval_holds_the_area_and_grows_with_the_accuracy(ring: list[Place], accuracy: float) -> None:
    shape = polygon(*ring)
    area = geodesic_km2(shape)
    for narrow, wide in (
        (whole(shape, accuracy), whole(shape, 2 * accuracy)),
        (found(shape, *sides(ring, accuracy)), found(shape, *sides(ring, 2 * accuracy))),
    ):
        assert wide.low_km2 < narrow.low_km2 < area < narrow.high_km2 < wide.high_km2


@given(stars(), st.floats(1, 60), st.integers(0, 11))
def test_direction_and_start_of_a_ring_do_not_matter(ring: list[Place], accuracy: float, start: int) -> None:
    edges = sides(ring, accuracy)
    expected = found(polygon(*ring), *edges)
    start %= len(ring)
    assert found(polygon(*ring[::-1]), *edges) == pytest.approx(expected, rel=1e-9)
    assert found(polygon(*ring[start:], *ring[:start]), *edges[::-1]) == pytest.approx(expected, rel=1e-9)


@given(stars(), st.floats(1, 60), st.floats(100, 2000))
def test_more_vertices_do_not_matter(ring: list[Place], accuracy: float, spacing: float) -> None:
    dense = placed(shapely.segmentize(shapely.Polygon(ring), spacing))
    assert whole(dense, accuracy) == pytest.approx(whole(polygon(*ring), accuracy), rel=1e-6)
    edges = [
        UncertainEdge(placed(shapely.segmentize(shapely.LineString(ends), spacing)), f"side {n}", accuracy)
        for n, ends in enumerate(zip(ring, [*ring[1:], ring[0]], strict=True))
    ]
    # A union cut anew has vertices of its own.
    assert found(dense, *sides(ring, accuracy)) == pytest.approx(found(dense, *edges), rel=1e-6)
    assert found(dense, *edges) == pytest.approx(found(polygon(*ring), *sides(ring, accuracy)), rel=1e-6)


@given(stars(), st.floats(1, 60), st.integers(-10, 7))
def test_the_place_does_not_matter(ring: list[Place], accuracy: float, belts: int) -> None:
    def moved(shape: shapely.Geometry) -> shapely.Geometry:
        return shapely.transform(shape, lambda places: places + np.array([3.0 * belts, 0.0]))

    shape, edges = polygon(*ring), sides(ring, accuracy)
    far = [UncertainEdge(moved(each.line), each.follows, accuracy) for each in edges]
    assert found(moved(shape), *far) == pytest.approx(found(shape, *edges), rel=1e-6)


@given(stars())
def test_without_uncertainty_the_interval_is_the_area(ring: list[Place]) -> None:
    shape = polygon(*ring)
    area = pytest.approx((geodesic_km2(shape),) * 2, rel=1e-12)
    assert whole(shape, 0) == area
    assert found(shape, *sides(ring, 0)) == area


def test_an_outline_has_the_same_interval_whatever_others_there_are() -> None:
    shapes = [(polygon(*square(side)), sides(square(side), 50, f"of {side}")) for side in (900, 1000, 1100)]
    outlines = [Outline(shape, geodesic_km2(shape), edges) for shape, edges in shapes]
    together = intervals(outlines)
    assert together == intervals(outlines)
    assert together[::-1] == intervals(outlines[::-1])
    assert together == [intervals([outline])[0] for outline in outlines]
    assert intervals([]) == []
